"""Turns criteria.yaml into a Codebook of criteria, elements and rules.

What it does not understand it refuses, listing all problems of the file at once, each with its path and a hint.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from legal_compare.errors import CriteriaError, Problems, UnknownCriterion
from legal_compare.lexicons import Strict, languages, read_lexicon
from legal_compare.strict_yaml import read_yaml

VERDICTS = ("met", "contrary", "partial", "absent", "no-text")
"""Verdicts in the order in which they are tried; where laws disagree the first one found stands."""

Form = Literal[
    "offence", "duty", "power", "prohibition", "definition", "exemption", "defence", "immunity", "liability",
    "procedure", "scope", "establishment",
]  # fmt: skip


class RuleExample(Strict):
    """Words that a rule must fire on; `from` names the provision: `<iso2>/<file stem>#<section number>`."""

    text: str
    heading: str = ""
    source: str = Field(default="", alias="from")


class Counterexample(Strict):
    """Words that a rule must leave alone, and why."""

    text: str
    heading: str = ""
    why: str
    source: str = Field(default="", alias="from")


class Rule(Strict):
    """Terms that together, in one provision, show an element. See docs/adding-a-criterion.md for each key."""

    id: str
    form: Form
    find: tuple[str, ...] = Field(min_length=1)
    in_order: bool = False
    near: int = Field(default=300, gt=0)
    within: Literal["limb", "subsection", "section"] = "limb"
    heading: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_heading: tuple[str, ...] = ()
    denies: bool = False
    linked_to: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    examples: tuple[RuleExample, ...] = Field(min_length=1)
    counterexamples: tuple[Counterexample, ...] = Field(min_length=1)

    @property
    def unit(self) -> str:
        """The kind of provision that the rule reads."""
        return "definition" if self.form == "definition" else self.within


class Phrase(Strict):
    """A named binding of terms that rules use like a term."""

    find: tuple[str, ...] = Field(min_length=1)
    in_order: bool = True
    near: int = 140


class Element(Strict):
    """A component that the law must contain, shown by any of its rules."""

    means: str
    rules: tuple[Rule, ...] = Field(min_length=1)


class Test(Strict):
    """All or any of the elements (or nested tests) that it names."""

    all: tuple[str | Test, ...] = ()
    any: tuple[str | Test, ...] = ()

    def holds(self, found: frozenset[str]) -> bool:
        """Whether the elements found satisfy the test."""
        every = [part in found if isinstance(part, str) else part.holds(found) for part in self.all]
        some = [part in found if isinstance(part, str) else part.holds(found) for part in self.any]
        return bool(every or some) and all_true(every) and (any_true(some) if some else True)

    def names(self) -> Iterator[str]:
        """Every element that the test speaks of."""
        for part in (*self.all, *self.any):
            if isinstance(part, str):
                yield part
            else:
                yield from part.names()


def all_true(values: list[bool]) -> bool:
    """`all` under a name that the fields of Test do not hide."""
    return False not in values


def any_true(values: list[bool]) -> bool:
    """`any` under a name that the fields of Test do not hide."""
    return True in values


class VerdictTests(Strict):
    """What makes a criterion met, partial or contrary, in elements."""

    met: Test
    partial: Test | None = None
    contrary: Test | None = None


class Criterion(Strict):
    """One question put to each jurisdiction's law."""

    id: str
    theme: str
    question: str
    basis: str
    note: str = ""
    elements: dict[str, Element]
    verdict: VerdictTests

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """(element, rule) for every rule."""
        for name, element in self.elements.items():
            for rule in element.rules:
                yield name, rule

    def verdict_on(self, found: frozenset[str]) -> str:
        """met, contrary, partial or absent, from the elements found."""
        for name in ("met", "contrary", "partial"):
            test: Test | None = getattr(self.verdict, name)
            if test is not None and test.holds(found):
                return name
        return "absent"


class Codebook(Strict):
    """All criteria, with the themes and phrases they use."""

    version: int
    themes: dict[str, str]
    phrases: dict[str, Phrase] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...]

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """Criteria by their id."""
        return {criterion.id: criterion for criterion in self.criteria}

    def criterion(self, name: str) -> Criterion:
        """The criterion of that id; raises UnknownCriterion with the nearest ids."""
        if name not in self.by_id:
            raise UnknownCriterion(f"criterion {name!r}", "is not in the codebook.", suggestion(name, self.by_id))
        return self.by_id[name]

    def rule(self, rule_id: str) -> tuple[Criterion, str, Rule]:
        """(criterion, element, rule) of a rule id."""
        for criterion in self.criteria:
            for element, rule in criterion.rules():
                if rule.id == rule_id:
                    return criterion, element, rule
        raise UnknownCriterion(f"rule {rule_id!r}", "is not in the codebook.")

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(c.theme)}</td><td><code>{escape(c.id)}</code></td><td>{escape(c.question)}</td></tr>" for c in self.criteria
        )
        return f"<table><tr><th>theme</th><th>criterion</th><th>question</th></tr>{rows}</table>"


def suggestion(name: str, known: Any) -> str:
    """`Did you mean ...?` for the nearest known name, else the list of names."""
    from rapidfuzz import process

    best = process.extractOne(name, list(known), score_cutoff=60)
    return f"Did you mean {best[0]!r}?" if best else f"Known: {', '.join(sorted(known))}."


def load_criteria(path: Path, lexicon_folder: Path | None = None) -> Codebook:
    """Reads a codebook; raises CriteriaError or Problems naming file, place and hint."""
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8"))
        book = Codebook.model_validate(raw)
    except FileNotFoundError as error:
        raise CriteriaError(str(path), "does not exist.", "Name a codebook with --criteria.") from error
    except UnicodeDecodeError as error:
        raise CriteriaError(str(path), "is not UTF-8.", "Save the file as UTF-8.") from error
    except yaml.YAMLError as error:
        raise CriteriaError(str(path), f"is not YAML: {error}", "Mend the line that is named.") from error
    except ValidationError as error:
        raise Problems(str(path), [f"{_place(raw, e['loc'])}: {e['msg']}" for e in error.errors()]) from error
    problems = list(_problems(book, lexicon_folder))
    if problems:
        raise Problems(str(path), problems)
    return book


def _place(raw: Any, location: tuple[int | str, ...]) -> str:
    """Path of a problem with ids in place of list positions."""
    parts: list[str] = []
    here = raw
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        parts.append(str(here["id"]) if isinstance(here, dict) and isinstance(step, int) and "id" in here else str(step))
    return " > ".join(parts)


def _problems(book: Codebook, lexicon_folder: Path | None) -> Iterator[str]:
    terms = term_names(lexicon_folder)
    names = terms | set(book.phrases)
    seen: set[str] = set()
    for name, phrase in book.phrases.items():
        if name in terms:
            yield f"phrases > {name}: a term has the same name"
        yield from _unknown(f"phrases > {name}", phrase.find, names - {name})
        if name in _parts(book, name):
            yield f"phrases > {name}: goes round in a circle. Let phrases use only phrases that do not use them."
    for criterion in book.criteria:
        where = f"criteria > {criterion.id}"
        if criterion.theme not in book.themes:
            yield f"{where}: unknown theme {criterion.theme!r}. {suggestion(criterion.theme, book.themes)}"
        for test_name in ("met", "partial", "contrary"):
            test = getattr(criterion.verdict, test_name)
            yield from _unknown(f"{where} > verdict > {test_name}", tuple(test.names()) if test else (), set(criterion.elements), "element")
        for element, rule in criterion.rules():
            place = f"{where} > {element} > {rule.id}"
            if rule.id in seen:
                yield f"{place}: a second rule of that id"
            seen.add(rule.id)
            for key in ("find", "heading", "title", "section", "unless", "unless_heading"):
                yield from _unknown(f"{place} > {key}", getattr(rule, key), names)
            yield from _unknown(f"{place} > linked_to", (*rule.linked_to, *rule.used_by), set(book.by_id), "criterion")
    ids = [criterion.id for criterion in book.criteria]
    yield from (f"criteria > {name}: stands twice" for name in sorted({name for name in ids if ids.count(name) > 1}))


def _parts(book: Codebook, name: str) -> set[str]:
    """Everything that a phrase is made of, through all phrases that it uses."""
    parts: set[str] = set()
    waiting = [name]
    while waiting:
        phrase = book.phrases.get(waiting.pop())
        new = {part for item in (phrase.find if phrase else ()) for part in item.split("|")} - parts
        parts |= new
        waiting += new
    return parts


def term_names(folder: Path | None = None) -> set[str]:
    """Names of all terms that some lexicon words."""
    lexicons = [read_lexicon(language, folder) for language in languages(folder)]
    return {name for lexicon in lexicons if lexicon for name in lexicon.terms}


def _unknown(place: str, items: tuple[str, ...], known: set[str], noun: str = "term") -> Iterator[str]:
    for item in items:
        for name in item.split("|"):
            if name not in known:
                yield f"{place}: unknown {noun} {name!r}. {suggestion(name, known)}"


def schema() -> str:
    """JSON Schema of criteria.yaml, for editors that check while one types."""
    import json

    return json.dumps(Codebook.model_json_schema(by_alias=True), indent=1, ensure_ascii=False) + "\n"
