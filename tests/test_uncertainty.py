"""Do the intervals hold what they promise, and do they own up to what they cannot tell apart?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from legal_compare import uncertainty
from legal_compare.distances import compare
from legal_compare.errors import LegalCompareError
from legal_compare.scores import VERDICTS, score
from legal_compare.uncertainty import Uncertainty, simulate

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "-": "no-text"}
STILL: dict[str, Any] = {"concentration": float("inf"), "partial": (0.5, 0.5)}  # nothing drawn but errors


def findings(**laws: str) -> pd.DataFrame:
    """One letter a criterion: findings(XA="mpa-") has four criteria in one theme."""
    cells = [
        (jurisdiction, f"c{number:02d}", "t", WORDS[letter], "complete")
        for jurisdiction, law in laws.items()
        for number, letter in enumerate(law)
    ]
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def errors(rate: float) -> pd.DataFrame:
    """A tool that is right but for `rate`, which falls evenly on the other verdicts."""
    chances = np.eye(4) * (1 - rate) + (1 - np.eye(4)) * rate / 3
    return pd.DataFrame(chances, VERDICTS, VERDICTS)


def random_laws(rng: np.random.Generator, count: int, criteria: int) -> dict[str, str]:
    return {f"X{n:02d}": "".join(rng.choice(list("capm"), criteria)) for n in range(count)}


def of(table: pd.DataFrame, jurisdiction: str) -> dict[str, Any]:
    return {str(name): value for name, value in table.loc[jurisdiction].items()}


def order_of(result: Uncertainty, a: str, b: str) -> dict[str, Any]:
    rows = result.order[(result.order["a"] == a) & (result.order["b"] == b)]
    return {str(name): value for name, value in rows.iloc[0].items()}


LAWS = {"XA": "mmmmmpmm", "XB": "mpaampa-", "XC": "acaacaaa", "XD": "mpaampa-"}


def test_the_same_seed_gives_the_same_figures_and_another_seed_nearly_the_same() -> None:
    """Can a published interval be made again?"""
    first, again, other = (simulate(findings(**LAWS), seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.index, again.index, check_exact=True)
    pd.testing.assert_frame_equal(first.distances, again.distances, check_exact=True)
    assert not first.index["median"].equals(other.index["median"])
    assert np.allclose(first.index["median"], other.index["median"], atol=0.03)


def test_the_size_of_a_block_of_draws_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is the block only a matter of memory?"""
    confusion = {"c00": errors(0.3)}
    before = simulate(findings(**LAWS), confusion=confusion, draws=60)
    monkeypatch.setattr(uncertainty, "BLOCK", 7)
    after = simulate(findings(**LAWS), confusion=confusion, draws=60)
    pd.testing.assert_frame_equal(before.index, after.index, atol=1e-6)
    pd.testing.assert_frame_equal(before.distances, after.distances, atol=1e-6)


def test_with_nothing_to_draw_the_interval_is_the_figure_itself() -> None:
    """Do index and D agree with `score` and `compare` when all assumptions stand still?"""
    corpus = findings(**LAWS)
    result = simulate(corpus, draws=20, concentration=float("inf"), partial=(0.5, 0.5))
    expected = score(corpus)["index"]
    for measure in ("index", "median", "lower", "upper"):
        assert np.allclose(result.index[measure], expected, atol=1e-6)
    pairs = compare(corpus).pairs
    pairs = pairs[pairs["theme"] == "overall"]
    for measure in ("D", "median", "lower", "upper"):
        assert np.allclose(result.distances[measure], pairs["D"], atol=1e-6)


def test_verdict_errors_that_never_happen_change_nothing() -> None:
    """Is a perfect confusion table the same as none?"""
    corpus = findings(**LAWS)
    perfect = {f"c{number:02d}": errors(0) for number in range(8)}
    without, with_none = simulate(corpus, draws=50), simulate(corpus, confusion=perfect, draws=50)
    pd.testing.assert_frame_equal(without.index, with_none.index)


def test_laws_that_say_the_same_share_their_rank_and_cannot_be_separated() -> None:
    """Is a tie shown as a tie, and not as an order by chance?"""
    result = simulate(findings(**LAWS))
    b, d = of(result.index, "XB"), of(result.index, "XD")
    assert (b["rank"], b["rank_lower"], b["rank_upper"]) == (2, 2, 3)
    assert b == d
    assert order_of(result, "XB", "XD")["ahead"] == 0.5
    assert not order_of(result, "XB", "XD")["separated"]
    assert b["overlaps"] >= 1


def test_a_law_that_is_better_on_all_counts_is_separated_from_the_worst() -> None:
    """Can the intervals tell apart what is far apart?"""
    result = simulate(findings(**LAWS))
    assert order_of(result, "XA", "XC") == {"a": "XA", "b": "XC", "ahead": 1.0, "separated": True}
    top = of(result.index, "XA")
    assert (top["rank"], top["rank_lower"], top["rank_upper"]) == (1, 1, 1)
    assert "cannot be separated" in str(result)
    assert "2000 draws" in str(result)


def test_what_cannot_be_separated_is_said_by_name_and_in_words() -> None:
    """Could a reader quote a rank without meeting the sentence that takes it back?"""
    result = simulate(findings(**LAWS))
    named = result.not_separated()
    assert named.index[0] == "XA"
    assert "XD" in named["XB"].split(", ")
    assert "XC" not in named["XA"]
    said = " ".join(result.statements())
    assert "jurisdictions have a rank that is certain (XA" in said
    assert "The nearest pair, XB and XD (D 0.00" in said
    assert "at least 95% of the draws" in said


def test_drawn_blocks_are_what_the_intervals_are_made_of() -> None:
    """Do groups and maps look at the same draws as the intervals?"""
    part, blocks, basis = uncertainty.draw_blocks(findings(**LAWS), draws=60, seed=5)
    index = np.concatenate([values for values, _ in blocks])
    result = simulate(findings(**LAWS), draws=60, seed=5)
    assert index.shape == (60, len(part.jurisdictions))
    assert np.allclose(np.sort(index, axis=0)[30], result.index["median"])
    assert basis == result.basis


def test_the_nearest_pair_has_rank_one_among_distances() -> None:
    """Which way do ranks of distances run?"""
    table = simulate(findings(**LAWS)).distances.set_index(["a", "b"])
    nearest = table.sort_values("rank").iloc[0]
    assert nearest.name == ("XB", "XD")
    assert nearest["upper"] == 0


def test_leaving_out_one_criterion_is_worked_out_by_hand() -> None:
    """Which criterion holds the figure up?"""
    result = simulate(findings(XA="mmp", XB="mma"), draws=10)
    row = of(result.index, "XA")
    assert row["index"] == pytest.approx(5 / 6)
    assert (row["without_lower"], row["without_upper"], row["without"]) == pytest.approx((3 / 4, 1, "c02"))
    pair = result.distances.iloc[0]
    assert (pair["D"], pair["without_lower"], pair["without"]) == pytest.approx((1 / 9, 0, "c02"))
    assert pair["without_upper"] == pytest.approx(1 / 6)


def test_hidden_pairs_and_unread_jurisdictions_have_no_interval() -> None:
    """Is there an interval around a figure that is not shown?"""
    result = simulate(findings(XA="mmmm", XB="m---", XC="----", XD="aaaa"), draws=20)
    assert list(result.index.index) == ["XA", "XB", "XD"]
    assert list(zip(result.distances["a"], result.distances["b"], strict=True)) == [("XA", "XD")]
    assert of(result.index, "XB")["known"] == 0.25


def test_one_jurisdiction_alone_has_an_index_and_no_pairs() -> None:
    """Does the smallest corpus work?"""
    result = simulate(findings(XA="mp"), draws=20)
    assert len(result.index) == 1
    assert len(result.distances) == len(result.order) == 0


def test_wider_assumptions_give_wider_intervals() -> None:
    """Does each thing drawn show in the width?"""
    corpus = findings(**random_laws(np.random.default_rng(0), 6, 20))
    confusion = dict.fromkeys(corpus["criterion"].unique(), errors(0.2))

    def width(**how: Any) -> float:
        table = simulate(corpus, draws=400, **how).index
        return float((table["upper"] - table["lower"]).mean())

    still = width(**STILL)
    assert still == pytest.approx(0, abs=1e-6)
    assert still < width(**STILL | {"partial": (0.25, 0.75)})
    assert still < width(**STILL | {"concentration": 20.0}) < width(**STILL | {"concentration": 1.0})
    assert still < width(**STILL, confusion=confusion)


def holds(table: pd.DataFrame, truth: np.ndarray) -> np.ndarray:
    lower, upper = table["lower"].to_numpy(), table["upper"].to_numpy()
    return (lower <= truth + 1e-6) & (truth <= upper + 1e-6)


@pytest.mark.parametrize("rate", [0.1, 0.3])
def test_ninety_percent_intervals_hold_the_truth_in_nine_of_ten_simulated_corpora(rate: float) -> None:
    """With verdict errors as measured, does the true index (and D) lie inside as often as promised?

    On few criteria an interval holds more than it promises, as an index then has few values to take.
    """
    rng = np.random.default_rng(7)
    confusion = {f"c{number:02d}": errors(rate) for number in range(80)}
    chances = errors(rate).to_numpy()
    inside_index, inside_distance = [], []
    for corpus in range(40):
        truth = random_laws(rng, 8, 80)
        # Evenly spread truth and even errors: the chance of the truth given what was found is the same table.
        found = {
            name: "".join(rng.choice(list("capm"), p=chances["capm".index(verdict)]) for verdict in law)
            for name, law in truth.items()
        }
        result = simulate(findings(**found), None, confusion, None, 300, corpus, (0.5, 0.5), float("inf"))
        index = score(findings(**truth))["index"].to_numpy()
        apart = compare(findings(**truth), theme="t").pairs["D"].to_numpy()
        inside_index += list(holds(result.index, index))
        inside_distance += list(holds(result.distances, apart))
    assert 0.86 <= np.mean(inside_index) <= 0.95
    assert 0.86 <= np.mean(inside_distance) <= 0.95


def test_a_confusion_table_may_be_one_frame_of_all_criteria() -> None:
    """Does the table of `evaluation.confusion_by_criterion` go in as it is?"""
    corpus = findings(**LAWS)
    tables = {"c00": errors(0.2), "c03": errors(0.4)}
    one = pd.concat(tables, names=["criterion", "found"])
    pd.testing.assert_frame_equal(
        simulate(corpus, confusion=tables, draws=50).index, simulate(corpus, confusion=one, draws=50).index
    )


def test_rates_that_rest_on_few_cells_make_the_errors_on_a_criterion_hang_together() -> None:
    """Where nobody knows how often a verdict is wrong, is it wrong for two equal laws alike, and the rate itself held no surer?"""
    corpus = findings(XA="mpac" * 5, XB="mpac" * 5, XC="acma" * 5)
    names = corpus["criterion"].unique()

    def drawn(**column: float) -> Uncertainty:
        return simulate(corpus, confusion=dict.fromkeys(names, errors(0.3).assign(**column)), draws=600, **STILL)

    exact, many, few = drawn(), drawn(cells=1e6), drawn(cells=0.5)
    apart = [result.distances.set_index(["a", "b"])["median"][("XA", "XB")] for result in (exact, many, few)]
    assert apart[1] == pytest.approx(apart[0], rel=0.1)
    assert apart[2] < 0.8 * apart[0]  # the drift of D is less
    assert np.allclose(few.index["median"], exact.index["median"], atol=0.03)  # one law's index is as sure as before


@pytest.mark.parametrize(
    ("confusion", "says"),
    [
        ({"c99": errors(0.1)}, "no findings for c99"),
        ({"c00": errors(0.1) * 2}, "'c00': no row of chances"),
        ({"c00": errors(0.1).drop(columns="met")}, "'c00': no row of chances"),
        ({"c00": errors(0.1).assign(cells=0)}, "'c00': cells are no numbers above 0"),
    ],
)
def test_a_confusion_table_that_is_none_is_refused(confusion: dict[str, pd.DataFrame], says: str) -> None:
    """Would a wrong table pass for a measured one?"""
    with pytest.raises(LegalCompareError, match=says):
        simulate(findings(**LAWS), confusion=confusion)


def test_settings_out_of_range_are_refused() -> None:
    """Is a partial worth more than met, or one draw, an interval?"""
    corpus = findings(**LAWS)
    wrong: list[dict[str, Any]] = [{"draws": 1}, {"partial": (0.5, 1.5)}, {"concentration": 0.0}]
    for how in wrong:
        with pytest.raises(LegalCompareError, match="out of range"):
            simulate(corpus, **how)
    with pytest.raises(LegalCompareError, match="no criterion of 'u'"):
        simulate(corpus, theme="u")
