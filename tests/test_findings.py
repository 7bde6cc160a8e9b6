"""Is the verdict the one that a careful reader would give, and does it show why?"""

import textwrap
from collections.abc import Callable

import pytest
from conftest import findings_on
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.criteria import Codebook
from legal_compare.findings import Finding, assess_jurisdiction, first_layer
from legal_compare.reading import read_instrument
from legal_compare.statutes import Instrument, Jurisdiction

Act = Callable[..., Instrument]
Verdicts = Callable[..., dict[str, str]]

POSSESS = "## 4 Possession\n\nA person who possesses child abuse material commits an offence.\n"
ALL = (
    "## 3 Child abuse material\n\n(1) A person who—\n(a) makes;\n(b) distributes; or\n(c) possesses,\n"
    "any child abuse material, commits an offence.\n"
)
MONITOR = "## 8 Monitoring\n\nA hosting provider must monitor its service.\n"
NO_MONITOR = "## 9 No duty\n\nNothing in this section shall be construed to require a hosting provider to monitor its service.\n"
REPORT = "## 10 Reports\n\nA hosting provider shall report child abuse material.\n"


@pytest.fixture(scope="module")
def of_xa(book: Codebook, xa: Jurisdiction) -> dict[str, Finding]:
    return {finding.criterion: finding for finding in assess_jurisdiction(xa, book)}


XA_VERDICTS = [
    ("offences", "met", "all three limbs of section 3"),
    ("synthetic", "met", "a definition in section 2 that the offence of section 4 uses"),
    ("companies", "met", "section 42 names sections 3 and 4"),
    ("reporting", "met", "section 22A, printed under 22"),
    ("monitoring", "contrary", "nothing in section 3 requires it; the bill and the old texts do not count"),
    ("teaching", "no-text", "none of the theme's law at hand"),
]


@pytest.mark.parametrize(("criterion", "verdict", "why"), XA_VERDICTS, ids=[f"{c}: {why}" for c, _, why in XA_VERDICTS])
def test_the_fictional_jurisdiction_is_judged_as_its_law_reads(criterion: str, verdict: str, why: str, of_xa: dict[str, Finding]) -> None:
    assert of_xa[criterion].verdict == verdict


def test_evidence_names_the_printed_heading_and_the_true_address(of_xa: dict[str, Finding]) -> None:
    assert "offences-2001#22" in of_xa["reporting"].provisions
    assert any(e.match.provision.address == "xa/offences-2001#sec_22A__subsec_1" for e in of_xa["reporting"].evidence)
    assert of_xa["monitoring"].provisions == ("hosting-2010#3",)


def test_evidence_through_a_definition_shows_both_places(of_xa: dict[str, Finding]) -> None:
    keys = set(of_xa["synthetic"].provisions)
    assert "offences-2001#2" in keys
    places = {s.defined_in for e in of_xa["synthetic"].evidence for s in e.match.spans if s.defined_in}
    assert places <= {"xa/offences-2001#sec_2__subsec_1__def_forbidden-picture"}


def test_no_verdict_of_substance_stands_without_evidence(of_xa: dict[str, Finding]) -> None:
    for finding in of_xa.values():
        assert bool(finding.evidence) is (finding.verdict in ("met", "partial", "contrary"))


def test_partial_says_what_is_missing(book: Codebook, act_of: Act) -> None:
    finding = findings_on(book, act_of, (POSSESS,))[0]
    assert (finding.verdict, finding.elements, set(finding.missing)) == ("partial", ("possess",), {"produce", "distribute"})


def test_absent_keeps_what_was_set_aside_for_a_person_to_check(book: Codebook, act_of: Act) -> None:
    law = "## 4 Possession\n\nA person who possesses child abuse material with intent to supply it commits an offence.\n"
    finding = findings_on(book, act_of, (law,))[0]
    assert finding.verdict == "absent" and not finding.evidence
    assert [one.match.suppressed for one in finding.set_aside] == ["unless supply-intent"] * 2


@pytest.mark.parametrize(
    ("law", "verdict"),
    [([MONITOR], "met"), ([NO_MONITOR], "contrary"), ([MONITOR, NO_MONITOR], "met"), ([NO_MONITOR, MONITOR], "met"), ([POSSESS], "absent")],
    ids=["duty", "no duty", "both", "both the other way", "neither"],
)
def test_where_laws_disagree_the_first_verdict_in_order_stands(law: list[str], verdict: str, verdicts_of: Verdicts) -> None:
    assert verdicts_of(*law)["monitoring"] == verdict


def test_where_laws_disagree_both_pieces_of_evidence_are_kept(book: Codebook, act_of: Act) -> None:
    finding = next(f for f in findings_on(book, act_of, (MONITOR, NO_MONITOR)) if f.criterion == "monitoring")
    assert set(finding.provisions) == {"act-0#8", "act-1#9"}
    assert "opposite" in finding.note


@pytest.mark.parametrize(
    ("law", "coverage", "verdict"),
    [(POSSESS, "complete", "absent"), (POSSESS, "partial", "absent"), (POSSESS, "none", "no-text"), (MONITOR, "none", "met")],
)
def test_coverage_only_parts_absent_from_no_text(law: str, coverage: str, verdict: str, verdicts_of: Verdicts) -> None:
    assert verdicts_of(law, coverage=coverage)["monitoring"] == verdict


@pytest.mark.parametrize(
    ("statuses", "layer"),
    [
        (["in-force", "bill"], "in-force"),
        (["bill", "superseded-version"], "superseded"),
        (["bill"], "proposed"),
        (["repealed"], "in-force"),
        ([], "in-force"),
    ],
)
def test_the_first_layer_that_holds_law_is_read(statuses: list[str], layer: str, act_of: Act) -> None:
    acts = tuple(act_of(POSSESS, status=status, stem=f"act-{n}") for n, status in enumerate(statuses))
    assert first_layer(Jurisdiction("XA", "Examplia", instruments=acts)) == layer


@pytest.mark.parametrize("status", ["bill", "proposal", "superseded-version", "repealed", "expired", "struck-down", "not-commenced"])
def test_what_is_not_in_force_never_raises_the_verdict(status: str, act_of: Act, verdicts_of: Verdicts) -> None:
    law = verdicts_of(POSSESS)
    assert verdicts_of(POSSESS, act_of(MONITOR, status=status, stem="other")) == law


def test_repealed_law_alone_proves_nothing(act_of: Act, verdicts_of: Verdicts) -> None:
    assert verdicts_of(act_of(MONITOR, status="repealed"))["monitoring"] == "absent"


def test_a_bill_is_read_in_its_own_layer(book: Codebook, act_of: Act) -> None:
    acts = (act_of(POSSESS, stem="act"), act_of(MONITOR, status="bill", stem="bill"))
    jurisdiction = Jurisdiction("XA", "Examplia", instruments=acts)
    verdicts = {f.criterion: f.verdict for f in assess_jurisdiction(jurisdiction, book, layer="proposed")}
    assert (verdicts["monitoring"], verdicts["offences"]) == ("met", "no-text")  # nobody said that all bills were read


COMPANY = "## 20 Companies\n\nA body corporate {} is liable to imprisonment of its head.\n"
TIES = [
    ("guilty under section 4", POSSESS, True),
    ("guilty under sections 3 to 5", POSSESS, True),
    ("guilty under this Act", POSSESS, True),
    ("guilty under section 5", POSSESS, False),
    ("guilty of nothing named", POSSESS, False),
    ("guilty under this Act", MONITOR, False),  # the act holds no such offence
]


@pytest.mark.parametrize(("words", "law", "tied"), TIES)
def test_liability_counts_only_where_it_is_tied_to_the_offences(words: str, law: str, tied: bool, verdicts_of: Verdicts) -> None:
    assert verdicts_of(law + "\n" + COMPANY.format(words))["companies"] == ("met" if tied else "absent")


def test_a_tie_names_the_first_of_the_cited_sections_in_the_order_of_the_law(book: Codebook, act_of: Act) -> None:
    law = "\n".join(POSSESS.replace("## 4", f"## {number}") for number in range(4, 16))
    act = act_of(law + "\n" + COMPANY.format("guilty under section 15, 9, 12, 7 or 11"), stem="act")
    found = {f.criterion: f for f in assess_jurisdiction(Jurisdiction("XA", "Examplia", instruments=(act,)), book)}
    assert {e.match.tied_to for e in found["companies"].evidence} == {"act#7"}


def test_another_act_is_tied_by_its_title(act_of: Act, verdicts_of: Verdicts) -> None:
    offences = act_of(POSSESS, title="Forbidden Pictures Act 2001", stem="pictures")
    naming = act_of(COMPANY.format("guilty under the Forbidden Pictures Act"), title="Companies Act 1999", stem="companies")
    silent = act_of(COMPANY.format("guilty under the Dogs Act"), title="Companies Act 1999", stem="companies")
    assert verdicts_of(offences, naming)["companies"] == "met"
    assert verdicts_of(offences, silent)["companies"] == "absent"


def test_the_law_of_a_union_is_evidence_under_its_own_name(book: Codebook, act_of: Act) -> None:
    own = Jurisdiction("XA", "Examplia", instruments=(act_of(POSSESS, stem="own"),))
    lent = [read_instrument(act_of(REPORT, stem="regulation"), book)]
    found = {f.criterion: f for f in assess_jurisdiction(own, book, union=lent, union_code="XU")}
    assert found["reporting"].verdict == "met"
    assert [e.owner for e in found["reporting"].evidence] == ["XU"]
    assert {e.owner for e in found["offences"].evidence} == {"XA"}


def test_a_language_without_a_lexicon_gives_no_evidence(act_of: Act, verdicts_of: Verdicts) -> None:
    assert verdicts_of(act_of(ALL, language="tlh"))["offences"] == "no-text"


def test_undeclared_coverage_is_never_complete(book: Codebook, act_of: Act) -> None:
    law = act_of(MONITOR + "\n" + REPORT)
    found = assess_jurisdiction(Jurisdiction("XA", "Examplia", coverage_declared=False, instruments=(law,)), book)
    assert {f.theme: f.coverage for f in found} == {"criminal": "none", "platform": "partial", "prevention": "none"}


LAW = st.lists(st.sampled_from([POSSESS, ALL, MONITOR, NO_MONITOR, REPORT]), min_size=1, max_size=3, unique=True)
IRRELEVANT = st.sampled_from(
    ["## 90 Dogs\n\nDogs shall be kept on a lead.\n", "## 91 Register\n\nThe child abuse material register is public.\n",
     "## Preamble\n\nWhereas a hosting provider must monitor and report, and whoever possesses child abuse material errs;\n",
     "## 92 Possession of child abuse material\n\nThe Minister may make rules.\n"]
)  # fmt: skip
NEGATED = st.sampled_from(
    ["## 93 No duty\n\nThere is no duty to see that a hosting provider shall report.\n",
     "## 94 No duty\n\nNothing in this section shall be read as saying that a hosting provider shall report or must monitor.\n",
     "## 95 Gone\n\nSection 4, under which a person possesses child abuse material, is repealed.\n"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(law=LAW, more=IRRELEVANT, first=st.booleans())
def test_an_irrelevant_section_changes_no_verdict(law: list[str], more: str, first: bool, verdicts_of: Verdicts) -> None:
    before = verdicts_of("\n".join(law))
    assert verdicts_of("\n".join([more, *law] if first else [*law, more])) == before


@settings(max_examples=25, deadline=None)
@given(law=LAW, more=NEGATED)
def test_a_negated_duty_never_turns_absent_into_met(law: list[str], more: str, verdicts_of: Verdicts) -> None:
    before, after = verdicts_of("\n".join(law)), verdicts_of("\n".join([*law, more]))
    assert {c: v for c, v in after.items() if v in ("met", "partial")} == {c: v for c, v in before.items() if v in ("met", "partial")}


SPACES = (" ", "  ", "\u00a0", "\u2009", " \t")
QUOTES = ("", "“”", "‘’", "«»", '""')


@st.composite
def looks(draw: st.DrawFn, words: str) -> str:
    """The same words in another print: case, spaces, soft hyphens and quotes are drawn one by one."""
    pieces = []
    for word in words.split(" "):
        if draw(st.booleans()) and word.isalpha():
            word = draw(st.sampled_from([word.upper(), word.capitalize(), word.lower()]))
        if len(word) > 3 and word.isalpha() and draw(st.integers(0, 3)) == 0:
            at = draw(st.integers(1, len(word) - 1))
            word = f"{word[:at]}\u00ad{word[at:]}"
        pieces.append(word + draw(st.sampled_from(SPACES)))
    marks = draw(st.sampled_from(QUOTES))
    printed = "".join(pieces).strip()
    return printed.replace("material", f"{marks[:1]}material{marks[1:]}", 1) if marks else printed


@settings(max_examples=120, deadline=None)
@given(law=st.sampled_from([ALL, POSSESS, MONITOR, NO_MONITOR, REPORT]), data=st.data())
def test_the_look_of_the_print_changes_no_verdict(law: str, data: st.DataObject, verdicts_of: Verdicts) -> None:
    heading, _, words = law.partition("\n\n")
    lines = [data.draw(looks(line)) for line in words.strip().split("\n")]
    assert verdicts_of(heading + "\n\n" + "\n".join(lines) + "\n") == verdicts_of(law)


@settings(max_examples=60, deadline=None)
@given(law=st.sampled_from([ALL, POSSESS, MONITOR, NO_MONITOR, REPORT]), width=st.integers(24, 80))
def test_a_narrow_column_changes_no_verdict(law: str, width: int, verdicts_of: Verdicts) -> None:
    heading, _, words = law.partition("\n\n")
    broken = "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in words.strip().split("\n"))
    assert verdicts_of(f"{heading}\n\n{broken}\n") == verdicts_of(law)


@settings(max_examples=15, deadline=None)
@given(order=st.permutations([POSSESS, NO_MONITOR, REPORT, COMPANY.format("guilty under the Act 0"), MONITOR]))
def test_the_order_of_instruments_changes_no_verdict(order: list[str], book: Codebook, act_of: Act) -> None:
    acts = {law: act_of(law, stem=f"act-{len(law)}") for law in order}
    jurisdictions = [Jurisdiction("XA", "X", instruments=tuple(acts[law] for law in one)) for one in (order, sorted(order))]
    first, second = ({f.criterion: (f.verdict, set(f.provisions)) for f in assess_jurisdiction(j, book)} for j in jurisdictions)
    assert first == second
