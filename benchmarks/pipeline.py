"""Times the whole line on the shipped corpus, cold and warm, as a user's command: `python benchmarks/pipeline.py`.

Cold: an empty cache; warm: the same command again. Whole-process figures, median of the runs.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

RUNS = 5


def timed(cache: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "legal_compare.cli", "assess", "--out", f"{cache}/findings.csv"],
        check=True, capture_output=True, env={**os.environ, "LEGAL_COMPARE_CACHE": cache},
    )  # fmt: skip
    return time.perf_counter() - start


def main() -> None:
    cold, warm = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(timed(cache))
            warm.append(timed(cache))
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {RUNS} runs")
    for name, values in (("cold", cold), ("warm", warm)):
        print(f"{name}: median {statistics.median(values):.2f} s (min {min(values):.2f}, max {max(values):.2f})")


if __name__ == "__main__":
    main()
