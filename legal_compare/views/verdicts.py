"""Turns verdicts, dates and ids into the signs and words that a reader sees.

A verdict is told by shape and word as well as by colour; an `absent` in law that was read only in part has a sign of
its own, so that nobody takes "not found in what was read" for "not there".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legal_compare.assessment import Findings
    from legal_compare.findings import Finding
    from legal_compare.statutes import Instrument


@dataclass(frozen=True)
class Sign:
    """How one verdict looks and reads; `ink` on `fill` has a contrast of at least 4.5."""

    key: str
    mark: str
    word: str
    meaning: str
    fill: str
    ink: str


SIGNS: dict[str, Sign] = {
    sign.key: sign
    for sign in (
        Sign("met", "●", "met", "all that is asked for", "#1f6178", "#ffffff"),
        Sign("partial", "◐", "partial", "a part, or a weaker form", "#a3d0d6", "#10303b"),
        Sign("contrary", "✕", "contrary", "says the opposite", "#a32e2b", "#ffffff"),
        Sign("absent", "○", "absent", "read whole: not there", "#f0c878", "#3d2a00"),
        Sign("not-found", "◌", "not found in what was read", "some is unread", "#fbeed1", "#5a430f"),
        Sign("no-text", "·", "unknown", "no law at hand", "#e4e6e9", "#4a525b"),
    )
}
"""Every sign, from most to least said, in the order of the legend."""

OLD_AFTER_YEARS = 3
DATE_UNKNOWN = "date not known"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

STATUS_WORDS = {
    "in-force": "in force",
    "convention": "convention",
    "translation": "in force, read in translation",
    "superseded-version": "superseded wording",
    "bill": "bill, not law",
    "proposal": "proposal, not law",
    "model": "model text",
    "not-commenced": "not yet commenced",
}
LAYER_TAGS = {"superseded": "old wording", "proposed": "bill or proposal"}
"""What stands beside the name of a jurisdiction whose text shown is not its law today."""
UNION_NOTE = "law of the union, directly applicable"


def shown(verdict: str, coverage: str) -> str:
    """Key of the sign of a verdict: an absent that is not qualified by whole coverage is `not-found`.

    >>> shown("absent", "complete"), shown("absent", "partial"), shown("no-text", "none")
    ('absent', 'not-found', 'no-text')
    """
    return "not-found" if verdict == "absent" and coverage != "complete" else verdict


def sign_of(finding: Finding) -> Sign:
    """The sign under which a finding is shown."""
    return SIGNS[shown(finding.verdict, finding.coverage)]


def names(findings: Findings) -> dict[str, str]:
    """Name of each jurisdiction by its code; one whose text is not today's law carries that in its name."""
    layers = {finding.jurisdiction: finding.layer for finding in findings}
    tags = {code: LAYER_TAGS.get(layer, "") for code, layer in layers.items()}
    return {j.code: f"{j.name} ({tag})" if (tag := tags.get(j.code)) else j.name for j in findings.jurisdictions}


def date_words(as_of: str) -> str:
    """A date of text for people: `2020-05-21` -> `21 May 2020`; what is no date is given as it stands.

    >>> date_words("2020-05-21"), date_words("2020"), date_words("unknown")
    ('21 May 2020', '2020', 'date not known')
    """
    if as_of in ("", "unknown"):
        return DATE_UNKNOWN
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        return as_of
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def is_old(as_of: str, on: date) -> bool:
    """Whether wording is older than three years on a date; False where its date is not known."""
    digits = as_of[:4]
    if not (len(digits) == 4 and digits.isdigit()):
        return False
    try:
        day = date.fromisoformat(as_of)
    except ValueError:  # only a year, or a year and month: its last day gives it the benefit of the doubt
        day = date(int(digits), 12, 31)
    year = on.year - OLD_AFTER_YEARS
    limit = date(year, on.month, min(on.day, 28)) if on.month == 2 else on.replace(year=year)
    return day < limit


def text_date(instrument: Instrument, on: date) -> tuple[str, str]:
    """(words, mark) for the date of an instrument's text; the mark is `old`, `unknown` or empty.

    `("text of 21 May 2020, older than 3 years", "old")`.
    """
    words = date_words(instrument.as_of)
    if words == DATE_UNKNOWN:
        return "date of text not known", "unknown"
    if is_old(instrument.as_of, on):
        return f"text of {words}, older than {OLD_AFTER_YEARS} years", "old"
    return f"text of {words}", ""


def status_words(instrument: Instrument) -> str:
    """What kind of text it is, for people."""
    return STATUS_WORDS.get(instrument.status, instrument.status.replace("-", " "))


def safe_url(url: str) -> str:
    """The address if it is one of the web, else nothing: no other scheme is ever made a link.

    >>> safe_url("https://www.irishstatutebook.ie/eli/1998/act/22"), safe_url("javascript:alert(1)")
    ('https://www.irishstatutebook.ie/eli/1998/act/22', '')
    """
    url = url.strip()
    return url if url.lower().startswith(("https://", "http://")) and not any(c in url for c in " \"'<>`\\\n\t") else ""
