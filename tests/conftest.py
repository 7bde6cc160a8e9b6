"""The fictional jurisdiction XA, with a lexicon and a codebook of its own: no test of the engine leans on real rules."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from legal_compare import lexicons
from legal_compare.corpus import read_statutes
from legal_compare.criteria import Codebook, load_criteria
from legal_compare.drafting import Drafting
from legal_compare.findings import Finding, assess_jurisdiction
from legal_compare.readers.markdown import parse_markdown
from legal_compare.reading import read_instrument
from legal_compare.segmentation import segment
from legal_compare.statutes import Instrument, Jurisdiction, Provision, Section
from legal_compare.tagging import narrow_tagger, tagger

XA = Path(__file__).parent / "xa"
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or leaves results in the user's cache."""
    os.environ["LEGAL_COMPARE_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout; tests that need it skip loudly without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not at hand: checks against reference texts were not made")
    return SHARED


def _forget() -> None:
    lexicons.read_lexicon.cache_clear()
    tagger.cache_clear()
    narrow_tagger.cache_clear()


@pytest.fixture(scope="module")
def own_lexicons() -> Iterator[Path]:
    """For one test module the package reads the lexicons of `tests/xa/lexicons/`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicons, "FOLDER", XA / "lexicons")
        _forget()
        yield XA / "lexicons"
    _forget()


@pytest.fixture(scope="module")
def book(own_lexicons: Path) -> Codebook:
    return load_criteria(XA / "criteria.yaml")


@pytest.fixture(scope="module")
def drafting(own_lexicons: Path) -> Drafting:
    lexicon = lexicons.read_lexicon("en")
    assert lexicon is not None
    return lexicon.drafting


@pytest.fixture(scope="module")
def xa(own_lexicons: Path) -> Jurisdiction:
    """XA as a folder of reference texts."""
    return read_statutes(XA / "law")[0]


@pytest.fixture(scope="module")
def section_of(drafting: Drafting) -> Callable[..., Section]:
    """Words -> a segmented section; `number` and `heading` as printed."""

    def make(text: str, number: str = "1", heading: str = "", habits: Drafting = drafting) -> Section:
        section = Section("Test Act 2001", "test-act", "xa/test-act", number, heading, text)
        object.__setattr__(section, "provisions", segment(section, habits))
        return section

    return make


@pytest.fixture(scope="module")
def act_of(own_lexicons: Path) -> Callable[..., Instrument]:
    """Body in Markdown -> an instrument of XA."""

    def make(body: str, status: str = "in-force", language: str = "en", title: str = "Test Act 2001", stem: str = "test-act") -> Instrument:
        matter = f'---\ntitle: "{title}"\nlanguage: {language}\nstatus: {status}\n---\n'
        return parse_markdown(matter + body, "XA", stem, f"{stem}.md")

    return make


@pytest.fixture(scope="module")
def verdicts_of(book: Codebook, act_of: Callable[..., Instrument]) -> Callable[..., dict[str, str]]:
    """Bodies or instruments, in order -> verdict by criterion, all themes read whole unless said otherwise."""

    def verdicts(*law: str | Instrument, coverage: str = "complete") -> dict[str, str]:
        return {f.criterion: f.verdict for f in findings_on(book, act_of, law, coverage)}

    return verdicts


def findings_on(
    book: Codebook, act_of: Callable[..., Instrument], law: tuple[str | Instrument, ...], coverage: str = "complete"
) -> tuple[Finding, ...]:
    instruments = tuple(act_of(one, stem=f"act-{n}") if isinstance(one, str) else one for n, one in enumerate(law))
    themes = dict.fromkeys(book.themes, coverage)
    return assess_jurisdiction(Jurisdiction("XA", "Examplia", coverage=themes, instruments=instruments), book)


def limbs(section: Section) -> list[Provision]:
    return [provision for provision in section.provisions if provision.kind == "limb"]


@pytest.fixture(scope="module")
def fired(book: Codebook, act_of: Callable[..., Instrument]) -> Callable[..., dict[str, str]]:
    """Words of one section -> rule: why it was set aside, or an empty string where it stands."""

    def matches(text: str, heading: str = "Section", title: str = "Test Act 2001") -> dict[str, str]:
        found: dict[str, str] = {}
        for match in read_instrument(act_of(f"## 7 {heading}\n\n{text}\n", title=title), book).matches:
            if match.suppressed or found.get(match.rule):
                found.setdefault(match.rule, match.suppressed)
            if not match.suppressed:
                found[match.rule] = ""
        return found

    return matches
