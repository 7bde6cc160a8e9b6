"""Turns what a reference text says of itself into the front matter of its excerpt.

What people have written into a file stays; only the checksum of the reference text is brought up to date.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from legal_compare.statutes import Instrument


def front_matter(instrument: Instrument, reference: Path, existing: Path) -> str:
    """The front matter of an excerpt: that of the file that is there, else what the reference knows."""
    checksum = sha256(reference.read_bytes()).hexdigest()
    if existing.exists():
        text = existing.read_text(encoding="utf-8")
        head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
        if head:
            return re.sub(r"(?m)(^\s*|[{,]\s*)(sha256:\s*)['\"]?[0-9a-f]*['\"]?", rf"\g<1>\g<2>{checksum}", head[0], count=1)
    matter: dict[str, object] = {
        "title": instrument.title,
        "citation": instrument.citation or instrument.title,
        "id": work_address(instrument),
        "kind": kind_of(instrument),
        "status": instrument.status,
        "as_of": instrument.as_of or "unknown",
    }
    if matter["as_of"] == "unknown":
        matter["as_of_note"] = "the source gives no date of consolidation"
    matter["language"] = instrument.language
    if instrument.scope:
        matter["scope"] = f"excerpts; reference text: {instrument.scope}"
    if instrument.source.publisher:
        matter["note"] = f"words taken from the collection {instrument.source.publisher}"
    url = instrument.source.url or "unknown"
    matter["source"] = {
        "publisher": urlsplit(url).hostname or "unknown",
        "url": url,
        "terms": f"{instrument.source.terms or 'unknown'} (summary given with the reference text; not checked with the publisher)",
        "sha256": checksum,
    }
    return f"---\n{yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=1000)}---\n"


KINDS = (
    ("bill", r"\bbill\b"),
    ("proposal", r"\bproposal\b"),
    ("convention", r"\b(?:convention|protocol|treaty)\b"),
    ("directive", r"^directive\b"),
    ("regulation", r"^regulation \(e[uc]\)"),
    ("rules", r"\b(?:rules and regulations|rules)\b"),
    ("code", r"\b(?:code|c[oó]digo|gesetzbuch|kodeks|κώδικας)\b|\bu\.s\.c\b"),
)


def kind_of(instrument: Instrument) -> str:
    """The kind of an instrument, told by its status and title."""
    named = {"bill": "bill", "proposal": "proposal", "convention": "convention"}.get(instrument.status)
    title = instrument.title.lower()
    return named or next((kind for kind, pattern in KINDS if re.search(pattern, title)), "act")


def work_address(instrument: Instrument) -> str:
    """FRBR-style address of a work, from an Akoma Ntoso or ELI address where its source has one, else from its citation."""
    code, url = instrument.jurisdiction.lower(), instrument.source.url
    akoma = re.search(rf"/akn/{code}/(act/[^@]*?/\d{{4}}/[\w-]+|act/\d{{4}}/[\w-]+)", url)
    if akoma:
        return f"{code}/{akoma[1]}".lower()
    eli = re.search(r"/eli/(\d{4})/(act|si)/(\d+)", url) or re.search(r"/()(ukpga|asp)/(\d{4}/\d+)", url)
    if eli:
        return f"{code}/{eli[2]}/{eli[1]}/{eli[3]}".replace("//", "/")
    citation = r"\b(?:Act|Law|Statute)?\s*(?:No\.?\s*)?\(?([\dIVXLC]+)\)?(?:/\d{4})? of (?:\d\d/\d\d/)?(\d{4})"
    number = re.search(citation, instrument.citation)
    if number:
        return f"{code}/{kind_of(instrument)}/{number[2]}/{number[1].lower()}"
    return f"{code}/{kind_of(instrument)}/{instrument.stem}"
