"""Do defined terms carry to the provisions that use them, and no further?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from legal_compare.definitions import Carried, carried_definitions, carry, uses
from legal_compare.lexicons import read_lexicon
from legal_compare.statutes import Instrument
from legal_compare.tagging import tag_section


def carried(instrument: Instrument) -> tuple[Carried, ...]:
    lexicon = read_lexicon("en")
    assert lexicon is not None
    spans = {place: tag_section(section, "en") for place, section in enumerate(instrument.sections)}
    return carried_definitions(instrument, spans, lexicon)


DEFINITIONS = [
    ("“bad picture” means a computer-generated picture.", {"bad picture": ("synthetic",)}),
    ('"bad picture" includes a computer-generated picture.', {"bad picture": ("synthetic",)}),
    ("“bad picture” means—\n(a) a photograph, or\n(b) a computer-generated picture.", {"bad picture": ("synthetic",)}),
    ("bad picture means a computer-generated picture;", {"bad picture": ("synthetic",)}),
    ("(a) “bad picture” means a computer-generated picture;", {"bad picture": ("synthetic",)}),
    ("“court” means the High Court; “bad picture” means a computer-generated picture.", {"bad picture": ("synthetic",)}),
    ("“bad picture” means a drawing.", {}),  # carries no term
    ("“child” means a computer-generated child.", {}),  # too general a label
    ("“cat” means a computer-generated cat.", {}),  # too short a label
    ("“forbidden picture” means a drawing.", {}),  # the label itself is no content of its definition
    ("“host” means a hosting provider.", {"host": ("provider",)}),
    ("“user” means a person " + "who is long described " * 9 + "to a hosting provider.", {}),  # mentioned on the way
]


@pytest.mark.parametrize(("text", "expected"), DEFINITIONS, ids=[text[:50] for text, _ in DEFINITIONS])
def test_a_definition_carries_the_terms_that_it_holds(
    text: str, expected: dict[str, tuple[str, ...]], act_of: Callable[..., Instrument]
) -> None:
    found = carried(act_of(f"## 2 Interpretation\n\n{text}\n"))
    assert {one.label: one.terms for one in found} == expected


def test_a_struck_down_definition_carries_nothing(act_of: Callable[..., Instrument]) -> None:
    act = act_of("## Preamble\n\n“bad picture” means a computer-generated picture.\n")
    assert carried(act) == ()


def test_the_use_is_tagged_in_another_section_with_the_place_of_the_definition(act_of: Callable[..., Instrument]) -> None:
    act = act_of(
        "## 2 Interpretation\n\n“bad picture” means a computer-generated picture.\n\n## 3 Offence\n\nWhoever keeps Bad  Pictures, errs.\n"
    )
    (span,) = carry(act.sections[1], carried(act))
    assert (span.term, span.text, span.wording) == ("synthetic", "Bad  Pictures", "defined: bad picture")
    assert span.defined_in == "xa/test-act#sec_2__def_bad-picture"


def test_a_definition_is_no_use_of_itself(act_of: Callable[..., Instrument]) -> None:
    act = act_of("## 2 Interpretation\n\n“bad picture” means a computer-generated bad picture.\n")
    assert carry(act.sections[0], carried(act)) == ()


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a bad picture", True),
        ("BAD\nPICTURES", True),
        ("a ‘bad picture’", True),
        ("a bad-picture", True),
        ("a bad picturesque view", False),
        ("a bad and blurred picture", False),
    ],
)
def test_a_label_is_used_as_whole_words_in_either_number(text: str, used: bool) -> None:
    assert uses(text, "bad picture") is used


@pytest.mark.parametrize(
    ("text", "label", "used"),
    [
        ("images of child abuse", "image of child abuse", True),
        ("offences against children", "offence against a child", True),
        ("les services en ligne", "service en ligne", True),
        ("los materiales prohibidos", "material prohibido", True),
        ("images of abuse", "image of child abuse", False),
        ("offences against the child", "offence against a child", False),
        ("an offence against a childminder", "offence against a child", False),
    ],
)
def test_any_word_of_a_label_may_stand_in_the_plural(text: str, label: str, used: bool) -> None:
    assert uses(text, label) is used


@pytest.mark.parametrize(
    ("text", "label", "used"),
    [
        ("금지된 그림을 소지한 자", "금지된 그림", True),
        ("출입금지된 그림을 소지한 자", "금지된 그림", False),
        ("何人も禁止画像を所持してはならない", "禁止画像", True),
        ("禁止の画像", "禁止画像", False),
    ],
)
def test_a_label_is_used_with_the_particles_of_its_script(text: str, label: str, used: bool) -> None:
    assert uses(text, label) is used


ENDINGS = {language: lexicon.endings for language in ("cs", "sk", "hr", "sl", "el") if (lexicon := read_lexicon(language))}


@pytest.mark.parametrize(
    ("language", "label", "text", "used"),
    [
        ("sk", "Zakázanou podobizňou", "prechovávanie zakázanej podobizne", True),
        ("sk", "Zakázanou podobizňou", "zakázané podobenstvo", False),  # another word on the same letters
        ("sk", "Zakázanou podobizňou", "zakázanej alebo inej podobizne", False),  # not together
        ("cs", "Závadným obrazem", "kdo šíří závadné obrazy", True),
        ("hr", "Internetska platforma", "davatelj internetske platforme", True),
        ("sl", "Spletna platforma", "ponudniki spletnih platform", True),
        ("el", "Επιγραμμική πλατφόρμα", "παρόχους επιγραμμικών πλατφορμών", True),
        ("el", "Επιγραμμική πλατφόρμα", "ΠΑΡΟΧΟΙ ΕΠΙΓΡΑΜΜΙΚΗΣ ΠΛΑΤΦΟΡΜΑΣ", True),
        ("el", "Επιγραμμική πλατφόρμα", "επιγραμμικός πλατύφυλλος", False),
    ],
)
def test_a_label_is_used_in_any_case_of_a_language_that_lists_its_endings(language: str, label: str, text: str, used: bool) -> None:
    assert uses(text, label, ENDINGS[language]) is used


def test_a_definition_in_one_case_carries_to_its_use_in_another(act_of: Callable[..., Instrument]) -> None:
    act = act_of("## 2\n\n“rare picture” means a computer-generated picture.\n\n## 3\n\nRareding picturings are kept.\n")
    (definition,) = carried(act)
    assert not carry(act.sections[1], [definition])
    (span,) = carry(act.sections[1], [replace(definition, endings=("ding", "e", "ings"))])
    assert (span.term, span.text) == ("synthetic", "Rareding picturings")


OFFENCE = "## 3 Offence\n\nA person who possesses a forbidden picture commits an offence.\n"


@pytest.mark.parametrize(
    ("definition", "verdict"),
    [
        ("“forbidden picture” means a computer-generated picture.", "met"),  # the offence uses the label
        ("“unused object” means a computer-generated statue.", "absent"),  # nobody uses it
        ("“forbidden picture” means a photograph.", "absent"),
    ],
)
def test_a_definition_counts_only_where_an_offence_uses_it(
    definition: str, verdict: str, verdicts_of: Callable[..., dict[str, str]]
) -> None:
    assert verdicts_of(f"## 2 Interpretation\n\n{definition}\n\n{OFFENCE}")["synthetic"] == verdict


def test_a_definition_counts_through_another_that_rests_on_it(verdicts_of: Callable[..., dict[str, str]]) -> None:
    first = "“strange picture” means a computer-generated picture.\n“forbidden picture” means a strange picture kept for gain."
    assert verdicts_of(f"## 2 Interpretation\n\n{first}\n\n{OFFENCE}")["synthetic"] == "met"
    assert verdicts_of(f"## 2 Interpretation\n\n{first.replace('forbidden picture', 'other thing')}\n\n{OFFENCE}")["synthetic"] == "absent"


def test_a_definition_does_not_carry_into_another_instrument(verdicts_of: Callable[..., dict[str, str]]) -> None:
    definitions = "## 2 Interpretation\n\n“nasty thing” means a computer-generated picture.\n"
    offence = "## 3 Offence\n\nA person who possesses a nasty thing commits an offence.\n"
    assert verdicts_of(definitions + "\n" + offence)["synthetic"] == "met"
    assert verdicts_of(definitions, offence)["synthetic"] == "absent"
