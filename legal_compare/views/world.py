"""Turns answers and scores into a map of the world that needs no network, and into one line that reads it.

Unknown is hatched grey, never the pale end of a scale. All unknown land is one shape, so that one hatch runs through it.
Borders and the middle of small states are those of Natural Earth (see `world_map/LICENCE.md`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legal_compare.labels import label
from legal_compare.views.charts import INK, PAPER, QUIET, styled
from legal_compare.views.verdicts import SIGNS, names, sign_of

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings

FOLDER = Path(__file__).parent / "world_map"
LEAST_KNOWN = 0.6
"""Share of the questions that a jurisdiction must answer for its index to be coloured; as for a pair's distance."""
LITTLE, MUCH = "#d9ebee", "#123f52"
"""Ends of the scale of what is met: one hue, light to dark, so that it reads without colour too."""
HATCH, HATCH_LINE, OUTLINE = "#eceef0", "#b9bfc5", "#9aa3aa"
STRIPES = 210
UNMAPPED = ("010",)
"""Antarctica has no law of its own and takes a fifth of the sheet."""
WIDTH, HEIGHT = 900, 430
PICKED = "picked"
"""Name of the choice that a click on a jurisdiction makes; its field is `code`."""
OUTSIDE = "not in this collection"


def answer_map(findings: Findings, criterion: str) -> dict[str, Any]:
    """Vega-Lite of a map: each jurisdiction in the colour of its answer to one question."""
    import altair as alt

    rows = {}
    for finding in (f for f in findings if f.criterion == criterion):
        sign = sign_of(finding)
        rows[finding.jurisdiction] = {"word": sign.word, "value": sign.word, "known": sign.key != "no-text"}
    signs = [sign for key, sign in SIGNS.items() if key != "no-text"]
    colour = alt.Color(
        "properties.value:N",
        title=None,
        scale=alt.Scale(domain=[s.word for s in signs], range=[s.fill for s in signs]),
        legend=alt.Legend(orient="bottom", columns=3, labelLimit=260, symbolType="circle", symbolSize=120),
    )
    return _map(rows, names(findings), colour, label(criterion))


def score_map(scores: pd.DataFrame, name_of: Mapping[str, str], theme: str | None, title: str) -> dict[str, Any]:
    """Vega-Lite of a map: each jurisdiction in the shade of the share that it meets; unknown where it answers too few questions."""
    import altair as alt

    prefix = f"{theme}." if theme else ""
    rows = {}
    for code, row in zip(scores.index, scores.to_dict("records"), strict=True):
        index, share = row[f"{prefix}index"], row[f"{prefix}known"]
        known = index == index and share >= LEAST_KNOWN
        bounds = f"{row[f'{prefix}lower']:.0%} to {row[f'{prefix}upper']:.0%}"
        word = f"{index:.0%} met; with unread law {bounds}" if known else f"unknown: answers {share:.0%} of the questions"
        rows[str(code)] = {"word": word, "value": float(index) if known else None, "known": bool(known)}
    colour = alt.Color(
        "properties.value:Q",
        title="share of the questions met",
        scale=alt.Scale(domain=[0, 1], range=[LITTLE, MUCH]),
        legend=alt.Legend(orient="bottom", format=".0%", gradientLength=260, gradientThickness=12, tickCount=5),
    )
    return _map(rows, dict(name_of), colour, title)


def answer_reading(findings: Findings, criterion: str) -> str:
    """One line that reads the map of one question."""
    signs = [sign_of(f).key for f in findings if f.criterion == criterion]
    known = len(signs) - signs.count("no-text")
    if not known:
        return f"{label(criterion)}: of none of the {len(signs)} jurisdictions is such law at hand."
    said = [f"{signs.count('met')} of {known} jurisdictions whose law is at hand meet it"]
    said += [f"{count} in part" for count in [signs.count("partial")] if count]
    said += [f"{count} {'says' if count == 1 else 'say'} the opposite" for count in [signs.count("contrary")] if count]
    gaps, unseen = signs.count("absent"), signs.count("not-found")
    said += [f"in {gaps} it is not there"] if gaps else []
    said += [f"in {unseen} it was not found in what was read"] if unseen else []
    rest = f" {signs.count('no-text')} unknown." if "no-text" in signs else ""
    return f"{label(criterion)}: {', '.join(said)}.{rest}"


def score_reading(scores: pd.DataFrame, name_of: Mapping[str, str], theme: str | None, title: str) -> str:
    """One line that reads the map of a theme, or of all questions."""
    prefix = f"{theme}." if theme else ""
    known = scores[scores[f"{prefix}known"] >= LEAST_KNOWN].sort_values(f"{prefix}index")
    unknown = len(scores) - len(known)
    rest = f" {unknown} unknown: too little of their law was read." if unknown else ""
    if known.empty:
        return f"{title}: too little law was read of any jurisdiction.{rest}"
    index = known[f"{prefix}index"]
    low, high = str(index.index[0]), str(index.index[-1])
    spread = f", from {name_of.get(low, low)} ({index.iloc[0]:.0%}) to {name_of.get(high, high)} ({index.iloc[-1]:.0%})"
    return (
        f"{title}: half of {len(known)} jurisdictions meet {index.median():.0%} or more of what is asked"
        f"{spread if len(known) > 1 else ''}.{rest}"
    )


def _map(rows: Mapping[str, dict[str, Any]], name_of: Mapping[str, str], colour: Any, title: str) -> dict[str, Any]:
    """The layers: unknown land hatched, known land coloured, its outline, what can be clicked, and small states as points."""
    import altair as alt

    land, points = _placed(rows, name_of)
    tooltip = [alt.Tooltip("properties.name:N", title="jurisdiction"), alt.Tooltip("properties.word:N", title="answer")]

    def shapes(test: str) -> Any:
        return alt.Chart().transform_filter(f"datum.properties.{test}")

    countries = alt.layer(
        shapes("part == 'hatched'").mark_geoshape(color=HATCH, stroke=None, aria=False),
        shapes("part == 'unknown'")
        .mark_geoshape(fill=PAPER, fillOpacity=0.01, stroke=PAPER, strokeWidth=0.6, aria=False)
        .encode(tooltip=tooltip),
        shapes("part == 'known'").mark_geoshape(stroke=PAPER, strokeWidth=0.6, aria=False).encode(color=colour, tooltip=tooltip),
        shapes("asked").mark_geoshape(fill=None, stroke=OUTLINE, strokeWidth=0.8, aria=False).encode(tooltip=tooltip),
        # on top, not seen: every jurisdiction at hand can be clicked
        shapes("code").transform_calculate(code="datum.properties.code")
        .mark_geoshape(fill=PAPER, fillOpacity=0.01, stroke=None, aria=False)
        .encode(tooltip=tooltip),
        data=alt.NamedData(name="countries"),
    )
    spots = alt.Chart(alt.NamedData(name="points")).encode(longitude="longitude:Q", latitude="latitude:Q", tooltip=tooltip)
    seen = (
        spots.transform_filter("datum.properties.known")
        .mark_circle(size=70, opacity=1, stroke=INK, strokeWidth=0.8, aria=False)
        .encode(color=colour)
    )
    unseen = spots.transform_filter("!datum.properties.known").mark_circle(
        size=70, opacity=1, color=HATCH, stroke=OUTLINE, strokeWidth=1, aria=False
    )
    heading = alt.TitleParams(title, subtitle="Hatched grey: unknown, no such law at hand, or not in this collection.", anchor="start")
    figure = alt.layer(countries, seen, unseen).project(type="equalEarth").properties(width=WIDTH, height=HEIGHT, title=heading)
    figure = styled(figure).configure_title(fontSize=15, subtitleFontSize=12, color=INK, subtitleColor=QUIET)
    spec: dict[str, Any] = figure.to_dict()
    # what is large goes in last: Altair would check every point of every border
    unknown = spec["layer"][0]["layer"][0]
    stops = [{"offset": at, "color": shade} for at, shade in _stripes()]
    unknown["mark"]["color"] = {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}
    spec["layer"][0]["data"] = {"values": land, "format": {"type": "topojson", "feature": "countries"}}
    for layer in spec["layer"][1:]:
        layer["data"] = {"values": points}
    top = spec["layer"][0]["layer"][-1]
    top["name"], top["mark"]["cursor"] = "jurisdictions", "pointer"
    spec["params"] = [{"name": PICKED, "select": {"type": "point", "fields": ["code"], "toggle": False}, "views": [top["name"]]}]
    return spec


def _stripes() -> list[tuple[float, str]]:
    """Stops of a gradient that is a hatch: a thin line at the end of each stripe."""
    stops = []
    for stripe in range(STRIPES):
        start, line, end = stripe / STRIPES, (stripe + 0.76) / STRIPES, (stripe + 1) / STRIPES
        stops += [(start, HATCH), (line, HATCH), (line, HATCH_LINE), (end, HATCH_LINE)]
    return stops


def _placed(rows: Mapping[str, dict[str, Any]], name_of: Mapping[str, str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """TopoJSON of the countries and, as one more shape, all unknown land; points of jurisdictions too small to be seen."""
    atlas, small = _atlas(), _small_states()
    number = {code: _numeric(code) for code in rows}
    of_number = {place: code for code, place in number.items() if place}
    shapes: list[dict[str, Any]] = []
    hatched: list[Any] = []
    for shape in atlas["objects"]["countries"]["geometries"]:
        place = shape.get("id", "")
        if place in UNMAPPED:
            continue
        code = of_number.get(place, "")
        said = {"name": name_of.get(code, code), **rows[code]} if code else {"name": shape["properties"]["name"], "word": OUTSIDE}
        known = bool(code and rows[code]["known"])
        part = {"part": "known" if known else "unknown", "asked": bool(code) and not known, "code": code}
        shapes.append({**shape, "properties": {**said, **part}})
        if not known:
            hatched += shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    shapes.append({"type": "MultiPolygon", "arcs": hatched, "properties": {"part": "hatched"}})
    objects = {"countries": {"type": "GeometryCollection", "geometries": shapes}}
    points = [
        {
            "longitude": small[place][0],
            "latitude": small[place][1],
            "properties": {"name": name_of.get(code, code), "code": code, **rows[code]},
        }
        for code, place in number.items()
        if place in small
    ]
    return {**atlas, "objects": objects}, points


def _numeric(code: str) -> str:
    """Numeric code of ISO 3166-1; empty for what is no country, such as a union or the conventions."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    return str(country.numeric) if country else ""


@cache
def _atlas() -> dict[str, Any]:
    atlas: dict[str, Any] = json.loads((FOLDER / "countries-110m.json").read_text(encoding="utf-8"))
    return atlas


@cache
def _small_states() -> dict[str, tuple[float, float]]:
    with (FOLDER / "small_states.csv").open(encoding="utf-8") as file:
        return {row["id"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)}
