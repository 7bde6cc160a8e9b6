"""Turns the commands about many jurisdictions at once into tables and figures: cluster, map, groups, sensitivity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import (
    AsFound,
    Criteria,
    Figure,
    Law,
    Layer,
    Out,
    RatesFile,
    Theme,
    Union,
    WeightFile,
    book_of,
    drawn,
    errors_of,
    findings_of,
    names_of,
    say_weights,
    weights_of,
    written,
)
from legal_compare.cli.printing import show


def cluster(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Group jurisdictions whose law is alike, with the support of each group; --figure draws the tree."""
    from legal_compare.clusters import cluster as cluster_findings
    from legal_compare.scores import Weights
    from legal_compare.views import cluster_chart

    findings = findings_of(None, law, criteria, layer, with_union)
    frame = findings.to_frame()
    used = weights_of(weights, book_of(criteria)) or Weights.equal(frame)
    result = cluster_findings(frame, theme, used)
    nodes = result.nodes.assign(members=[" ".join(members) for members in result.nodes["members"]])
    if not written(nodes, out):
        show(nodes.round(2), f"Clusters (average linkage over D); cophenetic correlation {result.cophenetic:.2f}")
    _left_out(result.left_out)
    say_weights(used, out)
    drawn(figure, lambda: cluster_chart(result, names_of(findings)))


def map_(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, error_rates: RatesFile = None, as_found: AsFound = False,
    draws: Annotated[int, typer.Option("--draws", help="Maps drawn for the ellipses.")] = 200,
    out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Place jurisdictions on a map near where their law is alike, with stress and 90 % ellipses."""
    from legal_compare import compare
    from legal_compare.clusters import draw_map
    from legal_compare.ellipses import place_uncertainty
    from legal_compare.views import map_chart

    findings = findings_of(None, law, criteria, layer, with_union)
    frame = findings.to_frame()
    result = compare(findings, theme, weights_of(weights, book_of(criteria)))
    placed = draw_map(result)
    unsure = place_uncertainty(placed, frame, theme, result.weights, errors_of(error_rates, as_found, frame), draws)
    table = placed.points.join(unsure.drop(columns=["x", "y"])).reset_index()
    if not written(table, out):
        show(table.round(2), f"Map (SMACOF): stress {placed.stress:.2f}; above 0.20 it misleads. Half axes hold 90 % of {draws} draws")
    _left_out(placed.left_out)
    say_weights(result.weights, out)
    drawn(figure, lambda: map_chart(placed, names_of(findings), unsure))


def groups(
    by: Annotated[str, typer.Option("--by", help="region, tradition or union.")] = "region",
    file: Annotated[Path | None, typer.Option("--groups", help="YAML of your own groups instead: `name: [code, code]` a line.")] = None,
    show_criteria: Annotated[bool, typer.Option("--criteria-table", help="Every group and criterion instead of groups.")] = False,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, error_rates: RatesFile = None, as_found: AsFound = False, out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Compare groups: dispersion inside, distance between, the most and the least harmonised criteria."""
    import pandas as pd

    from legal_compare.groups import groups_by, harmonisation, read_groups
    from legal_compare.views import dispersion_chart, group_chart

    findings = findings_of(None, law, criteria, layer, with_union)
    frame = findings.to_frame()
    named = read_groups(file, frame["jurisdiction"].unique()) if file else groups_by(findings.jurisdictions, by)
    confusion = errors_of(error_rates, as_found, frame)
    found = harmonisation(frame, named, theme, weights_of(weights, book_of(criteria)), confusion)
    inside = found.inside.rename(columns={"group": "a"}).assign(what="inside")
    both = pd.concat([inside, found.between.assign(what="between")], ignore_index=True)
    if not written(found.criteria if show_criteria else both, out):
        if show_criteria:
            show(found.criteria.round(2), "Criteria by group, most dispersed first")
        else:
            show(found.inside.round(2), "Inside: mean D of the pairs shown, 90 % interval, bounds; alpha 1 one law, 0 as by chance")
            told = found.between.dropna(subset="excess")
            show(told.round(2), "Between: excess is D between minus D inside; apart where its interval lies above 0")
            most, least = found.extremes()
            columns = ["criterion", "theme", "answered", "dispersion", "agreement", "lacking", "not_found"]
            show(most[columns].round(2), "Most harmonised criteria, all jurisdictions (lacking: share that has no law or the opposite)")
            show(least[columns].round(2), "Least harmonised criteria: here the world differs most")
        typer.echo(found.basis)
    say_weights(found.weights, out)
    drawn(figure, lambda: dispersion_chart(found) if show_criteria else group_chart(found))


def sensitivity(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, weights: WeightFile = None,
    other: Annotated[list[Path] | None, typer.Option("--other", help="Another file of weights to try; may be given again.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Print the order of every two jurisdictions as well.")] = False,
    out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Say which conclusions survive other weights: each theme doubled or left out, files of yours, 2,000 drawn."""
    from legal_compare.sensitivity import sensitivity as survive
    from legal_compare.views import sensitivity_chart

    book = book_of(criteria)
    frame = findings_of(None, law, criteria, layer, with_union).to_frame()
    others = [found for path in other or () if (found := weights_of(path, book))]
    result = survive(frame, weights_of(weights, book), others)
    if not written(result.table, out):
        table = result.table if every else result.table[result.table["kind"] != "order"]
        shown = table[["kind", "conclusion", "held", "draws", "survives"]].round(2)
        show(shown, f"Conclusions; held: share of {len(result.named)} weightings, draws: share of those drawn")
        typer.echo(str(result))
        typer.echo(f"Weightings: {'; '.join(result.named)}.")
    say_weights(next(iter(result.named.values())), out)
    drawn(figure, lambda: sensitivity_chart(result))


def _left_out(codes: tuple[str, ...]) -> None:
    if codes:
        typer.echo(f"left out, too little known: {', '.join(codes)}", err=True)
