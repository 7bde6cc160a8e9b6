"""Turns the commands that measure into tables: distance, gap, cluster, similar, intervals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Layer, Out, Theme, Union, WeightFile, book_of, findings_of, show, weights_of, written


def distance(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: Annotated[Path | None, typer.Option("--weights", help="YAML or CSV of weights by criterion or theme.")] = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Measure how far each pair of jurisdictions is apart, with coverage and bounds."""
    from legal_compare import compare as compare_findings

    book = book_of(criteria)
    findings = findings_of(None, law, criteria, layer, with_union)
    result = compare_findings(findings, theme, weights_of(weights, book))
    if not written(result.pairs, out):
        show(result.matrix.round(2).reset_index(), "Distance D, 0 same to 1 opposite; blank: too little known of one of the two")


def gap(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")],
    to: Annotated[list[str] | None, typer.Option("--to", help="ISO code of a model; several: the best of them (default: all met).")] = None,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, weights: WeightFile = None, out: Out = None,
) -> None:  # fmt: skip
    """List what separates a jurisdiction from a model, and which single change closes most of it."""
    from legal_compare.distances import gap as gap_to

    findings = findings_of(None, law, criteria, layer, with_union)
    result = gap_to(
        findings.to_frame(), jurisdiction.upper(), [code.upper() for code in to or ()] or None, weights_of(weights, book_of(criteria))
    )
    if not written(result.changes, out):
        show(result.changes.round(3), f"{result.jurisdiction} against {result.benchmark}: single changes, greatest first")
        typer.echo(
            f"deficit {result.deficit:.2f} (bounds {result.deficit_lower:.2f} to {result.deficit_upper:.2f}), of it conformity "
            f"{result.conformity:.2f} and missing {result.missing:.2f}; {result.coverage:.0%} of what is required can be answered"
        )


def cluster(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, out: Out = None,
) -> None:  # fmt: skip
    """Group jurisdictions whose law is alike, with the support of each group."""
    from legal_compare.clusters import cluster as cluster_findings

    findings = findings_of(None, law, criteria, layer, with_union)
    result = cluster_findings(findings.to_frame(), theme, weights_of(weights, book_of(criteria)))
    nodes = result.nodes.assign(members=[" ".join(members) for members in result.nodes["members"]])
    if not written(nodes, out):
        show(nodes.round(2), f"Clusters (average linkage over D); cophenetic correlation {result.cophenetic:.2f}")
        if result.left_out:
            typer.echo(f"left out, too little known: {', '.join(result.left_out)}")


def similar(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")],
    count: Annotated[int, typer.Option("--count", help="How many.")] = 5,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None, out: Out = None,
) -> None:  # fmt: skip
    """Name the jurisdictions whose law is nearest."""
    from legal_compare import compare
    from legal_compare.clusters import nearest

    findings = findings_of(None, law, criteria, layer, with_union)
    table = nearest(compare(findings, theme), jurisdiction.upper(), count, theme)
    if not written(table, out):
        show(table.round(2), f"Nearest to {jurisdiction.upper()}")


def intervals(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None,
    draws: Annotated[int, typer.Option("--draws", help="Monte Carlo draws.")] = 2000,
    out: Out = None,
) -> None:  # fmt: skip
    """Give the index with its 90 % interval and rank interval, and say what cannot be separated."""
    from legal_compare.uncertainty import simulate

    findings = findings_of(None, law, criteria, layer, with_union)
    result = simulate(findings.to_frame(), weights_of(weights, book_of(criteria)), theme=theme, draws=draws)
    table = result.index.reset_index()
    if not written(table, out):
        show(table.round(2), "Index, 0 nothing met to 1 all met, beside the share of criteria that are known")
        typer.echo(str(result))
