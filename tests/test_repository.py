"""Are the rules of the house kept: import order, one place for spaCy and one for Streamlit, no country named in code, light imports?"""

import ast
import doctest
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

import legal_compare

PACKAGE = Path(legal_compare.__file__).parent
ORDER = [
    "errors",
    "labels",
    "cache",
    "strict_yaml",
    "shipped",
    "statutes",
    "translations",
    "numbering",
    "drafting",
    "inflection",
    "lexicons",
    "embedded",
    "printed_lines",
    "segmentation",
    "readers",
    "criteria",
    "corpus",
    "slots",
    "patterns",
    "loose_parts",
    "tagging",
    "seams",
    "definitions",
    "references",
    "referred",
    "bindings",
    "tagged_sections",
    "matching",
    "foregoing",
    "streams",
    "prefilter",
    "sifting",
    "reading",
    "proofs",
    "confidence",
    "provenance",
    "checking",
    "quoting",
    "evidence",
    "ties",
    "findings",
    "selection",
    "linting",
    "assessment",
    "agreement",
    "narrowing",
    "scores",
    "distances",
    "uncertainty",
    "clusters",
    "ellipses",
    "groups",
    "sensitivity",
    "wording",
    "evaluation",
    "error_rates",
    "record",
    "excerpts",
    "batches",
    "scanning",
    "nearest",
    "proposals",
    "grammars",
    "instructions",
    "locating",
    "rewording",
    "enacting",
    "amending",
    "borrowing",
    "clauses",
    "precedents",
    "weakening",
    "bills",
    "views",
    "reports",
    "store",
    "export",
    "reviews",
    "searching",
    "briefings",
    "bill_reports",
    "dashboard",
    "cli",
]
"""A module imports only from those before it."""

HEAVY = ("spacy", "pandas", "streamlit", "sklearn", "scipy", "altair", "pyarrow", "pydantic", "duckdb")
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The word of ORDER that a file belongs to; empty for the package itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module) of every import that is carried out, here or inside a function."""

    def walk(node: ast.AST) -> Iterator[tuple[int, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.Import):
                yield from ((child.lineno, alias.name) for alias in child.names)
            elif isinstance(child, ast.ImportFrom) and child.module:
                yield child.lineno, child.module
                if child.module == "legal_compare":
                    yield from ((child.lineno, f"legal_compare.{alias.name}") for alias in child.names)
            yield from walk(child)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path)], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    own = name_of(path)
    assert own in ORDER, f"{own}: give it a place in ORDER"
    for line, module in imported(path):
        other = module.split(".")[1] if module.startswith("legal_compare.") else ""
        if other in ORDER and other != own:
            assert ORDER.index(other) < ORDER.index(own), f"{path.name}, line {line}: {own} imports {other}, which stands after it"


def test_one_module_imports_spacy() -> None:
    assert {name_of(path) for path in MODULES for _, module in imported(path) if module.split(".")[0] == "spacy"} == {"loose_parts"}


def test_only_the_dashboard_imports_streamlit() -> None:
    """Do the views stay free of Streamlit, so that notebooks and the command line can use them?"""
    sources = [*MODULES, *PACKAGE.parent.glob("*.py")]
    users = {path for path in sources for _, module in imported(path) if module.split(".")[0] == "streamlit"}
    assert {path.parent for path in users} == {PACKAGE / "dashboard", PACKAGE.parent}
    assert {path.name for path in users if path.parent == PACKAGE.parent} == {"app.py"}


def test_the_entry_of_the_dashboard_is_thin_and_its_pages_are_short() -> None:
    def lines(path: Path) -> int:
        return len(path.read_text(encoding="utf-8").splitlines())

    assert lines(PACKAGE.parent / "app.py") < 80
    assert all(lines(path) <= 300 for folder in ("dashboard", "views") for path in (PACKAGE / folder).iterdir() if path.is_file())


CODES = {country.alpha_2 for country in pycountry.countries} | {"EU", "UK", "INT"}
ALSO_WORDS = {"IS", "IN", "NO", "TO", "BY", "AS", "AT", "BE", "DO", "ME", "MY", "SO", "US", "ID"}
"""Codes that are also English words: they count only in capitals."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_decides_by_the_name_of_a_jurisdiction(path: Path) -> None:
    """Does any comparison, branch or lookup name a country's code?"""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare | ast.Match | ast.Subscript):
            continue
        for literal in (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)):
            low_counts = literal.islower() and literal.upper() in CODES - ALSO_WORDS and "jurisdiction" in ast.unparse(node)
            assert not (literal in CODES or low_counts), (
                f"{path.name}, line {getattr(node, 'lineno', '?')}: {literal!r} names a jurisdiction"
            )


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, legal_compare; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", legal_compare.__all__)
def test_each_public_verb_says_what_it_returns(name: str) -> None:
    assert getattr(legal_compare, name).__doc__


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path)], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_begins_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert said.split("\n\n")[0].rstrip().endswith("."), "begin the module with one sentence"


@pytest.mark.parametrize("name", ["lexicons", "statutes", "numbering", "segmentation", "references", "tagging", "matching"])
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"legal_compare.{name}")).failed == 0
