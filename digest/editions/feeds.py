"""The feeds: Atom (RFC 4287) by a template, and JSON Feed 1.1 with the same entries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digest.codec import sha256
from digest.editions import wording
from digest.editions.environment import render
from digest.editions.reading import view
from digest.editions.view import IssueView
from digest.editions.words import Words
from digest.model import Erratum, Issue, Publication, Shelf, standing

if TYPE_CHECKING:
    import jinja2


@dataclass(frozen=True)
class FeedEntry:
    """An issue in the feed."""

    id: str
    subject: str
    preheader: str
    published: str  # RFC 3339
    updated: str  # the same, or when the issue was corrected last
    link: str
    content: str
    frozen: Issue
    words: Words

    @cached_property
    def issue(self) -> IssueView:
        """The issue as readers meet it, for templates that want more of it."""
        return view(self.frozen, self.words)


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed's own lines and its entries, newest first."""

    id: str
    updated: str
    entries: tuple[FeedEntry, ...]


def feed(
    environment: jinja2.Environment, shelf: Shelf, publication: Publication, newest: IssueView, words: Words
) -> Feed:
    """The feed of the shelf's latest issues; ``newest`` is the view of the last of them. Raises ``TemplateError``.

    Where the pages that one issue changes are to be written, its entry is, and others are as they were published.
    """
    published = _published(shelf, publication)
    entries = []
    for issue in reversed(shelf.latest):
        folder = f"issues/{issue.date.isoformat()}"
        id = _id(publication, f"{folder}/")
        corrected = of(issue, shelf.errata)
        content = published.get(id) if issue.date != shelf.changed else None
        if content is None:
            what = f"issue {issue.number} in the feed"
            shown = newest if issue is shelf.latest[-1] else view(issue, words, errata=corrected)
            content = render(environment, "site/feed_content.html", what, issue=shown, base=publication.url)
        entries.append(
            FeedEntry(
                id=id,
                subject=issue.subject,
                preheader=issue.preheader,
                published=wording.moment(issue.as_of),
                updated=wording.moment(max((issue.as_of, *(one.at for one in corrected)))),
                link=f"{publication.url}/{folder}/" if publication.url else f"{folder}/index.html",
                content=content,
                frozen=issue,
                words=words,
            )
        )
    # RFC 3339 in UTC throughout: the latest sorts last.
    return Feed(id=_id(publication, ""), updated=max(entry.updated for entry in entries), entries=tuple(entries))


def of(issue: Issue, errata: Sequence[Erratum]) -> tuple[Erratum, ...]:
    """Those of one issue that stand."""
    return standing(one for one in errata if one.issue == issue.number)


def _published(shelf: Shelf, publication: Publication) -> dict[str, str]:
    """Id -> content, of the entries of the feed as published last: in the same language, and not touched since."""
    if shelf.changed is None or not shelf.fed or sha256(shelf.fed) != shelf.fed_hash:
        return {}
    whole = json.loads(shelf.fed)  # our own, to the last byte
    if whole.get("language") != publication.lang:
        return {}
    return {item["id"]: item["content_html"] for item in whole["items"] if item.get("content_html")}


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
                    "title": entry.subject,
                    "summary": entry.preheader,
                    "content_html": entry.content,
                    "date_published": entry.published,
                    "date_modified": entry.updated if entry.updated != entry.published else "",
                    "language": entry.frozen.publication.lang,
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
