"""The static site: an issue's page, the home page, back issues, feeds and calendar, and what holds them together."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from digest.editions import calendar, wording
from digest.editions.environment import render
from digest.editions.palette import Palette
from digest.editions.reading import view
from digest.editions.view import IssueView
from digest.editions.words import Words
from digest.model import Issue, Publication, Site, SiteFile

if TYPE_CHECKING:
    import jinja2

_FEED_LENGTH = 10  # issues in the feed: more than a week, and small enough to be asked for often
_BETWEEN_ISSUES = "../../"  # from issues/YYYY-MM-DD/ to the top


@dataclass(frozen=True, slots=True)
class BackIssue:
    """A line of the index of back issues."""

    date: date
    weekday: str
    number: int
    subject: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month's issues, newest first."""

    name: str
    issues: tuple[BackIssue, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months, newest first."""

    name: str
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An issue in the feed."""

    id: str
    issue: IssueView
    updated: str  # RFC 3339
    link: str
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed's own lines and its entries, newest first."""

    id: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page of the sitemap."""

    date: date
    updated: str  # RFC 3339


def page(environment: jinja2.Environment, issue: IssueView, site: Site, colours: Palette) -> bytes:
    """The issue's own page. Raises ``TemplateError``."""
    what = f"the page of issue {issue.number}"
    # An issue's dates are in the calendar to subscribe to; without any there may be none yet.
    values = _common(issue.publication, site, colours, root=_BETWEEN_ISSUES, dates=issue.dated)
    return _bytes(render(environment, "site/issue.html", what, issue=issue, here="", home=False, **values))


def pages(
    environment: jinja2.Environment, issues: Sequence[Issue], site: Site, colours: Palette, words: Words
) -> tuple[SiteFile, ...]:
    """The files that span issues, given oldest first. Without an issue there is no site. Raises ``TemplateError``."""
    if not issues:
        return ()
    publication = _addressed(issues[-1].publication)

    dates = calendar.subscription(issues, words)

    def make(path: str, template: str, what: str, *, root: str = "", **values: Any) -> SiteFile:
        common = _common(publication, site, colours, root=root, dates=dates is not None)
        return SiteFile(path=path, body=_bytes(render(environment, template, what, **common, **values)))

    latest = view(issues[-1], words)
    top = f"{publication.url}/" if publication.url else "/"
    feed = _feed(environment, issues[-_FEED_LENGTH:], publication, words)
    every = [_Listed(issue.date, wording.moment(issue.as_of)) for issue in issues]
    listed = publication.url is not None and not site.noindex
    return (
        make("style.css", "site/style.css", "the style sheet"),
        make("favicon.svg", "site/favicon.svg", "the favicon"),
        make("robots.txt", "site/robots.txt", "robots.txt"),
        make("404.html", "site/404.html", "the page for what is not found", root=top, home=False),
        make(
            "issues/index.html",
            "site/back_issues.html",
            "the back issues",
            root="../",
            home=False,
            years=back_issues(issues, words),
        ),
        make("feed.xml", "site/feed.xml", "the feed", feed=feed),
        SiteFile(path="feed.json", body=_json_feed(feed, publication)),
        *((SiteFile(path=calendar.SUBSCRIPTION, body=dates),) if dates is not None else ()),
        *((make("sitemap.xml", "site/sitemap.xml", "the sitemap", issues=every),) if listed else ()),
        make("index.html", "site/issue.html", "the home page", issue=latest, here=f"{latest.folder}/", home=True),
    )


def back_issues(issues: Sequence[Issue], words: Words) -> tuple[Year, ...]:
    """Every issue by year and month, newest first."""
    newest = sorted(issues, key=lambda issue: (issue.date, issue.number), reverse=True)
    return tuple(
        Year(
            str(year),
            tuple(
                Month(
                    words.capital(words.month(first)),
                    tuple(BackIssue(i.date, words.short_weekday(i.date), i.number, i.subject) for i in of_month),
                )
                for first, of_month in groupby(of_year, key=lambda issue: issue.date.replace(day=1))
            ),
        )
        for year, of_year in groupby(newest, key=lambda issue: issue.date.year)
    )


def _feed(environment: jinja2.Environment, issues: Sequence[Issue], publication: Publication, words: Words) -> Feed:
    entries = []
    for issue in reversed(issues):
        shown = view(issue, words)
        what = f"issue {issue.number} in the feed"
        entries.append(
            FeedEntry(
                id=_id(publication, f"{shown.folder}/"),
                issue=shown,
                updated=shown.moment,
                link=f"{publication.url}/{shown.folder}/" if publication.url else f"{shown.folder}/index.html",
                content=render(environment, "site/feed_content.html", what, issue=shown, base=publication.url),
            )
        )
    return Feed(id=_id(publication, ""), updated=entries[0].updated, entries=tuple(entries))


def _json_feed(feed: Feed, publication: Publication) -> bytes:
    """The feed as JSON Feed 1.1 (https://jsonfeed.org/version/1.1), with the ids that the Atom feed has.

    Its addresses are absolute or absent: unlike Atom, it knows none that are relative.
    """
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publication.title,
        "description": publication.tagline,
        "home_page_url": f"{publication.url}/" if publication.url else "",
        "feed_url": f"{publication.url}/feed.json" if publication.url else "",
        "language": publication.lang,
        "authors": [{"name": publication.title}],
        "items": [
            _filled(
                {
                    "id": entry.id,
                    "url": entry.link if publication.url else "",
                    "title": entry.issue.subject,
                    "summary": entry.issue.preheader,
                    "content_html": entry.content,
                    "date_published": entry.updated,
                    "language": entry.issue.lang,
                }
            )
            for entry in feed.entries
        ],
    }
    return _bytes(wording.clean(json.dumps(_filled(whole), ensure_ascii=False, indent=1)) + "\n")


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    """The members that say something; JSON Feed leaves out what is not there."""
    return {name: value for name, value in members.items() if value != ""}


def _id(publication: Publication, path: str) -> str:
    """What names the feed or an entry for ever (RFC 4287 §4.2.6): its address, else a UUID made from title and path."""
    if publication.url:
        return f"{publication.url}/{path}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.title}/{path}").urn


def _addressed(publication: Publication) -> Publication:
    return replace(publication, url=publication.url.rstrip("/") or None) if publication.url else publication


def _common(publication: Publication, site: Site, colours: Palette, *, root: str, dates: bool) -> dict[str, Any]:
    return {
        "publication": _addressed(publication),
        "subscribe": (calendar.address(publication) or root + calendar.SUBSCRIPTION) if dates else "",
        "site": site,
        "colours": colours,
        "lang": publication.lang,
        "dir": wording.direction(publication.lang),
        "root": root,
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
