"""Turns the printed words of a section into provisions: subsections, limbs and definitions.

Levels are told by numbering alone: a marker that continues an open list belongs to it, a first marker opens
a list below; what stands before a list is its lead-in, what stands after it its closing words. Where the paragraphs
of a section are not numbered, or only from the second on, the first holds the lists that it leads in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from legal_compare.drafting import Drafting
from legal_compare.numbering import BELOW, OUTERMOST, Marker, Order, Reading, follows
from legal_compare.printed_lines import Line, printed_lines, read_lines
from legal_compare.statutes import Provision, Section

DEPTH = ("subsec", "para", "subpara", "point", "subpoint")
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


def segment(section: Section, drafting: Drafting) -> tuple[Provision, ...]:
    """All provisions of a section: itself, its subsections, its limbs and its definitions."""
    printed = list(printed_lines(section.text, drafting))
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


def _grow(section: Section, printed: Iterable[re.Match[str]], drafting: Drafting) -> _Node:
    text = section.text
    tree = _Tree()
    lines = list(read_lines(section, printed, drafting))
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
            tree.lead_in(Line(tree.root.start, line.end), words)
        elif (led := () if previous_end in _OPENS else _led(text, lines, place)) or not (_is_heading(words) and tree.stack):
            tree.close_lists()
            tree.paragraph(line, words, led)
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

    def wraps(self, line: Line, words: str, previous_end: str) -> bool:
        """Whether words go on with a paragraph that the print has broken, no list standing there that they could close; it grows."""
        paragraph = self.stack[0][1] if len(self.stack) == 1 and self.root.end == self.root.start and not self.pending else None
        if not paragraph or paragraph.children or paragraph.kind == "def" or not words[:1].islower() or previous_end in ".;:—–":
            return False
        paragraph.end, paragraph.opens = line.end, words[-1] in _OPENS
        return True

    def goes_on(self, words: str, previous_end: str) -> bool:
        """Whether words go on with a lead-in that a page's end has broken."""
        return not self.stack and not self.root.children and words[:1].islower() and previous_end.isalnum()

    def lead_in(self, line: Line, words: str) -> None:
        """The first words of a section: its lead-in, or a paragraph of their own if they end a sentence."""
        if words[-1] not in ".;。；":
            self.root.start, self.root.end = line.start, line.end
        else:
            self.root.start = self.root.end = 0
            self.paragraph(line, words)

    def paragraph(self, line: Line, words: str, led: Sequence[Reading] = ()) -> None:
        """An unnumbered paragraph stands on its own, unless an item is `led` in by it, or it ends in a colon ("Penalty:")."""
        root, stack = self.root, self.stack
        opening = bool(led) or words[-1] in _OPENS
        outer = self._outer(led) if led else int(bool(stack) and (stack[0][0] == "roman" or (stack[0][0].startswith("digits") and opening)))
        within = stack[outer - 1][1] if outer else root
        if within is root and root.end > root.start and root.children and root.children[-1].kind == "limb":
            self._fold("paragraph")
        node = _Node("paragraph", str(1 + sum(child.kind == "paragraph" for child in within.children)), line.start, line.end)
        node.apart = within is not root and stack[0][0] == "roman" and not within.opens
        within.children.append(node)
        if within is not root:
            del stack[outer:]
            stack.append(("paragraph", node))
        elif not stack or stack[0][0] == "paragraph" or opening:
            stack[:] = [("paragraph", node)]
        node.opens = opening or words[-1] in "-,，"

    def _outer(self, led: Sequence[Reading]) -> int:
        """How many open lists hold a paragraph that leads in an item: all, or those outside the list in which such an item stands."""
        names = [name for name, _ in self.stack]
        outer = next((place for place, name in enumerate(names) if any(reading.list == name for reading in led)), len(names))
        return outer - 1 if outer and names[outer - 1] == "paragraph" else outer

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


def _settled(marker: Marker, after: Iterable[Line]) -> Sequence[Reading]:
    """The readings of a marker that its followers allow: (i) is a numeral, and no letter after (h), if (ii) comes next."""
    if marker.number != "i":
        return marker.readings
    style = marker.readings[0].list.removesuffix("-alpha")
    following = (one for line in after for one in line.markers if one.readings[0].list.startswith(style))
    succeeding = next(following, None)
    return marker.readings[1:] if succeeding is not None and succeeding.number == "ii" else marker.readings


def _led(text: str, lines: Sequence[Line], place: int) -> Sequence[Reading]:
    """How the item after a line may be read, if a sentence goes on into it and it is a first one: "The provider shall", then "a) set"."""
    line, following = lines[place], lines[place + 1] if place + 1 < len(lines) else None
    if following is None or not following.markers or text[line.end - 1] in _ENDS:
        return ()
    readings = following.markers[0].readings
    first = min(reading.order for reading in readings)[0] <= 1
    return readings if first and text[following.start + following.words : following.end][:1].islower() else ()


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
