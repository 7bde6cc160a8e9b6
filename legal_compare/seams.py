"""Turns the joints between a lead-in and its later limbs into the TaggedSpans that cross them.

A section is tagged as printed, where "shall—" stands beside limb (a) alone. Read as law it stands beside (b) and (c)
as well; only the few words on either side of such a joint are tagged again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise

from legal_compare.statutes import Provision, Section
from legal_compare.tagging import UNSPACED, TaggedSpan, tagger

Seam = tuple[tuple[int, int], tuple[int, int]]
"""Two stretches of a section that a provision reads one after the other and the print holds apart."""

SIDE = 60
"""Characters read on each side of a joint: about nine words, as much as most wordings have on one side."""
_APART = "\n.\n"
"""Between two joints that are tagged together: a stop that no wording crosses."""


def seams_of(provision: Provision) -> Iterable[Seam]:
    """The joints of a provision whose sides do not stand side by side in print."""
    return ((one, next_one) for one, next_one in pairwise(provision.stretches) if not side_by_side(one, next_one))


def side_by_side(one: tuple[int, int], next_one: tuple[int, int]) -> bool:
    """Whether two stretches of a section touch in print, with no more than a line break between them."""
    return 0 <= next_one[0] - one[1] <= 1


def tag_seams(
    section: Section, seams: Iterable[Seam], language: str, names: AbstractSet[str] | None = None
) -> dict[Seam, tuple[TaggedSpan, ...]]:
    """Spans (of all terms or of some) that cross each joint, at offsets from the joint: below 0 in the words before it.

    The line break that stands for the joint is at -1, as between the stretches of a provision's text.
    """
    pieces: list[str] = []
    starts: list[int] = []
    joints: list[int] = []
    ordered = list(dict.fromkeys(seams))
    at = 0
    text = section.text
    for (first, before), (after, last) in ordered:
        left = text[_word_start(text, max(first, before - SIDE), first) : before]
        piece = f"{left}\n{text[after : _word_end(text, min(last, after + SIDE), last)]}{_APART}"
        starts.append(at)
        joints.append(at + len(left) + 1)
        pieces.append(piece)
        at += len(piece)
    found: dict[Seam, list[TaggedSpan]] = defaultdict(list)
    for span in tagger(language).tag("".join(pieces), joints, names) if ordered else ():
        place = bisect_right(starts, span.start) - 1
        joint = joints[place]
        if span.start < joint - 1 and joint < span.end:
            found[ordered[place]].append(TaggedSpan(span.term, span.start - joint, span.end - joint, span.text, span.wording))
    return {seam: tuple(spans) for seam, spans in found.items()}


def _word_start(text: str, at: int, least: int) -> int:
    """Where the word begins in which a place stands: half a word is none."""
    while at > least and _joined(text[at - 1 : at + 1]):
        at -= 1
    return at


def _word_end(text: str, at: int, most: int) -> int:
    while at < most and _joined(text[at - 1 : at + 1]):
        at += 1
    return at


def _joined(pair: str) -> bool:
    return not any(letter.isspace() or UNSPACED.match(letter) for letter in pair)
