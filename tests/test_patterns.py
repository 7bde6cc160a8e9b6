"""Is a wording cut at its gaps, sought part after part, and known by what it cannot do without?"""

import pytest

from legal_compare.lexicons import parse_wording
from legal_compare.patterns import Loose, Pattern, need_of, pattern_of
from legal_compare.slots import Places, Run, Slots


def shape(pattern: Pattern) -> tuple[list[int], tuple[int, ...]]:
    """Tokens of each part at most, and the gaps."""
    return [len(part.slots) if isinstance(part, Run) else len(part) for part in pattern.parts], pattern.gaps


CUT = [
    ("image* of ..2 child*", ([2, 1], (2,))),
    ("not ..3 be? ..6 liable", ([1, 1], (10,))),  # a word that may be missing widens the gap
    ("image ..1 of? ..1 a? ..2 child", ([1, 1], (6,))),
    ("image ..1 of a? ..2 child", ([1, 2, 1], (1, 2))),
]


@pytest.mark.parametrize(("wording", "expected"), CUT)
def test_a_wording_is_cut_at_its_gaps(wording: str, expected: tuple[list[int], tuple[int, ...]]) -> None:
    assert shape(pattern_of(parse_wording(wording), Slots())) == expected


FOUND = [
    ("image of ..2 child", "image of a child and a child", [(0, 4)]),  # the nearest that follows
    ("image ..2 child", "image image of child", [(0, 4), (1, 4)]),
    ("image ..2 child", "image ; child", []),
    ("image ..2 child", "child image", []),
    ("image ..2 of ..2 child", "image so of the child", [(0, 5)]),
    ("image ..2 of ..1 child", "image of x y child of child", []),
]


@pytest.mark.parametrize(("wording", "text", "expected"), FOUND)
def test_each_part_is_the_nearest_that_follows_the_last(wording: str, text: str, expected: list[tuple[int, int]]) -> None:
    slots = Slots()
    pattern = pattern_of(parse_wording(wording), slots)
    places = Places(text.split(), slots)

    def of(part: Run | Loose) -> list[tuple[int, int]]:
        assert isinstance(part, Run)
        return places.of(part)

    assert list(pattern.found(text.split(), of)) == expected


def test_a_need_tells_how_far_from_the_rarest_word_the_others_stand() -> None:
    slots = Slots()
    need = need_of(parse_wording("the? act ..2 possession of"), slots)
    act, possession, of = (slots.number((word,)) for word in ("act", "possession", "of"))
    assert need == ((0, 0, possession), (-4, 0, act), (-2, 4, of))
