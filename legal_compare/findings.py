"""Turns a jurisdiction's tagged law into one Finding per criterion.

Order of verdicts: met, contrary, partial, absent, no-text; where laws disagree the first stands and the evidence
for the others is kept beside it. Coverage only separates absent from no-text; evidence always wins over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from legal_compare.confidence import confidence
from legal_compare.criteria import Codebook, Criterion
from legal_compare.evidence import Evidence
from legal_compare.lexicons import read_lexicon
from legal_compare.reading import ReadInstrument, read_instrument
from legal_compare.statutes import Jurisdiction
from legal_compare.ties import tied

LAYER_ORDER = ("in-force", "superseded", "proposed")
"""Layers in the order in which tables show the first that holds law."""


@dataclass(frozen=True)
class Finding:
    """The verdict on one criterion in one jurisdiction, with what shows it and what is missing."""

    jurisdiction: str
    criterion: str
    theme: str
    verdict: str
    layer: str
    coverage: str
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    elements: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    set_aside: tuple[Evidence, ...] = field(default=(), repr=False)
    confidence: float | None = None
    note: str = ""
    reviewed_by: str = ""
    """People whose answer the verdict is; empty where it is the tool's."""

    @cached_property
    def provisions(self) -> tuple[str, ...]:
        """Keys of the sections that hold the evidence, best first."""
        return tuple(dict.fromkeys(evidence.key for evidence in self.evidence))

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules that fired, best evidence first."""
        return tuple(dict.fromkeys(evidence.match.rule for evidence in self.evidence))

    def _repr_html_(self) -> str:
        from html import escape

        shown = "".join(
            f"<li>{escape(e.citation)}: {escape(e.excerpt[:300])} <code>{escape(e.match.rule)}</code></li>" for e in self.evidence[:3]
        )
        return f"<b>{escape(self.jurisdiction)} · {escape(self.criterion)}: {escape(self.verdict)}</b><ul>{shown}</ul>"


def assess_jurisdiction(
    jurisdiction: Jurisdiction,
    book: Codebook,
    layer: str | None = None,
    read: Sequence[ReadInstrument] | None = None,
    union: Sequence[ReadInstrument] = (),
    union_code: str = "",
) -> tuple[Finding, ...]:
    """One finding a criterion, in the order of the codebook.

    `layer` defaults to the first of LAYER_ORDER that holds an instrument. `union` holds the union's directly
    applicable instruments where they are to count.
    """  # fmt: skip
    layer = layer or first_layer(jurisdiction)
    jurisdiction = as_known_by(jurisdiction, layer)
    if read is None:
        read = [read_instrument(i, book) for i in jurisdiction.instruments if i.layer == layer]
    own = [r for r in read if r.instrument.layer == layer]
    rules = {rule.id: rule for criterion in book.criteria for _, rule in criterion.rules()}
    evidence = [*tied(own, rules, jurisdiction.code), *tied(union, rules, union_code)]
    by_criterion: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        by_criterion[one.match.criterion].append(one)
    coverage = theme_coverage(jurisdiction, book, by_criterion)
    unread = sorted({r.instrument.language for r in own if read_lexicon(r.instrument.language) is None})
    if unread:  # a language without a lexicon is law that was not read
        whole = all(read_lexicon(r.instrument.language) is None for r in own)
        coverage = {theme: "none" if whole else "partial" if level == "complete" else level for theme, level in coverage.items()}
    note = f"no lexicon for {', '.join(unread)}: those texts were not read" if unread else ""
    return tuple(
        _finding(criterion, jurisdiction, layer, coverage[criterion.theme], by_criterion.get(criterion.id, []), note)
        for criterion in book.criteria
    )


def first_layer(jurisdiction: Jurisdiction) -> str:
    """The first layer that holds law: in force, else superseded, else proposed."""
    layers = {instrument.layer for instrument in jurisdiction.instruments}
    return next((layer for layer in LAYER_ORDER if layer in layers), "in-force")


def as_known_by(jurisdiction: Jurisdiction, layer: str) -> Jurisdiction:
    """The jurisdiction with what is declared of one layer's law.

    What was declared to be read is the law of the first layer. Of another layer, say of bills, nobody declared anything: were
    the declaration to hold for it too, one bill would make every criterion it is silent on look searched and not found.
    """
    if layer == first_layer(jurisdiction):
        return jurisdiction
    return replace(jurisdiction, coverage={}, coverage_declared=False)


def theme_coverage(jurisdiction: Jurisdiction, book: Codebook, by_criterion: Mapping[str, Sequence[Evidence]]) -> dict[str, str]:
    """Coverage of each theme: as declared, else partial where the law at hand gives evidence in it, else none.

    Undeclared coverage is never complete. An instrument counts as chiefly about a theme when at least two of the
    theme's criteria find evidence in it.
    """
    found: dict[str, str] = {}
    for theme in book.themes:
        if jurisdiction.coverage_declared:
            found[theme] = jurisdiction.coverage.get(theme, "partial")
            continue
        criteria: dict[str, set[str]] = defaultdict(set)
        for criterion in (c for c in book.criteria if c.theme == theme):
            for one in by_criterion.get(criterion.id, ()):
                criteria[one.instrument.stem].add(criterion.id)
        found[theme] = "partial" if any(len(ids) >= 2 for ids in criteria.values()) else "none"
    return found


def _finding(criterion: Criterion, jurisdiction: Jurisdiction, layer: str, coverage: str, evidence: list[Evidence], note: str) -> Finding:
    kept = [one for one in evidence if not one.match.suppressed]
    elements = frozenset(one.match.element for one in kept)
    verdict = criterion.verdict_on(elements)
    if verdict == "absent" and coverage == "none":
        verdict = "no-text"
    if verdict in ("absent", "no-text"):
        kept, aside = [], [*evidence]
    else:
        aside = [one for one in evidence if one.match.suppressed]
    wanted = _elements_for(criterion, verdict, elements)
    missing = tuple(name for name in dict.fromkeys(criterion.verdict.met.names()) if name not in elements)
    if criterion.verdict.contrary and verdict == "met" and criterion.verdict.contrary.holds(elements):
        note = "another provision says the opposite; both are kept"
    finding = Finding(
        jurisdiction=jurisdiction.code,
        criterion=criterion.id,
        theme=criterion.theme,
        verdict=verdict,
        layer=layer,
        coverage=coverage,
        evidence=tuple(_ranked(kept, wanted)),
        elements=tuple(name for name in criterion.elements if name in elements),
        missing=missing if verdict != "met" else (),
        set_aside=tuple(aside),
        note=note,
    )
    return replace(finding, confidence=confidence(finding))


def _elements_for(criterion: Criterion, verdict: str, found: frozenset[str]) -> frozenset[str]:
    test = getattr(criterion.verdict, verdict, None) if verdict in ("met", "partial", "contrary") else None
    return frozenset(test.names()) & found if test else frozenset()


def _ranked(evidence: list[Evidence], wanted: frozenset[str]) -> list[Evidence]:
    """Evidence best first: each next section shows most of the elements not yet shown, then the strongest."""
    sections: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        sections[one.key].append(one)
    strength = {key: _strength(ones, wanted) for key, ones in sections.items()}
    open_elements = set(wanted)
    order: list[str] = []
    while len(order) < len(sections):
        rest = [key for key in sections if key not in order]
        best = max(rest, key=lambda key: (len({e.match.element for e in sections[key]} & open_elements), strength[key]))
        open_elements -= {e.match.element for e in sections[best]}
        order.append(best)
        if not open_elements:
            order.extend(sorted((key for key in rest if key != best), key=lambda key: -strength[key]))
            break
    return [one for key in order for one in sorted(sections[key], key=lambda e: _quality(e, wanted), reverse=True)]


def _strength(evidence: Iterable[Evidence], wanted: frozenset[str]) -> float:
    ones = list(evidence)
    rules = {one.match.rule for one in ones if one.match.element in wanted}
    return len(rules) + max(_quality(one, wanted) for one in ones)


def _quality(one: Evidence, wanted: frozenset[str]) -> float:
    match = one.match
    tight = 1 / (1 + (match.end - match.start) / 300)
    direct = 0.0 if match.from_heading or match.tied_to else 0.5
    return (2.0 if match.element in wanted else 0.0) + 0.25 * len(match.spans) + tight + direct
