"""Are the measured error rates rates, dated, and without answers?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from legal_compare import read_criteria
from legal_compare.error_rates import as_yaml, measured_rates, read_error_rates
from legal_compare.errors import LegalCompareError
from legal_compare.evaluation import evaluate
from legal_compare.uncertainty import simulate


def test_the_shipped_rates_cover_the_codebook_and_say_when_and_how_they_were_measured() -> None:
    rates = read_error_rates()
    assert set(rates.rates) == {criterion.id for criterion in read_criteria().criteria}
    assert len(rates.measured) == len("2026-01-01")
    assert "machine-assisted" in rates.how
    table = rates.table()
    assert np.allclose(table.drop(columns="cells").sum(axis=1), 1)
    assert (table.to_numpy() > 0).all()  # an error not yet seen is rare, not impossible
    assert (table["cells"] >= 10).all()


def answers(verdicts: str) -> pd.DataFrame:
    words = {"m": "met", "p": "partial", "a": "absent"}
    rows = [("XA" if at % 2 else "XB", f"c{at // 2}", words[letter], "") for at, letter in enumerate(verdicts)]
    return pd.DataFrame(rows, columns=["jurisdiction", "criterion", "verdict", "provisions"])


def test_rates_measured_here_can_be_written_read_and_drawn_from(tmp_path: Path) -> None:
    rates = measured_rates(evaluate(answers("mmpa"), answers("mppa")), "by hand")
    file = tmp_path / "rates.yaml"
    file.write_text(as_yaml(rates), encoding="utf-8")
    again = read_error_rates(file)
    assert again == rates
    cells = answers("mmpa").assign(theme="t", coverage="complete")
    result = simulate(cells, confusion=again.table(cells["criterion"]), draws=20)
    assert "verdict errors as measured on 2 of 2 criteria" in result.basis


def test_criteria_that_were_not_measured_have_no_row() -> None:
    table = read_error_rates().table(pd.Series(["csam-access", "my-own"]))
    assert set(table.index.get_level_values(0)) == {"csam-access"}


@pytest.mark.parametrize(("text", "says"), [("a: [", "cannot be read"), ("measured: x\n", "rates: Field required")])
def test_a_file_that_holds_no_rates_says_how_to_write_one(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "rates.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LegalCompareError, match=says) as trouble:
        read_error_rates(file)
    assert "evaluate --gold" in str(trouble.value)
