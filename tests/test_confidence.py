"""Is the confidence of a finding a modest chance, told only where something was measured?"""

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from legal_compare.confidence import FEATURES, FIGURES, HIGHEST, LOWEST, Figures, confidence, features, read_figures
from legal_compare.findings import Finding


def figures(intercept: float = 0.0, **coefficients: float) -> Figures:
    weights = dict.fromkeys(FEATURES, 0.0) | {name.replace("_", "-"): value for name, value in coefficients.items()}
    return Figures(measured="2001-01-01", how="", cells=1, agreement=0.5, intercept=intercept, coefficients=weights, criteria=("c",))


def seen(rule: str = "r", key: str = "act#1", heading: tuple[str, ...] = (), tied: str = "") -> Any:
    return SimpleNamespace(key=key, match=SimpleNamespace(rule=rule, element="e", from_heading=heading, tied_to=tied, suppressed=""))


FOUND = Finding("XA", "c", "t", "met", "in-force", "complete", evidence=(seen(), seen("other")))


def test_a_finding_without_text_is_not_scored() -> None:
    assert confidence(replace(FOUND, verdict="no-text"), figures()) is None


def test_a_criterion_that_was_never_measured_is_not_scored() -> None:
    assert confidence(replace(FOUND, criterion="new"), figures()) is None


@pytest.mark.parametrize(("intercept", "expected"), [(50.0, HIGHEST), (-50.0, LOWEST), (0.0, 0.5)])
def test_no_finding_is_held_for_certain(intercept: float, expected: float) -> None:
    assert confidence(FOUND, figures(intercept)) == expected


def test_confidence_is_the_logistic_of_what_was_seen() -> None:
    # met 1 and log(1 + 2 rules) = 1.0986: odds 1 + 0.5 * 1.0986 = 1.549
    assert confidence(FOUND, figures(met=1.0, rules=0.5)) == pytest.approx(0.825, abs=0.001)


def test_evidence_that_leans_on_a_heading_or_a_tie_is_told_apart() -> None:
    leaning = replace(FOUND, evidence=(seen(heading=("material",)), seen(tied="act#2"), seen(), seen()))
    assert features(leaning)["borrowed"] == 0.5


def test_matches_set_aside_in_one_section_count_once() -> None:
    one, two = replace(FOUND, set_aside=(seen(), seen())), replace(FOUND, set_aside=(seen(), seen(key="act#2")))
    assert features(one)["set-aside"] < features(two)["set-aside"]


def test_the_shipped_figures_fit_the_model_and_hold_no_answers() -> None:
    shipped = read_figures()
    assert shipped is not None
    assert set(shipped.coefficients) == set(FEATURES) == set(features(FOUND))
    assert shipped.measured and "Brier" in shipped.how
    assert not any(verdict in FIGURES.read_text(encoding="utf-8") for verdict in ("verdict:", "provisions:", "jurisdictions:"))


def test_telling_a_confidence_loads_nothing_heavy() -> None:
    code = "import sys, legal_compare.confidence; print({'spacy', 'pandas', 'numpy', 'sklearn', 'scipy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
