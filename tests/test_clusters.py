"""Do map and tree show what is there, and say how far to trust them?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from legal_compare.clusters import cluster, draw_map, nearest
from legal_compare.distances import Distances, compare
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.scores import Weights

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "-": "no-text"}


def findings(**laws: str) -> pd.DataFrame:
    """One letter a criterion: findings(XA="mpa-") has four criteria in one theme."""
    cells = [
        (jurisdiction, f"c{number:02d}", "t", WORDS[letter], "complete")
        for jurisdiction, law in laws.items()
        for number, letter in enumerate(law)
    ]
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def by_matrix(apart: list[list[float]]) -> Distances:
    """Distances as given, for a map that does not care where they come from."""
    names = pd.Index([f"X{letter}" for letter in "ABCDEF"[: len(apart)]], name="jurisdiction")
    return Distances(pd.DataFrame(apart, names, names), pd.DataFrame(), Weights({}, {}))


# Two families of law, alike within and apart from each other on every criterion.
FAMILIES = {
    "XA": "mmmmmmmmpm", "XB": "mmmmmmmmmm", "XC": "mmpmmmmmmm",
    "XD": "aaaaaaaaaa", "XE": "aacaaaaaaa", "XF": "aaaaaaaaac",
}  # fmt: skip


def spread(points: pd.DataFrame) -> np.ndarray:
    xy = points[["x", "y"]].to_numpy()
    return np.asarray(np.sqrt(((xy[:, None] - xy) ** 2).sum(axis=2)))


def test_distances_that_fit_a_plane_are_drawn_without_stress() -> None:
    """Is a 3-4-5 triangle drawn as one?"""
    triangle = [[0.0, 0.3, 0.4], [0.3, 0.0, 0.5], [0.4, 0.5, 0.0]]
    drawn = draw_map(by_matrix(triangle))
    assert drawn.stress < 0.01
    assert np.allclose(spread(drawn.points), triangle, atol=0.01)


def test_distances_that_fit_no_plane_say_so_in_their_stress() -> None:
    """Does the map of six laws all equally far apart own up that it bends the truth?"""
    drawn = draw_map(by_matrix((0.5 * (1 - np.eye(6))).tolist()))
    assert drawn.stress > 0.2
    assert np.sqrt((drawn.points["stress"] ** 2).sum()) == pytest.approx(drawn.stress)


def test_a_map_of_laws_that_all_say_the_same_is_one_point() -> None:
    """Is there a map where there is nothing to tell apart?"""
    drawn = draw_map(compare(findings(XA="mp", XB="mp", XC="mp")))
    assert drawn.stress == pytest.approx(0, abs=1e-6)
    assert np.allclose(spread(drawn.points), 0, atol=1e-6)


def test_the_map_is_the_same_every_time() -> None:
    """Does a picture move between two runs?"""
    first, again = (draw_map(compare(findings(**FAMILIES))) for _ in range(2))
    pd.testing.assert_frame_equal(first.points, again.points, check_exact=True)


def test_families_of_law_are_found_with_full_support() -> None:
    """Do two plain clusters come out, whichever criteria are drawn?"""
    tree = cluster(findings(**FAMILIES), draws=200)
    support = dict(zip(tree.nodes["members"], tree.nodes["support"], strict=True))
    assert support[("XA", "XB", "XC")] == support[("XD", "XE", "XF")] == 1
    assert support[tuple(FAMILIES)] == 1
    assert tree.cophenetic > 0.95
    groups = tree.cut(2)
    assert groups["XA"] == groups["XB"] == groups["XC"] != groups["XD"]
    assert groups["XD"] == groups["XE"] == groups["XF"]


def test_verdicts_drawn_at_random_give_clusters_without_support() -> None:
    """Would noise pass for families of law?"""
    rng = np.random.default_rng(0)
    noise = {f"X{n:02d}": "".join(rng.choice(list("capm"), 38)) for n in range(20)}
    tree = cluster(findings(**noise), draws=200)
    inner = tree.nodes["support"].iloc[:-1]  # the last holds everyone, always
    assert inner.median() < 0.2


def test_a_tree_has_one_row_less_than_jurisdictions_and_rises() -> None:
    """Do nodes and linkage tell the same story?"""
    tree = cluster(findings(**FAMILIES), draws=20)
    assert len(tree.nodes) == len(tree.linkage) == len(tree.labels) - 1
    assert list(tree.nodes["height"]) == list(tree.linkage[:, 2])
    assert tree.nodes["height"].is_monotonic_increasing
    assert [len(members) for members in tree.nodes["members"]] == list(tree.nodes["size"])


def test_the_same_seed_gives_the_same_support() -> None:
    """Can a printed support be made again?"""
    first, again = (cluster(findings(**FAMILIES), draws=50, seed=3).nodes for _ in range(2))
    pd.testing.assert_frame_equal(first, again, check_exact=True)


def test_a_jurisdiction_with_hidden_pairs_is_left_out_and_named() -> None:
    """Is a law of which too little was read put on the map all the same?"""
    corpus = findings(**FAMILIES, XG="m---------")
    assert draw_map(compare(corpus)).left_out == ("XG",)
    assert "XG" not in draw_map(compare(corpus)).points.index
    tree = cluster(corpus, draws=20)
    assert tree.left_out == ("XG",)
    assert tree.labels == tuple(FAMILIES)


def test_a_pair_left_without_a_shared_criterion_by_the_draw_keeps_its_distance() -> None:
    """Does a tree survive a draw in which two laws share nothing?"""
    tree = cluster(findings(XA="m-a", XB="mp-", XC="-pa", XD="mpa"), min_coverage=0, draws=100)
    assert tree.nodes["support"].between(0, 1).all()


def test_fewer_than_three_jurisdictions_make_no_picture() -> None:
    """Is a map of two points refused, with the way out?"""
    corpus = findings(XA="mp", XB="mm")
    with pytest.raises(LegalCompareError, match="only 2 jurisdictions"):
        draw_map(compare(corpus))
    with pytest.raises(LegalCompareError, match="only 2 jurisdictions"):
        cluster(corpus)


def test_neighbours_come_nearest_first_with_their_bounds() -> None:
    """Whose law is most like that of XA?"""
    near = nearest(compare(findings(**FAMILIES)), "XA", count=3)
    assert list(near["jurisdiction"]) == ["XB", "XC", "XD"]
    assert list(near["D"]) == pytest.approx([1 / 30, 2 / 30, 19 / 30])
    assert (near["D_lower"] <= near["D"]).all()
    assert list(nearest(compare(findings(**FAMILIES)), "XF")["jurisdiction"])[:2] == ["XD", "XE"]


def test_a_hidden_pair_is_no_neighbour() -> None:
    """Is a law that agrees on the one criterion read of it the nearest?"""
    result = compare(findings(XA="mmmmm", XB="m----", XC="mmmaa"))
    assert list(nearest(result, "XA")["jurisdiction"]) == ["XC"]


def test_an_unknown_jurisdiction_has_no_neighbours() -> None:
    """Is the message the next step?"""
    with pytest.raises(UnknownJurisdiction, match="At hand: XA, XB"):
        nearest(compare(findings(XA="m", XB="p")), "ZZ")


def test_neighbours_by_theme_are_those_of_that_theme() -> None:
    """Does a result made for one theme answer for that theme?"""
    corpus = findings(XA="mm", XB="ma", XC="am")
    corpus["theme"] = corpus["criterion"].map({"c00": "t", "c01": "u"})
    assert list(nearest(compare(corpus), "XA", 1, theme="t")["jurisdiction"]) == ["XB"]
    assert list(nearest(compare(corpus, theme="u"), "XA", 1)["jurisdiction"]) == ["XC"]


def test_the_order_of_the_tree_puts_families_side_by_side_and_the_left_out_last() -> None:
    """Can a heatmap be read in blocks?"""
    order = cluster(findings(**FAMILIES, XZ="m---------"), draws=2).order
    assert order[-1] == "XZ"
    assert {"".join(sorted(name[1] for name in order[:3])), "".join(sorted(name[1] for name in order[3:6]))} == {"ABC", "DEF"}
