"""Do the rules read provisions drafted afresh, in words that no statute of the corpus was looked up for?

Each case stands in an act of its own beside an offence (unless `alone`). What the rules get wrong is marked `known`; benchmarks/drafted.md
says how many of `drafted` they got right at first sight. The cases of `made_up`, many of them decoys, were written with the lexicons in the
manner of these countries' acts: they hold what was learnt and measure nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from legal_compare import assess, read_criteria, read_statutes
from legal_compare.criteria import Codebook

FOLDERS = [Path(__file__).parent / name for name in ("drafted", "made_up")]
FILES: list[dict[str, Any]] = [yaml.safe_load(path.read_text("utf-8")) for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))]
HEAD = (
    "---\ntitle: Act\ncitation: Act 1\nurl: https://law.example/1\n"
    "last_updated: 2024-01-01\nlanguage: {language}\nstatus: in-force\n---\n\n"
)
JURISDICTION = (
    "code: XA\nname: Xland\ntradition: common law\nregion: Asia\nread: all\n"
    "coverage: {criminal: complete, platform: complete, financial: complete, enforcement: complete, prevention: complete}\n"
)


def _parameters() -> list[Any]:
    found = []
    for file in FILES:
        for place, case in enumerate(file["cases"]):
            marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
            name = f"{file['language']}-{case['criterion']}-{place}"
            found.append(pytest.param(file["language"], "" if case.get("alone") else file["beside"], case, id=name, marks=marks))
    return found


@cache
def book() -> Codebook:
    return read_criteria()


@pytest.mark.parametrize(("language", "beside", "case"), _parameters())
def test_a_freshly_drafted_provision_is_read_as_a_lawyer_would(language: str, beside: str, case: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "xa"
    folder.mkdir()
    (folder / "jurisdiction.yaml").write_text(JURISDICTION, "utf-8")
    (folder / "act.md").write_text(f"{HEAD.format(language=language)}{case['text']}\n\n{beside}", "utf-8")
    verdicts = {finding.criterion: finding.verdict for finding in assess(read_statutes(tmp_path), book())}
    assert verdicts[case["criterion"]] == case["verdict"]
