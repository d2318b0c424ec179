"""What a page says of itself to programs: schema.org in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.editions import wording
from digest.editions.view import IssueView
from digest.model import Publication

if TYPE_CHECKING:
    from markupsafe import Markup

_HEADLINE = 110  # characters: more than that is not shown
_SOURCES = 40  # articles named as what the issue is based on

# A script ends at "</script" whatever is quoted around it, and "<!--" changes how it is read (HTML §13.2.5.4).
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&'\u2028\u2029"}


def news_article(issue: IssueView, publication: Publication, picture: str = "") -> Markup:
    """An issue as a schema.org NewsArticle, safe inside a script element; ``picture`` is an address, "" for none."""
    address = f"{publication.url}/{issue.folder}/" if publication.url else ""
    headline = issue.subject if len(issue.subject) <= _HEADLINE else f"{issue.subject[: _HEADLINE - 1].rstrip()}…"
    publisher = {"@type": "NewsMediaOrganization", "name": publication.title, "url": f"{publication.url or ''}"}
    cited = (mark.url for story in issue.stories for mark in story.citations)
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": headline,
            "description": issue.preheader,
            "datePublished": issue.moment,
            "dateModified": issue.revised or issue.moment,
            "inLanguage": issue.lang,
            "isAccessibleForFree": True,
            "url": address,
            "mainEntityOfPage": address,
            "image": picture,
            "author": publisher,
            "publisher": publisher,
            "isBasedOn": list(dict.fromkeys(url for url in cited if url))[:_SOURCES],
        }
    )


def web_site(publication: Publication) -> Markup:
    """The home page as a schema.org WebSite."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": publication.title,
            "description": publication.tagline,
            "url": f"{publication.url}/" if publication.url else "",
            "inLanguage": publication.lang,
        }
    )


def _script(members: dict[str, Any]) -> Markup:
    from markupsafe import Markup  # comes with jinja2, which only rendering needs

    said = _filled(members)
    text = wording.clean(json.dumps(said, ensure_ascii=False, separators=(",", ":"))).translate(_ESCAPES)
    return Markup(text)  # noqa: S704 - what could end the script is escaped above


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    """The members that say something, those of members too."""
    filled = {name: _filled(value) if isinstance(value, dict) else value for name, value in members.items()}
    return {name: value for name, value in filled.items() if value not in ("", [])}
