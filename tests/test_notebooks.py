"""Does every notebook run from top to bottom against the shipped corpus, and does its stored form read well without running it?"""

from __future__ import annotations

from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
SLOWEST, LARGEST = 60, 1_500_000
"""Seconds of computing that a notebook may take, whatever else the machine does; bytes that it may hold with its figures."""

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def outputs(path: Path) -> list[nbformat.NotebookNode]:
    """Everything that stands below the cells of the stored notebook."""
    return [output for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code" for output in cell.outputs]


@each
def test_the_notebook_runs_within_a_minute(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    before = getrusage(RUSAGE_CHILDREN)
    NotebookClient(notebook, timeout=10 * SLOWEST, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    after = getrusage(RUSAGE_CHILDREN)  # the kernel has ended and been waited for
    assert 0 < after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SLOWEST


@each
def test_each_cell_was_carried_out_in_order_before_it_was_stored(path: Path) -> None:
    counts = [cell.execution_count for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


@each
def test_the_stored_notebook_holds_no_error_no_warning_and_no_path_of_a_machine(path: Path) -> None:
    assert not [output for output in outputs(path) if output.output_type == "error" or output.get("name") == "stderr"]
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ("/tmp/", "/root/", "/home/", "/work/") if word in text]


@each
def test_the_stored_notebook_is_small_enough_to_be_shown(path: Path) -> None:
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("figures_in", [path for path in NOTEBOOKS if "from figures import show" in path.read_text()], ids=lambda p: p.stem)
def test_every_figure_is_stored_as_a_picture(figures_in: Path) -> None:
    cells = [cell for cell in nbformat.read(figures_in, as_version=4).cells if cell.cell_type == "code" and "show(" in cell.source]
    assert cells
    assert all(any("image/png" in output.get("data", {}) for output in cell.outputs) for cell in cells)


def test_the_notebooks_are_numbered_without_a_gap() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{number:02}" for number in range(1, len(NOTEBOOKS) + 1)]
    assert len(NOTEBOOKS) >= 4
