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
        ("Sections 5 and 9 of the Pictures Act 2001 are repealed.", "section 9 of Pictures Act 2001 is not among the texts"),
        ("For sections 5 and 6 of the Pictures Act 2001 substitute “A firm may report.”", "several units at once"),
        ("Section 5 of the Pictures Act 2001 is repealed so far as it extends to films.", "not clear enough"),
        ("The reference to pictures in section 5(1) of the Pictures Act 2001 shall be deleted.", "not clear enough"),
        ("In section 5 of the Pictures Act 2001, omit “fine” in the second place it occurs.", "one of several places"),
        ("In the heading of section 5 of the Pictures Act 2001, for “a” substitute “b”.", "not located by machine"),
        ("In section 5 of the Pictures Act 2001, for the second sentence substitute “b”.", "not counted by machine"),
        ("Part 3 of the Pictures Act 2001 is repealed.", "not found whole"),
        ("After section 5 of the Pictures Act 2001 insert—\n“6. A firm may report.”", "already reads as it asks: it has s. 6"),
        ("In section 6 of the Pictures Act 2001, for “will” substitute “shall”.", "already reads as it asks"),
        ("The Pictures Act 1999 is repealed.", "names a law that is not among the texts"),
        ("In section 5 of the Pictures Act 2001, for “gaol” substitute “prison”.", "not found there"),
        ("In section 5 of the Pictures Act 2001, for “fine” substitute “prison”.", "stand there 2 times"),
        ("In section 5(7) of the Pictures Act 2001, omit “fine”.", "is not found once"),
        ("In the Schedule to the Pictures Act 2001, for “a” substitute “b”.", "schedule of Pictures Act 2001 is not found once"),
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
    bill = read_draft("Vaizdų įstatymas\n\n1 straipsnis\n\nPripažinti netekusiu galios 5 straipsnį.", language="lt").instrument
    assert not apply_amendments(bill, (act_of(LAW, title="Vaizdų įstatymas 2001", stem="vaizdai"),)).understood


SCHEDULED = """
## Part 1 Pictures

## 1 Meaning

In this Act—

“draw” means to make a picture;

“picture” includes a film;

“sell” includes to give.

## 2 Offence

(1) A person who draws a picture commits an offence.

(2) A firm that is told of a picture shall report it.

## Part 2 Reports

## 3 Reports

A firm shall report.

## 4 Time

Within a day.

## Schedule 1 Kinds

1. Paintings.

2. Drawings.
"""


@pytest.fixture
def rewritten(act_of: Callable[..., Instrument]) -> Callable[..., tuple[Amended, Instrument]]:
    """Words of one clause -> what becomes of the Drawings Act 1999, that has Parts, definitions and a schedule."""

    def make(clause: str) -> tuple[Amended, Instrument]:
        act = act_of(SCHEDULED, title="Drawings Act 1999", stem="drawings-1999")
        found = apply_amendments(read_draft(f"Bill 2026\n\n1. {clause}\n\n2. Title\n\nCited.", language="en").instrument, (act,))
        return found, found.instruments[0]

    return make


def test_several_sections_are_repealed_by_one_instruction(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended("Sections 5 and 6 of the Pictures Act 2001 are repealed.")
    assert [one.applied for one in found.amendments] == [True] and act.sections == ()


def test_definitions_are_inserted_substituted_and_omitted_by_their_expression(rewritten: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = rewritten(
        "Section 1 of the Drawings Act 1999 is amended—\n"
        "(a) by the insertion of the following definition after the definition of “draw”: “‘firm’ means a company;”,\n"
        "(b) by the substitution of the following definition for the definition of “picture”: “‘picture’ means a still;”,\n"
        "(c) in the definition of “draw”, by the substitution of “paint” for “make”, and\n"
        "(d) by the deletion of the definition of “sell”."
    )
    assert [one.why_not for one in found.amendments] == ["", "", "", ""]
    labels = [provision.label for provision in act.sections[0].provisions if provision.kind == "definition"]
    assert labels == ["draw", "firm", "picture"]
    assert "to paint a picture" in text(act, "1") and "still" in text(act, "1") and "film" not in text(act, "1")


def test_a_definition_without_a_place_comes_after_the_last(rewritten: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = rewritten("In section 1 of the Drawings Act 1999, at the appropriate place insert “‘firm’ means a company.”")
    assert text(act, "1").endswith("‘firm’ means a company.")


def test_a_part_is_replaced_with_all_its_sections(rewritten: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = rewritten(
        "The Drawings Act 1999 is amended by the substitution of the following Part for Part 2:\n"
        "“PART 2\nReports\n3. A firm may report.\n3A. Nobody else may.”"
    )
    assert [one.why_not for one in found.amendments] == [""]
    assert [section.number for section in act.sections] == ["1", "2", "3", "3A", "Schedule 1"] and "may" in text(act, "3")


def test_a_new_part_stands_where_its_numbers_belong(rewritten: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = rewritten(
        "The Drawings Act 1999 is amended by the insertion of the following Part after Part 1:\n“PART 1A\nFirms\n2A. A firm is a company.\n"
        "2B. A company is a firm.”"
    )
    assert [section.number for section in act.sections][:5] == ["1", "2", "2A", "2B", "3"]


def test_paragraphs_of_a_schedule_are_changed_and_schedules_added(rewritten: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = rewritten(
        "(1) In Schedule 1 to the Drawings Act 1999, in paragraph 2, for “Drawings” substitute “Sketches”.\n"
        "(2) After Schedule 1 to that Act insert—\n“Schedule 2 Fees\n1. Ten pounds.”\n(3) In Schedule 1 to that Act, omit paragraph 1."
    )
    assert [one.why_not for one in found.amendments] == ["", "", ""]
    assert text(act, "Schedule 1") == "2. Sketches." and text(act, "Schedule 2") == "1. Ten pounds."


def test_what_the_first_subsection_says_holds_for_those_after_it(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended(
        "(1) Section 5 of the Pictures Act 2001 is amended as follows.\n(2) In subsection (1), for “possesses” substitute “holds”.\n"
        "(3) In subsection (2)—\n(a) in paragraph (a), for “pen” substitute “pencil”, and\n(b) omit paragraph (b).\n"
        "(4) After subsection (2) insert “(3) Nobody else is liable.”"
    )
    assert [one.why_not for one in found.amendments] == ["", "", "", ""]
    assert "holds a picture" in text(act, "5") and "pencil" in text(act, "5") and "brush" not in text(act, "5")
    assert text(act, "5").endswith("(3) Nobody else is liable.")


def test_a_list_of_what_is_repealed_is_carried_out_item_by_item(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended(
        "The following provisions of the Pictures Act 2001 are repealed—\n(a) section 5(1);\n(b) section 6;\n(c) section 9."
    )
    assert [one.applied for one in found.amendments] == [True, True, False]
    assert "possesses" not in text(act, "5") and not text(act, "6")


def test_a_law_that_is_not_at_hand_is_named_in_the_reason(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, _ = amended("(1) Section 8 of the Films Act 1999 is amended as follows.\n(2) In subsection (1), omit “and”.")
    assert found.amendments[0].why_not.endswith("not among the texts at hand: Films Act 1999")


def test_a_limb_of_a_definition_of_words_is_no_instruction(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, _ = amended("In this Act, “amend” includes repeal, and a firm shall report.")
    assert found.amendments == ()


def test_a_new_section_stands_by_itself_after_instructions_on_another(act_of: Callable[..., Instrument]) -> None:
    act = act_of("## Artículo 5\n\nUno.\n\n## Artículo 6\n\nDos.\n", language="es", title="Ley 4/2001, de imágenes", stem="imagenes")
    words = (
        "Proyecto\n\nArtículo 1. Cambios\n\nLa Ley 4/2001 queda modificada como sigue:\n\nUno. Se introduce un nuevo artículo 5 bis, con "
        "la siguiente redacción:\n\n«Artículo 5 bis. Tres.»\n\nDos. Se añade un artículo 6 ter, con la siguiente "
        "redacción:\n\n«Artículo 6 ter. Cuatro.»"
    )
    found = apply_amendments(read_draft(words, language="es").instrument, (act,))
    assert [section.number for section in found.instruments[0].sections] == ["Artículo 5", "Artículo 5 bis", "Artículo 6", "Artículo 6 ter"]


def test_words_are_added_at_either_end_of_a_unit(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    _, act = amended(
        "In section 5(1) of the Pictures Act 2001, at the beginning insert “Subject to section 6,”.",
        "In section 5(1) of the Pictures Act 2001, at the end insert “of the first degree”.",
    )
    assert text(act, "5").startswith("(1) Subject to section 6, A person who possesses a picture commits an offence. of the first degree\n")


def test_words_that_are_part_of_longer_ones_are_left(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended("In section 5(1) of the Pictures Act 2001, for “off” substitute “on”.")
    assert "not found" in found.amendments[0].why_not and "an offence" in text(act, "5")


def test_words_that_the_text_has_already_are_not_put_in_twice(amended: Callable[..., tuple[Amended, Instrument]]) -> None:
    found, act = amended(
        "In section 5(1) of the Pictures Act 2001, after “possesses” insert “a picture”.",
        "In section 5(1) of the Pictures Act 2001, for “picture” substitute “a picture”.",
        "After section 5(1) of the Pictures Act 2001 insert “(2) A person who draws a picture—”.",
    )
    assert ["already reads" in one.why_not for one in found.amendments] == [True, True, True]
    assert text(act, "5").count("a picture") == 2


def test_a_paragraph_that_is_named_by_no_counted_place_is_listed(act_of: Callable[..., Instrument]) -> None:
    law = "## Artículo 5\n\n1. Uno.\n\n5.º Dos.\n\nTres.\n\n2. Cuatro.\n"
    act = act_of(law, language="es", title="Ley 4/2001, de imágenes", stem="imagenes")
    words = (
        "Proyecto\n\nArtículo 1. Cambios\n\nLa Ley 4/2001 queda modificada:\n\nUno. Se modifica el párrafo introductorio del apartado 1 "
        "del artículo 5, que queda redactado como sigue:\n\n«5.º Cinco.»\n\nDos. Se modifica el apartado 1 del artículo 5, que queda "
        "redactado como sigue:\n\n«1. Seis.»"
    )
    found = apply_amendments(read_draft(words, language="es").instrument, (act,))
    assert [one.applied for one in found.amendments] == [False, True]
    assert found.instruments[0].sections[0].text.split("\n")[0] == "1. Seis." and "Tres" not in found.instruments[0].sections[0].text
