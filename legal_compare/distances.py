"""Turns findings into distances between jurisdictions, and into the gap between one of them and a model.

The decision to know: a distance is made only of cells that both jurisdictions can answer. `no-text` is
missing; a pair that can answer too few criteria is hidden; bounds say what the unread law could still change.

Sources: H has the form of the OECD STRI regulatory heterogeneity index (Nordås, OECD Trade Policy Paper 189,
2016); D is the general coefficient of Gower (Biometrics 27, 1971) on one ordinal scale with equal steps;
deficit and conformity are the two numbers of the EU single market scoreboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from legal_compare.scores import (
    ABSENT,
    MET,
    NO_TEXT,
    ORDINAL,
    OVERALL,
    PARTIAL,
    VERDICTS,
    Bools,
    Floats,
    Levels,
    VerdictTable,
    Weights,
    part_of,
    parts,
    ratio,
)

# Below it a pair rests on too little law to be shown; the figure stays in the long table, marked hidden.
MIN_COVERAGE = 0.6

SCALE = np.array([ORDINAL[verdict] for verdict in VERDICTS])

# A cell is in one of six states: the four verdicts, an `absent` found in law read only in part, and `no-text`
# (last, where the -1 of a grid points). Each measure of a pair is a table of state against state, summed over
# the criteria by weight; so whoever doubts a measure has 36 numbers to check.
QUALIFIED = len(VERDICTS)
_verdict = np.array([*range(len(VERDICTS)), ABSENT, -1])
_place = np.append(SCALE[_verdict[:-1]], 0.0)
_seen = _verdict >= 0
_known = _seen & (np.arange(len(_verdict)) != QUALIFIED)
_same = _verdict[:, None] == _verdict
_farthest = np.where(_known, np.maximum(_place, 1 - _place), 1.0)

SEEN = np.outer(_seen, _seen)
DIFFER = SEEN & ~_same
BOTH_HAVE = SEEN & _same & (_verdict >= PARTIAL)
BOTH_LACK = SEEN & _same & (_verdict < PARTIAL)
STEP = SEEN * np.abs(_place[:, None] - _place)
LEAST = np.outer(_known, _known) * STEP
GREATEST = np.where(np.outer(_known, _known), STEP, np.minimum.outer(_farthest, _farthest))


@dataclass(frozen=True)
class Distances:
    """Distances of n jurisdictions, their parts and the weights they were made with.

    matrix   (n, n), D of `theme`; NaN where the pair is hidden
    pairs    one row per pair and theme ("overall" for all criteria), all shares 0 to 1:
             a, b, theme, H, D, D_lower, D_upper, D_no_joint_absence,
             both_have, both_lack, differ   numbers of criteria with one verdict, met or partial; with one
                                            verdict, absent or contrary; with different verdicts
             coverage   share of the criteria that both can answer
             hidden     whether the coverage is under the minimum
    """

    matrix: pd.DataFrame
    pairs: pd.DataFrame
    weights: Weights
    theme: str = OVERALL


def compare(
    findings: pd.DataFrame,
    theme: str | None = None,
    weights: Weights | None = None,
    min_coverage: float = MIN_COVERAGE,
) -> Distances:
    """The distances of every pair, overall and by theme, or of one theme alone.

    Raises LegalCompareError for a theme without a criterion that counts.
    """
    weights = weights or Weights.equal(findings)
    table = VerdictTable.read(findings)
    part, weight = part_of(table, weights, theme)
    with one_thread():
        tables = [_pairs(*each, min_coverage) for each in parts(table, weights) if theme in (None, each[0])]
        shown = np.where(coverage(part) < min_coverage, np.nan, distance(part, weight))
    names = pd.Index(part.jurisdictions, name="jurisdiction")
    return Distances(pd.DataFrame(shown, names, names), pd.concat(tables, ignore_index=True), weights, theme or OVERALL)


def heterogeneity(part: VerdictTable, weight: Floats) -> Floats:
    """H, (n, n): weighted share of the criteria seen in both whose verdicts differ; NaN if none is seen."""
    return ratio(*_totals(part, weight, DIFFER, SEEN))


def distance(part: VerdictTable, weight: Floats) -> Floats:
    """D, (n, n): the weighted mean step between the verdicts seen in both; NaN if none is seen."""
    return ratio(*_totals(part, weight, STEP, SEEN))


def bounds(part: VerdictTable, weight: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest D over all criteria that the unknown cells allow, each (n, n).

    D itself may lie above the greatest: it speaks of the criteria seen, the bounds of all of them.
    """
    least, greatest = _totals(part, weight, LEAST, GREATEST)
    return np.clip(least, 0.0, 1.0), np.clip(greatest, 0.0, 1.0)


def one_thread() -> AbstractContextManager[object]:
    """Holds matrix products to one core.

    Ours are too small to gain from a second one, and where that is busy the first waits for it: on a loaded
    machine of two cores 2,000 draws took nine times as long.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes with scikit-learn

    limits: AbstractContextManager[object] = threadpool_limits(1, "blas")
    return limits


def coverage(part: VerdictTable) -> Floats:
    """Share of the criteria that both can answer, (n, n): `no-text` is no answer, any `absent` is one."""
    each = np.ones(len(part.criteria))
    return ratio(*_totals(part, each, SEEN, np.ones_like(SEEN)))


@dataclass(frozen=True)
class Gap:
    """What one jurisdiction lacks of a benchmark: shares, 0 to 1, of what the benchmark requires (by weight).

    Required is each criterion on which the benchmark is met or partial. Shares are of those that the
    jurisdiction can answer (`coverage` of them, by number); NaN if there is none.

    deficit       its verdict falls short
    conformity    the part of the deficit with law that is not right: partial, or contrary
    missing       the part of the deficit with no law: absent (all that the EU scoreboard's transposition
                  deficit means; it counts the conformity deficit apart)
    deficit_lower, deficit_upper   the least and greatest deficit that the unknown cells allow
    shortfall     mean step from its verdicts up to those required, on the scale of D
    D             distance between the two, on all criteria that both can answer, required or not
    criteria      one row per criterion: criterion, theme, weight, verdict, benchmark, required, deficit,
                  conformity, qualified (an `absent` that means "not found in what was read")
    changes       one row per single change, greatest first: criterion, theme, verdict, change_to,
                  reduction (of the shortfall), deficit_reduction, D_reduction (of the distance), qualified (an
                  absent that may be law not read: look there first)
    """

    jurisdiction: str
    benchmark: str
    deficit: float
    conformity: float
    missing: float
    deficit_lower: float
    deficit_upper: float
    shortfall: float
    D: float
    coverage: float
    criteria: pd.DataFrame
    changes: pd.DataFrame
    weights: Weights


def gap(
    findings: pd.DataFrame,
    jurisdiction: str,
    benchmark: str | Sequence[str] | None = None,
    weights: Weights | None = None,
    theme: str | None = None,
    name: str = "",
) -> Gap:
    """The gap to the full codebook (None), to one jurisdiction, or to the best of several on each criterion.

    A convention or a union is a jurisdiction whose own law is the benchmark; `groups.named_group` gives the codes of a
    region. `name` says in words what several are. Raises UnknownJurisdiction.
    """
    weights = weights or Weights.equal(findings)
    part, weight = part_of(VerdictTable.read(findings), weights, theme)
    row = part.row(jurisdiction)
    own, qualified = part.level[row], part.qualified[row]
    models = [benchmark] if isinstance(benchmark, str) else list(benchmark or [])
    target = part.level[[part.row(code) for code in models]].max(axis=0) if models else np.full_like(own, MET)
    required, seen = target >= PARTIAL, own >= 0
    below = required & seen & (own < target)
    conformity = below & (own != ABSENT)

    def share(of: Bools | Floats, among: Bools) -> float:
        return float(ratio(np.asarray(weight @ of), np.asarray(weight @ among)))

    asked = required & seen
    steps = np.where(below, SCALE[target] - SCALE[own], 0.0)
    both = seen & (target >= 0)
    apart = np.where(both, np.abs(SCALE[target] - SCALE[own]), 0.0)
    criteria = pd.DataFrame(
        {
            "criterion": part.criteria,
            "theme": part.themes,
            "weight": weight,
            "verdict": _words(own),
            "benchmark": _words(target),
            "required": required,
            "deficit": below,
            "conformity": conformity,
            "qualified": qualified,
        }
    )
    total = np.sum(weight * asked)
    changes = criteria[below].assign(reduction=(weight * steps)[below] / total)
    changes["deficit_reduction"] = weight[below] / total
    changes["D_reduction"] = (weight * apart)[below] / np.sum(weight * both)
    changes = changes.rename(columns={"benchmark": "change_to"})
    columns = ["criterion", "theme", "verdict", "change_to", "reduction", "deficit_reduction", "D_reduction", "qualified"]
    return Gap(
        jurisdiction,
        name or _benchmark_name(models),
        deficit=share(below, asked),
        conformity=share(conformity, asked),
        missing=share(below & ~conformity, asked),
        deficit_lower=share(below & ~qualified, required),
        deficit_upper=share(below | (required & ~seen), required),
        shortfall=share(steps, asked),
        D=share(apart, both),
        coverage=float(ratio(np.asarray(asked.sum()), np.asarray(required.sum()))),
        criteria=criteria,
        changes=changes.sort_values("reduction", ascending=False, kind="stable", ignore_index=True)[columns],
        weights=weights,
    )


def _benchmark_name(models: Sequence[str]) -> str:
    if not models:
        return "every criterion met"
    return models[0] if len(models) == 1 else f"best of {', '.join(models)}"


def _words(level: Levels) -> list[str]:
    return [VERDICTS[number] if number >= 0 else NO_TEXT for number in level]


def _pairs(theme: str, part: VerdictTable, weight: Floats, min_coverage: float) -> pd.DataFrame:
    rows, columns = np.triu_indices(len(part.jurisdictions), 1)
    names, each = pd.Index(part.jurisdictions), np.ones(len(part.criteria))
    tables = (DIFFER, STEP, SEEN, SEEN & ~BOTH_LACK, LEAST, GREATEST)
    differ, step, seen, seen_some, least, greatest = _totals(part, weight, *tables)[:, rows, columns]
    counts = _totals(part, each, BOTH_HAVE, BOTH_LACK, DIFFER, SEEN)[:, rows, columns].astype(int)
    return pd.DataFrame(
        {
            "a": names[rows],
            "b": names[columns],
            "theme": theme,
            "H": ratio(differ, seen),
            "D": ratio(step, seen),
            "D_lower": np.clip(least, 0.0, 1.0),
            "D_upper": np.clip(greatest, 0.0, 1.0),
            "D_no_joint_absence": ratio(step, seen_some),
            "both_have": counts[0],
            "both_lack": counts[1],
            "differ": counts[2],
            "coverage": counts[3] / len(each),
            "hidden": counts[3] / len(each) < min_coverage,
        }
    )


def _totals(part: VerdictTable, weight: Floats, *tables: Bools | Floats) -> Floats:
    # For each table the sum over the criteria of weight times table[state of i, state of j]: (tables, n, n).
    state = np.where(part.qualified, QUALIFIED, part.level)
    rows, cells = len(state), state.size // len(state) * len(SEEN)
    own = np.eye(len(SEEN))[state].reshape(rows, cells)
    other = np.array(tables, dtype=np.float64)[:, state] * weight[:, None]
    totals: Floats = (other.reshape(-1, cells) @ own.T).reshape(-1, rows, rows)
    return (totals + totals.swapaxes(1, 2)) / 2  # the same both ways, but for rounding
