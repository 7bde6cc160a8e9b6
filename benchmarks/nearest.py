"""Turns gold into three answers: is a provision that was overlooked among the first five near misses?

First on the cells that the tool gets wrong, which are few where the rules were written; then on those it gets wrong
without the rules whose examples all come from the jurisdiction's own law; last on cells of gold that rest on a
provision, with every rule that fired in the jurisdiction taken away from the criterion.
Run: python benchmarks/nearest.py --law FOLDER --gold FOLDER [--every 2]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pandas as pd
from calibrate import blind_findings, without_own_rules

from legal_compare import read_criteria, read_statutes
from legal_compare.assessment import Findings, assess
from legal_compare.criteria import Codebook
from legal_compare.evaluation import FOUND, evaluate, provision_key, read_gold
from legal_compare.findings import Finding
from legal_compare.lexicons import read_lexicon
from legal_compare.nearest import nearest
from legal_compare.statutes import Jurisdiction

FIRST = 5
DEPTH = 20


def rank(jurisdiction: Jurisdiction, finding: Finding, book: Codebook, wanted: set[str]) -> int:
    """Place of the first gold provision among the near misses; one more than DEPTH where it is none of them."""
    keys = [provision_key(miss.key) for miss in nearest(jurisdiction, finding.criterion, book, DEPTH, finding)]
    return next((place for place, key in enumerate(keys, start=1) if key in wanted), DEPTH + 1)


def wrong_cells(findings: Findings, gold: pd.DataFrame, book_of: Callable[[str], Codebook]) -> Iterator[dict[str, object]]:
    """Cells that the tool gets wrong though gold names a provision; `book_of` gives the rules that read a jurisdiction."""
    cells = evaluate(findings.to_frame(), gold).cells
    by_code = {jurisdiction.code: jurisdiction for jurisdiction in findings.jurisdictions}
    for cell in cells[~cells["right"] & cells["gold"].isin(FOUND) & (cells["gold_provisions"] != "")].to_dict("records"):
        finding = findings.of(cell["jurisdiction"], cell["criterion"])
        wanted = keys_of(cell["gold_provisions"])
        place = rank(by_code[finding.jurisdiction], finding, book_of(finding.jurisdiction), wanted)
        shown = wanted & {provision_key(key) for key in finding.provisions[:FIRST]}
        yield {"cell": f"{finding.jurisdiction} {finding.criterion}", "gold": cell["gold"], "tool": cell["tool"],
               "near": place, "near misses": place <= FIRST, "evidence": bool(shown), "either": place <= FIRST or bool(shown)}  # fmt: skip


def knocked_out(findings: Findings, gold: pd.DataFrame, book: Codebook, every: int) -> Iterator[int]:
    """Ranks of gold provisions when the rules that found them are taken away, one cell in so many."""
    by_code = {jurisdiction.code: jurisdiction for jurisdiction in findings.jurisdictions}
    cells = gold[gold["jurisdiction"].isin(by_code) & gold["criterion"].isin(book.by_id) & gold["verdict"].isin(FOUND)]
    for cell in cells[cells["provisions"] != ""].iloc[::every].to_dict("records"):
        finding = findings.of(cell["jurisdiction"], cell["criterion"])
        criterion = book.criterion(finding.criterion)
        rest = {
            name: element.model_copy(update={"rules": rules})
            for name, element in criterion.elements.items()
            if (rules := tuple(rule for rule in element.rules if rule.id not in finding.rules))
        }
        if rest:
            poorer = criterion.model_copy(update={"elements": rest})
            blind = Codebook(version=1, themes=book.themes, phrases=book.phrases, criteria=(poorer,))
            nothing = replace(finding, verdict="absent", evidence=(), elements=(), missing=(), set_aside=())
            yield rank(by_code[finding.jurisdiction], nothing, blind, keys_of(cell["provisions"]))


def report(what: str, cells: pd.DataFrame) -> None:
    """Prints the cells, and the share of them in which a gold provision was among the first five."""
    print(f"{len(cells)} {what}, with a gold provision among the first {FIRST} of")
    if len(cells):
        print(cells[["near misses", "evidence", "either"]].mean().round(2).to_string(), cells.to_string(index=False), "", sep="\n")


def keys_of(text: str) -> set[str]:
    """Provision keys of a cell of gold."""
    return {provision_key(key) for key in text.split(";") if key.strip()}


def main() -> None:
    """Prints both answers and the time a call takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--every", type=int, default=2, help="knock out rules in one cell of so many")
    chosen = parser.parse_args()
    gold, book = read_gold(chosen.gold), read_criteria()
    known = set(gold["jurisdiction"])
    law = [j for j in read_statutes(chosen.law) if j.code in known and any(read_lexicon(i.language) for i in j.instruments)]
    findings = assess(law, book)
    report("wrong cells", pd.DataFrame(list(wrong_cells(findings, gold, lambda code: book))))
    blind = wrong_cells(blind_findings(law, book), gold, lambda code: without_own_rules(book, code))
    report("wrong cells without the rules written from the jurisdiction's own law", pd.DataFrame(list(blind)))
    start = perf_counter()
    ranks = pd.Series(list(knocked_out(findings, gold, book, chosen.every)))
    seconds = (perf_counter() - start) / max(len(ranks), 1)
    print(f"{len(ranks)} cells without the rules that fired, {seconds:.2f} s each; gold among the first")
    print("  ".join(f"{count}: {(ranks <= count).mean():.2f}" for count in (1, 3, FIRST, 10, DEPTH)))


if __name__ == "__main__":
    main()
