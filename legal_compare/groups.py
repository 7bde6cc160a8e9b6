"""Turns groups of jurisdictions into how harmonised each is inside, how far two stand apart, and on which criteria.

The decision to know: a group's number is the mean over its pairs that are not hidden, never the distance of an average
law that nobody has. Whether two groups differ is asked of the same draws for both: between them minus inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from legal_compare.agreement import krippendorff_alpha
from legal_compare.distances import MIN_COVERAGE, bounds, coverage, distance, heterogeneity, one_thread
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.scores import ABSENT, ORDINAL, VERDICTS, Bools, Floats, VerdictTable, Weights, part_of
from legal_compare.uncertainty import DRAWS, LEVEL, draw_blocks

if TYPE_CHECKING:
    from legal_compare.statutes import Jurisdiction

Groups = Mapping[str, Sequence[str]]
"""Name of a group -> codes of its members; a jurisdiction may stand in several groups or in none."""

ALL = "all"
BY = ("region", "tradition", "union")


@dataclass(frozen=True)
class Harmonisation:
    """How alike the laws of each group are, how far groups stand apart, and on which criteria.

    inside    one row per group and for `all`: group, members (with law at hand), pairs (shown), hidden, H and D
              (means of the pairs shown), lower and upper (90 % interval of D), D_lower and D_upper (means of the bounds,
              hidden pairs too), alpha (Krippendorff's, ordinal: 1 one law, 0 as alike as verdicts dealt by chance)
    between   one row per two groups: a, b, pairs, hidden, D, lower, upper, excess (D between minus the mean of D inside
              the two), excess_lower, excess_upper, apart (whether the interval of the excess lies above 0)
    criteria  one row per group (and `all`) and criterion, most dispersed first: group, rank, criterion, theme, answered,
              dispersion (mean step between verdicts, 0 one verdict to 1), agreement (share of pairs with one verdict),
              lacking (share of the answers that are absent or contrary: where all lack it, agreement protects nobody),
              not_found (number of absents that only mean "not found in what was read")
    """

    inside: pd.DataFrame
    between: pd.DataFrame
    criteria: pd.DataFrame
    weights: Weights
    basis: str

    def extremes(self, group: str = ALL, count: int = 5, fewest: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The most and the least harmonised criteria of a group, of those that at least `fewest` members answer.

        Where dispersion is equal, the criterion that fewer lack counts as more harmonised.
        """
        rows = self.criteria[(self.criteria["group"] == group) & (self.criteria["answered"] >= fewest)]
        rows = rows.sort_values(["dispersion", "lacking", "criterion"], ignore_index=True)
        return rows.head(count), rows.iloc[::-1].head(count).reset_index(drop=True)


def groups_by(jurisdictions: Iterable[Jurisdiction], by: str) -> dict[str, tuple[str, ...]]:
    """Groups by `region`, `tradition` or `union` (its members, not the union's own law).

    A jurisdiction of which nothing is said stands in no group. Raises LegalCompareError for another word.
    """
    if by not in BY:
        raise LegalCompareError("groups", f"cannot be made by {by!r}.", f"Use {', '.join(BY)}, or a file of groups.")
    found: dict[str, list[str]] = {}
    for jurisdiction in jurisdictions:
        name = {"region": jurisdiction.region, "tradition": jurisdiction.tradition, "union": jurisdiction.union}[by]
        if name:
            found.setdefault(f"members of {name.upper()}" if by == "union" else name, []).append(jurisdiction.code)
    return {name: tuple(sorted(codes)) for name, codes in sorted(found.items())}


def read_groups(path: Path | str, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Groups of a YAML file, `name: [code, code]` a line; `codes` are those at hand.

    Raises LegalCompareError for what is no such file, Problems with everything wrong in it at once.
    """
    import yaml

    path, known = Path(path), {code.upper() for code in codes}
    hint = "Write one `name: [code, code]` a line."
    try:  # composed, not loaded: loading would read NO as false and drop a name that stands twice
        node: Any = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as trouble:
        raise LegalCompareError(str(path), f"cannot be read ({trouble}).", hint) from trouble
    if not isinstance(node, yaml.MappingNode):
        raise LegalCompareError(str(path), "holds no names with codes.", hint)
    groups: dict[str, tuple[str, ...]] = {}
    problems = []
    for key, value in node.value:
        name = str(key.value)
        if not isinstance(value, yaml.SequenceNode) or not value.value:
            problems.append(f"{name!r} is no list of codes")
            continue
        members = tuple(dict.fromkeys(str(one.value).upper() for one in value.value))
        for code in sorted(set(members) - known):
            close = "".join(f"; did you mean {near}?" for near in get_close_matches(code, known, n=1))
            problems.append(f"{name!r}: {code} is not at hand{close}")
        problems += [f"{name!r} stands twice"] * (name in groups) + [f"{name!r} means all of them already"] * (name == ALL)
        groups[name] = members
    if problems:
        raise Problems(str(path), problems, f"{hint} At hand: {', '.join(sorted(known))}.")
    return groups


def named_group(name: str, jurisdictions: Sequence[Jurisdiction], own: Groups | None = None) -> tuple[str, tuple[str, ...]] | None:
    """A group of one's own, a region, a tradition or a union (`members of EU`) by its name, case aside: its name as written
    and its members; None where no group is called so."""
    named = {**{key: value for by in BY for key, value in groups_by(jurisdictions, by).items()}, **(own or {})}
    return next(((key, tuple(codes)) for key, codes in named.items() if key.casefold() == name.casefold()), None)


def harmonisation(
    findings: pd.DataFrame,
    groups: Groups,
    theme: str | None = None,
    weights: Weights | None = None,
    confusion: Mapping[str, pd.DataFrame] | pd.DataFrame | None = None,
    min_coverage: float = MIN_COVERAGE,
    draws: int = DRAWS,
    seed: int = 0,
) -> Harmonisation:
    """Groups inside, two by two, and criterion by criterion; intervals under the assumptions of `uncertainty.simulate`.

    Members without findings are left out. Raises LegalCompareError for no group or a theme that does not count.
    """
    if not groups:
        raise LegalCompareError("groups", "there are none.", f"Group by {', '.join(BY)}, or write a file of groups.")
    weights = weights or Weights.equal(findings)
    part, blocks, basis = draw_blocks(findings, weights, confusion, theme, draws, seed)
    weight = part_of(VerdictTable.read(findings), weights, theme)[1]
    rated = np.asarray(part.seen.any(axis=1))
    names = np.array(part.jurisdictions)
    of: dict[str, Bools] = {ALL: rated, **{name: rated & np.isin(names, list(codes)) for name, codes in groups.items()}}
    upper = np.triu(np.ones((len(names), len(names)), dtype=bool), 1)
    couples = [(a, b) for at, a in enumerate(groups) for b in list(groups)[at + 1 :]]
    inner = {name: np.outer(own, own) & upper for name, own in of.items()}
    outer = {(a, b): (np.outer(of[a], of[b]) | np.outer(of[b], of[a])) & upper for a, b in couples}
    shared = coverage(part)
    shown = (shared > 0) & (shared >= min_coverage)
    masks = [*inner.values(), *outer.values()]
    with one_thread():
        measures = np.array([heterogeneity(part, weight), distance(part, weight), *bounds(part, weight)])
        drawn = _drawn_means(blocks, [mask & shown for mask in masks])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    at = {key: place for place, key in enumerate([*inner, *outer])}

    def row(key: Any, mask: Bools) -> dict[str, Any]:
        pairs = mask & shown
        h, d = (float(measure[pairs].mean()) if pairs.any() else np.nan for measure in measures[:2])
        return {
            "pairs": int(pairs.sum()), "hidden": int((mask & ~shown).sum()), "H": h, "D": d,
            "lower": low[at[key]], "upper": high[at[key]],
            "D_lower": measures[2][mask].mean() if mask.any() else np.nan,
            "D_upper": measures[3][mask].mean() if mask.any() else np.nan,
        }  # fmt: skip

    level = np.where(part.seen, part.level.astype(float), np.nan)
    inside = pd.DataFrame(
        [
            {"group": name, "members": int(of[name].sum()), **row(name, mask), "alpha": krippendorff_alpha(level[of[name]])}
            for name, mask in inner.items()
        ]
    )
    mean_inside = inside["D"].to_numpy()
    between = []
    for (a, b), mask in outer.items():
        excess = drawn[:, at[a, b]] - (drawn[:, at[a]] + drawn[:, at[b]]) / 2
        within = (mean_inside[at[a]] + mean_inside[at[b]]) / 2
        cells = row((a, b), mask)
        least, most = np.quantile(excess, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        told = {"excess": cells["D"] - within, "excess_lower": least, "excess_upper": most, "apart": bool(least > 0)}
        between.append({"a": a, "b": b, **cells, **told})
    columns = ["a", "b", "pairs", "hidden", "H", "D", "lower", "upper", "D_lower", "D_upper",
               "excess", "excess_lower", "excess_upper", "apart"]  # fmt: skip
    criteria = pd.concat([_criteria(part, name, own) for name, own in of.items()], ignore_index=True)
    return Harmonisation(inside, pd.DataFrame(between, columns=columns), criteria, weights, basis)


def _drawn_means(blocks: Iterable[tuple[Any, Any]], masks: Sequence[Bools]) -> Floats:
    """The mean distance over each mask's pairs in each draw, (draws, masks); NaN where a mask holds no pair."""
    flat = np.array(masks, dtype=np.float32).reshape(len(masks), -1)
    count = flat.sum(axis=1)
    share = np.divide(flat, count[:, None], out=np.full_like(flat, np.nan), where=count[:, None] > 0)
    return np.concatenate([steps.reshape(len(steps), -1) @ share.T for _, steps in blocks]).astype(np.float64)


def _criteria(part: VerdictTable, group: str, own: Bools) -> pd.DataFrame:
    """Each criterion's dispersion among the members that can answer it, from how many give each verdict."""
    level, qualified = part.level[own], part.qualified[own]
    counts = np.array([(level == number).sum(axis=0) for number in range(len(VERDICTS))]).T.astype(float)
    answered = counts.sum(axis=1)
    place = np.array([ORDINAL[verdict] for verdict in VERDICTS])
    pairs = np.where(answered > 1, answered * (answered - 1) / 2, np.nan)
    apart = np.einsum("ki,ij,kj->k", counts, np.abs(place[:, None] - place), counts) / 2
    table = pd.DataFrame(
        {
            "group": group,
            "criterion": part.criteria,
            "theme": part.themes,
            "answered": answered.astype(int),
            "dispersion": apart / pairs,
            "agreement": (counts * (counts - 1) / 2).sum(axis=1) / pairs,
            "lacking": np.divide(counts[:, : ABSENT + 1].sum(axis=1), answered, out=np.full(len(answered), np.nan), where=answered > 0),
            "not_found": qualified.sum(axis=0),
        }
    )
    table.insert(1, "rank", table["dispersion"].rank(ascending=False, method="min"))
    return table.sort_values(["dispersion", "criterion"], ascending=[False, True], na_position="last")
