"""Turns two jurisdictions into a page that sets them side by side, question by question."""

from __future__ import annotations

import streamlit as st

from legal_compare import views
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.measures import distances
from legal_compare.dashboard.state import SHOWS, jurisdiction_choice, theme_choice

ANSWERS = {
    "same": "answered the same",
    "different": "answered differently",
    "unknown": "cannot be compared: law not at hand",
}


def show(read: Assessed) -> None:
    """How much is the same, how much is not, and the provisions that answer each question."""
    opening("Two laws side by side", "Question by question, with the provision that answers it. Open a citation to read its words.")
    one, two, three, four = st.columns([1, 1, 1, 1.3], vertical_alignment="bottom")
    jurisdiction_choice(read, "a", "First", one)
    jurisdiction_choice(read, "b", "Second", two)
    theme = "" if len(themes := theme_choice(read.book, three)) > 1 else themes[0]
    four.segmented_control("Show", list(SHOWS), key="show", format_func=SHOWS.__getitem__, required=True)
    codes = [st.session_state["a"], st.session_state["b"]]
    table = views.side_by_side(read.findings, codes)
    inside = table[table["theme"] == theme] if theme else table
    count = inside["answer"].value_counts()
    facts = "".join(f"<div><b>{count.get(key, 0)}</b>{words}</div>" for key, words in ANSWERS.items())
    facts += f"<div><b>{_distance(read, codes, theme)}</b>distance, 0 same to 1 opposite</div>"
    st.html(f'<div class="lc"><div class="facts">{facts}</div></div>')
    st.html(views.comparison(read.findings, read.book, codes, st.session_state["on"], st.session_state["show"], theme))
    download(lambda: inside, f"{codes[0]}-{codes[1]}".lower())


def _distance(read: Assessed, codes: list[str], theme: str) -> str:
    if codes[0] == codes[1]:
        return "0"
    pairs = distances(read, theme or None).pairs
    row = pairs[pairs["a"].isin(codes) & pairs["b"].isin(codes) & (pairs["theme"] == (theme or "overall"))].iloc[0]
    if row["hidden"]:
        return "too little known"
    return f"{row['D']:.2f} <small class='quiet'>({row['D_lower']:.2f} to {row['D_upper']:.2f})</small>"
