"""Turns "these offences" and "the preceding section" into a tie to the section before that they mean.

Before is told by number, not by the order of the print. Words that name offences mean those of the nearest section before that makes an
offence; where the section that speaks so has named such offences or made one by then, they mean its own, and point nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from legal_compare.lexicons import Lexicon, fold
from legal_compare.matching import UNREAD
from legal_compare.references import bare_number
from legal_compare.statutes import Instrument, Section
from legal_compare.tagging import TaggedSpan, Tagger, narrow_tagger

OFFENCES_BEFORE = "offences-before"
"""Term of the lexicons for "these offences", "any such crime" and the like."""
MATERIAL_BEFORE = "such-material"
"""Term for "such images", which means those of an offence in the same way."""
SECTION_BEFORE = "section-before"
"""Term for "the preceding section", which means that one alone."""
OFFENCE = "offence"
"""Term that tells of a section whether it makes an offence."""
FARTHEST = 6
"""Sections looked back over for one that makes an offence."""
STEM = 5
"""Letters by which a word is known again in another form."""

_Number = tuple[int, tuple[tuple[int, str], ...]]


def meant(instrument: Instrument, section: Section, words: str, lexicon: Lexicon) -> Section | None:
    """The section before that some words of a section mean; None where they point at none."""
    if lexicon.terms.keys().isdisjoint((OFFENCES_BEFORE, MATERIAL_BEFORE, SECTION_BEFORE)):
        return None
    pointing = {span.term for span in _pointing(lexicon).tag(words)}
    if not pointing:
        return None
    before = list(_before(instrument, section))
    if SECTION_BEFORE in pointing and before and _number(section)[1][0][0] - _number(before[0])[1][0][0] <= 1:
        return before[0]
    if pointing == {SECTION_BEFORE} or not _points(section, lexicon):
        return None
    others = (one for one in before[:FARTHEST] if not _points(one, lexicon))
    return next((one for one in others if _offences(lexicon, one.text)), None)


def _before(instrument: Instrument, section: Section) -> Iterator[Section]:
    """The sections before one by their numbers, nearest first."""
    own = _number(section)
    numbered = sorted(((_number(one), place) for place, one in enumerate(instrument.sections) if one.status not in UNREAD), reverse=True)
    return (instrument.sections[place] for number, place in numbered if number < own)


def _number(section: Section) -> _Number:
    """What sections are ordered by: which of those of one number it is, then its number."""
    parts = re.findall(r"(\d+)([^\W\d_]*)", bare_number(section.eid or section.number))
    return section.occurrence, tuple((int(digits), letters) for digits, letters in parts) or ((0, ""),)


def _points(section: Section, lexicon: Lexicon) -> bool:
    """Whether a section speaks of offences, or of material, that stand before it and not in itself."""
    first = next((span for span in _pointing(lexicon).tag(section.text) if span.term != SECTION_BEFORE), None)
    return first is not None and not _named(first, section.text[: first.start]) and not _offences(lexicon, section.text[: first.start])


def _named(span: TaggedSpan, before: str) -> bool:
    """Whether the thing that words point at was named before them."""
    noun = max(fold(span.text).split(), key=len, default="")[:STEM]
    return any(word.startswith(noun) for word in re.findall(r"\w+", fold(before)))


def _offences(lexicon: Lexicon, text: str) -> Iterable[TaggedSpan]:
    return narrow_tagger(lexicon.language, frozenset({OFFENCE})).tag(text)


def _pointing(lexicon: Lexicon) -> Tagger:
    return narrow_tagger(lexicon.language, frozenset({OFFENCES_BEFORE, MATERIAL_BEFORE, SECTION_BEFORE}))
