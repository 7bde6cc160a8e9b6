"""Turns all verdicts into a page: which law is there, which is missing, and the words behind each cell."""

from __future__ import annotations

import streamlit as st

from legal_compare import views
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.panel import show_evidence, show_grid
from legal_compare.dashboard.state import SORTS, jurisdiction_choice, question_choice, remember, theme_choice
from legal_compare.errors import LegalCompareError


def show(read: Assessed) -> None:
    """The grid on the left, the words behind the chosen cell on the right."""
    kept = opening(read, "What is there, and what is missing", "Each square is one answer: choose one to read the law’s own words.")
    st.html(f'<div class="lc">{views.legend()}</div>')
    _cells(read, kept)
    download(
        kept,
        kept.findings.to_frame,
        "findings",
        "Answers of all jurisdictions to all questions",
        lambda: views.verdict_heatmap(kept.findings),
    )


@st.fragment
def _cells(read: Assessed, kept: Assessed) -> None:
    """The grid and the words beside it: a click makes this part anew and leaves the rest of the page alone."""
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        bar = st.columns(2)
        themes = theme_choice(read.book, bar[0])
        bar[1].selectbox("Order", list(SORTS), key="sort", format_func=SORTS.__getitem__)
        show_grid(kept, _ordered(kept), themes, "grid", regions=st.session_state["sort"] == "region")
    with right:
        who, what = st.columns([1, 1.4])
        jurisdiction_choice(read, "j", place=who)
        question_choice(read.book, what)
        show_evidence(read, st.session_state["j"], st.session_state["c"])
    remember(read.book)


def _ordered(read: Assessed) -> list[str]:
    """Codes in the chosen order."""
    sort = st.session_state["sort"]
    shown = sorted(read.findings.jurisdictions, key=lambda j: j.name)
    if sort == "region":
        shown.sort(key=lambda j: (j.region, j.name))
    if sort == "answers":
        met = {j.code: sum(f.verdict == "met" for f in read.findings if f.jurisdiction == j.code) for j in shown}
        shown.sort(key=lambda j: -met[j.code])
    codes = [j.code for j in shown]
    if sort == "likeness":
        try:
            tree = measures.groups(read, None)
        except LegalCompareError:  # too few can be told apart: the order by name stays
            return codes
        along = views.tree_order(tree)
        return [*along, *(code for code in codes if code not in along)]
    return codes
