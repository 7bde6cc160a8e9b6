"""Does an amending clause change the law that it names, and is every clause that cannot be carried out listed with its reason?"""

from collections.abc import Callable

import pytest

from legal_compare.amending import UNQUOTED, Amended, apply_amendments, without_applied
from legal_compare.readers.draft import read_draft
from legal_compare.statutes import Instrument

LAW = """
## 5 Possession

(1) A person who possesses a picture commits an offence.

(2) A person who draws a picture—

(a) with a pen, or

(b) with a brush,

is liable to a fine of two pounds, and to a further fine.

## 6 Reports

A firm shall report.
"""


@pytest.fixture
def amended(act_of: Callable[..., Instrument]) -> Callable[..., tuple[Amended, Instrument]]:
    """Clauses -> what becomes of the Pictures Act 2001, and the act."""

    def make(*clauses: str) -> tuple[Amended, Instrument]:
        words = "Pictures (Amendment) Bill 2026\n\n" + "\n\n".join(f"{n}. {clause}" for n, clause in enumerate(clauses, start=1))
        act = act_of(LAW, title="Pictures Act 2001", stem="pictures-2001")
        found = apply_amendments(read_draft(words, language="en").instrument, (act,))
        return found, (found.instruments or (act,))[0]

    return make


def text(act: Instrument, number: str) -> str:
    return next((section.text for section in act.sections if section.number == number), "")


def test_a_subsection_is_inserted_where_it_is_told(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended(
        "In section 5 of the Pictures Act 2001, after subsection (1) insert—\n“(1A) A person who sells a picture commits an offence.”"
    )
    lines = [line for line in text(act, "5").split("\n") if line]
    assert lines[1].startswith("(1A)") and lines[2].startswith("(2)")
    section = next(s for s in act.sections if s.number == "5")
    assert any(p.path == (("subsec", "1A"),) for p in section.provisions), "the new words are cut into provisions"
    assert found.amendments[0].applied and found.clause_of[section.address].number == "1"


def test_a_section_is_inserted_substituted_and_repealed(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = amended(
        "After section 5 of the Pictures Act 2001 insert—\n“5A. A person who films commits an offence.”",
        "For section 6 of the Pictures Act 2001 substitute—\n“6. A firm shall not report.”",
        "Section 5 of the Pictures Act 2001 is repealed.",
    )
    assert [section.number for section in act.sections] == ["5A", "6"] and "shall not" in text(act, "6")


def test_words_are_substituted_only_in_the_unit_that_is_named(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = amended("In section 5(2) of the Pictures Act 2001, for “A person” substitute “Whoever”.")
    assert "(1) A person" in text(act, "5") and "(2) Whoever" in text(act, "5")


def test_limbs_take_their_law_and_section_from_the_words_that_lead_in(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended(
        "The Pictures Act 2001 is amended—\n(a) in section 5, by the deletion of subsection "
        "(1), and\n(b) in section 6, for “shall” substitute “may”."
    )
    assert [one.applied for one in found.amendments] == [True, True]
    assert "possesses" not in text(act, "5") and "may report" in text(act, "6")


def test_later_clauses_see_what_earlier_ones_have_done(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = amended(
        "In section 6 of the Pictures Act 2001, for “shall” substitute “must”.",
        "In section 6 of the Pictures Act 2001, for “must” substitute “may”.",
    )
    assert text(act, "6") == "A firm may report."


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("In section 9 of the Pictures Act 2001, omit subsection (1).", "section 9 of Pictures Act 2001 is not among the texts"),
        ("In section 5 of the Films Act 1999, omit subsection (1).", "names a law that is not among the texts"),
        ("Sections 5 and 6 of the Pictures Act 2001 are repealed.", "several units at once"),
        ("The Pictures Act 1999 is repealed.", "names a law that is not among the texts"),
        ("In section 5 of the Pictures Act 2001, for “gaol” substitute “prison”.", "not found there"),
        ("In section 5 of the Pictures Act 2001, for “fine” substitute “prison”.", "stand there 2 times"),
        ("In section 5(7) of the Pictures Act 2001, omit “fine”.", "is not found once"),
        ("In the Schedule to the Pictures Act 2001, for “a” substitute “b”.", "not located by machine"),
        ("In section 5 of the Pictures Act 2001, for “a” substitute “b” and omit “c” and “d”.", "not clear enough"),
    ],
)
def test_what_cannot_be_carried_out_is_listed_with_its_reason(
    amended: Callable[..., tuple[Amended, Instrument]], clause: str, why: str
) -> None:
    found, act = amended(clause)
    assert [one.applied for one in found.amendments] == [False]
    assert why in found.amendments[0].why_not
    assert "possesses a picture" in text(act, "5"), "the law stays as it was"


def test_a_duty_is_no_instruction(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    for duty in ("shall delete each picture referred to in section 5", "may be revoked from a register under section 5"):
        found, act = amended(f"A firm {duty} of the Pictures Act 2001.")
        assert found.amendments == () and "possesses a picture" in text(act, "5")


def test_a_whole_law_is_repealed_only_by_its_title(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, _ = amended("The Pictures Act 2001 is hereby repealed.")
    assert found.instruments == () and found.amendments[0].target == "Pictures Act 2001 repealed"


def test_only_a_clause_that_was_carried_out_whole_leaves_the_bill(act_of: Callable[..., Instrument]) -> None:
    words = (
        "Bill\n\n1. Section 6 of the Pictures Act 2001 is repealed.\n\n"
        "2. In section 9 of the Pictures Act 2001, omit “x”.\n\n3. A firm shall act."
    )
    bill = read_draft(words, language="en").instrument
    found = apply_amendments(bill, (act_of(LAW, title="Pictures Act 2001", stem="pictures-2001"),))
    assert [section.number for section in without_applied(bill, found.amendments).sections] == ["2", "3"]


def test_new_words_without_quotation_marks_are_told_apart_from_an_unclear_instruction(
    amended: Callable[..., tuple[Amended, Instrument]],
) -> None:
    found, _ = amended(
        "In section 5 of the Pictures Act 2001, after subsection (1) insert—\n(1A) A person who sells a picture commits an offence."
    )
    assert [one.why_not for one in found.amendments] == [UNQUOTED]


def test_a_language_without_a_grammar_of_amendments_says_so(act_of: Callable[..., Instrument]) -> None:
    bill = read_draft("Laki kuvista\n\n1 §\n\nKumotaan kuvalain 5 §.", language="fi").instrument
    assert not apply_amendments(bill, (act_of(LAW, title="Kuvalaki 2001", stem="kuvalaki"),)).understood
