"""Is a section of each drafting tradition read as its lawyers cite it, and are its ways of citing followed?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from legal_compare.drafting import Drafting
from legal_compare.lexicons import Lexicon, read_lexicon
from legal_compare.readers.markdown import read_markdown
from legal_compare.references import bare_number, cited_numbers, named_instruments
from legal_compare.segmentation import segment
from legal_compare.statutes import Instrument, Section

TRADITIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "traditions.yaml").read_text("utf-8"))
"""Real sections: name, language, law, section, heading, text, and what is read: address -> first words of each stretch."""


def _section(case: dict[str, Any]) -> Section:
    return Section("Act", "act", "xa/act", case["section"], case["heading"], case["text"])


def _begins(words: str) -> str:
    return words[:24].split("\n")[0].strip()


@pytest.mark.parametrize("case", TRADITIONS, ids=[case["name"] for case in TRADITIONS])
def test_a_section_of_each_tradition_is_read_limb_by_limb_with_its_lead_ins(case: dict[str, Any]) -> None:
    lexicon = read_lexicon(case["language"])
    leaves = [p for p in segment(_section(case), lexicon.drafting if lexicon else Drafting()) if p.kind in ("limb", "definition")]
    read = {"__".join("_".join(step) for step in leaf.path): [_begins(line) for line in leaf.text.split("\n") if line] for leaf in leaves}
    assert read == case["reads"]


@pytest.mark.parametrize("case", TRADITIONS, ids=[case["name"] for case in TRADITIONS])
def test_the_words_are_those_of_the_law(case: dict[str, Any], shared: Path) -> None:
    path = shared / "law" / f"{case['law']}.md"
    sections = read_markdown(path, path.parent.name).sections
    lines = {line.strip() for section in sections if section.number == case["section"] for line in section.text.split("\n")}
    assert {line.strip() for line in case["text"].split("\n")} - {""} <= lines


def _of(language: str) -> Lexicon:
    lexicon = read_lexicon(language)
    assert lexicon is not None
    return lexicon


def _wording(before: list[str], after: tuple[str, ...] = (), ranges: tuple[str, ...] = (), spaced: bool = False) -> Lexicon:
    """A lexicon that words citations as a language without one of its own here does."""
    return replace(_of("en"), section_words=tuple(before), section_words_after=after, ranges=ranges, spaced_letters=spaced)


FINNISH = _wording(["pykälä"], ("§",), (), True)
ESTONIAN = _wording(["§", "§-s", "§-des"], (), ("kuni",))
CZECH = _wording(["§"], (), ("až",))
CROATIAN = _wording(["članak", "članka"])
SLOVENE = _wording(["člen"], ("člen", "člena"))
GREEK = _wording(["άρθρο", "άρθρα", "άρθρων"])
ICELANDIC = _wording(["grein"], ("gr.",))

CITATIONS = [
    ("nb", "av § 222 a annet ledd og §§ 291–293 eller § 311 bokstav a", {"222a", "291", "292", "293", "311"}),
    ("nb", "skadeserstatningsloven § 3-6 a", {"3-6a"}),
    ("da", "§ 232 eller § 262 a, stk. 2, jf. § 1, 1. og 2. pkt.", {"232", "262a", "1"}),
    ("sv", "olaga integritetsintrång i 4 kap. 6 c § brottsbalken, 16 kap. 10 a eller 10 c §", {"4:6c", "16:10a", "16:10c"}),
    (FINNISH, "2–4 ja 6 §:ää; 7 luvun 1 §:n 1 momentissa", {"2", "3", "4", "6", "7:1"}),
    (ESTONIAN, "§ 178 lg 1 p 2; §-s 175, 175¹ või 178¹", {"178", "175", "175¹", "178¹"}),
    (CZECH, "podle § 193 odst. 1 písm. a) nebo § 25b odst. 2, § 168 až 170", {"193", "25b", "168", "169", "170"}),
    (CROATIAN, "iz članka 163. stavka 1. i članka 164. ovoga Zakona", {"163", "164"}),
    (SLOVENE, "iz 176. člena tega zakonika", {"176"}),
    (GREEK, "των άρθρων 323, 323Α και 348Α παρ. 1", {"323", "323α", "348α"}),
    ("sk", "podľa § 189 ods. 2, § 201a alebo § 368 ods. 1 písm. a), 370", {"189", "201a", "368", "370"}),
    ("cs", "podle § 192 odst. 2 a 3, § 193b nebo 203", {"192", "193b", "203"}),
    ("hr", "iz članka 163. i 164. ovoga Zakona te članka 158. do 160.", {"163", "164", "158", "159", "160"}),
    ("hr", "iz članka 163.a stavka 1. i 2. ovoga Zakona", {"163.a"}),
    ("sl", "iz prvega odstavka 173. člena ali 173.a člena tega zakonika", {"173", "173.a"}),
    ("sl", "iz 170., 171. in 175. člena ter 177. do 179. člena", {"170", "171", "175", "177", "178", "179"}),
    ("el", "των άρθρων 339 παρ. 1 και 2 ή 348Α, 351 παράγραφοι 1 και 4 και 351Α", {"339", "348α", "351", "351α"}),
    (ICELANDIC, "brot gegn 210. gr. a, sbr. 1. mgr. 25. gr.", {"210a", "25"}),
    ("pt", "nos arts. 240, 241, 241-A e 241-C desta Lei", {"240", "241", "241-a", "241-c"}),
    ("pt", "no art. 241-A, § 1º, inciso I", {"241-a"}),
    ("ko", "제11조제5항, 제7조의2 및 제9조부터 제11조까지", {"11", "7-2", "9", "10"}),
    ("ja", "第二条第三項、第百六十三条の二から第百六十三条の四まで", {"2", "163-2", "163-3", "163-4"}),
    ("zh", "第七條第二項、第八條之一及第 36 條", {"7", "8-1", "36"}),
    ("fr", "aux articles 227-24 à 227-26 et à l'article L. 561-2", {"227-24", "227-25", "227-26", "561-2"}),
    ("de", "nach §§ 184b bis 184e, § 176 Abs. 1 Nr. 2", {"184b", "184c", "184d", "184e", "176"}),
    ("es", "los artículos 181 a 183 y 189 bis", {"181", "182", "183", "189 bis"}),
]


@pytest.mark.parametrize(("lexicon", "text", "numbers"), CITATIONS, ids=[text for _, text, _ in CITATIONS])
def test_each_languages_citations_are_followed(lexicon: str | Lexicon, text: str, numbers: set[str]) -> None:
    assert cited_numbers(text, _of(lexicon) if isinstance(lexicon, str) else lexicon) == numbers


HEADINGS = [
    ("§ 107 a", "107a"),
    ("§ 7a", "7a"),
    ("16 kap. 10 a §", "16:10a"),
    ("1 §", "1"),
    ("§ 178¹", "178¹"),
    ("Άρθρο 348Α", "348α"),
    ("Art. 241-A", "241-a"),
    ("Artículo 7o", "7"),
    ("Article L561-2-1", "561-2-1"),
    ("第百八十二条", "182"),
    ("第七条の二", "7-2"),
    ("第 36-1 條", "36-1"),
    ("第二百零一條之一", "201-1"),
    ("제11조의2", "11-2"),
]


@pytest.mark.parametrize(("printed", "bare"), HEADINGS)
def test_headings_and_citations_meet_in_one_bare_form(printed: str, bare: str) -> None:
    assert bare_number(printed) == bare


def test_a_number_alone_is_also_that_of_its_own_chapter() -> None:
    assert cited_numbers("brott som avses i 1 §", _of("sv"), "2 kap. 2 §") == {"1", "2:1"}


NAMES = [
    ("Lov om straff (straffeloven)", "etter straffeloven § 311", True),
    ("Bekendtgørelse af straffeloven", "straffelovens § 235", True),
    ("Brottsbalk (1962:700)", "16 kap. 10 a § brottsbalken", True),
    ("Lag (1998:112) om ansvar för elektroniska anslagstavlor", "lagen (1998:112) om ansvar", True),
    ("Bundesgesetz über die Hilfe an Opfer von Straftaten (Opferhilfegesetz, OHG)", "Artikel 2 OHG", True),
    ("형법", "「형법」 제297조", True),
    ("刑法", "刑法第百七十五条", True),
    ("刑法", "陸軍刑法第一条", False),
    ("Lov om straff (straffeloven)", "straffbar handling", False),
    ("Bundesgesetz (OHG)", "die Drohgebärde", False),
]


@pytest.mark.parametrize(("title", "text", "named"), NAMES, ids=[f"{title}: {text}" for title, text, _ in NAMES])
def test_an_instrument_is_known_by_the_names_that_others_give_it(title: str, text: str, named: bool) -> None:
    act = Instrument("XA", "act", title, "", "xa/act", "act", "in-force", "unknown", "xx")
    assert bool(named_instruments(text, [act])) is named


@pytest.mark.parametrize(
    ("language", "title", "text", "named"),
    [
        ("el", "Ποινικός Κώδικας (ν. 4619/2019) — ORIGINAL WORDING", "του άρθρου 348Α του Ποινικού Κώδικα", True),
        ("el", "Ποινικός Κώδικας (ν. 4619/2019)", "του Κώδικα Ποινικής Δικονομίας", False),
        ("sk", "Trestný zákon", "podľa § 368 Trestného zákona", True),
        ("hr", "Kazneni zakon", "iz članka 163. Kaznenoga zakona", True),
        ("sl", "Kazenski zakonik (KZ-1)", "iz 176. člena Kazenskega zakonika", True),
        ("sl", "Kazenski zakonik (KZ-1)", "iz kazenskega postopka", False),
    ],
)
def test_an_instrument_is_named_in_any_case_of_its_title(language: str, title: str, text: str, named: bool) -> None:
    act = Instrument("XA", "act", title, "", "xa/act", "act", "in-force", "unknown", language)
    assert bool(named_instruments(text, [act])) is named
