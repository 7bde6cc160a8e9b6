"""Turns words, terms, criteria and jurisdictions into the sections of the corpus that hold them.

Words are sought without case and accents, all of them in one section; words in double quotes are one phrase. A section
that a rule fired in says so: search shows what the tool saw, not only what the words say.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from legal_compare.assessment import Findings
from legal_compare.evidence import Evidence
from legal_compare.statutes import Instrument, Section
from legal_compare.tagging import TaggedSpan, tag_section

VOID = "void"
RULE, DEFINED, CUE, TERM, WORD = "rule", "defined", "cue", "term", "word"
KINDS = (RULE, DEFINED, CUE, WORD, TERM)
"""Kinds of marks, the first first where two overlap."""
CUE_PREFIXES = ("cue:", "stop:")


@dataclass(frozen=True)
class Place:
    """A section of the corpus with the evidence that was found in it."""

    jurisdiction: str
    instrument: Instrument
    section: Section
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def citation(self) -> str:
        """The section's citation for people."""
        return f"{self.section.citation_number} {self.instrument.title}"


@dataclass(frozen=True)
class Tag:
    """Words of a section with what they are: offsets into its text, a kind of KINDS and a name."""

    start: int
    end: int
    kind: str
    name: str


def places(findings: Findings) -> tuple[Place, ...]:
    """Every section of the jurisdictions at hand, in the order of the texts; repealed texts are left out."""
    shown: dict[tuple[str, str, str, int], list[Evidence]] = defaultdict(list)
    for finding in findings:
        for one in finding.evidence:
            section = one.match.provision.section
            if one.owner == finding.jurisdiction:
                shown[finding.jurisdiction, one.instrument.stem, section.number, section.occurrence].append(one)
    return tuple(
        Place(home.code, text, section, tuple(shown[home.code, text.stem, section.number, section.occurrence]))
        for home in findings.jurisdictions
        for text in home.instruments
        if text.layer != VOID
        for section in text.sections
    )


def search(
    corpus: Iterable[Place],
    words: str = "",
    term: str = "",
    criteria: Iterable[str] = (),
    jurisdictions: Iterable[str] = (),
    spans: Callable[[Place], Iterable[TaggedSpan]] | None = None,
) -> tuple[Place, ...]:
    """The places that hold all words, the term, evidence on one of the criteria, in one of the jurisdictions.

    What is empty asks for nothing. `spans` gives a place's terms, such as from memory; places with evidence come first.
    """
    wanted, codes, asked = sought(words), set(jurisdictions), set(criteria)
    tags = spans or tags_of
    found = [
        place
        for place in corpus
        if (not codes or place.jurisdiction in codes)
        and (not asked or any(one.match.criterion in asked for one in place.evidence))
        and _holds(place, wanted)
        and (not term or any(span.term == term for span in tags(place)))
    ]
    return tuple(sorted(found, key=lambda place: not place.evidence))


def sought(words: str) -> tuple[str, ...]:
    """What is looked for: phrases in double quotes whole, the other words one by one, folded.

    >>> sought('"child pornography" Possès')
    ('child pornography', 'posses')
    """
    return tuple(folded(phrase or word)[0] for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words))


def folded(text: str) -> tuple[str, list[int]]:
    """Text without case and accents, and for each of its characters the offset it came from.

    >>> folded("Ähm")[0]
    'ahm'
    """
    letters, offsets = [], []
    for place, letter in enumerate(text):
        for part in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                offsets.append(place)
    return "".join(letters), offsets


def tags_of(place: Place) -> tuple[TaggedSpan, ...]:
    """Terms and cues in a section, with offsets into its text."""
    return tag_section(place.section, place.instrument.language)


def tags(place: Place, words: str = "", every: bool = False, term: str = "") -> tuple[Tag, ...]:
    """What to mark in a section, in the order of its text, no two overlapping.

    Words that a rule used, terms as defined elsewhere, cues, and the words sought; other terms where `every` is asked for,
    or the one `term`.
    """
    marks = [*_decisive(place), *_sought(place.section.text, sought(words))]
    for span in tags_of(place):
        if span.term.startswith(CUE_PREFIXES):
            marks.append(Tag(span.start, span.end, CUE, span.term.split(":", 1)[1]))
        elif every or span.term == term:
            marks.append(Tag(span.start, span.end, TERM, span.term))
    kept: list[Tag] = []
    for mark in sorted(marks, key=lambda mark: (KINDS.index(mark.kind), mark.start - mark.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda mark: mark.start))


def _decisive(place: Place) -> Iterator[Tag]:
    for one in place.evidence:
        provision = one.match.provision
        for span in one.match.spans:
            if span.end <= len(provision.text):
                start = provision.to_section(span.start)
                yield Tag(start, start + span.end - span.start, DEFINED if span.defined_in else RULE, span.term)


def _sought(text: str, wanted: tuple[str, ...]) -> Iterator[Tag]:
    if not wanted:
        return
    plain, offsets = folded(text)
    for words in wanted:
        for match in re.finditer(re.escape(words), plain):
            yield Tag(offsets[match.start()], offsets[match.end() - 1] + 1, WORD, words)


def _holds(place: Place, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        return True
    plain = _plain(place.section)
    return all(words in plain for words in wanted)


def _plain(section: Section) -> str:
    """Heading and text of a section without case and accents, in one pass over the whole."""
    decomposed = unicodedata.normalize("NFKD", f"{section.instrument_title}\n{section.heading}\n{section.text}").casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
