"""Turns one cell into the panel of the law's words behind it, and cells into a grid that opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from legal_compare import views
from legal_compare.dashboard.loading import BY_KEY, Assessed
from legal_compare.nearest import NearMiss
from legal_compare.views import evidence_page, names, provision_citation
from legal_compare.views.excerpts import by_provision, most_telling
from legal_compare.views.explanations import near_misses
from legal_compare.views.styles import grid_styles

CITED = 5
Width = Literal["content", "stretch"]


def show_evidence(read: Assessed, code: str, criterion: str) -> None:
    """The panel of one cell, and citations of its provisions to copy."""
    finding = read.findings.of(code, criterion)
    name, on, place = names(read.findings)[code], st.session_state["on"], st.empty()
    if finding.verdict not in ("met", "no-text"):  # the verdict first: looking for what came close takes a moment
        place.html(evidence_page(finding, read.book, name, on))
    place.html(evidence_page(finding, read.book, name, on, close(read, code, criterion)))
    if finding.evidence:
        with st.popover("Copy a citation"):
            for group in most_telling(by_provision(finding.evidence), CITED):
                first = group[0]
                st.code(provision_citation(first.citation, first.instrument, name, date.today()), language=None, wrap_lines=True)


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=BY_KEY)
def close(read: Assessed, code: str, criterion: str) -> tuple[NearMiss, ...]:
    """What came close to an answer that is missing."""
    return near_misses(read.findings.of(code, criterion), read.book, read.findings.jurisdictions)


def show_grid(read: Assessed, codes: list[str], themes: list[str], key: str, regions: bool = False) -> None:
    """Cells of chosen jurisdictions and themes; a click makes that cell the one that is read."""
    chosen = f"{st.session_state['c']}|{st.session_state['j']}"

    def take() -> None:
        cell = st.session_state[key].get("cell")
        if cell:
            st.session_state["c"], st.session_state["j"] = str(cell).split("|", 1)

    _grid()(key=key, data={"html": _grid_html(read, codes, themes, regions), "chosen": chosen}, on_cell_change=take)


@st.cache_resource(show_spinner=False)
def _grid() -> Any:
    script = (Path(__file__).parent / "grid.js").read_text(encoding="utf-8")
    return st.components.v2.component("verdict_grid", html='<div class="root"></div>', css=grid_styles(), js=script)


@st.cache_data(show_spinner=False, max_entries=40, hash_funcs=BY_KEY)
def _grid_html(read: Assessed, codes: list[str], themes: list[str], regions: bool) -> str:
    return views.verdict_grid(read.findings, read.book, codes, themes, regions)


def show_figure(read: Assessed, key: tuple[object, ...], make: Callable[[], Any], alt: str, width: Width = "content") -> Any:
    """A figure with words for those who do not see it; its Vega-Lite, to be saved as a picture.

    `key` tells it from the other figures of the same findings: what has been drawn once is kept.
    """
    drawn = _drawn(read, key, make)
    st.vega_lite_chart(drawn, width=width, theme=None, alt=alt)
    return drawn


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs=BY_KEY)
def _drawn(read: Assessed, key: tuple[object, ...], _make: Callable[[], Any]) -> Any:
    made = _make()
    return made if isinstance(made, dict) else made.to_dict()
