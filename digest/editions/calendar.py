"""What is to come, as calendars that any calendar program takes (RFC 5545): an issue's own, and one to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from digest.editions import wording
from digest.editions.contents import announced
from digest.editions.view import IssueView
from digest.editions.words import Words
from digest.model import Announced, Issue, Publication

SUBSCRIPTION = "calendar.ics"  # below output/


def calendar(issue: Issue, words: Words | None = None, shown: IssueView | None = None) -> bytes | None:
    """The issue's dated items as all-day events; None where it has none. ``shown`` is its view, where that is there.

    An event has the UID that it has in every issue and in the subscription, so that a calendar that takes several shows
    it once. SUMMARY is the story's headline; DESCRIPTION is the sentence as its source wrote it, and the source.
    """
    events = announced(issue, issue.whats_next, shown)
    return _written(issue.publication, events, words) if events else None


def subscription(events: Sequence[Announced], publication: Publication, words: Words | None = None) -> bytes | None:
    """What stands on the agenda (``shelving.agenda``), as the calendar to subscribe to; None where nothing does."""
    return _written(publication, events, words, refresh=True) if events else None


def address(publication: Publication) -> str:
    """Where a calendar program subscribes; "" while the site has no address."""
    url = (publication.url or "").rstrip("/")
    return f"webcal://{url.partition('://')[2]}/{SUBSCRIPTION}" if url else ""


def _written(
    publication: Publication, events: Iterable[Announced], words: Words | None, *, refresh: bool = False
) -> bytes:
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
    return ical.calendar(properties, (_properties(event, host, words) for event in events))


def _properties(event: Announced, host: str, words: Words) -> dict[str, object]:
    from digest.editions import ical

    sentence = wording.clean(event.sentence)
    made: dict[str, object] = {
        "UID": f"{event.name}@{host}",
        "SEQUENCE": ical.number(event.revision),
        "DTSTAMP": ical.moment(event.at),
        "DTSTART": ical.day(event.first),
        "DTEND": ical.day(event.last + timedelta(days=1)),  # exclusive: RFC 5545 §3.8.2.2
        "SUMMARY": _line(event.headline) or sentence,
        "DESCRIPTION": f"{sentence}\n— {_line(event.source)}" if event.source else sentence,
        "TRANSP": "TRANSPARENT",
    }
    if event.section:
        made["CATEGORIES"] = _line(words.section(event.section))
    if event.url:
        made["URL"] = ical.link(event.url)
    return made


def _line(text: str) -> str:
    return wording.clean(" ".join(text.split()))
