"""Turns the words "section 5", "Articles 3 to 7" or "this Act" into ties between provisions.

A tie says only that a provision speaks of another; what follows from it is for the rules to say. Numbers are compared
bare, in one form for all scripts and spacings: `§ 107 a` and `§ 107a` are 107a, `第百八十二条の二` and `第 182-2 條` 182-2,
`16 kap. 10 a §` is 16:10a.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from legal_compare.inflection import inflected, unaccented
from legal_compare.lexicons import Lexicon, fold, read_lexicon
from legal_compare.statutes import Instrument

UNDER_THIS_INSTRUMENT = "under-this-instrument"
"""Term of the lexicons for "under this Act", "of this Part" and the like."""

_LATIN = r"(?:\s(?:bis|ter|quater|quinquies|sexies|septies)\b)?"
_POWER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CODE = r"(?:[lrda]\.?\s?(?=\d))?"
"""The letter of a part of a code before a number: `L. 34-1`."""
_AND = "and|or|und|oder|sowie|et|ou|y|o|e|u|og|eller|och|samt|ja|tai|sekä|või|ning|a|nebo|alebo|až|i|ili|in|ali|ter|do|και|ή|έως|eða|til"
"""Words that join two numbers, in any language: between two numbers they mean nothing else."""
LONGEST_RANGE = 60
"""Sections that a range may name; a longer one is a misreading."""
_BRACKETED = re.compile(r"\s?\([^()\s]{1,6}\)")
"""The subsection or limb after a section's number: `4(1)(a)`."""
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_KANJI = "〇零一二三四五六七八九十百千"
_HAN_WORDS = {"第", "제", "조", "條", "条"}
_HAN = re.compile(
    rf"第\s*(?P<number>[{_KANJI}\d]+)(?:[-‐](?P<dash>\d+))?\s*[条條](?:[の之]\s*(?P<more>[{_KANJI}\d]+))?"
    r"|제\s*(?P<korean>\d+)\s*조(?:의\s*(?P<second>\d+))?"
)
_HAN_RANGE = re.compile(r"(?:から|至|부터)\s*$")
_ORDINAL = re.compile(r"(?<=\d)\.?[ºª]")
"""The ordinal sign of `artículo 5º`, `artigo 172.º-A`, which is no part of the number."""
_CHAPTERED = re.compile(r"(\d+)\s?(?:[a-z]\s)?kap\.\s*(\d+)\s?([a-z]?)\b")


def _number(lexicon: Lexicon) -> str:
    """Pattern of a section number as a language prints it: `10 a` where letters stand apart; `bis` where it is no range."""
    latin = "" if "bis" in lexicon.ranges else _LATIN
    letters = r"(?:\s?[a-zåäö]|[^\W\d_ºª]{0,3})" if lexicon.spaced_letters else r"[^\W\d_ºª]{0,3}"
    dotted = r"\.[a-zčšž](?![\w.)])|" if lexicon.dotted_numbers else ""
    return rf"\d+(?:[-.]\d+)*(?:{dotted}-[a-z](?=\W|$)|[{_POWER}]+|{letters}(?:\b|(?=[ºª]))){latin}"


def bare_number(number: str) -> str:
    """A printed section number without heading word.

    >>> [bare_number(printed) for printed in ("§ 2258A", "§ 107 a", "16 kap. 10 a §", "第百八十二条の二", "제11조의2")]
    ['2258a', '107a', '16:10a', '182-2', '11-2']
    >>> bare_number("Artigo 3.º"), bare_number("Artigo 172.º-A")
    ('3', '172-a')
    """
    low = _ORDINAL.sub("", number.lower())
    if han := _HAN.search(low):
        return _han(han)
    if chaptered := _CHAPTERED.search(low):
        return f"{chaptered[1]}:{chaptered[2]}{chaptered[3]}"
    match = re.search(rf"\d+[\w.-]*(?:\s[a-zåäö](?=$|\s?§))?{_LATIN}", low)
    return _tight(match[0].rstrip(".")) if match else low


def _tight(number: str) -> str:
    """The letter drawn to its number, an ordinal sign dropped: `10 a` -> `10a`, `7º` -> `7`."""
    return re.sub(r"(?<=\d)(?:\s(?=\w$)|[oº°]$)", "", number)


def _han(match: re.Match[str]) -> str:
    """`第七条の二`, `제7조의2` -> 7-2."""
    parts = [match["number"] or match["korean"], match["dash"] or match["more"] or match["second"]]
    return "-".join(str(_value(part)) for part in parts if part)


def _value(written: str) -> int:
    """A number in figures or in kanji: 百八十二 -> 182."""
    if written.isdecimal():
        return int(written)
    if not any(character in _TENS for character in written):
        return int("".join(str(_DIGITS.get(character, 0)) for character in written))
    total = ones = 0
    for character in written:
        if character in _TENS:
            total += (ones or 1) * _TENS[character]
            ones = 0
        else:
            ones = _DIGITS.get(character, 0)
    return total + ones


def cited_numbers(text: str, lexicon: Lexicon, citing: str = "") -> frozenset[str]:
    """Bare numbers of the sections that a text cites, ranges filled in.

    `citing` is the number of the citing section as printed: where it names a chapter, a number alone is also that of
    its own chapter. "an offence under section 4(1) or 5A" -> {"4", "5a"}; "Articles 3 to 7" -> {"3", "4", "5", "6", "7"}.
    """
    if not lexicon.section_words:
        return frozenset()
    low = _ORDINAL.sub("", _BRACKETED.sub("", text.lower()))
    if lexicon.subsection_words:
        low = _subsections(lexicon.subsection_words, lexicon.ranges).sub("", low)
    found = set(_han_numbers(low)) if _HAN_WORDS & set(lexicon.section_words) else set()
    chapter, _, section = bare_number(citing).partition(":")
    for run, of_chapter in _runs(low, lexicon):
        numbers = set(_numbers_of(run, lexicon))
        found.update(f"{of_chapter}:{number}" if of_chapter else number for number in numbers)
        if section and not of_chapter:
            found.update(f"{chapter}:{number}" for number in numbers)
    return frozenset(found)


def _runs(low: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Runs of numbers beside a section word, and the chapter before them, if one is named."""
    words = tuple(word for word in lexicon.section_words if word not in _HAN_WORDS)
    before, after = _citing(words, lexicon.section_words_after, lexicon.ranges, _number(lexicon), lexicon.dotted_numbers)
    for match in before.finditer(low) if words else ():
        yield match[1], ""
    for match in after.finditer(low) if after else ():
        yield match["run"] + (match["letter"] or ""), match["chapter"] or ""


def _numbers_of(run: str, lexicon: Lexicon) -> Iterator[str]:
    places = list(re.finditer(_number(lexicon), run))
    for place, match in enumerate(places):
        number = _tight(match[0])
        yield number
        ends = re.fullmatch(r"((\d+)[a-z]?)-((\d+)[a-z]?)", number) if "-" in lexicon.ranges else None
        if ends and int(ends[2]) <= int(ends[4]):  # 51-51 b, not 227-24
            yield from (ends[1], ends[3], *_filled(ends[1], ends[3]))
        if place and _is_range(run[places[place - 1].end() : match.start()], lexicon.ranges):
            yield from _filled(_tight(places[place - 1][0]), number)


def _is_range(between: str, ranges: tuple[str, ...]) -> bool:
    words = set(re.findall(r"[^\W\d_']+|[–-]", between))
    return bool(words & {"–", *(word.lower() for word in ranges)}) or (not ranges and "to" in words)


def _filled(first: str, last: str) -> Iterator[str]:
    """What lies between two numbers that differ only in their last part: 3 to 7, 227-18 to 227-26, 184b to 184e."""
    low, high = (re.fullmatch(r"(.*?)(\d+)([a-z]?)", number) for number in (first, last))
    if not low or not high or low[1] != high[1]:
        return
    if low[2] == high[2] and low[3] and high[3]:
        yield from (f"{low[1]}{low[2]}{chr(letter)}" for letter in range(ord(low[3]), ord(high[3]) + 1))
    elif low[2] != high[2]:
        top = min(int(high[2]), int(low[2]) + LONGEST_RANGE)
        yield from (f"{low[1]}{number}" for number in range(int(low[2]), top + 1))


def _han_numbers(low: str) -> Iterator[str]:
    last: re.Match[str] | None = None
    for match in _HAN.finditer(low):
        number = _han(match)
        yield number
        if last and _HAN_RANGE.search(low[last.end() : match.start()]):
            yield from _filled(_han(last), number)
        last = match


@cache
def _citing(
    words: tuple[str, ...], after: tuple[str, ...], ranges: tuple[str, ...], number: str, dotted: bool
) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Patterns of a run of section numbers after a section word, and before one."""
    names = _any_of(words)
    joint = rf"(?:\s*,?\s+(?:{_AND}|{_any_of(ranges) or 'to'})\s+|\s*,\s*|\s*–\s*)"
    counted = "" if dotted else r"(?!\.\s?[a-zåäöéíóúýþæð])"  # `§ 1, 2. pkt.`: a sentence of the section, not a section
    run = rf"(?<!\w)(?:{names})\.?\s*{_CODE}({number}(?:\.?{joint}(?:(?:{names})\.?\s*)?{_CODE}{number}{counted})*)"
    if not after:
        return re.compile(run), None
    chapter = r"(?:(?P<chapter>\d+)\s?(?:[a-z]\s)?(?:kap\.|luvun)\s*)?"
    ending = _any_of(after)
    letter = r"(?:(?<=\d\. gr\.)\s(?P<letter>[a-z])\b)?"  # 210. gr. a
    return re.compile(run), re.compile(rf"(?<![\w.]){chapter}(?P<run>{number}(?:\.?{joint}{number})*)\.?\s?(?:{ending}){letter}")


@cache
def _subsections(words: tuple[str, ...], ranges: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern of what follows a section's number: `§ 189 ods. 2 písm. a), § 201`; `άρθρων 339 παρ. 1 και 2, 342`."""
    named, joint = _any_of(words), rf"(?:\s*,\s*|\s+(?:{_AND}|{_any_of(ranges)})\s+)"
    one = r"(?:\d{1,2}|[^\W\d_]{1,2})[.)΄']*(?!\w)"
    return re.compile(rf"\s?(?<!\w)(?:{named})\.?\s{one}(?:{joint}{one}(?!\s?(?:{named})))*")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))


def named_instruments(text: str, instruments: Iterable[Instrument]) -> frozenset[str]:
    """Stems of the instruments that a text names, by title, short title, number or acronym."""
    folded = " ".join(fold(text).split())
    return frozenset(one.stem for one in instruments if any(_named(name, text, folded, one.language) for name in names_of(one.title)))


def _named(name: str, text: str, folded: str, language: str) -> bool:
    if _acronym(name):
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
    if _EAST_ASIAN.search(name) and len(name) <= 3:  # 刑法 is no part of another title: 刑法第七条, 「형법」
        return re.search(rf"(?<![一-龥가-힣]){re.escape(name)}(?=[第제]|[^一-龥가-힣]|$)", folded) is not None
    lexicon = read_lexicon(language)
    if lexicon and lexicon.endings:
        return inflected(name, lexicon.endings).search(unaccented(folded)) is not None
    return name in folded


_EAST_ASIAN = re.compile(r"[一-龥가-힣]")
_REPUBLISHED = re.compile(r"^bekendtgørelse af (?:lov om )?")
"""What stands before the title of an instrument printed anew."""


def _acronym(name: str) -> bool:
    return re.fullmatch(r"\w{3,7}", name) is not None and sum(letter.isupper() for letter in name) > 1


@cache
def names_of(title: str) -> tuple[str, ...]:
    """Names by which other texts know an instrument: its title, and the short titles, numbers and acronyms in brackets.

    >>> names_of("Lov om straff (straffeloven)")
    ('lov om straff', 'straffeloven')
    """
    short = title_words(title)
    found = [short] if len(short) > 8 or _EAST_ASIAN.search(short) else []
    if (republished := _REPUBLISHED.sub("", short)) != short and len(republished) > 8:
        found.append(republished)
    for bracketed in re.findall(r"\(([^)]*)\)", title):
        for part in (part.strip() for part in bracketed.split(",")):
            if _acronym(part):
                found.append(part)
            elif re.fullmatch(r"\d{4}:\d+|[^\W\d_]{9,}", part):
                found.append(fold(part))
    return tuple(dict.fromkeys(found))


@cache
def title_words(title: str) -> str:
    """A title as other texts name it: without article, bracketed additions, year, or what the source says of its version."""
    short = re.sub(r"\([^)]*\)|\s—\s[^a-z]*(?:\(.*)?$", " ", title)
    short = re.sub(r"^(the)\s", "", fold(short).strip())
    return " ".join(re.sub(r"[,.]?\s*\d{4}.*$", "", short).split())
