"""The dashboard: choose and show; the pages stand in `legal_compare.dashboard`, what they show comes from `legal_compare.views`.

    streamlit run app.py

LEGAL_COMPARE_LAW       folder of law to read, FOLDER/<iso2>/*.md (default: the shipped excerpts)
LEGAL_COMPARE_CRITERIA  codebook to ask (default: the shipped criteria.yaml)
LEGAL_COMPARE_CACHE     folder in which findings are remembered

The whole state stands in the address, so that a link brings another reader to the same place:
`/?page=Gaps&j=IE&c=ai-generated`. Findings are computed once for all readers and kept while law and rules stay.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from legal_compare.dashboard import (
    bill,
    compare,
    country,
    evidence,
    frame,
    gaps,
    harmonisation,
    loading,
    method,
    state,
    world,
)
from legal_compare.errors import LegalCompareError

PAGES = {
    "World": world,
    "Gaps": gaps,
    "Country": country,
    "Compare": compare,
    "Harmonisation": harmonisation,
    "Evidence": evidence,
    "Bill": bill,
    "Method": method,
}
FIRST = "World"


def main() -> None:
    frame.begin()
    pages = {name: st.Page(partial(opened, name), title=name, url_path=name.lower(), default=name == FIRST) for name in PAGES}
    page = st.navigation(list(pages.values()), position="top")
    state.follow(pages)
    page.run()


def opened(name: str) -> None:
    st.session_state[state.PAGE] = "" if name == FIRST else name
    state.restore()
    try:
        read = loading.chosen()
    except (LegalCompareError, OSError) as error:
        loading.trouble(error)
        return
    state.settle(read)
    PAGES[name].show(read)
    frame.end(read)
    state.remember(read.book)


if __name__ == "__main__":
    main()
