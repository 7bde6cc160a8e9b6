"""Turns an act and an instruction whose target is known into the act's sections as they would stand.

New sections must be none that the text at hand has already: a revised text holds what an act has brought, and would count it twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from legal_compare.drafting import Drafting
from legal_compare.grammars import INSERT, OMIT, SUBSTITUTE, Grammar
from legal_compare.instructions import Instruction, repeals_whole
from legal_compare.lexicons import read_lexicon
from legal_compare.locating import ALREADY, NotClear, Target, division_of, sections_of
from legal_compare.numbering import LATIN
from legal_compare.readers.lines import Line
from legal_compare.readers.markdown import replace_provisions
from legal_compare.readers.structure import structure
from legal_compare.references import bare_number
from legal_compare.rewording import bare_words, edited
from legal_compare.statutes import ANNEX, Instrument, Section, split_heading


def changed_sections(
    grammar: Grammar, act: Instrument, instruction: Instruction, target: Target, piece: str, below: bool
) -> tuple[list[Section] | None, list[str], str]:
    """The act's sections as an instruction leaves them; None where the act goes whole. `below`: the new words are no section."""
    whole = not instruction.old and not instruction.anchor
    if not target.units and not target.schedule:
        if instruction.action == OMIT and whole and repeals_whole(piece, act.title, grammar):
            return None, [], f"{act.title} repealed"
        if whole and target.divisions:
            return _division(act, instruction, target)
        if instruction.action == INSERT and whole and not below and _made(instruction.new, act):
            return _inserted(act, instruction, [])
        raise NotClear("it does not say which section it changes")
    if target.schedule and whole and not target.units:
        return _schedule(act, instruction, target)
    places = sections_of(act, target)
    sections = list(act.sections)
    if whole and not target.below and not target.schedule:
        made = _made(instruction.new, act)
        if instruction.action == INSERT and not below and made and _fits(made[0], act.sections[places[0]], instruction.before):
            return _inserted(act, instruction, places)
        if instruction.action == INSERT and not instruction.at_end:
            raise NotClear("the new section has no number of its own")
        if instruction.action == OMIT or (instruction.action == SUBSTITUTE and made and _same(made[0], act.sections[places[0]])):
            return _exchanged(act, places, made)
        if instruction.action == SUBSTITUTE and len(places) > 1:
            raise NotClear("it names several units at once")
    for n in places:
        text = edited(sections[n], target, instruction, grammar, piece)
        sections[n] = _segmented(replace(sections[n], text=text), act.language)
    units = "".join(f"({number.lstrip('“')})" for number in target.below)
    return sections, [sections[n].address for n in places], f"{_several(sections, places)}{units} {act.title}"


def _exchanged(act: Instrument, places: list[int], made: list[Section]) -> tuple[list[Section], list[str], str]:
    """Whole sections that give way to new ones, or to none."""
    if made and places != list(range(places[0], places[-1] + 1)):
        raise NotClear("it names several units at once")
    left = [section for n, section in enumerate(act.sections) if n not in places]
    _refuse_known(made, left)
    gone = [act.sections[n] for n in places]
    if made and [bare_words(one.text) for one in made] == [bare_words(one.text) for one in gone]:
        raise NotClear(ALREADY)
    left[places[0] : places[0]] = made
    return left, [one.address for one in made or gone], f"{_several(act.sections, places)} {act.title}"


def _inserted(act: Instrument, instruction: Instruction, places: list[int]) -> tuple[list[Section], list[str], str]:
    """New sections beside the one that is named, or where their numbers belong."""
    made = _made(instruction.new, act)
    if not made:
        raise NotClear("the new section has no number of its own")
    _refuse_known(made, act.sections)
    first = _sort_key(made[0])
    counted = [n for n, section in enumerate(act.sections) if section.number[:1].isdigit() == made[0].number[:1].isdigit()]
    below = [n for n in counted if _sort_key(act.sections[n]) < first]
    at = places[0] + (not instruction.before) if places and not instruction.at_end else below[-1] + 1 if below else 0
    sections = [*act.sections[:at], *made, *act.sections[at:]]
    numbers = ", ".join(one.citation_number for one in made[:3]) + " …" * (len(made) > 3)
    return sections, [one.address for one in made], f"{numbers} {act.title}"


def _division(act: Instrument, instruction: Instruction, target: Target) -> tuple[list[Section], list[str], str]:
    """A Part or Chapter that is added, replaced or repealed with all its sections."""
    if instruction.action == INSERT:
        return _inserted(act, instruction, [])
    if len(target.divisions) > 1:
        raise NotClear("it names several units at once")
    inside = division_of(act, target.divisions[0])
    made = _made(instruction.new, act)
    if instruction.action == SUBSTITUTE and not made:
        raise NotClear("the new section has no number of its own")
    left = [*act.sections[: inside.start], *act.sections[inside.stop :]]
    _refuse_known(made, left)
    changed = [one.address for one in made] or [act.sections[n].address for n in inside]
    left[inside.start : inside.start] = made
    return left, changed, f"{target.divisions[0].capitalize()} {act.title}"


def _schedule(act: Instrument, instruction: Instruction, target: Target) -> tuple[list[Section], list[str], str]:
    """A schedule that is added, replaced or repealed."""
    lines = instruction.new.split("\n")
    printed = split_heading(lines[0]) if instruction.new else None
    made = []
    if printed:
        section = Section(act.title, act.stem, act.work, printed[0].capitalize(), printed[1], "\n".join(lines[1:]))
        made = [_segmented(section, act.language)]
    elif instruction.action != OMIT:
        raise NotClear("the new schedule has no number of its own")
    sections = list(act.sections)
    if instruction.action == INSERT:
        _refuse_known(made, sections)
        return [*sections, *made], [made[0].address], f"{made[0].number} {act.title}"
    place = sections_of(act, target)[0]
    changed = [made[0].address if made else sections[place].address]
    return [*sections[:place], *made, *sections[place + 1 :]], changed, f"{sections[place].number} {act.title}"


def _made(words: str, act: Instrument) -> list[Section]:
    """New sections out of quoted words."""
    lines = [Line(line, n) for n, line in enumerate(words.split("\n"), start=1) if line.strip()]
    lexicon = read_lexicon(act.language)
    found = structure(lines, act.title, act.stem, act.work, lexicon.drafting if lexicon else Drafting())
    return [one.section for one in found if one.section.number[0] != "¶" and not one.section.status]


def _segmented(section: Section, language: str) -> Section:
    lexicon = read_lexicon(language)
    return replace_provisions(section, lexicon.drafting if lexicon else Drafting())


def _several(sections: Sequence[Section], places: Sequence[int]) -> str:
    return ", ".join(sections[n].citation_number for n in places)


def _sort_key(section: Section) -> tuple[tuple[int, int, str], ...]:
    """Order of a section among those numbered like it: 5, 5 bis, 5A, 6."""
    parts = re.findall(r"(\d+)[\s.]?([^\W\d_]*)", bare_number(section.eid or section.number))
    return tuple((int(digits), LATIN.index(letters) + 1 if letters in LATIN else 0, letters) for digits, letters in parts)


def _fits(new: Section, old: Section, before: bool) -> bool:
    """Whether a new section's number can stand beside another's: 5A or 6 after 5, not the first of a numbered list."""
    first, second = _sort_key(old), _sort_key(new)
    return bool(first and second) and (second < first if before else first < second) and abs(second[0][0] - first[0][0]) <= 1


def _same(new: Section, old: Section) -> bool:
    """Whether new words begin with the number of the section that they replace; else they are its words without number."""
    first, second = _sort_key(old), _sort_key(new)
    return bool(first and second) and first[0][0] == second[0][0]


def _refuse_known(made: Sequence[Section], sections: Sequence[Section]) -> None:
    """New sections must not stand in the law at hand already: a revised text holds what an act has brought."""
    known = {_numbered(one) for one in sections}
    for one in made:
        if _numbered(one) in known:
            raise NotClear(f"{ALREADY}: it has {one.citation_number}")


def _numbered(section: Section) -> tuple[bool, str]:
    """Whether it is a schedule or the like, and its bare number: Schedule 2 is not section 2."""
    return bool(re.match(ANNEX, section.number, re.IGNORECASE)), bare_number(section.eid or section.number)
