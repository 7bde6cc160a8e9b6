"""Turns the law of a jurisdiction into Proposals: the provisions that a person should look at for the criteria.

A rule that fires proposes the shortest provision of the section that shows it; a section in which none fires proposes the limb
whose terms come closest to a rule, where its instrument is chiefly about a theme of the codebook. So reading proposals is reading
little, and what the rules miss for a word is still seen.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from legal_compare.checking import folded
from legal_compare.criteria import Codebook
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.book import read_book
from legal_compare.reading import read_instrument
from legal_compare.scanning import candidate_instruments
from legal_compare.statutes import Instrument, Provision, Section
from legal_compare.tagged_sections import Match
from legal_compare.tagging import tag_section, tagger

if TYPE_CHECKING:
    import pandas as pd

CLOSE = 0.27
"""Closeness from which a limb is proposed without a rule: benchmarks/discovery.md shows recall and share read at each value."""
LENT = 0.7
"""What a term counts that only the heading or the instrument's title supplies, not the limb's own words."""
SHORT = 5
"""Words added to a limb's own before its length is held against it."""
SAME_VERSION = 75.0
"""Likeness in percent (Indel) from which two provisions that begin alike are versions of each other."""
BEGINNING = 6
"""Words that two versions of a provision have in common at their beginning."""

RULE, NEAR, DEFINITION = "rule", "near", "definition"
COLUMNS = (
    "jurisdiction", "provision", "address", "citation", "reason", "criteria", "rules", "terms", "closeness", "words",
    "rests_on", "duplicate_of", "version_of", "status", "as_of", "text",
)  # fmt: skip
"""Columns of the table of proposals, in order."""


@dataclass(frozen=True)
class Proposal:
    """A provision that should be looked at, and why.

    `reason` is rule (a rule fired), near (its terms come close to a rule) or definition (a proposal rests on it); `closeness`
    is 1 for a rule, else the share of the closest rule's terms (weighted) over the fourth root of the limb's words.
    """

    instrument: Instrument
    provision: Provision
    reason: str
    criteria: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    closeness: float = 1.0
    rests_on: tuple[str, ...] = ()
    duplicate_of: str = ""
    version_of: str = ""

    @property
    def key(self) -> str:
        """`<file stem>#<section number as in its heading>`."""
        return self.provision.section.key

    @cached_property
    def words(self) -> int:
        """Words to read, lead-in and all."""
        return len(self.provision.text.split())


def propose(instruments: Iterable[Instrument], book: Codebook, close: float = CLOSE) -> tuple[Proposal, ...]:
    """The proposals of instruments in the order of the texts; void law and languages without a lexicon give none.

    Instruments are taken one at a time, so that a whole statute book may stream through.
    """
    terms = _RuleTerms(book)
    found = [one for instrument in instruments for one in _of_instrument(instrument, book, terms, close)]
    return tuple(_with_relatives(found))


@dataclass(frozen=True)
class BookProposals:
    """The proposals of a statute book, with how much there was to read."""

    proposals: tuple[Proposal, ...]
    instruments: int
    words: int
    unread: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How much was read, how much is proposed, and what was not read."""
        reasons = Counter(one.reason for one in self.proposals)
        told = ", ".join(f"{reasons[reason]} by {reason}" for reason in (RULE, NEAR, DEFINITION) if reasons[reason])
        share = words_to_read(self.proposals) / self.words if self.words else 0.0
        said = f"{len(self.proposals)} proposals ({told or 'none'}): {share:.2%} of {self.words:,} words in {self.instruments} instruments."
        return said + (f" Not read: {', '.join(self.unread)}." if self.unread else "")


def propose_book(
    path: Path,
    jurisdiction: str,
    book: Codebook,
    close: float = CLOSE,
    progress: Callable[[int, int, str], None] | None = None,
    scanned: Path | None = None,
) -> BookProposals:
    """The proposals of a folder or file, read one instrument at a time; raises StatuteError for what cannot be read.

    With `scanned`, the folder of a scan of the same law by the same rules, only instruments that hold a candidate are read: a
    proposal needs a rule that fires without a tie (each of the 209 instruments of the reference law with one is among the candidates).

    `progress` is called with (instruments read, 0, title): a statute book's length is not known before its end.
    """  # fmt: skip
    words, count = 0, 0
    unread: Counter[str] = Counter()
    bearing = None if scanned is None else candidate_instruments(scanned, jurisdiction)

    def counted() -> Iterator[Instrument]:
        nonlocal words, count
        for instrument in read_book(path, jurisdiction):
            count += 1
            if instrument.layer == "void":
                unread["void law"] += 1
            elif read_lexicon(instrument.language) is None:
                unread[f"no lexicon for {instrument.language}"] += 1
            else:
                words += sum(len(section.text.split()) for section in instrument.sections)
                if bearing is None or instrument.stem in bearing:
                    yield instrument
            if progress:
                progress(count, 0, instrument.title[:60])

    found = propose(counted(), book, close)
    return BookProposals(found, count, words, tuple(f"{number} instruments ({why})" for why, number in sorted(unread.items())))


def words_to_read(proposals: Iterable[Proposal]) -> int:
    """Words of all proposals; a lead-in that several share is read once."""
    stretches = {(one.provision.section.address, at): one.provision.section for one in proposals for at in one.provision.stretches}
    return sum(len(section.text[start:end].split()) for (_, (start, end)), section in stretches.items())


def to_frame(proposals: Sequence[Proposal]) -> pd.DataFrame:
    """One row a proposal; columns as COLUMNS."""
    import pandas as pd

    rows = [
        (
            one.instrument.jurisdiction, one.key, one.provision.address, one.provision.citation, one.reason, "; ".join(one.criteria),
            "; ".join(one.rules), "; ".join(one.terms), round(one.closeness, 3), one.words, "; ".join(one.rests_on),
            one.duplicate_of, one.version_of, one.instrument.status, one.instrument.as_of, one.provision.text,
        )
        for one in proposals
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


class _RuleTerms:
    """What each rule is made of: groups of terms of which one is needed, weighted by how few rules share the group."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        rules = [(rule, criterion) for criterion in book.criteria for _, rule in criterion.rules()]
        self.free = {rule.id: criterion for rule, criterion in rules if not rule.linked_to and not rule.used_by}
        groups = {(criterion.id, tuple(self._groups(rule.find))) for criterion in book.criteria for _, rule in criterion.rules()}
        self.rules = sorted(groups, key=lambda rule: (rule[0], [sorted(group) for group in rule[1]]))
        shared = Counter(group for _, needed in self.rules for group in needed)
        self.weight = {group: math.log(1 + len(self.rules) / count) for group, count in shared.items()}
        self.using: dict[str, set[int]] = defaultdict(set)
        for place, (_, needed) in enumerate(self.rules):
            for group in needed:
                for term in group:
                    self.using[term].add(place)

    def _groups(self, items: Iterable[str]) -> Iterator[frozenset[str]]:
        seen: set[frozenset[str]] = set()
        for group in (group for item in items for group in self._flat(item)):
            if group not in seen:
                seen.add(group)
                yield group

    def _flat(self, item: str) -> Iterator[frozenset[str]]:
        if item in self._book.phrases:
            for part in self._book.phrases[item].find:
                yield from self._flat(part)
        elif "|" in item:
            parts = [list(self._flat(name)) for name in item.split("|")]
            for place in range(max(map(len, parts))):
                yield frozenset().union(*(groups[place] for groups in parts if place < len(groups)))
        else:
            yield frozenset([item])

    def themes(self, rules: Iterable[str]) -> Counter[str]:
        """Criteria of each theme that some rules show without needing a tie to other provisions."""
        return Counter(theme for _, theme in {(self.free[rule].id, self.free[rule].theme) for rule in rules if rule in self.free})

    def fit(self, own: frozenset[str], lent: frozenset[str]) -> tuple[float, str]:
        """Greatest share of a rule's terms that are there, and the rule's criterion."""
        best = (0.0, "")
        for place in {place for term in own for place in self.using.get(term, ())}:
            criterion, needed = self.rules[place]
            whole = sum(self.weight[group] for group in needed)
            there = sum(self.weight[group] * (1 if group & own else LENT if group & lent else 0) for group in needed)
            best = max(best, (there / whole, criterion))
        return best


def _of_instrument(instrument: Instrument, book: Codebook, terms: _RuleTerms, close: float) -> Iterator[Proposal]:
    if instrument.layer == "void" or read_lexicon(instrument.language) is None:
        return
    matches: dict[int, list[Match]] = defaultdict(list)
    read = read_instrument(instrument, book).matches
    themes = terms.themes(match.rule for match in read if not match.suppressed)
    if not themes:
        return  # an act on dogs has penalties, inspectors and companies too: without a rule that needs no tie it bears on nothing
    chiefly = max(themes.values()) >= 2  # as coverage tells what an instrument is chiefly about
    for match in read:
        matches[id(match.provision.section)].append(match)
    named = replace(instrument, sections=())  # a proposal travels without the rest of its instrument
    short = tagger(instrument.language)
    title = frozenset(span.term for span in short.tag(instrument.title))
    definitions = _definitions(instrument)
    proposed: dict[str, Proposal] = {}
    for section in instrument.sections:
        if id(section) in matches:
            ones = list(_by_rule(named, matches[id(section)]))
        elif chiefly:
            lent = title | {span.term for span in short.tag(section.heading)}
            nearest = _nearest(named, section, lent, terms, close)
            ones = [nearest] if nearest else []
        else:
            continue
        proposed.update((one.provision.address, one) for one in ones)
    for address in dict.fromkeys(address for one in list(proposed.values()) for address in one.rests_on):
        if address in definitions and address not in proposed:
            proposed[address] = Proposal(named, definitions[address], DEFINITION)
    order = {section.address: place for place, section in enumerate(instrument.sections)}
    yield from sorted(proposed.values(), key=lambda one: order[one.provision.section.address])


def _definitions(instrument: Instrument) -> Mapping[str, Provision]:
    return {provision.address: provision for provision in instrument.provisions("definition")}


def _by_rule(instrument: Instrument, matches: Sequence[Match]) -> Iterator[Proposal]:
    """The shortest provision for each rule that fired, suppressed or not; one proposal a provision."""
    shortest: dict[str, Match] = {}
    for match in matches:
        known = shortest.get(match.rule)
        if known is None or len(match.provision.text) < len(known.provision.text):
            shortest[match.rule] = match
    together: dict[str, list[Match]] = defaultdict(list)
    for match in shortest.values():
        together[match.provision.address].append(match)
    for ones in together.values():
        spans = [span for match in ones for span in match.spans]
        yield Proposal(
            instrument,
            ones[0].provision,
            RULE,
            criteria=tuple(dict.fromkeys(match.criterion for match in ones)),
            rules=tuple(match.rule for match in ones),
            terms=tuple(dict.fromkeys(span.term for span in spans)),
            rests_on=tuple(dict.fromkeys(span.defined_in for span in spans if span.defined_in)),
        )


def _nearest(instrument: Instrument, section: Section, lent: frozenset[str], terms: _RuleTerms, close: float) -> Proposal | None:
    """The limb or definition whose terms come closest to a rule, if it comes close enough."""
    if section.status in ("unread", "void"):
        return None
    spans = tag_section(section, instrument.language)
    best: Proposal | None = None
    for provision in section.provisions:
        if provision.kind not in ("limb", "definition"):
            continue
        own = frozenset(
            s.term for s in spans if any(first <= s.start and s.end <= last for first, last in provision.stretches)
        )  # fmt: skip
        fit, criterion = terms.fit(own, lent)
        closeness = fit / (SHORT + len(provision.text.split())) ** 0.25
        if closeness >= close and (best is None or closeness > best.closeness):
            named = tuple(sorted(term for term in own if ":" not in term))
            best = Proposal(instrument, provision, NEAR, (criterion,), terms=named, closeness=closeness)
    return best


def _with_relatives(proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Each proposal with the earlier one that has the same words, or that it is another version of."""
    from rapidfuzz import fuzz

    same: dict[str, Proposal] = {}
    alike: dict[str, list[tuple[str, Proposal]]] = defaultdict(list)
    for one in proposals:
        words = folded(one.provision.text).casefold()
        own = words.split()
        beginning = " ".join(own[:BEGINNING])
        first = same.setdefault(words, one)
        if first is not one:
            yield replace(one, duplicate_of=first.provision.address)
            continue
        others = (other for text, other in alike[beginning] if _elsewhere(one, other) and fuzz.ratio(words, text) >= SAME_VERSION)
        older = next(others, None) if len(own) > BEGINNING else None
        alike[beginning].append((words, one))
        yield replace(one, version_of=older.provision.address) if older else one


def _elsewhere(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals stand in different texts or in two printings of one number: limbs of one section are no versions."""
    return one.provision.section.address != other.provision.section.address and (
        one.instrument.stem != other.instrument.stem or one.provision.section.number == other.provision.section.number
    )
