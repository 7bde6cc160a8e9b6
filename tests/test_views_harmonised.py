"""Do the figures of gaps, groups, maps, weights and wording show the numbers they are made of?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from legal_compare.clusters import draw_map
from legal_compare.distances import compare, gap
from legal_compare.ellipses import place_uncertainty
from legal_compare.groups import harmonisation
from legal_compare.sensitivity import sensitivity
from legal_compare.uncertainty import simulate
from legal_compare.views import dispersion_chart, gap_chart, group_chart, map_chart, pair_interval_chart, sensitivity_chart, wording_chart
from legal_compare.wording import Wording

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "?": "absent"}
LAWS = {"XA": "mmma?c", "XB": "mmpamp", "XC": "aacmmm", "XD": "mapapa"}
NAMES = {"XA": "Examplia", "XB": "Bezonia"}


@pytest.fixture(scope="module")
def findings() -> pd.DataFrame:
    rows = [
        (who, f"c{at}", "ab"[at % 2], WORDS[letter], "partial" if letter == "?" else "complete")
        for who, law in LAWS.items()
        for at, letter in enumerate(law)
    ]
    return pd.DataFrame(rows, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def rows_of(chart: Any) -> list[dict[str, Any]]:
    """All rows of data that a figure carries."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_the_gap_chart_ranks_the_changes_and_marks_what_may_already_be_law(findings: pd.DataFrame) -> None:
    result = gap(findings, "XA")
    chart = gap_chart(result, NAMES)
    bars = rows_of(chart)
    assert [bar["reduction"] for bar in bars] == sorted((bar["reduction"] for bar in bars), reverse=True)
    assert {bar["criterion"] for bar in bars if bar["now"].startswith("absent, not found")} == {"c4"}
    title = chart.to_dict()["title"]
    assert title["text"] == "Examplia against: every criterion met"
    assert f"deficit {result.deficit:.0%}" in title["subtitle"]


def test_the_map_says_its_stress_and_each_place_has_a_closed_ring(findings: pd.DataFrame) -> None:
    drawn = draw_map(compare(findings))
    chart = map_chart(drawn, NAMES, place_uncertainty(drawn, findings, draws=10))
    assert f"stress {drawn.stress:.2f}" in chart.to_dict()["title"]["text"]
    ring = [row for row in rows_of(chart) if row.get("jurisdiction") == "Examplia" and "step" in row]
    assert (ring[0]["x"], ring[0]["y"]) == pytest.approx((ring[-1]["x"], ring[-1]["y"]))
    assert not [row for row in rows_of(map_chart(drawn, NAMES)) if "step" in row]


def test_groups_and_criteria_are_shown_with_what_nobody_has(findings: pd.DataFrame) -> None:
    found = harmonisation(findings, {"north": ("XA", "XB"), "alone": ("XC",)}, draws=10)
    assert {row["group"] for row in rows_of(group_chart(found))} == {"all", "north"}
    cells = {(row["group"], row["criterion"]): row for row in rows_of(dispersion_chart(found))}
    assert cells["north", "c3"]["mark"] == "•"  # both lack it: they agree on nothing that protects
    assert cells["north", "c0"]["mark"] == ""
    assert {group for group, _ in cells} == {"all", "north"}


def test_distances_of_one_jurisdiction_are_shown_nearest_first(findings: pd.DataFrame) -> None:
    rows = rows_of(pair_interval_chart(simulate(findings, draws=20), "XB", NAMES))
    assert [row["D"] for row in rows] == sorted(row["D"] for row in rows)
    assert {row["name"] for row in rows} == {"Examplia", "XC", "XD"}


def test_the_table_of_conclusions_leaves_the_long_list_of_orders_out(findings: pd.DataFrame) -> None:
    result = sensitivity(findings, draws=20)
    shown = {row["kind"] for row in rows_of(sensitivity_chart(result))}
    assert "order" not in shown
    assert "neighbour" in shown


def test_kinship_is_shown_both_ways() -> None:
    pairs = pd.DataFrame(
        [("XA", "XB", "en", 4, 0.6, 0.7, 2, 40, 0.5), ("XA", "XC", "en", 1, 0.5, 0.5, 0, 3, float("nan"))],
        columns=["a", "b", "language", "criteria", "similarity", "overlap", "borrowed", "longest", "kinship"],
    )
    cells = {(row["first"], row["second"]): row for row in rows_of(wording_chart(Wording(pd.DataFrame(), pairs, ()), NAMES))}
    assert cells["Examplia", "Bezonia"]["figure"] == cells["Bezonia", "Examplia"]["figure"] == "2"
    assert cells["Examplia", "XC"]["kinship"] is None
