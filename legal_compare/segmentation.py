"""Turns the printed words of a section into provisions: subsections, limbs and definitions.

Levels are told by numbering alone: a marker that continues an open list belongs to it, a first marker opens
a list below; what stands before a list is its lead-in, what stands after it its closing words. Where the paragraphs
of a section are not numbered, or only from the second on, the first holds the lists that it leads in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from legal_compare.drafting import QUOTE, Drafting
from legal_compare.numbering import BELOW, EDITORIAL, OUTERMOST, Marker, Order, Reading, follows, read_markers, run_on
from legal_compare.statutes import Provision, Section

DEPTH = ("subsec", "para", "subpara", "point", "subpoint")
UNREAD_LINE = re.compile(r"^\s*\[(?:Footnote|Editorial|Note)\b", re.IGNORECASE)
DEEPEST = 30
"""Lists open one inside another; statutes open about six, a damaged file as many as it has lines."""
INTERMEDIATE_HEADING = 110
"""Longest line in characters that may be a heading inside a section."""
LONGEST_LEAP = 4
"""Numbers that may be missing before a number that looks like plain words."""
_ENDS = ".;:,—–。；：，、"
_OPENS = ":—–："
"""What the words before a list of their own end with."""


@dataclass
class _Node:
    kind: str
    number: str
    start: int
    end: int
    order: Order = (0, "")
    label: str = ""
    opens: bool = False
    apart: bool = False  # a paragraph that goes on from nothing, below a number all the same
    children: list[_Node] = field(default_factory=list)
    closing: list[tuple[int, int]] = field(default_factory=list)

    def stop(self) -> int:
        ends = [self.end, *(end for _, end in self.closing), *(child.stop() for child in self.children)]
        return max(ends)


@dataclass(frozen=True)
class _Line:
    """A line that counts as law: its offsets, its markers, and where its words begin after them."""

    start: int
    end: int
    words: int = 0
    markers: tuple[Marker, ...] = ()


def segment(section: Section, drafting: Drafting) -> tuple[Provision, ...]:
    """All provisions of a section: itself, its subsections, its limbs and its definitions."""
    printed = list(_printed(section.text, drafting))
    root = _grow(section, printed, drafting)
    lines = [match.span() for match in printed]
    whole = tuple(lines)
    if not whole:
        return ()
    found = [Provision(section, "section", (), whole)]
    for child in root.children or [root]:
        path = (_step(child, 0),) if child is not root else ()
        subtree = [*_opening(root)] if child is not root else []
        subtree += _stretches_between(lines, child.start, child.stop())
        found.append(Provision(section, "subsection", path, tuple(subtree)))
    found.extend(_leaves(section, lines, [root]))
    return tuple(found)


def split_embedded(section: Section) -> Iterator[Section]:
    """Sections that are printed under another's heading, each with its true number in its address."""
    own = re.sub(r"\D*(\d+[A-Za-z]*).*", r"\1", section.number)
    starts = [(match, number) for match in _EMBEDDED.finditer(section.text) if (number := _number_of(match)) != own and _close(number, own)]
    ends = [match.start() for match, _ in starts] + [len(section.text)]
    yield replace(section, text=section.text[: ends[0]].rstrip()) if starts else section
    for (match, number), end in zip(starts, ends[1:], strict=True):
        text = section.text[match.start() : end].rstrip()
        yield replace(section, text=text, eid=number, heading=match["heading"] or section.heading)


def _number_of(match: re.Match[str]) -> str:
    """The number of an embedded section: 22A, or the 210 a of `210. gr. a.`."""
    return match["number"] or match["article"].replace(". gr. ", " ")


_EMBEDDED = re.compile(
    r"^(?:\d{1,2}\[)?(?P<number>\d+[A-Z]{0,3})\.\s+(?P<heading>[A-Z][^.\n]{2,110})\.\s?[—–-]{1,2}"
    r"|^\[*(?P<article>\d+\. gr\. [a-z])\.$",
    re.MULTILINE,
)


def _close(number: str, own: str) -> bool:
    """Whether an embedded number plausibly follows the printed one (22A in 22, 2E in 2D, 23 in 22)."""
    mine, theirs = re.match(r"\d+", own), re.match(r"\d+", number)
    return mine is not None and theirs is not None and 0 <= int(theirs[0]) - int(mine[0]) <= 12


def _grow(section: Section, printed: Iterable[re.Match[str]], drafting: Drafting) -> _Node:
    text = section.text
    tree = _Tree()
    lines = list(_read_lines(section, printed, drafting))
    announced = drafting.heads_definitions(section.heading)
    previous_end = ""
    for place, line in enumerate(lines):
        words = text[line.start : line.end]
        markers = line.markers if not line.markers or tree.expects(line.markers[0]) else ()
        own = words[line.words if markers else 0 :]
        label = drafting.label(own, announced, begins=bool(markers) or place == 0)
        label = label or max((one for one in section.labels if markers and own.startswith(one)), key=len, default="")
        if markers:
            for index, marker in enumerate(markers):
                last = index == len(markers) - 1
                stop = line.end if last else line.start + markers[index + 1].start
                node = _Node("limb", marker.number, line.start + marker.start, stop, opens=last and words[-1] in _OPENS)
                if last and label:
                    node.kind, node.label = "def", label
                tree.number(node, _settled(marker, islice(lines, place + 1, None)))
        elif label:
            tree.define(_Node("def", label, line.start, line.end, label=label))
        elif tree.bare():
            tree.lead_in(line, words)
        elif tree.wraps(line, words, previous_end):
            pass
        elif tree.closes(words, previous_end) or drafting.closing(words):
            tree.pending.append((line.start, line.end))
        elif tree.goes_on(words, previous_end):
            tree.lead_in(_Line(tree.root.start, line.end), words)
        elif not (_is_heading(words) and tree.stack):
            tree.close_lists()
            tree.paragraph(line, words)
        previous_end = words[-1:]
    tree.close_lists()
    return tree.root


class _Tree:
    """The lists of a section while they grow."""

    def __init__(self) -> None:
        self.root = _Node("section", "", 0, 0)
        self.stack: list[tuple[str, _Node]] = []  # open lists: (list, last node)
        self.pending: list[tuple[int, int]] = []  # words whose place the next marker tells

    def bare(self) -> bool:
        """Whether nothing but a lead-in of the section can stand here."""
        return not self.stack and not self.root.children and self.root.end == 0

    def expects(self, marker: Marker) -> bool:
        """Whether a number that looks like plain words can be one here."""
        if not marker.doubtful:
            return True
        reading = marker.readings[0]
        last = next((node.order for name, node in self.stack if name == reading.list), None)
        if last is not None:
            return follows(last, reading.order) or last < reading.order < (last[0] + LONGEST_LEAP, "")
        return reading.list == "bare-number" and self.bare()

    def level(self, readings: Sequence[Reading]) -> tuple[int, Reading]:
        """Where a marker belongs: index of the open list it continues, or the length of the stack for a new one."""
        new = len(self.stack)
        top = self.stack[-1] if self.stack else None
        if top and top[1].opens and (doubled := [one for one in readings if one.list.endswith("double") and one.order[0] == 1]):
            return new, doubled[0]
        for index in range(new - 1, -1, -1):
            for reading in readings:
                if self.stack[index][0] == reading.list and follows(self.stack[index][1].order, reading.order):
                    return index, reading
        first = min(readings, key=lambda reading: reading.order[0])
        if first.order[0] <= 1:
            return (new - 1 if top and top[0] == first.list else new), first
        for index in range(new - 1, -1, -1):
            for reading in readings:
                if self.stack[index][0] == reading.list and reading.order > self.stack[index][1].order:
                    return index, reading
        return new, readings[0]

    def number(self, node: _Node, readings: Sequence[Reading]) -> None:
        """Puts a numbered item where it belongs."""
        index, reading = self.level(readings)
        if reading.list in OUTERMOST:
            self._settle(0 if self.stack else index)
            if not (self.stack and self.stack[0][0] == reading.list):
                self._fold("limb" if reading.order[0] == 2 else "paragraph")
            index = 0
        else:
            self._settle(index)
            index = min(index, len(self.stack))
            loose = self.stack and index == len(self.stack) and self.stack[-1][0] == "paragraph" and not self.stack[-1][1].opens
            if loose and reading.list not in BELOW:
                index -= 1
        self._place(index, reading, node)

    def define(self, node: _Node) -> None:
        """Puts a definition beside the definitions before it, or below the words that lead it in."""
        self.close_lists()
        index = next((index for index, (name, _) in reversed(list(enumerate(self.stack))) if name == "def"), len(self.stack))
        if index and index == len(self.stack) and self.stack[-1][0] == "paragraph" and not self.stack[-1][1].opens:
            index -= 1
        self._place(index, Reading("def", (0, "")), node)

    def _place(self, index: int, reading: Reading, node: _Node) -> None:
        index = min(index, DEEPEST)
        parent = self.stack[index - 1][1] if index else self.root
        node.order = reading.order
        if reading.list == "dash":  # dashes carry no number of their own: counted, so that each has its address
            node.number = f"–{1 + sum(child.number.startswith('–') for child in parent.children)}"
        parent.children.append(node)
        del self.stack[index:]
        self.stack.append((reading.list, node))

    def _settle(self, index: int) -> None:
        """Words after a list, before the next marker, close the item that the next marker follows."""
        if not self.pending:
            return
        if index < len(self.stack):
            owner = self.stack[index][1]
        else:  # a list after closing words (the penalties) stands beside the list that they close
            owner = self.stack[-2][1] if len(self.stack) > 1 else self.root
            del self.stack[-1:]
        owner.closing.extend(self.pending)
        self.pending.clear()

    def close_lists(self) -> None:
        """Words after the last list close the outermost item that holds it."""
        if not self.pending:
            return
        stack = self.stack
        numbered = stack and (len(stack) > 1 or "digits" in stack[0][0] or stack[0][0] in ("def", "paragraph"))
        owner = stack[0][1] if numbered else self.root
        owner.closing.extend(self.pending)
        self.pending.clear()

    def closes(self, words: str, previous_end: str) -> bool:
        """Whether unnumbered words go on with what was said before or in a list."""
        if not self.stack:
            return False
        return words.lstrip('*]”" ')[:1].islower() or previous_end in ",;—–-，；、" or previous_end.isalnum()

    def wraps(self, line: _Line, words: str, previous_end: str) -> bool:
        """Whether words go on with a paragraph that the print has broken, no list standing there that they could close; it grows."""
        paragraph = self.stack[0][1] if len(self.stack) == 1 and self.root.end == self.root.start and not self.pending else None
        if not paragraph or paragraph.children or paragraph.kind == "def" or not words[:1].islower() or previous_end in ".;:—–":
            return False
        paragraph.end, paragraph.opens = line.end, words[-1] in _OPENS
        return True

    def goes_on(self, words: str, previous_end: str) -> bool:
        """Whether words go on with a lead-in that a page's end has broken."""
        return not self.stack and not self.root.children and words[:1].islower() and previous_end.isalnum()

    def lead_in(self, line: _Line, words: str) -> None:
        """The first words of a section: its lead-in, or a paragraph of their own if they end a sentence."""
        if words[-1] not in ".;。；":
            self.root.start, self.root.end = line.start, line.end
        else:
            self.root.start = self.root.end = 0
            self.paragraph(line, words)

    def paragraph(self, line: _Line, words: str) -> None:
        """An unnumbered paragraph stands on its own; ending in a colon or dash ("Penalty:") it leads in what follows."""
        root, stack = self.root, self.stack
        opening = words[-1] in _OPENS
        within = stack[0][1] if stack and (stack[0][0] == "roman" or (stack[0][0].startswith("digits") and opening)) else root
        if within is root and root.end > root.start and root.children and root.children[-1].kind == "limb":
            self._fold("paragraph")
        node = _Node("paragraph", str(1 + sum(child.kind == "paragraph" for child in within.children)), line.start, line.end)
        node.apart = within is not root and stack[0][0] == "roman" and not within.opens
        within.children.append(node)
        if within is not root:
            del stack[1:]
            stack.append(("paragraph", node))
        elif not stack or stack[0][0] == "paragraph" or opening:
            stack[:] = [("paragraph", node)]
        node.opens = opening or words[-1] in "-,，"

    def _fold(self, kind: str) -> None:
        """The lead-in with its lists becomes the first of several paragraphs, numbered or not."""
        root = self.root
        if root.end > root.start:
            first = _Node(kind, "1", root.start, root.end, children=root.children, closing=root.closing)
            root.start = root.end = 0
            root.children, root.closing = [first], []
            self.stack.insert(0, ("paragraph", first))
        elif kind == "limb" and len(root.children) == 1 and root.children[0].kind == "paragraph":
            root.children[0].kind = kind


def _settled(marker: Marker, after: Iterable[_Line]) -> Sequence[Reading]:
    """The readings of a marker that its followers allow: (i) is a numeral, and no letter after (h), if (ii) comes next."""
    if marker.number != "i":
        return marker.readings
    style = marker.readings[0].list.removesuffix("-alpha")
    following = (one for line in after for one in line.markers if one.readings[0].list.startswith(style))
    succeeding = next(following, None)
    return marker.readings[1:] if succeeding is not None and succeeding.number == "ii" else marker.readings


def _read_lines(section: Section, printed: Iterable[re.Match[str]], drafting: Drafting) -> Iterator[_Line]:
    for place, (start, end) in enumerate(_lines(printed, drafting)):
        line = section.text[start:end]
        at, markers = read_markers(line, 0 if place else _own_number(line, section))
        yield _Line(start, end, at, tuple(markers))


def _printed(text: str, drafting: Drafting) -> Iterator[re.Match[str]]:
    """The printed lines that count as law, without the white space around them."""
    for match in re.finditer(r"[^\s\n](?:[^\n]*\S)?", text):
        if not UNREAD_LINE.match(match[0]) and not drafting.note(match[0]):
            yield match


def _lines(printed: Iterable[re.Match[str]], drafting: Drafting) -> Iterator[tuple[int, int]]:
    """(start, end) of each line, and of each item or definition that begins inside a line."""
    for match in printed:
        line = match[0]
        cuts = _cuts(line, drafting)
        if not cuts:
            yield match.span()
            continue
        cuts.insert(0, 0)
        for cut, after in zip(cuts, [*cuts[1:], len(line)], strict=True):
            piece = line[cut:after]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield match.start() + cut + lead, match.start() + cut + len(piece.rstrip())


_QUOTED_AFTER = re.compile(rf"[;:—–\-.)]\s*{EDITORIAL}\s*{QUOTE.pattern}")
"""A quotation after the end of a clause, where a definition may begin: sought first, since few lines have one."""


def _cuts(line: str, drafting: Drafting) -> list[int]:
    """Offsets at which definitions, or items of a list, begin inside a line."""
    found: list[int] = []
    if drafting.entry is not None and len(line) > 60 and _QUOTED_AFTER.search(line):
        for match in drafting.entry.finditer(line):
            before = line[: match.start()].rstrip()
            if before and before[-1] in ";:—–-.)" and match.start() - (found[-1] if found else 0) > 20:
                found.append(match.start())
    items = run_on(line, drafting.inline_lists)
    if items and drafting.inline_lists:
        closing = drafting.closing_within(line, items[-1])
        sentence = re.compile(r"(?<=[^\W\d]\.) (?=[A-ZÅÄÖÆØ])").search(line, items[-1])
        items += [at for at in (closing, sentence.start() if sentence else -1) if at > 0]
    return sorted({*found, *items}) if items else found


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


def _is_heading(line: str) -> bool:
    return len(line) < INTERMEDIATE_HEADING and line[-1:] not in _ENDS


def _stretches_between(lines: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines between two offsets that count as law."""
    for first, last in lines[max(0, bisect_right(lines, (start, 0)) - 1) :]:
        if first >= end:
            break
        if last > start:
            yield max(first, start), min(last, end)


def _opening(node: _Node) -> list[tuple[int, int]]:
    return [(node.start, node.end)] if node.end > node.start else []


def _step(node: _Node, depth: int) -> tuple[str, str]:
    """What a node adds to the path of the node that holds it."""
    kind = {"def": "def", "paragraph": "p"}.get(node.kind, DEPTH[min(depth, len(DEPTH) - 1)])
    return kind, re.sub(r"\W+", "-", node.number.lower()).strip("-") if kind == "def" else node.number.replace(" ", "-")


def _leaves(
    section: Section, lines: list[tuple[int, int]], trail: list[_Node], path: tuple[tuple[str, str], ...] = ()
) -> Iterator[Provision]:
    node = trail[-1]
    if node.kind == "def":
        whole = tuple(_stretches_between(lines, node.start, node.stop()))
        yield Provision(section, "definition", path, whole, node.label)
        return
    for child in node.children:
        yield from _leaves(section, lines, [*trail, child], (*path, _step(child, len(path))))
    # a lead-in with only definitions or separate paragraphs below is read by itself as well
    alone = all(child.kind in ("def", "paragraph") for child in node.children)
    if alone and (node.end > node.start or node.closing):
        read = next((trail[place:] for place in range(len(trail) - 1, 0, -1) if trail[place].apart), trail)
        stretches = [(ancestor.start, ancestor.end) for ancestor in read if ancestor.end > ancestor.start]
        for ancestor in reversed(read):
            stretches.extend(ancestor.closing)
        yield Provision(section, "limb", path, tuple(stretches))
