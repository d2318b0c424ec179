"""Hosts that ask to be left alone: how long, what the others of that host are told, and that nobody else waits."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from badservers import FEED, Bad, answer, ask, listening

from digest.fetching import AiohttpFetcher
from digest.model import Fetched, FetchRequest


@pytest.fixture(autouse=True)
def hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names under .example lead to loopback, and a developer's proxy is not part of these tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    real = socket.getaddrinfo

    def look_up(host: str, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if host.endswith(".example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def refusal(status: str = "429 Too Many Requests", wait: str | None = None, **headers: str) -> bytes:
    """An answer that asks to be left alone."""
    return answer(status, b"slow down", **headers, **({"Retry_After": wait} if wait is not None else {}))


@pytest.mark.parametrize(
    ("said", "seconds", "reason"),
    [
        (refusal(wait="7200"), 7_200, "HTTP 429: too many requests; asks to wait 2 h"),
        (refusal("503 Gone Fishing", wait="600"), 600, "HTTP 503: out of service for now; asks to wait 10 min"),
        (refusal(wait="99999999"), 604_800, "HTTP 429: too many requests; asks to wait 7 days"),
        (
            refusal(wait="Fri, 02 Jan 1970 00:02:00 GMT", Date="Fri, 02 Jan 1970 00:00:00 GMT"),
            120,
            "HTTP 429: too many requests; asks to wait 2 min",
        ),
        (refusal(wait="Wed, 01 May 2024 12:01:30 GMT"), 90, "HTTP 429: too many requests; asks to wait 90 s"),
        (refusal("503 Oops"), None, "HTTP 503: out of service for now"),
        (refusal("503 Oops", wait="soon"), None, "HTTP 503: out of service for now"),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone(said: bytes, seconds: int | None, reason: str) -> None:
    """Seconds, or a moment on its own clock, on ours where it shows none; garbage is none."""
    bad = Bad({"/feed": said})
    fetched = ask(bad, "/feed", now=lambda: datetime(2024, 5, 1, 12, tzinfo=UTC))["/feed"]
    assert (fetched.state, fetched.retry_after, fetched.reason) == ("failed", seconds, reason)
    assert bad.asked.count("/feed") == 1


def test_a_host_that_asks_for_long_is_left() -> None:
    """Forty feeds of one host: those under way are told so, the others are not sent and told whose wish it is."""
    paths = [f"/feed?n={n}" for n in range(40)]
    bad = Bad(dict.fromkeys(paths, refusal(wait="120")))
    found = ask(bad, *paths)
    assert len(bad.asked) <= 1 + 4
    assert {fetched.retry_after for fetched in found.values()} == {120}
    assert Counter(fetched.reason for fetched in found.values()) == {
        "HTTP 429: too many requests; asks to wait 2 min": len(bad.asked) - 1,
        "its host asked to be left alone for 2 min (HTTP 429)": 41 - len(bad.asked),
    }
    assert {fetched.status for fetched in found.values()} == {429, None}


def test_a_short_wait_is_waited_and_the_feed_is_read() -> None:
    """Where a host asks for a second, its feeds come after a second, one at a time."""
    paths = [f"/feed?n={n}" for n in range(6)]
    bad = Bad({path: [refusal(wait="1"), answer()] if n < 4 else answer() for n, path in enumerate(paths)})
    began = time.monotonic()
    found = ask(bad, *paths[:5], pause_after_refusal=0.1)
    assert {fetched.state for fetched in found.values()} == {"read"}
    assert time.monotonic() - began >= 1.0
    asked = [path for path in bad.asked if path != "/good"]
    assert len(asked) == 4 + 5


def test_a_host_that_refuses_again_and_again_is_left() -> None:
    """It is waited for three times, not for ever."""
    bad = Bad({"/feed": refusal(wait="1"), "/other": refusal(wait="1")})
    found = ask(bad, "/feed", "/other", per_host=1)
    assert {fetched.retry_after for fetched in found.values()} == {1}
    assert bad.asked.count("/feed") == 4
    assert "/other" not in bad.asked
    assert found["/other"].reason == "its host asked to be left alone for 1 s (HTTP 429)"


def test_nobody_else_waits_for_a_host_that_rests() -> None:
    """Two hundred feeds of a host that refuses at first, and one of another: that one comes at once."""

    async def scenario() -> tuple[str, int]:
        paths = {f"/feed?n={n}": refusal(wait="4") for n in range(200)}
        async with listening(Bad(paths)) as bad:
            requests = [FetchRequest(key=path, url=f"http://127.0.0.1:{bad.port}{path}") for path in paths]
            requests.append(FetchRequest(key="other", url=f"http://localhost:{bad.port}/good"))
            answers = AiohttpFetcher(concurrency=8).fetch(requests)
            first = await anext(answers)
            await answers.aclose()  # type: ignore[attr-defined]  # a generator, beyond what the port promises
            return first.request.key, len(bad.asked)

    key, asked = asyncio.run(scenario())
    assert key == "other"
    assert asked <= 5


def test_a_host_is_not_burst_upon() -> None:
    """A stranger's host is asked a little at a time; another's feed is not held up by that."""
    paths = [f"/feed?n={n}" for n in range(6)]
    bad = Bad(dict.fromkeys(paths, answer()))
    found = ask(bad, *paths, host="quay.example", pause=0.1)
    assert {fetched.state for fetched in found.values()} == {"read"}
    times = [when for when, path in zip(bad.times, bad.asked, strict=True) if path != "/good"]
    assert times[-1] - times[0] >= 0.45
    assert bad.asked.index("/good") <= 1


def test_where_redirects_led_to_a_host_that_refuses() -> None:
    """It is that host that is left alone; where it was asked for by its own name too, nothing more is sent."""

    async def scenario() -> tuple[dict[str, Fetched], list[str]]:
        async with listening(Bad({"/busy": refusal(wait="60"), "/late": answer()})) as bad:
            place = f"http://busy.example:{bad.port}"
            bad.paths["/moved"] = answer("302 Found", b"", Location=f"{place}/busy")
            bad.paths["/mine"] = answer()
            urls = [f"http://quay.example:{bad.port}/moved", f"http://quay.example:{bad.port}/mine"]
            urls += [f"{place}/slow", f"{place}/late"]

            async def slow(writer: asyncio.StreamWriter) -> None:
                await asyncio.sleep(0.5)
                writer.write(answer())

            bad.paths["/slow"] = slow
            fetcher = AiohttpFetcher(per_host=1, pause=0.0, allow_private=True)
            requests = [FetchRequest(key=url.rpartition("/")[2], url=url) for url in urls]
            return {fetched.request.key: fetched async for fetched in fetcher.fetch(requests)}, bad.asked

    found, asked = asyncio.run(scenario())
    assert (found["moved"].status, found["moved"].retry_after) == (429, 60)
    assert (found["mine"].state, found["mine"].body) == ("read", FEED)
    assert found["slow"].state == "read"
    assert found["late"].reason == "its host asked to be left alone for 60 s (HTTP 429)"
    assert "/late" not in asked


def test_no_password_in_what_is_told_of_a_request_that_was_not_sent() -> None:
    """The address is shown without."""
    bad = Bad({"/one": refusal(wait="60")})
    two = FetchRequest(key="two", url="http://reader:word@127.0.0.1:PORT/two")
    assert ask(bad, "/one", two, per_host=1)["two"].url == f"http://127.0.0.1:{bad.port}/two"
