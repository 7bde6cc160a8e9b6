"""Turns a language's lexicon file into Terms, Cues and Drafting habits.

Wordings are short token patterns in a notation of words, not regular expressions, so that a lawyer who reads
the language can check them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from legal_compare.cache import digest, engine_digest, keep, recall
from legal_compare.drafting import Drafting
from legal_compare.errors import CriteriaError, Problems
from legal_compare.inflection import unaccented
from legal_compare.strict_yaml import read_yaml

FOLDER = Path(__file__).parent


class Strict(BaseModel):
    """Base of everything read from disk: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Example(Strict):
    """Real wording, with the provision it is taken from."""

    text: str
    source: str = ""
    why: str = ""


class Term(Strict):
    """A named list of wordings; `excluded` wordings drop the hits that they overlap.

    A term that `carries` passes from a definition to the uses of the defined expression; with `opening` only if
    the definition begins with it (a kind of person), not where it is mentioned on the way.
    """

    means: str = ""
    carries: bool = False
    opening: bool = False
    wordings: tuple[str, ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()


class Cue(Strict):
    """Words that change what a match means, with direction and scope (after ConText, Harkema et al. 2009)."""

    id: str
    category: Literal["negation", "void", "shield"]
    direction: Literal["forward", "backward", "both"] = "forward"
    reach: int = 200
    stop: tuple[str, ...] = ()
    wordings: tuple[str, ...]


class DraftingHabits(Strict):
    """How the language words definitions and references."""

    defines: tuple[str, ...] = ()
    definition_headings: tuple[str, ...] = ()
    references_to: tuple[str, ...] = ()
    introduces: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    inline_lists: bool = False
    unparted: str = ""
    section_words: tuple[str, ...] = ()
    section_words_after: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    spaced_letters: bool = False
    dotted_numbers: bool = False
    subsection_words: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    general_labels: tuple[str, ...] = ()


class LexiconFile(Strict):
    """One language's file as it stands on disk."""

    language: str
    tokens: Literal["words", "characters"] = "words"
    reach: float = 1.0
    habits: str = ""
    drafting: DraftingHabits = DraftingHabits()
    terms: dict[str, Term]
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One place of a wording: alternatives for a token, or a gap of up to `gap` tokens."""

    alternatives: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True)
class Lexicon:
    """A language's terms, cues and drafting habits."""

    language: str
    tokens: str
    reach: float
    habits: str
    drafting: Drafting
    section_words: tuple[str, ...]
    ranges: tuple[str, ...]
    general_labels: tuple[str, ...]
    terms: dict[str, Term]
    cues: dict[str, Cue] = field(default_factory=dict)
    section_words_after: tuple[str, ...] = ()
    spaced_letters: bool = False
    dotted_numbers: bool = False
    subsection_words: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Text as it is matched: lower case, quotes, dashes and brackets as spaces, one character for one.

    >>> fold("Computer-generated “Child”"), fold("ΠΟΙΝΙΚΟΣ Κώδικας")
    ('computer generated  child ', 'ποινικοσ κωδικασ')
    """
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
        text = stops_as_matched(text)
    return text.translate(_FOLDED)


def stops_as_matched(text: str) -> str:
    """The same with each ideographic full stop as it is matched, which its neighbours tell: inside brackets it ends no sentence.

    >>> stops_as_matched("（以下同じ。）罰する。")
    '（以下同じ…）罰する.'
    """
    return _FULL_STOP.sub(".", text).replace("。", "…") if "。" in text else text


KEPT = ".,;:"
_MARKS = "“”‘’–—…\xa0"
"""Marks of print that are matched as spaces: without them most texts are ASCII, which is translated several times as fast."""

_FULL_STOP = re.compile(r"。(?![^（）\n]*）)")
"""The end of a sentence; inside brackets it ends none: `（…をいう。以下同じ。）`."""
_GREEK = range(0x370, 0x400)
"""Greek is matched without accents: they move with the case, and capitals have none."""


class _Folding(dict[int, str]):
    """What each character is matched as, found out once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        low = ";" if character == "；" else character.lower()
        if code in _GREEK:
            low = unaccented(low)
        if low not in KEPT and (len(low) != 1 or unicodedata.category(low)[0] not in "LMN"):
            low = " "
        self[code] = low
        return low


_FOLDED = _Folding()


def spellings(wording: str, tokens: str = "words", there: Container[str] | None = None) -> tuple[str, ...]:
    """A wording written out: where each character is a token, alternatives of several characters stand for a wording each.

    Where it is said which alternatives are there, only with these.

    >>> spellings("児童|青少年 ..9 性交等?", "characters")
    ('児童 ..9 性交等?', '青少年 ..9 性交等?')
    """
    if tokens != "characters":
        return (wording,)
    places = [part.split("|") if any(len(one) > 1 for one in part.split("|")) else [part] for part in wording.split()]
    if there is not None:
        places = [[one for one in place if len(place) == 1 or _in_characters(one) in there] for place in places]
    return tuple(" ".join(choice) for choice in product(*places))


def parse_wording(wording: str, tokens: str = "words") -> tuple[Piece, ...]:
    """The pieces of a wording.

    >>> parse_wording("take|takes down ..2 material*")[0]
    Piece(alternatives=('take', 'takes'), optional=False, gap=0)
    """
    pieces: list[Piece] = []
    for part in wording.split():
        if part.startswith("..") and part[2:].isdigit():
            pieces.append(Piece(gap=int(part[2:])))
            continue
        optional = part.endswith("?")
        alternatives = tuple(part.rstrip("?").split("|"))
        if tokens == "characters" and len(alternatives) == 1:
            pieces.extend(Piece((character,), optional) for character in _in_characters(alternatives[0]))
            continue
        if tokens == "characters":
            pieces.append(Piece(tuple(map(_in_characters, alternatives)), optional))
            continue
        if any("-" in one.strip("*") for one in alternatives):
            if len(alternatives) > 1 or optional:
                raise CriteriaError(f"wording {wording!r}", "a hyphen inside alternatives", "Write the words apart.")
            pieces.extend(Piece((fold_token(one),)) for one in alternatives[0].split("-"))
            continue
        pieces.append(Piece(tuple(fold_token(one) for one in alternatives), optional))
    if not pieces or pieces[0].gap or pieces[-1].gap:
        raise CriteriaError(f"wording {wording!r}", "begins or ends with a gap", "Leave the gap out.")
    shortest = 1 if tokens == "characters" else 2
    if not any(len(one.strip("*")) >= shortest for piece in pieces if not piece.optional for one in piece.alternatives):
        raise CriteriaError(f"wording {wording!r}", "has no literal word", "Name at least one word of the phrase.")
    return tuple(pieces)


def _in_characters(token: str) -> str:
    """A token as it is matched where each character is one: points, commas and brackets are none, 「記録し、保存」 is 「記録し保存」."""
    return fold(token).replace(" ", "")


@cache
def fold_token(token: str) -> str:
    """A token of a wording as it is matched, its asterisks kept."""
    stars = (token.startswith("*"), token.endswith("*"))
    return "*" * stars[0] + fold(token.strip("*")).strip() + "*" * stars[1]


@cache
def read_lexicon(language: str, folder: Path | None = None) -> Lexicon | None:
    """The lexicon of a language (`en`, or `en-GB`, falling back to `en`); None where there is none."""
    for name in (language, language.split("-")[0]):
        path = (folder or FOLDER) / f"{name}.yaml"
        if path.exists():
            return _remembered(path)
    return None


def _remembered(path: Path) -> Lexicon:
    """The lexicon of a file, kept by its content: a codebook is held against all languages, and several processes read law."""
    key = digest([engine_digest(), path.read_bytes()])
    lexicon: Lexicon | None = recall(key)
    if lexicon is None:
        lexicon = load_lexicon(path)
        keep(key, lexicon)
    return lexicon


def languages(folder: Path | None = None) -> list[str]:
    """Languages that have a lexicon."""
    return sorted(path.stem for path in (folder or FOLDER).glob("*.yaml"))


def load_lexicon(path: Path) -> Lexicon:
    """Reads one lexicon file; raises CriteriaError listing every problem with its place."""
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8"))
        file = LexiconFile.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CriteriaError(str(path), f"cannot be read: {error}", "Mend the YAML (UTF-8) at that place.") from error
    except ValidationError as error:
        raise Problems(str(path), [f"{' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]) from error
    wordings = [(f"terms > {name}", wording) for name, term in file.terms.items() for wording in (*term.wordings, *term.excluded)]
    wordings += [(f"cues > {cue.id}", wording) for cue in file.cues for wording in (*cue.wordings, *cue.stop)]
    problems = []
    for place, wording in wordings:
        try:
            parse_wording(wording, file.tokens)
        except CriteriaError as error:
            problems.append(f"{place}: {error}")
    if problems:
        raise Problems(str(path), problems)
    habits = file.drafting
    return Lexicon(
        language=file.language,
        tokens=file.tokens,
        reach=file.reach,
        habits=file.habits,
        drafting=Drafting(
            habits.defines,
            habits.definition_headings,
            habits.references_to,
            habits.introduces,
            habits.labels,
            habits.closes,
            habits.notes,
            habits.inline_lists,
            habits.unparted,
        ),
        section_words=habits.section_words,
        ranges=habits.ranges,
        general_labels=tuple(fold(label) for label in habits.general_labels),
        terms=dict(file.terms),
        cues={cue.id: cue for cue in file.cues},
        section_words_after=habits.section_words_after,
        spaced_letters=habits.spaced_letters,
        dotted_numbers=habits.dotted_numbers,
        subsection_words=habits.subsection_words,
        endings=habits.endings,
    )
