"""Does the dashboard work in a real browser: every page, a click to the words, no error, nothing from the network?"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_app import ACT

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
CLICK_ANSWERED_WITHIN = 1.0
"""Seconds; twice the aim of half a second, since tests share the machine."""

if not Path(CHROMIUM).exists():
    warnings.warn("Chromium is not installed: the dashboard was NOT tested in a browser (apt-get install chromium)", stacklevel=1)
    pytest.skip("Chromium is not installed", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    for code, verb in (("xa", "possesses"), ("xb", "produces, distributes or possesses"), ("xc", "buys")):
        (folder / "law" / code).mkdir(parents=True)
        (folder / "law" / code / "act.md").write_text(ACT.format(code=code, verb=verb), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "LEGAL_COMPARE_LAW": str(folder / "law"), "LEGAL_COMPARE_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1)
                    break
                except OSError:
                    time.sleep(0.5)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def browser_page(address: str) -> Iterator["sync_api.Page"]:
    """A page that must end without console errors and without a request to another host."""
    trouble: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(f"a script of the data ran: {dialog.message}"))
        page.on("request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else trouble.append(request.url))
        yield page
        browser.close()
    assert trouble == []


@pytest.mark.parametrize("name", ["Gaps", "Compare", "Harmonisation", "Country", "Method"])
def test_every_page_opens(browser_page: "sync_api.Page", address: str, name: str, tmp_path: Path) -> None:
    browser_page.goto(f"{address}/?page={name}")
    browser_page.wait_for_selector(".limits", timeout=60_000)
    browser_page.wait_for_timeout(800)
    assert browser_page.locator("h1").count() == 1
    browser_page.screenshot(path=tmp_path / f"{name}.png")
    assert (tmp_path / f"{name}.png").stat().st_size > 10_000


def test_a_click_on_a_cell_shows_the_law_and_can_be_shared(browser_page: "sync_api.Page", address: str) -> None:
    browser_page.goto(f"{address}/?page=Gaps&j=XC&c=hotline")
    cell = browser_page.locator('tr[data-c="csam-offences"] button[data-j="XB"]')
    cell.wait_for(timeout=60_000)
    start = time.perf_counter()
    cell.click()
    browser_page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)
    assert time.perf_counter() - start < CLICK_ANSWERED_WITHIN
    assert "<script>alert(1)</script>" in browser_page.locator(".panel blockquote").first.inner_text()
    browser_page.wait_for_url("**j=XB**")
    browser_page.goto(browser_page.url)
    browser_page.locator(".panel mark", has_text="possesses").first.wait_for(timeout=10_000)


def test_the_grid_is_walked_with_the_keyboard_alone(browser_page: "sync_api.Page", address: str) -> None:
    browser_page.goto(f"{address}/?page=Gaps&j=XA&c=csam-offences")
    first = browser_page.locator('tr[data-c="csam-offences"] button[data-j="XA"]')
    first.wait_for(timeout=60_000)
    first.focus()
    browser_page.keyboard.press("ArrowRight")
    browser_page.keyboard.press("Enter")
    browser_page.locator(".panel h2", has_text="XB").wait_for(timeout=10_000)


def test_the_official_text_opens_in_a_tab_of_its_own(browser_page: "sync_api.Page", address: str) -> None:
    browser_page.goto(f"{address}/?page=Gaps&j=XA&c=csam-offences")
    link = browser_page.locator(".panel a", has_text="Official text").first
    link.wait_for(timeout=60_000)
    assert link.get_attribute("href") == "https://law.example/xa" and link.get_attribute("target") == "_blank"


def test_a_narrow_screen_does_not_scroll_sideways(browser_page: "sync_api.Page", address: str) -> None:
    browser_page.set_viewport_size({"width": 360, "height": 740})
    browser_page.goto(f"{address}/?page=Gaps")
    browser_page.wait_for_selector(".limits", timeout=60_000)
    assert browser_page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360


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


@pytest.mark.parametrize("name", ["Gaps", "Compare", "Harmonisation", "Country", "Method"])
def test_our_part_of_a_page_is_accessible(browser_page: "sync_api.Page", address: str, axe: str, name: str) -> None:
    """Does axe-core find nothing serious in what we write ourselves? Streamlit's own widgets are its makers' matter."""
    browser_page.goto(f"{address}/?page={name}&j=XA&c=csam-offences")
    browser_page.wait_for_selector(".limits", timeout=60_000)
    browser_page.wait_for_timeout(800)
    browser_page.evaluate(axe)
    found = browser_page.evaluate("axe.run({include: [['.lc']]})")
    serious = [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == []
