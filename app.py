"""The dashboard: choose and show; the pages stand in `legal_compare.dashboard`, what they show comes from `legal_compare.views`.

    streamlit run app.py

LEGAL_COMPARE_LAW       folder of law to read, FOLDER/<iso2>/*.md (default: the shipped excerpts)
LEGAL_COMPARE_CRITERIA  codebook to ask (default: the shipped criteria.yaml)
LEGAL_COMPARE_CACHE     folder in which findings are remembered

The whole state stands in the address, so that a link brings another reader to the same place:
`/gaps?j=IE&c=ai-generated`. Findings are computed once for all readers and kept while law and rules stay.
"""

from __future__ import annotations

from functools import partial
from types import ModuleType

import streamlit as st

from legal_compare.dashboard import (
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
)  # fmt: skip
from legal_compare.errors import LegalCompareError

PAGES = {
    "World": world,
    "Gaps": gaps,
    "Country": country,
    "Compare": compare,
    "Harmonisation": harmonisation,
    "Evidence": evidence,
    "Method": method,
}


def main() -> None:
    frame.begin()
    pages = {
        name: st.Page(partial(opened, module), title=name, url_path=name.lower(), default=module is world) for name, module in PAGES.items()
    }
    page = st.navigation(list(pages.values()), position="top")
    state.follow(pages)
    page.run()


def opened(module: ModuleType) -> None:
    state.restore()
    try:
        read = loading.chosen()
    except (LegalCompareError, OSError) as error:
        loading.trouble(error)
        return
    state.settle(read)
    module.show(read)
    frame.end(read)
    state.remember(read.book)


if __name__ == "__main__":
    main()
