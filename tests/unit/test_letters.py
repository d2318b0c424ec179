"""Letters: whom they go to, once each, and what they hold."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from msgspec.structs import replace

from digest.editions import environment
from digest.editions.stationery import Stationery
from digest.errors import DataError, MailError
from digest.messages.letters import LetterWriter, Newest
from digest.messages.unsubscribe import Ways
from digest.model import (
    Delivery,
    DeliveryState,
    Letter,
    LetterKind,
    Mail,
    Message,
    Publication,
    Site,
    SmtpServer,
    Subscriber,
)
from digest.pipeline.letters import LettersReport, after, send_letters, wanted
from digest.testing import MemoryLetters, MemorySubscribers

NOW = datetime(2026, 5, 5, 7, tzinfo=UTC)
PENDING = Subscriber(address="Reader@example.org", name="Zoë", state="pending")
ACTIVE = replace(PENDING, state="active")


class Post:
    """A mail server that answers as it is told to, and remembers what it was handed."""

    def __init__(self, *states: DeliveryState) -> None:
        self.states = list(states)
        self.taken: list[Message] = []
        self.shut = False

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        for message in messages:
            if self.shut:
                raise MailError("nobody answers")
            sending = Delivery(issue=message.issue, recipient=message.recipient, state="sending", attempts=1, at=at())
            await record([sending])
            self.taken.append(message)
            made = replace(sending, state=self.states.pop(0) if self.states else "accepted", code=250)
            await record([made])
            yield made


class House:
    """A list, its letters and a mail server."""

    def __init__(self, *people: Subscriber, post: Post | None = None) -> None:
        self.now = NOW
        self.people = MemorySubscribers()
        self.people.put(people, what="signed up", at=NOW)
        self.letters = MemoryLetters()
        self.post = post or Post()

    def send(self) -> LettersReport:
        def write(letter: Letter, person: Subscriber) -> Message:
            if person.address.startswith("odd"):
                raise DataError("no address")
            return Message(issue=0, recipient=person.address, sender="x", message_id=letter.kind, body=b"")

        return asyncio.run(
            send_letters(
                letters=self.letters,
                subscribers=self.people,
                write=write,
                transport=self.post,
                clock=lambda: self.now,
            )
        )

    @property
    def sent(self) -> list[str]:
        return [message.message_id for message in self.post.taken]


def test_each_is_sent_once() -> None:
    """However often it is looked for."""
    house = House(PENDING)
    house.letters.add("reader@example.org", "confirm", at=NOW)
    assert house.send().count("accepted") == 1
    assert house.send().letters == ()
    assert house.sent == ["confirm"]


def test_a_welcome_waits_for_its_person() -> None:
    """It is kept before its person is active, and not lost where it is found sooner."""
    house = House(PENDING)
    house.letters.add("reader@example.org", "welcome", at=NOW)
    assert house.send().count("accepted") == 0
    house.people.put([ACTIVE], what="confirmed", at=NOW)
    assert house.send().count("accepted") == 1


def test_what_was_put_off_is_tried_again_and_given_up() -> None:
    """Not before its time; and not for ever."""
    house = House(PENDING, post=Post("deferred"))
    house.letters.add("reader@example.org", "confirm", at=NOW)
    assert house.send().count("deferred") == 1
    assert house.send().letters == ()
    house.now += timedelta(minutes=1)
    assert house.send().count("accepted") == 1
    house = House(PENDING, post=Post(*["deferred"] * 100))
    house.letters.add("reader@example.org", "confirm", at=NOW)
    while house.now < NOW + timedelta(days=30):
        house.send()
        house.now += timedelta(hours=1)
    assert len(house.sent) == 40
    assert (
        NOW + timedelta(days=2)
        < max(letter.at for letter in house.letters.held.values() if letter.at)
        < NOW + timedelta(days=5)
    )


def test_it_is_given_up_after_some_days_however_seldom_it_was_tried() -> None:
    """Where somebody looks but once a day; what was never tried has its first try all the same."""
    house = House(replace(PENDING, joined=NOW), post=Post(*["deferred"] * 9))
    house.letters.add("reader@example.org", "confirm", at=NOW)
    for _ in range(6):
        house.send()
        house.now += timedelta(days=1)
    assert house.letters.held[1].state == "failed"
    assert house.letters.held[1].reply.startswith("given up after 3 days")
    assert len(house.sent) == 4
    late = House(replace(PENDING, joined=NOW))
    late.letters.add("reader@example.org", "confirm", at=NOW)
    late.now += timedelta(days=4)
    assert late.send().count("accepted") == 1


def test_a_server_that_is_down_loses_nothing() -> None:
    """What it was not asked for waits, and the fault is told."""
    house = House(PENDING)
    house.letters.add("reader@example.org", "confirm", at=NOW)
    house.post.shut = True
    report = house.send()
    assert isinstance(report.fault, MailError)
    assert report.count("pending") == 1
    house.post.shut = False
    assert house.send().count("accepted") == 1


def test_a_kill_leaves_it_in_doubt_and_sends_no_second() -> None:
    """What was being handed over when the program died may have been taken; whoever waits can ask for another."""
    house = House(PENDING)
    letter = house.letters.add("reader@example.org", "confirm", at=NOW)
    house.letters.write(replace(letter, state="sending", attempts=1))
    assert house.send().letters == ()
    assert house.letters.held[letter.id].state == "unknown"
    house.letters.add("reader@example.org", "confirm", at=NOW)
    assert house.send().count("accepted") == 1


def test_a_letter_that_cannot_be_written() -> None:
    """It is given up in words, and keeps nobody else from theirs."""
    house = House(PENDING, replace(PENDING, address="odd@example.org"))
    for person in ("odd@example.org", "reader@example.org"):
        house.letters.add(person, "confirm", at=NOW)
    report = house.send()
    assert (report.count("accepted"), report.count("failed")) == (1, 1)
    assert "no address" in house.letters.held[1].reply
    assert house.send().letters == ()


def test_two_letters_to_one_person() -> None:
    """Both go out, one after the other; of two that say the same, the newer."""
    house = House(ACTIVE)
    house.letters.add("reader@example.org", "welcome", at=NOW)
    house.letters.add("reader@example.org", "confirm", at=NOW)
    house.send()
    assert house.sent == ["welcome"]  # there is nothing to confirm any more


LETTERS: tuple[tuple[LetterKind, Subscriber | None, str | None, bool | None], ...] = (
    ("confirm", PENDING, None, True),
    ("confirm", PENDING, "unsubscribed", True),  # who left asks for mail again
    ("confirm", PENDING, "complaint", False),
    ("confirm", PENDING, "hard_bounce", False),
    ("confirm", ACTIVE, None, False),
    ("confirm", replace(PENDING, state="unsubscribed"), None, False),
    ("confirm", None, None, False),
    ("welcome", ACTIVE, None, True),
    ("welcome", ACTIVE, "manual", False),
    ("welcome", PENDING, None, None),
    ("welcome", replace(PENDING, state="unsubscribed"), None, False),
    ("welcome", None, None, False),
    ("data", ACTIVE, None, True),
    ("data", PENDING, None, True),
    ("data", replace(PENDING, state="unsubscribed"), "unsubscribed", True),  # who left may ask what is still known
    ("data", ACTIVE, "complaint", False),
    ("data", None, None, False),
)


@pytest.mark.parametrize(("kind", "person", "suppressed", "goes"), LETTERS)
def test_who_gets_a_letter(
    kind: LetterKind, person: Subscriber | None, suppressed: str | None, goes: bool | None
) -> None:
    """True: now; None: it waits; False: nobody wants it any more, and it says why."""
    letter = Letter(id=1, who="reader@example.org", kind=kind, state="pending", at=NOW)
    why = wanted(letter, person, suppressed, NOW)
    assert {True: why is None, None: why == "", False: bool(why)}[goes]


def test_attempts_are_counted_over_runs() -> None:
    """A letter remembers what earlier runs tried."""
    letter = Letter(id=1, who="x", kind="confirm", state="deferred", attempts=3, at=NOW, next=NOW)
    tried = Delivery(issue=0, recipient="x", state="deferred", attempts=1, at=NOW)
    made = after(letter, tried)
    assert made.attempts == 4
    assert made.next == NOW + timedelta(minutes=30)


# ---------------------------------------------------------------------------------------------------------- as written

PUBLICATION = Publication(title="The Estuary Morning", reply_to="editor@example.org", postal_address="1 Quay Street")
MAIL = Mail(
    sender="The Estuary Morning <news@example.org>",
    subscribers=(),
    server=SmtpServer(host="127.0.0.1", port=25),
    return_path="bounces@example.org",
)


def write(kind: LetterKind, person: Subscriber, *, service: str = "https://letters.example.org") -> Message:
    writer = LetterWriter(
        MAIL,
        PUBLICATION,
        render=Stationery(environment(None), Site(output="/nowhere"), PUBLICATION).render,
        confirming=lambda who, now: f"TOKEN-{who.split('@')[0]}",
        showing=lambda who, now: f"DATA-{who.split('@')[0]}",
        ways=Ways(
            answers="editor@example.org",
            service=service,
            unsubscribing=lambda who: "LEAVE",
            preferring=lambda who: "WISH",
        ),
        key=b"k",
        marks=b"m",
    )
    letter = Letter(id=7, who="reader@example.org", kind=kind, state="pending")
    newest = Newest("https://news.example.org/issues/2026-05-05/", NOW.date(), "Bridge <closed> & more")
    return writer.write(letter, person, newest=newest, now=NOW)


@pytest.mark.parametrize("language", ["", "de", "es", "fr", "tr", "ar"])
def test_a_letter_to_confirm_is_nobodys_message(language: str) -> None:
    """Whatever whoever signed up wrote, no word of it reaches the one whose address they gave."""
    spam = replace(PENDING, name="Buy at spam dot example", fields={"city": "spamtown"}, language=language)
    body = write("confirm", spam).body
    message = message_from_bytes(body, policy=default)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = str(part.get_content())
            assert "spam" not in text.lower()
            assert "https://letters.example.org/c/TOKEN-reader" in text
            assert "LEAVE" not in text  # there is nothing to leave yet
    assert message["To"] == "Reader@example.org"
    assert message["List-Unsubscribe"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == (language or "en")
    assert message.defects == []


def test_a_welcome() -> None:
    """The latest issue, escaped, and every way to change one's mind; the same bytes each time."""
    made = write("welcome", ACTIVE)
    message = message_from_bytes(made.body, policy=default)
    assert str(message["To"]) == "Zoë <Reader@example.org>"
    assert "<https://letters.example.org/u/LEAVE>" in message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made.sender.startswith("bounces+0-")
    body = message.get_body(("html",))
    assert body is not None
    html = body.get_content()
    assert "Bridge &lt;closed&gt; &amp; more" in html
    assert "https://letters.example.org/p/WISH" in html
    assert made == write("welcome", ACTIVE)
    assert all(len(line) <= 998 for line in made.body.split(b"\r\n"))
    assert b"\n" not in made.body.replace(b"\r\n", b"")


def test_a_weekly_reader_is_not_promised_the_next_issue() -> None:
    """They get the week in one mail, and the letter says so in both of its parts."""
    message = message_from_bytes(write("welcome", replace(ACTIVE, rhythm="weekly")).body, policy=default)
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert "once a week" in " ".join(part.get_content().split())
        assert "next issue" not in part.get_content()


def test_where_nobody_serves_a_mail_confirms() -> None:
    """The letter says what to write and to whom, for `digest mailbox` to read."""
    message = message_from_bytes(write("confirm", PENDING, service="").body, policy=default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "editor@example.org" in plain.get_content().replace("\r", "")
    assert "\nconfirm TOKEN-reader\n" in plain.get_content().replace("\r", "")
    assert "mailto:editor@example.org?subject=confirm%20TOKEN-reader" in html.get_content()
