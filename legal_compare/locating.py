"""Turns the units that an instruction names into places: an instrument, sections of it, stretches of their words.

A place is only given where it is found once. Whatever is not found raises NotClear, with the reason that a reader is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from legal_compare.grammars import MASKED, Grammar, Unit
from legal_compare.instructions import LABELS
from legal_compare.references import bare_number
from legal_compare.statutes import Instrument, Provision, Section

NOT_AT_HAND = "it names a law that is not among the texts at hand"
ALREADY = "the text at hand already reads as it asks"
_RANK = {"section": 0, "subsection": 1, "passage": 2, "definition": 3, "paragraph": 4, "limb": 5}
_HEAD = re.compile(r"\W{0,3}(\w{1,5})[.)ªº°΄]")
"""The number that a unit begins with."""
_ASIDE = re.compile(r"\((?!\w{1,5}\))[^()]*\)")
"""What stands in brackets beside a unit, and names none: "section 16 (interpretation of Part 1)"."""


class NotClear(Exception):
    """Why an instruction is listed and not carried out."""


@dataclass
class Target:
    """What a run of words points at.

    `unknown` names a law that is not at hand. `units` holds what was named of each rank, in the order of the words.
    """

    instrument: Instrument | None = None
    unknown: str = ""
    units: dict[int, list[Unit]] = field(default_factory=dict)
    schedule: str = ""
    divisions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.instrument or self.unknown or self.units or self.schedule or self.divisions)

    def over(self, other: Target) -> Target:
        """The other target where it says something, this one for the rest."""
        law = other if other.instrument or other.unknown else self
        first = -1 if other.schedule or law is other else min(other.units, default=9)
        kept = {rank: units for rank, units in self.units.items() if rank < first}
        schedule = other.schedule or ("" if law is other or 0 in other.units else self.schedule)
        return Target(law.instrument, law.unknown, {**kept, **other.units}, schedule, other.divisions or self.divisions)

    def without(self, number: str) -> Target:
        """The target without the unit that new words bring themselves: "subsection 6 is added" names no place but its parent."""
        deepest = max(self.units, default=-1)
        left = [unit for unit in self.units.get(deepest, []) if unit.numbers[-1] != number or unit.others]
        units = {rank: units for rank, units in self.units.items() if rank != deepest}
        return Target(self.instrument, self.unknown, {**units, **({deepest: left} if left else {})}, self.schedule, self.divisions)

    @property
    def path(self) -> tuple[Unit, ...]:
        """One unit of each rank, the widest first."""
        return tuple(self.units[rank][0] for rank in sorted(self.units))

    @property
    def named_twice(self) -> bool:
        """Whether two different units of one rank are named, or several of a rank that others stand in."""
        path = self.path
        return any(len({unit.numbers for unit in units}) > 1 for units in self.units.values()) or any(unit.others for unit in path[:-1])

    @property
    def below(self) -> tuple[str, ...]:
        """Numbers below the section."""
        path = self.path
        if not path:
            return ()
        head = path[0].numbers[1:] if path[0].kind == "section" else path[0].numbers
        return (*head, *(number for unit in path[1:] for number in unit.numbers))


def units_named(words: str, grammar: Grammar) -> Target:
    """The units that some words name, whatever law they belong to."""
    plain = _ASIDE.sub(" ", grammar.law.sub(lambda law: " " if re.search(r"\d", law[0]) else law[0], MASKED.sub(" ", words)))
    target = Target()
    for unit in grammar.named_units(plain):
        deeper = unit.kind == "paragraph" and unit.numbers[0][0].isdigit() and not target.schedule and 1 not in target.units
        target.units.setdefault(1 if deeper else _RANK[unit.kind], []).append(unit)
    for match in LABELS.finditer(words):
        labels = tuple(f"“{label.strip(' ,.;').casefold()}" for label in match[1].split("|"))
        target.units.setdefault(_RANK["definition"], []).append(Unit("definition", labels[:1], labels[1:], False, match.span()))
    if schedule := grammar.schedule.search(plain):
        target.schedule = f"{schedule[0]}".lower()
    target.divisions = tuple(dict.fromkeys(" ".join(match[0].lower().split()) for match in grammar.division.finditer(plain)))
    return target


def sections_of(act: Instrument, target: Target) -> list[int]:
    """Places of the sections that a target names, in the order of the text; raises NotClear where one is not at hand."""
    if target.schedule:
        return [_schedule(act, target.schedule)]
    first = target.path[0]
    places = [_section(act, first.numbers[0])]
    if len(target.path) == 1 and len(first.numbers) == 1:
        places += [_section(act, number) for number in first.others]
    return list(range(places[0], places[-1] + 1)) if first.through and len(places) > 1 else places


def _section(act: Instrument, number: str) -> int:
    wanted = _bare(number)
    found = next((n for n, s in enumerate(act.sections) if _bare(s.eid or s.number) == wanted and not s.status), None)
    if found is None:
        raise NotClear(f"section {number} of {act.title} is not among the texts at hand")
    return found


def _bare(number: str) -> str:
    return re.sub(r"\.?[ºª°]+$", "", bare_number(number))


def _schedule(act: Instrument, named: str) -> int:
    number = named.split()[-1] if " " in named else ""
    word = named.split()[0].rstrip("s")
    found = [n for n, s in enumerate(act.sections) if s.number.lower().startswith(word)]
    if number:
        found = [n for n in found if re.search(rf"(?<!\w){re.escape(number)}(?!\w)", act.sections[n].number.lower())]
    if len(found) != 1:
        raise NotClear(f"{named} of {act.title} is not found once among the texts at hand")
    return found[0]


def division_of(act: Instrument, division: str) -> range:
    """Places of the sections of a Part or Chapter; raises NotClear where its bounds are not sure."""
    word, number = division.split()
    pattern = re.compile(rf"\W*(?:\w{{1,4}}\[)?\W*{re.escape(word)}\s+{re.escape(number)}(?!\w)", re.IGNORECASE)
    inside = [n for n, section in enumerate(act.sections) if pattern.match(section.chapter)]
    inside = [n for n in inside if act.sections[n].number[0].isdigit() == act.sections[inside[0]].number[0].isdigit()]  # no schedule
    if not inside or inside != list(range(inside[0], inside[-1] + 1)):
        raise NotClear(f"{division} of {act.title} is not found whole among the texts at hand")
    after = act.sections[inside[-1] + 1] if inside[-1] + 1 < len(act.sections) else None
    if after and after.chapter and word not in after.chapter.lower() and after.number[:1].isdigit():
        raise NotClear(f"{division} of {act.title} is not found whole among the texts at hand")
    return range(inside[0], inside[-1] + 1)


def stretches_of(section: Section, target: Target, lines: bool = False) -> list[tuple[int, int]]:
    """Where the units that a target names begin and end in their section's words; the whole section where it names none below it.

    `lines` says that a language counts every line as a passage of its own.
    """
    below = target.below
    if not below:
        return [(0, len(section.text))]
    last = target.path[-1]
    if lines and last.kind == "passage":
        return [_line(section, _stretch(section, below[:-1]) if below[:-1] else (0, len(section.text)), below[-1])]
    found = [_stretch(section, below)]
    found += [_stretch(section, (*below[:-1], other)) for other in last.others] if len(target.path) > 1 or len(last.numbers) > 1 else []
    return [(found[0][0], found[-1][1])] if last.through and len(found) > 1 else found


def _line(section: Section, within: tuple[int, int], passage: str) -> tuple[int, int]:
    """The line that a passage's number counts, the last one for 0."""
    found = [match.span() for match in re.finditer(r"[^\n]+\n?", section.text[within[0] : within[1]]) if match[0].strip()]
    place = int(passage[1:]) - 1
    if place >= len(found):
        raise NotClear(f"({passage}) is not found once in {section.citation_number}")
    start, end = found[place]
    return within[0] + start, within[0] + end


def _known(section: Section) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Numbers of each unit of a section, and the stretches that belong to it or only lead in to it."""
    known: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for provision in section.provisions:
        steps: list[str] = []
        for at, (kind, number) in enumerate(provision.path):
            if kind == "def":
                steps.append("“" + (provision.label or number.replace("-", " ")).casefold().lstrip("*_[ "))
            elif kind != "p":
                steps.append(number.lower())
            elif at == len(provision.path) - 1 and provision.kind != "limb":
                steps.append(_passage(section, provision, number))
        if "" in steps:
            continue
        for depth in range(1, len(steps) + 1):
            known.setdefault(tuple(steps[:depth]), []).extend(provision.stretches)
    return known


def _passage(section: Section, provision: Provision, number: str) -> str:
    """Step of a paragraph that is printed without a number, or with one like 4.ª; nothing where its place and its number differ."""
    head = _HEAD.match(section.text, provision.stretches[-1][0])
    if head and head[1] == number:
        return f"¶{number}."
    return "" if _HEAD.match(section.text, provision.stretches[0][0]) else f"¶{number}"


def _stretch(section: Section, numbers: tuple[str, ...]) -> tuple[int, int]:
    known = _known(section)
    paths = [path for path in known if path == numbers] or [path for path in known if path[-len(numbers) :] == numbers]
    paths = paths or [path for path in known if _in_order(numbers, path)]
    if not paths and numbers[-1].startswith("¶"):  # "the second paragraph" where it is printed with its number
        return _stretch(section, (*numbers[:-1], numbers[-1][1:]))
    if not paths and (*numbers[:-1], f"¶{numbers[-1]}.") in known:  # 4.ª, that is counted as a passage
        return _stretch(section, (*numbers[:-1], f"¶{numbers[-1]}."))
    if numbers[-1] == "¶0" or (numbers[-1] == "0" and not paths):
        raise NotClear(f"the last passage of {section.citation_number} is not counted by machine")
    printed = ")(".join(number.lstrip("“") for number in numbers)
    later = [start for start, _ in known.get(("2",), ()) if start]
    if not paths and numbers == ("1",) and later:  # the first of numbered paragraphs often bears no number
        return 0, min(later)
    if len(paths) != 1:
        raise NotClear(f"({printed}) is not found once in {section.citation_number}")
    own = rf"(?:{re.escape(bare_number(section.eid or section.number))}\.?\s?[—–-]*\s?)?"  # 5.—(1)
    label = numbers[-1].startswith("“")
    marker = re.compile(rf"\W{{0,8}}(?:\w{{1,4}}\[)?\W?{own}\W{{0,2}}{re.escape(numbers[-1])}\b", re.IGNORECASE)
    runs = sorted(set(known[paths[0]]))
    starts = [start for start, end in runs if marker.match(section.text[start:end])]
    if numbers[-1].startswith("¶"):
        starts = [max(first for first, _ in runs)] if len(paths[0]) > 1 else [runs[0][0]]
    if not starts and (label or runs[0][0] == 0) and len(paths[0]) == 1 + label * (len(paths[0]) - 1):
        starts = [runs[0][0]]
    if not starts:
        raise NotClear(f"the beginning of ({printed}) is not found in {section.citation_number}")
    start, depth, passage = starts[0], len(paths[0]), numbers[-1].startswith("¶")
    if label:
        own_words = [end for first, end in runs if first >= start]
        return start, max(own_words)
    others = [
        first
        for path, stretches in known.items()
        if path != paths[0] and path[:depth] != paths[0] and len(path) <= depth and path[-1].startswith("¶") <= passage
        for first, _ in stretches
        if first > start
    ]
    return start, min(others, default=len(section.text))


def _in_order(numbers: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a path ends in the last of some numbers and has the others on the way: a definition may stand in a subsection unnamed."""
    left = iter(path)
    return path[-1] == numbers[-1] and all(number in left for number in numbers)
