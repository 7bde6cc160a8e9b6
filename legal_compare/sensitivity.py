"""Turns other weights into a table of which conclusions survive them.

The decision to know: a conclusion is a sentence that somebody would quote (who stands above whom, whose law is nearest),
not a change of a figure. It survives where it holds under every weighting named and in nine of ten weightings drawn.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (Nardo et al., 2008), step 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from legal_compare.distances import MIN_COVERAGE, coverage, distance, one_thread
from legal_compare.errors import LegalCompareError
from legal_compare.scores import SCORE, VERDICTS, Bools, Floats, VerdictTable, Weights, ratio
from legal_compare.uncertainty import DRAWS, LEVEL, TIE, draw_blocks

DOUBLED = 2.0
Values = NDArray[np.floating]
Holds = Callable[[Values, Values], Bools]
"""Indices (m, n) and distances (m, n, n) under m weightings -> whether each of c conclusions holds, (m, c)."""


@dataclass(frozen=True)
class Sensitivity:
    """Which conclusions survive other weights.

    table    one row per conclusion: kind (highest, lowest, upper half, order, nearest pair, farthest pair, neighbour), conclusion,
             one column per weighting named (whether it holds), held (share of them), draws (share of the weightings
             drawn), survives (all of them, and at least nine of ten draws)
    named    name of each weighting -> its weights; the first is the one that the conclusions were drawn from
    """

    table: pd.DataFrame
    named: dict[str, Weights]
    basis: str

    def __str__(self) -> str:
        kept, all_ = int(self.table["survives"].sum()), len(self.table)
        kinds = self.table.groupby("kind", sort=False)["survives"].agg(["sum", "size"])
        parts = ", ".join(f"{kind} {row['sum']} of {row['size']}" for kind, row in kinds.iterrows())
        return f"{kept} of {all_} conclusions survive other weights ({parts}).\n{self.basis}"


def sensitivity(
    findings: pd.DataFrame,
    weights: Weights | None = None,
    others: Sequence[Weights] = (),
    min_coverage: float = MIN_COVERAGE,
    draws: int = DRAWS,
    seed: int = 0,
) -> Sensitivity:
    """The conclusions of the given weights (default: equal) under others, named and drawn.

    Named are the given ones, every criterion alike, each theme doubled and each left out, and `others`; drawn are
    Dirichlet weightings, with nothing else moved. A jurisdiction or pair that a weighting leaves without a figure does
    not keep its conclusion. Raises LegalCompareError where fewer than two jurisdictions have a verdict.
    """
    table = VerdictTable.read(findings)
    rated = np.asarray(table.seen.any(axis=1))
    if rated.sum() < 2:
        raise LegalCompareError("sensitivity", "fewer than two jurisdictions have a verdict.", "Read more law.")
    given = weights or Weights.equal(findings)
    named = {weighting.source: weighting for weighting in (given, *_variants(findings, given), *others)}
    shared = coverage(table)
    hidden = (shared < min_coverage) | (shared == 0)
    np.fill_diagonal(hidden, True)
    with one_thread():
        figures = [_figures(table, weighting) for weighting in named.values()]
        index = np.array([one for one, _ in figures])
        apart = np.where(hidden, np.nan, np.array([one for _, one in figures]))
        claims = list(_claims(table.jurisdictions, rated, index[0], apart[0]))
        held = np.concatenate([claim.holds(index, apart) for claim in claims], axis=1)
        _, blocks, basis = draw_blocks(findings, given, draws=draws, seed=seed, partial=(0.5, 0.5))
        drawn = np.zeros(held.shape[1])
        for values, steps in blocks:
            values, steps = np.where(rated, values, np.nan), np.where(hidden, np.nan, steps)
            drawn += np.concatenate([claim.holds(values, steps).sum(axis=0) for claim in claims])
    rows = [(claim.kind, said) for claim in claims for said in claim.said]
    result = pd.DataFrame(rows, columns=["kind", "conclusion"]).join(pd.DataFrame(held.T, columns=list(named)))
    result["held"], result["draws"] = held.mean(axis=0), drawn / draws
    result["survives"] = np.asarray(held.all(axis=0)) & (result["draws"].to_numpy() >= LEVEL)
    return Sensitivity(result, named, basis.replace("; 90 % intervals", ""))


def _variants(findings: pd.DataFrame, given: Weights) -> Iterator[Weights]:
    alike = {name: float(number > 0) for name, number in given.by_criterion.items()}
    yield Weights(_whole(alike), given.themes, "every criterion alike")
    themes = sorted(set(given.themes.values()))
    for factor, words in ((DOUBLED, "{} doubled"), (0.0, "without {}")):
        for theme in themes:
            numbers = {name: number * (factor if given.themes[name] == theme else 1) for name, number in given.by_criterion.items()}
            if sum(numbers.values()) > 0:
                yield Weights(_whole(numbers), given.themes, words.format(theme))


def _whole(numbers: dict[str, float]) -> dict[str, float]:
    total = sum(numbers.values())
    return {name: number / total for name, number in numbers.items()}


def _figures(table: VerdictTable, weights: Weights) -> tuple[Floats, Floats]:
    """Index (n,) and D (n, n); NaN where a weighting leaves nothing to measure."""
    weight = weights.vector(table.criteria)
    worth = np.array([SCORE[verdict] for verdict in VERDICTS])
    return ratio(np.where(table.seen, worth[table.level], 0.0) @ weight, table.seen @ weight), distance(table, weight)


@dataclass(frozen=True)
class _Claim:
    """Conclusions of one kind, and the test that tells in which weightings they hold."""

    kind: str
    said: list[str]
    holds: Holds


def _claims(names: Sequence[str], rated: Bools, index: Floats, apart: Floats) -> Iterator[_Claim]:
    """What the given weights show; a tie is no conclusion of order."""
    best = [int(at) for at in np.argsort(-index, kind="stable") if rated[at] and not np.isnan(index[at])]
    top, last = best[:1], best[-1:]
    yield _Claim("highest", [f"{names[top[0]]} has the highest index"], lambda values, _: _least(-values, -values[:, top]))
    yield _Claim("lowest", [f"{names[last[0]]} has the lowest index"], lambda values, _: _least(values, values[:, last]))
    upper = [at for at in best if index[at] > np.nanmedian(index[rated])]
    said = [f"{names[at]} is in the upper half by index" for at in upper]
    yield _Claim("upper half", said, lambda values, _: values[:, upper] > np.nanmedian(values, axis=1)[:, None])
    pairs = [(a, b) for place, a in enumerate(best) for b in best[place + 1 :] if index[a] - index[b] > TIE]
    above, below = [a for a, _ in pairs], [b for _, b in pairs]
    said = [f"{names[a]} stands above {names[b]}" for a, b in pairs]
    yield _Claim("order", said, lambda values, _: values[:, above] - values[:, below] > TIE)
    if np.isnan(apart).all():
        return
    a, b = (int(place) for place in np.unravel_index(int(np.nanargmin(apart)), apart.shape))
    c, d = (int(place) for place in np.unravel_index(int(np.nanargmax(apart)), apart.shape))
    near, far = f"{names[a]} and {names[b]} are the nearest pair", f"{names[c]} and {names[d]} are the farthest pair"
    yield _Claim("nearest pair", [near], lambda _, steps: _least(_flat(steps), steps[:, a, b, None]))
    yield _Claim("farthest pair", [far], lambda _, steps: _least(-_flat(steps), -steps[:, c, d, None]))
    homes = [int(at) for at in np.flatnonzero(~np.isnan(apart).all(axis=1))]
    nearest = [int(np.nanargmin(apart[at])) for at in homes]
    said = [f"{names[other]} is nearest to {names[home]}" for home, other in zip(homes, nearest, strict=True)]

    def neighbours(_: Values, steps: Values) -> Bools:
        return np.asarray(steps[:, homes, nearest] <= np.fmin.reduce(steps[:, homes], axis=2) + TIE)

    yield _Claim("neighbour", said, neighbours)


def _flat(steps: Values) -> Values:
    return steps.reshape(len(steps), -1)


def _least(values: Values, own: Values) -> Bools:
    """Whether a value (m, 1) is the least of its row, ties allowed; not where it is NaN."""
    return np.asarray(own <= np.fmin.reduce(values, axis=1, keepdims=True) + TIE)
