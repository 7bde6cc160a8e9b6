"""Does whoever follows the guides, step by step and with the guides' own examples, get where they lead?"""

import re
from pathlib import Path

import yaml

from legal_compare.criteria import Codebook
from legal_compare.excerpts import build, check, fidelity
from legal_compare.lexicons import load_lexicon

DOCS = Path(__file__).parents[1] / "docs"
XA = Path(__file__).parent / "xa" / "law" / "xa"
ADDRESSED = {"official_url": "https://laws.example.org/1", "reuse_terms": "free of copyright"}


def _example(guide: str) -> str:
    """The first YAML block of a guide, unindented."""
    block = re.search(r"(?ms)^( *)```yaml\n(.*?)^\1```", (DOCS / guide).read_text(encoding="utf-8"))
    assert block, f"{guide} shows no YAML"
    return re.sub(rf"(?m)^{block[1]}", "", block[2])


def test_the_lexicon_of_the_language_guide_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(_example("adding-a-language.md").replace("[...]", "[means]"), encoding="utf-8")
    lexicon = load_lexicon(path)
    assert lexicon.language == "xx"
    assert "child" in lexicon.terms


def test_the_steps_of_the_jurisdiction_guide_end_in_excerpts_that_pass_their_check(tmp_path: Path, book: Codebook) -> None:
    law, statutes = tmp_path / "law", tmp_path / "statutes"
    (law / "xa").mkdir(parents=True)
    for path in XA.glob("*.md"):
        _, head, words = path.read_text(encoding="utf-8").split("---\n", 2)
        known = yaml.safe_load(head) | ADDRESSED
        (law / "xa" / path.name).write_text(f"---\n{yaml.safe_dump(known, allow_unicode=True)}---\n{words}", encoding="utf-8")
    (statutes / "xa").mkdir(parents=True)
    (statutes / "xa" / "jurisdiction.yaml").write_text(_example("adding-a-jurisdiction.md"), encoding="utf-8")

    assert build(law, statutes, book, only=["xa"])
    assert check(statutes, law) == []
    assert fidelity(law, statutes, book) == []
