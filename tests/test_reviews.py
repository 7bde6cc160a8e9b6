"""Does a person's answer stand beside the tool's, safe from others who write, and is it told when it is out of date?"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from test_assessment import OFFENCE, _write
from typer.testing import CliRunner

from legal_compare import assess, read_criteria, read_statutes
from legal_compare.assessment import Findings
from legal_compare.cli import app
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.reviews import Review, agreement, as_reviewed, is_stale, keep_review, read_reviews, review, with_reviews
from legal_compare.views import evidence_page, verdict_grid

CELL = ("XB", "csam-offences")
DAY = date(2026, 1, 2)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    folder = tmp_path / "law"
    _write(folder, "xb", OFFENCE)
    return folder


@pytest.fixture
def found(law: Path) -> Findings:
    return assess(read_statutes(law), read_criteria())


@pytest.fixture
def book() -> Codebook:
    return read_criteria()


def _met(found: Findings, book: Codebook, reviewer: str = "Ann", verdict: str = "met") -> Review:
    return review(found, book, *CELL, verdict, reviewer, ["act-in-force#1"], "=cmd() read whole", DAY)


def test_a_review_comes_back_as_it_was_given_and_no_spreadsheet_runs_it(found: Findings, book: Codebook, tmp_path: Path) -> None:
    given = replace(_met(found, book, "Zoë O'Hara"), note="=cmd()\nsecond line, “quoted”")
    quoted = replace(given, reviewer="'-Bo", note="'=already guarded")
    paths = {keep_review(one, tmp_path / "r") for one in (given, quoted)}
    assert set(read_reviews(tmp_path / "r")) == {given, quoted}
    assert len(paths) == 2
    for path in paths:
        cells = pd.read_csv(path, keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@"))]


def _keep_ten(job: tuple[Review, Path, int]) -> None:
    one, folder, first = job
    for number in range(first, first + 10):
        keep_review(replace(one, criterion=f"c{number}"), folder)


def test_writers_at_once_lose_nothing(found: Findings, book: Codebook, tmp_path: Path) -> None:
    """Two people, and one person in two windows, forty reviews in all?"""
    one, other = _met(found, book, "Ann"), _met(found, book, "Bo")
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(_keep_ten, [(one, tmp_path, 0), (one, tmp_path, 10), (other, tmp_path, 0), (other, tmp_path, 10)]))
    assert len(read_reviews(tmp_path)) == 40
    assert {path.name for path in tmp_path.glob("*.csv")} == {"ann.csv", "bo.csv"}


def test_the_last_answer_counts_and_the_earlier_stays_on_file(found: Findings, book: Codebook, tmp_path: Path) -> None:
    keep_review(_met(found, book), tmp_path)
    path = keep_review(_met(found, book, verdict="partial"), tmp_path)
    assert [one.verdict for one in read_reviews(tmp_path)] == ["partial"]
    assert len(pd.read_csv(path)) == 2


def test_a_review_is_stale_when_the_words_or_the_rules_change(found: Findings, book: Codebook, law: Path) -> None:
    one = _met(found, book)
    assert not is_stale(one, found, book)
    file = next(law.rglob("*.md"))
    file.write_text(file.read_text(encoding="utf-8") + "\nThis is new.\n", encoding="utf-8")
    assert is_stale(one, assess(read_statutes(law), book), book)
    reworded = [c.model_copy(update={"question": "Another?"}) if c.id == CELL[1] else c for c in book.criteria]
    assert is_stale(one, found, Codebook.model_construct(**{**dict(book), "criteria": tuple(reworded)}))


def test_findings_as_reviewed_are_marked_and_keep_the_tools_answer(found: Findings, book: Codebook) -> None:
    def row(*reviews: Review) -> tuple[str, str, str]:
        frame = as_reviewed(reviews, found, book).set_index(["jurisdiction", "criterion"])
        assert (frame.drop(index=CELL)["review"] == "").all()
        return tuple(frame.loc[CELL, ["verdict", "tool_verdict", "review"]])

    ann, bo = _met(found, book), _met(found, book, "Bo", "contrary")
    assert found.of(*CELL).verdict == "partial"
    assert row(ann) == ("met", "partial", "as reviewed")
    assert row(ann, bo) == ("partial", "partial", "reviewers differ")
    assert row(replace(ann, digest="0" * 16)) == ("partial", "partial", "stale review")


def test_agreement_counts_fresh_reviews_by_criterion(found: Findings, book: Codebook) -> None:
    ann, bo = _met(found, book), _met(found, book, "Bo", "partial")
    table = agreement([ann, bo, replace(ann, reviewer="Cy", digest="0" * 16)], found, book).set_index("criterion")
    assert table.loc["all", ["reviewers", "cells", "same_as_tool"]].tolist() == [2, 1, 0.5]
    assert table.loc[CELL[1], "alpha_of_reviewers"] == 0  # one cell, two answers: as by chance
    assert agreement([], found, book).empty


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"verdict": "yes"}, "Use one of"),
        ({"reviewer": " "}, "has no name"),
        ({"provisions": []}, "needs words of law"),
        ({"provisions": ["act#99"]}, "act#99 is not in the law"),
        ({"criterion": "nothing"}, "not in the codebook"),
    ],
)
def test_what_cannot_be_a_review_is_refused(found: Findings, book: Codebook, changes: dict[str, object], said: str) -> None:
    given = {"jurisdiction": "XB", "criterion": CELL[1], "verdict": "met", "reviewer": "Ann", "provisions": ["act-in-force#1"]}
    with pytest.raises(LegalCompareError, match=said):
        review(found, book, **{**given, **changes})  # type: ignore[arg-type]  # a table of wrong input


def test_a_name_cannot_lead_out_of_the_folder(found: Findings, book: Codebook, tmp_path: Path) -> None:
    names = ("../../etc/passwd", "a/b", "..", "陈")
    assert {keep_review(_met(found, book, name), tmp_path / "r").parent for name in names} == {tmp_path / "r"}
    assert len(read_reviews(tmp_path / "r")) == len(names)


def test_a_broken_file_is_told_by_row(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("jurisdiction,verdict\nXB,met\n")
    with pytest.raises(Problems, match="row 2"):
        read_reviews(tmp_path)


def test_the_commands_keep_list_measure_and_export(law: Path, tmp_path: Path) -> None:
    where = ["--law", str(law), "--reviews", str(tmp_path / "r")]
    words = ["--verdict", "met", "--by", "Ann", "--provision", "act-in-force#1"]
    kept = CliRunner().invoke(app, ["review", *CELL, *words, *where])
    assert kept.exit_code == 0 and "the tool says partial" in kept.output
    for extra, column in ([], "stale"), (["--agreement"], "alpha_with_tool"), (["--as-reviewed"], "tool_verdict"):
        assert CliRunner().invoke(app, ["reviews", *extra, *where]).exit_code == 0
        out = tmp_path / "out.csv"
        assert CliRunner().invoke(app, ["reviews", *extra, *where, "--out", str(out)]).exit_code == 0
        assert column in pd.read_csv(out).columns


def test_findings_with_reviews_say_whose_answer_they_show(found: Findings, book: Codebook) -> None:
    ada = review(found, book, "XB", "hotline", "partial", "Ada <i>", ["act-in-force#1"])
    bo = review(found, book, "XB", "education", "met", "Bo", ["act-in-force#1"])
    stale = replace(review(found, book, *CELL, "absent", "Bo"), digest="0" * 16)
    shown = with_reviews((ada, bo, replace(bo, reviewer="Cy", verdict="absent"), stale), found, book)
    hotline, education, offences = (shown.of("XB", name) for name in ("hotline", "education", CELL[1]))
    assert (hotline.verdict, hotline.confidence, hotline.reviewed_by) == ("partial", None, "Ada <i>")
    assert hotline.note == "as reviewed by Ada <i>; the tool says absent"
    assert (education.verdict, education.reviewed_by) == ("absent", "") and education.note.startswith("reviewers differ")
    assert offences.verdict == found.of(*CELL).verdict and offences.note.startswith("stale review")
    page, grid = evidence_page(hotline, book, "XB", DAY), verdict_grid(shown, book, ["XB"])
    assert "As reviewed by Ada &lt;i&gt;; the tool says absent." in page
    assert [word for _, word in grid["kinds"] if word.endswith(", as reviewed")] == ["partial, as reviewed"]
