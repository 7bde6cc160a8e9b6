"""Turns provisions of a bill, and law that it changes, into clauses as a drafter cites them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from legal_compare.amending import Amended
from legal_compare.evidence import Evidence
from legal_compare.findings import Finding
from legal_compare.readers.draft import STEM, Draft
from legal_compare.statutes import Provision, Section

DEEPEST = 4
"""Levels of a citation below its clause; deeper ones only stand inside what an amending clause quotes."""
AROUND = 60
"""Characters shown before the decisive words of a long provision; after them, twice as many."""


@dataclass(frozen=True)
class Clauses:
    """The clauses of a draft, by what they say and by what they change."""

    draft: Draft
    amended: Amended

    def cite(self, provision: Provision) -> str:
        """A clause with its limbs and its place in the drafter's file."""
        limbs = [f"({number})" for kind, number in provision.path if kind not in ("def", "p")]
        number = clause_number(provision.section) + "".join(limbs[:DEEPEST]) + " …" * (len(limbs) > DEEPEST)
        place = self.draft.place(provision)
        return number + (f", {place}" if place else "")

    def behind(self, one: Evidence) -> str:
        """The clause that a piece of evidence stands in or was put into law by; empty where it is law already."""
        section = one.match.provision.section
        if section.stem == STEM:
            return self.cite(one.match.provision)
        by = self.amended.clause_of.get(section.address)
        return f"{clause_number(by)} (in {section.citation_number} {section.instrument_title})" if by else ""

    def showing(self, finding: Finding) -> tuple[str, ...]:
        """The clauses behind a finding, best first."""
        return _once(map(self.behind, finding.evidence))

    def undoing(self, before: Finding) -> tuple[str, ...]:
        """The amending clauses that changed or removed what showed a finding on the law at hand."""
        kept = {section.address: section.text for instrument in self.amended.instruments for section in instrument.sections}
        shown = {one.match.provision.section.address: one.match.provision.section.text for one in before.evidence}
        lost = {address for address, text in shown.items() if kept.get(address) != text}
        return _once(
            f"{clause_number(one.clause)} ({one.target})"
            for one in self.amended.amendments
            if one.applied and (lost & set(one.changed) or (shown and not one.changed))
        )


def clause_number(section: Section) -> str:
    """A section of a bill as it is cited: “s. 5” of law is “clause 5” of a bill."""
    return section.citation_number.replace("s. ", "clause ", 1)


def _once(cited: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, cited)))


def decisive(text: str, start: int, end: int) -> str:
    """The decisive words of a long provision with some of what stands around them."""
    first = text.rfind(" ", 0, max(0, start - AROUND)) + 1 if start > 2 * AROUND else 0
    last = text.find(" ", end + 2 * AROUND)
    return "[…] " * bool(first) + (text[first:] if last < 0 else text[first:last] + " […]")
