"""Does the Bill page show what a draft would change, let a clause be struck, promise what it keeps, and forget on demand?"""

from pathlib import Path

import pytest

pytest.importorskip("streamlit")
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")
SECRET = "zanzibarquillon"
BILL = f"""{SECRET} Bill 2026

1. Possession

Any person who knowingly possesses child pornography <script>alert(1)</script> commits an offence.

2. Short title

This Act may be cited.
"""
ACT = """---
title: "Act of {code}"
language: en
status: in-force
version_date: "2020-05-21"
---
## 4 Dogs

Dogs shall be kept on a lead.
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    for code in ("xa", "xb"):
        (tmp_path / "law" / code).mkdir(parents=True)
        (tmp_path / "law" / code / "act.md").write_text(ACT.format(code=code), encoding="utf-8")
    monkeypatch.setenv("LEGAL_COMPARE_LAW", str(tmp_path / "law"))
    monkeypatch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path / "cache"))
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["page"] = "Bill"
    at.query_params["j"] = "XA"
    return at.run()


def words(at: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in at.get("html"))


def pasted(at: AppTest, text: str = BILL) -> AppTest:
    return at.text_area[0].set_value(text).run()


def test_the_page_says_that_a_draft_is_confidential(page: AppTest) -> None:
    assert not page.exception and "not written to disk" in words(page) and "Confidential" in words(page)


def test_a_pasted_bill_is_answered_with_its_clause_marked_and_no_markup_of_its_own(page: AppTest) -> None:
    at = pasted(page)
    assert not at.exception
    assert "What would change" in words(at) and "clause 1" in words(at) and "<mark" in words(at)
    assert "<script>alert" not in words(at)


def test_striking_a_clause_takes_its_effect_away(page: AppTest) -> None:
    at = pasted(page)
    at = at.multiselect[0].set_value(["1"]).run()
    assert not at.exception and "What would change" not in words(at) and "Without clause 1" in words(at)


def test_a_file_that_cannot_be_read_is_told(page: AppTest) -> None:
    at = pasted(page, "a\u202eb")
    assert not at.exception and "direction of writing" in at.error[0].value


def test_the_draft_is_in_no_address_and_no_file_and_can_be_forgotten(page: AppTest, tmp_path: Path) -> None:
    at = pasted(page)
    assert SECRET not in str(at.query_params)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    at = next(button for button in at.button if button.label == "Forget the draft").click().run()
    assert not at.exception and SECRET not in words(at) and at.text_area[0].value == ""
    assert not [key for key in ("bill-draft", "bill-check") if key in at.session_state]
