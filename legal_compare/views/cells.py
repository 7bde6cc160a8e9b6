"""Turns findings into cells that a reader opens: a grid of questions by jurisdictions, and one jurisdiction's boxes by theme.

The grid is given as its figures, not as HTML: two thousand cells are a hundred and fifty kilobytes of markup, which would
travel to the reader with every click. Whoever shows it writes each word as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from legal_compare.labels import label
from legal_compare.views.explanations import COVERAGE_WORDS
from legal_compare.views.verdicts import names, sign_of

if TYPE_CHECKING:
    from legal_compare.assessment import Findings
    from legal_compare.criteria import Codebook
    from legal_compare.findings import Finding

REVIEWED = "reviewed"
"""Class of a cell whose answer is a person's."""


def verdict_grid(
    findings: Findings, book: Codebook, codes: Sequence[str], themes: Iterable[str] = (), regions: bool = False
) -> dict[str, Any]:
    """A table of questions by jurisdictions, for chosen codes and themes.

    heads    code and name of each column
    regions  name of each region and how many columns stand under it, in their order; empty unless asked for
    themes   title, and rows: id, name and question of each criterion and, for each column, which of `kinds` its cell is
    kinds    class and word of each kind of cell
    """
    name_of, wanted = names(findings), set(themes) or set(book.themes)
    home = {j.code: j.region or "other" for j in findings.jurisdictions}
    over = [(region, len(list(group))) for region, group in groupby(codes, key=home.__getitem__)] if regions else []
    kinds: dict[tuple[str, str], int] = {}
    parts = []
    for theme, title in book.themes.items():
        rows = [
            {
                "id": c.id,
                "name": label(c.id),
                "question": c.question,
                "cells": [kinds.setdefault(_kind(findings.of(code, c.id)), len(kinds)) for code in codes],
            }
            for c in book.criteria
            if c.theme == theme and theme in wanted
        ]
        if rows:
            parts.append({"title": title, "rows": rows})
    return {"heads": [(code, name_of[code]) for code in codes], "regions": over, "themes": parts, "kinds": list(kinds)}


def _kind(finding: Finding) -> tuple[str, str]:
    """Class and word of a cell."""
    sign = sign_of(finding)
    return (f"{sign.key} {REVIEWED}", f"{sign.word}, as reviewed") if finding.reviewed_by else (sign.key, sign.word)


def profile(findings: Findings, book: Codebook, code: str, themes: Iterable[str] = (), strip: bool = False) -> str:
    """HTML of a jurisdiction's verdicts by theme, a button for each (`data-c`, `data-j`), with how much of the theme's law was read.

    A `strip` shows the squares alone, their names for those who point at them or hear them.
    """
    boxes, wanted = [], set(themes) or set(book.themes)
    for theme, title in book.themes.items():
        found = [findings.of(code, c.id) for c in book.criteria if c.theme == theme and theme in wanted]
        items = "".join(_answer(finding, book) for finding in found)
        if items:
            read = escape(COVERAGE_WORDS.get(found[0].coverage, found[0].coverage))
            boxes.append(f"<section><h2>{escape(title)}</h2><p>{read}</p><ul>{items}</ul></section>")
    return f'<div class="boxes{" strip" if strip else ""}">{"".join(boxes)}</div>'


def _answer(finding: Finding, book: Codebook) -> str:
    kind, word = _kind(finding)
    name, code = escape(label(finding.criterion)), escape(finding.jurisdiction)
    title = f"{name}: {escape(word)}. {escape(book.criterion(finding.criterion).question)}"
    return (
        f'<li><button class="one" tabindex="-1" title="{title}" data-c="{escape(finding.criterion)}" data-j="{code}">'
        f'<i class="v {kind}" aria-hidden="true"></i><span>{name}<span class="sr">: {escape(word)}</span></span></button></li>'
    )
