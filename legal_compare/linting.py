"""Turns a codebook and its lexicons into a list of what an editor should look at.

Nothing here is an error that stops a reading (criteria.py and lexicons/ refuse those): these are words that can
never matter, words that matter twice, and rules whose proof is missing or is not in the law.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook, Counterexample, Criterion, Rule, RuleExample
from legal_compare.foregoing import OFFENCES_BEFORE, SECTION_BEFORE
from legal_compare.lexicons import Lexicon, Piece, fold, languages, parse_wording, read_lexicon, spellings
from legal_compare.references import UNDER_THIS_INSTRUMENT, bare_number
from legal_compare.referred import REFERRED_MATTER
from legal_compare.statutes import Instrument

MANY = 24
"""Spellings of one wording at most that are held against the others: alternatives of characters multiply."""
USED_BY_THE_ENGINE = frozenset({UNDER_THIS_INSTRUMENT, REFERRED_MATTER, OFFENCES_BEFORE, SECTION_BEFORE})
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OMITTED = "[...]"
SHOWN = 12
"""Rules named in one sentence before the rest are only counted."""


def lint(book: Codebook, law: Path | None = None, lexicons: Mapping[str, Lexicon] | None = None) -> list[str]:
    """A sentence for each finding, the gravest first; examples are held against a folder of law where one is named."""
    if lexicons is None:
        lexicons = {language: lexicon for language in languages() if (lexicon := read_lexicon(language))}
    problems = [*_rule_ids(book), *_unused_elements(book), *_unused_phrases(book)]
    for lexicon in lexicons.values():
        problems += _unworded(book, lexicon)
        problems += _unused(book, lexicon)
        problems += _cues(lexicon)
        problems += _shadowed(lexicon)
    if law is not None:
        held = _held(law)
        problems += _unproven(book, held, lexicons)
        problems += _not_in(book, held)
    return problems


def collisions(lexicon: Lexicon) -> list[str]:
    """Wordings that stand under several terms: often meant, so told apart from what `lint` finds."""
    holders: dict[tuple[Piece, ...], dict[str, str]] = defaultdict(dict)
    for name, term in lexicon.terms.items():
        for wording in term.wordings:
            for spelling in spellings(wording, lexicon.tokens):
                holders[parse_wording(spelling, lexicon.tokens)][name] = spelling
    return [
        f"{lexicon.language}: {next(iter(names.values()))!r} is a wording of {', '.join(sorted(names))}"
        for names in holders.values()
        if len(names) > 1
    ]


def _rules(book: Codebook) -> Iterator[tuple[Criterion, Rule]]:
    for criterion in book.criteria:
        for _, rule in criterion.rules():
            yield criterion, rule


def _rule_ids(book: Codebook) -> Iterator[str]:
    """Ids that are no plain words, and numbered ones: `x-2` says nothing of what the rule reads."""
    for criterion, rule in _rules(book):
        if not KEBAB.fullmatch(rule.id):
            yield f"{criterion.id} > {rule.id}: an id is lower-case words joined by hyphens"
        elif re.search(r"-\d$", rule.id):
            yield f"{criterion.id} > {rule.id}: name what the rule reads instead of numbering it"


def _unused_elements(book: Codebook) -> Iterator[str]:
    for criterion in book.criteria:
        tests = (criterion.verdict.met, criterion.verdict.partial, criterion.verdict.contrary)
        named = {name for test in tests if test for name in test.names()}
        for name in criterion.elements:
            if name not in named:
                yield f"{criterion.id} > {name}: no verdict asks for this element"


def named_terms(book: Codebook) -> dict[str, str]:
    """Terms that rules and phrases name, each with one place that names it; phrases that no rule reaches stay out."""
    places: dict[str, str] = {}
    for _, rule in _rules(book):
        for key in ("find", "heading", "title", "section", "unless", "unless_heading"):
            for item in getattr(rule, key):
                _name(item, rule.id, book, places)
    return {name: place for name, place in places.items() if name not in book.phrases}


def _name(item: str, place: str, book: Codebook, places: dict[str, str]) -> None:
    for name in item.split("|"):
        if name not in places:
            places[name] = place
            for part in book.phrases[name].find if name in book.phrases else ():
                _name(part, f"{place} > {name}", book, places)


def _unworded(book: Codebook, lexicon: Lexicon) -> Iterator[str]:
    """One line a language: what its lexicon cannot see is a gap of it, not a fault of each rule."""
    rules = [rule for criterion in book.criteria for _, rule in criterion.rules()]
    silent: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        for item in rule.find:
            if not _worded(item, book, lexicon):
                silent[item].append(rule.id)
    if silent:
        count = len({rule for found in silent.values() for rule in found})
        wants = "; ".join(f"term {item!r} has no wording ({', '.join(found)})" for item, found in sorted(silent.items()))
        yield f"{lexicon.language}: {count} of {len(rules)} rules cannot fire: {wants}"


def _worded(item: str, book: Codebook, lexicon: Lexicon) -> bool:
    """Whether a find-item can occur at all: one of its terms has wordings, or a phrase all of whose parts can occur."""
    return any(
        all(_worded(part, book, lexicon) for part in book.phrases[name].find)
        if name in book.phrases
        else name in lexicon.terms and bool(lexicon.terms[name].wordings)
        for name in item.split("|")
    )


def _unused(book: Codebook, lexicon: Lexicon) -> Iterator[str]:
    used = set(named_terms(book)) | USED_BY_THE_ENGINE
    for name in lexicon.terms:
        if name not in used:
            yield f"{lexicon.language}: no rule uses the term {name!r}"


def _unused_phrases(book: Codebook) -> Iterator[str]:
    reached: dict[str, str] = {}
    for _, rule in _rules(book):
        for item in (*rule.find, *rule.section, *rule.unless):
            _name(item, rule.id, book, reached)
    yield from (f"phrases > {name}: no rule uses it" for name in book.phrases if name not in reached)


def _cues(lexicon: Lexicon) -> Iterator[str]:
    for name, cue in lexicon.cues.items():
        if not cue.wordings:
            yield f"{lexicon.language}: cue {name!r} has no wording"
        if cue.category == "shield" and cue.stop:
            yield f"{lexicon.language}: cue {name!r} is a shield, which has no scope to stop"


def _shadowed(lexicon: Lexicon) -> Iterator[str]:
    """Wordings of a term that add nothing, since a shorter one marks the same words wherever they match.

    Those of `not` are left alone: a longer one drops more hits, all that it overlaps.
    """
    groups = [(name, term.wordings) for name, term in lexicon.terms.items()]
    groups += [(f"cue {name}", cue.wordings) for name, cue in lexicon.cues.items()]
    for name, wordings in groups:
        yield from _shadows(f"{lexicon.language}: {name}", wordings, lexicon.tokens)


def _shadows(where: str, wordings: Iterable[str], tokens: str) -> Iterator[str]:
    written = (spellings(wording, tokens) for wording in wordings)
    parsed = [(one, parse_wording(one, tokens)) for spelled in written if len(spelled) <= MANY for one in spelled]
    seen: set[tuple[Piece, ...]] = set()
    for place, (wording, pieces) in enumerate(parsed):
        if pieces in seen:
            yield f"{where}: {wording!r} stands twice"
        seen.add(pieces)
        for other, shorter in parsed[:place] + parsed[place + 1 :]:
            if shorter != pieces and shadows(shorter, pieces):
                yield f"{where}: {wording!r} adds nothing to {other!r}"
                break


def shadows(shorter: tuple[Piece, ...], longer: tuple[Piece, ...]) -> bool:
    """Whether the first wording always matches inside what the second matches.

    >>> shadows(parse_wording("child pornograph*"), parse_wording("any child pornography"))
    True
    """
    firm = tuple(piece for piece in shorter if not piece.optional)
    return any(
        all(_covers(one, other) for one, other in zip(firm, longer[start : start + len(firm)], strict=True))
        for start in range(len(longer) - len(firm) + 1)
    )


def _covers(wide: Piece, narrow: Piece) -> bool:
    """Whether every token that the second place takes is taken by the first."""
    if wide.gap or narrow.gap:
        return wide.gap >= narrow.gap > 0
    if narrow.optional:
        return False
    return all(any(_takes(one, other) for one in wide.alternatives) for other in narrow.alternatives)


def _takes(wide: str, narrow: str) -> bool:
    """`pornograph*` takes `pornography` and `pornographic*`, not `porn*`."""
    bare = wide.strip("*")
    fixed = (not narrow.startswith("*") or wide.startswith("*")) and (not narrow.endswith("*") or wide.endswith("*"))
    word = narrow.strip("*")
    if not fixed:
        return False
    if wide.startswith("*") and wide.endswith("*"):
        return bare in word
    if wide.startswith("*"):
        return word.endswith(bare)
    return word.startswith(bare) if wide.endswith("*") else word == bare


Held = Mapping[str, Instrument]
"""Instruments of a folder by `<iso2>/<file stem>`."""


def _held(law: Path) -> Held:
    return {f"{j.code.lower()}/{instrument.stem}": instrument for j in read_statutes(law) for instrument in j.instruments}


def _unproven(book: Codebook, held: Held, lexicons: Mapping[str, Lexicon]) -> Iterator[str]:
    """One sentence a language: which rules have no example from an instrument in it."""
    proven: dict[str, set[str]] = defaultdict(set)
    for _, rule in _rules(book):
        for example in rule.examples:
            instrument = held.get(example.source.partition("#")[0])
            if instrument:
                proven[instrument.language.split("-")[0]].add(rule.id)
    for language in lexicons:
        bare = [rule.id for _, rule in _rules(book) if rule.id not in proven[language]]
        if bare:
            rest = f" and {len(bare) - SHOWN} more" if len(bare) > SHOWN else ""
            yield f"{language}: {len(bare)} rules have no example from law in this language: {', '.join(bare[:SHOWN])}{rest}"


def examples_not_in(book: Codebook, law: Path) -> list[str]:
    """One sentence for each example that names a provision of the law at hand in which its words do not stand."""
    return list(_not_in(book, _held(law)))


def _not_in(book: Codebook, held: Held) -> Iterator[str]:
    """Examples that name an instrument at hand whose words are not in it, word for word."""
    for _, rule in _rules(book):
        proofs: list[RuleExample | Counterexample] = [*rule.examples, *rule.counterexamples]
        for example in proofs:
            name, _, number = example.source.partition("#")
            if name not in held:
                continue
            meant = [section for section in held[name].sections if bare_number(section.number) == bare_number(number)]
            if not meant:
                yield f"{rule.id}: {example.source} is no section of the law at hand"
            elif not any(_stands(example.text, section.text) for section in meant):
                yield f"{rule.id}: not word for word in {example.source}: {example.text[:80]!r}"


def _stands(quoted: str, text: str) -> bool:
    """Whether the stretches between omission marks occur in the text in order, white space and punctuation folded."""
    words = _plain(text)
    at = 0
    for stretch in quoted.split(OMITTED):
        found = words.find(_plain(stretch), at)
        if found < 0:
            return False
        at = found
    return True


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[.,;:*_\[\]]", " ", fold(text)).split())
