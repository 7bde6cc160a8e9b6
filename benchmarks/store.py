"""Turns a million rows of made evidence into times: how long does a page of the store take?

Rows are drawn with a fixed seed over 200 jurisdictions and 38 criteria, with texts of 60 words; each question is asked once to
warm and then so often, and the median and the slowest are printed. Run: python benchmarks/store.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from legal_compare import read_criteria
from legal_compare.store import EVIDENCE, Store, write_frame

JURISDICTIONS, WORDS, SEED, TIMES = 200, 60, 2024, 15


def make(folder: Path, rows: int) -> int:
    """Writes the rows by jurisdiction, as the store does; returns bytes on disk."""
    draw = np.random.default_rng(SEED)
    book = read_criteria()
    vocabulary = np.array([f"word{number}" for number in range(5000)])
    each = rows // JURISDICTIONS
    for number in range(JURISDICTIONS):
        criteria = draw.choice([criterion.id for criterion in book.criteria], each)
        section = draw.integers(1, 900, each)
        frame = pd.DataFrame(dict.fromkeys(EVIDENCE[1:], ""), index=range(each))
        frame["criterion"] = criteria
        frame["theme"] = [book.criterion(name).theme for name in criteria]
        frame["verdict"] = draw.choice(["met", "partial", "absent"], each)
        frame["address"] = [f"x{number:03}/act/2000/1#sec_{place}" for place in section]
        frame["provision"] = [f"act#{place}" for place in section]
        frame["text"] = [" ".join(words) for words in draw.choice(vocabulary, (each, WORDS))]
        place = folder / "evidence" / f"jurisdiction=X{number:03}"
        place.mkdir(parents=True)
        write_frame(frame.sort_values(["criterion", "address"]), place / "part-0.parquet")
    return sum(path.stat().st_size for path in folder.rglob("*.parquet"))


def timed(question: Callable[[], object]) -> tuple[float, float]:
    """Median and slowest in milliseconds, after one to warm."""
    question()
    times = []
    for _ in range(TIMES):
        start = perf_counter()
        question()
        times.append(1000 * (perf_counter() - start))
    return median(times), max(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        size = make(Path(name), rows)
        start = perf_counter()
        store = Store(Path(name))
        opened = 1000 * (perf_counter() - start)
        one = {"jurisdiction": "X007", "criterion": "grooming"}
        questions: dict[str, Callable[[], object]] = {
            "page: one jurisdiction, one criterion": lambda: store.page("evidence", one),
            "page: one jurisdiction, words in the text": lambda: store.page("evidence", {"jurisdiction": "X007"}, "word42 "),
            "page: one criterion, all jurisdictions": lambda: store.page("evidence", {"criterion": "grooming"}),
            "page: one criterion, page 100": lambda: store.page("evidence", {"criterion": "grooming"}, page=100),
            "page: words in the text, all jurisdictions": lambda: store.page("evidence", words="word42 word43"),
            "sql: verdicts by criterion": lambda: store.query("SELECT criterion, verdict, count(*) FROM evidence GROUP BY ALL"),
        }
        print(f"{rows:,} rows, {size / 1e6:.0f} MB of Parquet in {JURISDICTIONS} files; opened in {opened:.0f} ms\n")
        print("| question | median, ms | slowest, ms |\n| --- | ---: | ---: |")
        for said, question in questions.items():
            middle, slowest = timed(question)
            print(f"| {said} | {middle:.0f} | {slowest:.0f} |")
        store.close()


if __name__ == "__main__":
    main()
