"""An article's own page, read where its source asks for it, and never from the operator's own network unasked."""

from __future__ import annotations

from pathlib import Path

from installed import AT, digest, write

from digest.codec import decode
from digest.model import Issue

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbour Gazette</title><link>{base}/</link><description/>
<item><title>Kelmar Bridge closed after crack is found</title><link>{base}/bridge.html</link><guid>bridge</guid>
<pubDate>Mon, 02 Mar 2026 05:00:00 GMT</pubDate>
<description>Engineers closed the Kelmar Bridge on Monday after an inspection found a crack.</description></item>
</channel></rss>
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Kelmar Bridge closed after crack is found</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Kelmar Bridge closed after crack is found</h1>
<p>Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.</p>
<p>Police turned back more than 2,300 vehicles in the first hour, and the ferries were full by eight.</p>
<p>“We will not gamble with people’s lives for the sake of a shorter commute,” said Marta Lindqvist, the minister.</p>
<p>The bridge was built in 1974 and carries 61,000 vehicles a day, more than any other crossing.</p>
<p>An emergency council meeting is scheduled for March 9, and repairs are expected to begin as soon as it has voted.</p>
</article><footer>All rights reserved.</footer></body></html>
"""


CONSENT = """<!DOCTYPE html><html lang="en"><head><title>Before you continue to the Harbour Gazette</title></head><body>
<main><p>We and our 214 partners store and/or access information on a device, such as identifiers in cookies,
and process what we learn about you. You can change your consent at any time, said Marta Lindqvist.</p>
</main></body></html>
"""


def made(home: Path, web: tuple[str, Path], more: str = "", page: str = PAGE) -> Issue:
    """The issue of a morning whose one feed asks for full text."""
    base, folder = web
    (folder / "gazette.xml").write_text(FEED.format(base=base), encoding="utf-8")
    (folder / "bridge.html").write_text(page, encoding="utf-8")
    write(home, f"  - feed: {base}/gazette.xml\n    name: Harbour Gazette\n    full_text: auto\n", more)
    run = digest(home, "run", *AT)
    assert run.returncode == 0, run.stdout + run.stderr
    return decode((home / "output/issues/2026-03-02/issue.json").read_bytes())


def test_the_page_takes_the_teasers_place(home: Path, web: tuple[str, Path]) -> None:
    """With the page read, the lead has a quotation and a figure that its teaser did not hold."""
    issue = made(home, web, "fetch: {allow_private: true}\n")
    assert issue.lead is not None
    assert [quote.speaker for quote in issue.lead.quotes] == ["Marta Lindqvist"]
    printed = [passage.text for passage in issue.lead.what_happened] + [f.sentence.text for f in issue.lead.figures]
    assert any("2,300 vehicles" in text for text in printed)


def test_a_consent_form_does_not_take_it(home: Path, web: tuple[str, Path]) -> None:
    """What stands between the reader and the article is not the article: the teaser stays."""
    issue = made(home, web, "fetch: {allow_private: true}\n", CONSENT)
    assert issue.lead is not None
    assert [passage.text for passage in issue.lead.what_happened] == [
        "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack."
    ]


def test_a_feed_cannot_lead_into_the_operators_network(home: Path, web: tuple[str, Path]) -> None:
    """A link that a feed wrote to a private address is not followed; the teaser is printed as ever."""
    issue = made(home, web)
    assert issue.lead is not None
    assert issue.lead.quotes == ()
    assert [passage.text for passage in issue.lead.what_happened] == [
        "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack."
    ]
