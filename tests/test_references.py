"""Are references read as a lawyer follows them?"""

from collections.abc import Callable

import pytest

from legal_compare.lexicons import Lexicon, read_lexicon
from legal_compare.references import bare_number, cited_numbers, named_instruments, title_words
from legal_compare.statutes import Instrument


@pytest.fixture(scope="module")
def english(own_lexicons: object) -> Lexicon:
    lexicon = read_lexicon("en")
    assert lexicon is not None
    return lexicon


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("4", "4"),
        ("15A", "15a"),
        ("§ 2258A", "2258a"),
        ("Article 227-23", "227-23"),
        ("Artículo 189 bis", "189 bis"),
        ("Preamble", "preamble"),
    ],
)
def test_a_number_is_bare_without_its_heading_word(printed: str, bare: str) -> None:
    assert bare_number(printed) == bare


CITED = [
    ("an offence under section 4", {"4"}),
    ("an offence under section 4 or 5A", {"4", "5a"}),
    ("sections 3, 4 and 5", {"3", "4", "5"}),
    ("Articles 3 to 7", {"3", "4", "5", "6", "7"}),
    ("section 4(1) or section 9", {"4", "9"}),
    ("SECTION 4", {"4"}),
    ("s. 12 of the Act", {"12"}),
    ("section 163.1 or 272.8", {"163.1", "272.8"}),
    ("Article 227-23 ou Article 227-24", {"227-23", "227-24"}),
    ("4 years", set()),
    ("subsection (4)", set()),
    ("subsection 4", set()),
]


@pytest.mark.parametrize(("text", "numbers"), CITED, ids=[text for text, _ in CITED])
def test_cited_sections_are_found_with_ranges_filled_in(text: str, numbers: set[str], english: Lexicon) -> None:
    assert cited_numbers(text, english) == numbers


def test_a_range_out_of_all_proportion_is_not_filled_in_for_ever(english: Lexicon) -> None:
    assert len(cited_numbers("sections 1 to 999999", english)) < 100


def test_a_language_without_section_words_cites_nothing(own_lexicons: object) -> None:
    japanese = read_lexicon("ja")
    assert japanese is not None
    assert cited_numbers("第七条", japanese) == frozenset()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The Forbidden Pictures Act 2001", "forbidden pictures act"),
        ("Forbidden Pictures Act (as amended), 2001", "forbidden pictures act"),
        ("Forbidden Pictures Act, No. 7", "forbidden pictures act, no. 7"),
    ],
)
def test_a_title_is_known_by_its_words_without_year_or_brackets(title: str, words: str) -> None:
    assert title_words(title) == words


def test_instruments_are_named_by_title_but_not_by_a_word_or_two(act_of: Callable[..., Instrument]) -> None:
    acts = [
        act_of("## 1\n\nWords.", title="Forbidden Pictures Act 2001", stem="pictures"),
        act_of("## 1\n\nWords.", title="Act 1", stem="act"),
    ]
    assert named_instruments("an offence under the Forbidden\nPictures Act, or any act", acts) == {"pictures"}
