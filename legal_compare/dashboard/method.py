"""Turns the codebook and the coverage into a page: what is asked, how it is answered, what the answers cannot say."""

from __future__ import annotations

import platform
import re
from html import escape
from importlib.metadata import version

import pandas as pd
import streamlit as st

from legal_compare import __version__, shipped, views
from legal_compare.dashboard.downloads import download
from legal_compare.dashboard.frame import opening
from legal_compare.dashboard.loading import Assessed
from legal_compare.dashboard.state import TABS
from legal_compare.errors import LegalCompareError


def show(read: Assessed) -> None:
    """Limits and method, the codebook, and how much law was read."""
    read = opening(read, "What is asked, and how far to trust it", "Every question, every limit and how much law was read.", places=False)
    limits, codebook, coverage, right, versions = st.tabs(list(TABS), key="tab", on_change="rerun")
    # what is behind a tab is made when it is opened
    if limits.open:
        limits.html(METHOD)
    if codebook.open:
        with codebook:
            st.html(views.codebook_page(read.book))
            download(read, lambda: views.codebook_table(read.book), "codebook", "Codebook")
    if coverage.open:
        with coverage:
            st.html(views.coverage_grid(read.findings.jurisdictions, read.book))
            download(read, lambda: views.coverage_table(read.findings.jurisdictions, read.book), "coverage", "How much law was read")
    if right.open:
        with right:
            _accuracy()
    if versions.open:
        with versions:
            table = _versions(read)
            st.dataframe(table, hide_index=True, width="content")
            download(read, lambda: table, "versions", "Versions")


def _accuracy() -> None:
    try:
        st.markdown(_figures(shipped.accuracy_path().read_text(encoding="utf-8")))
    except (LegalCompareError, OSError) as error:
        st.html(f'<div class="lc"><p class="note">The figures are not at hand: {escape(str(error))}</p></div>')


def _figures(report: str) -> str:
    """The report of accuracy without its log; its headings come one level down, its links to files are words alone."""
    shown = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", report.split("\n## Log")[0])
    return re.sub(r"^#", "##", shown, flags=re.MULTILINE)


def _versions(read: Assessed) -> pd.DataFrame:
    rows = [("legal_compare", __version__), ("codebook", str(read.book.version)), ("python", platform.python_version())]
    rows += [(name, version(name)) for name in PACKAGES]
    return pd.DataFrame(rows, columns=["what", "version"])


PACKAGES = ("spacy", "pandas", "scipy", "scikit-learn", "altair", "streamlit")
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
