"""Turns the examples of a codebook into proof that each rule fires where it should and nowhere else.

Ties to other provisions cannot be shown by a single passage and are taken as given; a `section` term that the
example does not hold is taken as given too (a counterexample may rest on its absence).
"""

from __future__ import annotations

from collections.abc import Iterator

from legal_compare.criteria import Codebook, Counterexample, Criterion, Rule, RuleExample
from legal_compare.lexicons import read_lexicon
from legal_compare.matching import Matcher
from legal_compare.segmentation import segment
from legal_compare.statutes import Section
from legal_compare.tagged_sections import RuleUse, TaggedSection
from legal_compare.tagging import tagger


def check_examples(book: Codebook, language: str = "en") -> Iterator[str]:
    """A sentence for each example that does not fire and each counterexample that does."""
    for criterion in book.criteria:
        for element, rule in criterion.rules():
            for example in rule.examples:
                if not fires(book, criterion, element, rule, example, language):
                    yield f"{rule.id}: does not fire on its example {example.text[:90]!r}"
            for counterexample in rule.counterexamples:
                if fires(book, criterion, element, rule, counterexample, language):
                    yield f"{rule.id}: fires on its counterexample {counterexample.text[:90]!r}"


def fires(
    book: Codebook, criterion: Criterion, element: str, rule: Rule, example: RuleExample | Counterexample, language: str = "en"
) -> bool:
    """Whether a rule fires, unsuppressed, in a passage read as a section of its own."""
    lexicon = read_lexicon(language)
    if lexicon is None:
        return False
    tags = tagger(lexicon.language)
    section = Section("", "example", "example", "1", example.heading, example.text.replace("[...]", " "))
    provisions = segment(section, lexicon.drafting)
    heading_terms = frozenset(span.term for span in tags.tag(example.heading))
    title_terms = frozenset(name for item in rule.title for name in item.split("|"))
    tagged = TaggedSection(section, tags.tag(section.text), heading_terms, title_terms, lexicon)
    use = RuleUse(criterion, element, rule)
    if isinstance(example, Counterexample) and not Matcher(book).section_holds(tagged, rule):
        return False
    for provision in provisions:
        if provision.kind == rule.unit or (rule.unit == "subsection" and provision.kind == "section"):
            match = tagged.read(provision).match(use, book)
            if match is not None and not match.suppressed:
                return True
    return False
