"""Turns commands into calls of the package, and errors into messages and exit codes.

Exit codes: 0 done, 1 a check found something, 2 the input or the command was wrong.
"""

from __future__ import annotations

import sys

import typer

from legal_compare.cli import assessing, corpus, editing, measuring
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

for command in (assessing.assess, assessing.compare, assessing.explain, assessing.gaps):
    app.command(rich_help_panel="Read")(command)
for command in (measuring.distance, measuring.gap, measuring.similar, measuring.cluster, measuring.intervals):
    app.command(rich_help_panel="Measure")(command)
for command in (assessing.check, assessing.evaluate, editing.rules, editing.lint, editing.diff):
    app.command(rich_help_panel="Keep right")(command)
for command in (corpus.check, corpus.build):
    corpus_app.command()(command)
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
