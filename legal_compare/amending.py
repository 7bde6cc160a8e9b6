"""Turns the amending clauses of a bill into the law as they would leave it.

An instruction is carried out only where verb, target and new words are clear and the target is found in the law at hand; every
other one is listed with the reason. None is skipped: whatever reads like an instruction comes back as one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from legal_compare.enacting import changed_sections
from legal_compare.grammars import INSERT, MASKED, OMIT, Grammar, grammar_of
from legal_compare.instructions import (
    LABELS,
    Instruction,
    labels_drawn,
    masked,
    pieces,
    reads_like_one,
    understood,
    unmasked,
    verbs_of,
)
from legal_compare.lexicons import read_lexicon
from legal_compare.locating import NOT_AT_HAND, NotClear, Target, units_named
from legal_compare.references import named_instruments, title_words
from legal_compare.rewording import first_number
from legal_compare.statutes import Instrument, Section


@dataclass(frozen=True)
class Amendment:
    """An instruction of a bill: where it stands, its words, what it changes, and why it was not carried out, if it was not."""

    clause: Section
    words: str
    action: str
    target: str = ""
    why_not: str = ""
    changed: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether the law was read as the instruction would leave it."""
        return not self.why_not


@dataclass(frozen=True)
class Amended:
    """Law as a bill would leave it, with every instruction found in the bill.

    `clause_of` names the clause behind each changed section, by the section's address. Where the bill's language has no grammar
    of amendments none can be found, and `understood` says so.
    """

    instruments: tuple[Instrument, ...]
    amendments: tuple[Amendment, ...]
    clause_of: dict[str, Section]
    understood: bool = True


UNCLEAR = "the instruction is not clear enough to be carried out by machine"
UNQUOTED = "its new words stand between no quotation marks, so that their end is not sure"
ELSEWHERE = "it speaks of a part of the law (a heading or the like) that is not located by machine"
NO_LAW = "it names no law that is among the texts at hand"
_DATED = re.compile(r"\b(?:(?:19|20)\d{2}[/:]\d+|\d+/(?:19|20)\d{2}|(?:19|20)\d{2})\b")
"""What tells one act from another of its name: a year, or a number with one."""
_NUMBER = re.compile(r"(?<![\d/:-])(?:\d{1,4}[/:](?:19|20)\d{2}|(?:19|20)\d{2}[/:]\d{1,4}|\d{2,4}-\d{3,4})(?![\d/:-])")
"""An act's official number: a language that inflects titles still prints it."""
_HAN = re.compile(r"[一-龥]")
_OWN = re.compile(r"(?:this|present|diese[sr]?|presente|présente)\s(?:[\w’'-]+\s)?\S+$", re.IGNORECASE)
"""Words that name the bill itself: "this Act"."""
_LEADING = re.compile(r"^(?:(?:of|and|the|in|section)\s)+", re.IGNORECASE)
_LISTS = re.compile(r"[:—–-]\s*$")
"""The end of a line whose object the next lines list."""
_MARKER = re.compile(r"\W{0,3}?(?:\((?P<bracketed>\w{1,5})\)|(?P<pointed>\d{1,3})[.°º]|(?P<closed>\w{1,2})\))\s")


@dataclass
class _Level:
    """A list of instructions: how its members are marked, the last of them, and what held before it began."""

    kind: str
    last: str
    before: Target


def apply_amendments(bill: Instrument, law: Sequence[Instrument]) -> Amended:
    """The law with a bill's clear instructions carried out; the bill itself is left as it is."""
    grammar = grammar_of(bill.language)
    if grammar is None:
        return Amended(tuple(law), (), {}, understood=False)
    work = _Work(bill, list(law), grammar)
    for section in bill.sections:
        if not section.status:
            work.read(section)
    return Amended(tuple(work.law), tuple(work.amendments), work.clause_of)


class _Work:
    """The law while a bill is carried out on it."""

    def __init__(self, bill: Instrument, law: list[Instrument], grammar: Grammar) -> None:
        self.bill, self.law, self.grammar = bill, law, grammar
        self.amendments: list[Amendment] = []
        self.clause_of: dict[str, Section] = {}
        self._latest: Instrument | None = None
        self._short = self._short_names()
        self._principal = self._short.get("principal act") or self._named(bill.title.replace("(Amendment)", ""))

    def _short_names(self) -> dict[str, Instrument | None]:
        """Laws by the names that the bill gives them ("Act of 1998"); None where they are not at hand."""
        defined = re.compile(r"[“\"]?((?:the )?principal act|act of \d{4})[”\"]?,?\s+means\s+(.{5,200})", re.IGNORECASE)
        found: dict[str, Instrument | None] = {}
        for section in self.bill.sections:
            for match in defined.finditer(section.text):
                found.setdefault(match[1].lower().removeprefix("the "), self._named(match[2]))
        return found

    def _named(self, words: str) -> Instrument | None:
        """The law whose title some words give, with its year or number where the title has one: only that tells acts apart."""
        stems = named_instruments(words, self.law)
        found = [one for one in self.law if one.stem in stems and ((dated := _DATED.search(one.title)) is None or dated[0] in words)]
        numbers = set(_NUMBER.findall(words)) if not found else set()
        found = found or [one for one in self.law if numbers and numbers & set(_NUMBER.findall(one.title))]
        return max(found, key=lambda one: len(one.title), default=None)

    def _target(self, words: str) -> Target:
        """Instrument, section and units below it that some words name."""
        target = units_named(words, self.grammar)
        plain = MASKED.sub(" ", words)
        target.instrument = self._named(plain)
        if target.instrument is None and (act := self.grammar.act.search(plain)):
            year, short = act.groupdict().get("year"), act[0].lower()
            dated = [one for one in self.law if year and re.search(rf"\b{year}\b", one.title)]
            if year:
                target.instrument = self._short[short] if short in self._short else dated[0] if len(dated) == 1 else None
                target.unknown = "" if target.instrument else f"{NOT_AT_HAND}: {act[0]}"
            else:
                target.instrument = self._principal if short == "principal act" else self._latest
        elif target.instrument is None and (law := self.grammar.law.search(plain)) and not _OWN.search(plain[: law.end()]):
            titled = [one for one in self.law if _HAN.search(law[0]) and law[0].endswith(title_words(one.title))]
            target.instrument = titled[0] if len(titled) == 1 else None  # 刪除畫像法: no space tells verb from name
            target.unknown = "" if titled else f"{NOT_AT_HAND}: {_LEADING.sub('', ' '.join(law[0].split()))}"
        self._latest = target.instrument or self._latest
        return target

    def read(self, clause: Section) -> None:
        """Carries out, or lists, every instruction of one clause."""
        if not verbs_of(clause.text, self.grammar):
            return
        words, quotes = masked(clause.text.removeprefix(clause.number), self.grammar.quotes)
        self._latest = None  # what "that Act" means
        heading = self._target(clause.heading)
        context = Target(heading.instrument, heading.unknown)
        levels: list[_Level] = []
        listing = -1  # depth of "the following are repealed:", whose object the members of its list name
        found = [labels_drawn(piece, quotes, self.grammar) for piece in _whole(pieces(words), self.grammar)]
        for number, piece in enumerate(found):
            context = _outer(levels, piece, context)
            verbs = verbs_of(piece, self.grammar)
            own = self._target(piece)
            listing = -1 if verbs or len(levels) <= listing else listing
            if listing >= 0 and own:
                self._carry_out(clause, piece, quotes, context, Instruction(OMIT))
            elif not verbs:
                context = context.over(own)
                if levels and not _LISTS.search(piece):  # "(1) Section 5 is amended as follows." speaks for (2) and (3) too
                    levels[-1].before = levels[-1].before.over(own)
            elif verbs == [OMIT] and not MASKED.search(piece) and _LISTS.search(piece) and number + 1 < len(found):
                listing, context = len(levels), context.over(own)
            elif context.over(own) or MASKED.search(piece):
                self._read_one(clause, piece, quotes, context, verbs)

    def _read_one(self, clause: Section, piece: str, quotes: list[str], context: Target, verbs: list[str]) -> None:
        if self._defines(piece, verbs):
            return
        instruction = understood(piece, quotes, self.grammar, verbs)
        if instruction is not None:
            self._carry_out(clause, piece, quotes, context, instruction)
        elif reads_like_one(piece, self.grammar, verbs):
            why_not = UNCLEAR if MASKED.search(piece) or verbs == [OMIT] else context.over(self._target(piece)).unknown or UNQUOTED
            self.amendments.append(Amendment(clause, unmasked(piece, quotes), "/".join(verbs), why_not=why_not))

    def _defines(self, piece: str, verbs: list[str]) -> bool:
        """Whether a piece only defines an expression: "“amend” includes repeal"."""
        quoted = MASKED.search(piece)
        lexicon = read_lexicon(self.bill.language)
        if quoted is None or lexicon is None or not lexicon.drafting.defines:
            return False
        earlier = any(self.grammar.verbs[name].search(piece[: quoted.start()]) for name in verbs)
        defined = re.compile(rf"[^.;\ue000]{{0,60}}?(?:{'|'.join(lexicon.drafting.defines)})", re.IGNORECASE)
        return not earlier and bool(defined.match(piece, quoted.end()))

    def _carry_out(self, clause: Section, piece: str, quotes: list[str], context: Target, instruction: Instruction) -> None:
        own = self._target(piece)
        if instruction.action == OMIT and not (instruction.old or own):
            return  # "the data is deleted": it names nothing that could be omitted
        words = unmasked(piece, quotes)
        try:
            changed, said = self._change(instruction, context, own, piece)
        except NotClear as reason:
            self.amendments.append(Amendment(clause, words, instruction.action, why_not=str(reason)))
            return
        for address in changed:
            self.clause_of[address] = clause
        self.amendments.append(Amendment(clause, words, instruction.action, said, changed=tuple(changed)))

    def _change(self, instruction: Instruction, context: Target, own: Target, piece: str) -> tuple[list[str], str]:
        """Addresses of what is changed, and how it is cited; raises NotClear where the law is left as it was."""
        plain = MASKED.sub(" ", piece)
        adds = instruction.action == INSERT and not instruction.anchor
        named = {first_number(line) for line in instruction.new.split("\n")[:4]} if adds else set()
        below = any(unit.numbers[-1] in named and unit.kind != "section" for units in own.units.values() for unit in units)
        if instruction.at_end and any(unit.numbers[-1] in named for unit in own.units.get(0, ())):
            context = Target(context.instrument, context.unknown)  # a section of its own, whatever was spoken of before
        for number in named if instruction.at_end else ():
            own = own.without(number)
        target = context.over(own)
        if target.unknown:
            raise NotClear(target.unknown)
        if target.instrument is None:
            raise NotClear(NO_LAW)
        place = next((n for n, one in enumerate(self.law) if one.stem == target.instrument.stem), -1)
        if place < 0:
            raise NotClear(f"{target.instrument.title} is repealed by an earlier clause")
        if self.grammar.elsewhere.search(plain):
            raise NotClear(ELSEWHERE)
        uncounted = self.grammar.without_units(LABELS.sub(" ", plain))
        uncounted = self.grammar.passage.sub(" ", uncounted) if adds else uncounted  # "un alinéa est ajouté" names what is new
        vague = bool(self.grammar.within.search(uncounted) or self.grammar.passage.search(uncounted))
        if vague and not (instruction.old or instruction.anchor):
            raise NotClear("it speaks of a sentence, an entry or the like, which are not counted by machine")
        if target.named_twice and not adds:
            raise NotClear("it names several units at once")
        if self.grammar.counted.search(plain):
            raise NotClear("it means one of several places where words stand, which are not counted by machine")
        act = self.law[place]  # as earlier clauses have left it
        sections, changed, said = changed_sections(self.grammar, act, instruction, target, piece, below)
        if sections is None:
            self.law.pop(place)
        else:
            self.law[place] = replace(act, sections=tuple(sections), digest="")
        return changed, said


def _whole(found: Iterable[str], grammar: Grammar) -> Iterator[str]:
    """Pieces, with a unit that a full stop cut off its sentence back in it: "Članak 6. Zakona briše se."."""
    before = ""
    for piece in found:
        joined = f"{before} {piece}".strip()
        if grammar.named_units(joined) and not grammar.without_units(joined).strip(" ."):
            before = joined
            continue
        yield joined
        before = ""
    if before:
        yield before


def _outer(levels: list[_Level], piece: str, context: Target) -> Target:
    """What holds for a piece: what held before its list began, where it is a member of one."""
    match = _MARKER.match(piece)
    if match is None:
        return context
    number = match[1] or match[2] or match[3]
    kind = f"{match.lastgroup} {'digit' if number[0].isdigit() else 'capital' if number[0].isupper() else 'letter'}"
    alike = [n for n, level in enumerate(levels) if level.kind == kind]
    again = next((n for n in reversed(alike) if _follows(levels[n].last, number)), -1)
    if again < 0 and number.lower() not in _FIRST:
        again = max(alike, default=-1)
    if again < 0:
        levels.append(_Level(kind, number, context))
        return context
    del levels[again + 1 :]
    levels[again].last = number
    return levels[again].before


_FIRST = ("1", "a", "i")
_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)


def _follows(last: str, number: str) -> bool:
    """Whether a marker comes right after another of its list: (3) or (2A) after (2), (c) or (ba) after (b), (iv) after (iii)."""
    first, second = last.lower(), number.lower()
    if first in _ROMAN[:-1] and second == _ROMAN[_ROMAN.index(first) + 1]:
        return True
    if first.isdecimal() and second.isdecimal():
        return int(second) == int(first) + 1
    if len(second) > len(first):
        return second.startswith(first[:1])
    return len(second) == len(first) == 1 and ord(second) == ord(first) + 1


def without_applied(bill: Instrument, amendments: Iterable[Amendment]) -> Instrument:
    """The bill without the clauses that did nothing but amend, all of whose instructions were carried out."""
    by_clause: dict[str, list[Amendment]] = {}
    for one in amendments:
        by_clause.setdefault(one.clause.address, []).append(one)
    done = {address for address, ones in by_clause.items() if all(one.applied for one in ones)}
    return replace(bill, sections=tuple(section for section in bill.sections if section.address not in done))
