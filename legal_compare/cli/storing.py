"""Turns the commands that keep findings as Parquet, and ask them, into calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Layer, Out, Union, findings_of, written
from legal_compare.cli.printing import show

STORE = Path("store")


def store(
    folder: Annotated[Path, typer.Argument(help="Folder to write the tables to.")] = STORE,
    jurisdiction: Annotated[list[str] | None, typer.Option("--only", help="ISO codes (default: all).")] = None,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False,
) -> None:  # fmt: skip
    """Write findings and every piece of evidence as Parquet, for `legal-compare sql` and other tools."""
    from legal_compare.store import write_store

    files = write_store(findings_of(jurisdiction, law, criteria, layer, with_union), folder)
    typer.echo(f"{len(files)} files written to {folder}: ask them with legal-compare sql")


def sql(
    question: Annotated[str, typer.Argument(help="One SELECT over the tables of the folder, e.g. 'select * from evidence limit 5'.")],
    folder: Annotated[Path, typer.Option("--store", help="Folder of tables.")] = STORE,
    out: Out = None,
) -> None:
    """Ask the tables of a store in SQL; nothing can be changed."""
    from legal_compare.store import Store

    with Store(folder) as tables:
        answer = tables.query(question)
    if not written(answer, out):
        show(answer, f"{len(answer)} rows")
