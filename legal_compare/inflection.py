"""Turns an expression into a pattern that finds it in whatever case or number a text uses it.

A lexicon lists the endings that its words take; a word is then known by what stands before any of them, accents aside, as they
move with the case. Words that change their stem (`dítě`, `dítěte`) are out of reach.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STEM = 4
"""Letters that a stem must keep: shorter ones begin too many other words."""


def unaccented(folded: str) -> str:
    """Folded text without accents and final sigmas, one character for one.

    >>> unaccented("ποινικός κώδικας")
    'ποινικοσ κωδικασ'
    """
    return folded if folded.isascii() else "".join(unicodedata.normalize("NFD", character)[0] for character in folded).replace("ς", "σ")


@lru_cache(maxsize=4096)
def inflected(folded: str, endings: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a folded expression in unaccented text.

    >>> bool(inflected("detskou pornografiou", ("ou", "ej", "ie")).search("prechovavanie detskej pornografie"))
    False
    >>> bool(inflected("detskou pornografiou", ("ou", "iou", "ej", "ie")).search("prechovavanie detskej pornografie"))
    True
    """
    words = (_any_case(word, endings) for word in unaccented(folded).split())
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)")


def beginnings(folded: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    """What every use of an expression must hold: the shortest stem of each word."""
    return tuple(_stems(word, endings)[0] for word in unaccented(folded).split())


def _any_case(word: str, endings: tuple[str, ...]) -> str:
    if len(word) < STEM:
        return re.escape(word)
    stems = _stems(word, endings)
    after = "|".join(re.escape(unaccented(ending)) for ending in endings)
    return rf"(?:{'|'.join(map(re.escape, stems))})(?:{after})?"


def _stems(word: str, endings: tuple[str, ...]) -> tuple[str, ...]:
    """The word without each ending that it has, the shortest first; a short word does not bend."""
    if len(word) < STEM:
        return (word,)
    bare = {unaccented(ending) for ending in ("", *endings)}
    found = {word[: len(word) - len(ending)] for ending in bare if word.endswith(ending)}
    return tuple(sorted((stem for stem in found if len(stem) >= STEM), key=len)) or (word,)
