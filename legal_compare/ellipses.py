"""Turns drawn distances into how far each place on the map would move.

Each draw of `uncertainty.draw_blocks` is mapped anew by SMACOF from the places of the map, then turned, mirrored and
shifted onto it (Procrustes, no stretching: a distance stays a distance). What is left is the movement of each place.
Source: Gower and Dijksterhuis, Procrustes Problems (2004); the ellipse is that of the draws' covariance, made as large
as holds 90 % of them, so that no normal law is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from legal_compare.clusters import Map
from legal_compare.distances import one_thread
from legal_compare.errors import LegalCompareError
from legal_compare.scores import Floats, Weights
from legal_compare.uncertainty import LEVEL, draw_blocks

DRAWS = 200
"""Maps drawn: enough for a 90 % ellipse, few enough to wait for."""


def place_uncertainty(
    drawn: Map,
    findings: pd.DataFrame,
    theme: str | None = None,
    weights: Weights | None = None,
    confusion: Mapping[str, pd.DataFrame] | pd.DataFrame | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per jurisdiction on the map: x, y (centre of the draws), major, minor (half axes, units of D), angle
    (of the major axis, radians from x), overlaps (other ellipses' centres within its own).

    Theme and weights must be those of the map. Raises LegalCompareError where a jurisdiction on it has no findings.
    """
    from scipy.linalg import orthogonal_procrustes
    from sklearn.manifold import smacof

    part, blocks, _ = draw_blocks(findings, weights, confusion, theme, draws, seed)
    if missing := sorted(set(drawn.points.index) - set(part.jurisdictions)):
        raise LegalCompareError("map", f"no findings for {', '.join(missing)}.", "Draw the map from the same findings.")
    kept = [part.jurisdictions.index(name) for name in drawn.points.index]
    home = drawn.points[["x", "y"]].to_numpy(dtype=np.float64)
    home = home - home.mean(axis=0)
    places = []
    with one_thread():
        for _, steps in blocks:
            for apart in steps[:, kept][:, :, kept].astype(np.float64):
                placed, _ = smacof(apart, init=home + 1e-9, n_init=1, max_iter=300, eps=1e-6, normalized_stress=False)
                placed = placed - placed.mean(axis=0)
                turn, _ = orthogonal_procrustes(placed, home)
                places.append(placed @ turn)
    moved = np.array(places)  # (draws, n, 2)
    rows = [_ellipse(moved[:, at]) for at in range(len(kept))]
    table = pd.DataFrame(rows, index=drawn.points.index, columns=["x", "y", "major", "minor", "angle"])
    table[["x", "y"]] += drawn.points[["x", "y"]].to_numpy().mean(axis=0)
    table["overlaps"] = [sum(inside(table.loc[name], *table.loc[other, ["x", "y"]]) for other in table.index) - 1 for name in table.index]
    return table


def inside(ellipse: pd.Series[float], x: float, y: float) -> bool:
    """Whether a point lies within an ellipse of `place_uncertainty`."""
    across, up = x - ellipse["x"], y - ellipse["y"]
    turn = np.array([np.cos(ellipse["angle"]), np.sin(ellipse["angle"])])
    along, beside = across * turn[0] + up * turn[1], up * turn[0] - across * turn[1]
    reach = (along / max(ellipse["major"], 1e-12)) ** 2 + (beside / max(ellipse["minor"], 1e-12)) ** 2
    return bool(reach <= 1 + 1e-9)


def _ellipse(places: Floats) -> tuple[float, float, float, float, float]:
    centre = places.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(places.T) + np.eye(2) * 1e-18)
    along = (places - centre) @ axes / np.sqrt(spread)
    reach = float(np.quantile((along**2).sum(axis=1), LEVEL)) ** 0.5
    minor, major = reach * np.sqrt(spread)
    return float(centre[0]), float(centre[1]), float(major), float(minor), float(np.arctan2(axes[1, 1], axes[0, 1]))
