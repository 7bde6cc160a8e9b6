"""Does every error say where it is, what is wrong and what to do?"""

import pytest

from legal_compare import errors
from legal_compare.errors import LegalCompareError, Problems

KINDS = [errors.StatuteError, errors.CriteriaError, errors.UnknownJurisdiction, errors.UnknownCriterion]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_reads_as_place_trouble_and_remedy(kind: type[LegalCompareError]) -> None:
    error = kind("act.md, line 3", "is not UTF-8.", "Save the file as UTF-8.")
    assert str(error) == "act.md, line 3: is not UTF-8. Save the file as UTF-8."
    assert (error.where, error.what, error.hint) == ("act.md, line 3", "is not UTF-8.", "Save the file as UTF-8.")


def test_an_error_without_a_remedy_ends_after_the_trouble() -> None:
    assert str(LegalCompareError("act.md", "is empty.")) == "act.md: is empty."


@pytest.mark.parametrize("kind", [*KINDS, Problems], ids=lambda kind: kind.__name__)
def test_one_except_clause_catches_every_kind(kind: type[LegalCompareError]) -> None:
    assert issubclass(kind, LegalCompareError)


def test_all_problems_of_a_file_stand_in_one_error_a_line_each() -> None:
    error = Problems("criteria.yaml", ["a: unknown term", "b: stands twice"], "See the docs.")
    lines = [line for line in str(error).splitlines() if line.strip()]
    assert lines == ["criteria.yaml: 2 problems:", "  - a: unknown term", "  - b: stands twice", "See the docs."]
    assert error.problems == ("a: unknown term", "b: stands twice")


def test_one_problem_is_not_called_problems() -> None:
    assert str(Problems("criteria.yaml", ["a: unknown term"])) == "criteria.yaml: 1 problem:\n  - a: unknown term"
