"""Turns findings into intervals: how far an index, a rank or a distance moves when what it rests on moves.

The decision to know: drawn is what was chosen or may be wrong (weights, the value of partial, verdicts),
never the law that was not read. Unread law is the matter of the bounds in `scores.py` and `distances.py`.

Sources: OECD/JRC, Handbook on Constructing Composite Indicators (Nardo et al., 2008), step 7; Saisana,
Saltelli and Tarantola (J. R. Statist. Soc. A 168, 2005) for ranks as distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from legal_compare.distances import MIN_COVERAGE, SCALE, coverage, one_thread
from legal_compare.errors import LegalCompareError, Problems, UnknownCriterion
from legal_compare.scores import SCORE, VERDICTS, Floats, VerdictTable, Weights, part_of, ratio

Floats32 = NDArray[np.float32]
Counts = NDArray[np.unsignedinteger]

DRAWS = 2000
LEVEL = 0.90  # of every interval
SURE = 0.95  # share of the draws from which one index stands above another
BLOCK = 25  # draws at a time: a block of 200 x 100 stays in the cache of a processor
TIE = 1e-6  # below what float32 can tell apart in a share
NOTHING = np.float32(1e-30)  # keeps a share of nothing from dividing by zero


@dataclass(frozen=True)
class Uncertainty:
    """Medians, 90 % intervals and rank intervals, with what they were drawn from. Print it, or its parts.

    index      one row per jurisdiction with any verdict: known and index as in `score`, then the measures
               below; rank 1 is the highest
    distances  one row per pair that is not hidden: a, b, coverage and D as in `compare`, then the measures
               below; rank 1 is the nearest pair
    order      one row per two jurisdictions: a, b, ahead (share of draws in which a has the higher index,
               ties by half), separated (their intervals do not overlap)

    median, lower, upper            of the draws; lower to upper holds 90 % of them
    rank, rank_lower, rank_upper    ties share the best rank in `rank` and widen the interval
    overlaps                        how many others it cannot be separated from: their intervals overlap
    without_lower, without_upper    least and greatest value with one criterion left out
    without                         the criterion whose leaving out moves the value most
    """

    index: pd.DataFrame
    distances: pd.DataFrame
    order: pd.DataFrame
    weights: Weights
    basis: str

    def not_separated(self) -> pd.Series[str]:
        """For each jurisdiction, from the highest index down, the others whose interval overlaps its own."""
        unsure = self.order[~self.order["separated"]]
        both = pd.concat([unsure, unsure.rename(columns={"a": "b", "b": "a"})])
        named = both.sort_values("b").groupby("a")["b"].agg(", ".join)
        return named.reindex(self.index.sort_values("index", ascending=False).index, fill_value="").rename("not_separated")

    def statements(self) -> list[str]:
        """What cannot be said, in words: of the order by index, of ranks, and of distances."""
        unsure, pairs = int((~self.order["separated"]).sum()), len(self.order)
        said = [f"{unsure} of {pairs} pairs of jurisdictions cannot be separated by their index: their intervals overlap."]
        if 0 < unsure < pairs:  # by name, whichever list is the shorter
            few = self.order[self.order["separated"] == (unsure > pairs / 2)]
            named = "; ".join(f"{a} from {', '.join(rows['b'])}" for a, rows in few.groupby("a", sort=False))
            said.append(f"Separated are only {named}." if unsure > pairs / 2 else f"Not separated are {named}.")
        sure = int(((self.order["ahead"] >= SURE) | (self.order["ahead"] <= 1 - SURE)).sum())
        test = f"at least {SURE:.0%} of the draws: the sharper test, as draws are shared"
        said.append(f"In {sure} of the {pairs} one stands above the other in {test}.")
        fixed = self.index.index[self.index["rank_lower"] == self.index["rank_upper"]]
        named = f" ({', '.join(map(str, fixed))})" if len(fixed) else ""
        said.append(f"{len(fixed)} of {len(self.index)} jurisdictions have a rank that is certain{named}; the others share theirs.")
        if len(self.distances):
            nearest = self.distances.sort_values(["rank", "median"]).iloc[0]
            said.append(
                f"The nearest pair, {nearest['a']} and {nearest['b']} (D {nearest['D']:.2f}, {nearest['lower']:.2f} to "
                f"{nearest['upper']:.2f}), cannot be separated from {nearest['overlaps']} of the {len(self.distances) - 1} others."
            )
        return said

    def __str__(self) -> str:
        return "\n".join([self.basis, *self.statements()])


def simulate(
    findings: pd.DataFrame,
    weights: Weights | None = None,
    confusion: Mapping[str, pd.DataFrame] | pd.DataFrame | None = None,
    theme: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    partial: tuple[float, float] = (0.25, 0.75),
    concentration: float = 1.0,
    min_coverage: float = MIN_COVERAGE,
) -> Uncertainty:
    """Index, ranks and distances under drawn assumptions, of all criteria or of one theme.

    Weights are Dirichlet around the given ones: with equal weights and concentration 1 every weighting is
    as likely as any other, with `inf` the weights stay. The value of partial is uniform in its range; on the
    scale of D it stands that far from absent to met. `confusion` gives for each criterion the chance of each
    true verdict (columns) under each verdict found (rows, sum 1), as `evaluation.confusion_by_criterion`
    does; a criterion without one is held for right. A column `cells` says how many cells each row rests on: the
    row is then drawn too, as few cells tell a rate badly. Raises Problems for a matrix that is no such thing.
    """
    weights = weights or Weights.equal(findings)
    part, blocks, basis = draw_blocks(findings, weights, confusion, theme, draws, seed, partial, concentration)
    weight = part_of(VerdictTable.read(findings), weights, theme)[1]
    rated = np.flatnonzero(part.seen.any(axis=1))
    rows, columns = np.triu_indices(len(part.jurisdictions), 1)
    shared = coverage(part)[rows, columns]
    shown = (shared > 0) & (shared >= min_coverage)
    rows, columns, shared = rows[shown], columns[shown], shared[shown]

    index, distances = np.empty((draws, len(rated)), np.float32), np.empty((draws, len(rows)), np.float32)
    above = np.zeros((len(rated), len(rated)))
    at = 0
    with one_thread():
        for values, steps in blocks:
            block = slice(at, at + len(values))
            at = block.stop
            index[block], distances[block] = values[:, rated], steps[:, rows, columns]
            lead = index[block, :, None] - index[block, None, :]
            above += (lead > TIE).sum(axis=0) + (np.abs(lead) <= TIE).sum(axis=0) / 2

    names = np.array(part.jurisdictions, dtype=object)
    worth, seen = np.array([SCORE[verdict] for verdict in VERDICTS])[part.level[rated]], part.seen[rated]
    by_index = pd.DataFrame({"known": seen.mean(axis=1)}, index=pd.Index(names[rated], name="jurisdiction"))
    by_index = _table(by_index, "index", index, weight * worth * seen, weight * seen, part.criteria, True)
    both = part.seen[rows] & part.seen[columns]
    apart = np.abs(SCALE[part.level[rows]] - SCALE[part.level[columns]]) * both
    pairs = pd.DataFrame({"a": names[rows], "b": names[columns], "coverage": shared})
    return Uncertainty(
        by_index,
        _table(pairs, "D", distances, weight * apart, weight * both, part.criteria),
        _order(by_index, above / draws),
        weights,
        basis,
    )


def draw_blocks(
    findings: pd.DataFrame,
    weights: Weights | None = None,
    confusion: Mapping[str, pd.DataFrame] | pd.DataFrame | None = None,
    theme: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    partial: tuple[float, float] = (0.25, 0.75),
    concentration: float = 1.0,
) -> tuple[VerdictTable, Iterator[tuple[Floats32, Floats32]], str]:
    """The draws that `simulate` sums up, for whoever sums them up in another way; assumptions as there.

    The grid of n jurisdictions, blocks of drawn indices (block, n) and distances (block, n, n), and in words what
    was drawn. A pair with nothing in common stands at 0: look at `coverage` first.
    """
    if draws < 2 or concentration <= 0 or not 0 <= partial[0] <= partial[1] <= 1:
        what = f"draws {draws}, concentration {concentration} or partial {partial} is out of range."
        raise LegalCompareError("draws", what, "Two draws or more, above 0, and low to high within 0 and 1.")
    weights = weights or Weights.equal(findings)
    table = VerdictTable.read(findings)
    part, weight = part_of(table, weights, theme)
    matrices = _matrices(table, confusion)
    measured = sum(criterion in matrices for criterion in part.criteria)
    errors = "verdicts as found" if not matrices else f"verdict errors as measured on {measured} of {len(part.criteria)} criteria"
    basis = (
        f"{draws} draws, seed {seed}: Dirichlet weights around '{weights.source}' (concentration {concentration}), "
        f"partial worth {partial[0]} to {partial[1]}, {errors}; 90 % intervals."
    )
    rng = np.random.default_rng(seed)
    at_least = _at_least(part, matrices, rng, draws)
    return part, _drawn(part, weight, at_least, rng, draws, partial, concentration), basis


def _matrices(table: VerdictTable, confusion: Mapping[str, pd.DataFrame] | pd.DataFrame | None) -> dict[str, tuple[Floats, Floats]]:
    """For each criterion the chances (found, true) and how many cells each row rests on, infinite where nobody says."""
    if confusion is None:
        return {}
    if isinstance(confusion, pd.DataFrame):  # one table of all criteria, as `evaluation` makes it
        confusion = {str(name): rows.droplevel(0) for name, rows in confusion.groupby(level=0)}
    if unknown := sorted(set(confusion).difference(table.criteria)):
        raise UnknownCriterion("confusion", f"no findings for {', '.join(unknown)}.", "Use one codebook.")
    matrices, problems, verdicts = {}, [], pd.Index(VERDICTS)
    for criterion, given in confusion.items():
        matrix = given.reindex(index=verdicts, columns=verdicts).to_numpy(dtype=np.float64)
        if not np.allclose(matrix.sum(axis=1), 1, atol=1e-6) or (matrix < 0).any():
            problems.append(f"{criterion!r}: no row of chances, sum 1, for each verdict")
        cells = np.full(len(VERDICTS), np.inf)
        if "cells" in given:
            cells = given["cells"].reindex(verdicts).to_numpy(dtype=np.float64)
            if not (cells > 0).all():
                problems.append(f"{criterion!r}: cells are no numbers above 0")
        matrices[criterion] = matrix, cells
    if problems:
        raise Problems("confusion", problems, f"Rows (found) and columns (true): {', '.join(VERDICTS)}.")
    return matrices


def _at_least(part: VerdictTable, matrices: Mapping[str, tuple[Floats, Floats]], rng: np.random.Generator, draws: int) -> Floats32:
    """Chance that what is found is truly at least absent, partial, met: (3, draws or 1, k, found).

    A row that rests on so many cells is itself drawn, from a Dirichlet of that weight around it.
    """
    certain = np.eye(len(VERDICTS)), np.full(len(VERDICTS), np.inf)
    each = [matrices.get(criterion, certain) for criterion in part.criteria]
    matrix, cells = np.stack([one for one, _ in each]), np.stack([one for _, one in each])
    measured = np.isfinite(cells)
    if measured.any():
        matrix = np.tile(matrix, (draws, 1, 1, 1))
        drawn = rng.standard_gamma(matrix[0][measured] * cells[measured][:, None], size=(draws, int(measured.sum()), len(VERDICTS)))
        matrix[:, measured] = drawn / np.maximum(drawn.sum(axis=2, keepdims=True), NOTHING)
    else:
        matrix = matrix[None]
    at_least = matrix[..., ::-1].cumsum(axis=-1)[..., ::-1][..., 1:]
    return np.ascontiguousarray(np.moveaxis(at_least, -1, 0), dtype=np.float32)


def _drawn(
    part: VerdictTable,
    weight: Floats,
    at_least: Floats32,
    rng: np.random.Generator,
    draws: int,
    partial: tuple[float, float],
    concentration: float,
) -> Iterator[tuple[Floats32, Floats32]]:
    """Blocks of drawn indices (block, n) and distances (block, n, n)."""
    all_weights = np.tile(weight, (draws, 1))
    if np.isfinite(concentration):
        all_weights = rng.standard_gamma(concentration * len(weight) * all_weights)
        all_weights /= all_weights.sum(axis=1, keepdims=True)
    all_partial = rng.uniform(*partial, size=draws)
    seen, each = part.seen, np.arange(len(part.criteria))
    still = at_least.shape[1] == 1
    seen32 = seen.astype(np.float32)
    for start in range(0, draws, BLOCK):
        weights = all_weights[start : start + BLOCK].astype(np.float32)[:, None, :]
        worth = all_partial[start : start + BLOCK].astype(np.float32)[:, None, None]
        luck = rng.random((len(weights), *seen.shape), dtype=np.float32)
        # The steps of D, contrary to absent to partial to met, with partial where it was drawn.
        steps = (np.full_like(worth, 1 / 3), worth * np.float32(2 / 3), (1 - worth) * np.float32(2 / 3))
        chances = at_least if still else at_least[:, start : start + BLOCK]
        high = [luck < chances[at][:, each, part.level] for at in range(3)]
        risen = [(high[at] & seen).astype(np.float32) * (weights * steps[at]) for at in range(3)]
        short = [(~above & seen).astype(np.float32) for above in high]
        apart: Floats32 = np.concatenate(risen, axis=2) @ np.concatenate(short, axis=2).swapaxes(1, 2)
        # The index climbs only from absent to met, the last two thirds of the scale.
        climbed = np.float32(1.5) * (risen[1] + risen[2]).sum(axis=2)
        both: Floats32 = np.maximum((seen32 * weights) @ seen32.T, NOTHING)
        alone: Floats32 = np.maximum(weights[:, 0] @ seen32.T, NOTHING)
        yield climbed / alone, (apart + apart.swapaxes(1, 2)) / both


def _table(
    frame: pd.DataFrame,
    name: str,
    samples: Floats32,
    gained: Floats,
    counted: Floats,
    criteria: tuple[str, ...],
    highest_first: bool = False,
) -> pd.DataFrame:
    # samples (draws, items); gained and counted (items, k), whose sums make the value as it stands.
    total, whole = gained.sum(axis=1, keepdims=True), counted.sum(axis=1, keepdims=True)
    rest = whole - counted
    value, without = ratio(total, whole), ratio(total - gained, np.where(rest > TIE, rest, 0.0))
    moved = np.nan_to_num(np.abs(without - value), nan=-1.0)
    low, high = int((1 - LEVEL) / 2 * (len(samples) - 1)), -1 - int((1 - LEVEL) / 2 * (len(samples) - 1))
    lower, median, upper = _ordered(samples, low, len(samples) // 2, high).astype(np.float64)  # rounds as people expect
    best, worst = _ranks(-samples if highest_first else samples)
    rank, _ = _ranks(-value.T if highest_first else value.T)
    beyond = len(lower) - np.searchsorted(np.sort(lower), upper, side="right")
    short = np.searchsorted(np.sort(upper), lower, side="left")
    return frame.assign(
        **{name: value[:, 0]},
        median=median,
        lower=lower,
        upper=upper,
        rank=rank[0],
        rank_lower=_ordered(best, low)[0],
        rank_upper=_ordered(worst, high)[0],
        overlaps=len(lower) - 1 - beyond - short,
        without_lower=np.fmin.reduce(without, axis=1),
        without_upper=np.fmax.reduce(without, axis=1),
        without=np.array(criteria, dtype=object)[moved.argmax(axis=1)],
    )


def _order(index: pd.DataFrame, ahead: Floats) -> pd.DataFrame:
    a, b = np.triu_indices(len(index), 1)
    lower, upper, names = index["lower"].to_numpy(), index["upper"].to_numpy(), index.index
    separated = (lower[a] > upper[b]) | (lower[b] > upper[a])
    return pd.DataFrame({"a": names[a], "b": names[b], "ahead": ahead[a, b], "separated": separated})


def _ordered(samples: NDArray[Any], *positions: int) -> NDArray[Any]:
    """The values at these places of each item's draws in ascending order, (positions, items)."""
    found = np.empty((len(positions), samples.shape[1]), dtype=samples.dtype)
    for start in range(0, samples.shape[1], 1000):  # a few items at a time, to keep one copy small
        items = slice(start, start + 1000)
        found[:, items] = np.sort(samples[:, items].T.copy(), axis=1)[:, list(positions)].T
    return found


def _ranks(samples: NDArray[Any]) -> tuple[Counts, Counts]:
    """The best and the worst rank that ties allow each item in each draw, from 1, smallest value first."""
    draws, items = samples.shape
    best = np.empty((draws, items), dtype=np.min_scalar_type(items))
    worst, places = np.empty_like(best), np.arange(1, items + 1)
    for draw in range(draws):
        order = np.argsort(samples[draw])
        apart = np.diff(samples[draw, order]) > TIE
        best[draw, order] = np.maximum.accumulate(np.where(np.append(True, apart), places, 1))
        last = np.where(np.append(apart, True), places, items)
        worst[draw, order] = np.minimum.accumulate(last[::-1])[::-1]
    return best, worst
