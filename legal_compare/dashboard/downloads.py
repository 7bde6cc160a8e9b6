"""Turns a table and its figure into buttons, CSV, XLSX, PNG and SVG, that make the file only when it is asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from legal_compare import __version__
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.state import link
from legal_compare.reports import write_table
from legal_compare.views import save_chart, view_citation

if TYPE_CHECKING:
    import pandas as pd

TABLES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take a CSV for another alphabet."""


def download(read: Assessed, make: Callable[[], pd.DataFrame], name: str, title: str, chart: Any = None) -> None:
    """Buttons for the table that `make` returns and for its figure; `name` is the file's, without its suffix."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for suffix, mime in TABLES.items():
            button(f"Table: {suffix.upper()}", partial(_table, make, suffix), f"{name}.{suffix}", mime)
        for suffix, mime in PICTURES.items() if chart is not None else ():
            button(f"Picture: {suffix.upper()}", partial(picture_bytes, chart, suffix), f"{name}.{suffix}", mime)
        cite = st.popover("Cite", key=f"cite-{name}", on_change="rerun")  # written when it is opened: a link made before may be of old
        if cite.open:
            cite.code(view_citation(title, __version__, link(read.book), date.today()), language=None, wrap_lines=True)


def button(words: str, make: Callable[[], bytes], file: str, mime: str) -> None:
    """One button; the bytes are made when it is pressed."""
    st.download_button(words, make, file, mime, on_click="ignore", key=f"download-{file}")


def table_bytes(frame: pd.DataFrame, suffix: str) -> bytes:
    """The file of a table as it goes over the wire."""
    with tempfile.TemporaryDirectory() as folder:
        written = write_table(frame, Path(folder) / f"table.{suffix}").read_bytes()
    return BYTE_ORDER_MARK + written if suffix == "csv" else written


def picture_bytes(chart: Any, suffix: str) -> bytes:
    """The file of a figure, or of the one that a function draws, as it goes over the wire."""
    chart = chart() if callable(chart) else chart
    with tempfile.TemporaryDirectory() as folder:
        return save_chart(chart, Path(folder) / f"figure.{suffix}").read_bytes()


def _table(make: Callable[[], pd.DataFrame], suffix: str) -> bytes:
    return table_bytes(make(), suffix)
