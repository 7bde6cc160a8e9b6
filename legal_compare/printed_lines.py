"""Turns the printed words of a section into the lines that count as law, each with the markers of lists that it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legal_compare.drafting import QUOTE, Drafting
from legal_compare.embedded import EMBEDDED
from legal_compare.numbering import EDITORIAL, Marker, read_markers, run_on
from legal_compare.statutes import Section

UNREAD_LINE = re.compile(r"^\s*\[(?:Footnote|Editorial|Note)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line that counts as law: its offsets, its markers, and where its words begin after them."""

    start: int
    end: int
    words: int = 0
    markers: tuple[Marker, ...] = ()


def read_lines(section: Section, printed: Iterable[re.Match[str]], drafting: Drafting) -> Iterator[Line]:
    """The printed lines of a section, parted where an item or a definition begins inside one, with their markers."""
    for place, (start, end) in enumerate(_lines(printed, drafting)):
        line = section.text[start:end]
        at, markers = read_markers(line, 0 if place else _own_number(line, section))
        yield Line(start, end, at, tuple(markers))


def printed_lines(text: str, drafting: Drafting) -> Iterator[re.Match[str]]:
    """The printed lines that count as law, without the white space around them."""
    for match in re.finditer(r"[^\s\n](?:[^\n]*\S)?", text):
        if not UNREAD_LINE.match(match[0]) and not drafting.note(match[0]):
            yield match


def _lines(printed: Iterable[re.Match[str]], drafting: Drafting) -> Iterator[tuple[int, int]]:
    """(start, end) of each line, and of each item or definition that begins inside a line."""
    for match in printed:
        line = match[0]
        cuts = _cuts(line, drafting)
        if not cuts:
            yield match.span()
            continue
        cuts.insert(0, 0)
        for cut, after in zip(cuts, [*cuts[1:], len(line)], strict=True):
            piece = line[cut:after]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield match.start() + cut + lead, match.start() + cut + len(piece.rstrip())


_QUOTED_AFTER = re.compile(rf"[;:—–\-.)]\s*{EDITORIAL}\s*{QUOTE.pattern}")
"""A quotation after the end of a clause, where a definition may begin: sought first, since few lines have one."""


def _cuts(line: str, drafting: Drafting) -> list[int]:
    """Offsets at which definitions, or items of a list, begin inside a line."""
    found: list[int] = []
    if drafting.entry is not None and len(line) > 60 and _QUOTED_AFTER.search(line):
        for match in drafting.entry.finditer(line):
            before = line[: match.start()].rstrip()
            if before and before[-1] in ";:—–-.)" and match.start() - (found[-1] if found else 0) > 20:
                found.append(match.start())
    items = run_on(line, drafting.inline_lists)
    if items and drafting.inline_lists:
        closing = drafting.closing_within(line, items[-1])
        sentence = re.compile(r"(?<=[^\W\d]\.) (?=[A-ZÅÄÖÆØ])").search(line, items[-1])
        items += [at for at in (closing, sentence.start() if sentence else -1) if at > 0]
    return sorted({*found, *items}) if items else found


def _own_number(line: str, section: Section) -> int:
    """Length of the section's own number that a line repeats before its first marker: `3.—(1)`, `22A. Heading.—(1)`."""
    bare = re.sub(r"^\D+", "", section.number)
    if section.eid:
        match = EMBEDDED.match(line)
    elif bare and bare in line and "(" in line:  # spares most of the patterns, which are made for one section each
        word = r"(?:§+\s*|Section\s+|Art\w*\.?\s+)?"
        match = re.match(rf"{EDITORIAL}{word}{re.escape(bare)}\.?\s?[—–-]*\s*(?={EDITORIAL}\()", line)
    else:
        return 0
    return match.end() if match else 0
