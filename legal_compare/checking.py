"""Turns the files of `statutes/` into a list of what is wrong with them.

Each stretch of an excerpt between omission marks must occur, in order, in the reference section of the same
heading, when only white space and editorial marks are folded; what the reference is not at hand for is still held to
complete front matter, the manifest of checksums and the absence of website residue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import yaml
from pydantic import ValidationError

from legal_compare.corpus import JurisdictionFile
from legal_compare.errors import LegalCompareError
from legal_compare.readers.markdown import clean, read_markdown
from legal_compare.statutes import LAYERS, Instrument, Section
from legal_compare.translations import FILE as TRANSLATIONS
from legal_compare.translations import stale

MANIFEST = "SHA256SUMS"
OMISSION = "[...]"
WORK = re.compile(r"^(?P<code>[a-z]{2,3})/[a-z-]+(?:/[A-Za-z0-9().-]+)+$")
"""FRBR-style address of a work: `ie/act/1998/22`."""

UNTRUE_DATE = ("unknown", "")

_NOTE = re.compile(
    r"\[(?:[Ff]ootnote\b.*|[^\[\]]{0,240}(?:\b(?:inserted|substituted|amended|deleted|repealed|replaced|renumbered|added|numbered)\b"
    r"|\bAct No\.|\bNo\. ?\d+ of \d{4}|\bof (?:19|20)\d\d\b|\bSch(?:\.|edule)|\bs\. ?\d)[^\[\]]{0,160})\]?\s*$"
)
_PART = re.compile(
    r"(?:^|(?<=[.;:\])”\"\n]))\s*(?:(?:PART|Part|CHAPTER|Chapter|Division|Sub-?[Pp]art|SUBCHAPTER|TITLE|Section|Subsection) ?[—–-]? ?"
    r"(?:[IVXLC]+[A-Z]?|\d{1,2}[A-Z]?|[A-Z])(?:\s?[–—:-]\s?|\s)[^.;:\n]{3,170})$"
)
_LETTERED = re.compile(r"(?<=[.\])])\s+[A-Z] – [A-Z][^.;\n]{5,110}$")
_WEBSITE = re.compile(
    r"(?:▲ To the top|History of this document|Previous Version|Next Version|Related documents\b|Cited documents\b|Creative Commons ·"
    r"|Privacy Policy|Visit our Facebook|The Lawphil Project|LiberLII|RGN:? ?(?:Dated?:? ?)?\d\d-\d\d-\d{4}|RGN \d\d\.\d\d\.\d{4}"
    r"|\{\"@?[a-z]+\"\s*:|_{8,})"
)
_REPRINT_NOTE = re.compile(
    r"^(?:Compare: \d{4} No"
    r"|(?:Section|Heading|Part|Schedule|Subpart) [^\n]{1,70}: (?:substituted|inserted|amended|repealed|added|replaced), )"
)
_FOOTNOTE = re.compile(r"^\[(?:Footnote|Editorial|Note)\b", re.IGNORECASE)
_MARK = re.compile(r"(?<!\w)[FCSEMX]?\d{1,3}(?=\[)|[*\[\]]|^#{3,}\s*", re.MULTILINE)

HEADING = 110
"""Longest leaked heading in characters."""


def law_lines(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the lines of a section that are law: without footnotes, website residue or the next heading."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S", text)]
    website = _WEBSITE.search(text)
    if website:
        lines = [(start, min(end, website.start())) for start, end in lines if start < website.start()]
    lines = [(start, start + len(text[start:end].rstrip())) for start, end in lines if not _is_note(text[start:end].strip())]
    while lines and lines[-1][0] < lines[-1][1]:
        start, end = lines[-1]
        line = text[start:end]
        tail = _NOTE.search(line) or _PART.search(line) or _LETTERED.search(line)
        if tail:
            lines[-1] = (start, start + len(line[: tail.start()].rstrip()))
        elif len(lines) > 1 and _leaked(line, text[lines[-2][0] : lines[-2][1]]):
            lines.pop()
        else:
            break
        if lines[-1][0] >= lines[-1][1]:
            lines.pop()
    yield from ((start, end) for start, end in lines if end > start)


def _is_note(line: str) -> bool:
    return bool(_FOOTNOTE.match(line) or _REPRINT_NOTE.match(line))


def _leaked(line: str, before: str) -> bool:
    """Whether a last line is the heading of what follows: short, capitalised, unnumbered, without a full stop."""
    complete = before.rstrip()[-1:] in '.];)”"' or before.isupper()
    title = line[:1].isupper() and line.rstrip()[-1:].isalpha() and len(line) < HEADING
    return complete and title and not re.match(r"(?:Explanation|Provided|Illustration|Note)\b", line)


def folded(text: str) -> str:
    """Words as they are compared: white space and editorial marks folded."""
    return " ".join(_MARK.sub("", clean(text).replace(OMISSION, " ")).split())


def body(path: Path) -> str:
    """A file without its front matter."""
    return re.sub(r"\A\ufeff?---\s*\n.*?\n---\s*\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)


def printed_sections(path: Path) -> Iterator[tuple[str, str]]:
    """(printed heading, words) of each section of a file, as they stand."""
    blocks = re.split(r"^(#{1,2} .*)$", clean(body(path)), flags=re.MULTILINE)
    for line, words in zip(blocks[1::2], blocks[2::2], strict=True):
        if line.startswith("## ") and words.strip():
            yield line[3:].strip(), words


def check(statutes: Path, reference: Path | None = None) -> list[str]:
    """One sentence for each problem of the folder; against the reference texts too where a folder of them is given."""
    problems: list[str] = list(_manifest_problems(statutes))
    works: dict[str, Path] = {}
    for folder in sorted(path for path in statutes.iterdir() if path.is_dir()):
        problems += _jurisdiction_problems(folder)
        sections: list[Section] = []
        for path in sorted(folder.glob("*.md")):
            try:
                instrument = read_markdown(path, folder.name.upper())
            except LegalCompareError as error:
                problems.append(str(error))
                continue
            if instrument.work in works:
                problems.append(f"{path}: id {instrument.work!r} is also that of {works[instrument.work].name}. Give each its own.")
            works[instrument.work] = path
            sections += instrument.sections
            problems += (f"{path}: {problem}" for problem in _instrument_problems(instrument, path, folder.name))
            other = reference / folder.name / path.name if reference else None
            if other is not None and other.exists():
                problems += (f"{path}: {problem}" for problem in _reference_problems(instrument, path, other))
        problems += _translation_problems(folder / TRANSLATIONS, sections)
    return problems


def _translation_problems(path: Path, sections: list[Section]) -> list[str]:
    try:
        return list(stale(path, sections)) if path.exists() else []
    except LegalCompareError as error:
        return [str(error)]


def _jurisdiction_problems(folder: Path) -> Iterator[str]:
    path = folder / "jurisdiction.yaml"
    if not path.exists():
        yield f"{folder}: no jurisdiction.yaml. Say what was read, and what is known to be missing."
        return
    try:
        file = JurisdictionFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        yield f"{path}: {error}"
        return
    if file.code.lower() != folder.name:
        yield f"{path}: code {file.code!r} is not that of its folder."
    for key in ("tradition", "region", "read"):
        if not getattr(file, key).strip():
            yield f"{path}: {key} is empty."
    if not file.missing and "complete" not in file.coverage.values():
        yield f"{path}: coverage is not complete and nothing is named as missing."


def _instrument_problems(instrument: Instrument, path: Path, code: str) -> Iterator[str]:
    match = WORK.match(instrument.work)
    if not match or match["code"] != code:
        yield f"id {instrument.work!r} is not an address such as {code}/act/1998/22."
    for key in ("title", "citation", "kind", "language"):
        if not getattr(instrument, key).strip():
            yield f"front matter > {key}: empty."
    for key in ("publisher", "url", "terms"):
        if not getattr(instrument.source, key).strip():
            yield f"front matter > source > {key}: empty."
    if instrument.status != "model" and not re.fullmatch(r"[0-9a-f]{64}", instrument.source.sha256):
        yield "front matter > source > sha256: not a SHA-256 of the reference text."
    if instrument.as_of in UNTRUE_DATE and not instrument.as_of_note:
        yield "as_of is unknown and as_of_note does not say why."
    elif instrument.as_of not in UNTRUE_DATE and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", instrument.as_of):
        yield f"as_of {instrument.as_of!r} is not a date."
    if not instrument.sections:
        yield "holds no section. Remove the file, or build it again."
    for heading, words in printed_sections(path):
        for line in words.split("\n"):
            if (found := _WEBSITE.search(line)) or _is_note(line.strip()):
                yield f"{heading}: website residue or editor's note {(found[0] if found else line)[:60]!r}."


def _reference_problems(instrument: Instrument, path: Path, other: Path) -> Iterator[str]:
    stored = sha256(other.read_bytes()).hexdigest()
    if instrument.source.sha256 != stored:
        yield "source > sha256 is not that of the reference text at hand. Build the excerpt again."
    reference = read_markdown(other, instrument.jurisdiction)
    if instrument.status != reference.status and LAYERS[instrument.status] != LAYERS[reference.status] == "void":
        yield f"status {instrument.status!r}, but the reference text is {reference.status!r}."
    elif instrument.status != reference.status and not instrument.note:
        yield f"status {instrument.status!r} differs from the reference's {reference.status!r} and no note says why."
    if instrument.layer == "void":
        yield f"{instrument.status} law is never read. Remove the file."
    printed: dict[str, list[str]] = defaultdict(list)
    for heading, words in printed_sections(other):
        printed[folded(heading)].append(folded(words))
    for heading, words in printed_sections(path):
        candidates = printed.get(folded(heading))
        if not candidates:
            yield f"{heading}: no section of that heading in the reference text."
            continue
        stretches = [s for s in (folded(piece) for piece in words.split(OMISSION)) if s]
        failures = [first_strange(stretches, candidate) for candidate in candidates]
        if all(failures):
            yield f"{heading}: not in the reference section, or not in this order: {min(failures, key=len)[:160]!r}"


def first_strange(stretches: list[str], reference: str) -> str:
    """The first stretch that does not follow the ones before it in the reference; empty where all do."""
    at = 0
    for stretch in stretches:
        found = reference.find(stretch, at)
        if found < 0:
            return stretch
        at = found + len(stretch)
    return ""


def manifest(statutes: Path) -> str:
    """Checksums of all shipped files of law, one a line, as `sha256sum` writes them.

    Working translations are no law: each is held to the words that it quotes.
    """
    files = sorted(path for path in statutes.rglob("*") if path.is_file() and path.suffix in (".md", ".yaml") and path.name != TRANSLATIONS)
    return "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(statutes).as_posix()}\n" for path in files)


def _manifest_problems(statutes: Path) -> Iterator[str]:
    path = statutes / MANIFEST
    if not path.exists():
        yield f"{path}: missing. `legal-compare corpus build` writes it."
        return
    stored = set(path.read_text(encoding="utf-8").splitlines())
    present = set(manifest(statutes).splitlines())
    for line in sorted(present ^ stored, key=lambda line: line[66:]):
        what = "is not as listed" if line in present else "is listed but is not there, or differs"
        yield f"{path}: {line[66:]} {what}. Build again if the change is meant."
