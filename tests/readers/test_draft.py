"""Is a draft read the same from each format, with its structure, its language and the place of each clause?"""

import io
import sys
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from documents import as_akn, as_docx, as_html, as_pdf, as_text

from legal_compare.errors import StatuteError
from legal_compare.readers.draft import Draft, read_draft
from legal_compare.readers.markdown import parse_markdown
from legal_compare.statutes import Instrument

ACT = """---
title: Online Protection Bill 2026
language: en
status: bill
---
# PART 1 Offences

## 1 Interpretation

In this Act—

“child” means a person under the age of 18 years;

“child abuse material” means any picture that shows a child engaged in sexual activity.

## 2 Possession of material

(1) A person who knowingly—

(a) possesses child abuse material, or

(b) distributes such material,

commits an offence.

(2) Subsection (1) does not apply to the Garda Síochána.

## 3 Duty to report

A provider of a hosting service shall report child abuse material to the Commission without delay after it becomes aware of it.
"""


@pytest.fixture
def act() -> Instrument:
    return parse_markdown(ACT, "XA", "bill", "bill.md")


MAKERS = {
    "a.docx": as_docx,
    "a.pdf": as_pdf,
    "a.html": as_html,
    "a.xml": as_akn,
    "a.txt": as_text,
    "a.md": lambda _: ACT.encode(),
    "": as_text,
}


@pytest.mark.parametrize("name", MAKERS)
def test_each_format_gives_the_same_clauses_limbs_and_definitions(act: Instrument, name: str) -> None:
    draft = read_draft(MAKERS[name](act), name)
    law = [section for section in draft.instrument.sections if not section.status]
    assert draft.language == "en" and draft.instrument.title == "Online Protection Bill 2026"
    assert [(s.number, s.heading) for s in law] == [("1", "Interpretation"), ("2", "Possession of material"), ("3", "Duty to report")]
    labels = {p.label for p in law[0].provisions if p.kind == "definition"}
    assert labels == {"child", "child abuse material"}
    limb = next(p for p in law[1].provisions if p.path[-1:] == (("para", "a"),) or p.path[-2:] == (("subsec", "1"), ("para", "a")))
    assert "A person who knowingly" in limb.text and "possesses" in limb.text and "commits an offence" in limb.text


def test_each_clause_is_found_again_in_the_drafters_own_file(act: Instrument) -> None:
    def place(draft: Draft, number: str) -> str:
        section = next(s for s in draft.instrument.sections if s.number == number)
        return str(draft.place(section.provisions[0]))

    assert place(read_draft(as_pdf(act), "a.pdf"), "3").startswith("page 1, paragraph ")
    words = "A first line of words.\n\n1. First duty of all.\n\n2. Second duty of all."
    assert place(read_draft(words), "2") == "paragraph 3"


def test_a_page_number_of_a_pdf_is_the_page_that_is_seen() -> None:
    body = "".join(
        f"## {n} Duty number {n}\n\n" + "A provider shall keep a record of each report that it makes. " * 40 + "\n\n" for n in range(1, 9)
    )
    act = parse_markdown("---\ntitle: Long Bill\nlanguage: en\nstatus: bill\n---\n" + body, "XA", "bill", "bill.md")
    draft = read_draft(as_pdf(act), "a.pdf")
    pages = [draft.place(s.provisions[0]).page for s in draft.instrument.sections if s.number.isdigit()]  # type: ignore[union-attr]  # a draft's own
    assert len(pages) == 8 and pages == sorted(pages) and pages[0] == 1
    assert draft.pages > 4 and draft.pages - pages[-1] in (0, 1), "the last duty begins on the last page or the one before"


@pytest.mark.parametrize(
    ("words", "language", "numbers"),
    [
        ("Gesetz über Anbieter\n\n§ 1 Begriffe\n\n(1) Anbieter sind Dienste.\n\n§ 2 "
            "Pflichten\n\n(1) Der Anbieter muss die Inhalte löschen.", "de", ["§ 1", "§ 2"]),
        ("Loi\n\nArticle 1er\n\nLa présente loi protège les mineurs.\n\nArticle 2\n\nLe "
            "fournisseur retire les contenus signalés sans délai.", "fr", ["Article 1", "Article 2"]),
        ("Ley\n\nArtículo 1. Objeto.\n\nEsta ley protege a los menores de edad.\n\nArtículo "
            "2. Deberes.\n\nEl proveedor retirará los contenidos.", "es", ["Artículo 1", "Artículo 2"]),
        ("Lag om skydd för barn\n\n1 §\n\nLeverantören ska ta bort meddelanden.\n\n2 "
            "§\n\nDen som bryter mot lagen döms till böter.", "sv", ["1 §", "2 §"]),
        ("法律案\n\n第一条\n\nこの法律において「児童」とは、十八歳に満たない者をいう。\n\n第二条\n\n"
            "児童ポルノを所持した者は、一年以下の懲役に処する。", "ja", ["第一条", "第二条"]),
        ("제1조(목적)\n\n이 법은 아동을 보호함을 목적으로 한다.\n\n제2조(의무)\n\n"
            "사업자는 아동성착취물을 삭제하여야 한다.", "ko", ["제1조", "제2조"]),
        ("草案\n\n第一條\n\n本法所稱兒童，指未滿十二歲之人。\n\n第二條\n\n網路業者應移除兒童性影像。", "zh", ["第一條", "第二條"]),
        ("Projeto de lei\n\nArt. 1º Esta lei protege as crianças e os adolescentes.\n\nArt. 2º O fornecedor removerá os conteúdos e "
            "comunicará à polícia.", "pt", ["Art. 1º", "Art. 2º"]),
        ("Forslag til lov\n\n§ 1. Loven gælder for udbydere af tjenester på nettet.\n\n§ 2. Udbyderen skal fjerne ulovligt indhold og "
            "underrette politiet.", "da", ["§ 1", "§ 2"]),
        ("Forslag til lov\n\n§ 1 Virkeområde\n\nLoven gjelder tilbydere av tjenester på nettet.\n\n§ 2 Plikter\n\nTilbyderen skal fjerne "
            "ulovlig innhold og varsle politiet.", "nb", ["§ 1", "§ 2"]),
        ("Laki lasten suojelusta\n\n1 §\n\nTätä lakia sovelletaan palveluntarjoajiin.\n\n2 §\n\nPalveluntarjoajan on poistettava "
            "laiton sisältö ja ilmoitettava siitä poliisille.", "fi", ["1 §", "2 §"]),
        ("Eelnõu\n\n§ 1. Reguleerimisala\n\n(1) Seadus kehtib teenuseosutajatele.\n\n§ 2. Kohustused\n\n(1) Teenuseosutaja eemaldab "
            "ebaseadusliku sisu ja teavitab politseid.", "et", ["§ 1", "§ 2"]),
        ("Frumvarp til laga\n\n1. gr.\n\nLög þessi gilda um þjónustuveitendur.\n\n2. gr.\n\nÞjónustuveitandi skal fjarlægja ólöglegt efni "
            "og tilkynna það lögreglu.", "is", ["1. gr.", "2. gr."]),
        ("Návrh zákona\n\n§ 1\n\n(1) Tento zákon chrání děti před zneužíváním.\n\n§ 2\n\n(1) Poskytovatel služby odstraní obsah a "
            "oznámí jej policii.", "cs", ["§ 1", "§ 2"]),
        ("Návrh zákona\n\n§ 1\n\n(1) Tento zákon chráni deti pred zneužívaním.\n\n§ 2\n\n(1) Poskytovateľ služby odstráni obsah a "
            "oznámi ho polícii.", "sk", ["§ 1", "§ 2"]),
        ("Prijedlog zakona\n\nČlanak 1.\n\nOvim se zakonom štite djeca.\n\nČlanak 2.\n\nPružatelj usluga dužan je ukloniti nezakonit "
            "sadržaj i obavijestiti policiju.", "hr", ["Članak 1", "Članak 2"]),
        ("Predlog zakona\n\n1. člen\n\nTa zakon varuje otroke pred zlorabami.\n\n2. člen\n\nPonudnik storitev mora odstraniti nezakonito "
            "vsebino in obvestiti policijo.", "sl", ["1. člen", "2. člen"]),
        ("Σχέδιο νόμου\n\nΆρθρο 1\n\nΟ νόμος αυτός προστατεύει τα παιδιά.\n\nΆρθρο 2\n\nΟ πάροχος αφαιρεί το παράνομο περιεχόμενο.",
            "el", ["Άρθρο 1", "Άρθρο 2"]),
    ],
)  # fmt: skip
def test_structure_and_language_are_told_in_each_language(words: str, language: str, numbers: list[str]) -> None:
    draft = read_draft(words)
    assert draft.language == language
    assert [s.number.removesuffix("er") for s in draft.instrument.sections if not s.status] == numbers


def test_numbers_that_a_word_processor_prints_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("A provider shall report material.", "A provider shall remove material.", "A provider shall keep records."):
        document.add_paragraph(words, style="List Number")
    to = io.BytesIO()
    document.save(to)
    draft = read_draft(to.getvalue(), "a.docx")
    assert [section.number for section in draft.instrument.sections] == ["1", "2", "3"]


def test_tracked_changes_count_as_accepted_and_hidden_words_do_not_count(tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("1. A provider shall ")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    element = document.paragraphs[0]._p
    element.append(parse_xml(f"<w:ins {space}><w:r><w:t>remove</w:t></w:r></w:ins>"))
    element.append(parse_xml(f"<w:del {space}><w:r><w:delText>ignore</w:delText></w:r></w:del>"))
    element.append(parse_xml(f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t>never</w:t></w:r>"))
    document.add_paragraph("2. This Act may be cited.")
    to = io.BytesIO()
    document.save(to)
    draft = read_draft(to.getvalue(), "a.docx")
    assert "shall remove" in draft.instrument.sections[0].text
    assert not any(word in draft.instrument.sections[0].text for word in ("ignore", "never"))
    assert {"tracked changes were read as if accepted", "hidden words were left out"} <= set(draft.notes)


def test_preamble_and_explanations_are_no_law() -> None:
    words = (
        "Bill\n\nWhereas a provider shall report.\n\n1. Short title\n\nThis Act may be cited.\n\n2. Duty\n\nA "
        "provider shall act.\n\nEXPLANATORY MEMORANDUM\n\nA provider shall report everything."
    )
    law = [s for s in read_draft(words).instrument.sections if not s.status]
    assert [s.number for s in law] == ["1", "2"] and "everything" not in law[-1].text


def test_new_sections_that_a_clause_quotes_open_no_clause() -> None:
    words = (
        "Bill\n\n1. Amendment\n\nAfter section 5 of the Films Act 1999 insert—\n\n“PART 2\nFilms\n2. A film is a picture.\n"
        "3. A picture is no film.”\n\n2. Duty\n\nA provider shall act."
    )
    law = [s for s in read_draft(words).instrument.sections if not s.status]
    assert [s.number for s in law] == ["1", "2"] and "PART 2" in law[0].text and law[1].heading == "Duty"


def test_a_sentence_that_begins_with_a_section_opens_no_clause() -> None:
    words = "Prijedlog zakona\n\nČlanak 1.\n\nDjeca se štite.\n\nČlanak 2.\n\nČlanak 6. Zakona o slikama briše se."
    law = [s for s in read_draft(words).instrument.sections if not s.status]
    assert [s.number for s in law] == ["Članak 1", "Članak 2"]


def test_a_table_of_contents_is_not_taken_for_the_clauses() -> None:
    words = (
        "Bill\n\n1. Short title\n\n2. Duty to report\n\n1. Short title\n\nThis Act may be "
        "cited.\n\n2. Duty to report\n\nA provider shall report."
    )
    law = [s for s in read_draft(words).instrument.sections if not s.status]
    assert [(s.number, bool(s.text)) for s in law] == [("1", True), ("2", True)]


def test_a_language_without_a_lexicon_is_said() -> None:
    words = "1. § A szolgáltató a gyermekekről készült tiltott felvételt haladéktalanul eltávolítja.\n\n2. § A hatóság jegyzéket vezet."
    draft = read_draft(words)
    assert draft.language == "hu" and any("Hungarian, for which there is no lexicon" in note for note in draft.notes)


def test_striking_an_unknown_clause_names_the_clauses() -> None:
    draft = read_draft("1. A provider shall act.\n\n2. A person shall not.")
    assert [s.number for s in draft.without(("1",)).instrument.sections] == ["2"]
    with pytest.raises(StatuteError, match="no clause '9'"):
        draft.without(("9",))
