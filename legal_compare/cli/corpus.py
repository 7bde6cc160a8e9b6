"""Turns the commands that build and check statutes/ into calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legal_compare.cli.options import Criteria, Law, Out, book_of, progress_bar, report, written


def check(
    reference: Annotated[Path | None, typer.Option("--reference", help="Folder of reference texts to hold every excerpt against.")] = None,
    law: Law = None,
) -> None:
    """Check front matter, checksums, residue and status; word for word where reference texts are at hand."""
    from legal_compare.checking import check as check_excerpts
    from legal_compare.shipped import statutes_path

    folder = law or statutes_path()
    report(check_excerpts(folder, reference), f"{folder.name}/ is whole" + (" and word for word" if reference else ""))


def build(
    reference: Annotated[Path, typer.Option("--reference", help="Folder of reference texts.")],
    to: Annotated[Path, typer.Option("--to", help="Folder to write excerpts to.")] = Path("statutes"),
    only: Annotated[list[str] | None, typer.Option("--only", help="ISO codes (default: all).")] = None,
    criteria: Criteria = None,
) -> None:
    """Write excerpts of the provisions that bear on the criteria, front matter kept."""
    from legal_compare.excerpts import build as build_excerpts

    with progress_bar("reading") as progress:
        changed = build_excerpts(reference, to, book_of(criteria), only=only or (), progress=progress)
    typer.echo(f"{len(changed)} files written.")


def propose(
    jurisdiction: Annotated[str, typer.Argument(help="ISO code of whose law it is, e.g. IE.")],
    path: Annotated[Path, typer.Argument(help="Folder or file of law: .md, publishers' .xml, or .parquet, a row a section.")],
    close: Annotated[float | None, typer.Option("--close", min=0, max=1, help="Propose less (higher) or more (lower).")] = None,
    scanned: Annotated[
        Path | None, typer.Option("--scan", help="Folder of a scan of this law: only acts with candidates are read.")
    ] = None,
    out: Out = None,
    criteria: Criteria = None,
) -> None:
    """List the provisions that a person should look at: what the rules find, and what comes close to a rule."""
    from legal_compare.proposals import CLOSE, propose_book, to_frame

    with progress_bar("reading") as progress:
        book = propose_book(path, jurisdiction, book_of(criteria), CLOSE if close is None else close, progress, scanned)
    if not written(to_frame(book.proposals), out):
        for one in book.proposals:
            relative = f" = {one.duplicate_of}" if one.duplicate_of else f" ~ {one.version_of}" if one.version_of else ""
            typer.echo(f"{one.provision.citation}  [{one.reason}: {', '.join(one.criteria) or 'rested on'}]{relative}")
    typer.echo(book.summary, err=True)


def translate(
    jurisdiction: Annotated[list[str] | None, typer.Argument(help="ISO codes, e.g. ES FR (default: all).")] = None,
    each: Annotated[int, typer.Option("--each", min=1, help="Provisions a finding, best first.")] = 1,
    law: Law = None,
    criteria: Criteria = None,
) -> None:
    """Print the evidence that has no English working translation yet, as YAML to fill in, and how much has one."""
    import yaml

    from legal_compare import assess, read_statutes
    from legal_compare.translations import decisive_words, translated_share, untranslated

    with progress_bar("reading") as progress:
        findings = assess(read_statutes(law, jurisdiction or ()), book_of(criteria), progress=progress)
    waiting = untranslated(findings, law, each)
    for code in dict.fromkeys(one.owner for one in waiting):
        entries = [{"provision": one.key, "of": decisive_words(one), "english": ""} for one in waiting if one.owner == code]
        typer.echo(f"# {code.lower()}/\ntranslation: unofficial\nlanguage: en")
        typer.echo(yaml.safe_dump({"provisions": entries}, allow_unicode=True, sort_keys=False, width=120))
    for language, (translated, resting) in translated_share(findings, law).items():
        typer.echo(f"{language}: the first evidence of {translated} of {resting} findings has a translation", err=True)
