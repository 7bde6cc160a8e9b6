"""Do the distances say how far apart two laws stand, and how much of that is known?"""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.distances import Distances, compare, gap
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.scores import NO_TEXT, VERDICTS, Weights

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "-": NO_TEXT}
WORDS |= {"?": "absent"}  # found nothing in law that was read only in part


def findings(themes: str = "", **laws: str) -> pd.DataFrame:
    """One letter a criterion: findings(XA="mpa-") has four; `themes` gives a letter for each."""
    return pd.DataFrame(
        [
            {
                "jurisdiction": jurisdiction,
                "criterion": f"c{number:02d}",
                "theme": themes[number] if themes else "t",
                "verdict": WORDS[letter],
                "coverage": {"?": "partial", "-": "none"}.get(letter, "complete"),
            }
            for jurisdiction, law in laws.items()
            for number, letter in enumerate(law)
        ]
    )


@st.composite
def laws(draw: st.DrawFn, letters: str = "mpac", count: int | None = None) -> dict[str, str]:
    """The laws of two to five jurisdictions on one to ten criteria."""
    size = draw(st.integers(1, 10))
    law = st.text(st.sampled_from(letters), min_size=size, max_size=size)
    return {f"X{n}": draw(law) for n in range(count or draw(st.integers(2, 5)))}


def pair(corpus: pd.DataFrame, a: str, b: str, theme: str = "overall", **how: float) -> pd.Series:
    pairs = compare(corpus, **how).pairs  # type: ignore[arg-type]
    return pairs[(pairs["a"] == a) & (pairs["b"] == b) & (pairs["theme"] == theme)].iloc[0]


def apart(result: Distances, a: str = "XA", b: str = "XB") -> float:
    return float(result.matrix.to_dict()[a][b])


# Four criteria, one theme, three laws; every number below was worked out by hand.
BY_HAND = findings(XA="mpa-", XB="macm", XC="apap")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # three criteria seen; steps 0, 1/3, 1/3; the fourth may be as far as contrary from met
        ("XA", "XB", {"H": 2 / 3, "D": 2 / 9, "D_lower": 1 / 6, "D_upper": 5 / 12,
                      "D_no_joint_absence": 2 / 9, "both_have": 1, "both_lack": 0, "differ": 2,
                      "coverage": 3 / 4}),
        # steps 2/3, 0, 0; both lack the third; the fourth may be as far as contrary from partial
        ("XA", "XC", {"H": 1 / 3, "D": 2 / 9, "D_lower": 1 / 6, "D_upper": 1 / 3,
                      "D_no_joint_absence": 1 / 3, "both_have": 1, "both_lack": 1, "differ": 1,
                      "coverage": 3 / 4}),
        # steps 2/3, 1/3, 1/3, 1/3; nothing unknown
        ("XB", "XC", {"H": 1, "D": 5 / 12, "D_lower": 5 / 12, "D_upper": 5 / 12,
                      "D_no_joint_absence": 5 / 12, "both_have": 0, "both_lack": 0, "differ": 4,
                      "coverage": 1}),
    ],
)  # fmt: skip
def test_gower_agrees_with_a_table_worked_by_hand(a: str, b: str, expected: dict[str, float]) -> None:
    """Are H, D, its bounds and the split of agreement what a person with a pencil gets?"""
    row = pair(BY_HAND, a, b)
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_absent_in_law_read_in_part_is_seen_but_unknown_in_the_bounds() -> None:
    """Does "not found in what was read" leave D alone and open its bounds?"""
    sure, unsure = pair(BY_HAND, "XA", "XC"), pair(findings(XA="mpa-", XC="ap?p"), "XA", "XC")
    assert (unsure["D"], unsure["coverage"]) == (sure["D"], 3 / 4)
    assert (unsure["D_lower"], unsure["D_upper"]) == pytest.approx((1 / 6, (2 / 3 + 2 / 3 + 2 / 3) / 4))


def test_a_pair_with_too_little_law_in_common_is_hidden_but_kept() -> None:
    """Is a distance over two criteria of five shown on a map?"""
    result = compare(findings(XA="mm---", XB="mmaap", XC="mmaaa"))
    assert np.isnan(apart(result))
    assert not np.isnan(apart(result, "XB", "XC"))
    row = pair(findings(XA="mm---", XB="mmaap"), "XA", "XB")
    assert (row["hidden"], row["coverage"], row["D"]) == (True, 0.4, 0)


def test_sixty_percent_is_enough() -> None:
    """Is the bar under 60 %, as written, or at it?"""
    three_of_five = findings(XA="mmm--", XB="mmmaa")
    assert not pair(three_of_five, "XA", "XB")["hidden"]
    assert pair(three_of_five, "XA", "XB", min_coverage=0.61)["hidden"]


def test_no_criterion_in_common_is_no_distance() -> None:
    """Are two laws of which nothing can be compared the same?"""
    row = pair(findings(XA="m-", XB="-m"), "XA", "XB")
    assert np.isnan([row["D"], row["H"]]).all()
    assert (row["D_lower"], row["D_upper"]) == (0, 1)


def test_two_laws_that_lack_everything_do_not_look_harmonised_without_joint_absence() -> None:
    """Would the least protective look the most alike?"""
    row = pair(findings(XA="aaac", XB="aaac"), "XA", "XB")
    assert (row["D"], row["both_lack"]) == (0, 4)
    assert np.isnan(row["D_no_joint_absence"])


def test_a_theme_alone_is_the_same_as_that_theme_in_the_whole() -> None:
    """Does asking for one theme change its numbers?"""
    corpus = findings("aabb", XA="mpac", XB="mmpa")
    alone, whole = compare(corpus, theme="b"), compare(corpus)
    assert apart(alone) == pytest.approx(1 / 3)
    expected = whole.pairs[whole.pairs["theme"] == "b"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.pairs, expected)
    with pytest.raises(LegalCompareError, match="Themes: overall, a, b"):
        compare(corpus, theme="c")


def test_themes_weigh_the_same_and_the_weights_travel_with_the_result() -> None:
    """Does a theme of three criteria outvote a theme of one?"""
    result = compare(findings("aaab", XA="mmmm", XB="mmmc"))
    assert apart(result) == pytest.approx(1 / 2)
    assert "equal in a theme and across themes" in str(result.weights)


def test_given_weights_are_used() -> None:
    """Is a criterion of weight zero out of the distance and of the coverage?"""
    corpus = findings(XA="mc-", XB="mmm")
    weights = Weights(
        {"c00": 0.25, "c01": 0.75, "c02": 0.0}, dict.fromkeys(["c00", "c01", "c02"], "t"), "mine"
    )
    row = compare(corpus, weights=weights).pairs.iloc[0]
    assert (row["D"], row["coverage"]) == (0.75, 1)


def by_hand(a: str, b: str) -> float:
    steps = [
        abs("capm".index(x) - "capm".index(y)) / 3 for x, y in zip(a, b, strict=True) if "-" not in (x, y)
    ]
    return sum(steps) / len(steps) if steps else float("nan")


@given(laws("mpac-"))
def test_the_matrix_is_gower_criterion_by_criterion(corpus: dict[str, str]) -> None:
    """Does the product of matrices equal the plain sum over criteria, and is no-text out of it?"""
    result = compare(findings(**corpus), min_coverage=0)
    for a in corpus:
        for b in corpus:
            assert apart(result, a, b) == pytest.approx(by_hand(corpus[a], corpus[b]), nan_ok=True)


@given(laws("mpac-?"))
def test_distances_are_symmetric_zero_on_themselves_and_within_0_and_1(corpus: dict[str, str]) -> None:
    """Is D a distance as people understand the word?"""
    result = compare(findings(**corpus), min_coverage=0)
    matrix = result.matrix.to_numpy()
    assert np.array_equal(matrix, matrix.T, equal_nan=True)
    assert set(np.diag(matrix)[~np.isnan(np.diag(matrix))]) <= {0.0}
    shares = result.pairs[["H", "D", "D_lower", "D_upper", "D_no_joint_absence", "coverage"]].to_numpy()
    assert np.nanmin(shares) >= 0
    assert np.nanmax(shares) <= 1
    assert (result.pairs["D_lower"] <= result.pairs["D_upper"]).all()
    assert (result.pairs["D"].isna() | (result.pairs["D"] <= result.pairs["H"] + 1e-12)).all()


@given(laws(count=3))
def test_with_nothing_missing_the_way_round_is_never_shorter(corpus: dict[str, str]) -> None:
    """Does the triangle inequality hold?"""
    d = compare(findings(**corpus)).matrix.to_numpy()
    assert d[0, 2] <= d[0, 1] + d[1, 2] + 1e-12


@given(laws(count=2), st.data())
def test_a_verdict_that_moves_towards_the_other_never_adds_distance(
    corpus: dict[str, str], data: st.DataObject
) -> None:
    """Is D monotone under one flip, both ways?"""
    at = data.draw(st.integers(0, len(corpus["X0"]) - 1))
    mine, other = "capm".index(corpus["X0"][at]), "capm".index(corpus["X1"][at])
    nearer = mine + int(np.sign(other - mine))
    flipped = corpus["X0"][:at] + "capm"[nearer] + corpus["X0"][at + 1 :]
    before = apart(compare(findings(**corpus)), "X0", "X1")
    after = apart(compare(findings(X0=flipped, X1=corpus["X1"])), "X0", "X1")
    assert after <= before
    assert (after < before) == (mine != other)


@given(laws(), st.data())
def test_bounds_contain_the_true_distance_in_every_masking(
    corpus: dict[str, str], data: st.DataObject
) -> None:
    """Whatever the unread law says, is the D it would give within the bounds?"""
    masked = {}
    for name, law in corpus.items():
        hide = data.draw(st.text(st.sampled_from("x-?"), min_size=len(law), max_size=len(law)))
        masked[name] = "".join(old if how == "x" else how for old, how in zip(law, hide, strict=True))
    themes = ("ab" * 5)[: len(corpus["X0"])]
    said, true = compare(findings(themes, **masked)).pairs, compare(findings(themes, **corpus)).pairs
    assert (said["D_lower"] <= true["D"] + 1e-12).all()
    assert (said["D_upper"] >= true["D"] - 1e-12).all()


@given(laws("mpac-?"), st.integers(0, 999))
def test_the_order_of_criteria_changes_nothing(corpus: dict[str, str], seed: int) -> None:
    """Does the same law with its criteria in another order stand as far from the others?"""
    order = list(range(len(corpus["X0"])))
    random.Random(seed).shuffle(order)
    shuffled = {name: "".join(law[at] for at in order) for name, law in corpus.items()}
    pd.testing.assert_frame_equal(compare(findings(**corpus)).pairs, compare(findings(**shuffled)).pairs)
    rows = findings(**corpus)
    again = rows.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(compare(rows).pairs, compare(again).pairs, check_exact=True)


@given(laws("mpac-?"))
def test_every_shared_criterion_is_both_have_both_lack_or_differ(corpus: dict[str, str]) -> None:
    """Do the three numbers add up to what both can answer?"""
    pairs = compare(findings(**corpus)).pairs
    total = pairs["both_have"] + pairs["both_lack"] + pairs["differ"]
    assert (total == (pairs["coverage"] * len(corpus["X0"])).round()).all()


def test_the_gap_to_the_codebook_splits_into_missing_and_not_in_conformity() -> None:
    """Met, partial, absent, contrary and one criterion unread: what is lacking?"""
    result = gap(findings(XA="mpac-"), "XA")
    assert result.benchmark == "every criterion met"
    assert (result.deficit, result.conformity, result.missing) == pytest.approx((3 / 4, 2 / 4, 1 / 4))
    assert (result.deficit_lower, result.deficit_upper) == pytest.approx((3 / 5, 4 / 5))
    assert result.coverage == pytest.approx(4 / 5)
    assert result.shortfall == pytest.approx((1 / 3 + 2 / 3 + 1) / 4)
    assert list(result.criteria["deficit"]) == [False, True, True, True, False]


def test_changes_are_ranked_by_what_they_bring() -> None:
    """Which single change would close most of the gap?"""
    result = gap(findings(XA="mpac?"), "XA")
    assert list(result.changes["criterion"]) == ["c03", "c02", "c04", "c01"]
    assert list(result.changes["change_to"]) == ["met"] * 4
    assert list(result.changes["reduction"]) == pytest.approx([1 / 5, 2 / 15, 2 / 15, 1 / 15])
    assert list(result.changes["qualified"]) == [False, False, True, False]
    assert result.changes["reduction"].sum() == pytest.approx(result.shortfall)
    assert result.changes["deficit_reduction"].sum() == pytest.approx(result.deficit)


def test_a_jurisdiction_as_benchmark_requires_only_what_it_has() -> None:
    """Does a model that is silent, or unread, ask anything of others?"""
    result = gap(findings(XA="apma", XB="mpa-"), "XA", "XB")
    assert list(result.criteria["required"]) == [True, True, False, False]
    assert (result.deficit, result.missing, result.conformity) == (0.5, 0.5, 0)
    assert gap(findings(XA="apma", XB="mpa-"), "XB", "XB").deficit == 0


def test_the_best_of_several_takes_the_best_verdict_on_each_criterion() -> None:
    """Is the benchmark of a list the highest of the list, criterion by criterion?"""
    result = gap(findings(XA="aa", XB="ma", XC="-p"), "XA", ["XB", "XC"])
    assert result.benchmark == "best of XB, XC"
    assert list(result.criteria["benchmark"]) == ["met", "partial"]
    assert result.deficit == 1


def test_a_jurisdiction_without_findings_is_named_with_those_at_hand() -> None:
    """Is the message the next step?"""
    with pytest.raises(UnknownJurisdiction, match="At hand: XA"):
        gap(findings(XA="m"), "ZZ")
    with pytest.raises(UnknownJurisdiction, match="'ZZ'"):
        gap(findings(XA="m"), "XA", "ZZ")


@given(laws("mpac-?"))
def test_the_deficit_lies_in_its_bounds_and_a_change_mends_what_it_says(
    corpus: dict[str, str],
) -> None:
    """Does carrying out the first change reduce the shortfall by the figure given?"""
    result = gap(findings(**corpus), "X0", "X1")
    if np.isnan(result.deficit):
        return
    assert result.deficit_lower - 1e-12 <= result.deficit <= result.deficit_upper + 1e-12
    assert result.conformity + result.missing == pytest.approx(result.deficit)
    if len(result.changes):
        first = result.changes.iloc[0]
        letter = "capm"[VERDICTS.index(first["change_to"])]
        at = int(first["criterion"][1:])
        mended = corpus | {"X0": corpus["X0"][:at] + letter + corpus["X0"][at + 1 :]}
        after = gap(findings(**mended), "X0", "X1")
        assert result.shortfall - after.shortfall == pytest.approx(first["reduction"])
        assert result.deficit - after.deficit == pytest.approx(first["deficit_reduction"])


def test_a_change_brings_the_distance_to_the_benchmark_down_by_the_figure_given() -> None:
    """Is the reduction of D what `compare` gives once the change is made?"""
    corpus = {"XA": "apmcm-", "XB": "mmpaam"}
    result = gap(findings(**corpus), "XA", "XB")
    assert pytest.approx(apart(compare(findings(**corpus)))) == result.D
    first = result.changes.iloc[0]
    at = int(first["criterion"][1:])
    letter = "capm"[VERDICTS.index(first["change_to"])]
    mended = corpus | {"XA": corpus["XA"][:at] + letter + corpus["XA"][at + 1 :]}
    assert result.D - apart(compare(findings(**mended))) == pytest.approx(first["D_reduction"])


def test_a_gap_can_be_that_of_one_theme_and_name_its_benchmark() -> None:
    result = gap(findings("aabb", XA="mapp", XB="mmmm"), "XA", ["XB"], theme="b", name="the best of the north")
    assert result.benchmark == "the best of the north"
    assert (result.deficit, result.missing) == (1, 0)
    assert set(result.criteria["theme"]) == {"b"}
