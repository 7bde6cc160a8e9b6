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
from legal_compare.criteria import Codebook, Criterion, Rule
from legal_compare.definitions import labels_built_on, uses
from legal_compare.foregoing import meant
from legal_compare.lexicons import read_lexicon
from legal_compare.reading import ReadInstrument, read_instrument
from legal_compare.references import UNDER_THIS_INSTRUMENT, bare_number, cited_numbers, named_instruments
from legal_compare.statutes import Instrument, Jurisdiction, Section
from legal_compare.tagged_sections import Match
from legal_compare.tagging import narrow_tagger

LAYER_ORDER = ("in-force", "superseded", "proposed")
"""Layers in the order in which tables show the first that holds law."""

ROUNDS = 3
"""How often ties are followed: evidence found through a tie may itself be what another rule is tied to."""


@dataclass(frozen=True)
class Evidence:
    """A match that supports a finding, with the instrument and the jurisdiction whose law it is."""

    match: Match
    instrument: Instrument
    owner: str

    @property
    def key(self) -> str:
        """`<file stem>#<section number as in its heading>`."""
        return self.match.provision.section.key

    @property
    def citation(self) -> str:
        """The provision's citation for people."""
        return self.match.provision.citation

    @property
    def excerpt(self) -> str:
        """The provision's words, read with their lead-in."""
        return self.match.provision.text


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
    evidence = [*_tied(own, rules, jurisdiction.code), *_tied(union, rules, union_code)]
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


def _tied(read: Sequence[ReadInstrument], rules: Mapping[str, Rule], owner: str) -> list[Evidence]:
    """Evidence of all instruments, with the rules that need a tie kept only where one is found."""
    free: list[Evidence] = []
    waiting: list[Evidence] = []
    for one in read:
        named = replace(one.instrument, sections=())  # evidence travels without the rest of its instrument
        for match in one.matches:
            rule = rules[match.rule]
            (waiting if rule.linked_to or rule.used_by else free).append(Evidence(match, named, owner))
    instruments = [one.instrument for one in read]
    labels = _Labels(instruments)
    kept = list(free)
    for _ in range(ROUNDS):
        ties = _Ties(kept, instruments, labels)
        still: list[Evidence] = []
        gained = []
        for evidence in waiting:
            tie = "" if evidence.match.suppressed else ties.of(evidence, rules[evidence.match.rule])
            if tie:
                gained.append(replace(evidence, match=replace(evidence.match, tied_to=tie)))
            else:
                still.append(evidence)
        kept += gained
        waiting = still
        if not gained:
            break
    aside = [
        e if e.match.suppressed else replace(e, match=replace(e.match, suppressed="not tied to these offences or duties")) for e in waiting
    ]
    return [*kept, *aside]


class _Labels:
    """Which sections use an expression that an instrument defines, or one whose definition rests on it; each is looked for once."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._instruments = {instrument.stem: instrument for instrument in instruments}
        self._built_on: dict[tuple[str, str], tuple[str, ...]] = {}
        self._used: dict[tuple[int, str], bool] = {}

    def used(self, stem: str, label: str, section: Section, endings: tuple[str, ...]) -> bool:
        """Whether a section of an instrument uses it; without a label every section does."""
        return any(self._uses(section, one, endings) for one in self._built(stem, label, endings))

    def _built(self, stem: str, label: str, endings: tuple[str, ...]) -> tuple[str, ...]:
        if (stem, label) not in self._built_on:
            self._built_on[stem, label] = labels_built_on(self._instruments[stem], label, endings) if label else ("",)
        return self._built_on[stem, label]

    def _uses(self, section: Section, label: str, endings: tuple[str, ...]) -> bool:
        if (id(section), label) not in self._used:
            self._used[id(section), label] = uses(section.text, label, endings)
        return self._used[id(section), label]


class _Ties:
    """Where evidence for each criterion stands, and how other provisions speak of it."""

    def __init__(self, evidence: Iterable[Evidence], instruments: Sequence[Instrument], labels: _Labels) -> None:
        self.instruments = instruments
        self.labels = labels
        self.sections: dict[str, dict[str, dict[str, Section]]] = defaultdict(lambda: defaultdict(dict))
        for one in evidence:
            if not one.match.suppressed:
                section = one.match.provision.section
                number = bare_number(section.eid or section.number)
                self.sections[one.match.criterion][one.instrument.stem][number] = section

    def of(self, evidence: Evidence, rule: Rule) -> str:
        """How the provision is tied to evidence for one of the rule's criteria; empty where it is not."""
        if rule.used_by:
            return self._used(evidence, rule.used_by)
        return next((tie for criterion in rule.linked_to if (tie := self._link(evidence, criterion))), "")

    def _used(self, evidence: Evidence, criteria: Iterable[str]) -> str:
        stem, own = evidence.instrument.stem, evidence.match.provision.section
        endings = lexicon.endings if (lexicon := read_lexicon(evidence.instrument.language)) else ()
        label = evidence.match.provision.label
        for criterion in criteria:
            for section in self.sections[criterion][stem].values():
                if section is own or self.labels.used(stem, label, section, endings):
                    return section.key
        return ""

    def _whole(self, stem: str) -> Instrument:
        """The instrument with its sections, which evidence travels without."""
        return next(one for one in self.instruments if one.stem == stem)

    def _link(self, evidence: Evidence, criterion: str) -> str:
        here = self.sections[criterion].get(evidence.instrument.stem, {})
        section = evidence.match.provision.section
        lexicon = read_lexicon(evidence.instrument.language)
        if lexicon is None:
            return ""
        same = here.get(bare_number(section.eid or section.number))
        if same is not None:
            return same.key
        text = evidence.match.provision.text
        cited = cited_numbers(text, lexicon, section.number) if here else ()
        if first := next((one for number, one in here.items() if number in cited), None):
            return first.key
        if here and narrow_tagger(lexicon.language, frozenset({UNDER_THIS_INSTRUMENT})).tag(text):
            return f"{evidence.instrument.stem}: this instrument"
        before = meant(self._whole(evidence.instrument.stem), section, text, lexicon) if here else None
        if before is not None and here.get(bare_number(before.eid or before.number)) is before:
            return before.key
        others = [i for i in self.instruments if i.stem != evidence.instrument.stem and self.sections[criterion].get(i.stem)]
        named = named_instruments(text, others) if others else frozenset()
        return f"{min(named)}: named" if named else ""
