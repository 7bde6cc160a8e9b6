"""Turns the words of a section into what an instruction leaves of them: words exchanged, units added, replaced or taken out.

Words are exchanged only where they stand once, unless the instruction says that each place is meant.
"""

from __future__ import annotations

import re
from itertools import pairwise

from legal_compare.grammars import INSERT, MASKED, SUBSTITUTE, Grammar
from legal_compare.instructions import LABELS, Instruction
from legal_compare.locating import ALREADY, NotClear, Target, stretches_of
from legal_compare.statutes import Section

_NUMBERED = re.compile(
    r"\W{0,3}(\d+[^\W\d_]{0,3}|\w{1,3}(?=\))|(?:§|art\w*\.?|člen\w*|άρθρο)\s?\d+[^\W\d_]{0,3}(?:\s(?:bis|ter|quater))?)(?!\w)",
    re.IGNORECASE,
)


def first_number(line: str) -> str:
    """The number that a line of new words begins with, as a unit is named: `(2A) ...` -> 2a."""
    match = _NUMBERED.match(line)
    return re.sub(r"^(?:§|art\w*\.?|člen\w*|άρθρο)\s?", "", match[1].lower()).strip() if match else ""


def edited(section: Section, target: Target, instruction: Instruction, grammar: Grammar, piece: str) -> str:
    """The section's words as an instruction would leave them; raises NotClear where the target is not found."""
    stretches = stretches_of(section, target)
    if instruction.old or instruction.anchor:
        return _reworded(section.text, stretches, instruction, bool(grammar.everywhere.search(piece)))
    if instruction.action == INSERT:
        return _added(section, stretches, target, instruction, grammar, piece)
    text = section.text
    if instruction.action == SUBSTITUTE:
        return _replaced(text, stretches, target, instruction.new)
    for start, end in sorted(stretches, reverse=True):
        text = f"{text[:start]}{text[end:]}"
    return text


def _replaced(text: str, stretches: list[tuple[int, int]], target: Target, new: str) -> str:
    """New words for units that stand side by side, or for each its own where the new words are numbered like them."""
    parts = [new]
    if any(first[1] != second[0] for first, second in pairwise(stretches)):
        numbers = (target.below[-1], *target.path[-1].others)
        starts = [match.start() for match in re.finditer(r"(?m)^.*$", new) if first_number(match[0]) in numbers]
        parts = [new[start:end].strip() for start, end in zip(starts, [*starts[1:], len(new)], strict=True)]
        if [first_number(part) for part in parts] != list(numbers) or len(parts) != len(stretches):
            raise NotClear("it names several units at once")
    else:
        stretches = [(stretches[0][0], stretches[-1][1])]
    found = text
    for (start, end), part in sorted(zip(stretches, parts, strict=True), reverse=True):
        found = f"{found[:start]}{part}\n{found[end:]}".strip()
    if found.split() == text.split():
        raise NotClear(ALREADY)
    return found


def _reworded(text: str, stretches: list[tuple[int, int]], instruction: Instruction, everywhere: bool) -> str:
    sought = instruction.old or instruction.anchor
    for start, end in sorted(stretches, reverse=True):
        hits = [match.span() for match in _pattern(sought).finditer(text, start, end)]
        if not hits:
            if instruction.new and _pattern(instruction.new).search(text, start, end):
                raise NotClear(ALREADY)
            raise NotClear(f"the words “{sought[:60]}” are not found there")
        if len(hits) > 1 and not everywhere:
            raise NotClear(f"the words “{sought[:60]}” stand there {len(hits)} times")
        for first, last in reversed(hits):
            if instruction.anchor:
                place = first if instruction.before else last
                text = f"{text[:place]} {instruction.new} {text[place:]}"
            else:
                text = text[:first] + instruction.new + text[last:]
    return text


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"[\s*]+".join(map(re.escape, words.split())))


def _added(
    section: Section, stretches: list[tuple[int, int]], target: Target, instruction: Instruction, grammar: Grammar, piece: str
) -> str:
    """New words beside a unit, or at its end; a new definition without a place comes after the last one."""
    if len(stretches) > 1:
        raise NotClear("it names several units at once")
    text, (start, end) = section.text, stretches[0]
    number = first_number(instruction.new)
    siblings = {provision.path[-1][1].lower() for provision in section.provisions if provision.path and start <= provision.stretches[-1][0]}
    if number and number in siblings and not instruction.old and _pattern(instruction.new[:60]).search(text):
        raise NotClear(ALREADY)
    if instruction.at_end and grammar.place.search(MASKED.sub(" ", piece)) and not LABELS.search(piece):
        defined = [provision.stretches[-1][1] for provision in section.provisions if provision.kind == "definition"]
        inside = [last for last in defined if start <= last <= end]
        end = max(inside, default=end)
    place = start if instruction.before and not instruction.at_end else end
    return f"{text[:place].rstrip()}\n{instruction.new}\n{text[place:].lstrip()}".strip()
