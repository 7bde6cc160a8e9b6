"""Turns one jurisdiction into a page: its verdicts by theme, what is missing, the law that was read and its dates."""

from __future__ import annotations

from html import escape

import streamlit as st

from legal_compare import views
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.evidence import show_evidence
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.measures import scores
from legal_compare.dashboard.state import jurisdiction_choice


def show(read: Assessed) -> None:
    """Verdicts by theme, one answer to read, and the list of texts."""
    title, place = st.columns([2.4, 1], vertical_alignment="bottom")
    jurisdiction_choice(read, "j", place=place)
    home = next(j for j in read.findings.jurisdictions if j.code == st.session_state["j"])
    facts = " · ".join(escape(words) for words in (home.tradition, home.region) if words)
    with title:
        opening(escape(views.names(read.findings)[home.code]), facts or "What its law says, question by question.")
    st.html(f'<div class="lc"><div class="facts">{_counts(read, home.code)}</div></div>')
    st.html(views.profile(read.findings, read.book, home))
    st.html('<div class="lc"><h2>Read an answer</h2></div>')
    what, _ = st.columns([1, 2])
    what.selectbox("Question", [c.id for c in read.book.criteria], key="c", format_func=views.label)
    show_evidence(read, home.code, st.session_state["c"])
    st.html('<div class="lc"><h2>The law that was read</h2></div>')
    law = views.law_table(home, st.session_state["on"])
    st.dataframe(law, hide_index=True, width="stretch", column_config={"official text": st.column_config.LinkColumn(display_text="open")})
    download(lambda: law, f"law-{home.code.lower()}")


def _counts(read: Assessed, code: str) -> str:
    """Verdicts by number, and the share of the codebook met with what unread law allows."""
    said = [views.sign_of(f).key for f in read.findings if f.jurisdiction == code]
    numbers = "".join(f"<div><b>{said.count(key)}</b>{sign.word}</div>" for key, sign in views.SIGNS.items())
    row = scores(read).loc[code]
    bounds = f"<small class='quiet'>({row['lower']:.0%} to {row['upper']:.0%})</small>"
    share = "unknown" if row["known"] == 0 else f"{row['index']:.0%} {bounds}"
    return f"{numbers}<div><b>{share}</b>of the codebook met, and what unread law allows</div>"
