"""The preview over HTTP: this machine only, nothing but output/, and a clean end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest.errors import TemplateError, UsageError
from digest.model import Edition
from digest.preview import serve

MAIL = b"<p>mail</p><style>@media (prefers-color-scheme: dark) {}</style>"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site with two issues, and a secret beside it."""
    for day in ("2031-05-06", "2031-05-07"):
        folder = tmp_path / "output" / "issues" / day
        folder.mkdir(parents=True)
        (folder / "email.html").write_bytes(MAIL)
        (folder / "email.txt").write_text("mail ü")
        (folder / "index.html").write_text("<p>page</p>")
    (tmp_path / "output" / "style.css").write_text("a{}")
    (tmp_path / "output" / ".hidden").write_text("hidden")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "output" / "way-out").symlink_to(tmp_path)
    return tmp_path / "output"


class Preview:
    """A preview running in a thread of this process; the thread ends with the process."""

    def __init__(self, output: Path, **options: object) -> None:
        told: list[str] = []
        up = threading.Event()

        def ready(address: str) -> None:
            told.append(address)
            up.set()

        threading.Thread(
            target=serve, args=(output,), kwargs={"port": 0, "ready": ready, **options}, daemon=True
        ).start()
        assert up.wait(10)
        self.address = told[0]
        self.port = urlsplit(self.address).port

    def get(self, path: str, host: str | None = None) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


@pytest.fixture
def preview(output: Path) -> Preview:
    return Preview(output)


def test_it_shows_the_latest_issue_and_lists_the_others(preview: Preview) -> None:
    """The first page frames the mail and the page of the newest issue, and links the rest."""
    status, headers, body = preview.get("/")
    assert status == 200
    assert b'src="/auto/issues/2031-05-07/email.html"' in body
    assert b'src="/auto/issues/2031-05-07/index.html"' in body
    assert b"issue=2031-05-06" in body
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_files_come_byte_for_byte_unless_a_scheme_is_asked_for(preview: Preview) -> None:
    """What preview shows is what is sent; dark decides the media query."""
    assert preview.get("/auto/issues/2031-05-07/email.html")[2] == MAIL
    assert b"@media all" in preview.get("/dark/issues/2031-05-07/email.html")[2]
    status, headers, body = preview.get("/auto/issues/2031-05-07/email.txt")
    assert (status, headers["Content-Type"], body) == (200, "text/plain; charset=utf-8", "mail ü".encode())
    assert preview.get("/dark/style.css")[1]["Content-Type"].startswith("text/css")


@pytest.mark.parametrize(
    "path",
    [
        "/auto/../secret",
        "/auto/%2e%2e/secret",
        "/auto/..%2fsecret",
        "/auto/way-out/secret",
        "/auto/.hidden",
        "/auto/issues/%00",
        "/auto//etc/passwd",
        "/secret",
        "/auto/issues/2031-05-07/..%5c..%5csecret",
    ],
)
def test_nothing_outside_the_site_is_shown(preview: Preview, path: str) -> None:
    """No path, link or dot leads out of output/."""
    status, _, body = preview.get(path)
    assert status == 404
    assert b"secret" not in body
    assert b"hidden" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil:1"])
def test_another_name_for_this_machine_is_refused(preview: Preview, host: str) -> None:
    """A page elsewhere that points its own name here gets nothing (DNS rebinding)."""
    status, _, body = preview.get("/", host=host)
    assert status == 403
    assert b"iframe" not in body


def test_localhost_is_this_machine(preview: Preview) -> None:
    """The other name of loopback is welcome."""
    assert preview.get("/", host=f"localhost:{preview.port}")[0] == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_it_serves_this_machine_only(output: Path, host: str) -> None:
    """Any address that others could reach is refused before a port is opened."""
    with pytest.raises(UsageError, match="this machine only"):
        serve(output, host=host, port=0, ready=lambda address: None)


def test_a_port_that_is_taken_is_told(output: Path) -> None:
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="--port"):
        serve(output, port=taken.getsockname()[1], ready=lambda address: None)


def test_templates_as_they_are_now(output: Path) -> None:
    """With ``render``, editions are made anew at each look, and a template's fault is shown in the page."""

    def render(day: str) -> tuple[Edition, ...]:
        if day == "2031-05-06":
            raise TemplateError("unexpected '}'", where="templates/email/issue.mjml:3")
        return (Edition(medium="email", path="email.html", body=b"made now"),)

    preview = Preview(output, render=render)
    assert preview.get("/auto/issues/2031-05-07/email.html")[2] == b"made now"
    status, _, body = preview.get("/?issue=2031-05-06")
    assert status == 200
    assert b"templates/email/issue.mjml:3: unexpected &#x27;}&#x27;" in body


def test_an_empty_output_is_no_error(tmp_path: Path) -> None:
    """Before the first run it says how to make an issue."""
    status, _, body = Preview(tmp_path / "output").get("/")
    assert status == 200
    assert b"digest run" in body


def test_interrupt_ends_it_cleanly(output: Path) -> None:
    """Ctrl-C: exit status 0 and not a word on standard error."""
    program = (
        "import sys; from pathlib import Path; from digest.preview import serve; "
        "serve(Path(sys.argv[1]), port=0, ready=lambda address: print(address, flush=True))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(output)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline().startswith("http://127.0.0.1:")
        os.kill(child.pid, signal.SIGINT)
        _, errors = child.communicate(timeout=20)
    assert (child.returncode, errors) == (0, "")
