"""Turns tables into files: CSV, JSON, Parquet or XLSX by the suffix of the name.

A file is written beside its place and moved there whole, so that nothing is ever half-written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from legal_compare.errors import LegalCompareError

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets; it is written with a leading apostrophe."""


def write_table(frame: pd.DataFrame, path: Path) -> Path:
    """Writes a table atomically; raises LegalCompareError for an unknown suffix or a folder that is not there."""
    writers: dict[str, Callable[[Path], object]] = {
        ".csv": lambda to: plain_cells(frame).to_csv(to, index=False, encoding="utf-8"),
        ".json": lambda to: frame.to_json(to, orient="records", force_ascii=False, indent=1),
        ".parquet": lambda to: frame.to_parquet(to, index=False),
        ".xlsx": lambda to: plain_cells(frame).to_excel(to, index=False, engine="openpyxl"),
    }
    suffix = path.suffix.lower()
    if suffix not in writers:
        raise LegalCompareError(str(path), f"unknown kind of file {suffix!r}.", f"Use one of {', '.join(writers)}.")
    write_atomically(path, writers[suffix])
    return path


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Calls `write` with a temporary path in the same folder and moves the result into place."""
    if not path.parent.is_dir():
        raise LegalCompareError(str(path.parent), "is not a folder.", "Create it first.")
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def plain_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Text cells that a spreadsheet would run as a formula, made plain."""

    def plain(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value

    return frame.map(plain)
