"""Turns a draft that somebody hands in into an Instrument whose every word can be found again in their own file.

A draft may be a file, bytes or words; it is read in memory and neither written nor remembered anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path

from legal_compare.drafting import Drafting
from legal_compare.errors import StatuteError
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.language import UNKNOWN, language_name, language_of
from legal_compare.readers.limits import LARGEST_FILE, MEGABYTE, MOST_LINES, MOST_REPEATED, checked_size, checked_words, decoded, kind_of
from legal_compare.readers.lines import Line, Pages, Place
from legal_compare.readers.markdown import parse_markdown
from legal_compare.readers.plain import BEGINS
from legal_compare.readers.structure import structure
from legal_compare.statutes import Instrument, Provision, Section

STEM = "bill"
"""Stem of a draft's provisions in tables, as a file's name is for law."""
UNNAMED = "Draft bill"


@dataclass(frozen=True)
class Draft:
    """A bill as it was handed in: its provisions, its language, and where its words stand.

    `notes` tell what a reader must know of how it was read: what was left out, what is not law, which language.
    """

    instrument: Instrument
    format: str
    pages: int = 0
    notes: tuple[str, ...] = ()
    places: dict[str, tuple[tuple[int, Place], ...]] = field(default_factory=dict, repr=False)

    @property
    def language(self) -> str:
        """ISO 639-1 code of its language."""
        return self.instrument.language

    def place(self, provision: Provision) -> Place | None:
        """Where a provision's own words begin in the drafter's file; None for law that is no draft."""
        known = self.places.get(provision.section.address)
        if not known or provision.section.stem != STEM:
            return None
        start = provision.stretches[-1][0] if provision.kind in ("limb", "definition") else provision.stretches[0][0]
        return known[max(0, bisect_right(known, start, key=itemgetter(0)) - 1)][1]

    def without(self, numbers: tuple[str, ...]) -> Draft:
        """The same draft with some clauses struck, named by their numbers; raises StatuteError for a number that it has not."""
        known = {section.number: section for section in self.instrument.sections}
        for number in numbers:
            if number not in known:
                raise StatuteError(self.instrument.title, f"has no clause {number!r}.", f"It has {', '.join(list(known)[:40])}.")
        kept = tuple(section for section in self.instrument.sections if section.number not in numbers)
        return replace(self, instrument=replace(self.instrument, sections=kept))


def read_draft(source: Path | bytes | str, name: str = "", jurisdiction: str = "", language: str | None = None) -> Draft:
    """A draft from a file (Path), the bytes of one, or its words (str).

    `name` is the file's name where bytes are given: its suffix must agree with what they hold. `language` overrules what
    is detected. Raises StatuteError, with what to do, for anything that cannot be read safely and whole.
    """
    where = name or (source.name if isinstance(source, Path) else "the draft")
    notes: list[str] = []
    if isinstance(source, str):
        text = checked_words(source, where, notes)
        kind = "markdown" if re.search(r"(?m)^(?:#{1,4} |---\s*$)", text[:20_000]) else "text"
        pages = _of_words(text, kind, where)
    else:
        data = checked_size(_bytes(source, where), where)
        kind = kind_of(data, Path(name).suffix if name else source.suffix if isinstance(source, Path) else "", where)
        text = ""
        if kind in ("markdown", "text", "html"):
            text = checked_words(decoded(data, where), where, notes)
        pages = _of_words(text, kind, where) if text else _of_bytes(data, kind, where)
    if kind == "markdown" and re.match(r"---\s*\n.*?\n---\s*\n", text, re.DOTALL) and "\nlanguage:" in text[:5000]:
        return _of_reference(text, where, jurisdiction, language, notes)
    lines = pages.lines if text else _checked_lines(pages.lines, where, notes)
    words = "\n".join(line.text for line in lines)
    if len(lines) > MOST_LINES:
        raise StatuteError(where, f"has {len(lines):,} paragraphs; at most {MOST_LINES:,} are read.", "Give the bill alone, or in parts.")
    if not re.search(r"\w", words):
        raise StatuteError(where, "holds no words.", "Give a file with a text layer.")
    spoken = language or language_of(words)
    lexicon = read_lexicon(spoken)
    title = _title(pages, where)
    work = f"{(jurisdiction or 'draft').lower()}/bill/{STEM}"
    found = structure(lines, title, STEM, work, lexicon.drafting if lexicon else Drafting())
    instrument = Instrument(
        jurisdiction.upper(), STEM, title, title, work, "bill", "bill", "unknown", spoken,
        as_of_note="a draft has no date of text", size=len(words), sections=tuple(one.section for one in found),
    )  # fmt: skip
    _check_nesting(instrument, where)
    places = {one.section.address: one.places for one in found}
    notes += [*pages.notes, *_told(instrument, bool(lexicon))]
    return Draft(instrument, kind, pages.pages, tuple(notes), places)


def _bytes(source: Path | bytes, where: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        size = source.stat().st_size
        if size > LARGEST_FILE:
            raise StatuteError(
                where, f"is {size / MEGABYTE:,.0f} MB; at most {LARGEST_FILE // MEGABYTE} MB are read.", "Give the bill alone."
            )
        return source.read_bytes()
    except OSError as error:
        raise StatuteError(str(source), f"cannot be read ({error.strerror}).", "Check that the file exists.") from error


def _of_words(text: str, kind: str, where: str) -> Pages:
    from legal_compare.readers.html import html_lines
    from legal_compare.readers.plain import markdown_lines, text_lines

    if kind == "html":
        return html_lines(text, where)
    return markdown_lines(text) if kind == "markdown" else text_lines(text)


def _of_bytes(data: bytes, kind: str, where: str) -> Pages:
    if kind == "pdf":
        from legal_compare.readers.pdf import pdf_lines

        return pdf_lines(data, where)
    if kind == "docx":
        from legal_compare.readers.docx import docx_lines

        return docx_lines(data, where)
    from legal_compare.readers.akoma_ntoso import akoma_ntoso_lines
    from legal_compare.readers.publishers import publisher_lines

    return publisher_lines(data, where) or akoma_ntoso_lines(data, where)


def _checked_lines(lines: Sequence[Line], where: str, notes: list[str]) -> list[Line]:
    """Lines of a file whose words were packed, held to the same rules as plain words."""
    checked_words("\n".join(line.text for line in lines), where, notes)
    return [replace(line, text=checked_words(line.text, where, [])) for line in lines]


def _of_reference(text: str, where: str, jurisdiction: str, language: str | None, notes: list[str]) -> Draft:
    """A file with the front matter of reference texts: its headings say which its clauses are."""
    parsed = parse_markdown(text, jurisdiction.upper(), STEM, where)
    spoken = language or parsed.language
    instrument = replace(parsed, language=spoken, status="bill", kind="bill", sections=tuple(parsed.sections), digest="")
    _check_nesting(instrument, where)
    places = dict(_lines_of(instrument.sections))
    notes += _told(instrument, read_lexicon(spoken) is not None)
    return Draft(instrument, "markdown", 0, tuple(notes), places)


def _check_nesting(instrument: Instrument, where: str) -> None:
    """Raises where paragraphs hang on so many others that reading each with its lead-in would fill the memory."""
    repeated = 0
    for section in instrument.sections:
        repeated += sum(end - start for provision in section.provisions for start, end in provision.stretches)
        if repeated > MOST_REPEATED:
            name = section.citation_number
            raise StatuteError(where, f"has too many paragraphs inside one another ({name}).", "Number its clauses afresh.")


def _lines_of(sections: Sequence[Section]) -> list[tuple[str, tuple[tuple[int, Place], ...]]]:
    """Paragraphs counted through the file: a section's heading is one, and so is each of its lines."""
    found, counted = [], 0
    for section in sections:
        counted += 1
        places = []
        for match in re.finditer(r"[^\n]+", section.text):
            counted += 1
            places.append((match.start(), Place(0, counted)))
        found.append((section.address, tuple(places)))
    return found


def _title(pages: Pages, where: str) -> str:
    """The document's own title, else a first short line, else its name."""
    if len(pages.title) > 4 and not re.search(r"\.(?:docx?|pdf|tmp)$|^(?:microsoft word|untitled|document\d*)", pages.title, re.IGNORECASE):
        return pages.title
    for line in list(pages.lines)[:6]:
        words = line.text.strip()
        if 3 < len(words) < 160 and re.search(r"[^\W\d_]{2}", words) and words[-1] not in ".;:," and not BEGINS.match(words):
            return words
    return UNNAMED if where == "the draft" else Path(where).stem


def _told(instrument: Instrument, read: bool) -> list[str]:
    name = language_name(instrument.language)
    unread = sum(section.status == "unread" for section in instrument.sections)
    notes = []
    if instrument.language == UNKNOWN:
        notes.append("the language could not be told: name it")
    elif not read:
        notes.append(f"written in {name}, for which there is no lexicon: its rules could not be tried")
    if unread:
        parts = "one part is" if unread == 1 else f"{unread} parts are"
        notes.append(f"not read as law (preamble, explanations): {parts} before, between or after the clauses")
    return notes
