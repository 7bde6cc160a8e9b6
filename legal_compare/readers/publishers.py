"""Turns the XML of four publishers of law into Lines: CLML (United Kingdom), USLM (United States), Justice Canada, e-Gov (Japan).

One table says what each format calls its parts; one walk reads them all. Notes, histories and tables of contents are no law
and are left out; quotation marks stand where a format marks words to be inserted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from legal_compare.errors import StatuteError
from legal_compare.readers.limits import checked_xml
from legal_compare.readers.lines import PART, SCHEDULE, SECTION, Line, Pages


@dataclass(frozen=True)
class _Format:
    """What a publisher calls the parts of a law: names of elements, without their namespace."""

    bodies: frozenset[str]
    sections: frozenset[str]
    parts: frozenset[str]
    schedules: frozenset[str]
    numbers: frozenset[str]
    headings: frozenset[str]
    texts: frozenset[str]
    left_out: frozenset[str]
    quoted: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    bracketed: bool = False
    language: str = "en"


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FORMATS = {
    "Legislation": _Format(
        _names("Body Schedules"), _names("P1"), _names("Part Chapter Pblock PsubBlock EUPart EUTitle EUChapter EUSection"),
        _names("Schedule"), _names("Pnumber Number"), _names("Title"), _names("Text"),
        _names("Commentaries CommentaryRef FootnoteRef MarginNote Contents Versions Resources Figure TitleBlock Reference"),
        _names("BlockAmendment"), ("title",), bracketed=True,
    ),
    "Law": _Format(
        _names("MainProvision SupplProvision AppdxTable"), _names("Article"), _names("Part Chapter Section Subsection Division"),
        _names("AppdxTable"), _names("ParagraphNum ItemTitle " + " ".join(f"Subitem{n}Title" for n in range(1, 11))),
        _names("ArticleTitle ArticleCaption PartTitle ChapterTitle SectionTitle SubsectionTitle DivisionTitle AppdxTableTitle"),
        _names("ParagraphSentence ItemSentence Sentence SupplProvisionLabel " + " ".join(f"Subitem{n}Sentence" for n in range(1, 11))),
        _names("TOC Rt Fig SupplNote ParagraphCaption"), titles=("LawTitle",), language="ja",
    ),
} | dict.fromkeys(("Statute", "Regulation"), _Format(
    _names("Body Schedule"), _names("Section"), _names(""), _names("Schedule"), _names("Label"), _names("MarginalNote TitleText"),
    _names("Text Definition ContinuedSectionSubsection ContinuedParagraph"),
    _names("HistoricalNote RelatedOrNotInForce AmendedText BilingualGroup ReaderNote Footnote Note"), titles=("ShortTitle", "LongTitle"),
)) | dict.fromkeys(("statuteCompilation", "pLaw", "uscDoc", "bill", "resolution"), _Format(
    _names("main"), _names("section"), _names("title subtitle part subpart chapter subchapter division"), _names("schedule appendix"),
    _names("num"), _names("heading"), _names("content chapeau continuation p"),
    _names("footnote sup editorialNote sourceCredit notes note toc meta preface endMarker page sidenote"), _names("quotedContent"),
    titles=("docTitle", "title", "shortTitle"),
))  # fmt: skip


def publisher_lines(data: bytes, where: str) -> Pages | None:
    """Lines of a law; None for XML of another kind. Raises StatuteError for what is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(checked_xml(data, where), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StatuteError(where, f"cannot be read as XML ({error}).", "Save it again.") from error
    form = _FORMATS.get(_name(root))
    if form is None:
        return None
    bodies = [e for e in root.iter() if _name(e) in form.bodies and not any(_name(up) in form.bodies for up in e.iterancestors())]
    read = [(words, opens) for body in bodies for words, opens in _read(body, form) if words]
    title = next((words for name in form.titles for e in root.iter("{*}" + name) if (words := _words(e, form))), "")
    lines = tuple(Line(words, place, opens=opens) for place, (words, opens) in enumerate(read, start=1))
    return Pages(lines, title[:300], _language(root, form))


def _language(root: etree._Element, form: _Format) -> str:
    """As the document says in `lang` (XML, e-Gov), else the format's own."""
    said = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("Lang") or form.language
    return said[:2].lower()


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _read(element: etree._Element, form: _Format) -> Iterator[tuple[str, str]]:
    """(words, what they open) of an element's own heading and of all that stands in it."""
    name = _name(element)
    if name in form.left_out or name in form.numbers or name in form.headings:
        if name == "TitleText":
            yield _words(element, form), PART
        return
    if name in form.quoted:
        inner = [words for child in element for words, _ in _read(child, form)]
        yield "“" + "\n".join(inner) + "”" if inner else "", ""
        return
    opens = SECTION if name in form.sections else PART if name in form.parts else SCHEDULE if name in form.schedules else ""
    number = " ".join(_words(child, form) for child in element if _name(child) in form.numbers).strip()
    heading = " ".join(_words(child, form) for child in sorted(element, key=_is_caption) if _name(child) in form.headings).strip()
    group = element.getparent()
    if opens == SECTION and not heading and group is not None and _name(group) == "P1group":
        heading = " ".join(_words(child, form) for child in group if _name(child) in form.headings)
    if opens:
        yield f"{number.rstrip('.')} {heading}".strip() or "¶", opens
        number = ""
    elif form.bracketed and number and not number.startswith("("):
        number = f"({number})"
    if name in form.texts:
        yield f"{number} {_words(element, form)}".strip(), ""
        return
    for child in element:
        for words, what in _read(child, form):
            yield (f"{number} {words}" if number and not what else words), what
            number = ""


def _is_caption(element: etree._Element) -> bool:
    """Captions stand before the number in e-Gov and after it in print."""
    return _name(element) == "ArticleCaption"


def _words(element: etree._Element, form: _Format) -> str:
    def parts(node: etree._Element) -> Iterator[str]:
        if _name(node) not in form.left_out:
            if node is not element and (_name(node) in form.numbers or _name(node) == "Column"):
                yield f" {' '.join(map(str, node.itertext()))} "
            else:
                yield node.text or ""
                for child in node:
                    yield from parts(child)
                    yield child.tail or ""

    return " ".join("".join(parts(element)).split())
