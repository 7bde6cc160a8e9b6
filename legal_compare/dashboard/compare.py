"""Turns two to five jurisdictions into a page that sets them side by side, question by question."""

from __future__ import annotations

from html import escape

import streamlit as st

from legal_compare import views
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.state import LEAST_COMPARED, MOST_COMPARED, SHOWS, theme_choice
from legal_compare.errors import LegalCompareError

ANSWERS = {
    "same": "answered the same",
    "different": "answered differently",
    "unknown": "cannot be compared: law not at hand",
}


def show(read: Assessed) -> None:
    """How much is the same, how much is not, and the provisions that answer each question."""
    read = opening(
        read,
        "Laws side by side",
        "Question by question, with the provision that answers it. Open a citation to read its words.",
        places=False,
    )
    name = views.names(read.findings)
    one, two, three = st.columns([2.2, 1, 1.4], vertical_alignment="bottom")
    one.multiselect(
        "Two to five jurisdictions",
        sorted(name, key=name.__getitem__),
        key="with",
        format_func=name.__getitem__,
        max_selections=MOST_COMPARED,
    )
    theme = "" if len(themes := theme_choice(read.book, two)) > 1 else themes[0]
    three.segmented_control("Show", list(SHOWS), key="show", format_func=SHOWS.__getitem__, required=True)
    codes = list(st.session_state["with"])
    if len(codes) < LEAST_COMPARED:
        st.html('<div class="lc"><p class="note">Choose at least two jurisdictions.</p></div>')
        return
    table = views.side_by_side(read.findings, codes)
    inside = table[table["theme"] == theme] if theme else table
    count = inside["answer"].value_counts()
    facts = "".join(f"<div><b>{count.get(key, 0)}</b>{words}</div>" for key, words in ANSWERS.items())
    if len(codes) == LEAST_COMPARED:
        facts += f"<div><b>{_distance(read, codes, theme)}</b>distance, 0 same to 1 opposite</div>"
    st.html(f'<div class="lc"><div class="facts">{facts}</div></div>')
    title = f"{', '.join(name[code] for code in codes)}: answers side by side"
    download(read, lambda: inside, "-".join(codes).lower(), title)
    common = st.expander("Wording in common: which passages stand in two of these laws", key="common", on_change="rerun")
    st.html(views.comparison(read.findings, read.book, codes, st.session_state["on"], st.session_state["show"], theme))
    if common.open:  # passages are looked for when they are asked for, and after the answers: it takes a moment
        with common:
            _wording(read, codes, name)


def _wording(read: Assessed, codes: list[str], name: dict[str, str]) -> None:
    try:
        worded = measures.worded(read, tuple(sorted(codes)))
    except LegalCompareError as error:
        st.html(f'<div class="lc quiet">No wording in common: {escape(str(error))}</div>')
        return
    st.html(views.shared_wording(worded, name))
    title = f"{', '.join(name[code] for code in codes)}: wording in common"
    download(read, lambda: worded.with_passages(worded.cells), f"wording-{'-'.join(codes).lower()}", title)


def _distance(read: Assessed, codes: list[str], theme: str) -> str:
    pairs = measures.distances(read, theme or None).pairs
    row = pairs[pairs["a"].isin(codes) & pairs["b"].isin(codes) & (pairs["theme"] == (theme or "overall"))].iloc[0]
    if row["hidden"]:
        return "too little known"
    return f"{row['D']:.2f} <small class='quiet'>({row['D_lower']:.2f} to {row['D_upper']:.2f})</small>"
