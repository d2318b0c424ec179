"""Letters as the commands send them: whoever adds one, or mails an issue, sees to those that wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.editions.stationery import Stationery
    from digest.messages.letters import LetterWriter, Newest
    from digest.model import Letter, Mail, Message, Subscriber
    from digest.pipeline.letters import LettersReport
    from digest.wiring import Newsroom


async def send_letters(room: Newsroom, clock: Callable[[], datetime]) -> LettersReport:
    """Send every letter whose time has come; none where another program is at it.

    Raises ``StorageError``, ``TemplateError``, and ``NotSetUpError`` where mail is not set up.
    """
    from digest.errors import LockedError
    from digest.pipeline import letters as stage
    from digest.storage import RunLock

    mail = room.mail()
    if not room.letters.waiting(at=clock()):
        return stage.LettersReport()
    writer, newest = letter_writer(room, mail, stationery(room)), latest(room)

    def write(letter: Letter, person: Subscriber) -> Message:
        return writer.write(letter, person, newest=newest, now=clock())

    try:
        with RunLock(room.folder / "letters.lock").hold():
            return await stage.send_letters(
                letters=room.letters,
                subscribers=room.subscribers,
                write=write,
                transport=room.transport(mail),
                clock=clock,
                retry_days=mail.retry_days,
            )
    except LockedError:
        return stage.LettersReport()


def stationery(room: Newsroom) -> Stationery:
    """What renders pages and letters."""
    from digest.editions import environment
    from digest.editions.stationery import Stationery

    site = room.config.site
    return Stationery(environment(site.templates, compiled=room.folder / "templates"), site, room.config.publication)


def letter_writer(room: Newsroom, mail: Mail, paper: Stationery) -> LetterWriter:
    """What makes messages of letters."""
    from digest.messages.letters import LetterWriter
    from digest.messages.tokens import Tokens
    from digest.storage.secret import derived

    tokens = Tokens(derived(room.secret, "tokens"))
    return LetterWriter(
        mail,
        room.config.publication,
        render=paper.render,
        confirming=lambda who, now: tokens.sign("confirm", who, at=now),
        showing=lambda who, now: tokens.sign("data", who, at=now),
        ways=room.ways(mail),
        key=derived(room.secret, "message-id"),
        marks=derived(room.secret, "verp"),
        signers=room.signers(mail),
    )


def latest(room: Newsroom) -> Newest | None:
    """The newest issue, where the publication is on the web."""
    from digest.messages.letters import Newest

    url = room.config.publication.url
    numbers = room.archive.issues()
    if not url or not numbers:
        return None
    day = numbers[-1][1]
    if room.publisher.read(f"issues/{day.isoformat()}/index.html") is None:
        return None
    issue = room.archive.issue(day)
    return Newest(f"{url}/issues/{day.isoformat()}/", day, issue.subject) if issue is not None else None
