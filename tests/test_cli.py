"""Each command as a user calls it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from test_assessment import OFFENCE, _write
from typer.testing import CliRunner

from legal_compare.cli import app
from legal_compare.errors import LegalCompareError

runner = CliRunner()


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """Two countries, one with an offence."""
    folder = tmp_path / "law"
    _write(folder, "xa", "Dogs shall be kept on a lead.")
    _write(folder, "xb", OFFENCE)
    return folder


def _run(*arguments: str) -> str:
    result = runner.invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 0, result.output
    return result.output


NAMES = "assess compare explain gaps distance gap similar cluster map groups sensitivity intervals check evaluate rules lint diff schema"
COMMANDS = [*([name] for name in NAMES.split()), ["export"], ["review"], ["reviews"], ["scan"], ["corpus", "check"], ["corpus", "build"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str]) -> None:
    assert "Usage" in _run(*command, "--help")


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_assess_writes_one_row_a_cell_with_the_gold_columns_first(law: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"findings.{suffix}"
    _run("assess", "--law", str(law), "--out", str(out))
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "json": lambda p: pd.DataFrame(json.loads(Path(p).read_text()))}[suffix]
    frame = read(out)
    assert list(frame.columns[:4]) == ["jurisdiction", "criterion", "verdict", "provisions"]
    assert not frame.duplicated(["jurisdiction", "criterion"]).any()
    row = frame[(frame["jurisdiction"] == "XB") & (frame["criterion"] == "csam-offences")].iloc[0]
    assert (row["verdict"], row["provisions"]) == ("partial", "act-in-force#1")


def test_assess_takes_some_jurisdictions_only(law: Path, tmp_path: Path) -> None:
    _run("assess", "xb", "--law", str(law), "--out", str(tmp_path / "f.csv"))
    assert set(pd.read_csv(tmp_path / "f.csv")["jurisdiction"]) == {"XB"}


def test_compare_sets_two_side_by_side(law: Path) -> None:
    output = _run("compare", "xa", "xb", "--law", str(law), "--theme", "criminal")
    assert "csam-offences" in output
    assert "partial" in output


def test_explain_shows_the_words_the_rule_and_where_it_stands(law: Path) -> None:
    output = _run("explain", "xb", "csam-offences", "--law", str(law))
    for word in ("partial", "child pornography", "Example Act", "https://example.org"):
        assert word in output


def test_gaps_and_distance_print_every_jurisdiction(law: Path) -> None:
    for command in ("gaps", "distance"):
        output = _run(command, "--law", str(law))
        assert "XA" in output
        assert "XB" in output


def test_evaluate_reads_what_assess_writes(law: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "xb.csv").write_text(
        "jurisdiction,criterion,verdict,provisions,quote,note,confidence,also_accepted\n"
        "XB,csam-offences,partial,act-in-force#1,,,high,\nXB,grooming,absent,,,,high,\n"
    )
    _run("assess", "xb", "--law", str(law), "--out", str(tmp_path / "f.csv"))
    output = _run("evaluate", "--gold", str(gold), "--findings", str(tmp_path / "f.csv"))
    assert "kappa" in output


def test_diff_names_the_cells_that_moved(law: Path, tmp_path: Path) -> None:
    _run("assess", "--law", str(law), "--out", str(tmp_path / "before.csv"))
    _write(law, "xa", OFFENCE)
    _run("assess", "--law", str(law), "--out", str(tmp_path / "after.csv"))
    output = _run("diff", str(tmp_path / "before.csv"), str(tmp_path / "after.csv"))
    assert "XA" in output
    assert "csam-offences" in output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["assess", "qq"], "QQ"),
        (["explain", "xb", "gromming"], "grooming"),
        (["assess", "--out", "table.txt"], "unknown kind of file"),
        (["gaps", "--theme", "crimnal"], "criminal"),
    ],
)
def test_wrong_input_is_told_with_a_hint(law: Path, arguments: list[str], told: str) -> None:
    result = runner.invoke(app, [*arguments, "--law", str(law)])
    assert isinstance(result.exception, LegalCompareError)
    assert told in str(result.exception)


def test_an_error_ends_with_exit_code_2_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "legal_compare.cli", "assess", "--law", str(tmp_path / "none")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is not a folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_law_writes_nothing(law: Path, tmp_path: Path) -> None:
    (law / "xa" / "act-in-force.md").write_bytes(b"---\ntitle: \xff\n---\n")
    result = runner.invoke(app, ["assess", "--law", str(law), "--out", str(tmp_path / "f.csv")])
    assert isinstance(result.exception, LegalCompareError)
    assert "not UTF-8" in str(result.exception)
    assert not (tmp_path / "f.csv").exists()
