"""Turns the corpus into a page to search: words, terms, questions, jurisdictions, each provision with its tags in colour."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from legal_compare import views
from legal_compare.criteria import Codebook
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import BEST, BY_KEY, UNION, Assessed
from legal_compare.dashboard.panel import close
from legal_compare.dashboard.reviewing import show_reviews
from legal_compare.dashboard.state import ANY
from legal_compare.labels import in_words
from legal_compare.searching import Place, places, search, tags, tags_of
from legal_compare.statutes import Instrument
from legal_compare.tagging import TaggedSpan
from legal_compare.translations import working_translation
from legal_compare.views.pages import near_cards

A_SHEET = 8


def show(read: Assessed) -> None:
    """The search, what it found sheet by sheet, and what came close where an answer is missing."""
    kept = opening(
        read,
        "The law’s own words",
        "Search every provision that was read. Words in “quotes” are one phrase; accents and capitals do not matter.",
    )
    name, said = views.names(kept.findings), st.session_state
    said["place"] = [code for code in said["place"] if code in name]
    words, who = st.columns([1.2, 1])
    words.text_input("Words", key="q", placeholder='such as: "computer generated" child', on_change=_first_sheet)
    who.multiselect(
        "Jurisdictions",
        sorted(name, key=name.__getitem__),
        key="place",
        format_func=name.__getitem__,
        placeholder="All",
        on_change=_first_sheet,
    )
    _filters(read.book)
    found = _found(kept)
    st.html(f'<div class="lc">{views.tag_legend()}</div>')
    every = st.toggle("Mark every term of the codebook", key="every", help="Also those that no rule used here.")
    sheets = max(1, -(-len(found) // A_SHEET))
    said["sheet"] = min(max(1, said["sheet"]), sheets)
    shown = found[(said["sheet"] - 1) * A_SHEET : said["sheet"] * A_SHEET]
    st.html(f'<div class="lc"><p class="reading">{_counted(found)}</p></div>')
    term = "" if said["term"] == ANY else said["term"]
    for place in shown:
        marks = tags(place, said["q"], every, term)
        st.html(
            f'<div class="lc">'
            f"{views.section_card(place.section, place.instrument, place.evidence, marks, name[place.jurisdiction], said['on'])}</div>"
        )
    if sheets > 1:
        st.number_input(f"Sheet, 1 to {sheets}", 1, sheets, key="sheet")
    if shown:
        with st.popover("Copy a citation"):
            for place in shown:
                words_of = views.provision_citation(place.citation, place.instrument, name[place.jurisdiction], date.today())
                st.code(words_of, language=None, wrap_lines=True)
        download(kept, lambda: _table(found, name), "provisions", "Provisions found")
    _near(kept, name)


def _filters(book: Codebook) -> None:
    theme, question, term = st.columns(3)
    theme.selectbox(
        "Theme", [ANY, *book.themes], key="theme", format_func=lambda t: book.themes.get(t, "All themes"), on_change=_first_sheet
    )
    asked = [c.id for c in book.criteria if st.session_state["theme"] in (ANY, c.theme)]
    if st.session_state["of"] not in asked:
        st.session_state["of"] = ANY
    question.selectbox(
        "Shows an answer to",
        [ANY, *asked],
        key="of",
        format_func=lambda said: "Any question, or none" if said == ANY else views.label(said),
        on_change=_first_sheet,
    )
    names = _terms(book)
    if st.session_state["term"] not in names:
        st.session_state["term"] = ANY
    term.selectbox(
        "Term of the codebook",
        [ANY, *names],
        key="term",
        format_func=lambda said: "Any term" if said == ANY else in_words(said),
        on_change=_first_sheet,
    )


def _first_sheet() -> None:
    st.session_state["sheet"] = 1


def _terms(book: Codebook) -> list[str]:
    """The terms that rules and phrases look for, phrases taken apart."""
    sought = [name for criterion in book.criteria for _, rule in criterion.rules() for name in rule.find]
    sought += [name for phrase in book.phrases.values() for name in phrase.find]
    return sorted({term for name in sought for term in name.split("|")} - set(book.phrases))


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs=BY_KEY)
def _corpus(read: Assessed) -> tuple[tuple[Place, ...], dict[int, tuple[TaggedSpan, ...]]]:
    """The places, and a shelf for the tags of each that was read."""
    return places(read.findings), {}


def _found(read: Assessed) -> tuple[Place, ...]:
    corpus, shelf = _corpus(read)
    said, book = st.session_state, read.book
    criteria = [said["of"]] if said["of"] != ANY else []
    if not criteria and said["theme"] != ANY:
        criteria = [c.id for c in book.criteria if c.theme == said["theme"]]
    inside = [place for place in corpus if _counts(place.instrument)]
    term = "" if said["term"] == ANY else said["term"]
    unread = [place for place in inside if id(place) not in shelf] if term else []
    if unread:
        bar = st.progress(0.0, "Tagging the law")
        for done, place in enumerate(unread, start=1):
            shelf[id(place)] = tags_of(place)
            if done % 50 == 0:
                bar.progress(done / len(unread), f"Tagging the law: {done} of {len(unread)} sections")
        bar.empty()
    return search(inside, said["q"], term, criteria, said["place"], lambda place: shelf[id(place)])


def _counts(text: Instrument) -> bool:
    """Whether a text is of the layer and the years that the filters ask for."""
    layer, since = st.session_state["layer"], st.session_state["since"]
    year = text.as_of[:4]
    return (layer in (BEST, UNION) or text.layer == layer) and (not since or (year.isdigit() and int(year) >= since))


def _counted(found: tuple[Place, ...]) -> str:
    if not found:
        return "Nothing was found. Ask for fewer words, or take away a filter; that the words are not there does not say the law is not."
    holding = sum(1 for place in found if place.evidence)
    laws = len({place.jurisdiction for place in found})
    return (
        f"{len(found)} {'section' if len(found) == 1 else 'sections'} of {laws} {'jurisdiction' if laws == 1 else 'jurisdictions'}; "
        f"rules fired in {holding} of them, which come first."
    )


def _table(found: tuple[Place, ...], name: dict[str, str]) -> pd.DataFrame:
    columns = ["jurisdiction", "citation", "heading", "status", "text of", "rules", "official text", "words", "in English (unofficial)"]
    rows = [
        (
            name[place.jurisdiction],
            place.citation,
            place.section.heading,
            views.status_words(place.instrument),
            place.instrument.as_of,
            "; ".join(dict.fromkeys(one.match.rule for one in place.evidence)),
            views.safe_url(place.instrument.source.url),
            place.section.text,
            working_translation(*place.evidence),
        )
        for place in found
    ]
    return pd.DataFrame(rows, columns=columns)


def _near(read: Assessed, name: dict[str, str]) -> None:
    """Where the question that was chosen is not met: what came close, for each jurisdiction that was chosen."""
    said = st.session_state
    if said["of"] == ANY:
        return
    st.html('<div class="lc"><h2>Near misses</h2></div>')
    if not said["place"]:
        st.html('<div class="lc quiet">Choose one or more jurisdictions to see what came close where their answer is missing.</div>')
    for code in said["place"]:
        finding = read.findings.of(code, said["of"])
        misses = close(read, code, said["of"])
        st.html(near_cards(name[code], finding, misses, said["on"]))
        show_reviews(code, said["of"])
