"""Many jurisdictions at once: remembered by content, with the union's law where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from legal_compare import assess, read_criteria, read_statutes
from legal_compare.assessment import COLUMNS
from legal_compare.errors import UnknownCriterion, UnknownJurisdiction

OFFENCE = "(1) Any person who knowingly possesses child pornography shall be guilty of an offence and liable to imprisonment."
JURISDICTION = """code: {code}
name: {name}
tradition: common law
region: Nowhere
union: {union}
coverage: {{criminal: complete, platform: complete, financial: none, enforcement: partial, prevention: partial}}
read: one act
"""
FRONT = """---
title: {title}
citation: No. 1
id: {code}/{kind}/2001/1
kind: {kind}
status: {status}
as_of: 2020-01-01
language: en
source: {{publisher: p, url: "https://example.org", terms: t, sha256: x}}
---
## 1 Possession

{text}
"""


def _write(folder: Path, code: str, text: str, kind: str = "act", union: str = "null", status: str = "in-force") -> None:
    place = folder / code
    place.mkdir(parents=True, exist_ok=True)
    (place / "jurisdiction.yaml").write_text(JURISDICTION.format(code=code.upper(), name=f"Land of {code}", union=union), encoding="utf-8")
    (place / f"{kind}-{status}.md").write_text(FRONT.format(title="Example Act", code=code, kind=kind, status=status, text=text), "utf-8")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A member that has no offence, a union whose regulation holds one, and a third country that has one."""
    _write(tmp_path, "xa", "Dogs shall be kept on a lead.", union="xu")
    _write(tmp_path, "xu", OFFENCE, kind="regulation")
    _write(tmp_path, "xb", OFFENCE)
    return tmp_path


def test_there_is_one_row_for_each_jurisdiction_and_criterion(law: Path) -> None:
    book = read_criteria()
    frame = assess(read_statutes(law), book).to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 3 * len(book.criteria)
    assert not frame.duplicated(["jurisdiction", "criterion"]).any()


def test_a_unions_regulation_counts_only_when_asked_for(law: Path) -> None:
    statutes, book = read_statutes(law), read_criteria()
    alone = assess(statutes, book).of("XA", "csam-offences")
    joined = assess(statutes, book, with_union=True).of("XA", "csam-offences")
    assert alone.verdict == "absent"
    assert joined.verdict == "partial"
    assert {evidence.owner for evidence in joined.evidence} == {"XU"}


def test_a_directive_never_binds_in_the_member(law: Path) -> None:
    (law / "xu" / "regulation-in-force.md").unlink()
    _write(law, "xu", OFFENCE, kind="directive")
    assert assess(read_statutes(law), with_union=True).of("XA", "csam-offences").verdict == "absent"


def test_a_union_that_was_not_read_is_an_error(law: Path) -> None:
    with pytest.raises(UnknownJurisdiction, match="XU"):
        assess(read_statutes(law, only=["xa"]), with_union=True)


def test_no_law_on_a_theme_is_no_text_and_never_absent(law: Path) -> None:
    findings = assess(read_statutes(law))
    assert findings.of("XB", "financial-reporting").verdict == "no-text"
    assert findings.of("XB", "grooming").verdict == "absent"


def test_a_bill_does_not_inherit_what_was_read_of_the_law_in_force(law: Path) -> None:
    """Does a bill that is silent on a theme read whole look as though it had been searched for in vain?"""
    _write(law, "xb", OFFENCE, kind="bill", status="bill")
    found = assess(read_statutes(law, ["xb"]), layer="proposed")
    assert "absent" not in {f.verdict for f in found if f.coverage == "complete"}
    assert {f.verdict for f in found if f.theme == "platform"} == {"no-text"}
    assert [j.coverage_declared for j in found.jurisdictions] == [False]
    in_force = assess(read_statutes(law, ["xb"]), layer="in-force")
    assert {f.verdict for f in in_force if f.theme == "platform"} == {"absent"}
    assert [j.coverage_declared for j in in_force.jurisdictions] == [True]


def test_a_bill_is_a_layer_apart(law: Path) -> None:
    _write(law, "xa", OFFENCE, kind="bill", status="bill")
    statutes = read_statutes(law)
    assert assess(statutes).of("XA", "csam-offences").verdict == "absent"
    assert assess(statutes, layer="proposed").of("XA", "csam-offences").verdict == "partial"


def test_repealed_law_never_counts(law: Path) -> None:
    (law / "xb" / "act-in-force.md").unlink()
    _write(law, "xb", OFFENCE, status="repealed")
    assert assess(read_statutes(law)).of("XB", "csam-offences").verdict == "absent"


def test_a_changed_text_changes_what_is_remembered(law: Path) -> None:
    assert assess(read_statutes(law)).of("XB", "csam-offences").verdict == "partial"
    _write(law, "xb", "Dogs shall be kept on a lead.")
    assert assess(read_statutes(law)).of("XB", "csam-offences").verdict == "absent"


def test_a_language_without_a_lexicon_was_not_read(law: Path) -> None:
    path = law / "xb" / "act-in-force.md"
    path.write_text(path.read_text("utf-8").replace("language: en", "language: qx"), "utf-8")
    finding = assess(read_statutes(law)).of("XB", "grooming")
    assert finding.verdict == "no-text"
    assert "qx" in finding.note


def test_an_unknown_cell_is_an_error_with_a_hint(law: Path) -> None:
    findings = assess(read_statutes(law))
    with pytest.raises(UnknownCriterion, match="grooming"):
        findings.of("XA", "gromming")
    with pytest.raises(UnknownJurisdiction):
        findings.of("QQ", "grooming")
