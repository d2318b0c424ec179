"""The mail before judges that are not ours: MJML's compiler, what mail programs show, accessibility, spam, MIME."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Callable
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import pytest
from lxml import html

from digest import personal
from digest.editions import JinjaRenderer, environment
from digest.editions.email import source
from digest.editions.environment import speaking
from digest.editions.palette import palette
from digest.editions.reading import view
from digest.editions.words import Words
from digest.model import Edition, Issue, Message

pytestmark = pytest.mark.judge

Judge = Callable[[str, Any], Any]

# Programs in which nothing may be missing.
EVERYTHING = (
    "gmail.desktop-webmail",
    "gmail.ios",
    "gmail.android",
    "apple-mail.ios",
    "apple-mail.macos",
    "outlook.ios",
    "outlook.android",
)
_IN_ELEMENTS = (
    "every style of the light mail stands in its element; what is lost is the dark scheme and a phone's sizes"
)
_OUTLOOK_HAS_ITS_OWN = "beside display: none and mso-hide: all, which it has; the preheader stays hidden"
# What the other programs lack, and what their readers have instead.
FALLBACKS = {
    "gmail.mobile-webmail": {
        "<style> element": _IN_ELEMENTS,
        "@media": _IN_ELEMENTS,
        "Attribute selector": _IN_ELEMENTS,
        "Chaining selectors": _IN_ELEMENTS,
        "Class selector": _IN_ELEMENTS,
        "Descendant combinator": _IN_ELEMENTS,
        "ID selector": _IN_ELEMENTS,
        "Type selector": _IN_ELEMENTS,
        "display:none": "the preheader is one pixel high, and what overflows it is hidden",
    },
    "outlook.windows": {
        "@media": _IN_ELEMENTS,
        "Attribute selector": _IN_ELEMENTS,
        "Chaining selectors": _IN_ELEMENTS,
        "max-height property": _OUTLOOK_HAS_ITS_OWN,
        "overflow": _OUTLOOK_HAS_ITS_OWN,
        "outline": "MJML's own, for pictures; Outlook draws none there",
        "word-spacing": "MJML's own, and what it sets is what Outlook has anyway",
        "table-layout": "the cells have their width as an attribute",
        "white-space": "a long figure may go on in a second line",
    },
}


def visible(body: str) -> list[str]:
    """What a reader reads, a line a block."""
    blocks = {"body", "main", "div", "p", "table", "tr", "td", "ul", "li", "blockquote", "h1", "h2", "h3", "h4", "br"}
    root = html.document_fromstring(body).find("body")
    for hidden in root.xpath(".//style | .//comment() | .//*[contains(@class, 'preheader')]"):
        hidden.drop_tree()
    lines = [""]

    def read(element: html.HtmlElement) -> None:
        if element.tag in blocks:
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            read(child)
            lines[-1] += child.tail or ""
        if element.tag in blocks:
            lines.append("")

    read(root)
    return [" ".join(line.split()) for line in lines if line.split()]


def body(made: tuple[Edition, ...], medium: str) -> str:
    return next(edition.body.decode() for edition in made if edition.medium == medium)


def test_the_compiler_of_mjml_makes_the_same_of_it(
    judge: Judge, issues: dict[str, Issue], renderer: JinjaRenderer, mails: dict[str, str]
) -> None:
    """The templates render to MJML that is valid to the letter, and to the same visible text by either compiler."""
    sources = {
        day: source(
            speaking(environment(None), Words(issue.publication.lang)),
            view(issue),
            palette("#9a3324"),
            "https://harbour.example/ferry.jpg",
        )
        for day, issue in issues.items()
        if day != "crowded"  # whose mail leaves stories out
    }
    for day, made in judge("mjml", sources).items():
        assert visible(made) == visible(mails[day]), day


def test_mail_programs_show_everything(judge: Judge, mails: dict[str, str]) -> None:
    """Nothing in the mail is unknown to Gmail in a browser and on phones, Apple Mail, or Outlook on phones."""
    assert judge("caniemail", {"clients": EVERYTHING, "mails": mails}) == {day: {} for day in mails}


def test_what_other_programs_lack_has_a_fallback(judge: Judge, mails: dict[str, str]) -> None:
    """Gmail in a phone's browser and Outlook for Windows lack what is listed, with what stands in, and nothing else."""
    found = judge("caniemail", {"clients": list(FALLBACKS), "mails": mails})
    for program, fallbacks in FALLBACKS.items():
        lacking = {feature for lacks in found.values() for feature in lacks.get(program, [])}
        assert lacking == set(fallbacks), program


def test_the_mail_is_accessible(judge: Judge, mails: dict[str, str]) -> None:
    """No finding of the accessibility preset."""
    assert judge("accessibility", mails) == {day: [] for day in mails}


@pytest.mark.parametrize("day", ["sample", "quiet", "teaser", "hostile", "right_to_left", "crowded"])
def test_the_mail_is_no_spam(spamassassin: str, messages: dict[str, Message], day: str) -> None:
    """SpamAssassin, with its own rules and nothing asked of the network, gives it 0.1 points at most, of 5."""
    judged = subprocess.run([spamassassin, "-L", "-t"], input=messages[day].body, capture_output=True, timeout=120)
    points = re.search(rb"Content analysis details: +\((-?[\d.]+) points", judged.stdout)
    assert points, judged.stderr.decode()
    assert float(points[1]) <= 0.1, judged.stdout[judged.stdout.index(b"Content analysis") :].decode()


def test_other_libraries_read_the_same_message(
    judge: Judge, issues: dict[str, Issue], editions: dict[str, tuple[Edition, ...]], messages: dict[str, Message]
) -> None:
    """Postal-mime, and Python's own, find in each message the issue's subject, its text, and its HTML."""
    found = judge("mime", {day: base64.b64encode(message.body).decode() for day, message in messages.items()})
    link = "https://harbour.example/leave?who=reader%40mail.example"
    for day, read in found.items():
        issue, made = issues[day], editions[day]
        place = personal.link(made[0].mark, "unsubscribe")
        text = body(made, "text").replace(place, link)
        shown = visible(body(made, "email").replace(place, link))
        assert read["text"].replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n"), day
        assert visible(read["html"]) == shown, day
        assert link in read["html"], day
        assert read["subject"] == " ".join(issue.subject.split()), day
        assert (read["from"]["name"], read["from"]["address"]) == ("The Harbour Morning", "news@harbour.example")
        assert read["to"] == [{"name": "A. Reader", "address": "reader@mail.example"}]
        assert read["messageId"] == messages[day].message_id
        own = message_from_bytes(messages[day].body, policy=SMTP)
        plain, rich = own.get_body(("plain",)), own.get_body(("html",))
        assert plain is not None
        assert rich is not None
        assert plain.get_content().replace("\r\n", "\n") == text, day
        assert visible(rich.get_content()) == shown, day
