"""Turns decisive words of a provision into the English working translation that stands beside them.

A translation is a reading aid of this project, never the law: it is marked `translation: unofficial`, no rule reads it, and it
quotes the words that it translates (`of`), so that it is shown only where they still stand and goes stale, in the open, where
they do not. A quotation, not a checksum: it survives an excerpt that grows around it, and a reader can hold the two side by side.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from legal_compare.errors import Problems, StatuteError
from legal_compare.shipped import statutes_path
from legal_compare.strict_yaml import read_yaml

if TYPE_CHECKING:
    from legal_compare.evidence import Evidence
    from legal_compare.findings import Finding
    from legal_compare.statutes import Section

FILE = "translations.en.yaml"
"""Name of the file that stands in a jurisdiction's folder."""
NOTICE = "Unofficial working translation of the decisive words: a reading aid; only the original counts."
OMISSION = "[...]"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Translation(_Strict):
    """Some words of one provision in English: `provision` is its section's key, `of` the original words, `[...]` for a leap."""

    provision: str
    of: str
    english: str

    @field_validator("of", "english")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.replace(OMISSION, "").strip():
            raise ValueError("is empty; translate the words or leave the entry out")
        return value.strip()

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """(start, end) in a text of each stretch of the original words, in order; empty where they do not all stand there."""
        found = _pattern(self.of).search(text)
        return tuple(found.span(group) for group in range(1, found.re.groups + 1)) if found else ()


class TranslationFile(_Strict):
    """The working translations of one jurisdiction's provisions."""

    translation: Literal["unofficial"]
    language: Literal["en"]
    provisions: tuple[Translation, ...]


@cache
def _pattern(original: str) -> re.Pattern[str]:
    """The stretches in order with anything between them; white space and case do not count."""
    stretches = [r"\s+".join(map(re.escape, stretch.split())) for stretch in original.split(OMISSION)]
    return re.compile(".*?".join(f"({stretch})" for stretch in stretches if stretch), re.IGNORECASE | re.DOTALL)


def read_translations(path: Path) -> TranslationFile:
    """One file of translations; raises StatuteError or Problems with the place and what to do."""
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8"))
        return TranslationFile.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StatuteError(str(path), f"cannot be read: {error}", "Mend the YAML (UTF-8) at that place.") from error
    except ValidationError as error:
        raise Problems(str(path), [f"{' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]) from error


@cache
def _by_provision(path: Path) -> Mapping[str, Sequence[Translation]]:
    found: dict[str, list[Translation]] = defaultdict(list)
    if path.exists():
        for one in read_translations(path).provisions:
            found[one.provision].append(one)
    return found


def working_translation(*evidence: Evidence, folder: Path | None = None) -> str:
    """The working translation of the words that evidence of one provision rests on, a passage a line; empty where there is none."""
    found: dict[Translation, tuple[tuple[int, int], ...]] = {}
    for one in evidence:
        path = (folder or statutes_path()) / one.owner.lower() / FILE
        for translation in _by_provision(path).get(one.key, ()):
            places = translation.places(one.excerpt)
            if places and _speaks_of(places, one):
                found[translation] = places
    whole = [one for one, places in found.items() if not any(_inside(places, other) for other in found.values())]
    return "\n".join(one.english for one in sorted(whole, key=lambda one: found[one]))


def _speaks_of(places: Sequence[tuple[int, int]], evidence: Evidence) -> bool:
    """Whether a translation holds a decisive word of the evidence; one found by its heading alone has none."""
    spans = evidence.match.spans
    return not spans or any(start < span.end and span.start < end for start, end in places for span in spans)


def _inside(inner: Sequence[tuple[int, int]], outer: Sequence[tuple[int, int]]) -> bool:
    return inner != outer and all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def stale(path: Path, sections: Iterable[Section]) -> Iterator[str]:
    """One sentence for each translation of a file that is not shown because its provision or its words are not there."""
    texts: dict[str, list[str]] = defaultdict(list)
    for section in sections:  # a limb is read, and quoted, right after its lead-in: in print others may stand between
        texts[section.key] += [section.text, *(provision.text for provision in section.provisions)]
    entries = read_translations(path).provisions
    for one, times in Counter((entry.provision, entry.of) for entry in entries).items():
        if times > 1:
            yield f"{path}: {one[0]}: the words {one[1][:60]!r} are translated twice. Keep one."
    for entry in entries:
        if entry.provision not in texts:
            yield f"{path}: {entry.provision}: no such provision, so its translation is not shown. Mend the key, or remove the entry."
        elif not any(entry.places(text) for text in texts[entry.provision]):
            yield f"{path}: {entry.provision}: stale, not shown: {entry.of[:60]!r} does not stand there any more. Translate what does."


def foreign(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence whose words are not English, in its order."""
    return [one for one in evidence if one.instrument.language.split("-")[0] != "en"]


def untranslated(findings: Iterable[Finding], folder: Path | None = None, each: int = 1) -> list[Evidence]:
    """The evidence in other languages, `each` provisions a finding and best first, that has no translation yet."""
    waiting: dict[tuple[str, str], Evidence] = {}
    for finding in findings:
        best: dict[tuple[str, str], Evidence] = {}
        for one in foreign(finding.evidence):
            best.setdefault((one.key, one.excerpt), one)
        for one in list(best.values())[:each]:
            if not working_translation(one, folder=folder):
                waiting.setdefault((one.key, decisive_words(one)), one)
    return list(waiting.values())


def decisive_words(evidence: Evidence) -> str:
    """The sentences that hold the words which evidence rests on, as `of` quotes them."""
    text = evidence.excerpt
    ends = [0, *(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
    kept: list[tuple[int, int]] = []
    for start, end in pairwise(ends):
        if any(start < span.end and span.start < end for span in evidence.match.spans) or not evidence.match.spans:
            if kept and kept[-1][1] == start:
                kept[-1] = (kept[-1][0], end)
            elif end > start:
                kept.append((start, end))
    return f" {OMISSION} ".join(" ".join(text[start:end].split()) for start, end in kept)


SENTENCE_END = re.compile(r"\n+|(?<=[.;。；])(?<!\d\.)\s+(?=[^\W\d_a-zà-ÿ]|\()|(?<=[。；])(?![^（「]{0,60}[）」])")
"""Where a sentence or limb ends: a line, a stop of Chinese or Japanese outside brackets, another (no ordinal) before a capital."""


def translated_share(findings: Iterable[Finding], folder: Path | None = None) -> dict[str, tuple[int, int]]:
    """Language -> (findings whose first evidence has a translation, findings that rest on law in that language)."""
    translated: Counter[str] = Counter()
    resting: Counter[str] = Counter()
    for finding in findings:
        for one in foreign(finding.evidence[:1]):
            resting[one.instrument.language] += 1
            translated[one.instrument.language] += bool(working_translation(one, folder=folder))
    return {language: (translated[language], resting[language]) for language in sorted(resting)}
