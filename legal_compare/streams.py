"""Turns many texts into one stream of tokens, in which the places of every wording are found at once.

Arrow cuts the texts at white space and numbers the printed words; each of these is folded and cut into tokens once, by the tagger
itself, and then known. So the tokens are those that the tagger would see, and nothing is done in Python for each word of the law.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legal_compare.lexicons import stops_as_matched
from legal_compare.numbering import AFTER_CLAUSE, ANYWHERE, BEFORE_SIGN, EARLY, ends_clause, may_begin
from legal_compare.patterns import Need
from legal_compare.readers.markdown import clean
from legal_compare.tagging import Tagger

if TYPE_CHECKING:
    from scipy import sparse

KNOWN = 300_000
"""Tokens of printed words remembered at most: a statute book has millions of numbers and names that stand once."""
LINE = "\u2028"
"""Put before the first word of a line, so that it is known when the line is cut into words; it is matched as a space."""
APART = 32
"""Bits for the characters of one text."""

Places = npt.NDArray[np.int64]
"""Token numbers in a stream, ascending."""
Rows = npt.NDArray[np.bool_]
"""For each text of a stream whether something holds."""

NOWHERE: Places = np.empty(0, np.int64)


class Vocabulary:
    """Printed words as kinds of tokens; tokens that fill the same slots, of those that some wordings need, are of one kind."""

    def __init__(self, tagger: Tagger, needs: Iterable[Need]) -> None:
        self._tagger = tagger
        self._wanted = frozenset(slot for need in needs for _, _, slot in need)
        self._kinds: dict[tuple[int, ...], int] = {(): 0}
        self.slots: list[tuple[int, ...]] = [()]
        """The slots that each kind of token fills; kind 0 fills none."""
        self.any_joint = tagger.lexicon.tokens == "characters" or tagger.lexicon.drafting.inline_lists
        """Whether an item may begin with any token: where no spaces are written, or lists stand inside sentences."""
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._words = array("i")
        self._tokens = array("i")

    def look_up(self, printed: Sequence[str]) -> npt.NDArray[np.int64]:
        """The numbers of printed words, rows of `words`."""
        if len(self._tokens) > 2 * KNOWN:
            self._forget()
        known = self._known
        new = [word for word in printed if word not in known]
        known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        self._read(new)
        return np.array([known[word] for word in printed], np.int64)

    def _read(self, printed: Sequence[str]) -> None:
        """Cuts words into tokens, all at once: between two of them stands the end of a line, which no token crosses."""
        opens = [word.startswith(LINE) for word in printed]
        words = [clean(word[first:]) for word, first in zip(printed, opens, strict=True)]
        tokens, starts = self._tagger.tokens("\n".join(words))
        lengths = np.array([len(word) for word in words], np.int64)
        begins = np.cumsum(lengths + 1) - lengths - 1
        owner = np.searchsorted(begins, starts, "right") - 1
        first = len(self._tokens) // 2 + np.searchsorted(owner, np.arange(len(words)))
        split = [1 if word.isascii() and word.isprintable() and word and " " not in word else len(word.split()) for word in words]
        many = np.bincount(owner, minlength=len(words))
        told = (first, many, lengths, split, [may_begin(word) for word in words], opens, [ends_clause(word) for word in words])
        self._words.frombytes(np.column_stack(told).astype(np.int32).tobytes())
        kinds = {token: self._kind(token) for token in set(tokens)}
        numbers = np.array([kinds[token] for token in tokens], np.int32)
        self._tokens.frombytes(np.column_stack((numbers, starts - begins[owner])).astype(np.int32).tobytes())

    def _kind(self, token: str) -> int:
        slots = tuple(sorted(self._wanted.intersection(self._tagger.filled(token))))
        kind = self._kinds.setdefault(slots, len(self.slots))
        if kind == len(self.slots):
            self.slots.append(slots)
        return kind

    @property
    def words(self) -> npt.NDArray[np.int32]:
        """Of each printed word: first token, how many, length, words that `split` makes of it, what it may begin, if it opens a line, if it
        ends a clause."""
        return np.array(self._words, np.int32).reshape(-1, 7).T

    @property
    def tokens(self) -> npt.NDArray[np.int32]:
        """The tokens of all printed words: kinds, and the characters of the word at which they stand."""
        return np.array(self._tokens, np.int32).reshape(-1, 2).T


class Stream:
    """The tokens of some texts, one text after the other; a place is a token's number in it."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[str]) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        told = [stops_as_matched(text) for text in texts]  # now, since a word by itself does not tell
        lines = pc.replace_substring(pa.array(told, pa.large_string()), "\n", f"\n{LINE}")
        cut: Any = pc.ascii_split_whitespace(lines)
        numbered = cut.values.dictionary_encode()
        numbers = vocabulary.look_up(numbered.dictionary.to_pylist())
        self.texts = len(texts)
        self._vocabulary = vocabulary
        self._words, self._tokens = vocabulary.words[:, numbers], vocabulary.tokens  # taken now: a vocabulary forgets
        self._printed = numbered.indices.to_numpy()
        first, many, _, words, *_ = self._words
        self._many = many[self._printed]
        ends = np.cumsum(self._many, dtype=np.int64)
        self._offsets = offsets = cut.offsets.to_numpy()
        self._bounds = np.append(0, ends)[offsets]
        """Place at which each text begins, and the end."""
        shift = (first[self._printed] - (ends - self._many)).astype(np.int32)
        self._token = np.arange(self._bounds[-1], dtype=np.int32) + np.repeat(shift, self._many)
        """The number in the vocabulary of each token."""
        self.words: npt.NDArray[np.int64] = np.diff(np.append(0, np.cumsum(words[self._printed], dtype=np.int64))[offsets])
        """Words of each text, as `split` counts them."""

    @cached_property
    def _text(self) -> npt.NDArray[np.int32]:
        """The number of the text in which each token stands."""
        return np.repeat(np.arange(self.texts, dtype=np.int32), np.diff(self._bounds))

    @cached_property
    def _kind(self) -> npt.NDArray[np.int16]:
        kinds: npt.NDArray[np.int16] = self._tokens[0].astype(np.int16)[self._token]
        return kinds

    def joined(self, parts: Places, ends: Places) -> Stream:
        """New texts, each made of some of these as its lines: `parts` are their numbers, `ends` where each new text's begin, and the end.

        Only places and spots can be asked of them.
        """
        first, many = self._bounds[parts], np.diff(self._bounds)[parts]
        upto = np.append(0, np.cumsum(many))
        tokens = np.arange(upto[-1]) + np.repeat(first - upto[:-1], many)
        lengths = np.diff(self._starts)[parts]
        shift = np.cumsum(lengths) - lengths - self._starts[parts]
        new = object.__new__(Stream)
        new.texts, new._vocabulary, new._tokens, new._bounds = len(ends) - 1, self._vocabulary, self._tokens, upto[ends]
        new._token = self._token[tokens]
        new._letters = self._letters[tokens] + np.repeat(shift, many)
        return new

    @cached_property
    def _starts(self) -> Places:
        """The character at which each text starts, as `_letters` counts them, and the end."""
        starts: Places = np.append(0, np.cumsum(self._words[2][self._printed] + 1, dtype=np.int64))[self._offsets]
        return starts

    @cached_property
    def _letters(self) -> npt.NDArray[np.int64]:
        """For each token the character at which it stands, if no two spaces stand together: it is no nearer to another of its text."""
        steps = self._words[2][self._printed] + 1
        words: Places = np.repeat(np.cumsum(steps, dtype=np.int64) - steps, self._many)
        letters: Places = words + self._tokens[1][self._token]
        return letters

    def spots(self, places: Places) -> Places:
        """Places as characters, those of one text far from those of another: `spot >> APART` is the text's number."""
        texts = self._text[places].astype(np.int64)
        spots: Places = (texts << APART) + self._letters[places] - self._letters[self._bounds[texts]]
        return spots

    @cached_property
    def _sorted(self) -> Places:
        """The places of tokens that fill a slot, in the order of their kinds."""
        told = np.flatnonzero(self._kind)
        return told[np.argsort(self._kind[told], kind="stable")]

    @cached_property
    def _by_kind(self) -> dict[int, Places]:
        """The places of each kind of token that fills any slot."""
        kinds = self._kind[self._sorted]
        firsts = np.flatnonzero(np.append(True, kinds[1:] != kinds[:-1])) if len(kinds) else NOWHERE
        return dict(zip(kinds[firsts].tolist(), np.split(self._sorted, firsts[1:]), strict=True)) if len(firsts) else {}

    @cached_property
    def _firsts(self) -> Places:
        """Where in `_sorted` the places of a kind in a text begin."""
        kinds, texts = self._kind[self._sorted], self._text[self._sorted]
        new = (kinds[1:] != kinds[:-1]) | (texts[1:] != texts[:-1])
        return np.flatnonzero(np.append(True, new)) if len(kinds) else NOWHERE

    @cached_property
    def held(self) -> sparse.csc_array:
        """For each text (row) the kinds of tokens (column) that it holds."""
        from scipy import sparse

        firsts = self._sorted[self._firsts]
        ends = np.searchsorted(self._kind[firsts], np.arange(len(self._vocabulary.slots) + 1))
        there = np.ones(len(firsts), np.int32)
        return sparse.csc_array((there, self._text[firsts], ends), shape=(self.texts, len(self._vocabulary.slots)))

    @cached_property
    def _by_slot(self) -> dict[int, list[int]]:
        """The kinds of tokens that fill each slot."""
        found: dict[int, list[int]] = defaultdict(list)
        for kind in self._by_kind:
            for slot in self._vocabulary.slots[kind]:
                found[slot].append(kind)
        return dict(found)

    @cached_property
    def _often(self) -> dict[int, int]:
        """How many tokens fill each slot."""
        return {slot: sum(len(self._by_kind[kind]) for kind in kinds) for slot, kinds in self._by_slot.items()}

    def fills(self, slot: int) -> bool:
        """Whether any token fills a slot."""
        return slot in self._by_slot

    def _places(self, slot: int) -> Places:
        if slot not in self._merged:
            parts = [self._by_kind[kind] for kind in self._by_slot[slot]]
            self._merged[slot] = np.sort(np.concatenate(parts), kind="stable") if len(parts) > 1 else parts[0]
        return self._merged[slot]

    @cached_property
    def _merged(self) -> dict[int, Places]:
        return {}

    def points(self, needs: Iterable[Need]) -> Places:
        """Places where a wording may stand: one token of each, with all that it cannot do without in reach; no other hits are possible."""
        found = [self._points(need) for need in needs if all(slot in self._by_slot for _, _, slot in need)]
        found = [places for places in found if len(places)]
        return np.sort(np.concatenate(found)) if len(found) > 1 else found[0] if found else NOWHERE

    def _points(self, need: Need, among: Rows | None = None) -> Places:
        """Begins at the rarest token, and looks for the next rarest in reach of it; in some texts or in all."""
        (least, most, rarest), *others = sorted(need, key=lambda one: self._often[one[2]])
        places = self._places(rarest)
        if among is not None:
            places = places[among[self._text[places]]]
        for low, high, slot in others:
            around = places[:, None] + np.arange(low - most, high - least + 1)
            places = places[self._filling(slot)[self._kind.take(around, mode="clip")].any(axis=1)]
            if not len(places):
                break
        return places

    def _filling(self, slot: int) -> Rows:
        """For each kind of token that occurs whether it fills a slot."""
        if slot not in self._fillings:
            self._fillings[slot] = np.zeros(len(self._vocabulary.slots), bool)
            self._fillings[slot][self._by_slot[slot]] = True
        return self._fillings[slot]

    @cached_property
    def _fillings(self) -> dict[int, Rows]:
        return {}

    def holding(self, needs: Iterable[Need]) -> Rows:
        """The texts in which a wording may stand; it is not looked for where a token lacks, or another of them is known to stand."""
        known = 0
        for need in needs:
            here = self._with_all(need, self._every & ~known)
            if here and len(need) > 1:
                rows = np.zeros(self.texts, bool)
                rows[self._text[self._points(need, _rows(here, self.texts))]] = True
                here = _bits(rows)
            known |= here
        return _rows(known, self.texts)

    @property
    def _every(self) -> int:
        return (1 << self.texts) - 1

    def _with_all(self, need: Need, among: int) -> int:
        """Those of some texts that hold all tokens of a wording, wherever they stand."""
        for _, _, slot in need:
            if not among or slot not in self._by_slot:
                return 0
            among &= self._filled(slot)
        return among

    def _filled(self, slot: int) -> int:
        """The texts that hold a token which fills a slot."""
        if slot not in self._texts_by_slot:
            self._texts_by_slot[slot] = _bits(self.filled_in(self.held, slot))
        return self._texts_by_slot[slot]

    def filled_in(self, held: sparse.csc_array, slot: int) -> Rows:
        """The rows of a matrix of kinds that hold one which fills a slot."""
        rows = np.zeros(held.shape[0], bool)
        for kind in self._by_slot[slot]:
            rows[held.indices[held.indptr[kind] : held.indptr[kind + 1]]] = True
        return rows

    @cached_property
    def _texts_by_slot(self) -> dict[int, int]:
        return {}

    def across(self, needs: Iterable[Need], among: Rows) -> Rows:
        """Those of some texts in which a joint may make a wording: its first token stands shortly before one, its last after one."""
        left, found = _bits(among), 0
        for need in needs:
            if len(need) > 1 and (here := self._with_all(need, left & ~found)):
                first, *_, last = sorted(need)
                most = last[1] - first[0]
                found |= here & self._side(first[2], most, 0) & self._side(last[2], most, 1)
        return _rows(found, self.texts)

    def _side(self, slot: int, most: int, side: int) -> int:
        """The texts that hold a token fewer than so many before or after a joint."""
        if (slot, most, side) not in self._sides:
            rows = np.zeros(self.texts, bool)
            for kind in self._by_slot[slot]:
                here = slice(self.held.indptr[kind], self.held.indptr[kind + 1])
                rows[self.held.indices[here][self._nearest[side][here] < most]] = True
            self._sides[slot, most, side] = _bits(rows)
        return self._sides[slot, most, side]

    @cached_property
    def _sides(self) -> dict[tuple[int, int, int], int]:
        return {}

    @cached_property
    def _nearest(self) -> tuple[npt.NDArray[np.int32], ...]:
        """For each text and kind in it, as `held` has them, how few tokens stand between one of them and a joint after or before it."""
        return tuple(np.minimum.reduceat(to_joint[self._sorted], self._firsts) for to_joint in self._to_joint)

    @cached_property
    def joints(self) -> Rows:
        """For each token whether it may begin an item, a line or a text."""
        if self._vocabulary.any_joint or not len(self._token):
            return np.ones(len(self._token), bool)
        begins, opens, ends = self._words[4:, self._printed]
        signs = begins >= AFTER_CLAUSE
        marks = signs | (begins == EARLY) | ((begins == BEFORE_SIGN) & np.append(signs[1:], True))
        here = (opens > 0) | (begins == ANYWHERE) | (signs & np.append(False, ends[:-1] > 0))
        plain = np.cumsum(~marks & (self._many > 0))
        here |= marks & (plain == np.maximum.accumulate(np.where(here, plain, 0)))  # the first may be plain: `Section 3. (1)`
        joints: Rows = np.repeat(here, self._many)
        bare = (np.cumsum(self._many) - self._many)[here & (self._many == 0)]  # a dash or bullet: the token after it
        joints[bare[bare < len(joints)]] = True
        joints[self._bounds[:-1][np.diff(self._bounds) > 0]] = True
        return joints

    @cached_property
    def _to_joint(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """For each token how many stand between it and the next joint, and between the last one and it."""
        places = np.arange(len(self._token), dtype=np.int32)
        where = np.append(np.flatnonzero(self.joints), len(places)).astype(np.int32)
        after = np.cumsum(self.joints, dtype=np.int32)
        return where[after] - places - 1, places - where[after - 1]


def _bits(rows: Rows) -> int:
    """The same as one number with a bit for each text: of few thousand texts, `&` and `|` are then ten times as fast."""
    return int.from_bytes(np.packbits(rows, bitorder="little").tobytes(), "little")


def _rows(bits: int, texts: int) -> Rows:
    rows: Rows = np.unpackbits(np.frombuffer(bits.to_bytes(texts // 8 + 1, "little"), np.uint8), count=texts, bitorder="little").view(bool)
    return rows
