"""Turns tagged sections and a codebook's rules into Matches: only rules whose terms occur in a section are tried in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

from legal_compare.criteria import Codebook, Rule
from legal_compare.statutes import Provision
from legal_compare.tagged_sections import Match, RuleUse, TaggedSection

UNREAD = frozenset({"unread", "repealed", "struck-down", "not-commenced"})
"""Status of sections in which no rule fires."""

Alternatives = tuple["str | tuple[Alternatives, ...]", ...]
"""An item as terms, of which one is needed; a phrase among them is a tuple of items, of which all are needed."""


def alternatives(item: str, book: Codebook) -> Alternatives:
    """What a find-item is made of."""
    return tuple(
        tuple(alternatives(part, book) for part in book.phrases[name].find) if name in book.phrases else name for name in item.split("|")
    )


Tried = Sequence[frozenset[str]]
"""For each of some instruments the ids of the rules that are tried in it."""
Whole = Callable[[frozenset[str] | None], TaggedSection]
"""Tags all of a section for some terms, or for all."""


@dataclass(frozen=True)
class Matcher:
    """The rules of a codebook; only those whose terms occur in a section are tried."""

    book: Codebook

    @cached_property
    def uses(self) -> tuple[RuleUse, ...]:
        """Every rule with its criterion and element."""
        return tuple(RuleUse(c, element, rule) for c in self.book.criteria for element, rule in c.rules())

    def candidates(self, tagged: TaggedSection, among: Sequence[RuleUse]) -> list[RuleUse]:
        """Rules whose terms all occur somewhere in the section, its heading or its instrument's title."""
        if not self.opened(tagged, among):
            return []
        items = self.items(tagged.terms)
        return [use for use in among if self.at_hand(use.rule, items) and self.section_holds(tagged, use.rule)]

    def opened(self, tagged: TaggedSection, among: Sequence[RuleUse]) -> bool:
        """Whether a section's joints are looked at: they add words to a rule only where one finds all of its own in print."""
        items = self.items(tagged.printed_terms)
        return any(self.at_hand(use.rule, items) and self.section_holds(tagged, use.rule) for use in among)

    def items(self, terms: AbstractSet[str]) -> AbstractSet[str]:
        """The items that some terms are enough for."""
        names = set(terms)
        for name, parts in self._phrases.items():
            if not any(part.isdisjoint(names) for part in parts):
                names.add(name)
        return set().union(*(self._items_of[name] for name in self._items_of.keys() & names))

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[frozenset[str]]]:
        """For each phrase the alternatives of each of its parts; a phrase stands after those that it uses."""
        parts = {name: [frozenset(item.split("|")) for item in phrase.find] for name, phrase in self.book.phrases.items()}
        ordered = TopologicalSorter({name: frozenset().union(*of) for name, of in parts.items()}).static_order()
        return {name: parts[name] for name in ordered if name in parts}

    @cached_property
    def _items_of(self) -> Mapping[str, set[str]]:
        """The items that a term or phrase is enough for."""
        found: dict[str, set[str]] = defaultdict(set)
        for item in (item for use in self.uses for item in use.rule.find):
            for name in item.split("|"):
                found[name].add(item)
        return found

    def at_hand(self, rule: Rule, items: AbstractSet[str]) -> bool:
        """Whether some items are all that a rule needs beside what a heading or title may lend it."""
        return self._firm[rule.id] <= items

    @cached_property
    def _firm(self) -> Mapping[str, frozenset[str]]:
        """For each rule the items that neither a heading nor a title may lend it."""
        return {use.rule.id: frozenset(use.rule.find).difference(use.rule.heading, use.rule.title) for use in self.uses}

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """For each rule all the terms that it and the phrases in it are made of."""
        rules = [use.rule for use in self.uses]
        return {rule.id: frozenset(self._leaves((*rule.find, *rule.section, *rule.unless))) for rule in rules}

    def _leaves(self, items: Iterable[str]) -> Iterator[str]:
        for name in (name for item in items for name in item.split("|")):
            if name in self.book.phrases:
                yield from self._leaves(self.book.phrases[name].find)
            else:
                yield name

    def section_holds(self, tagged: TaggedSection, rule: Rule) -> bool:
        """Whether the terms that a rule wants anywhere in the section are there (phrases are checked later)."""
        if not rule.section:
            return True
        wanted = [set(name.split("|")) for name in rule.section if name not in self.book.phrases]
        in_print = tagged.printed_terms | tagged.heading_terms
        return all(names & in_print for names in wanted) or all(names & (in_print | tagged.terms) for names in wanted)

    def phrases_hold(self, tagged: TaggedSection, rule: Rule) -> bool:
        """Whether the phrases that a rule wants anywhere in the section are there."""
        phrases = [name for name in rule.section if name in self.book.phrases]
        return not phrases or all(tagged.whole.occurrences(name, self.book) for name in phrases)

    def matches(self, tagged: TaggedSection, among: Sequence[RuleUse] | None = None) -> Iterator[Match]:
        """Every match in a section, suppressed ones too, of all rules or of some."""
        if tagged.section.status in UNREAD:
            return
        by_unit: dict[str, list[RuleUse]] = defaultdict(list)
        for use in self.candidates(tagged, self.uses if among is None else among):
            if self.phrases_hold(tagged, use.rule):
                by_unit[use.rule.unit].append(use)
        if not by_unit:
            return
        for provision in tagged.section.provisions:
            if provision.kind not in by_unit:
                continue
            reading = tagged.read(provision)
            if not reading.spans:
                continue
            for use in by_unit[provision.kind]:
                match = reading.match(use, self.book)
                if match is not None:
                    yield match

    def matches_in(
        self, chosen: Sequence[tuple[Provision, Sequence[RuleUse]]], tagged: TaggedSection, tried: Sequence[RuleUse], whole: Whole
    ) -> Iterator[Match]:
        """The same where it is known which of the rules that are tried could fire in which provisions, and only these were tagged.

        What a rule asks of the whole section is looked at where it fires: `whole` tags all of it for some terms.
        """
        holding: dict[str, bool] = {}
        for provision, uses in chosen:
            reading = tagged.read(provision)
            for use in uses if reading.spans else ():
                match = reading.match(use, self.book)
                if match is None:
                    continue
                if use.rule.id not in holding:
                    holding[use.rule.id] = self._holds(use.rule, tagged, tried, whole)
                if holding[use.rule.id]:
                    yield match

    def _holds(self, rule: Rule, tagged: TaggedSection, tried: Sequence[RuleUse], whole: Whole) -> bool:
        """Whether the section has what a rule wants anywhere in it, and the rule its words in print or the section's joints open to it."""
        phrases = any(name in self.book.phrases for name in rule.section)
        if phrases or not self.section_holds(tagged, rule):
            section = whole(frozenset(self._leaves(rule.section)))
            if not (self.section_holds(section, rule) and self.phrases_hold(section, rule)):
                return False
        return self.at_hand(rule, self.items(tagged.printed_terms)) or self.opened(whole(None), tried)
