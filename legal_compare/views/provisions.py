"""Turns a section of the corpus into a card: its words with every tag in its colour, its citation, link and rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Protocol

from legal_compare.labels import in_words, label
from legal_compare.views.excerpts import SKIPPED, Marked, in_english, official_link, windows
from legal_compare.views.verdicts import status_words, text_date

if TYPE_CHECKING:
    from legal_compare.evidence import Evidence
    from legal_compare.statutes import Instrument, Section

AROUND = 220
MOST_RULES = 8
LEGEND = {
    "rule": ("words that a rule used", "they made the answer"),
    "defined": ("defined term", "the law says elsewhere what it means"),
    "cue": ("cue", "may turn the meaning round"),
    "word": ("searched", "what you looked for"),
    "term": ("other term", "known to the codebook, no rule used it here"),
}


class Tag(Protocol):
    """Words to mark: offsets into the section's text, a kind of LEGEND and a name."""

    @property
    def start(self) -> int: ...  # noqa: D102  # said by the class
    @property
    def end(self) -> int: ...  # noqa: D102  # said by the class
    @property
    def kind(self) -> str: ...  # noqa: D102  # said by the class
    @property
    def name(self) -> str: ...  # noqa: D102  # said by the class


def tag_legend() -> str:
    """What the colours of the tags mean; each also has a line of its own under the words."""
    items = "".join(
        f'<li><mark class="tag {kind}">{escape(name)}</mark><span>{escape(meaning)}</span></li>' for kind, (name, meaning) in LEGEND.items()
    )
    return f'<ul class="legend" aria-label="What the marks mean">{items}</ul>'


def section_card(
    section: Section,
    instrument: Instrument,
    evidence: Sequence[Evidence],
    marks: Sequence[Tag],
    jurisdiction: str,
    on: date,
    whole: bool = False,
) -> str:
    """HTML of one section: `marks` in the order of its text; only their neighbourhood is shown unless `whole`."""
    words, age = text_date(instrument, on)
    return (
        f'<article class="card"><header><h3>{escape(section.citation_number)} {escape(instrument.title)}</h3>'
        f'<p class="meta">{escape(jurisdiction)} · {escape(section.heading)}</p>'
        f'<p class="meta"><span class="chip {age or "plain"}">{escape(words)}</span>'
        f'<span class="chip plain">{escape(status_words(instrument))}</span>{official_link(instrument)}</p></header>'
        f'<blockquote lang="{escape(instrument.language)}">{_marked(section.text, marks, None if whole else AROUND)}</blockquote>'
        f"{in_english(*evidence)}{_rules(evidence)}</article>"
    )


def _marked(text: str, marks: Sequence[Tag], around: int | None) -> str:
    near = [Marked(mark.start, mark.end, (), ()) for mark in marks]
    parts: list[str] = []
    shown = windows(text, near, around)
    for start, end in shown:
        parts.append(SKIPPED if start else "")
        at = start
        for mark in marks:
            if at <= mark.start and mark.end <= end:
                name = in_words(mark.name.split(":")[-1])
                title = f"{LEGEND[mark.kind][0]}: {name}"
                parts.append(escape(text[at : mark.start]))
                parts.append(f'<mark class="tag {mark.kind}" title="{escape(title)}">{escape(text[mark.start : mark.end])}</mark>')
                at = mark.end
        parts.append(escape(text[at:end]))
    if shown and shown[-1][1] < len(text):
        parts.append(SKIPPED)
    return "".join(parts)


def _rules(evidence: Sequence[Evidence]) -> str:
    """The rules that fired here, each with the element that it shows."""
    fired = dict.fromkeys((one.match.criterion, one.match.element, one.match.rule) for one in evidence)
    if not fired:
        return '<p class="quiet">No rule fired here.</p>'
    items = "".join(
        f"<li>{escape(label(criterion))}: <b>{escape(in_words(element))}</b> <code>{escape(rule)}</code></li>"
        for criterion, element, rule in list(fired)[:MOST_RULES]
    )
    more = f"<li>and {len(fired) - MOST_RULES} more</li>" if len(fired) > MOST_RULES else ""
    return f"<details><summary>{len(fired)} {'rule' if len(fired) == 1 else 'rules'} fired here</summary><ul>{items}{more}</ul></details>"
