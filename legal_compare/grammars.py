"""Turns the wordings of `amending.yaml` into one language's patterns: verbs, units and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_compare.strict_yaml import read_yaml

INSERT, SUBSTITUTE, OMIT = "insert", "substitute", "omit"
MASKED = re.compile("\ue000(\\d+)\ue001")
"""A quotation that was set aside, by its place."""
_LATIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)(?!\w))?"
_TAIL = r"(?:\s?\(\w{1,5}\))*"
_SECTION = r"(?:[LRDA]\.?\s?(?=\d))?\d+(?:[-.]\d+)*(?:\.[a-z](?!\w)|[^\W\d_]{0,3}(?!\w))" + _LATIN
_COUNTED = r"\(\w{1,5}\)|\d+(?:\.\d+)*[^\W\d_]{0,3}\)?|[^\W\d_]{1,2}\)"
_BARE = r"[ivxl]{1,5}|aa|bb|cc|dd|[^\W\d_]"
"""What a section is numbered with, and what stands below it: `(2)`, `2a`, `b)`; without any sign, `iv` and `b`."""
UNITS = ("section", "subsection", "paragraph", "limb")


@dataclass(frozen=True)
class Unit:
    """A section or smaller unit that words name: its kind, its number with what is bracketed after it, others of its kind named with it.

    `through` says that the others end a range.
    """

    kind: str
    numbers: tuple[str, ...]
    others: tuple[str, ...]
    through: bool
    span: tuple[int, int]


class Grammar:
    """One language's patterns, compiled."""

    def __init__(self, words: dict[str, str]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            value = words.get(name, "")
            edge = r"(?<![\w-])(?:{})(?!\w)" if value.upper() != value.lower() else "(?:{})"
            return re.compile(edge.format(value) if value else r"(?!)", re.IGNORECASE)

        self.verbs = {name: pattern(name) for name in (INSERT, SUBSTITUTE, OMIT)}
        self.after, self.before, self.old, self.new = (pattern(name) for name in ("after", "before", "old", "new"))
        self.end, self.everywhere, self.elsewhere, self.within = (pattern(name) for name in ("end", "everywhere", "elsewhere", "within"))
        self.start = pattern("start")
        self.act, self.law, self.place = (pattern(name) for name in ("act", "law", "place"))
        self.counted, self.partly = pattern("counted"), pattern("partly")
        self.quotes = words.get("quotes", "")
        joined = words.get("and", "(?!)")
        label = rf"{MASKED.pattern.replace('(', '(?:')}"
        self.definition = re.compile(
            rf"(?<!\w)(?:{words.get('definition', '(?!)')})\s*{label}(?:\s*(?:,|,?\s(?:{joined})\s)\s*{label})*", re.IGNORECASE
        )
        self.schedule = re.compile(
            rf"(?<!\w)(?:{words.get('schedule', '(?!)')})(?!\w)(?:\s(?P<number>\d+[a-z]?|[ivxl]+)(?!\w))?", re.IGNORECASE
        )
        self.division = re.compile(rf"(?<!\w)(?:{words.get('division', '(?!)')})\s(?P<number>\d+[a-z]{{0,2}}|[ivxl]+)(?!\w)", re.IGNORECASE)
        joint = rf"\s*(?:(?P<through>–|-|\s(?:{words.get('range', '(?!)')})\s)|,?\s(?:{joined})\s|,)\s*"
        section = _SECTION.replace("(?!\\w)", r"(?:\s[a-hj-z](?![\w’'.)]))?(?!\w)") if "spaced" in words else _SECTION
        below = rf"(?:{_COUNTED}|{_BARE})(?!\w){_LATIN}\.?[ºª°]?"
        numbers = {name: (section if name == "section" else below) for name in UNITS}
        found = [rf"(?<!\w)(?:{words[name]})(?![^\W\d_])\s*(?P<{name}>{numbers[name]}{_TAIL})" for name in UNITS if name in words]
        if "numbered" in words:
            number = r"(?:\d+\s?(?:kap\.|luvun)\s*)?\d+(?:\.?\s?[a-z](?!\w))?"
            found.insert(0, rf"(?<![\w.])(?P<section>{number})\.?\s*(?:{words['numbered']})(?!\w)")
        self._units = [re.compile(one, re.IGNORECASE) for one in found]
        self.ordinals = [re.compile(rf"(?:{one})$", re.IGNORECASE) for one in words.get("ordinals", "").split()]
        self.lines, self.passage = "lines" in words, pattern("passage")
        if "passage" in words:
            named = "|".join([*words.get("ordinals", r"\d+\.?").split(), words.get("last", "(?!)")])
            noun = words["passage"]
            self._units.append(re.compile(rf"(?<!\w)(?P<passage>{named})\s(?:{noun})(?!\w)", re.IGNORECASE))
            if self.ordinals:
                self._units.append(re.compile(rf"(?<!\w)(?:{noun})\s(?P<passage>{named})(?!\w)", re.IGNORECASE))
        if "also" in words:
            self._units.append(re.compile(words["also"], re.IGNORECASE))
        self._next: dict[tuple[str, str], re.Pattern[str]] = {}
        counted = rf"(?:{_COUNTED})(?!\w){_LATIN}\.?[ºª°]?"
        for name in UNITS:
            for way, number in (("whole", numbers[name]), ("counted", counted), ("bracketed", r"\(\w{1,5}\)")):
                again = rf"(?:(?:{words.get(name, '(?!)')})\s*)?"
                self._next[name, way] = re.compile(rf"{joint}{again}(?P<number>(?:{number}){_TAIL})(?!\w)", re.IGNORECASE)
        self._reference = re.compile(rf"(?:{words.get('reference', '(?!)')})\s*(?:(?:the|del?|la|el|des|l['’])\s?)?$", re.IGNORECASE)

    def named_units(self, words: str) -> list[Unit]:
        """Sections and smaller units that words name as their object, not by way of reference ("material referred to in section 5")."""
        matches = sorted((match for pattern in self._units for match in pattern.finditer(words)), key=lambda match: match.start())
        kept = (match for match in matches if not self._reference.search(words[max(0, match.start() - 60) : match.start()]))
        return [self._unit(match, words) for match in kept]

    def _counted(self, ordinal: str) -> int:
        """What an ordinal counts: second -> 2, last -> 0."""
        if ordinal[0].isdecimal():
            return int(ordinal.rstrip("."))
        return next((n for n, word in enumerate(self.ordinals, start=1) if word.match(ordinal)), 0)

    def without_units(self, words: str) -> str:
        """Words without the units that they name."""
        for pattern in self._units:
            words = pattern.sub(" ", words)
        return words

    def _unit(self, match: re.Match[str], words: str) -> Unit:
        kind = next(name for name, value in match.groupdict().items() if value)
        if kind == "passage":
            return Unit(kind, (f"¶{self._counted(match[kind])}",), (), False, match.span())
        numbers, end = _numbers(match[kind]), match.end()
        others: list[tuple[str, ...]] = []
        through = False
        bare = kind == "section" or re.fullmatch(_BARE, match[kind], re.IGNORECASE)
        ways = ["whole" if bare else "counted"] + ["bracketed"] * (len(numbers) > 1)
        while following := next((found for way in ways if (found := self._next[kind, way].match(words, end))), None):
            through = through or bool(following["through"])
            others.append(_numbers(following["number"]))
            end = following.end()
        alike = all(len(other) == 1 for other in others) and (len(numbers) == 1 or all(len(other) == 1 for other in others))
        flat = tuple(other[0] for other in others) if alike else tuple(" ".join(other) for other in others)
        return Unit(kind, numbers, flat, through, (match.start(), end))


def _numbers(printed: str) -> tuple[str, ...]:
    """A printed number without brackets, and what stands bracketed after it: `5A(2)(b)` -> 5a, 2, b."""
    first = re.match(r"\(\w{1,5}\)|[^(]+", printed)
    head = first[0] if first else printed
    tail = re.findall(r"\((\w{1,5})\)", printed[len(head) :])
    return tuple(number.lower() for number in (head.strip("() ºª°.").strip(), *tail))


@cache
def grammar_of(language: str) -> Grammar | None:
    """The patterns of a language; None where it has none."""
    known = read_yaml((Path(__file__).parent / "amending.yaml").read_text(encoding="utf-8"))
    words = known.get(language.split("-")[0])
    return Grammar(words) if words else None
