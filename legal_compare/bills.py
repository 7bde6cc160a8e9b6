"""Turns a draft bill into what it says on each criterion and what it would change in a jurisdiction's law.

A draft is confidential: it is read in memory, and nothing made of it is kept in the cache, written to disk or logged. Only
readings of published law are remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from legal_compare.amending import Amended, Amendment, apply_amendments, without_applied
from legal_compare.assessment import Findings, Progress, assess
from legal_compare.borrowing import Borrowed, borrowed_wording
from legal_compare.cache import digest, engine_digest, keep, recall
from legal_compare.criteria import Codebook, suggestion
from legal_compare.errors import UnknownJurisdiction
from legal_compare.findings import Evidence, Finding, assess_jurisdiction, first_layer
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.draft import STEM, Draft, read_draft
from legal_compare.readers.lines import Place
from legal_compare.reading import ReadInstrument, read_instrument
from legal_compare.scores import ORDINAL
from legal_compare.statutes import Instrument, Jurisdiction, Provision, Section
from legal_compare.tagged_sections import TaggedSection
from legal_compare.tagging import narrow_tagger

if TYPE_CHECKING:
    import pandas as pd

ANSWERS = {"met": "meets", "partial": "half meets", "contrary": "contradicts", "absent": "leaves out", "no-text": "not read"}
"""What a bill does with a criterion, by the verdict on the bill alone."""
PRECEDENTS = 3
AROUND = 60
"""Characters shown before the decisive words of a precedent; after them, twice as many."""
IMMUNITY = "provider-shield"
"""The codebook's phrase for a shield of providers from liability."""


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
class Weakening:
    """Words of a bill, or of law that it changes, that would protect less than the law in force."""

    criterion: str
    clause: str
    why: str
    excerpt: str
    place: Place | None = None


@dataclass(frozen=True)
class Precedent:
    """A provision of another country that has what the bill leaves out: wording to draft from."""

    criterion: str
    element: str
    jurisdiction: str
    citation: str
    excerpt: str
    url: str
    as_of: str
    language: str


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
    def changes(self) -> tuple[Change, ...]:
        """Criteria whose verdict moves, in the order of the codebook."""
        found = []
        for before, after in zip(self.before, self.after, strict=True):
            if before.verdict != after.verdict:
                gained = ORDINAL.get(after.verdict, 0.4) >= ORDINAL.get(before.verdict, 0.4) or after.verdict == "contrary"
                clauses = self._clauses(after) if gained else self._clauses_behind(before)
                found.append(Change(after.criterion, after.theme, before.verdict, after.verdict, clauses))
        return tuple(found)

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """Criteria that stay unmet with the bill."""
        return tuple(finding for finding in self.after if finding.verdict != "met")

    @cached_property
    def weakened(self) -> tuple[Weakening, ...]:
        """What the bill would weaken: verdicts that fall, words that say the opposite, immunities, duties denied."""
        found = [*self._fallen(), *self._opposed(), *self._immunities(), *self._denied()]
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
        """For each missing element the provisions of other countries that have it; nearest law and same language first."""
        near = {row["jurisdiction"]: place for place, row in enumerate(self.distances.to_dict("records"))}
        found: list[Precedent] = []
        for gap in self.gaps:
            wanted = gap.missing or tuple(self.book.criterion(gap.criterion).elements)
            sources = [f for f in self.world if f.criterion == gap.criterion and f.jurisdiction != gap.jurisdiction and f.verdict == "met"]
            for element in wanted:
                shown = [(f, next((e for e in f.evidence if e.match.element == element and e.excerpt), None)) for f in sources]
                ranked = sorted(
                    ((f, e) for f, e in shown if e is not None),
                    key=lambda pair: (not self._speaks(pair[1].instrument), near.get(pair[0].jurisdiction, 999)),
                )
                found += [_precedent(gap.criterion, element, f, e) for f, e in ranked[:PRECEDENTS]]
        return tuple(found)

    @cached_property
    def borrowed(self) -> tuple[Borrowed, ...]:
        """Clauses worded like a provision of the law at hand, of this country or another."""
        law = (i for j in self.world.jurisdictions for i in j.instruments if i.layer != "void")
        return borrowed_wording(self.draft.instrument, law)

    def clause(self, provision: Provision) -> str:
        """A clause of the bill as it is cited, with its place in the drafter's file."""
        place = self.draft.place(provision)
        number = provision.section.citation_number.replace("s. ", "clause ", 1)
        limbs = [f"({number})" for kind, number in provision.path if kind not in ("def", "p")]
        number += "".join(limbs[:4]) + " …" * (len(limbs) > 4)  # deeper only inside what an amending clause quotes
        return number + (f", {place}" if place else "")

    @cached_property
    def _frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Tables of all findings, with this jurisdiction's law as it is and as it would be."""
        others = [f for f in self.world if f.jurisdiction != self.jurisdiction.code]
        before, after = (Findings((*others, *own), self.world.jurisdictions).to_frame() for own in (self.before, self.after))
        return before, after

    def _speaks(self, instrument: Instrument) -> bool:
        return instrument.language.split("-")[0] == self.draft.language.split("-")[0]

    def _from_bill(self, one: Evidence) -> str:
        """The clause behind a piece of evidence, where the bill is behind it."""
        section = one.match.provision.section
        if section.stem == STEM:
            return self.clause(one.match.provision)
        by = self.amended.clause_of.get(section.address)
        return f"{by.citation_number.replace('s. ', 'clause ', 1)} (in {section.citation_number} {section.instrument_title})" if by else ""

    def _clauses(self, finding: Finding) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(self._from_bill, finding.evidence))))

    def _clauses_behind(self, before: Finding) -> tuple[str, ...]:
        """The amending clauses that changed or removed what showed a finding."""
        kept = {s.address: s.text for i in self.amended.instruments for s in i.sections}
        lost = {
            e.match.provision.section.address
            for e in before.evidence
            if kept.get(e.match.provision.section.address) != e.match.provision.section.text
        }
        stems = {e.instrument.stem for e in before.evidence}
        found = [
            f"{one.clause.citation_number.replace('s. ', 'clause ', 1)} ({one.target})"
            for one in self.amendments
            if one.applied and (lost & set(one.changed) or (not one.changed and any(s in stems for s in stems)))
        ]
        return tuple(dict.fromkeys(found))

    def _fallen(self) -> Iterator[Weakening]:
        for change in self.changes:
            if change.weaker and change.after != "contrary":
                yield Weakening(change.criterion, "; ".join(change.clauses), f"falls from {change.before} to {change.after}", "")

    def _opposed(self) -> Iterator[Weakening]:
        for finding in self.after:
            test = self.book.criterion(finding.criterion).verdict.contrary
            names = set(test.names()) if test else set()
            for one in finding.evidence:
                clause = self._from_bill(one)
                if clause and one.match.element in names:
                    yield Weakening(
                        finding.criterion, clause, "says the opposite of what is asked", one.excerpt, self.draft.place(one.match.provision)
                    )

    def _denied(self) -> Iterator[Weakening]:
        """Matches of the bill that a negation silenced: it names the duty and says that it is none."""
        lexicon = read_lexicon(self.draft.language)
        denials = {name for name, cue in lexicon.cues.items() if cue.category == "negation"} if lexicon else set()
        for match in self.bill.matches:
            if match.suppressed.removeprefix("cue ") in denials and match.suppressed.startswith("cue "):
                yield Weakening(
                    match.criterion,
                    self.clause(match.provision),
                    "denies a duty or bars a measure",
                    match.provision.text,
                    self.draft.place(match.provision),
                )

    def _immunities(self) -> Iterator[Weakening]:
        for provision in _shields(self.bill.instrument, self.book):
            yield Weakening("", self.clause(provision), "shields providers from liability", provision.text, self.draft.place(provision))


def _precedent(criterion: str, element: str, finding: Finding, one: Evidence) -> Precedent:
    instrument = one.instrument
    url = instrument.source.url if instrument.source.url.startswith(("http://", "https://")) else ""
    words = _decisive(one.excerpt, one.match.start, one.match.end)
    return Precedent(criterion, element, finding.jurisdiction, one.citation, words, url, instrument.as_of, instrument.language)


def _decisive(text: str, start: int, end: int) -> str:
    """The decisive words of a long provision with some of what stands around them."""
    first = text.rfind(" ", 0, max(0, start - AROUND)) + 1 if start > 2 * AROUND else 0
    last = text.find(" ", end + 2 * AROUND)
    return "[…] " * bool(first) + (text[first:] if last < 0 else text[first:last] + " […]")


def _shields(bill: Instrument, book: Codebook) -> Iterator[Provision]:
    """Limbs in which a provider and a shield from liability stand together."""
    lexicon, phrase = read_lexicon(bill.language), book.phrases.get(IMMUNITY)
    if lexicon is None or phrase is None:
        return
    narrow = narrow_tagger(lexicon.language, frozenset(name for item in phrase.find for name in item.split("|")))
    for section in bill.sections:
        spans = narrow.tag(section.text) if not section.status else ()
        if len({span.term for span in spans}) < len(phrase.find):
            continue
        tagged = TaggedSection(section, spans, frozenset(), frozenset(), lexicon)
        yield from (p for p in section.provisions if p.kind == "limb" and tagged.read(p).occurrences(IMMUNITY, book))


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
    bill = read_instrument(draft.instrument, book)
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
