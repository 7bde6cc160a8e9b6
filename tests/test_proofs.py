"""Do examples prove that each rule fires where it should and nowhere else?"""

from typing import Any

import pytest

from legal_compare.criteria import Codebook
from legal_compare.proofs import check_examples

TEXT = "A person who {} child abuse material commits an offence."


def changed(book: Codebook, rule_id: str, **keys: Any) -> Codebook:
    """The codebook with some keys of one rule changed."""
    raw = book.model_dump(by_alias=True)
    for criterion in raw["criteria"]:
        for element in criterion["elements"].values():
            for rule in element["rules"]:
                if rule["id"] == rule_id:
                    rule.update(keys)
    return Codebook.model_validate(raw)


def test_the_codebook_of_the_tests_proves_itself(book: Codebook) -> None:
    assert list(check_examples(book)) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"examples": [{"text": TEXT.format("sells")}]}, "possess-material: does not fire on its example 'A person who sells"),
        ({"counterexamples": [{"text": TEXT.format("possesses"), "why": "?"}]}, "possess-material: fires on its counterexample 'A person"),
        ({"unless": ["penalty"]}, "possess-material: does not fire on its example"),  # a silenced example is no proof
        ({"unless": []}, "possess-material: fires on its counterexample"),
    ],
    ids=["dead example", "live counterexample", "silenced example", "unsilenced counterexample"],
)
def test_a_broken_proof_names_the_rule_and_the_words(keys: dict[str, Any], said: str, book: Codebook) -> None:
    sentences = list(check_examples(changed(book, "possess-material", **keys)))
    assert any(sentence.startswith(said) for sentence in sentences)


def test_a_heading_of_an_example_is_read(book: Codebook) -> None:
    examples = [{"text": "A person who distributes it.", "heading": "Leaflets"}]
    assert len(list(check_examples(changed(book, "distribute-material", examples=examples)))) == 1


def test_omission_marks_are_skipped(book: Codebook) -> None:
    examples = [{"text": "A person who possesses [...] child abuse material."}]
    assert list(check_examples(changed(book, "possess-material", examples=examples))) == []


def test_ties_are_taken_as_given(book: Codebook) -> None:
    assert not [sentence for sentence in check_examples(book) if "company-answers" in sentence or "synthetic-definition" in sentence]


def test_a_title_with_alternatives_is_taken_as_given(book: Codebook) -> None:
    find = ["must", "report", "person|company"]
    assert list(check_examples(changed(book, "taught", find=find, title=["person|company"]))) == []


def test_a_language_without_a_lexicon_proves_nothing(book: Codebook) -> None:
    rules = sum(1 for criterion in book.criteria for _ in criterion.rules())
    assert len(list(check_examples(book, "tlh"))) >= rules
