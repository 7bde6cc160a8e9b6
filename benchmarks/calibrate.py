"""Turns findings and gold into the figures of legal_compare/confidence.yaml.

Rules answer best on the law that they were written from, so each jurisdiction is assessed without the rules whose
examples all come from its own law; and each confidence in the reliability table is told by a model that never saw
the jurisdiction. Both make the figures those of new law, as far as this can be imitated.
Run: python benchmarks/calibrate.py --law FOLDER --gold FOLDER [--write]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from legal_compare import read_criteria, read_statutes
from legal_compare.assessment import Findings, assess
from legal_compare.confidence import FEATURES, FIGURES, Figures, confidence, features
from legal_compare.criteria import Codebook, Rule
from legal_compare.evaluation import Evaluation, calibration, evaluate, read_gold
from legal_compare.lexicons import read_lexicon
from legal_compare.statutes import Jurisdiction

RIDGE = 0.1
"""scikit-learn's C: the smaller, the nearer the coefficients stay to nothing; few cells, so small."""

BINS = 5

HOW = (
    "Logistic regression (ridge, C = {ridge}) of agreement with gold on what was seen for each finding. Gold of {codes}: machine-assisted "
    "reading. Each jurisdiction was assessed without the rules whose examples all come from its own law; with them {whole:.3f} of the "
    "cells agree, so for these jurisdictions the confidence is too low; the wordings of terms stayed, so for new law it is still too high. "
    "With each jurisdiction left out of the fit: Brier score {brier:.3f} (giving the mean rate always: {base:.3f}), expected calibration "
    "error {gap:.3f} in {bins} bins. Made by benchmarks/calibrate.py."
)


def without_own_rules(book: Codebook, code: str) -> Codebook:
    """The codebook as though nobody had read the jurisdiction while writing it."""

    def own(rule: Rule) -> bool:
        return {example.source.partition("/")[0].upper() for example in rule.examples} == {code}

    def rest() -> Iterator[object]:
        for criterion in book.criteria:
            kept = {
                name: element.model_copy(update={"rules": rules})
                for name, element in criterion.elements.items()
                if (rules := tuple(rule for rule in element.rules if not own(rule)))
            }
            yield criterion.model_copy(update={"elements": kept})

    return Codebook.model_construct(version=book.version, themes=book.themes, phrases=book.phrases, criteria=tuple(rest()))  # type: ignore[arg-type]  # model_construct takes any fields


def blind_findings(law: list[Jurisdiction], book: Codebook) -> Findings:
    """Findings on each jurisdiction from the rules written elsewhere."""
    found = [finding for one in law for finding in assess([one], without_own_rules(book, one.code))]
    return Findings(tuple(found), tuple(law))


def fit(cells: pd.DataFrame, findings: Findings) -> Figures:
    """Coefficients from some cells."""
    from sklearn.linear_model import LogisticRegression

    rows = [features(findings.of(cell["jurisdiction"], cell["criterion"])) for cell in cells.to_dict("records")]
    table = pd.DataFrame(rows, columns=list(FEATURES))
    spread = table.std().where(lambda values: values > 0, 1.0)
    model = LogisticRegression(C=RIDGE, max_iter=1000).fit((table / spread).to_numpy(), cells["right"].to_numpy(dtype=bool))
    coefficients = (model.coef_[0] / spread.to_numpy()).round(3).tolist()
    return Figures(
        measured=datetime.now(UTC).date().isoformat(),
        how="",
        cells=len(cells),
        agreement=round(float(cells["right"].mean()), 3),
        intercept=round(float(model.intercept_[0]), 3),
        coefficients=dict(zip(FEATURES, coefficients, strict=True)),
        criteria=tuple(cells["criterion"].unique()),
    )


def told_without(cells: pd.DataFrame, findings: Findings) -> pd.Series[float]:
    """Confidence of every cell, from the cells of the other jurisdictions."""
    told = pd.Series(np.nan, index=cells.index)
    for code, own in cells.groupby("jurisdiction"):
        figures = fit(cells[cells["jurisdiction"] != code], findings)
        told[own.index] = [confidence(findings.of(str(code), criterion), figures) for criterion in own["criterion"]]
    return told


def calibrated(findings: Findings, evaluation: Evaluation, whole: float) -> tuple[Figures, pd.DataFrame]:
    """The figures to ship, and their reliability table."""
    cells = evaluation.cells.query("gold != 'no-text' and tool != 'no-text'")
    evaluation.cells["confidence"] = told_without(cells, findings).reindex(evaluation.cells.index)
    table = calibration(evaluation, BINS)
    rate, codes = cells["right"].mean(), ", ".join(sorted(cells["jurisdiction"].unique()))
    brier, gap = table.loc["all", "brier"], table.loc["all", "gap"]
    how = HOW.format(ridge=RIDGE, codes=codes, whole=whole, brier=brier, base=rate * (1 - rate), gap=gap, bins=BINS)
    return fit(cells, findings).model_copy(update={"how": how}), table


def main() -> None:
    """Prints the reliability table and the figures; writes them where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help=f"write {FIGURES.name}")
    chosen = parser.parse_args()
    gold, book = read_gold(chosen.gold), read_criteria()
    known = set(gold["jurisdiction"])
    law = [j for j in read_statutes(chosen.law) if j.code in known and any(read_lexicon(i.language) for i in j.instruments)]
    whole = evaluate(assess(law, book).to_frame(), gold).overall["agreement"]
    findings = blind_findings(law, book)
    figures, table = calibrated(findings, evaluate(findings.to_frame(), gold), whole)
    shipped = yaml.safe_dump(figures.model_dump(mode="json"), sort_keys=False, width=130)
    print("Reliability, each jurisdiction left out of the fit", table.round(3).to_string(), "", shipped, sep="\n")
    if chosen.write:
        head = "# Coefficients and error rates, no answers. legal_compare/confidence.py says what each one looks at.\n"
        FIGURES.write_text(head + shipped, encoding="utf-8")


if __name__ == "__main__":
    main()
