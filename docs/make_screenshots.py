"""Turns the running dashboard into the pictures of the README and the guides.

python docs/make_screenshots.py [FOLDER]    (Chromium is needed; LEGAL_COMPARE_LAW names other law)
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from legal_compare.dashboard.serving import served

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
SHOTS = {
    "world": ("?ask=ai-generated&j=AU", 1440, 980, "light"),
    "dashboard": ("gaps?c=proactive-detection&j=IE", 1440, 900, "light"),
    "country": ("country?j=IE&bench=GB", 1440, 1100, "light"),
    "compare": ("compare?with=GB,IE,US", 1440, 900, "light"),
    "harmonisation": ("harmonisation", 1440, 1000, "light"),
    "evidence": ("evidence?q=computer+generated&place=IE,GB", 1440, 1000, "light"),
    "bill": ("bill?j=IE", 1440, 1100, "light"),
    "method": ("method", 1440, 900, "light"),
    "dark": ("gaps?c=proactive-detection&j=IE&sort=region", 1440, 900, "dark"),
    "narrow": ("gaps?c=proactive-detection&j=IE", 360, 740, "light"),
}
"""Name of the picture -> address, width, height and whether it is light or dark."""
PASTED = {"bill": ROOT / "docs" / "examples" / "made-up-bill.txt"}
"""Drafts that are pasted before the picture is taken."""


def main(folder: Path) -> None:
    """Writes one PNG a page."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(ROOT / "app.py") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (query, width, height, scheme) in SHOTS.items():
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, device_scale_factor=1.5, color_scheme=scheme)
            page.goto(f"{server.address}/{query}")
            page.wait_for_selector(".limits", timeout=300_000)
            if name in PASTED:
                paste(page, PASTED[name].read_text(encoding="utf-8"))
            page.wait_for_timeout(2_500)
            page.screenshot(path=folder / f"{name}.png")
            page.close()
        browser.close()


def paste(page: Page, words: str) -> None:
    """Hands a draft in and waits for what it would change."""
    field = page.get_by_label("or paste its words")
    field.fill(words)
    field.press("Control+Enter")
    page.get_by_role("heading", name="What would change").wait_for(timeout=300_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
