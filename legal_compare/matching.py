"""Turns tagged provisions and rules into Matches.

A rule is read inside one provision; a match that a cue turns round or a rule's own `unless` silences is kept as
suppressed, so that a person can see what was set aside and why.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from legal_compare.criteria import Codebook, Criterion, Rule
from legal_compare.lexicons import Cue, Lexicon, fold
from legal_compare.seams import Seam, seams_of, side_by_side, tag_seams
from legal_compare.statutes import Provision, Section
from legal_compare.tagging import TaggedSpan

UNREAD = frozenset({"unread", "repealed", "struck-down", "not-commenced"})
"""Status of sections in which no rule fires."""

Occurrence = tuple[int, int, tuple[TaggedSpan, ...]]
"""(start, end, spans) of a term or phrase in a provision's text."""


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
                    placed.append(_moved(self.spans[at], seen - first))
                at += 1
            seen += last - first + 1
            if not beside:
                placed.extend(_moved(span, seen) for span in self.seams.get(((first, last), following), ()))
        placed.sort(key=lambda span: (span.start, span.end))
        return Reading(provision, tuple(placed), self)


def _moved(span: TaggedSpan, by: int) -> TaggedSpan:
    return TaggedSpan(span.term, span.start + by, span.end + by, span.text, span.wording, span.defined_in)


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
                self._phrases[item] = list(_bindings(items, phrase.in_order, self._reach(phrase.near)))
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
        for _, _, spans in _bindings(items, use.rule.in_order, self._reach(use.rule.near)):
            match = Match(use.rule.id, use.criterion.id, use.element, self.provision, spans, tuple(lent))
            scopes = [scope for scope in self.silenced if self._turns(scope[2], use.rule)]
            cue = next((name for start, end, name in scopes for s in spans if start <= s.start < end), "")
            if not cue:
                return match
            held = held or _suppress(match, f"cue {cue}")
        return held


def _suppress(match: Match, reason: str) -> Match:
    return Match(match.rule, match.criterion, match.element, match.provision, match.spans, match.from_heading, match.suppressed or reason)


def _bindings(items: list[list[Occurrence]], in_order: bool, near: int) -> Iterator[Occurrence]:
    """Choices of one occurrence an item that fit in `near` characters, in the order of the text."""
    if not all(items):
        return
    if in_order:
        for first in items[0]:
            chosen = [first]
            for later in items[1:]:
                follower = next((o for o in later if _follows(o, chosen[-1]) and o[1] <= first[0] + near), None)
                if follower is None:
                    break
                chosen.append(follower)
            else:
                yield chosen[0][0], chosen[-1][1], _merged(chosen)
        return
    for anchor in sorted({o[0] for occurrences in items for o in occurrences}):
        chosen = []
        for occurrences in items:
            fit = next((o for o in occurrences if o[0] >= anchor and o[1] <= anchor + near), None)
            if fit is None:
                break
            chosen.append(fit)
        else:
            if min(o[0] for o in chosen) == anchor:
                yield anchor, max(o[1] for o in chosen), _merged(chosen)


def _follows(later: Occurrence, before: Occurrence) -> bool:
    """Whether one stands after the other, or within its end: "conservent" binds and names the act, "hat Daten zu sichern" likewise."""
    return later[0] >= before[1] or (later[0] >= before[0] and later[1] >= before[1])


def _merged(chosen: Iterable[Occurrence]) -> tuple[TaggedSpan, ...]:
    spans = {(s.term, s.start, s.end): s for occurrence in chosen for s in occurrence[2]}
    return tuple(sorted(spans.values(), key=lambda s: (s.start, s.end)))


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


Alternatives = tuple["str | tuple[Alternatives, ...]", ...]
"""An item as terms, of which one is needed; a phrase among them is a tuple of items, of which all are needed."""


def alternatives(item: str, book: Codebook) -> Alternatives:
    """What a find-item is made of."""
    return tuple(
        tuple(alternatives(part, book) for part in book.phrases[name].find) if name in book.phrases else name for name in item.split("|")
    )


def holds(item: Alternatives, terms: AbstractSet[str]) -> bool:
    """Whether some terms are enough for an item."""
    return any(one in terms if isinstance(one, str) else all(holds(part, terms) for part in one) for one in item)


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

    @cached_property
    def _needs(self) -> dict[str, Alternatives]:
        return {item: alternatives(item, self.book) for use in self.uses for item in use.rule.find}

    def candidates(self, tagged: TaggedSection, among: Sequence[RuleUse]) -> list[RuleUse]:
        """Rules whose terms all occur somewhere in the section, its heading or its instrument's title."""
        if not self.opened(tagged, among):
            return []
        return [use for use in among if self.at_hand(use.rule, tagged.terms) and self.section_holds(tagged, use.rule)]

    def opened(self, tagged: TaggedSection, among: Sequence[RuleUse]) -> bool:
        """Whether a section's joints are looked at: they add words to a rule only where one finds all of its own in print."""
        printed = tagged.printed_terms
        return any(self.at_hand(use.rule, printed) and self.section_holds(tagged, use.rule) for use in among)

    def at_hand(self, rule: Rule, terms: AbstractSet[str]) -> bool:
        """Whether some terms are all that a rule needs beside what a heading or title may lend it."""
        return all(item in rule.heading or item in rule.title or holds(self._needs[item], terms) for item in rule.find)

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
        return self.at_hand(rule, tagged.printed_terms) or self.opened(whole(None), tried)
