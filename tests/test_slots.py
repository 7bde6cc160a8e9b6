"""Is each word held against all alternatives, and each run found where its words follow one another?"""

import pytest

from legal_compare.slots import Places, Run, Slots

FILLED = [
    ("child", "child", True),
    ("child", "children", False),
    ("child*", "children", True),
    ("child*", "child", True),
    ("child*", "schoolchild", False),
    ("*graph", "photograph", True),
    ("*graph", "graphic", False),
    ("*porn*", "kinderpornos", True),
    ("*porn*", "porn", True),
    ("child*", "childre\u0301n", True),  # an accent that stands apart is part of the word
]


@pytest.mark.parametrize(("alternative", "word", "fills"), FILLED)
def test_a_word_fills_a_slot_by_any_of_its_alternatives(alternative: str, word: str, fills: bool) -> None:
    slots = Slots()
    slot = slots.number(("other", alternative))
    assert (slot in slots.filled(word)) is fills
    assert (word in slots.fillers[slot]) is fills


def test_a_slot_that_is_added_later_is_filled_by_words_met_before() -> None:
    slots = Slots()
    first = slots.number(("child",))
    assert slots.filled("child") == (first,)
    later = slots.number(("child", "children"))
    assert set(slots.filled("child")) == {first, later}


RUNS = [
    ([("image",)], "image of image", [(0, 1), (2, 3)]),
    ([("image",), ("of",)], "image of image", [(0, 2)]),
    ([("of",), ("image", "film")], "film of film of image", [(1, 3), (3, 5)]),
    ([("a",), ("a",)], "a a a a a", [(0, 2), (2, 4)]),
    ([("of",), ("image",)], "image of", []),
]


@pytest.mark.parametrize(("alternatives", "text", "expected"), RUNS)
@pytest.mark.parametrize("anchor", [0, -1])
def test_a_run_stands_where_its_words_follow_one_another(
    alternatives: list[tuple[str, ...]], text: str, expected: list[tuple[int, int]], anchor: int
) -> None:
    slots = Slots()
    run = Run(tuple(slots.number(one) for one in alternatives), anchor % len(alternatives))
    assert Places(text.split(), slots).of(run) == expected


def test_characters_spell_alternatives_where_each_is_a_token() -> None:
    slots = Slots()
    child, act = slots.number(("児童", "青少年")), slots.number(("性交", "淫行"))
    places = Places("十八歳未満の児童", slots, characters=True)
    assert "児童" in places.alternatives
    assert child in places.filled and act not in places.filled
    assert child not in Places("十八歳未満の児童", slots).filled
