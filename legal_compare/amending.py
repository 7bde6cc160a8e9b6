"""Turns the amending clauses of a bill into the law as they would leave it.

An instruction is carried out only where verb, target and new words are clear and the target is found in the law at hand; every
other one is listed with the reason. None is skipped: whatever reads like an instruction comes back as one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from legal_compare.lexicons import read_lexicon
from legal_compare.readers.lines import Line
from legal_compare.readers.markdown import replace_provisions
from legal_compare.readers.structure import structure
from legal_compare.references import bare_number, named_instruments
from legal_compare.segmentation import Drafting
from legal_compare.statutes import Instrument, Section
from legal_compare.strict_yaml import read_yaml

INSERT, SUBSTITUTE, OMIT = "insert", "substitute", "omit"
NEAR = 14
"""Characters between the verb of an omission and what is omitted: "repeal of section 5"."""
_IS = re.compile(r"\b(?:is|are|be|wird|werden|est|sont|queda|quedan|fica|ficam|ska|skal)\b[^.;]{0,20}$", re.IGNORECASE)
"""What stands before the verb where the target comes first: "section 5 of that Act is hereby repealed"."""
_MARK = "\ue000{}\ue001"
_MASKED = re.compile("\ue000(\\d+)\ue001")
_CLOSING = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"'}


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

    `clause_of` names the clause behind each changed section, by the section's address.
    """

    instruments: tuple[Instrument, ...]
    amendments: tuple[Amendment, ...]
    clause_of: dict[str, Section]


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
        return _Target(other.instrument or self.instrument, {**kept, **other.path}, other.unknown)

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(number for rank in sorted(self.path) for number in self.path[rank])


def apply_amendments(bill: Instrument, law: Sequence[Instrument]) -> Amended:
    """The law with a bill's clear instructions carried out; the bill itself is left as it is."""
    grammar = _grammar(bill.language)
    work = _Work(bill, list(law))
    if grammar is None:
        return Amended(tuple(law), (), {})
    for section in bill.sections:
        if not section.status:
            work.read(section, grammar)
    return Amended(tuple(work.law), tuple(work.amendments), work.clause_of)


class _Grammar:
    """One language's patterns, compiled."""

    def __init__(self, words: dict[str, str]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            value = words.get(name, "")
            edge = r"(?<![\w-])(?:{})(?!\w)" if value.isascii() or re.search(r"[a-zà-ÿ]", value) else "(?:{})"
            return re.compile(edge.format(value) if value else r"(?!)", re.IGNORECASE)

        self.verbs = {name: pattern(name) for name in (INSERT, SUBSTITUTE, OMIT)}
        self.after, self.before, self.old, self.new = (pattern(name) for name in ("after", "before", "old", "new"))
        self.end, self.everywhere, self.elsewhere, self.act = (pattern(name) for name in ("end", "everywhere", "elsewhere", "act"))
        number = r"\s*(?P<{0}>\(?(?:\d+[a-z]{{0,3}}(?:-\d+)?|[a-z]{{1,3}}|[ivx]+)\)?(?:\s?\(\w{{1,5}}\))*)(?!\w)"
        ranks = [("section", words.get("section")), ("subsection", words.get("subsection")), ("paragraph", words.get("paragraph")), ("limb", words.get("limb"))]
        units = "|".join(rf"(?<!\w)(?:{value}){number.format(name)}" for name, value in ranks if value)
        self.units = re.compile(units, re.IGNORECASE) if units else re.compile(r"(?!)")


@cache
def _grammar(language: str) -> _Grammar | None:
    known = read_yaml((Path(__file__).parent / "amending.yaml").read_text(encoding="utf-8"))
    words = known.get(language.split("-")[0])
    return _Grammar(words) if words else None


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
        stems = named_instruments(words, self.law)
        found = [one for one in self.law if one.stem in stems]
        if len(found) > 1:
            dated = [one for one in found if (year := re.search(r"\d{4}", one.title)) and year[0] in words]
            found = dated or found
        return max(found, key=lambda one: len(one.title), default=None) if len(found) > 1 else found[0] if found else None

    def read(self, section: Section, grammar: _Grammar) -> None:
        """Carries out, or lists, every instruction of one clause."""
        masked, quotes = _mask(section.text)
        heading = self._target(section.heading, grammar)
        context = _Target(heading.instrument)
        if not (self._speaks_of_law(masked, grammar) or heading.instrument):
            return
        for piece in _pieces(masked):
            verbs = [name for name, pattern in grammar.verbs.items() if pattern.search(piece)]
            own = self._target(piece, grammar)
            operands = bool(_MASKED.search(piece) or own.path or own.instrument)
            if not verbs or not operands:
                if own.path or own.instrument:
                    context = context.over(own)
                continue
            self._carry_out(section, piece, quotes, context, grammar, verbs)

    def _speaks_of_law(self, text: str, grammar: _Grammar) -> bool:
        return bool(self._named(text) or grammar.act.search(text) or (_MASKED.search(text) and grammar.units.search(text)))

    def _target(self, words: str, grammar: _Grammar) -> _Target:
        """Instrument, section and numbers that some words name."""
        target = _Target(self._named(words))
        if target.instrument is None and (act := grammar.act.search(words)):
            year = act.groupdict().get("year")
            dated = [one for one in self.law if year and re.search(rf"\b{year}\b", one.title)]
            target.instrument = (dated[0] if len(dated) == 1 else None) if year else self._principal
        for match in grammar.units.finditer(words):
            for name, value in match.groupdict().items():
                if value:
                    numbers = tuple(re.findall(r"\w+(?:-\d+)?", value.lower()))
                    rank = 1 if name == "paragraph" and numbers[0][0].isdigit() else {"section": 0, "subsection": 1, "paragraph": 2, "limb": 3}[name]
                    target.path.setdefault(rank, numbers)
        return target

    def _carry_out(
        self, clause: Section, piece: str, quotes: list[str], context: _Target, grammar: _Grammar, verbs: list[str]
    ) -> None:
        instruction = _understood(piece, quotes, grammar, verbs)
        words = _unmask(piece, quotes)
        if instruction is None:
            if _reads_like_one(piece, grammar, verbs):
                self.amendments.append(Amendment(clause, words, "/".join(verbs), why_not="the instruction is not clear enough to be carried out by machine"))
            return
        own = self._target(_MASKED.sub(" ", piece), grammar)
        target = context.over(own)
        target.instrument = target.instrument or (self._principal if target.path else None)
        try:
            changed, said = self._change(instruction, target, words, grammar, piece)
        except _NotClear as reason:
            self.amendments.append(Amendment(clause, words, instruction.action, why_not=str(reason)))
            return
        for address in changed:
            self.clause_of[address] = clause
        self.amendments.append(Amendment(clause, words, instruction.action, said, changed=tuple(changed)))

    def _change(
        self, instruction: _Instruction, target: _Target, words: str, grammar: _Grammar, piece: str
    ) -> tuple[list[str], str]:
        if grammar.elsewhere.search(_MASKED.sub(" ", piece)):
            raise _NotClear("it speaks of a part of the law (a sentence, definition, schedule or the like) that is not located by machine")
        if target.instrument is None:
            raise _NotClear("the law that it changes is not among the texts at hand")
        place = next((n for n, one in enumerate(self.law) if one.stem == target.instrument.stem), -1)
        if place < 0:
            raise _NotClear(f"{target.instrument.title} is repealed by an earlier clause")
        act = self.law[place]  # as earlier clauses have left it
        if not target.path:
            if instruction.action == OMIT and not instruction.old:
                self.law.pop(place)
                return [], f"{act.title} repealed"
            raise _NotClear("it does not say which section it changes")
        numbers = target.numbers
        at = next((n for n, s in enumerate(act.sections) if bare_number(s.eid or s.number) == bare_number(numbers[0])), None)
        if at is None:
            raise _NotClear(f"section {numbers[0]} of {act.title} is not among the texts at hand")
        section = act.sections[at]
        sections = list(act.sections)
        if len(numbers) == 1 and not instruction.old and not instruction.anchor and not (instruction.action == INSERT and instruction.at_end):
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


@dataclass(frozen=True)
class _Instruction:
    action: str
    new: str = ""
    old: str = ""
    anchor: str = ""
    before: bool = False
    at_end: bool = False


def _understood(piece: str, quotes: list[str], grammar: _Grammar, verbs: list[str]) -> _Instruction | None:
    """What an instruction asks for; None where it can be read in more than one way."""
    quoted = list(_MASKED.finditer(piece))

    def words(match: re.Match[str]) -> str:
        return quotes[int(match[1])]

    def follows(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
        """Whether a marker stands close before a quotation: for “A”, by the words “B”."""
        gap = piece[max(0, match.start() - 40) : match.start()]
        found = list(pattern.finditer(gap))
        return bool(found) and not re.search(r"[.;,]|\d", gap[found[-1].end() :])

    if verbs == [OMIT]:
        return _omission(piece, quoted, words, grammar)
    replacing = verbs == [SUBSTITUTE] or (set(verbs) == {OMIT, INSERT} and len(quoted) == 2)
    if replacing and len(quoted) == 2:
        first, second = quoted
        if verbs == [SUBSTITUTE] and follows(grammar.old, second) and not follows(grammar.old, first):
            first, second = second, first  # substitution of “B” for “A”
        return _Instruction(SUBSTITUTE, words(second), old=words(first))
    if replacing and verbs == [SUBSTITUTE] and len(quoted) == 1:
        return _Instruction(SUBSTITUTE, words(quoted[0]))
    if verbs == [INSERT] and quoted:
        before = bool(grammar.before.search(_MASKED.sub(" ", piece)))
        after = bool(grammar.after.search(_MASKED.sub(" ", piece)))
        if before and after:
            return None
        if len(quoted) == 1:
            at_end = bool(grammar.end.search(piece)) or not (before or after)
            return _Instruction(INSERT, words(quoted[0]), before=before, at_end=at_end)
        if len(quoted) == 2 and (before or after):
            marker = grammar.before if before else grammar.after
            anchor, new = quoted if follows(marker, quoted[0]) else (quoted[1], quoted[0])
            return _Instruction(INSERT, words(new), anchor=words(anchor), before=before)
    return None


def _reads_like_one(piece: str, grammar: _Grammar, verbs: list[str]) -> bool:
    """Whether words with such a verb are an instruction to change law at all, and not a duty to add or delete something else."""
    if _MASKED.search(piece):
        return True
    around = any(pattern.search(piece) for pattern in (grammar.after, grammar.before, grammar.end))
    return verbs != [OMIT] and around and bool(grammar.units.search(piece))


def _omission(piece: str, quoted: list[re.Match[str]], words, grammar: _Grammar) -> _Instruction | None:  # type: ignore[no-untyped-def]  # a closure
    """Only where verb and object stand side by side: a duty to delete content under section 5 omits nothing."""
    verb = grammar.verbs[OMIT].search(piece)
    if verb is None or len(quoted) > 1:
        return None
    spans = [quoted[0].span()] if quoted else [match.span() for match in grammar.units.finditer(piece)]
    if not spans:
        return _Instruction(OMIT) if _IS.search(piece[: verb.start()]) else None
    beside = any(
        start - verb.end() <= NEAR if start >= verb.end() else bool(_IS.search(piece[end : verb.start()])) or verb.start() - end <= NEAR
        for start, end in spans
    )
    if not beside:
        return None
    return _Instruction(OMIT, old=words(quoted[0]) if quoted else "")


def _edited(section: Section, numbers: tuple[str, ...], instruction: _Instruction, everywhere: bool) -> str:
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


def _mask(text: str) -> tuple[str, list[str]]:
    """The text with each outermost quotation replaced by a sign, and the quotations.

    A mark that opens each paragraph of a long quotation opens it only once.
    """
    parts: list[str] = []
    quotes: list[str] = []
    at, size = 0, len(text)
    while at < size:
        sign = text[at]
        if sign not in _CLOSING:
            parts.append(sign)
            at += 1
            continue
        end = _closing(text, at)
        if end < 0:
            parts.append(sign)
            at += 1
            continue
        parts.append(_MARK.format(len(quotes)))
        quotes.append(re.sub(rf"(?m)^{re.escape(sign)}", "", text[at + 1 : end]).strip())
        at = end + 1
    return "".join(parts), quotes


def _closing(text: str, start: int) -> int:
    opening = text[start]
    closing = _CLOSING[opening]
    depth = 1
    for at in range(start + 1, len(text)):
        sign = text[at]
        if sign in closing:
            depth -= 1
            if not depth:
                return at
        elif sign == opening and text[at - 1] != "\n":
            depth += 1
    return -1


def _unmask(piece: str, quotes: Sequence[str]) -> str:
    return _MASKED.sub(lambda match: f"“{quotes[int(match[1])]}”", piece).strip()


def _pieces(masked: str) -> Iterator[str]:
    """Single instructions: limbs and sentences, with a quotation that stands on lines of its own."""
    lines: list[str] = []
    for line in masked.split("\n"):
        if lines and _MASKED.match(line.lstrip()):
            lines[-1] += " " + line
        else:
            lines.append(line)
    for line in lines:
        yield from (piece for piece in re.split(r"(?<=[;.])\s+(?=[(A-ZÀ-Ý]|and\s\()|(?:;|,)\s+and\s+(?=\()|(?<=—)\s*(?=\([a-z]+\)\s)", line) if piece.strip())


def without_applied(bill: Instrument, amendments: Iterable[Amendment]) -> Instrument:
    """The bill without the clauses that did nothing but amend, all of whose instructions were carried out."""
    by_clause: dict[str, list[Amendment]] = {}
    for one in amendments:
        by_clause.setdefault(one.clause.address, []).append(one)
    done = {address for address, ones in by_clause.items() if all(one.applied for one in ones)}
    return replace(bill, sections=tuple(section for section in bill.sections if section.address not in done))
