"""Is a briefing true to the check, at most four pages long, and safe to open?"""

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from test_bills import REPORTS, checked  # noqa: F401 the fixture is used by name

from legal_compare.bill_reports import Table, docx_report, html_report, json_report, write_report, xlsx_report
from legal_compare.bills import BillCheck
from legal_compare.errors import LegalCompareError

Checked = Callable[..., BillCheck]


def test_the_briefing_says_what_changes_and_by_which_clause(checked: Checked) -> None:  # noqa: F811 the fixture
    page = html_report(checked(REPORTS)).decode()
    assert "What would change" in page and "clause 2, paragraph 5" in page and "Not legal advice" in page


def test_words_of_a_draft_cannot_become_markup(checked: Checked) -> None:  # noqa: F811 the fixture
    check = checked(REPORTS.replace("Bill", "<script>alert(1)</script> Bill", 1))
    page = html_report(check).decode()
    assert "<script" not in page and "&lt;script" in page and "http" not in page.split("</style>")[0]


def test_each_table_is_cut_and_says_so() -> None:
    assert Table(("a",), (("b",),), left_out=3).left_out == 3


def test_a_docx_and_a_workbook_can_be_opened_and_hold_no_formula(checked: Checked) -> None:  # noqa: F811 the fixture
    check = checked(REPORTS.replace("2. Duty", "2. =HYPERLINK(1)").replace("A hosting", "=A hosting"))
    document = docx.Document(io.BytesIO(docx_report(check)))
    assert any("What would change" in paragraph.text for paragraph in document.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report(check)))
    assert {"criteria", "changes", "distances", "amendments"} <= set(book.sheetnames)
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_json_holds_every_criterion_with_its_clauses(checked: Checked) -> None:  # noqa: F811 the fixture
    check = checked(REPORTS)
    found = json.loads(json_report(check))
    assert len(found["criteria"]) == len(check.own) and found["for"] == "XA"
    assert next(row for row in found["criteria"] if row["criterion"] == "reporting")["clauses"] == "clause 2, paragraph 5"


def test_an_unknown_kind_of_report_is_refused_before_anything_is_written(checked: Checked, tmp_path: Path) -> None:  # noqa: F811 the fixture
    with pytest.raises(LegalCompareError, match="unknown kind"):
        write_report(checked(REPORTS), tmp_path / "a.odt")
    assert not list(tmp_path.iterdir())
