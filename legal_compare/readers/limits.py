"""Turns what somebody hands in into bytes or words that are safe to read, or into a refusal that says why.

Nothing is opened before its size, kind and contents have been looked at; what would make the words that a person sees
differ from the words that are read is refused, not repaired.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from xml.parsers import expat

from legal_compare.errors import StatuteError

MEGABYTE = 1_000_000
LARGEST_FILE = 40 * MEGABYTE
"""Bytes of a file; a bill of 500 pages with scanned seals stays well below."""
LARGEST_TEXT = 6 * MEGABYTE
"""Characters of words; 500 pages hold about 1.5 million."""
LARGEST_PART = 40 * MEGABYTE
"""Bytes of one part of a DOCX, unpacked."""
LARGEST_WHOLE = 120 * MEGABYTE
MOST_PARTS = 3000
DEEPEST = 200
"""Levels of elements in XML; statutes need about thirty."""
MOST_PAGES = 1500
MOST_LINES = 40_000
"""Paragraphs of a draft; 500 pages hold about 10,000."""
MOST_REPEATED = 100_000_000
"""Characters of all provisions of a draft, each read with its lead-in; 500 pages hold about 10 million."""

KINDS = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".xml": "akn",
    ".akn": "akn",
}
"""Suffix of a file -> the format in which it is read."""

_KNOWN_BINARIES = (
    (b"\xd0\xcf\x11\xe0", "an old Word file or an encrypted document", "Save it as DOCX without a password."),
    (b"{\\rtf", "rich text (RTF)", "Save it as DOCX."),
    (b"\x89PNG", "a picture", "Give the document that it was made from."),
    (b"\xff\xd8\xff", "a picture", "Give the document that it was made from."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"\x7fELF", "a program", "Give a document."),
    (b"MZ", "a program", "Give a document."),
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("(?<=\\w)[\u200b\u2060\ufeff\u200e\u200f\u180e\U000e0000-\U000e007f]+(?=\\w)")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SCRIPTED = ("vbaProject.bin", "vbaData.xml", "activeX", "embeddings/")
_HARMLESS_LINKS = ("/hyperlink",)
"""Types of relationship that may point outside: a link is shown and never followed."""


def checked_size(data: bytes, where: str) -> bytes:
    """The bytes, where they are neither none nor too many."""
    if not data.strip():
        raise StatuteError(where, "is empty.", "Give a file with words.")
    if len(data) > LARGEST_FILE:
        raise StatuteError(
            where,
            f"is {len(data) / MEGABYTE:,.0f} MB; at most {LARGEST_FILE // MEGABYTE} MB are read.",
            "Give the text of the bill without pictures and annexes.",
        )
    return data


def kind_of(data: bytes, suffix: str, where: str) -> str:
    """The format of some bytes; raises where the name says another one than the contents."""
    named = KINDS.get(suffix.lower(), "")
    if suffix and not named:
        raise StatuteError(where, f"files ending in {suffix!r} are not read.", f"Use one of {', '.join(KINDS)}.")
    found = _sniffed(data, where)
    if found == "words":
        return named if named in ("markdown", "text") else _words_of(data, named, where)
    if named and named != found and not (found == "akn" and named == "html"):
        raise StatuteError(
            where, f"is named {suffix} but holds {found.upper()}.", "Give the file its right name, after making sure it is yours."
        )
    return found


def _sniffed(data: bytes, where: str) -> str:
    head = data[:1024]
    for magic, what, hint in _KNOWN_BINARIES:
        if head.startswith(magic):
            raise StatuteError(where, f"is {what}.", hint)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") or start.startswith(b"<akomantoso"):
        return "html" if b"<html" in data[:4096].lower() else "akn"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "words"


def _words_of(data: bytes, named: str, where: str) -> str:
    """The format of plain words, or a refusal where the name promises more."""
    if named in ("docx", "pdf"):
        raise StatuteError(where, f"is named .{named} but is none.", "It may be damaged: save it again.")
    if named == "akn":
        raise StatuteError(where, "is named .xml but holds no XML.", "Give an Akoma Ntoso file, or save it as .txt.")
    if named == "html" or re.search(rb"<(?:p|div|body|h[1-6])\b[^>]*>", data[:4096], re.IGNORECASE):
        return "html"
    return "markdown" if re.search(rb"(?m)^(?:#{1,4} |---\s*$)", data[:20_000]) else "text"


def decoded(data: bytes, where: str) -> str:
    """Words of UTF-8 or UTF-16 bytes; raises for anything that is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if b"\0" in data:
            raise StatuteError(where, "holds null bytes: it is no text.", "Save it as UTF-8 text.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise StatuteError(f"{where}, line {line}", "is not UTF-8.", "Save the file as UTF-8.") from error


def checked_words(text: str, where: str, notes: list[str]) -> str:
    """The words, in composed letters (NFC); raises where signs make the words look other than they are.

    Invisible signs inside a word are taken out and told in `notes`.
    """
    if len(text) > LARGEST_TEXT:
        raise StatuteError(
            where, f"holds {len(text) / MEGABYTE:,.1f} million characters; at most {LARGEST_TEXT // MEGABYTE} million are read.",
            "Give the bill alone, or in parts.",
        )  # fmt: skip
    if text.count("\n") > 8 * MOST_LINES:
        raise StatuteError(where, f"has more lines than a bill can have; at most {8 * MOST_LINES:,} are read.", "Give the bill alone.")
    if "\0" in text:
        raise StatuteError(where, "holds null bytes: it is no text.", "Save it as UTF-8 text.")
    if turned := _BIDI.search(text):
        line = text[: turned.start()].count("\n") + 1
        raise StatuteError(
            f"{where}, line {line}", f"holds a sign that turns the direction of writing (U+{ord(turned[0]):04X}).",
            "What is seen would not be what is read: take these signs out.",
        )  # fmt: skip
    text, hidden = _ZERO_WIDTH.subn("", text)
    if hidden:
        notes.append(f"{hidden} invisible signs inside words were taken out before reading")
    return unicodedata.normalize("NFC", text)


def checked_xml(data: bytes, where: str) -> bytes:
    """The bytes of XML without document type, entities or endless nesting."""
    if _DOCTYPE.search(data) or _DOCTYPE.search(data.replace(b"\0", b"")):
        raise StatuteError(where, "declares a document type or entities, which are not read.", "Save it without a DOCTYPE.")
    depth = deepest = 0

    def opened(*_: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        if depth > DEEPEST:
            raise StatuteError(where, f"nests more than {DEEPEST} elements.", "It is no ordinary document.")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise StatuteError(
            f"{where}, line {error.lineno}", f"is no well-formed XML ({expat.errors.messages[error.code]}).", "Save it again."
        ) from error
    except (ValueError, LookupError) as error:
        raise StatuteError(where, f"is XML in an encoding that is not read ({error}).", "Save it as UTF-8.") from error
    return data


def checked_package(data: bytes, where: str) -> None:
    """Raises where a DOCX is too large unpacked, carries programs, or points outside itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                raise StatuteError(where, "is an archive, not a DOCX.", "Open it in a word processor and save it as DOCX.")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
                raise StatuteError(where, "is far larger unpacked than a document can be (a zip bomb?).", "Save it again as DOCX.")
            if any(part.flag_bits & 1 for part in parts):
                raise StatuteError(where, "is encrypted.", "Save it without a password.")
            if scripted := next((name for name in names if any(mark in name for mark in _SCRIPTED)), ""):
                raise StatuteError(where, f"carries macros or embedded objects ({scripted}).", "Save it as DOCX without them.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    if part.file_size > LARGEST_PART:
                        raise StatuteError(where, f"its part {part.filename} is too large unpacked.", "Save it again as DOCX.")
                    content = checked_xml(archive.read(part), f"{where}, {part.filename}")
                    if part.filename.endswith(".rels"):
                        _check_references(content, where)
                    if part.filename == "[Content_Types].xml" and b"macroEnabled" in content:
                        raise StatuteError(where, "is a document with macros.", "Save it as DOCX without macros.")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise StatuteError(where, f"is a damaged archive ({type(error).__name__}).", "Save it again as DOCX.") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise StatuteError(where, "is a damaged archive.", "Save it again as DOCX.") from error
        raise


def _check_references(content: bytes, where: str) -> None:
    for link in re.findall(rb"<Relationship\b[^>]*>", content):
        kind = re.search(rb"""\bType\s*=\s*["']([^"']*)""", link)
        outside = re.search(rb"""TargetMode\s*=\s*["']External""", link, re.IGNORECASE)
        if outside and not (kind and kind[1].decode("utf-8", "replace").endswith(_HARMLESS_LINKS)):
            raise StatuteError(
                where, "refers to a template, picture or object outside itself.", "Break the link or embed it, and save again."
            )
