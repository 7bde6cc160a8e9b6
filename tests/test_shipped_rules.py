"""Do the shipped rules and lexicons hold to their own examples?"""

from __future__ import annotations

from pathlib import Path

import pytest

from legal_compare import read_criteria
from legal_compare.criteria import Criterion, Rule
from legal_compare.lexicons import FOLDER as LEXICONS
from legal_compare.lexicons import languages, load_lexicon
from legal_compare.linting import examples_not_in
from legal_compare.proofs import fires
from legal_compare.tagging import Tagger

BOOK = read_criteria()
RULES = [(criterion, element, rule) for criterion in BOOK.criteria for element, rule in criterion.rules()]
LANGUAGES = languages()
CODEBOOK = 38


def _name(rule: tuple[Criterion, str, Rule]) -> str:
    return rule[2].id


@pytest.mark.parametrize("use", RULES, ids=_name)
def test_a_rule_fires_on_its_examples_and_leaves_its_counterexamples_alone(use: tuple[Criterion, str, Rule]) -> None:
    criterion, element, rule = use
    for example in rule.examples:
        assert fires(BOOK, criterion, element, rule, example), f"silent on {example.text!r}"
    for counterexample in rule.counterexamples:
        assert not fires(BOOK, criterion, element, rule, counterexample), f"fires on {counterexample.text!r}: {counterexample.why}"


def test_every_criterion_has_a_question_a_basis_and_a_verdict_that_its_rules_can_reach() -> None:
    assert len(BOOK.criteria) == CODEBOOK
    for criterion in BOOK.criteria:
        assert criterion.question.endswith("?")
        assert criterion.basis
        assert criterion.verdict_on(frozenset(criterion.elements)) in ("met", "contrary")
        assert criterion.verdict_on(frozenset()) == "absent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_found_in_its_examples_and_not_in_its_counterexamples(language: str) -> None:
    lexicon = load_lexicon(LEXICONS / f"{language}.yaml")
    tags = Tagger(lexicon)
    wrong = []
    for name, term in lexicon.terms.items():
        wrong += [f"{name}: not in {e.text!r}" for e in term.examples if name not in {s.term for s in tags.tag(e.text)}]
        wrong += [f"{name}: found in {e.text!r}" for e in term.counterexamples if name in {s.term for s in tags.tag(e.text)}]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_says_how_its_statutes_are_drafted(language: str) -> None:
    assert len(load_lexicon(LEXICONS / f"{language}.yaml").habits) > 100


def test_examples_that_name_a_provision_stand_in_it_word_for_word(shared: Path) -> None:
    assert not examples_not_in(BOOK, shared / "law")
