"""Does a rule fire where its words stand together, and keep silent where a cue or the rule itself says so?"""

from collections.abc import Callable

import pytest

from legal_compare.criteria import Codebook
from legal_compare.matching import Match
from legal_compare.reading import read_instrument
from legal_compare.statutes import Instrument

Act = Callable[..., Instrument]


@pytest.fixture(scope="module")
def fired(book: Codebook, act_of: Act) -> Callable[..., dict[str, str]]:
    """Words of one section -> rule: why it was set aside, or an empty string where it stands."""

    def matches(text: str, heading: str = "Section", title: str = "Test Act 2001") -> dict[str, str]:
        found: dict[str, str] = {}
        for match in read_instrument(act_of(f"## 7 {heading}\n\n{text}\n", title=title), book).matches:
            if match.suppressed or found.get(match.rule):
                found.setdefault(match.rule, match.suppressed)
            if not match.suppressed:
                found[match.rule] = ""
        return found

    return matches


STANDING = [
    ("A person who possesses child abuse material commits an offence.", "possess-material"),
    ("A person who—\n(a) makes; or\n(b) possesses,\nchild abuse material commits an offence.", "possess-material"),
    ("A person who—\n(a) makes; or\n(b) possesses,\nchild abuse material commits an offence.", "produce-material"),
    ("child abuse material: whoever possesses it", "possess-material"),  # order is free
    ("A hosting provider shall report.", "provider-must-report"),
    ("A hosting provider is not required to report weekly but shall report daily.", None),
    ("(1) A hosting provider shall, on finding it—\n(a) keep it, and\n(b) report it.", "provider-must-report"),
    ("A hosting provider shall not be relieved of the duty to report, and shall report.", "provider-must-report"),
    ("There is no duty to be silent; a hosting provider shall report.", "provider-must-report"),  # a cue ends with its clause
    ("There is no duty to be silent. A hosting provider shall report.", "provider-must-report"),
    ("The Act is known. A hosting provider must monitor its service.", "provider-must-monitor"),
]


@pytest.mark.parametrize(("text", "rule"), [(text, rule) for text, rule in STANDING if rule])
def test_a_rule_fires(text: str, rule: str, fired: Callable[..., dict[str, str]]) -> None:
    assert fired(text).get(rule) == ""


SILENT = [
    ("(1) A person who possesses leaflets errs.\n(2) Child abuse material is bad.", "possess-material"),  # two limbs
    ("A person—\n(a) who possesses leaflets; or\n(b) who sells child abuse material.", "possess-material"),
    ("A person who possesses " + "many things of many kinds, " * 14 + "child abuse material.", "possess-material"),  # too far apart
    ("To report, a hosting provider must register.", "provider-must-report"),  # order is bound
    ("A childcare hosting provider shall report.", "provider-must-report"),
    ("The Court shall hear it; a hosting provider may report.", "provider-must-report"),
    ("“report” means what a hosting provider shall report.", "provider-must-report"),  # definitions give no duties
    ("[Footnote: a hosting provider shall report.]\nWords.", "provider-must-report"),
    ("The child abuse material register: whoever possesses it.", "possess-material"),
]


@pytest.mark.parametrize(("text", "rule"), SILENT)
def test_a_rule_does_not_fire(text: str, rule: str, fired: Callable[..., dict[str, str]]) -> None:
    assert rule not in fired(text)


SET_ASIDE = [
    ("A person who possesses child abuse material with intent to supply it.", "possess-material", "unless supply-intent"),
    ("Nothing in this section shall be read so that a hosting provider shall report.", "provider-must-report", "cue nothing-requires"),
    ("There is no duty to see that a hosting provider shall report.", "provider-must-report", "cue no-duty-to"),
    ("The offence of a person who possesses child abuse material is repealed.", "possess-material", "cue repealed"),  # backward
    ("Nothing in this section requires a hosting provider to monitor, who shall monitor.", "provider-must-monitor", "unless no-duty"),
]


@pytest.mark.parametrize(("text", "rule", "why"), SET_ASIDE)
def test_what_is_turned_round_is_kept_with_its_reason(text: str, rule: str, why: str, fired: Callable[..., dict[str, str]]) -> None:
    assert fired(text)[rule] == why


def test_a_stop_ends_the_scope_of_a_cue(fired: Callable[..., dict[str, str]]) -> None:
    text = "The clerk is not required to help a hosting provider{} which must report."
    assert fired(text.format(""))["provider-must-report"] == "cue nothing-requires"
    assert fired("The clerk is not required to help, but shall ask; a hosting provider must report.")["provider-must-report"] == ""


def test_a_silenced_limb_leaves_the_others_alone(fired: Callable[..., dict[str, str]]) -> None:
    text = "A person who—\n(a) possesses child abuse material with intent to supply it; or\n(b) possesses child abuse material,\nerrs."
    assert fired(text)["possess-material"] == ""


def test_a_shield_lets_the_contrary_rule_read_the_words(fired: Callable[..., dict[str, str]]) -> None:
    found = fired("Nothing in this section shall be construed to require a hosting provider to monitor its service.")
    assert found["no-duty-to-monitor"] == ""
    assert "provider-must-monitor" not in found or found["provider-must-monitor"]


def test_a_heading_may_lend_the_object_but_only_where_the_rule_says_so(fired: Callable[..., dict[str, str]]) -> None:
    words = "A person who distributes it, or possesses it, or produces it, commits an offence."
    found = fired(words, "Child abuse material")
    assert found == {"distribute-material": ""}
    assert fired(words, "Leaflets") == {}


def test_what_a_heading_names_and_the_body_does_not_is_no_law(fired: Callable[..., dict[str, str]]) -> None:
    assert fired("The Minister may make rules.", "Possession of child abuse material") == {}


def test_a_heading_may_silence(fired: Callable[..., dict[str, str]]) -> None:
    assert fired("A hosting provider shall report.", "Companies")["provider-must-report"] == "unless company"


def test_a_title_may_lend_a_term(fired: Callable[..., dict[str, str]]) -> None:
    assert "taught" in fired("Schools must report.", title="Person Act 2001")
    assert "taught" not in fired("Schools must report.", title="Schools Act 2001")


def test_a_term_wanted_in_the_section_may_stand_in_another_limb(fired: Callable[..., dict[str, str]]) -> None:
    assert "distribute-material" in fired("(1) No one distributes child abuse material.\n(2) Whoever does commits an offence.")
    assert "distribute-material" not in fired("(1) No one distributes child abuse material.\n(2) Whoever does blushes.")


@pytest.mark.parametrize("status", ["repealed", "struck-down", "not-commenced", "unread"])
def test_a_section_that_is_no_law_gives_no_match(status: str, book: Codebook, act_of: Act) -> None:
    act = act_of("## 7\n\nA hosting provider shall report.\n")
    object.__setattr__(act.sections[0], "status", status)
    assert read_instrument(act, book).matches == ()


def test_marked_words_lie_in_the_provision_that_is_shown(book: Codebook, act_of: Act) -> None:
    act = act_of("## 7\n\n(1) A person who—\n(a) makes; or\n(b) possesses,\nchild abuse material commits an offence.\n")
    matches: tuple[Match, ...] = read_instrument(act, book).matches
    assert matches
    for match in matches:
        assert match.spans and 0 <= match.start < match.end <= len(match.provision.text)
        assert all(match.provision.text[span.start : span.end] == span.text for span in match.spans)


def test_marked_words_may_lie_across_lead_in_and_limb(fired: Callable[..., dict[str, str]]) -> None:
    text = "Nothing in this section shall require a hosting provider to—\n(a) keep books; or\n(b) monitor its service."
    assert fired(text).get("no-duty-to-monitor") == ""


def test_words_after_a_list_are_read_with_each_of_its_limbs(fired: Callable[..., dict[str, str]]) -> None:
    text = "(1) A person who—\n(a) makes; or\n(b) possesses,\nchild abuse material commits an offence."
    assert fired(text) == {"produce-material": "", "possess-material": ""}
