"""Are excerpts word for word, as short as they can be, and as good as the whole text?"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.checking import OMISSION, first_strange, folded, law_lines, printed_sections
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError
from legal_compare.excerpts import build, check, fidelity
from legal_compare.quoting import render
from legal_compare.statutes import Section

LAW = Path(__file__).parent / "xa" / "law"


@pytest.fixture(scope="module")
def statutes(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> Path:
    """The excerpts of XA, with a jurisdiction.yaml and addresses that a person has written."""
    folder = tmp_path_factory.mktemp("statutes")
    build(LAW, folder, book, only=["xa"])
    declared = {
        "code": "XA", "name": "Examplia", "tradition": "common law", "region": "Europe", "coverage": dict.fromkeys(book.themes, "partial"),
        "read": "what there is", "missing": ["the rest"],
    }  # fmt: skip
    (folder / "xa" / "jurisdiction.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    for path in (folder / "xa").glob("*.md"):
        text = path.read_text(encoding="utf-8").replace("publisher: unknown", "publisher: Examplia Press")
        path.write_text(text.replace("citation: ", "citation: No. 1, "), encoding="utf-8")
    build(LAW, folder, book, only=["xa"])
    return folder


def test_building_twice_changes_nothing(statutes: Path, book: Codebook) -> None:
    assert build(LAW, statutes, book, only=["xa"]) == []


def test_what_people_wrote_into_front_matter_stays(statutes: Path) -> None:
    assert all("citation: No. 1, " in path.read_text(encoding="utf-8") for path in (statutes / "xa").glob("*.md"))


def test_excerpts_give_the_verdicts_of_the_whole_text(statutes: Path, book: Codebook) -> None:
    assert fidelity(LAW, statutes, book) == []


def test_excerpts_pass_their_own_check(statutes: Path) -> None:
    assert check(statutes, LAW) == []


def test_a_changed_word_is_found(statutes: Path) -> None:
    path = statutes / "xa" / "offences-2001.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("commits an offence", "commits no offence", 1), encoding="utf-8")
    try:
        problems = check(statutes, LAW)
    finally:
        path.write_text(before, encoding="utf-8")
    assert any("not in the reference section" in problem for problem in problems)
    assert any("SHA256SUMS" in problem and "offences-2001.md" in problem for problem in problems)


def test_repealed_law_is_not_quoted(statutes: Path) -> None:
    for path in (statutes / "xa").glob("*.md"):
        assert "status: repealed" not in path.read_text(encoding="utf-8")


def test_a_code_without_law_is_an_error_with_a_hint(tmp_path: Path, book: Codebook) -> None:
    with pytest.raises(LegalCompareError, match="holds no law of zz"):
        build(LAW, tmp_path, book, only=["zz"])


RESIDUE = [
    ("He is guilty. Part II – Offences", "He is guilty."),
    ("He is guilty.\n\nPUNISHABLE ACTS", "He is guilty."),
    ("He is guilty. History of this document 1 May 2020 this version", "He is guilty."),
    ("He is guilty. [section 2C inserted by section 3 of Act 16 of 2022 ]", "He is guilty."),
    ("He is guilty.\n[Footnote] 1. Subs. by Act 44 of 1986", "He is guilty."),
    ("He is guilty.\nCompare: 1983 No 130 s 6", "He is guilty."),
    ("He is guilty.\nThe Lawphil Project - Arellano Law Foundation", "He is guilty."),
    ("He is guilty under Part II of this Act.", "He is guilty under Part II of this Act."),
    ("(1) A person who—\n(a) makes it,\ncommits an offence", "(1) A person who—\n(a) makes it,\ncommits an offence"),
]


@pytest.mark.parametrize(("printed", "law"), RESIDUE, ids=[law[-30:] + str(n) for n, (_, law) in enumerate(RESIDUE)])
def test_what_is_not_law_is_left_out(printed: str, law: str) -> None:
    assert "\n".join(printed[start:end] for start, end in law_lines(printed)) == law


def test_skipped_limbs_leave_a_mark_and_lead_in_and_closing_words_stay(section_of: Callable[..., Section]) -> None:
    section = section_of(
        "(1) A person who—\n(a) makes a picture in any manner that a regulation of the minister may set out in its first schedule;\n"
        "(b) keeps it,\ncommits an offence.\n(2) No fee is paid."
    )
    limb = next(p for p in section.provisions if p.kind == "limb" and p.path[-1][1] == "b")
    quoted = render(section, set(limb.stretches))
    assert quoted == f"(1) A person who—\n\n{OMISSION}\n\n(b) keeps it,\n\ncommits an offence.\n\n{OMISSION}"


def test_stretches_must_stand_in_order() -> None:
    assert first_strange(["one", "three"], "one two three") == ""
    assert first_strange(["three", "one"], "one two three") == "one"


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 11)))
def test_whatever_is_kept_is_quoted_word_for_word_and_in_order(chosen: set[int]) -> None:
    reasons = "for reasons that another law gives at some length"
    words = [f"({n}) Sentence number {n} says that the thing called w{n} is so, {reasons}." for n in range(12)]
    section = Section("Act", "act", "xa/act", "1", "", "\n".join(words))
    ranges = list(law_lines(section.text))
    quoted = render(section, {ranges[n] for n in chosen})
    stretches = [s for s in (folded(piece) for piece in quoted.split(OMISSION)) if s]
    assert first_strange(stretches, folded(section.text)) == ""
    assert [n for n in range(12) if words[n] in quoted] == sorted(chosen)


def test_headings_are_printed_as_in_the_reference(statutes: Path) -> None:
    for path in (statutes / "xa").glob("*.md"):
        reference = {heading for heading, _ in printed_sections(LAW / "xa" / path.name)}
        assert {heading for heading, _ in printed_sections(path)} <= reference
