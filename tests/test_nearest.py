"""Are the passages that came closest the ones that a person would want to check?"""

from collections.abc import Callable

import pytest

from legal_compare.criteria import Codebook
from legal_compare.findings import assess_jurisdiction
from legal_compare.nearest import NearMiss, nearest
from legal_compare.statutes import Instrument, Jurisdiction

LAW = """
## 1 Making

A person who produces child abuse material commits an offence.

## 2 Fish

A person who takes fish commits an offence.

## 3 Keeping

A person who holds child abuse material commits an offence.

## 4 Boats

The minister keeps a register of boats.

## 5 Passing on

A person who distributes child abuse material with intent to supply it commits an offence.
"""


@pytest.fixture(scope="module")
def misses_of(book: Codebook, act_of: Callable[..., Instrument]) -> Callable[..., tuple[NearMiss, ...]]:
    def misses(body: str, criterion: str = "offences", limit: int = 5, status: str = "in-force") -> tuple[NearMiss, ...]:
        law = Jurisdiction("XA", "Examplia", coverage=dict.fromkeys(book.themes, "complete"), instruments=(act_of(body, status),))
        found = {finding.criterion: finding for finding in assess_jurisdiction(law, book)}
        return nearest(law, criterion, book, limit, found[criterion])

    return misses


def numbers(misses: tuple[NearMiss, ...]) -> list[str]:
    return [miss.provision.section.number for miss in misses]


def test_what_was_set_aside_comes_before_what_lacks_a_term(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    found = misses_of(LAW)
    assert numbers(found)[0] == "5"
    assert found[0].reason == "unless supply-intent"
    assert found[0].missing == ()


def test_a_passage_says_which_terms_it_has_and_which_it_lacks(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    keeping = next(miss for miss in misses_of(LAW) if miss.provision.section.number == "3")
    assert "material" in keeping.found
    assert keeping.missing and keeping.reason == f"lacks {', '.join(keeping.missing)}"


def test_the_nearer_passage_ranks_first_and_the_evidence_is_no_near_miss(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    order = numbers(misses_of(LAW))
    assert "1" not in order  # it is evidence already
    assert "3" in order and "4" not in order
    assert "2" not in order or order.index("3") < order.index("2")


def test_there_is_one_near_miss_a_section_and_no_more_than_asked_for(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    order = numbers(misses_of(LAW))
    assert len(order) == len(set(order))
    assert numbers(misses_of(LAW, limit=1)) == order[:1]


def test_scores_fall_and_stay_within_bounds(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    scores = [miss.score for miss in misses_of(LAW)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 2 for score in scores)


def test_a_met_criterion_has_no_near_misses(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    body = "## 1 All\n\nA person who produces, distributes or possesses child abuse material commits an offence.\n"
    assert misses_of(body) == ()


def test_words_of_another_layer_and_of_repealed_sections_do_not_come_close(misses_of: Callable[..., tuple[NearMiss, ...]]) -> None:
    assert misses_of("## 1 Words\n\nNothing of the kind is said here.\n") == ()
    assert misses_of(LAW, status="repealed") == ()


def test_law_in_a_language_without_lexicon_has_no_near_misses(book: Codebook, act_of: Callable[..., Instrument]) -> None:
    act = act_of("## 1 Words\n\nchild abuse material\n", language="tlh")
    law = Jurisdiction("XA", "Examplia", coverage=dict.fromkeys(book.themes, "complete"), instruments=(act,))
    found = next(finding for finding in assess_jurisdiction(law, book) if finding.criterion == "offences")
    assert nearest(law, "offences", book, finding=found) == ()
