"""Is an amending instruction understood in each language, and left alone where it could be read in two ways?"""

import pytest

from legal_compare.grammars import INSERT, OMIT, SUBSTITUTE, grammar_of
from legal_compare.instructions import masked, pieces, understood


def told(words: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    """(action, new, old, anchor) of each instruction that is clear."""
    grammar = grammar_of(language)
    assert grammar is not None
    text, quotes = masked(words)
    found = []
    for piece in pieces(text):
        verbs = [name for name, pattern in grammar.verbs.items() if pattern.search(piece)]
        one = understood(piece, quotes, grammar, verbs) if verbs else None
        if one:
            found.append((one.action, one.new, one.old, one.anchor))
    return found


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("In section 5, after subsection (2) insert “(3) New.”", "en", (INSERT, "(3) New.", "", "")),
        ("In section 5, after “picture” insert “or film”.", "en", (INSERT, "or film", "", "picture")),
        ("For section 5 substitute “5. New words.”", "en", (SUBSTITUTE, "5. New words.", "", "")),
        ("In section 5, for “two” substitute “ten”.", "en", (SUBSTITUTE, "ten", "two", "")),
        ("Section 5 is amended by the substitution of “ten” for “two”.", "en", (SUBSTITUTE, "ten", "two", "")),
        ("Section 5 is amended by striking “two” and inserting “ten”.", "en", (SUBSTITUTE, "ten", "two", "")),
        ("In section 5, omit “or not”.", "en", (OMIT, "", "or not", "")),
        ("Section 5 of that Act is hereby repealed.", "en", (OMIT, "", "", "")),
        ("In § 5 Absatz 1 wird das Wort „zwei“ durch das Wort „zehn“ ersetzt.", "de", (SUBSTITUTE, "zehn", "zwei", "")),
        ("Nach § 5 wird folgender § 5a eingefügt: „§ 5a Neu“", "de", (INSERT, "§ 5a Neu", "", "")),
        ("§ 5 wird aufgehoben.", "de", (OMIT, "", "", "")),
        ("À l’article 5, les mots « deux ans » sont remplacés par les mots « dix ans ».", "fr", (SUBSTITUTE, "dix ans", "deux ans", "")),
        ("L’article 5 est abrogé.", "fr", (OMIT, "", "", "")),
        ("En el artículo 5 se sustituye «dos» por «diez».", "es", (SUBSTITUTE, "diez", "dos", "")),
        ("Se suprime el artículo 5.", "es", (OMIT, "", "", "")),
        ("I § 5 ændres »to« til »ti«.", "da", (SUBSTITUTE, "ti", "to", "")),
        ("V § 5 odst. 2 se slova „dva“ nahrazují slovy „deset“.", "cs", (SUBSTITUTE, "deset", "dva", "")),
        ("Za § 5 se vkládá nový § 5a, který zní: „§ 5a Nový“", "cs", (INSERT, "§ 5a Nový", "", "")),
        ("Za § 5 sa vkladá § 5a, ktorý znie: „§ 5a Nový“", "sk", (INSERT, "§ 5a Nový", "", "")),
        ("§ 5 se zrušuje.", "cs", (OMIT, "", "", "")),
        ("V § 5 ods. 2 sa slová „dva“ nahrádzajú slovami „desať“.", "sk", (SUBSTITUTE, "desať", "dva", "")),
        ("§ 5 sa vypúšťa.", "sk", (OMIT, "", "", "")),
        ("U članku 5. riječi: „dva“ zamjenjuju se riječima: „deset“.", "hr", (SUBSTITUTE, "deset", "dva", "")),
        ("Iza članka 5. dodaje se članak 5.a koji glasi: „Novo“", "hr", (INSERT, "Novo", "", "")),
        ("Članak 5. briše se.", "hr", (OMIT, "", "", "")),
        ("V 5. členu se beseda »dva« nadomesti z besedo »deset«.", "sl", (SUBSTITUTE, "deset", "dva", "")),
        ("Za 5. členom se doda nov 5.a člen, ki se glasi: »Novo«", "sl", (INSERT, "Novo", "", "")),
        ("5. člen se črta.", "sl", (OMIT, "", "", "")),
        ("Στο άρθρο 5 οι λέξεις «δύο» αντικαθίστανται από τις λέξεις «δέκα».", "el", (SUBSTITUTE, "δέκα", "δύο", "")),
        ("Μετά το άρθρο 5 προστίθεται άρθρο 5α ως εξής: «Νέο»", "el", (INSERT, "Νέο", "", "")),
        ("Το άρθρο 5 καταργείται.", "el", (OMIT, "", "", "")),
    ],
)
def test_a_clear_instruction_is_understood(words: str, language: str, expected: tuple[str, str, str, str]) -> None:
    assert told(words, language) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "A provider shall delete material referred to in section 5.",
        "In section 5, for “a” substitute “b” and for “c” substitute “d” and omit “e”.",
        "Before section 5 and after section 7 insert “6A. New.”",
    ],
)
def test_a_duty_or_a_twofold_instruction_is_none(words: str) -> None:
    assert told(words) == []


def test_a_quotation_that_opens_each_paragraph_anew_is_one() -> None:
    text, quotes = masked("insert—\n“(3) One.\n“(4) Two with a “term” inside.”.")
    assert quotes == ["(3) One.\n(4) Two with a “term” inside."] and text.count("\ue000") == 1
