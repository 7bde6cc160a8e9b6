"""Turns lines that were broken at the edge of a column into whole ones again.

Law is mostly printed one paragraph a line, so a line break means something; it means nothing only where the lines were filled up
to one width. That is told from the text: sentences go on over the breaks, and at each of these the next word had no room. Languages
written without spaces are left as they are: any sign has room where the next one has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from legal_compare.numbering import Marker, follows, read_markers

WIDEST = 120
"""Characters of a line in a column at most; longer lines are paragraphs."""
MOSTLY = 2 / 3
"""Share of the breaks inside sentences at which the next word must have had no room."""
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_WAITING = re.compile(
    r"(?:^|\s)(?:§§?|(?:nos?|nr|núm|arts?|artt|sec|ss?|reg|cl|para?|abs|bzw|vgl|čl|ods|odst|písm|párr|inc|li?t|let|stk?|jfr?|skv|sbr|kap|mom|lg"
    r"|αρ|άρθ|παρ|περ)\.|n\.º)\s*$",
    re.IGNORECASE,
)
"""The end of a line that waits for a number, whatever stop it ends with."""


def filled(text: str) -> str:
    """A text with the breaks of its column taken out, or as it was if it stands in none.

    >>> filled("A person who possesses\\nany child pornography\\ncommits an offence.")
    'A person who possesses any child pornography commits an offence.'
    """
    paragraphs = [paragraph.split("\n") for paragraph in _PARAGRAPH.split(text)]
    width = max(len(line) for lines in paragraphs for line in lines)
    if width > WIDEST or all(len(lines) == 1 for lines in paragraphs):
        return text
    breaks = [one for lines in paragraphs for one in _breaks(lines, width)]
    inside = [one for one in breaks if one.goes_on and not one.begins_anew]
    if not inside or sum(one.no_room for one in inside) < MOSTLY * len(inside):
        return text
    return "\n".join(line for lines in paragraphs for line in _joined(lines, width))


@dataclass(frozen=True)
class _Break:
    """Two lines that follow each other, and the markers of those around them."""

    before: str
    after: str
    width: int
    marked: Sequence[Sequence[Marker]]
    at: int

    @cached_property
    def no_room(self) -> bool:
        """Whether the first word of the second would have passed the edge on the first; a line of one word says nothing of that."""
        before, after = self.before.strip(), self.after.split()
        return bool(after) and " " in before and len(self.before.rstrip()) + 1 + len(after[0]) > self.width

    @cached_property
    def goes_on(self) -> bool:
        """Whether the first has not come to an end: no stop stands there."""
        before = self.before.rstrip()
        return bool(before) and (before[-1].isalnum() or before[-1] == "," or self._waits)

    @cached_property
    def begins_anew(self) -> bool:
        """Whether the second begins anew in any print: after an empty line, or with a number of a list."""
        before = self.before.rstrip()
        if not (before and self.after.strip()):
            return True
        return bool(self.marked[self.at]) and not self._waits and (not self.goes_on or self._in_a_list())

    @cached_property
    def _waits(self) -> bool:
        return _WAITING.search(self.before) is not None

    def _in_a_list(self) -> bool:
        """Whether the number goes on from one that begins a line before, or another from it: "section" and "5." alone is no list."""
        here = self.marked[self.at][0].readings
        others = [marker.readings for place, markers in enumerate(self.marked) if place != self.at for marker in markers[:1]]
        return any(
            one.list == other.list and (follows(one.order, other.order) or follows(other.order, one.order))
            for readings in others
            for other in readings
            for one in here
        )


def _breaks(lines: Sequence[str], width: int) -> list[_Break]:
    marked = [read_markers(line.lstrip())[1] if line.strip() else [] for line in lines]
    return [_Break(before, after, width, marked, at) for at, (before, after) in enumerate(pairwise(lines), start=1)]


def _joined(lines: Sequence[str], width: int) -> Iterator[str]:
    line = lines[0]
    for one in _breaks(lines, width):
        if not one.begins_anew and one.no_room:
            line = f"{line.rstrip()} {one.after.lstrip()}"
        else:
            yield line
            line = one.after
    yield line
