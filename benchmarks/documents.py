"""Turns an act into the files that a drafter might hand in: DOCX, PDF, HTML, Akoma Ntoso and plain text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from pathlib import Path

from legal_compare.statutes import Instrument, Section

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def _lines(section: Section) -> Iterator[str]:
    return (line for line in section.text.split("\n") if line.strip())


def _heading(section: Section) -> str:
    return f"{section.number} {section.heading}".strip()


def as_text(act: Instrument) -> bytes:
    blocks = [act.title, *("\n\n".join([_heading(s), *_lines(s)]) for s in act.sections)]
    return "\n\n".join(blocks).encode()


def as_docx(act: Instrument, sections: list[Section] | None = None) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = act.title
    for section in sections or act.sections:
        document.add_heading(_heading(section), 2)
        for line in _lines(section):
            document.add_paragraph(line)
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def as_pdf(act: Instrument) -> bytes:
    """Printed on A4."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_title(act.title)
    pdf.add_font("serif", fname=FONT)
    pdf.set_font("serif", "", 11)
    pdf.set_margin(25)
    pdf.add_page()
    for section in act.sections:
        for line in (_heading(section), *_lines(section)):
            pdf.multi_cell(0, 5.5, line, align="L", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(2)
    return bytes(pdf.output())


def as_html(act: Instrument) -> bytes:
    body = "".join(f"<h2>{escape(_heading(s))}</h2>" + "".join(f"<p>{escape(line)}</p>" for line in _lines(s)) for s in act.sections)
    return f"<!DOCTYPE html><html lang='{act.language}'><head><title>{escape(act.title)}</title></head><body>{body}</body></html>".encode()


def as_akn(act: Instrument) -> bytes:
    body = "".join(
        f"<section eId='sec_{n}'><num>{escape(s.number)}</num><heading>{escape(s.heading)}</heading><content>"
        + "".join(f"<p>{escape(line)}</p>" for line in _lines(s))
        + "</content></section>"
        for n, s in enumerate(act.sections, start=1)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><bill name='bill'>"
        f"<preface><p><docTitle>{escape(act.title)}</docTitle></p></preface><body>{body}</body></bill></akomaNtoso>"
    ).encode()
