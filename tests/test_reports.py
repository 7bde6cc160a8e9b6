"""Tables reach their file whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from legal_compare.errors import LegalCompareError
from legal_compare.reports import write_table

FRAME = pd.DataFrame({"jurisdiction": ["IE", "NA"], "note": ["第七条", "=HYPERLINK(1)"]})


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet", ".xlsx"])
def test_every_kind_of_file_holds_the_table(tmp_path: Path, suffix: str) -> None:
    path = write_table(FRAME, tmp_path / f"table{suffix}")
    read = {
        ".csv": lambda: pd.read_csv(path, keep_default_na=False),
        ".json": lambda: pd.read_json(path, dtype=False),
        ".parquet": lambda: pd.read_parquet(path),
        ".xlsx": lambda: pd.read_excel(path, keep_default_na=False),
    }[suffix]()
    assert list(read["jurisdiction"]) == ["IE", "NA"]
    assert read["note"][0] == "第七条"


def test_a_cell_is_never_run_as_a_formula(tmp_path: Path) -> None:
    text = write_table(FRAME, tmp_path / "table.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)" in text


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError, match=r"unknown kind of file '\.txt'.*\.parquet"):
        write_table(FRAME, tmp_path / "table.txt")
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError, match="is not a folder"):
        write_table(FRAME, tmp_path / "nowhere" / "table.csv")
