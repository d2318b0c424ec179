"""An approval is somebody's word for bytes, and holds for no others."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from digest.errors import ApprovalError, UsageError
from digest.model import Edition, Issue, Mail, SmtpServer, Subscriber
from digest.pipeline import approve
from digest.pipeline.send import SendReport, send
from digest.testing import Unwatched, World

MAIL = Edition(medium="email", path="email.html", body=b"<p>mail</p>")
TEXT = Edition(medium="text", path="email.txt", body=b"mail\n")
EDITIONS = (MAIL, TEXT)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def issue(world: World) -> Issue:
    world.source("Gazette").entry("Kelmar Bridge closed", "Engineers closed the Kelmar Bridge on Monday after a crack.")
    made = world.run()
    assert made is not None
    return made


def mail(world: World, issue: Issue, *, editions: tuple[Edition, ...] = EDITIONS, required: bool = True) -> SendReport:
    """Send to two subscribers as the pipeline does."""
    settings = Mail(
        sender="The Test <test@example.org>",
        subscribers=(Subscriber(address="ann@example.org"), Subscriber(address="bob@example.org")),
        server=SmtpServer(host="localhost", port=25, security="none"),
        require_approval=required,
    )
    return asyncio.run(
        send(
            issue,
            settings,
            editions=editions,
            composer=world.post,
            transport=world.post,
            archive=world.archive,
            ledger=world.ledger,
            subscribers=world.subscribers,
            lock=world.lock,
            progress=Unwatched(),
            clock=lambda: world.now,
            sleep=asyncio.sleep,
        )
    )


def test_any_byte_of_any_part_makes_another_fingerprint() -> None:
    """The frozen file, each edition's body, path and medium; the order that they come in does not count."""
    known = approve.fingerprint(b"issue", EDITIONS)
    assert approve.fingerprint(b"issue", (TEXT, MAIL)) == known
    others = [
        approve.fingerprint(b"issuf", EDITIONS),
        approve.fingerprint(b"issue", (MAIL,)),
        approve.fingerprint(b"issue", (replace(MAIL, body=b"<p>mail </p>"), TEXT)),
        approve.fingerprint(b"issue", (replace(MAIL, path="mail.html"), TEXT)),
        approve.fingerprint(b"issue", (replace(MAIL, medium="page"), TEXT)),
        # The same bytes, cut elsewhere.
        approve.fingerprint(b"issue", (replace(MAIL, path="email.html<p>", body=b"mail</p>"), TEXT)),
    ]
    assert len({known, *others}) == len(others) + 1


def test_nothing_is_mailed_before_it_is_approved(world: World, issue: Issue) -> None:
    """Not a message, and not a word in the ledger; the error says what to do."""
    with pytest.raises(ApprovalError, match="digest approve 1") as caught:
        mail(world, issue)
    assert caught.value.status == 77
    assert world.post.taken == []
    assert world.ledger.written == []


def test_what_is_approved_is_mailed_and_nothing_else(world: World, issue: Issue) -> None:
    """The same bytes go out; one byte more in an edition, and nobody gets it."""
    approve.approve(issue, EDITIONS, archive=world.archive, by="Ada", at=world.now)
    changed = (replace(MAIL, body=MAIL.body + b" "), TEXT)
    with pytest.raises(ApprovalError, match="is not what Ada approved"):
        mail(world, issue, editions=changed)
    assert world.post.taken == []
    mail(world, issue)
    assert world.post.taken == ["ann@example.org", "bob@example.org"]


def test_who_had_it_needs_no_approval(world: World, issue: Issue) -> None:
    """A second run of the day finds nobody to mail, and asks for nothing, whatever has changed since."""
    approve.approve(issue, EDITIONS, archive=world.archive, by="Ada", at=world.now)
    mail(world, issue)
    assert mail(world, issue, editions=(MAIL,)).foreseen == {"accepted": 2}


def test_without_the_key_nobody_is_asked(world: World, issue: Issue) -> None:
    """Approval is asked for by feeds.yml alone."""
    mail(world, issue, required=False)
    assert len(world.post.taken) == 2


def test_an_approval_taken_back_holds_no_more(world: World, issue: Issue) -> None:
    """And is remembered with who took it back; approving anew makes it hold again."""
    approve.approve(issue, EDITIONS, archive=world.archive, by="Ada", at=world.now)
    approve.revoke(issue, archive=world.archive, by="Bo", at=world.now)
    with pytest.raises(ApprovalError, match=r"by Ada was revoked on .* by Bo"):
        mail(world, issue)
    with pytest.raises(UsageError, match="is not approved"):
        approve.revoke(issue, archive=world.archive, by="Bo", at=world.now)
    _, fresh = approve.approve(issue, EDITIONS, archive=world.archive, by="Ada", at=world.now)
    assert fresh
    assert approve.standing(issue, EDITIONS, archive=world.archive).state == "approved"


def test_the_latest_approval_counts(world: World, issue: Issue) -> None:
    """Whoever approves other bytes replaces what was approved before; the same bytes again change nothing."""
    first, _ = approve.approve(issue, EDITIONS, archive=world.archive, by="Ada", at=world.now)
    again, fresh = approve.approve(issue, EDITIONS, archive=world.archive, by="Bo", at=world.now)
    assert (again, fresh) == (first, False)
    approve.approve(issue, (MAIL,), archive=world.archive, by="Bo", at=world.now)
    assert approve.standing(issue, EDITIONS, archive=world.archive).state == "changed"


def test_what_changed_while_it_was_looked_at_is_not_approved(world: World, issue: Issue) -> None:
    """Whoever approves says which bytes they saw."""
    seen = approve.standing(issue, EDITIONS, archive=world.archive).sha256
    with pytest.raises(ApprovalError, match="look at it again"):
        approve.approve(issue, (MAIL,), archive=world.archive, by="Ada", at=world.now, seen=seen)
    assert world.archive.approvals(1) == ()
