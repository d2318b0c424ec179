"""``digest rebuild``: issues made again of what they were made of, whatever came after them."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest
from installed import AT, digest, write

SEED = Path(__file__).parents[2] / "seeds" / "000_a5c98d244fca9490.txt"
FEED = """<rss version="2.0"><channel><title>{name}</title><link>https://{host}/</link><description/>
{items}</channel></rss>"""
ITEM = (
    "<item><title>{title}</title><link>https://{host}/{slug}</link><guid>{slug}</guid>"
    "<pubDate>{date}</pubDate><description>{text}</description></item>"
)
# Day -> (source, slug, title, text) of what is new on it; a story goes on, and a promise comes due.
DAYS: dict[str, list[tuple[str, str, str, str]]] = {
    "Mon, 02 Mar 2026": [
        (
            "gazette",
            "bridge",
            "Kelmar Bridge closed after crack is found in main cable",
            "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. "
            "More than 2,300 vehicles were turned back in the first hour. "
            "An emergency council meeting is scheduled for March 4.",
        ),
        (
            "radio",
            "kelmar",
            "Crack in main cable closes Kelmar Bridge",
            "The Kelmar Bridge is closed after engineers found a crack in the main cable, the council said. "
            "Some 2,500 vehicles were turned back on Monday.",
        ),
    ],
    "Tue, 03 Mar 2026": [
        (
            "gazette",
            "mayor",
            "Tarsk mayor resigns over flood defence contract",
            "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
        ),
        (
            "radio",
            "miners",
            "Three miners rescued near Orvel",
            "A drill reached the shaft after two days and a night of work, the mine inspector said.",
        ),
    ],
    "Wed, 04 Mar 2026": [
        (
            "gazette",
            "bridge-council",
            "Council votes to repair cracked cable of Kelmar Bridge",
            "The council voted on Wednesday to repair the cracked main cable of the Kelmar Bridge at a cost of "
            "14 million crowns. Work begins on March 20.",
        ),
    ],
}
MOMENTS = ("2026-03-02T07:00", "2026-03-03T07:00", "2026-03-04T07:00")


def feeds(home: Path, until: int, *, edited: bool = False) -> None:
    """What the sources serve on the day of that number; ``edited``: with other words than before."""
    for source in ("gazette", "radio"):
        items = [
            ITEM.format(
                host=f"{source}.example",
                date=f"{day} 05:00:00 GMT",
                slug=slug,
                title=title.replace("Kelmar", "Kalmer") if edited else title,
                text=text.replace("Monday", "Sunday") + " Corrected." if edited else text,
            )
            for day, told in list(DAYS.items())[:until]
            for name, slug, title, text in told
            if name == source
        ]
        (home / f"{source}.xml").write_text(
            FEED.format(name=source.title(), host=f"{source}.example", items="".join(reversed(items)))
        )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three days, with a correction of the editor's on the second, that holds no more."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "seeds").mkdir()
    shutil.copy(SEED, folder / "seeds")
    sources = "".join(f"  - feed: {name}.xml\n    name: {name.title()}\n" for name in ("gazette", "radio"))
    write(folder, f"{sources}  - seeds: seeds/*.txt\n    name: Seeds\n    published: 2026-03-02\n")
    for number, at in enumerate(MOMENTS, 1):
        feeds(folder, number)
        if number == 2:
            assert digest(folder, "fetch", "--at", at, "-q").returncode == 0
            killed = digest(folder, "stories", "kill", "https://radio.example/miners", "--at", at)
            assert killed.returncode == 0, killed.stderr
        assert digest(folder, "run", "--at", at, "-q").returncode == 0
        if number == 2:
            assert digest(folder, "stories", "undo", "1").returncode == 0
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "home"))


def checked(home: Path, *arguments: str, status: int = 0) -> list[dict[str, Any]]:
    """What ``rebuild --check`` says of each issue."""
    done = digest(home, "rebuild", "--check", "--json", *arguments)
    assert done.returncode == status, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["issues"]
    return found


def states(home: Path, *arguments: str, status: int = 0) -> list[tuple[str, str]]:
    """(of the issue, of its editions), an issue each."""
    return [(one["issue"]["state"], one["editions"]["state"]) for one in checked(home, *arguments, status=status)]


def tamper(home: Path, statement: str, *values: object) -> None:
    """Change the database."""
    with sqlite3.connect(home / ".digest/digest.db") as connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def inputs(home: Path, number: int) -> dict[str, Any]:
    """What is kept of what an issue was made of."""
    connection = sqlite3.connect(home / ".digest/digest.db")
    [body] = connection.execute("SELECT body FROM inputs WHERE issue = ?", (number,)).fetchone()
    connection.close()
    found: dict[str, Any] = json.loads(zlib.decompress(body))
    return found


def put(home: Path, number: int, changed: dict[str, Any]) -> None:
    """Keep something else."""
    body = zlib.compress(json.dumps(changed).encode())
    tamper(home, "UPDATE inputs SET body = ? WHERE issue = ?", body, number)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ALL_SAME = [("same", "same")] * 3


def test_each_is_made_again_and_nothing_is_written(home: Path) -> None:
    """The same bytes of both layers, told in words; not a byte changes, and another run may be at work."""
    before = files(home / "output"), inputs(home, 2)
    said = digest(home, "rebuild", "--check", "--all")
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert [line for line in lines if line.startswith("Issue")] == [
        "Issue 1, 2026-03-02",
        "Issue 2, 2026-03-03",
        "Issue 3, 2026-03-04",
    ]
    assert sum("the same" in line for line in lines) == 6
    assert (files(home / "output"), inputs(home, 2)) == before


def test_what_came_later_changes_nothing(home: Path) -> None:
    """Sources that edit what they said, later issues, a correction that was undone, and another feeds.yml."""
    feeds(home, 3, edited=True)
    written = (home / "feeds.yml").read_text()
    (home / "feeds.yml").write_text(written.replace("    name: Radio\n", "    name: Radio\n    weight: 0.2\n"))
    assert digest(home, "run", "--at", "2026-03-05T07:00", "-q").returncode in (0, 69)
    assert states(home, "1", "2", "3") == ALL_SAME
    (home / "feeds.yml").write_text(written.replace("  - feed: radio.xml\n    name: Radio\n", ""))
    assert states(home, "1", "2", "3") == ALL_SAME


def test_what_age_dropped_is_not_missed(home: Path) -> None:
    """Entries that retention swept are in what is kept of the issues."""
    many = [
        ITEM.format(
            host="gazette.example",
            date="Mon, 01 Jun 2026 05:00:00 GMT",
            slug=f"town-{number}",
            title=f"Town number {number} opens library of its own",
            text=f"The library of town number {number} has {number + 100} books.",
        )
        for number in range(30)
    ]
    for name in ("gazette", "radio"):
        (home / f"{name}.xml").write_text(
            FEED.format(name=name, host="gazette.example", items="".join(many)).replace("gazette.ex", f"{name}.ex")
        )
    (home / "feeds.yml").write_text((home / "feeds.yml").read_text() + "keep_articles: 30d\n")
    for at in ("2026-06-01T07:00", "2026-06-02T07:00"):
        assert digest(home, "run", "--at", at, "-q").returncode in (0, 69)
        # A day later there is something new: age counts up to the issue before the newest.
        more = ITEM.format(
            host="gazette.example",
            date="Tue, 02 Jun 2026 05:00:00 GMT",
            slug="lighthouse",
            title="Lighthouse of Ansel sold for one crown",
            text="A keeper bought the lighthouse of Ansel, the coast guard said.",
        )
        (home / "gazette.xml").write_text(
            FEED.format(name="Gazette", host="gazette.example", items="".join([more, *many]))
        )
    tamper(
        home, "UPDATE entries SET first_seen = first_seen - 86400000000 * 400, published = 0 WHERE published < ?", 2**60
    )
    swept = digest(home, "db", "vacuum")
    assert swept.returncode == 0, swept.stderr
    connection = sqlite3.connect(home / ".digest/digest.db")
    left = connection.execute("SELECT count(*) FROM entries WHERE url LIKE '%miners%'").fetchone()
    connection.close()
    assert left == (0,)
    assert states(home, "1", "2", "3") == ALL_SAME


def test_templates_that_were_edited(home: Path) -> None:
    """The issue is the same, the page is told to be other and why; that is no flaw, and publishing again settles it."""
    edited = home / "templates/site/base.html"
    edited.parent.mkdir(parents=True)
    shipped = (Path(__file__).parents[2] / "templates/site/base.html").read_text()
    assert "</body>" in shipped
    edited.write_text(shipped.replace("</body>", "<p>Mine</p></body>"))
    assert states(home, "2") == [("same", "changed")]
    said = digest(home, "rebuild", "--check", "2")
    assert said.returncode == 0
    assert "your templates have changed" in said.stdout
    assert "output/issues/2026-03-03/index.html, line" in said.stdout
    assert said.stdout.endswith("Nothing is wrong; `digest publish 2` puts the new ones in output/.\n")
    page = home / "output/issues/2026-03-03/index.html"
    kept = page.read_bytes()
    page.unlink()
    lost = digest(home, "rebuild", "--check", "2")
    assert lost.returncode == 0
    assert "index.html: is rendered otherwise now; output/ does not hold what was published" in lost.stdout
    page.write_bytes(kept)
    again = digest(home, "rebuild", "2")
    assert again.returncode == 0, again.stderr
    assert "index.html is not what it was: your templates have changed" in again.stdout
    assert states(home, "1", "2", "3") == [("same", "changed"), ("same", "same"), ("same", "changed")]


def test_what_was_corrected_in_it_since(home: Path) -> None:
    """A note on its page is a part of the publication, and the issue that tells of it is made again with it."""
    words = "The contract was lawful."
    about = ("2", "https://gazette.example/mayor")
    noted = digest(home, "corrections", "add", *about, "--note", words, "--at", "2026-03-04T12:00")
    assert noted.returncode == 0, noted.stderr
    assert digest(home, "publish", "2").returncode == 0
    assert words in (home / "output/issues/2026-03-03/index.html").read_text()
    assert states(home, "1", "2", "3") == ALL_SAME
    (home / "gazette.xml").write_text(
        FEED.format(
            name="Gazette",
            host="gazette.example",
            items=ITEM.format(
                host="gazette.example",
                slug="lighthouse",
                date="Thu, 05 Mar 2026 05:00:00 GMT",
                title="Lighthouse of Ansel sold for one crown",
                text="A keeper bought the lighthouse of Ansel, the coast guard said on Thursday.",
            ),
        )
    )
    made = digest(home, "run", "--at", "2026-03-05T07:00", "-q")
    assert made.returncode == 0, made.stderr
    assert words in (home / "output/issues/2026-03-05/email.txt").read_text()
    assert states(home, "--all") == [*ALL_SAME, ("same", "same")]
    assert digest(home, "verify", "--all").returncode == 0


def test_a_page_that_was_read_is_kept(web: tuple[str, Path], tmp_path: Path) -> None:
    """Of an article's own page, whatever it says later."""
    base, folder = web
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>Kelmar Bridge closed after crack is found</title></head><body>'
        "<article><h1>Kelmar Bridge closed after crack is found</h1>"
        "<p>Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.</p>"
        "<p>Police turned back more than 2,300 vehicles in the first hour, and the ferries were full by eight.</p>"
        "<p>An emergency council meeting is scheduled for March 9, and repairs are expected to begin after that.</p>"
        "</article></body></html>"
    )
    (folder / "bridge.html").write_text(page)
    (folder / "gazette.xml").write_text(
        FEED.format(
            name="Gazette",
            host="gazette.example",
            items=ITEM.format(
                host="gazette.example",
                slug="bridge.html",
                date="Mon, 02 Mar 2026 05:00:00 GMT",
                title="Kelmar Bridge closed after crack is found",
                text="Engineers closed the bridge.",
            ),
        ).replace("https://gazette.example/bridge.html", f"{base}/bridge.html")
    )
    home = tmp_path / "home"
    home.mkdir()
    write(
        home,
        f"  - feed: {base}/gazette.xml\n    name: Gazette\n    full_text: always\n",
        "fetch:\n  allow_private: true\n",
    )
    made = digest(home, "run", *AT)
    assert made.returncode == 0, made.stderr
    assert "2,300 vehicles" in (home / "output/issues/2026-03-02/index.html").read_text()
    (folder / "bridge.html").unlink()
    assert states(home) == [("same", "same")]


def test_what_is_kept_names_no_address_of_a_source(home: Path) -> None:
    """Addresses of feeds may hold a secret, and have no say in what is printed."""
    assert {source["url"] for source in inputs(home, 3)["sources"]} == {""}


def test_inputs_that_give_another_issue_are_a_flaw(home: Path) -> None:
    """Unless another program made it: then that is said."""
    kept = inputs(home, 2)
    for held in kept["entries"]:
        entry = held["entry"] if isinstance(held, dict) else held[0]
        entry["title"] = entry["title"].replace("Tarsk mayor", "Mayor of Tarsk")
    put(home, 2, kept)
    assert states(home, "2", status=4) == [("other", "same")]
    said = digest(home, "rebuild", "--check", "2")
    assert "issue 2: issue.json, line" in said.stderr
    assert "Tarsk mayor" in said.stderr
    assert "Mayor of Tarsk" in said.stderr
    assert said.stderr.endswith("digest: 1 flaw; nothing was changed\n")
    kept["program"]["digest"] = "0.0.9"
    kept["program"]["code"] = "0" * 16
    put(home, 2, kept)
    assert states(home, "2") == [("changed", "same")]
    said = digest(home, "rebuild", "--check", "2")
    assert "since then its code has changed; digest 0.0.9, now 0.1.0" in said.stdout


def test_another_program_may_ask_for_what_was_not_kept(home: Path) -> None:
    """That is told, and what is asked is not looked up in what is there today."""
    kept = inputs(home, 1)
    kept["answers"] = {}
    put(home, 1, kept)
    [one] = checked(home, "1", status=4)
    assert "is not made again: it asks the archive for what was not asked then" in one["issue"]["differs"][0]["what"]


def test_inputs_that_cannot_be_read(home: Path) -> None:
    """Said with what to do; the editions are looked at all the same."""
    tamper(home, "UPDATE inputs SET body = ? WHERE issue = 3", b"torn")
    [one] = checked(home, "3", status=4)
    assert "what issue 3 was made of cannot be read back" in one["issue"]["differs"][0]["what"]
    assert one["editions"]["state"] == "same"


def test_inputs_that_are_not_kept_any_more(home: Path) -> None:
    """Of an issue long past, or that an earlier digest froze: no flaw."""
    tamper(home, "DELETE FROM inputs WHERE issue = 1")
    tamper(home, "DELETE FROM rendered WHERE issue = 1")
    tamper(home, "DELETE FROM published WHERE path LIKE 'issues/2026-03-02/%'")
    assert states(home, "--all") == [("unknown", "unknown"), *ALL_SAME[1:]]


def test_what_was_published_and_is_not_rendered_again(home: Path) -> None:
    """A hash that no file has: a flaw, because nothing that renders it has changed; unless nobody knows what did."""
    tamper(home, "UPDATE published SET sha256 = 'x' WHERE path = 'issues/2026-03-04/email.html'")
    [one] = checked(home, "3", status=4)
    assert one["editions"]["differs"][0]["where"] == "output/issues/2026-03-04/email.html"
    assert "output/ does not hold what was published" in one["editions"]["differs"][0]["what"]
    tamper(home, "DELETE FROM rendered WHERE issue = 3")
    assert states(home, "3") == [("same", "changed")]


def test_a_frozen_issue_that_was_tampered_with(home: Path) -> None:
    """It is told, nothing is rendered of it; and what it was made of still gives what was frozen."""
    tamper(home, "UPDATE issues SET body = replace(CAST(body AS TEXT), 'Tarsk', 'Torsk') WHERE number = 2")
    done = digest(home, "rebuild", "--check", "2")
    assert done.returncode == 4
    assert "the frozen issue is not what was frozen" in done.stderr
    assert "the same" in done.stdout


def test_without_check_it_is_published_again(home: Path) -> None:
    """What was lost or changed in output/ is there again, byte for byte; the frozen issue stays."""
    before = files(home / "output/issues/2026-03-03")
    shutil.rmtree(home / "output/issues/2026-03-03")
    done = digest(home, "rebuild", "2")
    assert done.returncode == 0, done.stderr
    assert "5 files, the same bytes as before" in done.stdout or "4 files, the same bytes as before" in done.stdout
    assert files(home / "output/issues/2026-03-03") == before
    assert digest(home, "verify", "--all").returncode == 0


def test_wrong_usage(home: Path) -> None:
    """An issue that is not there, and --all beside one."""
    assert digest(home, "rebuild", "--check", "9").returncode == 2
    assert digest(home, "rebuild", "--all", "1").returncode == 2
