"""Does a table fit the terminal it is printed on, with nothing lost?"""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from rich.console import Console

from legal_compare.cli import printing

CODES = [f"{a}{b}" for a in "ABCDEFG" for b in "KLMNOP"]
WIDE = pd.DataFrame(
    [{"criterion": f"criterion-{row}", **{code: f"{row}.{place:02}" for place, code in enumerate(CODES)}} for row in range(3)]
)
LISTS = pd.DataFrame([{"criterion": "csam-offences", "provisions": "; ".join(f"act-of-some-year-{n}#12" for n in range(9))}])


def printed(frame: pd.DataFrame, width: int, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    console = Console(width=width, force_terminal=terminal, no_color=True, record=True, file=io.StringIO())
    monkeypatch.setattr(printing, "console", lambda: console)
    printing.show(frame, "Title")
    return [line.strip() for line in console.export_text().splitlines() if line.strip()]


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_every_cell_is_printed_whatever_the_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(WIDE, width, True, monkeypatch)
    assert max(map(len, lines)) <= width
    assert set(re.findall(r"\b\d\.\d\d\b", "\n".join(lines))) == {value for code in CODES for value in WIDE[code]}


def test_each_band_names_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(WIDE, 80, True, monkeypatch)
    bands = sum(line.startswith("criterion ") for line in lines)
    assert bands > 1
    assert sum(line.startswith("criterion-0") for line in lines) == bands


def test_long_lists_are_cut_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "6 more" in " ".join(printed(LISTS, 80, True, monkeypatch))
    assert "act-of-some-year-8#12" in "".join(line.replace(" ", "") for line in printed(LISTS, 10_000, False, monkeypatch))
