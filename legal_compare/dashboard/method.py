"""Turns the codebook and the coverage into a page: what is asked, how it is answered, what the answers cannot say."""

from __future__ import annotations

import streamlit as st

from legal_compare import __version__, views
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed


def show(read: Assessed) -> None:
    """Limits and method, the codebook, and how much law was read."""
    opening("What is asked, and how far to trust it", "Every question, every limit and how much law was read.")
    limits, codebook, coverage = st.tabs(["Limits and method", "Codebook", "Law read"])
    with limits:
        st.html(METHOD)
        st.caption(f"legal_compare {__version__}, codebook version {read.book.version}")
    with codebook:
        st.html(views.codebook_page(read.book))
        download(lambda: views.codebook_table(read.book), "codebook")
    with coverage:
        st.html(views.coverage_grid(read.findings.jurisdictions, read.book))
        download(lambda: views.coverage_table(read.findings.jurisdictions, read.book), "coverage")


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
