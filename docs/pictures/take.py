"""Takes the pictures that README.md and docs/ show: `make pictures`.

They show what runs make of the fixture newsroom's mornings: tests/golden/expected, which `make golden` writes. The
preview shows one of their frozen issues, as a reader would get it. What readers meet on the web is `digest serve` after
the first of these mornings.
"""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from digest import codec
from digest.config import load
from digest.editions import JinjaRenderer, environment
from digest.editions.email import BUDGET
from digest.messages import MimeComposer
from digest.model import Issue, Mail, Site, SmtpServer, Standing, Subscriber
from digest.preview import Shown, serve
from digest.wiring import Newsroom

HERE = Path(__file__).parent
NEWSROOM = HERE.parents[1] / "tests/golden/newsroom"
FIRST, READER = "2026-03-02", "ada@reader.example"
OUTPUT = HERE.parents[1] / "tests/golden/expected"
MAIL, PAGE = "issues/2026-03-02/email.html", "issues/2026-03-02/index.html"
PREVIEWED = "2026-03-03"
HOME, AGENDA = "index.html", "whats-next/index.html"

SECOND = "(//h3[starts-with(., 'Live: council votes')])[last()]"  # the second story of the first section


class Picture(NamedTuple):
    """What a picture shows: a part of a page, from above one element to above another."""

    page: str
    width: int
    scheme: str = "light"
    begin: str | None = None  # XPath; None: the top of the page
    end: str | None = None  # XPath; None: its bottom


PICTURES = {
    "mail-light": Picture(MAIL, 660, end=SECOND),
    "mail-dark": Picture(MAIL, 660, "dark", end=SECOND),
    "phone": Picture(MAIL, 375, end="//h3[.='In their words']"),
    "page": Picture(PAGE, 860, end=SECOND),
    "home": Picture(HOME, 860, end="(//h2)[4]"),
    "agenda": Picture(AGENDA, 760, end="//footer"),
    "agenda-dark": Picture(AGENDA, 760, "dark", end="//footer"),
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


def take(browser: Any, url: str, picture: Picture) -> bytes:
    """A picture of the page at ``url`` as PNG, at twice its size in pixels so that type is sharp."""
    media = [{"name": "prefers-color-scheme", "value": picture.scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    size = {"width": picture.width, "height": 900, "deviceScaleFactor": 2, "mobile": picture.width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(url)

    def top(xpath: str) -> int:
        box = "return arguments[0].getBoundingClientRect().top + scrollY"
        return int(browser.execute_script(box, browser.find_element("xpath", xpath)))

    whole = browser.execute_script("return document.documentElement.scrollHeight")
    begin = max(0, top(picture.begin) - 30) if picture.begin else 0
    end = top(picture.end) - 20 if picture.end else whole
    clip = {"x": 0, "y": begin, "width": picture.width, "height": end - begin, "scale": 1}
    parameters = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", parameters)["data"])


class Desk:
    """The newsroom of the golden files: each looked at as it is, by nobody who could change it."""

    def __init__(self, output: Path) -> None:
        files = sorted(output.glob("issues/*/issue.json"))
        self._issues: dict[date, Issue] = {}
        for file in files:
            issue = codec.decode(file.read_bytes())
            self._issues[issue.date] = issue
        self._output = output

    def issues(self) -> tuple[tuple[int, date], ...]:
        """Newest first."""
        return tuple((issue.number, day) for day, issue in sorted(self._issues.items(), reverse=True))

    def show(self, day: date) -> Shown:
        """With an approval to be given, and the issue before it."""
        issue = self._issues[day]
        renderer = JinjaRenderer(environment(None), Site(output=str(self._output)))
        editions = renderer.editions(issue)
        sender = f"{issue.publication.title} <news@estuary.example>"
        mail = Mail(sender=sender, subscribers=(), server=SmtpServer(host="localhost", port=25))
        composer = MimeComposer(mail, issue.publication)
        before = max((earlier for earlier in self._issues if earlier < day), default=None)
        return Shown(
            issue=issue,
            editions=editions,
            assets={file.path: file.body for file in renderer.site((issue,)) if file.path.endswith((".css", ".svg"))},
            message=composer.compose(issue, editions, Subscriber(address="ada@reader.example")),
            stand_in=False,
            standing=Standing(state="none", sha256="0" * 64),
            required=True,
            before=self._issues[before] if before else None,
            before_sizes={},
            budget=BUDGET,
        )

    def file(self, path: str) -> bytes | None:
        """As the golden files have it."""
        file = self._output / path
        return file.read_bytes() if file.is_file() else None

    def approve(self, day: date, *, seen: str) -> None:
        """Not here."""

    def revoke(self, day: date) -> None:
        """Not here."""

    def state(self) -> object:
        """Nothing changes."""
        return ()

    def watched(self) -> tuple[Path, ...]:
        """Nothing changes."""
        return ()


def preview(browser: Any, scheme: str) -> bytes:
    """The preview of the second morning: mail and page side by side, when every judge has answered."""
    address: list[str] = []
    up = threading.Event()

    def ready(url: str) -> None:
        address.append(url)
        up.set()

    # The thread ends with the process.
    threading.Thread(target=serve, args=(Desk(OUTPUT),), kwargs={"ready": ready}, daemon=True).start()
    up.wait(20)
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    size = {"width": 1440, "height": 860, "deviceScaleFactor": 1.5, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(f"{address[0]}?issue={PREVIEWED}")
    for _ in range(60):
        time.sleep(0.5)
        if not browser.find_elements("css selector", ".drop.wait"):
            break
    time.sleep(0.5)
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def reception(browser: Any) -> Iterator[tuple[str, bytes]]:
    """What readers meet at `digest serve`: the form, and what one of them may choose. Names and pictures."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(NEWSROOM / "seeds", f"{folder}/seeds")
        shutil.copytree(NEWSROOM / FIRST, f"{folder}/today")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        home = f"http://127.0.0.1:{port}"
        feeds = Path(folder, "feeds.yml")
        feeds.write_text(f"{(NEWSROOM / 'feeds.yml').read_text()}\nserve:\n  url: {home}\n  port: {port}\n")
        digest = Path(sys.executable).with_name("digest")
        subprocess.run([digest, "run", "--no-send", "--at", f"{FIRST}T06:30:00Z", "--quiet"], cwd=folder, check=False)  # noqa: S603 - our own command
        with Newsroom(load(feeds, {})) as room:
            chosen = room.ways(room.mail()).preferences(READER)
        with subprocess.Popen([digest, "serve", "--quiet"], cwd=folder) as serving:  # noqa: S603 - as above
            try:
                for _ in range(100):
                    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                        break
                    time.sleep(0.1)
                for name, page in (("sign-up", f"{home}/"), ("preferences", chosen)):
                    yield name, take(browser, page, Picture(page, 460, end="//footer"))
            finally:
                serving.terminate()


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as folder:
        browser = chromium(f"{folder}/profile")
        try:
            for name, picture in PICTURES.items():
                (HERE / f"{name}.png").write_bytes(take(browser, (OUTPUT / picture.page).as_uri(), picture))
                print(HERE / f"{name}.png")
            for name, scheme in (("preview", "light"), ("preview-dark", "dark")):
                (HERE / f"{name}.png").write_bytes(preview(browser, scheme))
                print(HERE / f"{name}.png")
            for name, png in reception(browser):
                (HERE / f"{name}.png").write_bytes(png)
                print(HERE / f"{name}.png")
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
