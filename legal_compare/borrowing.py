"""Turns the clauses of a bill into the provisions from which their wording may be borrowed.

Clauses and law that share runs of words are set side by side, then likened letter by letter (rapidfuzz); wording is a
layer apart from verdicts, since one rule can be worded in many ways.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from legal_compare.lexicons import fold
from legal_compare.statutes import Instrument, Provision

RUN = 6
"""Words in a run that two texts share; shorter runs are the common stock of drafting."""
FEWEST_WORDS = 14
SHARE = 0.25
"""Share of a clause's runs that must stand in a provision before the two are likened."""
ALIKE = 70.0
"""Likeness, 0 to 100, from which a wording is shown."""
COMMON = 40
"""Provisions that hold a run; a run in more of them says nothing of where words come from."""


@dataclass(frozen=True)
class Borrowed:
    """A provision of a bill and the provision that it is worded like; `likeness` is 0 to 100."""

    provision: Provision
    source: Provision
    instrument: Instrument
    likeness: float


def borrowed_wording(bill: Instrument, law: Iterable[Instrument], limit: int = 20) -> tuple[Borrowed, ...]:
    """The closest source of each clause that has one in the same language, closest first."""
    clauses = [(p, _runs(p.text, bill.language)) for p in _compared(bill)]
    clauses = [(provision, runs) for provision, runs in clauses if runs]
    wanted: dict[int, list[int]] = defaultdict(list)
    for at, (_, runs) in enumerate(clauses):
        for run in runs:
            wanted[run].append(at)
    sources: list[tuple[Provision, Instrument]] = []
    shared: list[Counter[int]] = [Counter() for _ in clauses]
    held: Counter[int] = Counter()
    for instrument in law:
        if instrument.language.split("-")[0] != bill.language.split("-")[0]:
            continue
        for provision in _compared(instrument):
            hits = [run for run in _runs(provision.text, instrument.language) if run in wanted]
            if not hits:
                continue
            for run in hits:
                held[run] += 1
                if held[run] <= COMMON:
                    for at in wanted[run]:
                        shared[at][len(sources)] += 1
            sources.append((provision, instrument))
    found = []
    for (provision, runs), counts in zip(clauses, shared, strict=True):
        close = [(at, count) for at, count in counts.most_common(5) if count >= SHARE * len(runs)]
        rated = [(fuzz.ratio(fold(provision.text), fold(sources[at][0].text)), at) for at, _ in close]
        likeness, best = max(rated, default=(0.0, 0))
        if likeness >= ALIKE:
            found.append(Borrowed(provision, *sources[best], likeness))
    return tuple(sorted(found, key=lambda one: -one.likeness)[:limit])


def _compared(instrument: Instrument) -> Iterator[Provision]:
    """Subsections, and sections that have none: the units in which wording is copied."""
    for section in instrument.sections:
        if section.status == "unread":
            continue
        units = [p for p in section.provisions if p.kind == "subsection" and p.path] or [
            p for p in section.provisions if p.kind == "section"
        ]
        yield from units


def _runs(text: str, language: str) -> frozenset[int]:
    """Keys of the runs of words in a text; of letters where a language writes no spaces."""
    folded = fold(text)
    words = list(folded.replace(" ", "")) if language.split("-")[0] in ("ja", "zh", "ko") else folded.split()
    width = 2 * RUN if language.split("-")[0] in ("ja", "zh", "ko") else RUN
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(hash(tuple(words[at : at + width])) for at in range(len(words) - width + 1))
