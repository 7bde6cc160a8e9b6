"""Turns clusters, maps and intervals into figures that say how far to trust them.

No figure here stands without its number of trust: a cluster with its support, a map with its stress, an index with the
ranks it cannot be told from. What is weak is grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from legal_compare.views.charts import INK, PAPER, QUIET, RULE, styled
from legal_compare.views.verdicts import SIGNS

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.clusters import Clusters, Map
    from legal_compare.uncertainty import Uncertainty

FIRM = 0.5
"""Support from which a cluster is drawn as one: it came back in at least half of the draws."""
MISLEADS = 0.2
"""Kruskal's stress from which a map misleads more than it shows."""
STRONG, WEAK = SIGNS["met"].fill, "#8d979d"
ROW = 30
RING = 49
"""Points that an ellipse is drawn through."""
MAP_SIZE, WIDE = 640, 900
LETTERS = 12.5
Side = tuple[Literal["left", "right", "center"], int, int]
SIDES: tuple[Side, ...] = (("left", 9, 0), ("right", -9, 0), ("center", 0, -13), ("center", 0, 13))
"""Alignment and shift of a name beside, over or under its point, the best first."""


def tree_order(clusters: Clusters) -> list[str]:
    """Codes in the order of the tree's leaves: those whose law is alike stand beside each other."""
    from scipy.cluster.hierarchy import leaves_list

    return [clusters.labels[int(leaf)] for leaf in leaves_list(clusters.linkage)]


def cluster_chart(clusters: Clusters, names: Mapping[str, str] | None = None) -> Any:
    """The tree of jurisdictions: joined the farther right, the farther apart; at each joint its support."""
    import altair as alt
    import pandas as pd
    from scipy.cluster.hierarchy import leaves_list

    names, count = names or {}, len(clusters.labels)
    height, across = [0.0] * count, [0.0] * count
    for place, leaf in enumerate(leaves_list(clusters.linkage)):
        across[int(leaf)] = float(place)
    lines, joints = [], []
    for row, node in zip(clusters.linkage, clusters.nodes.to_dict("records"), strict=True):
        ends, at = (int(row[0]), int(row[1])), float(row[2])
        kind = "firm" if node["support"] >= FIRM and node["size"] < count else "weak"
        lines += [{"x": height[end], "x2": at, "y": across[end], "y2": across[end], "kind": kind} for end in ends]
        lines.append({"x": at, "x2": at, "y": across[ends[0]], "y2": across[ends[1]], "kind": kind})
        middle = (across[ends[0]] + across[ends[1]]) / 2
        members = ", ".join(names.get(code, code) for code in node["members"])
        # the whole is a cluster of every tree: its support says nothing
        word = f"{node['support']:.0%}" if node["size"] < count else ""
        joints.append({"x": at, "y": middle, "support": node["support"], "word": word, "kind": kind, "members": members})
        height.append(at)
        across.append(middle)
    leaves = pd.DataFrame({"y": across[:count], "name": [names.get(code, code) for code in clusters.labels]})
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["firm", "weak"], range=[STRONG, WEAK]), legend=None)
    down = alt.Scale(domain=[-0.5, count - 0.5], reverse=True, nice=False, zero=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    x = alt.X(
        "x:Q",
        title="distance at which they join",
        scale=alt.Scale(domain=[0, max(0.01, 1.06 * height[-1])], nice=False),
        axis=alt.Axis(orient="top", format=".2f", tickCount=5),
    )
    tree = alt.Chart(pd.DataFrame(lines)).mark_rule(strokeWidth=2).encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour)
    distance = alt.Tooltip("x:Q", title="distance", format=".2f")
    tooltip: list[Any] = [alt.Tooltip("members:N"), alt.Tooltip("support:Q", format=".0%"), distance]
    base = alt.Chart(pd.DataFrame(joints)).encode(x=x, y=y, tooltip=tooltip)
    points = base.mark_circle(size=60, opacity=1).encode(color=colour)
    words = base.mark_text(align="left", dx=6, dy=-7, fontSize=11, color=INK).encode(text="word:N")
    labels = alt.Chart(leaves).mark_text(align="right", dx=-8, fontSize=13, color=INK).encode(x=alt.value(0), y=y, text="name:N")
    return styled(
        alt.layer(tree, points, words, labels).properties(
            width=WIDE, height=ROW * count, padding={"left": 170, "top": 5, "right": 5, "bottom": 5}
        )
    )


def map_chart(drawn: Map, names: Mapping[str, str] | None = None, unsure: pd.DataFrame | None = None) -> Any:
    """Jurisdictions in the plane, near where their law is alike; `unsure` (of `place_uncertainty`) adds 90 % ellipses."""
    import altair as alt

    names = names or {}
    frame = drawn.points.assign(jurisdiction=[names.get(str(code), str(code)) for code in drawn.points.index])
    rings = None if unsure is None else _rings(unsure, names)
    far = frame if rings is None else rings
    reach = 1.25 * max(0.05, float(frame[["x", "y"]].abs().to_numpy().max()))
    reach = max(reach, 1.02 * float(far[["x", "y"]].abs().to_numpy().max()))
    scale = alt.Scale(domain=[-reach, reach], nice=False)  # one scale for both, so that a distance is one everywhere
    tooltip: list[Any] = ["jurisdiction", alt.Tooltip("stress:Q", title="how badly it is placed", format=".2f")]
    x, y = alt.X("x:Q", scale=scale, axis=None), alt.Y("y:Q", scale=scale, axis=None)
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=tooltip)
    points = base.mark_circle(size=110, opacity=1, color=STRONG, stroke=PAPER)
    places = _label_places(frame, MAP_SIZE / (2 * reach))
    words = [
        alt.Chart(frame[[place == kept for kept in places]])
        .mark_text(align=place[0], dx=place[1], dy=place[2], fontSize=LETTERS, color=INK)
        .encode(x=x, y=y, tooltip=tooltip, text="jurisdiction:N")
        for place in dict.fromkeys(places)
    ]
    layers = [points, *words]
    if rings is not None:
        around = alt.Chart(rings).encode(x=x, y=y, detail="jurisdiction:N", order="step:Q")
        layers.insert(0, around.mark_line(filled=True, fill=STRONG, fillOpacity=0.05, stroke=STRONG, strokeOpacity=0.35, strokeWidth=1))
    trust = f"stress {drawn.stress:.2f}" + ("" if unsure is None else "; each ellipse holds 90% of the draws")
    figure = alt.layer(*layers).properties(width=MAP_SIZE, height=MAP_SIZE, title=alt.Title(trust, color=QUIET, fontWeight="normal"))
    return styled(figure).configure_view(stroke=RULE)


def _label_places(frame: pd.DataFrame, scale: float) -> list[Side]:
    """Where each name goes, by its alignment and shift: the first of SIDES where it covers no other name and no point."""
    points = [(row["x"] * scale, -row["y"] * scale) for row in frame.to_dict("records")]
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    found = []
    for (x, y), name in zip(points, frame["jurisdiction"], strict=True):
        width, boxes = len(str(name)) * LETTERS * 0.52, []
        for align, dx, dy in SIDES:
            left = x + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
            box = (left, y + dy - LETTERS / 2, left + width, y + dy + LETTERS / 2)
            boxes.append((sum(_overlap(box, other) for other in taken), (align, dx, dy), box))
        _, place, box = min(boxes, key=lambda tried: tried[0])
        found.append(place)
        taken.append(box)
    return found


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The area that two boxes share."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _rings(unsure: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    around = np.linspace(0, 2 * np.pi, RING)
    rings = []
    for code, row in unsure.iterrows():
        along, beside = row["major"] * np.cos(around), row["minor"] * np.sin(around)
        turn = np.cos(row["angle"]), np.sin(row["angle"])
        x, y = row["x"] + along * turn[0] - beside * turn[1], row["y"] + along * turn[1] + beside * turn[0]
        rings.append(pd.DataFrame({"jurisdiction": names.get(str(code), str(code)), "step": range(RING), "x": x, "y": y}))
    return pd.concat(rings, ignore_index=True)


def pair_interval_chart(unsure: Uncertainty, code: str, names: Mapping[str, str] | None = None) -> Any:
    """The distance of one jurisdiction to each other one whose pair is shown, with its 90 % interval, nearest first."""
    import altair as alt

    names, pairs = names or {}, unsure.distances
    frame = pairs[(pairs["a"] == code) | (pairs["b"] == code)].sort_values(["D", "median"], ignore_index=True)
    others = frame["b"].where(frame["a"] == code, frame["a"])
    frame = frame.assign(name=[names.get(other, other) for other in others])
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(labelLimit=220))
    top = max(0.4, float(frame["upper"].max())) if len(frame) else 0.4
    scale, axis = alt.Scale(domain=[0, top]), alt.Axis(format=".1f", orient="top", tickCount=5, grid=True)
    tooltip: list[Any] = [
        alt.Tooltip("name:N", title="jurisdiction"),
        *[alt.Tooltip(f"{measure}:Q", format=".2f") for measure in ("D", "median", "lower", "upper")],
        alt.Tooltip("coverage:Q", format=".0%"),
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    title = f"distance to {names.get(code, code)}; line: 90% of the draws; tick: their median"
    lines = base.mark_rule(strokeWidth=3, color=WEAK).encode(x=alt.X("lower:Q", scale=scale, axis=axis, title=title), x2="upper:Q")
    ticks = base.mark_tick(thickness=2, size=12, color=QUIET).encode(x=alt.X("median:Q", scale=scale))
    points = base.mark_circle(size=95, color=STRONG, opacity=1).encode(x=alt.X("D:Q", scale=scale))
    return styled(alt.layer(lines, ticks, points).properties(height=26 * max(1, len(frame)), width=MAP_SIZE))


def interval_chart(unsure: Uncertainty, names: Mapping[str, str] | None = None) -> Any:
    """The index of each jurisdiction with its 90 % interval, its ranks, and how many it cannot be separated from."""
    import altair as alt

    names = names or {}
    frame = unsure.index.sort_values("index", ascending=False).reset_index()
    frame["name"] = [names.get(code, code) for code in frame["jurisdiction"]]
    frame["words"] = [
        f"rank {row['rank_lower']} to {row['rank_upper']}; cannot be separated from {row['overlaps']}" for row in frame.to_dict("records")
    ]
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(labelLimit=220))
    scale, percent = alt.Scale(domain=[0, 1]), alt.Axis(format=".0%", orient="top", tickCount=5, grid=True)
    tooltip: list[Any] = [
        alt.Tooltip("name:N", title="jurisdiction"),
        *[alt.Tooltip(f"{measure}:Q", format=".0%") for measure in ("index", "lower", "upper", "known")],
        "words",
    ]
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    title = "share of the answered questions that is met; line: 90% of the draws"
    lines = base.mark_rule(strokeWidth=3, color=WEAK).encode(x=alt.X("lower:Q", scale=scale, axis=percent, title=title), x2="upper:Q")
    points = base.mark_circle(size=95, color=STRONG, opacity=1).encode(x=alt.X("index:Q", scale=scale))
    words = base.mark_text(align="left", color=QUIET, fontSize=11).encode(x=alt.value("width"), xOffset=alt.value(8), text="words:N")
    return styled(alt.layer(lines, points, words).properties(height=26 * len(frame), width=WIDE))
