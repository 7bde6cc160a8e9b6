"""The dashboard: choose and show; whatever is computed or drawn comes from `legal_compare`.

    streamlit run app.py

LEGAL_COMPARE_LAW       folder of law to read, FOLDER/<iso2>/*.md (default: the shipped excerpts)
LEGAL_COMPARE_CRITERIA  codebook to ask (default: the shipped criteria.yaml)
LEGAL_COMPARE_CACHE     folder in which findings are remembered

The whole state stands in the address, so that a link brings another reader to the same place:
`?page=Gaps&j=IE&c=ai-generated`. Findings are computed once for all readers and kept while law and rules stay.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st

from legal_compare import __version__, compare, read_criteria, read_statutes, score, shipped, views
from legal_compare.assessment import Findings, assess
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.views.explanations import near_misses
from legal_compare.views.styles import grid_styles, page_styles
from legal_compare.views.verdicts import names

TITLE = "Law against the sexual exploitation of children online"
LIMITS = (
    "Text on the books, not practice. No case law. Read by machine: open the official text before you quote. "
    "The date of each text stands beside it. Not legal advice."
)
PAGES = ("Gaps", "Compare", "Harmonisation", "Country", "Method")
ANY = "all"
SORTS = {"name": "by name", "answers": "by what is met", "region": "by region"}
SHOWS = {"all": "All", "different": "Different", "same": "Same", "unknown": "Unknown"}
STATE = ("page", "j", "c", "a", "b", "theme", "region", "sort", "show", "union", "on")
KEPT_ASSESSMENTS = 4

GRID = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (root.dataset.shown !== data.html) { root.innerHTML = data.html; root.dataset.shown = data.html; }
  const buttons = [...root.querySelectorAll("button.v")];
  const name = (b) => b.closest("tr").dataset.c + "|" + b.dataset.j;
  const head = (b) => root.querySelector(`th[data-j="${b.dataset.j}"]`);
  const mark = (chosen) => {
    for (const b of buttons) { b.setAttribute("aria-pressed", name(b) === chosen); b.tabIndex = name(b) === chosen ? 0 : -1; }
    root.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
    const b = buttons.find((b) => name(b) === chosen);
    if (b) { b.closest("tr").classList.add("on"); head(b).classList.add("on"); } else if (buttons[0]) buttons[0].tabIndex = 0;
  };
  mark(data.chosen);
  root.onclick = (e) => {
    const b = e.target.closest("button.v");
    if (b) { mark(name(b)); setTriggerValue("cell", name(b)); }
  };
  root.onmouseover = (e) => {
    const b = e.target.closest("button.v");
    if (b && !b.title) b.title = head(b).innerText + " · " + b.closest("tr").cells[0].innerText + ": " + b.textContent;
  };
  root.onkeydown = (e) => {
    const b = e.target.closest("button.v");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
    if (!b || !step) return;
    e.preventDefault();
    const wide = root.querySelectorAll("thead th").length - 1;
    const next = buttons[buttons.indexOf(b) + step[0] * wide + step[1]];
    if (next) { next.tabIndex = 0; next.focus(); }
  };
}
"""


def main() -> None:
    st.set_page_config(page_title=TITLE, page_icon="⚖️", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{page_styles()}</style>")
    try:
        law = Path(os.environ.get("LEGAL_COMPARE_LAW") or shipped.statutes_path())
        rules = Path(os.environ.get("LEGAL_COMPARE_CRITERIA") or shipped.criteria_path())
        restore()
        try:
            book, findings = assessed(law, rules, bool(st.session_state.get("union")))
        except UnknownJurisdiction:  # a folder may hold members without their union
            if not st.session_state.get("union"):
                raise
            st.session_state["union"] = False
            st.warning("The union’s law is not in this folder: national law alone is shown.")
            book, findings = assessed(law, rules, False)
    except (LegalCompareError, OSError) as error:
        trouble(error)
        return
    settle(book, findings)
    top()
    {"Gaps": gaps, "Compare": sides, "Harmonisation": harmonisation, "Country": country, "Method": method}[st.session_state["page"]](
        book, findings
    )
    st.html(f'<div class="lc limits">{LIMITS}</div>')
    st.query_params.from_dict(
        {key: value for key in STATE if (value := str(st.session_state.get(key) or "")) and value != DEFAULTS.get(key)}
    )


DEFAULTS = {"page": "Gaps", "theme": ANY, "region": ANY, "sort": "name", "show": "all", "on": date.today().isoformat(), "union": "False"}


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


def settle(book: Codebook, findings: Findings) -> None:
    """Puts a choice that there is in place of one that there is not, as in an old or mistyped link."""
    codes = [j.code for j in findings.jurisdictions]
    first = next((f for f in findings if f.verdict in ("met", "partial")), findings[0])
    choices: dict[str, tuple[list[str], str]] = {
        "page": (list(PAGES), "Gaps"),
        "j": (codes, first.jurisdiction),
        "c": ([c.id for c in book.criteria], first.criterion),
        "a": (codes, codes[0]),
        "b": (codes, codes[min(1, len(codes) - 1)]),
        "theme": ([ANY, *book.themes], ANY),
        "region": ([ANY, *regions(findings)], ANY),
        "sort": (list(SORTS), "name"),
        "show": (list(SHOWS), "all"),
    }
    for key, (known, default) in choices.items():
        if st.session_state.get(key) not in known:
            st.session_state[key] = default


def assessed(law: Path, rules: Path, union: bool) -> tuple[Codebook, Findings]:
    """Codebook and findings, computed once for all readers; a bar shows the first tagging."""
    key = (stamp(law), stamp(rules), union)
    lock, kept = shelf()
    if key in kept:
        return kept[key]
    with lock:
        if key not in kept:
            place = st.empty()
            bar = place.progress(0.0, "Reading the law")
            book, statutes = read_criteria(rules), read_statutes(law)
            found = assess(statutes, book, None, union, lambda done, of, name: bar.progress(done / of, f"Read {name}, {done} of {of}"))
            place.empty()
            while len(kept) >= KEPT_ASSESSMENTS:
                kept.pop(next(iter(kept)))
            kept[key] = (book, found)
    return kept[key]


@st.cache_resource(show_spinner=False)
def shelf() -> tuple[Lock, dict[Any, tuple[Codebook, Findings]]]:
    return Lock(), {}


def stamp(path: Path) -> tuple[str, int, int]:
    """A file's or folder's path, count of files and time of last change: it changes when the law does."""
    files = [path] if path.is_file() else [Path(at) / name for at, _, names in os.walk(path, followlinks=True) for name in names]
    return str(path), len(files), max((file.stat().st_mtime_ns for file in files), default=0)


@st.cache_data(show_spinner=False, max_entries=2000)
def close(_book: Codebook, _findings: Findings, key: tuple[object, ...], code: str, criterion: str) -> Any:
    return near_misses(_findings.of(code, criterion), _book, _findings.jurisdictions)


def trouble(error: Exception) -> None:
    """What is wrong and what to do, in place of the pages."""
    st.html(f'<div class="lc"><h1>{TITLE}</h1><p class="lead">The dashboard cannot read its law or its codebook yet.</p></div>')
    st.code(str(error), language=None, wrap_lines=True)
    st.html(
        '<div class="lc"><h3>What to do</h3><ol><li>Mend what is named above, then reload this page.</li>'
        "<li>To check everything at once: <code>legal-compare check</code> and <code>legal-compare corpus check</code>.</li>"
        "<li>To read another folder of law, start with <code>LEGAL_COMPARE_LAW=FOLDER streamlit run app.py</code>; "
        "it holds <code>FOLDER/&lt;iso2&gt;/*.md</code>.</li></ol></div>"
    )


def top() -> None:
    """Pages on the left, what bears on all of them on the right."""
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.segmented_control("Page", PAGES, key="page", required=True, label_visibility="collapsed")
    with right.popover("Options", width="stretch"):
        st.toggle("Count the union's directly applicable law", key="union", help="An EU regulation binds in each member state.")
        st.date_input("Mark wording older than three years on", key="on", min_value=date(2000, 1, 1), format="YYYY-MM-DD")


def opening(title: str, lead: str) -> None:
    st.html(f'<div class="lc"><h1>{title}</h1><p class="lead">{lead}</p></div>')


def regions(findings: Findings) -> list[str]:
    return sorted({j.region for j in findings.jurisdictions if j.region})


def theme_choice(book: Codebook, place: Any = st) -> list[str]:
    chosen = place.selectbox("Theme", [ANY, *book.themes], key="theme", format_func=lambda t: book.themes.get(t, "All themes"))
    return list(book.themes) if chosen == ANY else [chosen]


def download(make: Callable[[], Any], name: str, words: str = "Download this table (CSV)") -> None:
    """A button for a table that is made only when it is asked for."""

    def data() -> bytes:
        from legal_compare.reports import plain_cells

        return bytes(plain_cells(make()).to_csv(index=False).encode("utf-8-sig"))

    st.download_button(words, data, f"{name}.csv", "text/csv", on_click="ignore", key=f"download-{name}")


def gaps(book: Codebook, findings: Findings) -> None:
    """Which law is there, which is missing: all jurisdictions by all criteria, and the words behind each cell."""
    opening(
        TITLE,
        f"{len(book.criteria)} questions put to the law of {len(findings.jurisdictions)} jurisdictions. "
        "Each square is one answer: choose one to read the law’s own words. "
        "<span class='limit'>Text on the books, not practice; read by machine; not legal advice.</span>",
    )
    st.html(f'<div class="lc">{views.legend()}</div>')
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        bar = st.columns(3)
        themes = theme_choice(book, bar[0])
        bar[1].selectbox("Region", [ANY, *regions(findings)], key="region", format_func=lambda r: "All regions" if r == ANY else r)
        bar[2].selectbox("Order", list(SORTS), key="sort", format_func=SORTS.__getitem__)
        codes = ordered(findings)
        html = grid_html(book, findings, (id(findings),), codes, themes)
        chosen = f"{st.session_state['c']}|{st.session_state['j']}"
        grid()(key="grid", data={"html": html, "chosen": chosen}, on_cell_change=take_cell)
        download(findings.to_frame, "findings", "Download all findings (CSV)")
    with right:
        who, what = st.columns([1, 1.4])
        who.selectbox("Jurisdiction", sorted(names(findings), key=names(findings).get), key="j", format_func=names(findings).get)
        what.selectbox("Question", [c.id for c in book.criteria], key="c", format_func=views.label)
        evidence(book, findings, st.session_state["j"], st.session_state["c"])


def evidence(book: Codebook, findings: Findings, code: str, criterion: str) -> None:
    finding = findings.of(code, criterion)
    name, on, place = names(findings)[code], st.session_state["on"], st.empty()
    if finding.verdict not in ("met", "no-text"):  # the verdict first: looking for what came close takes a moment
        place.html(views.evidence_page(finding, book, name, on))
    place.html(views.evidence_page(finding, book, name, on, close(book, findings, (id(findings),), code, criterion)))


@st.cache_resource(show_spinner=False)
def grid() -> Any:
    return st.components.v2.component("verdict_grid", html='<div class="root"></div>', css=grid_styles(), js=GRID)


@st.cache_data(show_spinner=False, max_entries=40)
def grid_html(_book: Codebook, _findings: Findings, key: tuple[object, ...], codes: list[str], themes: list[str]) -> str:
    return views.verdict_grid(_findings, _book, codes, themes)


def take_cell() -> None:
    cell = st.session_state["grid"].get("cell")
    if cell:
        st.session_state["c"], st.session_state["j"] = str(cell).split("|", 1)


def ordered(findings: Findings) -> list[str]:
    """Codes of the chosen region in the chosen order."""
    region, sort = st.session_state["region"], st.session_state["sort"]
    shown = sorted((j for j in findings.jurisdictions if region in (ANY, j.region)), key=lambda j: j.name)
    if sort == "region":
        shown.sort(key=lambda j: (j.region, j.name))
    if sort == "answers":
        met = {j.code: sum(findings.of(j.code, c).verdict == "met" for c in {f.criterion for f in findings}) for j in shown}
        shown.sort(key=lambda j: -met[j.code])
    return [j.code for j in shown]


def sides(book: Codebook, findings: Findings) -> None:
    """Two jurisdictions side by side, criterion by criterion."""
    opening("Two laws side by side", "Question by question, with the provision that answers it. Open a citation to read its words.")
    known = sorted(names(findings), key=names(findings).get)
    one, two, three, four = st.columns([1, 1, 1, 1.3], vertical_alignment="bottom")
    one.selectbox("First", known, key="a", format_func=names(findings).get)
    two.selectbox("Second", known, key="b", format_func=names(findings).get)
    theme = "" if len(themes := theme_choice(book, three)) > 1 else themes[0]
    four.segmented_control("Show", list(SHOWS), key="show", format_func=SHOWS.get, required=True)
    codes = [st.session_state["a"], st.session_state["b"]]
    table = views.side_by_side(findings, codes)
    inside = table[table["theme"] == theme] if theme else table
    count = inside["answer"].value_counts()
    st.html(
        '<div class="lc"><div class="facts">'
        + "".join(
            f"<div><b>{count.get(key, 0)}</b>{words}</div>"
            for key, words in (
                ("same", "answered the same"),
                ("different", "answered differently"),
                ("unknown", "cannot be compared: law not at hand"),
            )
        )
        + f"<div><b>{pair_distance(findings, codes, theme)}</b>distance, 0 same to 1 opposite</div></div></div>"
    )
    st.html(views.comparison(findings, book, codes, st.session_state["on"], st.session_state["show"], theme))
    download(lambda: inside, f"{codes[0]}-{codes[1]}".lower())


def pair_distance(findings: Findings, codes: list[str], theme: str) -> str:
    if codes[0] == codes[1]:
        return "0"
    pairs = distances(findings, (id(findings),), theme or None).pairs
    row = pairs[pairs["a"].isin(codes) & pairs["b"].isin(codes) & (pairs["theme"] == (theme or "overall"))].iloc[0]
    return (
        "too little known"
        if row["hidden"]
        else f"{row['D']:.2f} <small class='quiet'>({row['D_lower']:.2f} to {row['D_upper']:.2f})</small>"
    )


@st.cache_data(show_spinner=False, max_entries=40)
def distances(_findings: Findings, key: tuple[object, ...], theme: str | None) -> Any:
    return compare(_findings, theme)


@st.cache_data(show_spinner=False, max_entries=40)
def scores(_findings: Findings, key: tuple[object, ...]) -> Any:
    return score(_findings)


def harmonisation(book: Codebook, findings: Findings) -> None:
    """How far the laws are apart, pair by pair and question by question."""
    opening(
        "How far apart are the laws?",
        "0 means the same verdict on every question that both can answer, 1 the opposite on all. "
        "Pairs of which too little law was read are left blank.",
    )
    place, _ = st.columns([1, 2])
    themes = theme_choice(book, place)
    theme = None if len(themes) > 1 else themes[0]
    found, name = distances(findings, (id(findings),), theme), names(findings)
    table = views.harmonised_criteria(findings)
    table = table[table["theme"].isin(themes)]
    pairs, questions, index = st.tabs(["Jurisdiction by jurisdiction", "Question by question", "How much is met"])
    with pairs:
        answered = found.matrix.notna().sum()
        order = sorted(found.matrix.index[answered > 1], key=lambda code: found.matrix.loc[code].median())
        left_out = [escape(name[code]) for code in found.matrix.index if code not in order]
        chart, words = st.columns([2, 1], gap="large")
        chart.altair_chart(
            views.distance_heatmap(found, name, order), width="content", theme=None, alt="Distances of all pairs of jurisdictions"
        )
        rows = found.pairs[found.pairs["theme"] == found.theme]
        shown = rows[~rows["hidden"]].sort_values("D")
        words.html(f'<div class="lc">{pair_list("Nearest", shown.head(6), name)}{pair_list("Farthest", shown.tail(6)[::-1], name)}</div>')
        st.html(
            f'<div class="lc quiet">{len(shown)} of {len(rows)} pairs are shown; each needs an answer from both on 60% of the questions. '
            f"Weights: {found.weights.source}."
            f"{' Left out, too little of their law was read: ' + ', '.join(left_out) + '.' if left_out else ''}</div>"
        )
        download(lambda: rows, "distances")
    with questions:
        ranked = table.dropna(subset=["agreement"]).sort_values(["agreement", "answered"], ascending=[False, False])
        left, right = st.columns(2)
        for place, title, part in ((left, "Most harmonised", ranked.head(6)), (right, "Least harmonised", ranked.tail(6)[::-1])):
            items = "".join(
                f"<li>{views.label(row.criterion)}: {row.agreement:.0%} of pairs agree, {row.answered} answer</li>"
                for row in part.itertuples()
            )
            place.html(f'<div class="lc"><h3>{title}</h3><ul>{items}</ul></div>')
        st.altair_chart(views.criteria_chart(ranked), width="stretch", theme=None, alt="Verdicts by question")
        download(lambda: table, "criteria")
    with index:
        st.altair_chart(
            views.index_chart(scores(findings, (id(findings),)), name, theme),
            width="content",
            theme=None,
            alt="Index of each jurisdiction with its bounds",
        )
        download(lambda: scores(findings, (id(findings),)).reset_index(), "index")


def pair_list(title: str, pairs: Any, name: dict[str, str]) -> str:
    """Some pairs with their distance and what unread law could make of it."""
    items = "".join(
        f"<li>{escape(name[row.a])} and {escape(name[row.b])}: <b>{row.D:.2f}</b> "
        f"<span class='quiet'>({row.D_lower:.2f} to {row.D_upper:.2f})</span></li>"
        for row in pairs.itertuples()
    )
    return f"<h3>{title}</h3><ul>{items}</ul>"


def country(book: Codebook, findings: Findings) -> None:
    """One jurisdiction: its verdicts by theme, what is missing, the law that was read and its dates."""
    title, place = st.columns([2.4, 1], vertical_alignment="bottom")
    place.selectbox("Jurisdiction", sorted(names(findings), key=names(findings).get), key="j", format_func=names(findings).get)
    home = next(j for j in findings.jurisdictions if j.code == st.session_state["j"])
    facts = " · ".join(escape(words) for words in (home.tradition, home.region) if words)
    with title:
        opening(escape(names(findings)[home.code]), facts or "What its law says, question by question.")
    row = scores(findings, (id(findings),)).loc[home.code]
    said = [f for f in findings if f.jurisdiction == home.code]
    counts = [(key, sum(views.sign_of(f).key == key for f in said)) for key in views.SIGNS]
    numbers = "".join(f"<div><b>{count}</b>{views.SIGNS[key].word}</div>" for key, count in counts)
    share = (
        "unknown" if row["known"] == 0 else f"{row['index']:.0%} <small class='quiet'>({row['lower']:.0%} to {row['upper']:.0%})</small>"
    )
    st.html(
        f'<div class="lc"><div class="facts">{numbers}<div><b>{share}</b>of the codebook met, and what unread law allows</div></div></div>'
    )
    st.html(views.profile(findings, book, home))
    st.html('<div class="lc"><h3>Read an answer</h3></div>')
    what, _ = st.columns([1, 2])
    what.selectbox("Question", [c.id for c in book.criteria], key="c", format_func=views.label)
    evidence(book, findings, home.code, st.session_state["c"])
    st.html('<div class="lc"><h3>The law that was read</h3></div>')
    law = views.law_table(home, st.session_state["on"])
    st.dataframe(law, hide_index=True, width="stretch", column_config={"official text": st.column_config.LinkColumn(display_text="open")})
    download(lambda: law, f"law-{home.code.lower()}")


def method(book: Codebook, findings: Findings) -> None:
    """What is asked, how it is answered, and what the answers cannot say."""
    opening("What is asked, and how far to trust it", "Every question, every limit and how much law was read.")
    limits, codebook, coverage = st.tabs(["Limits and method", "Codebook", "Law read"])
    with limits:
        st.html(METHOD)
        st.caption(f"legal_compare {__version__}, codebook version {book.version}")
    with codebook:
        st.html(views.codebook_page(book))
        download(lambda: views.codebook_table(book), "codebook")
    with coverage:
        st.html(views.coverage_grid(findings.jurisdictions, book))
        download(lambda: views.coverage_table(findings.jurisdictions, book), "coverage")


METHOD = f"""<div class="lc" style="max-width:52rem">
<h3>What an answer means</h3>{views.legend()}
<h3>What it does not mean</h3>
<ul><li><b>Text on the books, not practice.</b> A good law may not be applied; a gap in the text may be filled by courts.
Case law is not read.</li>
<li><b>Read by machine.</b> Rules look for the law’s own wordings; they overlook some and mistake others.
Each answer shows the words that led to it: open the official text before you quote.</li>
<li><b>As of the date shown.</b> Wording older than three years is marked, and a date that is not known is called so.</li>
<li><b>Unknown is not a gap.</b> Where none of a theme’s law is at hand nothing is said; where only a part was read,
“not found in what was read” is all that can be said.</li>
<li><b>Not legal advice.</b></li></ul>
<h3>How it is done</h3>
<ol><li>Statutes are cut into provisions, each read with the words that lead into it.</li>
<li>Wordings of the codebook’s terms are marked; negations, exceptions and repeals change what a mark means.</li>
<li>Rules bind marked terms into elements, elements into a verdict. A term that the law itself defines carries its definition along.</li>
<li>Distance compares the verdicts that both jurisdictions have; the bounds say what unread law could still change.</li></ol></div>"""


if __name__ == "__main__":
    main()
