"""Are findings kept as Parquet, and is every question answered without anything being changed?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_assessment import OFFENCE, _write
from test_cli import _run

from legal_compare import assess, read_criteria, read_statutes
from legal_compare.assessment import Findings
from legal_compare.errors import LegalCompareError
from legal_compare.store import EVIDENCE, Store, write_store


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    law = tmp_path_factory.mktemp("law")
    _write(law, "xa", "Dogs shall be kept on a lead.")
    _write(law, "xb", OFFENCE)
    _write(law, "xc", OFFENCE)
    return assess(read_statutes(law), read_criteria())


@pytest.fixture
def folder(findings: Findings, tmp_path: Path) -> Path:
    write_store(findings, tmp_path)
    return tmp_path


def test_every_finding_and_every_piece_of_evidence_can_be_asked_for(findings: Findings, folder: Path) -> None:
    with Store(folder) as store:
        assert store.tables == ("evidence", "findings")
        assert store.query("select count(*) as n from findings")["n"][0] == len(findings)
        pieces = sum(len({*f.evidence, *f.set_aside}) for f in findings)
        evidence = store.query("select * from evidence")
        assert len(evidence) == pieces > 0
        assert set(evidence.columns) == set(EVIDENCE)
        assert set(evidence["jurisdiction"]) == {"XB", "XC"}


def test_writing_again_gives_the_same_bytes_and_leaves_no_other_file(findings: Findings, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write_store(findings, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "statement",
    [
        "delete from findings",
        "copy (select 1) to '{folder}/findings.parquet'",
        "select 1; drop view findings",
        "attach '{folder}/x.db'",
        "set enable_external_access = true",
        "create table t as select 1",
    ],
)
def test_nothing_can_be_changed(folder: Path, statement: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with Store(folder) as store, pytest.raises(LegalCompareError):
        store.query(statement.format(folder=folder))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_no_file_outside_the_folder_is_read(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text("a\n1\n")
    with Store(folder) as store, pytest.raises(LegalCompareError, match="Permission"):
        store.query(f"select * from read_csv('{outside}')")


def test_a_wrong_column_says_what_tables_there_are(folder: Path) -> None:
    with Store(folder) as store, pytest.raises(LegalCompareError, match="Tables: evidence, findings"):
        store.query("select colour from findings")


def test_pages_hold_all_rows_once_in_order(folder: Path) -> None:
    with Store(folder) as store:
        everything = store.page("evidence", size=10_000)
        pages = [store.page("evidence", page=number, size=2) for number in range((everything.total + 1) // 2)]
        assert len(everything.rows) == everything.total
        assert sum(len(page.rows) for page in pages) == everything.total
        addresses = [address for page in pages for address in page.rows["address"]]
        assert addresses == sorted(addresses)


def test_a_page_is_filtered_by_columns_and_words_whatever_signs_they_hold(folder: Path) -> None:
    with Store(folder) as store:
        only = store.page("evidence", {"jurisdiction": "XB"})
        assert set(only.rows["jurisdiction"]) == {"XB"}
        assert only.total == store.page("evidence", {"jurisdiction": ["XC"]}).total
        assert store.page("evidence", words="CHILD").total > 0
        assert store.page("evidence", words="' or 1=1 --").total == 0
        assert store.page("evidence", {"jurisdiction": "x' or '1'='1"}).total == 0
        assert store.page("evidence", {"jurisdiction": []}).total == 0
        with pytest.raises(LegalCompareError, match="is not in evidence"):
            store.page("evidence", {"colour": "red"})
        with pytest.raises(LegalCompareError, match="is not in the store"):
            store.page("nothing")


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(LegalCompareError, match="holds no Parquet"):
            Store(folder)
    (tmp_path / "torn.parquet").write_bytes(b"PAR1")
    with pytest.raises(LegalCompareError, match="cannot be read"):
        Store(tmp_path)


def test_the_command_line_writes_and_asks(tmp_path: Path) -> None:
    law, out = tmp_path / "law", tmp_path / "answer.csv"
    _write(law, "xb", OFFENCE)
    _run("store", str(tmp_path / "store"), "--law", str(law))
    _run("sql", "select count(*) as n from findings", "--store", str(tmp_path / "store"), "--out", str(out))
    assert pd.read_csv(out)["n"][0] == len(read_criteria().criteria)
