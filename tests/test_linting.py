"""Does the linter find words that can never matter, and leave the others alone?"""

from dataclasses import replace
from pathlib import Path

import pytest

from legal_compare.criteria import Codebook
from legal_compare.lexicons import Cue, Lexicon, Term, parse_wording, read_lexicon
from legal_compare.linting import collisions, lint, shadows


@pytest.fixture
def lexicon(book: Codebook) -> Lexicon:
    found = read_lexicon("en")
    assert found is not None
    return found


def said(book: Codebook, lexicon: Lexicon, *words: str) -> list[str]:
    return [line for line in lint(book, lexicons={"en": lexicon}) if all(word in line for word in words)]


def with_term(lexicon: Lexicon, name: str, *wordings: str) -> Lexicon:
    return replace(lexicon, terms={**lexicon.terms, name: Term(wordings=wordings)})


def test_a_term_that_no_rule_names_is_unused(book: Codebook, lexicon: Lexicon) -> None:
    assert said(book, with_term(lexicon, "stray", "stray words"), "no rule uses the term 'stray'")
    assert not said(book, lexicon, "no rule uses the term 'provider'")  # named inside a phrase only


def test_a_term_of_a_rule_without_wordings_is_named_with_the_rule(book: Codebook, lexicon: Lexicon) -> None:
    bare = replace(lexicon, terms={name: term for name, term in lexicon.terms.items() if name != "distribute"})
    assert said(book, bare, "term 'distribute' has no wording", "distribute-material")


def test_a_wording_written_twice_is_a_duplicate(book: Codebook, lexicon: Lexicon) -> None:
    assert said(book, with_term(lexicon, "stray", "sea shore", "Sea  shore"), "'Sea  shore' stands twice")


@pytest.mark.parametrize(
    ("shorter", "longer", "shadowed"),
    [
        ("pornograph*", "child pornography", True),  # a prefix takes the whole word
        ("child pornography", "child pornograph*", False),  # the longer one takes more
        ("report|reports", "report ..3 police", True),
        ("report ..5 police", "report ..3 police", True),  # the wider gap takes what the narrower does
        ("report ..3 police", "report ..5 police", False),
        ("report police", "report ..3 police", False),
        ("any? report", "the report", True),  # an optional word may be missing
        ("the report", "any? report", False),
        ("*photograph", "pseudophotograph album", True),
        ("report", "reports", False),
    ],
)
def test_a_wording_is_shadowed_where_a_shorter_one_always_matches(shorter: str, longer: str, shadowed: bool) -> None:
    assert shadows(parse_wording(shorter), parse_wording(longer)) is shadowed


def test_a_wording_under_two_terms_is_a_collision_and_no_problem(book: Codebook, lexicon: Lexicon) -> None:
    both = with_term(lexicon, "monitor-too", "monitor*")
    assert collisions(both) == ["en: 'monitor*' is a wording of monitor, monitor-too"]
    assert not said(book, both, "is a wording of")


def test_a_cue_without_wordings_is_told(book: Codebook, lexicon: Lexicon) -> None:
    empty = replace(lexicon, cues={**lexicon.cues, "mute": Cue(id="mute", category="negation", wordings=())})
    assert said(book, empty, "cue 'mute' has no wording")


@pytest.mark.parametrize("bad", ["Produce_Material", "produce-material-2"])
def test_a_rule_id_says_in_plain_words_what_the_rule_reads(book: Codebook, lexicon: Lexicon, bad: str) -> None:
    first = book.criteria[0]
    element = first.elements["produce"]
    renamed = element.model_copy(update={"rules": (element.rules[0].model_copy(update={"id": bad}),)})
    changed = first.model_copy(update={"elements": {**first.elements, "produce": renamed}})
    other = Codebook.model_construct(version=1, themes=book.themes, phrases=book.phrases, criteria=(changed, *book.criteria[1:]))
    assert said(other, lexicon, bad)
    assert not said(book, lexicon, "produce-material")


def test_examples_are_held_word_for_word_against_the_law_they_name(book: Codebook, tmp_path: Path, lexicon: Lexicon) -> None:
    law = tmp_path / "xb"
    law.mkdir()
    (law / "act.md").write_text("---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n## 4 Making\n\nWhoever makes, or lets make, it.\n")

    def lines(text: str, source: str) -> list[str]:
        first = book.criteria[0]
        element = first.elements["produce"]
        example = element.rules[0].examples[0].model_copy(update={"text": text, "source": source})
        rule = element.rules[0].model_copy(update={"examples": (example,)})
        changed = first.model_copy(update={"elements": {"produce": element.model_copy(update={"rules": (rule,)})}})
        return [line for line in lint(book.model_copy(update={"criteria": (changed,)}), tmp_path) if line.startswith("produce-material")]

    assert not lines("Whoever makes [...] it", "xb/act#4")
    assert not lines("anything", "xb/not-held#4")
    assert "not word for word" in lines("Whoever makes it", "xb/act#4")[0]
    assert "no section" in lines("Whoever makes", "xb/act#5")[0]
