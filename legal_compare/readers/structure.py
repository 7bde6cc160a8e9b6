"""Turns Lines into Sections: parts, clauses and schedules, in any of the languages that bills are read in.

The numbering decides: of the ways in which a text may number its clauses ("Article 5", "§ 5", "5."), that one is taken
which counts farthest. Words before the first clause and explanations after the last are kept, but never read as law.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from legal_compare.drafting import Drafting
from legal_compare.readers.lines import PART, SCHEDULE, SECTION, UNREAD, Line, Place
from legal_compare.readers.markdown import clean, replace_provisions
from legal_compare.statutes import HEADING_WORD, NUMBER, Section, split_heading

HEADING = 130
"""Longest line in characters that may be a heading."""
_ROMAN_OR_DIGIT = r"(?:[IVXLC]+|\d+[A-Za-z]?|[A-Z])\b"
_PART = re.compile(
    rf"(?:(?:PART|CHAPTER|TITLE|DIVISION|SUBTITLE|Part|Chapter|Title|Division|PARTE|CAPÍTULO|TÍTULO|LIBRO|Capítulo|Título|Parte|CHAPITRE|TITRE|"
    rf"LIVRE|Chapitre|Titre|Kapitel|KAPITEL|Abschnitt|Teil|Kapittel|Del|Avdeling|Afsnit|Avd\.?)\s+{_ROMAN_OR_DIGIT}"
    rf"|\d{{1,2}}\s?(?:kap\.|Kap\.)(?!\s*\d)|第[一二三四五六七八九十百〇\d]+[章節编編]|제\s?\d+[장절편])[.\s:—–-]*(?P<rest>.*)$"
)
_SCHEDULE = re.compile(
    rf"(?:(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH)\s+SCHEDULE|(?:SCHEDULE|Schedule|ANNEX|Annex|ANNEXE|Annexe|ANEXO|Anexo|ANLAGE|Anlage|Anhang|"
    rf"BILAG|Bilag|BILAGA|Bilaga|VEDLEGG|Vedlegg|APPENDIX|Appendix)(?:\s+{_ROMAN_OR_DIGIT})?|附表[一二三四五六七八九十\d]*|別表第?[一二三四五六七八九十\d]*|별표\s?\d*)[.:\s]*$"
)
_EXPLAINS = re.compile(
    r"(?:EXPLANATORY (?:MEMORANDUM|NOTES?|STATEMENT)|EXPOSÉ DES MOTIFS|EXPOSICIÓN DE MOTIVOS|EXPOSIÇÃO DE MOTIVOS|BEGRÜNDUNG|"
    r"LEGISLATIVE FINANCIAL STATEMENT|"
    r"ARRANGEMENT OF (?:SECTIONS|CLAUSES)|TABLE OF CONTENTS|Bemærkninger|Författningskommentar|提案理由|理由|제안이유)\b",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?P<number>(?P<word>{HEADING_WORD})\s*{NUMBER}(?:\s[a-z]\b(?!\s[a-z]\b|\)))?|第\s*[〇零一二三四五六七八九十百千\d]+(?:[-‐]\d+)?\s*[条條](?:の[一二三四五六七八九十\d]+)*(?:之[一二三四五六七八九十\d]+)?"
    rf"|제\s?\d+조(?:의\s?\d+)?|\d+\s?[a-z]?\.\s(?:člen\b|gr\.(?:\s[a-z]\b)?)|\d+\s*kap\.\s*\d+(?:\s?[a-z])?\s*§|\d+(?:\s?[a-z])?\s§)(?P<rest>.*)$"
)
_BARE = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,3})?[A-Z]{0,3})(?P<mark>\.[—–-]|[—–]|\.(?=\s|\()|(?=\s))\s*(?P<rest>.*)$", re.DOTALL)
_RUNS_ON = re.compile(r"(?:[中をのにはがとや]|第|之)(?![　\s])|\s?(?:[을를의에]|중|다음)\s")
"""What follows a number that a sentence names, and that begins no clause: 第五条中, 제5조를."""
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$|…+\s*\d*$")
"""What leads from an entry of a table of contents to its page."""
_FINAL = re.compile(r"Disposici(?:ón|ones)\s(?:adicional|transitoria|derogatoria|final)(?:es)?\b", re.IGNORECASE)
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_QUOTATIONS = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"))
LONGEST_QUOTATION = 2000
"""Lines after which a mark that nothing closes is taken for a slip."""
_OPENS_QUOTE = ("“", "„", "«", "「", "『", '"', "‘")


@dataclass(frozen=True)
class Found:
    """A section with the places of its lines: (offset in its text, place)."""

    section: Section
    places: tuple[tuple[int, Place], ...]


@dataclass
class _Start:
    at: int
    number: str
    rest: str
    order: tuple[int, int, int, str]


def structure(lines: Sequence[Line], title: str, stem: str, work: str, drafting: Drafting) -> tuple[Found, ...]:
    """All sections of a text, in order; a text without any numbering gives one section a paragraph."""
    lines = [line for line in lines if line.text.strip()]
    lines = [Line(clean(line.text).strip(), line.paragraph, line.page, line.level, line.opens) for line in lines]
    quoted = _quoted(lines)
    starts = {start.at: start for start in _starts(lines, quoted)}
    found: list[Found] = []
    seen: dict[str, int] = {}

    def add(number: str, heading: str, body: Sequence[Line], chapter: str, status: str = "") -> None:
        text, places = "", []
        for line in body:
            places.append((len(text), Place(line.page, line.paragraph)))
            text += line.text + "\n"
        text = text.rstrip("\n")
        if not text and not heading:
            return
        seen[number] = seen.get(number, 0) + 1
        section = Section(title, stem, work, number, heading, text, chapter=chapter, occurrence=seen[number], status=status)
        found.append(Found(replace_provisions(section, drafting), tuple(places)))

    if not starts:
        for line in lines:
            add(f"¶{line.paragraph}", "", [line], "")
        return tuple(found)
    body: list[Line] = []
    number, heading, chapter, status = "Preamble", "", "", "unread"
    taken = _headings_before(lines, starts)
    skip = -1
    for at, line in enumerate(lines):
        if at == skip or at in taken:
            continue
        start = starts.get(at)
        if start is not None:
            add(number, heading, body, chapter, status)
            number, status, body = start.number, "", []
            heading, opening, skip = _heading(lines, at, start, taken, starts)
            if opening:
                body.append(Line(opening, line.paragraph, line.page))
            if at - 1 in taken:
                heading = heading or lines[at - 1].text
        elif at in quoted:
            body.append(line)
        elif (opens := _kind(line)) and at > min(starts):
            add(number, heading, body, chapter, status)
            body = []
            number, heading = split_heading(line.text) or (line.text[:60], "")
            status = "unread" if opens == UNREAD else ""
        elif line.opens == PART or _PART.match(line.text):
            chapter = line.text[:HEADING]
        else:
            body.append(line)
    add(number, heading, body, chapter, status)
    return tuple(found)


def _kind(line: Line) -> str:
    """What a line opens that is no clause: a schedule or final provision, or words that are no law."""
    if line.opens == SCHEDULE or (
        not line.opens and (_SCHEDULE.match(line.text) or (len(line.text) < HEADING and _FINAL.match(line.text)))
    ):
        return SCHEDULE
    if len(line.text) < HEADING and _EXPLAINS.match(line.text):
        return UNREAD
    return ""


def _quoted(lines: Sequence[Line]) -> frozenset[int]:
    """Lines inside a quotation that was opened on an earlier one: new words of an amending clause, that open no clause of the bill."""
    inside: set[int] = set()
    low = any("„" in line.text for line in lines)  # „…“: there the mark that opens elsewhere closes
    for opening, closing in _QUOTATIONS:
        start = -1
        if opening == "“" and low:
            continue
        for at, line in enumerate(lines):
            if opening not in line.text and closing not in line.text:
                continue
            left = line.text.rfind(opening) > line.text.rfind(closing)
            if left and start < 0:
                start = at
            elif start >= 0 and not left and at - start <= LONGEST_QUOTATION:
                inside.update(range(start + 1, at + 1))
                start = -1
            elif start >= 0 and at - start > LONGEST_QUOTATION:
                start = at if left else -1
    return frozenset(inside)


def _starts(lines: Sequence[Line], quoted: frozenset[int] = frozenset()) -> list[_Start]:
    """The lines at which clauses begin: the longest count that any one way of numbering gives."""
    marked = [at for at, line in enumerate(lines) if line.opens == SECTION]
    if marked:
        named = [(at, split_heading(lines[at].text) or (lines[at].text[:60], "")) for at in marked]
        return [_Start(at, number, heading, (0, 0, 0, "")) for at, (number, heading) in named]
    worded: dict[str, list[_Start]] = {}
    bare: dict[str, list[_Start]] = {}
    closed, chapter = False, 0
    for at, line in enumerate(lines):
        if at in quoted or line.text.startswith(_OPENS_QUOTE) or _LEADERS.search(line.text):
            continue
        closed = closed or bool(_SCHEDULE.match(line.text) and (bare or worded))
        chapter += bool(re.match(r"\d{1,2}\s?kap\.(?!\s*\d)", line.text, re.IGNORECASE))
        if match := _WORDED.match(line.text):
            if _begins(match["rest"], line):
                number = match["number"].strip()
                order = _order(number, chapter if number.endswith("§") else 0)
                worded.setdefault(_word(match), []).append(_Start(at, number, match["rest"].strip(" .:—–-\t　"), order))
        elif not closed and (match := _BARE.match(line.text)) and _bare_begins(match, line):
            start = _Start(at, match["number"], match["rest"], _order(match["number"]))
            for style in ("printed",) if match["mark"] == "" else ("pointed",) if match["mark"] == "." else ("printed", "pointed"):
                bare.setdefault(style, []).append(start)
    worded = {word: _alike(starts, lines) for word, starts in worded.items()}
    best, plain = (max(map(_longest, chains.values()), key=len, default=[]) for chains in (worded, bare))
    # "1." under "Article 5" numbers its paragraphs: bare numbers count only where they count much farther
    return best if best and 3 * len(best) >= len(plain) else plain


def _alike(starts: list[_Start], lines: Sequence[Line]) -> list[_Start]:
    """Where numbers stand alone on their lines, one that a sentence begins with opens no clause: "Article 6 of that Act is repealed."."""
    alone = sum(not start.rest for start in starts)
    if alone < 2 or 3 * alone < 2 * len(starts):
        return starts
    return [start for start in starts if not start.rest or lines[start.at].text.rstrip()[-1:] not in ".;:"]


def _longest(starts: Sequence[_Start]) -> list[_Start]:
    """The longest rising count; of two lines with one number the later, since tables of contents come first."""
    tails: list[int] = []  # places of the first members of the best chains of each length, found from the end
    keys: list[tuple[int, ...]] = []
    after: dict[int, int] = {}
    for at in range(len(starts) - 1, -1, -1):
        first, second, third, letters = starts[at].order
        key = (-first, -second, -third, *(-ord(letter) for letter in letters.ljust(6)[:6]))
        length = bisect_left(keys, key)
        if length and length <= len(tails):
            after[at] = tails[length - 1]
        if length == len(keys):
            keys.append(key)
            tails.append(at)
        elif keys[length] != key:
            keys[length], tails[length] = key, at
    chain: list[_Start] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        chain.append(starts[at])
        at = after.get(at, -1)
    return chain


def _word(match: re.Match[str]) -> str:
    word = match["word"] or re.sub(r"[\d〇零一二三四五六七八九十百千\s]", "", match["number"])[:1]
    return "art" if word.lower().startswith("art") else word.lower().strip(".")


def _begins(rest: str, line: Line) -> bool:
    """Whether what follows the number is a heading or the clause's words, not the rest of a reference."""
    plain = rest.lstrip(" .:—–-º°\t　")
    if line.level or not plain:
        return True
    if _RUNS_ON.match(rest):
        return False
    if rest[:1] in ".:—–-º°" and not rest.startswith((".,", ":,")):
        return plain[0] not in ",;)]"
    return not (
        plain[0].islower() or plain[0] in ",;)]" or re.match(r"\(\d+\)\s*(?:of|and|or|und|oder|et|ou|y|o|e|och|og|to|bis|Satz)\b", plain)
    )


def _bare_begins(match: re.Match[str], line: Line) -> bool:
    rest = match["rest"].lstrip()
    if rest[:1].islower() and not line.level:
        return False
    return bool(line.level or match["mark"] or not rest) or _looks_like_heading(rest.removesuffix("."))


_LATIN_RANK = {
    word: rank
    for rank, word in enumerate(("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"), start=2)
}


def _order(number: str, chapter: int = 0) -> tuple[int, int, int, str]:
    """What a printed number counts as: chapter, number, number after a point or dash, letters."""
    low = number.lower()
    digits = [int(run[:6]) for run in re.findall(r"\d+", low)]
    if not digits:
        digits = [_kanji(run) for run in re.findall(r"[〇零一二三四五六七八九十百千]+", low)]
    elif signs := re.search(r"[のの之의]\s?([一二三四五六七八九十]+)", low):
        digits.append(_kanji(signs[1]))
    if "kap" in low and len(digits) > 1:
        chapter, digits = digits[0], digits[1:]
    rest = re.sub(r"^\D*\d+(?:\D?\d+)?", "", low)
    latin = next((rank for word, rank in _LATIN_RANK.items() if re.search(rf"\b{word}\b", rest)), 0)
    letters = re.sub(r"[^a-z]", "", re.sub(r"\b(?:bis|\w*ter|\w+ies|kap)\b", "", rest))
    first, second = ([*digits, 0, 0])[:2]
    return chapter, first, second, chr(96 + latin) * bool(latin) + letters


def _kanji(signs: str) -> int:
    if not any(unit in signs for unit in "十百千"):
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in signs)[:6])
    total, here = 0, 0
    for sign in signs:
        if sign in _KANJI_DIGITS:
            here = _KANJI_DIGITS[sign]
        else:
            total, here = total + (here or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
    return total + here


def _looks_like_heading(text: str) -> bool:
    return len(text) <= HEADING and text[-1:] not in ".;:,—–。；" and not re.match(r"[\(（\[]?[\da-z]{1,3}[\)）.]\s", text)


def _headings_before(lines: Sequence[Line], starts: dict[int, _Start]) -> set[int]:
    """Lines that stand alone above a clause whose number is followed by its words: its side-note."""
    found = set()
    for at, start in starts.items():
        above = lines[at - 1] if at else None
        if above is None or at - 1 in starts or above.opens or not start.rest or not re.match(r"[\(（]?1[\)）]|[A-Z]", start.rest):
            continue
        own = not _looks_like_heading(start.rest) or start.rest.startswith("(")
        named = _looks_like_heading(above.text) and above.text[:1].isupper()
        opens = _PART.match(above.text) or _SCHEDULE.match(above.text)
        ended = at < 2 or lines[at - 2].text[-1:] in '.;:”"' or at - 2 in starts or _PART.match(lines[at - 2].text)
        if own and named and not opens and ended:
            found.add(at - 1)
    return found


def _heading(lines: Sequence[Line], at: int, start: _Start, taken: set[int], starts: dict[int, _Start]) -> tuple[str, str, int]:
    """(heading, words of the clause on its own line, line that was used as heading or -1)."""
    line = lines[at]
    if line.opens == SECTION:
        return start.rest, "", -1
    after = lines[at + 1] if at + 1 < len(lines) and at + 1 not in starts and at + 1 not in taken else None
    if not start.rest:
        plain = after is not None and not after.opens and _looks_like_heading(after.text) and at + 2 < len(lines)
        if after is not None and plain and not _PART.match(after.text) and at + 2 not in starts:
            return after.text, "", at + 1
        return "", "", -1
    short = start.rest.removesuffix(".") if after is not None and re.match(r"[\(（]\w|\d{1,3}[A-Z]*\.?[—–-]", after.text) else start.rest
    if "\n" not in start.rest and _looks_like_heading(short) and after is not None and not start.rest.startswith(("(", "（")):
        return start.rest, "", -1
    return "", line.text, -1
