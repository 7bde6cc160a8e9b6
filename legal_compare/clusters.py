"""Turns distances into a map, a tree of clusters and nearest neighbours.

The decision to know: no picture comes without the number that says how far to trust it: the map with its
stress, the tree with its cophenetic correlation, each cluster with its bootstrap support.

Sources: SMACOF multidimensional scaling (Borg and Groenen, Modern Multidimensional Scaling, 2nd ed. 2005), as
scikit-learn does it; average linkage and cophenetic correlation (Sokal and Rohlf, Taxon 11, 1962), as SciPy
does them; support by drawing criteria anew (Felsenstein, Evolution 39, 1985).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from legal_compare.distances import MIN_COVERAGE, Distances, compare, distance, one_thread
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.scores import Floats, VerdictTable, Weights, part_of

DRAWS = 1000


@dataclass(frozen=True)
class Map:
    """Jurisdictions in the plane; only their distances mean anything, not the axes, place or turn.

    points    one row per jurisdiction: x, y (units of D), stress (its own part: how ill it is placed)
    stress    Kruskal's stress-1, 0 for a faithful map; above 0.2 the map misleads more than it shows
    left_out  jurisdictions without a place, because some of their pairs are hidden
    """

    points: pd.DataFrame
    stress: float
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Clusters:
    """The tree of n jurisdictions, from pairs up to all of them.

    nodes       one row per cluster, smallest height first: height (mean D at which it joins), size, members
                (tuple), support (share of the draws of criteria whose tree holds exactly this cluster)
    linkage     (n - 1, 4) as SciPy writes it, for dendrograms; row r makes cluster n + r
    labels      the n jurisdictions in the order of `linkage`
    cophenetic  correlation of the heights in the tree with D, 1 for a faithful tree; NaN if all D are equal
    left_out    jurisdictions outside the tree, because some of their pairs are hidden
    """

    nodes: pd.DataFrame
    linkage: Floats
    labels: tuple[str, ...]
    cophenetic: float
    left_out: tuple[str, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The jurisdictions as they stand side by side in the tree, those left out last."""
        from scipy.cluster.hierarchy import leaves_list

        return (*(self.labels[leaf] for leaf in leaves_list(self.linkage)), *self.left_out)

    def cut(self, count: int) -> pd.Series[int]:
        """The cluster, from 1, of each jurisdiction when the tree is cut into at most `count`."""
        from scipy.cluster.hierarchy import fcluster

        numbers = fcluster(self.linkage, count, criterion="maxclust")
        return pd.Series(numbers, index=pd.Index(self.labels, name="jurisdiction"), name="cluster")


def draw_map(distances: Distances, seed: int = 0) -> Map:
    """A map in two dimensions with distances as near to D as SMACOF makes them from a classical start.

    Raises LegalCompareError where fewer than three jurisdictions can be placed.
    """
    from sklearn.manifold import MDS

    names, apart, left_out = _complete(distances.matrix)
    model = MDS(metric="precomputed", init="classical_mds", n_init=1, random_state=seed)
    # SMACOF divides by the distances drawn, so laws that all say the same are put on one point without it.
    points = model.fit_transform(apart) if apart.any() else np.zeros((len(names), 2))
    drawn = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    wrong, whole = (apart - drawn) ** 2, (drawn**2).sum()
    shares = np.sqrt(wrong.sum(axis=1) / whole) if whole else np.zeros(len(names))
    table = pd.DataFrame({"x": points[:, 0], "y": points[:, 1], "stress": shares}, names)
    return Map(table, float(np.sqrt((shares**2).sum())), left_out)


def cluster(
    findings: pd.DataFrame,
    theme: str | None = None,
    weights: Weights | None = None,
    min_coverage: float = MIN_COVERAGE,
    draws: int = DRAWS,
    seed: int = 0,
) -> Clusters:
    """The tree of average linkage over D, and how often each cluster returns with criteria drawn anew.

    Raises LegalCompareError where fewer than three jurisdictions have all their pairs shown.
    """
    from scipy.cluster.hierarchy import cophenet, linkage
    from scipy.spatial.distance import squareform

    matrix = compare(findings, theme, weights, min_coverage).matrix
    part, weight = part_of(VerdictTable.read(findings), weights or Weights.equal(findings), theme)
    names, apart, left_out = _complete(matrix)
    kept = matrix.index.isin(names)
    part = replace(part, jurisdictions=tuple(names), level=part.level[kept], qualified=part.qualified[kept])

    condensed = squareform(apart, checks=False)
    tree = linkage(condensed, method="average")
    found = dict.fromkeys(_members(tree), 0)
    rng = np.random.default_rng(seed)
    with one_thread():
        for _ in range(draws):
            times = rng.multinomial(len(weight), np.full(len(weight), 1 / len(weight)))
            again = distance(part.only(times > 0), (weight * times)[times > 0])
            again = np.where(np.isnan(again), apart, again)  # where a draw leaves no criterion seen in both
            for members in _members(linkage(squareform(again, checks=False), method="average")):
                if members in found:
                    found[members] += 1
    names_of = [tuple(name for at, name in enumerate(names) if members >> at & 1) for members in found]
    support = np.array(list(found.values())) / draws
    nodes = pd.DataFrame({"height": tree[:, 2], "size": tree[:, 3].astype(int), "members": names_of, "support": support})
    varied = condensed.std() > 0
    faithful = float(cophenet(tree, condensed)[0]) if varied else float("nan")
    return Clusters(nodes, tree, tuple(names), faithful, left_out)


def nearest(distances: Distances, jurisdiction: str, count: int = 5, theme: str | None = None) -> pd.DataFrame:
    """The nearest jurisdictions by D, hidden pairs left out: jurisdiction, D, bounds, coverage.

    By the theme asked for, else by what `distances` was made for. Raises UnknownJurisdiction.
    """
    if jurisdiction not in distances.matrix.index:
        hint = f"At hand: {', '.join(distances.matrix.index)}."
        raise UnknownJurisdiction("distances", f"no jurisdiction {jurisdiction!r}.", hint)
    pairs = distances.pairs
    first, second = pairs["a"] == jurisdiction, pairs["b"] == jurisdiction
    shown = ~pairs["hidden"] & (pairs["theme"] == (theme or distances.theme))
    near = pairs.assign(jurisdiction=pairs["a"].where(second, pairs["b"])).loc[shown & (first | second)]
    columns = ["jurisdiction", "D", "D_lower", "D_upper", "D_no_joint_absence", "coverage"]
    return near.sort_values(["D", "jurisdiction"], ignore_index=True)[columns].head(count)


def _complete(matrix: pd.DataFrame) -> tuple[pd.Index[str], Floats, tuple[str, ...]]:
    # Leaves out, one by one, whoever has most hidden pairs, until none is hidden.
    hidden = matrix.isna().to_numpy()
    keep = np.ones(len(hidden), dtype=bool)
    while (still := hidden & keep & keep[:, None]).any():
        keep[still.sum(axis=1).argmax()] = False
    if keep.sum() < 3:
        what = f"only {keep.sum()} jurisdictions have all their pairs shown."
        raise LegalCompareError("clusters", what, "Three are needed: read more law or lower min_coverage.")
    return matrix.index[keep], matrix.to_numpy()[np.ix_(keep, keep)], tuple(matrix.index[~keep])


def _members(tree: Floats) -> list[int]:
    # Each cluster of a tree as a set of bits, one per jurisdiction: trees are compared a thousand times.
    sets = [1 << at for at in range(len(tree) + 1)]
    for left, right in tree[:, :2].astype(int):
        sets.append(sets[left] | sets[right])
    return sets[len(tree) + 1 :]
