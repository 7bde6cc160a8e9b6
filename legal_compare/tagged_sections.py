"""Turns a section and its spans into Readings of its provisions, in which rules find their Matches.

A rule is read inside one provision; a match that a cue turns round or a rule's own `unless` silences is kept as
suppressed, so that a person can see what was set aside and why.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from legal_compare.bindings import Occurrence, bindings
from legal_compare.criteria import Codebook, Criterion, Rule
from legal_compare.lexicons import Cue, Lexicon, fold
from legal_compare.seams import Seam, seams_of, side_by_side, tag_seams
from legal_compare.statutes import Provision, Section
from legal_compare.tagging import TaggedSpan, moved


@dataclass(frozen=True)
class Match:
    """A rule that fired in a provision: the spans are offsets into `provision.text`."""

    rule: str
    criterion: str
    element: str
    provision: Provision
    spans: tuple[TaggedSpan, ...]
    from_heading: tuple[str, ...] = ()
    suppressed: str = ""
    tied_to: str = ""

    @property
    def start(self) -> int:
        """First marked character."""
        return min((span.start for span in self.spans), default=0)

    @property
    def end(self) -> int:
        """Character after the last marked one."""
        return max((span.end for span in self.spans), default=0)


@dataclass(frozen=True)
class RuleUse:
    """A rule with the criterion and element that it serves."""

    criterion: Criterion
    element: str
    rule: Rule


@dataclass(frozen=True)
class TaggedSection:
    """A section with its spans by term, and the terms of its heading and of its instrument's title."""

    section: Section
    spans: tuple[TaggedSpan, ...]
    heading_terms: frozenset[str]
    title_terms: frozenset[str]
    lexicon: Lexicon
    names: frozenset[str] | None = None
    """The only terms that were sought, if not all were."""
    only: tuple[Provision, ...] | None = None
    """The only provisions in whose words they were sought, if not all were."""

    @cached_property
    def printed_terms(self) -> frozenset[str]:
        """Terms that occur in the section's words as printed."""
        return frozenset(span.term for span in self.spans)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The same with the terms that only a lead-in and a later limb make together."""
        return self.printed_terms.union(span.term for spans in self.seams.values() for span in spans)

    @cached_property
    def seams(self) -> Mapping[Seam, tuple[TaggedSpan, ...]]:
        """Spans across the joints of the section's provisions, sought only when a rule needs them."""
        provisions = self.section.provisions if self.only is None else self.only
        seams = (seam for provision in provisions for seam in seams_of(provision))
        return tag_seams(self.section, seams, self.lexicon.language, self.names)

    @cached_property
    def starts(self) -> list[int]:
        """Start of each span, for bisection."""
        return [span.start for span in self.spans]

    @cached_property
    def whole(self) -> Reading:
        """The section as one provision."""
        return self.read(self.section.provisions[0])

    def read(self, provision: Provision) -> Reading:
        """The provision with the spans that lie in its words, at its own offsets."""
        placed: list[TaggedSpan] = []
        seen = 0
        for place, (first, last) in enumerate(provision.stretches):
            following = provision.stretches[place + 1] if place + 1 < len(provision.stretches) else (last, last)
            beside = side_by_side((first, last), following)
            ends = following[1] if beside else last
            at = bisect_left(self.starts, first)
            while at < len(self.spans) and self.spans[at].start < last:
                if self.spans[at].end <= ends:
                    placed.append(moved(self.spans[at], seen - first))
                at += 1
            seen += last - first + 1
            if not beside:
                placed.extend(moved(span, seen) for span in self.seams.get(((first, last), following), ()))
        placed.sort(key=lambda span: (span.start, span.end))
        return Reading(provision, tuple(placed), self)


@dataclass(frozen=True)
class Reading:
    """One provision with its spans, phrases and the scopes of its cues."""

    provision: Provision
    spans: tuple[TaggedSpan, ...]
    within: TaggedSection
    _phrases: dict[str, list[Occurrence]] = field(default_factory=dict)

    @cached_property
    def by_term(self) -> Mapping[str, list[Occurrence]]:
        """Occurrences of each term, in the order of the text."""
        found: dict[str, list[Occurrence]] = defaultdict(list)
        for span in self.spans:
            found[span.term].append((span.start, span.end, (span,)))
        return found

    @cached_property
    def silenced(self) -> list[tuple[int, int, str]]:
        """(start, end, cue) of every scope in which a match is turned round or void."""
        lexicon = self.within.lexicon
        shields = [s for s in self.spans if s.term.startswith("cue:") and lexicon.cues[s.term[4:]].category == "shield"]
        scopes: list[tuple[int, int, str]] = []
        for span in self.spans:
            if not span.term.startswith("cue:"):
                continue
            cue = lexicon.cues[span.term[4:]]
            if cue.category == "shield" or any(s.start < span.end and span.start < s.end for s in shields):
                continue
            scopes.extend(self._scopes(cue, span))
        return scopes

    def _turns(self, cue: str, rule: Rule) -> bool:
        """Whether a cue turns a rule round; a negation does not turn round the rule that asks for it."""
        return not (rule.denies and self.within.lexicon.cues[cue].category == "negation")

    def _scopes(self, cue: Cue, span: TaggedSpan) -> Iterator[tuple[int, int, str]]:
        text = fold(self.provision.text)
        stops = [(s.start, s.end) for s in self.spans if s.term == f"stop:{cue.id}"]
        if cue.direction in ("forward", "both"):
            end = min(len(text), span.end + cue.reach)
            end = min([end, _sentence_end(text, span.end), *(start for start, _ in stops if start >= span.end)])
            yield span.start, end, cue.id
        if cue.direction in ("backward", "both"):
            start = max(0, span.start - cue.reach)
            start = max([start, _sentence_start(text, span.start), *(end for _, end in stops if end <= span.start)])
            yield start, span.end, cue.id

    def occurrences(self, item: str, book: Codebook) -> list[Occurrence]:
        """Occurrences of a find-item: a term, a phrase, or alternatives of them."""
        if "|" in item:
            return sorted((o for name in item.split("|") for o in self.occurrences(name, book)), key=lambda o: o[:2])
        if item in book.phrases:
            if item not in self._phrases:
                phrase = book.phrases[item]
                items = [self.occurrences(part, book) for part in phrase.find]
                self._phrases[item] = list(bindings(items, phrase.in_order, self._reach(phrase.near)))
            return self._phrases[item]
        return self.by_term.get(item, [])

    def _reach(self, near: int) -> int:
        return int(near * self.within.lexicon.reach)

    def match(self, use: RuleUse, book: Codebook) -> Match | None:
        """The first match of a rule in this provision, suppressed or not; None where its terms are not together."""
        rule = use.rule
        items = [self.occurrences(item, book) for item in rule.find]
        lent: list[str] = []
        for place, item in enumerate(rule.find):
            if not items[place] and self._lent(item, rule):
                lent.append(item)
            elif not items[place]:
                return None
        present = [occurrences for occurrences in items if occurrences]
        match = self._first(present, use, lent)
        if match is None and not lent:  # the heading may supply what stands too far off in the text
            for place, item in enumerate(rule.find):
                if self._lent(item, rule):
                    match = self._first([o for i, o in enumerate(items) if i != place], use, [item])
                    if match:
                        break
        if match is None:
            return None
        silent = [name for name in rule.unless if self.occurrences(name, book)]
        silent += [name for name in rule.unless_heading if set(name.split("|")) & self.within.heading_terms]
        if silent:
            return _suppress(match, f"unless {silent[0]}")
        return match

    def _lent(self, item: str, rule: Rule) -> bool:
        names = set(item.split("|"))
        return bool(
            (item in rule.heading and names & self.within.heading_terms) or (item in rule.title and names & self.within.title_terms)
        )

    def _first(self, items: list[list[Occurrence]], use: RuleUse, lent: list[str]) -> Match | None:
        held: Match | None = None
        if not items:
            return Match(use.rule.id, use.criterion.id, use.element, self.provision, (), tuple(lent))
        for _, _, spans in bindings(items, use.rule.in_order, self._reach(use.rule.near)):
            match = Match(use.rule.id, use.criterion.id, use.element, self.provision, spans, tuple(lent))
            scopes = [scope for scope in self.silenced if self._turns(scope[2], use.rule)]
            cue = next((name for start, end, name in scopes for s in spans if start <= s.start < end), "")
            if not cue:
                return match
            held = held or _suppress(match, f"cue {cue}")
        return held


def _suppress(match: Match, reason: str) -> Match:
    return Match(match.rule, match.criterion, match.element, match.provision, match.spans, match.from_heading, match.suppressed or reason)


def _sentence_end(text: str, after: int) -> int:
    """Where the sentence or clause ends; a stop after a number or single letter is a marker, not an end."""
    at = after
    while at < len(text):
        if text[at] == ";" or (text[at] == "." and at >= 2 and text[at - 2 : at].isalpha()):
            return at
        at += 1
    return len(text)


def _sentence_start(text: str, before: int) -> int:
    for at in range(before - 1, 1, -1):
        if text[at] == ";" or (text[at] == "." and text[at - 2 : at].isalpha()):
            return at + 1
    return 0
