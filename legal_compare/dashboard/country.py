"""Turns one jurisdiction into a page: its verdicts, what is missing, whose law is near, what would close the distance."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from legal_compare import views
from legal_compare.briefings import brief, write_briefing
from legal_compare.clusters import nearest
from legal_compare.dashboard import measures
from legal_compare.dashboard.downloads import button, download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.panel import show_evidence, show_profile
from legal_compare.dashboard.state import MODEL, jurisdiction_choice, question_choice, remember
from legal_compare.findings import Finding
from legal_compare.statutes import Jurisdiction

BRIEFINGS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html"}
STEPS = 6


def show(read: Assessed) -> None:
    """Profile, strengths and gaps, neighbours and steps, one answer to read, and the list of texts."""
    code = st.session_state["j"]
    home = next(j for j in read.findings.jurisdictions if j.code == code)
    name = views.names(read.findings)
    facts = " · ".join(escape(words) for words in (home.tradition, home.region) if words)
    read = opening(read, escape(name[code]), facts or "What its law says, question by question.", places=False)
    choice, other, files = st.columns([1, 1, 1.5], vertical_alignment="bottom")
    jurisdiction_choice(read, "j", place=choice)
    benchmark = _benchmark_choice(name, code, other)
    with files.container(horizontal=True, gap="small"):
        for suffix, mime in BRIEFINGS.items():
            button(
                f"Briefing: {suffix.upper()}",
                partial(_briefing, read, code, benchmark, st.session_state["on"], suffix),
                f"briefing-{code.lower()}.{suffix}",
                mime,
            )
    st.html(f'<div class="lc"><div class="facts">{_counts(read, code)}</div></div>')
    _answers(read, home)
    own = [finding for finding in read.findings if finding.jurisdiction == code]
    download(read, lambda: _rows(read, code), f"answers-{code.lower()}", f"{name[code]}: answers to all questions")
    one, two, three = st.columns(3, gap="medium")
    one.html(_told("Strengths", own, ("met",), "Nothing is met in full."))
    two.html(_told("Gaps", own, ("absent", "not-found"), "No gap was found."))
    three.html(_told("Contrary", own, ("contrary",), "Nothing says the opposite of what is asked."))
    _steps(read, code, benchmark, name)
    st.html('<div class="lc"><h2>The law that was read</h2></div>')
    law = views.law_table(home, st.session_state["on"])
    st.dataframe(law, hide_index=True, width="stretch", column_config={"official text": st.column_config.LinkColumn(display_text="open")})
    download(read, lambda: law, f"law-{code.lower()}", f"{name[code]}: law that was read")


@st.fragment
def _answers(read: Assessed, home: Jurisdiction) -> None:
    """All answers by theme, and the law's words behind the one that is chosen."""
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        st.html('<div class="lc quiet">Choose an answer to read the law’s own words.</div>')
        show_profile(read, home.code, list(read.book.themes), "profile")
        missing = "".join(f"<li>{escape(one)}</li>" for one in home.known_missing)
        if missing:
            known = f"<summary>Law known to be missing here ({len(home.known_missing)})</summary><ul>{missing}</ul>"
            st.html(f'<div class="lc"><details>{known}</details></div>')
    with right:
        question_choice(read.book)
        show_evidence(read, home.code, st.session_state["c"])
    remember(read.book)


def _benchmark_choice(name: dict[str, str], code: str, place: Any) -> str | None:
    """The law to come nearer to: None for one that meets every question."""
    codes = [other for other in sorted(name, key=name.__getitem__) if other != code]
    if st.session_state["bench"] == code:
        st.session_state["bench"] = MODEL
    place.selectbox("Benchmark", [MODEL, *codes], key="bench", format_func=lambda said: name.get(said, "Every question met"))
    return None if st.session_state["bench"] == MODEL else str(st.session_state["bench"])


def _counts(read: Assessed, code: str) -> str:
    """Verdicts by number, and the share of the codebook met with what unread law allows."""
    said = [views.sign_of(f).key for f in read.findings if f.jurisdiction == code]
    numbers = "".join(f"<div><b>{said.count(key)}</b>{sign.word}</div>" for key, sign in views.SIGNS.items())
    row = measures.scores(read).loc[code]
    bounds = f"<small class='quiet'>({row['lower']:.0%} to {row['upper']:.0%})</small>"
    share = "unknown" if row["known"] == 0 else f"{row['index']:.0%} {bounds}"
    return f"{numbers}<div><b>{share}</b>of the codebook met, and what unread law allows</div>"


def _told(title: str, findings: Sequence[Finding], keys: Sequence[str], nothing: str) -> str:
    """A list of answers of some kinds, with the provision that shows each best."""
    found = [finding for finding in findings if views.sign_of(finding).key in keys]
    items = "".join(
        f"<li><b>{escape(views.label(f.criterion))}</b> "
        f"<span class='quiet'>{escape(f.evidence[0].citation if f.evidence else views.sign_of(f).word)}</span></li>"
        for f in sorted(found, key=lambda f: list(keys).index(views.sign_of(f).key))
    )
    return f'<div class="lc"><h2>{title}: {len(found)}</h2>{f"<ul>{items}</ul>" if items else f"<p>{nothing}</p>"}</div>'


def _steps(read: Assessed, code: str, benchmark: str | None, name: dict[str, str]) -> None:
    """Nearest neighbours, and the single changes that close most of the distance to the benchmark."""
    left, right = st.columns(2, gap="medium")
    near = nearest(measures.distances(read, None), code) if len(read.findings.jurisdictions) > 1 else None
    items = "".join(
        f"<li>{escape(name[row['jurisdiction']])}: <b>{row['D']:.2f}</b> "
        f"<span class='quiet'>({row['D_lower']:.2f} to {row['D_upper']:.2f} with unread law)</span></li>"
        for row in (near.to_dict("records") if near is not None else ())
    )
    with left:
        st.html(
            f'<div class="lc"><h2>Nearest laws</h2>{f"<ul>{items}</ul>" if items else "<p>Too little is known for a distance.</p>"}</div>'
        )
        if near is not None and len(near):
            download(read, lambda: near, f"neighbours-{code.lower()}", f"{name[code]}: nearest laws")
    found = measures.gap_to(read, code, benchmark)
    steps = "".join(
        f"<li><b>{views.label(row['criterion'])}</b>: from {row['verdict']} to {row['change_to']} "
        f"<span class='quiet'>closes {row['reduction'] / found.shortfall:.0%}"
        f"{'; read more law first' if row['qualified'] else ''}</span></li>"
        for row in found.changes.head(STEPS).to_dict("records")
    )
    target = escape(name[benchmark]) if benchmark else "every question met"
    with right:
        st.html(
            f'<div class="lc"><h2>Fastest ways towards {target}</h2>'
            f"{f'<ol>{steps}</ol>' if steps else '<p>It falls short of it on no question that it answers.</p>'}</div>"
        )
        download(read, lambda: found.changes, f"steps-{code.lower()}", f"{name[code]}: changes that close the distance to {target}")


def _rows(read: Assessed, code: str) -> pd.DataFrame:
    frame = read.findings.to_frame()
    return frame[frame["jurisdiction"] == code]


def _briefing(read: Assessed, code: str, benchmark: str | None, on: date, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = brief(read.findings, read.book, code, on, benchmark)
        return write_briefing(made, Path(folder) / f"briefing.{suffix}").read_bytes()
