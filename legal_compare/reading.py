"""Turns Instruments into the Matches of all rules in them: tags, carried definitions, matter pointed at, rules.

Read by itself an instrument is tagged whole. Sifted (`sifting`), many are looked through together, and only those provisions are
tagged in which a rule could fire; what is found is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from legal_compare.criteria import Codebook
from legal_compare.definitions import carried_definitions, carry
from legal_compare.lexicons import Lexicon, read_lexicon
from legal_compare.matching import Matcher, Tried
from legal_compare.referred import referred
from legal_compare.statutes import Instrument
from legal_compare.tagged_sections import Match, TaggedSection
from legal_compare.tagging import in_order, tagger, terms_of

if TYPE_CHECKING:
    from legal_compare.prefilter import Prefilter


@dataclass(frozen=True)
class ReadInstrument:
    """An instrument with the matches found in it, before ties are resolved."""

    instrument: Instrument
    matches: tuple[Match, ...]


class Shelf(Protocol):
    """Instruments that are read together, once or several times with other rules."""

    @property
    def words(self) -> Sequence[int]:
        """Words of each instrument."""

    def read(self, tried: Tried) -> list[tuple[Match, ...]]:
        """The matches in each, suppressed ones too, of the rules that are tried in it."""


@dataclass(frozen=True)
class Reader:
    """Reads instruments with the rules of a codebook; keeps what it compiled for the next ones.

    Unless `filtered` is false, only provisions in which a rule could fire are tagged; what is found is the same.
    """

    book: Codebook
    filtered: bool = True
    _prefilters: dict[str, Prefilter] = field(default_factory=dict, repr=False)

    @cached_property
    def matcher(self) -> Matcher:
        """The rules."""
        return Matcher(self.book)

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(use.rule.id for use in self.matcher.uses)

    def read(self, instrument: Instrument) -> ReadInstrument:
        """Every match, suppressed ones too; none where there is no lexicon."""
        matches = [one for _, shelf in self.shelves([instrument]) for one in shelf.read([self.rules])[0]]
        return ReadInstrument(instrument, tuple(matches))

    def shelves(self, instruments: Sequence[Instrument]) -> list[tuple[list[int], Shelf]]:
        """The instruments by language, each with its place among those given; those without a lexicon stand on none."""
        by_language: dict[str, list[int]] = defaultdict(list)
        for place, instrument in enumerate(instruments):
            if (lexicon := read_lexicon(instrument.language)) is not None:
                by_language[lexicon.language].append(place)
        return [(places, self._shelf([instruments[place] for place in places])) for places in by_language.values()]

    def _shelf(self, instruments: Sequence[Instrument]) -> Shelf:
        lexicon = read_lexicon(instruments[0].language)
        assert lexicon is not None
        if not self.filtered:
            return _Whole(instruments, self.matcher, lexicon)
        from legal_compare.prefilter import Prefilter
        from legal_compare.sifting import Sifted

        if lexicon.language not in self._prefilters:
            self._prefilters[lexicon.language] = Prefilter(tagger(lexicon.language), self.book, self.matcher.uses)
        return Sifted(instruments, self.matcher, lexicon, self._prefilters[lexicon.language])


def read_instrument(instrument: Instrument, book: Codebook) -> ReadInstrument:
    """One instrument of a corpus chosen for the criteria, where most sections speak to them and sifting would cost more than it spares."""
    return Reader(book, filtered=False).read(instrument)


@dataclass(frozen=True)
class _Whole:
    """Instruments of one language, all of whose words are tagged."""

    instruments: Sequence[Instrument]
    matcher: Matcher
    lexicon: Lexicon

    @cached_property
    def words(self) -> Sequence[int]:
        return [sum(len(section.text.split()) for section in one.sections) for one in self.instruments]

    def read(self, tried: Tried) -> list[tuple[Match, ...]]:
        return [tuple(self._read(one, rules)) if rules else () for one, rules in zip(self.instruments, tried, strict=True)]

    def _read(self, instrument: Instrument, rules: frozenset[str]) -> Iterator[Match]:
        short = tagger(self.lexicon.language)
        uses = [use for use in self.matcher.uses if use.rule.id in rules]
        tagged = {place: short.tag(section.text) for place, section in enumerate(instrument.sections)}
        definitions = carried_definitions(instrument, tagged, self.lexicon)
        pointed = referred(instrument, self.lexicon, tagged)
        title_terms = terms_of(short.tag(instrument.title))
        for place, section in enumerate(instrument.sections):
            carried = carry(section, definitions) if definitions else ()
            spans = (*carried, *pointed.get(place, ()), *tagged[place])
            heading_terms = terms_of(short.tag(section.heading))
            yield from self.matcher.matches(TaggedSection(section, in_order(spans), heading_terms, title_terms, self.lexicon), uses)
