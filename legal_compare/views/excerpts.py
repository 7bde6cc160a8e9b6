"""Turns evidence into the law's own words with the decisive ones marked.

Every word that comes from data is escaped here and nowhere rendered as Markdown or HTML of its own; what is left out
of a long provision is shown as [...].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from legal_compare.errors import LegalCompareError
from legal_compare.labels import in_words
from legal_compare.translations import NOTICE, working_translation
from legal_compare.views.verdicts import UNION_NOTE, safe_url, status_words, text_date

if TYPE_CHECKING:
    from legal_compare.criteria import Codebook
    from legal_compare.evidence import Evidence
    from legal_compare.statutes import Instrument
    from legal_compare.tagging import TaggedSpan

AROUND = 260
"""Characters of a provision shown on each side of the decisive words."""

SHORT_GAP = 80
"""A stretch that would save less than this is not left out."""

SKIPPED = '<span class="skip"> [&hellip;] </span>'


@dataclass(frozen=True)
class Marked:
    """Words to mark: overlapping spans made one, with the terms that they show."""

    start: int
    end: int
    terms: tuple[str, ...]
    defined_in: tuple[str, ...]


def marked(spans: Iterable[TaggedSpan], length: int) -> tuple[Marked, ...]:
    """Spans in the order of the text, overlapping ones joined; spans outside the text are left out."""
    found: list[Marked] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if not 0 <= span.start < span.end <= length:
            continue
        terms, defined = (span.term,), (span.defined_in,) if span.defined_in else ()
        if found and span.start < found[-1].end:
            last = found.pop()
            found.append(
                Marked(
                    last.start,
                    max(last.end, span.end),
                    tuple(dict.fromkeys((*last.terms, *terms))),
                    tuple(dict.fromkeys((*last.defined_in, *defined))),
                )
            )
        else:
            found.append(Marked(span.start, span.end, terms, defined))
    return tuple(found)


def windows(text: str, marks: Sequence[Marked], around: int | None) -> tuple[tuple[int, int], ...]:
    """(start, end) of the stretches to show, cut at spaces; the whole text where `around` is None."""
    if around is None or len(text) <= 2 * around:
        return ((0, len(text)),)
    wanted = [(m.start - around, m.end + around) for m in marks] or [(0, 2 * around)]
    found: list[tuple[int, int]] = []
    for start, end in wanted:
        start, end = _at_space(text, start, -1), _at_space(text, end, 1)
        if found and start - found[-1][1] < SHORT_GAP:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _at_space(text: str, at: int, step: int) -> int:
    """The next space from a place, looking at most 40 characters on; the text's own edge where it is near."""
    if at < SHORT_GAP:
        return 0
    if at > len(text) - SHORT_GAP:
        return len(text)
    for place in range(at, at + 40 * step, step):
        if 0 <= place < len(text) and text[place].isspace():
            return place
    return at


def highlight(evidence: Evidence, *others: Evidence, around: int | None = None) -> str:
    """HTML of a provision's words with the decisive spans of all given evidence marked and named.

    All evidence must be of one provision. `around` leaves out what is farther from any marked word.
    """
    text = evidence.match.provision.text
    marks = marked((span for one in (evidence, *others) for span in one.match.spans), len(text))
    parts: list[str] = []
    shown = windows(text, marks, around)
    for start, end in shown:
        if start > 0:
            parts.append(SKIPPED)
        at = start
        for mark in marks:
            if start <= mark.start and mark.end <= end:
                parts.append(escape(text[at : mark.start]))
                parts.append(_mark(mark, text[mark.start : mark.end]))
                at = mark.end
        parts.append(escape(text[at:end]))
    if shown and shown[-1][1] < len(text):
        parts.append(SKIPPED)
    return "".join(parts)


def _mark(mark: Marked, words: str) -> str:
    names = [in_words(term.split(":")[-1]) for term in mark.terms]
    name = ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
    title = "; ".join(names) + "".join(f"; as defined in {place}" for place in mark.defined_in)
    defined = " · defined term" if mark.defined_in else ""
    return f'<mark title="{escape(title)}">{escape(words)}<small>{escape(name + defined)}</small></mark>'


def by_provision(evidence: Iterable[Evidence]) -> tuple[tuple[Evidence, ...], ...]:
    """Evidence of the same provision together, in the order in which each provision comes first."""
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for one in evidence:  # a subsection with its limbs and its lead-in alone share an address, not the words
        groups.setdefault((one.owner, one.match.provision.address, one.match.provision.text), []).append(one)
    return tuple(tuple(group) for group in groups.values())


def narrowest(groups: Sequence[tuple[Evidence, ...]]) -> tuple[tuple[Evidence, ...], ...]:
    """The provisions without those that stand inside one another: of s. 1(1) and s. 1(1)(a) the narrower.

    The wider one stays where it alone shows an element; of what is inside it, what shows another one stays then too.
    """
    found = list(groups)
    for wide in sorted(groups, key=lambda group: -len(group[0].excerpt)):
        inside = [group for group in found if _holds(wide, group)]
        if not inside:
            continue
        own, theirs = _elements(wide), frozenset[str]().union(*map(_elements, inside))
        idle = [wide] if own <= theirs else [group for group in inside if _elements(group) <= own]
        found = [group for group in found if group not in idle]
    return tuple(found)


def _elements(group: Iterable[Evidence]) -> frozenset[str]:
    return frozenset(one.match.element for one in group)


def _holds(wide: Sequence[Evidence], narrow: Sequence[Evidence]) -> bool:
    """Whether a provision stands inside another of the same law."""
    outer, inner = wide[0].match.provision, narrow[0].match.provision
    inside = inner.address == outer.address or inner.address.startswith(f"{outer.address}__")
    return wide[0].owner == narrow[0].owner and inside and len(inner.text) < len(outer.text)


def most_telling(groups: Sequence[tuple[Evidence, ...]], limit: int) -> tuple[tuple[Evidence, ...], ...]:
    """Up to `limit` provisions, none inside another, those first that show an element no earlier one shows."""
    seen: frozenset[str] = frozenset()
    first: list[tuple[Evidence, ...]] = []
    rest: list[tuple[Evidence, ...]] = []
    for group in narrowest(groups):
        (rest if _elements(group) <= seen else first).append(group)
        seen |= _elements(group)
    return tuple([*first, *rest][:limit])


def card(
    group: Sequence[Evidence],
    book: Codebook,
    on: date,
    jurisdiction: str = "",
    around: int | None = AROUND,
    why_aside: str = "",
) -> str:
    """HTML of one provision: citation, date, its words, the official link and how the rules came to it."""
    first = group[0]
    instrument = first.instrument
    words, age = text_date(instrument, on)
    owner = f'<span class="chip plain">{escape(first.owner)}: {UNION_NOTE}</span>' if jurisdiction not in ("", first.owner) else ""
    aside = f'<p class="aside">Set aside: {escape(reason(why_aside))}</p>' if why_aside else ""
    heading = first.match.provision.section.heading
    text = first.match.provision.text
    excerpt = highlight(*group, around=around)
    whole = ""
    if around is not None and len(text) > 2 * around and SKIPPED in excerpt and len(text) < 12_000:
        whole = f"<details><summary>Whole provision</summary><blockquote>{highlight(*group)}</blockquote></details>"
    return (
        f'<article class="card"><header><h4>{escape(first.citation)}</h4>'
        f'<p class="meta">{escape(heading)}</p>'
        f'<p class="meta"><span class="chip {age or "plain"}">{escape(words)}</span>'
        f'<span class="chip plain">{escape(status_words(instrument))}</span>{owner}{official_link(instrument)}</p></header>'
        f"{aside}<blockquote>{excerpt}</blockquote>{whole}{in_english(*group)}{_how(group, book)}</article>"
    )


def in_english(*evidence: Evidence) -> str:
    """HTML of the working translation beside the original, marked as no law; nothing where there is none."""
    english = working_translation(*evidence)
    if not english:
        return ""
    paragraphs = "<br>".join(escape(line) for line in english.splitlines())
    return (
        f'<details class="translation" lang="en" open><summary>In English (unofficial working translation)</summary><p>{paragraphs}</p>'
        f'<p class="quiet">{escape(NOTICE)}</p></details>'
    )


def official_link(instrument: Instrument) -> str:
    """A link to the publisher's own text, in a tab of its own; only addresses of the web become links."""
    url = safe_url(instrument.source.url)
    if not url:
        return '<span class="quiet">no official link</span>'
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Official text <span aria-hidden="true">↗</span></a>'


def _how(group: Sequence[Evidence], book: Codebook) -> str:
    rows = []
    for one in group:
        match = one.match
        try:
            _, element, rule = book.rule(match.rule)
            means, form = book.criterion(match.criterion).elements[element].means, str(rule.form)
        except (LegalCompareError, KeyError):  # of another codebook: shown by its ids alone
            means, form = "", ""
        extra = [f"terms: {', '.join(dict.fromkeys(span.term for span in match.spans))}"] if match.spans else []
        extra += [f"from the heading or title: {', '.join(match.from_heading)}"] if match.from_heading else []
        extra += [f"tied to {match.tied_to}"] if match.tied_to else []
        extra += [f"defined in {place}" for place in dict.fromkeys(s.defined_in for s in match.spans if s.defined_in)]
        rows.append(
            f"<li><b>{escape(in_words(match.element))}</b> {escape(means)}<br>"
            f'<span class="quiet">rule <code>{escape(match.rule)}</code> ({escape(form)}); {escape("; ".join(extra))}</span></li>'
        )
    address = escape(group[0].match.provision.address)
    return (
        f'<details><summary>How it was found</summary><ul>{"".join(rows)}</ul><p class="quiet">address <code>{address}</code></p></details>'
    )


def reason(suppressed: str) -> str:
    """Why a match was set aside, for people.

    >>> reason("cue no-construction"), reason("unless supply-intent")
    ('the words around it turn it round (no construction)', 'the provision also speaks of supply intent')
    """
    if suppressed.startswith("cue "):
        return f"the words around it turn it round ({in_words(suppressed[4:])})"
    if suppressed.startswith("unless "):
        return f"the provision also speaks of {in_words(suppressed[7:])}"
    return suppressed
