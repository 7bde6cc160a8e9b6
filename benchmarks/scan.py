"""Turns a whole statute book into times: how fast is it scanned, against what, and how does the cost grow?

Every run is a process of its own. Seconds are those of the scan itself without the interpreter's start: of processor time for one
process, so that other work on the machine counts little, by the clock for two. Memory is the peak of all its processes together.
Run: PYTHONPATH=. python benchmarks/scan.py ../shared/statute-book/ie.parquet ../shared/law
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from legal_compare import read_criteria
from legal_compare.lexicons import parse_wording, read_lexicon

SAMPLE, SMALL = 20, 200
"""One act in so many, for what is slow and for the copies."""
COPIES = (1, 2, 5, 10, 20, 50, 100)
TOKENISED = 1_000_000


def scan_once(paths: list[str], folder: Path, processes: int, filtered: bool) -> None:
    """Scans and prints seconds and counts: the process that is measured."""
    from legal_compare.scanning import scan

    book = read_criteria()
    start, used = time.perf_counter(), time.process_time()
    done = scan(paths, folder, book, processes=processes, filtered=filtered)
    print(json.dumps({"seconds": time.perf_counter() - start, "cpu": time.process_time() - used, **done.counts}))


def measured(paths: Iterable[Path], folder: Path, processes: int = 1, filtered: bool = True) -> dict[str, float]:
    """What a scan in a process of its own says, with its peak of memory in MB."""
    command = [sys.executable, __file__, "--once", str(folder), "--processes", str(processes), *map(str, paths)]
    run = subprocess.Popen([*command, *([] if filtered else ["--unfiltered"])], stdout=subprocess.PIPE, text=True)
    peak = 0
    watched = psutil.Process(run.pid)
    while run.poll() is None:
        try:
            peak = max(peak, sum(one.memory_info().rss for one in (watched, *watched.children(recursive=True))))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.1)
    assert run.stdout is not None
    told = json.loads(run.stdout.read())
    return {**told, "seconds": told["cpu" if processes == 1 else "seconds"], "mb": peak / 1e6}


def literals() -> list[str]:
    """Every token that the English lexicon's wordings look for."""
    lexicon = read_lexicon("en")
    assert lexicon is not None
    wordings = [wording for term in lexicon.terms.values() for wording in term.wordings]
    tokens = {one.strip("*") for wording in wordings for piece in parse_wording(wording) for one in piece.alternatives}
    return sorted(tokens - {""})


def searched(table: pa.Table, folder: Path) -> tuple[str, float, int]:
    """(tool, seconds, hits) of counting the same literals in the same words."""
    text, wanted = folder / "text.txt", folder / "literals.txt"
    text.write_text("\n".join(words.replace("\n", " ") for words in table["text"].to_pylist()), encoding="utf-8")
    wanted.write_text("\n".join(literals()) + "\n", encoding="utf-8")
    tool = shutil.which("rg") or "grep"
    count = "--count-matches" if tool.endswith("rg") else "-c"
    start = os.times()
    done = subprocess.run([tool, "-F", "-i", "-o", count, "-f", str(wanted), str(text)], capture_output=True, text=True, check=True)
    took = os.times()
    seconds = took.children_user + took.children_system - start.children_user - start.children_system
    return Path(tool).name, seconds, int(done.stdout)


def beginning(table: pa.Table) -> tuple[list[str], int]:
    """The first texts, of about TOKENISED words, and how many words they are."""
    texts: list[str] = []
    words = 0
    for text in table["text"].to_pylist():
        texts.append(text)
        words += len(text.split())
        if words > TOKENISED:
            break
    return texts, words


def in_memory(table: pa.Table) -> Iterator[tuple[str, int, float]]:
    """(what, words, seconds) of what can be done with the words alone."""
    import ahocorasick
    import spacy

    from legal_compare.prefilter import Prefilter
    from legal_compare.reading import Reader
    from legal_compare.tagging import tagger

    book = read_criteria()
    texts, words = beginning(table)
    tokenizer = spacy.blank("en").tokenizer
    automaton = ahocorasick.Automaton()
    for one in literals():
        automaton.add_word(one, one)
    automaton.make_automaton()
    prefilter = Prefilter(tagger("en"), book, Reader(book).matcher.uses)
    ways: dict[str, Callable[[], object]] = {
        "spaCy blank, tokens alone": lambda: sum(1 for _ in tokenizer.pipe(texts)),
        "Aho-Corasick, the same literals": lambda: sum(1 for text in texts for _ in automaton.iter(text.lower())),
        "a stream of tokens, as the prefilter makes it": lambda: prefilter.stream(texts),
        "the same again, its words known": lambda: prefilter.stream(texts),
    }
    for said, way in ways.items():
        start = time.process_time()
        way()
        yield said, words, time.process_time() - start


def sampled(table: pa.Table, every: int, path: Path, copies: int = 1) -> Path:
    """One act in `every`, written so many times over under other names, a row group a copy."""
    acts = table["act"].to_pylist()
    chosen = set(sorted(set(acts))[::every])
    rows = table.filter(pa.array([act in chosen for act in acts]))
    with pq.ParquetWriter(path, rows.schema) as writer:
        for copy in range(copies):
            named = pa.array([f"{act}-{copy}" for act in rows["act"].to_pylist()])
            writer.write_table(rows.set_column(rows.schema.get_field_index("act"), "act", named))
    return path


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name + path.parts[-3]: path.read_bytes() for path in folder.rglob("*.parquet")}


def row(said: str, words: float, seconds: float, mb: float, beside: float) -> None:
    print(f"| {said} | {words:,.0f} | {seconds:,.1f} | {words / seconds:,.0f} | {beside * words / seconds:.2f} | {mb:,.0f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", help="The statute book (Parquet), and a folder of law where much matters.")
    parser.add_argument("--once", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--unfiltered", action="store_true")
    told = parser.parse_args()
    if told.once:
        scan_once(told.paths, told.once, told.processes, not told.unfiltered)
        return
    book = Path(told.paths[0])
    table = pq.read_table(book)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tool, seconds, hits = searched(table, folder)
        words = sum(len(text.split()) for text in table["text"].to_pylist())
        print(f"{len(literals()):,} literals, {hits:,} hits of {tool}; load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores\n")
        print("| what | words | seconds | words/s | of a search | MB |\n| --- | ---: | ---: | ---: | ---: | ---: |")
        search = seconds / words
        row(f"{tool}, the same literals", words, seconds, 0, search)
        for said, some, took in in_memory(table):
            row(said, some, took, 0, search)
        sample = sampled(table, SAMPLE, folder / "xa.parquet")
        without = measured([sample], folder / "without", filtered=False)
        row(f"without prefilter, one act in {SAMPLE}", without["words"], without["seconds"], without["mb"], search)
        with_it = measured([sample], folder / "with")
        row("with, the same acts", with_it["words"], with_it["seconds"], with_it["mb"], search)
        same = parts(folder / "without") == parts(folder / "with")
        for processes in (1, 2):
            whole = measured([book], folder / f"whole-{processes}", processes)
            row(f"with, the whole book, {processes} process{'es' * (processes > 1)}", whole["words"], whole["seconds"], whole["mb"], search)
        speed = with_it["words"] / with_it["seconds"] / (without["words"] / without["seconds"])
        print(f"\nThe parts with and without are the same bytes: {same}; {speed:.1f} times as fast.")
        print(f"The whole book: {whole['candidates']:,.0f} candidates, {whole['spans']:,.0f} spans in {whole['instruments']:,.0f} acts.")
        for law in told.paths[1:]:
            for filtered in (True, False):
                one = measured([Path(law)], folder / f"law-{filtered}", 1, filtered)
                row(f"{Path(law).name}, {'with' if filtered else 'without'}", one["words"], one["seconds"], one["mb"], search)
            print(f"Same bytes: {parts(folder / 'law-True') == parts(folder / 'law-False')}\n")
        print("\n| copies | words | seconds | MB |\n| ---: | ---: | ---: | ---: |")
        runs = [measured([sampled(table, SMALL, folder / "xb.parquet", copies)], folder / f"copies-{copies}") for copies in COPIES]
        for copies, one in zip(COPIES, runs, strict=True):
            print(f"| {copies} | {one['words']:,.0f} | {one['seconds']:.1f} | {one['mb']:.0f} |", flush=True)
        times = np.array([one["seconds"] for one in runs])
        slope, start = np.polyfit(COPIES, times, 1)
        left = 1 - ((times - (slope * np.array(COPIES) + start)) ** 2).sum() / ((times - times.mean()) ** 2).sum()
        print(f"\nSeconds = {start:.2f} + {slope:.3f} a copy; R² = {left:.5f}; {1e6 * slope / runs[0]['words']:.2f} µs a word.")


if __name__ == "__main__":
    main()
