"""Turns Sections and Provisions into TaggedSpans of terms and cues with a spaCy pipeline.

The only module that imports spaCy. Literals that a wording cannot do without are sought first (Aho-Corasick);
spaCy's Matcher then runs only on the few tokens around each, which gives the same spans at a fraction of the cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from legal_compare.lexicons import Lexicon, Piece, fold, parse_wording, read_lexicon
from legal_compare.statutes import Provision, Section

GAP_STOPS = frozenset(".;")
"""Tokens that a gap inside a wording never crosses."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words that a term's or cue's wording marked; offsets are in characters of the text it was found in."""

    term: str
    start: int
    end: int
    text: str
    wording: str
    defined_in: str = ""


@dataclass(frozen=True)
class _Entry:
    term: str
    wording: str
    literals: tuple[str, ...]
    tokens: int
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


@cache
def tagger(language: str) -> Tagger:
    """The compiled tagger of a language."""
    lexicon = read_lexicon(language)
    if lexicon is None:
        raise KeyError(language)
    return Tagger(lexicon)


class Tagger:
    """A lexicon compiled to an automaton of literals and one spaCy Matcher a wording."""

    def __init__(self, lexicon: Lexicon) -> None:
        import ahocorasick
        import spacy

        self.lexicon = lexicon
        self._nlp = spacy.blank("xx")
        self._characters = lexicon.tokens == "characters"
        self._entries: list[_Entry] = []
        self._matchers: list[Any] = []
        self._automaton = ahocorasick.Automaton()
        by_literal: dict[str, list[int]] = defaultdict(list)
        for term, wording, excludes in self._wordings():
            pieces = parse_wording(wording, lexicon.tokens)
            parts, gaps = _parts(pieces)
            entry = _Entry(term, wording, _literals(pieces), _longest(pieces), gaps, excludes)
            for literal in entry.literals:
                by_literal[literal].append(len(self._entries))
            self._entries.append(entry)
            self._matchers.append(self._matcher(parts))
        for literal, numbers in by_literal.items():
            self._automaton.add_word(literal, (len(literal), numbers))
        if by_literal:
            self._automaton.make_automaton()
        self._empty = not by_literal

    def _wordings(self) -> list[tuple[str, str, bool]]:
        found = []
        for name, term in self.lexicon.terms.items():
            found += [(name, wording, False) for wording in term.wordings]
            found += [(name, wording, True) for wording in term.excluded]
        for cue in self.lexicon.cues.values():
            found += [(f"cue:{cue.id}", wording, False) for wording in cue.wordings]
            found += [(f"stop:{cue.id}", wording, False) for wording in cue.stop]
        return found

    def _matcher(self, parts: list[tuple[Piece, ...]]) -> Any:
        from spacy.matcher import Matcher

        matcher = Matcher(self._nlp.vocab, validate=False)
        for number, part in enumerate(parts):
            matcher.add(number + 1, [_token_pattern(part)], greedy="LONGEST")
        return matcher

    def _tokens(self, folded: str) -> tuple[Any, list[int]]:
        """A spaCy Doc over folded text and the character at which each token starts."""
        from spacy.tokens import Doc

        words: list[str] = []
        starts: list[int] = []
        for start, end in _words(folded, self._characters):
            words.append(folded[start:end])
            starts.append(start)
        return Doc(self._nlp.vocab, words=words), starts

    def tag(self, text: str) -> tuple[TaggedSpan, ...]:
        """All terms and cues in a text; overlapping spans of different terms are kept."""
        if self._empty:
            return ()
        folded = fold(text)
        hits = self._hits(folded)
        if not hits:
            return ()
        doc, starts = self._tokens(folded)
        spans: list[TaggedSpan] = []
        excluded: dict[str, list[tuple[int, int]]] = defaultdict(list)
        ends = [start + len(doc[i].text) for i, start in enumerate(starts)]
        for number, places in hits.items():
            entry = self._entries[number]
            for first, last in _windows(places, starts, entry.tokens):
                matches = self._matchers[number](doc[first:last])
                for begin, stop in _joined(matches, entry.gaps, doc, first):
                    start, end = starts[first + begin], ends[first + stop - 1]
                    if entry.excludes:
                        excluded[entry.term].append((start, end))
                    else:
                        spans.append(TaggedSpan(entry.term, start, end, text[start:end], entry.wording))
        kept = {
            (span.term, span.start, span.end): span
            for span in spans
            if not any(start < span.end and span.start < end for start, end in excluded.get(span.term, ()))
        }
        return tuple(sorted(kept.values(), key=lambda span: (span.start, span.end, span.term)))

    def _hits(self, folded: str) -> dict[int, list[int]]:
        hits: dict[int, list[int]] = defaultdict(list)
        for end, (length, numbers) in self._automaton.iter(folded):
            for number in numbers:
                hits[number].append(end - length + 1)
        return hits


def _words(folded: str, characters: bool) -> list[tuple[int, int]]:
    """Tokens of folded text: runs of letters and digits, or single characters; kept punctuation alone."""
    if characters:
        return [(i, i + 1) for i, character in enumerate(folded) if character != " "]
    import re

    return [match.span() for match in re.finditer(r"[^\s.,;:]+|[.,;:]", folded)]


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


def _joined(matches: list[tuple[int, int, int]], gaps: tuple[int, ...], doc: Any, offset: int) -> list[tuple[int, int]]:
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
            end = _next_end(by_part[part], end, gap, doc, offset)
            if end is None:
                break
        if end is not None:
            found.append((begin, end))
    return found


def _next_end(places: list[tuple[int, int]], after: int | None, gap: int, doc: Any, offset: int) -> int | None:
    for begin, stop in sorted(places):
        if after is not None and after <= begin <= after + gap:
            between = doc[offset + after : offset + begin]
            return None if any(token.text in GAP_STOPS for token in between) else stop
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
    import re

    return "\\w*" * token.startswith("*") + re.escape(token.strip("*")) + "\\w*" * token.endswith("*")


def _literals(pieces: tuple[Piece, ...]) -> tuple[str, ...]:
    """The rarest-looking literals of which every match holds one: those of the piece with the longest."""
    best: tuple[str, ...] = ()
    for piece in pieces:
        if piece.gap or piece.optional:
            continue
        literals = tuple(one.strip("*") for one in piece.alternatives)
        if literals and all(literals) and min(map(len, literals)) > min(map(len, best), default=0):
            best = literals
    return best


def _longest(pieces: tuple[Piece, ...]) -> int:
    return sum(piece.gap or 1 for piece in pieces)


def _windows(places: list[int], starts: list[int], reach: int) -> list[tuple[int, int]]:
    """Token ranges wide enough for any match through one of the places, merged where they overlap."""
    from bisect import bisect_right

    merged: list[list[int]] = []
    for place in sorted(set(places)):
        token = bisect_right(starts, place) - 1
        first, last = max(0, token - reach), min(len(starts), token + reach + 1)
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return [(first, last) for first, last in merged]
