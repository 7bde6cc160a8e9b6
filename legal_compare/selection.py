"""Turns the assessment of a whole text into a choice of what to quote from it.

Every section that gave evidence is quoted, whole where it is short, else the limbs that a reader and the rules need.
A choice is good when the excerpts show what the whole text shows: it is widened until they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from legal_compare.checking import OMISSION, law_lines, printed_sections
from legal_compare.criteria import Codebook, Rule
from legal_compare.definitions import Carried, carried_definitions, uses
from legal_compare.drafting import Drafting
from legal_compare.evidence import Evidence
from legal_compare.findings import Finding, assess_jurisdiction
from legal_compare.lexicons import read_lexicon
from legal_compare.provenance import front_matter
from legal_compare.quoting import (
    RARELY_OVER,
    Ranges,
    around,
    cheapest,
    entry,
    first_markers,
    joined,
    match_ranges,
    render,
    subsections,
    survive,
    words_in,
)
from legal_compare.readers.markdown import parse_markdown
from legal_compare.reading import ReadInstrument, read_instrument
from legal_compare.statutes import Instrument, Jurisdiction, Provision, Section, split_heading
from legal_compare.tagged_sections import Match
from legal_compare.tagging import TaggedSpan, tag_section, tagger

Place = tuple[str, int]
"""Instrument's stem, and the section's place in it."""

NEAR_MISSES = 2
"""Sections quoted for a criterion that is not met, though nothing in them counted: what came closest."""
NEARLY_ALL = 0.85
"""Share of a section's words from which it is quoted whole."""
ROUNDS = 8
"""How often a choice is widened; one step more around each thing that is amiss."""

CHOSEN, NUMBERED, SUBSECTIONS, WHOLE = range(4)
"""How much of a section is quoted: limbs; with the first markers of their lists; whole subsections; all."""
READABLE = 600
"""Words up to which a section is quoted whole if its limbs alone would lose their numbers."""


@dataclass
class _Wanted:
    """What is to be quoted of one section, and why."""

    matches: list[Match] = field(default_factory=list)
    definitions: list[tuple[Provision, str]] = field(default_factory=list)
    wider: set[str] = field(default_factory=set)
    level: int = CHOSEN
    full: bool = False

    @property
    def state(self) -> tuple[int, int, int, int, bool]:
        """Changes whenever something is added."""
        return len(self.matches), len(self.definitions), len(self.wider), self.level, self.full


@dataclass
class Selection:
    """The excerpts of one jurisdiction while they are being chosen."""

    jurisdiction: Jurisdiction
    book: Codebook
    references: Mapping[str, Path]
    folder: Path
    wanted: dict[Place, _Wanted] = field(default_factory=dict)
    _reread: dict[str, ReadInstrument] = field(default_factory=dict)
    _written: dict[tuple[Place, tuple[int, int, int, int, bool]], str] = field(default_factory=dict)
    _tagged: dict[Place, tuple[TaggedSpan, ...]] = field(default_factory=dict)

    @cached_property
    def read(self) -> tuple[ReadInstrument, ...]:
        """The whole text with its matches; void law and law without a lexicon are left out."""
        instruments = [i for i in self.jurisdiction.instruments if i.layer != "void" and read_lexicon(i.language)]
        return tuple(read_instrument(instrument, self.book) for instrument in instruments)

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """The whole texts by stem."""
        return {one.instrument.stem: one.instrument for one in self.read}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by its id."""
        return {rule.id: rule for criterion in self.book.criteria for _, rule in criterion.rules()}

    @cached_property
    def places(self) -> dict[int, Place]:
        """Where each section stands."""
        return {id(s): (stem, at) for stem, i in self.instruments.items() for at, s in enumerate(i.sections)}

    @cached_property
    def heads(self) -> dict[str, str]:
        """Front matter of each instrument as it will stand in its file."""
        return {stem: front_matter(i, self.references[stem], self.folder / f"{stem}.md") for stem, i in self.instruments.items()}

    def settle(self) -> None:
        """Chooses what to quote and widens it until the excerpts show what the whole text shows."""
        findings = list(self._findings(self.read))
        for finding in findings:
            for one in (*finding.evidence, *finding.set_aside):
                if not one.match.suppressed:
                    self._want(one.match)
            for one in near_misses(finding):
                self._want(one.match)
        self._want_nearest()
        target = list(_shown(findings))
        for _ in range(ROUNDS):
            strange = list(_strange(target, list(_shown(self._findings(tuple(self._again()))))))
            if not [None for one in strange if self._widen(one)]:
                break

    def files(self) -> dict[str, str]:
        """The text of each file; empty where nothing of an instrument is quoted."""
        return {stem: self._file(instrument) for stem, instrument in self.instruments.items()}

    def _findings(self, read: Sequence[ReadInstrument]) -> Iterator[Finding]:
        for layer in sorted({one.instrument.layer for one in read}):
            yield from assess_jurisdiction(self.jurisdiction, self.book, layer, [one for one in read if one.instrument.layer == layer])

    def _want(self, match: Match) -> None:
        place = self.places[id(match.provision.section)]
        self.wanted.setdefault(place, _Wanted()).matches.append(match)
        for span in match.spans:
            if span.defined_in:
                self._want_definition(place[0], span.defined_in, span.term)

    def _want_nearest(self) -> None:
        """Where a layer's law gives nothing at all, the sections with most of the codebook's terms: what was read must show."""
        for layer in {i.layer for i in self.instruments.values()} - {self.instruments[stem].layer for stem, _ in self.wanted}:
            ranked: list[tuple[int, Place]] = []
            for stem, instrument in self.instruments.items():
                for at, section in enumerate(instrument.sections):
                    if instrument.layer == layer and not section.status and len(section.text.split()) <= READABLE:
                        terms = {span.term for span in self._spans(section, instrument.language) if ":" not in span.term}
                        ranked.append((-len(terms), (stem, at)))
            for _, place in sorted(ranked)[:NEAR_MISSES]:
                self.wanted[place] = _Wanted(level=WHOLE)

    def _want_definition(self, stem: str, address: str, term: str) -> None:
        for at, section in enumerate(self.instruments[stem].sections):
            if address.startswith(section.address):
                for provision in section.provisions:
                    if provision.kind == "definition" and provision.address == address:
                        self.wanted.setdefault((stem, at), _Wanted()).definitions.append((provision, term))

    def _widen(self, strange: _Shown) -> bool:
        """One step more around something that only the excerpts, or only the whole text, show; whether anything was added."""
        for (stem, at), wanted in self.wanted.items():
            section = self.instruments[stem].sections[at]
            if (stem, _number(section)) != (strange.stem, strange.number):
                continue
            before = wanted.state
            if strange.rule not in wanted.wider:
                wanted.wider.add(strange.rule)
                known = {match.rule for match in wanted.matches}
                if strange.rule not in known:  # it fires on the excerpt alone: quote what silences it in the whole text
                    wanted.matches += [m for r in self.read for m in r.matches if m.rule == strange.rule and m.provision.section is section]
            elif wanted.level < WHOLE:
                wanted.level = WHOLE
            elif not wanted.full:
                wanted.full = True
                for carried in self._definitions(stem):
                    if uses(section.text, carried.label, carried.endings):
                        for term in carried.terms:
                            self._want_definition(stem, carried.provision.address, term)
            return wanted.state != before
        return False

    def _definitions(self, stem: str) -> tuple[Carried, ...]:
        instrument = self.instruments[stem]
        lexicon = read_lexicon(instrument.language)
        if lexicon is None:
            return ()
        spans = {at: tag_section(section, instrument.language) for at, section in enumerate(instrument.sections)}
        return carried_definitions(instrument, spans, lexicon)

    def _again(self) -> Iterator[ReadInstrument]:
        """The excerpts, read as a user will read them."""
        for stem, text in self.files().items():
            if text:
                if text not in self._reread:
                    instrument = parse_markdown(text, self.jurisdiction.code, stem, stem)
                    self._reread[text] = read_instrument(instrument, self.book)
                yield self._reread[text]

    def _file(self, instrument: Instrument) -> str:
        headings = _headings(self.references[instrument.stem])
        places = {id(section): at for at, section in enumerate(instrument.sections)}
        blocks: list[str] = []
        chapter = ""
        for key, group in groupby(instrument.sections, key=lambda s: (s.number, s.occurrence)):
            sections = list(group)
            wanted = [self.wanted.get((instrument.stem, places[id(section)])) for section in sections]
            if not any(wanted):
                continue
            words = [self._words(section, one, instrument) if one else "" for section, one in zip(sections, wanted, strict=True)]
            if sections[0].chapter and sections[0].chapter != chapter:
                chapter = sections[0].chapter
                blocks.append(f"# {chapter}")
            blocks.append(f"## {headings[key]}")
            blocks.append(joined(words, [bool(list(law_lines(section.text))) for section in sections]))
        return self.heads[instrument.stem] + "\n" + "\n\n".join(blocks) + "\n" if blocks else ""

    def _words(self, section: Section, wanted: _Wanted, instrument: Instrument) -> str:
        key = (self.places[id(section)], wanted.state)
        if key not in self._written:
            self._written[key] = self._write(section, wanted, instrument.language)
        return self._written[key]

    def _write(self, section: Section, wanted: _Wanted, language: str) -> str:
        lexicon = read_lexicon(language)
        drafting = lexicon.drafting if lexicon else Drafting()
        law = list(law_lines(section.text))
        words = words_in(section.text, law)
        if words <= RARELY_OVER or wanted.level == WHOLE:
            return render(section, set(law))
        matches = cheapest(section, wanted.matches)
        for level in (CHOSEN, NUMBERED, SUBSECTIONS):
            text = render(section, self._ranges(section, matches, wanted, level, language))
            if survive(section, text, matches, drafting) and (level < SUBSECTIONS or len(text.split()) <= READABLE):
                return text
        level = WHOLE if words <= READABLE else NUMBERED
        return render(section, self._ranges(section, matches, wanted, level, language))

    def _ranges(self, section: Section, matches: Sequence[Match], wanted: _Wanted, level: int, language: str) -> Ranges:
        law = list(law_lines(section.text))
        if level == WHOLE:
            return set(law)
        spans = self._spans(section, language)
        kept: Ranges = set()
        for match in matches:
            kept |= match_ranges(section, match)
            if level == SUBSECTIONS or match.rule in wanted.wider:
                kept |= subsections(section, match)
        for match in matches:
            kept |= self._section_words(section, match, kept, spans, language)
        for provision, term in wanted.definitions:
            kept |= entry(provision, [(s.start, s.end) for s in spans if s.term == term])
        if level >= NUMBERED:
            kept |= first_markers(section, kept)
        return set(law) if words_in(section.text, kept) >= NEARLY_ALL * words_in(section.text, law) else kept

    def _spans(self, section: Section, language: str) -> tuple[TaggedSpan, ...]:
        place = self.places[id(section)]
        if place not in self._tagged:
            self._tagged[place] = tag_section(section, language)
        return self._tagged[place]

    def _section_words(self, section: Section, match: Match, kept: Ranges, spans: Sequence[TaggedSpan], language: str) -> Ranges:
        """The limbs that hold what a rule wants anywhere in the section (the words that make it an offence)."""
        lexicon = read_lexicon(language)
        rule = self.rules[match.rule]
        if lexicon is None or not rule.section:
            return set()
        heading = {span.term for span in tagger(lexicon.language).tag(section.heading)}
        found: Ranges = set()
        for name in rule.section:
            names = set(name.split("|"))
            if names & heading:
                continue
            hits = [(s.start, s.end) for s in spans if s.term in names]
            if hits and not any(first <= start and end <= last for start, end in hits for first, last in kept | found):
                found |= around(section, *hits[0])
        return found


def near_misses(finding: Finding) -> list[Evidence]:
    """What came closest to a criterion that is not met: matches set aside, of the missing elements first, one a section."""
    if finding.verdict not in ("absent", "partial"):
        return []
    aside = [one for one in finding.set_aside if one.match.suppressed and len(one.match.spans) > 1]
    aside.sort(key=lambda one: (one.match.element not in finding.missing, -len(one.match.spans), one.match.end - one.match.start))
    first = {(one.instrument.stem, one.match.provision.section.address): one for one in reversed(aside)}
    order = [one for one in aside if first[one.instrument.stem, one.match.provision.section.address] is one]
    return order[:NEAR_MISSES]


@dataclass(frozen=True)
class _Shown:
    """That a section shows an element of a criterion, and by which rule."""

    layer: str
    criterion: str
    element: str
    rule: str
    stem: str
    number: str


def _shown(findings: Iterable[Finding]) -> Iterator[_Shown]:
    """What counts in an assessment; near misses are left out."""
    for finding in findings:
        for one in (*finding.evidence, *finding.set_aside):
            if not one.match.suppressed:
                section = _number(one.match.provision.section)
                yield _Shown(finding.layer, finding.criterion, one.match.element, one.match.rule, one.instrument.stem, section)


def _strange(whole: Sequence[_Shown], excerpts: Sequence[_Shown]) -> Iterator[_Shown]:
    """Elements that a section shows in the whole text alone, and elements that only the excerpts show at all."""
    there = {(one.layer, one.criterion, one.element, one.stem, one.number) for one in excerpts}
    known = {(one.layer, one.criterion, one.element) for one in whole}
    missing = [one for one in whole if (one.layer, one.criterion, one.element, one.stem, one.number) not in there]
    extra = [one for one in excerpts if (one.layer, one.criterion, one.element) not in known]
    yield from dict.fromkeys([*missing, *extra])


def _number(section: Section) -> str:
    return f"{section.number} {section.eid}".strip()


def _headings(path: Path) -> dict[tuple[str, int], str]:
    """Printed headings by number and occurrence, as the reader counts them."""
    seen: dict[str, int] = {}
    found = {}
    for heading, words in printed_sections(path):
        if words.replace(OMISSION, "").strip():
            number = (split_heading(heading) or (heading[:60],))[0]
            seen[number] = seen.get(number, 0) + 1
            found[number, seen[number]] = heading
    return found
