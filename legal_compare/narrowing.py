"""Turns Findings into those that a reader asked for: of a region, of a legal tradition, of law from some year on.

A verdict that rests on older wording alone becomes unknown, never a gap: that the law is old does not say that it is not there.
"""

from __future__ import annotations

from dataclasses import replace

from legal_compare.assessment import Findings
from legal_compare.findings import Finding
from legal_compare.statutes import Instrument, Jurisdiction


def of_place(findings: Findings, region: str = "", tradition: str = "") -> Findings:
    """The findings of jurisdictions of one region and one legal tradition; an empty word asks for all."""
    kept = tuple(j for j in findings.jurisdictions if region in ("", j.region) and tradition in ("", j.tradition))
    if len(kept) == len(findings.jurisdictions):
        return findings
    codes = {j.code for j in kept}
    return Findings(tuple(f for f in findings if f.jurisdiction in codes), kept)


def of_date(findings: Findings, since: int) -> Findings:
    """The same cells; a verdict without any text of the year `since` or later behind it is `no-text`.

    Behind met, partial and contrary stands their evidence, behind absent all texts of the layer that was read. A text whose
    date is not known is of no year.
    """
    home = {j.code: j for j in findings.jurisdictions}
    return Findings(tuple(_dated(finding, home[finding.jurisdiction], since) for finding in findings), findings.jurisdictions)


def _dated(finding: Finding, home: Jurisdiction, since: int) -> Finding:
    texts = [one.instrument for one in finding.evidence] or [i for i in home.instruments if i.layer == finding.layer]
    if finding.verdict == "no-text" or any(_year(text) >= since for text in texts):
        return finding
    note = f"it rests on no wording of {since} or later"
    return replace(
        finding, verdict="no-text", coverage="none", evidence=(), elements=(), missing=(), set_aside=(), confidence=None, note=note
    )


def _year(instrument: Instrument) -> int:
    """Year of a text; 0 where it is not known."""
    digits = instrument.as_of[:4]
    return int(digits) if len(digits) == 4 and digits.isdigit() else 0
