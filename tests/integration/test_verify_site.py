"""``digest verify``: what a reader sees, where links lead, what the database holds; each flaw put into real output."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from installed import digest

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
        "More than 2,300 vehicles were turned back in the first hour. "
        "An emergency council meeting is scheduled for March 9.",
    ),
    (
        "Tue, 03 Mar 2026",
        "mayor",
        "Tarsk mayor resigns over flood defence contract",
        "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother. "
        "“I have nothing to be ashamed of,” said Ines Marrow, the mayor.",
    ),
    (
        "Wed, 04 Mar 2026",
        "cable",
        "Kelmar Bridge cable crack to be repaired by June",
        "The crack in the main cable of the Kelmar Bridge will be repaired by June, engineers said on Wednesday. "
        "Divers looked at the piers of the bridge and found no other crack.",
    ),
)
SECOND = "issues/2026-03-03"
FOREIGN = "The mayor had wept all night, an aide said."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three days, served at an address, with a thread that goes on."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "feeds.yml").write_text(
        "publication:\n  title: The Estuary Morning\n  url: https://estuary.example/news\n"
        "sources:\n  - feed: gazette.xml\n    name: Gazette\n"
    )
    for number, at in enumerate(DAYS, 1):
        items = "".join(ITEM.format(date=d, slug=s, title=t, text=text) for d, s, t, text in reversed(NEWS[:number]))
        (folder / "gazette.xml").write_text(FEED.format(items=items))
        done = digest(folder, "run", "--at", at, "--quiet")
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """The same, to be tampered with."""
    return Path(shutil.copytree(published, tmp_path / "home"))


def told(home: Path, *arguments: str) -> list[str]:
    """The flaws, as they are told."""
    done = digest(home, "verify", *arguments)
    assert done.returncode == 4, done.stdout + done.stderr
    *flaws, count = done.stderr.splitlines()
    assert count.endswith("nothing was changed")
    return flaws


def well(home: Path, *arguments: str) -> str:
    """What verifying says where all is as it has to be."""
    done = digest(home, "verify", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def change(home: Path, path: str, how: Callable[[str], str], *, hashed: bool = True) -> None:
    """Change a file of output/, and where ``hashed`` the hash that was kept of it: who has the database may."""
    file = home / "output" / path
    before = file.read_text(encoding="utf-8")
    after = how(before)
    assert after != before, path
    file.write_text(after, encoding="utf-8")
    if hashed:
        with sqlite3.connect(home / ".digest/digest.db") as connection:
            known = hashlib.sha256(after.encode()).hexdigest()
            rows = connection.execute("UPDATE published SET sha256 = ? WHERE path = ?", (known, path)).rowcount
            assert rows == 1, path
        connection.close()


def test_all_is_well(home: Path) -> None:
    """Of each issue and of all, the whole site and the database with it."""
    assert "!" not in well(home, "--all")
    assert "!" not in well(home, "2")


@pytest.mark.parametrize("name", ["index.html", "email.html", "email.txt"])
@pytest.mark.parametrize("hashed", [True, False])
def test_a_sentence_that_no_source_wrote(home: Path, name: str, hashed: bool) -> None:
    """With the hash changed too: nothing that renders it has changed, and still it is other."""
    mark = "</p>" if name.endswith("html") else "\n\n"
    change(home, f"{SECOND}/{name}", lambda text: text.replace(mark, f"{mark}{FOREIGN}{mark}", 1), hashed=hashed)
    flaws = told(home, "2")
    assert all(flaw.startswith(f"issue 2: output/{SECOND}/{name}: ") for flaw in flaws)
    reason = "nothing that renders it has changed since" if hashed else "is not what was published"
    assert reason in flaws[0]
    assert "`digest publish 2` makes it again" in flaws[0]
    [found] = [flaw for flaw in flaws if "neither the issue's nor the templates'" in flaw]
    assert FOREIGN.rstrip(".") in found
    assert "`digest rebuild 2` makes it again" in found


@pytest.mark.parametrize("name", ["index.html", "email.html", "email.txt"])
@pytest.mark.parametrize(
    ("gone", "place"),
    [
        ("Tarsk mayor resigns over flood defence contract", "headline"),
        ("auditors found", "what happened 1"),
        ("nothing to be ashamed of", "what happened 2"),
    ],
)
def test_what_a_reader_does_not_find(home: Path, name: str, gone: str, place: str) -> None:
    """A headline, a sentence, what somebody said: told with its place in the issue."""

    def without(text: str) -> str:
        changed = text
        for words in (gone, gone.replace(" ", "\n"), gone.replace(" ", "\u00a0")):
            changed = changed.replace(words, "…")
        if changed == text:  # a line ends within it
            head, tail = gone.split()[0], gone.split()[1]
            changed = text.replace(f"{head}\n{tail}", "…").replace(f"{head}\n  {tail}", "…")
        return changed

    change(home, f"{SECOND}/{name}", without)
    flaws = told(home, "2")
    assert any("a reader does not find story 1" in flaw and f", {place};" in flaw for flaw in flaws), flaws


def test_the_day_of_a_dated_item(home: Path) -> None:
    """The page says another day than the issue."""
    change(
        home,
        "issues/2026-03-02/index.html",
        lambda text: text.replace('datetime="2026-03-09"', 'datetime="2026-03-08"'),
    )
    assert any("a reader does not find" in flaw and "2026-03-09" in flaw for flaw in told(home, "1"))


def test_templates_of_ones_own_may_say_and_leave_out_what_they_will(home: Path) -> None:
    """It is told behind a mark, and no flaw."""
    own = home / "templates/text/issue.txt"
    own.parent.mkdir(parents=True)
    own.write_text("{{ issue.publication.title }}\n\nAll the news that we had room for this morning.\n")
    assert digest(home, "publish", "2").returncode == 0
    said = well(home, "2")
    assert "! issue 2: output/issues/2026-03-03/email.txt: a reader does not find story 1" in said
    assert "all the news" not in said.casefold()


def test_a_link_that_leads_nowhere(home: Path) -> None:
    """To a file that is not there, and to a place that its page does not have."""
    change(home, f"{SECOND}/index.html", lambda text: text.replace("</main>", '<a href="../2026-02-30/">x</a></main>'))
    change(
        home, f"{SECOND}/email.txt", lambda text: f"{text}\nhttps://estuary.example/news/issues/2026-03-02/#s-none\n"
    )
    flaws = told(home, "2")
    assert any("links to output/issues/2026-02-30/index.html, which is not there" in flaw for flaw in flaws)
    assert any(
        "links to “s-none” in output/issues/2026-03-02/index.html, which has no such place" in flaw
        and f"output/{SECOND}/email.txt" in flaw
        for flaw in flaws
    )
    assert all("`digest publish --all` makes both again" in flaw for flaw in flaws if "links to" in flaw)


@pytest.mark.parametrize("name", ["feed.xml", "feed.json", "sitemap.xml", "index.html", "issues/index.html"])
def test_links_of_what_spans_issues(home: Path, name: str) -> None:
    """Feeds, sitemaps and lists are followed with the newest issue."""
    if name == "sitemap.xml" and not (home / "output" / name).is_file():
        pytest.skip("there is none of that name")

    def astray(text: str) -> str:
        for old in ("issues/2026-03-02/", "sitemap-2026.xml", "sitemap-site.xml"):
            if old in text:
                return text.replace(old, "issues/2026-03-01/", 1)
        return text

    change(home, name, astray)
    assert any(f"output/{name}: links to output/issues/2026-03-01/" in flaw for flaw in told(home))
    well(home, "2")


def test_every_page_is_walked(home: Path) -> None:
    """With --all: the pages of threads, sections and sources too; a target that is gone is told once."""
    pages = [
        path for path in (home / "output").rglob("*.html") if path.relative_to(home / "output").parts[0] != "issues"
    ]
    deep = [path for path in pages if len(path.relative_to(home / "output").parts) > 2]
    assert deep
    for path in deep:
        change(
            home,
            str(path.relative_to(home / "output")),
            lambda text: text.replace("</main>", '<a href="/news/x/">x</a></main>'),
        )
    flaws = told(home, "--all")
    assert len([flaw for flaw in flaws if "links to output/x/index.html, which is not there" in flaw]) == 1


def test_a_page_that_is_gone_is_told_once(home: Path) -> None:
    """Not once more for each page that links to it."""
    (home / "output/issues/index.html").unlink()
    assert [flaw.split("; ")[0] for flaw in told(home)] == ["issue 3: output/issues/index.html: is missing"]
    assert len(told(home, "--all")) == 1


def test_what_the_database_says_of_what_is_not_there(home: Path) -> None:
    """A row that names an issue that no table has: with --all, and what brings back a sound one."""
    with sqlite3.connect(home / ".digest/digest.db") as connection:
        connection.execute("INSERT INTO credits VALUES (99, 'Gazette', '2026-03-09', 1, '')")
    connection.close()
    [flaw] = told(home, "--all")
    assert "the database: a row of credits" in flaw
    assert "names what issues does not have; `digest restore FILE` brings back a sound one" in flaw


def test_a_search_index_that_lags_behind(home: Path) -> None:
    """A year's index without one of its issues; without any index nothing is asked."""
    place = home / "output/search/2026"
    (place / "fragment").mkdir(parents=True)
    (place / "pagefind-entry.json").write_text('{"languages": {}}')
    flaws = told(home, "2")
    assert flaws == ["issue 2: output/search/2026: does not have the issue; `digest publish 2` indexes the year again"]
    (place / "fragment/en_0123456.pf_fragment").write_bytes(b"torn")
    assert any(
        "output/search/2026/fragment/en_0123456.pf_fragment: is not whole" in flaw for flaw in told(home, "--all")
    )


def test_the_newest_issue_tampered_with(home: Path) -> None:
    """It is a flaw as of any other, and the site around it is looked at all the same."""
    with sqlite3.connect(home / ".digest/digest.db") as connection:
        connection.execute(
            "UPDATE issues SET body = CAST(replace(CAST(body AS TEXT), 'Kelmar', 'Kalmer') AS BLOB) WHERE number = 3"
        )
    connection.close()
    (home / "output/feed.xml").unlink()
    flaws = told(home)
    assert any("the database: the frozen issue is not what was frozen" in flaw for flaw in flaws)
    assert any("output/feed.xml: is missing" in flaw for flaw in flaws)


def test_the_report_has_each_flaw_as_an_object(home: Path) -> None:
    """With where it is, and what is printed there."""
    change(home, f"{SECOND}/index.html", lambda text: text.replace("</main>", f"<p>{FOREIGN}</p></main>"), hashed=False)
    report = json.loads(digest(home, "verify", "2", "--json").stdout)
    assert report["status"] == 4
    assert FOREIGN.rstrip(".") in [flaw["printed"].rstrip(".") for flaw in report["flaws"] if flaw["printed"]]
