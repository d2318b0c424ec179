"""What is to come, as calendars that any calendar program takes (RFC 5545): an issue's own, and one to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from digest.editions import wording
from digest.editions.words import Words
from digest.model import Issue, Publication, Upcoming

SUBSCRIPTION = "calendar.ics"  # below output/
KEPT = timedelta(days=28)  # what is past stays in the subscription so long


@dataclass(frozen=True, slots=True)
class Event:
    """A dated item as the issue that printed it has it."""

    item: Upcoming
    first: date
    last: date
    headline: str  # of its story, "" where the issue prints no such story
    section: str
    source: str  # "" where the issue does not cite it
    url: str
    stamp: datetime  # the issue's moment


def calendar(issue: Issue, words: Words | None = None) -> bytes | None:
    """The issue's dated items as all-day events; None where it has none.

    An event has the UID that it has in every issue and in the subscription, so that a calendar that takes several shows
    it once. SUMMARY is the story's headline; DESCRIPTION is the sentence as its source wrote it, and the source.
    """
    events = _events(issue, issue.whats_next)
    return _written(issue.publication, events.values(), words) if events else None


def subscription(issues: Sequence[Issue], words: Words | None = None) -> bytes | None:
    """Every dated item of all issues, given oldest first, as the newest of them has it; None where none has any.

    What was called off since is taken out, and what is past when it has been so for four weeks; the latest event stays
    until another comes, for a calendar holds at least one (RFC 5545 §3.6).
    """
    held: dict[str, Event] = {}
    for issue in issues:
        for name in issue.withdrawn:
            held.pop(name, None)
        inside = (item for story in issue.stories for item in story.whats_next)
        held |= _events(issue, (*issue.whats_next, *inside))
    if not held:
        return None
    ordered = sorted(held.values(), key=lambda event: (event.first, event.last, event.item.name))
    since = issues[-1].date - KEPT
    kept = [event for event in ordered if event.last >= since] or ordered[-1:]
    return _written(issues[-1].publication, kept, words, refresh=True)


def address(publication: Publication) -> str:
    """Where a calendar program subscribes; "" while the site has no address."""
    url = (publication.url or "").rstrip("/")
    return f"webcal://{url.partition('://')[2]}/{SUBSCRIPTION}" if url else ""


def _events(issue: Issue, items: Iterable[Upcoming]) -> dict[str, Event]:
    """The dated ones, each event once, by its name."""
    articles = {article.id: article for article in issue.articles}
    stories = {story.id: story for story in issue.stories}
    found: dict[str, Event] = {}
    for item in items:
        if item.first is None or item.name in found:
            continue
        story, cited = stories.get(item.story), articles.get(item.passage.article)
        found[item.name] = Event(
            item=item,
            first=item.first,
            last=max(item.last or item.first, item.first),
            headline=story.headline if story else "",
            section=story.section if story else "",
            source=cited.source if cited else "",
            url=wording.web_link(cited.url) if cited else "",
            stamp=issue.as_of,
        )
    return found


def _written(publication: Publication, events: Iterable[Event], words: Words | None, *, refresh: bool = False) -> bytes:
    """The calendar as bytes, the same each time; ``refresh``: it is one to subscribe to, and to ask for daily."""
    from digest.editions import ical  # takes a library along that only calendars need

    host = urlsplit(publication.url or "").hostname or "digest.invalid"
    words = words or Words(publication.lang)
    name = _line(words.gettext("%(title)s: What’s next") % {"title": publication.title})
    properties: dict[str, object] = {
        "VERSION": "2.0",
        "PRODID": "-//digest//What's next//EN",
        "METHOD": "PUBLISH",
        "NAME": name,  # RFC 7986 §5.1
        "X-WR-CALNAME": name,  # and what was there before it
    }
    if refresh:
        daily = ical.duration(timedelta(days=1))
        properties |= {"REFRESH-INTERVAL": daily, "X-PUBLISHED-TTL": daily}  # RFC 7986 §5.7, and the same
    return ical.calendar(properties, (_properties(event, host) for event in events))


def _properties(event: Event, host: str) -> dict[str, object]:
    from digest.editions import ical

    sentence = _line(event.item.passage.text)
    made: dict[str, object] = {
        "UID": f"{event.item.name}@{host}",
        "SEQUENCE": ical.number(event.item.revision),
        "DTSTAMP": ical.moment(event.stamp),
        "DTSTART": ical.day(event.first),
        "DTEND": ical.day(event.last + timedelta(days=1)),  # exclusive: RFC 5545 §3.8.2.2
        "SUMMARY": _line(event.headline) or sentence,
        "DESCRIPTION": f"{sentence}\n— {_line(event.source)}" if event.source else sentence,
        "TRANSP": "TRANSPARENT",
    }
    if event.section:
        made["CATEGORIES"] = _line(event.section)
    if event.url:
        made["URL"] = ical.link(event.url)
    return made


def _line(text: str) -> str:
    return wording.clean(" ".join(text.split()))
