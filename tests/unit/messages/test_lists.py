"""A list of subscribers is read by its columns' names: ours, Mailchimp's, listmonk's, or none at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.errors import DataError
from digest.messages.lists import Row, Wrong, heading, line, read
from digest.messages.preferences import Offered
from digest.model import Subscriber, Suppression

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
OFFERED = Offered(sections=("World", "Sport", "Arts; Books"), languages=("en", "de", "pt-BR"))


def rows(text: str) -> list[Row | Wrong]:
    """All of a table."""
    return list(read(text, offered=OFFERED, at=NOON).rows)


def people(text: str) -> list[Subscriber | None]:
    """Those of a table in which nothing is wrong."""
    found = rows(text)
    assert not [row for row in found if isinstance(row, Wrong)]
    return [row.subscriber for row in found if isinstance(row, Row)]


def wrong(text: str) -> list[tuple[int, str]]:
    """What is wrong, by line."""
    return [(row.line, row.what) for row in rows(text) if isinstance(row, Wrong)]


def test_a_list_without_headings_is_addresses_and_names() -> None:
    """With whatever between them."""
    ada = Subscriber(address="ada@example.org", name="Ada Ø", origin="import", joined=NOON)
    bo = Subscriber(address="bo@example.org", origin="import", joined=NOON)
    assert people("ada@example.org,Ada Ø\nbo@example.org\n") == [ada, bo]
    assert people("ada@EXAMPLE.org;Ada Ø\nbo@example.org;\n") == [ada, bo]
    assert people("Ada Ø <ada@example.org>\nbo@example.org\n") == [ada, bo]


def test_every_column_of_ours_is_understood() -> None:
    """Other columns are free fields."""
    found = people(
        "E-Mail\tFirst Name\tLast Name\tStatus\tLang\tWithout\tFrequency\tTime zone\tHour\tcity\n"
        'Ada@example.org\tAda\tØ\tactive\tDE-at\tsport, "Arts; Books"\tweekly\tasia/tokyo\t07:00\tAnkara\n'
    )
    assert found == [
        Subscriber(
            address="Ada@example.org",
            name="Ada Ø",
            fields={"city": "Ankara"},
            without=("Sport", "Arts; Books"),
            language="de",
            rhythm="weekly",
            timezone="Asia/Tokyo",
            hour=7,
            origin="import",
            joined=NOON,
        )
    ]


def test_sections_that_are_wanted_leave_the_others_out() -> None:
    """One that there is not is said, and the person is taken."""
    (row,) = rows("email,sections\nada@example.org,World|Weather\n")
    assert isinstance(row, Row)
    assert row.subscriber is not None
    assert row.subscriber.without == ("Sport", "Arts; Books")
    assert row.odd == ("there is no section 'Weather'",)


def test_a_domain_without_a_dot_is_told() -> None:
    """A network of one's own may have such; more often it is a slip. The person is taken."""
    (row,) = rows("email\nada@example\n")
    assert isinstance(row, Row)
    assert row.odd == ("ada@example: its domain has no dot; is that a slip?",)


def test_bad_rows_are_told_by_line_and_the_others_are_read() -> None:
    """Each with what is wrong with it."""
    found = rows(
        "email,name,hour,timezone,state\n"
        "nobody,No,,,\n"
        "ada@example.org,Ada,7,,\n"
        ",Empty,,,\n"
        "bo@example.org,Bo,25,,\n"
        "cid@example.org,Cid,,Europe/Olso,\n"
        "dan@example.org,Dan,,,CA\n"
        "eve@example.org,Eve,1,,active,more\n"
        '"fay@example.org,Fay,1,,\n'
        "gus@example.org,Gus\n"
    )
    assert [row.person for row in found if isinstance(row, Row)] == ["ada@example.org", "gus@example.org"]
    told = {row.line: row.what for row in found if isinstance(row, Wrong)}
    assert list(told) == [2, 4, 5, 6, 7, 8, 9]
    assert told[2] == "'nobody' is not a mail address: it has no '@'"
    assert "0 to 23" in told[5]
    assert "did you mean 'Europe/Oslo'" in told[6]
    assert "'CA' is no state" in told[7]
    assert "6 cells" in told[8]


def test_a_person_counts_once_as_first_written() -> None:
    """In whatever capitals; but who leaves in a later row leaves."""
    found = rows("email,state\nada@example.org,\nADA@example.org,\nbo@example.org,\nbo@example.org,unsubscribed\n")
    assert [(row.line, isinstance(row, Row)) for row in found] == [
        (2, True),
        (3, False),
        (4, True),
        (5, False),
        (5, True),
    ]
    assert wrong("ada@example.org\nAda@example.org\n") == [(2, "is in line 1 already")]
    last = found[-1]
    assert isinstance(last, Row)
    assert last.leaves


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "name,city\nAda,Ankara\n", "just words\n"])
def test_what_is_no_table_of_addresses_is_refused(text: str) -> None:
    """In words, before any row."""
    with pytest.raises(DataError):
        read(text, offered=OFFERED, at=NOON)


def test_two_columns_of_one_name_are_refused() -> None:
    """Nobody could say which field is which."""
    with pytest.raises(DataError, match="two columns"):
        read("email,city,city\nada@example.org,1,2\n", offered=OFFERED, at=NOON)


MAILCHIMP = (
    '"Email Address","First Name","Last Name",Address,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,'
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,{}LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    'ada@example.org,Ada,Ø,"1 Quay St",2,,,"2024-03-04 05:06:07",192.0.2.1,1.0,2.0,1,2,Nowhere/Land,tr,06,{}'
    '"2024-03-04 05:06:07",12,ab,,"""VIP"""\n'
)


def test_mailchimp_s_export_is_taken() -> None:
    """Names, moments and fields; not where its readers were, nor its ids; a street is no mail address."""
    table = read(MAILCHIMP.format("", ""), offered=OFFERED, at=NOON)
    (row,) = list(table.rows)
    assert isinstance(row, Row)
    assert row.subscriber == Subscriber(
        address="ada@example.org",
        name="Ada Ø",
        fields={"Address": "1 Quay St", "TAGS": '"VIP"'},
        origin="import",
        joined=None,
        confirmed=datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC),
    )
    assert row.odd == ("'Nowhere/Land' is not a time zone; write it like Europe/Oslo: left out",)
    assert table.headings.program == "mailchimp"
    assert "OPTIN_IP" in table.headings.left_out


def test_whom_mailchimp_lost_stays_lost() -> None:
    """Its lists of those who left and of those to whom mail does not arrive say so by their columns."""
    left = "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,", '"2025-01-02 03:04:05",May,too much,'
    (row,) = rows(MAILCHIMP.format(*left))
    moment = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert isinstance(row, Row)
    assert row.subscriber is not None
    assert row.subscriber.state == "unsubscribed"
    assert row.suppression == Suppression(who="ada@example.org", reason="unsubscribed", at=moment, note="too much")
    cleaned = "CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,", '"2025-01-02 03:04:05",May,'
    (row,) = rows(MAILCHIMP.format(*cleaned))
    assert isinstance(row, Row)
    assert row.suppression == Suppression(who="ada@example.org", reason="hard_bounce", at=moment)


def test_listmonk_s_export_is_taken() -> None:
    """Its attributes become fields, and who is on its block list is suppressed."""
    text = (
        "uuid,email,name,attributes,status,created_at,updated_at\n"
        '1,ada@example.org,Ada,"{""city"": ""Ankara"", ""cats"": 2}",enabled,2024-01-02T03:04:05.678Z,x\n'
        "2,bo@example.org,Bo,{},blocklisted,2024-01-02 03:04:05+02:00,x\n"
        "3,cid@example.org,Cid,[],enabled,,x\n"
        "4,dan@example.org,Dan,{},disabled,,x\n"
    )
    ada, bo, cid, dan = rows(text)
    assert isinstance(ada, Row)
    assert ada.subscriber is not None
    assert ada.subscriber.fields == {"city": "Ankara", "cats": "2"}
    assert ada.subscriber.joined == datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert isinstance(bo, Row)
    assert bo.suppression is not None
    assert bo.suppression.reason == "manual"
    assert isinstance(cid, Wrong)
    assert isinstance(dan, Row)
    assert dan.subscriber is not None
    assert dan.subscriber.state == "unsubscribed"


def test_a_row_of_ours_is_written_as_it_is_read() -> None:
    """Suppressed people, and those of whom only a hash is left, among them."""
    ada = Subscriber(
        address="=Ada@example.org",
        name="-Ada",
        fields={"state": "NY", "+47": "@x"},
        without=("Sport", "Arts; Books"),
        rhythm="weekly",
        hour=0,
        origin="form",
        joined=NOON,
    )
    bounced = Suppression(who="=ada@example.org", reason="hard_bounce", at=NOON, note="550, no\nsuch user")
    erased = Suppression(who="hash:0123456789abcdef0123", reason="unsubscribed", at=NOON)
    fields = ["+47", "state"]
    text = heading(fields) + line("=ada@example.org", ada, bounced, fields) + line(erased.who, None, erased, fields)
    assert not [each for each in text.splitlines() if each[0] in "=+-@"]
    first, second = rows(text)
    assert isinstance(first, Row)
    assert first.subscriber == ada
    assert first.suppression == Suppression(
        who="=ada@example.org", reason="hard_bounce", at=NOON, note="550, no such user"
    )
    assert isinstance(second, Row)
    assert (second.subscriber, second.suppression) == (None, erased)
