"""Turns the check of a bill into a briefing of at most four pages (DOCX, HTML) or into all its data (JSON, XLSX).

Files are made in memory; only `write_report` writes one, where its caller says so.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from legal_compare.bills import ANSWERS, BillCheck
from legal_compare.clauses import clause_number
from legal_compare.errors import LegalCompareError
from legal_compare.labels import in_words, label
from legal_compare.readers.language import language_name
from legal_compare.reports import plain_cells, write_atomically

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.findings import Finding

MOST_CHANGES, MOST_WEAKENED, MOST_SAID, MOST_PRECEDENTS, MOST_UNCLEAR, MOST_BORROWED, MOST_NEAR = 12, 5, 16, 5, 5, 3, 5
"""Rows of each table of a briefing; the rest is counted under it and stands whole in the JSON and XLSX."""
EXCERPT = 190
"""Characters of words quoted in a briefing."""
CELL = 120
LIMITS = (
    "Read by machine from the text alone: no case law, no practice, and excerpts of the law in force. Not legal advice. "
    "Open the official text before you quote. The draft was read in memory and was not kept."
)


@dataclass(frozen=True)
class Table:
    """A table of a briefing, with how many rows were left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True)
class Part:
    """A heading of a briefing with what stands under it."""

    heading: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def briefing(check: BillCheck) -> tuple[Part, ...]:
    """The parts of a briefing, in order; a part with nothing to say is left out."""
    parts = (
        Part("In short", tuple(_in_short(check))),
        Part("What would change", table=_changes(check)),
        Part("What the bill would weaken", table=_weakened(check)),
        Part("What the bill itself says", tuple(_left_out(check)), _said(check)),
        Part("What would close most of the rest", table=_next(check)),
        Part("Wording to draft from", table=_precedents(check)),
        Part("How far from others", tuple(_distance_words(check)), _distances(check)),
        Part("Amending instructions for a person to read", table=_unclear(check)),
        Part("Wording like that of other law", table=_borrowed(check)),
        Part("How it was read", (*check.draft.notes, LIMITS)),
    )
    return tuple(part for part in parts if part.lines or (part.table and part.table.rows))


def _in_short(check: BillCheck) -> Iterator[str]:
    count = Counter(finding.verdict for finding in check.own)
    said = ", ".join(f"{ANSWERS[verdict]} {count[verdict]}" for verdict in ("met", "partial", "contrary", "absent") if count[verdict])
    yield f"Of {len(check.own)} criteria the bill, read by itself, {said}."
    overall = check.index.iloc[0]
    yield (
        f"Index of {check.jurisdiction.name}: {overall['before']:.2f} today "
        f"({overall['before_lower']:.2f} to {overall['before_upper']:.2f} with what was not read), "
        f"{overall['after']:.2f} with the bill ({overall['after_lower']:.2f} to {overall['after_upper']:.2f})."
    )
    better = sum(not change.weaker for change in check.changes)
    weaker = len(check.changes) - better
    verdicts = f"{better} verdict{'s' * (better != 1)} would rise and {weaker} fall"
    yield f"{verdicts}; {len(check.gaps)} criteria would stay unmet."
    yield f"Passages that would weaken the law: {len(check.weakened)}."
    if check.amendments:
        done = len(check.amendments) - len(check.unclear)
        yield f"Of {len(check.amendments)} amending instructions {done} {'was' if done == 1 else 'were'} carried out on the text at hand."
        if check.unclear:
            yield f"Why the others were not: {_reasons(check)}."
    if not check.amended.understood:
        yield "Amending instructions in this language are not recognised: read every clause that changes another law yourself."
    if check.struck:
        yield f"Without clause {', '.join(check.struck)} (struck for this reading)."


def _reasons(check: BillCheck) -> str:
    """Why instructions were not carried out, commonest first, with counts; what tells one target from another is left out."""
    kinds = Counter(reason_kind(one.why_not) for one in check.unclear)
    return "; ".join(f"{reason} ({count})" for reason, count in kinds.most_common())


def reason_kind(reason: str) -> str:
    """A reason without what tells one target from another."""
    if reason.startswith("section "):
        return "it changes a section that is not among the texts at hand"
    if " found" in reason or "stand there" in reason:
        return "the place that it changes is not found once"
    return reason.partition(":")[0]


def _changes(check: BillCheck) -> Table:
    rows = [(_name(check, c.criterion), c.before, c.after, _clauses(c.clauses)) for c in check.changes]
    return _table(("Criterion", "Today", "With the bill", "By"), rows, MOST_CHANGES)


def _clauses(clauses: Sequence[str]) -> str:
    more = f" and {len(clauses) - 3} more" if len(clauses) > 3 else ""
    return "; ".join(clauses[:3]) + more if clauses else "no single clause"


def _weakened(check: BillCheck) -> Table:
    rows = [(w.clause, f"{_name(check, w.criterion)}: {w.why}" if w.criterion else w.why, _short(w.excerpt)) for w in check.weakened]
    return _table(("Clause", "How", "Words"), rows, MOST_WEAKENED)


def _said(check: BillCheck) -> Table:
    said = [finding for finding in check.own if finding.evidence]
    rows = [(_name(check, f.criterion), ANSWERS[f.verdict], clause_of(check, f), ", ".join(map(in_words, f.missing))) for f in said]
    return _table(("Criterion", "The bill", "First clause that shows it", "Lacks"), rows, MOST_SAID)


def _left_out(check: BillCheck) -> Iterator[str]:
    absent = [_name(check, finding.criterion) for finding in check.own if not finding.evidence]
    if absent:
        yield f"It leaves out: {', '.join(absent)}."


def _next(check: BillCheck) -> Table:
    rows = [
        (_name(check, row["criterion"]), row["verdict"], row["change_to"], f"{row['reduction']:.3f}")
        for row in check.next_changes.to_dict("records")
    ]
    return _table(("Single further change", "From", "To", "Share of the shortfall closed"), rows, 5)


def _precedents(check: BillCheck) -> Table:
    order = list(dict.fromkeys(check.next_changes["criterion"]))
    ranked = sorted(check.precedents, key=lambda p: order.index(p.criterion) if p.criterion in order else len(order))
    first = {(p.criterion, p.element): p for p in reversed(ranked)}
    shown = [p for p in ranked if first[p.criterion, p.element] is p]
    rows = [
        (f"{_name(check, p.criterion)}: {in_words(p.element)}", f"{p.jurisdiction} {p.citation}", _short(p.excerpt), p.url) for p in shown
    ]
    return _table(("Missing", "Provision that has it", "Words", "Link"), rows, MOST_PRECEDENTS)


def _distance_words(check: BillCheck) -> Iterator[str]:
    known = check.distances.dropna(subset=["before", "after"])
    if len(known):
        means = f"{known['before'].mean():.3f} today, {known['after'].mean():.3f} with the bill"
        yield f"Mean distance to {len(known)} others: {means} (0 same, 1 opposite)."


def _distances(check: BillCheck) -> Table:
    unions = {j.union.upper() for j in check.world.jurisdictions if j.union} | {"INT"}
    table = check.distances.dropna(subset=["before", "after"])
    shown = [row for place, row in enumerate(table.to_dict("records")) if place < MOST_NEAR or row["jurisdiction"] in unions]
    rows = [(row["name"], f"{row['before']:.3f}", f"{row['after']:.3f}", f"{row['coverage']:.0%}") for row in shown]
    return _table(("Jurisdiction", "Today", "With the bill", "Criteria both answer"), rows, MOST_NEAR + 3)


def _unclear(check: BillCheck) -> Table:
    rows = [(clause_number(one.clause), one.why_not, _short(one.words)) for one in check.unclear]
    return _table(("Clause", "Why it was not carried out", "Words"), rows, MOST_UNCLEAR)


def _borrowed(check: BillCheck) -> Table:
    rows = [
        (check.clauses.cite(b.provision), f"{b.instrument.jurisdiction} {b.source.citation}", f"{b.likeness:.0f} %") for b in check.borrowed
    ]
    return _table(("Clause", "Worded like", "Likeness"), rows, MOST_BORROWED)


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int) -> Table:
    kept = tuple(tuple(cell if cell.startswith("http") else _short(cell, max(CELL, EXCERPT)) for cell in row) for row in rows[:most])
    return Table(header, kept, len(rows) - len(kept))


def _name(check: BillCheck, criterion: str) -> str:
    return label(criterion) if criterion in check.book.by_id else criterion


def _short(text: str, most: int = EXCERPT) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " […]"


def clause_of(check: BillCheck, finding: Finding) -> str:
    """The first clause that shows a finding on the bill, with its place in the drafter's file."""
    return check.clauses.cite(finding.evidence[0].match.provision) if finding.evidence else ""


def title_of(check: BillCheck) -> str:
    """Heading of a briefing."""
    return f"{_short(check.draft.instrument.title, 110)}: what it would change in {check.jurisdiction.name}"


def subtitle_of(check: BillCheck) -> str:
    """What was read, in one line."""
    pages = f", {check.draft.pages} pages" if check.draft.pages else ""
    clauses = sum(not section.status for section in check.draft.instrument.sections)
    return f"{check.draft.format.upper()}{pages}, {clauses} clauses, language: {language_name(check.draft.language)}. Confidential draft."


_SHEET = (
    "@page{size:A4;margin:16mm 15mm}body{font:9.6pt/1.32 'Segoe UI',Helvetica,Arial,sans-serif;color:#1b1f24;"
    "max-width:62rem;margin:1.5rem auto;padding:0 1rem}h1{font-size:15pt;margin:0 0 .2rem}"
    "h2{font-size:11pt;margin:.9rem 0 .25rem;border-bottom:1px solid #c9ced6}p{margin:.2rem 0}"
    "table{border-collapse:collapse;width:100%;margin:.25rem 0}th{text-align:left;font-weight:600;color:#4a5361}"
    "th,td{padding:.14rem .5rem .14rem 0;vertical-align:top;border-bottom:1px solid #e6e9ee;overflow-wrap:break-word}"
    "tr{break-inside:avoid}.quiet{color:#4a5361}"
    "@media print{body{margin:0;padding:0;max-width:none}}"
)


def html_report(check: BillCheck) -> bytes:
    """The briefing as a page of its own that fetches nothing."""
    parts = [f"<h1>{escape(title_of(check))}</h1><p class='quiet'>{escape(subtitle_of(check))}</p>"]
    for part in briefing(check):
        parts.append(f"<h2>{escape(part.heading)}</h2>" + "".join(f"<p>{escape(line)}</p>" for line in part.lines))
        if part.table:
            header = "".join(f"<th>{escape(cell)}</th>" for cell in part.table.header)
            rows = "".join("<tr>" + "".join(f"<td>{linked(cell)}</td>" for cell in row) + "</tr>" for row in part.table.rows)
            parts.append(f"<table><tr>{header}</tr>{rows}</table>{_rest(part.table)}")
    head = f"<meta charset='utf-8'><title>{escape(title_of(check))}</title><style>{_SHEET}</style>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{''.join(parts)}</body></html>".encode("utf-8", "replace")


def linked(cell: str) -> str:
    """A cell in HTML, an address as a link."""
    if re.match(r"https?://\S+$", cell):
        return f'<a href="{escape(cell)}" rel="noopener noreferrer">official text</a>'
    return escape(cell)


def _rest(table: Table) -> str:
    return f"<p class='quiet'>{table.left_out} more in the JSON and XLSX.</p>" if table.left_out > 0 else ""


def docx_report(check: BillCheck) -> bytes:
    """The briefing as a DOCX."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(16)
        section.top_margin = section.bottom_margin = Mm(15)
    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = "Calibri", Pt(9)
    plain.paragraph_format.space_after = Pt(2)
    document.core_properties.title = title_of(check)
    document.core_properties.author = ""
    document.add_heading(title_of(check), 1)
    document.add_paragraph(subtitle_of(check))
    for part in briefing(check):
        document.add_heading(part.heading, 2)
        for line in part.lines:
            document.add_paragraph(line)
        if part.table:
            _docx_table(document, part.table)
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def _docx_table(document, content: Table) -> None:  # type: ignore[no-untyped-def]  # python-docx ships no types
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=len(content.header))
    table.style = "Light List"
    for row in (content.header, *content.rows):
        cells = table.rows[0].cells if row is content.header else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = _printable(text)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if content.left_out > 0:
        document.add_paragraph(f"{content.left_out} more in the JSON and XLSX.")


def _printable(text: str) -> str:
    """Words without the signs that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", " ", text)


def tables(check: BillCheck) -> dict[str, pd.DataFrame]:
    """Everything, as tables by name."""
    import pandas as pd

    criteria = [
        {
            "criterion": own.criterion, "theme": own.theme, "bill": own.verdict, "clause": clause_of(check, own),
            "clauses": "; ".join(dict.fromkeys(check.clauses.cite(e.match.provision) for e in own.evidence)),
            "words": own.evidence[0].excerpt if own.evidence else "", "missing in bill": "; ".join(own.missing),
            "before": before.verdict, "after": after.verdict, "missing after": "; ".join(after.missing), "coverage": after.coverage,
        }
        for own, before, after in zip(check.own, check.before, check.after, strict=True)
    ]  # fmt: skip
    changes = [
        {"criterion": c.criterion, "before": c.before, "after": c.after, "weaker": c.weaker, "by": "; ".join(c.clauses)}
        for c in check.changes
    ]
    weakened = [{"criterion": w.criterion, "clause": w.clause, "why": w.why, "words": w.excerpt} for w in check.weakened]
    amendments = [
        {
            "clause": a.clause.number, "action": a.action, "target": a.target, "carried out": a.applied, "why not": a.why_not,
            "words": a.words,
        }
        for a in check.amendments
    ]  # fmt: skip
    borrowed = [
        {
            "clause": check.clauses.cite(b.provision), "source": b.source.citation, "jurisdiction": b.instrument.jurisdiction,
            "likeness": round(b.likeness, 1),
        }
        for b in check.borrowed
    ]  # fmt: skip
    return {
        "criteria": pd.DataFrame(criteria),
        "changes": pd.DataFrame(changes, columns=["criterion", "before", "after", "weaker", "by"]),
        "weakened": pd.DataFrame(weakened, columns=["criterion", "clause", "why", "words"]),
        "index": check.index,
        "distances": check.distances,
        "next changes": check.next_changes,
        "precedents": pd.DataFrame([vars(p) for p in check.precedents]),
        "amendments": pd.DataFrame(amendments, columns=["clause", "action", "target", "carried out", "why not", "words"]),
        "borrowed": pd.DataFrame(borrowed, columns=["clause", "source", "jurisdiction", "likeness"]),
    }


def json_report(check: BillCheck) -> bytes:
    """Everything as JSON."""
    found: dict[str, object] = {
        "title": check.draft.instrument.title, "for": check.jurisdiction.code, "language": check.draft.language,
        "format": check.draft.format, "pages": check.draft.pages, "struck": list(check.struck), "notes": list(check.draft.notes),
        "limits": LIMITS,
    }  # fmt: skip
    found |= {name: json.loads(frame.to_json(orient="records")) for name, frame in tables(check).items()}
    return json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def xlsx_report(check: BillCheck) -> bytes:
    """Everything as a workbook, one sheet a table."""
    import pandas as pd

    to = io.BytesIO()
    with pd.ExcelWriter(to, engine="openpyxl") as book:
        for name, frame in tables(check).items():
            cells = plain_cells(frame).map(lambda value: _printable(value)[:32_000] if isinstance(value, str) else value)
            cells.to_excel(book, sheet_name=name, index=False)
    return to.getvalue()


REPORTS: dict[str, Callable[[BillCheck], bytes]] = {".docx": docx_report, ".html": html_report, ".json": json_report, ".xlsx": xlsx_report}
"""What makes the bytes of a report, by the suffix of its file."""


def report_bytes(check: BillCheck, suffix: str) -> bytes:
    """A report in memory; raises LegalCompareError for an unknown suffix."""
    if suffix.lower() not in REPORTS:
        raise LegalCompareError(f"report{suffix}", f"unknown kind of file {suffix!r}.", f"Use one of {', '.join(REPORTS)}.")
    return REPORTS[suffix.lower()](check)


def write_report(check: BillCheck, path: Path) -> None:
    """Writes a report whole or not at all; its kind is told by the suffix. Raises LegalCompareError as `report_bytes` does."""
    content = report_bytes(check, path.suffix)
    write_atomically(path, lambda to: to.write_bytes(content))
