"""Turns the place of the package into the paths of the data that ships with it.

A checkout keeps `criteria.yaml` and `statutes/` at its top; an installed package carries them inside.
"""

from __future__ import annotations

from pathlib import Path

from legal_compare.errors import LegalCompareError

_PACKAGE = Path(__file__).parent


def _shipped(name: str) -> Path:
    for place in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if place.exists():
            return place
    raise LegalCompareError(name, "does not ship with this installation.", "Install the package again, or name a path.")


def criteria_path() -> Path:
    """The shipped codebook."""
    return _shipped("criteria.yaml")


def statutes_path() -> Path:
    """The shipped excerpts of law."""
    return _shipped("statutes")


def accuracy_path() -> Path:
    """The figures of accuracy as measured, in Markdown."""
    return _shipped("accuracy.md") if (_PACKAGE / "data" / "accuracy.md").exists() else _shipped("benchmarks") / "accuracy.md"
