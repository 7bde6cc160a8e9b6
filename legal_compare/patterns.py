"""Turns a wording's pieces into a Pattern: parts whose words stand in a row, and the gaps between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from legal_compare.lexicons import Piece
from legal_compare.slots import Run, Slots, Stretch

GAP_STOPS = frozenset(".;")
"""Tokens that a gap inside a wording never crosses."""

Loose = tuple[Piece, ...]
"""A part in which a word may be missing."""
Need = tuple[tuple[int, int, int], ...]
"""What a wording cannot do without: slots, each with its least and greatest distance in tokens from the first of them."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A wording as it is sought: one part more than there are gaps, each of at most so many tokens."""

    parts: tuple[Run | Loose, ...]
    gaps: tuple[int, ...]

    def found(self, words: Sequence[str], of: Callable[[Run | Loose], Sequence[Stretch]]) -> Sequence[Stretch]:
        """Where it stands, each part the nearest that follows the last; `of` tells where a part stands."""
        if not self.gaps:
            return of(self.parts[0])
        places = []
        for part in self.parts:
            if not (here := of(part)):
                return ()
            places.append(here)
        return [(begin, end) for begin, stop in places[0] if (end := self._end(stop, places, words)) is not None]

    def _end(self, stop: int, places: Sequence[Sequence[Stretch]], words: Sequence[str]) -> int | None:
        """Where it ends if its first part does at `stop`."""
        for following, gap in zip(places[1:], self.gaps, strict=True):
            at = bisect_left(following, (stop, 0))
            if at == len(following) or following[at][0] > stop + gap or not GAP_STOPS.isdisjoint(words[stop : following[at][0]]):
                return None
            stop = following[at][1]
        return stop


def pattern_of(pieces: Sequence[Piece], slots: Slots) -> Pattern:
    """The pattern of a wording, cut at its gaps."""
    parts: list[list[Piece]] = [[]]
    gaps: list[int] = []
    for piece in pieces:
        if not piece.gap:
            parts[-1].append(piece)
        elif gaps and all(one.optional for one in parts[-1]):  # gap, word?, gap: one wider gap
            gaps[-1] += piece.gap + len(parts[-1])
            parts[-1] = []
        else:
            gaps.append(piece.gap)
            parts.append([])
    return Pattern(tuple(_part(part, slots) for part in parts), tuple(gaps))


def _part(pieces: Sequence[Piece], slots: Slots) -> Run | Loose:
    if any(piece.optional for piece in pieces):
        return tuple(pieces)
    return Run(tuple(slots.number(piece.alternatives) for piece in pieces), pieces.index(max(pieces, key=length)))


def length(piece: Piece) -> int:
    """Letters of the shortest alternative: the more, the rarer, as far as length tells."""
    return min(len(one.strip("*")) for one in piece.alternatives)


def anchors(part: Loose) -> Sequence[Piece]:
    """The pieces of which a part cannot do without one: the rarest that must stand; any, where each may be missing."""
    firm = [piece for piece in part if not piece.optional]
    return [max(firm, key=length)] if firm else part


def need_of(pieces: Iterable[Piece], slots: Slots) -> Need:
    """What a wording cannot do without, its rarest piece first."""
    spots: list[tuple[int, int, Piece]] = []  # least and greatest offset from the start
    low = high = 0
    for piece in pieces:
        if not piece.gap and not piece.optional:
            spots.append((low, high, piece))
            low += 1
        high += piece.gap or 1
    rarest = max(spots, key=lambda spot: length(spot[2]))
    others = [spot for spot in spots if spot is not rarest]
    least, most, piece = rarest
    return (
        (0, 0, slots.number(piece.alternatives)),
        *((low - most, high - least, slots.number(other.alternatives)) for low, high, other in others),
    )
