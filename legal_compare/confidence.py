"""Turns what was seen for a finding into a confidence: the chance that a careful reading gives the same verdict.

A small logistic model whose few coefficients and error rates ship in `confidence.yaml` with the date and the way in
which benchmarks/calibrate.py obtained them. A verdict of which nothing was measured is not scored: None, never 1.0.
"""

from __future__ import annotations

from functools import cache
from math import exp, log1p
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from legal_compare.findings import Finding

FIGURES = Path(__file__).with_name("confidence.yaml")
LOWEST, HIGHEST = 0.02, 0.98
"""No finding is held for certain, however the model extrapolates."""

FEATURES = {
    "met": "1 where the verdict is met",
    "partial": "1 where it is partial",
    "absent": "1 where it is absent",
    "rules": "log(1 + rules that fired)",
    "borrowed": "share of the evidence that a heading, a title or a tie to another provision helped to find",
    "set-aside": "log(1 + sections in which a match was silenced by a cue, an `unless` or a missing tie)",
    "whole": "1 where the theme's law was read whole",
}
"""What the model looks at; a contrary verdict has none of the marks of the other three.

The number of provisions and each criterion's own record were tried and left out: on jurisdictions left out they
made the confidence worse.
"""


class Figures(BaseModel):
    """`confidence.yaml` as it stands on disk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measured: str
    how: str
    cells: int
    agreement: float
    intercept: float
    coefficients: dict[str, float]
    criteria: tuple[str, ...]


@cache
def read_figures(path: Path = FIGURES) -> Figures | None:
    """The shipped figures; None where nothing was measured yet."""
    return Figures.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else None


def confidence(finding: Finding, figures: Figures | None = None) -> float | None:
    """The chance that the verdict is right; None for no-text and for a criterion that was never measured."""
    figures = figures or read_figures()
    if figures is None or finding.verdict == "no-text" or finding.criterion not in figures.criteria:
        return None
    odds = figures.intercept + sum(figures.coefficients[name] * value for name, value in features(finding).items())
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + exp(-odds)))), 3)


def features(finding: Finding) -> dict[str, float]:
    """What was seen for a finding, in the order of FEATURES."""
    borrowed = [bool(one.match.from_heading or one.match.tied_to) for one in finding.evidence]
    return {
        "met": float(finding.verdict == "met"),
        "partial": float(finding.verdict == "partial"),
        "absent": float(finding.verdict == "absent"),
        "rules": log1p(len(finding.rules)),
        "borrowed": sum(borrowed) / len(borrowed) if borrowed else 0.0,
        "set-aside": log1p(len({one.key for one in finding.set_aside})),
        "whole": float(finding.coverage == "complete"),
    }
