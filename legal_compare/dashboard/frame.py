"""Turns the browser's window into what stands around every page: its look, the filters, the limits."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from legal_compare.dashboard.loading import BEST, TITLE, Assessed, narrowed
from legal_compare.dashboard.state import ANY, LAYERS, REVIEWED, WHOSE, YEARS, link, values
from legal_compare.views.styles import page_styles

LIMITS = (
    "Text on the books, not practice. No case law. Read by machine: open the official text before you quote. "
    "The date of each text stands beside it. Not legal advice."
)


def begin() -> None:
    """Title of the window and the sheet of all pages."""
    st.set_page_config(page_title=TITLE, page_icon="⚖️", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{page_styles()}</style>")
    _keys()(key="keys")


@st.cache_resource(show_spinner=False)
def _keys() -> Any:
    """What leads the keyboard into a popover."""
    return st.components.v2.component("keys", html="<i></i>", js=(Path(__file__).parent / "keys.js").read_text(encoding="utf-8"))


def opening(read: Assessed, title: str, lead: str, places: bool = True) -> Assessed:
    """A page's heading and the sentence under it, the filters beside them; what the filters leave.

    `places` is whether the page shows many jurisdictions, so that region and tradition narrow it.
    """
    left, right = st.columns([5.2, 1], vertical_alignment="top")
    with right:
        _filters(read, places)
    left.html(f'<div class="lc"><h1>{title}</h1><p class="lead">{lead}</p></div>')
    kept = narrowed(read) if places else read
    said = _said(kept, places)
    if not kept.findings.jurisdictions:
        kept, said = read, "No jurisdiction is of that region and that tradition: all are shown. Choose other filters."
    if said:
        st.html(f'<div class="lc"><p class="note">{said}</p></div>')
    if st.session_state["whose"] == REVIEWED:
        people = sum(bool(f.reviewed_by) for f in kept.findings)
        words = f"As reviewed: {people} of {len(kept.findings)} answers are those of people, not the tool’s; each says so beside its words."
        st.html(f'<div class="lc"><p class="note">{words}</p></div>')
    return kept


def _filters(read: Assessed, places: bool) -> None:
    with st.popover("Filters", width="stretch"):
        st.selectbox("Law that counts", list(LAYERS), key="layer", format_func=LAYERS.__getitem__)
        st.selectbox("Answers", list(WHOSE), key="whose", format_func=WHOSE.__getitem__, help="Reviews are given on the page Evidence.")
        if places:
            for key, words in (("region", "Region"), ("tradition", "Legal tradition")):
                choices = [ANY, *values(read, key)]

                def said(value: str, words: str = words) -> str:
                    return f"Any {words.lower()}" if value == ANY else value

                st.selectbox(words, choices, key=key, format_func=said)
        st.selectbox(
            "Date of law",
            [0, *YEARS],
            key="since",
            format_func=lambda year: f"Wording of {year} or later" if year else "Wording of any date",
            help="Answers that rest on older wording alone are shown as unknown.",
        )
        st.date_input("Mark wording older than three years on", key="on", min_value=date(2000, 1, 1), format="YYYY-MM-DD")


def _said(read: Assessed, places: bool) -> str:
    """What the filters leave out, so that nobody takes a part for the whole; empty where they leave out nothing."""
    state = st.session_state
    said = [LAYERS[state["layer"]].lower()] if state["layer"] != BEST else []
    said += [f"wording of {state['since']} or later, older answers as unknown"] if state["since"] else []
    if places and (shown := len(read.findings.jurisdictions)) < (of := len(read.whole.jurisdictions)):
        said.insert(0, f"{shown} of {of} jurisdictions")
    return f"Filtered: {'; '.join(said)}." if said else ""


def end(read: Assessed) -> None:
    """The limits and the link to what is seen, under every page."""
    st.html(f'<div class="lc limits">{LIMITS}</div>')
    share = st.popover("Share this view", key="share", on_change="rerun")
    if share.open:
        share.caption("This link leads another reader to the same page, choices, filters and weights.")
        share.code(link(read.book), language=None, wrap_lines=True)
