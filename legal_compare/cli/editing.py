"""Turns the commands for whoever edits rules into tables: rules, lint, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Out, book_of, findings_of, report, written
from legal_compare.cli.printing import show


def rules(
    law: Law = None, criteria: Criteria = None, out: Out = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Folder of gold CSV files: tells right from wrong.")] = None,
) -> None:  # fmt: skip
    """Show for each rule how often it fires, where it overlaps, and whether it was right."""
    from legal_compare.evaluation import read_gold
    from legal_compare.record import rule_record

    findings = findings_of(None, law, criteria, None, False)
    record = rule_record(findings, book_of(criteria), read_gold(gold) if gold else None)
    if not written(record, out):
        show(record, "Rules")


def lint(
    criteria: Criteria = None,
    reference: Annotated[Path | None, typer.Option("--reference", help="Folder of reference texts to hold examples against.")] = None,
) -> None:
    """Find unused terms, wordings that others shadow, collisions, and examples that are not in the law."""
    from legal_compare.lexicons import languages, read_lexicon
    from legal_compare.linting import collisions
    from legal_compare.linting import lint as lint_rules

    for lexicon in map(read_lexicon, languages()):
        for collision in collisions(lexicon) if lexicon else ():
            typer.echo(f"note: {collision}")
    report(lint_rules(book_of(criteria), reference), "no unused, shadowed or unproven rule or term")


def diff(
    before: Annotated[Path, typer.Argument(help="Findings as CSV.")], after: Annotated[Path, typer.Argument(help="Findings as CSV.")],
    out: Out = None,
) -> None:  # fmt: skip
    """Show which verdicts and which evidence moved between two tables of findings."""
    from legal_compare.record import diff as moved

    changes = moved(before, after)
    if not written(changes, out):
        show(changes, f"{len(changes)} cells moved")


def schema(out: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("legal_compare/criteria.schema.json")) -> None:
    """Write the JSON Schema of criteria.yaml for editors."""
    from legal_compare.criteria import schema as schema_of
    from legal_compare.reports import write_atomically

    write_atomically(out, lambda to: to.write_text(schema_of(), encoding="utf-8"))
    typer.echo(f"schema written to {out}", err=True)
