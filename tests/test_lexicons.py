"""Are a language's wordings read as they are written, and refused where they cannot work?"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.errors import CriteriaError, LegalCompareError
from legal_compare.lexicons import Piece, fold, languages, load_lexicon, parse_wording, read_lexicon, spellings

WORDINGS = [
    ("material", (Piece(("material",)),)),
    ("take|takes down", (Piece(("take", "takes")), Piece(("down",)))),
    ("image* of ..2 child*", (Piece(("image*",)), Piece(("of",)), Piece(gap=2), Piece(("child*",)))),
    ("the? act", (Piece(("the",), optional=True), Piece(("act",)))),
    ("computer-generated", (Piece(("computer",)), Piece(("generated",)))),
    ("Child's", (Piece(("child s",)),)),
]


@pytest.mark.parametrize(("wording", "pieces"), WORDINGS, ids=[wording for wording, _ in WORDINGS])
def test_a_wording_is_parted_into_pieces(wording: str, pieces: tuple[Piece, ...]) -> None:
    assert parse_wording(wording) == pieces


def test_characters_are_pieces_where_a_script_has_no_spaces() -> None:
    assert parse_wording("所持 ..2 す|し", "characters") == (Piece(("所",)), Piece(("持",)), Piece(gap=2), Piece(("す", "し")))


SPELLINGS = [
    ("児童|青少年 ..9 性交|淫行", ("児童 ..9 性交", "児童 ..9 淫行", "青少年 ..9 性交", "青少年 ..9 淫行")),
    ("所持 ..2 す|し", ("所持 ..2 す|し",)),
    ("性交等?", ("性交等?",)),
]


@pytest.mark.parametrize(("wording", "written_out"), SPELLINGS, ids=[wording for wording, _ in SPELLINGS])
def test_alternatives_of_several_characters_are_wordings_of_their_own(wording: str, written_out: tuple[str, ...]) -> None:
    assert spellings(wording, "characters") == written_out
    assert spellings(wording, "words") == (wording,)


def test_a_wording_is_written_out_with_the_alternatives_that_are_there() -> None:
    assert spellings("児童|青少年 ..9 性交|淫行", "characters", {"児童", "性交", "淫行"}) == ("児童 ..9 性交", "児童 ..9 淫行")
    assert spellings("児童|青少年 所持", "characters", {"所", "持"}) == ()


def test_a_lexicon_is_kept_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("language: xx\nterms: {child: {wordings: [child]}}\n", encoding="utf-8")
    first = read_lexicon("xx", tmp_path)
    read_lexicon.cache_clear()
    assert read_lexicon("xx", tmp_path) == first == load_lexicon(path)
    path.write_text("language: xx\nterms: {child: {wordings: [minor]}}\n", encoding="utf-8")
    read_lexicon.cache_clear()
    changed = read_lexicon("xx", tmp_path)
    assert changed is not None and changed.terms["child"].wordings == ("minor",)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("提供する。保存する。", "提供する.保存する."),
        ("提供者（法人をいう。以下同じ。）は、", "提供者 法人をいう 以下同じ  は "),
        ("應移除；不得散布。", "應移除;不得散布."),
    ],
)
def test_a_sentence_ends_at_its_full_stop_and_not_inside_brackets(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("wording", "trouble"),
    [
        ("..2 child", "begins or ends with a gap"),
        ("child ..2", "begins or ends with a gap"),
        ("", "begins or ends with a gap"),
        ("* a*", "no literal word"),
        ("child?", "no literal word"),
        ("set-up|online", "hyphen inside alternatives"),
    ],
)
def test_a_wording_that_cannot_work_is_refused_with_its_reason(wording: str, trouble: str) -> None:
    with pytest.raises(CriteriaError, match=trouble):
        parse_wording(wording)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("pair", [("Child’s", "child's"), ("“X”", '"x"'), ("on-line", "on line"), ("a\u00a0b", "a b"), ("ÉTÉ", "été")])
def test_looks_that_mean_the_same_fold_to_the_same(pair: tuple[str, str]) -> None:
    assert fold(pair[0]) == fold(pair[1])


def test_a_regional_language_falls_back_to_its_base(own_lexicons: Path) -> None:
    found = read_lexicon("en-GB")
    assert found is not None and found.language == "en"
    assert read_lexicon("tlh") is None
    assert languages() == ["en", "es", "ja"]


FILES = [
    ("language: en\n", ["terms"]),
    ("language: en\nterms: {a: {wordings: [alpha], words: [beta]}}\n", ["terms > a > words", "Extra inputs"]),
    ("language: en\nterms: {a: {wordings: ['..2 x', 'y ..2']}, b: {not: ['*']}}\n", ["terms > a", "terms > b", "3 problems"]),
    ("language: en\nterms: {}\ncues: [{id: c, category: joke, wordings: [x]}]\n", ["cues > 0 > category"]),
    ("language: en\nterms: {}\ncues: [{id: c, category: void, wordings: ['..1 x'], stop: ['?']}]\n", ["cues > c"]),
    ("language: [\n", ["cannot be read", "Mend the YAML"]),
    ("- a\n", ["dictionary"]),
    ("", ["dictionary"]),
]


@pytest.mark.parametrize(("text", "said"), FILES, ids=[repr(text[:40]) for text, _ in FILES])
def test_a_lexicon_that_is_not_understood_is_refused_with_file_and_place(text: str, said: list[str], tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LegalCompareError) as caught:
        load_lexicon(path)
    assert str(path) in str(caught.value)
    for words in said:
        assert words in str(caught.value)


def test_a_lexicon_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "es.yaml"
    path.write_bytes("language: es\nterms: {a: {wordings: [artículo]}}\n".encode("latin-1"))
    with pytest.raises(CriteriaError, match="UTF-8"):
        load_lexicon(path)
