"""Turns whole statute books into two datasets: the provisions that speak to the criteria, and the spans that show it.

The folder is the only state. A batch is finished when its part of `candidates/` is there under a name that holds the digest of
its words and of the rules; parts are written elsewhere and moved into place, so that a scan which was killed goes on where it
stopped and ends with the same bytes.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legal_compare.batches import Batch, plan, read_batch
from legal_compare.cache import digest, engine_digest
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.lexicons import read_lexicon
from legal_compare.reading import Reader, ReadInstrument
from legal_compare.statutes import Instrument
from legal_compare.tagged_sections import Match
from legal_compare.tagging import forget, remembered

if TYPE_CHECKING:
    import pyarrow as pa

CANDIDATES, SPANS = "candidates", "spans"
CANDIDATE_COLUMNS = (
    "instrument", "title", "provision", "address", "citation", "kind", "criteria", "rules", "set_aside",
    "language", "status", "as_of", "url", "text",
)  # fmt: skip
"""One row a provision in which the terms of a rule stand together; `set_aside` are those of `rules` that a cue or an `unless` silences."""
SPAN_COLUMNS = (
    "address", "rule", "criterion", "element", "suppressed", "from_heading", "term", "start", "end", "words", "wording", "defined_in",
)  # fmt: skip
"""One row a span of a rule that fired; `start` and `end` are offsets into the candidate's `text`."""
_LISTS = ("criteria", "rules", "set_aside", "from_heading")
_NUMBERS = ("start", "end")
_UNFINISHED = ".unfinished"
AT_ONCE = 10_000
"""Batches that a scheduler is told of at a time."""
PATIENCE = 30
"""Seconds that a scheduler has to answer."""
TOGETHER = 2_000_000
"""Characters of law that are looked through at once: more need more memory, and are no faster, since they leave the processor's cache."""
MOST_WORDS = 300_000
"""Words that a worker's taggers may come to know before they are made anew: memory must not grow with the corpus."""
RETRIES = 2
"""How often a batch is given out again after an error of the machine; workers that die do not count."""
COUNTED = ("instruments", "words", "void", "unread", "candidates", "spans")

Progress = Callable[[int, int, str], None]
"""Called with (batches done, all, what was found so far)."""


@dataclass(frozen=True)
class Rules:
    """A codebook as JSON, and whether provisions that no rule can fire in are passed over: what a worker must know."""

    criteria: str
    filtered: bool = True

    @cached_property
    def digest(self) -> str:
        """Key of all that a scan's parts depend on beside the words; not of `filtered`, since the parts are the same."""
        return digest([engine_digest(), Path(__file__).read_bytes(), self.criteria])


Job = tuple[Batch, str, Path, Rules]
"""What `scan_batch` is called with."""
Run = Callable[[Sequence[Job]], Iterator[str]]
"""Carries out jobs, in any order, and tells of each what went wrong."""


@dataclass(frozen=True)
class Scan:
    """What a scan read and found: counts, and how many batches were there from an earlier run."""

    folder: Path
    batches: int
    skipped: int
    counts: dict[str, int]

    @property
    def summary(self) -> str:
        """How much was read, what was found, and what was not read."""
        n = self.counts
        found = f"{n['candidates']:,} candidate provisions with {n['spans']:,} spans"
        said = f"{found} in {n['words']:,} words of {n['instruments']:,} instruments"
        aside = [f"{n[name]:,} {why}" for name, why in (("void", "void"), ("unread", "in languages without a lexicon")) if n[name]]
        unread = f" (not read: {', '.join(aside)})" if aside else ""
        return f"{said}{unread}. {self.batches} batches, {self.skipped} of them from before."


def scan(
    paths: Sequence[str | Path],
    folder: Path,
    book: Codebook,
    jurisdiction: str = "",
    processes: int = 0,
    progress: Progress | None = None,
    scheduler: str = "",
    filtered: bool = True,
) -> Scan:
    """Scans folders, files and glob patterns into a folder of Parquet; what was finished before is not read again.

    `processes` defaults to as many as there are cores. `scheduler` is the address of a Dask scheduler whose workers read the batches
    instead: they need the same package, and the paths and the folder under the same names. What is found is the same with `filtered`
    and without, more slowly. Jurisdictions that are not among the paths keep what they have. Raises StatuteError before anything is
    read for paths without law, and Problems at the end for files that could not be read: all other batches are then finished.
    """  # fmt: skip
    from filelock import FileLock, Timeout

    batches = plan(paths, jurisdiction)
    folder = folder.resolve()
    criteria = book.model_dump_json(by_alias=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)
            run = _on_cluster(scheduler) if scheduler else _on_this_machine(processes or os.cpu_count() or 1)
            return _scan(batches, folder, Rules(criteria, filtered), run, progress)
    except Timeout as error:
        raise LegalCompareError(str(folder), "is being written by another scan.", "Wait for it, or name another folder.") from error


def candidate_instruments(folder: Path, jurisdiction: str) -> frozenset[str]:
    """Stems of a jurisdiction's instruments that hold a candidate; raises LegalCompareError where it was not scanned into the folder."""
    import pyarrow.parquet as pq

    parts = sorted((folder / CANDIDATES / f"jurisdiction={jurisdiction.upper()}").glob("part-*.parquet"))
    if not parts:
        raise LegalCompareError(str(folder), f"holds no scan of {jurisdiction.upper()}.", "Write one with `legal-compare scan`.")
    found = (pq.ParquetFile(part).read(columns=["instrument"])["instrument"].to_pylist() for part in parts)
    return frozenset(stem for stems in found for stem in stems)


def _scan(batches: Sequence[Batch], folder: Path, rules: Rules, run: Run, progress: Progress | None) -> Scan:
    names = [part_name(batch, rules) for batch in batches]
    todo = [(batch, name) for batch, name in zip(batches, names, strict=True) if not _part(folder, CANDIDATES, batch, name).exists()]
    problems: list[str] = []
    done = len(batches) - len(todo)
    for problem in run([(batch, name, folder, rules) for batch, name in todo]):
        problems += [problem] if problem else []
        done += 1
        if progress:
            progress(done, len(batches), "")
    if problems:
        raise Problems(str(folder), sorted(problems), "Mend or leave out these files and scan again: all else is done.")
    _forget_others(folder, batches, names)
    shutil.rmtree(folder / _UNFINISHED, ignore_errors=True)
    return Scan(folder, len(batches), len(batches) - len(todo), _counted(folder, batches, names))


def _on_this_machine(processes: int) -> Run:
    def run(jobs: Sequence[Job]) -> Iterator[str]:
        if processes == 1 or len(jobs) < 2:
            yield from (scan_batch(*job) for job in jobs)
            return
        from joblib import Parallel, delayed  # its workers need no `if __name__ == "__main__"` in the caller's script

        pool = Parallel(n_jobs=processes, return_as="generator_unordered", batch_size=1)
        yield from pool(delayed(scan_batch)(*job) for job in jobs)

    return run


def _on_cluster(scheduler: str) -> Run:
    """A batch whose worker dies is given to another; nothing is kept on the workers but the compiled rules."""

    def run(jobs: Sequence[Job]) -> Iterator[str]:
        try:
            from distributed import Client, as_completed
        except ImportError as error:
            raise LegalCompareError("dask", "is not installed.", "Install it: pip install 'legal-compare[cluster]'.") from error
        try:
            client = Client(scheduler, timeout=PATIENCE)
        except OSError as error:
            raise LegalCompareError(scheduler, "is no Dask scheduler that answers.", "Start one with `dask scheduler`.") from error
        with client:
            for at in range(0, len(jobs), AT_ONCE):  # a scheduler that knows of millions of tasks at once slows down
                (rules,) = client.scatter([jobs[at][3]], broadcast=True)
                futures = [client.submit(scan_batch, *job[:3], rules, pure=False, retries=RETRIES) for job in jobs[at : at + AT_ONCE]]
                for future in as_completed(futures):
                    yield future.result()

    return run


def scan_batch(batch: Batch, name: str, folder: Path, rules: Rules) -> str:
    """Reads one batch and writes its two parts; returns what was wrong with its files, then writing nothing.

    Any number of machines may do it at once, twice too: the bytes are the same.
    """
    if remembered() > MOST_WORDS:
        _readers.cache_clear()
        forget()
    try:
        rows, counts = _read(batch, _readers(rules))
    except LegalCompareError as error:
        return str(error)
    for dataset in (SPANS, CANDIDATES):  # the candidates last: their part says that the batch is finished
        _write(rows[dataset], dataset, counts, _part(folder, dataset, batch, name), folder)
    return ""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collects no garbage while acts are read, and all of theirs after it: else what was compiled is gone through each time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if collecting:
            gc.enable()


def part_name(batch: Batch, rules: Rules) -> str:
    """The name of a batch's parts: another one where its words, the rules or this code have changed."""
    return f"part-{batch.place:05}-{digest([batch.digest, rules.digest])[:16]}.parquet"


def _part(folder: Path, dataset: str, batch: Batch, name: str) -> Path:
    return folder / dataset / f"jurisdiction={batch.jurisdiction}" / name


@dataclass(frozen=True)
class _Readers:
    """Reads instruments with the rules that stand alone, then with those that what they found can be tied to.

    Every act has penalties, inspectors and companies: a rule on them says something only beside the offence or duty that it serves.
    """

    reader: Reader

    @cached_property
    def _alone(self) -> frozenset[str]:
        return frozenset(use.rule.id for use in self.reader.matcher.uses if not use.rule.linked_to and not use.rule.used_by)

    def read(self, instruments: Sequence[Instrument]) -> tuple[list[ReadInstrument], int]:
        """What is found in each, and the words of them all."""
        found = [ReadInstrument(instrument, ()) for instrument in instruments]
        words = 0
        for places, shelf in self.reader.shelves(instruments):
            words += sum(shelf.words)
            first = shelf.read([self._alone] * len(places))
            tied = [self._tied_to({match.criterion for match in matches if not match.suppressed}) for matches in first]
            second = shelf.read(tied) if any(tied) else [()] * len(places)
            for place, alone, more in zip(places, first, second, strict=True):
                found[place] = ReadInstrument(instruments[place], _in_order(instruments[place], (*alone, *more)) if more else alone)
        return found, words

    def _tied_to(self, criteria: set[str]) -> frozenset[str]:
        """The rules that could be tied to evidence for some criteria, and to the evidence that these would give."""
        rules: set[str] = set()
        while True:
            new = {
                (rule.id, criterion.id)
                for criterion in self.reader.book.criteria
                for _, rule in criterion.rules()
                if rule.id not in rules and criteria & {*rule.linked_to, *rule.used_by}
            }
            if not new:
                return frozenset(rules)
            rules |= {rule for rule, _ in new}
            criteria = criteria | {criterion for _, criterion in new}


def _in_order(instrument: Instrument, matches: Iterable[Match]) -> tuple[Match, ...]:
    """Matches in the order of the sections."""
    sections = {id(section): number for number, section in enumerate(instrument.sections)}
    return tuple(sorted(matches, key=lambda match: sections[id(match.provision.section)]))


@cache
def _readers(rules: Rules) -> _Readers:
    return _Readers(Reader(Codebook.model_validate_json(rules.criteria), rules.filtered))


def _read(batch: Batch, readers: _Readers) -> tuple[dict[str, list[dict[str, Any]]], dict[str, int]]:
    rows: dict[str, list[dict[str, Any]]] = {CANDIDATES: [], SPANS: []}
    counts = dict.fromkeys(COUNTED, 0)
    instruments = read_batch(batch)
    more = True
    while more:
        with _uncollected():
            more = _read_some(instruments, readers, rows, counts)
    return rows, counts | {dataset: len(found) for dataset, found in rows.items()}


def _read_some(instruments: Iterator[Instrument], readers: _Readers, rows: dict[str, list[dict[str, Any]]], counts: dict[str, int]) -> bool:
    """Reads the next instruments, as many as have TOGETHER characters, and adds what is found; False at the end."""
    some: list[Instrument] = []
    for one in instruments:
        some.append(one)
        if sum(each.size for each in some) > TOGETHER:
            break
    law = [one for one in some if one.layer != "void"]
    readable = [one for one in law if read_lexicon(one.language) is not None]
    read, words = readers.read(readable)
    for found in read:
        rows[CANDIDATES] += _candidates(found)
        rows[SPANS] += _spans(found)
    told = {"instruments": len(some), "void": len(some) - len(law), "unread": len(law) - len(readable), "words": words}
    for name, count in told.items():
        counts[name] += count
    return bool(some)


def _candidates(read: ReadInstrument) -> Iterator[dict[str, Any]]:
    by_provision: dict[int, list[Match]] = defaultdict(list)
    for match in read.matches:
        by_provision[id(match.provision)].append(match)
    one = read.instrument
    for matches in by_provision.values():
        provision = matches[0].provision
        yield {
            "instrument": one.stem, "title": one.title, "provision": provision.section.key, "address": provision.address,
            "citation": provision.citation, "kind": provision.kind, "criteria": sorted({match.criterion for match in matches}),
            "rules": [match.rule for match in matches], "set_aside": [match.rule for match in matches if match.suppressed],
            "language": one.language, "status": one.status, "as_of": one.as_of, "url": one.source.url, "text": provision.text,
        }  # fmt: skip


def _spans(read: ReadInstrument) -> Iterator[dict[str, Any]]:
    for match in read.matches:
        for span in match.spans:
            yield {
                "address": match.provision.address, "rule": match.rule, "criterion": match.criterion, "element": match.element,
                "suppressed": match.suppressed, "from_heading": list(match.from_heading), "term": span.term, "start": span.start,
                "end": span.end, "words": span.text, "wording": span.wording, "defined_in": span.defined_in,
            }  # fmt: skip


def _schema(dataset: str, counts: dict[str, int]) -> pa.Schema:
    import pyarrow as pa

    columns = CANDIDATE_COLUMNS if dataset == CANDIDATES else SPAN_COLUMNS
    kinds = [pa.list_(pa.string()) if name in _LISTS else pa.int64() if name in _NUMBERS else pa.string() for name in columns]
    return pa.schema(list(zip(columns, kinds, strict=True)), metadata={name: str(count) for name, count in counts.items()})


def _write(rows: list[dict[str, Any]], dataset: str, counts: dict[str, int], to: Path, folder: Path) -> None:
    import tempfile

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(rows, schema=_schema(dataset, counts))
    to.parent.mkdir(parents=True, exist_ok=True)
    (folder / _UNFINISHED).mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder / _UNFINISHED)
    with os.fdopen(handle, "wb") as file:
        pq.write_table(table, file, compression="zstd")
    Path(name).chmod(0o644)
    Path(name).replace(to)


def _forget_others(folder: Path, batches: Iterable[Batch], names: Iterable[str]) -> None:
    """Takes away parts of these jurisdictions that an earlier text or other rules gave."""
    kept = {(batch.jurisdiction, name) for batch, name in zip(batches, names, strict=True)}
    for code in {code for code, _ in kept}:
        for dataset in (CANDIDATES, SPANS):
            for part in (folder / dataset / f"jurisdiction={code}").glob("part-*.parquet"):
                if (code, part.name) not in kept:
                    part.unlink()


def _counted(folder: Path, batches: Iterable[Batch], names: Iterable[str]) -> dict[str, int]:
    import pyarrow.parquet as pq

    total = dict.fromkeys(COUNTED, 0)
    for batch, name in zip(batches, names, strict=True):
        told = pq.read_schema(_part(folder, CANDIDATES, batch, name)).metadata
        for key in COUNTED:
            total[key] += int(told[key.encode()])
    return total
