"""The judges of a message."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.model import Edition, Fetched, FetchRequest, Message, Site
from digest.preview import Shown
from digest.preview import letter as letters
from digest.preview.notes import accessibility, changes, clients, layout, links, sizes, spam

GOOD = (
    '<!doctype html><html lang="en" dir="ltr"><head><title>T</title></head><body lang="en" dir="ltr">'
    '<table role="presentation"><tr><td><h1>One</h1><h2>Two</h2><img src="a" alt="">'
    '<p style="color:#595959;background:#fff">Words <a href="https://a.example/">there</a></p></td></tr></table></body></html>'
)


_QUERY = "<style>@media (prefers-color-scheme: dark) {"
_DARKS = (_QUERY, f"{_QUERY} p {{ color: }}}}}}", f"{_QUERY}{{}}</style>" + "<b>" * 5000, _QUERY * 2000)


def findings(html: str) -> list[str]:
    return [note.what for note in accessibility.accessibility(html.encode()).notes if note.level != "good"]


def test_a_sound_mail_has_no_finding() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "finding"),
    [
        ('<html lang="en"', "<html", "<html> has no lang"),
        ('<body lang="en" dir="ltr"', '<body lang="en"', "<body> has no dir"),
        ("<title>T</title>", "", "there is no <title>"),
        (' alt=""', "", "a picture has no alt text"),
        ("<h1>One</h1>", "", "the first heading is an h2"),
        ("h2>", "h3>", "an h3 follows an h1"),
        ("<h2>Two</h2>", "<h1>Two</h1>", "there is more than one h1"),
        ("<h2>Two</h2>", "<h2> </h2>", "an h2 is empty"),
        (' role="presentation"', "", '1 layout table without role="presentation"'),
        (">there<", "><", "a link says nothing"),
        ("#595959", "#999", "contrast of 2.8 to 1: #999999 on #ffffff"),
    ],
)
def test_each_fault_is_found(good: str, bad: str, finding: str) -> None:
    """One change to a sound mail, one finding."""
    assert findings(GOOD.replace(good, bad)) == [finding]


def test_large_text_needs_less_contrast_and_hidden_text_none() -> None:
    """WCAG 1.4.3: 3 to 1 from 24 px, or bold from 18.66 px; what is not shown is not looked at."""
    weak = "color:#888;background:#fff"
    assert findings(GOOD.replace("color:#595959;background:#fff", f"{weak};font-size:24px")) == []
    assert findings(GOOD.replace("color:#595959;background:#fff", f"{weak};font-size:19px;font-weight:700")) == []
    assert findings(GOOD.replace("color:#595959;background:#fff", f"{weak};display:none")) == []
    assert findings(GOOD.replace("color:#595959;background:#fff", f"{weak};font-size:19px")) != []


def in_the_dark(rules: str) -> str:
    style = f"<style>@media (prefers-color-scheme: dark) {{ {rules} }}\n.x {{ color: #fff }}</style>"
    return GOOD.replace("</head>", f"{style}</head>")


def test_contrast_is_judged_in_the_dark_too() -> None:
    """With the rules that a mail has for it, which win over the colours of its elements; others do not count."""
    ground = "p { background-color: #191715 !important; }"
    assert findings(in_the_dark(f"{ground} p {{ color: #d6cfc3 !important }}")) == []
    assert findings(in_the_dark(f"{ground} p {{ color: #555555 !important }}")) == [
        "contrast of 2.4 to 1 in the dark: #555555 on #191715"
    ]
    assert findings(in_the_dark(ground)) == ["contrast of 2.6 to 1 in the dark: #595959 on #191715"]


def test_the_mail_of_the_program_is_legible_in_light_and_dark(newsroom: ModuleType) -> None:
    """Its own templates pass their own judge."""
    issue = newsroom.sample_issue()
    mail = next(
        e for e in JinjaRenderer(environment(None), Site(output="/nowhere")).editions(issue) if e.medium == "email"
    )
    assert findings(mail.body.decode()) == []
    assert findings(mail.body.decode().replace("#d6cfc3", "#44403a")) != []


def test_hostile_markup_is_judged_too() -> None:
    """Nothing raises, whatever the HTML."""
    for html in ("", "<", "<p style='color:#;font-size:em'>x", "<a" * 5000, "<b>" * 5000 + "x", "\0\ud800", *_DARKS):
        accessibility.accessibility(html.encode("utf-8", "replace"))
        links.addresses(html.encode("utf-8", "replace"))


@pytest.mark.parametrize(("html", "level"), [(90_000, "good"), (90_001, "warn"), (102_001, "bad")])
def test_size_is_that_of_the_html_as_it_travels(shown: Callable[..., Shown], html: int, level: str) -> None:
    """Against our budget, and where Gmail clips; what was left out for it is named."""
    given = shown("<p>The fähre leaves at nine in the morning</p>")
    editions = (replace(given.editions[0], moved=("A ferry is late",)), *given.editions[1:])
    letter = letters.read(given.message)
    assert letter.html_size == len(b"<p>The f=C3=A4hre leaves at nine in the morning</p>") + 2
    panel = sizes.sizes(dataclasses.replace(letter, html_size=html), editions, 90_000)
    assert panel.notes[0].level == level
    assert "A ferry is late" in [note.where for note in panel.notes]


def test_what_is_in_plain_text_only_is_told(shown: Callable[..., Shown]) -> None:
    """With the edition that has it so, and why; nothing where all is laid out."""
    given = shown().editions
    assert layout.layout(given) is None
    panel = layout.layout((replace(given[0], faults=("A bridge: odd",)), *given[1:]))
    assert panel is not None
    assert (panel.level, panel.short) == ("warn", "1 part in plain text")
    assert [(note.what, note.where) for note in panel.notes] == [
        ("email.html has it in plain text only", "A bridge: odd")
    ]


def test_changes_tell_what_is_new_gone_and_moved(newsroom: ModuleType) -> None:
    """By thread: a story with another headline is the same one; bytes are told beside those before."""
    now = newsroom.sample_issue()
    assert changes.changes(now, None, (), {}).short == "the first issue"
    same = changes.changes(now, now, (), {})
    assert same.short == "no story"
    assert now.lead is not None
    retold = replace(now, lead=replace(now.lead, headline="Another headline"))
    assert changes.changes(retold, now, (), {}).short == "no story"
    without = replace(now, lead=None)
    assert "1 gone" in changes.changes(without, now, (), {}).short
    assert "1 new" in changes.changes(now, without, (), {}).short
    first, *rest = now.sections
    turned = replace(now, sections=(replace(first, stories=first.stories[::-1]), *rest))
    moved = changes.changes(turned, now, (), {})
    assert ("moved" in moved.short) is (len(first.stories) > 1)
    edition = Edition(medium="text", path="email.txt", body=b"12345")
    told = [note.what for note in changes.changes(now, without, (edition,), {"email.txt": 7}).notes]
    assert "email.txt 0.0 KB, −2 bytes" in told


REPORT = """Subject: x

Content analysis details:   (99.0 points, 5.0 required)
a quotation in the mail

Content preview:  Words

Content analysis details:   (0.3 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
 0.0 HTML_MESSAGE           BODY: HTML included in message
 0.3 TO_ODD                 To has odd words
"""


def test_the_score_is_the_report_s_own() -> None:
    """The last one, for a message may quote another; rules of no weight are left out."""
    panel = spam.parsed(REPORT)
    assert panel is not None
    assert (panel.short, panel.level) == ("0.3 points", "warn")
    assert [note.what for note in panel.notes] == ["0.3 points; mail counts as spam from 5", "0.3  TO_ODD"]
    assert spam.parsed("no report") is None


@pytest.mark.parametrize(
    ("program", "short"),
    [
        ("cat >/dev/null; echo 'Content analysis details:   (-0.1 points, 5.0 required)'", "−0.1 points"),
        ("cat >/dev/null; echo broken >&2; exit 3", "not scored"),
        ("exit 0", "not scored"),
    ],
)
def test_a_program_that_fails_is_a_note(tmp_path: Path, program: str, short: str) -> None:
    """A judge that cannot be had spoils nothing."""
    path = tmp_path / "spamassassin"
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)
    assert asyncio.run(spam.spam(str(path), b"Subject: x\r\n\r\ny\r\n" * 9000)).short == short
    assert asyncio.run(spam.spam(str(tmp_path / "gone"), b"")).short == "not scored"


def test_mail_programs_that_lack_the_same_are_one_line() -> None:
    """Those that lack most first, by names that people know."""
    found = {
        "none": {"gmail.ios": ["outline"], "gmail.android": ["outline"], "outlook.windows": ["a", "b"]},
        "partial": {},
    }
    panel = clients.parsed(json.dumps(found))
    assert panel.short == "3 gaps"
    assert [note.what for note in panel.notes[1:]] == [
        "Outlook Windows: no a, b",
        "Gmail iOS, Gmail Android: no outline",
    ]
    assert clients.parsed("{}").short == clients.parsed("nonsense").short == "not looked up"


class Answers:
    """A fetcher with answers of its own."""

    def __init__(self, **answers: tuple[int | None, str]) -> None:
        self.answers = answers
        self.asked: list[FetchRequest] = []

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        for request in requests:
            self.asked.append(request)
            name = request.url.split("//")[1].split(".")[0]
            status, reason = self.answers.get(name, (200, ""))
            state = "failed" if reason else "read"
            yield Fetched(request=request, state=state, url=request.url, status=status, reason=reason or None)  # type: ignore[arg-type]  # one of its states


def test_links_are_asked_once_politely_and_told_by_what_they_say() -> None:
    """Broken, unsure (a server that refuses programs), good; ours are looked up; the way out is never taken."""
    html = (
        b'<a href="https://good.example/a#x">one</a> <a href="https://good.example/a">two</a> '
        b'<a href="https://gone.example/">three</a> <a href="https://shy.example/">four</a> '
        b'<a href="https://robots.example/">five</a> <a href="mailto:a@b.example">six</a> <a href="#top">seven</a> '
        b'<a href="https://leave.example/?me">eight</a> <a href="https://me.example/issues/">nine</a> '
        b'<a href="https://me.example/lost/">ten</a>'
    )
    fetcher = Answers(
        gone=(404, "HTTP 404: not found"),
        shy=(403, "HTTP 403: access refused"),
        robots=(None, "its robots.txt asks programs not to read it"),
    )
    panel = asyncio.run(
        links.links(
            html,
            fetcher=fetcher,
            site="https://me.example",
            own=lambda path: path == "issues/",
            skip=("https://leave.example/",),
        )
    )
    assert sorted(request.url for request in fetcher.asked) == [
        "https://gone.example/",
        "https://good.example/a",
        "https://robots.example/",
        "https://shy.example/",
    ]
    assert all(request.page and not request.written for request in fetcher.asked)
    assert panel.short == "2 good, 2 broken, 2 unsure"
    assert panel.level == "bad"
    told = {note.where: note.level for note in panel.notes[1:]}
    assert told["“three” https://gone.example/"] == "bad"
    assert told["“ten” https://me.example/lost/"] == "bad"
    assert told["“four” https://shy.example/"] == told["“five” https://robots.example/"] == "warn"
    assert links.unasked(html).short == "10 links"


def test_a_letter_is_read_as_a_mail_program_reads_it(shown: Callable[..., Shown]) -> None:
    """The HTML is that of the message, its line ends included; a picture inside it is found by its name."""
    letter = letters.read(shown("<p>ü\n</p>").message)
    assert letter.html == "<p>ü\r\n</p>\r\n".encode()
    assert letter.header("subject") == shown().issue.subject
    mail = EmailMessage()
    mail.set_content("text")
    mail.add_alternative("<img src='cid:lead@x' alt=''><i>cid:lead@x</i>", subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]  # a list of parts
    html.add_related(b"PNG", "image", "png", cid="<lead@x>")  # type: ignore[union-attr]
    raw = mail.as_bytes()
    letter = letters.read(Message(issue=1, recipient="a", sender="b", message_id="c", body=raw))
    assert letter.pictures["lead@x"].body == b"PNG"
    assert letters.with_pictures(letter.html, "picture/").startswith(b"<img src='picture/lead@x' alt=''><i>cid:lead")
