"""Turns the parts of wordings in which a word may be missing into the stretches of tokens that spaCy's Matcher reads as them.

The only module that imports spaCy: where all words of a part must stand, the places of these tell as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from legal_compare.lexicons import Piece
from legal_compare.patterns import Loose
from legal_compare.slots import Stretch


class LooseReader:
    """One Matcher a part, made when the part is first in reach: most never are."""

    def __init__(self) -> None:
        self._matchers: dict[Loose, Any] = {}

    @cached_property
    def _vocabulary(self) -> Any:
        from spacy.vocab import Vocab

        return Vocab()

    def read(self, part: Loose, words: list[str], at: Iterable[int]) -> list[Stretch]:
        """Where a part stands around some tokens, in ascending order, without one of which it is not; of overlapping ones the longest."""
        from spacy.tokens import Doc

        found: list[Stretch] = []
        for first, last in _joined((max(0, place - len(part)), place + len(part)) for place in at):
            matches = self._matcher(part)(Doc(self._vocabulary, words=words[first:last]))
            found += sorted((first + begin, first + stop) for _, begin, stop in matches)
        return found

    def _matcher(self, part: Loose) -> Any:
        from spacy.matcher import Matcher

        if part not in self._matchers:
            self._matchers[part] = Matcher(self._vocabulary, validate=False)
            self._matchers[part].add("part", [[_token_pattern(piece) for piece in part]], greedy="LONGEST")
        return self._matchers[part]


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in ascending order, those that overlap made one."""
    joined: list[Stretch] = []
    for first, last in stretches:
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _token_pattern(piece: Piece) -> dict[str, Any]:
    token: dict[str, Any]
    if any("*" in one for one in piece.alternatives):
        token = {"TEXT": {"REGEX": "^(?:" + "|".join(map(_regex, piece.alternatives)) + ")$"}}
    else:
        token = {"TEXT": {"IN": list(piece.alternatives)}}
    return token | {"OP": "?"} if piece.optional else token


def _regex(token: str) -> str:
    return ".*" * token.startswith("*") + re.escape(token.strip("*")) + ".*" * token.endswith("*")
