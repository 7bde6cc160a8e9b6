"""Turns reference texts into the excerpts of `statutes/`.

The whole text is assessed first; every section that gave evidence is then quoted, whole where it is short, else only
the limbs that a reader and the rules need. An excerpt is good when it gives the same evidence as the whole text:
it is widened until it does, and `fidelity` says where it still does not.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from legal_compare.checking import MANIFEST, OMISSION, RARELY_OVER, check, law_lines, manifest, printed_sections
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook, Rule
from legal_compare.definitions import Carried, carried_definitions, uses
from legal_compare.errors import StatuteError
from legal_compare.findings import Evidence, Finding, ReadInstrument, assess_jurisdiction, read_instrument
from legal_compare.lexicons import read_lexicon
from legal_compare.matching import Match
from legal_compare.readers.markdown import parse_markdown
from legal_compare.segmentation import EDITORIAL, Drafting, segment
from legal_compare.statutes import Instrument, Jurisdiction, Provision, Section, split_heading
from legal_compare.tagging import tag_section, tagger

__all__ = ["Difference", "build", "check", "fidelity"]

Progress = Callable[[int, int, str], None]
Ranges = set[tuple[int, int]]
Place = tuple[str, int]
"""Instrument's stem, and the section's place in it."""

PROCESSES = 2
NEAR_MISSES = 2
"""Sections quoted for a criterion that is not met, though nothing in them counted: what came closest."""
SHORT_GAP = 12
"""Words that are not worth an omission mark."""
NEARLY_ALL = 0.85
"""Share of a section's words from which it is quoted whole."""
ROUNDS = 8

CHOSEN, NUMBERED, SUBSECTIONS, WHOLE, WITH_DEFINITIONS = range(5)
"""How much of a section is quoted: limbs; with the first markers of their lists; subsections; all; all and the definitions it uses."""


@dataclass(frozen=True)
class Difference:
    """A cell that excerpts and whole text answer apart."""

    jurisdiction: str
    criterion: str
    layer: str
    whole: str
    excerpts: str
    provisions: tuple[str, ...]

    def __str__(self) -> str:
        where = f" ({', '.join(self.provisions[:3])})" if self.provisions else ""
        return f"{self.jurisdiction} {self.criterion}, {self.layer}: {self.whole} on the whole text{where}, {self.excerpts} on the excerpts"


def fidelity(law: Path, statutes: Path, book: Codebook, only: Iterable[str] = (), progress: Progress | None = None) -> list[Difference]:
    """Cells on which the excerpts give another verdict than the whole text, under the coverage that `statutes/` declares."""
    from legal_compare.assessment import assess

    quoted = read_statutes(statutes, only)
    by_code = {j.code: j for j in quoted}
    whole = [
        replace(j, coverage=by_code[j.code].coverage, coverage_declared=by_code[j.code].coverage_declared, union=None)
        for j in read_statutes(law, list(by_code))
    ]
    found: list[Difference] = []
    for layer in (None, "superseded", "proposed"):
        here = [j for j in whole if layer is None or any(i.layer == layer for i in j.instruments)]
        if not here:
            continue
        codes = {j.code for j in here}
        left = assess(here, book, layer, progress=progress)
        right = {(f.jurisdiction, f.criterion): f for f in assess([j for j in quoted if j.code in codes], book, layer, progress=progress)}
        for one in left:
            other = right[one.jurisdiction, one.criterion]
            if (one.verdict, one.layer) != (other.verdict, other.layer):
                provisions = one.provisions or other.provisions
                found.append(Difference(one.jurisdiction, one.criterion, one.layer, one.verdict, other.verdict, provisions))
    return list(dict.fromkeys(found))


def build(law: Path, statutes: Path, book: Codebook, only: Iterable[str] = (), progress: Progress | None = None) -> list[Path]:
    """Writes the excerpts of a folder of reference texts and the manifest; returns the files that changed.

    Front matter that is there already is kept, but for the checksum of the reference text; a file whose law gives no
    evidence any more is left alone.
    """
    wanted = {code.lower() for code in only}
    codes = sorted(path.name for path in law.iterdir() if path.is_dir() and (not wanted or path.name in wanted))
    if not codes or wanted - set(codes):
        raise StatuteError(str(law), f"holds no law of {', '.join(sorted(wanted)) or 'any jurisdiction'}.", "Name folders that are in it.")
    codes.sort(key=lambda code: -sum(path.stat().st_size for path in (law / code).glob("*.md")))
    changed: list[Path] = []
    for done, (code, files) in enumerate(_run([(law, statutes, code, book) for code in codes]), start=1):
        for stem, text in files.items():
            path = statutes / code / f"{stem}.md"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                write(path, text)
                changed.append(path)
        if progress:
            progress(done, len(codes), code.upper())
    listed = manifest(statutes)
    if not (statutes / MANIFEST).exists() or (statutes / MANIFEST).read_text(encoding="utf-8") != listed:
        write(statutes / MANIFEST, listed)
    return sorted(changed)


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


Job = tuple[Path, Path, str, Codebook]


def _run(jobs: Sequence[Job]) -> Iterator[tuple[str, dict[str, str]]]:
    if len(jobs) == 1:
        yield _files_of(jobs[0])
        return
    from multiprocessing import get_context

    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_files_of, jobs)


def _files_of(job: Job) -> tuple[str, dict[str, str]]:
    """The text of each file of one jurisdiction, by stem."""
    law, statutes, code, book = job
    (jurisdiction,) = read_statutes(law, [code])
    quotation = Quotation(jurisdiction, book, {path.stem: path for path in (law / code).glob("*.md")}, statutes / code)
    quotation.settle()
    return code, {stem: text for stem, text in quotation.files().items() if text}


@dataclass
class _Wanted:
    """What is to be quoted of one section, and why."""

    matches: list[Match] = field(default_factory=list)
    definitions: list[tuple[Provision, str]] = field(default_factory=list)
    level: int = CHOSEN


@dataclass
class Quotation:
    """The excerpts of one jurisdiction while they are being chosen."""

    jurisdiction: Jurisdiction
    book: Codebook
    references: Mapping[str, Path]
    folder: Path
    wanted: dict[Place, _Wanted] = field(default_factory=dict)
    _reread: dict[str, ReadInstrument] = field(default_factory=dict)

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
        """Chooses what to quote and widens it until the excerpts give the evidence of the whole text."""
        findings = list(self._findings(self.read))
        for finding in findings:
            for one in (*finding.evidence, *finding.set_aside):
                if not one.match.suppressed:
                    self._want(one.match)
            for one in near_misses(finding):
                self._want(one.match)
        target = _shown(findings)
        for _ in range(ROUNDS):
            shown = _shown(self._findings(tuple(self._again())))
            strange = {(stem, number) for *_, stem, number in target ^ shown}
            if not strange or not self._widen(strange):
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

    def _want_definition(self, stem: str, address: str, term: str) -> None:
        for at, section in enumerate(self.instruments[stem].sections):
            if address.startswith(section.address):
                for provision in section.provisions:
                    if provision.kind == "definition" and provision.address == address:
                        self.wanted.setdefault((stem, at), _Wanted()).definitions.append((provision, term))

    def _widen(self, strange: Iterable[tuple[str, str]]) -> bool:
        """One step more of each section named; whether anything was added."""
        keys = set(strange)
        grown = False
        for stem, instrument in self.instruments.items():
            for at, section in enumerate(instrument.sections):
                if (stem, _number(section)) not in keys or (stem, at) not in self.wanted:
                    continue
                wanted = self.wanted[stem, at]
                if wanted.level < WITH_DEFINITIONS:
                    wanted.level = SUBSECTIONS if wanted.level < SUBSECTIONS else wanted.level + 1
                    grown = True
                if wanted.level == WITH_DEFINITIONS:
                    for carried in self._definitions(stem):
                        if uses(section, carried.label):
                            for term in carried.terms:
                                self._want_definition(stem, carried.provision.address, term)
        return grown

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
            blocks.append(_joined(words, [bool(list(law_lines(section.text))) for section in sections]))
        return self.heads[instrument.stem] + "\n" + "\n\n".join(blocks) + "\n" if blocks else ""

    def _words(self, section: Section, wanted: _Wanted, instrument: Instrument) -> str:
        lexicon = read_lexicon(instrument.language)
        drafting = lexicon.drafting if lexicon else Drafting()
        while True:
            text = render(section, self._ranges(section, wanted, instrument.language))
            if wanted.level >= WHOLE or survive(section, text, wanted.matches, drafting):
                return text
            wanted.level += 1

    def _ranges(self, section: Section, wanted: _Wanted, language: str) -> Ranges:
        law = list(law_lines(section.text))
        if wanted.level >= WHOLE or _count(section.text, law) <= RARELY_OVER:
            return set(law)
        spans = tag_section(section, language)
        kept: Ranges = set()
        for match in _cheapest(section, wanted.matches):
            kept |= match_ranges(section, match)
            kept |= self._section_words(section, match, kept, spans, language)
            if wanted.level >= SUBSECTIONS:
                kept |= _subsections(section, match)
        for provision, term in wanted.definitions:
            hits = [(s.start, s.end) for s in spans if s.term == term]
            kept |= _entry(provision, hits)
        if wanted.level >= NUMBERED:
            kept |= _first_markers(section, kept)
        return set(law) if _count(section.text, kept) >= NEARLY_ALL * _count(section.text, law) else kept

    def _section_words(self, section: Section, match: Match, kept: Ranges, spans: Sequence[object], language: str) -> Ranges:
        """The limbs that hold what a rule wants anywhere in the section (the words that make it an offence)."""
        lexicon = read_lexicon(language)
        rule = self.rules[match.rule]
        if lexicon is None or not rule.section:
            return set()
        heading = {span.term for span in tagger(lexicon.language).tag(section.heading)}
        found: Ranges = set()
        for name in (*rule.section, *rule.unless):
            names = set(name.split("|"))
            if names & heading:
                continue
            hits = [(s.start, s.end) for s in spans if s.term in names]  # type: ignore[attr-defined]
            if hits and not any(first <= start and end <= last for start, end in hits for first, last in kept | found):
                found |= _around(section, *hits[0])
        return found


def near_misses(finding: Finding) -> list[Evidence]:
    """What came closest to a criterion that is not met: matches set aside, of the missing elements first, one a section."""
    if finding.verdict not in ("absent", "partial"):
        return []
    aside = [one for one in finding.set_aside if one.match.suppressed]
    aside.sort(key=lambda one: (one.match.element not in finding.missing, -len(one.match.spans), one.match.end - one.match.start))
    first = {(one.instrument.stem, one.match.provision.section.address): one for one in reversed(aside)}
    order = [one for one in aside if first[one.instrument.stem, one.match.provision.section.address] is one]
    return order[:NEAR_MISSES]


def _shown(findings: Iterable[Finding]) -> set[tuple[str, str, str, str, str]]:
    """What counts in an assessment: (layer, rule, element, stem, section), near misses left out."""
    return {
        (finding.layer, one.match.rule, one.match.element, one.instrument.stem, _number(one.match.provision.section))
        for finding in findings
        for one in (*finding.evidence, *finding.set_aside)
        if not one.match.suppressed
    }


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


def _cheapest(section: Section, matches: Sequence[Match]) -> list[Match]:
    """One match a rule, those first that have no choice, then those that add the fewest words."""
    by_rule: dict[tuple[str, bool], list[Match]] = defaultdict(list)
    for match in matches:
        by_rule[match.rule, bool(match.suppressed)].append(match)
    chosen: list[Match] = []
    kept: Ranges = set()
    for options in sorted(by_rule.values(), key=len):
        best = min(options, key=lambda match: _count(section.text, kept | match_ranges(section, match)))
        kept |= match_ranges(section, best)
        chosen.append(best)
    return chosen


def match_ranges(section: Section, match: Match) -> Ranges:
    """Offsets in a section of the words that a match needs, with lead-ins and closing words."""
    provision = match.provision
    if provision.kind == "limb":
        return set(provision.stretches)
    spans = [(provision.to_section(span.start), provision.to_section(span.end)) for span in match.spans]
    if provision.kind == "definition":
        return _entry(provision, spans)
    kept: Ranges = set()
    for start, end in spans:
        kept |= _around(section, start, end)
    return kept or set(provision.stretches[:1])


def _entry(provision: Provision, hits: Sequence[tuple[int, int]]) -> Ranges:
    """A definition: all of it, or its opening words and the lines that hold what is sought."""
    if len(provision.text.split()) <= RARELY_OVER:
        return set(provision.stretches)
    holding = {(a, b) for a, b in provision.stretches for start, end in hits if a <= start and end <= b}
    return holding | {provision.stretches[0]}


def _around(section: Section, start: int, end: int) -> Ranges:
    """The limb that holds some words; where they stand in a lead-in that several limbs share, the lead-in alone."""
    holders = [
        set(provision.stretches)
        for provision in section.provisions
        if provision.kind in ("limb", "definition") and any(a <= start and end <= b for a, b in provision.stretches)
    ]
    if holders:
        return set.intersection(*holders)
    return {(a, b) for a, b in section.provisions[0].stretches if a <= start < b or a < end <= b}


def _subsections(section: Section, match: Match) -> Ranges:
    """The subsections in which a match stands, whole."""
    found: Ranges = set()
    spans = [(match.provision.to_section(s.start), match.provision.to_section(s.end)) for s in match.spans]
    for provision in section.provisions:
        if provision.kind == "subsection":
            own = provision.stretches
            if any(a <= start and end <= b for start, end in spans for a, b in own):
                found |= set(own)
    return found or set(match.provision.stretches)


def _first_markers(section: Section, kept: Ranges) -> Ranges:
    """The bare markers that open the lists of what is kept, so that (ii) stays in the list of (i)."""
    limbs = [provision for provision in section.provisions if provision.kind == "limb" and provision.path]
    prefixes = {p.path[:depth] for p in limbs if set(p.stretches) <= kept for depth in range(len(p.path))}
    found: Ranges = set()
    for prefix in prefixes:
        first = next((p for p in limbs if p.path[: len(prefix)] == prefix and len(p.path) > len(prefix)), None)
        if first is None or set(first.stretches) <= kept:
            continue
        for depth in range(len(prefix), len(first.path)):
            number = re.escape(first.path[depth][1])
            for start, end in first.stretches:
                marker = re.match(rf"{EDITORIAL}\(?{number}[).]?", section.text[start:end])
                if marker and marker[0].strip():
                    found.add((start, start + marker.end()))
                    break
    return found


def _count(text: str, ranges: Iterable[tuple[int, int]]) -> int:
    return sum(len(text[start:end].split()) for start, end in _merged(ranges))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def render(section: Section, kept: Ranges) -> str:
    """The kept words of a section, omission marks where law is skipped; residue is left out without a mark."""
    text = section.text
    law = list(law_lines(text))
    clipped = {(max(a, start), min(b, end)) for a, b in kept for start, end in law if max(a, start) < min(b, end)}
    pieces = _merged(clipped)
    out: list[str] = []
    at = 0
    for start, end in pieces:
        skipped = _count(text, _between(law, at, start))
        if 0 < skipped <= SHORT_GAP and out:
            out.append(text[at:start])
        else:
            out.append(_gap(text, at, start, skipped > 0, first=not out))
        out.append(text[start:end])
        at = end
    if pieces and _between(law, at, len(text)):
        here = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
        out.append(f" {OMISSION}" if here.strip() else f"\n\n{OMISSION}")
    return re.sub(r"\n{3,}", "\n\n", "".join(out)).strip("\n")


def _between(law: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start), min(b, end)) for a, b in law if max(a, start) < min(b, end)]


def _gap(text: str, start: int, end: int, skipped: bool, first: bool) -> str:
    """What stands for the words between two pieces."""
    between = text[start:end]
    if not skipped:
        return "" if first else "\n\n" if between.count("\n") > 1 else "\n" if "\n" in between else between
    after = between.rpartition("\n")[2].strip()
    if first:
        return f"{OMISSION} " if after else f"{OMISSION}\n\n"
    if "\n" not in between:
        return f" {OMISSION} "
    before = between.partition("\n")[0].strip()
    left = f" {OMISSION}\n\n" if before else "\n\n"
    right = f"{OMISSION} " if after else ""
    return left + right if before or after else f"\n\n{OMISSION}\n\n"


def _joined(words: Sequence[str], holds: Sequence[bool]) -> str:
    """The sections printed under one heading, an omission mark for each run of them that is skipped."""
    out: list[str] = []
    for text, law in zip(words, holds, strict=True):
        if text:
            out.append(text)
        elif law and (not out or out[-1] != OMISSION):
            out.append(OMISSION)
    return "\n\n".join(out)


def survive(section: Section, text: str, matches: Iterable[Match], drafting: Drafting) -> bool:
    """Whether the quoted limbs and definitions still read as they did, under the same numbers."""
    quoted = replace(section, text=text.replace(OMISSION, ""), provisions=())
    again = defaultdict(set)
    for provision in segment(quoted, drafting):
        again[provision.kind, provision.path].add(" ".join(provision.text.split()))
    for match in _cheapest(section, list(matches)):
        provision = match.provision
        if provision.kind not in ("limb", "definition"):
            continue
        found = again.get((provision.kind, provision.path), set())
        whole = provision.kind == "limb" or len(provision.text.split()) <= RARELY_OVER
        law = _between(list(law_lines(section.text)), *_extent(provision))
        clipped = any(not any(a <= start and end <= b for a, b in law) for start, end in provision.stretches)
        if not found or (whole and not clipped and " ".join(provision.text.split()) not in found):
            return False
    return True


def _extent(provision: Provision) -> tuple[int, int]:
    return min(start for start, _ in provision.stretches), max(end for _, end in provision.stretches)


def front_matter(instrument: Instrument, reference: Path, existing: Path) -> str:
    """The front matter of an excerpt: that of the file that is there, else what the reference knows."""
    checksum = sha256(reference.read_bytes()).hexdigest()
    if existing.exists():
        text = existing.read_text(encoding="utf-8")
        head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
        if head:
            return re.sub(r"(?m)(^\s*|[{,]\s*)(sha256:\s*)['\"]?[0-9a-f]*['\"]?", rf"\g<1>\g<2>{checksum}", head[0], count=1)
    matter: dict[str, object] = {
        "title": instrument.title,
        "citation": instrument.citation or instrument.title,
        "id": work_address(instrument),
        "kind": kind_of(instrument),
        "status": instrument.status,
        "as_of": instrument.as_of or "unknown",
    }
    if matter["as_of"] == "unknown":
        matter["as_of_note"] = "the source gives no date of consolidation"
    matter["language"] = instrument.language
    if instrument.scope:
        matter["scope"] = f"excerpts; reference text: {instrument.scope}"
    if instrument.source.publisher:
        matter["note"] = f"words taken from the collection {instrument.source.publisher}"
    url = instrument.source.url or "unknown"
    matter["source"] = {
        "publisher": urlsplit(url).hostname or "unknown",
        "url": url,
        "terms": f"{instrument.source.terms or 'unknown'} (summary given with the reference text; not checked with the publisher)",
        "sha256": checksum,
    }
    return f"---\n{yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=1000)}---\n"


KINDS = (
    ("bill", r"\bbill\b"),
    ("proposal", r"\bproposal\b"),
    ("convention", r"\b(?:convention|protocol|treaty)\b"),
    ("directive", r"^directive\b"),
    ("regulation", r"^regulation \(e[uc]\)"),
    ("rules", r"\b(?:rules and regulations|rules)\b"),
    ("code", r"\b(?:code|c[oó]digo|gesetzbuch|kodeks|κώδικας)\b|\bu\.s\.c\b"),
)


def kind_of(instrument: Instrument) -> str:
    """The kind of an instrument, told by its status and title."""
    named = {"bill": "bill", "proposal": "proposal", "convention": "convention"}.get(instrument.status)
    title = instrument.title.lower()
    return named or next((kind for kind, pattern in KINDS if re.search(pattern, title)), "act")


def work_address(instrument: Instrument) -> str:
    """FRBR-style address of a work, from an Akoma Ntoso or ELI address where its source has one, else from its citation."""
    code, url = instrument.jurisdiction.lower(), instrument.source.url
    akoma = re.search(rf"/akn/{code}/(act/[^@]*?/\d{{4}}/[\w-]+|act/\d{{4}}/[\w-]+)", url)
    if akoma:
        return f"{code}/{akoma[1]}".lower()
    eli = re.search(r"/eli/(\d{4})/(act|si)/(\d+)", url) or re.search(r"/()(ukpga|asp)/(\d{4}/\d+)", url)
    if eli:
        return f"{code}/{eli[2]}/{eli[1]}/{eli[3]}".replace("//", "/")
    number = re.search(r"\b(?:Act|Law|Statute)?\s*(?:No\.?\s*)?\(?([\dIVXLC]+)\)?(?:/\d{4})? of (?:\d\d/\d\d/)?(\d{4})", instrument.citation)
    if number:
        return f"{code}/{kind_of(instrument)}/{number[2]}/{number[1].lower()}"
    return f"{code}/{kind_of(instrument)}/{instrument.stem}"
