"""Ids become the names that people read."""

import pytest

from legal_compare.labels import in_words, label


@pytest.mark.parametrize(
    ("name", "shown"),
    [("csam-access", "CSAM access"), ("cross-border-reach", "Cross-border reach"), ("hotline", "Hotline")],
)
def test_a_criterion_has_a_short_name_with_its_acronyms_and_hyphens(name: str, shown: str) -> None:
    assert label(name) == shown


def test_an_element_stands_in_a_sentence_as_words_and_alternatives_as_alternatives() -> None:
    assert in_words("under-eighteen") == "under eighteen"
    assert in_words("provider|any-person") == "provider or any person"
