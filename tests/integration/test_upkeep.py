"""The installed `digest backup`, `restore` and `db`: what a publication knows leaves in one file and comes back."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import stat
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, MAYOR, digest, start, write

from digest.storage import Database, RunLock
from digest.storage.schema import VERSION
from digest.storage.secret import secret

DAYS = (("2026-03-02T07:00", BRIDGE), ("2026-03-03T07:00", MAYOR))


def day(home: Path, number: int) -> None:
    """Make the issue of one of the days."""
    at, news = DAYS[number]
    (home / "gazette.xml").write_text(FEED.format(**news))
    done = digest(home, "run", "--at", at)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with one issue and a secret."""
    home = tmp_path_factory.mktemp("first")
    write(home, "  - gazette.xml\n")
    day(home, 0)
    secret(home / ".digest")
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(first, tmp_path / "home"))


def issues(home: Path) -> list[int]:
    """The numbers of its issues."""
    listed = digest(home, "issues", "--json")
    assert listed.returncode == 0, listed.stderr
    return [each["number"] for each in json.loads(listed.stdout)["issues"]]


def members(backup: Path) -> dict[str, bytes]:
    """What is in a backup."""
    with tarfile.open(backup, "r:gz") as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]  # all files


def test_a_backup_is_one_private_file_that_says_what_is_in_it(home: Path) -> None:
    """Any tar reads it: a manifest, the database and the secret; nothing that can be made again."""
    backup = home / "news.tar.gz"
    done = digest(home, "backup", "news.tar.gz")
    assert done.returncode == 0, done.stderr
    assert "Backed up news.tar.gz" in done.stdout
    held = "1 issue (No. 1 of 2026-03-02 to No. 1 of 2026-03-02), 1 entry, 0 subscribers, 0 deliveries"
    assert held in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "the secret that signs links" in done.stdout
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    held = members(backup)
    assert list(held) == ["manifest.json", "digest.db", "secret"]
    assert held["secret"] == (home / ".digest/secret").read_bytes()
    assert json.loads(held["manifest.json"])["facts"]["counts"]["issues"] == 1
    assert sorted(path.name for path in home.iterdir() if "news" in path.name) == ["news.tar.gz"]


def test_a_new_machine_goes_on_where_the_old_one_stood(home: Path, tmp_path: Path) -> None:
    """Restored beside the same feeds.yml: the issue is proved, published again, and the next gets the next number."""
    (home / ".digest/pictures").mkdir()
    (home / ".digest/pictures/2026-03-02-0123456789ab").write_bytes(b"a picture")
    assert digest(home, "backup", "../news.tar.gz").returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    for name in ("feeds.yml", "gazette.xml"):
        shutil.copy(home / name, other)
    done = digest(other, "restore", "../news.tar.gz")
    assert done.returncode == 0, done.stderr
    assert "Restored  ../news.tar.gz" in done.stdout
    assert digest(other, "publish", "--all").returncode == 0
    verified = digest(other, "verify", "--all")
    assert verified.returncode == 0, verified.stderr
    assert "are as their sources wrote them" in verified.stdout
    for name in ("secret", "pictures/2026-03-02-0123456789ab"):
        assert (other / ".digest" / name).read_bytes() == (home / ".digest" / name).read_bytes()
        assert stat.S_IMODE((other / ".digest" / name).stat().st_mode) == 0o600
    day(other, 1)
    assert issues(other) == [2, 1]
    left = sorted(path.name for path in (other / ".digest").iterdir() if path.is_dir())
    assert not [name for name in left if name.startswith(("restoring", "before-restore"))]


def test_a_newer_database_is_not_given_up_unasked(home: Path) -> None:
    """It knows an issue that the backup lacks: what was mailed since would be mailed again. --force keeps it aside."""
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    day(home, 1)
    refused = digest(home, "restore", "news.tar.gz")
    assert refused.returncode == 2
    assert "is newer than news.tar.gz" in refused.stderr
    assert "1 issue that the backup lacks" in refused.stderr
    assert "--force" in refused.stderr
    assert issues(home) == [2, 1]
    done = digest(home, "restore", "news.tar.gz", "--force")
    assert done.returncode == 0, done.stderr
    assert issues(home) == [1]
    [aside] = (home / ".digest").glob("before-restore-*")
    with closing(sqlite3.connect(aside / "digest.db")) as old:
        assert old.execute("SELECT count(*) FROM issues").fetchone() == (2,)
    assert str(aside.relative_to(home)) in done.stdout


def test_what_is_in_use_is_not_restored_over(home: Path) -> None:
    """A run holds the lock; or another program has the database open. Nothing is changed, and it says what to do."""
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    with RunLock(home / ".digest/lock").hold():
        running = digest(home, "restore", "news.tar.gz", "--force")
    assert (running.returncode, "another digest run" in running.stderr) == (75, True)
    with Database.open(home / ".digest"):
        in_use = digest(home, "restore", "news.tar.gz", "--force")
    assert (in_use.returncode, "another program has the database open" in in_use.stderr) == (75, True)
    assert issues(home) == [1]
    assert not list((home / ".digest").glob("before-restore-*"))


def test_a_backup_is_taken_while_others_read_and_write(home: Path) -> None:
    """Neither waits: a transaction that is open while it is taken is not in it."""
    with Database.open(home / ".digest") as database, database.writing(durable=True) as connection:
        connection.execute("INSERT INTO suppressions VALUES ('a@x.example', 'complaint', 1, '')")
        done = digest(home, "backup", "news.tar.gz")
        assert done.returncode == 0, done.stderr
    assert json.loads(members(home / "news.tar.gz")["manifest.json"])["facts"]["counts"]["suppressions"] == 0
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    assert json.loads(members(home / "news.tar.gz")["manifest.json"])["facts"]["counts"]["suppressions"] == 1


def remade(backup: Path, **changed: bytes) -> None:
    """The same backup with other bytes in it."""
    held = members(backup)
    with tarfile.open(backup, "w:gz") as tar:
        for name, body in held.items():
            body = changed.get(name.partition(".")[0], body)
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))


@pytest.mark.parametrize("how", ["text", "cut", "flipped", "changed", "damaged", "outside", "newer", "nothing"])
def test_what_is_no_whole_backup_is_refused(home: Path, how: str) -> None:
    """By its sums and by SQLite's own check, before anything here is touched; and a name leads nowhere else."""
    backup = home / "news.tar.gz"
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    body = backup.read_bytes()
    status, said = 65, "this is no backup of digest's, or a damaged one"
    if how == "text":
        backup.write_text("a backup")
    elif how == "cut":
        backup.write_bytes(body[: len(body) // 2])
    elif how == "flipped":
        plain = bytearray(gzip.decompress(body))
        plain[len(plain) // 2] ^= 255
        backup.write_bytes(gzip.compress(bytes(plain)))
        said = "digest.db is not what was backed up"
    elif how == "changed":
        remade(backup, secret=b"x" * 32)
        said = "secret is not what was backed up"
    elif how == "damaged":
        held = members(backup)
        database = bytearray(held["digest.db"])
        database[8192:] = b"\xa5" * (len(database) - 8192)
        manifest = json.loads(held["manifest.json"])
        import hashlib

        manifest["files"][0]["sha256"] = hashlib.sha256(database).hexdigest()
        remade(backup, digest=bytes(database), manifest=json.dumps(manifest).encode())
        said = "the database in it is damaged"
    elif how == "outside":
        manifest = json.loads(members(backup)["manifest.json"])
        manifest["files"][1]["name"] = "pictures/../../secret"
        remade(backup, manifest=json.dumps(manifest).encode())
    elif how == "newer":
        manifest = json.loads(members(backup)["manifest.json"])
        manifest["facts"]["version"] = 9999
        remade(backup, manifest=json.dumps(manifest).encode())
        status, said = 74, "the backup was made by a newer digest"
    else:
        backup.unlink()
        status, said = 74, "no such file"
    kept = (home / ".digest/secret").read_bytes()
    done = digest(home, "restore", "news.tar.gz", "--force")
    assert (done.returncode, said in done.stderr, " — " in done.stderr) == (status, True, True), done.stderr
    assert issues(home) == [1]
    assert (home / ".digest/secret").read_bytes() == kept
    assert not [path for path in (home / ".digest").iterdir() if path.is_dir() and path.name.startswith("res")]


def test_a_damaged_database_is_told_not_backed_up_and_replaced(home: Path) -> None:
    """The backup that is there stays; `db check` names the fault; restoring needs no --force and keeps the wreck."""
    backup = home / "news.tar.gz"
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    good = backup.read_bytes()
    path = home / ".digest/digest.db"
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)
    for command in (("backup", "news.tar.gz"), ("db", "check"), ("issues",)):
        done = digest(home, *command)
        assert (done.returncode, "damaged" in done.stderr, "digest restore" in done.stderr) == (74, True, True), command
    assert backup.read_bytes() == good
    restored = digest(home, "restore", "news.tar.gz")
    assert restored.returncode == 0, restored.stderr
    assert issues(home) == [1]
    [aside] = (home / ".digest").glob("before-restore-*")
    assert (aside / "digest.db").read_bytes() == bytes(body)


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(home: Path) -> None:
    """At whatever point: the database opens, the secret is there, and the next restore ends the work."""
    assert digest(home, "backup", "news.tar.gz").returncode == 0
    day(home, 1)
    began = time.monotonic()
    assert digest(home, "restore", "news.tar.gz", "--force").returncode == 0
    whole = time.monotonic() - began
    for share in (0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        with start(home, "restore", "news.tar.gz", "--force") as restoring:
            time.sleep(whole * share)
            restoring.kill()
        assert issues(home) in ([1], [2, 1])
        assert len((home / ".digest/secret").read_bytes()) == 32
    time.sleep(1.1)  # what is put aside is named by the second
    assert digest(home, "restore", "news.tar.gz", "--force").returncode == 0
    assert not list((home / ".digest").glob("restoring.*"))


def test_the_database_says_how_it_is(home: Path) -> None:
    """Sizes, rows, the schema and what would go; sound; nothing to migrate; and room that comes back."""
    shown = digest(home, "db")
    assert shown.returncode == 0, shown.stderr
    assert f"Database  .digest/digest.db, schema {VERSION}" in shown.stdout
    assert "older than 400 days and cited by no issue: nothing" in shown.stdout
    facts = json.loads(digest(home, "db", "--json").stdout)
    assert (facts["counts"]["issues"], facts["would_go"]["entries"]) == (1, 0)
    assert digest(home, "db", "check").stdout.startswith("Sound     .digest/digest.db")
    assert digest(home, "db", "migrate").stdout.startswith(
        f"Nothing to do: .digest/digest.db has schema {VERSION} already"
    )
    vacuumed = digest(home, "db", "vacuum")
    assert (vacuumed.returncode, "Vacuumed  .digest/digest.db" in vacuumed.stdout) == (0, True), vacuumed.stderr
    (home / "feeds.yml").write_text((home / "feeds.yml").read_text() + "keep_articles: forever\n")
    assert "keep_articles is forever: nothing is dropped" in digest(home, "db").stdout


def test_a_reference_to_nothing_is_found(home: Path) -> None:
    """What SQLite's integrity check alone would pass."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection, connection:
        connection.execute("INSERT INTO seals VALUES (7, '', 'x')")
    done = digest(home, "db", "check")
    assert done.returncode == 74
    assert "a row of seals (7) names what issues does not have" in done.stderr


def test_where_there_is_nothing_yet(tmp_path: Path) -> None:
    """Each command says so, and makes no database."""
    write(tmp_path, "  - gazette.xml\n")
    for command in (("backup", "x.tar.gz"), ("db",), ("db", "check"), ("db", "vacuum"), ("db", "migrate")):
        done = digest(tmp_path, *command)
        assert (done.returncode, "there is no database yet" in done.stderr) == (74, True), (command, done.stderr)
    assert not (tmp_path / ".digest/digest.db").exists()
    assert not (tmp_path / "x.tar.gz").exists()
    nowhere = digest(tmp_path, "restore", "x.tar.gz", "-c", "elsewhere/feeds.yml")
    assert (nowhere.returncode, "there is no elsewhere/feeds.yml" in nowhere.stderr) == (2, True)


@pytest.mark.parametrize("schema", range(1, VERSION))
def test_a_database_of_an_earlier_program_goes_on(tmp_path: Path, schema: int) -> None:
    """It is looked at as it is, upgraded when told to, proves its issues, and the next one follows them."""
    write(tmp_path, "  - gazette.xml\n")
    news = {
        "title": "Three miners rescued near Orvel",
        "slug": "miners",
        "date": "Wed, 04 Mar 2026 05:00:00 GMT",
        "teaser": "A drill reached the shaft after two days and a night of work, the mine inspector said.",
    }
    (tmp_path / "gazette.xml").write_text(FEED.format(**news))
    (tmp_path / ".digest").mkdir(mode=0o700)
    with closing(sqlite3.connect(tmp_path / ".digest/digest.db")) as connection:
        connection.executescript((Path(__file__).parents[1] / f"unit/storage/schema_{schema}.sql").read_text())
    for command in (("db", "check"), ("db",), ("backup", "before.tar.gz")):
        looked = digest(tmp_path, *command)
        assert (looked.returncode, f"schema {schema}" in looked.stdout) == (0, True), looked.stdout + looked.stderr
    migrated = digest(tmp_path, "db", "migrate")
    assert migrated.stdout.startswith(f"Migrated  .digest/digest.db: from schema {schema} to {VERSION}"), (
        migrated.stderr
    )
    assert digest(tmp_path, "publish", "--all").returncode == 0
    verified = digest(tmp_path, "verify", "--all")
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.count("are as their sources wrote them") == 2
    mailed = digest(tmp_path, "deliveries", "1").stdout
    assert "1 accepted, 1 failed" in mailed
    assert digest(tmp_path, "run", "--at", "2026-03-04T07:00").returncode == 0
    assert issues(tmp_path) == [3, 2, 1]
    assert digest(tmp_path, "verify", "--all").returncode == 0
    # The way back is the backup, which the next command upgrades again.
    restored = digest(tmp_path, "restore", "before.tar.gz", "--force")
    assert (restored.returncode, f"schema {schema}" in restored.stdout) == (0, True), restored.stderr
    assert issues(tmp_path) == [2, 1]


def papers(year: int, lucky: range) -> str:
    """A feed of one piece of news and of horoscopes, which nobody wants."""
    item = (
        "<item><title>{title}</title><link>https://gazette.example/{slug}</link><guid>{slug}</guid>"
        "<pubDate>{date}</pubDate><description>{text}</description></item>"
    )
    day = f"05 Mar {year} 05:00:00 GMT"
    news = (
        ("A bridge", "The council of Kelmar closed the bridge.") if year == 2018 else ("A mayor", "Tarsk elects one.")
    )
    items = [item.format(title=f"{news[0]} in {year}", slug=f"news-{year}", date=day, text=f"{news[1]} It was {year}.")]
    items += [
        item.format(title=f"Horoscope {n}", slug=f"stars-{n}", date=day, text=f"The stars of week {n} say rain.")
        for n in lucky
    ]
    return f"<rss version='2.0'><channel><title>Gazette</title>{''.join(items)}</channel></rss>"


def entries(home: Path) -> set[str]:
    """The ids that the sources gave what is held."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        return {json.loads(body)["id"] for (body,) in connection.execute("SELECT body FROM entries")}


def test_a_run_drops_what_is_old_and_never_takes_it_for_new(tmp_path: Path) -> None:
    """Years of a small publication: what was cited stays and proves itself; what went may stand in its feed again."""
    write(tmp_path, "  - gazette.xml\n  - seeds: now.txt\n", "filters:\n  exclude: [horoscope]\n")
    feed = tmp_path / "gazette.xml"
    for year, day, lucky in ((2018, 5, range(30)), (2020, 5, range(100, 125)), (2021, 5, range(200, 203))):
        feed.write_text(papers(year, lucky))
        done = digest(tmp_path, "run", "--at", f"{year}-03-{day:02}T12:00")
        assert done.returncode == 0, done.stdout + done.stderr
    before = entries(tmp_path)
    assert len(before) == 3 + 30 + 25 + 3  # with --at nothing goes: the moment is not today's
    assert "cited by no issue: 30 entries; runs drop it" in digest(tmp_path, "db").stdout
    (tmp_path / "now.txt").write_text("A lighthouse is lit again\n\nThe lamp of Cape Tallow burns since last night.\n")
    today = digest(tmp_path, "run")
    assert today.returncode == 0, today.stdout + today.stderr
    gone = {f"stars-{n}" for n in range(30)}
    assert before - entries(tmp_path) == gone
    assert "cited by no issue: nothing" in digest(tmp_path, "db").stdout
    feed.write_text(papers(2018, range(31)))
    again = digest(tmp_path, "fetch", "--json")
    assert [(each["entries"], each["new"]) for each in json.loads(again.stdout)["sources"] if each["entries"] > 1] == [
        (32, 1)
    ]
    assert entries(tmp_path) & gone == set()
    verified = digest(tmp_path, "verify", "--all")
    assert verified.returncode == 0, verified.stderr
