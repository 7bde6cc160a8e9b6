"""Does the prefilter lose nothing, and does it spare work?"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legal_compare import read_criteria, read_statutes
from legal_compare.readers.markdown import parse_markdown
from legal_compare.reading import Reader
from legal_compare.statutes import Instrument
from legal_compare.tagging import tagger

LAW = Path(__file__).parents[2] / "shared" / "law"
SLOW = os.environ.get("LEGAL_COMPARE_SLOW") == "1"
SAMPLE = sorted(path.name for path in LAW.glob("*") if path.is_dir()) if SLOW else ["is", "jp", "ls", "tw"]
HEAD = "---\ntitle: Act\ncitation: Act 1\nurl: https://law.example/1\nlast_updated: 2024-01-01\nlanguage: en\nstatus: in-force\n---\n\n"


@cache
def reader(filtered: bool) -> Reader:
    return Reader(read_criteria(), filtered=filtered)


def act(text: str) -> Instrument:
    return parse_markdown(HEAD + text, "XA", "act", "act.md")


@pytest.mark.skipif(not LAW.exists(), reason="the reference law is not here")
@pytest.mark.parametrize("code", SAMPLE)
def test_filtered_and_unfiltered_reading_find_the_same(code: str) -> None:
    (jurisdiction,) = read_statutes(LAW, [code])
    for instrument in jurisdiction.instruments:
        assert reader(True).read(instrument).matches == reader(False).read(instrument).matches


@cache
def stock() -> tuple[str, ...]:
    """Words of rules: their own examples cut to pieces, so that some of what is drawn fires and some lacks a word for it."""
    texts = [e.text for c in read_criteria().criteria for _, rule in c.rules() for e in (*rule.examples, *rule.counterexamples)]
    english = [text for text in texts if text.isascii()]
    return tuple(" ".join(words[at : at + 9]) for text in english for words in [text.split()] for at in range(0, len(words), 9))


PIECES = st.deferred(lambda: st.sampled_from(stock()))
LIMBS = st.lists(st.lists(PIECES, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3)


def section(number: int, limbs: list[str]) -> str:
    body = limbs[0] if len(limbs) == 1 else limbs[0] + "—\n" + "\n".join(f"({'abcd'[n]}) {limb};" for n, limb in enumerate(limbs[1:]))
    return f"## {number} Matters\n\n({number}) {body}\n"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(LIMBS, min_size=1, max_size=4))
def test_whatever_words_are_put_together_both_find_the_same(sections: list[list[str]]) -> None:
    law = act("\n".join(section(number, limbs) for number, limbs in enumerate(sections, start=1)))
    assert reader(True).read(law).matches == reader(False).read(law).matches


def test_a_defined_expression_lets_a_section_through_that_has_none_of_the_words() -> None:
    law = act(
        "## 1 Interpretation\n\nIn this Act “forbidden picture” means child pornography, any picture of a child in sexual activity.\n\n"
        "## 2 Offence\n\nA person who possesses a forbidden picture commits an offence and is liable to imprisonment for five years.\n"
    )
    found = reader(True).read(law).matches
    assert found == reader(False).read(law).matches
    assert any(match.provision.section.number == "2" for match in found)


def test_law_on_dogs_is_never_tagged(monkeypatch: pytest.MonkeyPatch) -> None:
    law = act("## 1 Dogs\n\nThe owner of a dog shall keep it on a lead in a public place.\n")
    read = Reader(read_criteria())

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("tagged")

    monkeypatch.setattr(type(tagger("en")), "tag", refuse)
    assert read.read(law).matches == ()


def test_instruments_read_together_hold_what_each_holds_alone() -> None:
    offence = "## 1 Offence\n\nA person who possesses child pornography commits an offence and is liable to imprisonment for five years.\n"
    laws = [
        act(offence),
        act("## 1 Dogs\n\nThe owner of a dog shall keep it on a lead.\n"),
        act(offence.replace("possesses", "distributes")),
    ]
    ((places, shelf),) = reader(True).shelves(laws)
    assert places == [0, 1, 2]
    assert shelf.read([reader(True).rules] * 3) == [reader(False).read(law).matches for law in laws]
    assert list(shelf.words) == [sum(len(section.text.split()) for section in law.sections) for law in laws]


def test_only_the_rules_that_are_tried_in_an_instrument_fire_in_it() -> None:
    law = act("## 1 Offence\n\nA person who possesses child pornography commits an offence and is liable to imprisonment for five years.\n")
    every = {match.rule for match in reader(False).read(law).matches}
    one = frozenset({min(every)})
    for filtered in (True, False):
        ((_, shelf),) = reader(filtered).shelves([law, law])
        assert [{match.rule for match in matches} for matches in shelf.read([one, frozenset()])] == [one, set()]
