"""The commands that measure, as a user calls them: each prints its weights, draws its figure and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_assessment import OFFENCE, _write
from test_wording import COPIED, NEARLY
from typer.testing import CliRunner

from legal_compare.cli import app
from legal_compare.errors import LegalCompareError

runner = CliRunner()


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four countries, three with an offence; two of them copied it."""
    folder = tmp_path_factory.mktemp("law")
    for code, text in (("xa", "Dogs shall be kept on a lead."), ("xb", OFFENCE), ("xc", COPIED), ("xd", NEARLY)):
        _write(folder, code, text)
    return folder


def _run(law: Path, *arguments: str) -> str:
    result = runner.invoke(app, [*arguments, "--law", str(law)], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 0, result.output
    return result.output


def _trouble(law: Path, *arguments: str) -> str:
    result = runner.invoke(app, [*arguments, "--law", str(law)])
    assert isinstance(result.exception, LegalCompareError)
    return str(result.exception)


EACH = [
    ["distance"], ["distance", "--pairs"], ["gap", "xa"], ["gap", "xa", "--all"], ["similar", "xb"], ["cluster"], ["groups"],
    ["groups", "--criteria-table"], ["sensitivity"], ["intervals", "--draws", "20"], ["intervals", "--of", "xb", "--draws", "20"],
    ["map", "--draws", "5"],
]  # fmt: skip


@pytest.mark.parametrize("command", EACH, ids=" ".join)
def test_each_result_comes_with_its_weights_and_a_figure(command: list[str], law: Path, tmp_path: Path) -> None:
    """Could a reader tell what the numbers were weighted with, and put them into a report?"""
    figure = tmp_path / "figure.svg"
    output = _run(law, *command, "--figure", str(figure))
    assert "Weights: equal in a theme and across themes" in output
    assert "criteria of 0.0" in output
    assert figure.read_text(encoding="utf-8").startswith("<svg")


def test_weights_of_a_file_are_used_and_printed(law: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights.yaml"
    weights.write_text("csam-offences: 5\n", encoding="utf-8")
    before, after = _run(law, "gap", "xa"), _run(law, "gap", "xa", "--weights", str(weights))
    assert f"read from {weights}" in after.replace("\n", "")
    assert "csam-offences 0.0" in after
    assert before != after


def test_a_gap_is_measured_to_a_jurisdiction_a_group_or_the_codebook(law: Path, tmp_path: Path) -> None:
    groups = tmp_path / "groups.yaml"
    groups.write_text("model laws: [XB, XC]\n", encoding="utf-8")
    assert "XA against XB" in _run(law, "gap", "xa", "--to", "xb")
    assert "XA against every criterion met" in _run(law, "gap", "xa", "--to", "codebook")
    assert "best of Nowhere (4 jurisdictions)" in _run(law, "gap", "xa", "--to", "nowhere")  # the region of all four
    assert "best of model laws (2 jurisdictions)" in _run(law, "gap", "xa", "--to", "model laws", "--groups", str(groups))
    assert "Groups: Nowhere" in _trouble(law, "gap", "xa", "--to", "atlantis")


def test_two_jurisdictions_show_their_shared_passage_with_its_place(law: Path) -> None:
    output = _run(law, "similar", "xc", "xd")
    assert "words in common" in output
    assert "characters 1 to" in output
    assert "for private use" in output
    assert "for own use" in output


def test_families_and_codes_cannot_be_asked_for_at_once(law: Path) -> None:
    assert "similar --families" in _trouble(law, "similar")
    assert "similar --families" in _trouble(law, "similar", "xb", "--families")
    assert "no jurisdiction 'zz'" in _trouble(law, "similar", "zz")


def test_intervals_say_what_cannot_be_separated_and_how_errors_were_measured(law: Path) -> None:
    output = _run(law, "intervals", "--draws", "20")
    assert "cannot be separated" in output
    assert "Verdict errors as measured on" in output
    assert "verdicts as found" in _run(law, "intervals", "--draws", "20", "--as-found")


def test_tables_are_written_whole(law: Path, tmp_path: Path) -> None:
    written = ["groups"], ["sensitivity"], ["similar", "--families"], ["similar", "xb"], ["similar", "xc", "xd"], ["map", "--draws", "5"]
    for command in written:
        out = tmp_path / "table.json"
        _run(law, *command, "--out", str(out))
        assert isinstance(pd.read_json(out), pd.DataFrame)


def test_evaluate_writes_error_rates_that_intervals_read(law: Path, tmp_path: Path) -> None:
    gold, rates = tmp_path / "gold", tmp_path / "rates.yaml"
    gold.mkdir()
    rows = "".join(f"{code},csam-offences,{verdict},\n" for code, verdict in (("XA", "absent"), ("XB", "partial"), ("XC", "met")))
    (gold / "x.csv").write_text(f"jurisdiction,criterion,verdict,provisions\n{rows}", encoding="utf-8")
    _run(law, "evaluate", "--gold", str(gold), "--error-rates", str(rates))
    assert "on 1 of 38 criteria" in _run(law, "intervals", "--draws", "20", "--error-rates", str(rates))
