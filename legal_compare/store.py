"""Turns folders of Parquet into tables that can be asked in SQL.

Parquet is the record; DuckDB reads it in memory, so that any number of people may ask at once and nobody can change the
record: only questions are answered, and nothing outside the folder is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from legal_compare.assessment import Findings
from legal_compare.errors import LegalCompareError
from legal_compare.reports import write_atomically

if TYPE_CHECKING:
    import pandas as pd

EVIDENCE = (
    "jurisdiction", "criterion", "theme", "verdict", "element", "rule", "suppressed", "instrument", "provision", "address", "citation",
    "as_of", "status", "text",
)  # fmt: skip
"""Columns of the table `evidence`, in order; one row a match, those set aside too (`suppressed` says why)."""

ROW_GROUP = 50_000
"""Rows of a group: the smallest that DuckDB passes over as a whole."""
PAGE = 50
"""Rows of a page."""


@dataclass(frozen=True)
class Page:
    """Some rows of a table and how many there are in all."""

    rows: pd.DataFrame
    total: int


class Store:
    """The tables of a folder: each subfolder with Parquet files in it, and each Parquet file, is a table of its name.

    A subfolder may be partitioned (`evidence/jurisdiction=IE/part-0.parquet`): the partition is then a column. Raises LegalCompareError
    for a folder without tables. Use it in a `with` block, or call `close`.
    """

    def __init__(self, folder: Path) -> None:
        import duckdb

        self.folder = folder.resolve()
        sources = dict(_sources(self.folder)) if self.folder.is_dir() else {}
        if not sources:
            raise LegalCompareError(str(folder), "holds no Parquet tables.", "Name a folder that was written by `legal-compare store`.")
        self._connection = duckdb.connect()
        try:
            for name, pattern in sources.items():
                relation = self._connection.read_parquet(pattern, hive_partitioning=True, union_by_name=True)
                relation.create_view(name)
        except duckdb.Error as error:
            self._connection.close()
            raise LegalCompareError(str(folder), f"cannot be read ({_first_line(error)}).", "Write it again.") from error
        self.tables = tuple(sources)
        self._connection.execute(f"SET allowed_directories = [{_quoted(str(self.folder))}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The answer to one SELECT; raises LegalCompareError for anything else, and for SQL that cannot be read."""
        import duckdb

        try:
            statements = self._connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise LegalCompareError("SQL", "is not one question.", "Write one SELECT; nothing can be changed here.")
            return self._connection.execute(sql, list(parameters)).df()
        except duckdb.Error as error:
            hint = f"Tables: {', '.join(self.tables)}. Columns: `SELECT * FROM table LIMIT 1`."
            raise LegalCompareError("SQL", f"{_first_line(error)}.", hint) from error

    def page(
        self, table: str, where: Mapping[str, str | Sequence[str]] | None = None, words: str = "", page: int = 0, size: int = PAGE
    ) -> Page:
        """One page of a table: rows whose columns have one of the given values and whose `text` holds the words, in the order of `address`.

        `page` counts from 0. Raises LegalCompareError for a table or column that is not there.
        """
        if table not in self.tables:
            raise LegalCompareError(f"table {table!r}", "is not in the store.", f"Tables: {', '.join(self.tables)}.")
        columns = list(self.query(f"SELECT * FROM {_name(table)} LIMIT 0").columns)
        conditions, values = [], []
        for column, wanted in (where or {}).items():
            if column not in columns:
                raise LegalCompareError(f"column {column!r}", f"is not in {table}.", f"Columns: {', '.join(columns)}.")
            chosen = [wanted] if isinstance(wanted, str) else list(wanted)
            conditions.append(f"{_name(column)} IN ({', '.join('?' * len(chosen))})" if chosen else "false")
            values += chosen
        if words:
            conditions.append("contains(lower(text), lower(?))")
            values.append(words)
        condition = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        total = int(self.query(f"SELECT count(*) AS n FROM {_name(table)} {condition}", values)["n"][0])
        order = f"ORDER BY {_name('address')}" if "address" in columns else ""
        rows = self.query(f"SELECT * FROM {_name(table)} {condition} {order} LIMIT ? OFFSET ?", [*values, size, page * size])
        return Page(rows, total)

    def close(self) -> None:
        """Lets go of the files."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def write_store(findings: Findings, folder: Path) -> tuple[Path, ...]:
    """Writes `findings.parquet` and `evidence/jurisdiction=<code>/part-0.parquet`; returns the files.

    Each file is whole or not there. Jurisdictions that are not among the findings keep what they have in `evidence`.
    """
    import pandas as pd

    evidence = pd.DataFrame(_rows(findings), columns=list(EVIDENCE))
    folder.mkdir(parents=True, exist_ok=True)
    written = [write_frame(findings.to_frame(), folder / "findings.parquet")]
    for code in dict.fromkeys(finding.jurisdiction for finding in findings):
        place = folder / "evidence" / f"jurisdiction={code}"
        place.mkdir(parents=True, exist_ok=True)
        rows = evidence[evidence["jurisdiction"] == code].drop(columns="jurisdiction")
        written.append(write_frame(rows.sort_values(["criterion", "address", "rule"]), place / "part-0.parquet"))
    return tuple(written)


def write_frame(frame: pd.DataFrame, path: Path) -> Path:
    """Writes one Parquet file as the store reads it fastest: compressed with Zstandard, in groups of ROW_GROUP rows."""
    write_atomically(path, lambda to: frame.to_parquet(to, index=False, compression="zstd", row_group_size=ROW_GROUP))
    return path


def _rows(findings: Findings) -> list[tuple[Any, ...]]:
    return [
        (
            finding.jurisdiction, finding.criterion, finding.theme, finding.verdict, one.match.element, one.match.rule,
            one.match.suppressed, one.instrument.title, one.key, one.match.provision.address, one.citation, one.instrument.as_of,
            one.instrument.status, one.excerpt,
        )
        for finding in findings
        for one in dict.fromkeys((*finding.evidence, *finding.set_aside))
    ]  # fmt: skip


def _sources(folder: Path) -> list[tuple[str, str]]:
    """(name, pattern of files) of each table."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and any(path.rglob("*.parquet")):
            found.append((path.name, f"{path}{os.sep}**{os.sep}*.parquet"))
        elif path.suffix == ".parquet":
            found.append((path.stem, str(path)))
    return found


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _first_line(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error).split("\n")[0]).rstrip(".")
