"""Turns Sections and Provisions into TaggedSpans of terms and cues with a spaCy pipeline.

A wording is sought only in a text that has a word for each of its places. Where all of its words must stand, the places of
these are its own; spaCy's Matcher reads the parts in which a word may be missing.

Tokens are words, or single characters where a language is written without spaces; no morphological analyser is used.
Measured on the reference law (23 November 2026), each place where a wording's words stand, by characters:

- Japanese, 4,091 places: SudachiPy 0.7.0 (small dictionary; modes A, B and C alike) puts token bounds at both ends of
  99.4 %. The other 26 are all one false hit of characters, 性交 inside 異性交際, which a `not` wording can shut out.
- Chinese (traditional), 2,216 places: jieba 0.42 bounds 72.5 %; the rest are mostly right hits that it swallows
  (應通報, 違反第, 主管機關), so characters miss nothing and words would.
- Korean, 55,474 places: 37 % are whole words, 69 % stand at the beginning of a word, the rest inside compounds;
  patterns of words with asterisks reach all three. Kiwi 0.24 bounds 93 % of the 45,923 places of longest wordings;
  the rest is mostly what it takes as one word (정보통신망) or cuts elsewhere; it needs 14 s for 0.4 million characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from legal_compare.lexicons import Lexicon, fold, parse_wording, read_lexicon, spellings
from legal_compare.loose_parts import LooseReader
from legal_compare.patterns import GAP_STOPS, Loose, Need, Pattern, anchors, length, need_of, pattern_of
from legal_compare.slots import Places, Run, Slots, Stretch
from legal_compare.statutes import Provision, Section

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Kana and Han, written with no space between words."""

_CUES = ""
"""Where the wordings of all cues are kept: no term has this name."""

_taggers: list[Tagger] = []
"""The taggers in use."""


class TaggedSpan(NamedTuple):
    """Words that a term's or cue's wording marked; offsets are in characters of the text it was found in."""

    term: str
    start: int
    end: int
    text: str
    wording: str
    defined_in: str = ""


@dataclass(frozen=True, slots=True)
class _Wording:
    """A wording of a term or cue, and the slots that a text must fill to hold it."""

    term: str
    text: str
    excludes: bool
    needed: frozenset[int]


def tag(provision: Provision, language: str = "en") -> tuple[TaggedSpan, ...]:
    """Terms and cues in a provision, in the order of its text: `provision.text[s.start:s.end] == s.text`."""
    lexicon = read_lexicon(language)
    if lexicon is None:
        return ()
    return tagger(lexicon.language).tag(provision.text)


def tag_section(section: Section, language: str) -> tuple[TaggedSpan, ...]:
    """The same with offsets into the section's text; nothing where the language has no lexicon."""
    lexicon = read_lexicon(language)
    return tagger(lexicon.language).tag(section.text) if lexicon else ()


def terms_of(spans: Iterable[TaggedSpan]) -> frozenset[str]:
    """The terms that spans mark."""
    return frozenset(span.term for span in spans)


def moved(span: TaggedSpan, by: int) -> TaggedSpan:
    """The span in a text that begins so many characters earlier."""
    return TaggedSpan(span.term, span.start + by, span.end + by, span.text, span.wording, span.defined_in)


def in_order(spans: Iterable[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Spans in the order of the text, one a term and place: of two the later in print, where a definition lends what the words say."""
    found = {(span.term, span.start, span.end): span for span in spans}
    return tuple(sorted(found.values(), key=lambda span: (span.start, span.end)))


@cache
def tagger(language: str) -> Tagger:
    """The compiled tagger of a language."""
    lexicon = read_lexicon(language)
    if lexicon is None:
        raise KeyError(language)
    return Tagger(lexicon)


def remembered() -> int:
    """Words that the taggers of all languages keep: they grow with every new number and name that is read."""
    return sum(one.remembered for one in _taggers)


def forget() -> None:
    """Lets go of all taggers and what they remember; they are made again when they are needed."""
    tagger.cache_clear()
    narrow_tagger.cache_clear()
    _taggers.clear()


@cache
def narrow_tagger(language: str, names: frozenset[str]) -> Tagger:
    """A tagger of some terms only: the same spans of those terms at a fraction of the cost."""
    lexicon = tagger(language).lexicon
    return Tagger(replace(lexicon, terms={name: term for name, term in lexicon.terms.items() if name in names}, cues={}))


class Tagger:
    """A lexicon compiled to slots of tokens; its wordings to patterns as they come into reach."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        _taggers.append(self)
        self._characters = lexicon.tokens == "characters"
        self._slots = Slots()
        self._wordings: list[_Wording] = []
        self._at_rarest: dict[int, list[int]] = defaultdict(list)
        self._of_term: dict[str, list[int]] = defaultdict(list)
        self._patterns: dict[str, Pattern] = {}
        self._loose = LooseReader()
        self._crosses_stops = False
        for name, term in lexicon.terms.items():
            self._add(name, name, term.wordings)
            self._add(name, name, term.excluded, excludes=True)
        for cue in lexicon.cues.values():
            self._add(_CUES, f"cue:{cue.id}", cue.wordings)
            self._add(_CUES, f"stop:{cue.id}", cue.stop)

    def _add(self, owner: str, term: str, wordings: Iterable[str], excludes: bool = False) -> None:
        for wording in wordings:
            pieces = parse_wording(wording, self.lexicon.tokens)
            firm = [piece for piece in pieces if not piece.gap and not piece.optional]
            self._at_rarest[self._slots.number(max(firm, key=length).alternatives)].append(len(self._wordings))
            self._of_term[owner].append(len(self._wordings))
            self._wordings.append(_Wording(term, wording, excludes, frozenset(self._slots.number(piece.alternatives) for piece in firm)))
            self._crosses_stops |= any(not GAP_STOPS.isdisjoint(piece.alternatives) for piece in pieces)

    @cached_property
    def needs(self) -> dict[str, list[Need]]:
        """For each term the tokens that each of its wordings cannot do without."""
        needs: dict[str, list[Need]] = defaultdict(list)
        for wording in self._wordings:
            for spelling in spellings(wording.text, self.lexicon.tokens) if not wording.excludes else ():
                needs[wording.term].append(need_of(parse_wording(spelling, self.lexicon.tokens), self._slots))
        return needs

    def tokens(self, text: str) -> tuple[list[str], list[int]]:
        """The tokens of a text, folded, and the character at which each starts."""
        folded = fold(text)
        if self._characters:
            starts = [at for at, character in enumerate(folded) if character != " "]
            return [folded[at] for at in starts], starts
        return _TOKEN.findall(folded), [match.start() for match in _TOKEN.finditer(folded)]

    def filled(self, token: str) -> tuple[int, ...]:
        """The slots that a token fills."""
        return self._slots.filled(token)

    @property
    def remembered(self) -> int:
        """Words that it keeps."""
        return self._slots.remembered

    def tag(
        self, text: str, across: Sequence[int] = (), names: AbstractSet[str] | None = None, within: Sequence[Stretch] | None = None
    ) -> tuple[TaggedSpan, ...]:
        """All terms and cues in a text; overlapping spans of different terms are kept.

        With `across`, offsets in ascending order, only spans that cross one of them are sought; with `names`, only those of
        some terms, and the cues; with `within`, (start, end) in ascending order, all that reach into one of these stretches and
        perhaps others: no wording crosses a stop, so what stands beyond the next one is not looked at (but where no spaces are
        written: brackets tell there whether a stop is one).
        """
        if within is not None and not self._crosses_stops and not self._characters:
            parts = [(first, self.tag(text[first:last], names=names)) for first, last in _sentences(text, within)]
            return tuple(moved(span, first) for first, spans in parts for span in spans)
        words, starts = self.tokens(text)
        joints = [bisect_left(starts, offset) for offset in across]
        spans: list[TaggedSpan] = []
        excluded: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for wording, begin, stop in self._found(words, names):
            if across and not _crosses(joints, begin, stop):
                continue
            start, end = starts[begin], starts[stop - 1] + len(words[stop - 1])
            if wording.excludes:
                excluded[wording.term].append((start, end))
            else:
                spans.append(TaggedSpan(wording.term, start, end, text[start:end], wording.text))
        kept: dict[tuple[str, int, int], TaggedSpan] = {}
        for span in spans:
            if not any(start < span.end and span.start < end for start, end in excluded.get(span.term, ())):
                kept.setdefault((span.term, span.start, span.end), span)
        return tuple(sorted(kept.values(), key=lambda span: (span.start, span.end, span.term)))

    def _found(self, words: list[str], names: AbstractSet[str] | None) -> Iterator[tuple[_Wording, int, int]]:
        """Where wordings stand, in the order of the lexicon."""
        places = Places(words, self._slots, self._characters)

        @cache
        def of(part: Run | Loose) -> Sequence[Stretch]:
            if isinstance(part, Run):
                return places.of(part)
            runs = (Run((self._slots.number(piece.alternatives),)) for piece in anchors(part))
            return self._loose.read(part, words, sorted(begin for run in runs for begin, _ in places.of(run)))

        for number in sorted(self._candidates(places.filled, names)):
            wording = self._wordings[number]
            for pattern in self._spelled(wording, places.alternatives):
                for begin, stop in pattern.found(words, of):
                    yield wording, begin, stop

    def _candidates(self, filled: AbstractSet[int], names: AbstractSet[str] | None) -> Iterator[int]:
        """Wordings, all or those of some terms and of the cues, for each place of which a text has a word."""
        if names is None:
            looked_at = (self._at_rarest[slot] for slot in self._at_rarest.keys() & filled)
        else:
            looked_at = (self._of_term[name] for name in self._of_term.keys() & {*names, _CUES})
        return (number for numbers in looked_at for number in numbers if self._wordings[number].needed <= filled)

    def _spelled(self, wording: _Wording, there: AbstractSet[str]) -> Iterator[Pattern]:
        """The patterns of a wording, written out with the alternatives that are there."""
        for spelling in spellings(wording.text, self.lexicon.tokens, there):
            if spelling not in self._patterns:
                self._patterns[spelling] = pattern_of(parse_wording(spelling, self.lexicon.tokens), self._slots)
            yield self._patterns[spelling]


def _crosses(joints: Sequence[int], begin: int, stop: int) -> bool:
    """Whether a joint lies inside a stretch."""
    at = bisect_left(joints, begin + 1)
    return at < len(joints) and joints[at] < stop


def _sentences(text: str, within: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches of a text, each drawn out to the stops around it; those that then touch are one."""
    begun, ended = 0, -1
    for first, last in within:
        start = max(text.rfind(stop, 0, first) for stop in GAP_STOPS) + 1
        end = min((at for stop in GAP_STOPS if (at := text.find(stop, last)) >= 0), default=len(text))
        if start > ended:
            if ended > begun:
                yield begun, ended
            begun = start
        ended = max(end, ended)
    if ended > begun:
        yield begun, ended


_TOKEN = re.compile(r"[^\s.,;:]+|[.,;:]")
"""Tokens of folded text: runs of letters and digits; kept punctuation alone."""
