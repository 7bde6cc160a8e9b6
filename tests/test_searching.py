"""Does search find what stands in the law, and show what the rules saw?"""

from collections.abc import Callable
from itertools import pairwise

import pytest
from conftest import findings_on

from legal_compare.assessment import Findings
from legal_compare.criteria import Codebook
from legal_compare.searching import CUE, RULE, TERM, WORD, Place, places, search, sought, tags
from legal_compare.statutes import Instrument, Jurisdiction

ACT = """## 1 Möbel

This act is about chairs and TABLES.

## 2 Possession

A person who possesses child abuse material commits an offence.

## 3 Savings

Nothing in this section requires a keeper to speak; chairs are not child abuse material.
"""


@pytest.fixture(scope="module")
def corpus(book: Codebook, act_of: Callable[..., Instrument]) -> tuple[Place, ...]:
    act = act_of(ACT)
    return places(Findings(findings_on(book, act_of, (act,)), (Jurisdiction("XA", "Examplia", instruments=(act,)),)))


def numbers(found: tuple[Place, ...]) -> list[str]:
    return [place.section.number for place in found]


def test_words_are_sought_without_case_and_accents(corpus: tuple[Place, ...]) -> None:
    assert numbers(search(corpus, "mobel")) == numbers(search(corpus, "MÖBEL")) == numbers(search(corpus, "tables")) == ["1"]


def test_all_words_must_be_there_and_quotes_make_a_phrase(corpus: tuple[Place, ...]) -> None:
    assert set(numbers(search(corpus, "chairs"))) == {"1", "3"}
    assert numbers(search(corpus, "chairs abuse")) == ["3"]
    assert search(corpus, '"abuse chairs"') == ()


def test_what_a_rule_fired_in_comes_first(corpus: tuple[Place, ...]) -> None:
    assert numbers(search(corpus))[0] == "2" and len(search(corpus)) == 3


def test_a_criterion_leaves_what_shows_it(corpus: tuple[Place, ...]) -> None:
    fired = next(place for place in corpus if place.evidence)
    criterion = fired.evidence[0].match.criterion
    assert numbers(search(corpus, criteria=[criterion])) == ["2"]
    assert search(corpus, criteria=["nowhere"]) == () and search(corpus, jurisdictions=["XB"]) == ()


def test_a_term_is_found_by_its_wordings(corpus: tuple[Place, ...]) -> None:
    fired = next(place for place in corpus if place.evidence)
    term = next(tag.name for tag in tags(fired, every=True) if tag.kind in (RULE, TERM))
    assert "2" in numbers(search(corpus, term=term)) and search(corpus, term="no-such-term") == ()


def test_marks_stand_in_order_and_do_not_overlap(corpus: tuple[Place, ...]) -> None:
    for place in corpus:
        marks = tags(place, "child chairs", every=True)
        assert all(one.end <= other.start for one, other in pairwise(marks))
        assert all(0 <= mark.start < mark.end <= len(place.section.text) for mark in marks)


def test_kinds_of_marks_are_told_apart(corpus: tuple[Place, ...]) -> None:
    by_number = {place.section.number: place for place in corpus}
    assert RULE in {tag.kind for tag in tags(by_number["2"])}
    assert CUE in {tag.kind for tag in tags(by_number["3"])}
    words = [tag for tag in tags(by_number["1"], "chairs") if tag.kind == WORD]
    assert [by_number["1"].section.text[tag.start : tag.end] for tag in words] == ["chairs"]


def test_what_is_sought_is_never_a_pattern(corpus: tuple[Place, ...]) -> None:
    assert search(corpus, "ch(airs|x) .*") == () and sought("  ") == ()
