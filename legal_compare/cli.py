"""Turns commands into calls of the package, and errors into messages and exit codes.

Exit codes: 0 done, 1 a check found something, 2 the input or the command was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from legal_compare.errors import LegalCompareError

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings
    from legal_compare.criteria import Codebook
    from legal_compare.statutes import Jurisdiction

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help="What does a country's law say against the sexual exploitation of children online, what is missing, "
    "and how far is it from another's? Text on the books only; not legal advice.",
)
corpus_app = typer.Typer(no_args_is_help=True, help="Build and check the excerpts in statutes/.")
app.add_typer(corpus_app, name="corpus")

Law = Annotated[Path | None, typer.Option("--law", help="Folder of law FOLDER/<iso2>/*.md (default: the shipped excerpts).")]
Criteria = Annotated[Path | None, typer.Option("--criteria", help="Codebook (default: the shipped criteria.yaml).")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the table to FILE: .csv, .json, .parquet or .xlsx.")]
Layer = Annotated[str | None, typer.Option("--layer", help="in-force, superseded or proposed (default: the first that holds law).")]
Union = Annotated[bool, typer.Option("--with-union", help="Let the union's directly applicable law count as well.")]
Theme = Annotated[str | None, typer.Option("--theme", help="One theme of the codebook.")]


def main() -> None:
    """Entry point of `legal-compare`."""
    try:
        app()
    except LegalCompareError as error:
        from rich.console import Console

        Console(stderr=True, soft_wrap=True).print(f"[bold red]error[/] {_plain(str(error))}", highlight=False)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


@app.command()
def check(law: Law = None, criteria: Criteria = None) -> None:
    """Read law and codebook, try every example and counterexample, and say what is wrong."""
    from legal_compare.proofs import check_examples

    book, statutes = _book(criteria), _statutes(law)
    problems = list(check_examples(book))
    rules = sum(len(element.rules) for criterion in book.criteria for element in criterion.elements.values())
    instruments = [i for j in statutes for i in j.instruments]
    typer.echo(f"{len(book.criteria)} criteria, {rules} rules; {len(statutes)} jurisdictions, {len(instruments)} instruments.")
    _report(problems, "every example fires and every counterexample is left alone")


@app.command()
def assess(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="ISO codes (default: all).")] = None,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, out: Out = None,
) -> None:  # fmt: skip
    """Give the verdict on every criterion, with the provisions that show it."""
    findings = _assess(jurisdictions, law, criteria, layer, with_union)
    frame = findings.to_frame()
    _warn_of_coverage(findings.jurisdictions)
    if not _written(frame, out):
        _table(frame[["jurisdiction", "criterion", "verdict", "provisions", "missing", "coverage"]], "Findings")


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="ISO code.")], second: Annotated[str, typer.Argument(help="ISO code.")],
    theme: Theme = None, law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, out: Out = None,
) -> None:  # fmt: skip
    """Set two jurisdictions side by side, criterion by criterion."""
    findings = _assess([first, second], law, criteria, layer, with_union)
    frame = findings.to_frame()
    if theme:
        frame = frame[frame["theme"] == _known_theme(theme, frame)]
    wide = frame.pivot(index=["theme", "criterion"], columns="jurisdiction", values=["verdict", "provisions"])
    codes = [first.upper(), second.upper()]
    side = wide["verdict"][codes].copy()
    side.insert(0, "same", ["yes" if a == b else "no" for a, b in zip(side[codes[0]], side[codes[1]], strict=True)])
    for code in codes:
        side[f"{code} provisions"] = wide["provisions"][code]
    order = {name: place for place, name in enumerate(frame["criterion"].unique())}
    side = side.reset_index().sort_values("criterion", key=lambda names: names.map(order))
    if not _written(side, out):
        _table(side, f"{codes[0]} and {codes[1]}")
        from legal_compare import compare as compare_findings

        typer.echo(str(compare_findings(findings, theme).pairs.to_string(index=False)))


@app.command()
def explain(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")], criterion: Annotated[str, typer.Argument(help="Id of a criterion.")],
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False,
) -> None:  # fmt: skip
    """Show why: each rule that fired, its words, what they rest on, what was set aside, what came close."""
    from legal_compare.views import explanation

    book = _book(criteria)
    book.criterion(criterion)
    findings = _assess([jurisdiction], law, criteria, layer, with_union)
    _console().print(explanation(findings.of(jurisdiction, criterion), book, findings.jurisdictions))


@app.command()
def gaps(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None, out: Out = None
) -> None:
    """Show all jurisdictions by criteria: what is met, partial, contrary, absent or not known."""
    findings = _assess(None, law, criteria, layer, with_union)
    frame = findings.to_frame()
    if theme:
        frame = frame[frame["theme"] == _known_theme(theme, frame)]
    wide = frame.pivot(index="criterion", columns="jurisdiction", values="verdict").loc[list(frame["criterion"].unique())]
    if not _written(wide.reset_index(), out):
        marks = {"met": "●", "partial": "◐", "contrary": "✕", "absent": "○", "no-text": "·"}
        _table(wide.map(lambda verdict: marks[verdict]).reset_index(), "● met  ◐ partial  ✕ contrary  ○ absent  · no text at hand")


@app.command()
def distance(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: Annotated[Path | None, typer.Option("--weights", help="YAML or CSV of weights by criterion or theme.")] = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Measure how far each pair of jurisdictions is apart, with coverage and bounds."""
    from legal_compare import compare as compare_findings

    book = _book(criteria)
    findings = _assess(None, law, criteria, layer, with_union)
    result = compare_findings(findings, theme, _weights(weights, book))
    if not _written(result.pairs, out):
        _table(result.matrix.round(2).reset_index(), "Distance D, 0 same to 1 opposite; blank: too little known of one of the two")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold CSV files.")],
    law: Law = None, criteria: Criteria = None,
    findings: Annotated[Path | None, typer.Option("--findings", help="A CSV of findings instead of assessing.")] = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Hold findings against gold: agreement, kappa, false met, evidence, by criterion and by jurisdiction."""
    from legal_compare.evaluation import evaluate as evaluate_findings
    from legal_compare.evaluation import read_findings, read_gold

    answers = read_gold(gold)
    if findings:
        frame = read_findings(findings)
    else:
        codes = {j.code for j in _statutes(law)} & set(answers["jurisdiction"])
        frame = _assess(sorted(codes), law, criteria, None, False).to_frame()
    evaluation = evaluate_findings(frame, answers)
    if not _written(evaluation.to_frame(), out):
        typer.echo(str(evaluation))


@corpus_app.command("check")
def corpus_check(
    reference: Annotated[Path | None, typer.Option("--reference", help="Folder of reference texts to hold every excerpt against.")] = None,
    law: Law = None,
) -> None:
    """Check front matter, checksums, residue and status; word for word where reference texts are at hand."""
    from legal_compare.excerpts import check as check_excerpts
    from legal_compare.shipped import statutes_path

    folder = law or statutes_path()
    _report(check_excerpts(folder, reference), f"{folder.name}/ is whole" + (" and word for word" if reference else ""))


@corpus_app.command("build")
def corpus_build(
    reference: Annotated[Path, typer.Option("--reference", help="Folder of reference texts.")],
    to: Annotated[Path, typer.Option("--to", help="Folder to write excerpts to.")] = Path("statutes"),
    only: Annotated[list[str] | None, typer.Option("--only", help="ISO codes (default: all).")] = None,
    criteria: Criteria = None,
) -> None:
    """Write excerpts of the provisions that bear on the criteria, front matter kept."""
    from legal_compare.excerpts import build

    with _progress("reading") as progress:
        changed = build(reference, to, _book(criteria), only=only or (), progress=progress)
    typer.echo(f"{len(changed)} files written.")


def _book(path: Path | None) -> Codebook:
    from legal_compare import read_criteria

    return read_criteria(path)


def _statutes(folder: Path | None, only: Sequence[str] = ()) -> tuple[Jurisdiction, ...]:
    from legal_compare import read_statutes

    return read_statutes(folder, only)


def _assess(only: Sequence[str] | None, law: Path | None, criteria: Path | None, layer: str | None, with_union: bool) -> Findings:
    from legal_compare.assessment import assess as assess_all

    statutes = _statutes(law, () if with_union else only or ())
    with _progress("assessing") as progress:
        findings = assess_all(statutes, _book(criteria), layer, with_union, progress)
    if not (with_union and only):
        return findings
    from legal_compare.assessment import Findings as Found

    wanted = {code.upper() for code in only}
    return Found(tuple(f for f in findings if f.jurisdiction in wanted), tuple(j for j in statutes if j.code in wanted))


def _weights(path: Path | None, book: Codebook) -> Any:
    if path is None:
        return None
    from legal_compare.scores import Weights

    return Weights.read(path, book)  # type: ignore[attr-defined]


def _known_theme(theme: str, frame: pd.DataFrame) -> str:
    known = set(frame["theme"])
    if theme not in known:
        raise LegalCompareError(f"theme {theme!r}", "is not in the codebook.", f"Known: {', '.join(sorted(known))}.")
    return theme


def _warn_of_coverage(jurisdictions: Sequence[Jurisdiction]) -> None:
    undeclared = [j.code for j in jurisdictions if not j.coverage_declared]
    if undeclared:
        typer.echo(f"Coverage is not declared for {', '.join(undeclared)}: absent means not found in what was read.", err=True)


def _written(frame: pd.DataFrame, out: Path | None) -> bool:
    if out is None:
        return False
    from legal_compare.reports import write_table

    write_table(frame, out)
    typer.echo(f"{len(frame)} rows written to {out}", err=True)
    return True


def _report(problems: Sequence[str], fine: str) -> None:
    for problem in problems:
        typer.echo(f"- {problem}")
    typer.echo(f"{len(problems)} problems" if problems else f"ok: {fine}")
    if problems:
        raise typer.Exit(1)


def _console() -> Any:
    from rich.console import Console

    return Console(soft_wrap=False)


def _table(frame: pd.DataFrame, title: str) -> None:
    from rich.table import Table
    from rich.text import Text

    colours = {"met": "green", "partial": "yellow", "contrary": "red", "absent": "bright_black", "no-text": "dim"}
    table = Table(title=title, title_justify="left", header_style="bold", show_lines=False)
    for column in frame.columns:
        table.add_column(str(column), overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(Text("" if value != value or value is None else str(value), style=colours.get(str(value), "")) for value in row))
    _console().print(table)


@contextmanager
def _progress(what: str) -> Any:
    """A bar on the error stream, only where a person watches it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{what} {name}")

        yield step




if __name__ == "__main__":
    main()
