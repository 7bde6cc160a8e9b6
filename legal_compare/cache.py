"""Turns content into a key and keeps what was computed from it.

Entries are written to a temporary file and moved into place; one that cannot be read is computed again. The
folder is the user's own (`LEGAL_COMPARE_CACHE`, else the platform's cache folder): entries are pickles, so it
must never be shared with people who are not trusted.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


def folder() -> Path:
    """Where results are kept."""
    named = os.environ.get("LEGAL_COMPARE_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else base / "legal_compare"


def digest(parts: Iterable[str | bytes]) -> str:
    """One key for an ordered list of contents."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "little"))
        total.update(data)
    return total.hexdigest()


ENGINE = (
    "statutes", "numbering", "drafting", "embedded", "printed_lines", "segmentation", "inflection", "lexicons", "readers",
    "strict_yaml", "criteria", "slots", "patterns", "loose_parts", "tagging", "definitions", "seams", "references", "referred",
    "bindings", "tagged_sections", "matching", "foregoing", "streams", "prefilter", "sifting", "reading", "evidence", "ties",
    "findings", "confidence", "assessment",
)  # fmt: skip
"""Modules and folders that a finding depends on; a change of the rest leaves what was kept in place."""


@cache
def engine_digest() -> str:
    """Key of the code, lexicons and figures that findings are made with: a change makes old results unreachable."""
    package = Path(__file__).parent
    files = [path for name in ENGINE for pattern in (f"{name}.*", f"{name}/*.*") for path in package.glob(pattern)]
    return digest(path.read_bytes() for path in sorted(files) if path.suffix in (".py", ".yaml"))


def recall(key: str) -> Any:
    """What was kept under the key; None where there is nothing that can be read."""
    path = folder() / f"{key}.pickle"
    try:
        return pickle.loads(path.read_bytes())
    except Exception:  # a damaged entry of any kind is only a miss
        return None


def keep(key: str, value: object) -> None:
    """Keeps a value; a folder that cannot be written is no error."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder(), suffix=".part")
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(name).replace(folder() / f"{key}.pickle")
    except OSError:
        return
