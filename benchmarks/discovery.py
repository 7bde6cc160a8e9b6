"""Turns reference law, gold and a statute book into the figures of discovery.md: what is found, how much must be read.

Recall is the share of gold's provisions (sections) among the proposals; of quotes, the share of gold's decisive words (the `quote` of
a cell) that stand in a proposed limb. Share is that of the words proposed, counted in limbs with their lead-ins, each once.
Run: python benchmarks/discovery.py --law FOLDER --gold FOLDER [--book FILE --every 25] [--sample FILE]
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

import pandas as pd

from legal_compare import read_criteria, read_statutes
from legal_compare.criteria import Codebook
from legal_compare.evaluation import provision_key, read_gold
from legal_compare.proposals import CLOSE, Proposal, propose, to_frame, words_to_read
from legal_compare.readers.book import read_book
from legal_compare.statutes import Instrument

SEED = 8
EACH = 50
CLOSENESS = (1.01, 0.34, 0.30, 0.28, CLOSE, 0.24, 0.22)


def keys_of(gold: pd.DataFrame) -> set[str]:
    return {provision_key(key) for cell in gold["provisions"] for key in cell.split(";") if key.strip()}


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def quotes_found(gold: pd.DataFrame, proposals: tuple[Proposal, ...]) -> tuple[int, int]:
    """(quotes in a proposed provision, quotes) of the sections that gold names first."""
    words: dict[str, str] = {}
    for one in proposals:
        key = provision_key(one.key)
        words[key] = words.get(key, "") + letters(one.provision.text) + "|"
    cells = gold[(gold["provisions"] != "") & (gold["quote"].fillna("") != "")]
    found = [
        all(letters(part) in words.get(provision_key(provisions.split(";")[0]), "") for part in re.split(r"\.\.\.|…", quote))
        for provisions, quote in zip(cells["provisions"], cells["quote"], strict=True)
    ]
    return sum(found), len(found)


def whole(instruments: tuple[Instrument, ...]) -> tuple[int, int]:
    """(words, sections) of all that may be read."""
    sections = [section for instrument in instruments if instrument.layer != "void" for section in instrument.sections]
    return sum(len(section.text.split()) for section in sections), len(sections)


def measured(law: Path, gold: pd.DataFrame, book: Codebook) -> Iterator[tuple[dict[str, object], tuple[Proposal, ...]]]:
    for jurisdiction in read_statutes(law):
        proposals = propose(jurisdiction.instruments, book)
        words, sections = whole(jurisdiction.instruments)
        cells = gold[gold["jurisdiction"] == jurisdiction.code]
        wanted = keys_of(cells)
        hits = wanted & {provision_key(one.key) for one in proposals}
        quotes = quotes_found(cells, proposals)
        yield {
            "jurisdiction": jurisdiction.code, "words": words, "to read": words_to_read(proposals), "sections": sections,
            "touched": len({one.provision.section.address for one in proposals}), "proposals": len(proposals), "gold": len(wanted),
            "found": len(hits), "quotes": quotes[1], "quotes found": quotes[0],
        }, proposals  # fmt: skip


def told(table: pd.DataFrame) -> str:
    sums = table.drop(columns="jurisdiction").sum()
    return (
        f"{len(table)} jurisdictions: recall {sums['found'] / max(1, sums['gold']):.3f} ({sums['found']} of {sums['gold']} sections), "
        f"quotes {sums['quotes found'] / max(1, sums['quotes']):.3f} of {sums['quotes']}, "
        f"words to read {sums['to read'] / sums['words']:.3f} of "
        f"{sums['words']:,}, sections touched {sums['touched'] / sums['sections']:.3f}"
    )


def by_closeness(law: Path, gold: pd.DataFrame, book: Codebook) -> None:
    print("\n| closeness from | recall | share of words |\n| ---: | ---: | ---: |")
    found = {code: (j.instruments, propose(j.instruments, book, min(CLOSENESS))) for code in sorted(set(gold["jurisdiction"]))
             for j in read_statutes(law, [code])}  # fmt: skip
    for close in CLOSENESS:
        hits = wanted = read = words = 0
        for code, (instruments, proposals) in found.items():
            kept = [one for one in proposals if one.reason != "near" or one.closeness >= close]
            keys = keys_of(gold[gold["jurisdiction"] == code])
            hits += len(keys & {provision_key(one.key) for one in kept})
            wanted += len(keys)
            read += words_to_read(kept)
            words += whole(instruments)[0]
        print(f"| {'rules alone' if close > 1 else close} | {hits / wanted:.3f} | {read / words:.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--book", type=Path, help="a statute book as Parquet")
    parser.add_argument("--code", default="IE", help="whose the statute book is")
    parser.add_argument("--every", type=int, default=25, help="one act of the book in so many")
    parser.add_argument("--sample", type=Path, help="CSV of 100 proposals to read by hand")
    options = parser.parse_args()
    book, gold = read_criteria(), read_gold(options.gold)
    rows, frames = [], []
    for row, proposals in measured(options.law, gold, book):
        rows.append(row)
        frames.append(to_frame(proposals).assign(drawn_from="reference law"))
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    print(told(table[table["gold"] > 0]))
    print(told(table))
    by_closeness(options.law, gold, book)
    drawn = [pd.concat(frames).sample(EACH, random_state=SEED)]
    if options.book:
        start = perf_counter()
        acts = list(islice(read_book(options.book, options.code), 0, None, options.every))
        proposals = propose(acts, book)
        words, _ = whole(tuple(acts))
        seconds = perf_counter() - start
        share = words_to_read(proposals) / words
        print(f"\nstatute book: {len(acts)} acts, {words:,} words, {len(proposals)} proposals, {share:.4f} of the words, {seconds:.0f} s")
        frame = to_frame(proposals).assign(drawn_from="statute book")
        drawn.append(frame.sample(min(EACH, len(frame)), random_state=SEED))
    if options.sample:
        pd.concat(drawn).to_csv(options.sample, index=False)


if __name__ == "__main__":
    main()
