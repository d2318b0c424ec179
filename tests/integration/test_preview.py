"""The preview over HTTP: this machine only, what is sent byte for byte, and a clean end."""

from __future__ import annotations

import email
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import policy
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import mailservers
import pytest
from installed import AT, digest, start, write

from digest.editions import shipped_templates
from digest.errors import UsageError
from digest.messages import MimeComposer
from digest.model import ISSUE_FORMAT, Coverage, Edition, Issue, Mail, Publication, SmtpServer, Standing, Subscriber
from digest.preview import Desk, Shown, serve

DAY = "2026-03-02"
JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 3
MAIL = """mail:
  from: The Morning <news@example.org>
  to: [ada@example.org]
  smtp: {{host: 127.0.0.1, port: {port}, security: none}}
  unsubscribe: https://example.org/leave
  require_approval: true
"""


class Empty:
    """A desk of a newsroom that has made nothing yet."""

    def issues(self) -> tuple[tuple[int, date], ...]:
        return ()

    def state(self) -> object:
        return ()

    def show(self, day: date) -> Shown:
        raise AssertionError(day)

    def file(self, path: str) -> bytes | None:
        return None

    def approve(self, day: date, *, seen: str) -> None:
        raise AssertionError(day)

    def revoke(self, day: date) -> None:
        raise AssertionError(day)

    def watched(self) -> tuple[Path, ...]:
        return ()


class Page:
    """A preview that runs, asked with every header our own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.port = urlsplit(address).port

    def ask(
        self, path: str, *, host: str | None = None, method: str = "GET", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in headers.items():
                connection.putheader(name, value)
            if method == "POST":
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def form(self, path: str = "/") -> dict[str, str]:
        """The hidden fields of the page's form."""
        found = self.ask(path)[2].decode()
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found))

    def post(self, action: str, fields: dict[str, str], **options: str) -> tuple[int, dict[str, str], bytes]:
        return self.ask(action, method="POST", body=urlencode(fields).encode(), **options)

    def frame(self, kind: str, query: str = "") -> str:
        """The address of a frame."""
        found = re.search(rf'data-kind="{kind}" src="([^"]+)"', self.ask(f"/?{query}")[2].decode())
        assert found
        return found[1]


@pytest.fixture(scope="module")
def inbox() -> Iterator[tuple[mailservers.Inbox, int]]:
    made = mailservers.Inbox()
    with mailservers.serving(made) as port:
        yield made, port


@pytest.fixture
def desk(home: Path, web: tuple[str, Path], inbox: tuple[mailservers.Inbox, int]) -> Path:
    """A publication with one issue, and a secret beside it."""
    source = f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\nfetch: {{allow_private: true}}\n"
    write(home, source, MAIL.format(port=inbox[1]))
    (home / "templates" / "text").mkdir(parents=True)
    shutil.copytree(shipped_templates() / "email", home / "templates" / "email")
    made = digest(home, "run", *AT)
    assert made.returncode == 0, made.stderr
    (home / "secret").write_text("secret")
    (home / "output" / ".hidden").write_text("hidden")
    (home / "output" / "way-out").symlink_to(home)
    return home


@pytest.fixture
def preview(desk: Path) -> Iterator[Page]:
    """`digest preview` of it, which ends cleanly."""
    child = start(desk, "preview", "--port", "0")
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith("Preview   http://127.0.0.1:"), line
        yield Page(line.split()[1])
    finally:
        child.send_signal(signal.SIGINT)
        out, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (0, ""), out


def test_it_shows_the_issue_with_everything_there_is_to_know(preview: Page) -> None:
    """Mail and page in sandboxes, sizes, findings and the approval; a policy that lets our own script run alone."""
    status, headers, body = preview.ask("/")
    text = body.decode()
    assert status == 200
    assert text.count("<iframe") == 2
    for words in ("No. 1, Monday 2 March 2026", "of 90 KB", "Accessibility", "the first issue", "Waits for approval"):
        assert words in text
    policy_ = headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{16,})';", policy_)
    assert nonce
    assert policy_.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy_
    assert "unsafe" not in policy_
    assert f'nonce="{nonce[1]}"' in text
    assert nonce[1] not in preview.ask("/")[2].decode()
    assert "The Kelmar Bridge" in text or "Kelmar Bridge" in text


def test_what_is_shown_is_what_is_sent_byte_for_byte(
    desk: Path, preview: Page, inbox: tuple[mailservers.Inbox, int]
) -> None:
    """A real mail server gets the preview's message but for reader and moment, and its HTML to the last byte."""
    seen = preview.ask(f"/message/{DAY}.eml")[2]
    framed = preview.ask(preview.frame("mail", "scheme=auto&images=on"))[2]
    assert digest(desk, "approve", "1").returncode == 0
    assert digest(desk, "send", "1", "--stale").returncode == 0
    got = inbox[0].envelopes[-1].original_content
    assert isinstance(got, bytes)
    addressed = re.compile(rb"^(To|Date|Message-ID|List-Unsubscribe):(.*\r\n(?:[ \t].*\r\n)*)", re.MULTILINE)
    assert addressed.sub(rb"\1", seen) == addressed.sub(rb"\1", got)
    assert len(addressed.findall(got)) == 4
    html = email.message_from_bytes(got, policy=policy.default).get_body(("html",))
    assert html is not None
    assert framed == html.get_payload(decode=True)
    # And one more byte in a template is another message.
    (desk / "templates" / "text" / "issue.txt").write_text("shorter\n")
    assert preview.ask(f"/message/{DAY}.eml")[2] != seen


def test_frames_run_nothing_and_pictures_can_be_left_out(preview: Page) -> None:
    """Sandbox and policy without scripts; no pictures where none are wanted, those of the web alone where they are."""
    for kind in ("mail", "page"):
        for images, source in (("on", "'self' data: https:"), ("off", "'none'")):
            _, headers, _ = preview.ask(preview.frame(kind, f"images={images}"))
            policy_ = headers["content-security-policy"]
            assert f"img-src {source};" in policy_
            assert "script" not in policy_
            assert policy_.endswith("sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox")
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["content-type"] == "text/html; charset=utf-8"
    dark = preview.ask(preview.frame("mail", "scheme=dark"))[2]
    assert b"prefers-color-scheme" not in dark
    assert b"prefers-color-scheme" in preview.ask(preview.frame("mail"))[2]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil:1"])
def test_another_name_for_this_machine_is_refused(preview: Page, host: str) -> None:
    """A page elsewhere that points its own name here gets nothing, whatever it asks for (DNS rebinding)."""
    for path in ("/", "/events", f"/message/{DAY}.eml", "/preview.js", "/nowhere"):
        status, _, body = preview.ask(path, host=host)
        assert status in (400, 403)
        assert b"iframe" not in body
        assert len(body) < 200
    assert preview.ask("/approve", host=host, method="POST")[0] in (400, 403)


def test_localhost_is_this_machine(preview: Page) -> None:
    """The other name of loopback is welcome."""
    assert preview.ask("/preview.css", host=f"LOCALHOST:{preview.port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "%2e%2e/secret",
        "..%2fsecret",
        "%252e%252e/secret",
        "way-out/secret",
        ".hidden",
        "issues/%00",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        "issues/2026-03-02/..%5c..%5csecret",
        "issues/2026-03-02/..%2f..%2f..%2fsecret",
    ],
)
def test_nothing_outside_the_site_is_shown(preview: Page, path: str) -> None:
    """No path, link or dot leads out of output/."""
    status, _, body = preview.ask(f"/frame/auto/on/x/site/{path}")
    assert status == 404
    for word in (b"secret", b"hidden", b"root:"):
        assert word not in body


def test_the_page_has_its_style_and_the_site_around_it(preview: Page) -> None:
    """What the issue's page needs beside it, in the same scheme."""
    status, headers, body = preview.ask("/frame/dark/on/x/site/style.css")
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert b"prefers-color-scheme" not in body
    assert preview.ask("/frame/auto/on/x/site/issues/")[0] == 200
    assert preview.ask("/frame/auto/on/x/site/")[0] == 200
    assert preview.ask("/frame/other/on/x/site/style.css")[0] == 404
    assert preview.ask("/nowhere")[0] == 404


def test_only_the_page_s_own_form_approves(desk: Path, preview: Page) -> None:
    """A token of this process, an origin of this page, and the very bytes that were seen; then back to the look."""
    fields = preview.form("/?show=mail")
    own = f"http://127.0.0.1:{preview.port}"
    assert preview.post("/approve", fields | {"token": "x"}, Origin=own)[0] == 403
    assert preview.post("/approve", {}, Origin=own)[0] == 403
    assert preview.post("/approve", fields, Origin="http://evil.example")[0] == 403
    assert preview.post("/approve", fields, Origin="null")[0] == 403
    assert preview.post("/approve", fields | {"issue": "2026-03-03"}, Origin=own)[0] == 404
    assert preview.post("/approve", fields | {"pad": "x" * 9000}, Origin=own)[0] == 403
    assert preview.ask("/approve")[0] == 405
    status, _, body = preview.post("/approve", fields | {"seen": "0" * 64}, Origin=own)
    assert status == 409
    assert b"look at it again" in body
    assert digest(desk, "send", "1", "--stale").returncode == 77

    status, headers, _ = preview.post("/approve?show=mail", fields, Origin=own)
    assert status == 303
    assert headers["location"].startswith(f"/?issue={DAY}&show=mail")
    assert b"Approved by" in preview.ask("/")[2]
    assert "approved by" in digest(desk, "issues", "list").stdout
    assert preview.post("/revoke", preview.form(), Origin=own)[0] == 303
    assert digest(desk, "send", "1", "--stale").returncode == 77


def events(preview: Page) -> Iterator[tuple[str, float]]:
    """The lines of the page's stream, and when they came."""
    with socket.create_connection(("127.0.0.1", preview.port or 0), timeout=60) as connection:
        connection.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode())
        for line in connection.makefile("r", encoding="utf-8", newline="\n"):
            yield line.strip(), time.monotonic()


def test_an_edit_rings_and_a_fault_is_told_in_its_place(desk: Path, preview: Page) -> None:
    """A template, a feeds.yml put in place of the old one, a fault with its line, and an approval made elsewhere."""
    rings = (line for line, _ in events(preview) if line.startswith(("data:", "retry:")))
    assert next(rings).startswith("retry:")
    template = desk / "templates" / "text" / "issue.txt"
    template.write_text("{{ issue.number }}\n{{ nonsense }}\n")
    next(rings)
    fault = preview.ask("/")[2].decode()
    assert "&#39;nonsense&#39; is undefined, while rendering" in fault
    assert f"{template}:2" in fault
    assert '<span class="line here"><i>2</i>{{ nonsense }}' in fault
    assert preview.ask(f"/message/{DAY}.eml")[2].startswith(str(template).encode())
    template.unlink()
    next(rings)
    assert "<iframe" in preview.ask("/")[2].decode()
    style = desk / "templates" / "email" / "style.css"
    style.write_text(style.read_text() + "\nbody { outline-offset: 7px; }\n")
    next(rings)
    assert b"outline-offset" in preview.ask(preview.frame("mail"))[2]
    draft = desk / "feeds.yml.new"
    draft.write_text((desk / "feeds.yml").read_text() + "site: {accent: red}\n")
    draft.replace(desk / "feeds.yml")
    next(rings)
    assert "site.accent" in preview.ask("/")[2].decode()
    (desk / "feeds.yml").write_text((desk / "feeds.yml").read_text().replace("red", "'#123456'"))
    next(rings)
    # A folder that was not there when the preview began.
    shutil.move(desk / "templates", desk / "elsewhere")
    shutil.copytree(desk / "elsewhere", desk / "templates")
    (desk / "templates" / "text" / "issue.txt").write_text("Quite another text\n")
    while "Quite another text" not in preview.ask("/?show=text")[2].decode():
        next(rings)
    # Other words: a catalog that is new, and one that has changed.
    shutil.rmtree(desk / "templates")
    (desk / "locale").mkdir()
    for words in ("Edition %(number)s", "Paper %(number)s"):
        catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "No. %(number)s"\n'
        (desk / "locale" / "en.po").write_text(f'{catalog}msgstr "{words}"\n')
        while words.replace("%(number)s", "1") not in preview.ask("/?show=text")[2].decode():
            next(rings)
    # A template of one's own, where there was no folder of them.
    assert digest(desk, "templates", "copy", "text/issue.txt").returncode == 0
    template.write_text("My own text\n")
    while "My own text" not in preview.ask("/?show=text")[2].decode():
        next(rings)
    assert digest(desk, "approve", "1", "--by", "Ada").returncode == 0
    while "Approved by Ada" not in preview.ask("/")[2].decode():
        next(rings)
    assert "Approved by Ada" in preview.ask("/")[2].decode()


def test_links_are_asked_where_that_is_wanted(desk: Path) -> None:
    """`--links` tells of each address whether it is there; the names of these lead nowhere."""
    child = start(desk, "preview", "1", "--port", "0", "--links")
    try:
        assert child.stdout is not None
        address = child.stdout.readline().split()[1]
        assert address.endswith(f"?issue={DAY}")
        preview = Page(address)
        preview.ask("/")
        for line, _ in events(preview):
            if line.startswith("data:") and "broken" in preview.ask("/")[2].decode():
                break
        assert "https://gazette.example/bridge" in preview.ask("/")[2].decode()
    finally:
        child.terminate()
        child.communicate(timeout=60)
    assert child.returncode == 143


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_it_serves_this_machine_only(host: str) -> None:
    """Any address that others could reach is refused before a port is opened."""
    with pytest.raises(UsageError, match="this machine only"):
        serve(Empty(), host=host, port=0, ready=lambda address: None)


def test_a_port_that_is_taken_is_told() -> None:
    """With what to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="--port"):
        serve(Empty(), port=taken.getsockname()[1], ready=lambda address: None)


def test_a_newsroom_without_an_issue_is_no_error() -> None:
    """It says how to make one; served from a thread that ends with the process."""
    told: list[str] = []
    up = threading.Event()

    def ready(address: str) -> None:
        told.append(address)
        up.set()

    nobody: Desk = Empty()
    threading.Thread(target=serve, args=(nobody,), kwargs={"ready": ready}, daemon=True).start()
    assert up.wait(60)
    status, _, body = Page(told[0]).ask("/")
    assert status == 200
    assert b"digest run" in body


class Pictured(Empty):
    """A newsroom whose mail takes its lead story's picture along."""

    def __init__(self) -> None:
        day = date(2031, 5, 7)
        publication = Publication(title="The Morning")
        issue = Issue(
            format=ISSUE_FORMAT,
            number=1,
            date=day,
            as_of=datetime(2031, 5, 7, tzinfo=UTC),
            since=None,
            publication=publication,
            subject="News",
            preheader="",
            lead=None,
            sections=(),
            developing=(),
            whats_next=(),
            articles=(),
            coverage=Coverage(),
        )
        editions = (
            Edition(
                medium="email", path="email.html", body=b'<img src="lead.jpg" alt="A harbour">', faults=("A: odd",)
            ),
            Edition(medium="picture", path="lead.jpg", body=JPEG),
        )
        server = SmtpServer(host="localhost", port=25)
        composer = MimeComposer(Mail(sender="news@example.org", subscribers=(), server=server), publication)
        self.shown = Shown(
            issue=issue,
            editions=editions,
            assets={},
            message=composer.compose(issue, editions, Subscriber(address="reader@example.org")),
            stand_in=False,
            standing=Standing(state="none", sha256="0" * 64),
            required=False,
            before_sizes={},
            budget=90_000,
        )

    def issues(self) -> tuple[tuple[int, date], ...]:
        return ((1, self.shown.issue.date),)

    def show(self, day: date) -> Shown:
        return self.shown


def test_a_picture_that_goes_along_is_shown_and_what_is_odd_is_told() -> None:
    """The mail's own bytes, in the mail and beside it in the site; where none are wanted the policy lets none in."""
    told: list[str] = []
    up = threading.Event()

    def ready(address: str) -> None:
        told.append(address)
        up.set()

    threading.Thread(target=serve, args=(Pictured(),), kwargs={"ready": ready}, daemon=True).start()
    assert up.wait(60)
    preview = Page(told[0])
    frame = preview.frame("mail")
    status, headers, body = preview.ask(frame)
    found = re.search(rb'src="(picture/[^"]+)"', body)
    assert status == 200
    assert found
    assert "img-src 'self'" in headers["content-security-policy"]
    status, headers, picture = preview.ask(frame + found[1].decode())
    assert (status, headers["content-type"], picture) == (200, "image/jpeg", JPEG)
    beside = re.sub("/mail/.*", "/site/issues/2031-05-07/lead.jpg", frame)
    assert preview.ask(beside)[2] == JPEG
    assert "img-src 'none'" in preview.ask(preview.frame("mail", "images=off"))[1]["content-security-policy"]
    assert preview.ask(f"{frame}picture/another@example.org")[0] == 404
    page = preview.ask("/")[2].decode()
    assert "1 part in plain text" in page
    assert "A: odd" in page


def test_other_commands_do_not_pay_for_it() -> None:
    """Neither the server nor the watcher is imported by what does not preview."""
    program = "import sys, digest.cli, digest.cli.run, digest.cli.send, digest.preview; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"starlette", "uvicorn", "watchfiles", "anyio", "jinja2"} & set(loaded)
