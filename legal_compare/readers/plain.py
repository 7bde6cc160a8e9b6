"""Turns plain text and Markdown into Lines.

Lines that were wrapped by hand are joined: a paragraph ends at an empty line, before a number or letter of a list, and
after words that end as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from legal_compare.readers.lines import Line, Pages

BEGINS = re.compile(
    r"\s*(?:[“\"«„‘「『]\s?)?(?:[\(（][\w一-龥]{1,5}[\)）]|\d{1,3}[A-Za-z]{0,2}[.)](?:\s|[—–-]|\()|\d{1,3}[A-Z]{0,2}\.?[—–-]\s?\(|[a-zα-ω]{1,3}\)\s|[a-z]\.\s|[•–—-]\s|"
    r"§|Art(?:icle|ikel|ículo|igo|\.)|Section\s\d|Clause\s\d|SCHEDULE|ANNEX|PART\s|CHAPTER|第.{1,8}[条條章]|제\d+[조장]|[①-⑳])"
)
"""What begins a paragraph wherever it stands."""
_ENDS = tuple('.;:!?—–。；：”"»')
WRAPPED = 60
"""Characters from which a line without an end may go on in the next."""


def text_lines(text: str) -> Pages:
    """Lines of plain text."""
    return Pages(_numbered(joined(text.split("\n"))))


def markdown_lines(text: str) -> Pages:
    """Lines of Markdown without front matter; `#` lines keep their level."""
    found: list[Line] = []
    for block in re.split(r"^(#{1,6} .*)$", text, flags=re.MULTILINE):
        heading = re.match(r"(#{1,6}) (.*)", block)
        if heading:
            found.append(Line(_unmarked(heading[2]), len(found) + 1, level=len(heading[1])))
        else:
            for paragraph in joined(_unmarked(block).split("\n")):
                found.append(Line(paragraph, len(found) + 1))
    return Pages(tuple(line for line in found if line.text))


def joined(lines: Iterable[str]) -> list[str]:
    """Paragraphs of lines that may have been wrapped."""
    found: list[str] = []
    open_end = False
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            open_end = False
            continue
        if open_end and not BEGINS.match(line) and (len(found[-1].rsplit("\n")[-1]) >= WRAPPED or line[:1].islower()):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        open_end = not line.endswith(_ENDS)
    return found


def _numbered(paragraphs: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(text, number) for number, text in enumerate(paragraphs, start=1))


def _unmarked(text: str) -> str:
    """Words without the marks of emphasis, quotation and links."""
    text = re.sub(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,500}\)", r"\1", text)
    text = re.sub(r"(?m)^\s{0,3}>\s?", "", text)
    return re.sub(r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1", r"\2", text).replace("\\(", "(").replace("\\.", ".").strip()
