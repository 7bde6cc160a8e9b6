"""Are those occurrences chosen that stand together, in the order that is asked for?"""

import pytest

from legal_compare.bindings import Occurrence, bindings
from legal_compare.tagging import TaggedSpan


def at(term: str, start: int, end: int) -> Occurrence:
    return start, end, (TaggedSpan(term, start, end, "", ""),)


def places(*items: list[Occurrence], in_order: bool, near: int = 100) -> list[tuple[int, int]]:
    return [(start, end) for start, end, _ in bindings(list(items), in_order, near)]


def test_items_in_order_follow_one_another() -> None:
    assert places([at("a", 0, 5), at("a", 20, 25)], [at("b", 10, 15)], in_order=True) == [(0, 15)]
    assert places([at("a", 20, 25)], [at("b", 10, 15)], in_order=True) == []


def test_the_order_is_free_where_none_is_asked_for() -> None:
    assert places([at("a", 20, 25)], [at("b", 10, 15)], in_order=False) == [(10, 25)]


@pytest.mark.parametrize("in_order", [True, False])
def test_items_too_far_apart_are_not_together(in_order: bool) -> None:
    items = [at("a", 0, 5)], [at("b", 50, 55)]
    assert places(*items, in_order=in_order, near=55) == [(0, 55)]
    assert places(*items, in_order=in_order, near=54) == []


@pytest.mark.parametrize("in_order", [True, False])
def test_an_item_that_does_not_occur_leaves_nothing(in_order: bool) -> None:
    assert places([at("a", 0, 5)], [], in_order=in_order) == []


def test_a_word_that_two_items_share_stands_once() -> None:
    ((_, _, spans),) = bindings([[at("a", 0, 5)], [at("a", 0, 5)]], False, 100)
    assert [span.term for span in spans] == ["a"]
