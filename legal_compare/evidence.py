"""Turns a match into evidence: whose law it is, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass

from legal_compare.statutes import Instrument
from legal_compare.tagged_sections import Match


@dataclass(frozen=True)
class Evidence:
    """A match that supports a finding, with the instrument and the jurisdiction whose law it is."""

    match: Match
    instrument: Instrument
    owner: str

    @property
    def key(self) -> str:
        """`<file stem>#<section number as in its heading>`."""
        return self.match.provision.section.key

    @property
    def citation(self) -> str:
        """The provision's citation for people."""
        return self.match.provision.citation

    @property
    def excerpt(self) -> str:
        """The provision's words, read with their lead-in."""
        return self.match.provision.text
