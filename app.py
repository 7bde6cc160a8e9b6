"""The dashboard: choose and show; the pages stand in `legal_compare.dashboard`, what they show comes from `legal_compare.views`.

    streamlit run app.py

LEGAL_COMPARE_LAW       folder of law to read, FOLDER/<iso2>/*.md (default: the shipped excerpts)
LEGAL_COMPARE_CRITERIA  codebook to ask (default: the shipped criteria.yaml)
LEGAL_COMPARE_CACHE     folder in which findings are remembered

The whole state stands in the address, so that a link brings another reader to the same place:
`?page=Gaps&j=IE&c=ai-generated`. Findings are computed once for all readers and kept while law and rules stay.
"""

from __future__ import annotations

import streamlit as st

from legal_compare.dashboard import compare, country, frame, gaps, harmonisation, loading, method, state
from legal_compare.errors import LegalCompareError

PAGES = {"Gaps": gaps, "Compare": compare, "Harmonisation": harmonisation, "Country": country, "Method": method}


def main() -> None:
    frame.begin()
    state.restore()
    try:
        read = loading.chosen()
    except (LegalCompareError, OSError) as error:
        loading.trouble(error)
        return
    state.settle(read)
    frame.navigation(list(PAGES))
    PAGES[st.session_state["page"]].show(read)
    frame.end()
    state.remember()


if __name__ == "__main__":
    main()
