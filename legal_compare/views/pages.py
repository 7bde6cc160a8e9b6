"""Turns findings into HTML that a page shows: the evidence behind a cell, laws side by side, how much law was read.

Everything that comes from data is escaped; scripts are left to whoever shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from legal_compare.labels import in_words, label
from legal_compare.views.excerpts import by_provision, card, most_telling, narrowest, official_link, reason, windows
from legal_compare.views.explanations import COVERAGE_WORDS, why
from legal_compare.views.tables import answer
from legal_compare.views.verdicts import SIGNS, Sign, date_words, names, sign_of, status_words, text_date

if TYPE_CHECKING:
    from legal_compare.assessment import Findings
    from legal_compare.criteria import Codebook, Criterion, Test
    from legal_compare.evidence import Evidence
    from legal_compare.findings import Finding
    from legal_compare.nearest import NearMiss
    from legal_compare.statutes import Jurisdiction

CARDS = 3
"""Provisions shown open; the others are listed under them."""
MOST_LISTED = 25
AROUND_IN_TABLE = 150
ANSWERS = {"same": "= same", "different": "≠ different", "unknown": "· unknown"}


def chip(sign: Sign) -> str:
    """A verdict as a coloured word with its mark."""
    return f'<span class="chip verdict {sign.key}"><span aria-hidden="true">{sign.mark}</span> {escape(sign.word)}</span>'


def square(sign: Sign) -> str:
    """A verdict as a small coloured square with its shape, its word for those who do not see it."""
    return f'<i class="v {sign.key}" role="img" aria-label="{escape(sign.word)}"></i>'


def legend() -> str:
    """What the colours and shapes mean."""
    items = "".join(f"<li>{square(s)}<span><b>{escape(s.word)}</b> {escape(s.meaning)}</span></li>" for s in SIGNS.values())
    return f'<ul class="legend" aria-label="What the colours mean">{items}</ul>'


def evidence_page(finding: Finding, book: Codebook, name: str, on: date, near: Sequence[NearMiss] = ()) -> str:
    """All that stands behind one cell: verdict, why, the law's words, what is missing, set aside or came close."""
    criterion, sign = book.criterion(finding.criterion), sign_of(finding)
    coverage = COVERAGE_WORDS.get(finding.coverage, finding.coverage)
    layer = "" if finding.layer == "in-force" else f'<p class="note">Not law in force: {escape(finding.layer)} text.</p>'
    parts = [
        f"<h2>{escape(name)}: {escape(label(criterion.id))}</h2>",
        f'<p class="question">{escape(criterion.question)}</p>',
        f"<p>{chip(sign)}{escape(why(finding, criterion))}</p>",
        layer,
        f'<p class="quiet">Coverage: {escape(coverage)}.</p>',
        _elements(finding, criterion),
    ]
    groups = by_provision(finding.evidence)
    if groups:
        shown = most_telling(groups, CARDS)
        parts.append("<h3>The law’s own words</h3>")
        parts += [card(group, book, on, finding.jurisdiction) for group in shown]
        parts.append(_others([group for group in narrowest(groups) if group not in shown], on))
    if near:
        gap = "what is missing" if groups else "the gap"
        parts.append(f'<h3>Came close</h3><p class="quiet">Read these before you rely on {gap}.</p>')
        parts += [_near_card(miss, on) for miss in near]
    aside = by_provision(finding.set_aside)
    if aside:
        items = "".join(
            f"<li><b>{escape(group[0].citation)}</b>: {escape(reason(group[0].match.suppressed) or 'not enough by itself')} "
            f"<code>{escape(group[0].match.rule)}</code></li>"
            for group in aside[:MOST_LISTED]
        )
        parts.append(f"<details><summary>Set aside: {len(aside)} {_plural('provision', len(aside))}</summary><ul>{items}</ul></details>")
    return f'<div class="lc panel" tabindex="0" role="region" aria-label="Evidence">{"".join(parts)}</div>'


def _elements(finding: Finding, criterion: Criterion) -> str:
    items = []
    for name, element in criterion.elements.items():
        there = name in finding.elements
        kind, mark, word = ("yes", "✓", "found") if there else ("no", "○", "not found")
        items.append(
            f'<li class="{kind}"><span aria-hidden="true">{mark}</span><span><b>{escape(in_words(name))}</b> '
            f'<span class="sr">{word}</span> {escape(element.means)}</span></li>'
        )
    return f'<ul class="elements">{"".join(items)}</ul>'


def _others(groups: Sequence[Sequence[Evidence]], on: date) -> str:
    if not groups:
        return ""
    items = "".join(
        f"<li><b>{escape(group[0].citation)}</b> <span class='quiet'>{escape(text_date(group[0].instrument, on)[0])}</span></li>"
        for group in groups[:MOST_LISTED]
    )
    more = f"<li>and {len(groups) - MOST_LISTED} more</li>" if len(groups) > MOST_LISTED else ""
    return f"<details><summary>{len(groups)} more {_plural('provision', len(groups))}</summary><ul>{items}{more}</ul></details>"


def _near_card(miss: NearMiss, on: date) -> str:
    words, age = text_date(miss.instrument, on)
    text = miss.provision.text
    start, end = windows(text, (), 170)[0]
    lacking = ", ".join(in_words(term) for term in miss.missing)
    holding = ", ".join(in_words(term) for term in miss.found)
    said = f"speaks of {holding}" + (f", but not of {lacking}" if lacking else "") if holding else ""
    return (
        f'<article class="card"><header><h4>{escape(miss.provision.citation)}</h4>'
        f'<p class="meta">{escape(miss.provision.section.heading)}</p>'
        f'<p class="meta"><span class="chip {age or "plain"}">{escape(words)}</span>'
        f'<span class="chip plain">{escape(status_words(miss.instrument))}</span>{official_link(miss.instrument)}</p></header>'
        f"<blockquote>{escape(text[start:end])}{' […]' if end < len(text) else ''}</blockquote>"
        f'<p class="aside">For “{escape(in_words(miss.element))}”: {escape(reason(miss.reason))}'
        f"{'; ' + escape(said) if said else ''}</p></article>"
    )


def near_cards(name: str, finding: Finding, near: Sequence[NearMiss], on: date) -> str:
    """A verdict with the passages that came close to more, for a page of their own."""
    nothing = "" if near else '<p class="quiet">Nothing came close, or nothing is missing.</p>'
    cards = "".join(_near_card(miss, on) for miss in near)
    return f'<div class="lc"><h3>{escape(name)} {chip(sign_of(finding))}</h3>{nothing}{cards}</div>'


def comparison(findings: Findings, book: Codebook, codes: Sequence[str], on: date, show: str = "all", theme: str = "") -> str:
    """Jurisdictions side by side, criterion by criterion; `show` is all, same, different or unknown."""
    name_of = names(findings)
    width = f"{70 // len(codes)}%"
    head = "".join(f'<th scope="col" style="width:{width}">{escape(name_of[code])}</th>' for code in codes)
    rows = []
    for key, title in book.themes.items():
        kept = []
        for criterion in (c for c in book.criteria if c.theme == key and theme in ("", key)):
            found = [findings.of(code, criterion.id) for code in codes]
            said = answer([f.verdict for f in found])
            if show in ("all", said):
                kept.append(_side(criterion, found, said, book, on, name_of))
        if kept:
            rows.append(f'<tr class="theme"><th colspan="{len(codes) + 1}" scope="colgroup">{escape(title)}</th></tr>{"".join(kept)}')
    if not rows:
        return '<div class="lc"><p class="note">No question is answered so. Choose another filter.</p></div>'
    return (
        f'<div class="lc wide"><table class="sides"><thead><tr><th scope="col">Question</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _side(criterion: Criterion, found: Sequence[Finding], said: str, book: Codebook, on: date, name_of: Mapping[str, str]) -> str:
    cells = []
    for finding in found:
        groups = most_telling(by_provision(finding.evidence), 2)
        cards = "".join(card(group, book, on, finding.jurisdiction, AROUND_IN_TABLE) for group in groups)
        first = escape(groups[0][0].citation) if groups else ""
        dated, age = text_date(groups[0][0].instrument, on) if groups else ("", "")
        dates = f'<span class="{age or "quiet"} small">{escape(dated)}</span>'
        words = f"<details><summary>{first} {dates}</summary>{cards}</details>" if groups else ""
        ticks = _ticks(finding, criterion) if finding.evidence else ""
        cells.append(f'<td data-name="{escape(name_of[finding.jurisdiction])}">{chip(sign_of(finding))}{words}{ticks}</td>')
    return (
        f'<tr><th scope="row"><b>{escape(label(criterion.id))}</b> <span class="quiet tick">{ANSWERS[said]}</span>'
        f'<br><span class="quiet">{escape(criterion.question)}</span></th>{"".join(cells)}</tr>'
    )


def _ticks(finding: Finding, criterion: Criterion) -> str:
    """The elements in a line, each ticked or not."""
    said = [(name, name in finding.elements) for name in criterion.elements]
    items = "".join(
        f'<li class="{"yes" if there else "no"}"><span aria-hidden="true">{"✓" if there else "○"}</span> {escape(in_words(name))}'
        f'<span class="sr"> {"found" if there else "not found"}</span></li>'
        for name, there in said
    )
    return f'<ul class="ticks">{items}</ul>'


def coverage_grid(jurisdictions: Sequence[Jurisdiction], book: Codebook) -> str:
    """How much of each theme's law was read, with the dates of the oldest and the newest text."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in book.themes.values())
    rows = []
    for j in jurisdictions:
        dates = sorted(i.as_of for i in j.instruments if i.as_of not in ("", "unknown"))
        undated = len(j.instruments) - len(dates)
        span = f"{escape(date_words(dates[0]))} to {escape(date_words(dates[-1]))}" if dates else ""
        span += f"{'; ' if span else ''}{undated} not dated" if undated else ""
        unknown = "partial" if j.coverage_declared else "not declared"
        levels = [j.coverage.get(theme, unknown) for theme in book.themes]
        marks = {"complete": "● whole", "partial": "◐ part", "none": "· none"}
        cells = "".join(f'<td class="c {escape(level)}">{escape(marks.get(level, level))}</td>' for level in levels)
        rows.append(f'<tr><th scope="row">{escape(j.name)}</th>{cells}<td>{len(j.instruments)}</td><td>{span}</td></tr>')
    return (
        f'<div class="lc wide"><table class="cover"><thead><tr><th scope="col">Jurisdiction</th>{head}<th scope="col">Texts</th>'
        f'<th scope="col">Dates of text</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def codebook_page(book: Codebook) -> str:
    """Every question with why it is asked, its elements, and what makes each verdict."""
    parts = []
    for theme, title in book.themes.items():
        parts.append(f"<h3>{escape(title)}</h3>")
        for c in (c for c in book.criteria if c.theme == theme):
            elements = "".join(
                f"<li><b>{escape(in_words(name))}</b> {escape(e.means)} "
                f'<span class="quiet">({len(e.rules)} {_plural("rule", len(e.rules))})</span></li>'
                for name, e in c.elements.items()
            )
            tests = "".join(
                f"<li>{chip(SIGNS[verdict])} {escape(verdict_words(test))}</li>"
                for verdict in ("met", "partial", "contrary")
                if (test := getattr(c.verdict, verdict)) is not None
            )
            note = f"<p class='note'>{escape(c.note)}</p>" if c.note else ""
            parts.append(
                f"<details><summary><b>{escape(label(c.id))}</b> {escape(c.question)}</summary>"
                f"<p>{escape(' '.join(c.basis.split()))}</p>{note}<ul>{elements}</ul><ul class='elements'>{tests}</ul></details>"
            )
    return f'<div class="lc">{"".join(parts)}</div>'


def verdict_words(test: Test) -> str:
    """A verdict's test in words: `produce and distribute and (possess or access)`."""
    every = [_test_part(part) for part in test.all]
    some = [_test_part(part) for part in test.any]
    alternatives = " or ".join(some)
    if every and some:
        return f"{' and '.join(every)} and ({alternatives})"
    return " and ".join(every) or alternatives


def _test_part(part: str | Test) -> str:
    return in_words(part) if isinstance(part, str) else f"({verdict_words(part)})"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
