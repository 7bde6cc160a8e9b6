"""Turns the commands about pairs into tables and figures: distance, gap, similar, intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from legal_compare.errors import LegalCompareError, UnknownJurisdiction

if TYPE_CHECKING:
    from legal_compare.assessment import Findings
    from legal_compare.wording import Wording

GroupFile = Annotated[Path | None, typer.Option("--groups", help="YAML of your own groups: `name: [code, code]` a line.")]


def distance(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Print every pair: H, D, bounds, agreement split, coverage.")] = False,
    out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Measure how far each pair of jurisdictions is apart, with coverage and bounds; --figure draws the heatmap by cluster."""
    from legal_compare import compare as compare_findings
    from legal_compare.clusters import cluster
    from legal_compare.distances import MIN_COVERAGE
    from legal_compare.views import distance_heatmap

    book = book_of(criteria)
    findings = findings_of(None, law, criteria, layer, with_union)
    result = compare_findings(findings, theme, weights_of(weights, book))
    if not written(result.pairs, out):
        if pairs:
            show(result.pairs[result.pairs["theme"] == result.theme].round(2), "Pairs: D within its bounds; H counts any difference as one")
        else:
            show(result.matrix.round(2).reset_index(), "Distance D, 0 same to 1 opposite; blank: too little known of one of the two")
        whole = result.pairs[result.pairs["theme"] == result.theme]
        kept = whole[~whole["hidden"]]
        typer.echo(
            f"Mean of the {len(kept)} pairs shown: D {kept['D'].mean():.2f}, H {kept['H'].mean():.2f} (`groups` gives the interval); "
            f"{len(whole) - len(kept)} pairs hidden: both answer under {MIN_COVERAGE:.0%} of the criteria"
        )
    say_weights(result.weights, out)

    def order() -> tuple[str, ...] | None:
        try:
            return cluster(findings.to_frame(), theme, result.weights, draws=1).order
        except LegalCompareError:  # fewer than three have all pairs shown: no tree, so by code
            return None

    drawn(figure, lambda: distance_heatmap(result, names_of(findings), order()))


def gap(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")],
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="codebook, an ISO code (int: the convention; eu: the union's law), or the best of a region, tradition, "
                     "`members of EU` or group; several codes: the best of them (default: codebook)."),
    ] = None,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, groups: GroupFile = None,
    every: Annotated[bool, typer.Option("--all", help="Print each criterion, not only what would change.")] = False,
    out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """List what separates a jurisdiction from a benchmark, and which single change closes most of it."""
    from legal_compare.distances import gap as gap_to
    from legal_compare.views import gap_chart

    findings = findings_of(None, law, criteria, layer, with_union)
    codes, name = _benchmark(to or [], findings, groups)
    result = gap_to(findings.to_frame(), jurisdiction.upper(), codes, weights_of(weights, book_of(criteria)), theme, name)
    table = result.criteria if every else result.changes
    if not written(table, out):
        what = "criterion by criterion" if every else "single changes, greatest first"
        show(table.round(3), f"{result.jurisdiction} against {result.benchmark}: {what}")
        typer.echo(
            f"deficit {result.deficit:.2f} (bounds {result.deficit_lower:.2f} to {result.deficit_upper:.2f}), of it conformity "
            f"{result.conformity:.2f} and missing {result.missing:.2f}; shortfall {result.shortfall:.2f}, distance D {result.D:.2f}; "
            f"{result.coverage:.0%} of what is required can be answered"
        )
    say_weights(result.weights, out)
    drawn(figure, lambda: gap_chart(result, names_of(findings)))


def _benchmark(wanted: list[str], findings: Findings, groups: Path | None) -> tuple[list[str] | None, str]:
    """Codes of a benchmark and its name in words; no codes for the codebook."""
    from legal_compare.groups import BY, groups_by, named_group, read_groups

    known = [j.code for j in findings.jurisdictions]
    own = read_groups(groups, known) if groups else None
    if not wanted or [word.casefold() for word in wanted] == ["codebook"]:
        return None, ""
    codes: list[str] = []
    names: list[str] = []
    for word in wanted:
        group = named_group(word, findings.jurisdictions, own)
        if group is None and word.upper() not in known:
            at_hand = [name for by in BY for name in groups_by(findings.jurisdictions, by)]
            hint = f"Codes: {', '.join(known)}. Groups: {', '.join([*at_hand, *(own or {})])}."
            raise UnknownJurisdiction("benchmark", f"no jurisdiction or group {word!r}.", hint)
        name, members = group or (word.upper(), (word.upper(),))
        codes += members
        names.append(name)
    codes = list(dict.fromkeys(codes))
    return codes, "" if len(codes) == 1 else f"best of {', '.join(names)} ({len(codes)} jurisdictions)"


def similar(
    jurisdiction: Annotated[str | None, typer.Argument(help="ISO code; none with --families.")] = None,
    other: Annotated[str | None, typer.Argument(help="A second ISO code: shows what the two share in words.")] = None,
    families: Annotated[bool, typer.Option("--families", help="Which jurisdictions share a drafting family.")] = False,
    count: Annotated[int, typer.Option("--count", help="How many.")] = 5,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Name whose law is nearest, and whose words: the same rule can be worded apart."""
    from legal_compare.views import wording_chart
    from legal_compare.wording import families as families_of
    from legal_compare.wording import wording

    if families == (jurisdiction is not None):
        hint = "Write `similar KE`, `similar KE ZM` or `similar --families`."
        raise LegalCompareError("similar", "needs a code, or --families instead.", hint)
    findings = findings_of(None, law, criteria, layer, with_union)
    worded = wording(findings, theme)
    known = [j.code for j in findings.jurisdictions]
    for code in (jurisdiction, other):
        if code and code.upper() not in known:
            raise UnknownJurisdiction("similar", f"no jurisdiction {code!r}.", f"At hand: {', '.join(known)}.")
    if jurisdiction is None:
        table = families_of(worded)
        joined = table.assign(**{name: table[name].map(", ".join) for name in ("members", "criteria")})
        if not written(joined, out):
            show(joined.round(2), "Drafting families: kinship is the share of criteria on which two share a passage of 15 words or more")
    elif other is None:
        _nearest(jurisdiction.upper(), findings, worded, count, theme, weights, criteria, out)
    else:
        _shared(jurisdiction.upper(), other.upper(), worded, count, out)

    def order() -> list[str]:
        kin = [code for members in families_of(worded)["members"] for code in members]
        return [*kin, *(code for code in known if code not in kin and code in {*worded.pairs["a"], *worded.pairs["b"]})]

    drawn(figure, lambda: wording_chart(worded, names_of(findings), order()))


def _nearest(
    code: str, findings: Findings, worded: Wording, count: int, theme: str | None, weights: Path | None, criteria: Path | None,
    out: Path | None,
) -> None:  # fmt: skip
    from legal_compare import compare
    from legal_compare.clusters import nearest

    result = compare(findings, theme, weights_of(weights, book_of(criteria)))
    law, words = nearest(result, code, count, theme), worded.nearest(code, count)
    if not written(law.merge(words, on="jurisdiction", how="outer"), out):
        show(law.round(2), f"Nearest to {code} in law, by distance D")
        show(words.round(2), f"Nearest to {code} in words (kinship: share of criteria with a passage of 15 words or more; no part of D)")
    say_weights(result.weights, out)


def _shared(a: str, b: str, worded: Wording, count: int, out: Path | None) -> None:
    rows = worded.of(a, b)
    if rows.empty:
        raise LegalCompareError("similar", f"{a} and {b} have no text in one language.", "Only texts in one language are compared.")
    if written(worded.with_passages(rows), out):
        return
    show(rows.drop(columns=["a", "b", "theme"]).round(2), f"{a} and {b} in words, criterion by criterion")
    for shared in worded.between(a, b)[:count]:
        typer.echo(f"\n{shared.criterion}: {shared.identical} words in common")
        for end in (shared.a, shared.b):
            typer.echo(f"  {end.jurisdiction}, {end.citation}, characters {end.start} to {end.end} of {len(end.text)}\n    “{end.words}”")


def intervals(
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, theme: Theme = None,
    weights: WeightFile = None, error_rates: RatesFile = None, as_found: AsFound = False,
    draws: Annotated[int, typer.Option("--draws", help="Monte Carlo draws.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws: the same seed gives the same figures.")] = 0,
    pairs: Annotated[bool, typer.Option("--pairs", help="Intervals of the distances instead of the index.")] = False,
    of: Annotated[str | None, typer.Option("--of", help="ISO code: only its distances (and in the figure).")] = None,
    out: Out = None, figure: Figure = None,
) -> None:  # fmt: skip
    """Give index or distances with 90 % interval and rank interval, and say what cannot be separated."""
    from legal_compare.uncertainty import simulate
    from legal_compare.views import interval_chart, pair_interval_chart

    findings = findings_of(None, law, criteria, layer, with_union)
    frame, code = findings.to_frame(), (of or "").upper()
    if code and code not in set(frame["jurisdiction"]):
        raise UnknownJurisdiction("intervals", f"no jurisdiction {code!r}.", f"At hand: {', '.join(frame['jurisdiction'].unique())}.")
    confusion = errors_of(error_rates, as_found, frame)
    result = simulate(frame, weights_of(weights, book_of(criteria)), confusion, theme, draws, seed)
    if pairs or code:
        table = result.distances.sort_values("rank", ignore_index=True)
        table = table[(table["a"] == code) | (table["b"] == code)] if code else table
        title = "Distance D with its 90 % interval, nearest first"
    else:
        table = result.index.join(result.not_separated()).sort_values("index", ascending=False).reset_index()
        title = "Index, 0 nothing met to 1 all met, beside the share of criteria that are known"
    if not written(table, out):
        show(table.drop(columns="not_separated", errors="ignore").round(2), title)
        typer.echo(str(result))
    say_weights(result.weights, out)
    drawn(figure, lambda: pair_interval_chart(result, code, names_of(findings)) if code else interval_chart(result, names_of(findings)))
