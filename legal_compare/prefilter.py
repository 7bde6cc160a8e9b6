"""Turns the words of many sections into the rules that could fire in each, before anything is tagged.

A rule needs all of its items, an item one of its terms, a term one of its wordings, and a wording all of its tokens within a few
tokens of one another. Each of these is a question to all sections at once, answered with one truth value a section; what a section
lacks, no rule can find there. The provisions of the sections that are left are asked the same, and whether the items stand as near
as the rule wants them. Every answer errs towards yes: spaCy reads what is left, and finds all that it would have found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, reduce
from operator import and_, or_

import numpy as np
from scipy import sparse

from legal_compare.criteria import Codebook, Rule
from legal_compare.matching import Alternatives, alternatives
from legal_compare.patterns import Need
from legal_compare.referred import MATERIAL, REFERRED_MATTER
from legal_compare.statutes import Provision
from legal_compare.streams import APART, NOWHERE, Places, Rows, Stream, Vocabulary
from legal_compare.tagged_sections import RuleUse
from legal_compare.tagging import Tagger

Of = Callable[[str], Rows]
"""Tells of a term which rows have it."""


class Prefilter:
    """Rules in one language, told from the tokens that they need."""

    def __init__(self, tagger: Tagger, book: Codebook, uses: Iterable[RuleUse]) -> None:
        self.uses = tuple(uses)
        self.book = book
        self._reach = tagger.lexicon.reach
        self.carrying = frozenset(name for name, term in tagger.lexicon.terms.items() if term.carries)
        items = {item for use in self.uses for item in (*use.rule.find, *use.rule.section)}
        self.items: dict[str, Alternatives] = {item: alternatives(item, book) for item in items}
        self.terms: dict[str, frozenset[str]] = {item: frozenset(_terms(self.items[item])) for item in items}
        """The terms that an item and the phrases in it are made of."""
        wanted = self.carrying.union({REFERRED_MATTER}, *self.terms.values())
        self.needs: dict[str, tuple[Need, ...]] = {term: tuple(tagger.needs.get(term, ())) for term in wanted}
        self._vocabulary = Vocabulary(tagger, (need for needs in self.needs.values() for need in needs))

    def distance(self, near: int) -> int:
        """Characters within which a rule or phrase of that nearness looks in this language."""
        return int(near * self._reach)

    def stream(self, texts: Sequence[str]) -> Stream:
        """Some texts as tokens."""
        return Stream(self._vocabulary, texts)


class SectionSieve:
    """The sections of some instruments, one a row, and the rules that could fire in them."""

    def __init__(
        self, prefilter: Prefilter, texts: Sequence[str], headings: Sequence[str], titles: Sequence[str], acts: Sequence[int]
    ) -> None:
        """`titles` are those of the instruments, `acts` how many sections each has."""
        self._prefilter = prefilter
        self._stream = prefilter.stream(texts)
        self._headings = prefilter.stream(headings)
        self._titles = prefilter.stream(titles)
        self._acts = np.array(acts, np.int64)
        self._owner = np.repeat(np.arange(len(titles)), self._acts)
        self.printed = cache(self._in_print)
        """Sections in whose words a term may stand in print."""
        self._joined = cache(self._in_print_or_across)
        self._headed = cache(lambda term: self._headings.holding(prefilter.needs.get(term, ())))
        self._titled = cache(lambda term: self._titles.holding(prefilter.needs.get(term, ()))[self._owner])
        self.nowhere: Rows = np.zeros(len(texts), bool)

    @cached_property
    def words(self) -> list[int]:
        """Words of each instrument."""
        return [int(count) for count in np.bincount(self._owner, self._stream.words, len(self._acts))]

    def _in_print(self, term: str) -> Rows:
        return self._stream.holding(self._prefilter.needs.get(term, ()))

    def _in_print_or_across(self, term: str) -> Rows:
        """The same, and those in which a lead-in and a later limb, held apart in print, may make the term together."""
        printed = self.printed(term)
        return printed | self._stream.across(self._prefilter.needs.get(term, ()), self._opened & ~printed)

    @cached_property
    def _opened(self) -> Rows:
        """The sections whose joints some rule, wherever it is tried, may open."""
        everywhere = dict.fromkeys((use.rule.id for use in self._prefilter.uses), ~self.nowhere)
        return reduce(or_, self.at_hand(everywhere, self.lendable).values(), self.nowhere)

    def of_acts(self, acts: Iterable[bool]) -> Rows:
        """The sections of some of the instruments."""
        return np.fromiter(acts, bool)[self._owner]

    def beside(self, rows: Rows) -> Rows:
        """The sections of the instruments that have some of these sections."""
        return self.of_acts(np.bincount(self._owner[rows], minlength=len(self._acts)) > 0)

    @cached_property
    def lendable(self) -> dict[str, Rows]:
        """For each term the sections to which a definition in the same instrument, or a section that they point at, could lend it."""
        lent = {term: self.beside(rows) for term in self._prefilter.carrying if (rows := self.printed(term)).any()}
        lent[MATERIAL] = lent.get(MATERIAL, self.nowhere) | self.printed(REFERRED_MATTER)
        return lent

    def lent(self, rule: Rule, item: str) -> Rows:
        """Sections whose heading or instrument's title may lend an item to a rule."""
        rows = self.nowhere
        for name in item.split("|"):
            rows = rows | self._headed(name) if item in rule.heading else rows
            rows = rows | self._titled(name) if item in rule.title else rows
        return rows

    def at_hand(self, tried: Mapping[str, Rows], carried: Mapping[str, Rows]) -> dict[str, Rows]:
        """For each rule the sections that have in print, or are lent by definitions, all that it needs beside heading and title."""
        printed = cache(lambda item: self._having(item, self.printed, carried))
        rules = [use.rule for use in self._prefilter.uses if use.rule.id in tried]
        beside = {rule.id: [item for item in rule.find if item not in rule.heading and item not in rule.title] for rule in rules}
        return {rule: _all(tried[rule], map(printed, items)) for rule, items in beside.items()}

    def possible(self, tried: Mapping[str, Rows], carried: Mapping[str, Rows]) -> dict[str, Rows]:
        """For each rule the sections in which it could fire, of those in which it is tried and definitions lend some terms.

        Joints between a section's provisions are looked at only where some rule has all of its own words in print.
        """
        opened = reduce(or_, self.at_hand(tried, carried).values(), self.nowhere)
        joined = cache(lambda item: self._having(item, self._joined, carried))
        found = {}
        for use in self._prefilter.uses:
            rule = use.rule
            if rule.id in tried:
                rows = _all(opened & tried[rule.id], (joined(item) | self.lent(rule, item) for item in rule.find))
                wanted = (reduce(or_, map(self._headed, self._prefilter.terms[item]), joined(item)) for item in rule.section)
                rows = _all(rows, wanted)
                if rows.any():
                    found[rule.id] = rows
        return found

    def _having(self, item: str, of: Of, carried: Mapping[str, Rows]) -> Rows:
        return _rows(self._prefilter.items[item], lambda term: of(term) | carried[term] if term in carried else of(term))


class ProvisionSieve:
    """Provisions, one a row, and the rules whose tokens they hold, wherever these stand. Limbs share their lead-in, which is read once."""

    def __init__(self, prefilter: Prefilter, provisions: Sequence[Provision]) -> None:
        self._prefilter = prefilter
        numbers: dict[tuple[int, int, int], int] = {}
        texts: list[str] = []
        made_of: list[int] = []
        for provision in provisions:
            for first, last in provision.stretches:
                key = (id(provision.section), first, last)
                if key not in numbers:
                    numbers[key] = len(texts)
                    texts.append(provision.section.text[first:last])
                made_of.append(numbers[key])
        self._stream = stream = prefilter.stream(texts)
        many = [len(provision.stretches) for provision in provisions]
        self._made_of = np.split(np.array(made_of, np.int64), np.cumsum(many)[:-1])
        ends = np.cumsum([0, *many])
        parts = sparse.csr_array((np.ones(len(made_of), np.int32), np.array(made_of, np.int32), ends), shape=(len(provisions), len(texts)))
        held = (parts @ stream.held).tocsc()
        self._filled = cache(lambda slot: stream.filled_in(held, slot))
        self._nowhere: Rows = np.zeros(len(provisions), bool)
        self._term = cache(self._holding)

    def holding(self, rule: Rule, rows: Rows, lent: Callable[[str], Rows]) -> Rows:
        """Those of some rows that hold the tokens of all items of a rule, or are lent them."""
        return _all(rows, (_rows(self._prefilter.items[item], self._term) | lent(item) for item in rule.find))

    def read(self, rows: Places) -> Stream:
        """Some of the provisions as tokens."""
        made_of = [self._made_of[row] for row in rows]
        return self._stream.joined(np.concatenate([NOWHERE, *made_of]), np.cumsum([0, *map(len, made_of)]))

    def _holding(self, term: str) -> Rows:
        """The provisions that hold the tokens of a term."""
        rows = self._nowhere
        for need in self._prefilter.needs.get(term, ()):
            if all(self._stream.fills(slot) for _, _, slot in need):
                rows = rows | reduce(and_, (self._filled(slot) for _, _, slot in need))
        return rows


class NearSieve:
    """Provisions, one a row, and the rules whose items stand near enough in them."""

    def __init__(self, prefilter: Prefilter, stream: Stream) -> None:
        self._prefilter = prefilter
        self._stream = stream
        self._spots: dict[str, Places] = {}

    def near(self, rule: Rule, rows: Rows, lent: Callable[[str], Rows]) -> Rows:
        """Those of some rows in which all items of a rule that nothing lends to a row stand as near to one another as it wants."""
        if not rows.any():
            return rows
        return _near([(self._of(item), lent(item)) for item in rule.find], self._prefilter.distance(rule.near), rows)

    def _of(self, item: str) -> Places:
        """Where an item may stand: for a phrase, where its rarest part stands with the others beside it."""
        if item not in self._spots:
            named = [self._named(name) for name in item.split("|")]
            self._spots[item] = named[0] if len(named) == 1 else np.sort(np.concatenate(named), kind="stable")
        return self._spots[item]

    def _named(self, name: str) -> Places:
        phrase = self._prefilter.book.phrases.get(name)
        if phrase is None:
            return self._stream.spots(self._stream.points(self._prefilter.needs.get(name, ())))
        rarest, *others = sorted(map(self._of, phrase.find), key=len)
        for other in others:
            rarest = rarest[_beside(rarest, other, self._prefilter.distance(phrase.near))]
        return rarest


def _near(items: Sequence[tuple[Places, Rows]], near: int, rows: Rows) -> Rows:
    """The rows in which items (where each stands, the rows that have it for nothing) are together: seen from the rarest of them."""
    if not items or not rows.any():
        return rows
    (spots, free), *others = sorted(items, key=lambda item: len(item[0]))
    here = spots[rows[spots >> APART]]
    for where, lent in others:
        here = here[_beside(here, where, near) | lent[here >> APART]]
    found = np.zeros(len(rows), bool)
    found[here >> APART] = True
    return found | _near(others, near, rows & free) if free.any() else found


def _beside(spots: Places, others: Places, near: int) -> Rows:
    """For each spot whether one of the others is no farther off."""
    if not len(others):
        return np.zeros(len(spots), bool)
    at = np.searchsorted(others, spots - near)
    beside: Rows = (at < len(others)) & (others[np.minimum(at, len(others) - 1)] <= spots + near)
    return beside


def _rows(item: Alternatives, of: Of) -> Rows:
    """The rows that have an item: one of its alternatives, of a phrase all parts."""
    return reduce(or_, (of(one) if isinstance(one, str) else reduce(and_, (_rows(part, of) for part in one)) for one in item))


def _all(rows: Rows, conditions: Iterable[Rows]) -> Rows:
    for condition in conditions:
        if not rows.any():
            break
        rows = rows & condition
    return rows


def _terms(item: Alternatives) -> Iterator[str]:
    for one in item:
        if isinstance(one, str):
            yield one
        else:
            for part in one:
                yield from _terms(part)
