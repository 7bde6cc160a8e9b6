"""Are folders of law read whole, with honest coverage, or refused with every problem named?"""

from pathlib import Path

import pytest
from conftest import XA

from legal_compare.corpus import country_name, read_statutes
from legal_compare.errors import LegalCompareError, StatuteError, UnknownJurisdiction

pytestmark = pytest.mark.usefixtures("own_lexicons")
ACT = "---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n## 1\n\nWords.\n"
OWN = (XA / "statutes" / "xa" / "hosting-2010.md").read_text(encoding="utf-8")
JURISDICTION = (XA / "statutes" / "xa" / "jurisdiction.yaml").read_text(encoding="utf-8")


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_our_own_folder_says_what_was_read() -> None:
    (xa,) = read_statutes(XA / "statutes")
    assert (xa.code, xa.name, xa.tradition, xa.known_missing) == ("XA", "Examplia", "common law", ("Schools Act",))
    assert xa.coverage == {"criminal": "complete", "platform": "partial", "prevention": "none"} and xa.coverage_declared
    assert [instrument.work for instrument in xa.instruments] == ["xa/act/2010/3", "xa/act/2001/7"]


def test_a_folder_of_reference_texts_takes_its_coverage_from_beside_it() -> None:
    (xa,) = read_statutes(XA / "law")
    assert xa.coverage == {"criminal": "complete", "platform": "partial", "prevention": "none"}
    assert xa.known_missing == ("Schools Act",) and xa.coverage_declared
    assert len(xa.instruments) == len(list((XA / "law" / "xa").glob("*.md")))


def test_without_a_word_on_coverage_none_is_declared(tmp_path: Path) -> None:
    (found,) = read_statutes(write(tmp_path, {"zz/a.md": ACT}))
    assert (found.code, found.coverage, found.coverage_declared) == ("ZZ", {}, False)


def test_jurisdictions_come_in_the_order_of_their_codes_and_may_be_chosen(tmp_path: Path) -> None:
    folder = write(tmp_path, {"xc/a.md": ACT, "xa/a.md": ACT, "XB/a.md": ACT, "notes/readme.txt": ""})
    assert [found.code for found in read_statutes(folder)] == ["XA", "XB", "XC"]
    assert [found.code for found in read_statutes(folder, ["XC", "xb"])] == ["XB", "XC"]


def test_an_unknown_code_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownJurisdiction, match=r"'XQ'.*has no law in"):
        read_statutes(write(tmp_path, {"xa/a.md": ACT}), ["xq"])


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_folder_without_law_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(StatuteError, match=name):
        read_statutes(tmp_path / name)


BROKEN = [
    ("two broken files", {"xa/a.md": "words", "xb/b.md": "words", "xc/c.md": ACT}, ["a.md", "b.md", "2 problems"]),
    ("two files of one folder", {"xa/a.md": "words", "xa/b.md": "words"}, ["a.md", "b.md"]),
    ("address twice", {"xa/a.md": OWN, "xa/b.md": OWN}, ["'xa/act/2010/3'", "a.md", "b.md", "its own id"]),
    (
        "unknown level of coverage",
        {"xa/a.md": OWN, "xa/jurisdiction.yaml": JURISDICTION.replace("complete", "full")},
        ["'full'", "complete"],
    ),
    ("unknown key", {"xa/a.md": OWN, "xa/jurisdiction.yaml": JURISDICTION + "colour: red\n"}, ["colour", "jurisdiction.yaml"]),
    ("missing key", {"xa/a.md": OWN, "xa/jurisdiction.yaml": "code: xa\n"}, ["name", "coverage", "jurisdiction.yaml"]),
    ("no YAML", {"xa/a.md": OWN, "xa/jurisdiction.yaml": "code: ["}, ["jurisdiction.yaml", "Mend the YAML"]),
    ("coverage is no YAML", {"xa/a.md": ACT, "coverage.yaml": "XA: ["}, ["coverage.yaml", "Mend the YAML"]),
    ("coverage is a list", {"xa/a.md": ACT, "coverage.yaml": "- XA\n"}, ["coverage.yaml"]),
    ("coverage of a country is a word", {"xa/a.md": ACT, "coverage.yaml": "XA: complete\n"}, ["coverage.yaml", "XA"]),
    ("coverage of unknown level", {"xa/a.md": ACT, "coverage.yaml": "XA: {criminal: full}\n"}, ["coverage.yaml", "'full'"]),
]


@pytest.mark.parametrize(("files", "said"), [(files, said) for _, files, said in BROKEN], ids=[name for name, _, _ in BROKEN])
def test_a_folder_that_cannot_be_read_is_refused_with_every_problem(files: dict[str, str], said: list[str], tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError) as caught:
        read_statutes(write(tmp_path, files))
    for words in said:
        assert words in str(caught.value)


@pytest.mark.parametrize(("code", "name"), [("IE", "Ireland"), ("TW", "Taiwan"), ("XA", "XA")])
def test_a_code_is_named_in_english_where_it_names_a_country(code: str, name: str) -> None:
    assert country_name(code).startswith(name)
