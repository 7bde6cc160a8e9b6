"""Is a part found with and without the words that may be missing?"""

import pytest

from legal_compare.lexicons import parse_wording
from legal_compare.loose_parts import LooseReader

READ = [
    ("the? act", "act of the act", [0, 3], [(0, 1), (2, 4)]),
    ("the? act", "the act , an act", [1, 4], [(0, 2), (4, 5)]),
    ("in the? same* act", "in same acts in the samest act", [1, 5], [(3, 7)]),
    ("en? conocimiento?", "poner en conocimiento , conocimiento", [1, 2, 4], [(1, 3), (4, 5)]),
]


@pytest.mark.parametrize(("wording", "text", "at", "expected"), READ)
def test_a_part_is_read_around_words_that_it_needs(wording: str, text: str, at: list[int], expected: list[tuple[int, int]]) -> None:
    part = tuple(parse_wording(f"{wording} word"))[:-1]
    assert LooseReader().read(part, text.split(), at) == expected


def test_nothing_is_read_where_no_such_word_stands() -> None:
    assert LooseReader().read(parse_wording("the? act"), ["the"], []) == []
