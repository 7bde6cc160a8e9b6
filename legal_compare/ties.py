"""Turns the matches of a jurisdiction's instruments into evidence: a rule that needs a tie counts only where one is found.

A provision is tied by the section that both stand in, by a number that it cites, by words that point back, by an expression
that is defined there and used here, or by the name of another instrument.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from legal_compare.criteria import Rule
from legal_compare.definitions import labels_built_on, uses
from legal_compare.evidence import Evidence
from legal_compare.foregoing import meant
from legal_compare.lexicons import read_lexicon
from legal_compare.reading import ReadInstrument
from legal_compare.references import UNDER_THIS_INSTRUMENT, bare_number, cited_numbers, named_instruments
from legal_compare.statutes import Instrument, Section
from legal_compare.tagging import narrow_tagger

ROUNDS = 3
"""How often ties are followed: evidence found through a tie may itself be what another rule is tied to."""


def tied(read: Sequence[ReadInstrument], rules: Mapping[str, Rule], owner: str) -> list[Evidence]:
    """Evidence of all instruments, with the rules that need a tie kept only where one is found."""
    free: list[Evidence] = []
    waiting: list[Evidence] = []
    for one in read:
        named = replace(one.instrument, sections=())  # evidence travels without the rest of its instrument
        for match in one.matches:
            rule = rules[match.rule]
            (waiting if rule.linked_to or rule.used_by else free).append(Evidence(match, named, owner))
    instruments = [one.instrument for one in read]
    labels = _Labels(instruments)
    kept = list(free)
    for _ in range(ROUNDS):
        ties = _Ties(kept, instruments, labels)
        still: list[Evidence] = []
        gained = []
        for evidence in waiting:
            tie = "" if evidence.match.suppressed else ties.of(evidence, rules[evidence.match.rule])
            if tie:
                gained.append(replace(evidence, match=replace(evidence.match, tied_to=tie)))
            else:
                still.append(evidence)
        kept += gained
        waiting = still
        if not gained:
            break
    aside = [
        e if e.match.suppressed else replace(e, match=replace(e.match, suppressed="not tied to these offences or duties")) for e in waiting
    ]
    return [*kept, *aside]


class _Labels:
    """Which sections use an expression that an instrument defines, or one whose definition rests on it; each is looked for once."""

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._instruments = {instrument.stem: instrument for instrument in instruments}
        self._built_on: dict[tuple[str, str], tuple[str, ...]] = {}
        self._used: dict[tuple[int, str], bool] = {}

    def used(self, stem: str, label: str, section: Section, endings: tuple[str, ...]) -> bool:
        """Whether a section of an instrument uses it; without a label every section does."""
        return any(self._uses(section, one, endings) for one in self._built(stem, label, endings))

    def _built(self, stem: str, label: str, endings: tuple[str, ...]) -> tuple[str, ...]:
        if (stem, label) not in self._built_on:
            self._built_on[stem, label] = labels_built_on(self._instruments[stem], label, endings) if label else ("",)
        return self._built_on[stem, label]

    def _uses(self, section: Section, label: str, endings: tuple[str, ...]) -> bool:
        if (id(section), label) not in self._used:
            self._used[id(section), label] = uses(section.text, label, endings)
        return self._used[id(section), label]


class _Ties:
    """Where evidence for each criterion stands, and how other provisions speak of it."""

    def __init__(self, evidence: Iterable[Evidence], instruments: Sequence[Instrument], labels: _Labels) -> None:
        self.instruments = instruments
        self.labels = labels
        self.sections: dict[str, dict[str, dict[str, Section]]] = defaultdict(lambda: defaultdict(dict))
        for one in evidence:
            if not one.match.suppressed:
                section = one.match.provision.section
                number = bare_number(section.eid or section.number)
                self.sections[one.match.criterion][one.instrument.stem][number] = section

    def of(self, evidence: Evidence, rule: Rule) -> str:
        """How the provision is tied to evidence for one of the rule's criteria; empty where it is not."""
        if rule.used_by:
            return self._used(evidence, rule.used_by)
        return next((tie for criterion in rule.linked_to if (tie := self._link(evidence, criterion))), "")

    def _used(self, evidence: Evidence, criteria: Iterable[str]) -> str:
        stem, own = evidence.instrument.stem, evidence.match.provision.section
        endings = lexicon.endings if (lexicon := read_lexicon(evidence.instrument.language)) else ()
        label = evidence.match.provision.label
        for criterion in criteria:
            for section in self.sections[criterion][stem].values():
                if section is own or self.labels.used(stem, label, section, endings):
                    return section.key
        return ""

    def _whole(self, stem: str) -> Instrument:
        """The instrument with its sections, which evidence travels without."""
        return next(one for one in self.instruments if one.stem == stem)

    def _link(self, evidence: Evidence, criterion: str) -> str:
        here = self.sections[criterion].get(evidence.instrument.stem, {})
        section = evidence.match.provision.section
        lexicon = read_lexicon(evidence.instrument.language)
        if lexicon is None:
            return ""
        same = here.get(bare_number(section.eid or section.number))
        if same is not None:
            return same.key
        text = evidence.match.provision.text
        cited = cited_numbers(text, lexicon, section.number) if here else ()
        if first := next((one for number, one in here.items() if number in cited), None):
            return first.key
        if here and narrow_tagger(lexicon.language, frozenset({UNDER_THIS_INSTRUMENT})).tag(text):
            return f"{evidence.instrument.stem}: this instrument"
        before = meant(self._whole(evidence.instrument.stem), section, text, lexicon) if here else None
        if before is not None and here.get(bare_number(before.eid or before.number)) is before:
            return before.key
        others = [i for i in self.instruments if i.stem != evidence.instrument.stem and self.sections[criterion].get(i.stem)]
        named = named_instruments(text, others) if others else frozenset()
        return f"{min(named)}: named" if named else ""
