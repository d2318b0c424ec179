"""robots.txt: heeded for the pages that feeds name, never for the feeds that a person wrote."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from badservers import PAGE, Bad, Said, answer, ask, listening

from digest.fetching import AiohttpFetcher
from digest.fetching.robots import RobotsFile
from digest.model import Fetched, FetchRequest

DISALLOWED = "its robots.txt asks programs not to read it"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's proxy is not part of these tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def pages(bad: Bad, *paths: str, **settings: Any) -> dict[str, Fetched]:
    """What came of asking for pages."""
    requests = [FetchRequest(key=path, url=f"http://127.0.0.1:PORT{path}", written=False, page=True) for path in paths]
    return ask(bad, *requests, **{"allow_private": True, **settings})


def site(robots: Said, *paths: str, **more: Said) -> Bad:
    """A site of pages with this robots.txt."""
    return Bad({"/robots.txt": robots, **dict.fromkeys(paths, answer(body=PAGE)), **more})


def rules(*lines: str) -> bytes:
    """A robots.txt."""
    return answer(body="\n".join(lines).encode(), Content_Type="text/plain")


@pytest.mark.parametrize(
    ("robots", "read"),
    [
        (rules("User-agent: *", "Disallow: /private"), "/news /news/private"),
        (rules("User-agent: Digest", "Disallow: /news"), "/private"),
        (rules("user-agent: digest/2.0 # us", "disallow: /news", "", "User-agent: *", "Disallow: /"), "/private"),
        (rules("User-agent: other", "Disallow: /", "", "User-agent: *", "Disallow:"), "/news /news/private /private"),
        (rules("User-agent: other", "User-agent: *", "Disallow: /*/private"), "/news /private"),
        (rules("User-agent: *", "Disallow: /", "Allow: /news$"), "/news"),
        (rules("User-agent: digestion", "Disallow: /"), "/news /news/private /private"),
        (rules("\ufeffUser-agent: *", "Disallow: /news"), "/private"),
        (rules("<html><title>Not found</title>"), "/news /news/private /private"),
        (answer(body=b""), "/news /news/private /private"),
        (answer(body=bytes(range(256)) * 20), "/news /news/private /private"),
        (answer("404 Not Found", b""), "/news /news/private /private"),
        (answer("401 Unauthorized", b""), "/news /news/private /private"),
    ],
)
def test_what_a_site_asks_is_done(robots: bytes, read: str) -> None:
    """By group, longest rule, wildcard; a site without the file, or with one that is none, forbids nothing."""
    bad = site(robots, "/news", "/news/private", "/private")
    found = pages(bad, "/news", "/news/private", "/private")
    assert " ".join(sorted(path for path, fetched in found.items() if fetched.state == "read")) == read
    assert {fetched.reason for fetched in found.values()} <= {None, DISALLOWED}
    assert {path for path in bad.asked if path not in ("/good", "/robots.txt")} == set(read.split())
    assert bad.asked.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (answer("500 Oops", b""), "HTTP 500: the server failed"),
        (answer("503 Oops", b"", Retry_After="60"), "HTTP 503: out of service for now; asks to wait 60 s"),
        (answer("429 Too Many", b""), "HTTP 429: too many requests"),
    ],
)
def test_a_robots_txt_that_cannot_be_had_forbids_for_now(robots: bytes, why: str) -> None:
    """RFC 9309 §2.3.1.4; it is asked for once, and not for each page."""
    bad = site(robots, "/news", "/sport")
    reason = f"its robots.txt cannot be had, so that its pages are left alone for now: {why}"
    assert {fetched.reason for fetched in pages(bad, "/news", "/sport").values()} == {reason}
    assert sorted(bad.asked) == ["/good", "/robots.txt"]


def test_a_robots_txt_that_never_comes() -> None:
    """The page is not read, and the time is that of one request."""

    async def never(_: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    bad = site(never, "/news")
    assert pages(bad, "/news", total_timeout=2.0)["/news"].reason == "timed out after 2 s without an answer"


def test_politeness_is_not_taken_out_of_the_pages_time() -> None:
    """A slow robots.txt and a slow page, each within the limit."""

    def slowly(said: bytes) -> Said:
        async def talk(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(1.5)
            writer.write(said)

        return talk

    bad = Bad({"/robots.txt": slowly(rules()), "/news": slowly(answer(body=PAGE))})
    assert pages(bad, "/news", total_timeout=2.8)["/news"].state == "read"


@pytest.mark.parametrize(("hops", "reason"), [(5, DISALLOWED), (6, None)])
def test_redirects_of_robots_txt_are_followed_five_times(hops: int, reason: str | None) -> None:
    """Beyond that there is none (RFC 9309 §2.3.1.2)."""
    bad = site(answer("301 Moved", b"", Location="/r1"), "/news")
    for n in range(1, hops):
        bad.paths[f"/r{n}"] = answer("301 Moved", b"", Location=f"/r{n + 1}")
    bad.paths[f"/r{hops}"] = rules("User-agent: *", "Disallow: /")
    assert pages(bad, "/news")["/news"].reason == reason


def test_where_a_page_leads_to_has_its_say_too() -> None:
    """A redirect to a page that may not be read is not followed."""
    bad = site(rules("User-agent: *", "Disallow: /private"), "/private")
    bad.paths["/news"] = answer("302 Found", b"", Location="/private")
    assert pages(bad, "/news")["/news"].reason == DISALLOWED
    assert "/private" not in bad.asked


def test_feeds_that_a_person_wrote_are_read_whatever_it_says() -> None:
    """To subscribe is a reader's act; nobody asks for the file."""
    bad = Bad({"/robots.txt": rules("User-agent: *", "Disallow: /"), "/feed": answer()})
    assert ask(bad, "/feed")["/feed"].state == "read"
    assert "/robots.txt" not in bad.asked


def test_a_run_without_pages_loads_nothing_for_them() -> None:
    """Neither the parser of robots.txt nor our room for it."""
    program = """
import asyncio, sys
from digest.fetching import AiohttpFetcher
from digest.model import FetchRequest
async def main():
    return [f.state async for f in AiohttpFetcher().fetch([FetchRequest(key="f", url=sys.argv[1])])]
print(asyncio.run(main()), sorted({"protego", "digest.fetching.robots"} & set(sys.modules)))
"""

    async def scenario() -> str:
        async with listening(Bad({})) as bad:
            url = f"http://127.0.0.1:{bad.port}/good"
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, stdout=subprocess.PIPE)
            out, _ = await process.communicate()
            return out.decode().strip()

    assert asyncio.run(scenario()) == "['read'] []"


def test_no_robots_txt_leads_into_the_operators_network() -> None:
    """It is a server's word like any other."""

    async def scenario() -> Fetched:
        async with listening(Bad({})) as bad:
            request = FetchRequest(key="p", url=f"http://localhost:{bad.port}/news", written=False, page=True)
            (fetched,) = [fetched async for fetched in AiohttpFetcher().fetch([request])]
            assert bad.asked == []
            return fetched

    assert asyncio.run(scenario()).reason == "leads to a private address, which a feed may not reach"


def test_pauses_that_a_site_asks_for() -> None:
    """Its pages come so far apart; a site that asks for more than a run can give has one read, and the others told."""
    asks = ("User-agent: *", "Crawl-delay: 0.3")
    bad = site(rules(*asks), "/1", "/2", "/3")
    assert {fetched.state for fetched in pages(bad, "/1", "/2", "/3").values()} == {"read"}
    times = [when for when, path in zip(bad.times, bad.asked, strict=True) if path[1:].isdigit()]
    assert [after - before > 0.28 for before, after in pairwise(times)] == [True, True]
    bad = site(rules("User-agent: *", "Crawl-delay: 60"), "/1", "/2", "/3")
    found = pages(bad, "/1", "/2", "/3", longest_line=30.0)
    assert sorted(str(fetched.reason) for fetched in found.values()) == [
        "None",
        "its robots.txt asks for 60 s between pages, and others came first",
        "its robots.txt asks for 60 s between pages, and others came first",
    ]


def test_a_redirect_within_a_site_is_no_second_page() -> None:
    """It does not wait for itself."""
    bad = site(rules("User-agent: *", "Crawl-delay: 60"), "/news/")
    bad.paths["/news"] = answer("301 Moved", b"", Location="/news/")
    assert pages(bad, "/news")["/news"].state == "read"


def test_what_a_robots_txt_said_is_kept_for_a_day() -> None:
    """Handed in, it is not asked for again; older than a day, it is. A failure is not kept."""
    now = datetime(2024, 5, 1, 12, tzinfo=UTC)
    kept: dict[str, RobotsFile] = {}

    async def scenario() -> list[int]:
        async with listening(site(rules("User-agent: *", "Disallow: /private"), "/news")) as bad:

            async def read(at: datetime) -> int:
                fetcher = AiohttpFetcher(now=lambda: at, robots=kept, allow_private=True)
                request = FetchRequest(key="p", url=f"http://127.0.0.1:{bad.port}/news", written=False, page=True)
                _ = [fetched async for fetched in fetcher.fetch([request])]
                return bad.asked.count("/robots.txt")

            counts = [await read(now), await read(now + timedelta(hours=23)), await read(now + timedelta(hours=25))]
            (origin,) = kept
            assert kept[origin].text == "User-agent: *\nDisallow: /private"
            del kept[origin]
            bad.paths["/robots.txt"] = answer("500 Oops", b"")
            counts.append(await read(now))
            return counts

    assert asyncio.run(scenario()) == [1, 1, 2, 3]
    assert kept == {}


def _hostile() -> Iterable[str]:
    agents = "".join(f"User-agent: a{n}\n" for n in range(14_000))
    yield agents + "User-agent: *\n" + "".join(f"Disallow: /{n}\n" for n in range(14_000))
    yield "User-agent: *\nDisallow: /" + "*a" * 200_000 + "b\n"
    yield "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*b\n" * 15_000
    yield "User-agent: *\nDisallow: /" + "%" * 400_000 + "\n"
    yield "User-agent: *\nCrawl-delay: 1e308\nDisallow: /x\n" + "x" * 3_000_000
    yield "user agent " * 40_000


@pytest.mark.parametrize("text", list(_hostile()))
def test_a_robots_txt_that_would_cost_too_much(text: str) -> None:
    """Half a megabyte of it is read, in little time and memory."""
    bad = Bad({"/robots.txt": rules(text)})
    path = "/" + "a" * 2_000
    bad.paths[path] = answer(body=PAGE)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert pages(bad, path)[path].state == "read"
    assert (
        time.process_time() - began < 20
    )  # CPU: a fraction of a second, where every name of every group would take hours
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_what_is_beyond_half_a_megabyte_is_not_read() -> None:
    """And what is before it counts."""
    lines = ["User-agent: *", "Disallow: /private", "#" * 520_000, "Disallow: /news"]
    found = pages(site(rules(*lines), "/news", "/private"), "/news", "/private")
    assert {path: fetched.reason for path, fetched in found.items()} == {"/news": None, "/private": DISALLOWED}
