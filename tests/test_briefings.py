"""Does a briefing say what the findings say, on few pages, and never run what a statute says?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from test_views import book, findings  # noqa: F401  # the hostile act of XA, XB read whole, XC not read

from legal_compare.assessment import Findings
from legal_compare.briefings import Briefing, brief, briefing_page, write_briefing
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.translations import NOTICE

TODAY = date(2026, 6, 1)


@pytest.fixture
def briefing(findings: Findings, book: Codebook) -> Briefing:  # noqa: F811  # fixtures of test_views
    return brief(findings, book, "XA", TODAY, "XB")


def test_every_question_is_answered_once(briefing: Briefing, book: Codebook) -> None:  # noqa: F811
    assert [answer.question for answer in briefing.answers] and len(briefing.answers) == len(book.criteria)
    assert sum(sum(counts.values()) for _, counts, _ in briefing.themes) == len(book.criteria)


def test_what_a_statute_says_is_never_run(briefing: Briefing) -> None:
    page = briefing_page(briefing)
    assert "<script" not in page and "<img" not in page and "Act &lt;b&gt;of&lt;/b&gt; XA" in page
    assert "http" not in page.replace("http-equiv", ""), "a page to print fetches nothing"


def test_word_opens_the_same(briefing: Briefing, tmp_path: Path) -> None:
    document = Document(str(write_briefing(briefing, tmp_path / "xa.docx")))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Examplia" in said or briefing.name in said
    assert "Not legal advice" in said and len(document.tables) == 2 and len(document.tables[1].rows) == len(briefing.answers) + 1


def test_the_gist_of_law_in_another_language_stands_marked_under_its_citation(briefing: Briefing, tmp_path: Path) -> None:
    answer = next(answer for answer in briefing.answers if answer.provision)
    made = replace(briefing, answers=(replace(answer, english="Whoever <keeps> it"),))
    assert "“Whoever &lt;keeps&gt; it” (unofficial)" in briefing_page(made) and NOTICE in briefing_page(made)
    assert "(unofficial)" not in briefing_page(briefing) and NOTICE not in briefing_page(briefing)
    document = Document(str(write_briefing(made, tmp_path / "xa.docx")))
    assert document.tables[1].rows[1].cells[2].text == f"{answer.provision}\n“Whoever <keeps> it” (unofficial)"


def test_unknown_is_said_to_be_unknown(findings: Findings, book: Codebook) -> None:  # noqa: F811
    made = brief(findings, book, "XC", TODAY)
    assert made.summary.startswith("Unknown") and made.of("absent") == () and len(made.of("no-text")) == len(book.criteria)


def test_long_lists_say_how_much_was_left_out(findings: Findings, book: Codebook) -> None:  # noqa: F811
    home = findings.jurisdictions[0]
    many = tuple(replace(home.instruments[0], title=f"Act {number}") for number in range(40))
    grown = replace(findings, jurisdictions=(home.with_instruments(many), *findings.jurisdictions[1:]))
    made = brief(grown, book, home.code, TODAY)
    assert made.texts[-1] == "and 16 more" and len(made.texts) == 25


def test_other_kinds_of_files_and_places_are_refused(briefing: Briefing, findings: Findings, book: Codebook, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(LegalCompareError, match=r"\.html or \.docx"):
        write_briefing(briefing, tmp_path / "xa.odt")
    with pytest.raises(UnknownJurisdiction):
        brief(findings, book, "ZZ", TODAY)
    assert list(tmp_path.iterdir()) == []
