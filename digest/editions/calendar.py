"""What is to come, as a calendar that any calendar program takes (RFC 5545)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from digest.editions import wording
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
    from icalendar import Calendar, Event  # costs 100 ms, and few runs of the program make a calendar

    articles = {article.id: article for article in issue.articles}
    headlines = {story.id: story.headline for story in issue.stories}
    host = urlsplit(issue.publication.url or "").hostname or "digest.invalid"
    made = Calendar()
    made.add("prodid", "-//digest//What's next//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _line(f"{issue.publication.title}: What’s next"))
    for item in dated:
        assert item.first is not None
        last = max(item.last or item.first, item.first)
        sentence = _line(item.passage.text)
        event = Event()
        event.add("uid", f"{_key(item)}@{host}")
        event.add("dtstamp", issue.as_of)
        event.add("dtstart", item.first)
        event.add("dtend", last + timedelta(days=1))  # exclusive: RFC 5545 §3.8.2.2
        event.add("summary", _line(headlines.get(item.story, "")) or sentence)
        cited = articles.get(item.passage.article)
        link = wording.web_link(cited.url) if cited else ""
        event.add("description", "\n".join((sentence, f"— {_line(cited.source)}")) if cited else sentence)
        event.add("transp", "TRANSPARENT")
        if link:
            event.add("url", link)
        made.add_component(event)
    body: bytes = made.to_ical(sorted=True)
    return body


def _line(text: str) -> str:
    return wording.clean(" ".join(text.split()))


def _key(item: Upcoming) -> str:
    """24 hex digits that say which words this is: one sentence may name two days."""
    words = item.expression or item.passage
    return hashlib.sha256(f"{words.article} {words.start} {words.end}".encode()).hexdigest()[:24]
