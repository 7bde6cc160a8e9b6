"""Turns commands into calls of the package, and errors into messages and exit codes.

Exit codes: 0 done, 1 a check found something, 2 the input or the command was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from legal_compare.cli import assessing, corpus, drafting, editing, grouping, measuring, publishing, reviewing, scanning, storing
from legal_compare.errors import LegalCompareError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help="What does a country's law say against the sexual exploitation of children online, what is missing, "
    "and how far is it from another's? Text on the books only; not legal advice.",
)
corpus_app = typer.Typer(no_args_is_help=True, help="Build and check the excerpts in statutes/.")

PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Read": (assessing.assess, assessing.compare, assessing.explain, assessing.gaps),
    "Measure": (
        measuring.distance, measuring.gap, measuring.similar, measuring.intervals,
        grouping.cluster, grouping.map_, grouping.groups, grouping.sensitivity,
    ),
    "Draft": (drafting.bill,),
    "Find": (scanning.scan,),
    "Share": (publishing.export, storing.store, storing.sql),
    "Review": (reviewing.review, reviewing.reviews),
    "Keep right": (assessing.check, assessing.evaluate, editing.rules, editing.lint, editing.diff, editing.schema),
}  # fmt: skip
for panel, commands in PANELS.items():
    for command in commands:
        app.command(command.__name__.rstrip("_"), rich_help_panel=panel)(command)
corpus_app.command()(corpus.check)
corpus_app.command()(corpus.build)
corpus_app.command()(corpus.translate)
corpus_app.command()(corpus.propose)
app.add_typer(corpus_app, name="corpus", rich_help_panel="Keep right")


def main() -> None:
    """Entry point of `legal-compare`."""
    from rich.console import Console
    from rich.markup import escape

    try:
        app()
    except LegalCompareError as error:
        Console(stderr=True, soft_wrap=True).print(f"[bold red]error[/] {escape(str(error))}", highlight=False)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
