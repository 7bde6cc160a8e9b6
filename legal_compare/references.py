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

_NUMBER = r"\d+[a-z]{0,3}"


def bare_number(number: str) -> str:
    """A printed section number without heading word: `§ 2258A` -> `2258a`."""
    match = re.search(r"\d+[\w.-]*(?:\s(?:bis|ter|quater|quinquies|sexies|septies))?", number.lower())
    return match[0].rstrip(".") if match else number.lower()


@cache
def _citing(words: tuple[str, ...], ranges: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(fold(word).strip()) for word in sorted(words, key=len, reverse=True))
    to = "|".join(re.escape(fold(word).strip()) for word in ranges if fold(word).strip())
    joint = rf"(?:\s*,\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|{to})\s+|\s*,?\s*(?:or|and)\s+)"
    return re.compile(rf"(?<!\w)(?:{names})\.?\s+({_NUMBER}(?:\s+\d?[a-z]{{0,2}}(?=\s))*(?:{joint}(?:(?:{names})\s+)?{_NUMBER})*)")


def cited_numbers(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Bare numbers of the sections that a text cites, ranges filled in.

    "an offence under section 4 or 5A" -> {"4", "5a"}; "Articles 3 to 7" -> {"3", "4", "5", "6", "7"}.
    """
    if not lexicon.section_words:
        return frozenset()
    found: set[str] = set()
    spans = tuple(fold(word).strip() for word in lexicon.ranges if fold(word).strip())
    for match in _citing(lexicon.section_words, lexicon.ranges).finditer(fold(text)):
        numbers = re.findall(_NUMBER, match[1])
        found.update(numbers)
        for first, last in re.findall(rf"(\d+)[a-z]{{0,3}}\s+(?:{'|'.join(map(re.escape, spans)) or '-'})\s+(\d+)", match[1]):
            found.update(str(number) for number in range(int(first), min(int(last), int(first) + 60) + 1))
    return frozenset(found)


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
