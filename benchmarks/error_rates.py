"""Turns findings and gold into legal_compare/error_rates.yaml: how often each verdict found is truly another.

As for the confidence, each jurisdiction is assessed without the rules whose examples all come from its own law: with
them nearly every cell agrees, and the intervals drawn from such rates would promise too much for law nobody has read.
Run: python benchmarks/error_rates.py --law FOLDER --gold FOLDER [--write]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from calibrate import blind_findings

from legal_compare import read_criteria, read_statutes
from legal_compare.error_rates import RATES, as_yaml, measured_rates
from legal_compare.evaluation import evaluate, read_gold
from legal_compare.lexicons import read_lexicon

HOW = (
    "Findings held against gold of {codes} (machine-assisted reading), {cells} cells, {agreement:.3f} of them right. Each jurisdiction was "
    "assessed without the rules whose examples all come from its own law; the wordings of terms stayed, so for new law the rates are "
    "still too kind. Each criterion has about ten cells: its rates are drawn towards those of all criteria as though ten more cells had "
    "that mix. Made by benchmarks/error_rates.py."
)


def main() -> None:
    """Prints the rates; writes them where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help=f"write {RATES.name}")
    chosen = parser.parse_args()
    gold, book = read_gold(chosen.gold), read_criteria()
    known = set(gold["jurisdiction"])
    law = [j for j in read_statutes(chosen.law) if j.code in known and any(read_lexicon(i.language) for i in j.instruments)]
    evaluation = evaluate(blind_findings(law, book).to_frame(), gold)
    cells = evaluation.cells.query("gold != 'no-text' and tool != 'no-text'")
    codes = ", ".join(sorted(cells["jurisdiction"].unique()))
    text = as_yaml(measured_rates(evaluation, HOW.format(codes=codes, cells=len(cells), agreement=cells["right"].mean())))
    print(text)
    if chosen.write:
        RATES.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
