"""Is a made-up act amended by a made-up bill in every language that has a lexicon, and no instruction left out in silence?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from legal_compare.amending import apply_amendments
from legal_compare.grammars import grammar_of
from legal_compare.lexicons import languages
from legal_compare.readers.draft import read_draft
from legal_compare.statutes import Instrument

CASES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "amendments.yaml").read_text(encoding="utf-8"))


def test_every_language_with_a_lexicon_has_a_grammar_of_amendments_and_a_bill_to_try_it() -> None:
    assert {language for language in languages() if grammar_of(language) is None} == set()
    assert set(languages()) - {"en"} <= set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_bill_amends_an_act_in_its_language(act_of: Callable[..., Instrument], name: str) -> None:
    case = CASES[name]
    language = case.get("language", name)
    act = act_of(case["law"], language=language, title=case["title"], stem="pictures")
    found = apply_amendments(read_draft(case["bill"], language=language).instrument, (act,))
    assert [(one.words, one.why_not) for one in found.amendments if not one.applied] == []
    left = {section.number: section.text for section in found.instruments[0].sections}
    for number, words in case["then"].items():
        assert (number in left) == bool(words)
        for word in words:
            assert word in left[number]
    assert "gone" not in case or case["gone"] not in "\n".join(left.values())
