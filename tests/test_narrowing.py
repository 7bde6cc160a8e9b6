"""Do filters leave what was asked for, and does old law become unknown rather than a gap?"""

from dataclasses import replace
from pathlib import Path

import pytest

from legal_compare.assessment import Findings, assess
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook
from legal_compare.narrowing import of_date, of_place

XA = Path(__file__).parent / "xa"


@pytest.fixture(scope="module")
def findings(book: Codebook) -> Findings:
    """XA in two copies: a European one whose texts are of 2012, and an undated one of Africa."""
    home = read_statutes(XA / "law")[0]
    dated = tuple(replace(text, as_of="2012-03-01", digest="") for text in home.instruments)
    bare = tuple(replace(text, as_of="unknown", digest="") for text in home.instruments)
    return assess(
        [
            replace(home, code="XA", region="Europe", tradition="civil law", instruments=dated),
            replace(home, code="XB", region="Africa", tradition="common law", instruments=bare),
        ],
        book,
    )


def test_a_region_leaves_its_own_jurisdictions(findings: Findings) -> None:
    kept = of_place(findings, region="Africa")
    assert [j.code for j in kept.jurisdictions] == ["XB"] and {f.jurisdiction for f in kept} == {"XB"}


def test_region_and_tradition_must_both_fit(findings: Findings) -> None:
    assert of_place(findings, "Africa", "civil law").jurisdictions == ()
    assert of_place(findings) is findings


def test_answers_on_older_wording_become_unknown(findings: Findings) -> None:
    kept = of_date(findings, 2020)
    assert len(kept) == len(findings) and {f.verdict for f in kept} == {"no-text"}
    assert not any(f.evidence or f.elements for f in kept)


def test_answers_on_wording_of_that_year_stay(findings: Findings) -> None:
    kept = of_date(findings, 2012)
    assert [f for f in kept if f.jurisdiction == "XA"] == [f for f in findings if f.jurisdiction == "XA"]


def test_a_text_without_a_date_is_of_no_year(findings: Findings) -> None:
    assert {f.verdict for f in of_date(findings, 1990) if f.jurisdiction == "XB"} == {"no-text"}
