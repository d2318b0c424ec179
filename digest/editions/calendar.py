"""What is to come, as a calendar that any calendar program takes (RFC 5545)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from digest.editions import ical, wording
from digest.model import Issue, Upcoming


def calendar(issue: Issue) -> bytes | None:
    """The issue's dated items as all-day events; None where it has none.

    An event keeps its UID for as long as the words that name its date are the same, so that a calendar that takes two
    issues shows it once. SUMMARY is the story's headline; DESCRIPTION is the sentence as its source wrote it, and the
    source.
    """
    dated = [item for item in issue.whats_next if item.first]
    if not dated:
        return None
    articles = {article.id: article for article in issue.articles}
    headlines = {story.id: story.headline for story in issue.stories}
    host = urlsplit(issue.publication.url or "").hostname or "digest.invalid"
    events = []
    for item in dated:
        assert item.first is not None
        last = max(item.last or item.first, item.first)
        sentence = _line(item.passage.text)
        cited = articles.get(item.passage.article)
        link = wording.web_link(cited.url) if cited else ""
        told = f"{sentence}\n— {_line(cited.source)}" if cited else sentence
        event = [
            ("SUMMARY", ical.text(_line(headlines.get(item.story, "")) or sentence)),
            ("DTSTART;VALUE=DATE", ical.day(item.first)),
            ("DTEND;VALUE=DATE", ical.day(last + timedelta(days=1))),  # exclusive: RFC 5545 §3.8.2.2
            ("DTSTAMP", ical.moment(issue.as_of)),
            ("UID", ical.text(f"{_key(item)}@{host}")),
            ("DESCRIPTION", ical.text(told)),
            ("TRANSP", "TRANSPARENT"),
        ]
        events.append(ical.component("VEVENT", [*event, *([("URL", link)] if link else [])]))
    head = [
        ("VERSION", "2.0"),
        ("PRODID", "-//digest//What's next//EN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", ical.text(_line(f"{issue.publication.title}: What’s next"))),
    ]
    return ical.component("VCALENDAR", head, events)


def _line(text: str) -> str:
    return wording.clean(" ".join(text.split()))


def _key(item: Upcoming) -> str:
    """24 hex digits that say which words this is: one sentence may name two days."""
    words = item.expression or item.passage
    return hashlib.sha256(f"{words.article} {words.start} {words.end}".encode()).hexdigest()[:24]
