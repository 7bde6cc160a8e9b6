"""Turns the command for drafters into a check of a bill: what it says, what it would change, what it leaves out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, book_of, progress_bar, statutes_of
from legal_compare.cli.printing import console, show


def bill(
    file: Annotated[str, typer.Argument(help="The draft: DOCX, PDF, HTML, Markdown, text or Akoma Ntoso; - for standard input.")],
    for_: Annotated[str, typer.Option("--for", help="ISO code of the jurisdiction whose law it would change.")],
    law: Law = None,
    criteria: Criteria = None,
    language: Annotated[str | None, typer.Option("--language", help="Language of the draft, if it is told wrongly.")] = None,
    strike: Annotated[list[str] | None, typer.Option("--strike", help="Leave out this clause (what if?); can be repeated.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write a report: .docx or .html (briefing), .json or .xlsx (all data).")] = None,
) -> None:
    """Check a draft bill: what it meets, what it would change, weaken and leave open. The draft is not kept."""
    from legal_compare.bill_reports import REPORTS, briefing, subtitle_of, title_of, write_report
    from legal_compare.bills import check_bill
    from legal_compare.errors import LegalCompareError

    if out and out.suffix.lower() not in REPORTS:
        raise LegalCompareError(str(out), f"unknown kind of file {out.suffix!r}.", f"Use one of {', '.join(REPORTS)}.")
    source = sys.stdin.buffer.read(LARGEST_INPUT + 1) if file == "-" else Path(file)
    with progress_bar("reading law") as progress:
        check = check_bill(
            source, for_, statutes=statutes_of(law), criteria=book_of(criteria), language=language, strike=strike or (), progress=progress
        )
    if out:
        write_report(check, out)
        typer.echo(f"report written to {out}", err=True)
        return
    import pandas as pd

    console().print(f"[bold]{_plain(title_of(check))}[/]\n{_plain(subtitle_of(check))}")
    for part in briefing(check):
        console().print(f"\n[bold]{_plain(part.heading)}[/]")
        for line in part.lines:
            console().print(_plain(line), highlight=False)
        if part.table:
            show(pd.DataFrame(part.table.rows, columns=[name or " " for name in part.table.header]), "")
            if part.table.left_out > 0:
                console().print(f"{part.table.left_out} more: use --out report.json", style="dim")


LARGEST_INPUT = 40_000_000
"""Bytes taken from standard input; one more tells the reader that there were too many."""


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
