"""Turns the words of an amending clause into single instructions: insert, substitute or omit, with old and new words.

How a language words them stands in `amending.yaml`; an instruction that can be read in two ways is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from legal_compare.grammars import INSERT, MASKED, OMIT, SUBSTITUTE, Grammar

BETWEEN = 2
"""Words between the verb of an omission and what is omitted: "repeal of the whole of section 5" has too many."""
_IS = re.compile(r"\b(?:is|are|shall be|wird|werden|est|sont|queda|quedan|é|são|fica|ficam|ska|skal|se|sa)\s(?:hereby\s)?$", re.IGNORECASE)
"""What stands before the verb where the target comes first: "section 5 of that Act is hereby repealed"."""
_MARK = "\ue000{}\ue001"
_TITLED = re.compile(rf"\(\s*{MASKED.pattern}\s*\)")
"""A unit's heading, quoted in brackets after its number."""
_ASIDE = re.compile(r"\((?!\w{1,5}\))[^()]*\)|\[[^\[\]]*\]")
LABELS = re.compile("\ue002([^\ue003]*)\ue003")
"""Expressions whose definition is named as a place."""
_CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "”": "”"}
_QUOTES = '“„«»「『"'
"""Marks that open a quotation unless a language has its own."""


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
    twofold = OMIT in verbs and len(verbs) == 2  # "by the repeal of section 5 and the substitution of": one act
    replacing = verbs == [SUBSTITUTE] or (twofold and len(quoted) == 2)
    if (
        set(verbs) == {OMIT, SUBSTITUTE}
        and len(quoted) == 1
        and _last(grammar.verbs[SUBSTITUTE], piece) > _last(grammar.verbs[OMIT], piece)
    ):
        return Instruction(SUBSTITUTE, words(quoted[0])) if quoted[0].start() > _last(grammar.verbs[SUBSTITUTE], piece) else None
    if replacing and len(quoted) == 2:
        first, second = quoted
        if verbs == [SUBSTITUTE] and follows(grammar.old, second) and not follows(grammar.old, first):
            first, second = second, first  # substitution of “B” for “A”
        return Instruction(SUBSTITUTE, words(second), old=words(first))
    if replacing and verbs == [SUBSTITUTE] and len(quoted) == 1:
        return Instruction(SUBSTITUTE, words(quoted[0]))
    if INSERT in verbs and OMIT not in verbs and quoted:
        before = bool(grammar.before.search(MASKED.sub(" ", piece)))
        after = bool(grammar.after.search(MASKED.sub(" ", piece)))
        if before and after:
            return None
        if len(quoted) == 1:  # also where it "is inserted to read as follows"
            at_end = bool(grammar.end.search(piece)) or not (before or after)
            return Instruction(INSERT, words(quoted[0]), before=before, at_end=at_end)
        if verbs == [INSERT] and len(quoted) == 2 and (before or after):
            marker = grammar.before if before else grammar.after
            anchor, new = quoted if follows(marker, quoted[0]) else (quoted[1], quoted[0])
            return Instruction(INSERT, words(new), anchor=words(anchor), before=before)
    return None


def _last(pattern: re.Pattern[str], piece: str) -> int:
    return max((match.start() for match in pattern.finditer(piece)), default=-1)


def verbs_of(piece: str, grammar: Grammar) -> list[str]:
    """Which of the three verbs a piece has, beside what stands in brackets: "(inserted by section 8)" asks for nothing."""
    plain = _ASIDE.sub(" ", piece)
    return [name for name, pattern in grammar.verbs.items() if pattern.search(plain)]


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
    named = grammar.partly.search(piece) or grammar.law.search(piece) or grammar.act.search(piece)
    if MASKED.search(piece) or (verbs == [OMIT] and named and _beside(piece, grammar, 4 * BETWEEN)):
        return True
    around = any(pattern.search(piece) for pattern in (grammar.after, grammar.before, grammar.end))
    return verbs != [OMIT] and around and bool(grammar.named_units(piece))


def _omission(piece: str, quoted: list[re.Match[str]], words: Callable[[re.Match[str]], str], grammar: Grammar) -> Instruction | None:
    """Only where verb and object stand side by side: a duty to delete content under section 5 omits nothing."""
    if len(quoted) > 1 or (not quoted and grammar.partly.search(piece)):
        return None
    if not quoted and not _objects(piece, grammar):
        verb = grammar.verbs[OMIT].search(piece)
        return Instruction(OMIT) if verb and _IS.search(piece[: verb.start()]) else None
    if not _beside(piece, grammar, BETWEEN, quoted[0].span() if quoted else None):
        return None
    return Instruction(OMIT, old=words(quoted[0]) if quoted else "")


def _beside(piece: str, grammar: Grammar, most: int, quoted: tuple[int, int] | None = None) -> bool:
    """Whether an omission and what it may be about stand at most some words apart."""
    verb = grammar.verbs[OMIT].search(piece)
    if verb is None:
        return False
    for start, end in [quoted] if quoted else _objects(piece, grammar):
        gap = piece[verb.end() : start] if start >= verb.end() else piece[end : verb.start()]
        if (end <= verb.start() and _IS.search(gap)) or _words_apart(gap, grammar) <= most:
            return True
    return False


def _words_apart(gap: str, grammar: Grammar) -> int:
    """Words between an omission and its object, beside the name of the law that the object stands in."""
    plain = re.sub(r"\([^()]*\)", " ", grammar.law.sub(" ", grammar.act.sub(" ", grammar.without_units(gap.lstrip(". ")))))
    return len(re.findall(r"\w+", plain)) + 9 * len(re.findall(r"[.;:]\s", plain))


def _objects(piece: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Where the units stand that an omission may be about."""
    found = [unit.span for unit in grammar.named_units(piece)]
    return found + [match.span() for pattern in (grammar.schedule, grammar.division, LABELS) for match in pattern.finditer(piece)]


def labels_drawn(piece: str, quotes: Sequence[str], grammar: Grammar) -> str:
    """The piece with the expressions of definitions that it names as places (the definition of “child”) set apart from quoted words."""

    def drawn(match: re.Match[str]) -> str:
        return "\ue002" + "|".join(quotes[int(one[1])] for one in MASKED.finditer(match[0])) + "\ue003"

    return grammar.definition.sub(drawn, _TITLED.sub(lambda match: f"({quotes[int(match[1])]})", piece))


def masked(text: str, opening: str = "") -> tuple[str, list[str]]:
    """The text with each outermost quotation replaced by a sign, and the quotations; `opening` names the marks, where not all are.

    A mark that opens each paragraph of a long quotation opens it only once.
    """
    parts: list[str] = []
    quotes: list[str] = []
    at, size = 0, len(text)
    while at < size:
        sign = text[at]
        if sign not in (opening or _QUOTES):
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
    known = LABELS.sub(lambda match: "definition of " + ", ".join(f"“{label}”" for label in match[1].split("|")), piece)
    return MASKED.sub(lambda match: f"“{quotes[int(match[1])]}”", known).strip()


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
