"""Do the views say what the findings say, in words and shapes, and never run what a statute says?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from legal_compare.assessment import Findings
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook, load_criteria
from legal_compare.distances import compare
from legal_compare.errors import LegalCompareError
from legal_compare.evidence import Evidence
from legal_compare.findings import Finding, assess_jurisdiction
from legal_compare.scores import score
from legal_compare.shipped import criteria_path
from legal_compare.statutes import Instrument, Provision, Section, Source
from legal_compare.tagged_sections import Match
from legal_compare.tagging import TaggedSpan
from legal_compare.views import (
    SIGNS,
    codebook_page,
    comparison,
    coverage_grid,
    distance_heatmap,
    evidence_page,
    explanation,
    harmonised_criteria,
    highlight,
    index_chart,
    law_table,
    names,
    profile,
    save_chart,
    shown,
    side_by_side,
    sign_of,
    verdict_grid,
    verdict_heatmap,
)
from legal_compare.views.charts import styled
from legal_compare.views.excerpts import by_provision, card, narrowest
from legal_compare.views.styles import grid_styles, page_styles
from legal_compare.views.verdicts import date_words, is_old, safe_url, text_date

TODAY = date(2026, 6, 1)
HOSTILE = '<script>alert(1)</script> **bold** [x](javascript:alert(1)) <img src=x onerror=alert(1)> & "quoted"'
ACT = f"""---
title: "Act <b>of</b> XA"
citation: "No. 1"
language: en
status: in-force
version_date: "2020-05-21"
official_url: "javascript:alert(1)"
reuse_terms: made up
---
## 4 Possession of child pornography {HOSTILE}

(1) Any person who knowingly possesses child pornography {HOSTILE} commits an offence.

## 5 Production and distribution

(1) Any person who produces or distributes child pornography commits an offence.
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_criteria(criteria_path())


@pytest.fixture(scope="module")
def findings(book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """XA punishes possession in hostile words; XB, read whole, says nothing; XC was not read at all."""
    law = tmp_path_factory.mktemp("law")
    for code, text in (("xa", ACT), ("xb", ACT.split("## 4")[0] + "## 1 Title\n\nThis is an act.\n"), ("xc", ACT.split("## 5")[0])):
        (law / code).mkdir()
        (law / code / "act.md").write_text(text, encoding="utf-8")
    (law / "xc" / "act.md").write_text(ACT.split("## 4")[0] + "## 1 Title\n\nThis is an act.\n", encoding="utf-8")
    whole = "{" + ", ".join(f"{theme}: complete" for theme in book.themes) + "}"
    none = "{" + ", ".join(f"{theme}: none" for theme in book.themes) + "}"
    (law / "coverage.yaml").write_text(f"XA: {whole}\nXB: {whole}\nXC: {none}\n", encoding="utf-8")
    jurisdictions = read_statutes(law)
    return Findings(tuple(f for j in jurisdictions for f in assess_jurisdiction(j, book)), jurisdictions)


def evidence(text: str, *spans: tuple[str, int, int]) -> Evidence:
    section = Section("Act", "act", "xa/act", "1", "Heading", text)
    provision = Provision(section, "section", (), ((0, len(text)),))
    tagged = tuple(TaggedSpan(term, start, end, text[start:end], "") for term, start, end in spans)
    instrument = Instrument(
        "XA", "act", "Act", "No. 1", "xa/act", "act", "in-force", "2020-05-21", "en", source=Source(url="https://law.xa/1")
    )
    return Evidence(Match("rule", "csam-offences", "possess", provision, tagged), instrument, "XA")


def harmless(html: str) -> bool:
    """Whether no tag or script address of the data came through."""
    return not any(part in html for part in ("<script", "<img", "<b>of", 'href="javascript'))


def test_decisive_words_are_marked_and_named() -> None:
    html = highlight(evidence("He possesses a picture.", ("possess-simple", 3, 12)))
    assert html.startswith("He <mark") and ">possesses<small>possess simple</small></mark> a picture." in html


def test_of_provisions_inside_each_other_the_narrower_is_shown() -> None:
    """Are s. 1(1) and s. 1(1)(a) one card, unless the wider shows an element of its own?"""
    wide = evidence("Whoever possesses or sells it:\n(a) a picture; (b) a film.")
    section = wide.match.provision.section
    limb = replace(wide.match.provision, kind="limb", path=(("subsec", "1"),), stretches=((0, 47),))
    narrow = replace(wide, match=replace(wide.match, provision=limb))
    assert limb.section is section and narrowest(by_provision([wide, narrow])) == ((narrow,),)
    sells = replace(wide, match=replace(wide.match, element="distribute"))
    assert narrowest(by_provision([sells, narrow])) == ((sells,), (narrow,))
    assert narrowest(by_provision([wide, sells, narrow])) == ((wide, sells),)


def test_overlapping_spans_are_one_mark() -> None:
    html = highlight(evidence("child pornography", ("child", 0, 5), ("material", 0, 17)))
    assert html.count("<mark") == 1 and "child, material" in html


def test_words_far_from_the_decisive_ones_are_left_out_and_the_gap_is_shown() -> None:
    html = highlight(evidence("lorem " * 200 + "possesses it " + "ipsum " * 200, ("possess", 1200, 1209)), around=100)
    assert html.count("[&hellip;]") == 2 and "possesses" in html and len(html) < 700


@pytest.mark.parametrize("hostile", [HOSTILE, "</blockquote><script>", "<style>*{}</style>", "`code` # heading"])
def test_hostile_words_are_escaped(hostile: str) -> None:
    html = highlight(evidence(hostile, ("term<script>", 0, 4)))
    assert "<script" not in html and "<style" not in html and "<img" not in html


def test_a_link_is_made_only_of_an_address_of_the_web(book: Codebook) -> None:
    assert 'href="https://law.xa/1"' in card([evidence("words")], book, TODAY)
    assert safe_url("javascript:alert(1)") == safe_url('https://a.b/"onclick="x') == safe_url("data:text/html,x") == ""


def test_evidence_page_leads_to_the_words_and_runs_nothing(findings: Findings, book: Codebook) -> None:
    html = evidence_page(findings.of("XA", "csam-offences"), book, "<i>XA</i>", TODAY)
    assert "possesses" in html and "<mark" in html and "older than 3 years" in html and "&lt;script&gt;" in html
    assert harmless(html) and "<i>XA" not in html


def test_a_gap_under_whole_coverage_and_no_text_read_differently(findings: Findings, book: Codebook) -> None:
    gap = evidence_page(findings.of("XB", "csam-offences"), book, "XB", TODAY)
    unknown = evidence_page(findings.of("XC", "csam-offences"), book, "XC", TODAY)
    assert "read whole" in gap and "> absent<" in gap
    assert "nothing can be said" in unknown and "> unknown<" in unknown


def test_absent_under_partial_coverage_has_a_sign_of_its_own() -> None:
    assert shown("absent", "partial") == "not-found" != shown("absent", "complete")
    assert len({(sign.mark, sign.word) for sign in SIGNS.values()}) == len(SIGNS)


@pytest.mark.parametrize("sign", SIGNS.values(), ids=lambda sign: sign.key)
def test_every_sign_has_contrast(sign) -> None:  # type: ignore[no-untyped-def]
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, bright = sorted((light(sign.fill), light(sign.ink)))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("as_of", "words", "old"),
    [
        ("2020-05-21", "21 May 2020", True),
        ("2023-06-01", "1 June 2023", False),  # three years to the day
        ("2023-05-31", "31 May 2023", True),
        ("2023", "2023", False),  # the year's last day is given the benefit of the doubt
        ("unknown", "date not known", False),
        ("about 2006", "about 2006", False),
    ],
)
def test_age_is_counted_from_the_day_given(as_of: str, words: str, old: bool) -> None:
    assert date_words(as_of) == words and is_old(as_of, TODAY) is old


def test_a_leap_day_is_no_trouble() -> None:
    assert is_old("2020-01-01", date(2024, 2, 29))


def test_an_unknown_date_is_called_so() -> None:
    instrument = Instrument("XA", "a", "A", "1", "xa/a", "act", "in-force", "unknown", "en")
    assert text_date(instrument, TODAY) == ("date of text not known", "unknown")


def test_the_grid_says_the_word_of_each_cell(findings: Findings, book: Codebook) -> None:
    codes = ["XA", "XB", "XC"]
    grid = verdict_grid(findings, book, codes, regions=True)
    said = {
        (code, row["id"]): grid["kinds"][kind][1]
        for part in grid["themes"]
        for row in part["rows"]
        for code, kind in zip(codes, row["cells"], strict=True)
    }
    assert said == {(f.jurisdiction, f.criterion): sign_of(f).word for f in findings if f.jurisdiction in codes}
    assert [code for code, _ in grid["heads"]] == codes and sum(count for _, count in grid["regions"]) == len(codes)
    [financial] = verdict_grid(findings, book, ["XA"], ["financial"])["themes"]
    assert {row["id"] for row in financial["rows"]} == {c.id for c in book.criteria if c.theme == "financial"}


def test_the_boxes_of_a_jurisdiction_hold_a_button_for_each_answer(findings: Findings, book: Codebook) -> None:
    html = profile(findings, book, "XA")
    assert html.count("<button") == len(book.criteria) and 'data-c="csam-offences" data-j="XA"' in html
    assert profile(findings, book, "XA", ["financial"]).count("<button") == sum(c.theme == "financial" for c in book.criteria)


def test_a_text_that_is_not_law_today_says_so_beside_the_name(findings: Findings) -> None:
    bill = Findings(tuple(replace(f, layer="proposed") for f in findings if f.jurisdiction == "XA"), findings.jurisdictions)
    assert names(bill)["XA"].endswith("(bill or proposal)") and names(findings)["XA"] == findings.jurisdictions[0].name


def test_side_by_side_says_same_different_unknown(findings: Findings, book: Codebook) -> None:
    table = side_by_side(findings, ["XA", "XB"]).set_index("criterion")
    assert table.loc["csam-offences", "answer"] == "different" and table.loc["hotline", "answer"] == "same"
    assert set(side_by_side(findings, ["XA", "XC"])["answer"]) == {"unknown"}
    html = comparison(findings, book, ["XA", "XB"], TODAY, "different")
    assert "CSAM offences" in html and "Hotline" not in html and harmless(html)


def test_harmonised_criteria_leave_unknown_out(findings: Findings) -> None:
    row = harmonised_criteria(findings).set_index("criterion").loc["hotline"]
    assert row["answered"] == 2 and row["agreement"] == 1.0 and row["unknown"] == 1


def test_figures_are_drawn_without_network(findings: Findings, tmp_path: Path) -> None:
    frame = findings.to_frame()
    for chart in (verdict_heatmap(findings), distance_heatmap(compare(frame)), index_chart(score(frame))):
        spec = save_chart(chart, tmp_path / "chart.json").read_text(encoding="utf-8")
        assert '"url"' not in spec


@pytest.mark.parametrize(("suffix", "start"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>"), (".json", b"{")])
def test_a_figure_is_written_with_nothing_left_to_fetch(suffix: str, start: bytes, findings: Findings, tmp_path: Path) -> None:
    written = save_chart(verdict_heatmap(findings), tmp_path / f"chart{suffix}").read_bytes()
    assert written.lstrip().startswith(start)
    assert b'<script src="http' not in written
    assert b"<image" not in written


def test_the_letters_of_a_picture_are_drawn(tmp_path: Path) -> None:
    """Is a PNG with words more than the same PNG without, with the fonts that are there?"""
    alt = pytest.importorskip("altair")
    text = alt.Chart(pd.DataFrame({"said": ["absent"]})).mark_text().encode(text="said:N")
    drawn = save_chart(styled(text), tmp_path / "drawn.png").read_bytes()
    blank = save_chart(styled(text.encode(opacity=alt.value(0))), tmp_path / "blank.png").read_bytes()
    assert len(drawn) > len(blank)


def test_another_kind_of_figure_is_refused(findings: Findings, tmp_path: Path) -> None:
    with pytest.raises(LegalCompareError, match=r"Use one of \.svg, \.png"):
        save_chart(verdict_heatmap(findings), tmp_path / "chart.gif")


def said(finding: Finding, book: Codebook, findings: Findings) -> str:
    console = Console(width=100, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(explanation(finding, book, findings.jurisdictions, TODAY))
    return captured.get()


def test_the_explanation_holds_the_whole_derivation(findings: Findings, book: Codebook) -> None:
    words = said(findings.of("XA", "csam-offences"), book, findings)
    for part in (
        "s. 4(1)",
        "xa/act#sec_4__subsec_1",
        "older than 3 years",
        "element possess",
        "(offence)",
        "shows material",
        "[x](javascript",
    ):
        assert part in " ".join(words.split()), part


def test_the_explanation_of_a_gap_names_what_is_missing(findings: Findings, book: Codebook) -> None:
    assert "○ not found  possess" in said(findings.of("XB", "csam-offences"), book, findings)


def test_tables_name_dates_and_coverage(findings: Findings, book: Codebook) -> None:
    law = law_table(findings.jurisdictions[0], TODAY)
    assert law.loc[0, "text of"] == "21 May 2020" and law.loc[0, "older than 3 years"] == "yes" and law.loc[0, "official text"] is None
    html = coverage_grid(findings.jurisdictions, book)
    assert "● whole" in html and "· none" in html and harmless(html)


def test_the_codebook_page_shows_every_question(book: Codebook) -> None:
    html = codebook_page(book)
    assert all(c.question.split("?")[0][:20] in html.replace("&#x27;", "'") for c in book.criteria)


def test_styles_name_every_sign_and_fetch_nothing() -> None:
    for sheet in (page_styles(), grid_styles()):
        assert all(f".v.{key}{{" in sheet for key in SIGNS) and "@import" not in sheet
        assert "http" not in sheet.replace("http://www.w3.org/2000/svg", "")
