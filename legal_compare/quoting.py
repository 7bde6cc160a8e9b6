"""Turns parts of a section into the words of an excerpt.

A quotation keeps lead-ins and closing words and marks what it skips; it must still be read under the same numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from legal_compare.checking import OMISSION, law_lines
from legal_compare.drafting import Drafting
from legal_compare.numbering import EDITORIAL
from legal_compare.segmentation import segment
from legal_compare.statutes import Provision, Section
from legal_compare.tagged_sections import Match

Ranges = set[tuple[int, int]]
"""(start, end) offsets in a section's text."""

RARELY_OVER = 250
"""Words up to which a section, or a definition, is quoted whole."""
SHORT_GAP = 12
"""Words that are not worth an omission mark."""


def cheapest(section: Section, matches: Sequence[Match]) -> list[Match]:
    """One match a rule, those first that have no choice, then those that add the fewest words."""
    by_rule: dict[tuple[str, bool], list[Match]] = defaultdict(list)
    for match in matches:
        by_rule[match.rule, bool(match.suppressed)].append(match)
    chosen: list[Match] = []
    kept: Ranges = set()
    for options in sorted(by_rule.values(), key=len):
        best = min(options, key=lambda match: words_in(section.text, kept | match_ranges(section, match)))
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
        return entry(provision, spans)
    kept: Ranges = set()
    for start, end in spans:
        kept |= around(section, start, end)
    return kept or set(provision.stretches[:1])


def entry(provision: Provision, hits: Sequence[tuple[int, int]]) -> Ranges:
    """A definition: all of it, or its opening words and the lines that hold what is sought."""
    if len(provision.text.split()) <= RARELY_OVER:
        return set(provision.stretches)
    holding = {(a, b) for a, b in provision.stretches for start, end in hits if a <= start and end <= b}
    return holding | {provision.stretches[0]}


def around(section: Section, start: int, end: int) -> Ranges:
    """The limb that holds some words; where they stand in a lead-in that several limbs share, the lead-in alone."""
    holders = [
        set(provision.stretches)
        for provision in section.provisions
        if provision.kind in ("limb", "definition") and any(a <= start and end <= b for a, b in provision.stretches)
    ]
    if holders:
        return set.intersection(*holders)
    return {(a, b) for a, b in section.provisions[0].stretches if a <= start < b or a < end <= b}


def subsections(section: Section, match: Match) -> Ranges:
    """The subsections in which a match stands, whole."""
    found: Ranges = set()
    spans = [(match.provision.to_section(s.start), match.provision.to_section(s.end)) for s in match.spans]
    for provision in section.provisions:
        if provision.kind == "subsection":
            own = provision.stretches
            if any(a <= start and end <= b for start, end in spans for a, b in own):
                found |= set(own)
    return found or set(match.provision.stretches)


def first_markers(section: Section, kept: Ranges) -> Ranges:
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


def words_in(text: str, ranges: Iterable[tuple[int, int]]) -> int:
    """Words in some ranges of a text, none counted twice."""
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
    """The kept words of a section, omission marks where words are skipped; residue at its end goes without a mark."""
    text = section.text
    law = list(law_lines(text))
    clipped = {(max(a, start), min(b, end)) for a, b in kept for start, end in law if max(a, start) < min(b, end)}
    pieces = _merged(clipped)
    out: list[str] = []
    at = 0
    for start, end in pieces:
        skipped = words_in(text, _between(law, at, start))
        residue = len(text[at:start].split()) > skipped
        if 0 < skipped <= SHORT_GAP and out and not residue:
            out.append(text[at:start])
        else:
            out.append(_gap(text, at, start, skipped > 0 or residue, first=not out))
        out.append(text[start:end])
        at = end
    if pieces and _between(law, at, len(text)):
        here = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
        out.append(f" {OMISSION}" if here.strip() else f"\n\n{OMISSION}")
    return re.sub(r"\n+", "\n\n", "".join(out)).strip("\n")  # a paragraph each, in Markdown


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


def joined(words: Sequence[str], holds: Sequence[bool]) -> str:
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
    quoted = replace(section, text=text.replace(OMISSION, ""))
    again = defaultdict(set)
    for provision in segment(quoted, drafting):
        again[provision.kind, provision.path].add(" ".join(provision.text.split()))
    for match in cheapest(section, list(matches)):
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
