"""Do working translations stand beside the law's own words, only where these still stand, and never in their place?"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from legal_compare.checking import check
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError
from legal_compare.evidence import Evidence
from legal_compare.findings import assess_jurisdiction
from legal_compare.shipped import statutes_path
from legal_compare.statutes import Instrument, Jurisdiction
from legal_compare.translations import (
    FILE,
    decisive_words,
    read_translations,
    stale,
    translated_share,
    untranslated,
    working_translation,
)
from legal_compare.views import excerpts

Act = Callable[..., Instrument]
WORDS = "A person who possesses child abuse material commits an offence."
LAW = f"{WORDS} The court may order that it be destroyed."
FILLED = 'translation: unofficial\nlanguage: en\nprovisions:\n- provision: {key}\n  of: "{of}"\n  english: {english}\n'
SHIPPED = sorted(statutes_path().glob(f"*/{FILE}"))


@pytest.fixture
def law(act_of: Act) -> Instrument:
    return act_of(f"## 4 Possession\n\n{LAW}\n")


@pytest.fixture
def foreign(book: Codebook, law: Instrument) -> Evidence:
    """Evidence whose act is said to be written in another language."""
    findings = assess_jurisdiction(Jurisdiction("XA", "Examplia", instruments=(law,)), book)
    evidence = next(one for finding in findings for one in finding.evidence)
    return replace(evidence, instrument=replace(evidence.instrument, language="fr"))


@pytest.fixture
def filled(tmp_path: Path, foreign: Evidence) -> Callable[..., Path]:
    """Writes a folder whose one translation is of some words."""

    def write(of: str = WORDS, key: str = foreign.key, english: str = "In <other> words.") -> Path:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        (folder / "xa").mkdir(parents=True)
        (folder / "xa" / FILE).write_text(FILLED.format(key=key, of=of, english=english), encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize("of", [WORDS, WORDS.upper().replace(" ", "  "), "a person who possesses [...] commits an offence"])
def test_a_translation_is_found_by_the_words_it_quotes(of: str, foreign: Evidence, filled: Callable[..., Path]) -> None:
    assert working_translation(foreign, folder=filled(of)) == "In <other> words."


@pytest.mark.parametrize("of", [WORDS.replace("possesses", "makes"), "commits an offence [...] a person who", "it be destroyed."])
def test_words_that_changed_or_decide_nothing_have_no_translation(of: str, foreign: Evidence, filled: Callable[..., Path]) -> None:
    assert working_translation(foreign, folder=filled(of)) == ""


def test_a_translation_of_another_provision_is_not_lent(foreign: Evidence, filled: Callable[..., Path]) -> None:
    assert working_translation(foreign, folder=filled(key="act#5")) == ""


def test_what_is_quoted_to_be_translated_are_the_decisive_sentences(foreign: Evidence, filled: Callable[..., Path]) -> None:
    assert decisive_words(foreign) == WORDS
    assert working_translation(foreign, folder=filled(decisive_words(foreign)))


def test_a_stale_translation_is_listed(law: Instrument, foreign: Evidence, filled: Callable[..., Path]) -> None:
    assert list(stale(filled() / "xa" / FILE, law.sections)) == []
    (changed,) = stale(filled("Whoever makes it") / "xa" / FILE, law.sections)
    assert "stale, not shown" in changed and foreign.key in changed
    (nowhere,) = stale(filled(key="act#99") / "xa" / FILE, law.sections)
    assert "no such provision" in nowhere and "act#99" in nowhere


def test_the_check_of_the_corpus_lists_stale_translations_and_files_it_cannot_read(filled: Callable[..., Path]) -> None:
    stale_one = filled(key="act#99")
    assert any("no such provision" in problem for problem in check(stale_one))
    (stale_one / "xa" / FILE).write_text("translation: official\nlanguage: en\nprovisions: []\n", encoding="utf-8")
    assert any("unofficial" in problem for problem in check(stale_one))


def test_only_evidence_in_another_language_waits_for_a_translation(
    foreign: Evidence, filled: Callable[..., Path], book: Codebook, law: Instrument, tmp_path: Path
) -> None:
    own = assess_jurisdiction(Jurisdiction("XA", "Examplia", instruments=(law,)), book)[0]
    other = replace(own, evidence=(foreign,))
    assert untranslated([own], tmp_path) == [] and translated_share([own], tmp_path) == {}
    assert untranslated([other], tmp_path) == [foreign] and translated_share([other], tmp_path) == {"fr": (0, 1)}
    assert untranslated([other], filled()) == [] and translated_share([other], filled()) == {"fr": (1, 1)}


def test_the_card_shows_it_escaped_and_marked_as_no_law(
    foreign: Evidence, filled: Callable[..., Path], book: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = filled()
    monkeypatch.setattr(excerpts, "working_translation", lambda *evidence: working_translation(*evidence, folder=folder))
    shown = excerpts.card([foreign], book, date(2026, 1, 1))
    assert "In &lt;other&gt; words." in shown and "unofficial" in shown


def test_a_translation_is_never_read_as_law(filled: Callable[..., Path]) -> None:
    with pytest.raises(LegalCompareError):
        read_statutes(filled())


def test_no_verdict_changes_when_translations_are_taken_away(filled: Callable[..., Path], book: Codebook) -> None:
    folder = filled(english="The court may order a provider to remove child abuse material.")
    (folder / "xa" / "act.md").write_text(f"---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n## 4 Possession\n\n{LAW}\n")
    (beside,) = read_statutes(folder)
    (folder / "xa" / FILE).unlink()
    (without,) = read_statutes(folder)
    assert assess_jurisdiction(beside, book) == assess_jurisdiction(without, book)


WRONG = [
    ("translation: official\nlanguage: en\nprovisions: []\n", "unofficial"),
    (FILLED.format(key="act#4", of=WORDS, english="''"), "is empty"),
    (FILLED.format(key="act#4", of="[...]", english="Words"), "is empty"),
    ("translation: unofficial\nlanguage: en\nprovisions:\n- {of: a, of: b}\n", "stands twice"),
]


@pytest.mark.parametrize(("text", "problem"), WRONG)
def test_a_file_that_is_not_as_it_should_be_is_refused_with_its_place(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(LegalCompareError, match=problem) as caught:
        read_translations(tmp_path / FILE)
    assert str(tmp_path / FILE) in str(caught.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_shipped_translation_is_english_and_of_each_passage_once(path: Path) -> None:
    """That the words translated stand in the law is held by the check of the shipped corpus."""
    entries = read_translations(path).provisions
    assert len({(entry.provision, entry.of) for entry in entries}) == len(entries) > 0
    for entry in entries:
        assert entry.english.casefold() != entry.of.casefold()
        strange = {sign for sign in entry.english if sign.isalpha() and "LATIN" not in unicodedata.name(sign)}
        assert not strange, f"{entry.provision}: words of another script were left as they are: {strange}"
        numbers = set(re.findall(r"[0-9]{3,}", entry.of)) - set(re.findall(r"[0-9]{3,}", entry.english))
        assert not numbers, f"{entry.provision}: sections, dates or sums that the translation does not name: {numbers}"
