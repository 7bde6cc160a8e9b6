"""Is the data package whole, valid and exact, and is nothing ever half-written?"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml
from frictionless import Package
from test_assessment import OFFENCE, _write

from legal_compare import __version__, assess, read_criteria, read_statutes
from legal_compare import export as export_module
from legal_compare.assessment import Findings
from legal_compare.errors import LegalCompareError
from legal_compare.export import citation, export, tables

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Namibia's code, which readers of CSV take for a missing value, and a country with an offence."""
    folder = tmp_path_factory.mktemp("law")
    _write(folder, "na", "Dogs shall be kept on a lead.")
    _write(folder, "xb", OFFENCE)
    return assess(read_statutes(folder))


@pytest.fixture(scope="module")
def package(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(findings, read_criteria(), tmp_path_factory.mktemp("out") / "package")


def _table(package: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(package / f"{name}.parquet")


def test_the_package_is_valid_under_frictionless(package: Path) -> None:
    """Do types, required cells, keys, references, sizes and checksums hold?"""
    report = Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert report.stats["tasks"] == 2 * len(tables())


@pytest.mark.parametrize(
    ("name", "old", "new", "trouble"),
    [
        ("findings", "NA,csam-access", "NA,no-such-criterion", "foreign-key"),
        ("evidence", ",1,", ",first,", "type-error"),
        ("coverage", "NA,", ",", "constraint-error"),
    ],
)
def test_the_validator_would_see_a_spoilt_table(package: Path, tmp_path: Path, name: str, old: str, new: str, trouble: str) -> None:
    for file in package.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    spoilt = tmp_path / f"{name}.csv"
    text = spoilt.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:  # so that the table itself is tried, not its checksum
        resource.pop("hash"), resource.pop("bytes")
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    kinds = {kind for (kind,) in Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])}
    assert trouble in kinds


@pytest.mark.parametrize("name", tables())
def test_csv_and_parquet_hold_the_same(package: Path, name: str) -> None:
    parquet = _table(package, name)
    written = pd.read_csv(package / f"{name}.csv", keep_default_na=False, na_values=[""], dtype=parquet.dtypes.to_dict())
    blank = parquet.where(parquet != "", pd.NA) if len(parquet) else parquet  # CSV cannot tell an empty text from a missing one
    pd.testing.assert_frame_equal(written.convert_dtypes(), blank.convert_dtypes(), check_dtype=False)


@pytest.mark.parametrize("name", tables())
def test_every_table_says_what_made_it(package: Path, name: str) -> None:
    table = _table(package, name)
    assert set(table["tool_version"]) == {__version__}
    assert set(table["codebook_version"]) == {read_criteria().version}


def test_offsets_lead_back_to_the_words(package: Path) -> None:
    evidence = _table(package, "evidence").merge(_table(package, "provisions")[["section", "text"]], on="section")
    assert len(evidence)
    for row in evidence.to_dict("records"):
        for _, start, end in json.loads(row["marked"]):
            assert row["start"] <= start < end <= row["end"]
        first = row["excerpt"][row["start"] : row["end"]].split("\n")[0]
        assert row["text"][row["section_start"] :].startswith(first[: row["section_end"] - row["section_start"]])


def test_every_finding_and_every_instrument_is_there(package: Path, findings: Findings) -> None:
    table = _table(package, "findings")
    assert len(table) == len(findings)
    assert dict(zip(table["criterion"], table["verdict"], strict=False)) == {
        f.criterion: f.verdict for f in findings[: len(table) // 2]
    } | {f.criterion: f.verdict for f in findings[len(table) // 2 :]}
    licences = (package / "LICENCES.md").read_text(encoding="utf-8")
    assert all(work in licences for work in _table(package, "instruments")["work"])


def test_words_of_law_travel_under_their_publishers_terms(package: Path) -> None:
    resources = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    named = {resource["name"]: [licence["path"] for licence in resource["licenses"]] for resource in resources}
    assert "LICENCES.md" in named["provisions"] and "LICENCES.md" in named["evidence-parquet"]
    assert "LICENCES.md" not in named["criteria"]


def test_the_dictionary_explains_every_field(package: Path) -> None:
    said = (package / "DATA-DICTIONARY.md").read_text(encoding="utf-8")
    assert all(f"| `{field}` |" in said for table in tables().values() for field in table["fields"])
    assert all(meaning.strip() for table in tables().values() for _, meaning in table["fields"].values())


def test_the_citation_file_is_that_of_this_version() -> None:
    assert (ROOT / "CITATION.cff").read_text(encoding="utf-8") == citation()
    for kind in ("software", "dataset"):
        told = yaml.safe_load(citation(kind))
        assert {"cff-version", "message", "title", "authors"} <= set(told)
        assert told["type"] == kind and str(told["version"]) == __version__


def test_an_export_replaces_an_earlier_one(findings: Findings, tmp_path: Path) -> None:
    folder = export(findings, read_criteria(), tmp_path / "package")
    (folder / "findings.csv").write_text("old", encoding="utf-8")
    export(findings, read_criteria(), folder)
    assert (folder / "findings.csv").read_text(encoding="utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_failed_export_leaves_the_earlier_one_whole(findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = export(findings, read_criteria(), tmp_path / "package")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(export_module, "_licences", full)
    with pytest.raises(OSError, match="no space"):
        export(findings, read_criteria(), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


@pytest.mark.parametrize("held", ["thesis.docx", "datapackage.json"])
def test_a_folder_that_holds_something_else_is_left_alone(findings: Findings, tmp_path: Path, held: str) -> None:
    (tmp_path / held).write_text("{}", encoding="utf-8")
    with pytest.raises(LegalCompareError, match="holds other files"):
        export(findings, read_criteria(), tmp_path)
    assert (tmp_path / held).read_text(encoding="utf-8") == "{}"


def test_a_foreign_file_among_an_export_is_not_deleted(findings: Findings, tmp_path: Path) -> None:
    folder = export(findings, read_criteria(), tmp_path / "package")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LegalCompareError, match=r"notes\.txt"):
        export(findings, read_criteria(), folder)


def test_a_place_that_is_no_folder_is_told(findings: Findings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LegalCompareError, match="is a file"):
        export(findings, read_criteria(), tmp_path / "file")
    with pytest.raises(LegalCompareError, match="Create it first"):
        export(findings, read_criteria(), tmp_path / "none" / "package")
