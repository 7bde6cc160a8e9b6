"""Turns the amending clauses of a bill into the law as they would leave it.

An instruction is carried out only where verb, target and new words are clear and the target is found in the law at hand; every
other one is listed with the reason. None is skipped: whatever reads like an instruction comes back as one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from legal_compare.drafting import Drafting
from legal_compare.instructions import (
    INSERT,
    MASKED,
    OMIT,
    Grammar,
    Instruction,
    grammar_of,
    masked,
    pieces,
    reads_like_one,
    repeals_whole,
    understood,
    unmasked,
)
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.lines import Line
from legal_compare.readers.markdown import replace_provisions
from legal_compare.readers.structure import structure
from legal_compare.references import bare_number, named_instruments
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
_DATED = re.compile(r"\b(?:(?:19|20)\d{2}/\d+|\d+/(?:19|20)\d{2}|(?:19|20)\d{2})\b")
"""What tells one act from another of its name: a year, or a number with one."""
_SEVERAL = re.compile(r"\s*(?:,|and|or|to|und|bis|et|ou|à|y|o|a|och|og|till|til|–|-)\s*(?:\(\w{1,4}\)|\d)")
"""What follows the first of several numbers."""


@dataclass
class _Target:
    """What a run of words points at: an instrument, a section in it, numbers below it."""

    instrument: Instrument | None = None
    path: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unknown: str = ""

    def over(self, other: _Target) -> _Target:
        """The other target where it says something, this one for the rest."""
        first = min(other.path, default=9)
        kept = {rank: numbers for rank, numbers in self.path.items() if rank < first}
        return _Target(other.instrument or self.instrument, {**kept, **other.path}, other.unknown or self.unknown)

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(number for rank in sorted(self.path) for number in self.path[rank])


def apply_amendments(bill: Instrument, law: Sequence[Instrument]) -> Amended:
    """The law with a bill's clear instructions carried out; the bill itself is left as it is."""
    grammar = grammar_of(bill.language)
    work = _Work(bill, list(law))
    if grammar is None:
        return Amended(tuple(law), (), {}, understood=False)
    for section in bill.sections:
        if not section.status:
            work.read(section, grammar)
    return Amended(tuple(work.law), tuple(work.amendments), work.clause_of)


class _Work:
    """The law while a bill is carried out on it."""

    def __init__(self, bill: Instrument, law: list[Instrument]) -> None:
        self.bill, self.law = bill, law
        self.amendments: list[Amendment] = []
        self.clause_of: dict[str, Section] = {}
        self._principal = self._named_principal()

    def _named_principal(self) -> Instrument | None:
        """What the bill calls the Principal Act: the one that its definition, else its title, names."""
        for section in self.bill.sections:
            defined = re.search(r"[“\"]?principal act[”\"]?,?\s+means\s+(.{5,200})", section.text, re.IGNORECASE)
            if defined and (found := self._named(defined[1])):
                return found
        return self._named(self.bill.title.replace("(Amendment)", ""))

    def _named(self, words: str) -> Instrument | None:
        """The law whose title some words give, with its year or number where the title has one: only that tells acts apart."""
        stems = named_instruments(words, self.law)
        found = [one for one in self.law if one.stem in stems and ((dated := _DATED.search(one.title)) is None or dated[0] in words)]
        return max(found, key=lambda one: len(one.title), default=None)

    def read(self, section: Section, grammar: Grammar) -> None:
        """Carries out, or lists, every instruction of one clause."""
        words, quotes = masked(section.text)
        heading = self._target(section.heading, grammar)
        context = _Target(heading.instrument)
        for piece in pieces(words):
            verbs = [name for name, pattern in grammar.verbs.items() if pattern.search(piece)]
            own = self._target(piece, grammar)
            target = context.over(own)
            if not verbs or not (target.path or target.instrument or own.unknown):
                if own.path or own.instrument or own.unknown:
                    context = context.over(own)
                continue
            self._carry_out(section, piece, quotes, context, grammar, verbs)

    def _target(self, words: str, grammar: Grammar) -> _Target:
        """Instrument, section and numbers that some words name."""
        target = _Target(self._named(words))
        if target.instrument is None and (act := grammar.act.search(words)):
            year = act.groupdict().get("year")
            dated = [one for one in self.law if year and re.search(rf"\b{year}\b", one.title)]
            target.instrument = (dated[0] if len(dated) == 1 else None) if year else self._principal
        if target.instrument is None and _DATED.search(words):
            target.unknown = "it names a law that is not among the texts at hand"
        for match in grammar.named_units(words):
            if _SEVERAL.match(words[match.end() :]):
                target.unknown = "it names several units at once"
            for name, value in match.groupdict().items():
                if value:
                    numbers = tuple(re.findall(r"\w+(?:-\d+)?", value.lower()))
                    rank = (
                        1
                        if name == "paragraph" and numbers[0][0].isdigit()
                        else {"section": 0, "subsection": 1, "paragraph": 2, "limb": 3}[name]
                    )
                    target.path.setdefault(rank, numbers)
        return target

    def _carry_out(self, clause: Section, piece: str, quotes: list[str], context: _Target, grammar: Grammar, verbs: list[str]) -> None:
        instruction, quoted = understood(piece, quotes, grammar, verbs), bool(MASKED.search(piece))
        words = unmasked(piece, quotes)
        if instruction is None:
            if reads_like_one(piece, grammar, verbs):
                why_not = UNCLEAR if quoted or verbs == [OMIT] else UNQUOTED
                self.amendments.append(Amendment(clause, words, "/".join(verbs), why_not=why_not))
            return
        own = self._target(MASKED.sub(" ", piece), grammar)
        if instruction.action == OMIT and not (instruction.old or own.path or own.instrument or own.unknown):
            return  # "the data is deleted": it names nothing that could be omitted
        target = context.over(own)
        try:
            changed, said = self._change(instruction, target, words, grammar, piece)
        except _NotClear as reason:
            self.amendments.append(Amendment(clause, words, instruction.action, why_not=str(reason)))
            return
        for address in changed:
            self.clause_of[address] = clause
        self.amendments.append(Amendment(clause, words, instruction.action, said, changed=tuple(changed)))

    def _change(self, instruction: Instruction, target: _Target, words: str, grammar: Grammar, piece: str) -> tuple[list[str], str]:
        if grammar.elsewhere.search(MASKED.sub(" ", piece)):
            raise _NotClear("it speaks of a part of the law (a sentence, definition, schedule or the like) that is not located by machine")
        if target.unknown:
            raise _NotClear(target.unknown)
        if target.instrument is None:
            raise _NotClear("it names no law that is among the texts at hand")
        place = next((n for n, one in enumerate(self.law) if one.stem == target.instrument.stem), -1)
        if place < 0:
            raise _NotClear(f"{target.instrument.title} is repealed by an earlier clause")
        act = self.law[place]  # as earlier clauses have left it
        if not target.path:
            if instruction.action == OMIT and not instruction.old and repeals_whole(piece, act.title, grammar):
                self.law.pop(place)
                return [], f"{act.title} repealed"
            raise _NotClear("it does not say which section it changes")
        numbers = target.numbers
        at = next((n for n, s in enumerate(act.sections) if bare_number(s.eid or s.number) == bare_number(numbers[0])), None)
        if at is None:
            raise _NotClear(f"section {numbers[0]} of {act.title} is not among the texts at hand")
        section = act.sections[at]
        sections = list(act.sections)
        if (
            len(numbers) == 1
            and not instruction.old
            and not instruction.anchor
            and not (instruction.action == INSERT and instruction.at_end)
        ):
            made = self._made(instruction.new, act)
            if instruction.action != OMIT and not made:
                raise _NotClear("the new section has no number of its own")
            keep = [section] if instruction.action == INSERT else []
            sections[at : at + 1] = [*made, *keep] if instruction.before else [*keep, *made]
        else:
            text = _edited(section, numbers[1:], instruction, bool(grammar.everywhere.search(piece)))
            made = [self._segmented(replace(section, text=text), act.language)]
            sections[at] = made[0]
        self.law[place] = replace(act, sections=tuple(sections), digest="")
        said = f"{section.citation_number}{''.join(f'({n})' for n in numbers[1:])} {act.title}"
        return [one.address for one in made] or [section.address], said

    def _made(self, words: str, act: Instrument) -> list[Section]:
        """New sections out of quoted words."""
        lines = [Line(line, n) for n, line in enumerate(words.split("\n"), start=1) if line.strip()]
        lexicon = read_lexicon(act.language)
        found = structure(lines, act.title, act.stem, act.work, lexicon.drafting if lexicon else Drafting())
        return [one.section for one in found if one.section.number[0] != "¶" and not one.section.status]

    @staticmethod
    def _segmented(section: Section, language: str) -> Section:
        lexicon = read_lexicon(language)
        return replace_provisions(section, lexicon.drafting if lexicon else Drafting())


class _NotClear(Exception):
    """Why an instruction is listed and not carried out."""


def _edited(section: Section, numbers: tuple[str, ...], instruction: Instruction, everywhere: bool) -> str:
    """The section's words as an instruction would leave them; raises _NotClear where the target is not found once."""
    start, end = _extent(section, numbers)
    text = section.text
    sought = instruction.old or instruction.anchor
    if sought:
        pattern = re.compile(r"[\s*]+".join(map(re.escape, sought.split())))
        hits = [match.span() for match in pattern.finditer(text, start, end)]
        if not hits:
            raise _NotClear(f"the words “{sought[:60]}” are not found there")
        if len(hits) > 1 and not everywhere:
            raise _NotClear(f"the words “{sought[:60]}” stand there {len(hits)} times")
        for first, last in reversed(hits):
            if instruction.anchor:
                place = first if instruction.before else last
                text = f"{text[:place]} {instruction.new} {text[place:]}"
            else:
                text = text[:first] + instruction.new + text[last:]
        return text
    if instruction.action == INSERT:
        place = start if instruction.before and not instruction.at_end else end
        return f"{text[:place].rstrip()}\n{instruction.new}\n{text[place:].lstrip()}".strip()
    return f"{text[:start]}{instruction.new}{text[end:]}"


def _extent(section: Section, numbers: tuple[str, ...]) -> tuple[int, int]:
    """Where a unit begins and ends in its section's words; the whole section where no number is given."""
    if not numbers:
        return 0, len(section.text)
    known: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for provision in section.provisions:
        path = tuple(number.lower() for kind, number in provision.path if kind not in ("def", "p"))
        for depth in range(1, len(path) + 1):
            known.setdefault(path[:depth], []).extend(provision.stretches)
    paths = [path for path in known if path == numbers] or [path for path in known if path[-len(numbers) :] == numbers]
    if len(paths) != 1:
        raise _NotClear(f"({')('.join(numbers)}) is not found once in {section.citation_number}")
    own = rf"(?:{re.escape(bare_number(section.eid or section.number))}\.?\s?[—–-]*\s?)?"  # 5.—(1)
    marker = re.compile(rf"\W{{0,8}}(?:\w{{1,4}}\[)?\W?{own}\W{{0,2}}{re.escape(numbers[-1])}\b", re.IGNORECASE)
    starts = [start for start, end in sorted(known[paths[0]]) if marker.match(section.text[start:end])]
    if not starts:
        raise _NotClear(f"the beginning of ({')('.join(numbers)}) is not found in {section.citation_number}")
    start, depth = starts[0], len(paths[0])
    others = [
        first
        for path, stretches in known.items()
        if path != paths[0] and path[:depth] != paths[0] and len(path) <= depth
        for first, _ in stretches
        if first > start
    ]
    return start, min(others, default=len(section.text))


def without_applied(bill: Instrument, amendments: Iterable[Amendment]) -> Instrument:
    """The bill without the clauses that did nothing but amend, all of whose instructions were carried out."""
    by_clause: dict[str, list[Amendment]] = {}
    for one in amendments:
        by_clause.setdefault(one.clause.address, []).append(one)
    done = {address for address, ones in by_clause.items() if all(one.applied for one in ones)}
    return replace(bill, sections=tuple(section for section in bill.sections if section.address not in done))
