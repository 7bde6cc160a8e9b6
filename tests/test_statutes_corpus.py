"""Is the law that ships word for word the law that was read, and does it say all that the rules found?

The reference texts do not ship: without them only front matter, residue and checksums are checked, and that is said aloud.
"""

import os
import re
import warnings
from pathlib import Path

import pytest
import yaml

from legal_compare.checking import check, printed_sections
from legal_compare.corpus import JurisdictionFile, read_statutes

ROOT = Path(__file__).parents[1]
STATUTES = ROOT / "statutes"
REFERENCE = Path(__file__).parents[2] / "shared" / "law"
FOLDERS = sorted(path for path in STATUTES.iterdir() if path.is_dir()) if STATUTES.exists() else []
THEMES = ("criminal", "platform", "financial", "enforcement", "prevention")
MODEL = {path.name for path in FOLDERS if yaml.safe_load((path / "jurisdiction.yaml").read_text(encoding="utf-8")).get("model")}
"""Folders of model law: our own words, quoted from nowhere and the law of no place."""
QUICK = ("bd", "fi", "gh", "hr", "in", "int", "my", "pk", "qa", "si", "sk", "tw")
"""Jurisdictions of the quick test of fidelity; LEGAL_COMPARE_SLOW=1 takes all."""


def _reference() -> Path:
    if not REFERENCE.is_dir():
        warnings.warn(f"{REFERENCE} is not there: no excerpt was held against its reference text", stacklevel=2)
        pytest.skip(f"no reference texts at {REFERENCE}")
    return REFERENCE


def test_shipped_law_is_whole_and_as_listed() -> None:
    """Do front matter, addresses, residue and SHA256SUMS hold, with no reference text needed?"""
    assert check(STATUTES) == []


def test_every_excerpt_stands_word_for_word_in_its_reference() -> None:
    assert check(STATUTES, _reference()) == []


def test_every_excerpt_has_its_reference() -> None:
    reference = _reference()
    quoted = [p for p in STATUTES.glob("*/*.md") if p.parent.name not in MODEL]
    assert [str(p) for p in quoted if not (reference / p.parent.name / p.name).exists()] == []


def test_excerpts_give_the_verdicts_of_the_whole_texts() -> None:
    from legal_compare import read_criteria
    from legal_compare.excerpts import fidelity

    only = () if os.environ.get("LEGAL_COMPARE_SLOW") else QUICK
    assert [str(difference) for difference in fidelity(_reference(), STATUTES, read_criteria(), only)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_a_jurisdiction_says_how_much_was_read(folder: Path) -> None:
    file = JurisdictionFile.model_validate(yaml.safe_load((folder / "jurisdiction.yaml").read_text(encoding="utf-8")))
    assert tuple(file.coverage) == THEMES
    assert file.union in (None, "eu")
    if file.union:
        assert (STATUTES / file.union / "jurisdiction.yaml").exists()


def test_every_jurisdiction_with_law_can_be_read() -> None:
    read = {jurisdiction.code.lower(): jurisdiction for jurisdiction in read_statutes(STATUTES)}
    assert set(read) == {path.parent.name for path in STATUTES.glob("*/*.md")} - MODEL
    assert all(instrument.layer != "void" for jurisdiction in read.values() for instrument in jurisdiction.instruments)


def test_a_struck_down_section_is_marked() -> None:
    """47 U.S.C. 231 was struck down; does it stand marked, so that it never counts?"""
    (us,) = read_statutes(STATUTES, ["us"])
    marked = [s.status for i in us.instruments if i.stem == "usc-47-230" for s in i.sections if s.number == "§ 231"]
    assert marked in ([], ["struck-down"])


def test_excerpts_are_rarely_long() -> None:
    """Is a section seldom quoted at more than 250 words?"""
    lengths = [len(re.sub(r"\[\.\.\.\]", " ", words).split()) for path in STATUTES.glob("*/*.md") for _, words in printed_sections(path)]
    assert sum(length > 250 for length in lengths) < 0.12 * len(lengths)
