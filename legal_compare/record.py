"""Turns findings into the record of each rule, and two tables of findings into what moved between them.

A rule is right in a cell where it fired for an element that the verdict rests on and gold gives that verdict; a cell
that gold cannot answer (no-text, or not coded) counts for neither side.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legal_compare.assessment import Findings
from legal_compare.criteria import Codebook
from legal_compare.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

RECORD = (
    "rule", "criterion", "element", "fires", "jurisdictions", "alone", "overlaps", "set_aside", "never_fires", "right", "wrong", "wrong_in",
)  # fmt: skip
"""Columns of the record: `fires` counts provisions; `overlaps` names rules that show the same element in one of them."""

MOVES = ("jurisdiction", "criterion", "verdict_before", "verdict_after", "gained", "lost")
"""Columns of `diff`; `gained` and `lost` are keys of provisions."""


@dataclass
class _Tally:
    """What a rule did over all findings."""

    provisions: set[tuple[str, str]] = field(default_factory=set)
    set_aside: set[tuple[str, str]] = field(default_factory=set)
    jurisdictions: set[str] = field(default_factory=set)
    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def rule_record(findings: Findings, book: Codebook, gold: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a rule of the codebook, as RECORD; right and wrong are empty without gold."""
    import pandas as pd

    tallies: dict[str, _Tally] = defaultdict(_Tally)
    together: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    verdicts = _gold_verdicts(findings, gold)
    for finding in findings:
        for one in finding.set_aside:
            tallies[one.match.rule].set_aside.add((finding.jurisdiction, one.match.provision.address))
        for one in finding.evidence:
            place = (finding.jurisdiction, one.match.provision.address)
            tallies[one.match.rule].provisions.add(place)
            tallies[one.match.rule].jurisdictions.add(finding.jurisdiction)
            together[one.match.criterion + " " + one.match.element, *place].add(one.match.rule)
        right = verdicts.get((finding.jurisdiction, finding.criterion))
        if right is not None:
            for rule in _bearing(finding, book):
                (tallies[rule].right if right else tallies[rule].wrong).append(finding.jurisdiction)
    neighbours: dict[str, set[str]] = defaultdict(set)
    alone: dict[str, int] = defaultdict(int)
    for rules in together.values():
        for rule in rules:
            neighbours[rule] |= rules - {rule}
            alone[rule] += len(rules) == 1
    rows = [
        _row(criterion.id, element, rule.id, tallies[rule.id], alone[rule.id], neighbours[rule.id], gold is not None)
        for criterion in book.criteria
        for element, rule in criterion.rules()
    ]
    return pd.DataFrame(rows, columns=list(RECORD))


def _row(criterion: str, element: str, rule: str, tally: _Tally, alone: int, neighbours: set[str], judged: bool) -> dict[str, Any]:
    return {
        "rule": rule,
        "criterion": criterion,
        "element": element,
        "fires": len(tally.provisions),
        "jurisdictions": "; ".join(sorted(tally.jurisdictions)),
        "alone": alone,
        "overlaps": "; ".join(sorted(neighbours)),
        "set_aside": len(tally.set_aside),
        "never_fires": not tally.provisions,
        "right": len(tally.right) if judged else None,
        "wrong": len(tally.wrong) if judged else None,
        "wrong_in": "; ".join(tally.wrong),
    }


def _bearing(finding: Finding, book: Codebook) -> set[str]:
    """Rules that fired for an element that the verdict's own test names."""
    test = getattr(book.criterion(finding.criterion).verdict, finding.verdict, None) if finding.evidence else None
    named = set(test.names()) if test else set()
    return {one.match.rule for one in finding.evidence if one.match.element in named}


def _gold_verdicts(findings: Findings, gold: pd.DataFrame | None) -> dict[tuple[str, str], bool]:
    """Whether the tool is right, by cell; second readings that gold accepts count."""
    if gold is None:
        return {}
    from legal_compare.evaluation import evaluate

    cells = evaluate(findings.to_frame(), gold).cells.query("gold != 'no-text'")
    return {(cell["jurisdiction"], cell["criterion"]): bool(cell["right"]) for cell in cells.to_dict("records")}


def diff(before: pd.DataFrame | str | Path, after: pd.DataFrame | str | Path) -> pd.DataFrame:
    """The cells whose verdict or evidence moved, as MOVES; a cell that one table lacks has an empty verdict there."""
    import pandas as pd

    old, new = _cells(before), _cells(after)
    rows = []
    for cell in dict.fromkeys((*new, *old)):
        was, had = old.get(cell, ("", ()))
        now, has = new.get(cell, ("", ()))
        gained = [key for key in has if key not in had]
        lost = [key for key in had if key not in has]
        if was != now or gained or lost:
            rows.append((*cell, was, now, "; ".join(gained), "; ".join(lost)))
    return pd.DataFrame(rows, columns=list(MOVES))


def _cells(table: pd.DataFrame | str | Path) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """(verdict, provision keys) by jurisdiction and criterion."""
    from legal_compare.evaluation import read_findings

    frame = read_findings(table) if isinstance(table, str | Path) else table
    return {
        (row["jurisdiction"], row["criterion"]): (row["verdict"], tuple(key.strip() for key in row["provisions"].split(";") if key.strip()))
        for row in frame.to_dict("records")
    }
