"""Turns reference texts into the excerpts of `statutes/`.

The whole text is assessed first, and what gave evidence is quoted; `fidelity` says where the excerpts still give
another verdict than the whole text.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from legal_compare.checking import MANIFEST, body, check, manifest
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook
from legal_compare.errors import StatuteError
from legal_compare.provenance import front_matter
from legal_compare.readers.markdown import parse_markdown
from legal_compare.selection import Selection
from legal_compare.statutes import Jurisdiction

__all__ = ["Difference", "build", "check", "fidelity"]

Progress = Callable[[int, int, str], None]
"""Called with (done, all, code) as jurisdictions are finished."""

PROCESSES = 2


@dataclass(frozen=True)
class Difference:
    """A cell that excerpts and whole text answer apart."""

    jurisdiction: str
    criterion: str
    layer: str
    whole: str
    excerpts: str
    provisions: tuple[str, ...]

    def __str__(self) -> str:
        where = f" ({', '.join(self.provisions[:3])})" if self.provisions else ""
        return f"{self.jurisdiction} {self.criterion}, {self.layer}: {self.whole} on the whole text{where}, {self.excerpts} on the excerpts"


def fidelity(law: Path, statutes: Path, book: Codebook, only: Iterable[str] = (), progress: Progress | None = None) -> list[Difference]:
    """Cells on which the excerpts give another verdict than the whole text, under the coverage that `statutes/` declares."""
    from legal_compare.assessment import assess

    quoted = read_statutes(statutes, only)
    by_code = {j.code: j for j in quoted}
    whole = [
        replace(j, coverage=by_code[j.code].coverage, coverage_declared=by_code[j.code].coverage_declared, union=None)
        for j in read_reference(law, statutes, list(by_code))
    ]
    found: list[Difference] = []
    for layer in (None, "superseded", "proposed"):
        here = [j for j in whole if layer is None or any(i.layer == layer for i in j.instruments)]
        if not here:
            continue
        codes = {j.code for j in here}
        left = assess(here, book, layer, progress=progress)
        right = {(f.jurisdiction, f.criterion): f for f in assess([j for j in quoted if j.code in codes], book, layer, progress=progress)}
        for one in left:
            other = right[one.jurisdiction, one.criterion]
            if (one.verdict, one.layer) != (other.verdict, other.layer):
                provisions = one.provisions or other.provisions
                found.append(Difference(one.jurisdiction, one.criterion, one.layer, one.verdict, other.verdict, provisions))
    return list(dict.fromkeys(found))


def build(law: Path, statutes: Path, book: Codebook, only: Iterable[str] = (), progress: Progress | None = None) -> list[Path]:
    """Writes the excerpts of a folder of reference texts and the manifest; returns the files that changed.

    Front matter that is there already is kept, but for the checksum of the reference text; a file whose law gives no
    evidence any more is left alone.
    """
    wanted = {code.lower() for code in only}
    codes = sorted(path.name for path in law.iterdir() if path.is_dir() and (not wanted or path.name in wanted))
    if not codes or wanted - set(codes):
        raise StatuteError(str(law), f"holds no law of {', '.join(sorted(wanted)) or 'any jurisdiction'}.", "Name folders that are in it.")
    codes.sort(key=lambda code: -sum(path.stat().st_size for path in (law / code).glob("*.md")))
    changed: list[Path] = []
    for done, (code, files) in enumerate(_run([(law, statutes, code, book) for code in codes]), start=1):
        for stem, text in files.items():
            path = statutes / code / f"{stem}.md"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                write(path, text)
                changed.append(path)
        if progress:
            progress(done, len(codes), code.upper())
    listed = manifest(statutes)
    if not (statutes / MANIFEST).exists() or (statutes / MANIFEST).read_text(encoding="utf-8") != listed:
        write(statutes / MANIFEST, listed)
    return sorted(changed)


def read_reference(law: Path, statutes: Path, only: Iterable[str] = ()) -> list[Jurisdiction]:
    """The reference texts, each under the front matter of its excerpt where there is one (status, and that of single provisions)."""
    found = []
    for jurisdiction in read_statutes(law, only):
        code = jurisdiction.code.lower()
        instruments = []
        for instrument in jurisdiction.instruments:
            file = statutes / code / f"{instrument.stem}.md"
            if file.exists():
                reference = law / code / file.name
                head = front_matter(instrument, reference, file)
                instrument = parse_markdown(head + body(reference), jurisdiction.code, instrument.stem, str(file))
            instruments.append(instrument)
        found.append(jurisdiction.with_instruments(tuple(instruments)))
    return found


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


Job = tuple[Path, Path, str, Codebook]


def _run(jobs: Sequence[Job]) -> Iterator[tuple[str, dict[str, str]]]:
    if len(jobs) == 1:
        yield _files_of(jobs[0])
        return
    from joblib import Parallel, delayed  # its workers need no `if __name__ == "__main__"` in the caller's script

    yield from Parallel(n_jobs=PROCESSES, return_as="generator", batch_size=1)(delayed(_files_of)(job) for job in jobs)


def _files_of(job: Job) -> tuple[str, dict[str, str]]:
    """The text of each file of one jurisdiction, by stem."""
    law, statutes, code, book = job
    (jurisdiction,) = read_reference(law, statutes, [code])
    selection = Selection(jurisdiction, book, {path.stem: path for path in (law / code).glob("*.md")}, statutes / code)
    selection.settle()
    return code, {stem: text for stem, text in selection.files().items() if text}
