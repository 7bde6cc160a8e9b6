"""Turns a DOCX into Lines, with the numbers that a word processor shows but does not store as words.

Tracked insertions are read and tracked deletions are not, as if all changes were accepted; hidden words are left out.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from legal_compare.errors import StatuteError
from legal_compare.readers.limits import checked_package
from legal_compare.readers.lines import Line, Pages

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def docx_lines(data: bytes, where: str) -> Pages:
    """Lines of a document; raises StatuteError for what is no plain DOCX."""
    checked_package(data, where)
    import docx

    try:
        return _lines(docx.Document(io.BytesIO(data)))
    except StatuteError:
        raise
    except Exception as error:  # python-docx and lxml raise many kinds for a damaged package
        raise StatuteError(
            where, f"is a damaged DOCX ({type(error).__name__}).", "Open it in a word processor and save it again."
        ) from error


def _lines(document: Any) -> Pages:
    numbering = _Numbering(document)
    styles = {style.style_id: style for style in document.styles}
    lines: list[Line] = []
    page, on_page, notes = 1, 0, _Notes()
    for paragraph in document.element.body.iter(f"{_W}p"):
        if any(up.tag == _FALLBACK for up in paragraph.iterancestors()):
            continue
        properties = paragraph.find(f"{_W}pPr")
        style = styles.get(_value(properties, "pStyle"))
        words = _words(paragraph, notes)
        label = numbering.label(properties, style) if words.strip() else ""
        for piece in (label + words).split("\n"):
            text = " ".join(piece.split())
            if text:
                on_page += 1
                lines.append(Line(text, on_page, page, _level(style)))
        if breaks := sum(1 for _ in _page_breaks(paragraph)):
            page, on_page, notes.paged = page + breaks, 0, True
    if not notes.paged:
        lines = [replace(line, page=0) for line in lines]
    return Pages(tuple(lines), _title(document), pages=page if notes.paged else 0, notes=notes.said())


class _Notes:
    def __init__(self) -> None:
        self.deleted = self.inserted = self.hidden = self.paged = False

    def said(self) -> tuple[str, ...]:
        said = []
        if self.deleted or self.inserted:
            said.append("tracked changes were read as if accepted")
        if self.hidden:
            said.append("hidden words were left out")
        return tuple(said)


def _words(paragraph: Any, notes: _Notes) -> str:
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t" and node.text:
            above = {up.tag for up in node.iterancestors()}
            run = node.getparent()
            if f"{_W}del" in above or _FALLBACK in above or next(node.iterancestors(f"{_W}p")) is not paragraph:
                continue
            notes.inserted = notes.inserted or f"{_W}ins" in above
            if _on(run.find(f"{_W}rPr"), "vanish"):
                notes.hidden = True
                continue
            parts.append(node.text)
        elif node.tag in _BREAKS:
            parts.append(_BREAKS[node.tag])
        elif node.tag == f"{_W}delText":
            notes.deleted = True
    return "".join(parts)


def _page_breaks(paragraph: Any) -> Iterator[Any]:
    """Where the word processor last ended a page; it is the only trace of pages in a DOCX."""
    yield from paragraph.iter(f"{_W}lastRenderedPageBreak")


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{_W}{name}") if parent is not None else None
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def _on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "true") not in ("false", "0")


def _level(style: Any) -> int:
    name = (getattr(style, "name", "") or "").lower()
    match = re.match(r"heading (\d)", name)
    return int(match[1]) if match else 1 if name == "title" else 0


def _title(document: Any) -> str:
    return " ".join(str(document.core_properties.title or "").split())[:300]


class _Numbering:
    """The counters of a document's lists, and the labels they print."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._shared: dict[str, str] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering") and not rel.is_external), None
        )
        if part is None:
            return
        root = part.element
        kinds = {kind.get(f"{_W}abstractNumId"): self._levels(kind) for kind in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            name = number.get(f"{_W}numId") or ""
            kind = _value(number, "abstractNumId")
            self._lists[name] = dict(kinds.get(kind, {}))
            overridden = list(number.iter(f"{_W}startOverride"))
            self._shared[name] = name if overridden else f"kind {kind}"

    @staticmethod
    def _levels(kind: Any) -> dict[int, tuple[str, str, int]]:
        found = {}
        for level in kind.iter(f"{_W}lvl"):
            depth, start = level.get(f"{_W}ilvl", "0"), _value(level, "start")
            if depth.isdigit() and int(depth) < 9:
                found[int(depth)] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(start) if start.isdigit() and len(start) < 6 else 1,
                )
        return found

    def label(self, properties: Any, style: Any) -> str:
        """What the word processor prints before a paragraph, with a space after it; nothing for bullets."""
        name, depth = self._of(properties, style)
        levels = self._lists.get(name)
        if not levels or depth not in levels:
            return ""
        counts = self._counts[self._shared[name]]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        form, pattern, _ = levels[depth]
        if form in ("bullet", "none", ""):
            return ""

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            return _numeral(counts.get(level, levels.get(level, ("", "", 1))[2]), levels.get(level, (form, "", 1))[0])

        return re.sub(r"%(\d)", shown, pattern) + " "

    @staticmethod
    def _of(properties: Any, style: Any) -> tuple[str, int]:
        chain = [properties]
        seen = 0
        while style is not None and seen < 12:
            chain.append(style.element.find(f"{_W}pPr"))
            style, seen = style.base_style, seen + 1
        for one in chain:
            numbered = one.find(f"{_W}numPr") if one is not None else None
            if numbered is not None and _value(numbered, "numId"):
                depth = _value(numbered, "ilvl")
                return _value(numbered, "numId"), int(depth) if depth.isdigit() and len(depth) == 1 else 0
        return "", 0


def _numeral(number: int, form: str) -> str:
    number = max(0, min(number, 9999))
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + max(number - 1, 0) // 26, 4)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        steps = (
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        )
        letters = ""
        for value, sign in steps:
            while number >= value:
                letters, number = letters + sign, number - value
        return letters.upper() if form == "upperRoman" else letters
    return f"{number:02d}" if form == "decimalZero" else str(number)
