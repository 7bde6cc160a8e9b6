"""Turns a statute book (files of law, or tables of provisions) into Instruments, one at a time.

A table (Parquet or JSON lines) has one row a section, the rows of an act together, with columns act, title, number, heading and
text; status, last_updated, language and url are taken where they are there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from legal_compare.drafting import Drafting
from legal_compare.errors import StatuteError
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.akoma_ntoso import akoma_ntoso_lines
from legal_compare.readers.language import language_of
from legal_compare.readers.limits import checked_size, decoded
from legal_compare.readers.markdown import clean, read_markdown, replace_provisions
from legal_compare.readers.plain import text_lines
from legal_compare.readers.publishers import publisher_lines
from legal_compare.readers.structure import structure
from legal_compare.statutes import LAYERS, UNREAD, Instrument, Section, Source, UnmadeSections, split_heading

NEEDED = ("act", "title", "number", "heading", "text")
OPTIONAL = ("status", "last_updated", "language", "url")
TABLES = (".parquet", ".jsonl")
SUFFIXES = (".md", ".txt", ".xml", *TABLES)
ROWS = 2000
"""Rows held at a time."""
TOLD_BY = 1_000
"""Characters of an instrument that its language is told by. By 2,000, 13 of 4,021 Irish acts are told Irish, all English
with an Irish part; by 1,000 it is 11."""

Row = dict[str, str]


def read_book(path: Path, jurisdiction: str) -> Iterator[Instrument]:
    """The instruments of a path in order; raises StatuteError for a path that holds no law that can be read."""
    for file in files_of(path):
        yield from read_file(file, jurisdiction)


def files_of(path: Path) -> list[Path]:
    """The files of law under a path, in order; raises StatuteError where there are none."""
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.name != "README.md")
        if not found:
            raise StatuteError(str(path), f"holds no file ending in {', '.join(SUFFIXES)}.", "Name a folder of law, or a file.")
        return found
    if not path.exists():
        raise StatuteError(str(path), "does not exist.", "Name a folder of law, or a file.")
    if path.suffix not in SUFFIXES:
        raise StatuteError(str(path), f"files ending in {path.suffix!r} are not read as a statute book.", f"Use {', '.join(SUFFIXES)}.")
    return [path]


def read_file(file: Path, jurisdiction: str, start: int = 0, stop: int | None = None) -> Iterator[Instrument]:
    """The instruments of a file, or of a stretch of a table: rows of Parquet, bytes of JSON lines."""
    code = jurisdiction.upper()
    if file.suffix == ".md":
        yield read_markdown(file, code)
    elif file.suffix == ".parquet":
        yield from _of_rows(parquet_rows(file, start, stop), code, str(file))
    elif file.suffix == ".jsonl":
        yield from _of_rows(json_rows(file, start, stop), code, str(file))
    else:
        yield _of_pages(file, code)


def _of_pages(path: Path, jurisdiction: str) -> Instrument:
    data = checked_size(path.read_bytes(), str(path))
    if path.suffix == ".txt":
        pages = text_lines(clean(decoded(data, str(path))))
    else:
        pages = publisher_lines(data, str(path)) or akoma_ntoso_lines(data, str(path))
    language = pages.language or language_of("\n".join(line.text for line in pages.lines)[:TOLD_BY])
    lexicon = read_lexicon(language)
    title, work = pages.title or path.stem, f"{jurisdiction.lower()}/{path.stem}"
    found = structure(pages.lines, title, path.stem, work, lexicon.drafting if lexicon else Drafting())
    return Instrument(
        jurisdiction, path.stem, title, title, work, "act", "in-force", "unknown", language,
        as_of_note="taken as in force: the file's own date is not read", size=len(data), sections=tuple(one.section for one in found),
    )  # fmt: skip


def open_table(path: Path) -> Any:
    """A table of provisions in Parquet; raises StatuteError for a file that is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise StatuteError(str(path), f"cannot be read as Parquet ({error}).", "Write it again.") from error
    _refuse_lacking(table.schema_arrow.names, str(path))
    return table


def parquet_rows(path: Path, start: int = 0, stop: int | None = None) -> Iterator[Row]:
    """The rows of a table from `start` to before `stop`, few at a time; raises StatuteError for a table that cannot be read."""
    table = open_table(path)
    names = table.schema_arrow.names
    columns = [name for name in (*NEEDED, *OPTIONAL) if name in names]
    end = table.metadata.num_rows if stop is None else stop
    groups: list[int] = []
    first = skipped = 0
    for number in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(number).num_rows
        if first < end and start < first + rows:
            skipped = skipped if groups else start - first
            groups.append(number)
        first += rows
    at, wanted = -skipped, end - start
    for batch in table.iter_batches(batch_size=ROWS, row_groups=groups, columns=columns):
        if at + batch.num_rows > 0:
            kept = batch.slice(max(0, -at), wanted - max(0, at))
            for values in zip(*(column.to_pylist() for column in kept.columns), strict=True):
                yield {name: str(value or "") for name, value in zip(kept.schema.names, values, strict=True)}
        at += batch.num_rows
        if at >= wanted:
            return


def json_rows(path: Path, start: int = 0, stop: int | None = None) -> Iterator[Row]:
    """The rows of JSON lines that begin at bytes `start` to before `stop`; raises StatuteError naming a row that cannot be read."""
    with path.open("rb") as file:
        file.seek(start)
        while stop is None or file.tell() < stop:
            at = file.tell()
            line = file.readline()
            if not line:
                return
            if line.strip():
                yield json_row(line, f"{path}, byte {at}")


def json_row(line: bytes, where: str) -> Row:
    """One row of JSON lines; raises StatuteError for one that cannot be read."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise StatuteError(where, f"is not a line of JSON ({error}).", "Write one object a line, in UTF-8.") from error
    if not isinstance(row, dict):
        raise StatuteError(where, "is not an object.", "Write one object a line.")
    _refuse_lacking(row, where)
    return {name: str(row.get(name) or "") for name in (*NEEDED, *OPTIONAL)}


def _refuse_lacking(names: list[str] | Row, where: str) -> None:
    if missing := [name for name in NEEDED if name not in names]:
        raise StatuteError(where, f"lacks {', '.join(missing)}.", f"Columns needed: {', '.join(NEEDED)}.")


def _of_rows(rows: Iterator[Row], jurisdiction: str, where: str) -> Iterator[Instrument]:
    for act, sections in groupby(rows, key=lambda row: row["act"]):
        yield _instrument(act, list(sections), jurisdiction, where)


def _instrument(act: str, rows: list[Row], jurisdiction: str, where: str) -> Instrument:
    head = rows[0]
    status = head.get("status", "").replace("_", "-") or "in-force"
    if status not in LAYERS:
        raise StatuteError(f"{where}, act {act}", f"unknown status {status!r}.", f"Use one of {', '.join(sorted(LAYERS))}.")
    language = head.get("language") or language_of(_beginning(rows))
    lexicon = read_lexicon(language)
    drafting = lexicon.drafting if lexicon else Drafting()
    printed = [(f"{row['number']} {row['heading']}", row["text"]) for row in rows]
    sections = UnmadeSections(printed, partial(_sections, act, rows, jurisdiction, drafting))
    return Instrument(
        jurisdiction, act, head["title"], head["title"], _work(jurisdiction, act), "act", status,
        head.get("last_updated") or "unknown", language, source=Source(url=head.get("url", "")), size=sum(len(row["text"]) for row in rows),
        sections=sections,
    )  # fmt: skip


def _beginning(rows: list[Row]) -> str:
    """The first words of an instrument."""
    begun = ""
    for row in rows:
        begun += row["text"][:TOLD_BY] + "\n"
        if len(begun) > TOLD_BY:
            break
    return begun[:TOLD_BY]


def _work(jurisdiction: str, act: str) -> str:
    return f"{jurisdiction.lower()}/{act}"


def _sections(act: str, rows: list[Row], jurisdiction: str, drafting: Drafting) -> tuple[Section, ...]:
    title, work = rows[0]["title"], _work(jurisdiction, act)
    seen: dict[str, int] = {}
    sections = []
    for place, row in enumerate(rows, start=1):
        printed = f"{row['number']} {row['heading']}".strip()
        number, heading = split_heading(printed) or (row["number"] or f"¶{place}", row["heading"])
        seen[number] = seen.get(number, 0) + 1
        section = Section(
            title, act, work, number, heading, clean(row["text"]).strip(), occurrence=seen[number],
            status="unread" if UNREAD.match(printed) else "",
        )  # fmt: skip
        sections.append(replace_provisions(section, drafting))
    return tuple(sections)
