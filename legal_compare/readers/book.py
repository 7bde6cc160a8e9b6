"""Turns a statute book (a folder or file of Markdown or publishers' XML, or a table of provisions) into Instruments, one at a time.

The table has one row a section, the rows of an act together, with columns act, title, number, heading and text; status,
last_updated, language and url are taken where they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from legal_compare.drafting import Drafting
from legal_compare.errors import StatuteError
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.akoma_ntoso import akoma_ntoso_lines
from legal_compare.readers.language import language_of
from legal_compare.readers.limits import checked_size
from legal_compare.readers.markdown import clean, read_markdown, replace_provisions
from legal_compare.readers.publishers import publisher_lines
from legal_compare.readers.structure import structure
from legal_compare.statutes import LAYERS, UNREAD, Instrument, Section, Source, split_heading

NEEDED = ("act", "title", "number", "heading", "text")
OPTIONAL = ("status", "last_updated", "language", "url")
SUFFIXES = (".md", ".parquet", ".xml")
ROWS = 2000
"""Rows held at a time."""


def read_book(path: Path, jurisdiction: str) -> Iterator[Instrument]:
    """The instruments of a path in order; raises StatuteError for a path that holds no law that can be read."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
        if not files:
            raise StatuteError(str(path), f"holds no file ending in {', '.join(SUFFIXES)}.", "Name a folder of law, or a file.")
    elif path.exists():
        files = [path]
    else:
        raise StatuteError(str(path), "does not exist.", "Name a folder of law, or a file.")
    for file in files:
        if file.suffix == ".md":
            if file.name != "README.md":
                yield read_markdown(file, jurisdiction.upper())
        elif file.suffix == ".parquet":
            yield from _of_table(file, jurisdiction.upper())
        elif file.suffix == ".xml":
            yield _of_xml(file, jurisdiction.upper())
        else:
            raise StatuteError(str(file), f"files ending in {file.suffix!r} are not read as a statute book.", f"Use {', '.join(SUFFIXES)}.")


def _of_xml(path: Path, jurisdiction: str) -> Instrument:
    data = checked_size(path.read_bytes(), str(path))
    pages = publisher_lines(data, str(path)) or akoma_ntoso_lines(data, str(path))
    language = pages.language or language_of("\n".join(line.text for line in pages.lines)[:20_000])
    lexicon = read_lexicon(language)
    title, work = pages.title or path.stem, f"{jurisdiction.lower()}/{path.stem}"
    found = structure(pages.lines, title, path.stem, work, lexicon.drafting if lexicon else Drafting())
    return Instrument(
        jurisdiction, path.stem, title, title, work, "act", "in-force", "unknown", language,
        as_of_note="taken as in force: the file's own date is not read", size=len(data), sections=tuple(one.section for one in found),
    )  # fmt: skip


def _of_table(path: Path, jurisdiction: str) -> Iterator[Instrument]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise StatuteError(str(path), f"cannot be read as Parquet ({error}).", "Write it again.") from error
    names = table.schema_arrow.names
    if missing := [name for name in NEEDED if name not in names]:
        raise StatuteError(str(path), f"lacks {', '.join(missing)}.", f"Columns needed: {', '.join(NEEDED)}.")
    columns = [name for name in (*NEEDED, *OPTIONAL) if name in names]
    batches = table.iter_batches(batch_size=ROWS, columns=columns)
    rows = ({name: str(value or "") for name, value in row.items()} for batch in batches for row in batch.to_pylist())
    for act, sections in groupby(rows, key=lambda row: row["act"]):
        yield _instrument(act, list(sections), jurisdiction, str(path))


def _instrument(act: str, rows: list[dict[str, str]], jurisdiction: str, where: str) -> Instrument:
    head = rows[0]
    status = head.get("status", "").replace("_", "-") or "in-force"
    if status not in LAYERS:
        raise StatuteError(f"{where}, act {act}", f"unknown status {status!r}.", f"Use one of {', '.join(sorted(LAYERS))}.")
    language = head.get("language") or language_of("\n".join(row["text"] for row in rows)[:20_000])
    lexicon = read_lexicon(language)
    drafting = lexicon.drafting if lexicon else Drafting()
    work = f"{jurisdiction.lower()}/{act}"
    seen: dict[str, int] = {}
    sections = []
    for place, row in enumerate(rows, start=1):
        printed = f"{row['number']} {row['heading']}".strip()
        number, heading = split_heading(printed) or (row["number"] or f"¶{place}", row["heading"])
        seen[number] = seen.get(number, 0) + 1
        section = Section(
            head["title"], act, work, number, heading, clean(row["text"]).strip(), occurrence=seen[number],
            status="unread" if UNREAD.match(printed) else "",
        )  # fmt: skip
        sections.append(replace_provisions(section, drafting))
    return Instrument(
        jurisdiction, act, head["title"], head["title"], work, "act", status, head.get("last_updated") or "unknown", language,
        source=Source(url=head.get("url", "")), size=sum(len(row["text"]) for row in rows), sections=tuple(sections),
    )  # fmt: skip
