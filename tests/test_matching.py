"""Does a rule fire where its words stand together, or a heading or title lends them, and nowhere else?"""

from collections.abc import Callable

import pytest

from legal_compare.criteria import Codebook
from legal_compare.reading import read_instrument
from legal_compare.statutes import Instrument

Act = Callable[..., Instrument]


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
