"""Turns a made-up corpus of 200 jurisdictions and 100 criteria into timings of scores and distances.

Verdicts are drawn at random, so clusters mean nothing here; only the time and the memory do.
Run: python benchmarks/distances.py [jurisdictions] [criteria]
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from time import perf_counter, process_time

import numpy as np
import pandas as pd

from legal_compare.clusters import cluster, draw_map
from legal_compare.distances import compare, gap
from legal_compare.ellipses import place_uncertainty
from legal_compare.groups import harmonisation
from legal_compare.scores import NO_TEXT, VERDICTS, score
from legal_compare.sensitivity import sensitivity
from legal_compare.uncertainty import simulate


def made_up(jurisdictions: int, criteria: int, seed: int = 0) -> pd.DataFrame:
    """Findings in five themes; one cell in ten is no-text and about half of the coverage is partial."""
    rng = np.random.default_rng(seed)
    number = np.tile(np.arange(criteria), jurisdictions)
    return pd.DataFrame(
        {
            "jurisdiction": np.repeat([f"J{n:03d}" for n in range(jurisdictions)], criteria),
            "criterion": [f"criterion-{n:03d}" for n in number],
            "theme": [f"theme-{n % 5}" for n in number],
            "verdict": rng.choice([*VERDICTS, NO_TEXT], p=[0.05, 0.25, 0.25, 0.35, 0.1], size=len(number)),
            "coverage": rng.choice(["complete", "partial"], size=len(number)),
        }
    )


def report(what: str, run: Callable[[], object], times: int = 5) -> None:
    """Prints the median time of some runs after a first one, the same in seconds of a core, and the peak memory so far.

    On a busy machine the time is that of the others too: the seconds of a core are then the ones to look at.
    """
    run()
    took, worked = [], []
    for _ in range(times):
        start, before = perf_counter(), process_time()
        run()
        took.append(perf_counter() - start)
        worked.append(process_time() - before)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<44} median {np.median(took):7.3f} s   core {np.median(worked):7.3f} s   peak {memory:5.0f} MB")


def main(jurisdictions: int = 200, criteria: int = 100) -> None:
    """Times each verb once warm."""
    findings = made_up(jurisdictions, criteria)
    names = sorted(VERDICTS)
    errors = pd.DataFrame(np.eye(len(names)) * 0.8 + 0.05, names, names)
    confusion = dict.fromkeys(findings["criterion"].unique(), errors)
    distances = compare(findings, min_coverage=0)
    print(f"{jurisdictions} jurisdictions x {criteria} criteria")
    report("score", lambda: score(findings))
    report("compare, overall and five themes", lambda: compare(findings))
    report("compare, one theme", lambda: compare(findings, theme="theme-1"))
    report("gap to the best of three", lambda: gap(findings, "J000", ["J001", "J002", "J003"]))
    report("draw_map", lambda: draw_map(distances), times=1)
    report("simulate, 2,000 draws", lambda: simulate(findings), times=1)
    report("simulate, 2,000 draws, verdict errors", lambda: simulate(findings, confusion=confusion), times=1)
    regions = {f"R{at}": tuple(findings["jurisdiction"].unique()[at::6]) for at in range(6)}
    report("harmonisation of six groups, 2,000 draws", lambda: harmonisation(findings, regions, confusion=confusion), times=1)
    report("sensitivity, 2,000 draws", lambda: sensitivity(findings), times=1)
    report("ellipses of the map, 20 draws", lambda: place_uncertainty(draw_map(distances), findings, draws=20), times=1)
    report("cluster, 1,000 draws", lambda: cluster(findings, min_coverage=0), times=1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
