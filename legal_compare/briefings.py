"""Turns one jurisdiction's findings into a briefing of at most four pages: HTML to print, or DOCX to edit.

Everything in it stands in the dashboard too; what is longer than a page can hold is cut, and says how much was left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from legal_compare import __version__
from legal_compare.assessment import Findings
from legal_compare.clusters import nearest
from legal_compare.criteria import Codebook
from legal_compare.distances import compare, gap
from legal_compare.errors import LegalCompareError, UnknownJurisdiction
from legal_compare.findings import Finding
from legal_compare.labels import in_words
from legal_compare.reports import write_atomically
from legal_compare.scores import score
from legal_compare.statutes import Instrument, Jurisdiction
from legal_compare.translations import NOTICE, working_translation
from legal_compare.views import SIGNS, Sign, label, names, sign_of
from legal_compare.views.explanations import COVERAGE_WORDS
from legal_compare.views.verdicts import date_words, status_words, text_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

STEPS, NEIGHBOURS, TEXTS, LACKING = 6, 5, 24, 8
LONGEST_CITATION, LONGEST_TRANSLATION = 90, 100
LIMITS = (
    "Text on the books, not practice; no case law. Read by machine: open the official text before you quote. "
    "“Not found in what was read” is no gap, and unknown is none. Not legal advice."
)


@dataclass(frozen=True)
class Answer:
    """One question with the verdict, the provision that shows it best and, of another language, its gist in English."""

    theme: str
    question: str
    sign: Sign
    provision: str
    dated: str
    missing: str
    english: str = ""


@dataclass(frozen=True)
class Briefing:
    """What a minister's office reads of one jurisdiction; every string is plain text."""

    name: str
    facts: str
    summary: str
    on: date
    themes: tuple[tuple[str, dict[str, int], str], ...]
    answers: tuple[Answer, ...]
    benchmark: str
    steps: tuple[str, ...]
    neighbours: tuple[str, ...]
    texts: tuple[str, ...]
    lacking: tuple[str, ...]

    def of(self, *keys: str) -> tuple[Answer, ...]:
        """The answers under some signs."""
        return tuple(answer for answer in self.answers if answer.sign.key in keys)


def brief(findings: Findings, book: Codebook, code: str, on: date, benchmark: str | None = None) -> Briefing:
    """The briefing on one jurisdiction; `benchmark` is another's code, None every criterion met.

    `on` is the day from which the age of wording is counted. Raises UnknownJurisdiction.
    """
    home = next((j for j in findings.jurisdictions if j.code == code.upper()), None)
    if home is None:
        raise UnknownJurisdiction(f"jurisdiction {code!r}", "was not assessed.", "Read its law as well.")
    name_of = names(findings)
    found = [findings.of(home.code, criterion.id) for criterion in book.criteria]
    frame = findings.to_frame()
    row = score(frame).loc[home.code]
    index = "unknown" if row["known"] == 0 else f"{row['index']:.0%} of the questions it answers are met"
    summary = (
        f"{index} (with law that was not read: {row['lower']:.0%} to {row['upper']:.0%} of all questions). "
        f"It answers {row['known']:.0%} of {len(book.criteria)} questions."
    )
    return Briefing(
        name=name_of[home.code],
        facts=" · ".join(words for words in (home.tradition, home.region) if words),
        summary=summary[:1].upper() + summary[1:],
        on=on,
        themes=tuple(_theme(title, [f for f in found if f.theme == theme]) for theme, title in book.themes.items()),
        answers=tuple(_answer(f, book, on) for f in found),
        benchmark=name_of.get(benchmark or "", "a law that meets every question"),
        steps=_steps(findings, home.code, benchmark),
        neighbours=_neighbours(findings, home.code, name_of),
        texts=_texts(home, on),
        lacking=_cut(home.known_missing, LACKING),
    )


def write_briefing(briefing: Briefing, path: Path) -> Path:
    """Writes the briefing as .html or .docx, whole or not at all; raises LegalCompareError for another suffix."""
    suffix = path.suffix.lower()
    if suffix == ".html":
        write_atomically(path, lambda to: to.write_text(briefing_page(briefing), encoding="utf-8"))
    elif suffix == ".docx":
        write_atomically(path, lambda to: _document(briefing).save(str(to)))
    else:
        raise LegalCompareError(str(path), f"unknown kind of file {suffix!r}.", "Use .html or .docx.")
    return path


def _theme(title: str, found: Sequence[Finding]) -> tuple[str, dict[str, int], str]:
    keys = [sign_of(f).key for f in found]
    coverage = COVERAGE_WORDS.get(found[0].coverage, found[0].coverage) if found else ""
    return title, {key: keys.count(key) for key in SIGNS}, coverage.split(":")[0]


def _answer(finding: Finding, book: Codebook, on: date) -> Answer:
    first = finding.evidence[0] if finding.evidence else None
    citation = first.citation if first else ""
    return Answer(
        theme=book.themes[finding.theme],
        question=label(finding.criterion),
        sign=sign_of(finding),
        provision=citation if len(citation) <= LONGEST_CITATION else f"{citation[:LONGEST_CITATION]}…",
        dated=text_date(first.instrument, on)[0] if first else "",
        missing=", ".join(in_words(name) for name in finding.missing) if finding.verdict != "met" else "",
        english=shorten(working_translation(first), LONGEST_TRANSLATION, placeholder=" […]") if first else "",
    )


def _steps(findings: Findings, code: str, benchmark: str | None) -> tuple[str, ...]:
    """The single changes that close most of the distance, and what each would close."""
    found = gap(findings.to_frame(), code, benchmark if benchmark != code else None)
    said = []
    for change in found.changes.head(STEPS).to_dict("records"):
        unsure = "; read more law first, it was not found in what was read" if change["qualified"] else ""
        said.append(
            f"{label(change['criterion'])}: from {change['verdict']} to {change['change_to']} "
            f"(closes {change['reduction'] / found.shortfall:.0%} of the distance{unsure})"
        )
    return tuple(said)


def _neighbours(findings: Findings, code: str, name_of: dict[str, str]) -> tuple[str, ...]:
    if len(findings.jurisdictions) < 2:
        return ()
    near = nearest(compare(findings.to_frame()), code, NEIGHBOURS)
    return tuple(
        f"{name_of[row['jurisdiction']]}: distance {row['D']:.2f} ({row['D_lower']:.2f} to {row['D_upper']:.2f})"
        for row in near.to_dict("records")
    )


def _texts(home: Jurisdiction, on: date) -> tuple[str, ...]:
    def said(text: Instrument) -> str:
        return f"{text.title}: {status_words(text)}, {text_date(text, on)[0]}"

    return _cut([said(text) for text in sorted(home.instruments, key=lambda i: (i.layer != "in-force", i.title))], TEXTS)


def _cut(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """The first lines, with how many were left out."""
    return (*lines[:most], *([f"and {len(lines) - most} more"] if len(lines) > most else []))


def _sections(briefing: Briefing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(heading, lines) of the lists, in order."""

    def told(answer: Answer) -> str:
        why = answer.provision or (f"missing: {answer.missing}" if answer.missing else "no passage found")
        return f"{answer.question}: {why}{f' ({answer.dated})' if answer.dated else ''}"

    def listed(*keys: str) -> tuple[str, ...]:
        return tuple(map(told, briefing.of(*keys)))

    return (
        ("Contrary: the law says the opposite", listed("contrary")),
        ("Gaps: the theme’s law was read whole, and it is not there", listed("absent")),
        (f"Fastest ways towards {briefing.benchmark}", briefing.steps),
        ("Nearest laws", briefing.neighbours),
    )


def briefing_page(briefing: Briefing) -> str:
    """The briefing as one page of HTML that fetches nothing; all words of data are escaped."""
    head = "".join(f"<th>{escape(sign.mark)} {escape(sign.word)}</th>" for sign in SIGNS.values())
    rows = "".join(
        f"<tr><th>{escape(title)}</th>{_counted(counts)}<td>{escape(words)}</td></tr>" for title, counts, words in briefing.themes
    )
    lists = "".join(f"<h2>{escape(title)}</h2><ul>{_items(lines)}</ul>" for title, lines in _sections(briefing) if lines)
    answers = "".join(
        f'<tr><th>{escape(a.question)}</th><td class="{a.sign.key}">{escape(a.sign.mark)} {escape(a.sign.word)}</td>'
        f'<td>{escape(_shown(a))}<div class="quiet" lang="en">{escape(_gist(a))}</div></td><td>{escape(a.dated)}</td></tr>'
        for a in briefing.answers
    )
    lacking = f"<h2>Law known to be missing here</h2><ul>{_items(briefing.lacking)}</ul>" if briefing.lacking else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(briefing.name)}: briefing</title><style>{SHEET}</style></head><body><main>"
        f'<p class="quiet">{escape(_heading(briefing))}</p><h1>{escape(briefing.name)}</h1>'
        f'<p class="quiet">{escape(briefing.facts)}</p><p class="lead">{escape(briefing.summary)}</p>'
        f"<table><thead><tr><th>Theme</th>{head}<th>Law read</th></tr></thead><tbody>{rows}</tbody></table>{lists}"
        f"<h2>Every answer</h2><table><thead><tr><th>Question</th><th>Answer</th><th>Provision, or what is missing</th><th>Text</th></tr>"
        f"</thead><tbody>{answers}</tbody></table><h2>Law that was read</h2><ul>{_items(briefing.texts)}</ul>{lacking}"
        f'<p class="limits">{escape(_limits(briefing))}</p></main></body></html>'
    )


def _counted(counts: dict[str, int]) -> str:
    return "".join(f"<td>{count or ''}</td>" for count in counts.values())


def _items(lines: Sequence[str]) -> str:
    return "".join(f"<li>{escape(line)}</li>" for line in lines)


def _shown(answer: Answer) -> str:
    return answer.provision or (f"missing: {answer.missing}" if answer.missing else "")


def _gist(answer: Answer) -> str:
    """How the gist of a provision in another language stands under its citation."""
    return f"“{answer.english}” (unofficial)" if answer.english else ""


def _limits(briefing: Briefing) -> str:
    return f"{LIMITS} {NOTICE}" if any(answer.english for answer in briefing.answers) else LIMITS


def _heading(briefing: Briefing) -> str:
    return f"Law against the sexual exploitation of children online · legal_compare {__version__} · {date_words(briefing.on.isoformat())}"


def _document(briefing: Briefing) -> Document:
    """The same as a document of Word, in small type and with narrow margins."""
    from docx import Document as new
    from docx.shared import Cm, Pt

    document = new()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(1.5)
    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = "Calibri", Pt(9)
    plain.paragraph_format.space_after = plain.paragraph_format.space_before = Pt(1)
    document.core_properties.title = f"{briefing.name}: briefing"
    document.add_paragraph(_heading(briefing))
    document.add_heading(briefing.name, 0)
    document.add_paragraph(briefing.facts)
    document.add_paragraph(briefing.summary).runs[0].bold = True
    heads = ["Theme", *(f"{sign.mark} {sign.word}" for sign in SIGNS.values()), "Law read"]
    _table(document, heads, [[title, *(str(n or "") for n in counts.values()), words] for title, counts, words in briefing.themes])
    for title, lines in _sections(briefing):
        _list(document, title, lines)
    document.add_heading("Every answer", 2)
    rows = [[a.question, f"{a.sign.mark} {a.sign.word}", "\n".join(filter(None, (_shown(a), _gist(a)))), a.dated] for a in briefing.answers]
    _table(document, ["Question", "Answer", "Provision, or what is missing", "Text"], rows)
    _list(document, "Law that was read", briefing.texts)
    _list(document, "Law known to be missing here", briefing.lacking)
    document.add_paragraph(_limits(briefing)).runs[0].italic = True
    return document


def _list(document: Document, title: str, lines: Sequence[str]) -> None:
    if lines:
        document.add_heading(title, 2)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")


def _table(document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from docx.shared import Pt

    table: Any = document.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    for cells, words in ((table.rows[0].cells, heads), *((table.add_row().cells, row) for row in rows)):
        for cell, said in zip(cells, words, strict=True):
            cell.text = said
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(7.5)


SHEET = """@page{size:A4;margin:13mm 14mm}
body{font:9.5pt/1.36 'Source Sans 3','Segoe UI',Calibri,Arial,sans-serif;color:#1c2b33;background:#fff;margin:0}
main{max-width:190mm;margin:1.2rem auto;padding:0 1rem}
h1{font:600 22pt/1.15 'Source Serif 4',Georgia,serif;margin:.1rem 0}
h2{font:600 11.5pt/1.2 'Source Serif 4',Georgia,serif;margin:.65rem 0 .15rem;break-after:avoid}
p{margin:.1rem 0}.lead{font-weight:600;margin:.35rem 0}
.quiet,.limits{color:#55626b}
.limits{border-top:1px solid #ddd8cd;margin-top:.6rem;padding-top:.3rem}
ul{margin:.1rem 0;padding-left:1.1rem}
table{border-collapse:collapse;width:100%;font-size:8.5pt;margin:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.12rem .45rem;border-bottom:1px solid #e7e2d8;font-weight:400}
thead th{font-weight:650}
tr{break-inside:avoid}
td.met{color:#17566d;font-weight:650}td.contrary{color:#a32e2b;font-weight:650}td.absent{color:#7a4b00;font-weight:650}
td.partial,td.not-found,td.no-text{white-space:nowrap}
@media print{main{max-width:none;margin:0;padding:0}}
"""
