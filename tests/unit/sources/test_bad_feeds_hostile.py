"""Feeds made to hurt: each is read in one process that may use a minute of one core and little memory, in all.

The bounds are the kernel's (``RLIMIT_CPU``, ``RLIMIT_AS``): a feed whose cost outgrows its length ends the process, and
every test of this file with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TypedDict

import pytest

CHILD = """
import json, resource, socket, sys

resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

def refuse(*_, **__):
    raise AssertionError("a parser reached for the network")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse

from digest.errors import FeedError
from digest.model import Fetched, FetchRequest, Source
from digest.sources import FeedParser

GOOD = b"<title>Good</title><link>https://a.example/1</link>"


def item(inside):
    return b"<rss version='2.0'><channel><title>t</title><item>" + inside + b"</item></channel></rss>"


def doctype(declarations, title):
    return b"<!DOCTYPE rss [" + declarations + b"]>" + item(b"<title>" + title + b"</title>")


def laughs():
    lines = [b"<!ENTITY a0 'ha'>"]
    for n in range(1, 30):
        lines.append(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10))
    return doctype(b"".join(lines), b"Good &a29;")


def attributes(number, value):
    return b" ".join(b"a%d='%s'" % (n, value) for n in range(number))


CASES = {
    "billion laughs": laughs,
    "quadratic blow-up": lambda: doctype(b"<!ENTITY a '" + b"x" * 199 + b"'>", b"Good " + b"&a;" * 200_000),
    "quadratic blow-up, long": lambda: doctype(b"<!ENTITY a '" + b"x" * 99_999 + b"'>", b"Good " + b"&a;" * 9_999),
    "external entity": lambda: doctype(b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"Good &a;"),
    "parameter entity": lambda: doctype(b"<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'>%p;", b"Good %p;"),
    "external DTD": lambda: b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>" + item(GOOD),
    "inclusion": lambda: item(
        GOOD + b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"
    ),
    "elements 100,000 deep": lambda: item(GOOD + b"<a>" * 100_000),
    "elements 100,000 deep and closed": lambda: item(GOOD + b"<a>" * 100_000 + b"</a>" * 100_000),
    "items in items": lambda: b"<rss><channel>" + (b"<item>" + GOOD) * 50_000,
    "HTML 100,000 deep": lambda: item(GOOD + b"<description>" + b"&lt;div&gt;" * 100_000 + b"</description>"),
    "HTML deep in CDATA": lambda: item(GOOD + b"<description><![CDATA[" + b"<b>" * 100_000 + b"]]></description>"),
    "a million attributes": lambda: item(GOOD + b"<enclosure " + attributes(1_000_000, b"1") + b"/>"),
    "a million attributes with brackets": lambda: item(GOOD + b"<enclosure " + attributes(1_000_000, b">") + b"/>"),
    "many tags of many attributes": lambda: item(GOOD + b"<a %s/>" % attributes(2_000, b"1") * 200),
    "a root of many namespaces": lambda: item(GOOD).replace(
        b"<rss ", b"<rss " + b" ".join(b"xmlns:p%d='urn:%d'" % (n, n) for n in range(200_000)) + b" "
    ),
    "HTML of many attributes": lambda: item(
        GOOD + b"<description>&lt;p " + attributes(100_000, b"1") + b"&gt;x</description>"
    ),
    "ampersands": lambda: item(GOOD + b"<description>" + b"&" * 300_000 + b"</description>"),
    "angle brackets": lambda: item(GOOD + b"<description><![CDATA[" + b"<" * 300_000 + b"]]></description>"),
    "CDATA never closed": lambda: item(GOOD + b"<description><![CDATA[" * 100_000),
    "comments never closed": lambda: item(GOOD) + b"<!--" * 200_000,
    "DOCTYPE never closed": lambda: b"<!DOCTYPE rss [" * 50_000 + item(GOOD),
    "10,000 entries": lambda: b"<rss><channel>"
    + b"".join(b"<item><title>Good</title><link>https://a.example/%d</link></item>" % n for n in range(10_000))
    + b"</channel></rss>",
    "a title of a million words": lambda: item(b"<title>Good " + b"x " * 1_000_000 + b"</title>"),
    "a link of a megabyte": lambda: item(
        b"<title>Good</title><link>https://a.example/" + b"x" * 1_000_000 + b"</link>"
    ),
    "a guid of a megabyte": lambda: item(b"<title>Good</title><guid>" + b"x" * 1_000_000 + b"</guid>"),
    "a date of a megabyte": lambda: item(GOOD + b"<pubDate>" + b"1:" * 500_000 + b"</pubDate>"),
    "an author of a megabyte": lambda: item(GOOD + b"<author>" + b"a@" * 500_000 + b"</author>"),
    "100,000 categories": lambda: item(GOOD + b"".join(b"<category>c%d</category>" % n for n in range(100_000))),
    "100,000 recordings": lambda: item(
        GOOD + b"<enclosure url='https://a.example/a.mp3' type='audio/mpeg'/>" * 100_000
    ),
    "JSON 100,000 deep": lambda: b"[" * 100_000,
    "JSON numbers": lambda: b'{"items":[{"title":"Good","id":' + b"9" * 5_000 + b',"url":"https://a.example/1"}]}',
}
said = {}
for name, make in CASES.items():
    source = Source(key="k", name="n", url="https://a.example/feed", parser=sys.argv[1])
    request = FetchRequest(key="k", url=source.url)
    try:
        entries = FeedParser().parse(source, Fetched(request=request, state="read", url=source.url, body=make()))
        said[name] = {
            "titles": sorted({entry.title[:20] for entry in entries}),
            "entries": len(entries),
            "longest": max((len("".join((e.title, e.url, e.id, *e.authors, *e.tags))) for e in entries), default=0),
            "secret": any("root:" in entry.title + entry.summary + entry.content for entry in entries),
        }
    except FeedError as error:
        said[name] = {"error": str(error)}
said["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps(said))
"""
# What of them is read; of the others their reader is told that they are broken.
READ = [
    "billion laughs",
    "quadratic blow-up",
    "quadratic blow-up, long",
    "external entity",
    "parameter entity",
    "external DTD",
    "inclusion",
    "HTML 100,000 deep",
    "HTML deep in CDATA",
    "a million attributes",
    "a million attributes with brackets",
    "many tags of many attributes",
    "a root of many namespaces",
    "HTML of many attributes",
    "ampersands",
    "angle brackets",
    "CDATA never closed",
    "comments never closed",
    "DOCTYPE never closed",
    "10,000 entries",
    "a title of a million words",
    "a link of a megabyte",
    "a guid of a megabyte",
    "a date of a megabyte",
    "an author of a megabyte",
    "100,000 categories",
    "100,000 recordings",
    "JSON numbers",
]


class Said(TypedDict, total=False):
    titles: list[str]
    entries: int
    longest: int
    secret: bool
    error: str


def read_all(parser: str) -> dict[str, Said]:
    """Name -> what was read, or the error; "memory" -> the most megabytes that the process held."""
    done = subprocess.run([sys.executable, "-c", CHILD, parser], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr[-2000:]}"
    found: dict[str, Said] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    return read_all("auto")


@pytest.mark.parametrize("name", READ)
def test_it_is_read_for_what_it_holds(said: dict[str, Said], name: str) -> None:
    """The good part of it, in bounds, and nothing of the reader's own machine."""
    found = said[name]
    assert found.get("titles"), found
    assert all(title.startswith("Good") for title in found["titles"])
    assert found["longest"] < 20_000
    assert found["secret"] is False


def test_the_others_are_named(said: dict[str, Said]) -> None:
    """Too deep to be a feed, or no feed at all."""
    for name, found in said.items():
        if name not in READ and name != "memory":
            assert found.get("entries") or "broken beyond repair" in found["error"] or "JSON" in found["error"], name


def test_the_reference_parser_is_kept_from_what_it_would_not_survive() -> None:
    """Where feeds.yml asks for it, it is asked only what it can read; the bounds are the same."""
    for name, found in read_all("feedparser").items():
        assert name == "memory" or found.get("entries") is not None or found["error"], name


def test_memory_is_bounded(said: dict[str, Said]) -> None:
    """Tens of megabytes of hostile bytes never become hundreds."""
    assert said["memory"] < 600, said["memory"]  # type: ignore[operator]  # the one number among them
