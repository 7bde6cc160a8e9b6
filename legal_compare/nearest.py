"""Turns an absent or partial finding into the passages that came closest, so that a person can check in a minute.

Matches that were set aside come first, since only a cue or a tie speaks against them. The others are ranked by the
mean of three shares: of a rule's terms held in one provision (rare terms weigh more), of all the rules' terms held in
the section, and of likeness to the wording of the rule's examples. The choice was measured by benchmarks/nearest.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from math import log
from statistics import fmean

from rapidfuzz import fuzz

from legal_compare.assessment import assess
from legal_compare.criteria import Codebook, Criterion, Rule
from legal_compare.definitions import carried_definitions, carry
from legal_compare.evidence import Evidence
from legal_compare.findings import Finding
from legal_compare.lexicons import read_lexicon
from legal_compare.statutes import Instrument, Jurisdiction, Provision
from legal_compare.tagged_sections import Reading, TaggedSection
from legal_compare.tagging import Tagger

VOID = ("unread", "repealed", "struck-down", "not-commenced")
"""Sections of these statuses are not law and cannot come close to it."""

SHORTLIST = 40
"""Sections whose provisions are read one by one; the others hold too few of the terms to matter."""

COMPARED = 1500
"""Characters of a passage that are likened to the examples."""


@dataclass(frozen=True)
class NearMiss:
    """A passage that nearly showed an element, and what it lacks."""

    provision: Provision
    instrument: Instrument
    rule: str
    element: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str
    score: float

    @property
    def key(self) -> str:
        """`<file stem>#<section number as in its heading>`."""
        return self.provision.section.key


@dataclass(frozen=True)
class _Wanted:
    """A rule that has not fired, its terms without its phrases, and the words of its examples."""

    element: str
    rule: Rule
    items: tuple[frozenset[str], ...]

    @cached_property
    def examples(self) -> str:
        return " ".join(example.text for example in self.rule.examples)

    def lent(self, section: TaggedSection) -> frozenset[str]:
        """Terms that the section's heading or the instrument's title may supply."""
        return (_names(self.rule.heading) & section.heading_terms) | (_names(self.rule.title) & section.title_terms)


def nearest(
    jurisdiction: Jurisdiction, criterion: str, book: Codebook, limit: int = 5, finding: Finding | None = None
) -> tuple[NearMiss, ...]:
    """The best near misses for what a finding lacks, one a section; nothing where the criterion is met.

    Without `finding` the jurisdiction is assessed first, which is quick where its findings are remembered.
    """
    finding = finding or assess([jurisdiction], book).of(jurisdiction.code, criterion)
    if finding.verdict == "met":
        return ()
    known = book.criterion(criterion)
    wanted = tuple(_wanted(known, finding, book))
    shown = set(finding.provisions)
    best: dict[str, NearMiss] = {}
    for miss in _set_aside(finding.set_aside, {one.rule.id: one for one in wanted}):
        if miss.key not in shown and (miss.key not in best or best[miss.key].score < miss.score):
            best[miss.key] = miss
    if len(best) < limit:
        instruments = [i for i in jurisdiction.instruments if i.layer == finding.layer]
        tags = _narrow_taggers((i.language for i in instruments), wanted)
        read = [one for i in instruments if i.language in tags for one in _tagged(i, tags[i.language])]
        for miss in _ranked([one for one in read if one[1].section.key not in shown], wanted, book):
            best.setdefault(miss.key, miss)
    return tuple(sorted(best.values(), key=lambda miss: -miss.score)[:limit])


def _wanted(criterion: Criterion, finding: Finding, book: Codebook) -> Iterator[_Wanted]:
    """Rules of the elements that are missing; where nothing was found, of all elements."""
    for element, rule in criterion.rules():
        if element in finding.elements:
            continue
        if not finding.elements or element in finding.missing or not finding.missing:
            items = tuple(dict.fromkeys(leaf for item in rule.find for leaf in _leaves(item, book)))
            yield _Wanted(element, rule, items)


def _leaves(item: str, book: Codebook) -> Iterator[frozenset[str]]:
    """What a find-item asks for, its phrases opened: each leaf is a set of terms of which one suffices."""
    if item in book.phrases:
        for part in book.phrases[item].find:
            yield from _leaves(part, book)
        return
    names: set[str] = set()
    for name in item.split("|"):  # of a phrase among alternatives its last part, which names the thing
        names |= {name} if name not in book.phrases else list(_leaves(name, book))[-1]
    yield frozenset(names)


def _names(items: Iterable[str]) -> frozenset[str]:
    return frozenset(name for item in items for name in item.split("|"))


def _set_aside(evidence: Iterable[Evidence], wanted: dict[str, _Wanted]) -> Iterator[NearMiss]:
    """Matches with all their terms that a cue, an `unless` or a missing tie silenced: above all others."""
    for one in evidence:
        match = one.match
        if match.rule in wanted and match.suppressed:
            found = tuple(dict.fromkeys((*(span.term for span in match.spans), *match.from_heading)))
            likeness = _likeness(match.provision, wanted[match.rule])
            yield NearMiss(match.provision, one.instrument, match.rule, match.element, found, (), match.suppressed, 1 + likeness)


def _likeness(provision: Provision, wanted: _Wanted) -> float:
    return fuzz.token_set_ratio(provision.text[:COMPARED], wanted.examples) / 100


def _narrow_taggers(languages: Iterable[str], wanted: Sequence[_Wanted]) -> dict[str, Tagger]:
    """A tagger a language of the rules' terms only: a fraction of the cost of tagging everything again."""
    names = {name for one in wanted for item in one.items for name in item}
    lexicons = {language: lexicon for language in set(languages) if (lexicon := read_lexicon(language))}
    return {
        language: Tagger(replace(lexicon, terms={name: term for name, term in lexicon.terms.items() if name in names}, cues={}))
        for language, lexicon in lexicons.items()
    }


def _tagged(instrument: Instrument, tags: Tagger) -> Iterator[tuple[Instrument, TaggedSection]]:
    """The instrument's sections that hold any of the terms, those that its definitions carry among them."""
    named = replace(instrument, sections=())
    spans = {place: tags.tag(section.text) for place, section in enumerate(instrument.sections)}
    definitions = carried_definitions(instrument, spans, tags.lexicon)
    title_terms = frozenset(span.term for span in tags.tag(instrument.title))
    for place, section in enumerate(instrument.sections):
        if section.status in VOID:
            continue
        found = {(s.term, s.start, s.end): s for s in (*carry(section, definitions), *spans[place])}
        if found:
            heading_terms = frozenset(span.term for span in tags.tag(section.heading))
            ordered = tuple(sorted(found.values(), key=lambda s: (s.start, s.end)))
            yield named, TaggedSection(section, ordered, heading_terms, title_terms, tags.lexicon)


def _ranked(read: Sequence[tuple[Instrument, TaggedSection]], wanted: Sequence[_Wanted], book: Codebook) -> list[NearMiss]:
    """Near misses of the sections that hold most, best first."""
    weights = _Weights([section for _, section in read])
    shares = [[weights.share(one, section.terms | one.lent(section)) for one in wanted] for _, section in read]
    hopeful = nlargest(SHORTLIST, range(len(read)), key=lambda place: (max(shares[place]), sum(shares[place])))
    found = [miss for place in hopeful for miss in _near(*read[place], fmean(shares[place]), wanted, weights, book)]
    return sorted(found, key=lambda miss: -miss.score)


class _Weights:
    """How much a term says: one that stands in every section says little."""

    def __init__(self, sections: Sequence[TaggedSection]) -> None:
        self._sections = sections
        self._weights: dict[frozenset[str], float] = {}

    def of(self, item: frozenset[str]) -> float:
        """Logarithm of the share of sections without the item (inverse document frequency)."""
        if item not in self._weights:
            holding = sum(bool(item & section.terms) for section in self._sections)
            self._weights[item] = log(1 + (len(self._sections) + 1) / (holding + 1))
        return self._weights[item]

    def share(self, wanted: _Wanted, terms: frozenset[str]) -> float:
        """The share of a rule's terms, by weight, that stand among some terms."""
        return sum(self.of(item) for item in wanted.items if item & terms) / sum(self.of(item) for item in wanted.items)


def _near(
    instrument: Instrument, section: TaggedSection, whole: float, wanted: Sequence[_Wanted], weights: _Weights, book: Codebook
) -> Iterator[NearMiss]:
    """The best near miss that each kind of unit in a section gives; `whole` is the share that the section holds."""
    for kind in {one.rule.unit: None for one in wanted}:
        rules = [one for one in wanted if one.rule.unit == kind]
        best: tuple[float, Reading, _Wanted] | None = None
        for provision in section.section.provisions:
            if provision.kind != kind:
                continue
            reading = section.read(provision)
            terms = frozenset(reading.by_term)
            for one in rules:
                share = weights.share(one, terms | one.lent(section)) if terms else 0.0
                if share and (best is None or share > best[0]):
                    best = share, reading, one
        if best:
            share, reading, one = best
            yield _miss(instrument, reading, one, fmean([share, whole, _likeness(reading.provision, one)]), book)


def _miss(instrument: Instrument, reading: Reading, wanted: _Wanted, score: float, book: Codebook) -> NearMiss:
    present = frozenset(reading.by_term) | wanted.lent(reading.within)
    found = tuple(min(item & present) for item in wanted.items if item & present)
    missing = tuple("|".join(sorted(item)) for item in wanted.items if not item & present)
    reason = f"lacks {', '.join(missing)}" if missing else _why(reading.within, wanted.rule, book)
    return NearMiss(reading.provision, instrument, wanted.rule.id, wanted.element, found, missing, reason, score)


def _why(section: TaggedSection, rule: Rule, book: Codebook) -> str:
    """What else a rule wants of a passage that holds all its terms."""
    present = section.terms | section.heading_terms
    lacking = [name for name in rule.section if name not in book.phrases and not set(name.split("|")) & present]
    if lacking:
        return f"its section lacks {lacking[0]}"
    return "its terms stand too far apart" + (" or in another order" if rule.in_order else "")
