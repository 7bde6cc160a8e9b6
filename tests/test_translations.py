"""Do working translations stand beside the law's own words, and never in their place?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError
from legal_compare.findings import Evidence, assess_jurisdiction
from legal_compare.shipped import statutes_path
from legal_compare.statutes import Instrument, Jurisdiction
from legal_compare.tagging import tag
from legal_compare.translations import FILE, read_translations, untranslated, words_key, working_translation
from legal_compare.views import excerpts

Act = Callable[..., Instrument]
WORDS = "A person who possesses child abuse material commits an offence."
FILLED = "translation: unofficial\nlanguage: en\nprovisions:\n- provision: xa/act#4\n  words: {key}\n  english: {english}\n"
SHIPPED = sorted(statutes_path().glob(f"*/{FILE}"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / FILE).write_text(FILLED.format(key=words_key(WORDS), english="In <other> words."), encoding="utf-8")
    return tmp_path


@pytest.fixture
def foreign(book: Codebook, act_of: Act) -> Evidence:
    """Evidence whose act is said to be written in another language."""
    law = act_of(f"## 4 Possession\n\n{WORDS}\n")
    findings = assess_jurisdiction(Jurisdiction("XA", "Examplia", instruments=(law,)), book)
    evidence = next(one for finding in findings for one in finding.evidence)
    return replace(evidence, instrument=replace(evidence.instrument, language="fr"))


def test_a_translation_is_found_by_the_words_it_translates(folder: Path) -> None:
    assert working_translation(WORDS, folder) == "In <other> words."
    assert working_translation(WORDS.upper().replace(" ", "\u00a0"), folder) == "In <other> words."


def test_changed_words_lose_their_translation(folder: Path) -> None:
    assert working_translation(WORDS.replace("possesses", "makes"), folder) == ""


def test_only_evidence_in_another_language_waits_for_a_translation(foreign: Evidence, folder: Path, book: Codebook, act_of: Act) -> None:
    own = act_of(f"## 4 Possession\n\n{WORDS}\n")
    finding = assess_jurisdiction(Jurisdiction("XA", "Examplia", instruments=(own,)), book)[0]
    nowhere = folder / "nowhere"
    assert untranslated([finding], nowhere) == []
    assert untranslated([replace(finding, evidence=(foreign,))], nowhere) == [foreign]
    assert untranslated([replace(finding, evidence=(foreign,))], folder) == []


def test_the_card_shows_it_escaped_and_marked_as_no_law(
    foreign: Evidence, folder: Path, book: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excerpts, "working_translation", lambda text: working_translation(text, folder))
    shown = excerpts.card([foreign], book, date(2026, 1, 1))
    assert "In &lt;other&gt; words." in shown and "unofficial" in shown


def test_a_translation_is_never_read_as_law(folder: Path) -> None:
    with pytest.raises(LegalCompareError):
        from legal_compare import read_statutes

        read_statutes(folder)


WRONG = [
    ("translation: official\nlanguage: en\nprovisions: []\n", "unofficial"),
    (FILLED.format(key="0" * 16, english="''"), "is empty"),
    ("translation: unofficial\nlanguage: en\nprovisions:\n- {words: a, words: b}\n", "stands twice"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_a_file_that_is_not_as_it_should_be_is_refused_with_its_place(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LegalCompareError, match=problem) as caught:
        read_translations(tmp_path / FILE)
    assert str(tmp_path / FILE) in str(caught.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_translation_says_something_else_than_its_original(path: Path) -> None:
    entries = read_translations(path).provisions
    assert len({entry.words for entry in entries}) == len(entries)
    assert all(words_key(entry.english) != entry.words for entry in entries)
    assert sum(len(tag_words(entry.english)) for entry in entries), "no term of the English lexicon in any of them"


def tag_words(text: str) -> tuple[object, ...]:
    """Terms of the English lexicon in a text."""
    from legal_compare.statutes import Provision, Section

    section = Section("", "translation", "translation", "1", "", text)
    return tag(Provision(section, "section", (), ((0, len(text)),)), "en")
