"""Is a Markdown file read word for word, and refused with file, place and remedy where it cannot be?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import XA
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.errors import LegalCompareError
from legal_compare.readers.markdown import clean, parse_markdown, read_markdown
from legal_compare.statutes import Instrument, Jurisdiction

Act = Callable[..., Instrument]
REFERENCE = "---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n"


def named(xa: Jurisdiction, stem: str) -> Instrument:
    return next(instrument for instrument in xa.instruments if instrument.stem == stem)


def test_front_matter_of_a_reference_text_is_translated(xa: Jurisdiction) -> None:
    act = named(xa, "offences-2001")
    assert (act.title, act.work, act.as_of, act.language) == ("Forbidden Pictures Act 2001", "xa/offences-2001", "2024-05-01", "en")
    assert act.source.url == "https://law.example/offences-2001"


def test_front_matter_of_our_own_keeps_address_date_and_source(own_lexicons: Path) -> None:
    act = read_markdown(XA / "statutes" / "xa" / "hosting-2010.md", "XA")
    assert (act.work, act.as_of, act.as_of_note) == ("xa/act/2010/3", "unknown", "the source gives no date")
    assert act.source.publisher == "Printer"


def test_a_provision_may_have_a_status_of_its_own(own_lexicons: Path) -> None:
    act = read_markdown(XA / "statutes" / "xa" / "offences-2001.md", "XA")
    assert {section.number: section.status for section in act.sections} == {"3": "", "5": "struck-down"}


def test_omission_marks_are_no_words_of_law(own_lexicons: Path) -> None:
    act = read_markdown(XA / "statutes" / "xa" / "offences-2001.md", "XA")
    limb = next(provision for provision in act.provisions() if provision.path[-1] == ("para", "c"))
    assert "[...]" not in limb.text
    assert limb.text.startswith("(1) A person who knowingly --") and limb.text.endswith("ten years.")


def test_chapters_schedules_and_recitals_are_kept_apart(xa: Jurisdiction) -> None:
    sections = {section.address.split("#")[1]: section for section in named(xa, "offences-2001").sections}
    assert sections["sec_3"].chapter == "Part 1"
    assert sections["sec_Preamble"].status == "unread"
    assert sections["sec_1"].heading == "Short title"
    assert (sections["sec_1-2"].chapter, sections["sec_1-2"].heading) == ("Schedule 1", "Forms")
    assert sections["sec_22A"].key == "offences-2001#22"


def test_an_empty_section_heading_is_a_chapter(act_of: Act) -> None:
    act = act_of("## PART TWO\n\n## 5 Offence\n\nWords.\n")
    assert [(section.number, section.chapter) for section in act.sections] == [("5", "PART TWO")]


def test_deeper_headings_are_words_of_their_section(act_of: Act) -> None:
    (section,) = act_of("## 5 Offence\n\n#### Sub\n\nWords.\n").sections
    assert section.text.split() == ["Sub", "Words."]


def test_a_heading_without_a_number_names_itself(act_of: Act) -> None:
    assert act_of("## Transitional\n\nWords.\n").sections[0].number == "Transitional"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("porno\u00adgraphy", "pornography"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x15b\x85c", "a b c"),
        ("e\u0301", "é"),
        ("a\u00a0b", "a\u00a0b"),
        ("\ufeffa", "a"),
    ],
)
def test_invisible_characters_go_and_printed_ones_stay(raw: str, read: str) -> None:
    assert clean(raw) == read


def test_line_ends_of_windows_change_nothing(act_of: Act, xa: Jurisdiction) -> None:
    text = (XA / "law" / "xa" / "hosting-2010.md").read_bytes().decode()
    assert "\r\n" in text
    plain = parse_markdown(text.replace("\r\n", "\n"), "XA", "hosting-2010", "hosting-2010.md")
    assert [section.text for section in plain.sections] == [section.text for section in named(xa, "hosting-2010").sections]


def test_a_language_without_a_lexicon_is_still_read(xa: Jurisdiction) -> None:
    assert named(xa, "keoulliff").sections[0].provisions


OWN = (XA / "statutes" / "xa" / "hosting-2010.md").read_text(encoding="utf-8")
BROKEN = [
    ("no front matter", "## 1\n\nWords.\n", ["has no front matter", "---"]),
    ("empty", "", ["has no front matter"]),
    ("not YAML", "---\ntitle: a: b\n---\n", ["line 2", "not YAML", "Quote"]),
    ("not keys", "---\n- a\n---\n", ["not a list of keys"]),
    ("missing keys", "---\ntitle: Act\n---\n", ["language", "status", "2 problems"]),
    ("unknown status", REFERENCE.replace("in-force", "inforce"), ["unknown status 'inforce'", "in-force"]),
    ("unknown status of our own", OWN.replace("in-force", "inforce"), ["status", "'inforce'", "in-force"]),
    ("unknown key of our own", OWN.replace("kind: act", "kind: act\ncolour: red"), ["front matter > colour"]),
    ("missing key of our own", OWN.replace("citation: No. 3 of 2010\n", ""), ["front matter > citation"]),
    ("source incomplete", OWN.replace("terms: free, ", ""), ["source > terms"]),
]


@pytest.mark.parametrize(("text", "said"), [(text, said) for _, text, said in BROKEN], ids=[name for name, _, _ in BROKEN])
def test_a_file_that_cannot_be_read_is_refused_with_file_and_place(text: str, said: list[str], tmp_path: Path) -> None:
    path = tmp_path / "act.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LegalCompareError) as caught:
        read_markdown(path, "XA")
    assert str(path) in str(caught.value)
    for words in said:
        assert words in str(caught.value)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "act.md"
    path.write_bytes((REFERENCE + "\n## 1\n\nArtículo\n").encode("latin-1"))
    with pytest.raises(LegalCompareError, match=r"act\.md, line 9: is not UTF-8"):
        read_markdown(path, "XA")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError, match="cannot be read"):
        read_markdown(tmp_path / "none.md", "XA")


@settings(max_examples=80, deadline=None)
@given(matter=st.text(max_size=60), body=st.text(max_size=200))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(matter: str, body: str) -> None:
    for text in (body, f"---\n{matter}\n---\n{body}", f"{REFERENCE}## 1 {body}\n\n{body}"):
        try:
            parse_markdown(text, "XA", "act", "act.md")
        except LegalCompareError as error:
            assert "act.md" in str(error)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["## 1", "## 22 Head", "# Part", "(1) Words", "22A. Head here.—(1) x", "“x” means y;", "", "[...]", "#### Deep"]),
        max_size=12,
    )
)
def test_every_stretch_lies_in_the_text_of_its_section(lines: list[str]) -> None:
    act = parse_markdown(REFERENCE + "\n".join(lines), "XA", "act", "act.md")
    for section in act.sections:
        for provision in section.provisions:
            assert provision.section is section
            assert all(0 <= start < end <= len(section.text) for start, end in provision.stretches)
