"""What is known of people and of no use any more: when it goes, and what never does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from digest.model import Bounce, Subscriber, Suppression
from digest.storage import SqliteSubscribers
from digest.storage.forgetting import Forgotten, forget
from digest.storage.mailread import SqliteMailRead
from digest.storage.subscribers import SqliteLetters


def people(world: Any) -> SqliteSubscribers:
    return SqliteSubscribers(world.database, who=str.lower, hashed=lambda person: f"hash:{person}")


def later(world: Any, days: int) -> datetime:
    """Two issues of so many days later: by the one before the newest it is known what day it is."""
    now: datetime = world.noon + timedelta(days=days)
    for number in (1, 2):
        world.freeze(number, day=(now + timedelta(days=number)).date(), as_of=now + timedelta(minutes=number))
    return now + timedelta(days=1)


def test_a_sign_up_that_nobody_confirmed_goes_after_thirty_days(world: Any) -> None:
    """With all that came of it, and its bytes; who asked again since waits on, and so does every subscriber."""
    known, letters = people(world), SqliteLetters(world.database)
    asked = [Subscriber(address=f"{name}@x.example", state="pending", joined=world.noon) for name in ("ann", "bob")]
    known.put(asked, what="signed up", at=world.noon, note="quayside")
    letters.add("ann@x.example", "confirm", at=world.noon)
    known.bounced(Bounce(who="ann@x.example", kind="soft", at=world.noon, note="quayside"))
    known.put([Subscriber(address="cy@x.example")], what="added", at=world.noon)
    known.put([Subscriber(address="di@x.example", state="unsubscribed")], what="left", at=world.noon)
    known.put(asked[1:], what="signed up", at=world.noon + timedelta(days=20))
    now = later(world, 31)
    assert forget(world.database, now=world.noon + timedelta(days=30)) == Forgotten()
    assert forget(world.database, now=now) == Forgotten(sign_ups=1)
    assert sorted(who for who, _ in known.page()) == ["bob@x.example", "cy@x.example", "di@x.example"]
    with world.database.reading() as connection:
        for table in ("subscriber_events", "letters", "bounces"):
            query = f"SELECT count(*) FROM {table} WHERE who = 'ann@x.example'"
            assert connection.execute(query).fetchone() == (0,), table
    assert not forget(world.database, now=now)


def test_what_stops_somebodys_mail_stays(world: Any) -> None:
    """Somebody complained, and signed up again, or somebody else did that for them."""
    known = people(world)
    known.suppress([Suppression(who="ann@x.example", reason="complaint", at=world.noon)])
    known.put([Subscriber(address="ann@x.example", state="pending")], what="signed up", at=world.noon)
    assert forget(world.database, now=later(world, 31)).sign_ups == 1
    assert known.suppressed(["ann@x.example"])["ann@x.example"].reason == "complaint"


def test_letters_and_mails_have_their_terms(world: Any) -> None:
    """A welcome stays, for there is no second one. A mail is read once, and looked for in
    a mailbox for thirty days alone.
    """
    known, letters, read = people(world), SqliteLetters(world.database), SqliteMailRead(world.database)
    known.put([Subscriber(address="cy@x.example")], what="added", at=world.noon)
    letters.add("cy@x.example", "confirm", at=world.noon)
    letters.add("cy@x.example", "welcome", at=world.noon)
    with read.acting(["old"], "bounce", at=world.noon):
        pass
    now = later(world, 401)
    with read.acting(["new"], "bounce", at=now):
        pass
    assert forget(world.database, now=now) == Forgotten(letters=1, mails=1)
    assert letters.add("cy@x.example", "welcome", at=now).at == world.noon
    assert read.known(["old", "new"]) == {"new"}


def test_a_clock_that_jumped_ahead_forgets_nobody(world: Any) -> None:
    """Age counts up to the issue before the newest; where there is none, nothing is old."""
    people(world).put([Subscriber(address="ann@x.example", state="pending")], what="signed up", at=world.noon)
    assert not forget(world.database, now=world.noon + timedelta(days=9000))
    world.freeze(1, day=world.noon.date(), as_of=world.noon)
    world.freeze(2, day=(world.noon + timedelta(days=9000)).date(), as_of=world.noon + timedelta(days=9000))
    assert not forget(world.database, now=world.noon + timedelta(days=9000))
