"""Turns an Instrument into the Matches of all rules in it: tags, carried definitions, matter pointed at, rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from legal_compare.criteria import Codebook
from legal_compare.definitions import carried_definitions, carry
from legal_compare.lexicons import Lexicon, read_lexicon
from legal_compare.matching import UNREAD, Match, Matcher, RuleUse, TaggedSection
from legal_compare.prefilter import Prefilter, Words
from legal_compare.referred import REFERRED_MATTER, referred
from legal_compare.statutes import Instrument
from legal_compare.tagging import TaggedSpan, narrow_tagger, tagger


@dataclass(frozen=True)
class ReadInstrument:
    """An instrument with the matches found in it, before ties are resolved."""

    instrument: Instrument
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Reader:
    """Reads instruments with the rules of a codebook, or those that `wanted` picks; keeps what it compiled for the next one.

    Unless `filtered` is false, only sections in which a rule could fire are tagged; what is found is the same.
    """

    book: Codebook
    wanted: Callable[[RuleUse], bool] | None = None
    filtered: bool = True
    _prefilters: dict[str, Prefilter] = field(default_factory=dict, repr=False)

    @cached_property
    def matcher(self) -> Matcher:
        """The rules."""
        return Matcher(self.book, self.wanted)

    def read(self, instrument: Instrument) -> ReadInstrument:
        """Every match, suppressed ones too; none where there is no lexicon."""
        lexicon = read_lexicon(instrument.language)
        if lexicon is None:
            return ReadInstrument(instrument, ())
        sieve = _Sieve(instrument, self.prefilter(lexicon), self.matcher, lexicon) if self.filtered else None
        if sieve and not sieve.anywhere:
            return ReadInstrument(instrument, ())
        short = tagger(lexicon.language)
        tagged: dict[int, tuple[TaggedSpan, ...]] = {}
        if sieve:
            narrow = narrow_tagger(lexicon.language, sieve.carrying)
            defining = {place: narrow.tag(instrument.sections[place].text) for place in sieve.defining()}
        else:
            tagged = {place: short.tag(section.text) for place, section in enumerate(instrument.sections)}
            defining = tagged
        definitions = carried_definitions(instrument, defining, lexicon)
        pointed = referred(instrument, lexicon, sieve.pointing() if sieve else range(len(instrument.sections)))
        title_terms = frozenset(span.term for span in short.tag(instrument.title))
        matches: list[Match] = []
        for place, section in enumerate(instrument.sections):
            carried = (*(carry(section, definitions) if definitions else ()), *pointed.get(place, ()))
            among: Sequence[RuleUse] = self.matcher.uses
            opening: Sequence[RuleUse] = ()
            names = None
            if sieve:
                among, opening = sieve.possible(place, frozenset(span.term for span in carried))
                if not among:
                    continue
                names = self._names((*among, *opening))
            spans = tagged[place] if place in tagged else short.tag(section.text, names=names)
            found = {(s.term, s.start, s.end): s for s in (*carried, *spans)}
            whole = TaggedSection(
                section=section,
                spans=tuple(sorted(found.values(), key=lambda s: (s.start, s.end))),
                heading_terms=frozenset(span.term for span in short.tag(section.heading)),
                title_terms=title_terms,
                lexicon=lexicon,
                names=names,
            )
            matches.extend(self.matcher.matches(whole, among, opening))
        return ReadInstrument(instrument, tuple(matches))

    def _names(self, uses: Iterable[RuleUse]) -> frozenset[str] | None:
        """The terms that some rules are made of; none are left out where a heading alone may make a rule fire."""
        rules = [use.rule for use in uses]
        if any(all(item in rule.heading or item in rule.title for item in rule.find) for rule in rules):
            return None
        return frozenset().union(*(self.matcher.terms[rule.id] for rule in rules))

    def prefilter(self, lexicon: Lexicon) -> Prefilter:
        """The rules as told from the words of a language alone."""
        if lexicon.language not in self._prefilters:
            self._prefilters[lexicon.language] = Prefilter(tagger(lexicon.language), self.book, self.matcher.uses)
        return self._prefilters[lexicon.language]


def read_instrument(instrument: Instrument, book: Codebook) -> ReadInstrument:
    """One instrument of a corpus chosen for the criteria, where most sections speak to them and sifting would cost more than it spares."""
    return Reader(book, filtered=False).read(instrument)


class _Sieve:
    """Which sections of an instrument must be tagged, and for which rules."""

    def __init__(self, instrument: Instrument, prefilter: Prefilter, matcher: Matcher, lexicon: Lexicon) -> None:
        self._prefilter = prefilter
        self._matcher = matcher
        self._tagger = tagger(lexicon.language)
        self._sections = instrument.sections
        self._title = prefilter.bits(instrument.title)
        self._words = [Words(prefilter.bits(s.text), prefilter.bits(s.heading), self._title) for s in instrument.sections]
        self._reach = lexicon.reach
        self.carrying = frozenset(name for name, term in lexicon.terms.items() if term.carries)

    @cached_property
    def anywhere(self) -> bool:
        """Whether a rule could fire at all: what a definition lends stands in some section of the same instrument."""
        own = heading = 0
        for words in self._words:
            own |= words.own
            heading |= words.heading
        return self._prefilter.fits_any(Words(own, heading, self._title))

    def possible(self, place: int, carried: frozenset[str]) -> tuple[Sequence[RuleUse], Sequence[RuleUse]]:
        """The rules that could fire in a section to which definitions lend these terms, and those that let its joints be looked at.

        None unless one has its words close enough.
        """
        section = self._sections[place]
        words = replace(self._words[place], carried=carried)
        uses = self._prefilter.possible(words)
        if not uses or section.status in UNREAD:
            return (), ()
        opening = self._prefilter.opening(words)
        wanted = frozenset().union(*(self._matcher.needed_terms[use.rule.id] for use in (*uses, *opening)))
        printed = self._tagger.reached(section.text, wanted) | carried
        opening = [use for use in opening if self._matcher.at_hand(use.rule, printed)]
        if not opening and not any(self._matcher.at_hand(use.rule, printed) for use in uses):
            return (), ()
        by_unit = defaultdict(list)
        for use in uses:
            by_unit[use.rule.unit].append(use)
        close = any(
            self._prefilter.fits(by_unit[provision.kind], provision.text, words, self._reach)
            for provision in section.provisions
            if provision.kind in by_unit
        )
        return (uses, opening) if close else ((), ())

    def pointing(self) -> list[int]:
        """Sections that may point at what another describes."""
        return [place for place, words in enumerate(self._words) if self._prefilter.holds((REFERRED_MATTER,), words.own)]

    def defining(self) -> list[int]:
        """Sections that may define an expression by a term that carries."""
        return [
            place
            for place, section in enumerate(self._sections)
            if self._prefilter.holds(self.carrying, self._words[place].own)
            and self._tagger.reached(section.text, self.carrying)
            and any(provision.kind == "definition" and provision.label for provision in section.provisions)
        ]
