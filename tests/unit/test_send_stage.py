"""Mailing an issue: who waits, who is tried again, what is held back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.cli.mailing import tell
from digest.cli.report import Console
from digest.errors import HeldBackError, LockedError, TemplateError
from digest.messages import who
from digest.model import Delivery, Issue, Message, Subscriber, Suppression
from digest.pipeline.tailor import Cut
from digest.pipeline.walking import Order
from digest.testing import World

ADA, BO, CY, DI = (f"{name}@example.org" for name in ("ada", "bo", "cy", "di"))
BRIDGE = "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. A meeting is on March 9."


@pytest.fixture
def world() -> World:
    made = World()
    made.source("Gazette").entry("Kelmar Bridge closed", BRIDGE)
    return made


@pytest.fixture
def issue(world: World) -> Issue:
    made = world.run()
    assert made is not None
    return made


def test_whom_the_list_and_feeds_yml_both_know_is_mailed_once_as_the_list_has_it(world: World, issue: Issue) -> None:
    """The list's state wins; a suppression stops both; the others of either are mailed."""
    world.subscribers.put(
        [Subscriber(address="Ada@example.org", state="unsubscribed"), Subscriber(address=BO), Subscriber(address=DI)],
        what="added",
        at=world.now,
    )
    world.subscribers.suppress([Suppression(who=who(DI), reason="hard_bounce", at=world.now)])
    report = world.send(issue, ADA, BO, CY)
    assert world.post.taken == [BO, CY]
    assert report.foreseen == {"inactive": 1, "now": 2, "suppressed": 1}


def test_a_cut_that_cannot_be_made_stops_nobody_else(world: World, issue: Issue) -> None:
    """The others are mailed; whoever was left out has no row, and is mailed once the template is mended."""

    class Torn:
        """``Tailor``, of whose cuts Bo's cannot be rendered."""

        closes_a_week = False

        def cut(self, subscriber: Subscriber) -> Cut:
            if subscriber.address == BO:
                raise TemplateError("no such filter", where="email/issue.mjml:7")
            return Cut(issue, ())

    report = world.send(issue, ADA, BO, CY, tailor=Torn())  # type: ignore[arg-type]  # it is asked for these two alone
    assert world.post.taken == [ADA, CY]
    assert isinstance(report.fault, TemplateError)
    assert world.send(issue, ADA, BO, CY).accepted == 1
    assert world.post.taken == [ADA, CY, BO]


def test_a_list_of_several_pages(world: World, issue: Issue) -> None:
    """Everybody once, whichever page they are on."""
    everyone = [f"p{n:04}@example.org" for n in range(3500)]
    world.subscribers.put([Subscriber(address=each) for each in everyone[1200:]], what="added", at=world.now)
    assert world.send(issue, *everyone[:2300]).accepted == 3500
    assert sorted(world.post.taken) == everyone


def test_a_run_waits_for_whom_the_server_puts_off(world: World, issue: Issue) -> None:
    """For so many minutes, without the lock; then it leaves the rest, and says until when."""
    began = world.now
    world.post.answers = {BO: "deferred"}
    held: list[bool] = []
    sleeping = world._sleep

    async def sleep(seconds: float) -> None:
        held.append(world.lock.held)
        await sleeping(seconds)
        if len(held) == 2:
            world.post.answers = {}

    world._sleep = sleep  # type: ignore[method-assign]  # to look on
    report = world.send(issue, ADA, BO, wait=30)
    assert (world.post.taken, report.accepted, report.deferred) == ([ADA, BO], 2, 0)
    assert held == [False, False]
    assert timedelta(minutes=15) <= world.now - began <= timedelta(minutes=23)
    assert world.ledger.of(1, [BO])[0].attempts == 3


def test_a_run_that_waits_gives_way(world: World, issue: Issue) -> None:
    """Where another run is sending when the time has come, that one sees to it."""
    world.post.answers = {BO: "deferred"}
    sleeping = world._sleep

    async def sleep(seconds: float) -> None:
        await sleeping(seconds)
        world.lock.held = True

    world._sleep = sleep  # type: ignore[method-assign]  # another run begins
    report = world.send(issue, BO, wait=30)
    assert (report.busy, report.deferred) == (True, 1)
    with pytest.raises(LockedError):
        world.send(issue, BO)


def test_what_another_run_mailed_meanwhile_is_not_told_as_an_empty_list(
    world: World, issue: Issue, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever was waited for had it from that one: nothing is left to count, though there are subscribers."""
    world.post.answers = {ADA: "deferred", BO: "deferred"}
    sleeping = world._sleep

    async def sleep(seconds: float) -> None:
        await sleeping(seconds)
        world.ledger.write(
            [Delivery(issue=1, recipient=each, state="accepted", attempts=2, at=world.now) for each in (ADA, BO)]
        )

    world._sleep = sleep  # type: ignore[method-assign]  # another run mails them
    tell(Console(), world.send(issue, ADA, BO, wait=30), zone="UTC", name=str)
    tell(Console(), world.send(issue), zone="UTC", name=str)
    assert capsys.readouterr().out == "Mail      No. 1: everyone had it before\n" * 2


def test_an_empty_list_is_told(world: World, issue: Issue, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody had it before either."""
    tell(Console(), world.send(issue), zone="UTC", name=str)
    assert capsys.readouterr().out == "Mail      No. 1: no subscribers\n"


def test_an_hour_of_the_day_is_waited_for_by_later_runs(world: World, issue: Issue) -> None:
    """Who wants it at nine is not mailed at six; the ledger remembers, and a run that mails those alone finds them."""
    early = Subscriber(address=BO, hour=9, timezone="UTC")
    report = world.send(issue, ADA, early)
    assert (world.post.taken, report.early, report.next) == ([ADA], 1, datetime.fromisoformat("2026-03-02T09:00+00:00"))
    world.now += timedelta(hours=2, minutes=59)
    world.send(issue, ADA, early, order=Order(begun=True))
    assert world.post.taken == [ADA]
    world.now += timedelta(minutes=1)
    world.send(issue, ADA, early, order=Order(begun=True))
    assert world.post.taken == [ADA, BO]


def test_those_who_were_put_off_are_tried_at_once_where_that_is_asked_for(world: World, issue: Issue) -> None:
    """The operator has mended the server, and need not wait."""
    world.post.answers = {ADA: "deferred"}
    world.send(issue, ADA)
    world.post.answers = {}
    assert world.send(issue, ADA).accepted == 0
    assert world.send(issue, ADA, order=Order(hurry=True)).accepted == 1


def test_an_old_issue_is_held_back(world: World, issue: Issue) -> None:
    """But not from those it was begun with, nor for the sake of who came since."""
    world.post.answers = {ADA: "deferred"}
    world.send(issue, ADA)
    world.post.answers = {}
    world.now += timedelta(hours=40)
    assert world.send(issue, ADA, BO).accepted == 1
    with pytest.raises(HeldBackError, match="40 hours old"):
        world.send(issue, ADA, BO)
    world.subscribers.put([Subscriber(address=BO, joined=world.now)], what="added", at=world.now)
    assert world.send(issue, ADA).foreseen == {"accepted": 1, "newcomer": 1}
    assert world.send(issue, ADA, order=Order(stale=True)).accepted == 1


def test_only_and_limit(world: World, issue: Issue) -> None:
    """These alone; so many at most, and who is left is told."""
    report = world.send(issue, ADA, BO, CY, DI, order=Order(only=(who(CY), who(DI)), limit=1))
    assert (world.post.taken, report.untried) == ([CY], 1)
    world.send(issue, ADA, BO, CY, DI, order=Order(limit=2))
    assert world.post.taken == [CY, ADA, BO]


def test_after_three_days_it_is_given_up(world: World, issue: Issue) -> None:
    """It is failed then, and never tried again."""
    world.post.answers = {ADA: "deferred"}
    for _ in range(40):
        world.send(issue, ADA)
        world.now += timedelta(hours=3)
    row = world.ledger.of(1, [ADA])[0]
    assert row.state == "failed"
    assert row.reply.startswith("given up after 3 days")
    assert row.at is not None
    assert row.at - issue.as_of < timedelta(days=3, hours=5)


def test_who_leaves_while_mail_goes_out_gets_none(world: World, issue: Issue) -> None:
    """Where it goes out slowly, the list is looked at again: whoever left, or was suppressed, before their turn."""
    world.subscribers.put([Subscriber(address=each) for each in (ADA, BO, CY, DI)], what="added", at=world.now)
    compose = world.post.compose

    def slowly(*given: Any, **more: Any) -> Message:
        world.now += timedelta(seconds=20)
        if not world.post.taken:
            world.subscribers.put([Subscriber(address=BO, state="unsubscribed")], what="left", at=world.now)
            world.subscribers.suppress([Suppression(who=who(CY), reason="complaint", at=world.now)])
        return compose(*given, **more)

    world.post.compose = slowly  # type: ignore[method-assign]  # a limit that is waited for
    report = world.send(issue)
    assert world.post.taken == [ADA, DI]
    assert (report.accepted, report.untried) == (2, 0)


def test_who_was_erased_and_came_back_has_had_the_issue(world: World, issue: Issue) -> None:
    """The ledger knows it by the hash alone; what had not gone out when they were erased does."""
    had = Delivery(issue=issue.number, recipient=f"hash:{who(ADA)}", state="accepted", attempts=1, at=world.now)
    not_yet = Delivery(issue=issue.number, recipient=f"hash:{who(BO)}", state="failed", reply="erased", at=world.now)
    world.ledger.write([had, not_yet])
    report = world.send(issue, ADA, BO)
    assert (world.post.taken, report.foreseen) == ([BO], {"accepted": 1, "now": 1})
