"""Does the dashboard work in a real browser: every page, a click to the words, no error, nothing from the network?"""

import io
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest
from docx import Document
from PIL import Image
from test_app import ACT, PAGES

from legal_compare.dashboard.serving import Served, served

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
READERS_AT_ONCE = 10
MOST_MEMORY = 2 * 1024**3

if not Path(CHROMIUM).exists():
    warnings.warn("Chromium is not installed: the dashboard was NOT tested in a browser (apt-get install chromium)", stacklevel=1)
    pytest.skip("Chromium is not installed", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HOME = """code: MT
name: "<img src=x onerror=alert(1)> **Malta** & [x](javascript:alert(1))"
tradition: civil law <script>alert(1)</script>
region: "Europe <b>South</b>"
coverage: {criminal: complete, platform: none, financial: none, enforcement: none, prevention: none}
read: one act
missing: ["<script>alert(1)</script> schedules"]
"""
LAW = {"xa": "possesses", "xb": "produces, distributes or possesses", "xc": "buys", "ie": "possesses", "mt": "produces", "fr": "buys"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("browser")
    for code, verb in LAW.items():
        (folder / "law" / code).mkdir(parents=True)
        (folder / "law" / code / "act.md").write_text(ACT.format(code=code, verb=verb), encoding="utf-8")
    (folder / "law" / "mt" / "jurisdiction.yaml").write_text(HOME, encoding="utf-8")
    bill = ACT.format(code="xb", verb="accesses or views").replace("Protection Act", "Protection Bill").replace("in-force", "bill")
    (folder / "law" / "xb" / "bill.md").write_text(bill, encoding="utf-8")
    environment = {"LEGAL_COMPARE_LAW": str(folder / "law"), "LEGAL_COMPARE_CACHE": str(folder / "cache")}
    environment["LEGAL_COMPARE_REVIEWS"] = str(folder / "reviews")
    with served(ROOT / "app.py", environment, folder / "log") as running:
        yield running
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser: "sync_api.Browser", server: Served) -> Iterator[Callable[..., "sync_api.Page"]]:
    """Opens an address of the dashboard; every page must end without console errors and without a request to another host."""
    trouble: list[str] = []
    contexts = []

    def told(message: "sync_api.ConsoleMessage") -> None:
        # Streamlit looks for its own server under the path of a page first, and finds it at the root
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            trouble.append(f"{message.text} {message.location['url']}")

    def open_at(query: str, **options: object) -> "sync_api.Page":
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", told)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(f"a script of the data ran: {dialog.message}"))
        inside = (server.address, "data:", "blob:")
        page.on("request", lambda request: None if request.url.startswith(inside) else trouble.append(request.url))
        page.on("websocket", lambda socket: None if "localhost" in socket.url else trouble.append(socket.url))
        page.goto(f"{server.address}/{query}")
        page.wait_for_selector(".limits", timeout=60_000)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert trouble == []


def choose(page: "sync_api.Page", label: str, value: str) -> None:
    """Takes a value in a box, as a reader would: click, type, Enter."""
    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(value)
    page.get_by_role("option", name=value).first.click()


def reach(page: "sync_api.Page", there: Callable[[], bool], most: int = 60) -> None:
    """Presses the Tab key until a test holds."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if there():
            return
    pytest.fail(f"not reached by the Tab key in {most} steps")


FOCUSED = """() => {
    let e = document.activeElement;
    while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
    const seen = getComputedStyle(e), around = getComputedStyle(e.closest('.react-aria-ComboBox') || e.parentElement);
    const ring = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
    return { words: (e.innerText || e.getAttribute('aria-label') || '').trim(), tag: e.tagName, link: e.href || '',
             cell: (e.dataset.c || '') + '|' + (e.dataset.j || ''), region: e.getAttribute('role') + ' ' + e.getAttribute('aria-label'),
             ring: ring(seen) || ring(around) };
}"""
"""What has the focus, and whether one sees that it has."""


def test_pages_are_reached_by_their_names_and_left_with_the_back_button(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?j=XB&c=hotline")
    page.get_by_role("link", name="Country").click()
    page.locator("h1", has_text="XB").wait_for(timeout=10_000)
    page.wait_for_url("**/country?*j=XB*")
    for _ in range(2):  # Streamlit writes the bare address of a page before the one with its state
        page.go_back()
        page.wait_for_timeout(700)
    page.locator("h1", has_text="Law against").wait_for(timeout=10_000)


def test_a_click_on_a_cell_shows_the_law_and_can_be_shared(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XC&c=hotline")
    cell = page.locator('tr[data-c="csam-offences"] button[data-j="XB"]')
    cell.wait_for(timeout=60_000)
    cell.click()
    page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)
    assert "<script>alert(1)</script>" in page.locator(".panel blockquote").first.inner_text()
    page.get_by_text("Share this view").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert parse_qs(urlparse(link).query) == {"page": ["Gaps"], "j": ["XB"], "c": ["csam-offences"], "with": ["FR,IE"]}
    again = opened("?" + urlparse(link).query)
    again.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)


def test_all_is_reached_with_the_keyboard_alone_and_the_focus_is_seen(opened: Callable[..., "sync_api.Page"]) -> None:
    """From a cell to the next, to its words, to the official text, to a filter: no mouse."""
    page = opened("?page=Gaps&j=XA&c=csam-offences")
    page.locator('tr[data-c="csam-offences"] button[data-j="XA"]').wait_for(timeout=60_000)
    seen = []

    def at(key: str, value: str) -> Callable[[], bool]:
        def there() -> bool:
            found = page.evaluate(FOCUSED)
            if found[key].startswith(value):
                seen.append(found)
            return bool(found[key].startswith(value))

        return there

    reach(page, at("words", "Filters"))
    reach(page, at("region", "combobox Theme"))
    reach(page, at("cell", "csam-offences|XA"))
    page.keyboard.press("ArrowRight")
    assert at("cell", "csam-offences|XB")()
    page.keyboard.press("Enter")
    page.locator(".panel h2", has_text="XB: CSAM offences").wait_for(timeout=10_000)
    page.wait_for_url("**j=XB**")
    reach(page, at("region", "region Evidence"))
    reach(page, at("link", "https://law.example/xb"))
    assert len(seen) == 6 and [found for found in seen if not found["ring"]] == []


def test_a_filter_is_set_with_the_keyboard_alone(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XB&c=csam-access")
    reach(page, lambda: page.evaluate(FOCUSED)["words"].startswith("Filters"))
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Law that counts")
    sync_api.expect(box).to_be_focused(timeout=10_000)
    assert page.evaluate(FOCUSED)["ring"]
    page.keyboard.type("Bills")
    page.get_by_role("option", name="Bills and proposals only").wait_for(timeout=10_000)
    page.keyboard.press("Enter")
    page.locator(".note", has_text="bills and proposals only").wait_for(timeout=10_000)
    page.keyboard.press("Escape")
    sync_api.expect(page.get_by_test_id("stPopoverButton").first).to_be_focused(timeout=10_000)


def test_a_click_on_the_map_chooses_the_jurisdiction(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?ask=csam-offences&j=XA")
    page.locator("[role=graphics-document] path").first.wait_for(timeout=20_000)
    page.wait_for_timeout(500)
    drawing = page.locator("[role=graphics-document]").first.bounding_box()
    places = [(x, y) for x in range(45, 54) for y in range(16, 44, 2)]  # per cent of the map: the west of Europe
    for x, y in places:
        page.mouse.move(drawing["x"] + drawing["width"] * x / 100, drawing["y"] + drawing["height"] * y / 100)
        if page.locator("#vg-tooltip-element.visible", has_text="France").count():
            break
    page.mouse.down()
    page.mouse.up()
    page.locator(".panel h2", has_text="France").wait_for(timeout=10_000)
    page.wait_for_url("**j=FR**")


def test_an_answer_of_a_country_leads_to_its_words(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Country&j=XB&c=hotline")
    page.locator('button[data-c="csam-offences"]').click(timeout=20_000)
    page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)
    assert page.locator(".panel a", has_text="Official text").first.get_attribute("href") == "https://law.example/xb"
    assert "text of 21 May 2020" in page.locator(".panel .card").first.inner_text()
    page.wait_for_url("**c=csam-offences**")


def test_on_a_telephone_a_cell_brings_its_words_into_view(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XB&c=hotline", viewport={"width": 360, "height": 740})
    page.locator('tr[data-c="csam-offences"] button[data-j="XB"]').click(timeout=20_000)
    words = page.locator(".panel h2", has_text="XB: CSAM offences")
    words.wait_for(timeout=10_000)
    sync_api.expect(words).to_be_in_viewport(timeout=5_000)


def test_a_name_from_the_data_is_never_markup(opened: Callable[..., "sync_api.Page"]) -> None:
    """A jurisdiction's own file is as little to be trusted as its law; `opened` fails when a script of theirs runs."""
    for query in ("?j=MT", "?page=Gaps&sort=region&j=MT&c=csam-offences", "?page=Country&j=MT", "?page=Compare&with=MT,XA&common=True"):
        page = opened(query)
        page.wait_for_timeout(700)
        assert "<img src=x onerror=alert(1)> **Malta**" in page.locator("body").inner_text()
        assert page.locator("img[src=x], .lc script, .root script").count() == 0


STATES = {
    "": "ask=csam-offences&region=Europe+<b>South</b>&j=XB",
    "Gaps": "theme=criminal&sort=region&j=XB&c=csam-access&layer=in-force",
    "Country": "j=XB&c=csam-offences&bench=XA",
    "Compare": "with=XC,XB,XA&show=different&theme=criminal&common=True",
    "Harmonisation": "view=Questions&w=criminal:5,platform:1,financial:1,enforcement:1,prevention:1",
    "Evidence": "q=knowingly&of=csam-offences&place=XC&every=True&since=2018",
    "Bill": "j=XB",
    "Method": "tab=Codebook",
}


@pytest.mark.parametrize("name", STATES)
def test_a_shared_link_brings_back_the_whole_state(opened: Callable[..., "sync_api.Page"], name: str) -> None:
    page = opened(f"?page={name}&{STATES[name]}")
    page.get_by_text("Share this view").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text(timeout=10_000)
    asked, shared = parse_qs(STATES[name]), parse_qs(urlparse(link).query)
    assert {key: shared.get(key) for key in asked} == asked and shared.get("page", [""]) == [name]
    again = opened("?" + urlparse(link).query)
    again.get_by_text("Share this view").click()
    assert again.locator("[data-testid=stPopoverBody] code").inner_text(timeout=10_000) == link


def test_the_world_is_coloured_by_a_question_and_leads_to_the_words(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?ask=csam-offences&j=IE")
    page.locator("[role=graphics-document] path").first.wait_for(timeout=20_000)
    assert "CSAM offences" in page.locator(".reading").inner_text()
    assert page.locator(".panel a", has_text="Official text").first.get_attribute("href") == "https://law.example/ie"
    choose(page, "Jurisdiction", "France")
    page.locator(".panel h2", has_text="France").wait_for(timeout=10_000)
    page.wait_for_url("**j=FR**")


def test_answers_of_a_theme_lead_to_the_words_in_one_click(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?theme=criminal&j=IE&c=grooming")
    page.locator('button[data-c="csam-offences"][data-j="IE"]').click(timeout=20_000)
    page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)


def test_the_official_text_opens_in_a_tab_of_its_own(opened: Callable[..., "sync_api.Page"]) -> None:
    link = opened("?page=Gaps&j=XA&c=csam-offences").locator(".panel a", has_text="Official text").first
    assert link.get_attribute("href") == "https://law.example/xa" and link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_a_filter_narrows_every_page_and_says_so(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XB&c=csam-access")
    page.get_by_text("Filters", exact=True).click()
    choose(page, "Law that counts", "Bills and proposals only")
    page.locator(".note", has_text="bills and proposals only").wait_for(timeout=10_000)
    sync_api.expect(page.locator("th[data-j]")).to_have_count(1, timeout=10_000)
    page.locator(".panel", has_text="Protection Bill").wait_for(timeout=10_000)
    page.wait_for_url("**layer=proposed**")


def test_law_of_another_date_is_unknown_not_missing(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XA&c=csam-offences&since=2022")
    page.locator(".panel", has_text="no wording of 2022 or later").wait_for(timeout=10_000)
    page.locator(".note", has_text="older answers as unknown").wait_for(timeout=10_000)


def test_search_finds_the_words_and_escapes_them(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Evidence")
    box = page.get_by_role("textbox", name="Words")
    box.fill("<script>alert(1)</script> **bold**")
    box.press("Enter")
    page.locator("mark.tag.word").first.wait_for(timeout=10_000)
    assert "**bold**" in page.locator("blockquote").first.inner_text() and page.locator("blockquote script").count() == 0
    page.wait_for_url("**q=**")
    page.locator("summary", has_text="fired here").first.click()
    page.get_by_text("csam", exact=False).first.wait_for()


def test_near_misses_are_shown_for_what_is_missing(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Evidence&of=csam-offences&place=XC")
    page.locator("h2", has_text="Near misses").wait_for(timeout=10_000)
    page.locator(".card .aside").first.wait_for(timeout=10_000)


def test_a_review_is_kept_beside_the_tools_answer_and_shown_when_asked_for(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Evidence&of=hotline&place=XB")
    page.get_by_text("Reviews by people: XB").click()
    page.get_by_role("textbox", name="Your name").fill("<b>Ada</b> Reviewer")
    page.locator("[data-testid=stRadio]").get_by_text("met", exact=True).click()
    choose(page, "Provisions it rests on", "act#4")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep this review").click()
    page.locator(".note", has_text="Kept under the name <b>Ada</b> Reviewer").wait_for(timeout=10_000)
    shown = opened("?page=Gaps&j=XB&c=hotline&whose=reviewed")
    shown.locator(".note", has_text="As reviewed: 1 of").wait_for(timeout=10_000)
    shown.locator(".panel", has_text="As reviewed by <b>Ada</b> Reviewer; the tool says no-text.").wait_for(timeout=10_000)
    own = opened("?page=Gaps&j=XB&c=hotline")
    own.locator(".panel h2", has_text="XB").wait_for(timeout=10_000)
    assert own.locator("text=As reviewed by").count() == 0


def test_laws_stand_side_by_side_and_are_filtered(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Compare&with=XA,XB")
    assert page.locator("table.sides thead th").count() == 3
    page.get_by_role("radio", name="Different").or_(page.get_by_role("button", name="Different")).first.click()
    page.locator("table.sides tbody tr", has_text="Hotline").wait_for(state="detached", timeout=10_000)
    page.locator("table.sides summary").first.click()
    page.locator("table.sides mark").first.wait_for(timeout=10_000)
    assert page.locator("table.sides .ticks .yes").count() > 0


def test_wording_in_common_is_found_when_it_is_asked_for(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Compare&with=XA,IE")
    page.get_by_text("Wording in common").click()
    pair = page.locator("summary", has_text="a passage in common on")
    pair.first.click(timeout=20_000)
    page.locator("blockquote", has_text="child pornography").first.wait_for(timeout=10_000)


def test_weights_act_at_once_and_travel_with_the_link(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Harmonisation&view=Pairs&w=criminal:5,platform:0")
    page.locator(".note", has_text="Criminal law 5").wait_for(timeout=10_000)
    page.get_by_text("Weights", exact=True).first.click()
    slider = page.get_by_role("slider", name="Criminal law")
    slider.focus()
    slider.press("ArrowLeft")
    page.locator(".note", has_text="Criminal law 4").wait_for(timeout=10_000)
    page.wait_for_url("**w=criminal*4**")


TAKEN = {
    "Table: CSV": lambda data: pd.read_csv(io.BytesIO(data)),
    "Table: XLSX": lambda data: pd.read_excel(io.BytesIO(data)),
    "Picture: PNG": lambda data: Image.open(io.BytesIO(data)).size[0] * [0],
    "Picture: SVG": lambda data: data.decode("utf-8").split("<path")[1:],
    "Briefing: DOCX": lambda data: Document(io.BytesIO(data)).tables,
    "Briefing: HTML": lambda data: data.decode("utf-8").split("<tr>")[1:],
}


@pytest.mark.parametrize(("query", "words"), [("?ask=csam-offences", words) for words in list(TAKEN)[:4]] + [
    ("?page=Country&j=XA", words) for words in list(TAKEN)[4:]
])  # fmt: skip
def test_what_is_taken_along_can_be_opened(opened: Callable[..., "sync_api.Page"], query: str, words: str) -> None:
    page = opened(query)
    with page.expect_download(timeout=30_000) as taken:
        page.get_by_role("button", name=words).first.click(timeout=20_000)
    assert len(TAKEN[words](Path(taken.value.path()).read_bytes())) > 0


def test_a_citation_can_be_copied(opened: Callable[..., "sync_api.Page"]) -> None:
    page = opened("?page=Gaps&j=XA&c=csam-offences", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Copy a citation").click(timeout=20_000)
    block = page.locator("[data-testid=stPopoverBody] [data-testid=stCode]").first
    block.hover()
    block.get_by_role("button").first.click()
    page.wait_for_timeout(300)
    assert "Child Protection Act xa (No. 1), XA; in force, text of 21 May 2020; https://law.example/xa" in page.evaluate(
        "navigator.clipboard.readText()"
    )


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, the usual check of accessibility; skipped where npm cannot fetch it."""
    folder = tmp_path_factory.mktemp("axe")
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    try:
        subprocess.run(["npm", "install", "axe-core@4"], cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("npm could not fetch axe-core")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_whole_page_opens_and_is_accessible(opened: Callable[..., "sync_api.Page"], axe: str, name: str, scheme: str) -> None:
    """Does axe-core find nothing serious on the whole page, Streamlit's own widgets included, and does it fit a telephone?"""
    page = opened(f"?page={name}&j=XA&c=csam-offences", color_scheme=scheme)
    page.wait_for_timeout(800)
    assert page.locator("h1").count() == 1 and page.locator("[data-testid=stException]").count() == 0
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    serious = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360


def test_a_bar_shows_how_far_the_first_reading_is(browser: "sync_api.Browser", tmp_path: Path) -> None:
    for code, verb in LAW.items():
        (tmp_path / "law" / code).mkdir(parents=True)
        (tmp_path / "law" / code / "act.md").write_text(ACT.format(code=code, verb=verb), encoding="utf-8")
    environment = {"LEGAL_COMPARE_LAW": str(tmp_path / "law"), "LEGAL_COMPARE_CACHE": str(tmp_path / "cache")}
    with served(ROOT / "app.py", environment) as server:
        page = browser.new_page()
        page.goto(server.address, wait_until="commit")
        page.locator("[data-testid=stProgress]").wait_for(timeout=60_000)
        page.locator(".limits").wait_for(timeout=60_000)
        assert page.locator("[data-testid=stProgress]").count() == 0
        page.close()


def test_ten_people_at_once_are_answered(opened: Callable[..., "sync_api.Page"], server: Served) -> None:
    pages = [opened("?page=Gaps&j=XC&c=hotline") for _ in range(READERS_AT_ONCE)]
    for page in pages:
        page.locator('tr[data-c="csam-offences"] button[data-j="XB"]').wait_for(timeout=60_000)
    for page in pages:
        page.locator('tr[data-c="csam-offences"] button[data-j="XB"]').click()
    for page in pages:
        page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=20_000)
    status = Path(f"/proc/{server.process}/status").read_text(encoding="utf-8")
    resident = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    assert resident < MOST_MEMORY
