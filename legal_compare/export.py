"""Turns findings into open data: a Frictionless data package of CSV and Parquet files.

`export.yaml` says what each table holds; schema and data dictionary are made from it, so that neither can drift from the
other. Cells are exact (offsets count in them): no apostrophe guards a formula here as it does in `reports.py`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legal_compare import __version__
from legal_compare.assessment import Findings
from legal_compare.criteria import Codebook
from legal_compare.errors import LegalCompareError
from legal_compare.strict_yaml import read_yaml
from legal_compare.translations import working_translation

if TYPE_CHECKING:
    import pandas as pd

NAME = "legal-compare"
DESCRIPTOR = "datapackage.json"
VERSIONS = {
    "codebook_version": ["integer", "version of the codebook"],
    "tool_version": ["string", "version of legal_compare that made the row"],
}
"""Fields at the end of every table, so that a file that has lost its package still says what made it."""

PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
WORDS_OF_LAW = ("evidence", "provisions")
"""Tables that hold words of law, under the terms of each instrument's publisher."""

TOOL_TERMS = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
LAW_TERMS = {"path": "LICENCES.md", "title": "Terms of reuse of each instrument"}


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """What each table holds: {table: {row, key, refers, fields: {field: [type, meaning]}}}."""
    declared: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {name: {**table, "fields": {**table["fields"], **VERSIONS}} for name, table in declared.items()}


def export(findings: Findings, book: Codebook, folder: Path) -> Path:
    """Writes the data package to a folder, whole or not at all, and returns the folder.

    Raises LegalCompareError where the parent is no folder, or the folder holds anything but an earlier package.
    """
    folder = folder.absolute()
    _refuse_what_is_not_ours(folder)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as near:
        fresh, old = Path(near, "fresh"), Path(near, "old")
        fresh.mkdir(mode=0o755)
        write_package(frames(findings, book), book, fresh)
        if folder.exists():
            folder.replace(old)
        try:
            fresh.replace(folder)
        except OSError:
            if old.exists():
                old.replace(folder)
            raise
    return folder


def _refuse_what_is_not_ours(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise LegalCompareError(str(folder.parent), "is not a folder.", "Create it first.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise LegalCompareError(str(folder), "is a file.", "Name a folder to write the data package to.")
    held = {path.name for path in folder.iterdir()}
    try:
        ours = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8")).get("name") == NAME
    except (OSError, ValueError, AttributeError):
        ours = False
    foreign = sorted(held - _file_names())
    if held and (not ours or foreign):
        what = f"holds other files ({', '.join(foreign[:3] or sorted(held)[:3])})."
        raise LegalCompareError(str(folder), what, "Name a new or empty folder, or one that holds an earlier export.")


def _file_names() -> set[str]:
    data = {f"{name}.{kind}" for name in tables() for kind in ("csv", "parquet")}
    return data | {DESCRIPTOR, "README.md", "DATA-DICTIONARY.md", "LICENCES.md", "CITATION.cff"}


def frames(findings: Findings, book: Codebook) -> dict[str, pd.DataFrame]:
    """Every table of the package by name, fields and types as `export.yaml` declares them."""
    import pandas as pd

    from legal_compare.distances import compare

    found = findings.to_frame()
    rows: dict[str, pd.DataFrame | Iterator[dict[str, Any]]] = {
        "findings": found,
        "evidence": _evidence(findings),
        "provisions": _provisions(findings),
        "instruments": _instruments(findings),
        "criteria": _criteria(book),
        "distances": compare(found).pairs,
        "coverage": _coverage(findings),
    }
    made = {}
    for name, table in tables().items():
        given = rows[name]
        frame = given if isinstance(given, pd.DataFrame) else pd.DataFrame(list(given))
        frame = frame.assign(codebook_version=book.version, tool_version=__version__)
        typed = {field: PANDAS[kind] for field, (kind, _) in table["fields"].items()}
        made[name] = frame.reindex(columns=list(typed)).astype(typed)
    return made


def _evidence(findings: Findings) -> Iterator[dict[str, Any]]:
    for finding in findings:
        for place, one in enumerate(finding.evidence, 1):
            match = one.match
            yield {
                "jurisdiction": finding.jurisdiction,
                "criterion": finding.criterion,
                "place": place,
                "element": match.element,
                "rule": match.rule,
                "owner": one.owner,
                "section": match.provision.section.address,
                "provision": match.provision.address,
                "citation": one.citation,
                "excerpt": one.excerpt,
                "translation": working_translation(one),
                "start": match.start,
                "end": match.end,
                "section_start": match.provision.to_section(match.start),
                "section_end": match.provision.to_section(match.end),
                "marked": json.dumps([[span.term, span.start, span.end] for span in match.spans], ensure_ascii=False),
            }


def _provisions(findings: Findings) -> Iterator[dict[str, Any]]:
    for jurisdiction in findings.jurisdictions:
        for instrument in jurisdiction.instruments:
            for section in instrument.sections:
                yield {
                    "section": section.address,
                    "jurisdiction": jurisdiction.code,
                    "work": instrument.work,
                    "key": section.key,
                    "number": section.number,
                    "heading": section.heading,
                    "chapter": section.chapter,
                    "status": section.status,
                    "text": section.text,
                }


def _instruments(findings: Findings) -> Iterator[dict[str, Any]]:
    plain = ("work", "jurisdiction", "stem", "title", "citation", "kind", "status", "layer", "as_of", "as_of_note", "language", "scope")
    for jurisdiction in findings.jurisdictions:
        for instrument in jurisdiction.instruments:
            yield {name: getattr(instrument, name) for name in plain} | vars(instrument.source)


def _criteria(book: Codebook) -> Iterator[dict[str, Any]]:
    for criterion in book.criteria:
        yield {
            "criterion": criterion.id,
            "theme": criterion.theme,
            "theme_name": book.themes[criterion.theme],
            "question": criterion.question,
            "basis": criterion.basis,
            "note": criterion.note,
            "elements": json.dumps({name: element.means for name, element in criterion.elements.items()}, ensure_ascii=False),
            "tests": criterion.verdict.model_dump_json(exclude_defaults=True),
        }


def _coverage(findings: Findings) -> Iterator[dict[str, Any]]:
    told = {(finding.jurisdiction, finding.theme): finding.coverage for finding in findings}
    by_code = {jurisdiction.code: jurisdiction for jurisdiction in findings.jurisdictions}
    for (code, theme), level in told.items():
        yield {
            "jurisdiction": code,
            "name": by_code[code].name,
            "theme": theme,
            "coverage": level,
            "declared": by_code[code].coverage_declared,
            "known_missing": "; ".join(by_code[code].known_missing),
        }


def write_package(made: Mapping[str, pd.DataFrame], book: Codebook, folder: Path) -> None:
    """Writes tables, descriptor, data dictionary, licences and citation into an empty folder."""
    resources = []
    for name, frame in made.items():
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        frame.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
        resources += [_resource(name, folder / f"{name}.csv"), _resource(name, folder / f"{name}.parquet")]
    codebook = {"version": book.version, "sha256": sha256(book.model_dump_json().encode()).hexdigest()}
    descriptor = {
        "profile": "data-package",
        "name": NAME,
        "title": "Law against the sexual exploitation of children online, compared",
        "description": "Text on the books only, read by rules; no case law, no practice, no legal advice. Unknown is never zero.",
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "codebook": codebook,
        "licenses": [TOOL_TERMS, LAW_TERMS],
        "contributors": [{"title": "The legal_compare contributors", "role": "author"}],
        "resources": resources,
    }
    pages = {
        DESCRIPTOR: json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n",
        "README.md": _readme(made, book),
        "DATA-DICTIONARY.md": data_dictionary(),
        "LICENCES.md": _licences(made["instruments"]),
        "CITATION.cff": citation("dataset"),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _resource(table: str, file: Path) -> dict[str, Any]:
    """A file as the descriptor lists it; only the CSV carries the schema, the Parquet file has its types in itself."""
    words = file.read_bytes()
    common = {
        "title": f"{table}: a row is {tables()[table]['row']}",
        "path": file.name,
        "bytes": len(words),
        "hash": f"sha256:{sha256(words).hexdigest()}",
        "licenses": [TOOL_TERMS, LAW_TERMS] if table in WORDS_OF_LAW else [TOOL_TERMS],
        "tool_version": __version__,
    }
    if file.suffix == ".parquet":
        return {"name": f"{table}-parquet", "type": "file", "format": "parquet", "mediatype": "application/vnd.apache.parquet", **common}
    kind = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource"}
    return {"name": table, **kind, **common, "schema": schema(table)}


def schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table; refers to the others by name."""
    declared = tables()[table]
    key = declared["key"]
    fields = [
        {"name": name, "type": kind, "description": meaning} | ({"constraints": {"required": True}} if name in key else {})
        for name, (kind, meaning) in declared["fields"].items()
    ]
    refers = [{"fields": [field], "reference": {"resource": to, "fields": [of]}} for field, (to, of) in declared["refers"].items()]
    return {"fields": fields, "primaryKey": key, "missingValues": [""]} | ({"foreignKeys": refers} if refers else {})


def data_dictionary() -> str:
    """What every table and field holds, in Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Each table comes as CSV (UTF-8) and as Parquet, with the same rows. An empty cell is a missing value.",
        "",
    ]
    for name, table in tables().items():
        lines += [f"## {name}", "", f"A row is {table['row']}. Key: {', '.join(f'`{field}`' for field in table['key'])}.", ""]
        lines += [f"`{field}` refers to `{to}.{of}`." for field, (to, of) in table["refers"].items()]
        lines += ["", "| field | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{field}` | {kind} | {meaning} |" for field, (kind, meaning) in table["fields"].items()]
        lines.append("")
    return "\n".join(lines)


def _readme(made: Mapping[str, pd.DataFrame], book: Codebook) -> str:
    counts = "\n".join(f"| {name} | {len(frame)} | {tables()[name]['row']} |" for name, frame in made.items())
    return (
        "# Law against the sexual exploitation of children online, compared\n\n"
        f"Made by legal_compare {__version__} with version {book.version} of its codebook. `{DESCRIPTOR}` describes every file\n"
        "(Frictionless data package); `DATA-DICTIONARY.md` explains every field; `LICENCES.md` holds the terms of reuse of each\n"
        "instrument; cite as `CITATION.cff` says.\n\n"
        f"| table | rows | a row is |\n| --- | --- | --- |\n{counts}\n\n"
        "Text on the books only, read by rules: no case law, no practice, no legal advice. `no-text` means that nothing can be said,\n"
        "and an `absent` under partial coverage means not found in what was read.\n\n"
        "```python\nimport pandas as pd\n\n"
        'findings = pd.read_parquet("findings.parquet")\n'
        'findings = pd.read_csv("findings.csv", keep_default_na=False)  # NA is the code of Namibia\n```\n\n'
        "Cells are exact, since offsets count in them. A spreadsheet may run a cell that begins with `=`, `+`, `-` or `@` as a formula:\n"
        "import the columns as text.\n"
    )


def _licences(instruments: pd.DataFrame) -> str:
    lines = [
        "# Terms of reuse",
        "",
        "Tables made by the tool: MIT. The words of law in `evidence` and `provisions` stay under the terms of their publishers,",
        "as given with the reference text; where they are unknown, ask the publisher before you republish the words.",
        "",
    ]
    known = instruments.fillna("").assign(terms=lambda table: table["terms"].replace("", "unknown"))
    for terms in sorted(known["terms"].unique()):
        ones = known[known["terms"] == terms]
        lines += [f"## {terms}", ""]
        lines += [
            f"- {one['jurisdiction']}: {one['title']} (`{one['work']}`), {one['url'] or 'no link'}" for one in ones.to_dict("records")
        ]
        lines.append("")
    return "\n".join(lines)


def citation(kind: str = "software") -> str:
    """CITATION.cff (Citation File Format 1.2.0) of the tool (`software`) or of the data package (`dataset`)."""
    title = "legal_compare: law against the sexual exploitation of children online, compared"
    return (
        "cff-version: 1.2.0\n"
        "message: If you use this work, please cite it as below, with the version, and the instruments you quote by their own citation.\n"
        f'title: "{title}{" (data package)" if kind == "dataset" else ""}"\n'
        f"type: {kind}\n"
        "authors:\n  - name: The legal_compare contributors\n"
        f"version: {__version__}\n"
        "license: MIT\n"
        "abstract: >-\n  Verdicts on criteria against the law of many countries, each with the provision, its words, their offsets\n"
        "  and the rule that fired; coverage, distances and bounds beside them. Text on the books only.\n"
        "keywords: [child protection, comparative law, legal text, harmonisation]\n"
    )
