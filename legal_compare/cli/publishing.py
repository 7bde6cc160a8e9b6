"""Turns the commands for researchers into calls: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Layer, Union, book_of, findings_of


def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write; a new one, or one that holds an earlier export.")],
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False,
) -> None:  # fmt: skip
    """Write findings, evidence, provisions, criteria, distances and coverage as an open data package."""
    from legal_compare.export import export as export_package
    from legal_compare.export import tables

    export_package(findings_of(None, law, criteria, layer, with_union), book_of(criteria), folder)
    typer.echo(f"{len(tables())} tables written to {folder}: begin with README.md")
