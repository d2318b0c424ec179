"""``digest verify``, after each thing that somebody, or a broken disk, may do to the database and to output/."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from installed import digest

from digest.cli import group
from digest.errors import ProofError, StorageError

SEED = Path(__file__).parents[2] / "seeds" / "000_a5c98d244fca9490.txt"
DAYS = ("2026-03-02T07:00", "2026-03-03T07:00", "2026-03-04T07:00")
FEED = """<rss version="2.0"><channel><title>Gazette</title><link>https://gazette.example/</link><description/>
{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>https://gazette.example/{slug}</link><guid>{slug}</guid>"
    "<pubDate>{date} 05:00:00 GMT</pubDate><description>{text}</description></item>"
)
NEWS = (
    (
        "Mon, 02 Mar 2026",
        "bridge",
        "Kelmar Bridge closed after crack is found",
        "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. "
        "An emergency council meeting is scheduled for March 9.",
    ),
    (
        "Tue, 03 Mar 2026",
        "mayor",
        "Tarsk mayor resigns over flood defence contract",
        "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
    ),
    (
        "Wed, 04 Mar 2026",
        "miners",
        "Three miners rescued near Orvel",
        "A drill reached the shaft after two days and a night of work, the mine inspector said.",
    ),
)
SECOND = "output/issues/2026-03-03"


def run(home: Path, *arguments: str) -> str:
    """A command of this publication; what it printed. Raises what it ends in."""
    result = CliRunner().invoke(group, [*arguments, "-c", str(home / "feeds.yml")])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def told(home: Path, *arguments: str) -> list[str]:
    """The flaws that verifying finds."""
    with pytest.raises(ProofError) as caught:
        run(home, "verify", *arguments)
    assert caught.value.status == 4
    return [str(flaw) for flaw in caught.value.flaws]


def _sha256(value: bytes | str) -> str:
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def sql(home: Path, *statements: str) -> None:
    """Tamper with the database; ``sha256`` is a function there."""
    connection = sqlite3.connect(home / ".digest/digest.db")
    connection.create_function("sha256", 1, _sha256)
    connection.create_function("put", 3, lambda body, old, new: body.replace(old.encode(), new.encode()))
    with connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
    connection.close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three days, one article each and a seed on the first."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "seeds").mkdir()
    shutil.copy(SEED, folder / "seeds")
    (folder / "feeds.yml").write_text(
        "publication:\n  title: The Estuary Morning\nsources:\n  - feed: gazette.xml\n    name: Gazette\n"
        "  - seeds: seeds/*.txt\n    name: Seeds\n    published: 2026-03-02\n"
    )
    for number, at in enumerate(DAYS, 1):
        items = "".join(ITEM.format(date=d, slug=s, title=t, text=text) for d, s, t, text in reversed(NEWS[:number]))
        (folder / "gazette.xml").write_text(FEED.format(items=items))
        run(folder, "run", "--at", at, "--quiet")
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """The same, to be tampered with."""
    with sqlite3.connect(published / ".digest/digest.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Path(shutil.copytree(published, tmp_path / "home"))


def test_all_is_well(home: Path) -> None:
    """One line an issue, the seed article's among them; the latest by default, and any by number or date."""
    lines = run(home, "verify", "--all").splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "Issue 1, 2026-03-02",
        "Issue 2, 2026-03-03",
        "Issue 3, 2026-03-04",
    ]
    assert all(line.endswith("as their sources wrote them.") for line in lines)
    assert int(lines[0].split(": ")[1].split()[0]) > 20
    assert run(home, "verify").splitlines() == lines[2:]
    assert run(home, "verify", "2026-03-02", "2").splitlines() == lines[:2]
    assert run(home, "verify", "--quiet") == ""
    assert "seal " in run(home, "verify", "--verbose")


def test_sources_of_one_word_that_failed_are_no_foreign_sentence(tmp_path: Path) -> None:
    """The footer names them in a row; a sentence of nobody's is found all the same, the title a letter of it."""
    names = ("Html", "Empty", "Bin", "Nohost")
    gone = "".join(f"  - feed: {name.casefold()}.xml\n    name: {name}\n" for name in names)
    (tmp_path / "feeds.yml").write_text(
        f"publication:\n  title: T\nsources:\n  - feed: gazette.xml\n    name: Gazette\n{gone}"
    )
    date, slug, title, text = NEWS[0]
    (tmp_path / "gazette.xml").write_text(FEED.format(items=ITEM.format(date=date, slug=slug, title=title, text=text)))
    CliRunner().invoke(group, ["run", "--at", DAYS[0], "--quiet", "-c", str(tmp_path / "feeds.yml")])
    text_of_mail = tmp_path / "output/issues/2026-03-02/email.txt"
    assert all(name in text_of_mail.read_text() for name in names)
    assert "Issue 1" in run(tmp_path, "verify")
    text_of_mail.write_text(f"{text_of_mail.read_text()}\n\nThe minister had wept in tents that night.\n")
    assert any("minister had wept in tents" in flaw for flaw in told(tmp_path))


def test_nothing_is_changed(home: Path) -> None:
    """To verify is to look."""

    def bytes_() -> dict[Path, bytes]:
        files = (path for path in home.rglob("*") if path.is_file() and ".digest" not in path.parts)
        return {path: path.read_bytes() for path in files} | {home: (home / ".digest/digest.db").read_bytes()}

    before = bytes_()
    run(home, "verify", "--all")
    assert bytes_() == before


def test_the_installed_command_fails_loudly(home: Path) -> None:
    """Status 4; a line a flaw on standard error, even when it is to be quiet; with --json each as an object."""
    page = home / SECOND / "index.html"
    page.write_text(page.read_text().replace("her brother", "his brother"))
    made = digest(home, "verify", "2", "--quiet")
    assert (made.returncode, made.stdout) == (4, "")
    where = "issue 2: output/issues/2026-03-03/index.html: "
    assert made.stderr.splitlines() == [
        f"{where}is not what was published, nor what the issue renders to; `digest publish 2` makes it again",
        f"{where}a reader does not find story 1 (“Tarsk mayor resigns over flood defence contract”), what happened 1;"
        " `digest rebuild 2` makes it again of the frozen issue; printed: “The mayor of Tarsk resigned after auditors"
        " found that a contract had gone to her brother.”",
        f"{where}a reader finds words in it that are neither the issue's nor the templates'; `digest rebuild 2` makes"
        " it again of the frozen issue; printed: “The mayor of Tarsk resigned after auditors found that a contract had"
        " gone to his brother.”",
        "digest: 3 flaws; nothing was changed",
    ]
    report = json.loads(digest(home, "verify", "2", "--json").stdout)
    assert report["status"] == 4
    assert {flaw["where"] for flaw in report["flaws"]} == {"output/issues/2026-03-03/index.html"}
    assert report["issues"][0]["number"] == 2
    well = json.loads(digest(home, "verify", "3", "--json").stdout)
    assert (well["status"], well["issues"][0]["flaws"], len(well["issues"][0]["seal"])) == (0, 0, 64)
    assert digest(home, "publish", "2").returncode == 0
    assert digest(home, "verify", "2").returncode == 0


TOLD = "what happened 1: is not what its article says; printed: “"
MAYORS = "(SELECT id FROM articles WHERE CAST(body AS TEXT) LIKE '%mayor of Tarsk%')"


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            [f"UPDATE articles SET body = put(body, 'her brother', 'his brother') WHERE id IN {MAYORS}"],
            ["the article is not what it was", "its hash is another", TOLD],
        ),
        (
            [f"UPDATE articles SET body = put(body, 'gazette.example', 'gazettes.example') WHERE id IN {MAYORS}"],
            ["the article is not what it was", "its url is not the article's"],
        ),
        ([f"UPDATE articles SET body = x'ff' WHERE id IN {MAYORS}"], ["the article cannot be read"]),
        ([f"DELETE FROM articles WHERE id IN {MAYORS}"], ["the article is gone", "does not hold"]),
        (
            ["UPDATE issues SET body = put(body, 'her brother', 'his brother') WHERE number = 2"],
            ["the frozen issue is not what was frozen", TOLD, "issue.json: is not"],
        ),
        (["UPDATE issues SET body = put(body, '\"rank\": 1', '\"rank\": 3') WHERE number = 2"], ["is not what was"]),
        (["UPDATE issues SET body = x'7b' WHERE number = 2"], ["the frozen issue cannot be read: not JSON"]),
        (["UPDATE issues SET body = x'ff' WHERE number = 2"], ["the frozen issue cannot be read: not JSON"]),
        (["UPDATE issues SET sha256 = sha256('x') WHERE number = 2"], ["the frozen issue is not what was frozen"]),
        (
            [
                "UPDATE issues SET body = put(body, '\"score\": 0', '\"score\": 1') WHERE number = 2",
                "UPDATE issues SET sha256 = sha256(body) WHERE number = 2",
            ],
            ["the seal does not fit", "issue.json: is not the frozen issue"],
        ),
        (["UPDATE issues SET as_of = as_of + 1 WHERE number = 2"], ["the frozen issue is kept as of 2026-03-03"]),
        (["UPDATE seals SET seal = sha256('x') WHERE issue = 2"], ["the seal does not fit", "the next issue was"]),
        (["UPDATE seals SET seal = x'ff' WHERE issue = 2"], ["the seal does not fit"]),
        (["UPDATE seals SET previous = sha256('x') WHERE issue = 2"], ["the issue before bears another seal"]),
        (["DELETE FROM seals WHERE issue = 2"], ["the seal of the issue is gone"]),
        (["UPDATE issue_articles SET sha256 = NULL WHERE issue = 2"], ["the hash of the article is gone"]),
        (["UPDATE issue_articles SET sha256 = 'x' WHERE issue = 2"], ["the article is not what it was", "the seal"]),
        (["DELETE FROM issue_articles WHERE issue = 2"], ["nothing says that the issue cites the article"]),
        (["UPDATE told SET body = x'7b' WHERE issue = 2"], ["the table of contents cannot be read: a stored Told"]),
        (["UPDATE told SET thread = 'x' WHERE issue = 2"], ["the table of contents cannot be read: a stored Told"]),
        (["UPDATE told SET date = '2026-03-09' WHERE issue = 2"], ["a stored Told is kept as another"]),
    ],
)  # fmt: skip
def test_a_database_that_was_tampered_with(home: Path, statements: list[str], said: list[str]) -> None:
    """Each part of it is held against the others."""
    sql(home, *statements)
    flaws = told(home, "2")
    for words in said:
        assert any(words in flaw for flaw in flaws), (words, flaws)
    assert all(flaw.startswith("issue 2: ") for flaw in flaws)


def test_an_issue_that_was_forged_whole(home: Path) -> None:
    """Its file, its hash and its seal made anew: the next issue's seal says so, and so do the files."""
    sql(
        home,
        "UPDATE issues SET body = put(body, '\"score\": 0', '\"score\": 1') WHERE number = 2",
        "UPDATE issues SET sha256 = sha256(body) WHERE number = 2",
    )
    connection = sqlite3.connect(home / ".digest/digest.db")
    body, day = connection.execute("SELECT sha256, date FROM issues WHERE number = 2").fetchone()
    kept = connection.execute("SELECT article, sha256 FROM issue_articles WHERE issue = 2 ORDER BY article").fetchall()
    [before] = connection.execute("SELECT previous FROM seals WHERE issue = 2").fetchone()
    lines = ["digest-seal/1", before, "2", day, body, *(f"{article} {known}" for article, known in kept)]
    with connection:
        seal = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        connection.execute("UPDATE seals SET seal = ? WHERE issue = 2", (seal,))
    connection.close()
    flaws = told(home, "2")
    assert not any("does not fit" in flaw for flaw in flaws)
    assert any("the next issue was chained to another seal than this issue's" in flaw for flaw in flaws)
    assert any("issue.json: is not the frozen issue, byte for byte" in flaw for flaw in flaws)
    assert any("the issue before bears another seal" in flaw for flaw in told(home, "3"))


def test_an_issue_that_is_gone(home: Path) -> None:
    """Nothing asks for it any more; that it was sealed says so. Its number is not given again."""
    sql(home, *(f"DELETE FROM {table} WHERE issue = 3" for table in ("issue_articles", "printed", "budgets")))
    sql(home, "DELETE FROM issues WHERE number = 3")
    assert any("issue 3: the database: the issue was sealed, and is gone" in flaw for flaw in told(home))
    run(home, "run", "--at", "2026-03-05T07:00", "--quiet")
    assert "issues" in run(home, "issues", "--json")
    connection = sqlite3.connect(home / ".digest/digest.db")
    assert connection.execute("SELECT number FROM issues ORDER BY number").fetchall() == [(1,), (2,), (4,)]
    connection.close()


def test_a_day_that_is_none(home: Path) -> None:
    """What cannot even be listed is the database's fault, and said to be."""
    sql(home, "UPDATE issues SET date = '2026-3-3' WHERE number = 2")
    with pytest.raises(StorageError, match="the row of issue 2 has no day but '2026-3-3'"):
        run(home, "verify")


FILES = ("index.html", "email.html", "email.txt", "issue.json")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["word", "byte", "gone", "added"])
def test_a_copy_that_was_tampered_with(home: Path, name: str, how: str) -> None:
    """A word, a byte, a sentence that no source wrote, or the whole file."""
    path = home / SECOND / name
    if how == "gone":
        path.unlink()
    else:
        body = path.read_bytes()
        changes: dict[str, Callable[[bytes], bytes]] = {
            "word": lambda body: body.replace(b"auditors", b"accusers"),
            "byte": lambda body: body[:-2] + bytes([body[-2] ^ 1]) + body[-1:],
            "added": lambda body: body.replace(b"her brother.", b"her brother. She fled."),
        }
        path.write_bytes(changes[how](body))
        assert path.read_bytes() != body
    flaw, *more = told(home, "2")
    assert flaw.startswith(f"issue 2: {SECOND}/{name}: is ")
    assert all(each.startswith(f"issue 2: {SECOND}/{name}: a reader ") for each in more)
    if how == "word" and name != "issue.json":
        assert any("a reader does not find story 1" in each for each in more)
        assert any("neither the issue's nor the templates'" in each and "accusers" in each for each in more)


def test_a_calendar_that_was_tampered_with(home: Path) -> None:
    """The meeting is moved."""
    path = home / "output/issues/2026-03-02/calendar.ics"
    body = path.read_bytes()
    path.write_bytes(body.replace(b"20260309", b"20260308"))
    assert path.read_bytes() != body
    assert [flaw.split(": is ")[0] for flaw in told(home, "1")] == ["issue 1: output/issues/2026-03-02/calendar.ics"]


@pytest.mark.parametrize("name", ["index.html", "feed.xml", "feed.json", "style.css", "issues/index.html"])
def test_a_page_of_the_site_that_was_tampered_with(home: Path, name: str) -> None:
    """What spans issues is looked at with the latest of them."""
    path = home / "output" / name
    path.write_bytes(path.read_bytes().replace(b"e", b"3", 1))
    assert [flaw.split(": is ")[0] for flaw in told(home)] == [f"issue 3: output/{name}"]
    run(home, "verify", "2")
    path.unlink()
    assert [flaw.split("; ")[0] for flaw in told(home)] == [f"issue 3: output/{name}: is missing"]


def test_whoever_takes_away_the_hashes_too(home: Path) -> None:
    """A sealed issue was published with them: without, its files are what it renders to, or wrong."""
    sql(home, "DELETE FROM published")
    run(home, "verify", "2")
    page = home / SECOND / "index.html"
    page.write_text(page.read_text().replace("her brother.", "her brother. She fled."))
    assert any("nor was it published so" in flaw for flaw in told(home, "2"))


def test_the_hash_of_the_home_page_taken_away(home: Path) -> None:
    """It is then held against what the issues render to."""
    sql(home, "DELETE FROM published WHERE path = 'index.html'")
    run(home, "verify")
    page = home / "output/index.html"
    page.write_text(page.read_text().replace("Three miners", "Four miners"))
    assert [flaw.split(": is ")[0] for flaw in told(home)] == ["issue 3: output/index.html"]


def test_templates_of_ones_own_are_no_tampering(home: Path) -> None:
    """What was published stands by its hash; published again, it is what the issue renders to."""
    (home / "templates/site").mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "templates/site/parts.html"
    (home / "templates/site/parts.html").write_text(shipped.read_text().replace("What happened", "The news"))
    said = run(home, "verify", "1")
    assert "! issue 1: output/issues/2026-03-02/index.html: templates have changed since it was published" in said
    run(home, "publish", "--all")
    assert "!" not in run(home, "verify", "--all")


def test_an_issue_that_is_not_published(home: Path) -> None:
    """output/ was never made, which is said; or it is lost, which is one flaw."""
    shutil.rmtree(home / SECOND)
    assert told(home, "2") == [f"issue 2: {SECOND}/: is gone, with its 4 files; `digest publish 2` makes it again"]
    sql(home, "DELETE FROM published")
    assert "; it is not in output/." in run(home, "verify", "2")


def test_all_of_output_is_gone(home: Path) -> None:
    """One flaw that says so and how it is made again, not one for each file; the issues are proved all the same."""
    shutil.rmtree(home / "output")
    made = digest(home, "verify", "--all")
    assert made.returncode == 4
    assert made.stdout.count("as their sources wrote them; it is not in output/.") == 3
    [flaw, _] = made.stderr.splitlines()
    assert flaw.startswith("issue 3: output/: is gone, with all that was published (")
    assert flaw.endswith("files); `digest publish --all` makes it again")
    assert len(told(home, "1")) == 1
    run(home, "publish", "--all")
    run(home, "verify", "--all")


def test_a_page_of_all_issues_is_made_again_as_told(home: Path) -> None:
    """The home page by the latest issue; what the latest may leave as it was by all."""
    (home / "output/index.html").unlink()
    (home / "output/issues/2026/index.html").unlink()
    assert [flaw.partition(": is missing; ")[::2] for flaw in told(home)] == [
        ("issue 3: output/index.html", "`digest publish` makes it again"),
        ("issue 3: output/issues/2026/index.html", "`digest publish --all` makes it again"),
    ]


def test_issues_of_an_earlier_digest(home: Path) -> None:
    """Frozen and published before hashes were kept: they are proved by their words, and what lacks is said."""
    sql(home, "DELETE FROM seals", "UPDATE issue_articles SET sha256 = NULL", "DELETE FROM published")
    lines = run(home, "verify", "--all").splitlines()
    assert all("no seal was kept: an earlier digest froze it" in line for line in lines)
    sql(home, f"UPDATE articles SET body = put(body, 'her brother', 'his brother') WHERE id IN {MAYORS}")
    flaws = told(home, "2")
    assert any("its hash is another" in flaw for flaw in flaws)
    assert any(TOLD in flaw for flaw in flaws)
    run(home, "run", "--at", "2026-03-05T07:00", "--quiet")


def test_wrong_usage(home: Path) -> None:
    """--all names every issue already."""
    assert digest(home, "verify", "--all", "2").returncode == 2
    assert digest(home, "verify", "17").returncode == 2
