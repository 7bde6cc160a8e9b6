"""Turns findings into distances, scores, groups and intervals that are computed once and kept.

`shares` is what each theme counts, as pairs of theme and number; None counts all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from legal_compare.assessment import Findings
from legal_compare.clusters import Clusters, Map, cluster, draw_map
from legal_compare.dashboard.loading import BY_KEY, Assessed
from legal_compare.distances import Distances, Gap, compare, gap
from legal_compare.ellipses import place_uncertainty
from legal_compare.error_rates import read_error_rates
from legal_compare.scores import Weights, score
from legal_compare.uncertainty import Uncertainty, simulate
from legal_compare.wording import Wording, wording

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 500
MAPS = 100
"""Maps drawn for the ellipses: a reader waits for them."""
KEPT = 40
Shares = tuple[tuple[str, int], ...] | None


def _frame(read: Assessed, criterion: str | None = None) -> pd.DataFrame:
    frame = read.findings.to_frame()
    return frame[frame["criterion"] == criterion] if criterion else frame


def _weights(frame: pd.DataFrame, shares: Shares) -> Weights | None:
    return Weights.by_theme(frame, dict(shares)) if shares else None


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def distances(read: Assessed, theme: str | None, shares: Shares = None) -> Distances:
    """The distances of all pairs, overall and by theme, or of one theme."""
    frame = _frame(read)
    return compare(frame, theme, _weights(frame, shares))


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def scores(read: Assessed, shares: Shares = None, criterion: str | None = None) -> pd.DataFrame:
    """The index of each jurisdiction with its coverage and bounds, of all criteria or of one."""
    frame = _frame(read, criterion)
    return score(frame, _weights(frame, shares))


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def groups(read: Assessed, theme: str | None, shares: Shares = None) -> Clusters:
    """The tree of jurisdictions with the support of each cluster; raises LegalCompareError where too few are known."""
    frame = _frame(read)
    return cluster(frame, theme, _weights(frame, shares), draws=DRAWS)


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def placed(read: Assessed, theme: str | None, shares: Shares = None) -> Map:
    """The map of jurisdictions with its stress; raises LegalCompareError where too few are known."""
    return draw_map(distances(read, theme, shares))


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def movement(read: Assessed, theme: str | None, shares: Shares = None) -> pd.DataFrame:
    """How far each place on the map would move under drawn weights, values of partial and verdict errors as measured."""
    frame = _frame(read)
    errors = read_error_rates().table(frame["criterion"])
    return place_uncertainty(placed(read, theme, shares), frame, theme, _weights(frame, shares), errors, MAPS)


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def worded(read: Assessed, codes: tuple[str, ...]) -> Wording:
    """What the laws of some jurisdictions have in common word for word; raises LegalCompareError where none share a language."""
    chosen = tuple(finding for finding in read.findings if finding.jurisdiction in codes)
    return wording(Findings(chosen, tuple(j for j in read.findings.jurisdictions if j.code in codes)))


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def intervals(read: Assessed, theme: str | None, shares: Shares = None) -> Uncertainty:
    """The index and its rank under drawn weights, values of partial and verdict errors as measured."""
    frame = _frame(read)
    return simulate(frame, _weights(frame, shares), read_error_rates().table(frame["criterion"]), theme, DRAWS)


@st.cache_data(show_spinner=False, max_entries=KEPT, hash_funcs=BY_KEY)
def gap_to(read: Assessed, code: str, benchmark: str | None, shares: Shares = None) -> Gap:
    """What a jurisdiction lacks of every criterion met, or of another jurisdiction."""
    frame = _frame(read)
    return gap(frame, code, benchmark, _weights(frame, shares))
