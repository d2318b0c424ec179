"""Places that are filled for each subscriber, in every encoding."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from digest.messages import MimeComposer
from digest.messages.unsubscribe import Ways
from digest.model import Edition, Subscriber
from digest.personal import Place, for_all, link, mark, split, word
from tests.unit.messages.test_compose import ISSUE, MAIL, PUBLICATION

MARK = mark(b"the frozen issue")
NAME = word(MARK, "name", "reader")
CITY = word(MARK, "city", "")
LEAVE = link(MARK, "unsubscribe")
CHANGE = link(MARK, "preferences")
FILLINGS = ("", "x" * 74, "ж" * 37, "مرحبا " * 20, " word" * 30, "=" * 40 + " ")


def read(body: str, subscriber: Subscriber, medium: str = "text", ways: Ways | None = None) -> str:
    edition = Edition(medium="text" if medium == "text" else "email", path="x", body=body.encode(), mark=MARK)
    made = MimeComposer(MAIL, PUBLICATION, ways=ways).compose(ISSUE, (edition,), subscriber)
    assert all(len(line) <= 78 for line in made.body.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    mail = email.message_from_bytes(made.body, policy=email.policy.SMTP)
    assert isinstance(mail, EmailMessage)
    content: str = mail.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("before", FILLINGS)
@pytest.mark.parametrize("name", ["Ann", "Ἀννα", "李", "A" * 300, ".", "From here", "=3D", "a & b <i>"])
def test_a_name_stands_in_its_place(before: str, name: str) -> None:
    """Whatever is beside it, and whichever encoding the part has, nothing else changes."""
    ann = Subscriber(address="ann@example.net", name=name)
    assert read(f"{before}{NAME}, good morning.\n", ann) == f"{before}{name}, good morning.\n"
    assert read(f"Dear {NAME}{before}", ann).removesuffix("\n") == f"Dear {name}{before}"


def test_every_alignment_of_base64_is_right() -> None:
    """Places of any length, in a row, in a script that is packed in base64."""
    for length in range(5):
        for after in range(4):
            ann = Subscriber(address="ann@example.net", name="n" * length, fields={"city": "é" * after})
            text = f"مرحبا{'ب' * 30}{NAME}{CITY}x{NAME}{'م' * 60}"
            name = "n" * length or "reader"
            assert read(text, ann) == f"مرحبا{'ب' * 30}{name}{'é' * after}x{name}{'م' * 60}\n"


def test_a_field_that_is_empty_gives_its_default() -> None:
    """Who has no name is greeted by the template's word; a field without a default is nothing."""
    nobody = Subscriber(address="ann@example.net")
    assert read(f"Dear {NAME} of {CITY}!\n", nobody) == "Dear reader of !\n"
    lives = Subscriber(address="ann@example.net", fields={"city": "Ankara", "name": "not this"})
    assert read(f"Dear {NAME} of {CITY}!\n", lives) == "Dear reader of Ankara!\n"


def test_a_word_is_escaped_in_html_alone() -> None:
    """What somebody typed into a form is text, never markup; and it stays on one line."""
    ann = Subscriber(address="ann@example.net", name='<b onclick="x">&amp;\r\nAnn\u202e')
    assert read(f"<p>{NAME}</p>\n", ann, "email") == "<p>&lt;b onclick=&quot;x&quot;&gt;&amp;amp; Ann</p>\n"
    assert read(f"{NAME}\n", ann) == '<b onclick="x">&amp; Ann\n'


def test_links_are_the_subscribers_own() -> None:
    """Both links hold the person's token; a mail asks by the same."""
    ways = Ways(
        answers="editor@example.org",
        service="https://letters.example.org",
        unsubscribing=lambda who: f"U-{who.partition('@')[0]}",
        preferring=lambda who: f"P-{who.partition('@')[0]}",
    )
    ann = Subscriber(address="Ann@example.net")
    assert read(f"{LEAVE} {CHANGE}\n", ann, ways=ways) == (
        "https://letters.example.org/u/U-ann https://letters.example.org/p/P-ann\n"
    )


def test_only_the_issues_own_mark_makes_a_place() -> None:
    """A feed that prints a place of yesterday's issue, or of none, prints text."""
    other = mark(b"another issue")
    body = f"{link(other, 'unsubscribe')} {word(other, 'address', '')} https://unsubscribe.invalid/ _{MARK}_1_\n"
    assert read(body, Subscriber(address="ann@example.net")) == body
    assert split(f"a {NAME} b".encode(), MARK) == [b"a ", Place("word", "name", "reader"), b" b"]


def published(body: str, medium: str = "email") -> str:
    edition = Edition(medium="email" if medium == "email" else "text", path="x", body=body.encode(), mark=MARK)
    return for_all(edition).body.decode()


def test_a_published_copy_has_the_defaults() -> None:
    """What lies in output/ shows nobody's name."""
    default = word(MARK, "name", "R & D")
    assert published(f"<p>{default}</p>") == "<p>R &amp; D</p>"
    assert published(default, "text") == "R & D"


def test_a_published_text_lacks_the_lines_of_ones_own_links() -> None:
    """Nobody leaves, or changes anything, by a copy that is for all: a link there would lead nowhere."""
    assert published(f"-- \nUnsubscribe: {LEAVE}\nChange: {CHANGE}\nBack: x\n", "text") == "-- \nBack: x\n"
    assert published(f"a\nUnsubscribe: {LEAVE}", "text") == "a\n"
    other = f"Unsubscribe: {link(mark(b'another issue'), 'unsubscribe')}\n"
    assert published(other, "text") == other


LEAVES = f'<a class="x" href="{LEAVE}" style="y">Unsubscribe</a>'
CHANGES = f'<a href="{CHANGE}">Change</a>'
WEB = '<a href="https://estuary.example/">Web</a>'


@pytest.mark.parametrize(
    ("footer", "left"),
    [
        (f"<p>{LEAVES} · {CHANGES} · {WEB}</p>", f"<p>{WEB}</p>"),
        (f"<p>{LEAVES} &#183; {WEB}</p>", f"<p>{WEB}</p>"),
        (f"<p>{WEB} · {LEAVES}</p>", f"<p>{WEB}</p>"),
        (f"<p>{WEB} · {LEAVES} · {WEB}</p>", f"<p>{WEB} · {WEB}</p>"),
        (f"<p>You get this.</p><p class='a'>{LEAVES} · {CHANGES}</p>", "<p>You get this.</p>"),
        (f'<p><a href="{LEAVE}"><b>Leave</b></a></p>', "<p><a><b>Leave</b></a></p>"),
        (f"<p>{LEAVE}</p>", "<p></p>"),
    ],
)
def test_a_published_mail_lacks_ones_own_links(footer: str, left: str) -> None:
    """Link and words go, with the point between; of a template's own way at least the address."""
    assert published(footer) == left


def test_only_the_last_of_what_is_addressed_to_subscribers_goes() -> None:
    """A source that writes the same sentence is printed as it wrote it."""
    said = "You get this, R & D."
    edition = Edition(medium="text", path="x", body=f"{said}\n--\n{said}\nend\n".encode(), mark=MARK, addressed=(said,))
    assert for_all(edition).body.decode() == f"{said}\n--\nend\n"
    body = f"<p>{said}</p><p class='a'>\n You get this, R &amp; D.</p>\n<p>{said} More.</p>"
    edition = Edition(medium="email", path="x", body=body.encode(), mark=MARK, addressed=(said,))
    assert for_all(edition).body.decode() == f"<p>{said}</p><p>{said} More.</p>"
