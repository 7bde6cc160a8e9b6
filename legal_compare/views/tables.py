"""Turns findings, coverage and codebook into tables for people, to look at and to download."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from legal_compare.labels import label
from legal_compare.views.verdicts import SIGNS, date_words, is_old, safe_url, shown, sign_of, status_words

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.assessment import Findings
    from legal_compare.criteria import Codebook
    from legal_compare.statutes import Jurisdiction

SAME, DIFFERENT, UNKNOWN = "same", "different", "unknown"

STEPS = {"contrary": 0, "absent": 1, "partial": 2, "met": 3}
"""Place of each verdict on the ordinal scale; three steps part the most unlike verdicts."""


def gaps_table(findings: Findings) -> pd.DataFrame:
    """All jurisdictions by criteria, in words: one row a criterion, one column a jurisdiction."""
    import pandas as pd

    rows: dict[tuple[str, str], dict[str, str]] = {}
    for finding in findings:
        rows.setdefault((finding.theme, finding.criterion), {})[finding.jurisdiction] = sign_of(finding).word
    return pd.DataFrame([{"theme": theme, "criterion": criterion, **cells} for (theme, criterion), cells in rows.items()])


def side_by_side(findings: Findings, codes: Sequence[str]) -> pd.DataFrame:
    """Jurisdictions side by side, one row a criterion, with the provisions and the dates of their text.

    `answer` is unknown where one of them has no text at hand, else same or different.
    """
    import pandas as pd

    rows = []
    criteria = dict.fromkeys(finding.criterion for finding in findings)
    for criterion in criteria:
        found = [findings.of(code, criterion) for code in codes]
        row: dict[str, object] = {"theme": found[0].theme, "criterion": criterion, "answer": answer([f.verdict for f in found])}
        for code, finding in zip(codes, found, strict=True):
            row[code] = sign_of(finding).word
            row[f"{code} provisions"] = "; ".join(finding.provisions)
            row[f"{code} missing"] = "; ".join(finding.missing)
            row[f"{code} text of"] = "; ".join(dict.fromkeys(date_words(e.instrument.as_of) for e in finding.evidence))
        rows.append(row)
    return pd.DataFrame(rows)


def answer(verdicts: Sequence[str]) -> str:
    """Whether verdicts are the same; unknown where one of them is no-text."""
    if "no-text" in verdicts:
        return UNKNOWN
    return SAME if len(set(verdicts)) == 1 else DIFFERENT


def harmonised_criteria(findings: Findings) -> pd.DataFrame:
    """One row a criterion: how many jurisdictions can answer, their verdicts, and how far they agree.

    agreement  share of the pairs that can both answer which have the same verdict
    apart      mean step between their verdicts, 0 same to 1 opposite
    Criteria that fewer than two can answer have neither.
    """
    import pandas as pd

    by_criterion: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for finding in findings:
        by_criterion.setdefault((finding.theme, finding.criterion), []).append((finding.verdict, finding.coverage))
    rows = []
    for (theme, criterion), cells in by_criterion.items():
        levels = [STEPS[verdict] for verdict, _ in cells if verdict in STEPS]
        pairs = list(combinations(levels, 2))
        signs = [shown(verdict, coverage) for verdict, coverage in cells]
        rows.append(
            {
                "theme": theme,
                "criterion": criterion,
                "answered": len(levels),
                **{SIGNS[key].word: signs.count(key) for key in SIGNS},
                "agreement": sum(a == b for a, b in pairs) / len(pairs) if pairs else None,
                "apart": sum(abs(a - b) for a, b in pairs) / (3 * len(pairs)) if pairs else None,
            }
        )
    return pd.DataFrame(rows).astype({"agreement": "float64", "apart": "float64"})


def law_table(jurisdiction: Jurisdiction, on: date) -> pd.DataFrame:
    """The law that was read of a jurisdiction, with the date of each text and its official address."""
    import pandas as pd

    columns = ["title", "citation", "kind", "status", "text of", "older than 3 years", "sections", "language", "official text"]
    rows = [
        (
            i.title,
            i.citation,
            i.kind,
            status_words(i),
            date_words(i.as_of),
            "yes" if is_old(i.as_of, on) else "",
            len(i.sections),
            i.language,
            safe_url(i.source.url) or None,
        )
        for i in sorted(jurisdiction.instruments, key=lambda i: (i.layer != "in-force", i.title))
    ]
    return pd.DataFrame(rows, columns=columns)


def coverage_table(jurisdictions: Sequence[Jurisdiction], book: Codebook) -> pd.DataFrame:
    """How much law was read of each jurisdiction: by theme as declared, how many texts, from when."""
    import pandas as pd

    rows = []
    for j in jurisdictions:
        dates = sorted(i.as_of for i in j.instruments if i.as_of not in ("", "unknown"))
        unknown = "partial" if j.coverage_declared else "not declared"
        rows.append(
            {
                "code": j.code,
                "jurisdiction": j.name,
                **{theme: j.coverage.get(theme, unknown) for theme in book.themes},
                "texts": len(j.instruments),
                "oldest text": date_words(dates[0]) if dates else "",
                "newest text": date_words(dates[-1]) if dates else "",
                "undated": len(j.instruments) - len(dates),
                "known to be missing": "; ".join(j.known_missing),
            }
        )
    return pd.DataFrame(rows)


def codebook_table(book: Codebook) -> pd.DataFrame:
    """Every question, why it is asked and what would answer it."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "theme": book.themes[c.theme],
                "criterion": c.id,
                "name": label(c.id),
                "question": c.question,
                "why it is asked": " ".join(c.basis.split()),
                "elements": "; ".join(f"{name}: {element.means}" for name, element in c.elements.items()),
                "rules": sum(1 for _ in c.rules()),
            }
            for c in book.criteria
        ]
    )
