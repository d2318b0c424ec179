"""Every edition of an issue, and the site around them, behind the ``Renderer`` port."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from digest import personal
from digest.codec import encode
from digest.editions import addressed, paths
from digest.editions.calendar import calendar
from digest.editions.contents import VERSION, contents
from digest.editions.email import email, links
from digest.editions.environment import speaking
from digest.editions.narrow import wrap
from digest.editions.pages import Look, page, pages, threads
from digest.editions.palette import palette
from digest.editions.picture import picture
from digest.editions.reading import view
from digest.editions.shelving import gather
from digest.editions.text import text
from digest.editions.theme import theme
from digest.editions.view import IssueView
from digest.editions.words import Words
from digest.model import Contents, Edition, Erratum, Issue, Publication, Shelf, Site, SiteFile, standing

if TYPE_CHECKING:
    import jinja2


class JinjaRenderer:
    """Renders with templates; the same issue and templates give the same bytes."""

    def __init__(
        self,
        environment: jinja2.Environment,
        site: Site,
        *,
        cards: bool = False,
        search: bool = False,
        logo: bytes = b"",
        pictures: Callable[[Issue], bytes] | None = None,
        served: bool = False,
    ) -> None:
        """``cards``: each issue's page names a picture of its own; ``search``: there is a search page.

        ``logo`` is the picture that the theme has on disk; ``pictures`` gives the one fetched for an issue's lead
        story, b"" where there is none. ``served``: subscribers have a page where they change what they get.
        """
        self._environment = environment
        self._site = site
        self._colours = palette(site.accent)
        self._cards = cards
        self._search = search
        self._theme = theme(site)
        self._logo = SiteFile(path=self._theme.logo, body=logo) if logo and not self._theme.remote else None
        self._pictures = pictures
        self._served = served
        self._phrases: dict[str, tuple[str, ...]] = {}
        self._spoken: dict[str, tuple[jinja2.Environment, Words]] = {}

    def editions(self, issue: Issue, errata: Sequence[Erratum] = ()) -> tuple[Edition, ...]:
        """The mail in HTML and text, the page, and the calendar where anything has a date. Raises ``TemplateError``.

        ``errata`` are those of the issue: its page has those that stand, the mail stays as it went out.
        """
        _, words = self._in_language(issue.publication.lang)
        shown = view(issue, words)
        html, plain, *attached = self._mail(issue, shown)
        noted = view(issue, words, errata=standing(errata)) if errata else shown
        made = [
            html,
            plain,
            Edition(medium="page", path="index.html", body=page(self._look(issue), noted, threads(issue))),
        ]
        made.extend(attached)
        ahead = calendar(issue, words, shown)
        if ahead is not None:
            made.append(Edition(medium="calendar", path="calendar.ics", body=ahead))
        return tuple(made)

    def mail(self, issue: Issue, *, first: date | None = None) -> tuple[Edition, ...]:
        """The mail alone, in HTML and text, with the picture that it takes along. Raises ``TemplateError``.

        ``first`` is the first day of the week that an issue rolls up.
        """
        _, words = self._in_language(issue.publication.lang)
        return self._mail(issue, view(issue, words, first=first))

    def _mail(self, issue: Issue, shown: IssueView) -> tuple[Edition, ...]:
        environment, _ = self._in_language(issue.publication.lang)
        lead_image, attached = picture(issue, self._site, self._pictures)
        mark = personal.mark(encode(issue))
        with addressed.mail(mark, served=self._served):
            mail = email(environment, shown, self._colours, lead_image)
            words_alone = text(environment, shown)
            web = links(shown).web or ""
        own = self._addressed(issue.publication)
        return (
            Edition(
                medium="email",
                path="email.html",
                body=mail.html,
                moved=tuple(s.headline for s in mail.moved),
                faults=mail.faults,
                mark=mark,
                web=web,
                addressed=own,
            ),
            Edition(
                medium="text",
                path="email.txt",
                body=words_alone,
                mark=mark,
                web=web,
                addressed=tuple(wrap(sentence) for sentence in own),
            ),
            *attached,
        )

    def _addressed(self, publication: Publication) -> tuple[str, ...]:
        """What the shipped templates say to those alone who get the mail."""
        gettext = self._in_language(publication.lang)[1].gettext
        return (
            gettext("You get this mail because you subscribed to %(title)s.") % {"title": publication.title},
            gettext("Reply to this mail to leave a comment: it reaches the editor."),
        )

    def card(self, issue: Issue) -> Edition | None:
        """The picture that a shared link to the issue shows; None without cards. Raises ``TemplateError``."""
        if not self._cards or not issue.publication.url:
            return None
        from digest.editions import cards  # an extra, and only publishing needs it

        look = self._look(issue)
        drawn = cards.card(look, view(issue, look.words))
        return Edition(medium="card", path=paths.CARD, body=drawn) if drawn else None

    @property
    def version(self) -> int:
        """Of what ``contents`` takes from an issue."""
        return VERSION

    def phrases(self, lang: str) -> Sequence[str]:
        """The words that editions in that language may print beside an issue's own."""
        if lang not in self._phrases:
            from digest.editions.phrases import phrases  # only proofs ask

            own = phrases(lang, self._site.templates, self._site.catalogs)
            self._phrases[lang] = (*own, self._site.theme.logo_alt)
        return self._phrases[lang]

    @property
    def identity(self) -> Mapping[str, str]:
        """Name -> version of what decides which bytes it makes of an issue."""
        from digest.editions.renderedby import rendered_by  # only publishing and proofs ask

        flags = self._cards, self._search, self._served
        return rendered_by(self._site, *flags, self._logo.body if self._logo else b"")

    def contents(self, issue: Issue) -> Contents:
        """What the pages that span issues need of an issue."""
        return contents(issue)

    def pages(self, shelf: Shelf) -> tuple[SiteFile, ...]:
        """Home, back issues, sections, threads, sources, dates, feeds, sitemap, style, icon, 404 and robots.txt.

        Those that the shelf has what they are made of for; without an issue none. Raises ``TemplateError``.
        """
        if not shelf.latest:
            return ()
        logo = (self._logo,) if self._logo else ()
        return (*pages(self._look(shelf.latest[-1]), shelf), *logo)

    def site(self, issues: Sequence[Issue], errata: Sequence[Erratum] = ()) -> tuple[SiteFile, ...]:
        """Every page that spans these issues, given oldest first, made anew. Raises ``TemplateError``.

        ``errata`` are those of these issues.
        """
        return self.pages(replace(gather([contents(issue) for issue in issues], issues), errata=tuple(errata)))

    def _look(self, issue: Issue) -> Look:
        environment, words = self._in_language(issue.publication.lang)
        return Look(environment, self._site, self._colours, words, cards=self._cards, search=self._search)

    def _in_language(self, lang: str) -> tuple[jinja2.Environment, Words]:
        """The templates and the program's own words in a language."""
        if lang not in self._spoken:
            words = Words(lang, self._site.catalogs)
            environment = speaking(self._environment, words)
            environment.globals["theme"] = self._theme
            self._spoken[lang] = environment, words
        return self._spoken[lang]
