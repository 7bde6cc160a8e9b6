"""Turns an Akoma Ntoso 3.0 document (OASIS LegalDocML) into Lines that carry the structure it marks.

Only the main text is read: preface, preamble and notes are no law. Quoted structures of amending clauses keep quotation
marks, so that they read as they would in print.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from legal_compare.errors import StatuteError
from legal_compare.readers.limits import checked_xml
from legal_compare.readers.lines import PART, SCHEDULE, SECTION, Line, Pages

_SECTIONS = {"section", "article", "rule", "clause"}
_PARTS = {"part", "chapter", "title", "book", "division", "subdivision", "subpart", "tome", "subchapter", "subtitle", "transitional"}
_NOTES = {"note", "authorialNote", "remark", "meta", "toc"}
_TEXT = {"p", "block", "heading", "num", "subheading", "listIntroduction", "listWrapUp", "li", "td", "th", "span"}
_LANGUAGES = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt", "swe": "sv", "nob": "nb", "nor": "nb",
    "dan": "da", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh",
}  # fmt: skip


def akoma_ntoso_lines(data: bytes, where: str) -> Pages:
    """Lines of a bill or act; raises StatuteError for XML of another kind."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(checked_xml(data, where), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StatuteError(where, f"cannot be read as XML ({error}).", "Save it again.") from error
    if etree.QName(root).localname != "akomaNtoso":
        raise StatuteError(where, f"is XML of another kind (<{etree.QName(root).localname}>).", "Akoma Ntoso 3.0 is read.")
    lines: list[Line] = []
    for text, opens in _read(root):
        if text.strip():
            lines.append(Line(text, len(lines) + 1, opens=opens))
    title = " ".join(_words(e) for e in root.iter("{*}docTitle", "{*}shortTitle"))
    language = next((str(e.get("language", "")) for e in root.iter("{*}FRBRlanguage")), "")
    return Pages(tuple(lines), title[:300], _LANGUAGES.get(language, language[:2]))


def _read(root: etree._Element) -> Iterator[tuple[str, str]]:
    """(words, what they open) of each paragraph, in order."""
    for body in root.iter("{*}body", "{*}mainBody"):
        if not any(etree.QName(up).localname in ("attachment", "quotedStructure") for up in body.iterancestors()):
            yield from _inside(body)
    for attached in root.iter("{*}attachment", "{*}component"):
        yield _words(attached.find("{*}heading")) or "Annex", SCHEDULE
        for body in attached.iter("{*}body", "{*}mainBody"):
            yield from _inside(body)


def _inside(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in _NOTES:
            continue
        if name in _SECTIONS or name in _PARTS or name == "hcontainer":
            number, heading = _words(child.find("{*}num")), _words(child.find("{*}heading"))
            schedule = name == "hcontainer" and "schedule" in (child.get("name") or "")
            opens = SECTION if name in _SECTIONS else SCHEDULE if schedule else PART
            if number or heading or opens == SECTION:
                yield f"{number.rstrip('.')} {heading}".strip() or "¶", opens
            yield from _inside(child)
        elif name == "quotedStructure":
            quoted = [words for words, _ in _inside(child)]
            if quoted:
                yield "“" + "\n".join(quoted) + "”", ""
        elif name in ("num", "heading", "subheading"):
            continue
        elif name in _TEXT:
            yield _words(child), ""
            for structure in child.iter("{*}quotedStructure"):
                inner = [words for words, _ in _inside(structure)]
                if inner:
                    yield "“" + "\n".join(inner) + "”", ""
        else:
            yield from _numbered(child)


def _numbered(element: etree._Element) -> Iterator[tuple[str, str]]:
    """A subsection or limb: its number stands before its first words."""
    number = " ".join(filter(None, (_words(element.find("{*}num")), _words(element.find("{*}heading")))))
    for words, opens in _inside(element):
        yield (f"{number} {words}" if number else words), opens
        number = ""


def _words(element: etree._Element | None) -> str:
    if element is None:
        return ""
    parts: list[str] = []
    skipped: set[etree._Element] = set()
    for event, node in etree.iterwalk(element, events=("start", "end")):
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if event == "start":
            if name in _NOTES or name == "quotedStructure" or node.getparent() in skipped:
                skipped.add(node)
            elif node.text:
                parts.append(node.text)
        elif node is not element and node.tail and node.getparent() not in skipped:
            parts.append(node.tail)
    return " ".join("".join(parts).split())
