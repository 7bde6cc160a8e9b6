"""Turns the command that reads whole statute books into a call."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, book_of, progress_bar
from legal_compare.errors import LegalCompareError


class Engine(StrEnum):
    """Where batches are read."""

    local = "local"
    dask = "dask"


def scan(
    paths: Annotated[
        list[str], typer.Argument(help="Folders, files or quoted patterns: .md, .txt, .xml, .parquet, .jsonl.", metavar="PATH...")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write candidates/ and spans/ to; a scan that was stopped goes on there.")],
    jurisdiction: Annotated[str, typer.Option("--jurisdiction", help="Whose law it is, where folders do not say.")] = "",
    processes: Annotated[int, typer.Option("--processes", min=0, help="Processes (default: one a core).")] = 0,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Where it runs: processes here, or the workers of a Dask scheduler.")
    ] = Engine.local,
    scheduler: Annotated[str, typer.Option("--scheduler", help="Address of the Dask scheduler, e.g. tcp://host:8786.")] = "",
    criteria: Criteria = None,
) -> None:
    """Find every provision of whole statute books that speaks to the criteria; ask them with `legal-compare sql --store OUT`."""
    from legal_compare.scanning import scan as scan_all

    if (engine is Engine.dask) != bool(scheduler):
        raise LegalCompareError("--engine dask", "and --scheduler go together.", "Give both, or neither.")
    with progress_bar("scanning") as progress:
        done = scan_all(paths, out, book_of(criteria), jurisdiction, processes, progress, scheduler)
    typer.echo(done.summary)
