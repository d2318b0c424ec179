"""Takes the pictures that README.md and docs/ show, from the fixture newsroom's issues: `make pictures`."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

HERE = Path(__file__).parent
OUTPUT = HERE.parents[1] / "tests/golden/expected"
ISSUE = "issues/2026-03-02"

# name -> (page, width, height, scheme)
PICTURES = {
    "mail-light": (f"{ISSUE}/email.html", 680, 1500, "light"),
    "mail-dark": (f"{ISSUE}/email.html", 680, 1500, "dark"),
    "phone": (f"{ISSUE}/email.html", 360, 1200, "light"),
    "home": ("index.html", 1000, 1300, "light"),
}


def chromium(profile: str) -> Any:
    """A headless Chromium with an empty profile that talks to nobody."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    flags = "headless no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    for flag in f"{flags} disable-component-update disable-sync hide-scrollbars".split():
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={profile}")
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as profile:
        browser = chromium(profile)
        try:
            for name, (page, width, height, scheme) in PICTURES.items():
                media = [{"name": "prefers-color-scheme", "value": scheme}]
                browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
                size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
                browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
                browser.get((OUTPUT / page).as_uri())
                taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
                (HERE / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))
                print(HERE / f"{name}.png")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
