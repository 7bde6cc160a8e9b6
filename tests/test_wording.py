"""Does the layer of words find what was copied, show both places, and leave alone what is only the same rule?"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_assessment import _write

from legal_compare import assess, read_statutes
from legal_compare.assessment import Findings
from legal_compare.errors import LegalCompareError
from legal_compare.wording import PASSAGE, Wording, by_chance, families, wording

COPIED = (
    "(1) Any person who knowingly possesses child pornography for private use, or keeps a collection of it in any place under "
    "the control of that person, shall be guilty of an offence and liable to imprisonment."
)
NEARLY = COPIED.replace("private use", "own use").replace("shall be guilty of", "commits")
OWN = "(1) It is an offence for an individual to have child pornography; the penalty on conviction is imprisonment or a fine or both."


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    folder = tmp_path_factory.mktemp("law")
    for code, text in (("xa", COPIED), ("xb", NEARLY), ("xc", OWN)):
        _write(folder, code, text)
    return assess(read_statutes(folder))


@pytest.fixture(scope="module")
def worded(findings: Findings) -> Wording:
    return wording(findings)


def test_a_copied_passage_is_shown_in_both_laws_with_its_place(worded: Wording) -> None:
    """Do the offsets lead back to the very words, across the two that were changed?"""
    shared = worded.between("XB", "XA")[0]
    assert {shared.a.jurisdiction, shared.b.jurisdiction} == {"XA", "XB"}
    assert shared.identical >= PASSAGE
    for end in (shared.a, shared.b):
        assert end.text[end.start : end.end] == end.words
        assert end.words.removeprefix("1) ").startswith("Any person who knowingly possesses")
        assert end.words.endswith("an offence and liable to imprisonment")
    assert "private use" in (shared.a.words + shared.b.words)


def test_the_same_rule_in_other_words_is_no_borrowing(worded: Wording) -> None:
    rows = worded.of("XA", "XC")
    assert len(rows)
    assert not rows["borrowed"].any()
    assert worded.between("XA", "XC") == ()
    assert (worded.of("XA", "XB")["similarity"].max()) > rows["similarity"].max()


def test_a_table_carries_both_ends_of_a_passage_and_nothing_where_there_is_none(worded: Wording) -> None:
    table = worded.with_passages(worded.cells).set_index(["a", "b"]).sort_index()
    copied = table.loc[("XA", "XB")].iloc[0]
    assert "private use" in copied["words_a"]
    assert "own use" in copied["words_b"]
    assert (copied["key_a"], copied["end_b"] > copied["start_b"]) == ("act-in-force#1", True)
    assert table.loc[[("XA", "XC")], "words_a"].isna().all()


def test_measures_are_shares_and_the_order_of_names_does_not_matter(worded: Wording) -> None:
    assert worded.cells[["similarity", "overlap"]].stack().between(0, 1).all()
    assert worded.of("XA", "XB").equals(worded.of("XB", "XA"))
    near = worded.nearest("XA")
    assert near.iloc[0]["jurisdiction"] == "XB"


def test_with_too_few_criteria_in_common_nobody_is_called_kin(worded: Wording) -> None:
    few = worded.pairs[worded.pairs["criteria"] < 3]
    assert few["kinship"].isna().all()
    assert len(families(worded, kinship=0.1)) == 0 or worded.pairs["criteria"].max() >= 3


def test_unions_law_that_counts_for_two_members_is_not_their_wording(tmp_path: Path) -> None:
    _write(tmp_path, "xa", "Dogs shall be kept on a lead.", union="xu")
    _write(tmp_path, "xb", "Dogs shall be kept on a lead.", union="xu")
    _write(tmp_path, "xu", COPIED, kind="regulation")
    found = assess(read_statutes(tmp_path), with_union=True)
    assert found.of("XA", "csam-offences").verdict == found.of("XB", "csam-offences").verdict != "absent"
    with pytest.raises(LegalCompareError, match="no two jurisdictions"):
        wording(found)


def test_law_in_two_languages_is_not_compared(findings: Findings, tmp_path: Path) -> None:
    _write(tmp_path, "xa", COPIED)
    _write(tmp_path, "xd", "El que posea pornografía infantil será castigado con prisión de uno a cinco años y multa, sin excepción.")
    file = next((tmp_path / "xd").glob("*.md"))
    file.write_text(file.read_text(encoding="utf-8").replace("language: en", "language: es"), encoding="utf-8")
    with pytest.raises(LegalCompareError, match="in one language"):
        wording(assess(read_statutes(tmp_path)))


def test_shipped_law_shows_families_that_chance_does_not() -> None:
    """On the shipped excerpts, are borrowed passages at least ten times as common as between unrelated criteria?"""
    found = assess()
    real, chance = wording(found), by_chance(found)
    assert real.cells["borrowed"].mean() > 10 * chance.cells["borrowed"].mean()
    table = families(real)
    assert len(table)
    assert len(families(chance)) == 0
    assert table["kinship"].between(0.1, 1).all()
    assert all(len(members) == size for members, size in zip(table["members"], table["size"], strict=True))
