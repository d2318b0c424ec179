"""``digest subscribers`` as it is installed: the list is kept, told, taken in and out, and forgotten."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from installed import digest, start, write

MAIL = """sections:
  - name: World
  - name: Sport
mail:
  from: The Morning <news@example.org>
  to:
    - zed@example.org
    - {address: yan@example.org, name: Yan}
  subscribers: more.csv
  smtp: {host: localhost, security: none}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication whose feeds.yml names three people."""
    write(tmp_path, "  - feed: https://gazette.example/feed\n", MAIL)
    (tmp_path / "more.csv").write_text("xi@example.org,Xi\n")
    return tmp_path


def run(folder: Path, *arguments: str, status: int = 0) -> str:
    """What a command says, on either stream."""
    done = digest(folder, "subscribers", *arguments)
    assert done.returncode == status, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def facts(folder: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    """The JSON that a command reports."""
    done = digest(folder, "subscribers", *arguments, "--json")
    assert done.returncode == status, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def states(folder: Path) -> dict[str, str]:
    """Address -> state, of everybody."""
    return {each["address"]: each["state"] for each in facts(folder)["subscribers"]}


def test_a_subscriber_s_life(folder: Path) -> None:
    """Added with wishes, changed, removed, let in again: what a person gets is what was said last."""
    said = run(folder, "add", "Ada Ø <Ada@example.org>", "--weekly", "--without", "sport", "--field", "city=Ankara")
    assert "Added     Ada@example.org: weekly, without Sport" in said
    assert "welcome" in said
    assert "on the list already" in run(folder, "add", "ada@example.org")
    run(
        folder,
        "change",
        "ada@example.org",
        "--daily",
        "--hour",
        "7",
        "--timezone",
        "europe/oslo",
        "--language",
        "de-AT",
    )
    ada = facts(folder, "show", "ADA@example.org")["known"]["subscriber"]
    assert (ada["address"], ada["name"], ada["rhythm"], ada["hour"], ada["language"]) == (
        "Ada@example.org",
        "Ada Ø",
        "daily",
        7,
        "de",
    )
    assert "unsubscribed" in run(folder, "remove", "ada@example.org", "--note", "by phone")
    assert "by phone" in run(folder, "add", "ada@example.org", status=2)
    run(folder, "add", "ada@example.org", "--lift")
    known = facts(folder, "show", "ada@example.org")["known"]
    assert known["subscriber"]["state"] == "active"
    assert known["suppression"] is None
    assert [event["what"] for event in known["events"]] == [
        "added",
        "changed",
        "suppressed",
        "removed",
        "lifted",
        "added",
    ]
    assert len(known["letters"]) == 1


def test_what_is_to_be_done_after_a_lift_can_be_typed(folder: Path) -> None:
    """With the address, whether they are on the list or not."""
    run(folder, "add", "ada@example.org")
    run(folder, "remove", "ada@example.org")
    assert "`digest subscribers add ada@example.org --lift` mails them again" in run(folder, "lift", "ada@example.org")
    run(folder, "suppress", "bo@example.org")
    assert "`digest subscribers add bo@example.org` puts them there" in run(folder, "lift", "bo@example.org")


def test_the_help_names_every_command_in_a_whole_sentence(folder: Path) -> None:
    """None of them is cut off in its middle."""
    said = run(folder, "--help")
    assert "..." not in said.partition("Commands:")[2]
    assert "  erase     Erase all that is known of somebody, for good." in said


def test_what_is_not_there_is_told_with_what_is(folder: Path) -> None:
    """A section, a zone, a language, an hour, an address."""
    for option, value, told in (
        ("--without", "Sprot", "did you mean 'Sport'?"),
        ("--without", "Nothing", "there is no section 'Nothing' — the sections are "),
        ("--timezone", "Europe/Olso", "did you mean 'Europe/Oslo'?"),
        ("--language", "tlh", "de"),
        ("--hour", "24", "0 to 23"),
        ("--field", "city", "--field city=Ankara"),
    ):
        assert told in run(folder, "add", "ada@example.org", option, value, status=2)
    assert "has no '@'" in run(folder, "add", "ada", status=2)
    assert "is not on the list" in run(folder, "change", "ada@example.org", "--weekly", status=2)
    assert "ada@example.org" not in states(folder)


def test_whom_feeds_yml_names_is_on_the_list(folder: Path) -> None:
    """With where they come from; a change keeps them here, and who removes them is told the line."""
    assert states(folder) == dict.fromkeys(("xi@example.org", "yan@example.org", "zed@example.org"), "active")
    run(folder, "change", "yan@example.org", "--weekly")
    assert "more.csv:1 still names them" in run(folder, "remove", "xi@example.org")
    line = 1 + (folder / "feeds.yml").read_text().splitlines().index("    - zed@example.org")
    assert f"feeds.yml:{line} still names them" in run(folder, "remove", "zed@example.org")
    assert states(folder) == {
        "xi@example.org": "suppressed",
        "yan@example.org": "active",
        "zed@example.org": "suppressed",
    }
    yan = facts(folder, "show", "yan@example.org")
    assert yan["known"]["subscriber"]["rhythm"] == "weekly"
    assert yan["named"] == [f"feeds.yml:{line + 1}"]


def test_pending_ones_are_confirmed(folder: Path) -> None:
    """By the operator's word; a letter that asks needs somebody to hear the answer."""
    run(folder, "add", "bo@example.org", "--pending")
    assert states(folder)["bo@example.org"] == "pending"
    assert "nobody would hear" in run(folder, "add", "bo@example.org", "--ask", status=2)
    run(folder, "confirm", "bo@example.org")
    assert states(folder)["bo@example.org"] == "active"
    with (folder / "feeds.yml").open("a") as file:
        file.write("serve: {url: 'https://morning.example'}\n")
    run(folder, "add", "cid@example.org", "--ask")
    letters = facts(folder, "show", "cid@example.org")["known"]["letters"]
    assert [(each["kind"], each["state"]) for each in letters] == [("confirm", "pending")]


def test_who_is_on_the_list_is_not_sent_back_to_wait(folder: Path) -> None:
    """And who left, asked again and is confirmed gets mail; whose mailbox refuses it does not."""
    run(folder, "add", "ada@example.org")
    assert "on the list already (active)" in run(folder, "add", "ada@example.org", "--pending")
    assert states(folder)["ada@example.org"] == "active"
    for address, reason in (("bo@example.org", "unsubscribed"), ("cid@example.org", "hard-bounce")):
        run(folder, "add", address, "--pending")
        run(folder, "suppress", address, "--reason", reason)
    run(folder, "confirm", "bo@example.org")
    assert "hard bounce" in run(folder, "confirm", "cid@example.org", status=2)
    now = states(folder)
    assert (now["bo@example.org"], now["cid@example.org"]) == ("active", "suppressed")


def test_an_import_tells_each_bad_row_and_takes_the_others(folder: Path) -> None:
    """Or none where that is asked for; a dry run takes none, a second import changes nothing."""
    (folder / "readers.csv").write_bytes(
        "\ufeffE-Mail;Name;Hour;City\r\nnew@example.org;Nø;7;=cmd()\r\nbad;Bad;;\r\nNEW@example.org;N;;\r\n"
        "late@example.org;L;25;\r\nlast@example.org;Last;;Oslo\r\n".encode()
    )
    for option in ("--dry-run", "--all-or-nothing"):
        made = facts(folder, "import", "readers.csv", option, status=65)
        assert made["imported"] is False
        assert "new@example.org" not in states(folder)
    made = facts(folder, "import", "readers.csv", status=65)
    assert made["rows"] == {"new": 2, "bad": 2, "twice": 1}
    assert [each["line"] for each in made["bad"]] == [3, 5]
    assert made["twice"] == [{"line": 4, "what": "new@example.org is in line 2 already"}]
    new = facts(folder, "show", "new@example.org")["known"]["subscriber"]
    assert (new["name"], new["hour"], new["fields"]) == ("Nø", 7, {"City": "=cmd()"})
    again = facts(folder, "import", "readers.csv", status=65)
    assert again["rows"] == {"known": 2, "bad": 2, "twice": 1}
    said = run(folder, "import", "readers.csv", status=65)
    assert "readers.csv:3: 'bad' is not a mail address: it has no '@'" in said
    assert "Mend the bad rows and import the file again" in said


def test_an_import_brings_nobody_back(folder: Path) -> None:
    """Neither who left, nor who is suppressed, nor who was erased; and it says how many were left alone."""
    (folder / "readers.csv").write_text("email,state\na@example.org,\nb@example.org,\nc@example.org,\nd@example.org,\n")
    run(folder, "import", "readers.csv")
    run(folder, "remove", "a@example.org")
    run(folder, "suppress", "b@example.org", "--reason", "complaint")
    run(folder, "erase", "c@example.org", "--yes")
    made = facts(folder, "import", "readers.csv", "--update")
    assert made["rows"] == {"known": 1, "left alone": 3, "bad": 0, "twice": 0}
    now = states(folder)
    assert (now["a@example.org"], now["b@example.org"], now["d@example.org"]) == ("suppressed", "suppressed", "active")
    assert "c@example.org" not in now
    (folder / "readers.csv").write_text("email,state\nd@example.org,unsubscribed\n")
    run(folder, "import", "readers.csv")
    assert states(folder)["d@example.org"] == "suppressed"


def test_a_table_that_is_none_is_refused(folder: Path) -> None:
    """In words, with its name; a table may come by standard input."""
    (folder / "book.xlsx").write_bytes(b"PK\x03\x04...")
    assert "another program's file — save the table as CSV" in run(folder, "import", "book.xlsx", status=65)
    assert "no-such.csv" in run(folder, "import", "no-such.csv", status=74)
    (folder / "names.csv").write_text("name,city\nAda,Ankara\n")
    assert "no column of addresses" in run(folder, "import", "names.csv", status=65)


def test_an_export_makes_the_same_list_again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Elsewhere, byte for byte, suppressions among it; the file is its owner's alone."""
    run(folder, "add", "Ada Ø <Ada@example.org>", "--field", "tel=+47 22", "--field", "state=NY", "--without", "Sport")
    run(folder, "remove", "zed@example.org", "--note", "-1")
    run(folder, "suppress", "gone@example.org", "--reason", "hard-bounce")
    run(folder, "export", "list.csv")
    exported = (folder / "list.csv").read_text("utf-8")
    assert (folder / "list.csv").stat().st_mode & 0o777 == 0o600
    assert "'+47 22" in exported
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, "  - feed: https://gazette.example/feed\n", "sections:\n  - name: World\n  - name: Sport\n")
    run(elsewhere, "import", str(folder / "list.csv"))
    assert digest(elsewhere, "subscribers", "export").stdout == exported
    active = digest(folder, "subscribers", "export", "--state", "active").stdout
    assert "ada@example.org" in active.lower()
    assert "zed@example.org" not in active


def test_who_is_erased_leaves_no_byte(folder: Path) -> None:
    """In the memory or in the mails of dry runs; what names them elsewhere is told; nothing is done unasked."""
    run(folder, "add", "Ada <Ada@example.org>", "--field", "boat=Quayside")
    outbox = folder / "output/outbox/2026-03-02"
    outbox.mkdir(parents=True)
    (outbox / "0001-Ada@example.org.eml").write_text("To: Ada <Ada@example.org>\r\n\r\nAda\r\n")
    (outbox / "0001-bo@example.org.eml").write_text("To: bo@example.org\r\n\r\nwrite to ada@example.org\r\n")
    newer = folder / ".digest/outbox/2026-03-03"
    newer.mkdir(parents=True)
    (newer / "0002-Ada@example.org.eml").write_text("To: Ada <Ada@example.org>\r\n\r\nAda\r\n")
    assert "--yes" in run(folder, "erase", "ada@example.org", status=2)
    said = run(folder, "erase", "ADA@example.org", "--yes")
    assert "2 mails of dry runs" in said
    assert "State     not on the list" in run(folder, "show", "ada@example.org")
    assert [path.name for path in outbox.iterdir()] == ["0001-bo@example.org.eml"]
    for path in sorted((folder / ".digest").rglob("*")):
        if path.is_file():
            body = path.read_bytes().lower()
            assert b"ada@" not in body, path
            assert b"quayside" not in body, path
    assert facts(folder, "show", "ada@example.org")["known"]["suppression"]["who"].startswith("hash:")
    assert ": it is yours to take out" in run(folder, "erase", "yan@example.org", "--yes")


def test_a_no_erases_nothing(folder: Path) -> None:
    """And says so; the question names whom it is about."""
    run(folder, "add", "ada@example.org")
    master, terminal = pty.openpty()
    asked = start(folder, "subscribers", "erase", "ada@example.org", stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    os.write(master, b"n\n")
    assert asked.wait(timeout=60) == 2
    shown = os.read(master, 4096)
    os.close(master)
    assert b"Erase all that is known of ada@example.org, for good?" in shown
    assert b"nothing was erased" in shown
    assert states(folder)["ada@example.org"] == "active"


@pytest.mark.parametrize("lock", ["lock", "sending.lock"])
def test_nobody_is_erased_while_a_run_holds_a_lock(folder: Path, lock: str) -> None:
    """It might be about to mail them, and write their address down again."""
    from digest.storage import RunLock

    run(folder, "add", "ada@example.org")
    with RunLock(folder / ".digest" / lock).hold():
        run(folder, "erase", "ada@example.org", "--yes", status=75)
    assert states(folder)["ada@example.org"] == "active"


def test_reports_name_people_by_hashes_where_that_is_wanted(folder: Path) -> None:
    """What is asked for by address is still answered."""
    feeds = folder / "feeds.yml"
    feeds.write_text(feeds.read_text() + "  hash_addresses: true\n")
    said = run(folder, "add", "ada@example.org")
    assert "hash:" in said
    assert "ada@example.org" not in said
    (folder / "readers.csv").write_text("bo@example.org\nbo@example.org\n")
    assert "bo@" not in run(folder, "import", "readers.csv")
    assert "ada@example.org" in run(folder)


def test_a_page_of_the_list_leads_to_the_next(folder: Path) -> None:
    """Everybody once, however long the list is."""
    (folder / "readers.csv").write_text("".join(f"r{number:04}@example.org\n" for number in range(2_345)))
    run(folder, "import", "readers.csv")
    found: list[str] = []
    after = ""
    while True:
        page = facts(folder, "list", "--limit", "1000", *(["--after", after] if after else []))
        found += [each["address"] for each in page["subscribers"]]
        after = page["next"]
        if after is None:
            break
    assert found == sorted(found)
    assert len(found) == len(set(found)) == 2_348
    assert page["counts"] == {"active": 2_348, "pending": 0, "unsubscribed": 0, "suppressed": 0}


def test_a_list_says_how_to_go_on_and_which_columns_there_are(folder: Path) -> None:
    """With the options that it was called with; a column that nobody has is told, not shown as if all were blank."""
    run(folder, "add", "ada@example.org", "--field", "city=Ankara")
    said = run(folder, "list", "--limit", "1", "--columns", "address,city")
    assert "More: digest subscribers list --after ada@example.org --columns address,city --limit 1" in said
    assert "!" not in said
    said = run(folder, "list", "--columns", "address,town")
    assert "! Nobody here has a field 'town'. Columns: address, state, from," in said
    assert said.rstrip().count("fields here: city") == 1
    assert "feeds.yml" in run(folder)


def test_who_is_suppressed_is_shown_to_get_nothing(folder: Path) -> None:
    """Nobody is called active whom nothing is mailed."""
    run(folder, "suppress", "zed@example.org")
    said = run(folder, "show", "zed@example.org")
    assert "State     suppressed; named by feeds.yml" in said
    assert "Gets      nothing; before: daily" in said


def test_an_import_keeps_nobody_waiting_and_goes_on_after_a_kill(folder: Path) -> None:
    """It holds the right to write for a thousand rows at a time: who leaves meanwhile has left. Again, it ends."""
    from installed import start

    (folder / "readers.csv").write_text("".join(f"r{number:05}@example.org\n" for number in range(50_000)))
    run(folder, "list")
    between = 0
    with start(folder, "subscribers", "import", "readers.csv") as importing:
        connection = sqlite3.connect(folder / ".digest/digest.db", timeout=60, isolation_level=None)
        count = "SELECT count(*) FROM subscribers"
        while importing.poll() is None and between < 3:
            connection.execute("BEGIN IMMEDIATE")
            held = connection.execute(count).fetchone()[0]
            connection.execute("ROLLBACK")
            between += 0 < held < 50_000
            time.sleep(0.01)
        importing.kill()
    assert between == 3
    assert connection.execute(count).fetchone()[0] % 1000 == 0
    made = facts(folder, "import", "readers.csv")
    assert sum(made["rows"][kind] for kind in ("new", "known")) == 50_000
    assert made["rows"]["new"] > 0
    assert connection.execute(count).fetchone()[0] == 50_000
    connection.close()


def test_a_dry_run_foresees_what_comes_of_who_is_there_twice(folder: Path) -> None:
    """Listed in one row and leaving by the next, it says the same as the import that follows."""
    (folder / "readers.csv").write_text("email,state\neve@example.org,active\neve@example.org,unsubscribed\n")
    foreseen = facts(folder, "import", "readers.csv", "--dry-run")["rows"]
    assert foreseen == facts(folder, "import", "readers.csv")["rows"]
    assert foreseen["left"] == 1
