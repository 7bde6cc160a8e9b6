"""Turns made-up corpora into the share of 90 % intervals that hold the truth, when the errors had to be measured first.

As in real use, the error rates are not known: each corpus has criteria with verdicts and errors of their own, a gold of a
few jurisdictions shows some of them, and the intervals of other jurisdictions are drawn from what that gold shows.
Run: python benchmarks/coverage.py [corpora]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from legal_compare.distances import compare
from legal_compare.evaluation import cells_by_criterion, confusion_by_criterion, evaluate
from legal_compare.scores import VERDICTS, score
from legal_compare.uncertainty import simulate

GOLD, NEW, CRITERIA, DRAWS = 10, 8, 38, 400
MIX = np.array([0.02, 0.3, 0.28, 0.4])  # contrary, absent, partial, met: about what was found in gold
STILL = {"concentration": float("inf"), "partial": (0.5, 0.5)}
Verdicts = NDArray[np.int64]


def table(verdicts: Verdicts, prefix: str) -> pd.DataFrame:
    """Tidy findings of verdicts (jurisdictions, criteria)."""
    rows = [
        (f"{prefix}{who}", f"c{at:02d}", f"t{at % 5}", VERDICTS[verdict], "complete", "")
        for who, law in enumerate(verdicts)
        for at, verdict in enumerate(law)
    ]
    return pd.DataFrame(rows, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage", "provisions"])


def found(truth: Verdicts, errors: NDArray[np.float64], rng: np.random.Generator) -> Verdicts:
    """What a tool with these errors, (criteria, true, found), would find."""
    chances = errors[np.arange(truth.shape[1]), truth].cumsum(axis=2)
    return np.asarray((rng.random((*truth.shape, 1)) > chances).sum(axis=2))


def held(unsure: pd.DataFrame, truth: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each interval holds the truth."""
    return np.asarray((unsure["lower"] <= truth + 1e-6) & (truth <= unsure["upper"] + 1e-6))


def main(corpora: int = 100) -> None:
    """Prints the shares for several rates of error."""
    print(f"{corpora} corpora, {NEW} jurisdictions, {CRITERIA} criteria, gold of {GOLD}, {DRAWS} draws, equal weights of themes")
    for rate in (0.1, 0.2, 0.3):
        rng = np.random.default_rng(11)
        inside: dict[str, list[bool]] = {f"{what}{how}": [] for how in (", rates held", "", ", all drawn") for what in ("index", "D")}
        for corpus in range(corpora):
            mix = rng.dirichlet(MIX * 8, size=CRITERIA)
            truth = np.array([[rng.choice(4, p=own) for own in mix] for _ in range(GOLD + NEW)])
            wrong = rng.dirichlet([1, 2, 2, 1], size=(CRITERIA, 4)) * (1 - np.eye(4))
            share = rng.beta(2, 2 / rate - 2, size=(CRITERIA, 4, 1))
            errors = share * wrong / wrong.sum(axis=2, keepdims=True) + (1 - share) * np.eye(4)
            seen = found(truth, errors, rng)
            gold = evaluate(table(seen[:GOLD], "G"), table(truth[:GOLD], "G"))
            rates = confusion_by_criterion(gold)
            measured = rates.assign(cells=cells_by_criterion(gold))
            corpus_found, corpus_true = table(seen[GOLD:], "X"), table(truth[GOLD:], "X")
            index = score(corpus_true)["index"].to_numpy()
            pairs = compare(corpus_true).pairs
            apart = pairs.loc[pairs["theme"] == "overall", "D"].to_numpy()
            for how, confusion, name in ((STILL, rates, ", rates held"), (STILL, measured, ""), ({}, measured, ", all drawn")):
                unsure = simulate(corpus_found, confusion=confusion, draws=DRAWS, seed=corpus, **how)  # type: ignore[arg-type]  # `how` holds numbers of several kinds
                inside[f"index{name}"] += list(held(unsure.index, index))
                inside[f"D{name}"] += list(held(unsure.distances, apart))
        print(f"errors {rate:.0%}: " + ", ".join(f"{name} {np.mean(hits):.2f}" for name, hits in inside.items()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
