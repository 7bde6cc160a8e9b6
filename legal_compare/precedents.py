"""Turns what a bill leaves out into the provisions of other countries that have it: wording to draft from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from legal_compare.clauses import decisive
from legal_compare.criteria import Codebook
from legal_compare.evidence import Evidence
from legal_compare.findings import Finding

MOST = 3
"""Precedents for one element."""
FAR = 999
"""Place of a jurisdiction whose distance is not known: after all others."""


@dataclass(frozen=True)
class Precedent:
    """A provision of another country that has what the bill leaves out."""

    criterion: str
    element: str
    jurisdiction: str
    citation: str
    excerpt: str
    url: str
    as_of: str
    language: str


def precedents(
    gaps: Iterable[Finding], world: Iterable[Finding], book: Codebook, near: Mapping[str, int], language: str
) -> tuple[Precedent, ...]:
    """For each missing element the provisions that have it, those in the bill's language first, then nearest law.

    `near` is the place of each jurisdiction in the order of distance.
    """
    met = [finding for finding in world if finding.verdict == "met"]
    found: list[Precedent] = []
    for gap in gaps:
        sources = [f for f in met if f.criterion == gap.criterion and f.jurisdiction != gap.jurisdiction]
        for element in gap.missing or tuple(book.criterion(gap.criterion).elements):
            shown = [(f, next((e for e in f.evidence if e.match.element == element and e.excerpt), None)) for f in sources]
            ranked = sorted(
                ((f, e) for f, e in shown if e is not None),
                key=lambda pair: (_base(pair[1].instrument.language) != _base(language), near.get(pair[0].jurisdiction, FAR)),
            )
            found += [_precedent(gap.criterion, element, f, e) for f, e in ranked[:MOST]]
    return tuple(found)


def _base(language: str) -> str:
    return language.split("-")[0]


def _precedent(criterion: str, element: str, finding: Finding, one: Evidence) -> Precedent:
    instrument = one.instrument
    url = instrument.source.url if instrument.source.url.startswith(("http://", "https://")) else ""
    words = decisive(one.excerpt, one.match.start, one.match.end)
    return Precedent(criterion, element, finding.jurisdiction, one.citation, words, url, instrument.as_of, instrument.language)
