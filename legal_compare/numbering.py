"""Turns the beginning of a line into the markers that number it: which list each may belong to, and its place there.

A marker may have several readings, (i) the ninth letter or the first Roman numeral; which one holds is for the
segmentation to say, that knows what came before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

EDITORIAL = r"(?:[FCSEMX]?\d{1,3}\[|[*_\[]|“(?=\())*"
"""Marks of consolidators that may stand before a number: F3[, 1[, *, _. One character a turn: a run of them is read once."""

Order = tuple[int, str]
"""Place in a list: the number, and what an inserted item adds to it (`3a`, `2 bis`, `3의2`)."""

LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "novies", "decies")
_LATIN = rf"(?:{'|'.join(LATIN)})"
_KANJI = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HANGUL = "가나다라마바사아자차카타파하"
_IROHA = "イロハニホヘトチリヌルヲ"
_GREEK = ("α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ", "ι", "ια", "ιβ", "ιγ", "ιδ", "ιε", "ιστ", "ιζ", "ιη", "ιθ", "κ")
_ROMAN = re.compile(r"^(?=[ivxl]+$)(?:xl|x{0,3})(?:ix|iv|v?i{0,3})$")

MARKERS: tuple[tuple[str, str], ...] = (
    ("digits", r"\((\d{1,3}(?:\.\d{1,2})?[A-Za-z]{0,2})\)"),
    ("letters", r"\(([A-Za-z]{1,4})\)"),
    ("full-digits", r"[（(]([０-９\d]{1,2})[）)]"),
    ("kanji-bracket", rf"[（(]([{_KANJI}]{{1,3}})[）)]"),
    ("circled", rf"([{_CIRCLED}])"),
    ("full-number", r"([０-９]{1,2})(?=[　\s])"),
    ("kanji", rf"([{_KANJI}]{{1,3}})(?=[　、\s])、?"),
    ("iroha", rf"([{_IROHA}])(?=[　\s])"),
    ("hangul", rf"([{_HANGUL}])\.\s"),
    ("hangul-close", rf"([{_HANGUL}])\)\s?"),
    ("section-sign", r"§\s?(\d{1,2}(?:-[A-Z])?)\s?(?:[ºo°](?![a-zåäö])|:|(?=[\s.]))[.:]?\s?[–—-]?\s?"),
    ("section-sign", r"Parágrafo\s(único)\s?[.:–—-]+\s?"),
    ("clause-word", r"Stk\.\s?(\d{1,2})\.\s"),
    ("digits-close", r"(\d{1,3}(?:\s?[a-z])?)\)\s"),
    ("letters-close", r"([a-zčšžα-ω]{1,3})\s?\)\s?"),
    ("ordinal", rf"(\d{{1,3}})[°º](?:\s?({_LATIN})\b)?[.)]?-?\s?"),
    ("digits-dot", rf"(\d{{1,3}}(?:[a-z]|의\d{{1,2}}|\s?{_LATIN})?)\.(?=\s|[A-Z(–—-])[–—-]?\s?"),
    ("roman", rf"([IVXL]{{1,7}}(?:\s{_LATIN})?)\s?(?:\.\s?[–—-]|\.(?=\s)|(?<=\s)?[–—-](?=\s))\s?"),
    ("letters-dash", r"([A-H])\.\s?[–—-]\s?(?=\S)"),
    ("letters-dot", rf"([a-z](?:{_LATIN})?)\.\s"),
    ("bare-number", rf"(\d{{1,2}}(?:{_LATIN})?)\s(?=[A-ZÄÖÜÉÀ][^\s.]*\s)"),
    ("dash", r"([–•-])\s"),
)
_MARKERS = [(name, re.compile(EDITORIAL + pattern)) for name, pattern in MARKERS]
_MARKED = re.compile(f"{EDITORIAL}(?:{'|'.join(f'(?P<at{place}>{pattern})' for place, (_, pattern) in enumerate(MARKERS))})")
"""Any marker, and which is the first in the list: most lines have none, and are told so at once."""
OUTERMOST = frozenset({"full-number", "section-sign", "clause-word", "bare-number"})
"""Lists that number the paragraphs of a section, and never stand inside one."""
BELOW = frozenset({"kanji", "iroha", "hangul"})
"""Lists that always hang on the words before them, whatever those end with."""
ALONE = frozenset({"digits-dot", "dash", "letters-dot", "ordinal", "kanji", "full-number", "bare-number", "section-sign", "clause-word"})
"""Markers after which no other stands on the line, unless in brackets: `1. (a)`."""


@dataclass(frozen=True)
class Reading:
    """A list that a marker may belong to, and its place there."""

    list: str
    order: Order


@dataclass(frozen=True)
class Marker:
    """A number as printed, the offset where it begins, and its readings.

    A `doubtful` one looks like plain words and counts only where it continues a list, or opens a section: `2 Der
    Täter ...`.
    """

    number: str
    start: int
    readings: tuple[Reading, ...]
    doubtful: bool = False


def read_markers(line: str, at: int = 0) -> tuple[int, list[Marker]]:
    """The markers of a line from an offset on, outermost first, and where the words after them begin.

    >>> [marker.number for marker in read_markers("(1) (a) Whoever")[1]]
    ['1', 'a']
    """
    before = at
    found: list[Marker] = []
    for _ in range(4):
        marked = _MARKED.match(line, at)
        if not marked:
            break
        for name, pattern in _MARKERS[int(str(marked.lastgroup)[2:]) :]:
            match = pattern.match(line, at)
            if match and not (name == "dash" and found) and (name != "roman" or _ROMAN.match(match[1].split()[0].lower())):
                number = " ".join(filter(None, match.groups()))
                found.append(Marker(number, at if found or not before else 0, readings(name, number), _doubtful(name, match[0])))
                at = match.end()
                while at < len(line) and line[at] in " —–-\t　":
                    at += 1
                break
        else:
            break
        if name in ALONE and line[at : at + 1] not in "(（":
            break
    return at, found


def _doubtful(name: str, printed: str) -> bool:
    if name == "roman":
        return not printed.startswith("I") or printed[1:2] in ("V", "X")
    return name == "bare-number" or (name == "section-sign" and re.search(r"\d\s*$|\d\.", printed) is not None)


@cache
def readings(name: str, value: str) -> tuple[Reading, ...]:
    """The lists a marker may belong to, with its place in each."""
    if name in ("letters", "letters-close", "letters-dot", "letters-dash"):
        return tuple(_lettered(name, value))
    if name == "roman":
        numeral, *latin = value.split()
        return (Reading(name, (_roman(numeral.lower()), _inserted("".join(latin)))),)
    if name == "dash":
        return (Reading(name, (0, "")),)
    if name in ("kanji", "kanji-bracket"):
        return (Reading(name, (_kanji(value), "")),)
    for letters in (_CIRCLED, _IROHA, _HANGUL):
        if value[0] in letters:
            return (Reading(name, (letters.index(value) + 1, "")),)
    digits = re.match(r"[０-９\d]+", value)
    return (Reading(name, (int(digits[0]), _inserted(value[digits.end() :])) if digits else (1, "")),)


def _lettered(name: str, value: str) -> Iterator[Reading]:
    low = value.lower()
    style = f"{name}-{'upper' if value.isupper() else 'lower'}"
    if low in _GREEK:
        yield Reading(f"{style}-greek", (_GREEK.index(low) + 1, ""))
        return
    base = unicodedata.normalize("NFD", low)
    place = ord(base[0]) - 96
    numeral = _ROMAN.match(low)
    doubled = len(low) == 2 and len(set(low)) == 1
    if len(low) == 1:
        yield Reading(f"{style}-alpha", (place, base[1:]))
    elif doubled:  # (aa) is put in after (a), the first of a list of its own, or what follows (z)
        yield Reading(f"{style}-alpha", (place, low[1:]))
        yield Reading(f"{style}-double", (place, ""))
        yield Reading(f"{style}-alpha", (26 + place, ""))
    if numeral:
        yield Reading(f"{style}-roman", (_roman(low), ""))
    elif len(low) > 1 and not doubled:
        yield Reading(f"{style}-alpha", (place, _inserted(low[1:])))


def _inserted(printed: str) -> str:
    """What an inserted item adds to its number, so that it sorts: bis before ter before quater."""
    word = printed.strip()
    return chr(ord("b") + LATIN.index(word)) if word in LATIN else word


def _roman(value: str) -> int:
    numerals = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    for here, after in zip(value, [*value[1:], ""], strict=True):
        total += -numerals[here] if after and numerals[after] > numerals[here] else numerals[here]
    return total


def _kanji(value: str) -> int:
    if "十" not in value:
        return _KANJI.index(value[-1]) + 1
    tens, _, ones = value.partition("十")
    return (10 * (_KANJI.index(tens) + 1) if tens else 10) + (_KANJI.index(ones) + 1 if ones else 0)


def follows(before: Order, after: Order) -> bool:
    """Whether a place is the next one in its list: 5 after 4, 4a after 4; a dash after a dash.

    >>> follows((4, ""), (5, "")), follows((4, ""), (4, "a")), follows((4, ""), (6, ""))
    (True, True, False)
    """
    return after[0] == before[0] + 1 or (after[0] == before[0] and after[1] > before[1]) or before[0] == after[0] == 0


_RUN_ON = re.compile(r"(?<=[.;:!?”»\"’)]\s)\((\d{1,2})\)\s(?=\S)")
_INLINE = re.compile(r"(?<=\s)(?:(\d{1,2})([.)])|([a-z])(\)))\s(?=[^\W\d])")
_JOINED = re.compile(r"(?:[,;.:]|\b(?:och|eller|og|eller|samt|and|or|und|oder))\s$")


def run_on(line: str, inline: bool) -> list[int]:
    """Offsets at which further items of a list begin inside a line.

    Subsections run together, `(1) ... . (2) ...`, are told by their numbers alone; lists inside a sentence, `den som
    1. ..., 2. ...`, only where the language is known to write them so (`inline`).
    """
    found: list[int] = []
    if line[:1] == "(" and ") (" not in line[:8]:
        last = re.match(r"\((\d{1,2})\)", line)
        expected = int(last[1]) + 1 if last else 0
        for match in _RUN_ON.finditer(line) if last else ():
            if int(match[1]) == expected:
                found.append(match.start())
                expected += 1
    if inline:
        found.extend(_inline_items(line))
    return sorted(set(found))


def _inline_items(line: str) -> Iterator[int]:
    """Items of runs that begin with 1 or a and go on without a gap, each of some length."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for match in _INLINE.finditer(line):
        style = match[2] or "letters"
        place = int(match[1]) if match[1] else ord(match[3]) - 96
        run = runs.get(style, [])
        if place == 1:
            yield from _kept(run)
            runs[style] = [(1, match.start())]
        elif run and place == run[-1][0] + 1 and match.start() - run[-1][1] > 12 and _JOINED.search(line, 0, match.start()):
            run.append((place, match.start()))
    for run in runs.values():
        yield from _kept(run)


def _kept(run: list[tuple[int, int]]) -> list[int]:
    return [at for _, at in run] if len(run) > 1 else []


_SIGN = re.compile(r"[\W\d_]|.*[“\"«„‘「『（(*_\[]|.*[^\w]'")
_LETTERED = re.compile(r"[^\W\d_]\w{0,8}[^\w]|[IVXL]+$|Parágrafo")
_BARE = re.compile(r"[^\W\d_]{1,3}$")
_WITHIN = re.compile(rf".*(?:[;:—–\-.)]\s*{EDITORIAL}\s*[“\"«„'‘「『]|[.;:!?”»\"’)]\s\()")
_CLAUSE_ENDS = '.;:!?”»"’)—–-'
NOWHERE, BEFORE_SIGN, EARLY, AFTER_CLAUSE, ANYWHERE = range(5)


def may_begin(word: str) -> int:
    """Where a printed word may hold the beginning of an item that is not the first of its line.

    ANYWHERE if a clause ends and a quotation or bracket opens inside it; AFTER_CLAUSE, or after other markers, if it begins with a sign
    or digit, or holds a bracket or quotation mark; EARLY, only after other markers, if it is a letter or numeral with a sign, such as
    `a)`; BEFORE_SIGN if the sign may follow apart, as in `a )`. Lists inside sentences are not told so.
    """
    if _SIGN.match(word):
        return ANYWHERE if _WITHIN.match(word) else AFTER_CLAUSE
    return EARLY if _LETTERED.match(word) else BEFORE_SIGN if _BARE.match(word) else NOWHERE


def ends_clause(word: str) -> bool:
    """Whether an item may begin after a printed word inside a line."""
    return not word or word[-1] in _CLAUSE_ENDS
