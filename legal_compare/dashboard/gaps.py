"""Turns all verdicts into a page: which law is there, which is missing, and the words behind each cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from legal_compare import views
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.evidence import show_evidence
from legal_compare.dashboard.frame import TITLE, opening
from legal_compare.dashboard.loading import BY_KEY, Assessed
from legal_compare.dashboard.state import ANY, SORTS, jurisdiction_choice, regions, theme_choice
from legal_compare.views.styles import grid_styles


def show(read: Assessed) -> None:
    """The grid on the left, the words behind the chosen cell on the right."""
    book, findings = read.book, read.findings
    opening(
        TITLE,
        f"{len(book.criteria)} questions put to the law of {len(findings.jurisdictions)} jurisdictions. "
        "Each square is one answer: choose one to read the law’s own words. "
        "<span class='limit'>Text on the books, not practice; read by machine; not legal advice.</span>",
    )
    st.html(f'<div class="lc">{views.legend()}</div>')
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        bar = st.columns(3)
        themes = theme_choice(book, bar[0])
        bar[1].selectbox("Region", [ANY, *regions(read)], key="region", format_func=lambda r: "All regions" if r == ANY else r)
        bar[2].selectbox("Order", list(SORTS), key="sort", format_func=SORTS.__getitem__)
        chosen = f"{st.session_state['c']}|{st.session_state['j']}"
        _grid()(key="grid", data={"html": _grid_html(read, _ordered(read), themes), "chosen": chosen}, on_cell_change=_take_cell)
        download(findings.to_frame, "findings", "Download all findings")
    with right:
        who, what = st.columns([1, 1.4])
        jurisdiction_choice(read, "j", place=who)
        what.selectbox("Question", [c.id for c in book.criteria], key="c", format_func=views.label)
        show_evidence(read, st.session_state["j"], st.session_state["c"])


@st.cache_resource(show_spinner=False)
def _grid() -> Any:
    script = (Path(__file__).parent / "grid.js").read_text(encoding="utf-8")
    return st.components.v2.component("verdict_grid", html='<div class="root"></div>', css=grid_styles(), js=script)


@st.cache_data(show_spinner=False, max_entries=40, hash_funcs=BY_KEY)
def _grid_html(read: Assessed, codes: list[str], themes: list[str]) -> str:
    return views.verdict_grid(read.findings, read.book, codes, themes)


def _take_cell() -> None:
    cell = st.session_state["grid"].get("cell")
    if cell:
        st.session_state["c"], st.session_state["j"] = str(cell).split("|", 1)


def _ordered(read: Assessed) -> list[str]:
    """Codes of the chosen region in the chosen order."""
    region, sort = st.session_state["region"], st.session_state["sort"]
    shown = sorted((j for j in read.findings.jurisdictions if region in (ANY, j.region)), key=lambda j: j.name)
    if sort == "region":
        shown.sort(key=lambda j: (j.region, j.name))
    if sort == "answers":
        met = {j.code: sum(f.verdict == "met" for f in read.findings if f.jurisdiction == j.code) for j in shown}
        shown.sort(key=lambda j: -met[j.code])
    return [j.code for j in shown]
