"""Writes docs/examples anew: `python benchmarks/bill_examples.py [--law ../shared/law] [--out docs/examples]`.

Each text is taken whole and checked as a bill against its own jurisdiction without it: against the shipped excerpts, of which the
briefing is written, and against the whole acts of the folder. Where the text is law, the verdicts with the bill are held against those
of the law that has it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

from legal_compare import read_criteria, read_statutes
from legal_compare.assessment import assess
from legal_compare.bill_reports import reason_kind, report_bytes
from legal_compare.bills import BillCheck, check_bill
from legal_compare.readers.draft import read_draft
from legal_compare.statutes import Jurisdiction

TEXTS = (
    "eu/csa-regulation-proposal-com-2022-209",
    "gb/online-safety-2023",
    "ie/child-trafficking-pornography-1998",
    "ie/online-safety-media-regulation-2022",
    "es/lo-8-2021-lopivi",
)


def without(statutes: tuple[Jurisdiction, ...], code: str, stem: str) -> tuple[Jurisdiction, ...]:
    """The same law, one instrument left out of one jurisdiction."""
    return tuple(
        replace(one, instruments=tuple(act for act in one.instruments if act.stem != stem)) if one.code == code else one for one in statutes
    )


def line(name: str, law: str, check: BillCheck, statutes: tuple[Jurisdiction, ...]) -> str:
    """One row of the table: what the bill brought, how far its amendments were carried out, whether the law with it says the same."""
    rise = [change.criterion for change in check.changes if not change.weaker]
    fall = [change.criterion for change in check.changes if change.weaker]
    index = check.index.iloc[0]
    home = next(one for one in statutes if one.code == check.jurisdiction.code)
    held = {f.criterion: f.verdict for f in assess((home,), check.book)}
    is_law = any(act.stem == name.split("/")[1] and act.layer == "in-force" for act in home.instruments)
    apart = [f.criterion for f in check.after if held[f.criterion] != f.verdict] if is_law else []
    same = "not in force" if not is_law else "yes, all" if not apart else f"all but {', '.join(apart)}"
    done = sum(one.applied for one in check.amendments)
    return (
        f"| {name} | {law} | {len(rise)}: {', '.join(rise)} | {len(fall)} | {index['before']:.2f} to {index['after']:.2f} "
        f"| {done} of {len(check.amendments)} | {same} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--law", type=Path, default=Path("../shared/law"))
    options.add_argument("--out", type=Path, default=Path("docs/examples"))
    chosen = options.parse_args()
    book = read_criteria()
    reasons: dict[str, Counter[str]] = {}
    print("| text | law at hand | verdicts that rise | that fall | index | amendments carried out | as the law that has it? |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for law, folder in (("excerpts", None), ("whole acts", chosen.law)):
        statutes = read_statutes(folder)
        for name in TEXTS:
            code, stem = name[:2].upper(), name.split("/")[1]
            draft = read_draft(chosen.law / f"{name}.md", jurisdiction=code)
            check = check_bill(draft, code, statutes=without(statutes, code, stem), criteria=book)
            print(line(name, law, check, statutes), flush=True)
            reasons[f"{name}, {law}"] = Counter(reason_kind(one.why_not) for one in check.unclear)
            if folder is None:
                (chosen.out / f"{code.lower()}-{stem}.html").write_bytes(report_bytes(check, ".html"))
    for name, counted in reasons.items():
        print(f"\n{name}:")
        for reason, count in counted.most_common():
            print(f"- {count}: {reason}")


if __name__ == "__main__":
    main()
