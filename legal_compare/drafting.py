"""Turns one language's habits of drafting into answers about a line: what it defines, whether it closes a list or is no law.

The habits come from the language's lexicon; what every tradition shares (a quoted label before its defining word)
stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from legal_compare.numbering import EDITORIAL, read_markers

QUOTED = r"[“\"«„'‘「『]\s?([^”\"»“'’」』\n]{2,90}?)\s?[”\"»“'’」』]"
QUOTE = re.compile(r"[“\"«„'‘「『]")
_INTRODUCED = re.compile(r".{0,60}?(?:\bterms?|\bexpressions?|\bwords?|[—–:])\s*(?=[“\"«„‘])")
"""What may stand on a line before the quoted label of its definition."""
_POINTED = re.compile(rf"{EDITORIAL}\s*{QUOTED}\s?:")
"""A label that only points elsewhere: `“access”: see section 3`."""

_OPENING = re.compile(r"[^\s、。（）「」]{2,60}")
"""What may hold a label that nothing parts from its definition."""
_KANA_END = re.compile(r"[ぁ-ん]$")
"""A particle or ending: no label of a definition ends so."""


@dataclass(frozen=True)
class Drafting:
    """How one language words a definition, closes a list and marks what is no law (from its lexicon)."""

    defines: tuple[str, ...] = ()
    definition_headings: tuple[str, ...] = ()
    references_to: tuple[str, ...] = ()
    introduces: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    inline_lists: bool = False
    unparted: str = ""
    """Words that end a definition in a list whose print leaves nothing between a label and its definition."""

    @cached_property
    def entry(self) -> re.Pattern[str] | None:
        """Pattern of a definition's opening: a quoted label and, close by, a defining word."""
        if not self.defines:
            return None
        return re.compile(rf"{EDITORIAL}\s*{QUOTED}\W{{0,3}}[^“\"«„」『;.\n]{{0,110}}?(?:\b|(?<=\W))(?:{self._words})", re.IGNORECASE)

    def closing(self, line: str) -> bool:
        """Whether a line closes the list before it: `Penalty: ...`, `döms för ...`."""
        return self._closing is not None and self._closing.match(line) is not None

    def note(self, line: str) -> bool:
        """Whether a line only tells of amendments, and is no law."""
        return self._note is not None and self._note.match(line) is not None

    def closing_within(self, line: str, after: int) -> int:
        """Offset where the closing words of an inline list begin; -1 where it has none."""
        match = re.compile(rf"(?<=\s)(?:{'|'.join(self.closes)})").search(line, after) if self.closes else None
        return match.start() if match else -1

    def unparted_labels(self, heading: str, text: str, instrument: str) -> tuple[str, ...]:
        """Labels in a list of definitions, `一　児童十八歳に満たない者をいう。`: the longest opening of an item that other sections use."""
        if not self.unparted or not any(word in heading for word in self.definition_headings):
            return ()
        found: list[str] = []
        for line in text.splitlines():
            at, markers = read_markers(line)
            opening = _OPENING.match(line, at) if markers and self.unparted in line else None
            if opening:
                parted = line[opening.end() : opening.end() + 1].isspace()
                lengths = range(len(opening[0]), 1, -1)
                openings = (opening[0][:length] for length in lengths)
                again = (one for one in openings if parted or instrument.count(one) > text.count(one))
                found += islice((one for one in again if not _KANA_END.search(one)), 1)
        return tuple(found)

    def label(self, line: str, announced: bool, begins: bool) -> str:
        """The expression that a line defines, or nothing.

        `announced` says that the heading speaks of definitions, `begins` that a number stands before the line, or nothing does.
        """
        for pattern in self._labels:
            if found := pattern.search(line, 0, 320):
                return str(found[1]).strip()
        if self.entry is None:
            return ""
        match = None
        if quote := QUOTE.search(line):  # without one none of these can match
            match = self.entry.match(line) if quote.start() < 120 else None
            if match is None and _INTRODUCED.match(line):
                match = self.entry.search(line, 0, 260)
            match = match or self._sentence.match(line)
        if match is None and self._referring is not None:
            match = self._referring.match(line)
        if match is None and self._introduced is not None:
            match = self._introduced.search(line[:320])
        if match:
            return str(match[1]).strip()
        if announced and (pointed := _POINTED.match(line)):
            return str(pointed[1]).strip()
        if (not begins and line[:1].islower()) or announced:
            found = self._defining.search(line[:130])
            label = line[: found.start()].strip(" ,:–—-") if found else ""
            if label and len(label.split()) <= 9 and not re.search(r"[;.]", label):
                return re.sub(r",? in relation to .*", "", label)
        return ""

    def heads_definitions(self, heading: str) -> bool:
        """Whether a heading says that definitions stand below it."""
        return any(word in heading.lower() for word in self.definition_headings)

    def may_define(self, text: str, heading: str) -> bool:
        """Whether any line of a text could have a label."""
        return self.heads_definitions(heading) or self._hint.search(text) is not None

    @cached_property
    def _hint(self) -> re.Pattern[str]:
        """What no definition can do without, below a heading that does not announce it: its defining words."""
        anywhere = (pattern.replace("(?i)", "").removeprefix("^") for pattern in (*self.introduces, *map(_at_any_gap, self.labels)))
        return re.compile("|".join([*self.defines, *anywhere]) or r"(?!)", re.IGNORECASE | re.MULTILINE)

    @property
    def _words(self) -> str:
        return "|".join(self.defines)

    @cached_property
    def _labels(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_at_any_gap(pattern)) for pattern in self.labels)

    @cached_property
    def _sentence(self) -> re.Pattern[str]:
        """In this section “picture” means ..."""
        return re.compile(rf"[^.;“\"«„]{{0,80}}{QUOTED},?\s+(?:{self._words})\b", re.IGNORECASE)

    @cached_property
    def _referring(self) -> re.Pattern[str] | None:
        """References to pictures include ..."""
        if not self.references_to:
            return None
        return re.compile(rf"(?:{'|'.join(self.references_to)})\s(.{{3,90}}?),?\s+(?:{self._words})\b", re.IGNORECASE)

    @cached_property
    def _introduced(self) -> re.Pattern[str] | None:
        """The label follows its defining word: `se considera pornografía infantil: ...`."""
        if not self.introduces:
            return None
        return re.compile(rf"(?:{'|'.join(self.introduces)})\s[«“\"„]?(.{{3,90}}?)[»”\"]?\s?(?:[:,;—–]|$)", re.IGNORECASE)

    @cached_property
    def _defining(self) -> re.Pattern[str]:
        return re.compile(rf"[\s,:–—-](?:{self._words})\b", re.IGNORECASE)

    @cached_property
    def _closing(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self.closes)) if self.closes else None

    @cached_property
    def _note(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self.notes)) if self.notes else None


def _at_any_gap(pattern: str) -> str:
    """A pattern whose spaces match any white space, as print sets it; sets and what is looked back at stay."""
    return re.sub(r"\[[^\]]*\]|\(\?<[!=][^)]*\)| ", lambda part: r"\s+" if part[0] == " " else part[0], pattern)
