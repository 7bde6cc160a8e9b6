"""Is a statute book scanned whole, once, to the same bytes however often it was stopped on the way?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_cli import _run

from legal_compare import read_criteria
from legal_compare.errors import LegalCompareError, Problems
from legal_compare.proposals import propose_book, to_frame
from legal_compare.readers.book import read_book
from legal_compare.reading import read_instrument
from legal_compare.scanning import CANDIDATE_COLUMNS, SPAN_COLUMNS, scan
from legal_compare.store import Store

POSSESSION = "A person who knowingly possesses child pornography commits an offence and is liable to imprisonment."
DOGS = "The owner of a dog shall keep it on a lead in a public park and shall pay the fee that the council sets."
ACTS = 12
ROOT = Path(__file__).parents[1]
LAW = ROOT.parent / "shared" / "law"
SAMPLE = [LAW] if os.environ.get("LEGAL_COMPARE_SLOW") == "1" else [LAW / code for code in ("is", "jp", "mw")]


def _rows(acts: int = ACTS) -> list[dict[str, str]]:
    """Acts on dogs with now and then an offence in them."""
    return [
        {"act": f"act-{act}", "title": f"Act {act}", "number": str(number), "heading": "", "language": "en",
         "text": POSSESSION if act % 3 == 0 and number == 2 else f"{DOGS} Park {number}."}
        for act in range(acts) for number in range(1, 6)
    ]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(_rows()), tmp_path / "xa.parquet", row_group_size=10)
    return tmp_path / "xa.parquet"


def _parts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def test_the_scan_holds_what_reading_every_instrument_finds(table: Path, tmp_path: Path) -> None:
    book = read_criteria()
    done = scan([table], tmp_path / "out", book, processes=1)
    matches = [match for instrument in read_book(table, "XA") for match in read_instrument(instrument, book).matches]
    with Store(tmp_path / "out") as store:
        assert store.tables == ("candidates", "spans")
        candidates, spans = store.query("select * from candidates order by address"), store.query("select * from spans")
    assert set(candidates.columns) == {*CANDIDATE_COLUMNS, "jurisdiction"}
    assert set(spans.columns) == {*SPAN_COLUMNS, "jurisdiction"}
    assert set(candidates["jurisdiction"]) == {"XA"}
    assert {(a, rule) for a, rules in zip(candidates["address"], candidates["rules"], strict=True) for rule in rules} == {
        (match.provision.address, match.rule) for match in matches
    }
    assert len(spans) == sum(len(match.spans) for match in matches) == done.counts["spans"] > 0
    text = dict(zip(candidates["address"], candidates["text"], strict=True))
    assert all(text[row.address][row.start : row.end] == row.words for row in spans.itertuples())
    assert done.counts["instruments"] == ACTS
    assert done.counts["words"] == sum(len(row["text"].split()) for row in _rows())


def test_a_scan_again_reads_nothing_and_gives_the_same_bytes(table: Path, tmp_path: Path) -> None:
    book = read_criteria()
    first = scan([table], tmp_path / "out", book, processes=1)
    before = _parts(tmp_path / "out")
    again = scan([table], tmp_path / "out", book, processes=1)
    assert (first.skipped, again.skipped) == (0, again.batches)
    assert again.counts == first.counts
    assert _parts(tmp_path / "out") == before
    scan([table], tmp_path / "two", book, processes=2)
    assert _parts(tmp_path / "two") == before


def test_what_the_words_no_longer_say_is_forgotten_and_other_jurisdictions_stay(table: Path, tmp_path: Path) -> None:
    book, out = read_criteria(), tmp_path / "out"
    pq.write_table(pa.Table.from_pylist(_rows(3)), tmp_path / "xb.parquet")
    scan([table, tmp_path / "xb.parquet"], out, book, processes=1)
    other = {name: data for name, data in _parts(out).items() if "XB" in name}
    pq.write_table(pa.Table.from_pylist(_rows(1)), table)
    scan([table], out, book, processes=1)
    with Store(out) as store:
        assert store.query("select distinct instrument from candidates where jurisdiction = 'XA'")["instrument"].tolist() == ["act-0"]
    assert {name: data for name, data in _parts(out).items() if "XB" in name} == other != {}


def test_a_file_that_cannot_be_read_holds_up_no_other(tmp_path: Path) -> None:
    book, out = read_criteria(), tmp_path / "out"
    for code in ("xa", "xb"):
        (tmp_path / "law" / code).mkdir(parents=True)
    good = f"---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n## 1 Possession\n\n{POSSESSION}\n"
    (tmp_path / "law" / "xa" / "act.md").write_text(good, encoding="utf-8")
    (tmp_path / "law" / "xb" / "act.md").write_text("no front matter", encoding="utf-8")
    with pytest.raises(Problems, match=r"xb.act\.md"):
        scan([tmp_path / "law"], out, book, processes=1)
    assert any("XA" in name for name in _parts(out))
    assert not any("XB" in name for name in _parts(out))
    (tmp_path / "law" / "xb" / "act.md").write_text(good, encoding="utf-8")
    assert scan([tmp_path / "law"], out, book, processes=1).skipped == 1


def test_proposals_from_a_scan_are_those_of_the_whole_book_and_read_fewer_acts(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, read = read_criteria(), []
    scan([table], tmp_path / "out", book, processes=1)
    whole = propose_book(table, "XA", book)
    monkeypatch.setattr("legal_compare.proposals.read_instrument", lambda one, codes: read.append(one.stem) or read_instrument(one, codes))
    some = propose_book(table, "XA", book, scanned=tmp_path / "out")
    assert to_frame(some.proposals).equals(to_frame(whole.proposals))
    assert (some.words, some.instruments) == (whole.words, whole.instruments)
    assert read == ["act-0", "act-3", "act-6", "act-9"]
    with pytest.raises(LegalCompareError, match="no scan of XB"):
        propose_book(table, "XB", book, scanned=tmp_path / "out")


def test_two_scans_never_write_one_folder_together(table: Path, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".lock"), pytest.raises(LegalCompareError, match="another scan"):
        scan([table], tmp_path / "out", read_criteria(), processes=1)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_scan_killed_in_the_middle_goes_on_to_the_same_bytes(tmp_path: Path, processes: int) -> None:
    rows, out = _rows(400), tmp_path / "out"
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "xa.parquet", row_group_size=50)
    command = [sys.executable, "-m", "legal_compare.cli", "scan", str(tmp_path / "xa.parquet"), "--out", str(out)]
    killed = subprocess.Popen([*command, "--processes", str(processes)], start_new_session=True)
    until = time.monotonic() + 60
    while len(list(out.glob("candidates/*/*.parquet"))) < 3 and time.monotonic() < until:
        time.sleep(0.005)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    finished = len(list(out.glob("candidates/*/*.parquet")))
    assert 3 <= finished < 40
    with Store(out) as store:  # what is there can be asked at once
        assert store.query("select count(*) as n from candidates")["n"][0] > 0
    book = read_criteria()
    assert scan([tmp_path / "xa.parquet"], out, book, processes=1).skipped == finished
    scan([tmp_path / "xa.parquet"], tmp_path / "whole", book, processes=1)
    assert _parts(out) == _parts(tmp_path / "whole")
    assert not (out / ".unfinished").exists()


def test_the_command_line_scans_every_format_alike(tmp_path: Path) -> None:
    law = tmp_path / "law"
    for code in ("xa", "xb", "xc", "xd"):
        (law / code).mkdir(parents=True)
    rows = _rows(1)
    pq.write_table(pa.Table.from_pylist(rows), law / "xa" / "acts.parquet")
    (law / "xb" / "acts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    body = "".join(f"## {row['number']}\n\n{row['text']}\n\n" for row in rows)
    (law / "xc" / "act.md").write_text(f"---\ntitle: Act\nlanguage: en\nstatus: in-force\n---\n{body}", encoding="utf-8")
    text = "".join(f"Section {row['number']}. Rules\n\n{row['text']}\n\n" for row in rows)
    (law / "xd" / "act.txt").write_text(text, encoding="utf-8")
    said = _run("scan", str(law), "--out", str(tmp_path / "out"), "--processes", "1")
    assert "candidate provisions" in said
    with Store(tmp_path / "out") as store:
        found = store.query("select jurisdiction, list_sort(list_distinct(flatten(list(rules)))) as rules from candidates group by all")
    assert set(found["jurisdiction"]) == {"XA", "XB", "XC", "XD"}
    assert len({tuple(rules) for rules in found["rules"]}) == 1


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers of one thread, each a process of its own."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}}
    dask = [sys.executable, "-c", "from dask.__main__ import main; main()"]
    started = [subprocess.Popen([*dask, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)], **quiet)]
    try:
        until = time.monotonic() + 60
        while not (file.exists() and file.stat().st_size) and time.monotonic() < until:
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "local")]
        started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    from distributed import Client

    address, workers = cluster
    pq.write_table(pa.Table.from_pylist(_rows(400)), tmp_path / "xa.parquet", row_group_size=20)
    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    killed = []

    def kill_one(done: int, total: int, _: str) -> None:
        if done >= 5 and not killed:
            workers[0].kill()
            killed.append(total - done)

    book = read_criteria()
    scan([tmp_path / "xa.parquet"], tmp_path / "out", book, scheduler=address, progress=kill_one)
    assert killed[0] > 20
    scan([tmp_path / "xa.parquet"], tmp_path / "here", book, processes=1)
    assert _parts(tmp_path / "out") == _parts(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_named(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("legal_compare.scanning.PATIENCE", 1)
    with pytest.raises(LegalCompareError, match="no Dask scheduler"):
        scan([table], tmp_path / "out", read_criteria(), scheduler="tcp://127.0.0.1:9")


def test_a_worker_that_forgets_words_finds_the_same(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read_criteria()
    scan([table], tmp_path / "all", book, processes=1)
    monkeypatch.setattr("legal_compare.scanning.MOST_WORDS", 10)
    scan([table], tmp_path / "forgetful", book, processes=1)
    assert _parts(tmp_path / "all") == _parts(tmp_path / "forgetful")


def test_acts_that_are_read_one_by_one_give_the_same_as_together(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read_criteria()
    together = scan([table], tmp_path / "together", book, processes=1)
    monkeypatch.setattr("legal_compare.scanning.TOGETHER", 1)
    assert scan([table], tmp_path / "alone", book, processes=1).counts == together.counts
    assert _parts(tmp_path / "alone") == _parts(tmp_path / "together")


def test_what_is_passed_over_could_not_have_been_found(table: Path, tmp_path: Path) -> None:
    book = read_criteria()
    scan([table], tmp_path / "all", book, processes=1, filtered=False)
    scan([table], tmp_path / "some", book, processes=1)
    assert _parts(tmp_path / "all") == _parts(tmp_path / "some")


@pytest.mark.skipif(not LAW.exists(), reason="the reference law is not here")
def test_reference_law_scanned_with_and_without_the_prefilter_is_the_same(tmp_path: Path) -> None:
    book = read_criteria()
    scan(SAMPLE, tmp_path / "all", book, filtered=False)
    done = scan(SAMPLE, tmp_path / "some", book)
    assert done.counts["candidates"] > 10
    assert _parts(tmp_path / "all") == _parts(tmp_path / "some")
