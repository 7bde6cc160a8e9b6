"""Is a rule set aside where a cue or the rule itself says so, and are its words marked in the provision that is read?"""

from collections.abc import Callable

import pytest

from legal_compare.criteria import Codebook
from legal_compare.reading import read_instrument
from legal_compare.statutes import Instrument
from legal_compare.tagged_sections import Match

Act = Callable[..., Instrument]

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
