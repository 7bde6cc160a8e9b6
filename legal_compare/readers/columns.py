"""Turns lines that were broken at the edge of a column into whole ones again.

Law is mostly printed one paragraph a line, so a line break means something; it means nothing only where the lines were filled up
to one width. That is told from the text: at each break the next word had no room, and sentences go on over the breaks. Languages
written without spaces are left as they are: any sign has room where the next one has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from legal_compare.numbering import read_markers

WIDEST = 120
"""Characters of a line in a column at most; longer lines are paragraphs."""
MOSTLY = 2 / 3
"""Share of the breaks in a text at which the next word must have had no room."""
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def filled(text: str) -> str:
    """A text with the breaks of its column taken out, or as it was if it stands in none.

    >>> filled("A person who possesses\\nany child pornography\\ncommits an offence.")
    'A person who possesses any child pornography commits an offence.'
    """
    paragraphs = [paragraph.split("\n") for paragraph in _PARAGRAPH.split(text)]
    width = max(len(line) for lines in paragraphs for line in lines)
    breaks = [(before, after, _no_room(before, after, width)) for lines in paragraphs for before, after in _breaks(lines)]
    full = [(before, after) for before, after, no_room in breaks if no_room]
    if width > WIDEST or not any(_goes_on(*one) for one in full) or len(full) < MOSTLY * len(breaks):
        return text
    return "\n".join(line for lines in paragraphs for line in _joined(lines, width))


def _breaks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Lines and those after them, but for breaks that any print makes."""
    return ((before, after) for before, after in pairwise(lines) if not _stands_alone(before, after))


def _stands_alone(before: str, after: str) -> bool:
    """Whether a line begins anew in any print: after an empty one, or with a number of a list, which the number after "§" is not."""
    if not (before.strip() and after.strip()):
        return True
    return not before.rstrip().endswith("§") and bool(read_markers(after.lstrip())[1])


def _no_room(before: str, after: str, width: int) -> bool:
    """Whether the first word of a line would have passed the edge on the line before."""
    return len(before.rstrip()) + 1 + len(after.split()[0]) > width


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence plainly goes on over a break; a section sign waits for its number."""
    return before.rstrip()[-1] == "§" or (before.rstrip()[-1].isalpha() and after.lstrip()[0].islower())


def _joined(lines: list[str], width: int) -> Iterator[str]:
    line = lines[0]
    for before, after in pairwise(lines):
        if not _stands_alone(before, after) and _no_room(before, after, width):
            line = f"{line.rstrip()} {after.lstrip()}"
        else:
            yield line
            line = after
    yield line
