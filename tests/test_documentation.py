"""Is the documentation's site built without a warning, whole, linked, and free of anything fetched from elsewhere?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

import legal_compare

pytest.importorskip("zensical", reason="the site needs the extra `docs`")

ROOT = Path(__file__).parents[1]
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
"""Elements whose address a browser fetches by itself."""


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Builds the pages of a folder that holds `mkdocs.yml` and `docs`, as `make docs` does."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def copied(folder: Path) -> Path:
    """What the site is made of, in a folder of its own: two tests at once must not write to one place."""
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(ROOT / "legal_compare", folder / "legal_compare", ignore=shutil.ignore_patterns("__pycache__", "*.json", "*.css"))
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("site"))
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "build" / "site"


def pages(site: Path) -> dict[Path, html.HtmlElement]:
    """The pages that were made; briefings are stored whole and not ours to change here."""
    return {path: html.parse(str(path)).getroot() for path in site.rglob("index.html")}


def test_every_link_leads_to_a_page_and_to_a_place_on_it(site: Path) -> None:
    broken, checked = [], 0
    for page, tree in pages(site).items():
        for address in {*tree.xpath("//a/@href"), *tree.xpath("//img/@src")}:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            checked += 1
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            missing = not target.is_file()
            place = unquote(parts.fragment)
            if not missing and place and target.suffix == ".html":
                missing = not html.parse(str(target)).getroot().xpath("//*[@id=$place or @name=$place]", place=place)
            if missing:
                broken.append(f"{page.relative_to(site)}: {address}")
    assert not broken
    assert checked > 100


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    for page, tree in pages(site).items():
        for element, attribute in FETCHED.items():
            for one in tree.iter(element):
                if one.get("rel") not in ("canonical", "alternate"):
                    address = one.get(attribute) or ""
                    assert not urlsplit(address).netloc, f"{page.relative_to(site)} fetches {address}"


def test_the_reference_holds_every_public_verb_with_what_its_docstring_says(site: Path) -> None:
    tree = html.parse(str(site / "reference" / "verbs" / "index.html")).getroot()
    text = re.sub(r"\s+", " ", tree.text_content())
    for verb in legal_compare.__all__:
        assert tree.xpath("//*[@id=$name]", name=f"legal_compare.{verb}"), f"{verb} is not in docs/reference/verbs.md"
        first = (getattr(legal_compare, verb).__doc__ or "").split(".")[0].split("`")[0]
        assert re.sub(r"\s+", " ", first) in text


def test_columns_and_examples_of_a_docstring_keep_their_lines(site: Path) -> None:
    tree = html.parse(str(site / "reference" / "measures" / "index.html")).getroot()
    assert tree.xpath("//li[starts-with(normalize-space(), 'absent_unqualified: ')]")
    assert any(">>> score(findings)" in block.text_content() for block in tree.iter("pre"))


def test_every_page_stands_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r": ([\w/-]+\.md)$", menu, flags=re.MULTILINE))
    assert listed == {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}


@pytest.mark.parametrize("wrong", ["[a page](nowhere.md)", "::: legal_compare.nothing_of_this_name"])
def test_what_leads_nowhere_stops_the_build(tmp_path: Path, wrong: str) -> None:
    folder = copied(tmp_path)
    with (folder / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{wrong}\n")
    assert build(folder).returncode != 0
