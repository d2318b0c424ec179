"""Every edition of an issue, and the site around them, behind the ``Renderer`` port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.editions.calendar import calendar
from digest.editions.email import email
from digest.editions.pages import page, pages
from digest.editions.palette import palette
from digest.editions.reading import view
from digest.editions.text import text
from digest.model import Edition, Issue, Site, SiteFile

if TYPE_CHECKING:
    import jinja2


class JinjaRenderer:
    """Renders with templates; the same issue and templates give the same bytes."""

    def __init__(self, environment: jinja2.Environment, site: Site) -> None:
        self._environment = environment
        self._site = site
        self._colours = palette(site.accent)

    def editions(self, issue: Issue) -> tuple[Edition, ...]:
        """The mail in HTML and text, the page, and the calendar where anything has a date. Raises ``TemplateError``."""
        shown = view(issue)
        mail = email(self._environment, shown, self._colours)
        made = [
            Edition(medium="email", path="email.html", body=mail.html, moved=tuple(s.headline for s in mail.moved)),
            Edition(medium="text", path="email.txt", body=text(self._environment, shown)),
            Edition(medium="page", path="index.html", body=page(self._environment, shown, self._site, self._colours)),
        ]
        ahead = calendar(issue)
        if ahead is not None:
            made.append(Edition(medium="calendar", path="calendar.ics", body=ahead))
        return tuple(made)

    def site(self, issues: Sequence[Issue]) -> tuple[SiteFile, ...]:
        """Home, back issues, feeds, sitemap, style, icon, 404 and robots.txt. Raises ``TemplateError``."""
        return pages(self._environment, issues, self._site, self._colours)
