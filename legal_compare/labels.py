"""Turns the ids of the codebook into short names for people."""

from __future__ import annotations

ACRONYMS = {"csam": "CSAM", "ai": "AI", "ict": "ICT", "kyc": "KYC"}
JOINED = ("non", "cross")
"""Beginnings that keep their hyphen."""


def label(name: str) -> str:
    """A short name for people from an id of the codebook.

    >>> label("csam-access"), label("non-compliance-penalty")
    ('CSAM access', 'Non-compliance penalty')
    """
    words = " ".join(ACRONYMS.get(word, word) for word in name.split("-"))
    for prefix in JOINED:
        words = words.replace(f"{prefix} ", f"{prefix}-")
    return words[:1].upper() + words[1:]


def in_words(name: str) -> str:
    """An id inside a sentence or a table: `under-eighteen` -> `under eighteen`, alternatives joined by “or”."""
    return name.replace("-", " ").replace("|", " or ")
