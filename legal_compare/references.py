"""Turns the words "section 5", "Articles 3 to 7" or "this Act" into ties between provisions.

A tie says only that a provision speaks of another; what follows from it is for the rules to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from legal_compare.lexicons import Lexicon, fold
from legal_compare.statutes import Instrument

UNDER_THIS_INSTRUMENT = "under-this-instrument"
"""Term of the lexicons for "under this Act", "of this Part" and the like."""

_LATIN = r"(?:\s(?:bis|ter|quater|quinquies|sexies|septies)\b)?"
_NUMBER = rf"\d+(?:[-.]\d+)*[a-z]{{0,3}}\b{_LATIN}"
LONGEST_RANGE = 60
"""Sections that a range may name; a longer one is a misreading."""
_BRACKETED = re.compile(r"\s?\([^()\s]{1,6}\)")
"""The subsection or limb after a section's number: `4(1)(a)`."""


def bare_number(number: str) -> str:
    """A printed section number without heading word: `§ 2258A` -> `2258a`."""
    match = re.search(rf"\d+[\w.-]*{_LATIN}", number.lower())
    return match[0].rstrip(".") if match else number.lower()


def cited_numbers(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Bare numbers of the sections that a text cites, ranges filled in.

    "an offence under section 4(1) or 5A" -> {"4", "5a"}; "Articles 3 to 7" -> {"3", "4", "5", "6", "7"}.
    """
    if not lexicon.section_words:
        return frozenset()
    citing, span = _citing(lexicon.section_words, lexicon.ranges)
    found: set[str] = set()
    for match in citing.finditer(_BRACKETED.sub("", text.lower())):
        found.update(number for number in re.findall(_NUMBER, match[1]))
        for first, last in span.findall(match[1]):
            found.update(str(number) for number in range(int(first), min(int(last), int(first) + LONGEST_RANGE) + 1))
    return frozenset(found)


@cache
def _citing(words: tuple[str, ...], ranges: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Pattern of a run of section numbers after a section word, and of a range inside it."""
    names = "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))
    to = "|".join(re.escape(word.lower()) for word in ranges) or "to"
    joint = rf"(?:\s*,?\s+(?:and|or|und|oder|et|ou|y|o|e|{to})\s+|\s*,\s*|\s*–\s*)"
    run = rf"(?<!\w)(?:{names})\.?\s*({_NUMBER}(?:{joint}(?:(?:{names})\.?\s*)?{_NUMBER})*)"
    span = rf"\b(\d+)[a-z]{{0,3}}(?:\s*[-–]\s*|\s+(?:{to})\s+(?:(?:{names})\.?\s*)?)(\d+)"
    return re.compile(run), re.compile(span)


def named_instruments(text: str, instruments: Iterable[Instrument]) -> frozenset[str]:
    """Stems of the instruments whose title a text names."""
    folded = " ".join(fold(text).split())
    return frozenset(
        instrument.stem
        for instrument in instruments
        if (title := title_words(instrument.title)) and len(title) > 8 and title in folded
    )


@cache
def title_words(title: str) -> str:
    """A title as other texts name it: without article, bracketed additions or year."""
    short = re.sub(r"\([^)]*\)", " ", title)
    short = re.sub(r"^(the)\s", "", fold(short).strip())
    return " ".join(re.sub(r"[,.]?\s*\d{4}.*$", "", short).split())
