"""Do the ellipses hold as many of the draws as they promise, and stand where the map puts the law?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from legal_compare.clusters import draw_map
from legal_compare.distances import compare
from legal_compare.ellipses import _ellipse, inside, place_uncertainty
from legal_compare.errors import LegalCompareError

VERDICTS = ["met", "partial", "absent", "contrary"]


def findings(count: int = 6, criteria: int = 24, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    verdicts = rng.choice(VERDICTS, size=(count, criteria))
    cells = [(f"X{who}", f"c{at:02d}", "t", verdicts[who, at], "complete") for who in range(count) for at in range(criteria)]
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def test_an_ellipse_holds_nine_of_ten_draws_whatever_their_shape() -> None:
    rng = np.random.default_rng(1)
    for places in (rng.normal(size=(500, 2)) @ [[3, 1], [0, 0.5]], rng.exponential(size=(500, 2)), rng.uniform(size=(500, 2))):
        ellipse = pd.Series(_ellipse(places), ["x", "y", "major", "minor", "angle"])
        held = np.mean([inside(ellipse, x, y) for x, y in places])
        assert 0.88 <= held <= 0.92
        assert ellipse["major"] >= ellipse["minor"]


def test_what_stands_still_has_an_ellipse_of_no_size() -> None:
    """With laws that differ on everything in the same way, no weight moves a distance."""
    rows = findings(3, 5).assign(verdict=["met"] * 5 + ["absent"] * 5 + ["contrary"] * 5)
    placed = place_uncertainty(draw_map(compare(rows)), rows, draws=20)
    assert (placed[["major", "minor"]] < 0.01).all(axis=None)


def test_ellipses_stand_around_the_places_of_the_map_and_come_again_with_the_seed() -> None:
    rows = findings()
    drawn = draw_map(compare(rows))
    first, again = (place_uncertainty(drawn, rows, draws=40, seed=2) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    off = np.hypot(first["x"] - drawn.points["x"], first["y"] - drawn.points["y"])
    assert (off < first["major"]).mean() >= 0.8
    assert first["overlaps"].between(0, len(first) - 1).all()


def test_a_map_of_other_findings_is_refused() -> None:
    rows = findings()
    drawn = draw_map(compare(rows))
    with pytest.raises(LegalCompareError, match="no findings for X5"):
        place_uncertainty(drawn, rows[rows["jurisdiction"] != "X5"], draws=4)
