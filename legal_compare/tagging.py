"""Turns Sections and Provisions into TaggedSpans of terms and cues with a spaCy pipeline.

The only module that imports spaCy. The tokens that a wording cannot do without are sought first; spaCy's Matcher
then runs only on the few tokens where all of them stand within reach, which gives the same spans at a fraction of
the cost.

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
from functools import cache
from typing import Any

from legal_compare.lexicons import Lexicon, Piece, fold, parse_wording, read_lexicon, spellings
from legal_compare.statutes import Provision, Section

UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Kana and Han, written with no space between words."""

_CUES = ""
"""Where the wordings of all cues are kept: no term has this name."""
GAP_STOPS = frozenset(".;")
"""Tokens that a gap inside a wording never crosses."""


_taggers: list[Tagger] = []
"""The taggers in use."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words that a term's or cue's wording marked; offsets are in characters of the text it was found in."""

    term: str
    start: int
    end: int
    text: str
    wording: str
    defined_in: str = ""


Need = tuple[tuple[int, int, int], ...]
"""What a wording cannot do without: slots, each with its least and greatest distance in tokens from the first of them."""


@dataclass(frozen=True)
class _Entry:
    term: str
    wording: str
    anchor: int
    others: tuple[tuple[int, int, int], ...]
    before: int
    after: int
    gaps: tuple[int, ...]
    excludes: bool


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
    """A lexicon compiled to slots of tokens and one spaCy Matcher a wording."""

    def __init__(self, lexicon: Lexicon) -> None:
        import spacy

        self.lexicon = lexicon
        self._nlp = spacy.blank("xx")
        _taggers.append(self)
        self._characters = lexicon.tokens == "characters"
        self._slots = _Slots()
        self._entries: list[_Entry] = []
        self._parts: list[list[tuple[Piece, ...]]] = []
        self._matchers: dict[int, Any] = {}
        self._by_anchor: dict[int, list[int]] = defaultdict(list)
        self._of_term: dict[str, list[int]] = defaultdict(list)
        self.needs: dict[str, list[Need]] = defaultdict(list)
        """For each term the tokens that each of its wordings cannot do without."""
        self._crosses_stops = False
        self._sought: dict[frozenset[str], tuple[list[int], frozenset[int]]] = {}
        for term, wording, excludes in self._wordings():
            for spelling in spellings(wording, lexicon.tokens):
                self._add(term, wording, parse_wording(spelling, lexicon.tokens), excludes)

    def _add(self, term: str, wording: str, pieces: tuple[Piece, ...], excludes: bool) -> None:
        parts, gaps = _parts(pieces)
        anchor, others, before, after = _reach(pieces, self._slots)
        if not excludes:
            self.needs[term].append(((0, 0, anchor), *((low, high, slot) for slot, low, high in others)))
        self._by_anchor[anchor].append(len(self._entries))
        self._of_term[term if term in self.lexicon.terms else _CUES].append(len(self._entries))
        self._entries.append(_Entry(term, wording, anchor, others, before, after, gaps, excludes))
        self._parts.append(parts)
        self._crosses_stops |= any(not GAP_STOPS.isdisjoint(piece.alternatives) for piece in pieces)

    def _wordings(self) -> list[tuple[str, str, bool]]:
        found = []
        for name, term in self.lexicon.terms.items():
            found += [(name, wording, False) for wording in term.wordings]
            found += [(name, wording, True) for wording in term.excluded]
        for cue in self.lexicon.cues.values():
            found += [(f"cue:{cue.id}", wording, False) for wording in cue.wordings]
            found += [(f"stop:{cue.id}", wording, False) for wording in cue.stop]
        return found

    def _matcher(self, number: int) -> Any:
        """spaCy's Matcher of a wording, made when the wording is first in reach: most never are."""
        from spacy.matcher import Matcher

        if number not in self._matchers:
            matcher = Matcher(self._nlp.vocab, validate=False)
            for place, part in enumerate(self._parts[number], start=1):
                matcher.add(place, [_token_pattern(part)], greedy="LONGEST")
            self._matchers[number] = matcher
        return self._matchers[number]

    def tokens(self, text: str) -> tuple[list[str], list[int]]:
        """The tokens of a text, folded, and the character at which each starts."""
        folded = fold(text)
        bounds = _words(folded, self._characters)
        return [folded[start:end] for start, end in bounds], [start for start, _ in bounds]

    def filled(self, token: str) -> tuple[int, ...]:
        """The slots that a token fills."""
        return self._slots.filled(token)

    @property
    def remembered(self) -> int:
        """Words that it keeps."""
        return len(self._nlp.vocab) + self._slots.remembered

    def tag(
        self, text: str, across: Sequence[int] = (), names: AbstractSet[str] | None = None, within: Sequence[tuple[int, int]] | None = None
    ) -> tuple[TaggedSpan, ...]:
        """All terms and cues in a text; overlapping spans of different terms are kept.

        With `across`, offsets in ascending order, only spans that cross one of them are sought; with `names`, only those of
        some terms, and the cues; with `within`, (start, end) in ascending order, all that reach into one of these stretches and
        perhaps others: no wording crosses a stop, so what stands beyond the next one is not looked at (but where no spaces are
        written: brackets tell there whether a stop is one).
        """
        from spacy.tokens import Doc

        if within is not None and not self._crosses_stops and not self._characters:
            parts = [(first, self.tag(text[first:last], names=names)) for first, last in _sentences(text, within)]
            return tuple(replace(span, start=span.start + first, end=span.end + first) for first, spans in parts for span in spans)
        words, starts = self.tokens(text)
        joints = [bisect_left(starts, offset) for offset in across]
        if names is None:
            candidates = self._candidates(self._slots.places(words), len(words))
        else:
            candidates = self._some_candidates(words, frozenset(names))
        spans: list[TaggedSpan] = []
        excluded: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, windows in sorted(candidates.items()):
            entry = self._entries[number]
            for first, last in windows:
                if across and not _within(joints, first + 1, last - 1):
                    continue
                matches = self._matcher(number)(Doc(self._nlp.vocab, words=words[first:last]))
                for begin, stop in _joined(matches, entry.gaps, words, first):
                    start, end = starts[first + begin], starts[first + stop - 1] + len(words[first + stop - 1])
                    if entry.excludes:
                        excluded[entry.term].append((start, end))
                    else:
                        spans.append(TaggedSpan(entry.term, start, end, text[start:end], entry.wording))
        kept: dict[tuple[str, int, int], TaggedSpan] = {}
        for span in spans:
            if not any(start < span.end and span.start < end for start, end in excluded.get(span.term, ())):
                kept.setdefault((span.term, span.start, span.end), span)
        return tuple(sorted(kept.values(), key=lambda span: (span.start, span.end, span.term)))

    def _candidates(self, places: dict[int, list[int]], length: int) -> dict[int, list[tuple[int, int]]]:
        """Token windows in which a wording can match: its anchor, and every other token it needs within reach."""
        numbers = (number for slot in places for number in self._by_anchor.get(slot, ()))
        return {number: windows for number in numbers if (windows := self._windows(number, places, length))}

    def _some_candidates(self, words: list[str], names: frozenset[str]) -> dict[int, list[tuple[int, int]]]:
        """The same of the wordings of some terms and of the cues, looking only at tokens that they need."""
        if names not in self._sought:
            numbers = [number for name in (*names, _CUES) for number in self._of_term.get(name, ())]
            self._sought[names] = numbers, frozenset(slot for number in numbers for slot in self._slots_of(number))
        numbers, slots = self._sought[names]
        places = self._slots.places(words, slots)
        anchored = (number for number in numbers if self._entries[number].anchor in places)
        return {number: windows for number in anchored if (windows := self._windows(number, places, len(words)))}

    def _slots_of(self, number: int) -> Iterator[int]:
        yield self._entries[number].anchor
        yield from (other for other, _, _ in self._entries[number].others)

    def _windows(self, number: int, places: dict[int, list[int]], length: int) -> list[tuple[int, int]]:
        entry = self._entries[number]
        if not all(other in places for other, _, _ in entry.others):
            return []
        return _merged([
            (max(0, at - entry.before), min(length, at + entry.after + 1))
            for at in places[entry.anchor]
            if all(_within(places[other], at + low, at + high) for other, low, high in entry.others)
        ])  # fmt: skip


class _Slots:
    """Sets of token alternatives, each known by a number; tells which of them a token fills."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[str, int]]] = defaultdict(list)  # by first letter
        self._inside: list[tuple[str, bool, int]] = []
        self._known: dict[str, tuple[int, ...]] = {}

    def number(self, alternatives: tuple[str, ...]) -> int:
        """The number of a set of alternatives, new or known."""
        if alternatives not in self._numbers:
            number = self._numbers[alternatives] = len(self._numbers)
            for one in alternatives:
                if one.startswith("*"):
                    self._inside.append((one.strip("*"), one.endswith("*"), number))
                elif one.endswith("*"):
                    self._prefixes[one[:1]].append((one[:-1], number))
                else:
                    self._exact[one].append(number)
        return self._numbers[alternatives]

    @property
    def remembered(self) -> int:
        """Tokens that it keeps."""
        return len(self._known)

    def places(self, words: list[str], wanted: AbstractSet[int] | None = None) -> dict[int, list[int]]:
        """For each slot, or each of those wanted, the positions of the tokens that fill it."""
        known = self._known
        filled = {word: slots for word in set(words) if (slots := known[word] if word in known else self.filled(word))}
        if wanted is not None:
            filled = {word: kept for word, slots in filled.items() if (kept := tuple(slot for slot in slots if slot in wanted))}
        found: dict[int, list[int]] = defaultdict(list)
        for at, word in enumerate(words) if filled else ():
            if word in filled:
                for slot in filled[word]:
                    found[slot].append(at)
        return dict(found)

    def filled(self, word: str) -> tuple[int, ...]:
        """The numbers of the slots that a token fills."""
        if word not in self._known:
            slots = set(self._exact.get(word, ()))
            slots.update(number for prefix, number in self._prefixes.get(word[:1], ()) if word.startswith(prefix))
            slots.update(number for part, open_end, number in self._inside if (part in word if open_end else word.endswith(part)))
            self._known[word] = tuple(slots)
        return self._known[word]


def _reach(pieces: tuple[Piece, ...], slots: _Slots) -> tuple[int, tuple[tuple[int, int, int], ...], int, int]:
    """Anchor slot, the other slots with their least and greatest distance from it, tokens before and after it.

    The anchor is the piece with the longest literals: the rarest, as far as length tells.
    """
    spots: list[tuple[int, int, Piece]] = []  # least and greatest offset from the start
    low = high = 0
    for piece in pieces:
        if piece.gap:
            high += piece.gap
            continue
        if not piece.optional:
            spots.append((low, high, piece))
            low += 1
        high += 1
    anchor = max(spots, key=lambda spot: min(len(one.strip("*")) for one in spot[2].alternatives))
    others = tuple(
        (slots.number(piece.alternatives), least - anchor[1], most - anchor[0]) for least, most, piece in spots if piece is not anchor[2]
    )
    return slots.number(anchor[2].alternatives), others, anchor[1], high - 1 - anchor[0]


def _within(places: list[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high


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


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in windows:
        if merged and first < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


_TOKEN = re.compile(r"[^\s.,;:]+|[.,;:]")


def _words(folded: str, characters: bool) -> list[tuple[int, int]]:
    """Tokens of folded text: runs of letters and digits, or single characters; kept punctuation alone."""
    if characters:
        return [(i, i + 1) for i, character in enumerate(folded) if character != " "]
    return [match.span() for match in _TOKEN.finditer(folded)]


def _parts(pieces: tuple[Piece, ...]) -> tuple[list[tuple[Piece, ...]], tuple[int, ...]]:
    """A wording cut at its gaps, and the widest distance in tokens between one part and the next."""
    parts: list[tuple[Piece, ...]] = []
    gaps: list[int] = []
    here: list[Piece] = []
    for piece in pieces:
        if not piece.gap:
            here.append(piece)
        elif all(one.optional for one in here) and gaps:  # gap, word?, gap: one wider gap
            gaps[-1] += piece.gap + len(here)
            here = []
        else:
            parts.append(tuple(here))
            gaps.append(piece.gap)
            here = []
    return [*parts, tuple(here)], tuple(gaps)


def _joined(matches: list[tuple[int, int, int]], gaps: tuple[int, ...], words: Sequence[str], offset: int) -> list[tuple[int, int]]:
    """Matches of a wording's parts -> matches of the whole, each part the nearest that follows the last."""
    if not gaps:
        return [(begin, stop) for _, begin, stop in matches]
    by_part: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for part, begin, stop in matches:
        by_part[part].append((begin, stop))
    found = []
    for begin, stop in by_part[1]:
        end: int | None = stop
        for part, gap in enumerate(gaps, start=2):
            end = _next_end(by_part[part], end, gap, words, offset)
            if end is None:
                break
        if end is not None:
            found.append((begin, end))
    return found


def _next_end(places: list[tuple[int, int]], after: int | None, gap: int, words: Sequence[str], offset: int) -> int | None:
    for begin, stop in sorted(places):
        if after is not None and after <= begin <= after + gap:
            return None if not GAP_STOPS.isdisjoint(words[offset + after : offset + begin]) else stop
    return None


def _token_pattern(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    pattern: list[dict[str, Any]] = []
    for piece in pieces:
        token: dict[str, Any]
        if any("*" in one for one in piece.alternatives):
            token = {"TEXT": {"REGEX": "^(?:" + "|".join(_regex(one) for one in piece.alternatives) + ")$"}}
        else:
            token = {"TEXT": {"IN": list(piece.alternatives)}}
        if piece.optional:
            token["OP"] = "?"
        pattern.append(token)
    return pattern


def _regex(token: str) -> str:
    return "\\w*" * token.startswith("*") + re.escape(token.strip("*")) + "\\w*" * token.endswith("*")
