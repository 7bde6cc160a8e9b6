"""Turns the occurrences of several items into those choices of one each that stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from legal_compare.tagging import TaggedSpan

Occurrence = tuple[int, int, tuple[TaggedSpan, ...]]
"""(start, end, spans) of a term or phrase in a provision's text."""


def bindings(items: list[list[Occurrence]], in_order: bool, near: int) -> Iterator[Occurrence]:
    """Choices of one occurrence an item that fit in `near` characters, in the order of the text."""
    if not all(items):
        return
    if in_order:
        for first in items[0]:
            chosen = [first]
            for later in items[1:]:
                follower = next((o for o in later if _follows(o, chosen[-1]) and o[1] <= first[0] + near), None)
                if follower is None:
                    break
                chosen.append(follower)
            else:
                yield chosen[0][0], chosen[-1][1], _merged(chosen)
        return
    for anchor in sorted({o[0] for occurrences in items for o in occurrences}):
        chosen = []
        for occurrences in items:
            fit = next((o for o in occurrences if o[0] >= anchor and o[1] <= anchor + near), None)
            if fit is None:
                break
            chosen.append(fit)
        else:
            if min(o[0] for o in chosen) == anchor:
                yield anchor, max(o[1] for o in chosen), _merged(chosen)


def _follows(later: Occurrence, before: Occurrence) -> bool:
    """Whether one stands after the other, or within its end: "conservent" binds and names the act, "hat Daten zu sichern" likewise."""
    return later[0] >= before[1] or (later[0] >= before[0] and later[1] >= before[1])


def _merged(chosen: Iterable[Occurrence]) -> tuple[TaggedSpan, ...]:
    spans = {(s.term, s.start, s.end): s for occurrence in chosen for s in occurrence[2]}
    return tuple(sorted(spans.values(), key=lambda s: (s.start, s.end)))
