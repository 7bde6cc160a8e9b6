"""Turns the folder of law and the codebook into findings, once for all readers, or into a page that says what to do.

What is kept is told apart by the state of the files it was read from: when law or codebook change, it is read anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st

from legal_compare import read_criteria, read_statutes, shipped
from legal_compare.assessment import Findings, assess
from legal_compare.cache import digest
from legal_compare.criteria import Codebook
from legal_compare.dashboard import memory
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.narrowing import of_date, of_place
from legal_compare.reviews import read_reviews, with_reviews

TITLE = "Law against the sexual exploitation of children online"
KEPT_ASSESSMENTS = 6
BEST, UNION = "best", "union"
"""Layers that are none of the law's own: the first at hand of each jurisdiction, and that with the union's law."""
Stamp = tuple[str, int, int]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Assessed:
    """A codebook, the findings it led to, and the key that tells them from all others; equal where the keys are.

    `whole` are the findings before any was left out for its region or tradition.
    """

    key: Key
    book: Codebook = field(compare=False, repr=False)
    findings: Findings = field(compare=False, repr=False)
    whole: Findings = field(compare=False, repr=False)


BY_KEY: dict[str | type[Any], Callable[[Any], Any]] = {Assessed: lambda read: read.key}
"""For caches: findings are known by their key."""


def chosen() -> Assessed:
    """What the reader has chosen to read: the layer, and law from what year on.

    A layer that is not at hand gives way to the usual one, with a warning.
    """
    layer, since = str(st.session_state.get("layer") or BEST), int(st.session_state.get("since") or 0)
    try:
        read = assessed(layer)
    except (UnknownJurisdiction, UnknownLayer):
        if layer == BEST:
            raise
        st.session_state["layer"] = BEST
        st.warning("This folder holds no such texts: the law in force, or the next best, is shown.")
        read = assessed(BEST)
    if st.session_state.get("whose") == "reviewed":
        read = _as_reviewed(read)
    if not since:
        return read
    dated = of_date(read.findings, since)
    return Assessed((*read.key, since), read.book, dated, dated)


def _as_reviewed(read: Assessed) -> Assessed:
    """The same with the verdicts of people; the tool's alone, with a warning, where their reviews cannot be read."""
    try:
        kept = read_reviews()
    except LegalCompareError as error:
        st.html(f'<div class="lc"><p class="note">Reviews are left out: {escape(str(error))}</p></div>')
        return read
    told = digest([part for one in kept for part in vars(one).values()])
    findings = with_reviews(kept, read.findings, read.book)
    return Assessed((*read.key, told), read.book, findings, findings)


def narrowed(read: Assessed) -> Assessed:
    """The same for the region and the tradition that the reader has chosen."""
    region, tradition = ("" if (said := st.session_state[key]) == "all" else said for key in ("region", "tradition"))
    return Assessed((*read.key, region, tradition), read.book, of_place(read.findings, region, tradition), read.whole)


class UnknownLayer(LegalCompareError):
    """No jurisdiction holds a text of that layer."""


def assessed(layer: str = BEST) -> Assessed:
    """Codebook and findings of the law at hand; a bar shows the first reading.

    `layer` BEST takes each jurisdiction's first layer, UNION adds the union's directly applicable law to it; any other takes
    those jurisdictions alone that hold it. Raises UnknownLayer where none does.
    """
    law = Path(os.environ.get("LEGAL_COMPARE_LAW") or shipped.statutes_path())
    rules = Path(os.environ.get("LEGAL_COMPARE_CRITERIA") or shipped.criteria_path())
    key = (_stamp(law), _stamp(rules), layer)
    lock, kept = _shelf()
    found = kept.get(key)
    if found is not None:
        return found
    with lock:
        if key not in kept:
            place = st.empty()
            bar = place.progress(0.0, "Reading the law")
            book, statutes = read_criteria(rules), read_statutes(law)
            wanted = None if layer in (BEST, UNION) else layer
            held = [j for j in statutes if wanted is None or any(i.layer == layer for i in j.instruments)]
            if not held:
                raise UnknownLayer(f"layer {layer!r}", f"no jurisdiction in {law} holds a text of it.", "Choose another.")

            def told(done: int, of: int, name: str) -> None:
                bar.progress(done / of, f"Read {name}, {done} of {of}")

            findings = assess(held, book, wanted, layer == UNION, told)
            place.empty()
            while len(kept) >= KEPT_ASSESSMENTS:
                kept.pop(next(iter(kept)))
            kept[key] = Assessed(key, book, findings, findings)
        return kept[key]


@st.cache_resource(show_spinner=False)
def _shelf() -> tuple[Lock, dict[Key, Assessed]]:
    memory.settle()
    return Lock(), {}


def _stamp(path: Path) -> Stamp:
    """A file's or folder's path, count of files and time of last change: it changes when the law does."""
    files = [path] if path.is_file() else [Path(at) / name for at, _, names in os.walk(path, followlinks=True) for name in names]
    return str(path), len(files), max((file.stat().st_mtime_ns for file in files), default=0)


def trouble(error: LegalCompareError | OSError) -> None:
    """What is wrong and what to do, in place of the pages."""
    st.html(f'<div class="lc"><h1>{TITLE}</h1><p class="lead">The dashboard cannot read its law or its codebook yet.</p></div>')
    st.code(str(error), language=None, wrap_lines=True)
    st.html(
        '<div class="lc"><h2>What to do</h2><ol><li>Mend what is named above, then reload this page.</li>'
        "<li>To check everything at once: <code>legal-compare check</code> and <code>legal-compare corpus check</code>.</li>"
        "<li>To read another folder of law, start with <code>LEGAL_COMPARE_LAW=FOLDER streamlit run app.py</code>; "
        "it holds <code>FOLDER/&lt;iso2&gt;/*.md</code>.</li></ol></div>"
    )
