"""Turns the address into what the reader has chosen, and back.

The whole state stands in the address, so that a link brings another reader to the same place. A choice that there is
not, as in an old or mistyped link, gives way to one that there is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from legal_compare.criteria import Codebook
from legal_compare.dashboard.loading import Assessed
from legal_compare.views import names

PAGES = ("Gaps", "Compare", "Harmonisation", "Country", "Method")
ANY = "all"
SORTS = {"name": "by name", "answers": "by what is met", "region": "by region"}
SHOWS = {"all": "All", "different": "Different", "same": "Same", "unknown": "Unknown"}
LAYERS = {
    "best": "Law in force, else the next best at hand",
    "in-force": "Law in force only",
    "superseded": "Superseded wording only",
    "proposed": "Bills and proposals only",
}
"""Texts that the pages of distances may rest on."""
STATE = ("page", "j", "c", "a", "b", "theme", "region", "sort", "show", "union", "on", "layer")


def restore() -> None:
    """Takes the state from the address once, and keeps what widgets of other pages have chosen."""
    if "page" not in st.session_state:
        for key in STATE:
            if key in st.query_params:
                st.session_state[key] = st.query_params[key]
        st.session_state["union"] = st.session_state.get("union") == "True"
        try:
            st.session_state["on"] = date.fromisoformat(str(st.session_state.get("on")))
        except ValueError:
            st.session_state["on"] = date.today()
    for key in STATE:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def settle(read: Assessed) -> None:
    """Puts a choice that there is in place of one that there is not."""
    book, findings = read.book, read.findings
    codes = [j.code for j in findings.jurisdictions]
    first = next((f for f in findings if f.verdict in ("met", "partial")), findings[0])
    choices: dict[str, tuple[list[str], str]] = {
        "page": (list(PAGES), "Gaps"),
        "j": (codes, first.jurisdiction),
        "c": ([c.id for c in book.criteria], first.criterion),
        "a": (codes, codes[0]),
        "b": (codes, codes[min(1, len(codes) - 1)]),
        "theme": ([ANY, *book.themes], ANY),
        "region": ([ANY, *regions(read)], ANY),
        "sort": (list(SORTS), "name"),
        "show": (list(SHOWS), "all"),
        "layer": (layers(read), "best"),
    }
    for key, (known, default) in choices.items():
        if st.session_state.get(key) not in known:
            st.session_state[key] = default


def remember() -> None:
    """Writes the state into the address; what is as usual is left out."""
    usual = {
        "page": "Gaps",
        "theme": ANY,
        "region": ANY,
        "sort": "name",
        "show": "all",
        "on": date.today().isoformat(),
        "union": "False",
        "layer": "best",
    }
    said = {key: str(st.session_state.get(key) or "") for key in STATE}
    st.query_params.from_dict({key: value for key, value in said.items() if value and value != usual.get(key)})


def regions(read: Assessed) -> list[str]:
    """Regions of the jurisdictions at hand."""
    return sorted({j.region for j in read.findings.jurisdictions if j.region})


def layers(read: Assessed) -> list[str]:
    """The usual choice, and each layer of which at least two jurisdictions hold a text."""
    held = [{i.layer for i in j.instruments} for j in read.findings.jurisdictions]
    return ["best", *(layer for layer in LAYERS if sum(layer in one for one in held) > 1)]


def theme_choice(book: Codebook, place: Any = st) -> list[str]:
    """The themes to show: all, or the one chosen."""
    chosen = place.selectbox("Theme", [ANY, *book.themes], key="theme", format_func=lambda t: book.themes.get(t, "All themes"))
    return list(book.themes) if chosen == ANY else [chosen]


def jurisdiction_choice(read: Assessed, key: str, words: str = "Jurisdiction", place: Any = st) -> None:
    """A box to choose a jurisdiction by its name; the choice stands in the state under `key`."""
    name_of = names(read.findings)
    place.selectbox(words, sorted(name_of, key=name_of.__getitem__), key=key, format_func=name_of.__getitem__)
