"""What strangers write is read in time that grows as it does: twice as long takes about twice the time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from digest import bounces
from digest.articles import extract
from digest.errors import DigestError
from digest.html import paragraphs, plain, sanitise
from digest.messages import addresses
from digest.model import Fetched, FetchRequest, Source
from digest.sources import FeedParser

URL = "https://feeds.example/all"


def feed(text: str) -> None:
    request = FetchRequest(key="k", url=URL)
    fetched = Fetched(request=request, state="read", url=URL, body=text.encode(), content_type="")
    with contextlib.suppress(DigestError):  # refused in words, which is an answer too
        FeedParser().parse(Source(key="k", name="Feed", url=URL), fetched)


def address(text: str) -> None:
    with contextlib.suppress(DigestError, ValueError):
        addresses.mailbox(text)


READERS: dict[str, Callable[[str], object]] = {
    "feed": feed,
    "sanitise": lambda text: sanitise(text, URL),
    "plain": plain,
    "paragraphs": paragraphs,
    "page": lambda text: extract(f"<html><body><article>{text}</article>", URL),
    "mail": lambda text: bounces.read(b"From: a@b.example\nContent-Type: text/html\n\n" + text.encode()),
    "address": address,
}
SHAPES = {
    "open tags": "<b>",
    "closed too often": "</p>",
    "unclosed comments": "<!--",
    "unclosed data": "<![CDATA[",
    "half a tag": "<a href='",
    "entities": "&amp;lt;",
    "half an entity": "&#x",
    "quotes": "\"'",
    "spaces": " ",
    "commas and names": "a, b. ",
    "at signs": "a@",
    "brackets": "<(",
    "attributes": "<p a=1 b=2 ",
    "tables": "<table><tr><td>",
    "formatting askew": "<b><i></b>",
    "words": "The quay is shut. ",
}
SMALL = 16_000  # characters; four times that is still below every limit on what is read
SLACK = 2.5  # a machine that is busy, caches that are full


def cost(read: Callable[[str], object], text: str) -> float:
    """CPU seconds of the quickest of three readings."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        read(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reader", READERS)
def test_four_times_as_long_takes_no_ten_times_as_much(reader: str, shape: str) -> None:
    """Sixteen times would be quadratic. What takes less than 10 ms is measured by nobody's clock."""
    read, piece = READERS[reader], SHAPES[shape]
    small, large = (piece * (length // len(piece)) for length in (SMALL, 4 * SMALL))
    read(small)  # imports, caches
    for _ in range(3):
        if cost(read, large) <= 4 * SLACK * max(cost(read, small), 0.01):
            return
    pytest.fail(f"{reader} of {shape}: more than {4 * SLACK:.0f} times the time for 4 times the length")
