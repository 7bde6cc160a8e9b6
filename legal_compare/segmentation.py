"""Turns the printed words of a section into provisions: subsections, limbs and definitions.

Levels are told by numbering alone: a marker that continues an open list belongs to it, a first marker opens
a list below; what stands before a list is its lead-in, what stands after it its closing words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from legal_compare.statutes import Provision, Section

EDITORIAL = r"(?:[FCSEMX]?\d{1,3}\[|\*+|\[|“(?=\())*"
"""Marks of consolidators that may stand before a number: F3[, 1[, *."""

_KANJI = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HANGUL = "가나다라마바사아자차카타파하"
_IROHA = "イロハニホヘトチリヌルヲ"
_ROMAN = re.compile(r"^(?=[ivxl]+$)x{0,3}(ix|iv|v?i{0,3})$")

MARKERS: tuple[tuple[str, str], ...] = (
    ("digits", r"\((\d{1,3}(?:\.\d{1,2})?[A-Za-z]{0,2})\)"),
    ("letters", r"\(([A-Za-z]{1,4})\)"),
    ("full-digits", r"[（(]([０-９\d]{1,2})[）)]"),
    ("kanji-bracket", rf"[（(]([{_KANJI}]{{1,3}})[）)]"),
    ("circled", rf"([{_CIRCLED}])"),
    ("full-number", r"([０-９]{1,2})(?=[　\s])"),
    ("kanji", rf"([{_KANJI}]{{1,3}})(?=[　、\s])"),
    ("iroha", rf"([{_IROHA}])(?=[　\s])"),
    ("hangul", rf"([{_HANGUL}])\.\s"),
    ("digits-close", r"(\d{1,3}[a-z]?)\)\s"),
    ("letters-close", r"([a-zčšžα-ω]{1,3})\)\s?"),
    ("ordinal", r"(\d{1,3})[°º]\.?\s?"),
    ("digits-dot", r"(\d{1,3}[a-z]?)\.(?=\s|[A-Z(–—-])[–—-]?\s?"),
    ("letters-dot", r"([a-z])\.\s"),
    ("dash", r"([–•-])\s"),
)
_MARKERS = [(name, re.compile(EDITORIAL + pattern)) for name, pattern in MARKERS]
DEPTH = ("subsec", "para", "subpara", "point", "subpoint")
QUOTED = r"[“\"«„'‘「『]\s?([^”\"»“'’」』\n]{2,90}?)\s?[”\"»“'’」』]"
_QUOTE = re.compile(r"[“\"«„'‘「『]")
_INTRODUCED = re.compile(r".{0,60}?(?:\bterms?|\bexpressions?|\bwords?|[—–:])\s*(?=[“\"«„‘])")
"""What may stand on a line before the quoted label of its definition."""
_POINTED = re.compile(rf"{EDITORIAL}\s*{QUOTED}\s?:")
"""A label that only points elsewhere: `“access”: see section 3`."""
UNREAD_LINE = re.compile(r"^\s*\[(?:Footnote|Editorial|Note)\b", re.IGNORECASE)
DEEPEST = 30
"""Lists open one inside another; statutes open about six, a damaged file as many as it has lines."""
INTERMEDIATE_HEADING = 110
"""Longest line in characters that may be a heading inside a section."""


@dataclass(frozen=True)
class Drafting:
    """How one language words a definition (from its lexicon)."""

    defines: tuple[str, ...] = ()
    definition_headings: tuple[str, ...] = ()
    references_to: tuple[str, ...] = ()
    introduces: tuple[str, ...] = ()

    def entry(self) -> re.Pattern[str] | None:
        """Pattern of a definition's opening: a quoted label and, close by, a defining word."""
        if not self.defines:
            return None
        words = "|".join(self.defines)
        return re.compile(rf"{EDITORIAL}\s*{QUOTED}\W{{0,3}}[^“\"«„」『;.\n]{{0,110}}?(?:\b|(?<=\W))(?:{words})", re.IGNORECASE)


@dataclass
class _Node:
    kind: str
    number: str
    start: int
    end: int
    order: tuple[int, str] = (0, "")
    label: str = ""
    opens: bool = False
    children: list[_Node] = field(default_factory=list)
    closing: list[tuple[int, int]] = field(default_factory=list)

    def stop(self) -> int:
        ends = [self.end, *(end for _, end in self.closing), *(child.stop() for child in self.children)]
        return max(ends)


def segment(section: Section, drafting: Drafting) -> tuple[Provision, ...]:
    """All provisions of a section: itself, its subsections, its limbs and its definitions."""
    root = _grow(section, drafting)
    lines = list(_lines(section.text, None))
    whole = tuple(lines)
    if not whole:
        return ()
    found = [Provision(section, "section", (), whole)]
    for child in root.children or [root]:
        path = _path([child]) if child is not root else ()
        subtree = [*_opening(root)] if child is not root else []
        subtree += _stretches_between(lines, child.start, child.stop())
        found.append(Provision(section, "subsection", path, tuple(subtree)))
    found.extend(_leaves(section, lines, [root]))
    return tuple(found)


def split_embedded(section: Section) -> Iterator[Section]:
    """Sections that are printed under another's heading, each with its true number in its address."""
    own = re.sub(r"\D*(\d+[A-Za-z]*).*", r"\1", section.number)
    starts = [
        match
        for match in _EMBEDDED.finditer(section.text)
        if match["number"] != own and _close(match["number"], own)
    ]
    ends = [match.start() for match in starts] + [len(section.text)]
    yield replace(section, text=section.text[: ends[0]].rstrip()) if starts else section
    for match, end in zip(starts, ends[1:], strict=True):
        yield replace(section, text=section.text[match.start() : end].rstrip(), eid=match["number"], heading=match["heading"])


_EMBEDDED = re.compile(r"^(?:\d{1,2}\[)?(?P<number>\d+[A-Z]{0,3})\.\s+(?P<heading>[A-Z][^.\n]{2,110})\.\s?[—–-]{1,2}", re.MULTILINE)


def _close(number: str, own: str) -> bool:
    """Whether an embedded number plausibly follows the printed one (22A in 22, 2E in 2D, 23 in 22)."""
    mine, theirs = re.match(r"\d+", own), re.match(r"\d+", number)
    return mine is not None and theirs is not None and 0 <= int(theirs[0]) - int(mine[0]) <= 12


def _grow(section: Section, drafting: Drafting) -> _Node:
    text = section.text
    root = _Node("section", "", 0, 0)
    stack: list[tuple[str, _Node]] = []  # open lists: (marker class, last node)
    pending: list[tuple[int, int]] = []
    entry = drafting.entry()
    previous_end = ""
    for start, end in _lines(text, entry):
        line = text[start:end]
        at, markers = _read_markers(line, _own_number(line, section) if start == 0 or not (root.children or root.end) else 0)
        if not markers:
            label = _label(line, entry, section, drafting, marked=False)
            if label:
                _close_lists(stack, pending, root)
                _place(stack, root, [("def", (0, ""))], _Node("def", label, start, end, label=label))
            elif not stack and not root.children:
                if root.end == 0 and line[-1] not in ".;。":
                    root.start, root.end = start, end
                else:
                    _paragraph(root, stack, start, end, line)
            elif stack and _continues(line, previous_end):
                pending.append((start, end))
            elif not (_is_heading(line) and stack):
                _close_lists(stack, pending, root)
                _paragraph(root, stack, start, end, line)
        else:
            for index, (options, number, offset) in enumerate(markers):
                stop = start + (markers[index + 1][2] if index + 1 < len(markers) else len(line))
                node = _Node("limb", number, start + offset, stop)
                if index == len(markers) - 1:
                    node.label = _label(line[at:], entry, section, drafting, marked=True)
                    if node.label:
                        node.kind = "def"
                _settle(stack, pending, root, options)
                _place(stack, root, options, node)
        previous_end = line.rstrip()[-1:]
    _close_lists(stack, pending, root)
    return root


def _lines(text: str, entry: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """(start, end) of each line, and of each definition that begins inside a line; footnotes are left out."""
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if not line.strip() or UNREAD_LINE.match(line):
            continue
        cuts = [0]
        if entry is not None and len(line) > 60 and _QUOTE.search(line):
            for found in entry.finditer(line):
                before = line[: found.start()].rstrip()
                if before and before[-1] in ";:—–-.)" and found.start() - cuts[-1] > 20:
                    cuts.append(found.start())
        for cut, after in zip(cuts, [*cuts[1:], len(line)], strict=True):
            piece = line[cut:after]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield match.start() + cut + lead, match.start() + cut + len(piece.rstrip())


def _own_number(line: str, section: Section) -> int:
    """Length of the section's own number that a line repeats before its first marker: `3.—(1)`, `22A. Heading.—(1)`."""
    bare = re.sub(r"^\D+", "", section.number)
    if section.eid:
        match = _EMBEDDED.match(line)
    elif bare:
        word = r"(?:§+\s*|Section\s+|Art\w*\.?\s+)?"
        match = re.match(rf"{EDITORIAL}{word}{re.escape(bare)}\.?\s?[—–-]*\s*(?={EDITORIAL}\()", line)
    else:
        return 0
    return match.end() if match else 0


def _read_markers(line: str, at: int) -> tuple[int, list[tuple[list[tuple[str, tuple[int, str]]], str, int]]]:
    """Markers of a line from an offset on, outermost first, and where the words after them begin."""
    before = at
    found: list[tuple[list[tuple[str, tuple[int, str]]], str, int]] = []
    for _ in range(4):
        for name, pattern in _MARKERS:
            match = pattern.match(line, at)
            if match and not (name == "dash" and found):
                found.append((_readings(name, match[1]), match[1], at if found or not before else 0))
                at = match.end()
                while at < len(line) and line[at] in " —–-\t　" and found:
                    at += 1
                break
        else:
            break
        if name in ("digits-dot", "dash", "letters-dot", "ordinal", "kanji", "full-number") and line[at : at + 1] not in "(（":
            break
    return at, found


def _readings(name: str, value: str) -> list[tuple[str, tuple[int, str]]]:
    """The lists a marker may belong to, with its place in each: (i) is a letter or a Roman numeral."""
    if name in ("letters", "letters-close", "letters-dot"):
        upper = value.isupper()
        low = value.lower()
        style = f"{name}-{'upper' if upper else 'lower'}"
        options: list[tuple[str, tuple[int, str]]] = []
        if len(low) == 1:
            options.append((f"{style}-alpha", (ord(low) - 96, "")))
        elif len(set(low)) == 1 and len(low) == 2:
            options.append((f"{style}-double", (ord(low[0]) - 96, "")))
            options.append((f"{style}-alpha", (26 + ord(low[0]) - 96, "")))
        if _ROMAN.match(low):
            options.append((f"{style}-roman", (_roman(low), "")))
        if not options:
            options.append((f"{style}-alpha", (ord(low[0]) - 96, low[1:])))
        return options
    if name == "circled":
        return [(name, (_CIRCLED.index(value) + 1, ""))]
    if name in ("kanji", "kanji-bracket"):
        return [(name, (_kanji(value), ""))]
    if name == "iroha":
        return [(name, (_IROHA.index(value) + 1, ""))]
    if name == "hangul":
        return [(name, (_HANGUL.index(value) + 1, ""))]
    if name == "dash":
        return [(name, (0, ""))]
    digits = re.match(r"[０-９\d]+", value)
    return [(name, (int(digits[0]) if digits else 0, value[digits.end() :] if digits else value))]


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


def _follows(before: tuple[int, str], after: tuple[int, str]) -> bool:
    return after[0] == before[0] + 1 or (after[0] == before[0] and after[1] > before[1]) or before[0] == after[0] == 0


def _level(stack: list[tuple[str, _Node]], options: list[tuple[str, tuple[int, str]]]) -> tuple[int, str, tuple[int, str]]:
    """Where a marker belongs: index of the open list it continues, or the length of the stack for a new one."""
    for index in range(len(stack) - 1, -1, -1):
        for name, order in options:
            if stack[index][0] == name and (name == "def" or _follows(stack[index][1].order, order)):
                return index, name, order
    for name, order in sorted(options, key=lambda option: option[1][0]):
        if order[0] <= 1:
            return len(stack), name, order
    for index in range(len(stack) - 1, -1, -1):
        for name, order in options:
            if stack[index][0] == name and order > stack[index][1].order:
                return index, name, order
    return len(stack), *options[0]


def _place(stack: list[tuple[str, _Node]], root: _Node, options: list[tuple[str, tuple[int, str]]], node: _Node) -> None:
    index, name, node.order = _level(stack, options)
    index = min(index, DEEPEST)
    if stack and index == len(stack) and stack[-1][0] == "paragraph" and not stack[-1][1].opens:
        index = len(stack) - 1
    parent = stack[index - 1][1] if index else root
    if name == "dash":  # dashes carry no number of their own: counted, so that each has its address
        node.number = f"–{1 + sum(child.number.startswith('–') for child in parent.children)}"
    parent.children.append(node)
    del stack[index:]
    stack.append((name, node))


def _settle(
    stack: list[tuple[str, _Node]], pending: list[tuple[int, int]], root: _Node, options: list[tuple[str, tuple[int, str]]]
) -> None:
    """Words after a list, before the next marker, close the item that the next marker follows."""
    if not pending:
        return
    index = _level(stack, options)[0]
    if index < len(stack):
        owner = stack[index][1]
    else:  # a list after closing words (the penalties) stands beside the list that they close
        owner = stack[-2][1] if len(stack) > 1 else root
        del stack[-1:]
    owner.closing.extend(pending)
    pending.clear()


def _close_lists(stack: list[tuple[str, _Node]], pending: list[tuple[int, int]], root: _Node) -> None:
    """Words after the last list close the outermost item that holds it."""
    if not pending:
        return
    numbered = stack and (len(stack) > 1 or "digits" in stack[0][0] or stack[0][0] in ("def", "paragraph"))
    owner = stack[0][1] if numbered else root
    owner.closing.extend(pending)
    pending.clear()


def _paragraph(root: _Node, stack: list[tuple[str, _Node]], start: int, end: int, line: str) -> None:
    """An unnumbered paragraph stands on its own; ending in a colon or dash ("Penalty:") it leads in what follows."""
    last = line.rstrip()[-1:]
    within = stack[0][1] if stack and stack[0][0].startswith("digits") and last in ":—–" else root
    node = _Node("paragraph", str(1 + sum(child.kind == "paragraph" for child in within.children)), start, end)
    within.children.append(node)
    if within is not root:
        del stack[1:]
        stack.append(("paragraph", node))
    elif not stack or stack[0][0] == "paragraph" or last in ":—–":
        stack[:] = [("paragraph", node)]
    node.opens = last in ":—–-,"


def _continues(line: str, previous_end: str) -> bool:
    first = line.lstrip("*]”\" ")[:1]
    return first.islower() or previous_end in ",;—–-" or previous_end.isalnum()


def _is_heading(line: str) -> bool:
    return len(line) < INTERMEDIATE_HEADING and line.rstrip()[-1:] not in ".;:,—–"


def _label(line: str, entry: re.Pattern[str] | None, section: Section, drafting: Drafting, marked: bool) -> str:
    """The expression that a line defines, or nothing."""
    if entry is None:
        return ""
    match = entry.match(line) if _QUOTE.search(line, 0, 120) else None
    if match is None and _INTRODUCED.match(line):
        match = entry.search(line, 0, 260)
    if match is None:  # In this section “picture” means ...
        match = re.match(rf"[^.;“\"«„]{{0,80}}{QUOTED},?\s(?:{'|'.join(drafting.defines)})\b", line, re.IGNORECASE)
    if match:
        return str(match[1]).strip()
    words = "|".join(drafting.defines)
    reference = "|".join(drafting.references_to)
    if reference:
        found = re.match(rf"(?:{reference})\s(.{{3,90}}?),?\s(?:{words})\b", line, re.IGNORECASE)
        if found:
            return str(found[1]).strip()
    introduces = "|".join(drafting.introduces)
    if introduces:  # "a los efectos de este Título se considera pornografía infantil: ...": the label follows its defining word
        found = re.search(rf"(?:{introduces})\s[«“\"„]?(.{{3,90}}?)[»”\"]?\s?(?:[:,;—–]|$)", line[:320], re.IGNORECASE)
        if found:
            return str(found[1]).strip()
    in_definitions = any(word in section.heading.lower() for word in drafting.definition_headings)
    if in_definitions and (pointed := _POINTED.match(line)):
        return str(pointed[1]).strip()
    if (not marked and line[:1].islower()) or in_definitions:
        found = re.search(rf"[\s,:–—-](?:{words})\b", line[:130])
        label = line[: found.start()].strip(" ,:–—-") if found else ""
        if label and len(label.split()) <= 9 and not re.search(r"[;.]", label):
            return re.sub(r",? in relation to .*", "", label)
    return ""


def _stretches_between(lines: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines between two offsets that count as law."""
    for first, last in lines[max(0, bisect_right(lines, (start, 0)) - 1) :]:
        if first >= end:
            break
        if last > start:
            yield max(first, start), min(last, end)


def _opening(node: _Node) -> list[tuple[int, int]]:
    return [(node.start, node.end)] if node.end > node.start else []


def _path(nodes: Iterable[_Node]) -> tuple[tuple[str, str], ...]:
    path = []
    for depth, node in enumerate(nodes):
        kind = {"def": "def", "paragraph": "p"}.get(node.kind, DEPTH[min(depth, len(DEPTH) - 1)])
        path.append((kind, re.sub(r"\W+", "-", node.number.lower()).strip("-") if kind == "def" else node.number))
    return tuple(path)


def _leaves(section: Section, lines: list[tuple[int, int]], trail: list[_Node]) -> Iterator[Provision]:
    node = trail[-1]
    if node.kind == "def":
        whole = tuple(_stretches_between(lines, node.start, node.stop()))
        yield Provision(section, "definition", _path(trail[1:]), whole, node.label)
        return
    for child in node.children:
        yield from _leaves(section, lines, [*trail, child])
    # a lead-in with only definitions or separate paragraphs below is read by itself as well
    alone = all(child.kind in ("def", "paragraph") for child in node.children)
    if alone and (node.end > node.start or node.closing):
        stretches = [stretch for ancestor in trail for stretch in _opening(ancestor)]
        stretches += [stretch for ancestor in reversed(trail) for stretch in ancestor.closing]
        yield Provision(section, "limb", _path(trail[1:]), tuple(stretches))
