"""Turns a finding into its whole derivation: every word that speaks for it, against it, or nearly did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from legal_compare.errors import LegalCompareError
from legal_compare.labels import in_words, label
from legal_compare.translations import NOTICE, working_translation
from legal_compare.views.excerpts import AROUND, by_provision, marked, reason, windows
from legal_compare.views.verdicts import sign_of, status_words, text_date

if TYPE_CHECKING:
    from rich.console import Group
    from rich.text import Text

    from legal_compare.criteria import Codebook, Criterion
    from legal_compare.evidence import Evidence
    from legal_compare.findings import Finding
    from legal_compare.nearest import NearMiss
    from legal_compare.statutes import Jurisdiction

STYLES = {
    "met": "bold cyan",
    "partial": "bold blue",
    "contrary": "bold red",
    "absent": "bold yellow",
    "not-found": "yellow",
    "no-text": "bright_black",
}
COVERAGE_WORDS = {
    "complete": "the theme's law was read whole",
    "partial": "the theme's law was read in part: absent means not found in what was read",
    "none": "none of the theme's law was at hand",
}
MOST_SET_ASIDE = 8


def explanation(finding: Finding, book: Codebook, jurisdictions: Sequence[Jurisdiction] = (), on: date | None = None) -> Group:
    """The derivation of a finding for a terminal, as a rich renderable; `on` is the day from which age is counted."""
    from rich.console import Group

    return Group(*_lines(finding, book, jurisdictions, on or date.today()))


def why(finding: Finding, criterion: Criterion) -> str:
    """One sentence: what was found and what is missing."""
    found = ", ".join(in_words(name) for name in finding.elements)
    missing = ", ".join(in_words(name) for name in finding.missing)
    if finding.reviewed_by:
        return f"{finding.note[:1].upper()}{finding.note[1:]}."
    if finding.verdict == "no-text":
        said = finding.note or "no law on this theme was at hand"
        return f"{said[:1].upper()}{said[1:]}, so nothing can be said."
    if finding.verdict == "absent":
        start = "The theme's law was read whole" if finding.coverage == "complete" else "The theme's law was read in part"
        seen = f"; only {found} was found, which is not enough" if found else "; no passage shows what is asked for"
        return f"{start}{seen}."
    sentence = f"Found: {found}." if found else ""
    if missing and finding.verdict != "met":
        alternatives = bool(criterion.verdict.met.any)
        sentence += f" Missing for met: {missing}{' (one or more of them)' if alternatives and len(finding.missing) > 1 else ''}."
    return f"{sentence} {finding.note[:1].upper() + finding.note[1:] + '.' if finding.note else ''}".strip()


def near_misses(finding: Finding, book: Codebook, jurisdictions: Sequence[Jurisdiction], limit: int = 5) -> tuple[NearMiss, ...]:
    """Passages that came close, where the law is at hand and the criterion is not met."""
    from legal_compare.nearest import nearest

    home = next((j for j in jurisdictions if j.code == finding.jurisdiction), None)
    if home is None or finding.verdict in ("met", "contrary"):
        return ()
    return nearest(home, finding.criterion, book, limit, finding)


def _lines(finding: Finding, book: Codebook, jurisdictions: Sequence[Jurisdiction], on: date) -> Iterator[Text]:
    from rich.text import Text

    criterion, sign = book.criterion(finding.criterion), sign_of(finding)
    name = next((j.name for j in jurisdictions if j.code == finding.jurisdiction), finding.jurisdiction)
    yield Text.assemble((f"{name} · {label(criterion.id)}", "bold"), "  ", (f"{sign.mark} {sign.word}", STYLES[sign.key]))
    yield Text(criterion.question, style="italic")
    yield Text(why(finding, criterion))
    yield Text(f"Layer: {finding.layer}. Coverage: {COVERAGE_WORDS.get(finding.coverage, finding.coverage)}.", style="dim")
    yield Text()
    yield Text("Elements", style="bold")
    for element, meaning in criterion.elements.items():
        there = element in finding.elements
        mark = ("● found    ", "cyan") if there else ("○ not found", "yellow")
        yield Text.assemble("  ", mark, f"  {element}: {meaning.means}")
    if finding.evidence:
        yield Text()
        yield Text("Evidence, best first", style="bold")
        for group in by_provision(finding.evidence):
            yield from _provision(group, book, on, finding.jurisdiction)
    if finding.set_aside:
        yield Text()
        yield Text("Set aside", style="bold")
        groups = by_provision(finding.set_aside)
        for group in groups[:MOST_SET_ASIDE]:
            yield Text(f"  {group[0].citation}", style="bold")
            for one in group:
                yield Text(f"    rule {one.match.rule}: {reason(one.match.suppressed) or 'it is not enough by itself'}", style="dim")
        if len(groups) > MOST_SET_ASIDE:
            yield Text(f"  and {len(groups) - MOST_SET_ASIDE} more provisions", style="dim")
    close = near_misses(finding, book, jurisdictions)
    if close:
        yield Text()
        yield Text("Came close: read these before you rely on a gap", style="bold")
        for miss in close:
            yield Text.assemble("  ", (miss.provision.citation, "bold"), f"  {reason(miss.reason)}")
            words = " ".join(miss.provision.text.split())
            yield Text(f"    {words[:AROUND]}{' [...]' if len(words) > AROUND else ''}", style="dim")
    yield Text()
    yield Text("Text on the books, read by machine: not practice, no case law, not legal advice.", style="dim")


def _provision(group: Sequence[Evidence], book: Codebook, on: date, jurisdiction: str) -> Iterator[Text]:
    from rich.text import Text

    first, instrument = group[0], group[0].instrument
    words, age = text_date(instrument, on)
    yield Text.assemble("  ", (first.citation, "bold"), f"  {first.match.provision.section.heading}")
    owner = "" if first.owner == jurisdiction else f"; law of {first.owner}"
    yield Text.assemble("    ", (words, "yellow" if age else ""), f"; {status_words(instrument)}{owner}", style="dim")
    yield Text(f"    {first.match.provision.address}  {instrument.source.url or 'no official link'}", style="dim")
    yield _marked_words(group)
    if english := working_translation(*group):
        yield Text(f"    In English: {_flat(english)}", style="italic")
        yield Text(f"    {NOTICE}", style="dim")
    for one in group:
        match = one.match
        try:
            form = str(book.rule(match.rule)[2].form)
        except LegalCompareError:
            form = "not in this codebook"
        yield Text(f"    element {match.element}, rule {match.rule} ({form})", style="dim")
        for span in match.spans:
            where = f", as defined in {span.defined_in}" if span.defined_in else ""
            yield Text(f"      {span.text!r} shows {span.term}{where}", style="dim")
        if match.from_heading:
            yield Text(f"      from the heading or title: {', '.join(match.from_heading)}", style="dim")
        if match.tied_to:
            yield Text(f"      tied to {match.tied_to}", style="dim")


def _marked_words(group: Sequence[Evidence]) -> Text:
    from rich.text import Text

    text = group[0].match.provision.text
    marks = marked((span for one in group for span in one.match.spans), len(text))
    shown = Text("    ")
    for start, end in windows(text, marks, AROUND):
        shown.append("[...] " if start else "")
        at = start
        for mark in marks:
            if start <= mark.start and mark.end <= end:
                shown.append(_flat(text[at : mark.start]))
                shown.append(_flat(text[mark.start : mark.end]), style="bold reverse")
                at = mark.end
        shown.append(_flat(text[at:end]) + (" [...]" if end < len(text) else ""))
    return shown


def _flat(words: str) -> str:
    return words.replace("\n", "\n    ")
