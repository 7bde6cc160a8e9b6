"""Does what does not matter to a lawyer matter to the shipped rules: print, line breaks, order, law on other things, a duty denied?

The provisions are those of `adversarial/` and `drafted/`; what is right about them is asked there, here only that nothing moves.
"""

from __future__ import annotations

import os
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare import read_criteria
from legal_compare.criteria import Codebook
from legal_compare.findings import assess_jurisdiction
from legal_compare.readers.markdown import parse_markdown
from legal_compare.statutes import Jurisdiction

FOLDER = Path(__file__).parent
SAME = not os.environ.get("LEGAL_COMPARE_SLOW")
"""Whether the same cases are drawn each time: no build turns on chance; the long run draws anew."""
FRONT = "---\ntitle: Miscellaneous Provisions Act 2001\nlanguage: {}\nstatus: in-force\n---\n"
UNSPACED = {"ja", "zh"}


@dataclass(frozen=True)
class Law:
    """An act as sections of (heading, text)."""

    language: str
    sections: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in self.sections)


@cache
def book() -> Codebook:
    return read_criteria()


def verdicts(law: Law) -> dict[str, str]:
    act = parse_markdown(FRONT.format(law.language) + repr(law), "XA", "act", "act.md")
    place = Jurisdiction("XA", "Examplia", coverage=dict.fromkeys(book().themes, "complete"), instruments=(act,))
    return {finding.criterion: finding.verdict for finding in assess_jurisdiction(place, book())}


def _read(name: str) -> list[Any]:
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted((FOLDER / name).glob("*.yaml"))]


def _sections(text: str) -> tuple[tuple[str, str], ...]:
    parts = (part.partition("\n\n") for part in f"\n\n{text.strip()}".split("\n\n## ")[1:])
    return tuple((heading.strip(), words.strip()) for heading, _, words in parts)


ADVERSARIAL = [Law("en", tuple((s["heading"], s["text"]) for s in case["sections"])) for file in _read("adversarial") for case in file]
DRAFTED = [Law(file["language"], _sections(f"{case['text']}\n\n{file['beside']}")) for file in _read("drafted") for case in file["cases"]]
LAWS = st.sampled_from([*ADVERSARIAL, *DRAFTED])
SPACED = st.sampled_from([law for law in (*ADVERSARIAL, *DRAFTED) if law.language not in UNSPACED])

SPACES = (" ", " ", "  ", "\u00a0", "\u2009", " \t")
QUOTES = {'"': ("“", "”"), "'": ("‘", "’")}


def _printed(draw: st.DrawFn, word: str) -> str:
    """A word with its case and soft hyphens drawn; an initial stays what it is, since it may be a limb's letter."""
    if not word.isalpha() or len(word) < 4:
        return word
    if draw(st.integers(0, 5)) == 0:
        word = draw(st.sampled_from([word.upper(), word.capitalize(), word.lower()]))
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(1, len(word) - 1))
        word = f"{word[:at]}\u00ad{word[at:]}"
    return word


@st.composite
def reprinted(draw: st.DrawFn, law: Law) -> Law:
    """The same words in another print."""
    curly = draw(st.booleans())
    sections = []
    for heading, text in law.sections:
        lines = []
        for line in text.split("\n"):
            words = [_printed(draw, word) for word in line.split(" ")]
            printed = words[0] + "".join(draw(st.sampled_from(SPACES)) + word for word in words[1:])
            if curly and printed.count('"') % 2 == 0:
                pieces = printed.split('"')
                printed = pieces[0] + "".join(QUOTES['"'][place % 2] + piece for place, piece in enumerate(pieces[1:]))
            lines.append(printed)
        sections.append((heading, "\n".join(lines)))
    return Law(law.language, tuple(sections))


@settings(max_examples=200, deadline=None, derandomize=SAME)
@given(law=SPACED, data=st.data())
def test_the_look_of_the_print_changes_no_verdict(law: Law, data: st.DataObject) -> None:
    assert verdicts(data.draw(reprinted(law))) == verdicts(law)


def in_column(law: Law, width: int) -> Law:
    """The same words, each line broken at a width."""
    broken = [
        [textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False) for line in text.split("\n")]
        for _, text in law.sections
    ]
    return Law(law.language, tuple((heading, "\n".join(lines)) for (heading, _), lines in zip(law.sections, broken, strict=True)))


@settings(max_examples=150, deadline=None, derandomize=SAME)
@given(law=st.sampled_from(ADVERSARIAL), width=st.integers(30, 90))
def test_a_narrow_column_changes_no_verdict(law: Law, width: int) -> None:
    assert verdicts(in_column(law, width)) == verdicts(law)


@settings(max_examples=150, deadline=None, derandomize=SAME)
@given(law=SPACED, width=st.integers(30, 90))
def test_a_narrow_column_changes_no_verdict_of_drafted_law(law: Law, width: int) -> None:
    assert verdicts(in_column(law, width)) == verdicts(law)


@settings(max_examples=150, deadline=None, derandomize=SAME)
@given(law=LAWS, data=st.data())
def test_the_order_of_sections_changes_no_verdict(law: Law, data: st.DataObject) -> None:
    mixed = Law(law.language, tuple(data.draw(st.permutations(law.sections))))
    assert verdicts(mixed) == verdicts(law)


IRRELEVANT = st.sampled_from(
    [
        ("901 Dogs", "The owner of a dog shall keep it on a lead in a public park. A person who contravenes this is liable to a fine."),
        ("902 Fire drills", "(1) The head of a school shall hold a fire drill in each term.\n\n(2) A report of each drill shall be kept."),
        ("903 Water meters", "A supplier of water shall provide a meter free of charge and shall read it at least once a year."),
        ("904 Elections", "The returning officer shall publish the result of the poll within two days of the count."),
        ("905 Dairies", "No person shall sell milk without a licence; a licence may be revoked by the council on notice."),
        ("906 Pensions", "The fund shall pay to a widow one half of the pension to which the officer was entitled."),
    ]
)


@settings(max_examples=150, deadline=None, derandomize=SAME)
@given(law=st.sampled_from(ADVERSARIAL), more=IRRELEVANT, first=st.booleans())
def test_law_on_other_things_changes_no_verdict(law: Law, more: tuple[str, str], first: bool) -> None:
    together = (more, *law.sections) if first else (*law.sections, more)
    assert verdicts(Law(law.language, together)) == verdicts(law)


NEGATED = st.sampled_from(
    [
        "Nothing in this Act requires a service provider to report child pornography to the police, to remove it or to preserve it.",
        "A provider of a hosting service is not required to report child sexual abuse material, and need not verify the age of its users.",
        "A bank is not obliged to report a suspicious transaction, nor to refuse a payment.",
        "Nothing in this Act shall be construed as making it an offence to possess, make, distribute or view child pornography.",
        "No service shall be required to assess the risk of child sexual exploitation or to publish a transparency report.",
        "Section 2, under which a person who possessed or distributed child pornography committed an offence, is repealed.",
    ]
)


@settings(max_examples=100, deadline=None, derandomize=SAME)
@given(law=st.sampled_from(ADVERSARIAL), words=NEGATED)
def test_a_duty_denied_never_turns_absent_into_met(law: Law, words: str) -> None:
    before, after = verdicts(law), verdicts(Law(law.language, (*law.sections, ("990 No duty", words))))
    raised = {c: (before[c], v) for c, v in after.items() if v in ("met", "partial") and before[c] in ("absent", "contrary")}
    assert not raised
