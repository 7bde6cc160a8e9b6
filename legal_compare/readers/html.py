"""Turns an HTML page into Lines.

Only words are taken: scripts, styles, navigation and whatever is hidden from the eye are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from legal_compare.errors import StatuteError
from legal_compare.readers.limits import DEEPEST
from legal_compare.readers.lines import Line, Pages

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "head",
    "svg",
    "iframe",
    "object",
    "form",
    "button",
    "select",
    "footer",
    "header",
}
_BLOCKS = {
    "p", "div", "li", "td", "th", "tr", "table", "ul", "ol", "dl", "dt", "dd", "section", "article", "blockquote", "pre", "h1", "h2", "h3",
    "h4", "h5", "h6", "body", "main", "br", "hr", "figure", "caption",
}  # fmt: skip
_HIDDEN = ("display:none", "visibility:hidden", "font-size:0", "opacity:0")


def html_lines(text: str, where: str) -> Pages:
    """Lines of a page; raises StatuteError where there is none."""
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise StatuteError(where, "cannot be read as HTML.", "Save the page again, or paste its words.") from error
    words: list[tuple[str, int]] = []
    here: list[str] = []
    hidden = False

    def close(level: int) -> None:
        line = " ".join("".join(here).split())
        if line:
            words.append((line, level))
        here.clear()

    level = 0
    for event, element in _walk(root):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "hidden":
            hidden = True
        elif event == "start":
            if tag in _BLOCKS:
                close(level)
            level = int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else level
            here.append(element.text or "")
        elif event == "end":
            if tag in _BLOCKS:
                close(level)
            if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                level = 0
            if tag in ("td", "th"):
                here.append(" ")
        if event in ("end", "skip", "hidden"):
            here.append(element.tail or "")
    close(level)
    title = " ".join((root.findtext(".//title") or "").split())
    language = (root.get("lang") or "").split("-")[0].lower()
    notes = ("words hidden from the eye were left out",) if hidden else ()
    return Pages(tuple(Line(line, n, level=depth) for n, (line, depth) in enumerate(words, start=1)), title, language, notes=notes)


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Elements as they open and close, without going deeper than documents do; no recursion, so depth cannot end the process."""
    waiting: list[tuple[str, etree._Element, int]] = [("start", root, 0)]
    while waiting:
        event, element, depth = waiting.pop()
        if event == "start":
            style = "".join((element.get("style") or "").lower().split())
            if element.tag in _SKIPPED or depth > DEEPEST * 5 or not isinstance(element.tag, str):
                yield "skip", element
                continue
            if element.get("hidden") is not None or any(mark in style for mark in _HIDDEN):
                yield "hidden", element
                continue
            waiting.append(("end", element, depth))
            waiting.extend(("start", child, depth + 1) for child in reversed(element))
        yield event, element
