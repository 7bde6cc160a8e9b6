"""Turns a reader's own answer into a review that stands beside the tool's, on the page of evidence."""

from __future__ import annotations

from html import escape

import streamlit as st

from legal_compare import views
from legal_compare.dashboard.loading import Assessed, assessed
from legal_compare.errors import LegalCompareError
from legal_compare.reviews import ANSWERS, keep_review, read_reviews, review, reviews_folder, table
from legal_compare.views.pages import chip


def show_reviews(code: str, criterion: str) -> None:
    """What reviewers have said of one cell, the tool's answer beside it, and a form for one more."""
    read = assessed(st.session_state["layer"])  # what a review rests on must not depend on a filter by date
    finding, name = read.findings.of(code, criterion), views.names(read.findings)[code]
    if st.toggle(f"Reviews by people: {name}", key=f"reviews-{code}"):
        st.html(f'<div class="lc quiet">The tool says: {chip(views.sign_of(finding))} A review never changes that answer.</div>')
        try:
            given = [r for r in read_reviews() if (r.jurisdiction, r.criterion, r.layer) == (code, criterion, finding.layer)]
        except LegalCompareError as error:
            st.code(str(error), language=None, wrap_lines=True)
            return
        if given:
            shown = table(given, read.findings, read.book)
            st.dataframe(shown[["reviewer", "verdict", "tool_verdict", "provisions", "note", "date", "stale"]], hide_index=True)
        _form(read, code, criterion)


def _form(read: Assessed, code: str, criterion: str) -> None:
    law = next(j for j in read.findings.jurisdictions if j.code == code)
    keys = [*read.findings.of(code, criterion).provisions, *(s.key for i in law.instruments for s in i.sections)]
    with st.form(f"review-{code}-{criterion}", clear_on_submit=False, border=False):
        reviewer = st.text_input("Your name", max_chars=80, key=f"reviewer-{code}")
        answer = st.radio("Your answer", ANSWERS, index=None, horizontal=True, key=f"answer-{code}")
        provisions = st.multiselect("Provisions it rests on", list(dict.fromkeys(keys)), key=f"provisions-{code}")
        note = st.text_area("Note", max_chars=2000, key=f"note-{code}")
        if not st.form_submit_button("Keep this review"):
            return
    if not answer:
        st.html('<div class="lc"><p class="note">Nothing was kept: choose an answer.</p></div>')
        return
    try:
        keep_review(review(read.findings, read.book, code, criterion, answer, reviewer, provisions, note))
    except LegalCompareError as error:
        st.code(str(error), language=None, wrap_lines=True)
        return
    words = f"Kept under the name {reviewer} in the folder {reviews_folder().name}."
    st.html(f'<div class="lc"><p class="note">{escape(words)}</p></div>')
