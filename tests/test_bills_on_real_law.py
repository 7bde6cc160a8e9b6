"""With the shipped law and rules: is a draft kept to itself, is its briefing short, does the command answer?"""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from legal_compare import check_bill, read_statutes
from legal_compare.bill_reports import briefing, report_bytes
from legal_compare.cli import app
from legal_compare.readers.draft import read_draft

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

SECRET = "zanzibarquillon"
WATCHED = """
import sys
written = []
def watch(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        written.append(str(args[0]))
sys.addaudithook(watch)
import logging
logging.basicConfig(level=logging.DEBUG, filename=sys.argv[2])
from legal_compare import check_bill, read_statutes
from legal_compare.bill_reports import report_bytes
words = open(sys.argv[1], encoding="utf-8").read()
check = check_bill(words, "ie", statutes=read_statutes(only=["ie", "eu"]))
for suffix in (".docx", ".html", ".json", ".xlsx"):
    assert report_bytes(check, suffix)
import pathlib
check_bill(pathlib.Path(sys.argv[3]), "ie", statutes=read_statutes(only=["ie", "eu"]))
print("\\n".join(written))
"""


def test_a_draft_is_never_written_to_disk_cache_or_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that the process writes is watched, and every file that is left is searched for a word of the draft."""
    from documents import as_pdf

    for folder in ("cache", "temporary", "home", "inputs"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    words = (
        f"{SECRET} Bill 2026\n\n1. Duty\n\nA provider of the {SECRET} service shall report child pornography to the police.\n\n"
        f"2. Amendment\n\nIn section 6 of the Child Trafficking and Pornography Act 1998, "
        f"after subsection (1) insert—\n“(1A) A {SECRET} person.”"
    )
    (tmp_path / "inputs" / "bill.txt").write_text(words, encoding="utf-8")
    (tmp_path / "inputs" / "bill.pdf").write_bytes(as_pdf(read_draft(words).instrument))
    inputs, log = tmp_path / "inputs", tmp_path / "temporary" / "log.txt"
    command = [sys.executable, "-c", WATCHED, str(inputs / "bill.txt"), str(log), str(inputs / "bill.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert SECRET not in done.stdout + done.stderr
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != inputs]
    assert any(path.parent.name == "cache" for path in left), "the law is remembered, so the search means something"
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]
    places = {str(tmp_path / "cache"), str(log), "/dev/null"}
    written = {name for name in done.stdout.split() if Path(name).is_file()}
    assert not {name for name in written if not any(name.startswith(place) for place in places)}


def test_the_longest_briefing_fits_four_pages(tmp_path: Path) -> None:
    """A bill that touches every criterion, weakens much and amends unclearly, printed by a browser."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no Chromium")
    import pypdf

    acts = read_statutes(only=["gb"])[0].instruments
    clauses = [section for act in acts for section in act.sections if not section.status][:160]
    words = "A very long bill\n\n" + "\n\n".join(f"{n}. {s.heading}\n\n{s.text}" for n, s in enumerate(clauses, start=1))
    unclear = "\n\n".join(f"{n}. In section {n} of the Broadcasting Act 2009, for “a” substitute “b”." for n in range(161, 190))
    statutes = read_statutes(only=["ie", "eu", "gb", "int", "us", "fr"])
    check = check_bill(f"{words}\n\n{unclear}", "ie", statutes=statutes)
    assert len(briefing(check)) >= 9
    (tmp_path / "briefing.html").write_bytes(report_bytes(check, ".html"))
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"file://{tmp_path / 'briefing.html'}")
        printed = page.pdf(prefer_css_page_size=True)
        browser.close()
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) <= 4


def test_the_command_answers_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    words = (
        "Reporting Bill\n\n1. Duty\n\nA provider of a hosting service shall report child pornography to the police.\n\n2. Title\n\nCited."
    )
    (tmp_path / "bill.md").write_text(words, encoding="utf-8")
    told = CliRunner().invoke(app, ["bill", str(tmp_path / "bill.md"), "--for", "ie"])
    assert told.exit_code == 0 and "What the bill itself says" in told.output
    out = tmp_path / "report.json"
    piped = CliRunner().invoke(app, ["bill", "-", "--for", "ie", "--strike", "2", "--out", str(out)], input=words)
    assert piped.exit_code == 0 and '"struck": [\n  "2"' in out.read_text(encoding="utf-8")


def test_a_wrong_suffix_for_the_report_is_told_before_the_draft_is_read(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["bill", "no-such-file.docx", "--for", "ie", "--out", str(tmp_path / "a.odt")])
    assert told.exit_code != 0 and "unknown kind of file" in str(told.exception)
