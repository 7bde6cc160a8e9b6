"""Turns the commands for reviewers into calls: review, reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Layer, Out, Union, book_of, findings_of, written
from legal_compare.cli.printing import show

Folder = Annotated[Path | None, typer.Option("--reviews", help="Folder of reviews (default: $LEGAL_COMPARE_REVIEWS, else reviews/).")]


def review(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code.")], criterion: Annotated[str, typer.Argument(help="Id of a criterion.")],
    verdict: Annotated[str, typer.Option("--verdict", help="met, partial, contrary, absent or no-text.")],
    reviewer: Annotated[str, typer.Option("--by", help="Name of the reviewer.")],
    provision: Annotated[list[str] | None, typer.Option("--provision", help="Such as act-2001#4; may be given again.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    folder: Folder = None, law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False,
) -> None:  # fmt: skip
    """Keep a person's own answer beside the tool's."""
    from legal_compare.reviews import keep_review
    from legal_compare.reviews import review as review_of

    findings, book = findings_of([jurisdiction], law, criteria, layer, with_union), book_of(criteria)
    path = keep_review(review_of(findings, book, jurisdiction, criterion, verdict, reviewer, provision or [], note), folder)
    typer.echo(f"kept in {path}; the tool says {findings.of(jurisdiction, criterion).verdict}")


def reviews(
    folder: Folder = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="Krippendorff's alpha by criterion.")] = False,
    as_reviewed: Annotated[bool, typer.Option("--as-reviewed", help="Findings with reviewers' verdicts, marked as such.")] = False,
    law: Law = None, criteria: Criteria = None, layer: Layer = None, with_union: Union = False, out: Out = None,
) -> None:  # fmt: skip
    """List reviews beside the tool's verdicts, measure agreement, or show findings as reviewed."""
    from legal_compare import reviews as reviewed

    findings, book = findings_of(None, law, criteria, layer, with_union), book_of(criteria)
    kept = reviewed.read_reviews(folder)
    make = reviewed.agreement if agreement else reviewed.as_reviewed if as_reviewed else reviewed.table
    frame = make(kept, findings, book)
    if not written(frame, out):
        if as_reviewed:
            frame = frame.loc[frame["review"] != "", ["jurisdiction", "criterion", "verdict", "tool_verdict", "review", "reviewers"]]
        title = "Findings AS REVIEWED, not as the tool gives them" if as_reviewed else "Reviews"
        show(frame.round(3), "Agreement: Krippendorff's alpha, ordinal" if agreement else title)
