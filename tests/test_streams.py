"""Does a stream of tokens see all that the tagger sees, in whatever letters and lines the law is printed?"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare import read_criteria, read_statutes
from legal_compare.lexicons import read_lexicon
from legal_compare.prefilter import Prefilter
from legal_compare.readers.markdown import clean
from legal_compare.reading import Reader
from legal_compare.statutes import UnmadeSections
from legal_compare.streams import APART, Stream, Vocabulary
from legal_compare.tagging import tagger

LAW = Path(__file__).parents[2] / "shared" / "law"
SLOW = os.environ.get("LEGAL_COMPARE_SLOW") == "1"
SAMPLE = sorted(path.name for path in LAW.glob("*") if path.is_dir()) if SLOW else ["cz", "is", "jp", "se", "tw"]


@cache
def prefilter(language: str = "en") -> Prefilter:
    lexicon = read_lexicon(language)
    assert lexicon is not None
    return Prefilter(tagger(lexicon.language), read_criteria(), Reader(read_criteria()).matcher.uses)


def wordings() -> list[str]:
    """Pieces of wordings as they may be printed."""
    terms = tagger("en").lexicon.terms.values()
    pieces = [piece for term in terms for wording in term.wordings for piece in wording.split() if not piece.startswith("..")]
    return sorted({one.strip("*?") for piece in pieces for one in piece.split("|")} - {""})


WORDS = st.deferred(
    lambda: st.sampled_from(wordings()) | st.sampled_from(["dog", "(a)", "1.", "“child”", "F3[(b)", "a)", "CHILD", "\u212aeep"])
)
BETWEEN = st.sampled_from([" ", "  ", "\n", "\n\n", "\xa0", "\t", "\u2028", "—", ". ", "; ", ", ", "\u200b", "\x1c", "\r"])
TEXTS = st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=30).map(lambda parts: "".join(word + gap for word, gap in parts))


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_term_that_is_tagged_has_its_point_in_the_stream(texts: list[str]) -> None:
    stream = prefilter().stream(texts)
    for number, text in enumerate(texts):
        for term in {span.term for span in tagger("en").tag(clean(text))} & prefilter().needs.keys():
            assert stream.holding(prefilter().needs[term])[number], term


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_words_are_counted_as_they_are_split(texts: list[str]) -> None:
    assert prefilter().stream(texts).words.tolist() == [len(clean(text).split()) for text in texts]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_two_tokens_are_nearer_in_print_than_in_the_stream(text: str) -> None:
    text = clean(text)
    every = tagger("en").needs["child"][:1]
    stream = Stream(Vocabulary(tagger("en"), every), [text, text])
    points = stream.points(every)
    spots = stream.spots(points)
    tokens, starts = tagger("en").tokens(text)
    printed = [start for token, start in zip(tokens, starts, strict=True) if every[0][0][2] in tagger("en").filled(token)]
    assert len(points) == 2 * len(printed)
    assert (spots >> APART).tolist() == [0] * len(printed) + [1] * len(printed)
    assert (np.diff(spots[: len(printed)]) <= np.diff(printed)).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_texts_made_of_others_have_their_tokens_in_their_order(texts: list[str], data: st.DataObject) -> None:
    texts = [text.strip() for text in texts]
    chosen = data.draw(st.lists(st.lists(st.sampled_from(range(len(texts))), max_size=4), min_size=1, max_size=3))
    needs = [need for needs in prefilter().needs.values() for need in needs if len(need) == 1]
    parts = np.array([part for made_of in chosen for part in made_of], np.int64)
    joined = prefilter().stream(texts).joined(parts, np.cumsum([0, *map(len, chosen)]))
    whole = prefilter().stream(["\n".join(texts[part] for part in made_of) for made_of in chosen])
    assert joined.points(needs).tolist() == whole.points(needs).tolist()
    assert joined.spots(joined.points(needs)).tolist() == whole.spots(whole.points(needs)).tolist()


def test_a_bracket_inside_a_line_begins_an_item_only_after_a_clause_or_another_marker() -> None:
    text = "(1) (a) A person shall keep the tokens (if any) of section 4 (1); (2) shall give them up"
    joints = prefilter().stream([text]).joints
    tokens, _ = tagger("en").tokens(text)
    assert [token for token, begins in zip(tokens, joints, strict=True) if begins] == ["1", "a", "2"]


def test_a_vocabulary_that_forgets_changes_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = [need for needs in prefilter().needs.values() for need in needs]
    texts = [f"A person {number} who possesses child pornography number {number}." for number in range(40)]
    before = [Stream(Vocabulary(tagger("en"), needs), [text]).points(prefilter().needs["material"]).tolist() for text in texts]
    monkeypatch.setattr("legal_compare.streams.KNOWN", 5)
    forgetful = Vocabulary(tagger("en"), needs)
    streams = [Stream(forgetful, [text]) for text in texts]
    assert [stream.points(prefilter().needs["material"]).tolist() for stream in streams] == before
    assert all(before)


@pytest.mark.skipif(not LAW.exists(), reason="the reference law is not here")
@pytest.mark.parametrize("code", SAMPLE)
def test_every_stretch_of_a_provision_begins_and_ends_where_a_joint_is_told(code: str) -> None:
    (jurisdiction,) = read_statutes(LAW, [code])
    for instrument in jurisdiction.instruments:
        if (lexicon := read_lexicon(instrument.language)) is None:
            continue
        for section in instrument.sections:
            _, starts = tagger(lexicon.language).tokens(section.text)
            joints = prefilter(lexicon.language).stream([section.text]).joints
            assert len(joints) == len(starts)
            bounds = {bound for provision in section.provisions for stretch in provision.stretches for bound in stretch}
            following = np.searchsorted(starts, sorted(bounds))
            assert joints[following[following < len(starts)]].all(), section.address


def test_sections_that_are_not_made_yet_are_as_many_as_were_printed() -> None:
    sections = UnmadeSections([("1", "A dog."), ("2", "A cat.")], lambda: ())
    assert len(sections) == 2
    assert list(sections) == []
