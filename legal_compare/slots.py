"""Turns the tokens of a text into the places where runs of slots stand: a slot is a set of alternatives for one token.

Each word that is met is held against all alternatives once and then known; a place is looked for only where a wording asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Stretch = tuple[int, int]
"""The first token of something found, and the one after its last."""


@dataclass(frozen=True, slots=True)
class Run:
    """Slots that tokens fill one after the other; it is sought at `anchor`, the slot whose words are longest and so rarest."""

    slots: tuple[int, ...]
    anchor: int = 0


class Slots:
    """Sets of alternatives, each known by a number; tells which of them a word fills."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[int]] = defaultdict(list)
        self._endings: dict[str, list[int]] = defaultdict(list)
        self._inside: list[tuple[str, int]] = []
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._known: dict[str, tuple[int, ...]] = {}
        self._longest = 0
        self.fillers: list[set[str]] = []
        """For each slot the words that fill it, of those that were met."""

    def number(self, alternatives: tuple[str, ...]) -> int:
        """The number of a set of alternatives, new or known."""
        if alternatives not in self._numbers:
            number = self._numbers[alternatives] = len(self._numbers)
            self._known.clear()
            self.fillers.append(set())
            for one in alternatives:
                word = one.strip("*")
                self._longest = max(self._longest, len(word))
                if one.startswith("*") and one.endswith("*"):
                    self._inside.append((word, number))
                elif one.startswith("*"):
                    self._endings[word].append(number)
                elif one.endswith("*"):
                    self._beginnings[word].append(number)
                else:
                    self._exact[word].append(number)
                    self.fillers[number].add(word)
                    if len(word) > 1 and word not in self._heads[word[:2]]:
                        self._heads[word[:2]].append(word)
        return self._numbers[alternatives]

    @property
    def remembered(self) -> int:
        """Words that it keeps."""
        return len(self._known)

    def filled(self, word: str) -> tuple[int, ...]:
        """The numbers of the slots that a word fills."""
        if word not in self._known:
            slots = {number for part, number in self._inside if part in word}
            for at in range(1, min(len(word), self._longest) + 1):
                slots.update(self._beginnings.get(word[:at], ()))
                slots.update(self._endings.get(word[-at:], ()))
            for number in slots:
                self.fillers[number].add(word)
            self._known[word] = (*slots.union(self._exact.get(word, ())),)
        return self._known[word]

    def spelt(self, words: Sequence[str]) -> Iterator[str]:
        """The alternatives of several characters that single characters spell."""
        text = "".join(words)
        for at in range(len(text) - 1):
            for one in self._heads.get(text[at : at + 2], ()):
                if text.startswith(one, at):
                    yield one


class Places:
    """Where the slots are filled in one text."""

    def __init__(self, words: Sequence[str], slots: Slots, characters: bool = False) -> None:
        self._words = words
        self._fillers = slots.fillers
        self._at: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            self._at.setdefault(word, []).append(at)
        self.alternatives = {*self._at, *(slots.spelt(words) if characters else ())}
        """The words of the text, and where each character is a token the alternatives that its characters spell."""
        self.filled: set[int] = set().union(*map(slots.filled, self.alternatives))
        """The slots that they fill."""

    def of(self, run: Run) -> list[Stretch]:
        """First token of each place where a run stands and the one after its last; of those that overlap the first."""
        anchors = sorted(at for word in self._at.keys() & self._fillers[run.slots[run.anchor]] for at in self._at[word])
        return [(at, at + 1) for at in anchors] if len(run.slots) == 1 else list(self._whole(run, anchors))

    def _whole(self, run: Run, anchors: Iterable[int]) -> Iterator[Stretch]:
        """Those of the places of a run's anchor where all of it stands."""
        others = [(place - run.anchor, self._fillers[slot]) for place, slot in enumerate(run.slots) if place != run.anchor]
        free, length = 0, len(run.slots)
        for at in anchors:
            begin = at - run.anchor
            if free <= begin <= len(self._words) - length and all(self._words[at + by] in one for by, one in others):
                free = begin + length
                yield begin, free
