"""What does a country's law say, what is missing, and how far is it from another's?

Seven verbs take a notebook from nothing to a distance matrix; nothing is loaded until one of them is called.

    from legal_compare import assess, compare, read_criteria, read_statutes, score, tag
    findings = assess(read_statutes(), read_criteria())
    compare(findings).matrix
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings, Progress
    from legal_compare.bills import BillCheck
    from legal_compare.criteria import Codebook
    from legal_compare.distances import Distances
    from legal_compare.scores import Weights
    from legal_compare.statutes import Jurisdiction, Provision
    from legal_compare.tagging import TaggedSpan

__version__ = "0.1.0"
__all__ = ["assess", "check_bill", "compare", "read_criteria", "read_statutes", "score", "tag"]


def read_criteria(path: str | Path | None = None) -> Codebook:
    """The codebook: the shipped one, or that of a file. Raises CriteriaError listing every problem."""
    from legal_compare.cache import digest, engine_digest, keep, recall
    from legal_compare.criteria import Codebook, load_criteria
    from legal_compare.shipped import criteria_path

    file = Path(path) if path else criteria_path()
    key = digest([engine_digest(), file.read_bytes()]) if file.is_file() else ""
    book = recall(key) if key else None
    if not isinstance(book, Codebook):  # checked against every lexicon once, then remembered
        book = load_criteria(file)
        keep(key, book)
    return book


def read_statutes(folder: str | Path | None = None, only: Iterable[str] = ()) -> tuple[Jurisdiction, ...]:
    """Jurisdictions with their instruments: the shipped excerpts, or a folder `FOLDER/<iso2>/*.md`."""
    from legal_compare.corpus import read_statutes as read
    from legal_compare.shipped import statutes_path

    return read(Path(folder) if folder else statutes_path(), only)


def tag(provision: Provision, language: str = "en") -> tuple[TaggedSpan, ...]:
    """Terms and cues in a provision; `provision.text[span.start:span.end] == span.text`."""
    from legal_compare.tagging import tag as tag_provision

    return tag_provision(provision, language)


def assess(
    statutes: Iterable[Jurisdiction] | None = None,
    criteria: Codebook | None = None,
    *,
    layer: str | None = None,
    with_union: bool = False,
    progress: Progress | None = None,
) -> Findings:
    """One finding per jurisdiction and criterion, remembered by the content of law and rules."""
    from legal_compare.assessment import assess as assess_all

    return assess_all(
        tuple(statutes) if statutes is not None else read_statutes(),
        criteria or read_criteria(),
        layer=layer,
        with_union=with_union,
        progress=progress,
    )


def check_bill(
    source: Path | bytes | str,
    jurisdiction: str,
    *,
    statutes: Iterable[Jurisdiction] | None = None,
    criteria: Codebook | None = None,
    name: str = "",
    language: str | None = None,
    strike: Iterable[str] = (),
) -> BillCheck:
    """What a draft (a file, its bytes or its words) says, and what it would change in a jurisdiction's law; it is not kept."""
    from legal_compare.bills import check_bill as check

    law = tuple(statutes) if statutes is not None else None
    return check(source, jurisdiction, statutes=law, criteria=criteria, name=name, language=language, strike=tuple(strike))


def score(findings: Findings | pd.DataFrame, weights: Weights | None = None) -> pd.DataFrame:
    """Index per jurisdiction, overall and by theme, always beside coverage and bounds."""
    from legal_compare.assessment import frame_of
    from legal_compare.scores import score as score_all

    return score_all(frame_of(findings), weights)


def compare(findings: Findings | pd.DataFrame, theme: str | None = None, weights: Weights | None = None) -> Distances:
    """Pairwise distances with coverage and bounds; `.matrix` hides pairs that too little is known of."""
    from legal_compare.assessment import frame_of
    from legal_compare.distances import compare as compare_all

    return compare_all(frame_of(findings), theme, weights)
