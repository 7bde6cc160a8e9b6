"""Turns "images of the kind described in section 1" into tags of what section 1 describes.

Only what the lexicon words as matter pointed at is read so, and it is tagged as material only where a section that it cites speaks of
the material; the words of that section are never pasted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from legal_compare.lexicons import Lexicon
from legal_compare.references import bare_number, cited_numbers
from legal_compare.statutes import Instrument, Section
from legal_compare.tagging import TaggedSpan, narrow_tagger

REFERRED_MATTER = "referred-matter"
"""Term of the lexicons for "images of the kind described in section", up to and with the word before or after the number."""
MATERIAL = "material"
"""The term that what is pointed at takes on."""
BESIDE = 24
"""Characters beside the words in which the number of the section stands."""


def referred(instrument: Instrument, lexicon: Lexicon, places: Iterable[int]) -> Mapping[int, tuple[TaggedSpan, ...]]:
    """Spans of matter pointed at, by the section's place, tagged as material; `places` are the sections to look at."""
    if REFERRED_MATTER not in lexicon.terms:
        return {}
    pointing = narrow_tagger(lexicon.language, frozenset({REFERRED_MATTER}))
    described = _Described(instrument, lexicon)
    found = {}
    for place in places:
        section = instrument.sections[place]
        spans = tuple(
            TaggedSpan(MATERIAL, span.start, span.end, span.text, f"referred: {span.wording}", told.address)
            for span in pointing.tag(section.text)
            if (told := described.by(section, span))
        )
        if spans:
            found[place] = spans
    return found


class _Described:
    """Which sections of an instrument speak of the material, asked only of those that are pointed at."""

    def __init__(self, instrument: Instrument, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_number: dict[str, Section] = {}
        for section in instrument.sections:
            self._by_number.setdefault(bare_number(section.eid or section.number), section)
        self._known: dict[int, bool] = {}

    def by(self, section: Section, span: TaggedSpan) -> Section | None:
        """The section pointed at that speaks of the material; the pointing section itself where no number stands there."""
        beside = section.text[max(0, span.start - BESIDE) : span.end + BESIDE]
        numbers = cited_numbers(beside, self._lexicon, section.number)
        pointed = [self._by_number[number] for number in sorted(numbers) if number in self._by_number] if numbers else [section]
        return next((one for one in pointed if self._speaks(one)), None)

    def _speaks(self, section: Section) -> bool:
        if id(section) not in self._known:
            tagger = narrow_tagger(self._lexicon.language, frozenset({MATERIAL}))
            self._known[id(section)] = not section.status and bool(tagger.tag(section.text))
        return self._known[id(section)]
