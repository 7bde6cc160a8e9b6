"""Does the index say what the findings say, and how much of it is known?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.errors import LegalCompareError, UnknownCriterion
from legal_compare.scores import NO_TEXT, VERDICTS, Weights, score

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

Row = tuple[str, str, str, str, str]


def findings(*rows: Row) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def one(verdict: str, coverage: str = "complete") -> pd.DataFrame:
    return findings(("XA", "csam-access", "criminal", verdict, coverage))


@st.composite
def corpora(draw: st.DrawFn, verdicts: tuple[str, ...] = (*VERDICTS, NO_TEXT)) -> pd.DataFrame:
    """Findings on one to four jurisdictions and one to eight criteria in up to three themes."""
    jurisdictions, criteria = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    themes = draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=criteria, max_size=criteria))
    cell = st.tuples(st.sampled_from(verdicts), st.sampled_from(["complete", "partial"]))
    rows = []
    for jurisdiction in range(jurisdictions):
        for criterion, theme in enumerate(themes):
            rows.append((f"X{jurisdiction}", f"c{criterion}", theme, *draw(cell)))
    return findings(*rows)


@pytest.mark.parametrize(
    ("verdict", "earns"), [("met", 1.0), ("partial", 0.5), ("absent", 0.0), ("contrary", 0.0)]
)
def test_each_verdict_earns_its_value(verdict: str, earns: float) -> None:
    """What is one finding worth?"""
    assert score(one(verdict)).loc["XA", "index"] == earns


def test_the_value_of_partial_can_be_chosen_but_not_outside_zero_to_one() -> None:
    """May a reader hold partial for nearly met?"""
    assert score(one("partial"), partial=0.75).loc["XA", "index"] == 0.75
    with pytest.raises(LegalCompareError, match="between 0 and 1"):
        score(one("partial"), partial=1.5)


def test_law_that_was_not_read_gives_no_number_and_never_a_zero() -> None:
    """What is the index of a jurisdiction about which nothing can be said?"""
    row = score(one(NO_TEXT, "none")).loc["XA"]
    assert np.isnan(row["index"])
    assert (row["lower"], row["upper"], row["known"], row["settled"]) == (0, 1, 0, 0)


@given(corpora())
def test_no_text_never_enters_a_mean(corpus: pd.DataFrame) -> None:
    """Is the index the weighted mean of the answered criteria and of nothing else?"""
    weights = Weights.equal(corpus)
    worth = {"met": 1.0, "partial": 0.5, "absent": 0.0, "contrary": 0.0}
    table = score(corpus)
    for jurisdiction, rows in corpus[corpus["verdict"] != NO_TEXT].groupby("jurisdiction"):
        by = [weights.by_criterion[criterion] for criterion in rows["criterion"]]
        expected = np.average([worth[verdict] for verdict in rows["verdict"]], weights=by)
        assert table.loc[str(jurisdiction), "index"] == pytest.approx(expected)


def test_a_missing_row_is_no_text() -> None:
    """Does a criterion nobody coded for XB count as absent there?"""
    cells = [("XA", "a"), ("XA", "b"), ("XB", "a")]
    table = score(findings(*[(*cell, "t", "met", "complete") for cell in cells]))
    assert table.loc["XB", "index"] == 1
    assert table.loc["XB", "known"] == 0.5
    assert table.loc["XB", "lower"] == 0.5


def test_absent_in_law_read_in_part_stays_in_the_mean_and_opens_the_bounds() -> None:
    """Is "not found in what was read" kept apart from "absent"?"""
    rows = [("XA", "a", "t", "met", "partial"), ("XA", "b", "t", "absent", "partial")]
    part = score(findings(*rows)).loc["XA"]
    whole = score(findings(*[(*row[:4], "complete") for row in rows])).loc["XA"]
    assert part["index"] == whole["index"] == 0.5
    assert (part["lower"], part["upper"]) == (0.5, 1.0)
    assert (whole["lower"], whole["upper"]) == (0.5, 0.5)
    assert (part["known"], part["settled"], part["absent_unqualified"]) == (1, 0.5, 0)
    assert (whole["settled"], whole["absent_unqualified"]) == (1, 1)


@given(corpora(VERDICTS), st.data())
def test_bounds_contain_the_unmasked_index_in_every_masking(
    corpus: pd.DataFrame, data: st.DataObject
) -> None:
    """Whatever the unread law says, is the index it would give within the bounds?"""
    truth = corpus.assign(coverage="complete")
    ways, size = st.sampled_from(["", "no-text", "absent"]), len(truth)
    hide = data.draw(st.lists(ways, min_size=size, max_size=size))
    masked = truth.copy()
    masked.loc[[how == "no-text" for how in hide], ["verdict", "coverage"]] = [NO_TEXT, "none"]
    masked.loc[[how == "absent" for how in hide], ["verdict", "coverage"]] = ["absent", "partial"]
    said, true = score(masked), score(truth)
    for prefix in ("", *(f"{theme}." for theme in truth["theme"].unique())):
        assert (said[f"{prefix}lower"] <= true[f"{prefix}index"] + 1e-12).all()
        assert (said[f"{prefix}upper"] >= true[f"{prefix}index"] - 1e-12).all()


@given(corpora(VERDICTS), st.data())
def test_a_better_verdict_never_lowers_the_index(corpus: pd.DataFrame, data: st.DataObject) -> None:
    """Is the index monotone under one flip?"""
    row = data.draw(st.integers(0, len(corpus) - 1))
    step = VERDICTS.index(corpus.loc[row, "verdict"])
    better = corpus.copy()
    better.loc[row, "verdict"] = VERDICTS[min(step + 1, 3)]
    assert (score(better)["index"] >= score(corpus)["index"] - 1e-12).all()


@given(corpora(), st.randoms())
def test_the_order_of_rows_and_criteria_changes_nothing(corpus: pd.DataFrame, random: object) -> None:
    """Does a shuffled file give the same table to the last bit?"""
    shuffled = corpus.sample(frac=1, random_state=random.randint(0, 999))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(score(corpus), score(shuffled), check_exact=True)


def test_a_theme_of_many_criteria_weighs_no_more_than_a_theme_of_one() -> None:
    """Could a codebook make one theme the loudest by asking more about it?"""
    rows = [("XA", f"c{n}", "criminal", "met", "complete") for n in range(9)]
    table = score(findings(*rows, ("XA", "education", "prevention", "absent", "complete")))
    assert table.loc["XA", "index"] == pytest.approx(0.5)
    assert table.loc["XA", "criminal.index"] == 1
    assert table.loc["XA", "prevention.index"] == 0


CODEBOOK = pd.DataFrame(
    [
        ("grooming", "criminal"),
        ("csam-access", "criminal"),
        ("education", "prevention"),
        ("NO", "prevention"),
    ],
    columns=["criterion", "theme"],
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.yaml", "criminal: 3\ngrooming: 0\nNO: 3\n"),
        ("w.csv", "name,weight\ncriminal,3\ngrooming,0\nNO,3\n"),
    ],
)
def test_weights_are_read_from_a_file(tmp_path: Path, name: str, text: str) -> None:
    """Is a theme's number its share of the whole, and a criterion's its share of its theme?"""
    (tmp_path / name).write_text(text)
    weights = Weights.read(tmp_path / name, CODEBOOK)
    expected = {"csam-access": 3 / 4, "grooming": 0, "education": 1 / 16, "NO": 3 / 16}
    assert dict(weights.by_criterion) == pytest.approx(expected)
    assert sum(weights.by_criterion.values()) == pytest.approx(1)


def test_weights_print_where_they_come_from_and_every_number() -> None:
    """Can the weights stand beside a figure?"""
    text = str(Weights.equal(CODEBOOK))
    assert text.splitlines()[:3] == [
        "Weights: equal in a theme and across themes",
        "  criminal: 0.500",
        "    csam-access: 0.2500",
    ]


def test_the_summary_of_weights_names_each_number_once(tmp_path: Path) -> None:
    """Is a line a theme enough where its criteria weigh the same, and are they all named where they do not?"""
    (tmp_path / "w.yaml").write_text("grooming: 3\n")
    lines = Weights.read(tmp_path / "w.yaml", CODEBOOK).summary().splitlines()
    assert lines[0].startswith("Weights: read from")
    assert lines[1] == "  criminal 0.500: csam-access 0.1250, grooming 0.3750"
    assert lines[2] == "  prevention 0.500: 2 criteria of 0.2500 each"


def test_all_that_is_wrong_in_a_weights_file_is_told_at_once(tmp_path: Path) -> None:
    """Does one run show each line that must be mended?"""
    path = tmp_path / "w.yaml"
    path.write_text("groming: 1\ncsam-access: -1\neducation: much\nNO: 1\nNO: 2\n")
    with pytest.raises(LegalCompareError) as caught:
        Weights.read(path, CODEBOOK)
    message = str(caught.value)
    assert "w.yaml" in message
    assert "did you mean 'grooming'" in message
    assert "'-1' is not a number from 0 up" in message
    assert "'much' is not a number" in message
    assert "'NO' stands twice" in message


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("w.yaml", "- grooming\n", "holds no names with numbers"),
        ("w.yaml", "a: [1\n", "is no YAML"),
        ("w.csv", "grooming,1,2\n", "is not `name,number`"),
        ("w.csv", "criminal,0\nprevention,0\n", "every weight is zero"),
    ],
)
def test_a_weights_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, says: str) -> None:
    """Is the message the next step?"""
    (tmp_path / name).write_text(text)
    with pytest.raises(LegalCompareError, match=says):
        Weights.read(tmp_path / name, CODEBOOK)


def test_a_weights_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    """Is a wrong path a message and not a traceback?"""
    with pytest.raises(LegalCompareError, match="cannot be read"):
        Weights.read(tmp_path / "none.yaml", CODEBOOK)


def test_a_criterion_without_a_weight_is_refused() -> None:
    """Would findings of another codebook be scored in silence?"""
    with pytest.raises(UnknownCriterion, match="none for a"):
        score(findings(("XA", "a", "t", "met", "complete")), weights=Weights.equal(CODEBOOK))


def test_a_criterion_of_weight_zero_is_not_counted_at_all(tmp_path: Path) -> None:
    """Does a question that weighs nothing still lower the share known?"""
    (tmp_path / "w.csv").write_text("grooming,0\n")
    corpus = findings(
        ("XA", "grooming", "criminal", NO_TEXT, "none"), ("XA", "csam-access", "criminal", "met", "complete")
    )
    assert score(corpus, weights=Weights.read(tmp_path / "w.csv", corpus)).loc["XA", "known"] == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("XA", "a", "t", "yes", "complete")], "unknown verdict 'yes'"),
        ([("XA", "a", "t", "met", "most")], "unknown coverage 'most'"),
        ([("XA", "a", "t", "met", "complete")] * 2, "two verdicts on one cell"),
        ([("XA", "a", "t", "met", "complete"), ("XB", "a", "u", "met", "complete")], "'a' in two themes"),
        ([("XA", "a", "overall", "met", "complete")], "no theme may be called 'overall'"),
        ([], "there are none"),
    ],
)  # fmt: skip
def test_findings_that_cannot_be_scored_say_why(rows: list[Row], says: str) -> None:
    """Is each way of being malformed named?"""
    with pytest.raises(LegalCompareError, match=says):
        score(findings(*rows))


def test_a_missing_column_is_named() -> None:
    """Is a table without coverage refused?"""
    with pytest.raises(LegalCompareError, match="no column 'coverage'"):
        score(one("met").drop(columns="coverage"))
