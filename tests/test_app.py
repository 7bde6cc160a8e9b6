"""Does the dashboard show each page, lead from a cell to the law's words, and say what to do when law is broken?"""

from pathlib import Path

import pytest

pytest.importorskip("streamlit")
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")
PAGES = ["World", "Gaps", "Country", "Compare", "Harmonisation", "Evidence", "Bill", "Method"]
ACT = """---
title: "Child Protection Act {code}"
citation: "No. 1"
language: en
status: in-force
version_date: "2020-05-21"
official_url: "https://law.example/{code}"
reuse_terms: made up
---
## 4 Possession <script>alert(1)</script>

(1) Any person who knowingly {verb} child pornography <script>alert(1)</script> **bold** [x](javascript:alert(1)) commits an offence.
"""


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for code, verb in (("xa", "possesses"), ("xb", "produces, distributes or possesses"), ("xc", "buys")):
        (tmp_path / "law" / code).mkdir(parents=True)
        (tmp_path / "law" / code / "act.md").write_text(ACT.format(code=code, verb=verb), encoding="utf-8")
    monkeypatch.setenv("LEGAL_COMPARE_LAW", str(tmp_path / "law"))
    monkeypatch.setenv("LEGAL_COMPARE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "law"


def opened(**state: str) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    for key, value in state.items():
        at.query_params[key] = value
    return at.run()


def page(at: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in at.get("html"))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_renders(law: Path, name: str) -> None:
    at = opened(page=name)
    assert not at.exception and "Not legal advice" in page(at)


def test_a_link_leads_to_the_words_of_a_cell(law: Path) -> None:
    at = opened(page="Gaps", j="XA", c="csam-offences")
    assert "possesses" in page(at) and "<mark" in page(at) and "https://law.example/xa" in page(at)
    assert "older than 3 years" in page(at)


def test_choosing_another_jurisdiction_shows_its_words_and_changes_the_address(law: Path) -> None:
    at = opened(page="Gaps", j="XA", c="csam-offences")
    at.selectbox(key="j").set_value("XB").run()
    assert "Child Protection Act xb" in page(at) and at.query_params["j"] in ("XB", ["XB"])


def test_words_of_a_statute_are_never_run(law: Path) -> None:
    for name in PAGES:
        at = opened(page=name, j="XA", c="csam-offences", **{"with": "XA,XB"})
        assert "<script" not in page(at) and 'href="javascript' not in page(at)
        assert not any("bold" in str(element.value) for element in at.markdown)


def test_a_mistyped_link_opens_all_the_same(law: Path) -> None:
    at = opened(
        page="Nowhere",
        j="<script>",
        c="none",
        on="yesterday",
        theme="x",
        show="y",
        w="x:9,:",
        since="x",
        layer="z",
        sheet="0",
        **{"with": "Q,Q"},
    )
    assert not at.exception and "<script>" not in page(at)


def test_the_filter_shows_only_what_differs(law: Path) -> None:
    at = opened(page="Compare", show="different", **{"with": "XA,XB"})
    assert "CSAM offences" in page(at) and "Hotline" not in page(at)


def test_an_empty_folder_says_what_to_do(law: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("LEGAL_COMPARE_LAW", str(tmp_path / "empty"))
    at = opened()
    assert not at.exception and "What to do" in page(at) and "holds no law" in at.code[0].value


def test_missing_law_says_what_to_do(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGAL_COMPARE_LAW", str(law / "nowhere"))
    at = opened()
    assert not at.exception and "What to do" in page(at) and "nowhere" in at.code[0].value


def test_broken_law_says_where_it_is_broken(law: Path) -> None:
    (law / "xa" / "act.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    at = opened()
    assert not at.exception and "act.md" in at.code[0].value


def test_a_broken_codebook_says_what_is_wrong(law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (law / "criteria.yaml").write_text("version: 1\n", encoding="utf-8")
    monkeypatch.setenv("LEGAL_COMPARE_CRITERIA", str(law / "criteria.yaml"))
    at = opened()
    assert not at.exception and "themes" in at.code[0].value


def test_tables_can_be_taken_along_as_csv_and_xlsx() -> None:
    from io import BytesIO

    import pandas as pd

    from legal_compare.dashboard.downloads import table_bytes

    frame = pd.DataFrame({"title": ["=1+1", "Gesetz über Bücher"]})
    assert table_bytes(frame, "csv").decode("utf-8-sig").splitlines() == ["title", "'=1+1", "Gesetz über Bücher"]
    assert list(pd.read_excel(BytesIO(table_bytes(frame, "xlsx")))["title"]) == ["'=1+1", "Gesetz über Bücher"]


def test_the_order_says_what_cannot_be_separated(law: Path) -> None:
    assert "cannot be separated" in page(opened(page="Harmonisation", view="How sure is the order"))


def test_filters_that_leave_nobody_show_all_and_say_so(law: Path) -> None:
    for code, region, tradition in (("xa", "Europe", "civil law"), ("xb", "Asia", "common law")):
        (law / code / "jurisdiction.yaml").write_text(
            f"code: {code.upper()}\nname: {code}\nregion: {region}\ntradition: {tradition}\ncoverage: {{}}\nread: x\n", encoding="utf-8"
        )
    assert "1 of 3 jurisdictions" in page(opened(page="Gaps", region="Asia"))
    at = opened(page="Gaps", region="Asia", tradition="civil law")
    assert not at.exception and "all are shown" in page(at)


def test_a_weight_changes_the_figures_and_nothing_at_all_is_refused_in_words(law: Path) -> None:
    assert "Criminal law 3" in page(opened(page="Harmonisation", w="criminal:3"))
    nothing = ",".join(f"{theme}:0" for theme in ("criminal", "platform", "financial", "enforcement", "prevention"))
    at = opened(page="Harmonisation", w=nothing)
    assert not at.exception
