"""Turns distances into a page: how far the laws are apart, pair by pair, in groups, question by question, and how surely."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from legal_compare import views
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed, assessed
from legal_compare.dashboard.state import LAYERS, layers, theme_choice
from legal_compare.errors import LegalCompareError
from legal_compare.views.groups import FIRM, MISLEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

TABS = ("Pairs", "Groups", "Map", "Questions", "How much is met", "How sure is the order")


def show(read: Assessed) -> None:
    """The choice of theme and texts, and a tab for each way to look at the distances."""
    opening(
        "How far apart are the laws?",
        "0 means the same verdict on every question that both can answer, 1 the opposite on all. "
        "Pairs of which too little law was read are left blank.",
    )
    one, two, _ = st.columns([1, 1, 1])
    themes = theme_choice(read.book, one)
    theme = None if len(themes) > 1 else themes[0]
    two.selectbox("Texts", layers(read), key="layer", format_func=LAYERS.__getitem__)
    layer = st.session_state["layer"]
    if layer != "best":
        read = assessed(bool(st.session_state["union"]), layer)
    name = views.names(read.findings)
    for tab, fill in zip(st.tabs(TABS), (_pairs, _groups, _map, _questions, _met, _order), strict=True):
        with tab:
            try:
                fill(read, theme, name)
            except LegalCompareError as error:  # too few jurisdictions for this picture; the others may still be drawn
                st.html(f'<div class="lc"><p class="note">This cannot be drawn: {escape(str(error))}</p></div>')


def _pairs(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    found = measures.distances(read, theme)
    answered = found.matrix.notna().sum()
    order = sorted(found.matrix.index[answered > 1], key=lambda code: found.matrix.loc[code].median())
    if not order:
        _note("No pair can be shown: of none was enough of the same law read on both sides.")
    chart, words = st.columns([2, 1], gap="large")
    rows = found.pairs[found.pairs["theme"] == found.theme]
    shown = rows[~rows["hidden"]].sort_values("D")
    if order:
        heatmap = views.distance_heatmap(found, name, order)
        chart.altair_chart(heatmap, width="content", theme=None, alt="Distances of all pairs of jurisdictions")
        words.html(f'<div class="lc">{_pair_list("Nearest", shown.head(6), name)}{_pair_list("Farthest", shown.tail(6)[::-1], name)}</div>')
    _quiet(
        f"{len(shown)} of {len(rows)} pairs are shown; each needs an answer from both on 60% of the questions. "
        f"Weights: {found.weights.source}.{_left_out([code for code in found.matrix.index if code not in order], name)}"
    )
    download(lambda: rows, "distances")


def _groups(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    found = measures.groups(read, theme)
    nodes = found.nodes
    inner = nodes[nodes["size"] < len(found.labels)]
    firm = int((inner["support"] >= FIRM).sum())
    _note(
        f"{firm} of {len(inner)} groups came back in at least half of {measures.DRAWS} draws of the questions. "
        "The others, in grey, cannot be separated from chance: do not speak of them as groups."
    )
    st.altair_chart(
        views.cluster_chart(found, name), width="content", theme=None, alt="Tree of jurisdictions with the support of each group"
    )
    _quiet(
        f"The figure at a joint is the share of draws that made the same group. The tree keeps the distances with a correlation of "
        f"{found.cophenetic:.2f} (1 would be faithful).{_left_out(found.left_out, name)}"
    )
    download(lambda: nodes.assign(members=[", ".join(members) for members in nodes["members"]]), "groups")


def _map(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    drawn = measures.placed(read, theme)
    trust = (
        "a stress above 0.2 misleads more than it shows: trust the figures under “Pairs”, not this picture."
        if drawn.stress > MISLEADS
        else "up to 0.1 is good, above 0.2 misleads. Only nearness means anything, not the directions."
    )
    _note(f"Stress {drawn.stress:.2f}: {trust}")
    st.altair_chart(views.map_chart(drawn, name), width="content", theme=None, alt="Map of jurisdictions, near where their law is alike")
    _quiet(f"Drawn from the same distances as “Pairs”; up, down, left and right have no meaning.{_left_out(drawn.left_out, name)}")
    download(lambda: drawn.points.reset_index(), "map")


def _questions(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    table = views.harmonised_criteria(read.findings)
    table = table[table["theme"] == theme] if theme else table
    ranked = table.dropna(subset=["agreement"]).sort_values(["agreement", "answered"], ascending=[False, False])
    left, right = st.columns(2)
    for place, title, part in ((left, "Most harmonised", ranked.head(6)), (right, "Least harmonised", ranked.tail(6)[::-1])):
        items = "".join(
            f"<li>{views.label(row['criterion'])}: {row['agreement']:.0%} of pairs agree, {row['answered']} answer</li>"
            for row in part.to_dict("records")
        )
        place.html(f'<div class="lc"><h2>{title}</h2><ul>{items}</ul></div>')
    st.altair_chart(views.criteria_chart(ranked), width="stretch", theme=None, alt="Verdicts by question")
    download(lambda: table, "criteria")


def _met(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    table = measures.scores(read)
    _quiet("The bar says what law that was not read could still change. It is no ranking: see “How sure is the order”.")
    st.altair_chart(views.index_chart(table, name, theme), width="content", theme=None, alt="Index of each jurisdiction with its bounds")
    download(lambda: table.reset_index(), "index")


def _order(read: Assessed, theme: str | None, name: dict[str, str]) -> None:
    unsure = measures.intervals(read, theme)
    close, pairs = int((~unsure.order["separated"]).sum()), len(unsure.order)
    _note(
        f"{close} of {pairs} pairs of jurisdictions cannot be separated: their intervals overlap. "
        "Two that overlap have no order between them, whichever stands higher here."
    )
    st.altair_chart(views.interval_chart(unsure, name), width="content", theme=None, alt="Index of each jurisdiction with its interval")
    _quiet(
        f"Each line holds 90% of {measures.DRAWS} draws, in which every question’s weight, and the worth of “partial” from a quarter to "
        "three quarters, are drawn anew. Law that was not read and errors of the machine are not in it: the truth is less sure still."
    )
    download(lambda: unsure.index.reset_index(), "intervals")


def _left_out(codes: Sequence[str], name: dict[str, str]) -> str:
    said = ", ".join(escape(name[code]) for code in codes)
    return f" Left out, too little of their law was read: {said}." if said else ""


def _pair_list(title: str, pairs: pd.DataFrame, name: dict[str, str]) -> str:
    """Some pairs with their distance and what unread law could make of it."""
    items = "".join(
        f"<li>{escape(name[row['a']])} and {escape(name[row['b']])}: <b>{row['D']:.2f}</b> "
        f"<span class='quiet'>({row['D_lower']:.2f} to {row['D_upper']:.2f})</span></li>"
        for row in pairs.to_dict("records")
    )
    return f"<h2>{title}</h2><ul>{items}</ul>"


def _note(words: str) -> None:
    st.html(f'<div class="lc"><p class="note">{words}</p></div>')


def _quiet(words: str) -> None:
    st.html(f'<div class="lc quiet">{words}</div>')
