"""Turns the browser's window into what stands around every page: its look, the way between pages, the limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from legal_compare.views.styles import page_styles

TITLE = "Law against the sexual exploitation of children online"
LIMITS = (
    "Text on the books, not practice. No case law. Read by machine: open the official text before you quote. "
    "The date of each text stands beside it. Not legal advice."
)


def begin() -> None:
    """Title of the window and the sheet of all pages."""
    st.set_page_config(page_title=TITLE, page_icon="⚖️", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{page_styles()}</style>")


def navigation(pages: Sequence[str]) -> None:
    """Pages on the left, what bears on all of them on the right."""
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.segmented_control("Page", pages, key="page", required=True, label_visibility="collapsed")
    with right.popover("Options", width="stretch"):
        st.toggle("Count the union's directly applicable law", key="union", help="An EU regulation binds in each member state.")
        st.date_input("Mark wording older than three years on", key="on", min_value=date(2000, 1, 1), format="YYYY-MM-DD")


def opening(title: str, lead: str) -> None:
    """A page's heading and the sentence under it."""
    st.html(f'<div class="lc"><h1>{title}</h1><p class="lead">{lead}</p></div>')


def end() -> None:
    """The limits, under every page."""
    st.html(f'<div class="lc limits">{LIMITS}</div>')
