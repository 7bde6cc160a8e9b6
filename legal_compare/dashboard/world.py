"""Turns one question, or one theme, into a page: the map of it, one line that reads it, and the order with its intervals."""

from __future__ import annotations

from html import escape

import streamlit as st

from legal_compare import views
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import TITLE, Assessed
from legal_compare.dashboard.panel import show_evidence, show_figure, show_profile
from legal_compare.dashboard.state import ANY, asked, jurisdiction_choice, remember, theme_choice
from legal_compare.errors import LegalCompareError
from legal_compare.views import world


def show(read: Assessed) -> None:
    """The map on the left, the law's words on the right, the order below."""
    book = read.book
    kept = opening(
        read,
        TITLE,
        f"{len(book.criteria)} questions put to the law of {len(read.findings.jurisdictions)} jurisdictions. Choose a theme, a "
        "question, a country on the map; hatched grey is unknown. "
        "<span class='limit'>Text on the books, not practice; read by machine; not legal advice.</span>",
    )
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        one, two = st.columns(2)
        themes = theme_choice(book, one)
        theme = themes[0] if len(themes) == 1 else None
        every = f"All {len(asked(book, st.session_state['theme'])) - 1} questions"
        two.selectbox(
            "Question",
            asked(book, st.session_state["theme"]),
            key="ask",
            format_func=lambda said: every if said == ANY else views.label(said),
        )
        ask = None if st.session_state["ask"] == ANY else st.session_state["ask"]
        title = views.label(ask) if ask else book.themes[theme] if theme else "All questions"
        table = measures.scores(kept, criterion=ask)
        name = views.names(kept.findings)
        said = world.answer_reading(kept.findings, ask) if ask else world.score_reading(table, name, theme, title)
        st.html(f'<div class="lc"><p class="reading">{escape(said)}</p></div>')
        chart = show_figure(
            kept,
            ("world", theme, ask),
            lambda: world.answer_map(kept.findings, ask) if ask else world.score_map(table, name, theme, title),
            f"Map of the world. {said}",
            "stretch",
            pick="map",
        )
        download(kept, lambda: table.reset_index(), "world", f"{title}: {said}", chart)
    with right:
        _words(read, ask, themes)
    _ranked(kept, ask, theme, title)


@st.fragment
def _words(read: Assessed, ask: str | None, themes: list[str]) -> None:
    """The law's words behind one answer: to the question of the map, or to the one that is chosen here."""
    jurisdiction_choice(read, "j")
    if ask:
        show_evidence(read, st.session_state["j"], ask)
    else:
        st.html('<div class="lc quiet">Choose an answer to read the law’s own words.</div>')
        show_profile(read, st.session_state["j"], themes, "answers", strip=True)
        show_evidence(read, st.session_state["j"], st.session_state["c"])
    remember(read.book)


def _ranked(read: Assessed, ask: str | None, theme: str | None, title: str) -> None:
    """The order of the jurisdictions, each with how far it may be off."""
    name = views.names(read.findings)
    st.html(f'<div class="lc"><h2>{escape(title)}: the order, and how sure it is</h2></div>')
    if ask:
        st.html('<div class="lc quiet">A bar says what law that was not read could still make of the answer.</div>')
        table = measures.scores(read, criterion=ask)
        alt = f"{title}: answer of each jurisdiction with its bounds"
        chart = show_figure(read, ("answer", ask), lambda: views.index_chart(table, name), alt)
        download(read, lambda: table.reset_index(), "order", f"{title}: order of the jurisdictions", chart)
        return
    try:
        unsure = measures.intervals(read, theme)
    except LegalCompareError as error:
        st.html(f'<div class="lc"><p class="note">No order can be given: {escape(str(error))}</p></div>')
        return
    st.html(
        '<div class="lc quiet">Each line holds 90% of the draws of weights and of what “partial” is worth. '
        "Where two lines overlap there is no order between the two.</div>"
    )
    alt = f"{title}: share of the questions met by each jurisdiction, with its interval"
    chart = show_figure(read, ("order", theme), lambda: views.interval_chart(unsure, name), alt)
    download(read, lambda: unsure.index.reset_index(), "order", f"{title}: order of the jurisdictions", chart)
