"""Turns tables into lines that fit the terminal: a table too wide for it is printed in bands, its first column before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

COLOURS = {"met": "green", "partial": "yellow", "contrary": "red", "absent": "bright_black", "no-text": "dim"}
WIDEST = 44
"""Characters of a column at most; longer words are folded at spaces."""
NARROWEST = 14
"""Characters that a column of words keeps at least before the table is cut into bands."""
LISTED = 3
"""Entries of a list that are printed; a file holds them all."""
WHOLE = ("jurisdiction", "criterion", "theme", "verdict", "rule")
"""Columns whose words are never folded."""
GAP = 2
"""Characters between two columns."""


def console() -> Any:
    """Where tables are printed: as wide as the terminal, and as wide as it likes where no terminal reads it."""
    from rich.console import Console

    plain = Console(soft_wrap=False)
    return plain if plain.is_terminal else Console(soft_wrap=False, width=10_000)


def show(frame: pd.DataFrame, title: str) -> None:
    """Prints a table, verdicts in colour; what does not fit side by side stands below, row names again."""
    printer = console()
    cells = {str(name): [_said(value, printer.is_terminal) for value in frame[name]] for name in frame.columns}
    widths = {name: _width(name, values) for name, values in cells.items()}
    bands = list(_bands(widths, printer.width))
    for place, band in enumerate(bands):
        printer.print(_table(cells, widths, band, title if place == 0 else ""))
    if printer.is_terminal and any(entry.endswith(" more") for values in cells.values() for entry in values):
        typer.echo("Long lists are cut here; --out FILE keeps them whole.", err=True)


def _said(value: object, cut: bool) -> str:
    if value is None or value != value:
        return ""
    entries = str(value).split("; ")
    return f"{'; '.join(entries[:LISTED])}; {len(entries) - LISTED} more" if cut and len(entries) > LISTED + 1 else str(value)


def _width(name: str, values: Sequence[str]) -> int:
    from rich.cells import cell_len

    widest = max((cell_len(value) for value in values), default=0)
    return max(cell_len(name), widest if name in WHOLE else min(widest, WIDEST))


def _bands(widths: dict[str, int], room: int) -> Iterator[list[str]]:
    """Names of the columns that stand side by side, the first in every band; columns of words give way before a band is begun."""
    names = list(widths)
    if sum(min(width, _least(name, width)) + GAP for name, width in widths.items()) <= room:
        yield names
        return
    band = names[:1]
    for name in names[1:]:
        if len(band) > 1 and sum(_least(one, widths[one]) + GAP for one in (*band, name)) > room:
            yield band
            band = names[:1]
        band.append(name)
    yield band


def _least(name: str, width: int) -> int:
    return width if name in WHOLE else min(width, max(NARROWEST, len(name)))


def _table(cells: dict[str, list[str]], widths: dict[str, int], band: Sequence[str], title: str) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in band:
        table.add_column(name, no_wrap=name in WHOLE, overflow="fold", min_width=_least(name, widths[name]), max_width=widths[name])
    for row in zip(*(cells[name] for name in band), strict=True):
        table.add_row(*(Text(value, style=COLOURS.get(value, "")) for value in row))
    return table
