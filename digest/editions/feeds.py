"""The feeds: Atom (RFC 4287) by a template, and JSON Feed 1.1 with the same entries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.editions import wording
from digest.editions.environment import render
from digest.editions.view import IssueView
from digest.model import Publication

if TYPE_CHECKING:
    import jinja2


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


def feed(environment: jinja2.Environment, issues: Sequence[IssueView], publication: Publication) -> Feed:
    """The feed of these issues, given oldest first. Raises ``TemplateError``."""
    entries = []
    for shown in reversed(issues):
        what = f"issue {shown.number} in the feed"
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


def json_feed(feed: Feed, publication: Publication) -> bytes:
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
    return (wording.clean(json.dumps(_filled(whole), ensure_ascii=False, indent=1)) + "\n").encode("utf-8", "replace")


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    """The members that say something; JSON Feed leaves out what is not there."""
    return {name: value for name, value in members.items() if value != ""}


def _id(publication: Publication, path: str) -> str:
    """What names the feed or an entry for ever (RFC 4287 §4.2.6): its address, else a UUID made from title and path."""
    if publication.url:
        return f"{publication.url}/{path}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.title}/{path}").urn
