"""Are findings measured against gold as the requirement says? All tables are small enough to work by hand."""

from pathlib import Path

import pandas as pd
import pytest

from legal_compare.errors import LegalCompareError
from legal_compare.evaluation import (
    Evaluation,
    calibration,
    confusion_by_criterion,
    evaluate,
    provision_key,
    read_findings,
    read_gold,
)


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legal_compare.evaluation.RESAMPLES", 200)


def table(*rows: str, last: str = "also_accepted") -> pd.DataFrame:
    """Rows of 'XA a met act#1, act#2 / more', the last two parts optional; `more` goes to column `last`."""
    cells = []
    for row in rows:
        cell, _, more = row.partition("/")
        jurisdiction, criterion, verdict, *provisions = cell.split(maxsplit=3)
        keys = "".join(provisions).strip().replace(",", ";")
        cells.append([jurisdiction, criterion, verdict, keys, more.strip()])
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "verdict", "provisions", last])


def compared(*pairs: str) -> Evaluation:
    """One jurisdiction, one criterion a pair 'gold tool'."""
    gold = [f"XA c{number} {pair.split()[0]}" for number, pair in enumerate(pairs)]
    tool = [f"XA c{number} {pair.split()[1]}" for number, pair in enumerate(pairs)]
    return evaluate(table(*tool), table(*gold))


SIX = ["met met", "met partial", "partial partial", "absent absent", "contrary absent", "absent met"]


def test_figures_of_a_small_table_are_those_worked_by_hand() -> None:
    overall = compared(*SIX).overall
    assert overall["cells"] == 6
    assert overall["agreement"] == pytest.approx(3 / 6)  # contrary answered absent is wrong
    # Classes 2 2 1 0 0 0 against 2 1 1 0 0 2: distances add up to 3; by chance (18 + 4 + 12) / 6 = 34 / 6.
    assert overall["kappa"] == pytest.approx(1 - 3 / (34 / 6))
    # F1: absent and contrary 2*2 / (3+2), partial 2*1 / (1+2), met 2*1 / (2+2).
    assert overall["macro_f1"] == pytest.approx((4 / 5 + 2 / 3 + 1 / 2) / 3)
    assert overall["contrary_recall"] == 0
    assert overall["met_precision"] == 1 / 2
    assert overall["met_recall"] == 1 / 2
    assert overall["false_met"] == pytest.approx(1 / 3)  # one of absent, contrary, absent


def test_absent_and_contrary_are_one_class_of_kappa_but_not_one_verdict() -> None:
    overall = compared("met met", "contrary absent", "absent contrary").overall
    assert overall["kappa"] == 1
    assert overall["macro_f1"] == 1  # nobody says partial: that class has no F1
    assert overall["agreement"] == pytest.approx(1 / 3)


def test_a_class_that_only_one_side_uses_has_an_f1_of_nought() -> None:
    assert compared("met met", "absent partial").overall["macro_f1"] == pytest.approx((1 + 0 + 0) / 3)


def test_kappa_is_unknown_where_there_is_one_class_only() -> None:
    overall = compared("met met", "met met").overall
    assert pd.isna(overall["kappa"])
    assert overall["agreement"] == 1


def test_recall_of_contrary_and_precision_of_met_are_unknown_where_there_are_none() -> None:
    overall = compared("absent absent").overall
    assert overall[["contrary_recall", "met_precision", "met_recall"]].isna().all()
    assert overall["false_met"] == 0


def test_a_gold_no_text_is_scored_apart() -> None:
    overall = compared("met met", "absent partial", "no-text no-text", "no-text met").overall
    assert overall["cells"] == 2
    assert overall["agreement"] == 1 / 2
    assert overall["met_precision"] == 1  # the met on no-text is not in it
    assert overall["no_text_cells"] == 2
    assert overall["no_text_right"] == 1 / 2


def test_the_tools_no_text_on_another_gold_cell_counts_as_absent_and_as_an_error() -> None:
    evaluation = compared("absent no-text", "met met")
    assert evaluation.overall["kappa"] == 1  # absent on both sides
    assert evaluation.overall["agreement"] == 1 / 2
    assert evaluation.confusion.loc["absent", "no-text"] == 1


@pytest.mark.parametrize("accepted", ["partial", "absent; partial", "absent|partial", "Partial;"])
def test_a_second_reading_counts_as_right_and_the_gold_takes_it_for_all_figures(accepted: str) -> None:
    gold = table(f"XA a met act#1 / {accepted}", "XA b met act#1")
    evaluation = evaluate(table("XA a partial act#1", "XA b met act#1"), gold)
    assert evaluation.overall["agreement"] == 1
    assert evaluation.overall["met_recall"] == 1
    assert evaluation.confusion.loc["partial", "partial"] == 1
    assert evaluation.cells["gold_first_reading"].tolist() == ["met", "met"]


def test_a_second_reading_that_the_tool_does_not_give_changes_nothing() -> None:
    evaluation = evaluate(table("XA a absent"), table("XA a met act#1 / partial"))
    assert evaluation.overall["agreement"] == 0
    assert evaluation.confusion.loc["met", "absent"] == 1


def test_a_gold_absent_taken_as_partial_leaves_the_false_met_rate() -> None:
    evaluation = evaluate(
        table("XA a partial act#9", "XA b met act#1"), table("XA a absent / partial", "XA b absent")
    )
    assert evaluation.overall["false_met"] == 1
    assert evaluation.overall["provision_cells"] == 0  # the gold names no provision to compare


def test_provisions_are_looked_for_among_the_first_three_and_among_all() -> None:
    gold = table("XA a met act#1, act#2", "XA b partial act#4", "XA c contrary act#5", "XA d absent act#6")
    tool = table(
        "XA a met act#9, act#8, act#2",  # third
        "XA b met act#1, act#2, act#3, act#4",  # fourth; the verdict need not be right
        "XA c absent",  # not found: in the figures over all cells only
        "XA d met act#6",  # gold finds nothing: in no figure
    )
    overall = evaluate(tool, gold).overall
    assert overall["provision_cells"] == 3
    assert overall["provision_first3"] == pytest.approx(1 / 3)
    assert overall["provision_any"] == pytest.approx(2 / 3)
    assert overall["provision_first3_found"] == 1 / 2
    assert overall["provision_any_found"] == 1


SAME = [
    ("stgb#§ 184b", "stgb#184B", "section sign, case"),
    ("act#Art. 12", "act#12", "Art."),
    ("act#Article (12)", "act#(12)", "Article"),
    ("act#ARTÍCULO 189", "act#Articulo 189.", "with and without accent, dot"),
    ("act#Artículo 12º bis", "act#12 bis", "ordinal mark before bis"),
    ("act#Artikel 12°", "act#12", "degree sign for ordinal mark"),
    ("act#Section 12", "act#Sec. 12", "Section, Sec."),
    ("act#člen 132.a", "act#132.a", "Slovene; the inner dot stays"),
    ("act#Článok I", "act#Čl. I", "Slovak"),
    ("act#A\u0301rticle 1", "act#\u00c1rticle 1", "composed and decomposed accents"),
    ("act#Άρθρο 370Α", "act#370α", "Greek"),
    ("act#第 9-1 條", "act#9-1", "Chinese"),
    ("act#第二十六条", "act#二十六", "Japanese"),
    ("act#제15조의2", "act#15의2", "Korean"),
    ("act#6 kap.  2 §", "act#6 KAP. 2", "white space; sign after the number"),
    ("act# Recital\u00a012 ", "act#recital 12", "no-break space"),
]

APART = [
    ("act#189", "act#189 bis", "bis stays"),
    ("act#189 bis", "act#189 ter", "ter is not bis"),
    ("act#12", "act#12a", "letters stay"),
    ("act#63O", "act#63", "O is a letter here, no ordinal"),
    ("act#1", "act#11", "whole, not by beginning"),
    ("act#12", "code#12", "file stems must be equal"),
    ("act#Recital 12", "act#Article 12", "only heading words are dropped"),
    ("act#Schedule 1, 2", "act#2", "schedules stay"),
    ("act#§ 175¹", "act#§ 1751", "raised numbers stay"),
    ("act#第九条の二", "act#第九条", "branch articles stay"),
    ("act#Artefact 1", "act#1", "a word that begins like a heading word"),
]


@pytest.mark.parametrize(("left", "right", "why"), SAME, ids=[why for *_, why in SAME])
def test_provision_keys_compare_without_their_heading_word(left: str, right: str, why: str) -> None:
    assert provision_key(left) == provision_key(right), why


@pytest.mark.parametrize(("left", "right", "why"), APART, ids=[why for *_, why in APART])
def test_provision_keys_compare_whole(left: str, right: str, why: str) -> None:
    assert provision_key(left) != provision_key(right), why


def test_only_jurisdictions_present_in_both_are_evaluated_and_the_others_are_named() -> None:
    gold = table("XA a met act#1", "XB a met act#1", "XA z met act#1")
    evaluation = evaluate(table("xa a met act#1", "XC a met act#1"), gold)
    assert evaluation.cells["jurisdiction"].tolist() == ["XA"]
    assert evaluation.left_out == ("XB",)
    assert evaluation.left_out_criteria == ("z",)
    assert "XB" in evaluation.note


def test_figures_are_given_by_criterion_and_by_jurisdiction() -> None:
    gold = table("XA a met", "XA b absent", "XB a met", "XB b no-text")
    evaluation = evaluate(table("XA a met", "XA b met", "XB a partial", "XB b no-text"), gold)
    assert evaluation.by_criterion["agreement"].to_dict() == {"a": 1 / 2, "b": 0}
    assert evaluation.by_criterion["no_text_cells"].to_dict() == {"a": 0, "b": 1}
    assert evaluation.by_jurisdiction["agreement"].to_dict() == {"XA": 1 / 2, "XB": 0}


def test_the_confusion_matrix_holds_every_cell_once() -> None:
    confusion = compared(*SIX, "no-text absent").confusion
    assert confusion.index.equals(confusion.columns.set_names("gold"))
    assert confusion.to_numpy().sum() == 7
    assert confusion.loc["met"].to_dict() == {
        "met": 1,
        "partial": 1,
        "contrary": 0,
        "absent": 0,
        "no-text": 0,
    }


def test_intervals_are_drawn_over_jurisdictions_and_always_the_same() -> None:
    gold = table("XA a met", "XA b absent", "XB a met", "XB b absent")
    tool = table("XA a met", "XA b absent", "XB a absent", "XB b met")
    first, second = evaluate(tool, gold), evaluate(tool, gold)
    # Two jurisdictions, one all right and one all wrong: a quarter of draws 0, half 1/2, a quarter 1.
    assert list(first.intervals.loc["agreement"]) == [1 / 2, 0, 1]
    assert list(first.by_criterion.loc["a", ["agreement_low", "agreement_high"]]) == [0, 1]
    pd.testing.assert_frame_equal(first.intervals, second.intervals)


def test_one_jurisdiction_has_no_interval() -> None:
    assert compared(*SIX).intervals[["low", "high"]].isna().all(axis=None)


def test_the_frame_holds_every_figure_with_its_interval() -> None:
    gold = table("XA a met", "XB a absent", "XA b no-text", "XB b no-text")
    evaluation = evaluate(table("XA a met", "XB a met", "XA b no-text", "XB b absent"), gold)
    frame = evaluation.to_frame()
    assert len(frame) == len(evaluation.overall) * (1 + 2 + 2)
    agreement = frame[frame["figure"] == "agreement"].set_index(["by", "name"])[["value", "low", "high"]].T
    assert list(agreement["overall", ""]) == [1 / 2, 0, 1]
    assert list(agreement["criterion", "a"]) == [1 / 2, 0, 1]
    assert agreement["jurisdiction", "XA"]["value"] == 1


def test_an_evaluation_shows_itself_and_what_its_gold_is() -> None:
    evaluation = evaluate(table("XA a met"), table("XA a met", "<b> a met"))
    for shown in (str(evaluation), evaluation._repr_html_()):
        assert "no legal opinion" in shown
        assert "agreement" in shown
    assert "&lt;B&gt;" in evaluation._repr_html_()


def test_calibration_gives_share_right_by_confidence_with_brier_score_and_expected_error() -> None:
    gold = table("XA a met", "XA b met", "XA c absent", "XA d met", "XA e no-text")
    tool = table(
        "XA a met / .95",
        "XA b partial / .95",
        "XA c absent / .25",
        "XA d met /",
        "XA e met / 1",
        last="confidence",
    )
    reliability = calibration(evaluate(tool, gold))
    assert reliability["cells"].to_dict() == {"0.20-0.30": 1, "0.90-1.00": 2, "all": 3}
    assert reliability["right"].to_dict() == pytest.approx({"0.20-0.30": 1, "0.90-1.00": 1 / 2, "all": 2 / 3})
    # Brier: (0.05² + 0.95² + 0.75²) / 3; expected error: (0.75 * 1 + 0.45 * 2) / 3.
    assert reliability.loc["all", "brier"] == pytest.approx((0.0025 + 0.9025 + 0.5625) / 3)
    assert reliability.loc["all", "gap"] == pytest.approx(0.55)


def test_calibration_of_findings_without_confidence_is_empty() -> None:
    assert calibration(compared(*SIX))["cells"].to_dict() == {"all": 0}


def test_confidence_outside_nought_to_one_is_refused() -> None:
    evaluation = evaluate(table("XA a met / 95", last="confidence"), table("XA a met"))
    with pytest.raises(LegalCompareError, match="outside 0 to 1"):
        calibration(evaluation)


def test_confusion_by_criterion_leans_on_all_criteria_together() -> None:
    gold = table("XA a met", "XB a met", "XC a absent", "XA b met", "XB b no-text", "XC b absent")
    tool = table("XA a met", "XB a met", "XC a met", "XA b met", "XB b met", "XC b no-text")
    matrices = confusion_by_criterion(evaluate(tool, gold), prior=2)
    # Found met, all criteria: 3 met and 1 absent, one more for the verdict itself, a quarter for each of the four: of 6.
    assert matrices.loc[("a", "met"), "met"] == pytest.approx((2 + 2 * 4.25 / 6) / 5)
    assert matrices.loc[("a", "met"), "absent"] == pytest.approx((1 + 2 * 1.25 / 6) / 5)
    assert matrices.loc[("b", "met"), "met"] == pytest.approx((1 + 2 * 4.25 / 6) / 3)
    assert matrices.loc[("a", "met"), "contrary"] == pytest.approx(2 * 0.25 / 6 / 5)  # never seen, so rare and not impossible
    assert matrices.loc[("b", "contrary"), "contrary"] == pytest.approx(1.25 / 2)  # never found: nothing was measured
    assert matrices.loc["a"].shape == (4, 4)
    assert matrices.sum(axis=1).to_numpy() == pytest.approx(1)


HEAD = "jurisdiction,criterion,verdict,provisions,also_accepted\n"


def test_gold_is_read_from_all_csv_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no gold", encoding="utf-8")
    (tmp_path / "na.csv").write_text(f"\ufeff{HEAD}NA,a,met,act#1; act#2,\n", encoding="utf-8")
    (tmp_path / "xa.csv").write_text(f"{HEAD}xa,a,Absent,,partial\n", encoding="utf-8")
    gold = read_gold(tmp_path)
    assert gold["jurisdiction"].tolist() == ["NA", "XA"]  # Namibia is no missing value
    assert gold["verdict"].tolist() == ["met", "absent"]


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "xa.csv").write_text(
        f"{HEAD}XA,a,mett,,\nXA,b,met,,perhaps\nXA,b,met,,\nXA,,met,,\n", encoding="utf-8"
    )
    with pytest.raises(LegalCompareError) as told:
        read_gold(tmp_path)
    for part in (
        "xa.csv",
        "row 2: unknown verdict 'mett'",
        "row 3: unknown verdict 'perhaps'",
        "XA b",
        "row 5",
    ):
        assert part in str(told.value)


@pytest.mark.parametrize("content", ["", "jurisdiction,verdict\nXA,met\n"])
def test_a_file_without_the_columns_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "findings.csv").write_text(content, encoding="utf-8")
    with pytest.raises(LegalCompareError, match=r"findings\.csv"):
        read_findings(tmp_path / "findings.csv")


def test_a_folder_without_gold_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError, match="no gold here"):
        read_gold(tmp_path)
    with pytest.raises(LegalCompareError, match="cannot be read"):
        read_findings(tmp_path / "none.csv")


def test_findings_that_skip_a_cell_or_share_none_are_refused() -> None:
    with pytest.raises(LegalCompareError, match="no row for XB a"):
        evaluate(table("XA a met", "XB b met"), table("XA a met", "XB a met"))
    with pytest.raises(LegalCompareError, match="share no cell"):
        evaluate(table("XA a met"), table("XB a met"))


def test_evaluating_leaves_the_given_tables_as_they_were() -> None:
    findings, gold = table("xa a met act#1"), table("xa a met act#1")
    evaluate(findings, gold)
    assert findings["jurisdiction"].tolist() == gold["jurisdiction"].tolist() == ["xa"]
