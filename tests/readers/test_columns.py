"""Are lines that only a column broke made whole, and lines that mean something left apart?"""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_compare.readers.columns import WIDEST, filled

SENTENCE = (
    "Any person who knowingly has in his possession child pornography commits an offence and is liable on conviction to imprisonment."
)
LIST = "A person who—\n(a) makes;\n(b) distributes; or\n(c) possesses,\nany child pornography, commits an offence."


@given(width=st.integers(40, WIDEST))
def test_a_paragraph_broken_at_a_column_is_one_line_again(width: int) -> None:
    assert filled(textwrap.fill(SENTENCE, width)) == SENTENCE


@given(width=st.integers(40, WIDEST))
def test_paragraphs_in_a_column_stay_apart(width: int) -> None:
    assert filled(f"{textwrap.fill(SENTENCE, width)}\n\n{textwrap.fill(SENTENCE, width)}") == f"{SENTENCE}\n{SENTENCE}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LIST, "a list, whose closing words had room on the line before"),
        ("The Minister may appoint inspectors.\nThey hold office for a year.", "two sentences, a line each"),
        (f"{SENTENCE}\n{'and so forth ' * 12}", "lines too long for a column"),
        ("児童ポルノを所持し\n又は提供した者は\n罰する。", "no spaces between words: a break says nothing of room"),
        ("child\nmeans a person under eighteen who is not married and\nlives at home", "a label had room for the words after it"),
    ],
)
def test_breaks_that_may_mean_something_stay(text: str, why: str) -> None:
    assert filled(text) == text, why


WHOLE = {
    "before a noun with a capital": "Auslandstaten werden verfolgt, wenn der Täter Inländer und die Tat auch am Tatort strafbar ist.",
    "before a section sign": "Wer als Kind in einer Aufnahme nach § 1 abgebildet wurde, kann von jedem Täter Schmerzensgeld verlangen.",
    "before a number that ends a sentence": "A person found guilty of the conduct described in section 5. is to be fined.",
    "after a comma": "Geschäftsführer und Vorstandsmitglieder, die eine Tat nach § 1 im Betrieb dulden, werden wie Täter bestraft.",
    "after an abbreviation": "Barn sem sýnt er í myndefni skv. 1. gr. á rétt til miskabóta úr hendi hins brotlega og úr ríkissjóði.",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("width", range(30, 60, 3))
def test_a_sentence_broken_anywhere_is_whole_again(text: str, width: int) -> None:
    assert filled(textwrap.fill(text, width, break_on_hyphens=False)) == text


def test_a_list_in_a_column_keeps_its_items() -> None:
    items = ["(1) A person who possesses or", "(2) A person who distributes any material of that kind, commits an offence."]
    assert filled("\n".join(textwrap.fill(item, 40) for item in items)).split("\n") == items


@pytest.mark.parametrize(
    "text",
    [
        "The Commissioner may delegate his or her functions and powers.\nThe Commissioner must prepare an annual report.",
        "Possession of the material\nA person who possesses it commits an offence, whatever else the person has.",
        "a service means one that is\n(a) hosted, or\n(b) sold to a person who lives in the State at the time.",
    ],
    ids=["sentences of one length", "a heading with room after it", "items with room before them"],
)
def test_lines_that_stand_in_no_column_are_left_as_they_are(text: str) -> None:
    assert filled(text) == text
