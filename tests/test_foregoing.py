"""Do "these offences" and "the preceding section" mean the section before that a lawyer would take them to mean, and no other?"""

from __future__ import annotations

import pytest

from legal_compare import read_criteria
from legal_compare.findings import assess_jurisdiction
from legal_compare.foregoing import meant
from legal_compare.lexicons import read_lexicon
from legal_compare.readers.markdown import parse_markdown
from legal_compare.statutes import Instrument, Jurisdiction

OFFENCE = "A person who possesses child pornography commits an offence."
FRAUD = "A person who makes a false return commits an offence."
LIABLE = "A body corporate is liable for {} and shall be fined."


def act_of(sections: dict[str, str], language: str = "en") -> Instrument:
    """An act of some numbered sections."""
    body = "\n\n".join(f"## {number}\n\n{text}" for number, text in sections.items())
    return parse_markdown(f"---\ntitle: Act\nlanguage: {language}\nstatus: in-force\n---\n\n{body}\n", "XA", "act", "act.md")


MEANT = [
    ("these offences", {"1": OFFENCE, "2": LIABLE.format("these offences")}, "1"),
    ("such an offence", {"1": OFFENCE, "2": LIABLE.format("such an offence")}, "1"),
    ("those of the nearest section that makes one", {"1": OFFENCE, "2": FRAUD, "3": LIABLE.format("these offences")}, "2"),
    ("over a section that makes none", {"1": OFFENCE, "2": "Dogs bark.", "3": LIABLE.format("these offences")}, "1"),
    ("over one that points back as well", {"1": OFFENCE, "2": LIABLE.format("these offences"), "3": LIABLE.format("such offences")}, "1"),
    ("whatever the order of the print", {"2": LIABLE.format("these offences"), "1": OFFENCE}, "1"),
    ("a letter comes after its number", {"1": OFFENCE, "1A": LIABLE.format("these offences"), "2": FRAUD}, "1"),
    ("never a section after", {"1": LIABLE.format("these offences"), "2": OFFENCE}, None),
    ("its own offence, if it made one by then", {"1": OFFENCE, "2": f"{FRAUD} {LIABLE.format('these offences')}"}, None),
    ("offences that it named", {"1": OFFENCE, "2": "Offences against customs law are listed. " + LIABLE.format("these offences")}, None),
    ("no offences at all", {"1": OFFENCE, "2": LIABLE.format("its debts")}, None),
    ("the preceding section", {"1": OFFENCE, "2": LIABLE.format("a breach of the preceding section")}, "1"),
    ("the preceding section, which is not at hand", {"1": OFFENCE, "9": LIABLE.format("a breach of the preceding section")}, None),
    ("such images", {"1": OFFENCE, "2": "A person who finds such images shall report them."}, "1"),
    ("such images that it named", {"1": OFFENCE, "2": "Images of dogs are dull. A person who finds such images shall report them."}, None),
]


@pytest.mark.parametrize(("sections", "number"), [case[1:] for case in MEANT], ids=[case[0] for case in MEANT])
def test_words_that_point_back_mean_one_section_before(sections: dict[str, str], number: str | None) -> None:
    act = act_of(sections)
    lexicon = read_lexicon("en")
    assert lexicon is not None
    pointing = [one for one in act.sections if "body" in one.text or "finds" in one.text][-1]
    found = meant(act, pointing, pointing.text, lexicon)
    assert (found and found.number) == number


IN_EACH_LANGUAGE = [
    ("en", OFFENCE, "A body corporate is liable for these offences and shall be fined."),
    ("es", "El que posea pornografía infantil será castigado con prisión.", "Las personas jurídicas serán responsables de dichos delitos."),
    ("fr", "Détenir une image pédopornographique est puni de prison.", "Les personnes morales sont responsables de ces infractions."),
    ("de", "Wer kinderpornographische Inhalte besitzt, wird bestraft.", "Die juristische Person haftet für diese Straftaten."),
    ("ja", "児童ポルノを所持した者は、一年以下の懲役に処する。", "法人の代表者が、前条の罪を犯したときは、その法人に罰金刑を科する。"),
]


@pytest.mark.parametrize(("language", "offence", "liable"), IN_EACH_LANGUAGE, ids=[case[0] for case in IN_EACH_LANGUAGE])
def test_a_company_answers_for_these_offences_only_after_a_section_that_makes_them(language: str, offence: str, liable: str) -> None:
    book = read_criteria()

    def verdict(sections: dict[str, str]) -> tuple[str, ...]:
        place = Jurisdiction("XA", "X", coverage=dict.fromkeys(book.themes, "complete"), instruments=(act_of(sections, language),))
        found = next(one for one in assess_jurisdiction(place, book) if one.criterion == "corporate-liability")
        return tuple(one.match.rule for one in found.evidence if one.match.tied_to)

    number = {"ja": ("第一条", "第二条")}.get(language, ("1", "2"))
    assert "body-corporate-liable" in verdict({number[0]: offence, number[1]: liable})
    assert "body-corporate-liable" not in verdict({number[1]: offence, number[0]: liable})
