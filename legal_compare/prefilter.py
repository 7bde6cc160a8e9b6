"""Turns a section's words into the rules that could fire in it, before anything is tagged.

A wording cannot match where one of the tokens that it needs is missing, nor a rule where a term of it has no wording left. So the
tokens of a section, read as a set, tell which rules are out; spaCy reads only what is left, and finds all that it would have found.

Tokens are looked up whole, each printed word once and then from memory. An Aho-Corasick automaton over the same literals reports every
"child" and "shall" in a text, and finds "person" in "personal": a set of words asks each only once (benchmarks/scan.md has both).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from legal_compare.criteria import Codebook, Rule
from legal_compare.matching import Alternatives, RuleUse, alternatives
from legal_compare.tagging import Tagger

KNOWN = 200_000
"""Printed words remembered at most: a statute book has millions of numbers and names that stand once."""
LEARNT_FROM = 256
"""Sections after which the rarest item of each rule is told."""

Bits = int
"""A set of numbered slots."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a section has to offer: slots that its own words, its heading and its title fill, and terms that definitions lend it."""

    own: Bits
    heading: Bits = 0
    title: Bits = 0
    carried: AbstractSet[str] = frozenset()
    around: Bits = 0

    @property
    def section(self) -> Bits:
        """The slots that the whole section fills, where `own` are those of a part of it."""
        return self.own | self.around


class Prefilter:
    """Rules in one language, told from the tokens that they need.

    The answer never depends on what was read before, only its cost does: of each rule, the item that was rarest so far is asked first.
    """

    def __init__(self, tagger: Tagger, book: Codebook, uses: Iterable[RuleUse]) -> None:
        self._tagger = tagger
        self._uses = tuple(uses)
        self._lendable = [use for use in self._uses if use.rule.heading or use.rule.title]
        self._items = {item: alternatives(item, book) for use in self._uses for item in (*use.rule.find, *use.rule.section)}
        self._phrases = frozenset(book.phrases)  # as what a section must hold they are asked when all else is at hand
        self._known: dict[str, Bits] = {}
        self._learnt: list[Words] = []
        self._anchors: Bits = 0
        self._by_slot: dict[Bits, set[int]] = defaultdict(set)
        self._by_term: dict[str, set[int]] = defaultdict(set)

    def bits(self, text: str) -> Bits:
        """The slots that the words of a text fill."""
        known = self._known
        if len(known) > KNOWN:
            known.clear()
        bits = 0
        for word in set(text.split()):
            here = known.get(word)
            if here is None:
                here = known[word] = self._tagger.filled(word)
            if here:
                bits |= here
        return bits

    def possible(self, words: Words) -> list[RuleUse]:
        """The rules that could fire where a section offers these words, in the order of the codebook."""
        if len(self._learnt) < LEARNT_FROM:
            self._learnt.append(words)
            if len(self._learnt) == LEARNT_FROM:
                self._learn()
            return [use for use in self._uses if self._fits(use.rule, words)]
        hit = (words.own | words.heading | words.title) & self._anchors
        places = set[int]().union(*(self._by_term.get(term, ()) for term in words.carried))
        while hit:
            bit = hit & -hit
            places |= self._by_slot[bit]
            hit ^= bit
        return [self._uses[place] for place in sorted(places) if self._fits(self._uses[place].rule, words)]

    def opening(self, words: Words) -> list[RuleUse]:
        """Further rules that may have all their own words in a section, though its heading and title lend them nothing.

        They cannot fire; but where one has its words in print the joints between a section's provisions are looked at, for all rules.
        """
        return [use for use in self._lendable if not self._fits(use.rule, words) and self._fits(use.rule, words, lent=True)]

    def fits_any(self, words: Words) -> bool:
        """Whether any rule could fire where all the words of an instrument are taken together."""
        return any(self._fits(use.rule, words) for use in self._uses)

    def fits(self, uses: Iterable[RuleUse], text: str, words: Words, reach: float) -> bool:
        """Whether one of some rules could fire in a provision of a section: its terms there, and no farther apart than the rule lets them.

        `reach` stretches a rule's distance in characters, as the lexicon has it.
        """
        whole = replace(words, own=self.bits(text), around=words.own)
        return any(
            self._fits(use.rule, whole)
            and any(self._fits(use.rule, replace(whole, own=self.bits(part))) for part in _windows(text, int(use.rule.near * reach)))
            for use in uses
        )

    def holds(self, terms: Iterable[str], own: Bits) -> bool:
        """Whether one of some terms could stand in these words."""
        return any(self._term(term, own) for term in terms)

    def _fits(self, rule: Rule, words: Words, lent: bool = False) -> bool:
        """Whether a rule has its words, with `lent` taking as there what a heading or title may lend."""
        for item in rule.find:
            own = words.own
            if lent and (item in rule.heading or item in rule.title):
                continue
            if item in rule.heading:
                own |= words.heading
            if item in rule.title:
                own |= words.title
            if not self._any(self._items[item], own, words.carried):
                return False
        whole = words.section | words.heading
        return all(item in self._phrases or self._any(self._items[item], whole, words.carried) for item in rule.section)

    def _any(self, alternatives: Alternatives, own: Bits, carried: AbstractSet[str]) -> bool:
        for one in alternatives:
            if isinstance(one, str):
                if one in carried or self._term(one, own):
                    return True
            elif all(self._any(part, own, carried) for part in one):
                return True
        return False

    def _term(self, term: str, own: Bits) -> bool:
        return any(own & need == need for need in self._tagger.needs.get(term, ()))

    def _learn(self) -> None:
        """Chooses the rarest item of each rule, and of each wording of it the rarest slot."""
        often = {
            item: sum(self._any(self._items[item], words.own | words.heading | words.title, words.carried) for words in self._learnt)
            for item in self._items
        }
        slots: dict[Bits, int] = {}
        for place, use in enumerate(self._uses):
            rarest = min(use.rule.find, key=lambda item: often[item])
            for term in _leaves(self._items[rarest]):
                self._by_term[term].add(place)
                for need in self._tagger.needs.get(term, ()):
                    slot = min(_single(need), key=lambda bit: slots.setdefault(bit, sum(bool(words.own & bit) for words in self._learnt)))
                    self._by_slot[slot].add(place)
                    self._anchors |= slot
        self._learnt = [Words(0)] * LEARNT_FROM  # the words themselves are not needed any more


def _windows(text: str, near: int) -> Iterator[str]:
    """Parts of a text of which one holds whatever lies within `near` characters."""
    if len(text) <= 3 * near:
        yield text
        return
    for start in range(0, max(1, len(text) - near), near):
        yield text[_word_start(text, start) : _word_end(text, start + 2 * near)]


def _word_start(text: str, at: int) -> int:
    while at and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _leaves(alternatives: Alternatives) -> Iterator[str]:
    """Terms of which one is needed: of a phrase, those of its first item."""
    for one in alternatives:
        if isinstance(one, str):
            yield one
        else:
            yield from _leaves(one[0])


def _single(bits: Bits) -> Sequence[Bits]:
    found = []
    while bits:
        bit = bits & -bits
        found.append(bit)
        bits ^= bit
    return found
