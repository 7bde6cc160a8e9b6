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
