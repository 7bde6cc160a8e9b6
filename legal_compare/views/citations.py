"""Turns a provision, or a view of the dashboard, into a line that can stand in a footnote."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from legal_compare.views.verdicts import date_words, safe_url, status_words

if TYPE_CHECKING:
    from legal_compare.statutes import Instrument


def provision_citation(citation: str, instrument: Instrument, jurisdiction: str, on: date) -> str:
    """A provision's citation with its instrument's, the state of its text and the official address; `on` is the day of reading.

    `s. 6(1) Child Act 1998 (No. 22 of 1998), Ireland; in force, text of 21 May 2020; https://... (read 1 June 2026).`
    """
    number = f" ({instrument.citation})" if instrument.citation and instrument.citation not in citation else ""
    url = safe_url(instrument.source.url)
    where = f"; {url}" if url else ""
    dated = date_words(instrument.as_of)
    text = "date of text not known" if instrument.as_of in ("", "unknown") else f"text of {dated}"
    return f"{citation}{number}, {jurisdiction}; {status_words(instrument)}, {text}{where} (read {date_words(on.isoformat())})."


def view_citation(title: str, version: str, address: str, on: date) -> str:
    """How to cite a figure or a table: its title, the tool and its version, the address and the day."""
    return (
        f"{title}. legal_compare {version}, law against the sexual exploitation of children online: text on the books, "
        f"read by machine. {address} (read {date_words(on.isoformat())})."
    )
