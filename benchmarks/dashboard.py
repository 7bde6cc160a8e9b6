"""Turns the running dashboard into figures: first paint, clicks, ten readers at once, sixty jurisdictions.

python benchmarks/dashboard.py [OUT]    (Chromium is needed; prints the table that dashboard.md holds)
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sessions import at_once

from legal_compare.dashboard.serving import Served, served
from legal_compare.shipped import statutes_path

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAGES = ("World", "Gaps", "Country", "Compare", "Harmonisation", "Evidence", "Bill", "Method")
CELLS = [
    ("csam-offences|GB", "United Kingdom: CSAM offences"),
    ("csam-access|FR", "France: CSAM access"),
    ("grooming|US", "United States: Grooming"),
    ("csam-offences|KE", "Kenya: CSAM offences"),
    ("hotline|DE", "Germany: Hotline"),
    ("age-assurance|AR", "Argentina: Age assurance"),
    ("education|ES", "Spain: Education"),
]
"""Cells that are clicked without a browser, and the heading of the words behind each."""
TIMES = 7
READERS = 10
EVERY = 3
"""Seconds between two clicks of a reader who reads fast."""
CLICK = """(cell, [delay, heading]) => {
  window.answered = undefined;
  setTimeout(() => {
    const start = performance.now();
    const watch = new MutationObserver(() => {
      if (![...document.querySelectorAll(".panel h2")].some((h) => h.textContent.includes(heading))) return;
      window.answered = performance.now() - start;
      watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    cell.click();
  }, delay);
}"""
"""Clicks a cell later, and notes how many milliseconds it took until its heading stood there."""
MANY = 60


def main(out: Path | None) -> None:
    """Prints each line as it is measured; all of them go to `out`."""
    table: list[str] = []

    def say(*lines: str) -> None:
        table.extend(lines)
        print(*lines, sep="\n", flush=True)

    before = os.getloadavg()[0]
    say("| what | median | worst |", "| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(ROOT / "app.py") as server:
            warm(browser, server)
            say(*answers(server))
            say(*clicks(browser, server, "shipped law"))
            say(*crowd(browser, server))
            for name in PAGES:
                say(told(f"first meaningful paint of {name}, warm", [paint(browser, server, name) for _ in range(TIMES)]))
        law = sixty(Path(folder))
        with served(ROOT / "app.py", {"LEGAL_COMPARE_LAW": str(law)}) as server:
            warm(browser, server)
            say(told(f"first meaningful paint of Gaps, {MANY} jurisdictions", [paint(browser, server, "Gaps") for _ in range(TIMES)]))
            say(*clicks(browser, server, f"{MANY} jurisdictions"))
        browser.close()
    load = f"{os.cpu_count()} cores; load average {before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    say(f"| load of the machine, its own included | {load} | |")
    if out:
        out.write_text("\n".join(table) + "\n", encoding="utf-8")


def told(what: str, seconds: list[float]) -> str:
    return f"| {what} | {statistics.median(seconds):.2f} s | {max(seconds):.2f} s |"


def warm(browser: Browser, server: Served) -> None:
    for name in PAGES:
        paint(browser, server, name)


def paint(browser: Browser, server: Served, name: str) -> float:
    """Seconds from the request until the page's heading and its first answer stand there."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(f"{server.address}/?page={name}", wait_until="commit")
    page.wait_for_selector(".limits", timeout=300_000)
    taken = time.perf_counter() - start
    page.close()
    return taken


def timed(page: Page, act: Callable[[], Any], shows: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    shows()
    return time.perf_counter() - start


def clicks(browser: Browser, server: Served, law: str) -> list[str]:
    """A cell of the grid, and a weight moved by a key, each until the new words are there."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{server.address}/?page=Gaps&j=IE&c=grooming")
    cells = page.locator('tr[data-c="csam-offences"] button.v')
    cells.first.wait_for(timeout=300_000)
    page.wait_for_timeout(1_500)
    taken = []
    for place in range(1, TIMES + 1):
        cell = cells.nth(place)
        name = page.locator(f'th[data-j="{cell.get_attribute("data-j")}"]').inner_text()
        heading = page.locator(".panel h2", has_text=f"{name}: CSAM offences")
        taken.append(timed(page, cell.click, heading.wait_for))
        page.wait_for_timeout(400)
    lines = [told(f"click on a cell until its words are there, {law}", taken)]
    page.goto(f"{server.address}/?page=Harmonisation&w=criminal:3")
    page.locator(".note", has_text="Criminal law 3").wait_for(timeout=60_000)
    page.get_by_text("Weights", exact=True).first.click()
    slider = page.get_by_role("slider", name="Criminal law")
    taken = []
    for number in (4, 5, 4, 3, 4, 5, 4):
        key = "ArrowRight" if number > 3 and (not taken or number == 5 or len(taken) == 4) else "ArrowLeft"
        slider.focus()
        page.wait_for_timeout(400)
        note = page.locator(".note", has_text=f"Criminal law {number}")
        taken.append(timed(page, lambda key=key: slider.press(key), note.wait_for))
    lines.append(told(f"weight moved until the figures follow, {law}", taken))
    page.close()
    return lines


def answers(server: Served) -> list[str]:
    """What the server alone takes: readers over web sockets, one and then ten at once, with no browser beside it."""
    at_once(server.address, 1, CELLS)  # what came close is looked for once and kept
    start = spent(server.process)
    one, size = at_once(server.address, 1, CELLS)
    each = (spent(server.process) - start) / (len(CELLS) + 1)  # the page is opened once
    ten, _ = at_once(server.address, READERS, CELLS)
    return [
        told("the server's answer to one reader's click, no browser", one),
        f"| the server's processor time for it | {each * 1000:.0f} ms | |",
        told(f"the server's answer to each of {READERS} readers who click at once, no browsers", ten),
        f"| bytes of an answer to a click | {size / 1000:.0f} kB | |",
    ]


def crowd(browser: Browser, server: Served) -> list[str]:
    """Ten readers: each a context of its own, clicking one after the other and all at once; memory of the server."""
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in range(READERS)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(f"{server.address}/?page=Gaps&j=IE&c=grooming", wait_until="commit")
    cells = [page.locator('tr[data-c="csam-offences"] button[data-j="GB"]') for page in pages]
    for cell in cells:
        cell.wait_for(timeout=300_000)
    pages[0].wait_for_timeout(3_000)
    heads = [page.locator(".panel h2", has_text="United Kingdom: CSAM offences") for page in pages]
    server_spent, browsers_spent = spent(server.process), spent(os.getpid(), "chromium")
    start = time.perf_counter()
    for cell in cells:
        cell.click(no_wait_after=True)
    taken = []
    for head in heads:
        head.wait_for(timeout=60_000)
        taken.append(time.perf_counter() - start)
    server_spent, browsers_spent = spent(server.process) - server_spent, spent(os.getpid(), "chromium") - browsers_spent
    apart = told(f"{READERS} readers who click every {EVERY} s, each at their own moment", in_turn(pages))
    errors = sum(page.locator("[data-testid=stException]").count() for page in pages)
    status = Path(f"/proc/{server.process}/status").read_text(encoding="utf-8")
    memory = max(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    for context in contexts:
        context.close()
    return [
        told(f"{READERS} readers click at once, first click until each is answered", taken),
        f"| processor time of the server for these {READERS} clicks | {server_spent:.1f} s | |",
        f"| processor time of the browsers for them | {browsers_spent:.1f} s | |",
        apart,
        f"| errors of {READERS} readers | {errors} | |",
        f"| most memory of the server | {memory:.0f} MB | |",
    ]


def in_turn(pages: list[Page]) -> list[float]:
    """Seconds until each of the readers' clicks is answered, as their own pages clock it: each reader begins at a moment of their own."""
    taken = []
    drawn = random.Random(READERS)
    for number in range(1, TIMES + 1):
        for page in pages:
            cell = page.locator('tr[data-c="grooming"] button.v').nth(number)
            name = page.locator(f'th[data-j="{cell.get_attribute("data-j")}"]').inner_text()
            cell.evaluate(CLICK, [drawn.uniform(0, EVERY * 1000), f"{name}: Grooming"])
        pages[0].wait_for_timeout(EVERY * 1000)
        for page in pages:
            page.wait_for_function("window.answered !== undefined", timeout=60_000)
            taken.append(float(page.evaluate("window.answered")) / 1000)
    return taken


def spent(process: int, name: str = "") -> float:
    """Seconds of processor time of a process and all that it started, of those alone whose name begins so."""
    parents, found = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, words = int(path.parent.name), path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it ended meanwhile
            continue
        fields = words.rpartition(")")[2].split()
        parents[number] = int(fields[1])
        if words.partition("(")[2].startswith(name):
            found[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ours(number: int) -> bool:
        return number == process or (number in parents and ours(parents[number]))

    return sum(seconds for number, seconds in found.items() if ours(number))


def sixty(folder: Path) -> Path:
    """The shipped law again under other codes until there are sixty jurisdictions; made for measuring, it says nothing."""
    law = folder / "law"
    homes = sorted(path for path in statutes_path().iterdir() if path.is_dir() and any(path.glob("*.md")))
    for number in range(MANY):
        source = homes[number % len(homes)]
        code = source.name if number < len(homes) else f"q{chr(97 + number // 26)}{chr(97 + number % 26)}"
        shutil.copytree(source, law / code)
        if number >= len(homes):
            matter = law / code / "jurisdiction.yaml"
            words = matter.read_text(encoding="utf-8").splitlines()
            kept = [line for line in words if not line.startswith(("code:", "name:", "union:"))]
            matter.write_text("\n".join([f"code: {code.upper()}", f"name: Copy {number}", *kept]), encoding="utf-8")
    return law


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
