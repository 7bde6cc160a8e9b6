"""Measures the check of long bills: `python benchmarks/bill.py [--law ../shared/law]`.

A long act is handed in as DOCX and PDF of 50 and of 500 pages and checked against its own country, warm: the law at hand was
read before. Each figure is the median of three checks, from the bytes of the file to every part of the briefing: by the clock, and in
seconds of computing (this process and the one that reads PDFs), which other work on the machine leaves as they are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from documents import as_docx, as_pdf

from legal_compare import read_criteria, read_statutes
from legal_compare.bill_reports import briefing
from legal_compare.bills import check_bill
from legal_compare.readers.draft import read_draft
from legal_compare.readers.markdown import read_markdown
from legal_compare.statutes import Instrument, Section

WORDS_A_PAGE = 400


def cut(act: Instrument, pages: int) -> Instrument:
    """The act, or as much of it again and again, as fills so many pages; repeated sections are numbered on, as a long bill's are."""
    sections: list[Section] = []
    words = 0
    for section in cycle(act.sections):
        repeated = len(sections) >= len(act.sections)
        sections.append(replace(section, number=str(len(sections) + 1)) if repeated else section)
        words += len(section.text.split())
        if words >= pages * WORDS_A_PAGE:
            break
    return replace(act, sections=tuple(sections))


def spent() -> float:
    """Seconds of computing so far, ended processes that this one started included."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--law", type=Path, default=Path("../shared/law"))
    options.add_argument("--times", type=int, default=3, help="checks a figure is the median of")
    chosen = options.parse_args()
    statutes, book = read_statutes(), read_criteria()
    print("| act | file | pages | words | reading | whole check | computing |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name in ("gb/online-safety-2023.md", "ie/broadcasting-2009.md"):
        act = read_markdown(chosen.law / name, name[:2].upper())
        for pages in (50, 500):
            bill = cut(act, pages)
            words = sum(len(section.text.split()) for section in bill.sections)
            for suffix, data in ((".docx", as_docx(bill)), (".pdf", as_pdf(bill))):
                reading, whole, computing = [], [], []
                for _ in range(chosen.times + 1):
                    began, computed = time.perf_counter(), spent()
                    draft = read_draft(data, f"bill{suffix}", name[:2])
                    read = time.perf_counter()
                    briefing(check_bill(draft, name[:2], statutes=statutes, criteria=book))
                    reading.append(read - began)
                    whole.append(time.perf_counter() - began)
                    computing.append(spent() - computed)
                figures = " | ".join(map(median, (reading, whole, computing)))
                print(f"| {act.title} | {suffix[1:].upper()} | {draft.pages or pages} | {words:,} | {figures} |", flush=True)


def median(times: list[float]) -> str:
    return f"{statistics.median(times[1:]):.2f} s"  # the first one warms


if __name__ == "__main__":
    main()
