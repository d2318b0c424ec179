"""The page of the preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.errors import ConfigError, Fault, TemplateError
from digest.model import Approval, Standing
from digest.preview import Shown
from digest.preview import letter as letters
from digest.preview.faults import fault
from digest.preview.look import look
from digest.preview.notes import Note, Panel
from digest.preview.page import approval, page

ISSUES = ((1, date(2031, 5, 7)),)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def made(shown: Shown | None, query: str = "", **options: object) -> str:
    letter = letters.read(shown.message) if shown is not None else None
    return page(look(query, ISSUES), ISSUES, shown=shown, letter=letter, token="t", nonce="n", **options)  # type: ignore[arg-type]  # some of its own options


def test_mail_and_page_are_framed_without_scripts(shown: Callable[..., Shown]) -> None:
    """Each in a sandbox that allows none, at an address that changes with its bytes."""
    found = made(shown())
    assert found.count("<iframe") == 2
    assert found.count('sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"') == 2
    other = made(shown("<p>Another mail</p>"))
    [first], [second] = ([line for line in text.split() if "/mail/2031" in line] for text in (found, other))
    assert first != second


@pytest.mark.parametrize("show", ["both", "text", "headers", "source"])
def test_no_word_of_an_issue_is_markup(shown: Callable[..., Shown], show: str) -> None:
    """Subject, preheader, headers, text, source, panels and faults are text, whatever they hold."""
    issue = replace(shown().issue, subject=HOSTILE, preheader=HOSTILE)
    panels = (Panel(HOSTILE, HOSTILE, "bad", (Note("bad", HOSTILE, HOSTILE),)),)
    found = made(shown(HOSTILE, issue=issue), f"show={show}", panels=panels, problem=HOSTILE)
    assert "<script>alert" not in found
    assert "<img" not in found
    assert found.count("<script") == 1  # ours


def test_text_headers_and_source_are_of_the_message(shown: Callable[..., Shown]) -> None:
    """What the reader gets, decoded; and every line of it as it goes over the wire."""
    assert "The mail, grün &lt;b&gt;" in made(shown(), "show=text")
    headers = made(shown(), "show=headers")
    assert "reader@example.org" in headers
    assert "List-Unsubscribe" in headers
    assert "quoted-printable" in made(shown(), "show=source") or "base64" in made(shown(), "show=source")


def test_a_made_up_sender_is_told(shown: Callable[..., Shown]) -> None:
    """Where mail is not set up nobody takes the sender for real."""
    assert "made up" in made(shown(stand_in=True), "show=headers")
    assert "made up" not in made(shown(), "show=headers")


def test_without_an_issue_it_says_what_to_do() -> None:
    """An empty newsroom is no error."""
    assert "digest run" in page(look("", ()), (), token="t", nonce="n")


def test_a_template_s_fault_is_shown_with_its_lines(tmp_path: Path) -> None:
    """Where it is, what was being rendered, and the lines around it; a file elsewhere is never opened."""
    (tmp_path / "issue.txt").write_text("one\ntwo <b>\nthree\n")
    error = TemplateError("'foo' is undefined, while rendering the text of issue 1", where=f"{tmp_path}/issue.txt:2")
    told = fault(error, [tmp_path])
    assert told.lines == ((1, "one", False), (2, "two <b>", True), (3, "three", False))
    found = made(None, fault=told)
    assert "while rendering the text of issue 1" in found
    assert f"{tmp_path}/issue.txt:2" in found
    assert "two &lt;b&gt;" in found
    assert fault(error, [tmp_path / "other"]).lines == ()
    assert fault(TemplateError("odd", where="/etc/passwd:1"), [tmp_path]).lines == ()
    assert fault(TemplateError("odd", where="nowhere"), [tmp_path]).lines == ()


def test_every_fault_of_feeds_yml_is_shown(tmp_path: Path) -> None:
    """As the commands tell them."""
    faults = (Fault(3, 1, "site.accent", "not a colour"), Fault(9, 2, "sources", "required, and not there"))
    told = fault(ConfigError(str(tmp_path / "feeds.yml"), faults), [tmp_path / "feeds.yml"])
    assert "site.accent: not a colour" in told.what
    assert "sources: required" in told.what


def test_the_approval_says_who_and_when_in_the_publication_s_zone() -> None:
    """And the button does what is left to do."""
    word = Approval(issue=1, sha256="a", by="Ada", at=datetime(2031, 5, 7, 5, 0, tzinfo=UTC))
    held = approval(Standing(state="approved", sha256="a", approval=word), zone="Europe/Oslo", required=True)
    assert (held.text, held.action, held.level) == (
        "Approved by Ada, 2031-05-07 at 07:00 Europe/Oslo",
        "/revoke",
        "good",
    )
    void = approval(Standing(state="changed", sha256="b", approval=word), zone="Europe/Oslo", required=True)
    assert void.text == "Changed since Ada approved it, 2031-05-07 at 07:00 Europe/Oslo"
    assert (void.action, void.level) == ("/approve", "warn")
    bare = approval(Standing(state="none", sha256="b"), zone="UTC", required=True)
    assert (bare.text, bare.level) == ("Waits for approval", "warn")
    assert approval(Standing(state="none", sha256="b"), zone="UTC", required=False).level == "plain"
