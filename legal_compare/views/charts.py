"""Turns verdicts, distances and scores into Altair figures that need no network.

Unknown is never zero: it has a grey of its own in the heatmap, a blank in the distances and wide bounds in the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legal_compare.errors import LegalCompareError
from legal_compare.labels import label
from legal_compare.views.verdicts import SIGNS, sign_of
from legal_compare.views.verdicts import names as all_names

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings
    from legal_compare.distances import Distances

INK, QUIET, RULE, PAPER = "#1c2b33", "#55626b", "#ddd8cd", "#ffffff"
NEAR, FAR = "#edf5f5", "#123f52"
"""Ends of the scale of distances: one hue, light to dark, so that it reads without colour too."""
DARK_FROM = 0.255
"""Distance, on a scale to 0.4, from which the figure is written in white."""
CELL, SMALLEST = 26, 20
INDEX_TITLE = "share of the codebook met; bar: what unread law could still change"
MARGIN = 10
"""Blank round a figure: without it its first letters touch the edge of the sheet."""
FONT = "Source Sans, Source Sans Pro, DejaVu Sans, sans-serif"
"""First one that is there. A name with a part that begins with a digit makes a PNG lose every letter: leave such names out."""


def verdict_heatmap(findings: Findings, names: Mapping[str, str] | None = None) -> Any:
    """Criteria by jurisdictions, a sign in each cell, a panel for each theme."""
    import altair as alt
    import pandas as pd

    names = names or all_names(findings)
    rows = [
        {
            "jurisdiction": names.get(f.jurisdiction, f.jurisdiction),
            "criterion": label(f.criterion),
            "theme": f.theme,
            "verdict": sign_of(f).word,
            "mark": sign_of(f).mark,
            "provisions": "; ".join(f.provisions[:3]),
        }
        for f in findings
    ]
    frame = pd.DataFrame(rows)
    signs = list(SIGNS.values())
    order = list(dict.fromkeys(frame["criterion"]))
    base = alt.Chart().encode(
        x=alt.X("jurisdiction:N", title=None, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=200)),
        y=alt.Y("criterion:N", title=None, sort=order, axis=alt.Axis(labelLimit=260)),
        tooltip=["jurisdiction:N", "criterion:N", "verdict:N", "provisions:N"],
    )
    colour = alt.Color(
        "verdict:N",
        title=None,
        scale=alt.Scale(domain=[s.word for s in signs], range=[s.fill for s in signs]),
        legend=alt.Legend(orient="bottom", columns=3, labelLimit=260),
    )
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=colour)
    dark = alt.FieldOneOfPredicate("verdict", [s.word for s in signs if s.ink == PAPER])
    ink = alt.condition(dark, alt.value(PAPER), alt.value(INK))
    marks = base.mark_text(fontSize=13).encode(text="mark:N", color=ink)
    themes = list(dict.fromkeys(frame["theme"]))
    panel = alt.layer(cells, marks, data=frame).properties(width=alt.Step(CELL), height=alt.Step(CELL))
    facets = panel.facet(row=alt.Row("theme:N", title=None, sort=themes, header=alt.Header(labelAngle=0, labelAlign="left")))
    return styled(facets.resolve_scale(y="independent"))


def distance_heatmap(distances: Distances, names: Mapping[str, str] | None = None, order: Sequence[str] | None = None) -> Any:
    """Every pair of jurisdictions: D as a figure and a shade, blank where too little is known of one of the two."""
    import altair as alt
    import pandas as pd

    codes = list(order or distances.matrix.index)
    names = names or {}
    pairs = distances.pairs[distances.pairs["theme"] == distances.theme]
    both = pd.concat([pairs, pairs.rename(columns={"a": "b", "b": "a"})], ignore_index=True)
    both = both[both["a"].isin(codes) & both["b"].isin(codes)]
    frame = pd.DataFrame(
        {
            "first": [names.get(code, code) for code in both["a"]],
            "second": [names.get(code, code) for code in both["b"]],
            "a": both["a"],
            "b": both["b"],
            "distance": both["D"].where(~both["hidden"]),
            "bounds": [f"{low:.2f} to {high:.2f}" for low, high in zip(both["D_lower"], both["D_upper"], strict=True)],
            "both can answer": [f"{share:.0%} of the criteria" for share in both["coverage"]],
            "different verdicts": both["differ"],
        }
    )
    frame["figure"] = ["" if value != value else f"{value:.2f}"[1:] if value < 1 else "1.0" for value in frame["distance"]]
    sort = [names.get(code, code) for code in codes]
    tooltip: list[Any] = ["first", "second", alt.Tooltip("distance:Q", format=".2f"), "bounds", "both can answer", "different verdicts"]
    top = max(0.4, float(frame["distance"].max() or 0) if frame["distance"].notna().any() else 0.4)
    base = alt.Chart(frame).encode(
        x=alt.X("second:N", sort=sort, title=None, axis=alt.Axis(orient="top", labelAngle=-60, labelLimit=200)),
        y=alt.Y("first:N", sort=sort, title=None, axis=alt.Axis(labelLimit=200)),
        tooltip=tooltip,
    )
    scale = alt.Scale(domain=[0, top], range=[NEAR, FAR])
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(
        color=alt.condition("isValid(datum.distance)", alt.Color("distance:Q", title="distance", scale=scale), alt.value("#f6f6f4"))
    )
    ink = alt.condition(f"datum.distance >= {DARK_FROM * top / 0.4}", alt.value(PAPER), alt.value("#000000"))
    figures = base.mark_text(fontSize=12 if len(codes) <= 30 else 9, fontWeight=500).encode(text="figure:N", color=ink)
    step = max(SMALLEST, min(52, 860 // max(1, len(codes))))
    # sizes in figures, not steps: pages that fit a chart into their width drop it otherwise
    return styled(alt.layer(cells, figures).properties(width=step * len(codes), height=max(SMALLEST, 2 * step // 3) * len(codes)))


def index_chart(scores: pd.DataFrame, names: Mapping[str, str] | None = None, theme: str | None = None) -> Any:
    """The index of each jurisdiction with the bounds that unread law allows, and how many criteria it can answer."""
    import altair as alt
    import pandas as pd

    names, prefix = names or {}, f"{theme}." if theme else ""
    frame = pd.DataFrame(
        {
            "jurisdiction": [names.get(str(code), str(code)) for code in scores.index],
            "index": scores[f"{prefix}index"].to_numpy(),
            "lower": scores[f"{prefix}lower"].to_numpy(),
            "upper": scores[f"{prefix}upper"].to_numpy(),
            "known": scores[f"{prefix}known"].to_numpy(),
        }
    ).sort_values(["index", "lower"], ascending=False)
    frame["answered"] = [f"{share:.0%} answered" for share in frame["known"]]
    y = alt.Y("jurisdiction:N", sort=list(frame["jurisdiction"]), title=None, axis=alt.Axis(labelLimit=220))
    percent = alt.Axis(format=".0%", orient="top", tickCount=5, grid=True)
    tooltip: list[Any] = ["jurisdiction", *[alt.Tooltip(f"{name}:Q", format=".0%") for name in ("index", "lower", "upper", "known")]]
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    scale = alt.Scale(domain=[0, 1])
    bounds = base.mark_bar(height=9, color="#c9dfe2", cornerRadius=4).encode(
        x=alt.X("lower:Q", scale=scale, axis=percent, title=INDEX_TITLE), x2="upper:Q"
    )
    points = base.mark_circle(size=95, color=SIGNS["met"].fill, opacity=1).encode(x=alt.X("index:Q", scale=scale))
    figures = base.mark_text(align="left", color=QUIET, fontSize=11).encode(x=alt.value("width"), xOffset=alt.value(8), text="answered:N")
    return styled(alt.layer(bounds, points, figures).properties(height=26 * len(frame), width=560))


def criteria_chart(harmonised: pd.DataFrame) -> Any:
    """How the jurisdictions answer each criterion: a bar of verdicts, in the order of the table."""
    import altair as alt

    words = [sign.word for sign in SIGNS.values()]
    frame = harmonised.assign(name=[label(name) for name in harmonised["criterion"]])
    long = frame.melt(id_vars=["name", "agreement"], value_vars=words, var_name="verdict", value_name="jurisdictions")
    long["place"] = [words.index(word) for word in long["verdict"]]
    scale = alt.Scale(domain=words, range=[sign.fill for sign in SIGNS.values()])
    chart = (
        alt.Chart(long[long["jurisdictions"] > 0])
        .mark_bar(stroke=PAPER, strokeWidth=1)
        .encode(
            y=alt.Y("name:N", sort=list(frame["name"]), title=None, axis=alt.Axis(labelLimit=240)),
            x=alt.X("jurisdictions:Q", title="jurisdictions", axis=alt.Axis(orient="top", tickMinStep=1, format="d")),
            color=alt.Color("verdict:N", title=None, scale=scale, legend=alt.Legend(orient="bottom", columns=3, labelLimit=260)),
            order="place:O",
            tooltip=["name", "verdict", "jurisdictions", alt.Tooltip("agreement:Q", format=".0%")],
        )
    )
    return styled(chart.properties(height=22 * len(frame)))


def theme_chart(scores: pd.DataFrame, code: str, themes: Mapping[str, str]) -> Any:
    """One jurisdiction's index by theme, with bounds."""
    import pandas as pd

    held = [theme for theme in themes if f"{theme}.index" in scores.columns]
    measures = ("index", "lower", "upper", "known")
    rows = {themes[theme]: [scores.loc[code, f"{theme}.{measure}"] for measure in measures] for theme in held}
    return index_chart(pd.DataFrame.from_dict(rows, orient="index", columns=list(measures)))


PICTURES = (".svg", ".png", ".html", ".json")
SHARP = 2
"""Pixels of a PNG for each point of the figure."""


def save_chart(chart: Any, path: Path) -> Path:
    """Writes a figure as .svg, .png, .html (with all it needs inside) or .json (Vega-Lite), with no network.

    A picture may also be made of its Vega-Lite. Raises LegalCompareError for another suffix.
    """
    import altair as alt
    import vl_convert

    suffix = path.suffix.lower()
    if suffix not in PICTURES:
        raise LegalCompareError(str(path), f"unknown kind of figure {suffix!r}.", f"Use one of {', '.join(PICTURES)}.")
    if suffix == ".html":
        chart.save(str(path), inline=True)
        return path
    if suffix == ".json":
        chart.save(str(path))
        return path
    # outside a browser the first font of a list must be there, or no word is drawn
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    spec = {**spec, "config": {**spec.get("config", {}), "font": "sans-serif"}}
    grammar = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    if suffix == ".svg":
        path.write_text(vl_convert.vegalite_to_svg(spec, vl_version=grammar), encoding="utf-8")
    else:
        path.write_bytes(vl_convert.vegalite_to_png(spec, vl_version=grammar, scale=SHARP))
    return path


def styled(chart: Any) -> Any:
    """The figure in the look of the house."""
    return (
        chart.configure(font=FONT, background=PAPER, padding=MARGIN)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, labelFontSize=12, titleColor=QUIET, titleFontWeight="normal", domain=False, ticks=False, gridColor=RULE
        )
        .configure_legend(labelColor=INK, titleColor=QUIET, symbolStrokeWidth=0)
        .configure_header(labelColor=INK, labelFontWeight="bold")
    )
