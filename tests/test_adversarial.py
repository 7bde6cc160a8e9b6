"""Short fictional provisions written to deceive, by a reader who had not seen the rules: the real rules must not be deceived.

Each case of `adversarial/*.yaml` is one jurisdiction whose law was read whole; `known: reason` marks one that still fails.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from legal_compare import assess, read_criteria, read_statutes

FOLDER = Path(__file__).parent / "adversarial"
JURISDICTION = """code: XZ
name: Trapland
tradition: common law
region: Nowhere
union: null
coverage: {criminal: complete, platform: complete, financial: complete, enforcement: complete, prevention: complete}
read: everything
"""
FRONT = """---
title: "{title}"
citation: No. 1
id: xz/act/2001/1
kind: act
status: in-force
as_of: 2020-01-01
language: en
source: {{publisher: p, url: "https://example.org", terms: t, sha256: x}}
---
"""
CASES: list[dict[str, Any]] = [case for file in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(file.read_text("utf-8"))]


def _parameter(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_trap_does_not_deceive_and_its_twin_is_seen(case: dict[str, Any], tmp_path: Path) -> None:
    place = tmp_path / "xz"
    place.mkdir()
    (place / "jurisdiction.yaml").write_text(JURISDICTION, "utf-8")
    body = "\n\n".join(f"## {section['heading']}\n\n{section['text']}" for section in case["sections"])
    (place / "act.md").write_text(FRONT.format(title=case.get("title", "Miscellaneous Provisions Act 2001")) + body + "\n", "utf-8")
    finding = assess(read_statutes(tmp_path), read_criteria()).of("XZ", case["criterion"])
    seen = [(evidence.match.rule, evidence.citation) for evidence in finding.evidence]
    assert finding.verdict == case["expect"], f"{case['why']}: {seen}"


def test_every_criterion_is_tried_both_ways_and_at_least_half_are_traps() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))
    assert all(set(section) == {"heading", "text"} for case in CASES for section in case["sections"])  # an unquoted comma cuts a text
    for criterion in read_criteria().criteria:
        expected = {case["expect"] for case in CASES if case["criterion"] == criterion.id}
        assert expected & {"met", "partial"} and expected & {"absent", "contrary", "partial"}, criterion.id
