"""Turns a Markdown file with front matter into an Instrument.

Two front matters are understood: that of `statutes/` (checked strictly) and that of collections of reference
texts (`--law FOLDER`), whose keys are translated and whose gaps are filled with honest unknowns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, overload

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from legal_compare.drafting import Drafting
from legal_compare.embedded import split_embedded
from legal_compare.errors import Problems, StatuteError
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.columns import filled
from legal_compare.segmentation import segment
from legal_compare.statutes import LAYERS, UNREAD, Instrument, Section, Source, named_by_chapter, split_heading
from legal_compare.strict_yaml import read_yaml

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F)])
_CONTROL = dict.fromkeys((*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)), " ")
_UNWANTED = re.compile("[" + "".join(re.escape(chr(code)) for code in (*_INVISIBLE, *_CONTROL)) + "]")
_UNCLEAN = re.compile(f"[\r{''.join(map(chr, (*_INVISIBLE, *_CONTROL)))}]")
_BLANK_LINES = re.compile(r"\n\s*\n")
_OMITTED = "[...]"
RESIDUE = re.compile(
    r"\s*(?:History of this document\b|Documents citing this one\b|Previous Version\b|The Lawphil Project\b|\{\"@context\").*\Z", re.DOTALL
)
"""What collections of law on the web print after the last words of a section; it is no law."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceMatter(_Strict):
    """Where an excerpt comes from; only model law, which is quoted from nowhere, has no `sha256`."""

    publisher: str
    url: str
    terms: str
    sha256: str = ""


class FrontMatter(_Strict):
    """Front matter of a file in `statutes/`."""

    title: str
    citation: str
    id: str
    kind: str
    status: str
    as_of: str
    as_of_note: str = ""
    language: str
    scope: str = ""
    note: str = ""
    translation: str = ""
    provision_status: dict[str, str] = {}
    source: SourceMatter

    @field_validator("status")
    @classmethod
    def _known_status(cls, value: str) -> str:
        if value not in LAYERS:
            raise ValueError(f"unknown status {value!r}; use one of {', '.join(sorted(LAYERS))}")
        return value

    @field_validator("as_of", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> str:
        return str(value)


def read_markdown(path: Path, jurisdiction: str) -> Instrument:
    """One instrument; raises StatuteError or Problems with the file, the place and what to do."""
    return parse_markdown(_decode(path), jurisdiction, path.stem, str(path))


def parse_markdown(text: str, jurisdiction: str, stem: str, where: str) -> Instrument:
    """The same from a string; `where` names it in errors."""
    matter, body = _split_front_matter(text, where)
    known = _own_matter(matter, where) if "source" in matter else _reference_matter(matter, jurisdiction, stem, where)
    instrument = Instrument(jurisdiction=jurisdiction, stem=stem, **known["instrument"])
    sections = BodySections(body, instrument, known["provision_status"])
    return replace(instrument, sections=sections, size=len(body), digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


class BodySections(Sequence[Section]):
    """The sections of a file's body, cut into provisions when first looked at.

    What was assessed before is remembered by content, so most readings of a corpus never need them.
    """

    def __init__(self, body: str, instrument: Instrument, statuses: dict[str, str]) -> None:
        self._body, self._instrument, self._statuses = body, instrument, statuses

    @cached_property
    def _cut(self) -> tuple[Section, ...]:
        return _sections(self._body, self._instrument, self._statuses)

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Section, ...]: ...
    def __getitem__(self, place: int | slice) -> Section | tuple[Section, ...]:
        return self._cut[place]

    def __len__(self) -> int:
        return len(self._cut)

    def __iter__(self) -> Iterator[Section]:
        return iter(self._cut)


def clean(text: str) -> str:
    """Words as printed, without invisible characters; line ends as a newline (NFC)."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_INVISIBLE).translate(_CONTROL) if _UNWANTED.search(text) else text


def _decode(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise StatuteError(f"{path}, line {line}", "is not UTF-8", "Save the file as UTF-8.") from error
    except OSError as error:
        raise StatuteError(str(path), f"cannot be read ({error.strerror})", "Check that the file exists.") from error


def _split_front_matter(text: str, where: str) -> tuple[dict[str, Any], str]:
    match = re.match(r"\ufeff?---\s*\n(.*?)\n---\s*\n(.*)", text, re.DOTALL)
    if not match:
        raise StatuteError(where, "has no front matter", "Begin the file with a block of keys between two lines of ---.")
    try:
        matter = read_yaml(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise StatuteError(f"{where}{line}", "front matter is not YAML", "Quote values that hold a colon.") from error
    if not isinstance(matter, dict):
        raise StatuteError(where, "front matter is not a list of keys", "Write `key: value` lines.")
    return matter, match[2]


def _own_matter(matter: dict[str, Any], where: str) -> dict[str, Any]:
    try:
        front = FrontMatter.model_validate(matter)
    except ValidationError as error:
        problems = [f"front matter > {' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise Problems(where, problems, "See docs/adding-a-jurisdiction.md for the keys.") from error
    return {
        "instrument": {
            "title": front.title,
            "citation": front.citation,
            "work": front.id,
            "kind": front.kind,
            "status": front.status,
            "as_of": front.as_of,
            "as_of_note": front.as_of_note,
            "language": front.language,
            "scope": front.scope,
            "note": front.note,
            "source": Source(**front.source.model_dump()),
        },
        "provision_status": front.provision_status,
    }


def _reference_matter(matter: dict[str, Any], jurisdiction: str, stem: str, where: str) -> dict[str, Any]:
    missing = [key for key in ("title", "language", "status") if key not in matter]
    if missing:
        raise Problems(where, [f"front matter > {key}: missing" for key in missing], "Add the keys.")
    status = str(matter["status"])
    if status not in LAYERS:
        raise StatuteError(where, f"unknown status {status!r}", f"Use one of {', '.join(sorted(LAYERS))}.")
    return {
        "instrument": {
            "title": str(matter["title"]),
            "citation": str(matter.get("citation", "")),
            "work": f"{jurisdiction.lower()}/{stem}",
            "kind": str(matter.get("kind", "act")),
            "status": status,
            "as_of": str(matter.get("version_date", "unknown")),
            "language": str(matter["language"]),
            "scope": str(matter.get("extent", "")),
            "source": Source(
                publisher=str(matter.get("obtained_from", "")),
                url=str(matter.get("official_url", "")),
                terms=str(matter.get("reuse_terms", "")),
            ),
        },
        "provision_status": {},
    }


def _sections(body: str, instrument: Instrument, statuses: dict[str, str]) -> tuple[Section, ...]:
    lexicon = read_lexicon(instrument.language)
    drafting = lexicon.drafting if lexicon else Drafting()
    seen: dict[str, int] = {}
    chapter = ""
    found: list[Section] = []
    blocks = re.split(r"^(#{1,2} .*)$", clean(body), flags=re.MULTILINE)
    for heading_line, words in zip(blocks[1::2], blocks[2::2], strict=True):
        text = re.sub(r"^#{3,}\s*", "", words, flags=re.MULTILINE).replace(_OMITTED, "").strip("\n")
        text = _BLANK_LINES.sub("\n", filled(RESIDUE.sub("", text)))
        if heading_line.startswith("# ") or not text.strip():
            chapter = heading_line.lstrip("# ").strip()
            continue
        printed = heading_line[3:].strip()
        number, heading = split_heading(printed) or (printed[:60], printed)
        seen[number] = seen.get(number, 0) + 1
        section = Section(
            instrument_title=instrument.title,
            stem=instrument.stem,
            work=instrument.work,
            number=number,
            heading=heading,
            text=text,
            chapter=chapter,
            occurrence=seen[number],
            status="unread" if UNREAD.match(printed) else statuses.get(number, ""),
            labels=drafting.unparted_labels(heading, text, body),
        )
        found.extend(split_embedded(section))
    return tuple(replace_provisions(section, drafting) for section in named_by_chapter(found))


def replace_provisions(section: Section, drafting: Drafting) -> Section:
    """The section, to be cut into provisions as the drafting habits of its language say."""
    object.__setattr__(section, "cut", partial(segment, drafting=drafting))
    section.__dict__.pop("provisions", None)
    return section
