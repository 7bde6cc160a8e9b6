"""Turns a file's paragraphs into Lines that know where in the file they stand.

Every reader makes Lines; `structure.py` makes sections of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PART, SECTION, SCHEDULE, UNREAD = "part", "section", "schedule", "unread"


@dataclass(frozen=True)
class Line:
    """A paragraph of a file.

    `page` is 0 where the format has no pages; `paragraph` counts from 1, on its page where there are pages. `level` is
    the level of a heading, 0 for none. `opens` is what the format itself says that the line begins, if it does.
    """

    text: str
    paragraph: int
    page: int = 0
    level: int = 0
    opens: str = ""


@dataclass(frozen=True)
class Place:
    """Where words stand in the drafter's own file."""

    page: int
    paragraph: int

    def __str__(self) -> str:
        return f"page {self.page}, paragraph {self.paragraph}" if self.page else f"paragraph {self.paragraph}"


@dataclass(frozen=True)
class Pages:
    """All that a reader took from a file."""

    lines: Sequence[Line]
    title: str = ""
    language: str = ""
    pages: int = 0
    notes: tuple[str, ...] = ()
