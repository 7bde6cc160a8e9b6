"""Turns the running dashboard into the pictures of the README and the guides.

python docs/make_screenshots.py [FOLDER]    (Chromium is needed; LEGAL_COMPARE_LAW names other law)
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
SHOTS = {
    "dashboard": ("page=Gaps&c=proactive-detection&j=IE", 1440, 900),
    "compare": ("page=Compare&a=GB&b=IE", 1440, 900),
    "harmonisation": ("page=Harmonisation", 1440, 980),
    "country": ("page=Country&j=IE", 1440, 1000),
    "method": ("page=Method", 1440, 900),
}


def main(folder: Path) -> None:
    """Writes one PNG a page."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], cwd=ROOT)
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, (query, width, height) in SHOTS.items():
                page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)
                page.goto(f"http://localhost:{port}/?{query}")
                page.wait_for_selector(".limits", timeout=300_000)
                page.wait_for_timeout(2_000)
                page.screenshot(path=folder / f"{name}.png")
                page.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            time.sleep(0.5)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
