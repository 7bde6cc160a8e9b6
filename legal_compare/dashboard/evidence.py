"""Turns one cell into the panel of the law's words behind it, with what came close where something is missing."""

from __future__ import annotations

import streamlit as st

from legal_compare.dashboard.loading import BY_KEY, Assessed
from legal_compare.nearest import NearMiss
from legal_compare.views import evidence_page, names
from legal_compare.views.explanations import near_misses


def show_evidence(read: Assessed, code: str, criterion: str) -> None:
    """The panel of one cell."""
    finding = read.findings.of(code, criterion)
    name, on, place = names(read.findings)[code], st.session_state["on"], st.empty()
    if finding.verdict not in ("met", "no-text"):  # the verdict first: looking for what came close takes a moment
        place.html(evidence_page(finding, read.book, name, on))
    place.html(evidence_page(finding, read.book, name, on, _close(read, code, criterion)))


@st.cache_data(show_spinner=False, max_entries=2000, hash_funcs=BY_KEY)
def _close(read: Assessed, code: str, criterion: str) -> tuple[NearMiss, ...]:
    return near_misses(read.findings.of(code, criterion), read.book, read.findings.jurisdictions)
