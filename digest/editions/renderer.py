"""Every edition of an issue, and the site around them, behind the ``Renderer`` port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.editions.calendar import calendar
from digest.editions.email import email
from digest.editions.environment import speaking
from digest.editions.pages import page, pages
from digest.editions.palette import palette
from digest.editions.reading import view
from digest.editions.text import text
from digest.editions.words import Words
from digest.model import Edition, Issue, Site, SiteFile

if TYPE_CHECKING:
    import jinja2


class JinjaRenderer:
    """Renders with templates; the same issue and templates give the same bytes."""

    def __init__(self, environment: jinja2.Environment, site: Site) -> None:
        self._environment = environment
        self._site = site
        self._colours = palette(site.accent)
        self._spoken: dict[str, tuple[jinja2.Environment, Words]] = {}

    def editions(self, issue: Issue) -> tuple[Edition, ...]:
        """The mail in HTML and text, the page, and the calendar where anything has a date. Raises ``TemplateError``."""
        environment, words = self._in_language(issue.publication.lang)
        shown = view(issue, words)
        mail = email(environment, shown, self._colours)
        made = [
            Edition(
                medium="email",
                path="email.html",
                body=mail.html,
                moved=tuple(s.headline for s in mail.moved),
                faults=mail.faults,
            ),
            Edition(medium="text", path="email.txt", body=text(environment, shown)),
            Edition(medium="page", path="index.html", body=page(environment, shown, self._site, self._colours)),
        ]
        ahead = calendar(issue, words)
        if ahead is not None:
            made.append(Edition(medium="calendar", path="calendar.ics", body=ahead))
        return tuple(made)

    def site(self, issues: Sequence[Issue]) -> tuple[SiteFile, ...]:
        """Home, back issues, feeds, sitemap, style, icon, 404 and robots.txt. Raises ``TemplateError``."""
        environment, words = self._in_language(issues[-1].publication.lang if issues else "en")
        return pages(environment, issues, self._site, self._colours, words)

    def _in_language(self, lang: str) -> tuple[jinja2.Environment, Words]:
        """The templates and the program's own words in a language."""
        if lang not in self._spoken:
            words = Words(lang)
            self._spoken[lang] = speaking(self._environment, words), words
        return self._spoken[lang]
