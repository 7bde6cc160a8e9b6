"""Turns findings into distances, scores, groups and intervals that are computed once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from legal_compare.clusters import Clusters, Map, cluster, draw_map
from legal_compare.dashboard.loading import BY_KEY, Assessed
from legal_compare.distances import Distances, compare
from legal_compare.scores import score
from legal_compare.uncertainty import Uncertainty, simulate

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 500
KEPT = 40


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def distances(read: Assessed, theme: str | None) -> Distances:
    """The distances of all pairs, overall and by theme, or of one theme."""
    return compare(read.findings.to_frame(), theme)


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def scores(read: Assessed) -> pd.DataFrame:
    """The index of each jurisdiction with its coverage and bounds."""
    return score(read.findings.to_frame())


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def groups(read: Assessed, theme: str | None) -> Clusters:
    """The tree of jurisdictions with the support of each cluster; raises LegalCompareError where too few are known."""
    return cluster(read.findings.to_frame(), theme, draws=DRAWS)


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def placed(read: Assessed, theme: str | None) -> Map:
    """The map of jurisdictions with its stress; raises LegalCompareError where too few are known."""
    return draw_map(distances(read, theme))


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def intervals(read: Assessed, theme: str | None) -> Uncertainty:
    """The index and its rank under drawn weights and values of partial."""
    return simulate(read.findings.to_frame(), theme=theme, draws=DRAWS)
