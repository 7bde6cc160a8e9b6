"""Turns the app into a server on a free local port, for pictures, measurements and tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from legal_compare.errors import LegalCompareError

PATIENCE = 60
"""Seconds that a server may take to answer."""


@dataclass(frozen=True)
class Served:
    """A running server: its address and the number of its process."""

    address: str
    process: int


@contextmanager
def served(app: Path, environment: Mapping[str, str] | None = None, log: Path | None = None) -> Iterator[Served]:
    """The app on a local port until the block ends; raises LegalCompareError where it does not answer.

    `environment` is added to that of this process; `log` takes what the server says.
    """
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", app.name, "--server.port", str(port)]
    with Path(log or os.devnull).open("w", encoding="utf-8") as said:
        server = subprocess.Popen(command, cwd=app.parent, env={**os.environ, **(environment or {})}, stdout=said, stderr=said)
        try:
            _wait(f"http://localhost:{port}/_stcore/health")
            yield Served(f"http://localhost:{port}", server.pid)
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise LegalCompareError(address, "does not answer.", "See the server's log.")
