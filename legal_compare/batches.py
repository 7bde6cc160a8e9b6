"""Turns paths into Batches: stretches of statute books that can be read each by itself, on any machine, and always the same.

A batch never cuts an instrument in two, since the definitions of an act carry to all of it. Whose law a file is its place says:
FOLDER/<code>/..., a folder jurisdiction=<code>, or a table <code>.parquet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import has_magic
from hashlib import file_digest
from itertools import groupby, pairwise
from pathlib import Path

from legal_compare.cache import digest
from legal_compare.errors import StatuteError
from legal_compare.readers.book import TABLES, files_of, json_row, open_table, read_file
from legal_compare.statutes import Instrument

BYTES = 4_000_000
"""Bytes of files or of JSON lines that are read as one batch."""
ROWS = 10_000
"""Rows of Parquet that are read as one batch."""
MOST_STRETCHES = 8
"""Batches of one row group: each unpacks the group up to its own rows."""
_PARTITION = re.compile(r"jurisdiction=(\w{2,3})")
_CODE = re.compile(r"[A-Za-z]{2}")
_FOLDER = re.compile(r"[A-Za-z]{2,3}")


@dataclass(frozen=True)
class Batch:
    """Files of one jurisdiction, or a stretch of one table (rows of Parquet, bytes of JSON lines).

    `digest` is that of the words: it changes when they do. `place` counts from 0 in the jurisdiction.
    """

    jurisdiction: str
    place: int
    files: tuple[str, ...]
    start: int
    stop: int | None
    digest: str


def plan(paths: Sequence[str | Path], jurisdiction: str = "") -> tuple[Batch, ...]:
    """The batches of folders, files and glob patterns; raises StatuteError for a path that holds no law or does not say whose it is."""
    files = dict(_owned(paths, jurisdiction))
    by_code: dict[str, list[Path]] = {}
    for file, code in files.items():
        by_code.setdefault(code.upper(), []).append(file)
    return tuple(
        Batch(code, place, tuple(map(str, part)), start, stop, key)
        for code, owned in sorted(by_code.items())
        for place, (part, start, stop, key) in enumerate(_parts(owned))
    )


def read_batch(batch: Batch) -> Iterator[Instrument]:
    """The instruments of a batch, in order."""
    for file in batch.files:
        yield from read_file(Path(file), batch.jurisdiction, batch.start, batch.stop)


def _owned(paths: Sequence[str | Path], given: str) -> Iterator[tuple[Path, str]]:
    """(file, code of its jurisdiction), each file once."""
    for path in paths:
        named = sorted(_matching(Path(path))) if has_magic(str(path)) else [Path(path)]
        if not named:
            raise StatuteError(str(path), "matches no file.", "Quote the pattern, and try it with ls.")
        for one in named:
            if len(named) > 1 and one.is_file() and one.name == "README.md":
                continue
            for file in files_of(one):
                yield file.resolve(), given or _code_of(file, one)


def _matching(pattern: Path) -> Iterator[Path]:
    fixed = next(place for place, part in enumerate(pattern.parts) if has_magic(part))
    yield from Path(*pattern.parts[:fixed]).glob(str(Path(*pattern.parts[fixed:])))


def _code_of(file: Path, path: Path) -> str:
    if partition := next(filter(None, map(_PARTITION.fullmatch, reversed(file.resolve().parts))), None):
        return partition[1]
    below = file.relative_to(path).parts if path.is_dir() else ()
    if len(below) > 1 and _FOLDER.fullmatch(below[0]):
        return below[0]
    if file.suffix in TABLES and _CODE.fullmatch(file.stem):
        return file.stem
    if _CODE.fullmatch(file.resolve().parent.name):
        return file.resolve().parent.name
    raise StatuteError(str(file), "does not say whose law it is.", "Name it with --jurisdiction, or keep it in FOLDER/<code>/.")


def _parts(files: Iterable[Path]) -> Iterator[tuple[list[Path], int, int | None, str]]:
    """(files, start, stop, digest) of each batch of a jurisdiction."""
    together: list[Path] = []
    size = 0
    for file in files:
        if file.suffix in TABLES:
            key = _content(file)
            for start, stop in _of_parquet(file) if file.suffix == ".parquet" else _of_json(file):
                yield [file], start, stop, digest([file.name, key, str((start, stop))])
            continue
        if together and size + file.stat().st_size > BYTES:
            yield together, 0, None, _of_all(together)
            together, size = [], 0
        together.append(file)
        size += file.stat().st_size
    if together:
        yield together, 0, None, _of_all(together)


def _of_all(files: Iterable[Path]) -> str:
    return digest(part for file in files for part in (file.name, _content(file)))


def _content(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _of_parquet(file: Path) -> Iterator[tuple[int, int]]:
    """Row groups, the large ones in stretches, each bound moved to where an act begins."""
    table = open_table(file)
    acts = (act for rows in table.iter_batches(columns=["act"]) for act in rows.column(0).to_pylist())
    begins, first, bounds = list(_begins(acts)), 0, {0}
    for number in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(number).num_rows
        stretches = min(MOST_STRETCHES, -(-rows // ROWS))
        for stretch in range(1, stretches + 1):
            at = bisect_left(begins, first + rows * stretch // stretches)
            bounds.add(begins[at] if at < len(begins) else table.metadata.num_rows)
        first += rows
    yield from pairwise(sorted(bounds))


def _begins(acts: Iterable[object]) -> Iterator[int]:
    """The rows at which acts begin; those of an act stand together."""
    at = 0
    for _, together in groupby(acts):
        yield at
        at += sum(1 for _ in together)


def _of_json(file: Path) -> Iterator[tuple[int, int]]:
    """Stretches of about BYTES, each ending before the line at which another act begins."""
    total = file.stat().st_size
    start = 0
    with file.open("rb") as opened:
        while start < total:
            opened.seek(min(start + BYTES, total))
            opened.readline()  # the rest of a line, whose act is that of no line before the next
            act, stop = None, total
            while line := opened.readline():
                if line.strip():
                    own = json_row(line, f"{file}, byte {opened.tell() - len(line)}")["act"]
                    if act is not None and own != act:
                        stop = opened.tell() - len(line)
                        break
                    act = own
            yield start, stop
            start = stop
