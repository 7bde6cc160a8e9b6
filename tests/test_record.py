"""Do the record of the rules and the difference of two tables say what happened, and no more?"""

from pathlib import Path

import pandas as pd
import pytest

from legal_compare.assessment import Findings, assess
from legal_compare.criteria import Codebook
from legal_compare.record import MOVES, RECORD, diff, rule_record
from legal_compare.statutes import Jurisdiction


@pytest.fixture(scope="module")
def findings(xa: Jurisdiction, book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path_factory.mktemp("cache")))
        return assess([xa], book)


def gold_of(findings: Findings, **changed: str) -> pd.DataFrame:
    gold = findings.to_frame()[["jurisdiction", "criterion", "verdict", "provisions"]].copy()
    gold["verdict"] = [changed.get(name, verdict) for name, verdict in zip(gold["criterion"], gold["verdict"], strict=True)]
    return gold


def test_every_rule_has_one_row_whether_it_fired_or_not(findings: Findings, book: Codebook) -> None:
    record = rule_record(findings, book)
    assert list(record.columns) == list(RECORD)
    assert list(record["rule"]) == [rule.id for criterion in book.criteria for _, rule in criterion.rules()]
    assert (record["never_fires"] == (record["fires"] == 0)).all()
    fired = {rule for finding in findings for rule in finding.rules}
    assert set(record.loc[~record["never_fires"], "rule"]) == fired != set()


def test_without_gold_a_rule_is_neither_right_nor_wrong(findings: Findings, book: Codebook) -> None:
    assert rule_record(findings, book)[["right", "wrong"]].isna().all(axis=None)


def test_a_rule_that_bore_a_wrong_verdict_is_wrong_there_and_only_there(findings: Findings, book: Codebook) -> None:
    met = next(finding for finding in findings if finding.verdict == "met")
    agreeing = rule_record(findings, book, gold_of(findings)).set_index("rule")
    against = rule_record(findings, book, gold_of(findings, **{met.criterion: "absent"})).set_index("rule")
    assert agreeing["wrong"].sum() == 0 < agreeing["right"].sum()
    wrong = against[against["wrong"] > 0]
    assert set(wrong["criterion"]) == {met.criterion}
    assert set(wrong["wrong_in"]) == {"XA"}


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame([("XA", *row) for row in rows], columns=["jurisdiction", "criterion", "verdict", "provisions"])


def test_a_table_does_not_differ_from_itself(findings: Findings) -> None:
    assert diff(findings.to_frame(), findings.to_frame()).empty


def test_moved_verdicts_and_evidence_are_told_cell_by_cell() -> None:
    before = table(("a", "met", "act#1; act#2"), ("b", "absent", ""), ("c", "met", "act#5"), ("d", "absent", ""))
    after = table(("a", "partial", "act#2; act#3"), ("b", "absent", ""), ("c", "met", "act#5; act#6"), ("e", "met", "act#9"))
    moves = diff(before, after)
    assert list(moves.columns) == list(MOVES)
    assert [tuple(row) for row in moves.itertuples(index=False)] == [
        ("XA", "a", "met", "partial", "act#3", "act#1"),
        ("XA", "c", "met", "met", "act#6", ""),
        ("XA", "e", "", "met", "act#9", ""),
        ("XA", "d", "absent", "", "", ""),
    ]


def test_the_order_of_evidence_is_no_difference() -> None:
    assert diff(table(("a", "met", "act#1; act#2")), table(("a", "met", "act#2; act#1"))).empty


def test_tables_are_read_from_csv_as_well(tmp_path: Path) -> None:
    old, new = tmp_path / "a.csv", tmp_path / "b.csv"
    table(("a", "met", "act#1")).to_csv(old, index=False)
    table(("a", "absent", "")).to_csv(new, index=False)
    assert diff(old, str(new)).loc[0, ["verdict_before", "verdict_after", "lost"]].tolist() == ["met", "absent", "act#1"]
