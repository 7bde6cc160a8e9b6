"""Does the codebook say what it means, and refuse what it does not understand?"""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import XA

from legal_compare import criteria
from legal_compare.criteria import Codebook, load_criteria, suggestion
from legal_compare.errors import CriteriaError, LegalCompareError, UnknownCriterion

TESTS = [
    ({"all": ["a", "b"]}, {"a", "b"}, True),
    ({"all": ["a", "b"]}, {"a"}, False),
    ({"any": ["a", "b"]}, {"b"}, True),
    ({"any": ["a", "b"]}, set(), False),
    ({"all": ["a"], "any": ["b", "c"]}, {"a", "c"}, True),
    ({"all": ["a"], "any": ["b", "c"]}, {"a"}, False),
    ({"all": ["a", {"any": ["b", "c"]}]}, {"a", "c"}, True),
    ({"all": ["a", {"any": ["b", "c"]}]}, {"a"}, False),
    ({"any": ["a", {"all": ["b", "c"]}]}, {"b", "c"}, True),
    ({}, {"a"}, False),  # a test of nothing never holds
]


@pytest.mark.parametrize(("test", "found", "holds"), TESTS)
def test_a_verdict_test_holds_on_the_elements_that_it_names(test: dict[str, Any], found: set[str], holds: bool) -> None:
    assert criteria.Test.model_validate(test).holds(frozenset(found)) is holds


@pytest.mark.parametrize(
    ("criterion", "found", "verdict"),
    [
        ("offences", {"produce", "distribute", "possess"}, "met"),
        ("offences", {"possess"}, "partial"),
        ("offences", set(), "absent"),
        ("monitoring", {"duty", "no-duty"}, "met"),
        ("monitoring", {"no-duty"}, "contrary"),
    ],
)
def test_verdicts_are_tried_in_their_order(criterion: str, found: set[str], verdict: str, book: Codebook) -> None:
    assert book.criterion(criterion).verdict_on(frozenset(found)) == verdict


def test_an_unknown_criterion_is_named_with_the_nearest(book: Codebook) -> None:
    with pytest.raises(UnknownCriterion, match="Did you mean 'offences'"):
        book.criterion("ofences")
    with pytest.raises(UnknownCriterion, match="no-such-rule"):
        book.rule("no-such-rule")


def test_a_rule_is_found_by_its_id(book: Codebook) -> None:
    criterion, element, rule = book.rule("no-duty-to-monitor")
    assert (criterion.id, element, rule.unit) == ("monitoring", "no-duty", "limb")
    assert book.rule("synthetic-definition")[2].unit == "definition"


def test_without_a_near_name_all_names_are_listed() -> None:
    assert suggestion("zzz", ["b", "a"]) == "Known: a, b."


Edit = Callable[[dict[str, Any]], object]


def _rule(raw: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = raw["criteria"][0]["elements"]["produce"]["rules"][0]
    return rule


BROKEN: list[tuple[str, Edit, list[str]]] = [
    (
        "unknown term",
        lambda raw: _rule(raw)["find"].append("materal"),
        ["criteria > offences > produce > produce-material > find: unknown term 'materal'. Did you mean 'material'?"],
    ),
    ("unknown alternative", lambda raw: _rule(raw)["find"].append("material|pictur"), ["unknown term 'pictur'"]),
    ("unknown term in unless", lambda raw: _rule(raw).update(unless=["nothing-like"]), ["unless: unknown term 'nothing-like'"]),
    ("unknown theme", lambda raw: raw["criteria"][0].update(theme="criminel"), ["unknown theme 'criminel'", "Did you mean 'criminal'?"]),
    (
        "unknown element",
        lambda raw: raw["criteria"][0]["verdict"]["met"]["all"].append("poses"),
        ["verdict > met: unknown element 'poses'. Did you mean 'possess'?"],
    ),
    ("unknown criterion", lambda raw: _rule(raw).update(linked_to=["ofences"]), ["unknown criterion 'ofences'"]),
    (
        "unknown key",
        lambda raw: _rule(raw).update(finds=["x"]),
        ["criteria > offences > elements > produce > rules > produce-material > finds"],
    ),
    ("unknown form", lambda raw: _rule(raw).update(form="crime"), ["form"]),
    ("no example", lambda raw: _rule(raw).update(examples=[]), ["examples"]),
    ("no counterexample", lambda raw: _rule(raw).pop("counterexamples"), ["counterexamples"]),
    ("nothing to find", lambda raw: _rule(raw).update(find=[]), ["find"]),
    ("no reach", lambda raw: _rule(raw).update(near=0), ["near"]),
    ("rule twice", lambda raw: raw["criteria"][0]["elements"]["produce"]["rules"].append(_rule(raw)), ["a second rule of that id"]),
    ("criterion twice", lambda raw: raw["criteria"].append(raw["criteria"][0]), ["criteria > offences: stands twice"]),
    (
        "phrase named as a term",
        lambda raw: raw["phrases"].update(material={"find": ["person"]}),
        ["phrases > material: a term has the same name"],
    ),
    ("phrase of itself", lambda raw: raw["phrases"]["provider-must"].update(find=["provider-must"]), ["phrases > provider-must"]),
    ("two at once", lambda raw: (_rule(raw)["find"].append("x1"), raw["criteria"][1].update(theme="x2")), ["2 problems", "x1", "x2"]),
]


@pytest.mark.parametrize(("edit", "said"), [(edit, said) for _, edit, said in BROKEN], ids=[name for name, _, _ in BROKEN])
def test_a_codebook_that_is_not_understood_is_refused_with_place_and_hint(
    edit: Edit, said: list[str], tmp_path: Path, book: Codebook
) -> None:
    raw = yaml.safe_load((XA / "criteria.yaml").read_text(encoding="utf-8"))
    edit(raw)
    path = tmp_path / "criteria.yaml"
    path.write_text(yaml.safe_dump(copy.deepcopy(raw)), encoding="utf-8")
    with pytest.raises(LegalCompareError) as caught:
        load_criteria(path)
    assert str(path) in str(caught.value)
    for words in said:
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"version: [", "is not YAML"), ("version: 1 # é".encode("latin-1"), "is not UTF-8"), (b"", "dictionary"), (b"- 1", "dictionary")],
)
def test_a_file_that_is_no_codebook_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "criteria.yaml"
    path.write_bytes(content)
    with pytest.raises(LegalCompareError, match=said):
        load_criteria(path)


def test_a_missing_codebook_is_named_with_the_option_that_names_another(tmp_path: Path) -> None:
    with pytest.raises(CriteriaError, match="--criteria"):
        load_criteria(tmp_path / "none.yaml")


def test_two_phrases_that_use_each_other_are_refused(tmp_path: Path, book: Codebook) -> None:
    raw = yaml.safe_load((XA / "criteria.yaml").read_text(encoding="utf-8"))
    raw["phrases"] = {"provider-must": {"find": ["other"]}, "other": {"find": ["provider-must"]}}
    path = tmp_path / "criteria.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(LegalCompareError, match="circle"):
        load_criteria(path)


def test_a_notebook_shows_the_questions_escaped(book: Codebook) -> None:
    shown = book.model_copy(update={"criteria": (book.criteria[0].model_copy(update={"question": "<b>?</b>"}),)})._repr_html_()
    assert "&lt;b&gt;" in shown


def test_the_schema_for_editors_is_the_one_that_the_loader_follows() -> None:
    """Regenerate with `legal-compare schema` after a change of the models."""
    import json

    import jsonschema
    import yaml

    root = Path(__file__).parents[1]
    shipped = (root / "legal_compare" / "criteria.schema.json").read_text(encoding="utf-8")
    assert shipped == criteria.schema()
    jsonschema.validate(yaml.safe_load((root / "criteria.yaml").read_text(encoding="utf-8")), json.loads(shipped))
