"""``digest serve`` as it is installed: real HTTP, a real mail server, the database that ``digest run`` uses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import clocked
import mailservers
import pytest
from installed import BRIDGE, FEED, MAYOR, digest
from reception import Answer, Desk, free, link, links, parsed, serving, settings, wait

from digest.storage import RunLock


@dataclass
class House:
    """A publication that serves, its desk and its mail server."""

    home: Path
    desk: Desk
    inbox: mailservers.Inbox

    def state(self) -> str:
        """Everything that the database holds of people."""
        with closing(sqlite3.connect(self.home / ".digest/digest.db")) as connection:
            tables = ("subscribers", "suppressions", "subscriber_events", "letters")
            return repr([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])

    def mails(self, count: int) -> list[bytes]:
        """The mails so far, once there are so many; and no more."""
        wait(lambda: len(self.inbox.envelopes) >= count and "'sending'" not in self.state())
        assert len(self.inbox.envelopes) == count
        return [bytes(envelope.content) for envelope in self.inbox.envelopes if isinstance(envelope.content, bytes)]

    def subscribe(self, address: str, **fields: str | list[str]) -> bytes:
        """Sign up, confirm, and be welcomed: the welcome."""
        before = len(self.inbox.envelopes)
        assert self.desk.sign_up(address, **fields).status == 200
        confirm = link(self.mails(before + 1)[-1], "c")
        assert self.desk.browse(confirm, confirm="yes").status == 200
        return self.mails(before + 2)[-1]


@contextmanager
def opened(home: Path, inbox: mailservers.Inbox, *, more: str = "", serve: str = "") -> Iterator[House]:
    with mailservers.serving(inbox) as mail:
        port = free()
        settings(home, mail=mail, port=port, more=more, serve=serve)
        with serving(home, port) as desk:
            yield House(home, desk, inbox)


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    with opened(home, mailservers.Inbox()) as made:
        yield made


SECTIONS = "sections:\n  - {name: Town, keywords: [bridge]}\n  - {name: Sea, keywords: [tide]}\n"
NAMED = "  to:\n    - ada@example.org\n"


def made(home: Path, web: tuple[str, Path], article: dict[str, str], *, days: int = 0) -> Any:
    """An issue of an article, made now or some days on, whose mail is left to `digest send`."""
    at = datetime.now(UTC) + timedelta(days=days)
    (web[1] / "gazette.xml").write_text(FEED.format(**{**article, "date": format_datetime(at - timedelta(hours=1))}))
    return clocked.digest(home, at.isoformat(timespec="seconds"), "run", "--send-later")


def test_the_whole_way(home: Path, web: tuple[str, Path]) -> None:
    """Form, letter, click, button, welcome, issue, one click, and nothing more."""
    with (home / "feeds.yml").open("a") as file:
        file.write(SECTIONS)
    with opened(home, mailservers.Inbox()) as house:
        assert made(home, web, BRIDGE).returncode == 0
        welcome = house.subscribe("Reader@Example.org", name="Ann Reader", rhythm="daily")
        letter = parsed(house.mails(2)[0])
        assert letter["To"] == "Reader@example.org"
        assert "Ann" not in letter.as_string()  # whoever asked may have written anything there
        assert letter["List-Unsubscribe"] is None
        assert parsed(welcome)["To"] == "Ann Reader <Reader@example.org>"
        assert parsed(welcome)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        house.subscribe("other@example.org")
        sent = digest(home, "send", "--yes")
        assert sent.returncode == 0, sent.stderr
        issues = {parsed(mail)["To"].addresses[0].username: mail for mail in house.mails(6)[4:]}
        issue = issues["Reader"]
        assert "Kelmar Bridge" in parsed(issue)["Subject"]
        answer = house.desk.ask(link(issue, "u"), fields={"List-Unsubscribe": "One-Click"}, User_Agent="mail provider")
        assert answer.status == 200
        assert "location" not in answer.headers
        assert "set-cookie" not in answer.headers
        assert made(home, web, MAYOR, days=1).returncode == 0
        assert digest(home, "send", "--yes").returncode == 0
        assert "other@example.org" in parsed(house.mails(7)[-1])["To"]


def test_a_weekly_reader_is_promised_the_week(house: House) -> None:
    """Not the next issue, which they do not get."""
    assert house.desk.sign_up("slow@example.org", rhythm="weekly").status == 200
    page = house.desk.browse(link(house.mails(1)[0], "c"), confirm="yes")
    assert page.status == 200
    assert "once a week" in page.body
    assert "next issue" not in page.body


def test_get_changes_nothing(house: House) -> None:
    """A scanner that asks for every link of every mail, by GET and by HEAD, confirms and unsubscribes nobody."""
    assert house.desk.sign_up("pending@example.org").status == 200
    mails = house.mails(1)
    mails.append(house.subscribe("reader@example.org"))
    found = [each for mail in mails for each in links(mail)]
    assert {each.split("/")[3] for each in found} == {"c", "u", "p"}
    before = house.state()
    for each in found:
        for method in ("GET", "HEAD"):
            answer = house.desk.ask(each, method=method)
            assert answer.status == 200, each
            assert (answer.body == "") == (method == "HEAD")
    assert house.state() == before


def same(one: Answer, other: Answer, address: str, second: str) -> bool:
    """Whether two answers tell nothing apart but the address that was typed."""
    headers = [{name: value for name, value in each.headers.items() if name != "date"} for each in (one, other)]
    return (
        one.status == other.status
        and headers[0] == headers[1]
        and one.body.replace(address, "ADDRESS") == other.body.replace(second, "ADDRESS")
    )


def test_nobody_learns_who_is_on_the_list(home: Path) -> None:
    """New, waiting, subscribed, named in feeds.yml, gone and complained: one page, byte for byte."""
    with opened(home, mailservers.Inbox(), more=NAMED) as house:
        leave = link(house.subscribe("gone1@example.org"), "u")
        house.desk.ask(leave, fields={"List-Unsubscribe": "One-Click"})
        house.subscribe("here1@example.org")
        with closing(sqlite3.connect(home / ".digest/digest.db")) as connection, connection:
            connection.execute("INSERT INTO suppressions VALUES ('cross@example.org', 'complaint', 1, '')")
            connection.execute("INSERT INTO suppressions VALUES ('wrong@example.org', 'hard_bounce', 1, '')")
        new = house.desk.sign_up("fresh@example.org")
        assert new.status == 200
        house.mails(5)
        for address in ("fresh@example.org", "here1@example.org", "gone1@example.org", "cross@example.org"):
            assert same(new, house.desk.sign_up(address), "fresh@example.org", address), address
        house.mails(7)  # two letters more: to the one who waits, and to the one who left
        said = house.desk.log.read_text()
        assert "example.org" not in said.replace("news@example.org", "")


def test_who_complained_is_not_brought_back(house: House) -> None:
    """A form cannot lift a complaint or a hard bounce, nor can a letter to confirm that went out before."""
    for address, reason in (("cross@example.org", "complaint"), ("wrong@example.org", "hard_bounce")):
        assert house.desk.sign_up(address).status == 200
        (letter,) = [mail for mail in house.mails(1 if reason == "complaint" else 2) if address in parsed(mail)["To"]]
        with closing(sqlite3.connect(house.home / ".digest/digest.db")) as connection, connection:
            connection.execute("INSERT INTO suppressions VALUES (?, ?, 1, '')", (address, reason))
        before = house.state()
        assert house.desk.browse(link(letter, "c"), confirm="yes").status == 409
        assert house.desk.sign_up(address).status == 200
        assert house.state() == before


def test_who_left_comes_back_by_a_new_letter_alone(house: House) -> None:
    """The letter of the first time brings nobody back; a new one does, and there is no second welcome."""
    house.desk.sign_up("reader@example.org")
    first = link(house.mails(1)[0], "c")
    house.desk.browse(first, confirm="yes")
    leave = link(house.mails(2)[1], "u")
    assert house.desk.browse(leave, leave="yes").status == 200
    before = house.state()
    assert house.desk.browse(first, confirm="yes").status == 410
    assert house.state() == before
    house.desk.sign_up("reader@example.org")
    second = link(house.mails(3)[2], "c")
    assert "'unsubscribed'" in house.state()  # still suppressed: anybody may have asked
    assert house.desk.browse(second, confirm="yes").status == 200
    state = house.state()
    assert "'active'" in state
    assert "suppressions" not in state
    with closing(sqlite3.connect(house.home / ".digest/digest.db")) as connection:
        assert connection.execute("SELECT count(*) FROM suppressions").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM letters WHERE kind = 'welcome'").fetchone() == (1,)
    assert house.desk.browse(second, confirm="yes").status == 200  # a second click, and nothing happens
    assert house.state() == state
    house.mails(3)


@pytest.mark.parametrize("kind", ["u", "c", "p"])
def test_forged_tokens(house: House, kind: str) -> None:
    """A token that was altered, cut off, made for another purpose or never made does nothing, by any method."""
    welcome = house.subscribe("reader@example.org")
    letter = house.mails(2)[0]
    tokens = {"u": link(welcome, "u"), "p": link(welcome, "p"), "c": link(letter, "c")}
    good = tokens[kind].rsplit("/", 1)[1]
    others = [token.rsplit("/", 1)[1] for name, token in tokens.items() if name != kind]
    before = house.state()
    altered = good[:3] + ("A" if good[3] != "A" else "B") + good[4:]
    for token in (altered, good[:-4], good.lower(), good + "/x", *others, "x", "..%2f..%2fetc", "%00", "a.b"):
        for fields in (None, {"List-Unsubscribe": "One-Click", "confirm": "yes", "do": "leave", "leave": "yes"}):
            answer = house.desk.ask(f"/{kind}/{token}", fields=fields)
            assert answer.status in (404, 429), token
            assert "reader" not in answer.body
    assert house.state() == before


def test_guessing_is_put_off(house: House) -> None:
    """Who asks for many links that are none is told to wait; who has a good one elsewhere is not."""
    leave = link(house.subscribe("reader@example.org"), "u")
    statuses = [house.desk.ask(f"/u/guess{number}").status for number in range(25)]
    assert statuses[:20] == [404] * 20
    assert set(statuses[20:]) == {429}
    answer = house.desk.ask("/u/guess")
    assert int(answer.headers["retry-after"]) > 0
    assert house.desk.ask("/u/guess", X_Forwarded_For="203.0.113.9").status == 404  # the proxy says: somebody else
    # Many may share an address: whoever has a link that holds may leave all the same.
    assert house.desk.ask(leave, fields={"List-Unsubscribe": "One-Click"}).status == 200
    assert "'unsubscribed'" in house.state()


def test_sign_ups_are_limited(house: House) -> None:
    """Eight of one client at once, three letters a day to one address; the page does not say which."""
    address = "reader@example.org"
    pages = [house.desk.sign_up(address) for _ in range(8)]
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    late = house.desk.sign_up(address)
    assert late.status == 429
    assert int(late.headers["retry-after"]) > 0
    wait(lambda: len(house.inbox.envelopes) >= 1)
    assert 1 <= len(house.inbox.envelopes) <= 3


def test_forms_from_elsewhere(house: House) -> None:
    """A page of another site can make a browser post, and nothing comes of it; a provider's POST is no browser's."""
    welcome = house.subscribe("reader@example.org")
    confirm = link(house.mails(2)[0], "c")
    before = house.state()
    elsewhere: tuple[dict[str, str], ...] = (
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    )
    for headers in elsewhere:
        for path, fields in (
            ("/", {"address": "new@example.org", "form": "x"}),
            (confirm, {"confirm": "yes"}),
            (link(welcome, "p"), {"do": "leave"}),
        ):
            answer = house.desk.ask(path, fields=fields, **headers)
            assert answer.status == 403, (path, headers)
    assert house.desk.ask("/", fields={"address": "new@example.org"}).status == 400  # no token of the form
    assert house.state() == before


@pytest.mark.parametrize("kind", ["urlencoded", "multipart"])
def test_one_click(house: House, kind: str) -> None:
    """RFC 8058: either kind of form, no cookie, no referrer; 200 at once, and again when it is asked again."""
    leave = link(house.subscribe("reader@example.org"), "u")
    if kind == "urlencoded":
        content, body = "application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"
    else:
        content = "multipart/form-data; boundary=----8058"
        head = b'Content-Disposition: form-data; name="List-Unsubscribe"'
        body = b"------8058\r\n" + head + b"\r\n\r\nOne-Click\r\n------8058--\r\n"
    assert house.desk.ask(leave, method="POST", body=b"", Content_Type=content).status == 400
    assert "'active'" in house.state()
    answer = house.desk.ask(leave, method="POST", body=body, Content_Type=content)
    assert answer.status == 200
    state = house.state()
    assert "'active'" not in state
    assert house.desk.ask(leave, method="POST", body=body, Content_Type=content).status == 200
    assert house.state() == state


def test_somebody_whom_feeds_yml_names_leaves(home: Path, web: tuple[str, Path]) -> None:
    """Who never signed up gets a row of the list, and is mailed nothing more, whatever feeds.yml says."""
    with opened(home, mailservers.Inbox(), more=f"{NAMED}    - bo@example.org\n") as house:
        assert made(home, web, BRIDGE).returncode == 0
        assert digest(home, "send", "--yes").returncode == 0
        (mail,) = [mail for mail in house.mails(2) if "ada" in parsed(mail)["To"]]
        assert house.desk.ask(link(mail, "u"), fields={"List-Unsubscribe": "One-Click"}).status == 200
        assert "unsubscribed" in house.state()
        assert made(home, web, MAYOR, days=1).returncode == 0
        assert digest(home, "send", "--yes").returncode == 0
        assert "bo@example.org" in parsed(house.mails(3)[-1])["To"]


def test_preferences(home: Path) -> None:
    """What is chosen is kept, what is at fault is shown again as typed, and another's form changes nothing."""
    with (home / "feeds.yml").open("a") as file:
        file.write(SECTIONS)
    with opened(home, mailservers.Inbox()) as house:
        page = link(house.subscribe("reader@example.org"), "p")
        shown = house.desk.ask(page).body
        assert "r•••@example.org" in shown
        assert "reader@" not in shown
        chosen = {
            "do": "save",
            "asks": "section",
            "section": "Town",
            "rhythm": "weekly",
            "language": "de",
            "timezone": "America/Lima",
            "hour": "7",
            "name": "Ann",
        }
        saved = house.desk.browse(page, **chosen)
        assert saved.status == 200
        assert '<html lang="de"' in saved.body
        state = house.state()
        for part in ('"without":["Sea"]', '"rhythm":"weekly"', '"timezone":"America/Lima"', '"hour":7', '"name":"Ann"'):
            assert part in state, part
        wrong = house.desk.browse(page, **{**chosen, "timezone": "Atlantis/Deep", "name": "see www.spam.example"})
        assert wrong.status == 400
        assert 'value="Atlantis/Deep"' in wrong.body
        assert 'value="see www.spam.example"' in wrong.body
        assert wrong.body.count('aria-invalid="true"') == 2
        assert house.state() == state


def test_what_is_known_is_told_and_forgotten(house: House) -> None:
    """All that is known can be taken along; who asks to be forgotten is, and stays suppressed under a hash alone."""
    page = link(house.subscribe("reader@example.org"), "p")
    asked = house.desk.browse(page, do="told")
    assert (asked.status, "Look into your mailbox" in asked.body) == (200, True)
    data = link(house.mails(3)[2], "d")
    shown = house.desk.ask(data)
    assert "What is known of you" in shown.body
    assert "reader@example.org" not in shown.body
    told = house.desk.browse(data, do="told")
    assert told.headers["content-type"].startswith("application/json")
    assert "reader@example.org" in told.body
    assert "signed up" in told.body
    sure = house.desk.browse(data, do="erase")
    assert sure.status == 200
    assert "'active'" in house.state()
    with RunLock(house.home / ".digest/sending.lock").hold():  # who is about to be mailed is forgotten afterwards
        assert house.desk.browse(data, do="erase", sure="yes").status == 503
        assert "'unsubscribed'" in house.state()
    assert house.desk.browse(data, do="erase", sure="yes").status == 200
    state = house.state()
    assert "reader" not in state
    assert "hash:" in state
    assert house.desk.ask(page).status == 410
    assert house.desk.ask(data).status == 410


def test_a_mail_that_was_passed_on_gives_nothing_away(house: House) -> None:
    """Its link of preferences shows and erases nothing: a letter goes to the reader, three a day at most."""
    page = link(house.subscribe("reader@example.org"), "p")
    for wish in ({"do": "told"}, {"do": "erase"}, {"do": "erase", "sure": "yes"}, {"do": "told"}, {"do": "erase"}):
        answer = house.desk.browse(page, **wish)
        assert (answer.status, "reader@example.org" in answer.body) == (200, False)
        wait(lambda: "'pending'" not in house.state().replace("'pending', b'", ""))
    assert "'active'" in house.state()
    mails = house.mails(5)
    assert {bytes(mail).count(b"/d/") > 0 for mail in mails[2:]} == {True}
    token = page.rpartition("/")[2]
    assert house.desk.ask(f"/d/{token}").status == 404
    assert house.desk.browse(f"/d/{token}", do="erase", sure="yes").status == 404
    assert (
        house.desk.ask(link(mails[4], "d"), fields={"do": "erase", "sure": "yes"}, Sec_Fetch_Site="cross-site").status
        == 403
    )
    assert "'active'" in house.state()


def test_who_left_may_still_ask_what_is_known(house: House) -> None:
    """A letter of that kind goes to them, though no issue does."""
    welcome = house.subscribe("reader@example.org")
    assert house.desk.ask(link(welcome, "u"), fields={"List-Unsubscribe": "One-Click"}).status == 200
    assert house.desk.browse(link(welcome, "p"), do="told").status == 200
    data = link(house.mails(3)[2], "d")
    assert "unsubscribed" in house.desk.browse(data, do="told").body


def test_typed_values_are_kept(house: House) -> None:
    """A form with a fault comes back as it was filled in, whatever was typed, escaped."""
    answer = house.desk.sign_up('"><script>@nowhere', name="<b>Ann</b>", rhythm="weekly")
    assert answer.status == 400
    assert "&#34;&gt;&lt;script&gt;@nowhere" in answer.body
    assert "<script" not in answer.body
    assert 'value="weekly" checked' in answer.body
    assert house.inbox.envelopes == []


def test_a_page_that_was_open_too_long(house: House) -> None:
    """A form without a token that holds is shown again, filled in, with a fresh one."""
    answer = house.desk.browse("/", address="reader@example.org", form="old")
    assert answer.status == 400
    assert 'value="reader@example.org"' in answer.body
    assert 'role="alert"' in answer.body


def test_a_program_that_fills_in_everything(house: House) -> None:
    """A field that people do not see: whoever fills it in gets the page, and no letter."""
    people = house.desk.sign_up("reader@example.org")
    house.mails(1)
    machine = house.desk.sign_up("reader@example.com", website="https://spam.example")
    assert same(people, machine, "reader@example.org", "reader@example.com")
    assert "example.com" not in house.state()


def test_every_answer_is_guarded(house: House) -> None:
    """No script, frame, cookie or request elsewhere, whatever is asked; no token in the cache or the log."""
    leave = link(house.subscribe("reader@example.org"), "u")
    for path in ("/", leave, "/nothing", "/style.css", "/favicon.svg", "/healthz", "/robots.txt", "/u/x"):
        answer = house.desk.ask(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
        assert "<script" not in answer.body
        assert "style=" not in answer.body
        if path not in ("/style.css", "/favicon.svg", "/robots.txt"):
            assert answer.headers["cache-control"] == "no-store"
    said = house.desk.log.read_text()
    assert leave.rsplit("/", 1)[1] not in said
    assert "reader@" not in said


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/"), ("PUT", "/u/x"), ("POST", "/healthz"), ("PATCH", "/p/x")]
)
def test_other_methods(house: House, method: str, path: str) -> None:
    """What a page is not asked in is told so, with what it is (RFC 9110 §15.5.6)."""
    answer = house.desk.ask(path, method=method)
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


def test_a_form_that_is_too_long(house: House) -> None:
    """More than any form of ours is refused, and nothing of it read."""
    answer = house.desk.ask("/", method="POST", body=b"address=" + b"x" * 20_000)
    assert answer.status == 413


def test_a_page_in_the_readers_language(house: House) -> None:
    """Accept-Language decides; what it does not name is told in the publication's own; right-to-left runs so."""
    for accepted, lang in (
        ("de-CH, en;q=0.5", "de"),
        ("xx, fr;q=0.8, en;q=0.1", "fr"),
        ("nonsense", "en"),
        ("", "en"),
        ("tr;q=0, es", "es"),
    ):
        assert f'<html lang="{lang}" dir="ltr">' in house.desk.ask("/", Accept_Language=accepted).body
    assert '<html lang="ar" dir="rtl">' in house.desk.ask("/", Accept_Language="ar").body


def test_a_busy_database(house: House) -> None:
    """While another program writes for long, a change is put off in words, and a page is still shown."""
    leave = link(house.subscribe("other@example.org"), "u")
    house.desk.sign_up("reader@example.org")
    confirm = link(house.mails(3)[2], "c")
    with closing(sqlite3.connect(house.home / ".digest/digest.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert house.desk.ask(confirm).status == 200
        answer = house.desk.browse(confirm, confirm="yes")
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        one_click = house.desk.ask(leave, fields={"List-Unsubscribe": "One-Click"})
        assert (one_click.status, "retry-after" in one_click.headers) == (503, True)
        other.execute("ROLLBACK")
    assert house.desk.ask(leave, fields={"List-Unsubscribe": "One-Click"}).status == 200
    assert "one click" in house.state()
    assert house.desk.browse(confirm, confirm="yes").status == 200


def test_below_a_path(home: Path) -> None:
    """Behind a web server that passes the path on whole, or without what stands before it."""
    with opened(home, mailservers.Inbox(), serve="/letters") as house:
        for path in ("/letters/", "/letters", "/"):
            page = house.desk.ask(path)
            assert page.status == 200
            assert 'action="/letters/"' in page.body
            assert 'href="/letters/style.css' in page.body
        assert house.desk.ask("/lettersx").status == 404


def test_letters_wait_for_a_server_that_is_down(home: Path) -> None:
    """What could not be handed over goes out by the next run, once."""
    port, mail = free(), free()
    settings(home, mail=mail, port=port)
    with serving(home, port) as desk:
        assert desk.sign_up("reader@example.org").status == 200
        wait(lambda: "letters:" in desk.log.read_text())
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as now:
        feeds = home / "feeds.yml"
        feeds.write_text(feeds.read_text().replace(f"port: {mail},", f"port: {now},"))
        with serving(home, port):
            wait(lambda: inbox.envelopes)
        with serving(home, port):
            pass
    assert inbox.recipients == ["reader@example.org"]


def test_serving_has_to_be_set_up(home: Path) -> None:
    """Without the sections it needs, the program says which and ends with 78; a port that is taken is told."""
    ended = digest(home, "serve")
    assert ended.returncode == 78
    assert "serve:" in ended.stderr
    with mailservers.serving(mailservers.Inbox()) as mail:
        settings(home, mail=mail, port=mail)
        ended = digest(home, "serve")
    assert ended.returncode == 2
    assert "cannot listen" in ended.stderr
