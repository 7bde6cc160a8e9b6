"""Does the model bill meet every criterion by its own words, each clause carrying what its table says?"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

import legal_compare
from legal_compare import read_criteria, read_statutes
from legal_compare.findings import assess_jurisdiction
from legal_compare.statutes import Jurisdiction

ROOT = Path(legal_compare.__file__).parents[1]
FOLDER = ROOT / "statutes" / "xm"
CLAUSES: dict[str, list[str]] = yaml.safe_load((FOLDER / "clauses.yaml").read_text(encoding="utf-8"))


@cache
def model() -> Jurisdiction:
    return read_statutes(ROOT / "statutes", ["xm"])[0]


@cache
def verdicts(without: str = "") -> dict[str, str]:
    """Verdict of each criterion on the model bill, less one clause."""
    (bill,) = model().instruments
    kept = replace(bill, sections=tuple(section for section in bill.sections if section.number != without))
    return {finding.criterion: finding.verdict for finding in assess_jurisdiction(model().with_instruments((kept,)), read_criteria())}


def test_the_model_bill_meets_every_criterion() -> None:
    assert {criterion: verdict for criterion, verdict in verdicts().items() if verdict != "met"} == {}
    assert len(verdicts()) == len(read_criteria().criteria)


@pytest.mark.parametrize("clause", CLAUSES, ids=[f"clause {number}" for number in CLAUSES])
def test_striking_a_clause_turns_what_its_table_says_and_nothing_else(clause: str) -> None:
    struck = verdicts(clause)
    assert sorted(criterion for criterion in struck if struck[criterion] != verdicts()[criterion]) == sorted(CLAUSES[clause])


def test_the_table_names_every_clause_and_every_criterion_once() -> None:
    (bill,) = model().instruments
    assert list(CLAUSES) == [section.number for section in bill.sections]
    assert {criterion for carried in CLAUSES.values() for criterion in carried} == {criterion.id for criterion in read_criteria().criteria}


def test_model_law_is_read_only_where_it_is_named() -> None:
    assert "XM" not in {jurisdiction.code for jurisdiction in read_statutes(ROOT / "statutes")}
    assert model().name == "Model law" and model().instruments[0].status == "model"


def test_the_page_shows_the_same_table() -> None:
    page = (ROOT / "docs" / "model-law.md").read_text(encoding="utf-8")
    (bill,) = model().instruments
    for section in bill.sections:
        carried = ", ".join(f"`{criterion}`" for criterion in CLAUSES[section.number]) or "–"
        assert f"| {section.number} | {section.heading} | {carried} |" in page
