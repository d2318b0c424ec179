"""The list is kept by person, walked through in pages, and a suppression outlives whatever is listed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.messages.addresses import shown, who
from digest.model import Bounce, Delivery, Subscriber, Suppression
from digest.storage import Database, SqliteLedger, SqliteLetters, SqliteSubscribers

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
KEY = b"k" * 32
ADA = Subscriber(
    address="Ada@example.org",
    name="Ada Ø",
    fields={"city": "Ankara"},
    without=("Sport",),
    language="de",
    rhythm="weekly",
    timezone="Asia/Tokyo",
    hour=7,
    origin="command",
    joined=NOON,
)
BO = Subscriber(address="bo@example.org", state="pending", origin="form", joined=NOON)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new one."""
    with Database.open(tmp_path) as made:
        yield made


@pytest.fixture
def people(database: Database) -> SqliteSubscribers:
    """Nobody yet."""
    return SqliteSubscribers(database, who=who, hashed=lambda person: shown(person, KEY))


@pytest.fixture
def letters(database: Database) -> SqliteLetters:
    """None yet."""
    return SqliteLetters(database)


def test_people_come_back_as_they_were_put(people: SqliteSubscribers) -> None:
    """Under one key however the address is spelt, and as they were put last."""
    people.put([ADA, BO], what="added", at=NOON)
    assert people.find(["ada@example.org", "bo@example.org", "cid@example.org"]) == {
        "ada@example.org": ADA,
        "bo@example.org": BO,
    }
    changed = replace(ADA, address="ada@EXAMPLE.org", state="unsubscribed")
    people.put([changed], what="unsubscribed", at=NOON)
    assert people.find(["ada@example.org"]) == {"ada@example.org": changed}
    assert len(people.page()) == 2


def test_many_are_walked_through_in_pages(people: SqliteSubscribers) -> None:
    """Each once, in the order of their keys, of one state where that is asked for."""
    listed = [
        Subscriber(address=f"r{number:04}@example.org", state="active" if number % 3 else "unsubscribed")
        for number in range(2_500)
    ]
    people.put(listed, what="imported", at=NOON)
    walked: list[Subscriber] = []
    after = ""
    while page := people.page(after=after, limit=700):
        assert len(page) <= 700
        walked += [each for _, each in page]
        after = page[-1][0]
    assert walked == listed
    left = people.page(limit=5_000, state="unsubscribed")
    assert [each for _, each in left] == [each for each in listed if each.state == "unsubscribed"]
    assert len(people.find([each.address for each in listed])) == 2_500


def test_the_first_reason_of_a_suppression_stands(people: SqliteSubscribers) -> None:
    """What is listed again changes nothing, and a suppression needs no subscriber."""
    first = Suppression(who="ada@example.org", reason="hard_bounce", at=NOON, note="550 no such user")
    people.suppress([first])
    people.suppress([replace(first, reason="manual", at=NOON + timedelta(days=1))])
    people.put([ADA], what="imported", at=NOON)
    assert people.suppressed(["ada@example.org", "bo@example.org"]) == {"ada@example.org": first}


def test_a_suppression_is_lifted_once(people: SqliteSubscribers) -> None:
    """It comes back to whoever lifts it; there is none to lift after."""
    first = Suppression(who="ada@example.org", reason="unsubscribed", at=NOON)
    people.suppress([first])
    assert people.lift("ada@example.org", at=NOON) == first
    assert people.lift("ada@example.org", at=NOON) is None
    assert people.suppressed(["ada@example.org"]) == {}


def test_the_suppression_of_one_who_was_erased_still_holds(people: SqliteSubscribers) -> None:
    """It stands under a keyed hash, and is found, and lifted, by the address alone."""
    hashed = Suppression(who=shown("Ada@example.org", KEY), reason="unsubscribed", at=NOON)
    people.suppress([hashed])
    assert people.suppressed(["ada@example.org", "bo@example.org"]) == {"ada@example.org": hashed}
    assert people.lift("ada@example.org", at=NOON) == hashed
    assert people.suppressed(["ada@example.org"]) == {}


def soft(issue: int | None, at: datetime = NOON) -> Bounce:
    """A soft bounce of Ada's."""
    return Bounce(who="ada@example.org", kind="soft", at=at, issue=issue, status="4.2.2")


def test_soft_bounces_are_counted_in_a_row(people: SqliteSubscribers, database: Database) -> None:
    """What a server took and never returned ends the row; what it took and returned does not; an issue counts once."""
    ledger = SqliteLedger(database)
    for issue in range(1, 9):
        at = NOON + timedelta(days=issue)
        ledger.write([Delivery(issue=issue, recipient="Ada@example.org", state="accepted", attempts=1, at=at)])
    assert people.bounced(soft(1)) == 1
    assert people.bounced(soft(2)) == 2
    assert people.bounced(soft(2)) == 2
    assert people.bounced(soft(4)) == 1  # the third arrived
    assert people.bounced(soft(6)) == 1
    assert people.bounced(soft(5)) == 3  # late, but the row is whole now: 4, 5, 6; the later ones may still come back


def test_soft_bounces_of_no_known_issue_count_by_their_time(people: SqliteSubscribers, database: Database) -> None:
    """Since mail was last accepted."""
    ledger = SqliteLedger(database)
    assert people.bounced(soft(None)) == 1
    assert people.bounced(soft(None, NOON + timedelta(days=1))) == 2
    at = NOON + timedelta(days=2)
    ledger.write([Delivery(issue=1, recipient="ada@example.org", state="accepted", attempts=1, at=at)])
    assert people.bounced(soft(None, NOON + timedelta(days=3))) == 1


def test_a_hard_bounce_is_no_soft_one(people: SqliteSubscribers) -> None:
    """It is kept, and counted by nobody; other people's bounces are theirs."""
    people.bounced(soft(1))
    assert people.bounced(replace(soft(2), kind="hard")) == 1
    assert people.bounced(replace(soft(2), who="bo@example.org")) == 1


def test_a_welcome_is_added_once(letters: SqliteLetters) -> None:
    """For ever; a letter to confirm may be asked for again, but not while one waits."""
    welcome = letters.add("ada@example.org", "welcome", at=NOON)
    letters.write(replace(welcome, state="accepted", attempts=1, code=250, reply="OK", at=NOON))
    again = letters.add("ada@example.org", "welcome", at=NOON + timedelta(days=9))
    assert (again.id, again.state) == (welcome.id, "accepted")
    confirm = letters.add("ada@example.org", "confirm", at=NOON)
    assert letters.add("ada@example.org", "confirm", at=NOON) == confirm
    letters.write(replace(confirm, state="accepted"))
    assert letters.add("ada@example.org", "confirm", at=NOON).id != confirm.id


def test_letters_wait_until_their_time(letters: SqliteLetters) -> None:
    """Pending ones at once, deferred ones when they are due, those in doubt or done never; the oldest first."""
    first = letters.add("ada@example.org", "confirm", at=NOON)
    second = letters.add("bo@example.org", "confirm", at=NOON)
    third = letters.add("cid@example.org", "confirm", at=NOON)
    later = replace(
        first, state="deferred", attempts=1, code=451, reply="later", at=NOON, next=NOON + timedelta(hours=1)
    )
    letters.write(later)
    letters.write(replace(third, state="sending"))
    assert letters.waiting(at=NOON) == (second,)
    assert letters.waiting(at=NOON + timedelta(hours=1)) == (later, second)


def test_a_letter_under_way_when_a_run_ended_is_in_doubt(letters: SqliteLetters) -> None:
    """It waits no more, and what waits does."""
    letters.write(replace(letters.add("ann@example.net", "confirm", at=NOON), state="sending", attempts=1))
    waits = letters.add("bob@example.net", "confirm", at=NOON)
    assert (letters.settle(), letters.settle()) == (1, 0)
    assert letters.waiting(at=NOON) == (waits,)
