"""Turns several answers to the same questions into Krippendorff's alpha: agreement beyond what chance alone would give.

Source: Krippendorff, Content Analysis, 4th ed. 2019, chapter 12: alpha = 1 - observed / expected disagreement, from the
coincidences of values within units, so that missing answers need no guess.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legal_compare.errors import LegalCompareError

Floats = NDArray[np.float64]


def _nominal(values: Floats, counts: Floats) -> Floats:
    return np.asarray(values[:, None] != values, dtype=np.float64)


def _interval(values: Floats, counts: Floats) -> Floats:
    return np.asarray((values[:, None] - values) ** 2)


def _ordinal(values: Floats, counts: Floats) -> Floats:
    # How many answers stand from one value to the other, the two ends by half.
    place = np.cumsum(counts) - counts / 2
    return np.asarray((place[:, None] - place) ** 2)


DIFFERENCE: dict[str, Callable[[Floats, Floats], Floats]] = {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval}


def krippendorff_alpha(answers: NDArray[Any], level: str = "ordinal") -> float:
    """Alpha of answers (coders, units), NaN where one is missing; 1 all agree, 0 as by chance, below 0 worse.

    `level` is nominal, ordinal or interval. NaN where no unit has two answers or all answers are one value: nothing can
    then be said of chance. Raises LegalCompareError for another level.
    """
    if level not in DIFFERENCE:
        raise LegalCompareError("level", f"{level!r} is unknown.", f"Use one of {', '.join(DIFFERENCE)}.")
    answers = np.asarray(answers, dtype=np.float64)
    values = np.unique(answers[~np.isnan(answers)])
    often = (answers[:, :, None] == values).sum(axis=0).astype(float)  # (units, values)
    answered = often.sum(axis=1)
    often, answered = often[answered > 1], answered[answered > 1]
    pairs = (often / (answered - 1)[:, None]).T @ often - np.diag((often / (answered - 1)[:, None]).sum(axis=0))
    counts = pairs.sum(axis=1)
    apart = DIFFERENCE[level](values, counts)
    expected = float(counts @ apart @ counts) / (counts.sum() - 1) if counts.sum() > 1 else 0.0
    return 1 - float((pairs * apart).sum()) / expected if expected else float("nan")
