"""The installed ``digest serve`` on loopback, and what browsers, mail providers and scanners ask it."""

from __future__ import annotations

import contextlib
import email
import http.client
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from installed import start

FORM = re.compile(r'name="form" value="([^"]+)"')
LINK = re.compile(r"http://127\.0\.0\.1:\d+/[cdup]/[\w.-]+")
BROWSER = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass
class Desk:
    """A running ``digest serve``."""

    port: int
    process: subprocess.Popen[str]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str = "/",
        *,
        method: str = "GET",
        fields: Mapping[str, str | list[str]] | None = None,
        body: bytes | None = None,
        **headers: str,
    ) -> Answer:
        """One request; header names have ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if fields is not None:
            method, body = "POST", urlencode(fields, doseq=True).encode()
            named.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, urlsplit(path).path, body=body, headers=named)
            reply = connection.getresponse()
            return Answer(
                reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()
            )
        finally:
            connection.close()

    def browse(self, path: str, **fields: str | list[str]) -> Answer:
        """A form that a browser sends from our own page."""
        return self.ask(path, fields=fields, **{name.replace("-", "_"): value for name, value in BROWSER.items()})

    def sign_up(self, address: str, **fields: str | list[str]) -> Answer:
        """Load the form, fill it in, press the button."""
        found = FORM.search(self.ask("/").body)
        assert found
        return self.browse("/", address=address, form=found[1], **fields)


def settings(home: Path, *, mail: int, port: int, more: str = "", serve: str = "") -> None:
    """Let feeds.yml mail and serve; ``more`` goes under ``mail:``."""
    with (home / "feeds.yml").open("a", encoding="utf-8") as file:
        file.write(
            f"mail:\n  from: The Estuary Morning <news@example.org>\n{more}"
            f"  smtp: {{host: 127.0.0.1, port: {mail}, security: none}}\n"
            f"serve:\n  url: http://127.0.0.1:{port}{serve}\n  port: {port}\n"
        )


def free() -> int:
    """A port that nobody listens on, and below those that the system gives to whoever asks for any."""
    while True:
        port = secrets.randbelow(12_000) + 20_000
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(home: Path, port: int) -> Iterator[Desk]:
    """``digest serve`` in ``home``, once it answers; ended by SIGTERM, as systemd does it."""
    log = home / "serve.log"
    with log.open("w") as file:
        process = start(home, "serve", stdout=file, stderr=subprocess.STDOUT)
        desk = Desk(port, process, log)
        try:
            _answering(desk)
            yield desk
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 143, log.read_text()


def _answering(desk: Desk) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert desk.process.poll() is None, desk.log.read_text()
        try:
            if desk.ask("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(desk.log.read_text())


def wait(condition: object, seconds: float = 60) -> None:
    """Until a callable says so."""
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def parsed(content: bytes | str | None) -> EmailMessage:
    """A mail as a mail program reads it."""
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def links(content: bytes | str | None) -> list[str]:
    """Every link to the desk in a mail: text, HTML and header."""
    message = parsed(content)
    texts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return sorted(set(LINK.findall(" ".join([*texts, str(message["List-Unsubscribe"] or "")]))))


def link(content: bytes | str | None, kind: str) -> str:
    """The one link of a kind: c, u or p."""
    (found,) = [each for each in links(content) if f"/{kind}/" in each]
    return found
