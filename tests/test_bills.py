"""Does the check of a bill say what would change and by which clause, what it weakens and what it leaves open?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from legal_compare.bills import BillCheck, check_bill
from legal_compare.criteria import Codebook
from legal_compare.errors import UnknownJurisdiction
from legal_compare.statutes import Instrument, Jurisdiction

POSSESSION = "## 1 Possession\n\nA person who possesses child abuse material commits an offence.\n"
WHOLE = "## 1 Material\n\nA person who produces, distributes or possesses child abuse material commits an offence.\n"
REPORTING = "## 2 Reports\n\nA hosting provider shall report child abuse material.\n"


@pytest.fixture
def checked(book: Codebook, act_of: Callable[..., Instrument]) -> Callable[..., BillCheck]:
    """A bill's words against XA, where possession is an offence, beside XB, where everything is."""

    def country(code: str, name: str, body: str) -> Jurisdiction:
        act = replace(act_of(body, title="Pictures Act 2001", stem="pictures-2001"), jurisdiction=code)
        return Jurisdiction(code, name, coverage=dict.fromkeys(book.themes, "complete"), instruments=(act,))

    def make(words: str, law: str = POSSESSION, **options: object) -> BillCheck:
        statutes = (country("XA", "Examplia", law), country("XB", "Otherland", WHOLE + REPORTING))
        return check_bill(words, "xa", statutes=statutes, criteria=book, language="en", **options)  # type: ignore[arg-type]  # options of any kind

    return make


REPORTS = "Bill\n\n1. Short title\n\nThis Act may be cited.\n\n2. Duty to report\n\nA hosting provider shall report child abuse material."


def test_a_bill_raises_what_it_brings_and_names_its_clause(checked: Callable[..., BillCheck]) -> None:
    check = checked(REPORTS)
    assert [(c.criterion, c.before, c.after, c.weaker) for c in check.changes] == [("reporting", "absent", "met", False)]
    assert check.changes[0].clauses == ("clause 2, paragraph 5",)
    own = {finding.criterion: finding.verdict for finding in check.own}
    assert own["reporting"] == "met" and own["offences"] == "absent", "the bill alone leaves the offences out"
    overall = check.index.iloc[0]
    assert overall["after"] > overall["before"]
    near = check.distances.set_index("jurisdiction").loc["XB"]
    assert near["after"] < near["before"]


def test_a_struck_clause_takes_its_effect_away(checked: Callable[..., BillCheck]) -> None:
    assert checked(REPORTS, strike=("2",)).changes == ()


def test_an_amendment_counts_where_it_is_put(checked: Callable[..., BillCheck]) -> None:
    check = checked(
        "Bill\n\n1. Amendment\n\nFor section 1 of the Pictures Act 2001 substitute—\n“1. A person who "
        "produces, distributes or possesses child abuse material commits an offence.”"
    )
    assert [(c.criterion, c.before, c.after) for c in check.changes] == [("offences", "partial", "met")]
    assert check.changes[0].clauses == ("clause 1 (in s. 1 Pictures Act 2001)",)
    finding = next(f for f in check.after if f.criterion == "offences")
    assert {e.instrument.stem for e in finding.evidence} == {"pictures-2001"}, "it is not counted a second time in the bill"


def test_a_repeal_is_a_weakening_by_its_clause(checked: Callable[..., BillCheck]) -> None:
    check = checked("Bill\n\n1. Repeal\n\nSection 1 of the Pictures Act 2001 is repealed.\n\n2. Title\n\nThis Act may be cited.")
    assert [(c.criterion, c.before, c.after, c.weaker) for c in check.changes] == [("offences", "partial", "absent", True)]
    assert "clause 1" in check.changes[0].clauses[0]
    assert any(w.criterion == "offences" and "falls" in w.why for w in check.weakened)


def test_no_duty_to_monitor_is_a_weakening(checked: Callable[..., BillCheck]) -> None:
    check = checked(
        "Bill\n\n1. No monitoring\n\nNothing in this Act shall require a hosting provider to monitor its service.\n\n2. Title\n\nCited."
    )
    assert any(c.criterion == "monitoring" and c.after == "contrary" and c.weaker for c in check.changes)
    assert any(w.criterion == "monitoring" and w.clause.startswith("clause 1") for w in check.weakened)


def test_an_instruction_that_is_not_clear_is_listed_and_its_words_still_count(checked: Callable[..., BillCheck]) -> None:
    check = checked(
        "Bill\n\n1. Duty\n\nIn section 9 of the Pictures Act 2001, after subsection (1) insert "
        "“(2) A hosting provider shall report child abuse material.”"
    )
    assert [one.applied for one in check.unclear] == [False]
    assert ("reporting", "met") in [(c.criterion, c.after) for c in check.changes]


def test_precedents_name_another_country_for_each_missing_element(checked: Callable[..., BillCheck]) -> None:
    check = checked("Bill\n\n1. Title\n\nThis Act may be cited.\n\n2. Start\n\nIt starts tomorrow.")
    shown = {(p.criterion, p.element): p for p in check.precedents}
    assert {key[1] for key in shown if key[0] == "offences"} == {"produce", "distribute"}
    assert shown["reporting", "duty"].jurisdiction == "XB" and "shall report" in shown["reporting", "duty"].excerpt
    assert next(iter(check.next_changes["criterion"])) in {f.criterion for f in check.gaps}


def test_wording_taken_from_another_law_is_traced(checked: Callable[..., BillCheck]) -> None:
    body = (
        "A person who produces, distributes or possesses child abuse material and who does so "
        "for gain or in the course of a business commits an offence."
    )
    check = checked(
        f"Bill\n\n1. Offence\n\n{body}\n\n2. Title\n\nThis Act may be cited.", law=f"## 1 Offence\n\n{body.replace('gain', 'profit')}\n"
    )
    assert [(b.instrument.jurisdiction, b.source.citation) for b in check.borrowed] == [("XA", "s. 1(1) Pictures Act 2001")]
    assert 90 < check.borrowed[0].likeness < 100


def test_an_unknown_jurisdiction_is_named(book: Codebook, xa: Jurisdiction) -> None:
    with pytest.raises(UnknownJurisdiction, match="zz"):
        check_bill("1. A person shall.", "zz", statutes=(xa,), criteria=book)
