"""Do groups say how alike their members are, how far they stand apart, and on which criteria?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.distances import compare
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.groups import Harmonisation, groups_by, harmonisation, named_group, read_groups
from legal_compare.statutes import Jurisdiction

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "-": "no-text"}
# Two alike, two alike, and the two kinds opposite on the first four criteria of five.
LAWS = {"XA": "mmmmp", "XB": "mmmmp", "XC": "aaaap", "XD": "aaaap", "XE": "mpam-"}
GROUPS = {"north": ("XA", "XB"), "south": ("XC", "XD"), "alone": ("XE",)}


def findings(**laws: str) -> pd.DataFrame:
    """One letter a criterion: findings(XA="mpa-") has four criteria in one theme."""
    cells = [
        (jurisdiction, f"c{number:02d}", "t", WORDS[letter], "complete")
        for jurisdiction, law in laws.items()
        for number, letter in enumerate(law)
    ]
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


@pytest.fixture(scope="module")
def found() -> Harmonisation:
    return harmonisation(findings(**LAWS), GROUPS, draws=100)


def test_members_with_one_law_are_at_no_distance_and_opposite_groups_far(found: Harmonisation) -> None:
    inside = found.inside.set_index("group")
    assert (inside.loc["north", "D"], inside.loc["north", "pairs"], inside.loc["north", "members"]) == (0, 1, 2)
    row = found.between.set_index(["a", "b"]).loc[("north", "south")]
    assert row["D"] == pytest.approx(4 * (2 / 3) / 5)
    assert (row["excess"], row["pairs"], row["apart"]) == (pytest.approx(row["D"]), 4, True)
    assert row["excess_lower"] <= row["excess"] <= row["excess_upper"]


def test_a_group_of_one_has_no_inside_and_is_never_said_to_stand_apart(found: Harmonisation) -> None:
    alone = found.inside.set_index("group").loc["alone"]
    assert np.isnan([alone["D"], alone["lower"], alone["D_upper"]]).all()
    assert not found.between.set_index(["a", "b"]).loc[("north", "alone"), "apart"]


def test_the_criterion_on_which_they_differ_most_is_named(found: Harmonisation) -> None:
    most, least = found.extremes()
    assert most.iloc[0]["criterion"] == "c04"
    assert (most.iloc[0]["dispersion"], most.iloc[0]["agreement"]) == (0, 1)
    everyone = found.criteria[found.criteria["group"] == "all"].set_index("criterion")
    # c00: three met, two absent: 6 of 10 pairs differ, by two steps of three; two of five lack it
    assert everyone.loc["c00", "dispersion"] == pytest.approx(0.6 * 2 / 3)
    assert everyone.loc["c00", "agreement"] == pytest.approx(0.4)
    assert everyone.loc["c00", "lacking"] == pytest.approx(0.4)
    assert everyone.loc["c04", "answered"] == 4
    assert least.iloc[0]["dispersion"] == everyone["dispersion"].max()


def test_agreement_that_is_common_absence_is_not_the_best_harmony() -> None:
    """Where two criteria are answered alike, does the one that exists stand before the one nobody has?"""
    most, _ = harmonisation(findings(XA="am", XB="am", XC="am"), {"g": ("XA", "XB", "XC")}, draws=10).extremes()
    assert list(most["criterion"]) == ["c01", "c00"]


@given(st.lists(st.text(st.sampled_from("mpac-"), min_size=4, max_size=4), min_size=3, max_size=6))
def test_the_inside_of_all_is_the_mean_of_the_pairs_shown(laws: list[str]) -> None:
    corpus = findings(**{f"X{number}": law for number, law in enumerate(laws)})
    pairs = compare(corpus).pairs
    shown = pairs[(pairs["theme"] == "overall") & ~pairs["hidden"]]
    row = harmonisation(corpus, {"some": ("X0", "X1")}, draws=4).inside.iloc[0]
    assert row["pairs"] == len(shown)
    assert row["D"] == pytest.approx(shown["D"].mean(), nan_ok=True)
    assert row["H"] == pytest.approx(shown["H"].mean(), nan_ok=True)


def test_groups_are_made_by_what_jurisdictions_say_of_themselves() -> None:
    world = [Jurisdiction("XA", "A", region="North", union="xu"), Jurisdiction("XB", "B", region="North"), Jurisdiction("XC", "C")]
    assert groups_by(world, "region") == {"North": ("XA", "XB")}
    assert groups_by(world, "union") == {"members of XU": ("XA",)}
    assert named_group("members of xu", world) == ("members of XU", ("XA",))
    assert named_group("mine", world, {"Mine": ("XC",)}) == ("Mine", ("XC",))
    assert named_group("nowhere", world) is None
    with pytest.raises(LegalCompareError, match="region, tradition, union"):
        groups_by(world, "size")


def test_a_file_of_groups_is_read_with_codes_as_they_stand(tmp_path: Path) -> None:
    """Is NO a country, not a false?"""
    file = tmp_path / "groups.yaml"
    file.write_text("Nordic: [NO, se]\n", encoding="utf-8")
    assert read_groups(file, ["NO", "SE", "DE"]) == {"Nordic": ("NO", "SE")}


def test_everything_wrong_in_a_file_of_groups_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "groups.yaml"
    file.write_text("a: [NO, XQ]\nb: []\na: [SE]\nall: [SE]\n", encoding="utf-8")
    with pytest.raises(Problems) as trouble:
        read_groups(file, ["NO", "SE"])
    said = str(trouble.value)
    assert all(words in said for words in ("'a': XQ is not at hand", "'b' is no list", "'a' stands twice", "'all' means all"))
    file.write_text("- NO\n", encoding="utf-8")
    with pytest.raises(LegalCompareError, match="no names with codes"):
        read_groups(file, ["NO"])


def test_no_group_is_refused() -> None:
    with pytest.raises(LegalCompareError, match="there are none"):
        harmonisation(findings(**LAWS), {})
