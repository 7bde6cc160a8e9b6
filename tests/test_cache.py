"""What is computed once is kept, and a damaged entry is computed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from legal_compare import cache


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path / "kept"))


def test_what_is_kept_is_recalled() -> None:
    assert cache.recall("key") is None
    cache.keep("key", [1, 2])
    assert cache.recall("key") == [1, 2]


def test_a_damaged_entry_is_only_a_miss() -> None:
    cache.keep("key", "good")
    (cache.folder() / "key.pickle").write_bytes(b"\x80broken")
    assert cache.recall("key") is None


def test_nothing_half_written_is_left() -> None:
    cache.keep("key", "value")
    assert [path.name for path in cache.folder().iterdir()] == ["key.pickle"]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path / "file"))
    cache.keep("key", "value")
    assert cache.recall("key") is None


def test_parts_cannot_run_into_each_other() -> None:
    assert cache.digest(["ab", "c"]) != cache.digest(["a", "bc"])
