"""Turns an expression into a pattern that finds it in whatever case or number a text uses it.

A lexicon lists the endings that its words take; a word is then known by its stem, accents aside, as they move with the case.
Words that change their stem (`dítě`, `dítěte`) are out of reach.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STEM = 4
"""Letters that a stem must keep: shorter ones begin too many other words."""


def unaccented(folded: str) -> str:
    """Folded text without accents, one character for one.

    >>> unaccented("ποινικού κώδικα")
    'ποινικου κωδικα'
    """
    return folded if folded.isascii() else "".join(unicodedata.normalize("NFD", character)[0] for character in folded)


@lru_cache(maxsize=4096)
def inflected(folded: str, endings: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a folded expression in unaccented text.

    >>> bool(inflected("detskou pornografiou", ("ou", "iou", "ej", "ie")).search("prechovavanie detskej pornografie"))
    True
    """
    bare = sorted({unaccented(ending) for ending in endings}, key=len, reverse=True)
    after = rf"(?:{'|'.join(map(re.escape, bare))})?"
    words = (_stem(word, bare) for word in unaccented(folded).split())
    return re.compile(r"(?<!\w)" + r"\s+".join(re.escape(stem) + after * bends for stem, bends in words) + r"(?!\w)")


def stems(folded: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    """What every use of an expression must hold."""
    bare = sorted({unaccented(ending) for ending in endings}, key=len, reverse=True)
    return tuple(_stem(word, bare)[0] for word in unaccented(folded).split())


def _stem(word: str, endings: list[str]) -> tuple[str, bool]:
    """The word without its longest ending, and whether it bends: short words do not."""
    if len(word) < STEM:
        return word, False
    return next((word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) >= STEM), word), True
