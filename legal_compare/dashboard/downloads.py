"""Turns a table into two buttons, CSV and XLSX, that make the file only when it is asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from legal_compare.reports import write_table

if TYPE_CHECKING:
    import pandas as pd

KINDS = {
    "CSV": ("csv", "text/csv"),
    "XLSX": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take a CSV for another alphabet."""


def download(make: Callable[[], pd.DataFrame], name: str, words: str = "Download this table") -> None:
    """Buttons for the table that `make` returns; `name` is the file's, without its suffix."""
    with st.container(horizontal=True, gap="small"):
        for kind, (suffix, mime) in KINDS.items():
            st.download_button(
                f"{words}: {kind}",
                partial(_made, make, suffix),
                f"{name}.{suffix}",
                mime,
                on_click="ignore",
                key=f"download-{name}-{suffix}",
            )


def table_bytes(frame: pd.DataFrame, suffix: str) -> bytes:
    """The file of a table as it goes over the wire."""
    with tempfile.TemporaryDirectory() as folder:
        written = write_table(frame, Path(folder) / f"table.{suffix}").read_bytes()
    return BYTE_ORDER_MARK + written if suffix == "csv" else written


def _made(make: Callable[[], pd.DataFrame], suffix: str) -> bytes:
    return table_bytes(make(), suffix)
