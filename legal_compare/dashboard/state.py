"""Turns the address into what the reader has chosen, and back.

The whole state stands in the address, so that a link brings another reader to the same place. A choice that there is
not, as in an old or mistyped link, gives way to one that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from legal_compare.criteria import Codebook
from legal_compare.dashboard.loading import BEST, UNION, Assessed
from legal_compare.views import label, names

ANY = "all"
MODEL = "model"
"""The benchmark that meets every criterion."""
LEAST_COMPARED, MOST_COMPARED = 2, 5
MOST_WEIGHT = 5
SORTS = {"name": "by name", "answers": "by what is met", "likeness": "by likeness of the law", "region": "by region"}
SHOWS = {"all": "All", "different": "Different", "same": "Same", "unknown": "Unknown"}
LAYERS = {
    BEST: "Law in force, else the next best at hand",
    "in-force": "Law in force only",
    UNION: "With the union’s directly applicable law",
    "proposed": "Bills and proposals only",
    "superseded": "Superseded wording only",
}
"""Texts that the answers may rest on."""
TOOL, REVIEWED = "tool", "reviewed"
WHOSE = {TOOL: "The tool’s own answers", REVIEWED: "As reviewed by people, marked"}
"""Whose answers are shown."""
YEARS = (2000, 2010, 2015, 2018, 2020, 2022, 2024)
WAYS = ("Pairs", "Groups", "Map", "Questions", "How much is met", "How sure is the order")
"""Ways to look at the distances, in the order of their tabs."""
TABS = ("Limits and method", "Codebook", "Law read", "How right it is", "Versions")
"""Parts of the page Method."""
USUAL: dict[str, Any] = {
    "theme": ANY,
    "ask": ANY,
    "region": ANY,
    "tradition": ANY,
    "layer": BEST,
    "whose": TOOL,
    "since": 0,
    "on": "",
    "sort": "name",
    "show": "all",
    "view": WAYS[0],
    "bench": MODEL,
    "q": "",
    "term": ANY,
    "of": ANY,
    "place": [],
    "sheet": 1,
    "every": False,
    "common": False,
    "tab": TABS[0],
}
"""What an address leaves out."""
ALWAYS = ("j", "c", "with")
LISTS = ("with", "place")
NUMBERS = ("since", "sheet")
SWITCHES = ("every", "common")
WEIGHTS = "w"
PAGE = "shown"
"""Key under which the name of the page that is shown stands."""
WRITTEN = "written"
"""Key of the page and the state that the address was last given."""


def weight_key(theme: str) -> str:
    """Key of a theme's slider."""
    return f"{WEIGHTS}-{theme}"


def restore() -> None:
    """Takes the state from the address once, and keeps what widgets of other pages have chosen."""
    said = st.session_state
    if "begun" not in said:
        said["begun"] = True
        for key in (*ALWAYS, *USUAL):
            if key in st.query_params:
                said[key] = _meant(key, st.query_params[key])
        for part in st.query_params.get(WEIGHTS, "").split(","):
            theme, _, number = part.partition(":")
            if number.isdigit():
                said[weight_key(theme)] = min(int(number), MOST_WEIGHT)
        try:
            said["on"] = date.fromisoformat(str(said.get("on")))
        except ValueError:
            said["on"] = date.today()
        for key in LISTS:
            said.setdefault(key, [])
    for key in [key for key in said if key in (*ALWAYS, *USUAL) or str(key).startswith(f"{WEIGHTS}-")]:
        said[key] = said[key]


def _meant(key: str, words: str) -> Any:
    if key in LISTS:
        return words.split(",")
    if key in NUMBERS:
        return int(words) if words.isdigit() else USUAL[key]
    if key in SWITCHES:
        return words == str(True)
    return words


def settle(read: Assessed) -> None:
    """Puts a choice that there is in place of one that there is not."""
    book, findings, said = read.book, read.findings, st.session_state
    codes = [j.code for j in findings.jurisdictions]
    first = next((f for f in findings if f.verdict in ("met", "partial")), findings[0])
    criteria = [c.id for c in book.criteria]
    choices: dict[str, list[Any]] = {
        "j": [first.jurisdiction, *codes],
        "c": [first.criterion, *criteria],
        "theme": [ANY, *book.themes],
        "region": [ANY, *values(read, "region")],
        "tradition": [ANY, *values(read, "tradition")],
        "sort": list(SORTS),
        "show": list(SHOWS),
        "since": [0, *YEARS],
        "whose": list(WHOSE),
        "view": list(WAYS),
        "tab": list(TABS),
        "bench": [MODEL, *codes],
        "of": [ANY, *criteria],
    }
    for key, known in choices.items():
        if said.get(key) not in known:
            said[key] = USUAL.get(key, known[0])
    if said.get("ask") not in asked(book, said["theme"]):
        said["ask"] = ANY
    for key, most in (("with", MOST_COMPARED), ("place", len(codes))):
        said[key] = [code for code in dict.fromkeys(said[key]) if code in codes][:most]
    if not said["with"]:
        said["with"] = codes[:LEAST_COMPARED]
    for key in ("q", "term", "sheet", *SWITCHES):
        said.setdefault(key, USUAL[key])
    for theme in book.themes:
        said.setdefault(weight_key(theme), 1)


def asked(book: Codebook, theme: str) -> list[str]:
    """All questions, then those of the theme."""
    return [ANY, *(c.id for c in book.criteria if theme in (ANY, c.theme))]


def chosen_weights(book: Codebook) -> dict[str, int] | None:
    """What each theme counts; None where all count the same."""
    shares = {theme: int(st.session_state[weight_key(theme)]) for theme in book.themes}
    return None if len(set(shares.values())) == 1 else shares


def address(book: Codebook) -> dict[str, str]:
    """The state as parameters of an address; what is as usual is left out."""
    said: dict[str, str] = {}
    for key in (*ALWAYS, *USUAL):
        value = st.session_state.get(key)
        if value != USUAL.get(key) and not (key == "on" and value == date.today()):
            said[key] = ",".join(value) if isinstance(value, list) else str(value)
    weights = chosen_weights(book)
    if weights:
        said[WEIGHTS] = ",".join(f"{theme}:{share}" for theme, share in weights.items())
    return said


def remember(book: Codebook) -> None:
    """Writes the state into the address, once: a reader who goes back is not brought forward again."""
    said = address(book)
    written = (st.session_state.get(PAGE), said)
    if said != st.query_params.to_dict() and written != st.session_state.get(WRITTEN):
        st.query_params.from_dict(said)
    st.session_state[WRITTEN] = written


def link(book: Codebook) -> str:
    """The address of what is seen, to be passed on: that of the dashboard itself, the page among its parameters."""
    page = str(st.session_state.get(PAGE, ""))
    base = (st.context.url or "").rstrip("/").removesuffix(f"/{page.lower()}")
    said = {"page": page, **address(book)} if page else address(book)
    return f"{base}/?{urlencode(said, safe=',:')}"


def follow(pages: Mapping[str, Any]) -> None:
    """Leads `?page=Gaps`, as a page may also be named in a link, to that page."""
    name = st.query_params.get("page", "").capitalize()
    if name in pages:
        st.switch_page(pages[name], query_params={key: value for key, value in st.query_params.items() if key != "page"})


def values(read: Assessed, name: str) -> list[str]:
    """What the jurisdictions at hand say of their region or tradition."""
    return sorted({value for j in read.whole.jurisdictions if (value := getattr(j, name))})


def theme_choice(book: Codebook, place: Any = st) -> list[str]:
    """The themes to show: all, or the one chosen."""
    chosen = place.selectbox("Theme", [ANY, *book.themes], key="theme", format_func=lambda t: book.themes.get(t, "All themes"))
    return list(book.themes) if chosen == ANY else [chosen]


def jurisdiction_choice(read: Assessed, key: str, words: str = "Jurisdiction", place: Any = st) -> None:
    """A box to choose a jurisdiction by its name; the choice stands in the state under `key`."""
    name_of = names(read.findings)
    place.selectbox(words, sorted(name_of, key=name_of.__getitem__), key=key, format_func=name_of.__getitem__)


def question_choice(book: Codebook, place: Any = st) -> None:
    """A box to choose a question; the choice stands in the state under `c`."""
    place.selectbox("Question", [c.id for c in book.criteria], key="c", format_func=label)
