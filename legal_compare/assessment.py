"""Turns many jurisdictions into Findings, remembering each by the content of its law and of the rules.

A union's directly applicable law (its regulations) counts for its members only where it is asked for; each piece
of evidence says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from legal_compare.cache import digest, engine_digest, keep, recall
from legal_compare.criteria import Codebook
from legal_compare.errors import UnknownCriterion, UnknownJurisdiction
from legal_compare.findings import Finding, as_known_by, assess_jurisdiction, first_layer
from legal_compare.reading import ReadInstrument, read_instrument
from legal_compare.statutes import Jurisdiction

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int, str], None]
"""Called with (done, all, name) as jurisdictions are finished."""

DIRECTLY_APPLICABLE = ("regulation",)
"""Kinds of a union's instruments that bind in its members without being carried into national law."""

PROCESSES = 2
SMALL = 400_000
"""Characters below which starting processes costs more than it saves."""

COLUMNS = (
    "jurisdiction", "criterion", "verdict", "provisions", "rules", "elements", "missing", "coverage", "confidence",
    "theme", "layer", "owners", "as_of", "note",
)  # fmt: skip
"""Columns of the table of findings, in order."""


@dataclass(frozen=True)
class Findings(Sequence[Finding]):
    """All findings of an assessment, in the order of jurisdictions and of the codebook."""

    findings: tuple[Finding, ...]
    jurisdictions: tuple[Jurisdiction, ...]

    def __len__(self) -> int:
        return len(self.findings)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # typed as in Sequence, for a place or a slice
        return self.findings[place]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    @cached_property
    def _by_cell(self) -> dict[tuple[str, str], Finding]:
        return {(f.jurisdiction, f.criterion): f for f in self.findings}

    def of(self, jurisdiction: str, criterion: str) -> Finding:
        """The finding of one cell; raises UnknownJurisdiction or UnknownCriterion."""
        from legal_compare.criteria import suggestion

        codes = {f.jurisdiction for f in self.findings}
        if jurisdiction.upper() not in codes:
            raise UnknownJurisdiction(f"jurisdiction {jurisdiction!r}", "was not assessed.", suggestion(jurisdiction, codes))
        if (jurisdiction.upper(), criterion) not in self._by_cell:
            names = {f.criterion for f in self.findings}
            raise UnknownCriterion(f"criterion {criterion!r}", "is not in the codebook.", suggestion(criterion, names))
        return self._by_cell[jurisdiction.upper(), criterion]

    def to_frame(self) -> pd.DataFrame:
        """One row per jurisdiction and criterion; columns as COLUMNS."""
        import pandas as pd

        return pd.DataFrame([_row(finding) for finding in self.findings], columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        table = self.to_frame().pivot(index="jurisdiction", columns="criterion", values="verdict")
        return str(table.to_html())


def _row(finding: Finding) -> dict[str, object]:
    return {
        "jurisdiction": finding.jurisdiction,
        "criterion": finding.criterion,
        "verdict": finding.verdict,
        "provisions": "; ".join(finding.provisions),
        "rules": "; ".join(finding.rules),
        "elements": "; ".join(finding.elements),
        "missing": "; ".join(finding.missing),
        "coverage": finding.coverage,
        "confidence": finding.confidence,
        "theme": finding.theme,
        "layer": finding.layer,
        "owners": "; ".join(dict.fromkeys(e.owner for e in finding.evidence)),
        "as_of": "; ".join(dict.fromkeys(e.instrument.as_of for e in finding.evidence)),
        "note": finding.note,
    }


def frame_of(findings: Findings | pd.DataFrame) -> pd.DataFrame:
    """The table of findings, whichever form they come in."""
    return findings.to_frame() if isinstance(findings, Findings) else findings


def assess(
    jurisdictions: Sequence[Jurisdiction],
    book: Codebook,
    layer: str | None = None,
    with_union: bool = False,
    progress: Progress | None = None,
) -> Findings:
    """One finding per jurisdiction and criterion; raises UnknownJurisdiction where a named union has no law.

    The jurisdictions come back with the coverage that is declared for the layer: none, unless it is their first.
    """
    unions = _unions(jurisdictions) if with_union else {}
    rules = digest([engine_digest(), book.model_dump_json()])
    jobs: list[tuple[Jurisdiction, Codebook, str | None, Jurisdiction | None]] = []
    keys = []
    for jurisdiction in jurisdictions:
        union = unions.get(jurisdiction.union or "")
        parts = [rules, _content(jurisdiction), layer or "", _content(union) if union else ""]
        keys.append(digest(parts))
        jobs.append((jurisdiction, book, layer, union))
    results: list[tuple[Finding, ...] | None] = [recall(key) for key in keys]
    todo = [place for place, result in enumerate(results) if result is None]
    done = len(jobs) - len(todo)
    for place, found in _run(jobs, todo):
        results[place] = found
        keep(keys[place], found)
        done += 1
        if progress:
            progress(done, len(jobs), jobs[place][0].name)
    findings = tuple(finding for found in results if found for finding in found)
    return Findings(findings, tuple(as_known_by(j, layer or first_layer(j)) for j in jurisdictions))


def _content(jurisdiction: Jurisdiction) -> str:
    """Key of everything that a verdict can depend on."""
    parts = [jurisdiction.code, str(sorted(jurisdiction.coverage.items())), str(jurisdiction.coverage_declared)]
    for i in jurisdiction.instruments:
        if i.digest:
            parts += [i.stem, i.digest]
        else:
            parts += [i.stem, i.title, i.status, i.language, *(f"{s.number}\n{s.heading}\n{s.status}\n{s.text}" for s in i.sections)]
    return digest(parts)


def _unions(jurisdictions: Sequence[Jurisdiction]) -> dict[str, Jurisdiction]:
    by_code = {jurisdiction.code.lower(): jurisdiction for jurisdiction in jurisdictions}
    named = {jurisdiction.union for jurisdiction in jurisdictions if jurisdiction.union}
    missing = sorted(code for code in named if code not in by_code)
    if missing:
        raise UnknownJurisdiction(f"union {missing[0].upper()!r}", "is named but its law was not read.", "Read its folder as well.")
    return {code: by_code[code] for code in named}


def _run(
    jobs: list[tuple[Jurisdiction, Codebook, str | None, Jurisdiction | None]], todo: list[int]
) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    sizes = {place: sum(i.size for i in jobs[place][0].instruments) for place in todo}
    if sum(sizes.values()) < SMALL or len(todo) < 2:
        for place in todo:
            yield place, _assess_one(jobs[place])
        return
    from joblib import Parallel, delayed  # its workers need no `if __name__ == "__main__"` in the caller's script

    # the largest first, so that no process ends alone with a long one
    order = sorted(todo, key=lambda place: -sizes[place])
    pool = Parallel(n_jobs=PROCESSES, return_as="generator", batch_size=1)
    yield from zip(order, pool(delayed(_assess_one)(jobs[place]) for place in order), strict=True)


def _assess_one(job: tuple[Jurisdiction, Codebook, str | None, Jurisdiction | None]) -> tuple[Finding, ...]:
    jurisdiction, book, layer, union = job
    wanted = layer or first_layer(jurisdiction)
    read = [read_instrument(i, book) for i in jurisdiction.instruments if i.layer == wanted]
    lent: list[ReadInstrument] = []
    if union is not None:
        lent = [read_instrument(i, book) for i in union.instruments if i.layer == "in-force" and i.kind in DIRECTLY_APPLICABLE]
    return assess_jurisdiction(jurisdiction, book, wanted, read, lent, union.code if union else "")
