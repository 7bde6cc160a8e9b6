"""Turns options that many commands share into law, codebook, findings and printed tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from legal_compare.errors import LegalCompareError

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings, Progress
    from legal_compare.criteria import Codebook
    from legal_compare.scores import Weights
    from legal_compare.statutes import Jurisdiction

Law = Annotated[Path | None, typer.Option("--law", help="Folder of law FOLDER/<iso2>/*.md (default: the shipped excerpts).")]
Criteria = Annotated[Path | None, typer.Option("--criteria", help="Codebook (default: the shipped criteria.yaml).")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the table to FILE: .csv, .json, .parquet or .xlsx.")]
Layer = Annotated[str | None, typer.Option("--layer", help="in-force, superseded or proposed (default: the first that holds law).")]
Union = Annotated[bool, typer.Option("--with-union", help="Let the union's directly applicable law count as well.")]
Theme = Annotated[str | None, typer.Option("--theme", help="One theme of the codebook.")]
Figure = Annotated[Path | None, typer.Option("--figure", help="Draw it to FILE: .svg, .png, .html or .json.")]
RatesFile = Annotated[
    Path | None, typer.Option("--error-rates", help="Error rates, as `evaluate --error-rates` writes them (default: shipped).")
]
AsFound = Annotated[bool, typer.Option("--as-found", help="Draw no verdict errors: hold every verdict for right.")]
WeightFile = Annotated[Path | None, typer.Option("--weights", help="YAML or CSV of weights by criterion or theme (default: equal).")]


def book_of(path: Path | None) -> Codebook:
    """The codebook of a path, or the shipped one."""
    from legal_compare import read_criteria

    return read_criteria(path)


def statutes_of(folder: Path | None, only: Sequence[str] = ()) -> tuple[Jurisdiction, ...]:
    """The law of a folder, or the shipped excerpts."""
    from legal_compare import read_statutes

    return read_statutes(folder, only)


def findings_of(only: Sequence[str] | None, law: Path | None, criteria: Path | None, layer: str | None, with_union: bool) -> Findings:
    """Findings on some jurisdictions, or on all; with the union their neighbours are read as well."""
    from legal_compare.assessment import assess as assess_all

    statutes = statutes_of(law, () if with_union else only or ())
    with progress_bar("assessing") as progress:
        findings = assess_all(statutes, book_of(criteria), layer, with_union, progress)
    if not (with_union and only):
        return findings
    from legal_compare.assessment import Findings as Found

    wanted = {code.upper() for code in only}
    return Found(tuple(f for f in findings if f.jurisdiction in wanted), tuple(j for j in statutes if j.code in wanted))


def weights_of(path: Path | None, book: Codebook) -> Weights | None:
    """Weights of a file; none means equal."""
    if path is None:
        return None
    import pandas as pd

    from legal_compare.scores import Weights

    return Weights.read(path, pd.DataFrame([{"criterion": c.id, "theme": c.theme} for c in book.criteria]))


def errors_of(path: Path | None, as_found: bool, frame: pd.DataFrame) -> pd.DataFrame | None:
    """The error rates of a file, or the shipped ones, on the criteria at hand; says when and how they were measured."""
    if as_found:
        return None
    from legal_compare.error_rates import RATES, read_error_rates

    rates = read_error_rates(path or RATES)
    typer.echo(f"Verdict errors as measured on {rates.measured}: {rates.how}", err=True)
    return rates.table(frame["criterion"])


def names_of(findings: Findings) -> dict[str, str]:
    """Names of the jurisdictions for figures."""
    from legal_compare.views import names

    return names(findings)


def drawn(figure: Path | None, chart: Callable[[], Any]) -> None:
    """Draws a figure where a file was named, and says so."""
    if figure is None:
        return
    from legal_compare.reports import write_atomically
    from legal_compare.views import save_chart

    write_atomically(figure, lambda to: save_chart(chart(), to))
    typer.echo(f"figure written to {figure}", err=True)


def say_weights(weights: Weights, out: Path | None) -> None:
    """Prints the weights with every result; on the error stream where the result went to a file."""
    typer.echo(weights.summary(), err=out is not None)


def of_theme(frame: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """The rows of one theme, or all."""
    known = set(frame["theme"])
    if theme is None:
        return frame
    if theme not in known:
        raise LegalCompareError(f"theme {theme!r}", "is not in the codebook.", f"Known: {', '.join(sorted(known))}.")
    return frame[frame["theme"] == theme]


def warn_of_coverage(jurisdictions: Sequence[Jurisdiction]) -> None:
    """Says on the error stream where nobody declared how much law was read."""
    undeclared = [j.code for j in jurisdictions if not j.coverage_declared]
    if undeclared:
        typer.echo(f"Coverage is not declared for {', '.join(undeclared)}: absent means not found in what was read.", err=True)


def written(frame: pd.DataFrame, out: Path | None) -> bool:
    """Writes a table where a file was named, and says so."""
    if out is None:
        return False
    from legal_compare.reports import write_table

    write_table(frame, out)
    typer.echo(f"{len(frame)} rows written to {out}", err=True)
    return True


def report(problems: Sequence[str], fine: str) -> None:
    """Prints problems and ends with exit code 1, or says that all is well."""
    for problem in problems:
        typer.echo(f"- {problem}")
    typer.echo(f"{len(problems)} problems" if problems else f"ok: {fine}")
    if problems:
        raise typer.Exit(1)


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """A bar on the error stream, only where a person watches it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{what} {name}")

        yield step
