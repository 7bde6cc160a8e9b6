"""Turns one cell into the panel of the law's words behind it, and cells into a grid that opens it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
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
from legal_compare.views.world import PICKED

CITED = 5
Width = Literal["content", "stretch"]


def show_evidence(read: Assessed, code: str, criterion: str) -> None:
    """The panel of one cell, and citations of its provisions to copy."""
    finding = read.findings.of(code, criterion)
    name, on, place = names(read.findings)[code], st.session_state["on"], st.empty()
    if finding.verdict not in ("met", "no-text"):  # the verdict first: looking for what came close takes a moment
        place.html(_page(read, code, criterion, on))
    place.html(_page(read, code, criterion, on, near=True))
    if finding.evidence:
        with st.popover("Copy a citation"):
            for group in most_telling(by_provision(finding.evidence), CITED):
                first = group[0]
                st.code(provision_citation(first.citation, first.instrument, name, date.today()), language=None, wrap_lines=True)


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=BY_KEY)
def _page(read: Assessed, code: str, criterion: str, on: date, near: bool = False) -> str:
    """All that stands behind a cell; `near` adds what came close."""
    misses = close(read, code, criterion) if near else ()
    return evidence_page(read.findings.of(code, criterion), read.book, names(read.findings)[code], on, misses)


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=BY_KEY)
def close(read: Assessed, code: str, criterion: str) -> tuple[NearMiss, ...]:
    """What came close to an answer that is missing."""
    return near_misses(read.findings.of(code, criterion), read.book, read.findings.jurisdictions)


def show_grid(read: Assessed, codes: list[str], themes: list[str], key: str, regions: bool = False) -> None:
    """Cells of chosen jurisdictions and themes; a click makes that cell the one that is read."""
    _cells(key, grid=_grid(read, codes, themes, regions))


def show_profile(read: Assessed, code: str, themes: list[str], key: str, strip: bool = False) -> None:
    """The answers of one jurisdiction in boxes by theme; a click makes that answer the one that is read."""
    _cells(key, boxes=views.profile(read.findings, read.book, code, themes, strip))


def _cells(key: str, **shown: str) -> None:
    chosen = f"{st.session_state['c']}|{st.session_state['j']}"

    def take() -> None:
        cell = st.session_state[key].get("cell")
        if cell:
            st.session_state["c"], st.session_state["j"] = str(cell).split("|", 1)

    _component()(key=key, data={**shown, "chosen": chosen}, on_cell_change=take)


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    script = (Path(__file__).parent / "grid.js").read_text(encoding="utf-8")
    return st.components.v2.component("verdict_grid", html='<div class="root"></div>', css=grid_styles(), js=script)


@st.cache_data(show_spinner=False, max_entries=40, hash_funcs=BY_KEY)
def _grid(read: Assessed, codes: list[str], themes: list[str], regions: bool) -> str:
    return json.dumps(views.verdict_grid(read.findings, read.book, codes, themes, regions), ensure_ascii=False, separators=(",", ":"))


def show_figure(
    read: Assessed, key: tuple[object, ...], make: Callable[[], Any], alt: str, width: Width = "content", pick: str | None = None
) -> Any:
    """A figure with words for those who do not see it; its Vega-Lite, to be saved as a picture.

    `key` tells it from the other figures of the same findings: what has been drawn once is kept.
    `pick` is the key of a figure that a jurisdiction can be chosen in.
    """
    drawn = _drawn(read, key, make)
    st.vega_lite_chart(drawn, width=width, theme=None, alt=alt, key=pick, on_select=partial(_picked, pick) if pick else "ignore")
    return drawn


def _picked(key: str) -> None:
    """Makes the jurisdiction that was clicked the one that is read."""
    for chosen in st.session_state[key]["selection"].get(PICKED, ()):
        if code := chosen.get("code"):
            st.session_state["j"] = code


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs=BY_KEY)
def _drawn(read: Assessed, key: tuple[object, ...], _make: Callable[[], Any]) -> Any:
    made = _make()
    return made if isinstance(made, dict) else made.to_dict()
