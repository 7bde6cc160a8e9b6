"""Is the law of each publisher's XML read, section by section, and nothing else?"""

from __future__ import annotations

from pathlib import Path

import pytest

from legal_compare.errors import StatuteError
from legal_compare.readers.book import read_book
from legal_compare.readers.draft import read_draft
from legal_compare.readers.publishers import publisher_lines

CLML = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"><Contents><Title>Not law</Title></Contents>
<Primary><Body><Part><Number>Part 1</Number><Title>Images</Title><P1group><Title>Possession</Title><P1><Pnumber>1</Pnumber><P1para>
<P2><Pnumber>1</Pnumber><P2para><Text>A person who—</Text><P3><Pnumber>a</Pnumber><P3para><Text>possesses an image<CommentaryRef/>,</Text>
</P3para></P3></P2para></P2></P1para></P1></P1group></Part></Body></Primary>
<Commentaries><Text>Not law</Text></Commentaries></Legislation>"""
USLM = """<pLaw xmlns="http://schemas.gpo.gov/xml/uslm"><meta><title>An Act</title></meta><main>
<section><num>§1. </num><heading>Possession</heading>
<subsection><num>(a) </num><chapeau>A person who—</chapeau><paragraph><num>(1) </num><content>possesses an image,</content></paragraph>
</subsection><sourceCredit>Not law</sourceCredit></section></main></pLaw>"""
CANADA = """<Statute><Identification><ShortTitle>Images Act</ShortTitle></Identification>
<Body><Heading><TitleText>Images</TitleText></Heading>
<Section><MarginalNote>Possession</MarginalNote><Label>1</Label><Subsection><Label>(1)</Label><Text>A person who—</Text><Paragraph>
<Label>(a)</Label><Text>possesses an <Emphasis>image</Emphasis>,</Text></Paragraph></Subsection><HistoricalNote>Not law</HistoricalNote>
</Section></Body></Statute>"""
E_GOV = """<Law Lang="ja"><LawBody><LawTitle>画像法</LawTitle><TOC><TOCLabel>Not law</TOCLabel></TOC>
<MainProvision><Chapter><ChapterTitle>第一章 総則
</ChapterTitle><Article><ArticleCaption>（所持）</ArticleCaption><ArticleTitle>第一条</ArticleTitle><Paragraph><ParagraphNum/><ParagraphSentence>
<Sentence>次に掲げる者は、罰する。</Sentence></ParagraphSentence><Item><ItemTitle>一</ItemTitle><ItemSentence><Column>画像</Column><Column>所持した者
</Column></ItemSentence></Item></Paragraph></Article></Chapter></MainProvision></LawBody></Law>"""


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (CLML, [("Part 1 Images", "part"), ("1 Possession", "section"), ("(1) A person who—", ""), ("(a) possesses an image,", "")]),
        (USLM, [("§1 Possession", "section"), ("(a) A person who—", ""), ("(1) possesses an image,", "")]),
        (CANADA, [("Images", "part"), ("1 Possession", "section"), ("(1) A person who—", ""), ("(a) possesses an image,", "")]),
        (E_GOV, [("第一章 総則", "part"), ("第一条 （所持）", "section"), ("次に掲げる者は、罰する。", ""), ("一 画像 所持した者", "")]),
    ],
    ids=["CLML", "USLM", "Justice Canada", "e-Gov"],
)
def test_each_format_gives_its_parts_sections_and_limbs_in_order(xml: str, expected: list[tuple[str, str]]) -> None:
    pages = publisher_lines(xml.encode(), "act.xml")
    assert pages is not None
    assert [(line.text, line.opens) for line in pages.lines] == expected


def test_words_to_be_inserted_elsewhere_stand_in_quotation_marks() -> None:
    quoted = "<Text>insert—</Text><BlockAmendment><P1><Pnumber>2A</Pnumber><P1para><Text>New words.</Text></P1para></P1></BlockAmendment>"
    pages = publisher_lines(CLML.replace("<Text>A person who—</Text>", quoted).encode(), "act.xml")
    assert pages is not None
    assert [line.text for line in pages.lines if line.opens == "section"] == ["1 Possession"]
    assert any(line.text.startswith("“2A") and line.text.endswith("New words.”") for line in pages.lines)


def test_other_xml_is_left_to_other_readers_and_entities_are_refused() -> None:
    assert publisher_lines(b"<akomaNtoso/>", "act.xml") is None
    with pytest.raises(StatuteError):
        publisher_lines(b'<!DOCTYPE x [<!ENTITY a "b">]><Statute>&a;</Statute>', "act.xml")


def test_a_bill_and_a_statute_book_may_be_in_a_publishers_xml(tmp_path: Path) -> None:
    file = tmp_path / "act.xml"
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{CANADA}', encoding="utf-8")
    (act,) = read_book(tmp_path, "xa")
    assert (act.title, act.language, act.status) == ("Images Act", "en", "in-force")
    assert [section.key for section in act.sections] == ["act#1"]
    assert "possesses an image" in act.sections[0].text
    assert [section.number for section in read_draft(file).instrument.sections] == ["1"]
