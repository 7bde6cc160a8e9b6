"""Turns a person's own answers into reviews that stand beside the tool's findings.

A review never changes a finding: findings "as reviewed" are a table of their own that says of each row whose answer it
shows. Each review keeps a digest of the words and the rules it was given on; when either changes it is stale and no
longer counts.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from legal_compare.agreement import krippendorff_alpha
from legal_compare.assessment import Findings
from legal_compare.cache import digest
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.reports import FORMULA_STARTS
from legal_compare.scores import VERDICTS

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = (*VERDICTS, "no-text")
PATIENCE = 10.0
"""Seconds to wait for another who writes the same reviewer's file."""
AS_REVIEWED, DISPUTED, STALE = "as reviewed", "reviewers differ", "stale review"


@dataclass(frozen=True)
class Review:
    """One person's answer to one criterion in one jurisdiction; `digest` tells what words and rules it was given on."""

    jurisdiction: str
    criterion: str
    verdict: str
    provisions: str
    note: str
    reviewer: str
    date: str
    layer: str
    digest: str


COLUMNS = tuple(field.name for field in fields(Review))


def reviews_folder() -> Path:
    """Where reviews are kept: `LEGAL_COMPARE_REVIEWS`, else `reviews/` of the working folder."""
    return Path(os.environ.get("LEGAL_COMPARE_REVIEWS") or "reviews")


def review(
    findings: Findings, book: Codebook, jurisdiction: str, criterion: str, verdict: str, reviewer: str, provisions: Sequence[str] = (),
    note: str = "", on: date | None = None,
) -> Review:  # fmt: skip
    """A review of one finding, dated `on` or today.

    Raises LegalCompareError for an unknown verdict, an empty name, an answer about law with no provision, or a provision
    that is not in the jurisdiction's law; UnknownJurisdiction or UnknownCriterion for a cell that there is not.
    """
    finding = findings.of(jurisdiction, criterion)
    if verdict not in ANSWERS:
        raise LegalCompareError("verdict", f"{verdict!r} is unknown.", f"Use one of {', '.join(ANSWERS)}.")
    if not _slug(reviewer):
        raise LegalCompareError("reviewer", "has no name.", "Give the name under which the review is to be kept.")
    named = [key.strip() for key in provisions if key.strip()]
    if verdict in ("met", "partial", "contrary") and not named:
        raise LegalCompareError("provisions", f"{verdict} needs words of law.", "Name at least one provision, such as act-2001#4.")
    known = _texts(findings, finding.jurisdiction)
    unknown = [key for key in named if key not in known]
    if unknown:
        hint = "Write it as tables do: the file's stem, #, the number as in the heading."
        raise LegalCompareError("provisions", f"{', '.join(unknown)} is not in the law of {finding.jurisdiction} at hand.", hint)
    when = (on or date.today()).isoformat()
    keys = "; ".join(dict.fromkeys(named))
    now = digest_of(findings, book, finding.jurisdiction, criterion, keys)
    return Review(finding.jurisdiction, criterion, verdict, keys, note.strip(), " ".join(reviewer.split()), when, finding.layer, now)


def digest_of(findings: Findings, book: Codebook, jurisdiction: str, criterion: str, provisions: str = "") -> str:
    """What a review rests on, in 16 hexadecimal digits: the criterion with its rules, the tool's evidence, the provisions named."""
    finding = findings.of(jurisdiction, criterion)
    texts = _texts(findings, finding.jurisdiction)
    named = [part for part in provisions.split("; ") if part]
    shown = sorted({(one.key, one.excerpt, one.match.rule) for one in finding.evidence})
    parts = [book.criterion(criterion).model_dump_json(), finding.layer, *(part for one in shown for part in one)]
    return digest([*parts, *(part for key in sorted(named) for part in (key, texts.get(key, "")))])[:16]


def _texts(findings: Findings, jurisdiction: str) -> dict[str, str]:
    """Words of each section by its key, all that carry it; the union's law counts where it gave evidence."""
    owners = {jurisdiction, *(e.owner for f in findings if f.jurisdiction == jurisdiction for e in f.evidence)}
    words: dict[str, str] = defaultdict(str)
    for law in findings.jurisdictions:
        for section in (s for i in law.instruments if law.code in owners for s in i.sections):
            words[section.key] += section.text
    return dict(words)


def keep_review(one: Review, folder: Path | None = None) -> Path:
    """Adds a review to its reviewer's file, whole or not at all, and returns the file; earlier answers stay in it.

    A lock lets those who write at once wait for each other. Raises LegalCompareError where the file cannot be written.
    """
    folder = folder or reviews_folder()
    path = folder / f"{_slug(one.reviewer)}.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{path.stem}.lock", timeout=PATIENCE):
            before = _read(path) if path.exists() else []
            part = path.with_suffix(".part")  # no .csv: whoever reads the folder meanwhile must not see it
            _write([*before, one], part)
            part.replace(path)
    except Timeout as error:
        raise LegalCompareError(str(path), "is being written by somebody else.", "Try again in a moment.") from error
    except OSError as error:
        raise LegalCompareError(str(path), f"cannot be written: {error.strerror}.", "Choose another folder.") from error
    return path


def read_reviews(folder: Path | None = None) -> tuple[Review, ...]:
    """The last answer of each reviewer to each cell and layer, of all files; none where there is no folder. Raises Problems."""
    folder = folder or reviews_folder()
    last = {(r.reviewer, r.jurisdiction, r.criterion, r.layer): r for path in sorted(folder.glob("*.csv")) for r in _read(path)}
    return tuple(last.values())


def is_stale(one: Review, findings: Findings, book: Codebook) -> bool:
    """Whether words or rules have changed since the review, or its cell is no longer there."""
    try:
        return digest_of(findings, book, one.jurisdiction, one.criterion, one.provisions) != one.digest
    except LegalCompareError:
        return True


def table(reviews: Sequence[Review], findings: Findings, book: Codebook) -> pd.DataFrame:
    """One row a review (columns as Review), with the tool's verdict beside it and whether it is stale."""
    import pandas as pd

    tool = {(f.jurisdiction, f.criterion): f.verdict for f in findings}
    frame = pd.DataFrame([vars(one) for one in reviews], columns=list(COLUMNS))
    frame.insert(3, "tool_verdict", [tool.get((one.jurisdiction, one.criterion), "") for one in reviews])
    return frame.assign(stale=[is_stale(one, findings, book) for one in reviews])


def agreement(reviews: Sequence[Review], findings: Findings, book: Codebook) -> pd.DataFrame:
    """Krippendorff's alpha (ordinal) by criterion, last row all: of reviewers with the tool, and of reviewers alone.

    Cells are those with a review that is not stale; `no-text` is a missing answer. Alpha is NaN where there is nothing to tell.
    """
    import pandas as pd

    fresh = _fresh(reviews, findings, book)
    rows = []
    for name in [*dict.fromkeys(one.criterion for one in fresh), "all"] if fresh else []:
        chosen = [one for one in fresh if name in (one.criterion, "all")]
        cells = list(dict.fromkeys((one.jurisdiction, one.criterion) for one in chosen))
        people = list(dict.fromkeys(one.reviewer for one in chosen))
        answers = np.full((len(people) + 1, len(cells)), np.nan)  # the tool's in the last row
        for one in chosen:
            answers[people.index(one.reviewer), cells.index((one.jurisdiction, one.criterion))] = _rank(one.verdict)
        answers[-1] = [_rank(findings.of(*cell).verdict) for cell in cells]
        same = [one.verdict == findings.of(one.jurisdiction, one.criterion).verdict for one in chosen]
        row = (name, len(people), len(cells), sum(same) / len(same), krippendorff_alpha(answers), krippendorff_alpha(answers[:-1]))
        rows.append(row)
    columns = ["criterion", "reviewers", "cells", "same_as_tool", "alpha_with_tool", "alpha_of_reviewers"]
    return pd.DataFrame(rows, columns=columns)


def as_reviewed(reviews: Sequence[Review], findings: Findings, book: Codebook) -> pd.DataFrame:
    """The table of findings with reviewers' verdicts where all of a cell's fresh reviews agree.

    `review` marks the rows: "as reviewed", "reviewers differ" (the tool's verdict stands), "stale review" (likewise), or nothing;
    `tool_verdict` keeps the tool's own and `reviewers` names whose answers stand behind a row.
    """
    frame = findings.to_frame()
    frame.insert(3, "tool_verdict", frame["verdict"])
    outcomes = _outcomes(reviews, findings, book)
    columns = {name: [one[place] for one in outcomes] for place, name in enumerate(("verdict", "review", "reviewers"))}
    return frame.assign(**columns)


def with_reviews(reviews: Sequence[Review], findings: Findings, book: Codebook) -> Findings:
    """The findings with reviewers' verdicts where all of a cell's fresh reviews agree; such a finding says so."""
    shown = []
    for finding, (verdict, mark, names) in zip(findings, _outcomes(reviews, findings, book), strict=True):
        if mark == AS_REVIEWED:
            note = f"{mark} by {names}; the tool says {finding.verdict}"
            finding = replace(finding, verdict=verdict, confidence=None, note=note, reviewed_by=names)
        elif mark:
            finding = replace(finding, note="; ".join(filter(None, (f"{mark}, the tool’s answer stands", finding.note))))
        shown.append(finding)
    return replace(findings, findings=tuple(shown))


def _outcomes(reviews: Sequence[Review], findings: Findings, book: Codebook) -> list[tuple[str, str, str]]:
    """Of each finding: the verdict that stands, its mark, and whose fresh answers stand behind it."""
    given: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for one in reviews:
        given[one.jurisdiction, one.criterion].append(one)
    fresh, outcomes = set(_fresh(reviews, findings, book)), []
    for finding in findings:
        told = given.get((finding.jurisdiction, finding.criterion), [])
        counted = [one for one in told if one in fresh]
        answers = {one.verdict for one in counted}
        agreed = len(answers) == 1
        mark = AS_REVIEWED if agreed else DISPUTED if answers else STALE if told else ""
        outcomes.append((counted[0].verdict if agreed else finding.verdict, mark, "; ".join(sorted(one.reviewer for one in counted))))
    return outcomes


def _fresh(reviews: Sequence[Review], findings: Findings, book: Codebook) -> list[Review]:
    return [one for one in reviews if not is_stale(one, findings, book)]


def _rank(verdict: str) -> float:
    return float(VERDICTS.index(verdict)) if verdict in VERDICTS else float("nan")


def _slug(name: str) -> str:
    """A file name for a reviewer; letters that Latin does not hold are told apart by a digest."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
    if not name.strip() or (slug and slug == plain.strip()):
        return slug
    return f"{slug or 'reviewer'}-{hashlib.sha256(' '.join(name.split()).encode()).hexdigest()[:6]}"


def _write(reviews: Sequence[Review], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([_guarded(value) for value in vars(one).values()] for one in reviews)


def _read(path: Path) -> list[Review]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LegalCompareError(str(path), f"cannot be read: {error}.", "Save it as CSV in UTF-8.") from error
    problems = []
    for line, row in enumerate(rows, start=2):
        if set(row) != set(COLUMNS) or None in row.values():
            problems.append(f"row {line}: the columns are not {', '.join(COLUMNS)}")
        elif row["verdict"] not in ANSWERS:
            problems.append(f"row {line}: unknown verdict {row['verdict']!r}")
    if problems:
        raise Problems(str(path), problems, f"Verdicts are {', '.join(ANSWERS)}.")
    return [Review(**{name: _bare(row[name]) for name in COLUMNS}) for row in rows]


def _guarded(value: str) -> str:
    """A leading apostrophe before what a spreadsheet would run; one before an apostrophe, so that reading gives back what was written."""
    return f"'{value}" if value.startswith((*FORMULA_STARTS, "'")) else value


def _bare(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith((*FORMULA_STARTS, "'")) else value
