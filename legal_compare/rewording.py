"""Turns the words of a section into what an instruction leaves of them: words exchanged, units added, replaced or taken out.

Words are exchanged only where they stand once, unless the instruction says that each place is meant.
"""

from __future__ import annotations

import re
from itertools import pairwise

from legal_compare.grammars import INSERT, MASKED, SUBSTITUTE, Grammar
from legal_compare.instructions import LABELS, Instruction
from legal_compare.locating import ALREADY, NotClear, Target, stretches_of
from legal_compare.numbering import LATIN
from legal_compare.statutes import Section

ENOUGH = 20
"""Letters that new words must have to be known again in a text that may hold them already."""
_NUMBERED = re.compile(
    r"\W{0,3}(\d+[^\W\d_]{0,3}|\w{1,3}(?=\))|(?:§|art\w*\.?|člen\w*|άρθρο)\s?\d+[^\W\d_]{0,3}(?:\s(?:" + "|".join(LATIN) + r"))?)(?!\w)",
    re.IGNORECASE,
)


def first_number(line: str) -> str:
    """The number that a line of new words begins with, as a unit is named: `(2A) ...` -> 2a."""
    match = _NUMBERED.match(line)
    return re.sub(r"^(?:§|art\w*\.?|člen\w*|άρθρο)\s?", "", match[1].lower()).strip() if match else ""


def edited(section: Section, target: Target, instruction: Instruction, grammar: Grammar, piece: str) -> str:
    """The section's words as an instruction would leave them; raises NotClear where the target is not found."""
    stretches = stretches_of(section, target, grammar.lines)
    if instruction.old or instruction.anchor:
        return _reworded(section.text, stretches, instruction, bool(grammar.everywhere.search(piece)))
    if instruction.action == INSERT:
        return _added(section, stretches, target, instruction, grammar, piece)
    text = section.text
    if instruction.action == SUBSTITUTE:
        return _replaced(text, stretches, target, instruction.new)
    if not any(bare_words(_MARKER.sub("", line, count=1)) for start, end in stretches for line in text[start:end].split("\n")):
        raise NotClear(ALREADY)  # a revised text keeps the number of what was taken out
    for start, end in sorted(stretches, reverse=True):
        text = f"{text[:start]}{text[end:]}"
    return text


_MARKER = re.compile(r"\W{0,3}(?:\d+[A-Z]{0,3}\.?\s?[—–-]+\s?)?(?:[FCSEMX]\d{1,3}\[)?\W{0,2}(?:\w{1,4}[).]|\w{1,4}(?=\])\])?\s*")
"""The number at the head of a unit, with a consolidator's marks."""
_EDITORIAL = re.compile(r"[FCSEMX]\d{1,3}\[|\^\d+|\W+")


def bare_words(words: str) -> str:
    """Words as they are compared with a revised text: letters and figures alone, without a consolidator's marks."""
    return _EDITORIAL.sub("", words).casefold()


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
    if bare_words(found) == bare_words(text):
        raise NotClear(ALREADY)
    return found


def _reworded(text: str, stretches: list[tuple[int, int]], instruction: Instruction, everywhere: bool) -> str:
    sought, new = instruction.old or instruction.anchor, instruction.new
    for start, end in sorted(stretches, reverse=True):
        there = [match.span() for match in _pattern(new).finditer(text, start, end)] if new else []
        found = [match.span() for match in _pattern(sought).finditer(text, start, end)]
        hits = [hit for hit in found if not any(first <= hit[0] and hit[1] <= last for first, last in there if instruction.old)]
        if there and (not hits or (instruction.anchor and _adjoin(text, hits[0], there))):
            raise NotClear(ALREADY)
        if not hits:
            raise NotClear(f"the words “{sought[:60]}” are not found there")
        if len(hits) > 1 and not everywhere:
            raise NotClear(f"the words “{sought[:60]}” stand there {len(hits)} times")
        for first, last in reversed(hits):
            if instruction.anchor:
                place = first if instruction.before else last
                text = _beside(text[:place], new, text[place:])
            else:
                text = text[:first] + new + text[last:]
    return text


def _adjoin(text: str, hit: tuple[int, int], there: list[tuple[int, int]]) -> bool:
    """Whether the new words stand beside their anchor already, with a consolidator's marks between."""
    return any(not bare_words(text[last : hit[0]] or text[hit[1] : first]) for first, last in there if last <= hit[0] or hit[1] <= first)


def _beside(left: str, words: str, right: str) -> str:
    """Words between two others, with a space where none is printed."""
    first = "" if words[:1] in ",.;:)" or not left or left[-1].isspace() else " "
    second = "" if not right or right[0].isspace() or right[0] in ",.;:)" else " "
    return f"{left}{first}{words}{second}{right}"


def _pattern(words: str) -> re.Pattern[str]:
    """Words as they may be spaced in print; never part of a longer word, where words are spaced at all."""
    edges = [r"(?<!\w)" if _SPACED.match(words) else "", r"(?!\w)" if _SPACED.match(words[-1:]) else ""]
    return re.compile(edges[0] + r"[\s*]+".join(map(re.escape, words.split())) + edges[1])


_SPACED = re.compile(r"[^\W_぀-ヿ一-龥가-힣]")


def _added(
    section: Section, stretches: list[tuple[int, int]], target: Target, instruction: Instruction, grammar: Grammar, piece: str
) -> str:
    """New words beside a unit, or at its end; a new definition without a place comes after the last one."""
    if len(stretches) > 1:
        raise NotClear("it names several units at once")
    text, (start, end), new = section.text, stretches[0], instruction.new
    if len(bare_words(new)) > ENOUGH and bare_words(new)[:200] in bare_words(text):
        raise NotClear(ALREADY)
    plain = MASKED.sub(" ", piece)
    if instruction.at_end and grammar.place.search(plain) and not LABELS.search(piece):
        defined = [provision.stretches[-1][1] for provision in section.provisions if provision.kind == "definition"]
        inside = [last for last in defined if start <= last <= end]
        end = max(inside, default=end)
    if grammar.start.search(plain):
        head = _MARKER.match(text, start, end)
        place = head.end() if head else start
        return _beside(text[:place], new, text[place:])
    if instruction.at_end and not first_number(new) and (new[:1].islower() or new[:1] in ",.;("):
        last = len(text[:end].rstrip())  # words, no unit of their own
        return _beside(text[:last], new, text[last:])
    place = start if instruction.before and not instruction.at_end else end
    return f"{text[:place].rstrip()}\n{new}\n{text[place:].lstrip()}".strip()
