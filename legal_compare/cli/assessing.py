"""Turns the commands that read law into verdicts: check, assess, compare, explain, gaps, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import (
    Criteria,
    Law,
    Layer,
    Out,
    Theme,
    Union,
    book_of,
    findings_of,
    of_theme,
    report,
    say_weights,
    statutes_of,
    warn_of_coverage,
    written,
)
from legal_compare.cli.printing import console, show


def check(law: Law = None, criteria: Criteria = None) -> None:
    """Read law and codebook, try every example and counterexample, and say what is wrong."""
    from legal_compare.proofs import check_examples

    book, statutes = book_of(criteria), statutes_of(law)
    problems = list(check_examples(book))
    rules = sum(len(element.rules) for criterion in book.criteria for element in criterion.elements.values())
    instruments = [i for j in statutes for i in j.instruments]
    typer.echo(f"{len(book.criteria)} criteria, {rules} rules; {len(statutes)} jurisdictions, {len(instruments)} instruments.")
    report(problems, "every example fires and every counterexample is left alone")


def assess(
    jurisdictions: Annotated[list[str] | None, typer.Argument(help="ISO codes (default: all).")] = None,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, out: Out = None,
) -> None:  # fmt: skip
    """Give the verdict on every criterion, with the provisions that show it."""
    findings = findings_of(jurisdictions, law, criteria, layer, with_union)
    frame = findings.to_frame()
    warn_of_coverage(findings.jurisdictions)
    if not written(frame, out):
        for code, rows in frame.groupby("jurisdiction", sort=False):
            show(rows[["criterion", "verdict", "missing", "provisions", "coverage"]], f"Findings: {code}")


def compare(
    first: Annotated[str, typer.Argument(help="ISO code.")], second: Annotated[str, typer.Argument(help="ISO code.")],
    theme: Theme = None, law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, out: Out = None,
) -> None:  # fmt: skip
    """Set two jurisdictions side by side, criterion by criterion."""
    findings = findings_of([first, second], law, criteria, layer, with_union)
    frame = of_theme(findings.to_frame(), theme)
    codes = [first.upper(), second.upper()]
    one, other = (frame[frame["jurisdiction"] == code].set_index("criterion") for code in codes)
    side = one[["theme"]].reset_index()
    for code, rows in zip(codes, (one, other), strict=True):
        side[code] = list(rows["verdict"])
        side[f"{code} provisions"] = list(rows["provisions"])
    side["same"] = ["yes" if a == b else "no" for a, b in zip(side[codes[0]], side[codes[1]], strict=True)]
    if not written(side, out):
        show(side[["criterion", *codes, "same"]], f"{codes[0]} and {codes[1]}")
        from legal_compare import compare as compare_findings

        result = compare_findings(findings, theme)
        typer.echo(str(result.pairs.to_string(index=False)))
        say_weights(result.weights, out)


def explain(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")], criterion: Annotated[str, typer.Argument(help="Id of a criterion.")],
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False,
) -> None:  # fmt: skip
    """Show why: each rule that fired, its words, what they rest on, what was set aside, what came close."""
    from legal_compare.views import explanation

    book = book_of(criteria)
    book.criterion(criterion)
    findings = findings_of([jurisdiction], law, criteria, layer, with_union)
    console().print(explanation(findings.of(jurisdiction, criterion), book, findings.jurisdictions))


def gaps(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None, out: Out = None
) -> None:
    """Show all jurisdictions by criteria: what is met, partial, contrary, absent or not known."""
    findings = findings_of(None, law, criteria, layer, with_union)
    frame = of_theme(findings.to_frame(), theme)
    wide = frame.pivot(index="criterion", columns="jurisdiction", values="verdict").loc[list(frame["criterion"].unique())]
    if not written(wide.reset_index(), out):
        marks = {"met": "●", "partial": "◐", "contrary": "✕", "absent": "○", "no-text": "·"}
        show(wide.map(lambda verdict: marks[verdict]).reset_index(), "● met  ◐ partial  ✕ contrary  ○ absent  · no text at hand")


def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold CSV files.")],
    law: Law = None, criteria: Criteria = None,
    findings: Annotated[Path | None, typer.Option("--findings", help="A CSV of findings instead of assessing.")] = None,
    error_rates: Annotated[Path | None, typer.Option("--error-rates", help="Write error rates by criterion to FILE.")] = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Hold findings against gold: agreement, kappa, false met, evidence, by criterion and by jurisdiction."""
    from legal_compare.evaluation import evaluate as evaluate_findings
    from legal_compare.evaluation import read_findings, read_gold

    answers = read_gold(gold)
    if findings:
        frame = read_findings(findings)
    else:
        codes = {j.code for j in statutes_of(law)} & set(answers["jurisdiction"])
        frame = findings_of(sorted(codes), law, criteria, None, False).to_frame()
    evaluation = evaluate_findings(frame, answers)
    if error_rates:
        from legal_compare.error_rates import as_yaml, measured_rates
        from legal_compare.reports import write_atomically

        rates = measured_rates(evaluation, f"`legal-compare evaluate`: {evaluation.note}")
        write_atomically(error_rates, lambda to: to.write_text(as_yaml(rates), encoding="utf-8"))
        typer.echo(f"error rates written to {error_rates}", err=True)
    if not written(evaluation.to_frame(), out):
        typer.echo(str(evaluation))
