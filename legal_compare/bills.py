"""Turns a draft bill into what it says on each criterion and what it would change in a jurisdiction's law.

A draft is confidential: it is read in memory, and nothing made of it is kept in the cache, written to disk or logged. Only
readings of published law are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from legal_compare.amending import Amended, Amendment, apply_amendments, without_applied
from legal_compare.assessment import Findings, Progress, assess
from legal_compare.borrowing import Borrowed, borrowed_wording
from legal_compare.cache import digest, engine_digest, keep, recall
from legal_compare.clauses import Clauses
from legal_compare.criteria import Codebook, suggestion
from legal_compare.errors import UnknownJurisdiction
from legal_compare.findings import Finding, assess_jurisdiction, first_layer
from legal_compare.precedents import Precedent, precedents
from legal_compare.readers.draft import Draft, read_draft
from legal_compare.reading import Reader, ReadInstrument, read_instrument
from legal_compare.scores import ORDINAL
from legal_compare.statutes import Instrument, Jurisdiction, Section
from legal_compare.weakening import Weakening, denied, immunities, opposed

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = {"met": "meets", "partial": "half meets", "contrary": "contradicts", "absent": "leaves out", "no-text": "not read"}
"""What a bill does with a criterion, by the verdict on the bill alone."""


@dataclass(frozen=True)
class Change:
    """A criterion on which the bill moves the verdict, and the clauses that move it."""

    criterion: str
    theme: str
    before: str
    after: str
    clauses: tuple[str, ...]

    @property
    def weaker(self) -> bool:
        """Whether the law would protect less."""
        return ORDINAL.get(self.after, 0.4) < ORDINAL.get(self.before, 0.4)


@dataclass(frozen=True)
class BillCheck:
    """What a draft says, and what a jurisdiction's law would say with it; all of it is held in memory only.

    own        a finding a criterion on the bill alone
    before     the same on the law at hand; `after` on that law with the bill
    struck     numbers of clauses that were left out for a what-if
    """

    draft: Draft
    jurisdiction: Jurisdiction
    book: Codebook
    own: tuple[Finding, ...]
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    amended: Amended
    world: Findings = field(repr=False)
    bill: ReadInstrument = field(repr=False)
    struck: tuple[str, ...] = ()

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Every instruction of the bill that changes other law, carried out or not."""
        return self.amended.amendments

    @property
    def unclear(self) -> tuple[Amendment, ...]:
        """Instructions that a person must read: they were not carried out."""
        return tuple(one for one in self.amendments if not one.applied)

    @cached_property
    def clauses(self) -> Clauses:
        """The bill's clauses as they are cited."""
        return Clauses(self.draft, self.amended)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Criteria whose verdict moves, in the order of the codebook."""
        found = []
        for before, after in zip(self.before, self.after, strict=True):
            if before.verdict != after.verdict:
                gained = ORDINAL.get(after.verdict, 0.4) >= ORDINAL.get(before.verdict, 0.4) or after.verdict == "contrary"
                clauses = self.clauses.showing(after) if gained else self.clauses.undoing(before)
                found.append(Change(after.criterion, after.theme, before.verdict, after.verdict, clauses))
        return tuple(found)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Criteria that stay unmet with the bill."""
        return tuple(finding for finding in self.after if finding.verdict != "met")

    @cached_property
    def weakened(self) -> tuple[Weakening, ...]:
        """What the bill would weaken: verdicts that fall, words that say the opposite, immunities, duties denied."""
        fallen = (c for c in self.changes if c.weaker and c.after != "contrary")
        found = [
            *(Weakening(c.criterion, "; ".join(c.clauses), f"falls from {c.before} to {c.after}", "") for c in fallen),
            *opposed(self.after, self.book, self.clauses),
            *immunities(self.bill.instrument, self.book, self.clauses),
            *denied(self.bill, self.clauses),
        ]
        return tuple({(one.criterion, one.clause, one.excerpt): one for one in found}.values())

    @cached_property
    def index(self) -> pd.DataFrame:
        """One row a theme and `overall`: index before and after, with the bounds that unread law allows."""
        import pandas as pd

        from legal_compare.scores import OVERALL, score

        before, after = (score(frame).loc[self.jurisdiction.code] for frame in self._frames)
        rows = []
        for name in (OVERALL, *self.book.themes):
            prefix = "" if name == OVERALL else f"{name}."
            if f"{prefix}index" in before:
                row: dict[str, object] = {"part": name}
                for key, scores in (("before", before), ("after", after)):
                    row |= {
                        key: scores[f"{prefix}index"],
                        f"{key}_lower": scores[f"{prefix}lower"],
                        f"{key}_upper": scores[f"{prefix}upper"],
                    }
                rows.append(row)
        return pd.DataFrame(rows)

    @cached_property
    def distances(self) -> pd.DataFrame:
        """D to every other jurisdiction, the union and the conventions, before and after; nearest after first."""
        import pandas as pd

        from legal_compare.distances import compare

        code = self.jurisdiction.code
        columns = {}
        for key, frame in zip(("before", "after"), self._frames, strict=True):
            pairs = compare(frame).pairs
            pairs = pairs[(pairs["theme"] == "overall") & ((pairs["a"] == code) | (pairs["b"] == code))]
            other = pairs["a"].where(pairs["b"] == code, pairs["b"])
            columns[key] = pd.Series(pairs["D"].to_numpy(), index=other)
            columns["coverage"] = pd.Series(pairs["coverage"].to_numpy(), index=other)
        table = pd.DataFrame(columns)[["before", "after", "coverage"]]
        table["change"] = table["after"] - table["before"]
        names = {j.code: j.name for j in self.world.jurisdictions}
        table.insert(0, "name", [names.get(name, name) for name in table.index])
        return table.sort_values("after").rename_axis("jurisdiction").reset_index()

    @cached_property
    def next_changes(self) -> pd.DataFrame:
        """Single further changes that would close most of what is then still missing, greatest first."""
        from legal_compare.distances import gap

        return gap(self._frames[1], self.jurisdiction.code).changes

    @cached_property
    def precedents(self) -> tuple[Precedent, ...]:
        """For each missing element provisions of other countries that have it; same language and nearest law first."""
        near = {code: place for place, code in enumerate(self.distances["jurisdiction"])}
        return precedents(self.gaps, self.world, self.book, near, self.draft.language)

    @cached_property
    def borrowed(self) -> tuple[Borrowed, ...]:
        """Clauses worded like a provision of the law at hand, of this country or another."""
        law = (i for j in self.world.jurisdictions for i in j.instruments if i.layer != "void")
        return borrowed_wording(self.draft.instrument, law)

    @cached_property
    def _frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Tables of all findings, with this jurisdiction's law as it is and as it would be."""
        others = [f for f in self.world if f.jurisdiction != self.jurisdiction.code]
        before, after = (Findings((*others, *own), self.world.jurisdictions).to_frame() for own in (self.before, self.after))
        return before, after


def check_bill(
    source: Path | bytes | str | Draft,
    jurisdiction: str,
    *,
    statutes: Sequence[Jurisdiction] | None = None,
    criteria: Codebook | None = None,
    name: str = "",
    language: str | None = None,
    strike: Sequence[str] = (),
    progress: Progress | None = None,
) -> BillCheck:
    """What a draft (a file, its bytes or its words) would change in a jurisdiction's law.

    `strike` leaves out clauses by their numbers; `language` overrules what is detected. Raises UnknownJurisdiction where no
    law of the jurisdiction is at hand, StatuteError where the draft cannot be read.
    """
    from legal_compare import read_criteria, read_statutes

    law = tuple(statutes) if statutes is not None else read_statutes()
    book = criteria or read_criteria()
    home = next((one for one in law if one.code == jurisdiction.upper()), None)
    if home is None:
        raise UnknownJurisdiction(
            f"jurisdiction {jurisdiction!r}", "has no law at hand.", suggestion(jurisdiction.upper(), {j.code for j in law})
        )
    draft = source if isinstance(source, Draft) else read_draft(source, name, jurisdiction, language)
    draft = draft.without(tuple(strike)) if strike else draft
    world = _world(law, book, progress)
    layer = first_layer(home)
    in_force = [i for i in home.instruments if i.layer == layer]
    amended = apply_amendments(draft.instrument, in_force)
    bill = Reader(book).read(draft.instrument)  # long drafts say little on the criteria in most clauses
    return BillCheck(
        draft=draft,
        jurisdiction=home,
        book=book,
        own=_alone(bill, home, book),
        before=tuple(f for f in world if f.jurisdiction == home.code),
        after=assess_jurisdiction(home, book, layer, _with_bill(bill, amended, in_force, book)),
        amended=amended,
        world=world,
        bill=bill,
        struck=tuple(strike),
    )


_LAST: dict[str, tuple[tuple[Jurisdiction, ...], Codebook, Findings]] = {}
"""The law at hand as it was last assessed: a clause struck for a what-if changes the draft, not the world. No draft comes here."""


def _world(law: tuple[Jurisdiction, ...], book: Codebook, progress: Progress | None) -> Findings:
    """Findings on all law at hand, those of the last check where it is the same law."""
    last = _LAST.get("world")
    if last is None or last[0] is not law or last[1] is not book:
        last = (law, book, assess(law, book, progress=progress))
        _LAST["world"] = last
    return last[2]


def _alone(bill: ReadInstrument, home: Jurisdiction, book: Codebook) -> tuple[Finding, ...]:
    """Findings on the bill by itself: all of it was read, so what it does not say it leaves out."""
    whole = Jurisdiction(home.code, home.name, coverage=dict.fromkeys(book.themes, "complete"), instruments=(bill.instrument,))
    return assess_jurisdiction(whole, book, bill.instrument.layer, [bill])


def _with_bill(bill: ReadInstrument, amended: Amended, law: Sequence[Instrument], book: Codebook) -> list[ReadInstrument]:
    """The law as the bill would leave it, and the bill's own clauses as law; what only amended counts where it was put."""
    before = {id(one) for one in law}
    read = [_read_law(one, book) if id(one) in before else read_instrument(one, book) for one in amended.instruments]
    status = law[0].status if law else "in-force"
    kept = {id(section) for section in without_applied(bill.instrument, amended.amendments).sections}
    matches = tuple(match for match in bill.matches if id(match.provision.section) in kept)
    return [*read, ReadInstrument(replace(bill.instrument, status=status), matches)]


def _read_law(instrument: Instrument, book: Codebook) -> ReadInstrument:
    """A reading of published law, remembered by its content; a draft never comes here."""
    if not instrument.digest:
        return read_instrument(instrument, book)
    key = digest(["reading", engine_digest(), book.model_dump_json(), instrument.jurisdiction, instrument.stem, instrument.digest])
    known = recall(key)
    if not isinstance(known, ReadInstrument):
        known = read_instrument(replace(instrument, sections=tuple(instrument.sections)), book)
        keep(key, known)
    return known


def clauses_of(draft: Draft) -> tuple[Section, ...]:
    """The clauses of a draft that count as law, for a reader to choose from."""
    return tuple(section for section in draft.instrument.sections if not section.status)
