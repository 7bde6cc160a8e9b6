"""Turns distances into a page: how far the laws are apart, pair by pair, in groups, question by question, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from legal_compare import views
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.panel import Width, show_figure
from legal_compare.dashboard.state import MOST_WEIGHT, WAYS, chosen_weights, theme_choice, weight_key
from legal_compare.errors import LegalCompareError
from legal_compare.views.groups import FIRM, MISLEADS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd


@dataclass(frozen=True)
class Choice:
    """What is measured: whose findings, which theme, what the themes count."""

    read: Assessed
    theme: str | None
    shares: measures.Shares
    name: dict[str, str]


def show(read: Assessed) -> None:
    """The choice of theme and weights, and the way to look at the distances that was chosen."""
    book = read.book
    kept = opening(
        read,
        "How far apart are the laws?",
        "0 means the same verdict on every question that both can answer, 1 the opposite on all. "
        "Pairs of which too little law was read are left blank.",
    )
    one, two, three = st.columns([1, 1, 3.2], vertical_alignment="bottom")
    themes = theme_choice(book, one)
    theme = None if len(themes) > 1 else themes[0]
    with two:
        shares = _weights(read) if theme is None else None
    three.segmented_control("View", list(WAYS), key="view", required=True)
    if shares:
        counted = ", ".join(f"{book.themes[key]} {share}" for key, share in shares)
        _note(f"Weights of your own: {escape(counted)}; alike in a theme. Every figure here follows them.")
    ways = dict(zip(WAYS, (_pairs, _groups, _map, _questions, _met, _order), strict=True))
    try:
        ways[st.session_state["view"]](Choice(kept, theme, shares, views.names(kept.findings)))
    except LegalCompareError as error:  # too few jurisdictions for this picture; the others may still be drawn
        _note(f"This cannot be drawn: {escape(str(error))}")


def _weights(read: Assessed) -> measures.Shares:
    """A slider for each theme; None where all count alike."""
    with st.popover("Weights", width="stretch", help="What each theme counts for, from not at all to five times."):
        for theme, title in read.book.themes.items():
            st.slider(title, 0, MOST_WEIGHT, key=weight_key(theme))
        st.button("All alike", on_click=_alike, args=(list(read.book.themes),))
    shares = chosen_weights(read.book)
    return tuple(shares.items()) if shares else None


def _alike(themes: list[str]) -> None:
    for theme in themes:
        st.session_state[weight_key(theme)] = 1


def _pairs(choice: Choice) -> None:
    name, found = choice.name, measures.distances(choice.read, choice.theme, choice.shares)
    answered = found.matrix.notna().sum()
    known = [code for code in found.matrix.index if answered[code] > 1]
    order = _by_cluster(choice, known)
    if not order:
        _note("No pair can be shown: of none was enough of the same law read on both sides.")
    chart, words = st.columns([2, 1], gap="large")
    rows = found.pairs[found.pairs["theme"] == found.theme]
    shown = rows[~rows["hidden"]].sort_values("D")
    heatmap = None
    if order:
        with chart:
            heatmap = _figure(choice, lambda: views.distance_heatmap(found, name, order), "Distances of all pairs of jurisdictions")
        words.html(f'<div class="lc">{_pair_list("Nearest", shown.head(6), name)}{_pair_list("Farthest", shown.tail(6)[::-1], name)}</div>')
    _quiet(
        f"{len(shown)} of {len(rows)} pairs are shown; each needs an answer from both on 60% of the questions. "
        f"Weights: {escape(found.weights.source)}.{_left_out([code for code in found.matrix.index if code not in order], name)}"
    )
    download(choice.read, lambda: rows, "distances", "Distances of all pairs of jurisdictions", heatmap)


def _by_cluster(choice: Choice, codes: list[str]) -> list[str]:
    """Codes with those whose law is alike beside each other; those outside the tree at the end."""
    try:
        along = views.tree_order(measures.groups(choice.read, choice.theme, choice.shares))
    except LegalCompareError:  # too few for a tree
        return codes
    return [*along, *(code for code in codes if code not in along)]


def _groups(choice: Choice) -> None:
    found = measures.groups(choice.read, choice.theme, choice.shares)
    nodes = found.nodes
    inner = nodes[nodes["size"] < len(found.labels)]
    firm = int((inner["support"] >= FIRM).sum())
    _note(
        f"{firm} of {len(inner)} groups came back in at least half of {measures.DRAWS} draws of the questions. "
        "The others, in grey, cannot be separated from chance: do not speak of them as groups."
    )
    chart = _figure(choice, lambda: views.cluster_chart(found, choice.name), "Tree of jurisdictions with the support of each group")
    _quiet(
        f"The figure at a joint is the share of draws that made the same group. The tree keeps the distances with a correlation of "
        f"{found.cophenetic:.2f} (1 would be faithful).{_left_out(found.left_out, choice.name)}"
    )
    download(
        choice.read,
        lambda: nodes.assign(members=[", ".join(members) for members in nodes["members"]]),
        "groups",
        "Groups of jurisdictions",
        chart,
    )


def _map(choice: Choice) -> None:
    drawn = measures.placed(choice.read, choice.theme, choice.shares)
    trust = (
        "a stress above 0.2 misleads more than it shows: trust the figures under “Pairs”, not this picture."
        if drawn.stress > MISLEADS
        else "up to 0.1 is good, above 0.2 misleads. Only nearness means anything, not the directions."
    )
    _note(f"Stress {drawn.stress:.2f}: {trust}")
    alt, sheet = "Map of jurisdictions, near where their law is alike", st.empty()
    with sheet:  # the places first: how far each would move takes a moment
        _figure(choice, lambda: views.map_chart(drawn, choice.name), alt, more="places")
    moved = measures.movement(choice.read, choice.theme, choice.shares)
    with sheet:
        chart = _figure(choice, lambda: views.map_chart(drawn, choice.name, moved), alt)
    _quiet(
        f"Each ellipse holds 90% of {measures.MAPS} draws of what counts: where two overlap, their places cannot be told apart. Drawn from "
        f"the same distances as “Pairs”; up, down, left and right have no meaning.{_left_out(drawn.left_out, choice.name)}"
    )
    table = drawn.points.join(moved.drop(columns=["x", "y"])).reset_index()
    download(choice.read, lambda: table, "map", "Map of jurisdictions by likeness of law", chart)


def _questions(choice: Choice) -> None:
    table = views.harmonised_criteria(choice.read.findings)
    table = table[table["theme"] == choice.theme] if choice.theme else table
    ranked = table.dropna(subset=["agreement"]).sort_values(["agreement", "answered"], ascending=[False, False])
    left, right = st.columns(2)
    for place, title, part in ((left, "Most harmonised", ranked.head(6)), (right, "Least harmonised", ranked.tail(6)[::-1])):
        items = "".join(
            f"<li>{views.label(row['criterion'])}: {row['agreement']:.0%} of pairs agree, {row['answered']} answer</li>"
            for row in part.to_dict("records")
        )
        place.html(f'<div class="lc"><h2>{title}</h2><ul>{items}</ul></div>')
    chart = _figure(choice, lambda: views.criteria_chart(ranked), "Verdicts by question", "stretch")
    download(choice.read, lambda: table, "criteria", "Harmonisation by question", chart)


def _met(choice: Choice) -> None:
    table = measures.scores(choice.read, choice.shares)
    _quiet("The bar says what law that was not read could still change. It is no ranking: see “How sure is the order”.")
    chart = _figure(choice, lambda: views.index_chart(table, choice.name, choice.theme), "Index of each jurisdiction with its bounds")
    download(choice.read, lambda: table.reset_index(), "index", "Share of the questions met", chart)


def _order(choice: Choice) -> None:
    unsure = measures.intervals(choice.read, choice.theme, choice.shares)
    close, pairs = int((~unsure.order["separated"]).sum()), len(unsure.order)
    _note(
        f"{close} of {pairs} pairs of jurisdictions cannot be separated: their intervals overlap. "
        "Two that overlap have no order between them, whichever stands higher here."
    )
    chart = _figure(choice, lambda: views.interval_chart(unsure, choice.name), "Index of each jurisdiction with its interval")
    _quiet(
        f"Each line holds 90% of {measures.DRAWS} draws, in which every question’s weight, and the worth of “partial” from a quarter to "
        "three quarters, are drawn anew. Law that was not read and errors of the machine are not in it: the truth is less sure still."
    )
    download(choice.read, lambda: unsure.index.reset_index(), "intervals", "Share of the questions met, with intervals", chart)


def _figure(choice: Choice, make: Callable[[], Any], alt: str, width: Width = "content", more: str = "") -> Any:
    key = (st.session_state["view"], choice.theme, choice.shares, more)
    return show_figure(choice.read, key, make, alt, width)


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
