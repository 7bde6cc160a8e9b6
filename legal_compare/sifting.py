"""Turns many Instruments into the Matches of rules, tagging only the provisions in which one could fire.

All sections are asked at once which rules could fire in them, then the provisions of those that are left; a rule that fires in what
was tagged is held against the whole section where it asks anything of it. So the matches are those of reading every word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

import numpy as np

from legal_compare.definitions import Carried, carried_definitions, carry
from legal_compare.lexicons import Lexicon
from legal_compare.matching import UNREAD, Matcher, Tried
from legal_compare.prefilter import NearSieve, Prefilter, ProvisionSieve, SectionSieve
from legal_compare.readers.markdown import clean
from legal_compare.referred import REFERRED_MATTER, referred
from legal_compare.statutes import Instrument, Provision, Section
from legal_compare.streams import Places, Rows
from legal_compare.tagged_sections import Match, RuleUse, TaggedSection
from legal_compare.tagging import TaggedSpan, in_order, narrow_tagger, tagger, terms_of


class Sifted:
    """Instruments of one language, of whose words only those are tagged that a rule could fire in. A row is a section."""

    def __init__(self, instruments: Sequence[Instrument], matcher: Matcher, lexicon: Lexicon, prefilter: Prefilter) -> None:
        self._instruments = instruments
        self._matcher = matcher
        self._lexicon = lexicon
        self._prefilter = prefilter
        self._tagger = tagger(lexicon.language)
        printed = [one.printed for one in instruments]
        self._sieve = SectionSieve(
            prefilter,
            [clean(words) if "\r" in words else words for sections in printed for _, words in sections],  # \r may end a line
            [heading for sections in printed for heading, _ in sections],
            [one.title for one in instruments],
            [len(sections) for sections in printed],
        )
        self._rows = [(act, place) for act, sections in enumerate(printed) for place in range(len(sections))]
        self._tagged = cache(self._tag_definitions)
        self._pointed = cache(lambda act: referred(instruments[act], lexicon, self._pointing[act]))
        self._title_terms = cache(lambda act: terms_of(self._tagger.tag(instruments[act].title)))

    @property
    def words(self) -> Sequence[int]:
        """Words of each instrument."""
        return self._sieve.words

    def read(self, tried: Tried) -> list[tuple[Match, ...]]:
        """The matches in each, suppressed ones too, of the rules that are tried in it."""
        where = {rule: self._sieve.of_acts(rule in rules for rules in tried) for rule in frozenset().union(*tried)}
        lendable = self._sieve.lendable
        could = self._sieve.possible(where, lendable)
        carried = self._carried(_any(could.values()), self._wanted((could, self._sieve.at_hand(where, lendable))))
        possible = self._sieve.possible(where, self._by_term(carried))
        found: list[list[Match]] = [[] for _ in self._instruments]
        for row, chosen in self._chosen(possible, self._by_term(carried)).items():
            act, _ = self._rows[row]
            uses = [use for use in self._matcher.uses if use.rule.id in tried[act]]
            found[act] += self._matches(row, chosen, uses, carried.get(row, ()))
        return [tuple(matches) for matches in found]

    def _section(self, row: int) -> Section:
        act, place = self._rows[row]
        return self._instruments[act].sections[place]

    def _wanted(self, could: Iterable[Mapping[str, Rows]]) -> dict[str, Rows]:
        """For each term that carries the sections in which a rule that is made of it could fire, or open the joints."""
        wanted = dict.fromkeys(self._prefilter.carrying, self._sieve.nowhere)
        for by_rule in could:
            for rule, rows in by_rule.items():
                for term in self._matcher.terms[rule] & wanted.keys():
                    wanted[term] = wanted[term] | rows
        return wanted

    def _carried(self, rows: Iterable[int], wanted: Mapping[str, Rows]) -> dict[int, tuple[TaggedSpan, ...]]:
        """Spans of defined expressions in some sections, of the terms that are wanted there, and of matter pointed at."""
        defining = self._places(self._sieve.printed(term) & self._sieve.beside(rows) for term, rows in wanted.items())
        definitions = cache(lambda act: self._definitions(act, defining[act]) if act in defining else ())
        found = {}
        for row in rows:
            act, place = self._rows[row]
            terms = {term for term, sections in wanted.items() if sections[row]}
            some = [one for one in definitions(act) if not terms.isdisjoint(one.terms)]
            if spans := (*(carry(self._section(row), some) if some else ()), *self._pointed(act).get(place, ())):
                found[row] = spans
        return found

    def _definitions(self, act: int, places: Iterable[int]) -> tuple[Carried, ...]:
        """The definitions of an instrument in some sections that carry terms."""
        return carried_definitions(self._instruments[act], {place: self._tagged(act, place) for place in places}, self._lexicon)

    def _tag_definitions(self, act: int, place: int) -> tuple[TaggedSpan, ...]:
        """Spans of the terms that carry in the definitions of a section."""
        section = self._instruments[act].sections[place]
        if not self._lexicon.drafting.may_define(section.text, section.heading):
            return ()
        within = _joined(stretch for one in section.provisions if one.kind == "definition" for stretch in one.stretches)
        return narrow_tagger(self._lexicon.language, self._prefilter.carrying).tag(section.text, within=within) if within else ()

    @cached_property
    def _pointing(self) -> Mapping[int, list[int]]:
        """The sections of each instrument that may point at what another describes."""
        return self._places([self._sieve.printed(REFERRED_MATTER)])

    def _places(self, rows: Iterable[Rows]) -> Mapping[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        for row in _any(rows):
            places[self._rows[row][0]].append(self._rows[row][1])
        return places

    def _by_term(self, carried: Mapping[int, Iterable[TaggedSpan]]) -> dict[str, Rows]:
        rows: dict[str, Rows] = defaultdict(self._sieve.nowhere.copy)
        for row, spans in carried.items():
            for span in spans:
                rows[span.term][row] = True
        return rows

    def _chosen(self, possible: Mapping[str, Rows], carried: Mapping[str, Rows]) -> dict[int, list[tuple[Provision, list[RuleUse]]]]:
        """By section the provisions in which the items of rules stand near enough, with these rules."""
        uses = [use for use in self._matcher.uses if use.rule.id in possible]
        provisions: list[Provision] = []
        rows: list[int] = []
        for row in _any(possible.values()):
            if self._section(row).status not in UNREAD:
                units = {use.rule.unit for use in uses if possible[use.rule.id][row]}
                some = [provision for provision in self._section(row).provisions if provision.kind in units]
                provisions += some
                rows += [row] * len(some)

        if not provisions:
            return {}

        def lent(use: RuleUse, at: Places) -> Callable[[str], Rows]:
            def of(item: str) -> Rows:
                free = (carried[term] for term in self._prefilter.terms[item] if term in carried)
                return _or([self._sieve.lent(use.rule, item), *free])[at]

            return of

        at = np.array(rows, np.int64)
        kinds = np.array([provision.kind for provision in provisions])
        whole = ProvisionSieve(self._prefilter, provisions)
        asked = {use.rule.id: possible[use.rule.id][at] & (kinds == use.rule.unit) for use in uses}
        holding = {use.rule.id: whole.holding(use.rule, asked[use.rule.id], lent(use, at)) for use in uses}
        left = np.array(_any(holding.values()), np.int64)
        near = NearSieve(self._prefilter, whole.read(left))
        chosen: dict[int, dict[int, list[RuleUse]]] = defaultdict(lambda: defaultdict(list))
        for use in uses:
            for number in left[near.near(use.rule, holding[use.rule.id][left], lent(use, at[left]))]:
                chosen[rows[number]][int(number)].append(use)
        return {
            row: [(provisions[number], fitting) for number, fitting in sorted(by_number.items())]
            for row, by_number in sorted(chosen.items())
        }

    def _matches(
        self, row: int, chosen: Sequence[tuple[Provision, list[RuleUse]]], tried: Sequence[RuleUse], carried: tuple[TaggedSpan, ...]
    ) -> Iterator[Match]:
        section = self._section(row)
        heading_terms = terms_of(self._tagger.tag(section.heading))
        title_terms = self._title_terms(self._rows[row][0])

        @cache
        def whole(names: frozenset[str] | None) -> TaggedSection:
            spans = in_order((*carried, *self._tagger.tag(section.text, names=names)))
            return TaggedSection(section, spans, heading_terms, title_terms, self._lexicon, names)

        names = self._names(use for _, uses in chosen for use in uses)
        provisions = tuple(provision for provision, _ in chosen)
        within = _joined(stretch for provision in provisions for stretch in provision.stretches)
        spans = in_order((*carried, *self._tagger.tag(section.text, names=names, within=within)))
        part = TaggedSection(section, spans, heading_terms, title_terms, self._lexicon, names, provisions)
        return self._matcher.matches_in(chosen, part, tried, whole)

    def _names(self, uses: Iterable[RuleUse]) -> frozenset[str] | None:
        """The terms that some rules are made of; none are left out where a heading alone may make a rule fire."""
        rules = [use.rule for use in uses]
        if any(all(item in rule.heading or item in rule.title for item in rule.find) for rule in rules):
            return None
        return frozenset().union(*(self._matcher.terms[rule.id] for rule in rules))


def _or(rows: Iterable[Rows]) -> Rows:
    first, *others = rows
    for one in others:
        first = first | one
    return first


def _any(rows: Iterable[Rows]) -> list[int]:
    """The numbers of the rows of which one of some things holds."""
    every = list(rows)
    return [int(row) for row in np.flatnonzero(_or(every))] if every else []


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in ascending order, those that overlap or touch made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
