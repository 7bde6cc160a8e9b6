"""Are statute books cut into the same stretches every time, never inside an act, and is it known whose law they are?"""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from legal_compare import batches
from legal_compare.batches import plan, read_batch
from legal_compare.errors import StatuteError
from legal_compare.readers.book import read_book

ROWS = [
    {"act": f"act-{act}", "title": f"Act {act}", "number": str(number), "heading": "Dogs", "text": f"Dog {act}.{number} shall be kept."}
    for act, sections in enumerate([3, 1, 7, 2, 2, 5])
    for number in range(1, sections + 1)
]


def _parquet(path: Path, group: int = 4) -> Path:
    pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=group)
    return path


def _json(path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def _markdown(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("---\ntitle: Dogs Act\nlanguage: en\nstatus: in-force\n---\n## 1 Dogs\n\nA dog shall be kept.\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("group", [1, 2, 4, 6, 100])
def test_batches_of_a_table_hold_every_act_once_and_whole(tmp_path: Path, group: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BYTES", group * 80)
    monkeypatch.setattr(batches, "ROWS", 3)
    for file in (_parquet(tmp_path / "xa.parquet", group), _json(tmp_path / "xa.jsonl")):
        found = plan([file])
        assert len(found) > 1 or file.suffix == ".jsonl"
        acts = [list(read_batch(batch)) for batch in found]
        assert all(acts)
        whole = list(read_book(file, "XA"))
        assert [one for part in acts for one in part] == whole
        assert [len(one.sections) for one in whole] == [3, 1, 7, 2, 2, 5]


def test_whose_law_it_is_the_place_of_a_file_says(tmp_path: Path) -> None:
    _markdown(tmp_path / "law" / "xa" / "act.md")
    _markdown(tmp_path / "law" / "int" / "act.md")
    (tmp_path / "law" / "jurisdiction=XC").mkdir()
    _parquet(tmp_path / "law" / "jurisdiction=XC" / "part-0.parquet")
    _parquet(tmp_path / "xd.parquet")
    found = plan([tmp_path / "law", tmp_path / "xd.parquet", str(tmp_path / "l*w" / "xa" / "*.md")])
    assert {(batch.jurisdiction, Path(batch.files[0]).name) for batch in found} == {
        ("XA", "act.md"), ("INT", "act.md"), ("XC", "part-0.parquet"), ("XD", "xd.parquet"),
    }  # fmt: skip
    assert plan([tmp_path / "law" / "xa"])[0].jurisdiction == "XA"


def test_a_file_that_does_not_say_whose_law_it_is_needs_a_name(tmp_path: Path) -> None:
    file = _markdown(tmp_path / "statutes of a place" / "act.md")
    with pytest.raises(StatuteError, match="--jurisdiction"):
        plan([file])
    assert plan([file], "xa")[0].jurisdiction == "XA"


def test_a_path_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatuteError, match="does not exist"):
        plan([tmp_path / "nothing"])
    with pytest.raises(StatuteError, match="matches no file"):
        plan([str(tmp_path / "*.parquet")])
    (tmp_path / "xa.parquet").write_bytes(b"PAR1")
    with pytest.raises(StatuteError, match="cannot be read as Parquet"):
        plan([tmp_path])
    (tmp_path / "xa.parquet").unlink()
    (tmp_path / "xa.jsonl").write_text('{"act": "a", "text": "Dogs."}\n' * 3, encoding="utf-8")
    with pytest.raises(StatuteError, match=r"byte \d+.* lacks title"):
        [list(read_batch(batch)) for batch in plan([tmp_path / "xa.jsonl"])]


def test_the_digest_of_a_batch_is_that_of_its_words(tmp_path: Path) -> None:
    file = _markdown(tmp_path / "xa" / "act.md")
    before = plan([tmp_path])
    file.touch()
    assert plan([tmp_path]) == before
    file.write_text(file.read_text(encoding="utf-8") + "Cats too.\n", encoding="utf-8")
    assert plan([tmp_path])[0].digest != before[0].digest
