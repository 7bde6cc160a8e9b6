"""Turns the words of an amending clause into single instructions: insert, substitute or omit, with old and new words.

How a language words them stands in `amending.yaml`; an instruction that can be read in two ways is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_compare.strict_yaml import read_yaml

INSERT, SUBSTITUTE, OMIT = "insert", "substitute", "omit"
NEAR = 14
"""Characters between the verb of an omission and what is omitted: "repeal of section 5"."""
_IS = re.compile(r"\b(?:is|are|shall be|wird|werden|est|sont|queda|quedan|fica|ficam|ska|skal)\s(?:hereby\s)?$", re.IGNORECASE)
"""What stands before the verb where the target comes first: "section 5 of that Act is hereby repealed"."""
_MARK = "\ue000{}\ue001"
MASKED = re.compile("\ue000(\\d+)\ue001")
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"'}


class Grammar:
    """One language's patterns, compiled."""

    def __init__(self, words: dict[str, str]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            value = words.get(name, "")
            edge = r"(?<![\w-])(?:{})(?!\w)" if value.upper() != value.lower() else "(?:{})"
            return re.compile(edge.format(value) if value else r"(?!)", re.IGNORECASE)

        self.verbs = {name: pattern(name) for name in (INSERT, SUBSTITUTE, OMIT)}
        self.after, self.before, self.old, self.new = (pattern(name) for name in ("after", "before", "old", "new"))
        self.end, self.everywhere, self.elsewhere, self.act = (pattern(name) for name in ("end", "everywhere", "elsewhere", "act"))
        number = r"\s*(?P<{0}>\(?(?:\d+[a-z]{{0,3}}(?:-\d+)?|[a-z]{{1,3}}|[ivx]+)\)?(?:\s?\(\w{{1,5}}\))*)(?!\w)"
        ranks = [
            ("section", words.get("section")),
            ("subsection", words.get("subsection")),
            ("paragraph", words.get("paragraph")),
            ("limb", words.get("limb")),
        ]
        units = "|".join(rf"(?<!\w)(?:{value}){number.format(name)}" for name, value in ranks if value)
        if "numbered" in words:
            numbered = rf"(?<![\w.])(?P<section>\d+(?:\.?\s?[a-z](?!\w))?)\.?\s*(?:{words['numbered']})(?!\w)"
            units = f"{numbered}|{units}" if units else numbered
        self.units = re.compile(units, re.IGNORECASE) if units else re.compile(r"(?!)")
        self._reference = re.compile(rf"(?:{words.get('reference', '(?!)')})\s*(?:(?:the|del?|la|el|des|l['’])\s?)?$", re.IGNORECASE)

    def named_units(self, words: str) -> list[re.Match[str]]:
        """Sections and smaller units that words name as their object, not by way of reference ("material referred to in section 5")."""
        return [
            match for match in self.units.finditer(words) if not self._reference.search(words[max(0, match.start() - 60) : match.start()])
        ]


@cache
def grammar_of(language: str) -> Grammar | None:
    """The patterns of a language; None where it has none."""
    known = read_yaml((Path(__file__).parent / "amending.yaml").read_text(encoding="utf-8"))
    words = known.get(language.split("-")[0])
    return Grammar(words) if words else None


@dataclass(frozen=True)
class Instruction:
    """What is to be done: `old` words give way to `new` ones, or `new` ones stand beside an `anchor`."""

    action: str
    new: str = ""
    old: str = ""
    anchor: str = ""
    before: bool = False
    at_end: bool = False


def understood(piece: str, quotes: list[str], grammar: Grammar, verbs: list[str]) -> Instruction | None:
    """What an instruction asks for; None where it can be read in more than one way."""
    quoted = list(MASKED.finditer(piece))

    def words(match: re.Match[str]) -> str:
        return quotes[int(match[1])]

    def follows(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
        """Whether a marker stands close before a quotation: for “A”, by the words “B”."""
        gap = piece[max(0, match.start() - 40) : match.start()]
        found = list(pattern.finditer(gap))
        return bool(found) and not re.search(r"[.;,]|\d", gap[found[-1].end() :])

    if verbs == [OMIT]:
        return _omission(piece, quoted, words, grammar)
    replacing = verbs == [SUBSTITUTE] or (set(verbs) == {OMIT, INSERT} and len(quoted) == 2)
    if replacing and len(quoted) == 2:
        first, second = quoted
        if verbs == [SUBSTITUTE] and follows(grammar.old, second) and not follows(grammar.old, first):
            first, second = second, first  # substitution of “B” for “A”
        return Instruction(SUBSTITUTE, words(second), old=words(first))
    if replacing and verbs == [SUBSTITUTE] and len(quoted) == 1:
        return Instruction(SUBSTITUTE, words(quoted[0]))
    if verbs == [INSERT] and quoted:
        before = bool(grammar.before.search(MASKED.sub(" ", piece)))
        after = bool(grammar.after.search(MASKED.sub(" ", piece)))
        if before and after:
            return None
        if len(quoted) == 1:
            at_end = bool(grammar.end.search(piece)) or not (before or after)
            return Instruction(INSERT, words(quoted[0]), before=before, at_end=at_end)
        if len(quoted) == 2 and (before or after):
            marker = grammar.before if before else grammar.after
            anchor, new = quoted if follows(marker, quoted[0]) else (quoted[1], quoted[0])
            return Instruction(INSERT, words(new), anchor=words(anchor), before=before)
    return None


def repeals_whole(piece: str, title: str, grammar: Grammar) -> bool:
    """Whether an omission says nothing beside the title of a law: a whole law must not go because some of it does."""
    left = grammar.verbs[OMIT].sub(" ", piece.lower())
    known = set(re.findall(r"\w+", title.lower())) | {
        "is",
        "are",
        "shall",
        "be",
        "hereby",
        "the",
        "wird",
        "werden",
        "est",
        "la",
        "le",
        "das",
        "die",
        "der",
    }
    return not [word for word in re.findall(r"\w+", left) if word not in known and len(word) > 2 and not word.isdigit()]


def reads_like_one(piece: str, grammar: Grammar, verbs: list[str]) -> bool:
    """Whether words with such a verb are an instruction to change law at all, and not a duty to add or delete something else."""
    if MASKED.search(piece):
        return True
    around = any(pattern.search(piece) for pattern in (grammar.after, grammar.before, grammar.end))
    return verbs != [OMIT] and around and bool(grammar.named_units(piece))


def _omission(piece: str, quoted: list[re.Match[str]], words: Callable[[re.Match[str]], str], grammar: Grammar) -> Instruction | None:
    """Only where verb and object stand side by side: a duty to delete content under section 5 omits nothing."""
    verb = grammar.verbs[OMIT].search(piece)
    if verb is None or len(quoted) > 1:
        return None
    spans = [quoted[0].span()] if quoted else [match.span() for match in grammar.named_units(piece)]
    if not spans:
        return Instruction(OMIT) if _IS.search(piece[: verb.start()]) else None
    beside = any(
        start - verb.end() <= NEAR if start >= verb.end() else bool(_IS.search(piece[end : verb.start()])) or verb.start() - end <= 3
        for start, end in spans
    )
    if not beside:
        return None
    return Instruction(OMIT, old=words(quoted[0]) if quoted else "")


def masked(text: str) -> tuple[str, list[str]]:
    """The text with each outermost quotation replaced by a sign, and the quotations.

    A mark that opens each paragraph of a long quotation opens it only once.
    """
    parts: list[str] = []
    quotes: list[str] = []
    at, size = 0, len(text)
    while at < size:
        sign = text[at]
        if sign not in _CLOSING:
            parts.append(sign)
            at += 1
            continue
        end = _closing(text, at)
        if end < 0:
            parts.append(sign)
            at += 1
            continue
        parts.append(_MARK.format(len(quotes)))
        quotes.append(re.sub(rf"(?m)^{re.escape(sign)}", "", text[at + 1 : end]).strip())
        at = end + 1
    return "".join(parts), quotes


def _closing(text: str, start: int) -> int:
    opening = text[start]
    closing = _CLOSING[opening]
    depth = 1
    for at in range(start + 1, len(text)):
        sign = text[at]
        if sign in closing:
            depth -= 1
            if not depth:
                return at
        elif sign == opening and text[at - 1] != "\n":
            depth += 1
    return -1


def unmasked(piece: str, quotes: Sequence[str]) -> str:
    """An instruction's words with its quotations back in their places."""
    return MASKED.sub(lambda match: f"“{quotes[int(match[1])]}”", piece).strip()


def pieces(masked: str) -> Iterator[str]:
    """Single instructions: limbs and sentences, with a quotation that stands on lines of its own."""
    lines: list[str] = []
    for line in masked.split("\n"):
        if lines and MASKED.match(line.lstrip()):
            lines[-1] += " " + line
        else:
            lines.append(line)
    for line in lines:
        yield from (
            piece
            for piece in re.split(r"(?<=[;.])\s+(?=[(A-ZÀ-Ý]|and\s\()|(?:;|,)\s+and\s+(?=\()|(?<=—)\s*(?=\([a-z]+\)\s)", line)
            if piece.strip()
        )
