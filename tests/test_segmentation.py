"""Is each printed drafting shape read as a lawyer reads it: limb with lead-in and closing words, nothing lost?"""

import re
from collections.abc import Callable

import pytest
from conftest import limbs
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_compare.drafting import Drafting
from legal_compare.embedded import split_embedded
from legal_compare.segmentation import segment
from legal_compare.statutes import Instrument, Jurisdiction, Section

Make = Callable[..., Section]


def outline(section: Section) -> dict[str, str]:
    """Path of each limb and definition -> its words, ` / ` between stretches."""
    leaves = (p for p in section.provisions if p.kind in ("limb", "definition"))
    return {"__".join("_".join(step) for step in p.path): re.sub(r" *\n", " / ", p.text) for p in leaves}


SHAPES = [
    pytest.param("Whoever does it errs.", {"p_1": "Whoever does it errs."}, id="one paragraph is one limb"),
    pytest.param("Dogs bark.\nCats do not.", {"p_1": "Dogs bark.", "p_2": "Cats do not."}, id="unnumbered paragraphs stand apart"),
    pytest.param(
        "A person who—\n(a) makes, or\n(b) keeps it,\ncommits an offence.",
        {
            "subsec_a": "A person who— / (a) makes, or / commits an offence.",
            "subsec_b": "A person who— / (b) keeps it, / commits an offence.",
        },
        id="lead-in, limbs and closing words",
    ),
    pytest.param(
        "Whoever runs it is bound.\nThe keeper shall\na) lock it,\nb) guard it.",
        {
            "p_1": "Whoever runs it is bound.",
            "p_2__para_a": "The keeper shall / a) lock it,",
            "p_2__para_b": "The keeper shall / b) guard it.",
        },
        id="a lead-in without a colon after a paragraph",
    ),
    pytest.param(
        "(a) Acts.\nWhoever at sea\n(1) makes it; or\n(2) keeps it, errs.\n(b) Terms.\n"
        "(1) Boat.\nA boat is one that\n(A) sails; or\n(B) floats.",
        {
            "subsec_a__p_1__subpara_1": "(a) Acts. / Whoever at sea / (1) makes it; or",
            "subsec_a__p_1__subpara_2": "(a) Acts. / Whoever at sea / (2) keeps it, errs.",
            "subsec_a": "(a) Acts.",
            "subsec_b__para_1__p_1__point_A": "(b) Terms. / (1) Boat. / A boat is one that / (A) sails; or",
            "subsec_b__para_1__p_1__point_B": "(b) Terms. / (1) Boat. / A boat is one that / (B) floats.",
            "subsec_b__para_1": "(b) Terms. / (1) Boat.",
        },
        id="items with headings and bodies that lead in items",
    ),
    pytest.param(
        "(1) One.\nAfter it\n1. this, or\n2. that.\nAnother thing is whether\n1. these, or\n2. those.",
        {
            "subsec_1__p_1__subpara_1": "(1) One. / After it / 1. this, or",
            "subsec_1__p_1__subpara_2": "(1) One. / After it / 2. that.",
            "subsec_1__p_2__subpara_1": "(1) One. / Another thing is whether / 1. these, or",
            "subsec_1__p_2__subpara_2": "(1) One. / Another thing is whether / 2. those.",
            "subsec_1": "(1) One.",
        },
        id="two lead-ins in one subsection",
    ),
    pytest.param(
        "I - doubled, if:\nJoint crime\na) by two; or\nb) to tame.",
        {"subsec_I__para_a": "I - doubled, if: / a) by two; or", "subsec_I__para_b": "I - doubled, if: / b) to tame."},
        id="a heading before an item that words with a colon lead in",
    ),
    pytest.param(
        "(1) One.\n(2) Two—\n(a) if—\n(i) it rains, or\n(ii) where—\n(A) it snows, or\n(B) it hails;\n(b) else.",
        {
            "subsec_1": "(1) One.",
            "subsec_2__para_a__subpara_i": "(2) Two— / (a) if— / (i) it rains, or",
            "subsec_2__para_a__subpara_ii__point_A": "(2) Two— / (a) if— / (ii) where— / (A) it snows, or",
            "subsec_2__para_a__subpara_ii__point_B": "(2) Two— / (a) if— / (ii) where— / (B) it hails;",
            "subsec_2__para_b": "(2) Two— / (b) else.",
        },
        id="four levels and back",
    ),
    pytest.param(
        "(g) g,\n(h) h,\n(i) i,\n(j) j,\n(k) k—\n(i) one,\n(ii) two.",
        {
            "subsec_g": "(g) g,",
            "subsec_h": "(h) h,",
            "subsec_i": "(i) i,",
            "subsec_j": "(j) j,",
            "subsec_k__para_i": "(k) k— / (i) one,",
            "subsec_k__para_ii": "(k) k— / (ii) two.",
        },
        id="(i) is a letter after (h) and a numeral below (k)",
    ),
    pytest.param(
        "(1) A person who—\n(a) makes it, or\n(b) keeps it,\nis guilty and liable—\n(i) to a fine, or\n(ii) to prison.\n(2) Two.",
        {
            "subsec_1__para_a": "(1) A person who— / (a) makes it, or / is guilty and liable—",
            "subsec_1__para_b": "(1) A person who— / (b) keeps it, / is guilty and liable—",
            "subsec_1__para_i": "(1) A person who— / (i) to a fine, or / is guilty and liable—",
            "subsec_1__para_ii": "(1) A person who— / (ii) to prison. / is guilty and liable—",
            "subsec_2": "(2) Two.",
        },
        id="a penalty list after closing words stands beside the list that they close",
    ),
    pytest.param(
        "(1) It is wrong—\n(a) to lie; or\n(b) to steal.\nPenalty:\n(a) prison; or\n(b) a fine.\n(2) Two.",
        {
            "subsec_1__para_a": "(1) It is wrong— / (a) to lie; or",
            "subsec_1__para_b": "(1) It is wrong— / (b) to steal.",
            "subsec_1__p_1__subpara_a": "(1) It is wrong— / Penalty: / (a) prison; or",
            "subsec_1__p_1__subpara_b": "(1) It is wrong— / Penalty: / (b) a fine.",
            "subsec_2": "(2) Two.",
        },
        id="a penalty with a lead-in of its own",
    ),
    pytest.param(
        "(1) (a) Where it rains, stay.\n(b) Where not, go.\n(2) Two.",
        {"subsec_1__para_a": "(1) / (a) Where it rains, stay.", "subsec_1__para_b": "(1) / (b) Where not, go.", "subsec_2": "(2) Two."},
        id="several markers on a line",
    ),
    pytest.param(
        "7. (1) (a) Stay.\n(b) Go.\n(2) Two.",
        {"subsec_1__para_a": "7. (1) / (a) Stay.", "subsec_1__para_b": "7. (1) / (b) Go.", "subsec_2": "(2) Two."},
        id="own number before several markers",
    ),
    pytest.param("7.—(1) One.\n(2) Two.", {"subsec_1": "7.—(1) One.", "subsec_2": "(2) Two."}, id="own number and dash"),
    pytest.param("7. Words only.", {"subsec_7": "7. Words only."}, id="own number before a single paragraph"),
    pytest.param(
        "F3[(1) One.]\n1[(2) Two—\n*(a) a;*\n[(b) b.]",
        {"subsec_1": "F3[(1) One.]", "subsec_2__para_a": "1[(2) Two— / *(a) a;*", "subsec_2__para_b": "1[(2) Two— / [(b) b.]"},
        id="editorial marks before numbers",
    ),
    pytest.param(
        "(1) One—\n(a) a; or\n(b) b,\nprovided that it rains.\n(2) Two.",
        {
            "subsec_1__para_a": "(1) One— / (a) a; or / provided that it rains.",
            "subsec_1__para_b": "(1) One— / (b) b, / provided that it rains.",
            "subsec_2": "(2) Two.",
        },
        id="a proviso qualifies every limb before it",
    ),
    pytest.param(
        "(1) One.\n(1A) One A.\n(1B) One B.\n(2) Two.",
        {f"subsec_{n}": f"({n}) {w}." for n, w in [("1", "One"), ("1A", "One A"), ("1B", "One B"), ("2", "Two")]},
        id="inserted subsections",
    ),
    pytest.param(
        "(a) a;\n(aa) aa;\n(b) b.",
        {"subsec_a": "(a) a;", "subsec_aa": "(aa) aa;", "subsec_b": "(b) b."},
        id="inserted limb",
    ),
    pytest.param(
        "(4) Four.\n(4.1) Four and a bit.\n(5) Five.",
        {"subsec_4": "(4) Four.", "subsec_4.1": "(4.1) Four and a bit.", "subsec_5": "(5) Five."},
        id="dotted subsections",
    ),
    pytest.param("(1) One.\n(4) Four.", {"subsec_1": "(1) One.", "subsec_4": "(4) Four."}, id="omitted subsections"),
    pytest.param(
        "(1) One.\n[Footnote: (2) not law.]\n[Editorial note: nor this]\n(2) Two.",
        {"subsec_1": "(1) One.", "subsec_2": "(2) Two."},
        id="footnotes are left out",
    ),
    pytest.param(
        "(1) One.\nSmall heading\n(2) Two.",
        {"subsec_1": "(1) One.", "subsec_2": "(2) Two."},
        id="a heading between subsections belongs to neither",
    ),
]


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_a_section_is_read_limb_by_limb(text: str, expected: dict[str, str], section_of: Make) -> None:
    assert outline(section_of(text, "7")) == expected


DEFINED = [
    pytest.param("“picture” means a drawing.", {"picture": "“picture” means a drawing."}, id="curly quotes"),
    pytest.param('"picture" includes a drawing.', {"picture": '"picture" includes a drawing.'}, id="straight quotes"),
    pytest.param(
        "In this Act—\n“picture” means—\n(a) a drawing, or\n(b) a photograph;\n“court” means the High Court.",
        {"picture": "“picture” means— / (a) a drawing, or / (b) a photograph;", "court": "“court” means the High Court."},
        id="a definition with limbs ends where the next begins",
    ),
    pytest.param(
        "picture means a drawing;\ncourt means the High Court.",
        {"picture": "picture means a drawing;", "court": "court means the High Court."},
        id="unquoted, in a definition section",
    ),
    pytest.param(
        "“picture” means anything drawn, painted or photographed; “court” means the High Court and its registry.",
        {"picture": "“picture” means anything drawn, painted or photographed;", "court": "“court” means the High Court and its registry."},
        id="inline after a semicolon",
    ),
    pytest.param(
        "(a) “picture” means a drawing;\n(b) “court” means a court;",
        {"picture": "(a) “picture” means a drawing;", "court": "(b) “court” means a court;"},
        id="lettered definitions",
    ),
    pytest.param(
        "(1) In this section, the term “picture” means a drawing.",
        {"picture": "(1) In this section, the term “picture” means a drawing."},
        id="led in by a few words",
    ),
    pytest.param(
        "(1) In this section, “picture” means (a) a drawing.",
        {"picture": "(1) In this section, “picture” means (a) a drawing."},
        id="in a numbered subsection",
    ),
    pytest.param(
        "References to pictures include—\n(a) tracings.",
        {"pictures": "References to pictures include— / (a) tracings."},
        id="references to",
    ),
    pytest.param(
        "“host”: see section 3;\n“court” means a court.",
        {"host": "“host”: see section 3;", "court": "“court” means a court."},
        id="a label that points elsewhere",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DEFINED)
def test_a_definition_is_read_whole_and_alone(text: str, expected: dict[str, str], section_of: Make) -> None:
    section = section_of(text, "2", "Interpretation")
    definitions = {p.label: re.sub(r" *\n", " / ", p.text) for p in section.provisions if p.kind == "definition"}
    assert definitions == expected


@pytest.mark.parametrize(
    "text",
    ["A person commits an offence if the word “fire” is shouted.", "The court may, by any means, hear “witnesses”.", "Means are needed."],
)
def test_a_quotation_is_no_definition(text: str, section_of: Make) -> None:
    assert not [p for p in section_of(text).provisions if p.kind == "definition"]


def test_a_definition_is_not_read_as_a_limb_as_well(section_of: Make) -> None:
    section = section_of("(1) Whoever errs pays.\n(2) In this section “err” means to do wrong.")
    assert [p.text for p in limbs(section)] == ["(1) Whoever errs pays."]


FOREIGN = [
    ("keiho", "第七条", ["subsec_1", "subsec_２__para_一", "subsec_２__para_二__subpara_イ", "subsec_２__para_二__subpara_ロ"]),
    ("keoulliff", "제11조", ["subsec_①", "subsec_②__para_1__subpara_가", "subsec_②__para_1__subpara_나", "subsec_②__para_2"]),
    ("codigo-penal", "Artículo 189", ["subsec_1__para_a", "subsec_1__para_b", "subsec_2"]),
    ("stgb", "§ 184b", ["subsec_1__para_1__subpara_a", "subsec_1__para_1__subpara_b", "subsec_1__para_2", "subsec_2"]),
    ("code-penal", "Article 227-23", ["p_1", "p_2"]),
    ("code-penal", "Article 227-23-1", ["subsec_1", "subsec_2"]),
]


def named(xa: Jurisdiction, stem: str) -> Instrument:
    return next(instrument for instrument in xa.instruments if instrument.stem == stem)


@pytest.mark.parametrize(("stem", "number", "paths"), FOREIGN, ids=[f"{stem} {number}" for stem, number, _ in FOREIGN])
def test_numbering_of_other_traditions_is_followed(stem: str, number: str, paths: list[str], xa: Jurisdiction) -> None:
    section = next(section for section in named(xa, stem).sections if section.number == number)
    assert ["__".join("_".join(step) for step in limb.path) for limb in limbs(section)] == paths


def test_a_limb_in_japanese_is_read_with_its_lead_in(xa: Jurisdiction) -> None:
    limb = limbs(named(xa, "keiho").sections[0])[1]
    assert limb.text == "２　児童ポルノを提供した者は、次の各号による。\n一　電磁的記録"


UNPARTED = """## 第二条 定義

次の各号に掲げる用語の意義は、当該各号に定めるところによる。

一　児童十八歳に満たない者をいう。

二　交流役務利用者が情報を投稿することができる役務をいう。

三　交流役務提供者　交流役務を提供する者をいう。

四　見本市見本を並べる場をいう。

## 第三条 通報

交流役務提供者は、交流役務において児童を害する情報を知ったときは、速やかに通報しなければならない。
"""


def test_a_label_that_nothing_parts_from_its_definition_is_told_by_its_use_elsewhere(act_of: Callable[..., Instrument]) -> None:
    act = act_of(UNPARTED, language="ja")
    labels = [provision.label for provision in act.provisions("definition")]
    assert labels == ["児童", "交流役務", "交流役務提供者"]
    assert any(limb.text.endswith("四　見本市見本を並べる場をいう。") for limb in limbs(act.sections[0]))  # used nowhere else: no label


EMBEDDED = "(1) Words.\n22A. Duty of hosts.—(1) A host reports.\n(2) Quickly.\n22B. Penalty.— A fine."


def test_sections_under_anothers_heading_get_their_true_numbers(drafting: Drafting) -> None:
    parts = list(split_embedded(Section("Act", "act", "xa/act", "22", "Powers", EMBEDDED)))
    assert [(part.number, part.eid, part.heading) for part in parts] == [
        ("22", "", "Powers"),
        ("22", "22A", "Duty of hosts"),
        ("22", "22B", "Penalty"),
    ]
    paths = [provision.address for provision in segment(parts[1], drafting) if provision.kind == "limb"]
    assert paths == ["xa/act#sec_22A__subsec_1", "xa/act#sec_22A__subsec_2"]


@pytest.mark.parametrize(
    "text", ["(1) Words.\n22. Powers.—(1) Own number again.", "1999. Year of plenty.— It rained.", "(1) See 22A. It says so."]
)
def test_what_only_looks_like_a_section_is_left_where_it_stands(text: str) -> None:
    assert len(list(split_embedded(Section("Act", "act", "xa/act", "22", "Powers", text)))) == 1


def test_a_section_without_words_has_no_provisions(section_of: Make) -> None:
    assert section_of("\n [Footnote: nothing]\n").provisions == ()


def test_without_drafting_habits_no_definition_is_sought(section_of: Make) -> None:
    kinds = {p.kind for p in section_of("“picture” means a drawing.", "2", "Interpretation", Drafting()).provisions}
    assert kinds == {"section", "subsection", "limb"}


WORDS = st.lists(
    st.sampled_from(["a person", "“picture” means", "commits", "means", "an offence", "References to x include", "22B. Heading here.—"]),
    max_size=4,
)
MARKS = st.sampled_from(
    [
        "",
        "(1) ",
        "(2) ",
        "(a) ",
        "(b) ",
        "(i) ",
        "(ii) ",
        "(A) ",
        "1. ",
        "a) ",
        "1[(3) ",
        "*(c) ",
        "① ",
        "가. ",
        "一　",
        "1° ",
        "– ",
        "[Footnote: ",
    ]
)
LINES = st.builds(lambda mark, words, end: f"{mark}{' '.join(words)}{end}", MARKS, WORDS, st.sampled_from([".", ";", ",", "—", ":", ""]))
LAW = st.lists(LINES, min_size=1, max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(text=LAW | st.text(max_size=200), heading=st.sampled_from(["", "Interpretation"]))
def test_no_word_of_a_section_is_lost_or_invented(text: str, heading: str, drafting: Drafting) -> None:
    section = Section("Act", "act", "xa/act", "7", heading, text)
    provisions = segment(section, drafting)
    law = [line.strip() for line in text.split("\n") if line.strip() and not line.strip().startswith("[Footnote")]
    if not law:
        assert provisions == ()
        return
    assert provisions[0].kind == "section"
    assert re.sub(r"\s", "", provisions[0].text) == re.sub(r"\s", "", "".join(law))
    for provision in provisions:
        assert provision.stretches
        assert all(0 <= start < end <= len(text) for start, end in provision.stretches)
        assert provision.text == "\n".join(text[start:end] for start, end in provision.stretches)


@settings(max_examples=150, deadline=None)
@given(text=LAW)
def test_every_line_of_a_section_is_read_in_some_limb_or_definition(text: str, drafting: Drafting) -> None:
    section = Section("Act", "act", "xa/act", "7", "", text)
    leaves = [p for p in segment(section, drafting) if p.kind in ("limb", "definition")]
    read = {line for leaf in leaves for start, end in leaf.stretches for line in section.text[start:end].split("\n")}
    for line in text.split("\n"):
        ends_open = line.rstrip()[-1:] not in ".;:,—–"  # may be a heading between limbs
        if line.strip() and not line.startswith("[Footnote") and not ends_open:
            parts = [part for part in read if part.strip() and part.strip() in line]
            assert parts, line


MARK = re.compile(r"^\W*(\w{1,3})[).\u3000°]|^([①])|^(Ref|“)", re.MULTILINE)


@settings(max_examples=60, deadline=None)
@given(text=LAW)
def test_two_provisions_of_a_section_never_share_an_address(text: str, drafting: Drafting) -> None:
    leaves = [p.address for p in segment(Section("Act", "act", "xa/act", "7", "", text), drafting) if p.kind == "limb"]
    printed_twice = len(MARK.findall(text)) != len(set(MARK.findall(text)))
    assert len(leaves) == len(set(leaves)) or printed_twice
