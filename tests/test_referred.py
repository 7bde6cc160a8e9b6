"""Is matter pointed at by the number of a section read as what that section describes, and as nothing else?"""

import pytest

from legal_compare import read_criteria
from legal_compare.lexicons import Lexicon, read_lexicon
from legal_compare.readers.markdown import parse_markdown
from legal_compare.reading import Reader
from legal_compare.referred import referred
from legal_compare.statutes import Instrument

DESCRIBED = "## 1 Offence\n\n(1) A person who makes an indecent photograph of a child commits an offence.\n\n"
OTHER = "## 3 Harbour\n\nThe museum keeps photographs of the harbour.\n\n"


def act_of(body: str) -> Instrument:
    """An act in English, read with the shipped lexicon."""
    return parse_markdown(f"---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n\n{body}", "XA", "act", "act.md")


@pytest.fixture
def english() -> Lexicon:
    lexicon = read_lexicon("en")
    assert lexicon is not None
    return lexicon


POINTING = [
    ("Whoever views images of the kind described in section 1 errs.", "images of the kind described in section"),
    ("Whoever views a photograph to which section 1 applies errs.", "photograph to which section"),
    ("Whoever keeps material referred to in sections 3 and 1 errs.", "material referred to in sections"),
    ("Whoever views images of the kind described in section 3 errs.", ""),  # section 3 speaks of a harbour
    ("Whoever views images of the kind described in section 9 errs.", ""),  # there is no section 9
    ("Whoever views images of the harbour near section 1 errs.", ""),  # nothing points
]


@pytest.mark.parametrize(("text", "words"), POINTING, ids=[text[:60] for text, _ in POINTING])
def test_what_a_cited_section_describes_is_material_where_it_is_pointed_at(text: str, words: str, english: Lexicon) -> None:
    act = act_of(f"{DESCRIBED}## 2 Access\n\n{text}\n\n{OTHER}")
    spans = referred(act, english, range(len(act.sections))).get(1, ())
    assert [(span.term, span.text) for span in spans] == ([("material", words)] if words else [])


def test_the_tag_names_the_section_that_describes_it(english: Lexicon) -> None:
    act = act_of(f"{DESCRIBED}## 2 Access\n\nWhoever views images of the kind described in section 1 errs.\n")
    (span,) = referred(act, english, [1])[1]
    assert span.defined_in == act.sections[0].address


def test_a_repealed_section_describes_nothing(english: Lexicon) -> None:
    act = act_of("## 1 Offence\n\n[Repealed.]\n\n## 2 Access\n\nWhoever views images of the kind described in section 1 errs.\n")
    assert referred(act, english, [1]) == {}


def test_sifting_first_finds_the_same() -> None:
    act = act_of(f"{DESCRIBED}## 2 Access\n\nA person who views images of the kind described in section 1 commits an offence.\n")
    sifted, whole = (Reader(read_criteria(), filtered=filtered).read(act).matches for filtered in (True, False))
    assert sifted == whole
    assert any(match.rule == "access-material-offence" for match in whole)
