"""``digest sources`` against a real web server: what is tried, found, added, moved, and how sources fare."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, MAYOR, digest, write

MARCH_2 = ("--at", "2026-03-02T07:00")
RSS = "application/rss+xml"
LINK = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
MINUTE = FEED.format(**BRIDGE).replace("Harbour Gazette", "Harbour Minute").replace("/bridge", "/minute")


class Site(http.server.ThreadingHTTPServer):
    """A web server whose answers a test sets: path -> (status, headers, body); all else is 404."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def serve(self, path: str, body: str, kind: str = "text/html", status: int = 200) -> str:
        """Answer a path so from now on. Returns its URL."""
        self.answers[path] = (status, {"Content-Type": kind}, body)
        return self.url + path

    def send_on(self, path: str, to: str, status: int = 301) -> str:
        """Redirect a path from now on."""
        self.answers[path] = (status, {"Location": to}, "")
        return self.url + path


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers as the site was told."""

    server: Site

    def do_GET(self) -> None:
        """One answer."""
        self.server.asked.append(self.path)
        status, headers, body = self.server.answers.get(self.path, (404, {}, "not here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Path:
    """A publication of one feed of the site."""
    site.serve("/gazette.xml", FEED.format(**BRIDGE), RSS)
    write(tmp_path, f"  - feed: {site.url}/gazette.xml  # ours\n    name: Harbour Gazette\n")
    return tmp_path


def listed(desk: Path) -> list[tuple[str, str, str | None]]:
    """(name, URL, section) of every source."""
    found = json.loads(digest(desk, "sources", "--json").stdout)["sources"]
    return [(source["name"], source["url"], source["section"]) for source in found]


def healthy(desk: Path, *at: str) -> dict[str, dict[str, object]]:
    """What ``--health --json`` says, by name."""
    run = digest(desk, "sources", "--health", "--json", *at)
    assert run.returncode == 0, run.stderr
    return {source["source"]: source for source in json.loads(run.stdout)["sources"]}


# --------------------------------------------------------------------------------------------------------------- test


def test_a_source_is_tried(desk: Path, site: Site) -> None:
    """Status, parser, and each entry with its date, link and text; nothing is stored."""
    run = digest(desk, "sources", "test", "Harbour Gazette", *MARCH_2)
    assert run.returncode == 0, run.stderr
    for said in (
        f"Harbour Gazette: {site.url}/gazette.xml",
        "HTTP 200, application/rss+xml, ",
        "1 entry, read by fastfeedparser",
        "the next issue would consider 1 of them",
        "2026-03-02 06:00  Kelmar Bridge closed after crack is found",
        "https://gazette.example/bridge",
        "134 characters of text",
    ):
        assert said in run.stdout
    assert not (desk / ".digest").exists()


def test_why_entries_would_be_left_out(desk: Path, site: Site) -> None:
    """The window's own reasons: too old, in the future, excluded, printed before, twice the same id."""
    items = "".join(
        f"<item><title>{title}</title><guid>{guid}</guid><link>https://gazette.example/{guid}</link>{date}"
        "<description>A teaser that says enough of it to be read by whoever wants.</description></item>"
        for title, guid, date in (
            ("An old one", "old", "<pubDate>Mon, 02 Feb 2026 05:00:00 GMT</pubDate>"),
            ("One that is to come", "future", "<pubDate>Mon, 30 Mar 2026 05:00:00 GMT</pubDate>"),
            ("Your horoscope", "stars", ""),
            ("Bridge again", "bridge", "<pubDate>Tue, 03 Mar 2026 05:00:00 GMT</pubDate>"),
        )
    )
    assert digest(desk, "run", *MARCH_2).returncode == 0
    site.serve("/gazette.xml", f"<rss version='2.0'><channel><title>G</title>{items}</channel></rss>", RSS)
    with (desk / "feeds.yml").open("a") as file:
        file.write("filters:\n  exclude: [horoscope]\n")
    run = digest(desk, "sources", "test", f"{site.url}/gazette.xml", "--at", "2026-03-03T07:00", "--json")
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)["answers"][0]
    assert (answer["http"], answer["parser"]) == (200, "fastfeedparser")
    assert {entry["title"]: entry["dropped"] for entry in answer["entries"]} == {
        "An old one": "older than 72 hours",
        "One that is to come": "not yet published",
        "Your horoscope": "excluded by “horoscope”",
        "Bridge again": "printed in an earlier issue",
    }


def test_a_url_that_is_not_there_yet_is_tried(desk: Path, site: Site) -> None:
    """Any URL; a redirect is told."""
    site.send_on("/old", "/gazette.xml")
    run = digest(desk, "sources", "test", f"{site.url}/old", *MARCH_2)
    assert run.returncode == 0, run.stderr
    assert f"moved for good to {site.url}/gazette.xml" in run.stdout


def test_a_page_tells_its_feeds(desk: Path, site: Site) -> None:
    """65, for it is no feed; and where its feeds are."""
    site.serve("/", f"<html><head><title>Town</title>{LINK.format('Town news', '/town.xml')}</head><p>x</html>")
    run = digest(desk, "sources", "test", f"{site.url}/")
    assert run.returncode == 65
    assert f"{site.url}/town.xml  (Town news, RSS)" in run.stdout
    found = json.loads(digest(desk, "sources", "test", f"{site.url}/", "--json").stdout)
    assert found["answers"][0]["feeds"][0]["url"] == f"{site.url}/town.xml"
    assert found["status"] == 65


def test_what_does_not_answer_is_a_69(desk: Path, site: Site) -> None:
    """With the reason."""
    run = digest(desk, "sources", "test", f"{site.url}/nowhere")
    assert run.returncode == 69
    assert "404" in run.stderr
    assert digest(desk, "sources", "test", "Nobody").returncode == 2


def test_a_file_and_seeds_are_tried(desk: Path) -> None:
    """A path from here, or seeds by their name."""
    (desk / "saved.xml").write_text(FEED.format(**MAYOR))
    run = digest(desk, "sources", "test", "saved.xml", "--at", "2026-03-03T07:00")
    assert "Tarsk mayor resigns" in run.stdout, run.stderr
    (desk / "one.txt").write_text("A headline of our own\n\nIts first paragraph says what happened in the town.\n")
    with (desk / "feeds.yml").open("a") as file:
        file.write("  - seeds: '*.txt'\n    name: Desk\n")
    run = digest(desk, "sources", "test", "Desk")
    assert "A headline of our own" in run.stdout, run.stderr


# ---------------------------------------------------------------------------------------------------------------- add


def test_a_sites_only_feed_is_added(desk: Path, site: Site) -> None:
    """By its own title; the comments' feed does not count, nor the same entries in another format."""
    links = [LINK.format("Comments", "/comments.xml"), LINK.format("RSS", "/town.xml"), LINK.format("Same", "/again")]
    site.serve("/", f"<html><head>{''.join(links)}</head></html>")
    site.serve("/town.xml", FEED.format(**MAYOR).replace("Harbour Gazette", "Town &amp;amp; Country"), RSS)
    site.serve("/again", FEED.format(**MAYOR), RSS)
    site.serve("/comments.xml", MINUTE, RSS)
    run = digest(desk, "sources", "add", f"{site.url}/", "--section", "Region")
    assert run.returncode == 0, run.stdout + run.stderr
    assert listed(desk)[1:] == [("Town & Country", f"{site.url}/town.xml", "Region")]
    assert "# ours" in (desk / "feeds.yml").read_text()


def test_several_feeds_are_listed_and_none_is_added(desk: Path, site: Site) -> None:
    """2; then one by its own URL, or all."""
    site.serve("/", LINK.format("News", "/town.xml") + LINK.format("Minute", "/minute.xml") + LINK.format("No", "/no"))
    site.serve("/town.xml", FEED.format(**MAYOR), RSS)
    site.serve("/minute.xml", MINUTE, RSS)
    run = digest(desk, "sources", "add", f"{site.url}/")
    assert run.returncode == 2
    assert f"{site.url}/town.xml" in run.stdout
    assert "Harbour Minute, RSS, 1 entry" in run.stdout
    assert "--all" in run.stderr
    assert len(listed(desk)) == 1
    found = json.loads(digest(desk, "sources", "add", f"{site.url}/", "--json").stdout)
    assert [feed["url"] for feed in found["feeds"]] == [f"{site.url}/town.xml", f"{site.url}/minute.xml"]
    assert digest(desk, "sources", "add", f"{site.url}/minute.xml").returncode == 0
    assert digest(desk, "sources", "add", f"{site.url}/", "--all", "--name", "X").returncode == 2
    assert digest(desk, "sources", "add", f"{site.url}/", "--all").returncode == 0
    assert [url for _, url, _ in listed(desk)[1:]] == [f"{site.url}/minute.xml", f"{site.url}/town.xml"]
    assert listed(desk)[2][0] == "Harbour Gazette (2)"


def test_usual_places_are_a_last_resort(desk: Path, site: Site) -> None:
    """A page that names none: /feed and its like are asked."""
    site.serve("/news/", "<html><p>Welcome</html>")
    site.serve("/rss.xml", FEED.format(**MAYOR), RSS)
    site.serve("/index.xml", FEED.format(**MAYOR), RSS)
    assert digest(desk, "sources", "add", f"{site.url}/news/", "--name", "Town").returncode == 0
    assert listed(desk)[1:] == [("Town", f"{site.url}/rss.xml", None)]


def test_a_page_about_feeds_is_read(desk: Path, site: Site) -> None:
    """An article that declares nothing but its comments links to a page that lists the feeds: one of these is found."""
    comments = LINK.format("Comments on this", "/comments.xml")
    site.serve("/article", f'<html><head>{comments}</head><body><a href="/rss-feeds">RSS feeds</a></body></html>')
    site.serve("/comments.xml", MINUTE, RSS)
    site.serve("/rss-feeds", '<html><p>Ours: <a href="/rss/town.xml">Town</a>, <a href="/rss/none.xml">Old</a></html>')
    site.serve("/rss/town.xml", FEED.format(**MAYOR).replace("Harbour Gazette", "Town"), RSS)
    assert digest(desk, "sources", "add", f"{site.url}/article").returncode == 0
    assert listed(desk)[1:] == [("Town", f"{site.url}/rss/town.xml", None)]


def test_an_address_as_a_browser_takes_it(desk: Path) -> None:
    """Without https://; a file's name stays one, and a file that is not there is no source."""
    offline = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    assert digest(desk, "sources", "add", "news.example.org/world", **offline).returncode == 0
    missing = digest(desk, "sources", "add", "saved.xml", **offline)
    assert (missing.returncode, "there is no file 'saved.xml'" in missing.stderr) == (2, True)
    (desk / "saved.xml").write_text(FEED.format(**BRIDGE))
    assert digest(desk, "sources", "add", "saved.xml", **offline).returncode == 0
    assert [url for _, url, _ in listed(desk)[1:]] == ["https://news.example.org/world", str(desk / "saved.xml")]


def test_a_site_without_a_feed_says_so(desk: Path, site: Site) -> None:
    """65, and feeds.yml is as it was."""
    site.serve("/", "<html><title>Shop</title><p>Welcome</html>")
    before = (desk / "feeds.yml").read_bytes()
    run = digest(desk, "sources", "add", f"{site.url}/")
    assert run.returncode == 65
    assert "titled “Shop”" in run.stderr
    assert "names no feed" in run.stderr
    assert (desk / "feeds.yml").read_bytes() == before


def test_a_site_whose_feed_is_down(desk: Path, site: Site) -> None:
    """69: it is named, and cannot be read now."""
    site.serve("/", LINK.format("News", "/gone.xml"))
    run = digest(desk, "sources", "add", f"{site.url}/")
    assert run.returncode == 69
    assert f"{site.url}/gone.xml" in run.stderr


def test_a_feed_is_added_as_it_is(desk: Path, site: Site) -> None:
    """Without a name of its own; one that does not answer now too, with a word on it; one that is there, never."""
    site.serve("/minute.xml", MINUTE, RSS)
    assert digest(desk, "sources", "add", f"{site.url}/minute.xml").returncode == 0
    run = digest(desk, "sources", "add", f"{site.url}/later.xml")
    assert run.returncode == 0
    assert "could not be read now: HTTP 404" in run.stdout
    assert [url for _, url, _ in listed(desk)[1:]] == [f"{site.url}/minute.xml", f"{site.url}/later.xml"]
    asked = len(site.asked)
    assert digest(desk, "sources", "add", f"{site.url}/minute.xml").returncode == 2
    assert len(site.asked) == asked


# ------------------------------------------------------------------------------------------------------- health, move


def test_health(desk: Path, site: Site) -> None:
    """Worst first, within 80 columns, in JSON too."""
    assert digest(desk, "sources", "--health").stdout.splitlines()[1].startswith("Harbour Gazette           new")
    digest(desk, "sources", "add", f"{site.url}/nowhere.xml", "--name", "No Name As Long As This One Fits In Here")
    for day in (2, 3, 4):
        digest(desk, "fetch", "--at", f"2026-03-0{day}T07:00")
    run = digest(desk, "sources", "--health", "--at", "2026-03-04T08:00")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["Source", "Now", "Last", "new", "Usually"]
    assert lines[1].startswith("No Name As Long As This…  failing")
    assert lines[2].startswith("    failed 3 times in a row, since 2 March: HTTP 404")
    assert [line for line in lines if line.startswith("Harbour Gazette           ok        2 March")]
    assert lines[-1] == "2 sources: 1 failing, 1 ok; days are of Europe/Oslo"
    found = healthy(desk, "--at", "2026-03-04T08:00")
    assert found["Harbour Gazette"]["last_success"] == "2026-03-04T06:00:00Z"
    bad = found["No Name As Long As This One Fits In Here"]
    assert (bad["verdict"], bad["failures"], bad["failing_since"]) == ("failing", 3, "2026-03-02T06:00:00Z")
    assert str(bad["fix"]).startswith("look: digest sources test ")


def test_a_source_that_moved(desk: Path, site: Site) -> None:
    """After three mornings of a permanent redirect it is asked there; `move` writes it down, history and all."""
    site.serve("/new.xml", FEED.format(**BRIDGE), RSS)
    site.send_on("/gazette.xml", "/new.xml")
    assert digest(desk, "sources", "move", "Harbour Gazette").returncode == 2
    for day in (2, 3, 4):
        digest(desk, "fetch", "--at", f"2026-03-0{day}T07:00")
    at = ("--at", "2026-03-05T07:00")
    assert healthy(desk, *at)["Harbour Gazette"]["verdict"] == "moved"
    site.asked.clear()
    digest(desk, "fetch", *at)
    assert site.asked == ["/new.xml"]
    assert digest(desk, "sources", "move", "Harbour Gazette").returncode == 0
    assert "/new.xml  # ours\n    name: Harbour Gazette\n" in (desk / "feeds.yml").read_text()
    site.asked.clear()
    assert "0 new" in digest(desk, "fetch", "--at", "2026-03-06T07:00").stdout
    assert site.asked == ["/new.xml"]
    found = healthy(desk, "--at", "2026-03-06T08:00")["Harbour Gazette"]
    assert (found["verdict"], found["moved"], found["last_new"]) == ("ok", None, "2026-03-02T05:00:00Z")


def test_a_nameless_source_keeps_its_history(desk: Path, site: Site) -> None:
    """What the archive knows it by is its old address: that becomes its name."""
    write(desk, f"  - {site.url}/gazette.xml\n")
    assert "1 new" in digest(desk, "fetch", *MARCH_2).stdout
    new = site.serve("/new.xml", FEED.format(**BRIDGE), RSS)
    run = digest(desk, "sources", "move", f"{site.url}/gazette.xml", new)
    assert run.returncode == 0, run.stderr
    assert f"- feed: {new}\n    name: {site.url}/gazette.xml\n" in (desk / "feeds.yml").read_text()
    assert "0 new" in digest(desk, "fetch", "--at", "2026-03-02T08:00").stdout


def test_a_source_that_is_gone_is_left_alone(desk: Path, site: Site) -> None:
    """410: said, and not asked again."""
    site.serve("/gazette.xml", "", status=410)
    digest(desk, "fetch", *MARCH_2)
    site.asked.clear()
    digest(desk, "fetch", "--at", "2026-03-03T07:00")
    assert site.asked == []
    assert (
        healthy(desk, "--at", "2026-03-03T08:00")["Harbour Gazette"]["text"] == "gone for good since 2 March (HTTP 410)"
    )


# --------------------------------------------------------------------------------------------------------------- OPML


def test_folders_survive_the_round_trip(desk: Path, tmp_path: Path) -> None:
    """Folders become sections, the innermost of nested ones, and sections folders again."""
    (desk / "in.opml").write_text(
        '<opml version="2.0"><head/><body><outline text="World"><outline text="Asia"><outline text="A" '
        'xmlUrl="https://a.example/?rss=1"/></outline><outline text="B" xmlUrl="https://b.example/feed"/></outline>'
        '<outline text="C" xmlUrl="https://c.example/feed"/></body></opml>'
    )
    assert "Added 3 of 3" in digest(desk, "sources", "import", "in.opml").stdout
    wanted = [("A", "https://a.example/?rss=1", "Asia"), ("B", "https://b.example/feed", "World")]
    wanted.append(("C", "https://c.example/feed", None))
    assert listed(desk)[1:] == wanted
    assert digest(desk, "sources", "export", "out.opml").returncode == 0
    write(desk, "  - https://d.example/feed\n")
    assert digest(desk, "sources", "import", "out.opml").returncode == 0
    assert sorted(listed(desk)[2:], key=lambda row: row[0]) == wanted


def test_two_without_a_name_on_one_host(desk: Path, site: Site) -> None:
    """Each is called by its address: whoever reads of one knows which, and the one is removed, not the other."""
    one, two = site.serve("/one.xml", FEED.format(**BRIDGE), RSS), site.serve("/two.xml", FEED.format(**MAYOR), RSS)
    write(desk, f"  - {one}\n  - {two}\n")
    names = [name for name, _, _ in listed(desk)]
    assert names == [one.removeprefix("http://"), two.removeprefix("http://")]
    assert digest(desk, "sources", "remove", names[0]).returncode == 0
    assert [url for _, url, _ in listed(desk)] == [two]


def test_a_feed_is_added_under_its_own_name(desk: Path, site: Site) -> None:
    """By its own address as by its site's."""
    feed = site.serve("/feed.xml", MINUTE, RSS)
    run = digest(desk, "sources", "add", feed)
    assert (run.returncode, run.stdout.splitlines()[0]) == (0, "Added Harbour Minute")


def test_a_source_that_was_left_alone_is_still_known(desk: Path, site: Site) -> None:
    """It is counted in the report, listed, and named in the issue of a later command."""
    busy = site.serve("/busy.xml", "later", status=429)
    good = site.serve("/good.xml", FEED.format(**BRIDGE), RSS)
    write(desk, f"  - {{feed: {busy}, name: Busy}}\n  - {{feed: {good}, name: Good}}\n")
    assert digest(desk, "fetch", *MARCH_2).returncode == 3
    again = digest(desk, "fetch", *MARCH_2)
    assert again.stdout.splitlines()[0].startswith("Sources   1 unchanged, 1 left alone")
    told = digest(desk, "sources", "list", *MARCH_2).stdout
    assert "not asked yet" not in told
    assert "left alone until" in told


def test_a_link_stays_a_link(desk: Path, site: Site) -> None:
    """feeds.yml may lie elsewhere: what the link leads to is changed, with its own line ends."""
    feed = site.serve("/feed.xml", FEED.format(**BRIDGE), RSS)
    real = desk / "real"
    real.mkdir()
    text = (desk / "feeds.yml").read_text().replace("\n", "\r\n")
    (real / "mine.yml").write_bytes(text.encode())
    (desk / "feeds.yml").unlink()
    (desk / "feeds.yml").symlink_to(real / "mine.yml")
    assert digest(desk, "sources", "add", feed).returncode == 0
    assert (desk / "feeds.yml").is_symlink()
    changed = (real / "mine.yml").read_bytes()
    assert feed.encode() in changed
    assert b"\n" not in changed.replace(b"\r\n", b"")
    assert sorted(path.name for path in real.iterdir()) == ["mine.yml"]
