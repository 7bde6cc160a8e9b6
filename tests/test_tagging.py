"""Is each wording marked where it stands, and only there?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.drafting import Drafting
from legal_compare.lexicons import Lexicon, Term, read_lexicon
from legal_compare.statutes import Section
from legal_compare.tagging import TaggedSpan, Tagger, tag, tag_section, tagger

pytestmark = pytest.mark.usefixtures("own_lexicons")


def marks(*wordings: str, text: str, excluded: tuple[str, ...] = (), tokens: str = "words") -> list[str]:
    """What the wordings of one term mark in a text."""
    term = Term.model_validate({"wordings": wordings, "not": excluded})
    lexicon = Lexicon("xx", tokens, 1.0, "", Drafting(), (), (), (), {"t": term})
    return [span.text for span in Tagger(lexicon).tag(text)]


MARKED = [
    ("child", "A child, a CHILD, a childcare.", ["child", "CHILD"]),
    ("child*", "children’s childhood", ["children", "childhood"]),
    ("*graph", "a photograph of a paragraph", ["photograph", "paragraph"]),
    ("photo|picture of", "photo of, picture of, picture", ["photo of", "picture of"]),
    ("the? act", "the act; an act", ["the act", "act"]),
    ("image* of ..2 child*", "image of a young child", ["image of a young child"]),
    ("image* of ..2 child*", "image of a very much younger child", []),
    ("image* of ..2 child*", "image of a child", ["image of a child"]),
    ("image* of ..2 child*", "image of snow; child", []),  # a gap never crosses ; or .
    ("image* of ..3 child*", "image of a dog, child", ["image of a dog, child"]),  # but it crosses a comma
    (
        "computer-generated",
        "Computer-generated, computer generated, computer\u2011generated",
        ["Computer-generated", "computer generated", "computer\u2011generated"],
    ),
    ("child s image", "the child’s image", ["child’s image"]),
    ("child abuse", "child\n  abuse", ["child\n  abuse"]),
    ("child abuse", "child\u00a0abuse", ["child\u00a0abuse"]),
    ("child abuse", "“child” (abuse)", ["child” (abuse"]),
    ("shall , however", "shall, however", ["shall, however"]),
    ("straße", "Die STRASSE, die Straße", ["Straße"]),
]


@pytest.mark.parametrize(("wording", "text", "expected"), MARKED, ids=[f"{wording} in {text[:30]}" for wording, text, _ in MARKED])
def test_a_wording_marks(wording: str, text: str, expected: list[str]) -> None:
    assert marks(wording, text=text) == expected


def test_an_excluded_wording_drops_the_hits_that_it_overlaps() -> None:
    assert marks("provider*", text="a childcare provider and a provider", excluded=("childcare provider*",)) == ["provider"]


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("所持", "児童ポルノを所持した者", ["所持"]),
        ("所持 ..2 す", "所持をする", ["所持をす"]),
        ("所持", "所得を維持", []),
        ("所持|保管 した者", "所持した者、保管した者", ["所持した者", "保管した者"]),
        ("記録し、保存|保管させ", "データを記録し、保存する。", ["記録し、保存"]),
        ("マネー・ローンダリング", "マネー・ローンダリング及びマネーロンダリング", ["マネー・ローンダリング"]),
        ("提供者は ..20 削除", "提供者は、通知する。大臣は、削除を命ずる。", []),
        ("提供者 ..20 は削除", "提供者（法人をいう。）は、削除する。", ["提供者（法人をいう。）は、削除"]),
    ],
)
def test_a_script_without_spaces_is_marked_by_characters(wording: str, text: str, expected: list[str]) -> None:
    assert marks(wording, text=text, tokens="characters") == expected


def test_texts_that_were_read_before_change_nothing() -> None:
    term = Term(wordings=("児童|青少年 ..9 性交|淫行", "淫行|わいせつ 等", "児童"))
    lexicon = Lexicon("xx", "characters", 1.0, "", Drafting(), (), (), (), {"t": term})
    used = Tagger(lexicon)
    for text in ("児童に対する性交", "青少年との淫行等", "児童との淫行"):
        assert used.tag(text) == Tagger(lexicon).tag(text) != ()
    assert [len(need) for need in used.needs["t"]] == [len(need) for need in Tagger(lexicon).needs["t"]]
    assert {slot for need in used.needs["t"] for _, _, slot in need} >= set(used.filled("淫")) != set()


def spans(text: str) -> tuple[TaggedSpan, ...]:
    return tagger("en").tag(text)


def test_overlapping_terms_are_both_kept() -> None:
    found = {(span.term, span.text) for span in spans("nothing in this section requires a hosting provider to monitor")}
    assert ("provider", "hosting provider") in found
    assert ("cue:nothing-requires", "nothing in this section requires") in found
    assert ("cue:monitoring-clause", "nothing in this section requires a hosting provider to monitor") in found


def test_cues_and_their_stops_are_marked_under_their_own_names() -> None:
    assert {span.term for span in spans("is not required to report, but shall monitor") if ":" in span.term} == {
        "cue:nothing-requires",
        "stop:nothing-requires",
    }


def test_a_provision_is_tagged_at_its_own_offsets(section_of: Callable[..., Section]) -> None:
    limb = section_of("(1) A person who—\n(a) makes, or\n(b) possesses,\nchild abuse material errs.").provisions[-1]
    found = tag(limb)
    assert [span.term for span in found] == ["person", "possess", "material"]
    assert all(limb.text[span.start : span.end] == span.text for span in found)


def test_a_language_without_a_lexicon_is_not_tagged(section_of: Callable[..., Section]) -> None:
    section = section_of("possesses")
    assert tag(section.provisions[0], "tlh") == tag_section(section, "tlh") == ()


def test_a_lexicon_without_terms_marks_nothing() -> None:
    assert Tagger(Lexicon("xx", "words", 1.0, "", Drafting(), (), (), (), {})).tag("anything") == ()


def test_a_regional_language_uses_the_lexicon_of_its_base(own_lexicons: Path, section_of: Callable[..., Section]) -> None:
    assert read_lexicon("en-GB") is not None
    assert [span.term for span in tag_section(section_of("possesses"), "en-GB")] == ["possess"]


PHRASES = st.sampled_from(
    [
        "a person who possesses",
        "child abuse material",
        "indecent image of a child",
        "nothing in this section shall require",
        "hosting providers",
        "must report",
        "computer-generated",
        "child\u00a0abuse\u00ad material",
        ";",
        ". ",
        "\n(a) ",
        "“",
        "İ",
        "ß",
        "児童",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PHRASES | st.text(max_size=12), max_size=8).map(" ".join))
def test_each_span_equals_its_slice_of_the_text(text: str) -> None:
    for span in spans(text):
        assert text[span.start : span.end] == span.text and span.start < span.end


@settings(max_examples=60, deadline=None)
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_wording_in_any_surrounding_is_found(before: str, after: str) -> None:
    text = f"{before} hosting provider {after}"
    excluded = before.lower().split()[-1:] == ["childcare"]
    assert excluded or any(span.term == "provider" for span in spans(text))
