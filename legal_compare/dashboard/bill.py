"""Turns a draft bill that a reader hands in into what it would change, with its clauses marked and a briefing to take away.

The draft lives in the memory of the reader's own session and nowhere else: it is no part of the address, of the shared
cache or of the files of the server, and it goes when the page is closed or when the reader says so.
"""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from legal_compare.bill_reports import REPORTS, Part, briefing, linked, report_bytes
from legal_compare.bills import ANSWERS, BillCheck, check_bill, clauses_of
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.state import jurisdiction_choice
from legal_compare.errors import LegalCompareError
from legal_compare.labels import label
from legal_compare.readers.draft import Draft, read_draft
from legal_compare.readers.limits import KINDS
from legal_compare.views import SIGNS
from legal_compare.views.excerpts import AROUND, by_provision, highlight
from legal_compare.views.pages import chip

PROMISE = (
    "<b>Confidential.</b> Your draft is read in this server’s memory, for you alone. It is not written to disk, not kept in a cache, "
    "not logged and not part of the address. It is gone when you close the page or choose “Forget the draft”."
)
MOST_CLAUSES = 4
"""Clauses shown under a criterion; all of them stand in the downloads."""
KEPT = ("bill-draft", "bill-check", "bill-asked")
"""Where a session holds a draft and what was made of it."""
MIMES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show(read: Assessed) -> None:
    """The page: hand in, choose, strike, read, download."""
    opening(
        read,
        "Check a bill",
        "What a draft meets, half meets, contradicts or leaves out, and what it would change in a country’s law.",
        places=False,
    )
    st.html(f'<div class="lc"><p class="lead" role="note">{PROMISE}</p></div>')
    left, right = st.columns([3, 2])
    uploaded = left.file_uploader("Draft bill", [suffix.lstrip(".") for suffix in KINDS], key=f"bill-file-{_round()}")
    pasted = left.text_area("or paste its words", height=120, key=f"bill-words-{_round()}")
    jurisdiction_choice(read, "j", "Against the law of", right)
    if right.button("Forget the draft"):
        forget()
        st.rerun()
    try:
        draft = _draft(uploaded.getvalue() if uploaded else pasted, uploaded.name if uploaded else "")
        if draft is None:
            return
        struck = right.multiselect(
            "What if these clauses were struck?",
            [section.number for section in clauses_of(draft)],
            format_func=lambda number: _clause_name(draft, number),
        )
        check = _check(draft, read, tuple(struck))
    except LegalCompareError as error:
        st.error(str(error))
        return
    _result(check)


def forget() -> None:
    """Drops the draft and empties the fields."""
    for key in KEPT:
        st.session_state.pop(key, None)
    st.session_state["bill-round"] = _round() + 1


def _round() -> int:
    """A field with a new key is an empty field."""
    return int(st.session_state.get("bill-round", 0))


def _draft(source: bytes | str, name: str) -> Draft | None:
    """The draft as read, once for each text that is handed in."""
    if not source:
        for key in KEPT:
            st.session_state.pop(key, None)
        return None
    known = st.session_state.get("bill-draft")
    if known is None or known[0] != (source, name):
        st.session_state.pop("bill-check", None)
        with st.spinner("Reading the draft"):
            known = ((source, name), read_draft(source, name))
        st.session_state["bill-draft"] = known
    draft: Draft = known[1]
    return draft


def _check(draft: Draft, read: Assessed, struck: tuple[str, ...]) -> BillCheck:
    asked = (st.session_state["j"], struck, read.key)
    if st.session_state.get("bill-check") is None or st.session_state.get("bill-asked") != asked:
        with st.spinner("Holding it against the law in force"):
            found = check_bill(draft, asked[0], statutes=read.findings.jurisdictions, criteria=read.book, strike=struck)
        st.session_state["bill-check"], st.session_state["bill-asked"] = found, asked
    check: BillCheck = st.session_state["bill-check"]
    return check


def _clause_name(draft: Draft, number: str) -> str:
    heading = next((section.heading for section in clauses_of(draft) if section.number == number), "")
    return f"{number} {heading}"[:80]


def _result(check: BillCheck) -> None:
    shown, rest = briefing(check)[:1], briefing(check)[1:]
    for part in shown:
        _part(part)
    with st.container(horizontal=True, gap="small"):
        for suffix in REPORTS:
            words = {".docx": "Briefing: DOCX", ".html": "Briefing: HTML"}.get(suffix, f"All data: {suffix[1:].upper()}")
            st.download_button(
                words, partial(report_bytes, check, suffix), f"briefing{suffix}", MIMES[suffix], on_click="ignore", key=f"bill{suffix}"
            )
    for part in rest:
        _part(part)
    st.html('<div class="lc"><h2>The clauses</h2></div>')
    for finding in (finding for finding in check.own if finding.evidence):
        with st.expander(f"{label(finding.criterion)}: the bill {ANSWERS[finding.verdict]} it"):
            for group in by_provision(finding.evidence)[:MOST_CLAUSES]:
                where, words = escape(check.clauses.cite(group[0].match.provision)), highlight(*group, around=AROUND)
                st.html(f'<div class="lc"><article class="card"><h4>{where}</h4><blockquote>{words}</blockquote></article></div>')


def _part(part: Part) -> None:
    lines = "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    table = ""
    if part.table and part.table.rows:
        head = "".join(f"<th>{escape(cell)}</th>" for cell in part.table.header)
        rows = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in part.table.rows)
        table = f"<table class='plain'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        if part.table.left_out > 0:
            table += f"<p>{part.table.left_out} more in the downloads.</p>"
    st.html(f'<div class="lc"><h2>{escape(part.heading)}</h2>{lines}{table}</div>')


def _cell(words: str) -> str:
    """A verdict under its sign, as on every other page; other words as they are."""
    return chip(SIGNS[words]) if words in SIGNS else linked(words)
