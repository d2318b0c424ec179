"""Recordings: what an entry carries besides text, whichever parser read it."""

import json

import pytest

from digest.model import Enclosure, Entry, Fetched, FetchRequest, Source
from digest.sources import FeedParser
from digest.sources.recordings import is_watch_page, seconds_of

URL = "https://t.example/feed"


def parse(body: str, parser: str = "auto") -> tuple[Entry, ...]:
    source = Source(key="k", name="Talk", url=URL, parser="feedparser" if parser == "feedparser" else "auto")
    request = FetchRequest(key="k", url=URL)
    return FeedParser().parse(source, Fetched(request=request, state="read", url=URL, body=body.encode()))


def rss(inside: str, more: str = "") -> str:
    spaces = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    return (
        f'<rss version="2.0" {spaces}><channel><title>t</title>{more}<item><title>A</title>'
        f"<link>https://t.example/1</link>{inside}</item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("754", 754), ("754.9", 754), (" 12:34 ", 754), ("90:00", 5400), ("1:02:03", 3723), ("01:02:03.5", 3723),
        ("", None), ("0", None), ("00:00:00", None), ("12:61", None), ("1:75:00", None), ("-5", None),
        ("about an hour", None), ("PT42M", None), ("9999999999", None), ("999:00:00", None), ("1:2", None),
        ("٤٢", None), ("nan", None),
    ],
)  # fmt: skip
def test_a_length_is_read_or_unknown(text: str, seconds: int | None) -> None:
    """Seconds, MM:SS or HH:MM:SS; garbage is no length."""
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("parser", ["auto", "feedparser"])
@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<enclosure url="/a.mp3"/>', Enclosure("https://t.example/a.mp3", "audio")),
        ('<enclosure url="/a" type="AUDIO/MPEG"/>', Enclosure("https://t.example/a", "audio")),
        ('<enclosure url="/a.mp3" type="application/octet-stream"/>', Enclosure("https://t.example/a.mp3", "audio")),
        ("<enclosure url='/a.mp4' type='video/mp4'/>", Enclosure("https://t.example/a.mp4", "video")),
        (
            '<media:content url="/a.mp4" type="video/mp4" duration="65"/>',
            Enclosure("https://t.example/a.mp4", "video", 65),
        ),
        (
            '<media:content url="/a" medium="audio"/><itunes:duration>1:05</itunes:duration>',
            Enclosure("https://t.example/a", "audio", 65),
        ),
        ('<enclosure url="/a.jpg" type="image/jpeg"/>', None),
        ('<enclosure url="/a.pdf" type="application/pdf"/><itunes:duration>9</itunes:duration>', None),
        ('<enclosure url="" type="audio/mpeg"/>', None),
        ('<enclosure type="audio/mpeg"/>', None),
        ('<enclosure url="file:///etc/a.mp3" type="audio/mpeg"/>', None),
        ('<media:content url="/a.jpg" medium="image" duration="9"/>', None),
        ("<description>An 'audio tour of the harbour.</description>", None),
    ],
)
def test_what_is_a_recording(inside: str, expected: Enclosure | None, parser: str) -> None:
    """Sound and film by type, medium or file name; pictures, papers and addresses that cannot be followed are not."""
    assert [entry.enclosure for entry in parse(rss(inside), parser)] == [expected]


def test_a_caption_is_not_the_summary() -> None:
    """What a picture or a film shows is said of the file, and the entry's own words stay."""
    said = "<media:title>Clip</media:title><media:description>A man in a boat</media:description>"
    media = f'<media:content url="/a.mp4" type="video/mp4">{said}</media:content>'
    for parser in ("auto", "feedparser"):
        (entry,) = parse(rss(f"{media}<description>The ferry sank.</description>"), parser)
        assert (entry.title, entry.summary, entry.content) == ("A", "The ferry sank.", "")
        (entry,) = parse(rss(media), parser)
        assert entry.summary == ""


def test_recordings_find_their_entries_where_a_parser_leaves_some_out() -> None:
    """Told by guid or link, never by place alone."""
    body = rss('<guid>one</guid><enclosure url="/a.mp3"/>', more="<item/><image/>")
    found = {entry.url: entry.enclosure for entry in parse(body) if entry.url}
    assert found == {"https://t.example/1": Enclosure("https://t.example/a.mp3", "audio")}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=a", True),
        ("https://youtu.be/abc", True),
        ("https://vimeo.com/123", True),
        ("https://tube.example/videos/watch/0b1c2d3e-0000-1111-2222-333344445555", True),
        ("https://www.youtube.com/@someone", False),
        ("https://news.example/watch?v=a", False),
        ("https://news.example/?u=https://youtu.be/abc", False),
        ("", False),
    ],
)
def test_a_page_that_plays_is_told_by_its_address(url: str, expected: bool) -> None:
    """Only pages that are a player and little else."""
    assert is_watch_page(url) is expected


def test_json_feed_attachments() -> None:
    """The first attachment that plays, with its length where that is a number."""
    item = {
        "id": "1",
        "url": "https://t.example/1",
        "title": "A",
        "attachments": [
            {"url": "https://t.example/a.jpg", "mime_type": "image/jpeg"},
            {"url": "https://t.example/a.m4a", "mime_type": "audio/x-m4a", "duration_in_seconds": 6629},
            "nonsense",
        ],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    assert parse(json.dumps(feed))[0].enclosure == Enclosure("https://t.example/a.m4a", "audio", 6629)
    item["attachments"] = [{"url": "https://t.example/a.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": True}]
    assert parse(json.dumps(feed))[0].enclosure == Enclosure("https://t.example/a.mp3", "audio")
