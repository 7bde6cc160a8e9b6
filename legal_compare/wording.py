"""Turns the evidence of findings into what two laws share in words: likeness, borrowed passages, drafting families.

The decision to know: this is a layer apart from distance. The same rule can be worded apart and the same words can carry
another rule, so nothing here enters D. Only texts in one language are compared, and only a jurisdiction's own law: a
union's regulation that counts for two members is one text, not two alike.

Likeness is rapidfuzz's token measures. A passage is the best local alignment over words (Smith and Waterman, Journal of
Molecular Biology 147, 1981, with Gotoh's affine gaps, as Biopython does it), tried only where five words stand in a row
in both, the seed-and-extend idea of sequence search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from legal_compare.errors import LegalCompareError

if TYPE_CHECKING:
    from legal_compare.assessment import Findings
    from legal_compare.evidence import Evidence
    from legal_compare.findings import Finding

TEXTS = 6
"""Provisions compared for each criterion and jurisdiction, best evidence first."""
SHORTEST = 12
"""Words under which a text is too short to say where its wording comes from."""
LONGEST = 1500
"""Words of a provision that are compared; a schedule of a hundred pages has no wording of its own."""
SEED = 5
"""Words in a row that both must have before a passage is looked for."""
PASSAGE = 15
"""Identical words from which a passage counts as borrowed; docs/method.md says how often chance gives as many."""
FAMILY = 0.10
"""Mean kinship from which a cluster is called a family: a borrowed passage on every tenth criterion."""
COMMON = 3
"""Criteria that two must have text on before their kinship is told."""

SHOWN = ("citation", "key", "start", "end", "words", "url")
"""What a table shows of each end of a passage."""

_WORD = re.compile(r"\w+")
Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Passage:
    """A stretch of one provision: `text[start:end]`, the text being the provision read with its lead-in."""

    jurisdiction: str
    citation: str
    key: str
    url: str
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words of the passage."""
        return self.text[self.start : self.end]


@dataclass(frozen=True)
class Shared:
    """The same passage in two laws; `identical` counts the words that stand in both, in order."""

    criterion: str
    theme: str
    language: str
    a: Passage
    b: Passage
    identical: int


@dataclass(frozen=True)
class Wording:
    """How alike the laws are worded, criterion by criterion and pair by pair.

    cells     one row per criterion and pair with text in one language: criterion, theme, a, b, language,
              similarity (token sort ratio, 0 to 1: the words in common and those that are not, order aside),
              overlap (token set ratio, 0 to 1: high too where one text holds all of a shorter one),
              identical (words in the longest shared passage), borrowed (whether they are PASSAGE or more),
              translated (whether one of the texts is a translation, whose words are its translator's)
    pairs     one row per pair: a, b, language, criteria (with text of both), similarity and overlap (means),
              borrowed (criteria with a borrowed passage), kinship (borrowed / criteria; NaN under COMMON criteria),
              longest (identical words)
    passages  the borrowed passages, longest first
    """

    cells: pd.DataFrame
    pairs: pd.DataFrame
    passages: tuple[Shared, ...]

    def of(self, a: str, b: str) -> pd.DataFrame:
        """The rows of `cells` of two jurisdictions, most alike first, in either order."""
        both = {a, b}
        rows = self.cells[[{x, y} == both for x, y in zip(self.cells["a"], self.cells["b"], strict=True)]]
        return rows.sort_values(["identical", "similarity"], ascending=False, ignore_index=True)

    def with_passages(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of `cells` with both ends of the borrowed passage: provision, offsets in its text, words, official address."""
        ends = [
            {"criterion": one.criterion, "a": one.a.jurisdiction, "b": one.b.jurisdiction, "language": one.language}
            | {f"{name}_{side}": getattr(end, name) for side, end in (("a", one.a), ("b", one.b)) for name in SHOWN}
            for one in self.passages
        ]
        keys = ["criterion", "a", "b", "language"]
        columns = [*keys, *(f"{name}_{side}" for side in "ab" for name in SHOWN)]
        return rows.merge(pd.DataFrame(ends, columns=columns), on=keys, how="left")

    def between(self, a: str, b: str) -> tuple[Shared, ...]:
        """The borrowed passages of two jurisdictions, longest first."""
        return tuple(one for one in self.passages if {one.a.jurisdiction, one.b.jurisdiction} == {a, b})

    def nearest(self, jurisdiction: str, count: int = 5) -> pd.DataFrame:
        """Who is worded most alike: jurisdiction, then the columns of `pairs`; kinship first, then similarity."""
        first, second = self.pairs["a"] == jurisdiction, self.pairs["b"] == jurisdiction
        near = self.pairs.assign(jurisdiction=self.pairs["a"].where(second, self.pairs["b"]))[first | second]
        near = near.sort_values(["kinship", "similarity"], ascending=False, ignore_index=True, na_position="last")
        return near[["jurisdiction", "language", "criteria", "similarity", "overlap", "borrowed", "kinship", "longest"]].head(count)


@dataclass(frozen=True)
class _Text:
    """One provision as its words; `at` are their offsets."""

    evidence: Evidence
    words: tuple[str, ...]
    at: tuple[tuple[int, int], ...]

    @property
    def joined(self) -> str:
        return " ".join(self.words)


def wording(findings: Findings, theme: str | None = None) -> Wording:
    """The likeness of all evidence texts, criterion by criterion, of all themes or of one.

    Raises LegalCompareError where no two jurisdictions have text on one criterion in one language.
    """
    by_criterion: dict[tuple[str, str, str], dict[str, list[_Text]]] = defaultdict(dict)
    for finding in findings:
        if theme in (None, finding.theme):
            for language, texts in _texts(finding).items():
                by_criterion[finding.theme, finding.criterion, language][finding.jurisdiction] = texts
    compared = _Compared()
    rows: list[dict[str, object]] = []
    passages: list[Shared] = []
    for (of_theme, criterion, language), by_jurisdiction in by_criterion.items():
        for a, b in combinations(sorted(by_jurisdiction), 2):
            row, best = compared.pair(by_jurisdiction[a], by_jurisdiction[b])
            rows.append({"criterion": criterion, "theme": of_theme, "a": a, "b": b, "language": language, **row})
            if best and row["borrowed"]:
                first, second = _passage(best.a, best.of_a), _passage(best.b, best.of_b)
                passages.append(Shared(criterion, of_theme, language, first, second, best.identical))
    if not rows:
        what = "no two jurisdictions have text in one language on one criterion."
        raise LegalCompareError("wording", what, "Read more law, or leave the theme out.")
    cells = pd.DataFrame(rows)
    return Wording(cells, _pairs(cells), tuple(sorted(passages, key=lambda one: -one.identical)))


def families(wording: Wording, kinship: float = FAMILY) -> pd.DataFrame:
    """Which jurisdictions share a drafting family: one row per family, closest first.

    Average linkage over 1 - kinship in each language, cut where the mean kinship between two clusters falls under the
    given one; pairs with too little text in common count as no kin. Columns: language, members (tuple), size,
    kinship (mean of the pairs inside), borrowed (criteria with a passage, over all pairs), longest (identical words),
    criteria (those with a passage, most pairs first). Jurisdictions without kin are in no row.
    """
    rows = []
    for language, pairs in wording.pairs.groupby("language"):
        for members in _clustered(pairs, kinship):
            inside = pairs[pairs["a"].isin(members) & pairs["b"].isin(members)]
            cells = wording.cells[wording.cells["a"].isin(members) & wording.cells["b"].isin(members) & wording.cells["borrowed"]]
            on = cells[cells["language"] == language]["criterion"].value_counts()
            rows.append(
                {
                    "language": language,
                    "members": members,
                    "size": len(members),
                    "kinship": inside["kinship"].fillna(0.0).mean(),
                    "borrowed": int(inside["borrowed"].sum()),
                    "longest": int(inside["longest"].max()),
                    "criteria": tuple(on.index),
                }
            )
    columns = ["language", "members", "size", "kinship", "borrowed", "longest", "criteria"]
    return pd.DataFrame(rows, columns=columns).sort_values("kinship", ascending=False, ignore_index=True)


def by_chance(findings: Findings, seed: int = 0) -> Wording:
    """The same measures with each text held against one on another criterion: what formulas of drafting alone give.

    The second jurisdiction's criteria are drawn anew for each criterion of the first; `criterion` is the first's.
    """
    texts: dict[tuple[str, str], list[tuple[str, list[_Text]]]] = defaultdict(list)
    for finding in findings:
        for language, found in _texts(finding).items():
            texts[language, finding.jurisdiction].append((finding.criterion, found))
    rng, compared, rows = np.random.default_rng(seed), _Compared(), []
    for (language, a), (other, b) in combinations(sorted(texts), 2):
        for criterion, own in texts[language, a] if language == other else ():
            drawn, theirs = texts[other, b][rng.integers(len(texts[other, b]))]
            if drawn != criterion:
                row, _ = compared.pair(own, theirs)
                rows.append({"criterion": criterion, "theme": "", "a": a, "b": b, "language": language, **row})
    if not rows:
        raise LegalCompareError("wording", "no two jurisdictions have text in one language.", "Read more law.")
    cells = pd.DataFrame(rows)
    return Wording(cells, _pairs(cells), ())


def _texts(finding: Finding) -> dict[str, list[_Text]]:
    """The provisions of a finding's own law by language, best first, each once, long enough to compare."""
    found: dict[str, dict[str, _Text]] = defaultdict(dict)
    for one in finding.evidence:
        language = one.instrument.language.split("-")[0]
        if one.owner != finding.jurisdiction or len(found[language]) == TEXTS or one.excerpt in found[language]:
            continue
        hits = list(_WORD.finditer(one.excerpt))[:LONGEST]
        if len(hits) >= SHORTEST:
            words = tuple(hit[0].casefold() for hit in hits)
            found[language][one.excerpt] = _Text(one, words, tuple(hit.span() for hit in hits))
    return {language: list(texts.values()) for language, texts in found.items() if texts}


@dataclass(frozen=True)
class _Alignment:
    """The best local alignment of two texts; from first to last aligned word of each."""

    a: _Text
    b: _Text
    of_a: tuple[int, int]
    of_b: tuple[int, int]
    identical: int


class _Compared:
    """Compares texts, remembering the number of each word and the runs of words in each text."""

    def __init__(self) -> None:
        from Bio.Align import PairwiseAligner

        # A mismatch or a lost word costs what a match earns: a passage ends where fewer than half of the words agree.
        scores = {"match_score": 1, "mismatch_score": -1, "open_gap_score": -1.5, "extend_gap_score": -0.5}
        self.aligner: Any = PairwiseAligner(mode="local", **scores)
        self.number: dict[str, int] = {}
        self.known: dict[int, tuple[_Text, Numbers, set[tuple[int, ...]]]] = {}

    def pair(self, first: list[_Text], second: list[_Text]) -> tuple[dict[str, object], _Alignment | None]:
        """The measures of two jurisdictions on one criterion: those of their most alike provisions."""
        from rapidfuzz import fuzz

        pairs = list(product(first, second))
        aligned = [found for a, b in pairs if (found := self._aligned(a, b))]
        best = max(aligned, key=lambda one: one.identical, default=None)
        row: dict[str, object] = {
            "similarity": max(fuzz.token_sort_ratio(a.joined, b.joined) for a, b in pairs) / 100,
            "overlap": max(fuzz.token_set_ratio(a.joined, b.joined) for a, b in pairs) / 100,
            "identical": best.identical if best else 0,
            "borrowed": bool(best and best.identical >= PASSAGE),
            "translated": any(text.evidence.instrument.status == "translation" for text in (*first, *second)),
        }
        return row, best

    def _aligned(self, a: _Text, b: _Text) -> _Alignment | None:
        (_, x, runs), (_, y, others) = self._numbered(a), self._numbered(b)
        if runs.isdisjoint(others):
            return None
        blocks = list(zip(*self.aligner.align(x, y)[0].aligned, strict=True))
        identical = sum(int((x[i:j] == y[k:m]).sum()) for (i, j), (k, m) in blocks)
        (of_a, of_b), (end_a, end_b) = blocks[0], blocks[-1]
        return _Alignment(a, b, (int(of_a[0]), int(end_a[1])), (int(of_b[0]), int(end_b[1])), identical)

    def _numbered(self, text: _Text) -> tuple[_Text, Numbers, set[tuple[int, ...]]]:
        if id(text) not in self.known:  # the text is kept with its numbers, so that no other takes its id
            row = [self.number.setdefault(word, len(self.number)) for word in text.words]
            runs = {tuple(row[at : at + SEED]) for at in range(len(row) - SEED + 1)}
            self.known[id(text)] = (text, np.array(row, dtype=np.int32), runs)
        return self.known[id(text)]


def _passage(text: _Text, words: tuple[int, int]) -> Passage:
    one = text.evidence
    start, end = text.at[words[0]][0], text.at[words[1] - 1][1]
    return Passage(one.owner, one.citation, one.key, one.instrument.source.url, one.excerpt, start, end)


def _pairs(cells: pd.DataFrame) -> pd.DataFrame:
    found = cells.groupby(["a", "b", "language"], as_index=False).agg(
        criteria=("criterion", "size"),
        similarity=("similarity", "mean"),
        overlap=("overlap", "mean"),
        borrowed=("borrowed", "sum"),
        longest=("identical", "max"),
    )
    kinship = (found["borrowed"] / found["criteria"]).where(found["criteria"] >= COMMON)
    return found.assign(kinship=kinship).sort_values(["kinship", "similarity"], ascending=False, ignore_index=True)


def _clustered(pairs: pd.DataFrame, kinship: float) -> list[tuple[str, ...]]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    names = sorted({*pairs["a"], *pairs["b"]})
    near = np.eye(len(names))
    told = pairs.dropna(subset="kinship")
    for a, b, kin in zip(told["a"], told["b"], told["kinship"], strict=True):
        i, j = names.index(a), names.index(b)
        near[i, j] = near[j, i] = kin
    tree = linkage(squareform(1 - near, checks=False), method="average")
    numbers = fcluster(tree, 1 - kinship, criterion="distance")
    clusters = [tuple(name for name, of in zip(names, numbers, strict=True) if of == number) for number in np.unique(numbers)]
    return [members for members in clusters if len(members) > 1]
