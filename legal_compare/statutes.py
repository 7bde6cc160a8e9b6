"""Turns folders of law into Jurisdictions, Instruments, Sections and Provisions.

A provision is always read with its lead-in: its text is made of stretches of the printed section, so that
every offset in it leads back to the section's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

LAYERS = {
    "in-force": "in-force",
    "convention": "in-force",
    "translation": "in-force",
    "superseded-version": "superseded",
    "bill": "proposed",
    "proposal": "proposed",
    "model": "in-force",
    "not-commenced": "proposed",
    "repealed": "void",
    "expired": "void",
    "struck-down": "void",
}
"""Status of a text -> layer in which it is read; `void` is never read."""

COVERAGE = ("complete", "partial", "none")


@dataclass(frozen=True)
class Source:
    """Where the words of an instrument come from."""

    publisher: str = ""
    url: str = ""
    terms: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Provision:
    """The smallest unit that can be cited, read with its lead-in.

    `kind` is section, subsection, limb or definition; `stretches` are (start, end) offsets into the
    section's text; `label` is the defined expression of a definition.
    """

    section: Section = field(repr=False, compare=False)
    kind: str
    path: tuple[tuple[str, str], ...]
    stretches: tuple[tuple[int, int], ...]
    label: str = ""

    @cached_property
    def text(self) -> str:
        """Lead-ins, own words and closing words, one stretch a line."""
        return "\n".join(self.section.text[start:end] for start, end in self.stretches)

    @property
    def address(self) -> str:
        """Machine path: FRBR work and Akoma Ntoso eId."""
        return "__".join([self.section.address, *(f"{kind}_{number}" for kind, number in self.path)])

    @property
    def citation(self) -> str:
        """The same for people: `6(1)(a) Child Trafficking and Pornography Act 1998`."""
        limbs = "".join(f"({number})" for kind, number in self.path if kind != "def")
        label = f" “{self.label}”" if self.label else ""
        return f"{self.section.citation_number}{limbs}{label} {self.section.instrument_title}"

    def to_section(self, offset: int) -> int:
        """Offset in this provision's text -> offset in the section's text."""
        seen = 0
        for start, end in self.stretches:
            if offset <= seen + (end - start):
                return start + offset - seen
            seen += end - start + 1
        return self.stretches[-1][1]

    def from_section(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the section's text -> offsets in this provision's, if its words hold them whole."""
        seen = 0
        for first, last in self.stretches:
            if first <= start and end <= last:
                return seen + start - first, seen + end - first
            seen += last - first + 1
        return None


_BARE_NUMBER = re.compile(r"\d[\w.\-–/]*")


@dataclass(frozen=True)
class Section:
    """All that stands under one printed heading: its words, and the provisions in it, cut (by `cut`) when they are first asked for.

    `labels` are defined expressions that the print does not part from their definitions.
    """

    instrument_title: str
    stem: str
    work: str
    number: str
    heading: str
    text: str
    chapter: str = ""
    eid: str = ""
    occurrence: int = 1
    status: str = ""
    within: str = ""
    labels: tuple[str, ...] = ()
    cut: Callable[[Section], tuple[Provision, ...]] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """The section itself, its subsections, limbs and definitions, in the order of the text."""
        return self.cut(self) if self.cut else ()

    @property
    def key(self) -> str:
        """`<file stem>#<section number as in its heading>`, as tables and gold name it."""
        return f"{self.stem}#{self.number}"

    @property
    def address(self) -> str:
        """FRBR work and Akoma Ntoso eId of the section."""
        again = f"-{self.occurrence}" if self.occurrence > 1 else ""
        number = self.eid or re.sub(rf"^(?:{HEADING_WORD})\s*", "", self.number, flags=re.IGNORECASE)
        slug = re.sub(r"[^\w.]+", "-", number).strip("-.")
        return f"{self.work}#sec_{slug}{again}"

    @property
    def citation_number(self) -> str:
        """The number with its heading word, `s.` where the heading prints a bare number; with its chapter where each numbers its own."""
        number = f"s. {self.number}" if _BARE_NUMBER.fullmatch(self.number) else self.number
        return f"{self.within} {number}" if self.within else number


class UnmadeSections(Sequence[Section]):
    """Sections that are made when one is first looked at: in most acts of a statute book none ever is.

    `printed` are the heading with its number and the words of each, as they came.
    """

    def __init__(self, printed: Sequence[tuple[str, str]], make: Callable[[], tuple[Section, ...]]) -> None:
        self.printed = printed
        self._make = make

    @cached_property
    def _made(self) -> tuple[Section, ...]:
        return self._make()

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Section, ...]: ...
    def __getitem__(self, place: int | slice) -> Section | tuple[Section, ...]:
        return self._made[place]

    def __len__(self) -> int:
        return len(self.printed)

    def __iter__(self) -> Iterator[Section]:
        return iter(self._made)


@dataclass(frozen=True)
class Instrument:
    """One act, code, regulation, convention or bill, with its provenance."""

    jurisdiction: str
    stem: str
    title: str
    citation: str
    work: str
    kind: str
    status: str
    as_of: str
    language: str
    scope: str = ""
    as_of_note: str = ""
    note: str = ""
    source: Source = field(default_factory=Source)
    digest: str = ""
    size: int = 0
    sections: Sequence[Section] = field(default=(), repr=False, compare=False)

    @property
    def layer(self) -> str:
        """The layer in which its provisions are read."""
        return LAYERS[self.status]

    @property
    def printed(self) -> Sequence[tuple[str, str]]:
        """(heading, words) of each section: all the tokens of the section's own, though perhaps not yet cleaned."""
        if isinstance(self.sections, UnmadeSections):
            return self.sections.printed
        return [(section.heading, section.text) for section in self.sections]

    def provisions(self, kind: str = "limb") -> Iterator[Provision]:
        """All provisions of one kind, in the order of the text."""
        for section in self.sections:
            yield from (provision for provision in section.provisions if provision.kind == kind)

    def _repr_html_(self) -> str:
        from html import escape

        return (
            f"<b>{escape(self.title)}</b> ({escape(self.citation)}), {escape(self.status)}, "
            f"text of {escape(self.as_of)}, {len(self.sections)} sections"
        )


@dataclass(frozen=True)
class Jurisdiction:
    """A state or union whose law is read, and how much of it was read, theme by theme."""

    code: str
    name: str
    tradition: str = ""
    region: str = ""
    union: str | None = None
    states_duty: bool = False
    coverage: dict[str, str] = field(default_factory=dict)
    coverage_declared: bool = True
    known_missing: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = field(default=(), repr=False)

    def with_instruments(self, instruments: tuple[Instrument, ...]) -> Jurisdiction:
        """The same jurisdiction holding other instruments."""
        return replace(self, instruments=instruments)

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(f"<li>{instrument._repr_html_()}</li>" for instrument in self.instruments)
        return f"<b>{escape(self.name)}</b> ({escape(self.code)})<ul>{rows}</ul>"


HEADING_WORD = (
    r"§+|Art(?:icle|ículo|iculo|ikel|igo)?\.?|ART[IÍ]CULO|Section|Sec\.|Paragraph|Rule|Regulation|Clause"
    r"|Članak|člen|Článok|Čl\.|čl\.|Άρθρο"
)
_LATIN = r"(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|novies|decies)"
NUMBER = (
    r"(?:[LRDA]\.?\s?)?\d+(?:[.\-‐/]\d+)*[⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:" + _LATIN + r"\b|\.?[a-z]\b|(?-i:[A-Z]{4,6})|[A-Za-zΑ-Ω]{0,3})(?:-[A-Z0-9]+)*"
    rf"(?:\s?{_LATIN}\b(?:\s[a-z]\b)?)?[º°]?"
)
ANNEX = r"Schedule|Annex|Annexe|Appendix|Anlage|Anexo|Recital|Disposición\s\w+|Chapter|Part|Title|Preamble"
_PRINTED = re.compile(
    rf"^(?P<number>(?:\d+\s*kap\.\s*\d+(?:\s?[a-z])?\s*§"  # chapter and section: 23 kap. 5 §
    rf"|第\s*[〇零一二三四五六七八九十百千\d]+(?:[-‐]\d+)?\s*[条條](?:の[一二三四五六七八九十\d]+)*(?:之[一二三四五六七八九十\d]+)?"
    rf"|제\s*\d+조(?:의\s*\d+)?"
    rf"|{NUMBER}\s§"
    rf"|(?:{HEADING_WORD})\s*{NUMBER}(?:\s(?-i:[a-z])\b(?!\s(?-i:[a-z])))?"
    rf"|{NUMBER}(?:\s(?-i:[a-z](?=$|\s[A-ZÅÄÖ§])))?"
    rf"|(?:{ANNEX})\b(?:\s+(?:[\dIVX]+[A-Z]?|[a-z]+(?=\s[A-ZÁÉÍÓÚ]|$)))?))"
    rf"\.?[-–—]?(?:\s+|$|(?=[(（「『—:]))(?P<heading>.*)$",
    re.IGNORECASE,
)
UNREAD = re.compile(r"^(Recital|Preamble|Präambel|Considerando)", re.IGNORECASE)
"""Headings whose words never count as law: recitals and preambles."""


_CHAPTER = re.compile(r"(?P<word>[^\W\d]+)\s+(?:\d+[A-Za-z]?|[IVXLC]+)\b|\d+\s*[.§]?\s*(?P<last>[^\W\d]+)")


def named_by_chapter(sections: Sequence[Section]) -> list[Section]:
    """The sections, each with its chapter's designation (“3 luku”) where every chapter of that kind begins to count anew."""
    changes: dict[str, list[bool]] = {}
    before: tuple[str, str, int] | None = None
    kinds: list[tuple[str, str]] = []
    for section in sections:
        chapter, number = _CHAPTER.match(section.chapter), re.match(r"\d+", section.number)
        kind = ((chapter["word"] or chapter["last"]).casefold(), chapter[0]) if chapter else ("", "")
        kinds.append(kind)
        if chapter and number:
            if before and before[0] == kind[0] and before[1] != kind[1]:
                changes.setdefault(kind[0], []).append(int(number[0]) <= before[2])
            before = (*kind, int(number[0]))
    anew = {word for word, seen in changes.items() if all(seen)}
    return [replace(section, within=name) if word in anew else section for section, (word, name) in zip(sections, kinds, strict=True)]


def split_heading(line: str) -> tuple[str, str] | None:
    """A printed heading -> (number as printed, heading); None where it carries no number.

    >>> split_heading("15A Sexual communication with a child")
    ('15A', 'Sexual communication with a child')
    >>> split_heading("Article 5 Offences concerning child pornography")
    ('Article 5', 'Offences concerning child pornography')
    """
    match = _PRINTED.match(line.strip())
    return (match["number"].strip(), match["heading"].strip()) if match else None
