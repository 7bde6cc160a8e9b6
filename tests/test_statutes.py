"""Are numbers, addresses and citations those that a lawyer would give?"""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.statutes import LAYERS, UNREAD, Instrument, Jurisdiction, Section, named_by_chapter, split_heading

HEADINGS = [
    ("15A Sexual communication with a child", ("15A", "Sexual communication with a child")),
    ("1. Short title", ("1", "Short title")),
    ("Section 5 Powers", ("Section 5", "Powers")),
    ("§ 2258A. Reporting requirements", ("§ 2258A", "Reporting requirements")),
    ("§ 184b Verbreitung", ("§ 184b", "Verbreitung")),
    ("§ 201 a Verletzung", ("§ 201 a", "Verletzung")),
    ("Article 227-23", ("Article 227-23", "")),
    ("Article 227-23-1 Sollicitation", ("Article 227-23-1", "Sollicitation")),
    ("Article L335-2 Contrefaçon", ("Article L335-2", "Contrefaçon")),
    ("Art. 197 Pornographie", ("Art. 197", "Pornographie")),
    ("Artículo 189 bis", ("Artículo 189 bis", "")),
    ("Artículo 183 ter Del contacto", ("Artículo 183 ter", "Del contacto")),
    ("Artículo 5º.- Delitos", ("Artículo 5º", ".- Delitos")),
    ("23 kap. 5 § Straff", ("23 kap. 5 §", "Straff")),
    ("12 § Straff", ("12 §", "Straff")),
    ("第七条 児童ポルノ所持", ("第七条", "児童ポルノ所持")),
    ("第七条の二", ("第七条の二", "")),
    ("第36條之1", ("第36條之1", "")),
    ("제11조 제작", ("제11조", "제작")),
    ("제11조의2(허위영상물)", ("제11조의2", "(허위영상물)")),
    ("Άρθρο 348Α Πορνογραφία", ("Άρθρο 348Α", "Πορνογραφία")),
    ("Schedule 2 Fees", ("Schedule 2", "Fees")),
    ("Annex II", ("Annex II", "")),
    ("Recital 12", ("Recital 12", "")),
    ("Preamble", ("Preamble", "")),
    ("Transitional provisions", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "expected"), HEADINGS, ids=[line for line, _ in HEADINGS])
def test_a_printed_heading_is_parted_into_number_and_words(line: str, expected: tuple[str, str] | None) -> None:
    found = split_heading(line)
    if expected and expected[1].startswith(".-"):  # a stop and dash may stay with the words
        assert found is not None and found[0] == expected[0] and found[1].endswith("Delitos")
    else:
        assert found == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_heading_is_either_parted_or_left_whole(line: str) -> None:
    found = split_heading(line)
    assert found is None or all(part in line for part in found)


@pytest.mark.parametrize(
    ("heading", "unread"),
    [("Recital 3", True), ("Preamble", True), ("PREAMBLE", True), ("Präambel", True), ("3 Recitals of a deed", False)],
)
def test_recitals_and_preambles_are_told_by_their_headings(heading: str, unread: bool) -> None:
    assert bool(UNREAD.match(heading)) is unread


@pytest.mark.parametrize(
    ("status", "layer"),
    [
        ("in-force", "in-force"), ("convention", "in-force"), ("translation", "in-force"), ("superseded-version", "superseded"),
        ("bill", "proposed"), ("proposal", "proposed"), ("not-commenced", "proposed"), ("repealed", "void"), ("expired", "void"),
        ("struck-down", "void"),
    ],
)  # fmt: skip
def test_each_status_is_read_in_one_layer(status: str, layer: str) -> None:
    assert LAYERS[status] == layer
    assert Instrument("XA", "a", "A", "", "xa/a", "act", status, "unknown", "en").layer == layer


SECTION = Section("Act 2001", "act-2001", "xa/act/2001/7", "4", "Possession", "words")


@pytest.mark.parametrize(
    ("number", "eid", "occurrence", "address"),
    [
        ("4", "", 1, "xa/act/2001/7#sec_4"),
        ("4", "", 2, "xa/act/2001/7#sec_4-2"),
        ("22", "22A", 1, "xa/act/2001/7#sec_22A"),
    ],
)
def test_the_address_holds_the_true_number_and_tells_duplicates_apart(number: str, eid: str, occurrence: int, address: str) -> None:
    section = Section("Act 2001", "act-2001", "xa/act/2001/7", number, "", "words", eid=eid, occurrence=occurrence)
    assert section.address == address
    assert section.key == f"act-2001#{number}"


def test_a_limb_is_cited_as_people_cite_it(section_of: Callable[..., Section]) -> None:
    section = section_of("(1) A person who—\n(a) makes, or\n(b) keeps,\nit commits an offence.", "6")
    limb = section.provisions[-1]
    assert limb.citation == "s. 6(1)(b) Test Act 2001"
    assert limb.address == "xa/test-act#sec_6__subsec_1__para_b"


def test_a_printed_heading_word_stays_in_the_citation() -> None:
    assert Section("Code", "code", "xa/code", "Article 5", "", "words").citation_number == "Article 5"
    assert SECTION.citation_number == "s. 4"
    assert Section("Laki", "laki", "xa/laki", "4 §", "", "words").citation_number == "4 §"
    assert Section("Balk", "balk", "xa/balk", "6 kap. 10 a §", "", "words").citation_number == "6 kap. 10 a §"


def test_a_citation_names_the_chapter_where_each_chapter_counts_anew() -> None:
    def numbers(*printed: tuple[str, str]) -> list[str]:
        sections = [Section("Laki", "laki", "xa/laki", number, "", "words", chapter=chapter) for chapter, number in printed]
        return [section.citation_number for section in named_by_chapter(sections)]

    anew = numbers(("3 luku. Asiakas", "1 §"), ("3 luku. Asiakas", "9 §"), ("4 luku. Ilmoitus", "1 §"))
    assert anew == ["3 luku 1 §", "3 luku 9 §", "4 luku 1 §"]
    assert numbers(("PART 1 General", "1"), ("PART 2 Offences", "2"), ("SCHEDULE 1", "1")) == ["s. 1", "s. 2", "s. 1"]


def test_a_definition_is_cited_with_its_label(section_of: Callable[..., Section]) -> None:
    section = section_of("“picture” means a drawing.", "2", "Interpretation")
    definition = next(p for p in section.provisions if p.kind == "definition")
    assert definition.citation == "s. 2 “picture” Test Act 2001"


def test_offsets_lead_from_a_provision_to_its_section_and_back(section_of: Callable[..., Section]) -> None:
    section = section_of("(1) A person who—\n(a) makes, or\n(b) keeps,\nit commits an offence.")
    limb = section.provisions[-1]
    for word in ("person", "keeps", "offence"):
        at = limb.text.index(word)
        start = limb.to_section(at)
        assert section.text[start : start + len(word)] == word
        assert limb.from_section(start, start + len(word)) == (at, at + len(word))


def test_words_that_a_provision_does_not_hold_have_no_place_in_it(section_of: Callable[..., Section]) -> None:
    section = section_of("(1) A person who—\n(a) makes, or\n(b) keeps,\nit commits an offence.")
    at = section.text.index("makes")
    assert section.provisions[-1].from_section(at, at + 5) is None


def test_a_notebook_shows_names_without_trusting_them() -> None:
    act = Instrument("XA", "a", "<b>Act</b>", "No. 1", "xa/a", "act", "in-force", "2001-01-01", "en")
    shown = Jurisdiction("XA", "<i>Examplia</i>", instruments=(act,))._repr_html_()
    assert "<i>" not in shown and "&lt;b&gt;Act" in shown
