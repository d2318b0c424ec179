"""A site and a mail made of nothing but hostile words, in a real browser: nothing runs, nothing is asked for elsewhere.

Once as they ship, with their policy, which nothing may offend; and once without it, so that it is the second lock and
not the only one.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

import chromium
import pytest
from installed import Quiet, digest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.editions.policy import policy
from digest.model import Issue, IssueSection, Publication, Related, Site, Upcoming
from tests.security.vectors import HOME, RUN, RUNNING, TEMPLATES, VECTORS

pytestmark = pytest.mark.browser

META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
A_DAY = 14  # vectors in an issue: no more, or its mail would leave some out
CANARY = (
    "return [window.canary ?? null, document.querySelectorAll('iframe,object,embed,base,form:not(#search)').length]"
)
LINKS = (
    "return [...document.querySelectorAll('[href],[src],[action]')].map(e => (e.href ?? e.src ?? e.action).toString())"
)
WAIT = "setTimeout(arguments[arguments.length - 1], 80)"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chromium that notes each request and each word of its console."""
    driver = chromium.start(
        tmp_path_factory.mktemp("watched"),
        "--host-resolver-rules=MAP evil.example ~NOTFOUND",
        capabilities={
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
            "unhandledPromptBehavior": "ignore",
        },
    )
    try:
        yield driver
    finally:
        driver.quit()


def opened(browser: Any, url: str) -> tuple[Any, list[str], list[str]]:
    """Open a page and let it work: its canary, what it asked for, and what was said of it on the console."""
    for kind in ("performance", "browser"):
        browser.get_log(kind)
    browser.get(url)
    browser.execute_async_script(WAIT)
    asked: dict[str, str] = {}
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        about = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            asked[about["requestId"]] = about["request"]["url"]
        elif message["method"] == "Network.loadingFailed" and about.get("blockedReason") == "csp":
            asked.pop(about["requestId"], None)  # it never left
    return (
        browser.execute_script(CANARY),
        list(asked.values()),
        [entry["message"] for entry in browser.get_log("browser")],
    )


def _issue(newsroom: ModuleType, vectors: tuple[str, ...], number: int) -> Issue:
    """An issue in which each place that a stranger's words reach holds one vector after the other."""
    desk = newsroom.Desk()
    for at, vector in enumerate(vectors):
        after = vectors[(at + 1) % len(vectors)]
        line = vector.replace("\n", " ")
        desk.article(
            f"v{at}", f"{line} Daily", line, f"{line} said nobody.\n{after} The harbour opens.", url=vector.strip("<>")
        )
    stories = []
    for at, vector in enumerate(vectors):
        first, *_ = desk.all(f"v{at}")
        ahead = Upcoming(passage=first, story=f"v{at}", first=date(2031, 5, 14), last=date(2031, 5, 14))
        also = (Related(headline=vector, url=f"javascript:{RUN}", source=vector), Related(headline=vector))
        stories.append(desk.story(f"v{at}", section=vector, whats_next=(ahead,), read_also=also, day=2))
    lead, *others = stories
    sections = tuple(IssueSection(name=each.section, stories=(each,)) for each in others)
    publication = Publication(title=f"A {vectors[0]}", tagline=vectors[1], url="https://x.example", lang="en")
    issue = newsroom.sample_issue(
        lead=lead, sections=sections, developing=(), due=(), settled=(), whats_next=lead.whats_next
    )
    return replace(
        issue,
        number=number,
        articles=tuple(desk.articles.values()),
        publication=publication,
        subject=vectors[2],
        preheader=vectors[3],
    )


@pytest.fixture(scope="module")
def papers(newsroom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with a site for each handful of vectors, each twice, with its policy and without; the pages' paths."""
    folder, paths = tmp_path_factory.mktemp("papers"), []
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"))
    corpus = VECTORS + TEMPLATES
    for number, at in enumerate(range(0, len(corpus), A_DAY), start=1):
        issue = _issue(newsroom, (corpus + corpus)[at : at + A_DAY], number)
        made, seen = {file.path: file.body for file in renderer.site([issue])}, set[str]()
        made |= {f"issues/{issue.date}/{each.path}": each.body for each in renderer.editions(issue)}
        for path, body in made.items():
            for kind in ("shipped", "bare"):
                file = folder / kind / str(number) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(META.sub("", body.decode()).encode() if kind == "bare" else body)
            # Pages of one kind are made alike: one of each, and each issue's mail and page.
            if path.endswith(".html") and not (
                path.startswith(("threads/", "sections/")) and path.split("/")[0] in seen
            ):
                paths.append(f"{number}/{path}")
                seen.add(path.split("/")[0])
    return folder, paths


@pytest.fixture
def served(papers: tuple[Path, list[str]]) -> Iterator[str]:
    """The folder's address on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(papers[0])))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("kind", ["shipped", "bare"])
def test_no_script_runs_and_no_foreign_request_leaves(
    watched: Any, papers: tuple[Path, list[str]], served: str, kind: str
) -> None:
    """Mail and pages of every vector, in every place that a feed's words reach; no link leads but to http and mail."""
    folder, paths = papers
    mails = [path for path in paths if path.endswith("email.html")]
    assert len(mails) * A_DAY >= len(VECTORS + TEMPLATES)
    for path in paths:
        text = (folder / kind / path).read_text()
        assert bool(META.search(text)) == (kind == "shipped" and path not in mails)
        assert text.count("said nobody") >= (A_DAY if path in mails else 0), path
        found, asked, said = opened(watched, f"{served}/{kind}/{path}")
        assert found == [None, 0], path
        assert [url for url in asked if not url.startswith(f"{served}/")] == [], path
        assert [
            line for line in said if "Content Security Policy" in line or "Content-Security-Policy" in line
        ] == [], path
        links = watched.execute_script(LINKS)
        assert [url for url in links if not re.match(r"(?:https?|mailto|webcal):", url)] == [], path


def test_a_hostile_feed_through_the_whole_program(watched: Any, tmp_path: Path) -> None:
    """Read, grouped, summarised, published by the installed command: as a reader opens it, and without its policy."""
    items = ""
    for at, vector in enumerate(VECTORS):
        words = escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", vector))
        items += (
            f"<item><title>{words} council {at} buys ferry number {at}</title><guid>g{at}</guid>"
            f"<link>https://gazette.example/{at}</link><author>{words}</author><category>{words}</category>"
            f"<pubDate>Mon, 02 Mar 2026 05:{at % 60:02}:00 GMT</pubDate><description>{words} The council of town {at} "
            f"bought ferry number {at} on Monday. {escape(words)} It will sail on March {9 + at % 20}."
            "</description></item>"
        )
    (tmp_path / "feed.xml").write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{escape(VECTORS[0])}</title><link>https://g.example/</link>'
        f"<description/>{items}</channel></rss>"
    )
    (tmp_path / "feeds.yml").write_text(
        "publication: {title: The Estuary Morning, timezone: Europe/Oslo}\nsources: [{feed: feed.xml, name: Gazette}]\n"
    )
    run = digest(tmp_path, "run", "--no-send", "--at", "2026-03-02T12:00")
    assert run.returncode == 0, run.stdout + run.stderr
    pages = sorted((tmp_path / "output").rglob("*.html"))
    assert len(pages) >= 8
    for page in pages:
        text = page.read_text()
        bare = page.with_name(f"bare-{page.name}")
        bare.write_text(META.sub("", text))
        for each in (page, bare):
            found, asked, said = opened(watched, each.as_uri())
            assert found == [None, 0], each
            assert [url for url in asked if not url.startswith("file:")] == [], each
            assert [line for line in said if "Content Security Policy" in line] == [], each


def test_the_vectors_do_what_they_are_feared_for(watched: Any, tmp_path: Path) -> None:
    """In a page as they stand they run and call home, or this file would prove nothing; the policy alone stops them."""
    policed = f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'
    for at, vector in enumerate(RUNNING):
        for head in ("", policed):
            page = tmp_path / f"{at}{'-policed' if head else ''}.html"
            page.write_text(f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{vector}")
            (canary, _), asked, _ = opened(watched, page.as_uri())
            harmed = canary == 1 or any(url.startswith(HOME) for url in asked)
            assert harmed == (not head), (vector, head)
