"""Turns the definitions of an instrument into tags on the provisions that use the defined expressions.

A definition is carried only as tags of terms that its lexicon lets carry; its words are never pasted elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from legal_compare.inflection import beginnings, inflected, unaccented
from legal_compare.lexicons import Lexicon, fold
from legal_compare.statutes import Instrument, Provision, Section
from legal_compare.tagging import UNSPACED, TaggedSpan

OPENING = 160
"""Characters after the label within which a definition must say what kind of thing it defines."""

HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
"""Korean puts a space before a word, but hangs particles on its end."""


PLURAL = "(?:s|es|ren)?"
"""What a word may end with in the plural where a language declines no further; the last is that of "children"."""


@dataclass(frozen=True)
class Carried:
    """A defined expression and the terms that its definition carries."""

    label: str
    terms: tuple[str, ...]
    provision: Provision
    endings: tuple[str, ...] = ()


def carried_definitions(instrument: Instrument, spans: Mapping[int, tuple[TaggedSpan, ...]], lexicon: Lexicon) -> tuple[Carried, ...]:
    """Definitions of an instrument that carry terms; `spans` are tagged spans by the section's place."""
    carrying = {name for name, term in lexicon.terms.items() if term.carries}
    general = set(lexicon.general_labels)
    found = []
    for place, section in enumerate(instrument.sections):
        if section.status or not spans.get(place):  # a section without tags carries none, and is not cut into provisions for nothing
            continue
        for provision in section.provisions:
            if provision.kind != "definition" or not provision.label:
                continue
            label = fold(provision.label).strip()
            if label in general or len(label) < 4:
                continue
            terms = _terms_of(provision, spans.get(place, ()), carrying, lexicon)
            if terms:
                found.append(Carried(provision.label, terms, provision, lexicon.endings))
    return tuple(found)


def _terms_of(provision: Provision, spans: Iterable[TaggedSpan], carrying: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    label_at = provision.text.find(provision.label)
    label_end = label_at + len(provision.label)
    found: dict[str, None] = {}
    for span in spans:
        if span.term not in carrying:
            continue
        place = provision.from_section(span.start, span.end)
        if place is None or (label_at <= place[0] and place[1] <= label_end):
            continue
        if lexicon.terms[span.term].opening and place[0] > label_end + OPENING:
            continue
        found[span.term] = None
    return tuple(found)


def carry(section: Section, definitions: Iterable[Carried]) -> tuple[TaggedSpan, ...]:
    """Spans of defined expressions in a section, tagged with the terms that their definitions carry."""
    folded = fold(section.text)
    bare = ""
    found = []
    for definition in definitions:
        label = fold(definition.label)
        bare = bare or (unaccented(folded) if definition.endings else "")
        read, words = (bare, beginnings(label, definition.endings)) if definition.endings else (folded, _words(label))
        if not all(word in read for word in words):  # spares most searches by pattern, which cost ten times as much
            continue
        for match in _label_pattern(label, definition.endings).finditer(read):
            if definition.provision.section is section and _inside(definition.provision, match.start()):
                continue
            for term in definition.terms:
                found.append(
                    TaggedSpan(
                        term,
                        match.start(),
                        match.end(),
                        section.text[match.start() : match.end()],
                        f"defined: {definition.label}",
                        definition.provision.address,
                    )
                )
    return tuple(found)


def uses(text: str, label: str, endings: tuple[str, ...] = ()) -> bool:
    """Whether words use a defined expression, in any case where the language's endings are given."""
    folded = fold(text)
    return _label_pattern(fold(label), endings).search(unaccented(folded) if endings else folded) is not None


def labels_built_on(instrument: Instrument, label: str, endings: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The expression itself and those whose definitions rest on it: “provider” means a person who provides an “online service”."""
    others = (provision for provision in instrument.provisions("definition") if provision.label != label)
    return (label, *dict.fromkeys(provision.label for provision in others if uses(provision.text, label, endings)))


@lru_cache(maxsize=4096)
def _label_pattern(folded_label: str, endings: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a label in any case or number: "images of child abuse" for "image of child abuse", "offences against children" too."""
    if endings:
        return inflected(folded_label, endings)
    before = "" if UNSPACED.match(folded_label[:1]) else r"(?<!\w)"
    after = "" if UNSPACED.match(folded_label[-1:]) or HANGUL.match(folded_label[-1:]) else r"(?!\w)"
    return re.compile(before + r"\s+(?:an?\s+)?".join(map(_in_any_number, _words(folded_label))) + after)


def _words(folded_label: str) -> list[str]:
    """The words of a label without the articles inside it, which a plural does without."""
    words = folded_label.split()
    return [*words[:1], *(word for word in words[1:] if word not in ("a", "an"))]


def _in_any_number(word: str) -> str:
    """A word with the endings of the plural, unless its script has none."""
    return re.escape(word) + ("" if UNSPACED.match(word[-1:]) or HANGUL.match(word[-1:]) else PLURAL)


def _inside(provision: Provision, offset: int) -> bool:
    return any(start <= offset < end for start, end in provision.stretches)
