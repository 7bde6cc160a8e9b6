"""Turns a bill into what it would weaken: words that say the opposite, immunities, duties denied, verdicts that fall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legal_compare.clauses import Clauses, decisive
from legal_compare.criteria import Codebook
from legal_compare.findings import Finding
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.lines import Place
from legal_compare.reading import ReadInstrument
from legal_compare.statutes import Instrument, Provision
from legal_compare.tagged_sections import Match, TaggedSection
from legal_compare.tagging import narrow_tagger

IMMUNITY = "provider-shield"
"""The codebook's phrase for a shield of providers from liability."""


@dataclass(frozen=True)
class Weakening:
    """Words of a bill, or of law that it changes, that would protect less than the law in force."""

    criterion: str
    clause: str
    why: str
    excerpt: str
    place: Place | None = None


def opposed(after: Iterable[Finding], book: Codebook, clauses: Clauses) -> Iterator[Weakening]:
    """Clauses that say the opposite of what a criterion asks."""
    for finding in after:
        test = book.criterion(finding.criterion).verdict.contrary
        names = set(test.names()) if test else set()
        for one in finding.evidence:
            clause = clauses.behind(one)
            if clause and one.match.element in names:
                place = clauses.draft.place(one.match.provision)
                yield Weakening(finding.criterion, clause, "says the opposite of what is asked", _words(one.match), place)


def immunities(bill: Instrument, book: Codebook, clauses: Clauses) -> Iterator[Weakening]:
    """Limbs in which a provider and a shield from liability stand together."""
    for provision in _shields(bill, book):
        place = clauses.draft.place(provision)
        yield Weakening("", clauses.cite(provision), "shields providers from liability", provision.text, place)


def denied(bill: ReadInstrument, clauses: Clauses) -> Iterator[Weakening]:
    """Matches of the bill that a negation silenced: it names the duty and says that it is none."""
    lexicon = read_lexicon(clauses.draft.language)
    denials = {f"cue {name}" for name, cue in lexicon.cues.items() if cue.category == "negation"} if lexicon else set()
    for match in bill.matches:
        if match.suppressed in denials:
            provision = match.provision
            place = clauses.draft.place(provision)
            yield Weakening(match.criterion, clauses.cite(provision), "denies a duty or bars a measure", _words(match), place)


def _words(match: Match) -> str:
    return decisive(match.provision.text, match.start, match.end)


def _shields(bill: Instrument, book: Codebook) -> Iterator[Provision]:
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
