"""Parts sections that are printed under another's heading from the section whose heading it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from legal_compare.statutes import Section


def split_embedded(section: Section) -> Iterator[Section]:
    """Sections that are printed under another's heading, each with its true number in its address."""
    own = re.sub(r"\D*(\d+[A-Za-z]*).*", r"\1", section.number)
    starts = [(match, number) for match in EMBEDDED.finditer(section.text) if (number := _number_of(match)) != own and _close(number, own)]
    ends = [match.start() for match, _ in starts] + [len(section.text)]
    yield replace(section, text=section.text[: ends[0]].rstrip()) if starts else section
    for (match, number), end in zip(starts, ends[1:], strict=True):
        text = section.text[match.start() : end].rstrip()
        yield replace(section, text=text, eid=number, heading=match["heading"] or section.heading)


def _number_of(match: re.Match[str]) -> str:
    """The number of an embedded section: 22A, or the 210 a of `210. gr. a.`."""
    return match["number"] or match["article"].replace(". gr. ", " ")


EMBEDDED = re.compile(
    r"^(?:\d{1,2}\[)?(?P<number>\d+[A-Z]{0,3})\.\s+(?P<heading>[A-Z][^.\n]{2,110})\.\s?[—–-]{1,2}"
    r"|^\[*(?P<article>\d+\. gr\. [a-z])\.$",
    re.MULTILINE,
)
"""The number, and the heading if there is one, of a section that is printed under another's heading."""


def _close(number: str, own: str) -> bool:
    """Whether an embedded number plausibly follows the printed one (22A in 22, 2E in 2D, 23 in 22)."""
    mine, theirs = re.match(r"\d+", own), re.match(r"\d+", number)
    return mine is not None and theirs is not None and 0 <= int(theirs[0]) - int(mine[0]) <= 12
