"""Turns gaps, groups, wording and sensitivity into figures: what is short, where the world differs, what survives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from legal_compare.labels import label
from legal_compare.views.charts import CELL, FAR, INK, NEAR, PAPER, QUIET, SMALLEST, styled
from legal_compare.views.groups import STRONG, WEAK
from legal_compare.views.verdicts import SIGNS

if TYPE_CHECKING:
    from legal_compare.distances import Gap
    from legal_compare.groups import Harmonisation
    from legal_compare.sensitivity import Sensitivity
    from legal_compare.wording import Wording

BAR, LINE = 17, 24
WIDTH = 520
UNFOUND = "absent, not found in what was read"
"""A change that may already be law: its theme was read in part."""


def gap_chart(gap: Gap, names: Mapping[str, str] | None = None, most: int = 20) -> Any:
    """The single changes that would close most of a gap, greatest first; in paler grey those that may already be law."""
    import altair as alt

    names = names or {}
    frame = gap.changes.head(most).assign(name=[label(name) for name in gap.changes["criterion"].head(most)])
    frame["now"] = [UNFOUND if q else v for q, v in zip(frame["qualified"], frame["verdict"], strict=True)]
    frame["words"] = [f"{row['verdict']} → {row['change_to']}" for row in frame.to_dict("records")]
    kinds = {"contrary": SIGNS["contrary"].fill, "partial": SIGNS["partial"].fill, "absent": "#55626b", UNFOUND: "#c3cacf"}
    axis = alt.Axis(orient="top", tickCount=5, format=".3f")
    x = alt.X("reduction:Q", title="how much of the gap it would close, on the scale of the distance", axis=axis)
    y = alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(labelLimit=240))
    scale = alt.Scale(domain=list(kinds), range=list(kinds.values()))
    colour = alt.Color("now:N", title="now", scale=scale, legend=alt.Legend(orient="bottom", labelLimit=260))
    figures = [alt.Tooltip(f"{name}:Q", format=".3f") for name in ("reduction", "deficit_reduction", "D_reduction")]
    tooltip: list[Any] = ["name", "words", "theme", *figures]
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=tooltip)
    bars = base.mark_bar(height=BAR).encode(color=colour)
    words = base.mark_text(align="left", dx=5, color=QUIET, fontSize=11).encode(text="words:N")
    said = (
        f"deficit {gap.deficit:.0%} ({gap.deficit_lower:.0%} to {gap.deficit_upper:.0%} with what is unknown): "
        f"{gap.missing:.0%} no law, {gap.conformity:.0%} not the right law"
    )
    who, model = names.get(gap.jurisdiction, gap.jurisdiction), names.get(gap.benchmark, gap.benchmark)
    title = alt.Title(f"{who} against: {model}", subtitle=said, anchor="start")
    return styled(alt.layer(bars, words).properties(width=WIDTH, height=LINE * max(1, len(frame)), title=title))


def group_chart(found: Harmonisation) -> Any:
    """The mean distance inside each group with its 90 % interval; a group with no pair that is shown has no point."""
    import altair as alt

    frame = found.inside.dropna(subset="D").sort_values("D")
    frame = frame.assign(words=[f"{row['members']} members, {row['pairs']} pairs" for row in frame.to_dict("records")])
    y = alt.Y("group:N", sort=list(frame["group"]), title=None, axis=alt.Axis(labelLimit=260))
    scale = alt.Scale(domain=[0, max(0.4, float(frame["upper"].max()) if len(frame) else 0.4)])
    axis = alt.Axis(orient="top", format=".1f", tickCount=5, grid=True)
    figures = [alt.Tooltip(f"{name}:Q", format=".2f") for name in ("D", "lower", "upper", "H", "alpha", "D_lower", "D_upper")]
    base = alt.Chart(frame).encode(y=y, tooltip=["group", "words", *figures])
    title = "mean distance inside; line: 90% of the draws"
    lines = base.mark_rule(strokeWidth=3, color=WEAK).encode(x=alt.X("lower:Q", scale=scale, axis=axis, title=title), x2="upper:Q")
    points = base.mark_circle(size=95, color=STRONG, opacity=1).encode(x=alt.X("D:Q", scale=scale))
    words = base.mark_text(align="left", color=QUIET, fontSize=11).encode(x=alt.value("width"), xOffset=alt.value(8), text="words:N")
    return styled(alt.layer(lines, points, words).properties(width=WIDTH, height=26 * max(1, len(frame))))


def dispersion_chart(found: Harmonisation, groups: Sequence[str] | None = None) -> Any:
    """Criteria by groups, shaded by how far their members differ; the most different of all jurisdictions on top.

    A dot marks a cell where at least half of those that answer lack the law: there agreement protects nobody.
    """
    import altair as alt

    table = found.criteria.dropna(subset="dispersion")
    every = list(found.inside["group"])
    columns = [name for name in groups or every if name in set(table["group"])]
    table = table[table["group"].isin(columns)]
    first = found.criteria[found.criteria["group"] == every[0]].sort_values(["dispersion", "criterion"], ascending=[False, True])
    frame = table.assign(
        name=[label(name) for name in table["criterion"]],
        figure=[f"{value:.2f}" for value in table["dispersion"]],
        mark=["•" if share >= 0.5 else "" for share in table["lacking"]],
    )
    top = max(0.01, float(frame["dispersion"].max()))
    colour = alt.Color("dispersion:Q", title="mean step between verdicts", scale=alt.Scale(domain=[0, top], range=[NEAR, FAR]))
    shares = [alt.Tooltip(f"{name}:Q", format=".0%") for name in ("agreement", "lacking")]
    base = alt.Chart(frame).encode(
        x=alt.X("group:N", sort=columns, title=None, axis=alt.Axis(orient="top", labelAngle=-40, labelLimit=240)),
        y=alt.Y("name:N", sort=[label(name) for name in first["criterion"]], title=None, axis=alt.Axis(labelLimit=240)),
        tooltip=["group", "name", alt.Tooltip("dispersion:Q", format=".2f"), *shares, "answered"],
    )
    ink = alt.condition(f"datum.dispersion >= {0.55 * top}", alt.value(PAPER), alt.value(INK))
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=colour)
    figures = base.mark_text(fontSize=11).encode(text="figure:N", color=ink)
    marks = base.mark_text(fontSize=13, dx=19).encode(text="mark:N", color=ink)
    rows = frame["name"].nunique()
    return styled(alt.layer(cells, figures, marks).properties(width=58 * max(1, len(columns)), height=(CELL - 4) * max(1, rows)))


def wording_chart(wording: Wording, names: Mapping[str, str] | None = None, order: Sequence[str] | None = None) -> Any:
    """Pairs with text in one language, shaded by kinship, the share of criteria with a borrowed passage; the figure counts them."""
    import altair as alt
    import pandas as pd

    names, pairs = names or {}, wording.pairs
    both = pd.concat([pairs, pairs.rename(columns={"a": "b", "b": "a"})], ignore_index=True)
    codes = list(order or sorted(set(both["a"])))
    both = both[both["a"].isin(codes) & both["b"].isin(codes)]
    frame = both.assign(first=[names.get(c, c) for c in both["a"]], second=[names.get(c, c) for c in both["b"]])
    frame["figure"] = [str(number) if number else "" for number in frame["borrowed"]]
    sort = [names.get(code, code) for code in codes]
    top = max(0.2, float(frame["kinship"].max() or 0))
    shares = [alt.Tooltip(f"{name}:Q", format=".2f") for name in ("kinship", "similarity")]
    base = alt.Chart(frame).encode(
        x=alt.X("second:N", sort=sort, title=None, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=200)),
        y=alt.Y("first:N", sort=sort, title=None, axis=alt.Axis(labelLimit=200)),
        tooltip=["first", "second", "criteria", "borrowed", "longest", *shares],
    )
    colour = alt.Color("kinship:Q", title="kinship", scale=alt.Scale(domain=[0, top], range=[NEAR, FAR]))
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=alt.condition("isValid(datum.kinship)", colour, alt.value("#f6f6f4")))
    ink = alt.condition(f"datum.kinship >= {0.55 * top}", alt.value(PAPER), alt.value(INK))
    figures = base.mark_text(fontSize=11).encode(text="figure:N", color=ink)
    step = max(SMALLEST, min(40, 860 // max(1, len(codes))))
    return styled(alt.layer(cells, figures).properties(width=step * len(codes), height=max(SMALLEST, 2 * step // 3) * len(codes)))


def sensitivity_chart(found: Sensitivity) -> Any:
    """Conclusions by weightings: dark where the conclusion holds; at the end the share of draws in which it does.

    The order of every two jurisdictions is left to the table: it is too long to look at.
    """
    import altair as alt

    table = found.table[found.table["kind"] != "order"]
    named, told = list(found.named), [*found.named, "draws"]
    long = table.melt(id_vars=["conclusion", "kind"], value_vars=told, var_name="weighting", value_name="share")
    long["share"] = long["share"].astype(float)
    long["figure"] = [f"{share:.0%}" if name == "draws" else "" for name, share in zip(long["weighting"], long["share"], strict=True)]
    base = alt.Chart(long).encode(
        x=alt.X("weighting:N", sort=[*named, "draws"], title=None, axis=alt.Axis(orient="top", labelAngle=-40, labelLimit=260)),
        y=alt.Y("conclusion:N", sort=list(table["conclusion"]), title=None, axis=alt.Axis(labelLimit=320)),
        tooltip=["conclusion", "weighting", alt.Tooltip("share:Q", format=".0%")],
    )
    scale = alt.Scale(domain=[0, 1], range=["#eceef0", STRONG])
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=alt.Color("share:Q", scale=scale, legend=None))
    ink = alt.condition("datum.share >= 0.55", alt.value(PAPER), alt.value(INK))
    figures = base.mark_text(fontSize=11).encode(text="figure:N", color=ink)
    return styled(alt.layer(cells, figures).properties(width=44 * len(told), height=20 * max(1, len(table))))
