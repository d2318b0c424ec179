"""The static site: an issue's page, and the pages that span issues, made of what the shelf holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from digest.editions import agenda, backissues, calendar, feeds, linked, paths, wording
from digest.editions.environment import render
from digest.editions.palette import Palette
from digest.editions.policy import policy
from digest.editions.reading import view
from digest.editions.view import IssueView
from digest.editions.words import Words
from digest.model import Credit, Issue, Publication, Shelf, Site, SiteFile, Told

if TYPE_CHECKING:
    import jinja2

_BETWEEN_ISSUES = "../../"  # from issues/YYYY-MM-DD/ to the top


@dataclass(frozen=True, slots=True)
class Look:
    """What every page of a site shares."""

    environment: jinja2.Environment
    site: Site
    colours: Palette
    words: Words
    cards: bool = False  # whether each issue has a picture of its own
    search: bool = False  # whether there is a search page


@dataclass(frozen=True, slots=True)
class _Day:
    """The stories of one issue, in a list that spans issues."""

    told: Told  # the first of them: its issue
    weekday: str
    month: str
    long_date: str
    stories: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page of the sitemap."""

    path: str  # below output/, without "index.html"
    updated: str  # RFC 3339, or the day alone


def page(look: Look, issue: IssueView, threads: Mapping[str, str]) -> bytes:
    """The issue's own page; ``threads`` has the thread of each of its stories. Raises ``TemplateError``."""
    what = f"the page of issue {issue.number}"
    # An issue's dates are in the calendar to subscribe to; without any there may be none yet.
    values = _common(look, issue.publication, root=_BETWEEN_ISSUES, dates=issue.dated)
    values |= _shared_link(look, values["publication"], issue, home=False)
    return _bytes(render(look.environment, "site/issue.html", what, issue=issue, here="", threads=threads, **values))


def pages(look: Look, shelf: Shelf) -> tuple[SiteFile, ...]:
    """The files that span issues, as far as the shelf holds what they are made of. Raises ``TemplateError``."""
    if not shelf.latest:
        return ()
    maker = _Maker(look, shelf)
    return (*maker.fixed(), *maker.changed(), *maker.indexes(), *maker.home())


class _Paths:
    """The module ``paths`` to templates, with the addresses of sections by their names in the publication's language.

    A view of an issue has the names that readers see, and the contents of issues those that the program gave.
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def section(self, name: str) -> str:
        """The page of a section's stories."""
        return paths.section(self._words.section(name))

    def __getattr__(self, name: str) -> Any:
        return getattr(paths, name)


class _Maker:
    """One site being made."""

    def __init__(self, look: Look, shelf: Shelf) -> None:
        self._look = look
        self._shelf = shelf
        self._issue = shelf.latest[-1]
        self._publication = _addressed(self._issue.publication)
        self._dates = calendar.subscription(shelf.agenda, self._issue.publication, look.words)
        self._latest = view(self._issue, look.words, errata=feeds.of(self._issue, shelf.errata))

    def fixed(self) -> tuple[SiteFile, ...]:
        """What changes only with the templates."""
        top = f"{self._publication.url}/" if self._publication.url else "/"
        return (
            self._make("style.css", "site/style.css", "the style sheet"),
            self._make("favicon.svg", "site/favicon.svg", "the favicon"),
            self._make("robots.txt", "site/robots.txt", "robots.txt"),
            self._make("404.html", "site/404.html", "the page for what is not found", root=top),
        )

    def changed(self) -> tuple[SiteFile, ...]:
        """Pages of years, threads and sections: only those that are to be written."""
        years = backissues.years((head for heads in self._shelf.years for head in heads), self._look.words)
        made = [self._make(year.path, "site/year.html", f"the issues of {year.name}", year=year) for year in years]
        for stories in self._shelf.threads:
            path = paths.thread(stories[0].thread)
            made.append(
                self._make(path, "site/thread.html", f"the page {path}", days=self._days(stories), last=stories[-1])
            )
        for stories in self._shelf.stories:
            path, name = _Paths(self._look.words).section(stories[0].section), stories[0].section
            values: dict[str, Any] = {
                "name": name,
                "days": self._days(stories),
                "whole": self._stories_of(name) == len(stories),
            }
            made.append(self._make(path, "site/section.html", f"the section {name}", **values))
        return tuple(made)

    def indexes(self) -> tuple[SiteFile, ...]:
        """What lists issues, sections, sources and dates, for people and for programs."""
        shelf, words = self._shelf, self._look.words
        feed = feeds.feed(self._look.environment, shelf, self._publication, self._latest, words)
        ahead = agenda.agenda(shelf.agenda, self._issue.date, words, shelf.latest)
        months = backissues.calendar_of(shelf.months, words)
        recent: dict[str, Any] = {
            "years": backissues.years(shelf.recent, words),
            "older": months if sum(month.issues for month in shelf.months) > len(shelf.recent) else (),
        }
        return (
            self._make(paths.BACK_ISSUES, "site/back_issues.html", "the back issues", **recent),
            self._make(
                paths.SECTIONS, "site/sections.html", "the sections", sections=shelf.sections, running=shelf.running
            ),
            self._make(paths.SOURCES, "site/sources.html", "the sources", **self._sources()),
            self._make(paths.AGENDA, "site/agenda.html", "the agenda", agenda=ahead, latest=self._latest),
            *(self._search(months) if self._look.search else ()),
            self._make("feed.xml", "site/feed.xml", "the feed", feed=feed),
            SiteFile(path="feed.json", body=feeds.json_feed(feed, self._publication)),
            *((SiteFile(path=calendar.SUBSCRIPTION, body=self._dates),) if self._dates is not None else ()),
            *self._sitemaps(),
        )

    def home(self) -> tuple[SiteFile, ...]:
        """The latest issue in full."""
        latest = self._latest
        values = _shared_link(self._look, self._publication, latest, home=True)
        values |= {"issue": latest, "here": f"{latest.folder}/", "threads": threads(self._issue)}
        return (self._make("index.html", "site/issue.html", "the home page", **values),)

    def _make(self, path: str, template: str, what: str, *, root: str | None = None, **values: Any) -> SiteFile:
        root = "../" * path.count("/") if root is None else root
        common = _common(self._look, self._publication, root=root, dates=self._dates is not None)
        canonical = f"{self._publication.url}/{path.removesuffix('index.html')}" if self._publication.url else ""
        given = {"home": False, "canonical": canonical, **common, **values}
        return SiteFile(path=path, body=_bytes(render(self._look.environment, template, what, **given)))

    def _days(self, stories: Sequence[Told]) -> tuple[_Day, ...]:
        """Stories by the issue that told them, in the order given."""
        days: dict[int, list[Told]] = {}
        for story in stories:
            days.setdefault(story.issue, []).append(story)
        words, year = self._look.words, max(story.date for story in stories).year
        return tuple(
            _Day(
                told=of_day[0],
                weekday=words.capital(words.short_weekday(day)),
                month=words.short_month(day) + (f" {day.year}" if day.year != year else ""),
                long_date=words.long_date(day),
                stories=tuple(of_day),
            )
            for of_day in days.values()
            for day in [of_day[0].date]
        )

    def _stories_of(self, section: str) -> int:
        return next((one.stories for one in self._shelf.sections if one.name == section), 0)

    def _sources(self) -> dict[str, Any]:
        """Who is read, those who are printed most first; and who was, and is no more."""
        credits = {credit.source: credit for credit in self._shelf.sources}
        reports = {report.source: report for report in self._issue.coverage.sources}
        names = sorted({*credits, *reports}, key=str.casefold)
        lines = [
            agenda.SourceLine(name, credits.get(name), reports.get(name), self._short(credits.get(name)))
            for name in names
        ]
        lines.sort(key=lambda line: (-line.lately, -line.stories))
        read = [line for line in lines if line.report or not reports]
        formerly = [line for line in lines if line not in read]
        # While the latest issues are all there are, what was printed in all says nothing else.
        older = any(line.stories != line.lately for line in lines)
        return {"read": read, "formerly": formerly, "lately": self._shelf.lately, "older": older}

    def _short(self, credit: Credit | None) -> str:
        day = credit.last if credit else None
        if day is None:
            return ""
        year = f" {day.year}" if day.year != self._issue.date.year else ""
        return f"{self._look.words.short_day_and_month(day)}{year}"

    def _search(self, months: Sequence[backissues.Year]) -> tuple[SiteFile, ...]:
        folders = [year.name for year in months]
        values: dict[str, Any] = {
            "folders": folders,
            "older": months,
            "sections": self._shelf.sections,
            "running": self._shelf.running,
        }
        return (self._make(paths.SEARCH, "site/search.html", "the search page", **values),)

    def _sitemaps(self) -> tuple[SiteFile, ...]:
        """An index, the pages that every issue changes, and those of each year (sitemaps.org, protocol 0.9)."""
        if self._publication.url is None or self._look.site.noindex:
            return ()
        now = wording.moment(self._issue.as_of)
        tops = [
            "",
            *(
                path.removesuffix("index.html")
                for path in (paths.BACK_ISSUES, paths.AGENDA, paths.SECTIONS, paths.SOURCES)
            ),
        ]
        words = self._look.words
        sections = [
            _Listed(_Paths(words).section(section.name).removesuffix("index.html"), section.last.isoformat())
            for section in self._shelf.sections
        ]
        every = {"site": [_Listed(path, now) for path in tops] + sections}
        for heads in self._shelf.years:
            year = heads[0].date.year
            own = [_Listed(f"issues/{head.date}/", wording.moment(head.as_of)) for head in heads]
            going = [
                _Listed(paths.thread(thread).removesuffix("index.html"), last.isoformat())
                for at, thread, last in self._shelf.begun
                if at == year
            ]
            every[str(year)] = [_Listed(f"issues/{year:04}/", own[0].updated), *own, *going]
        names = ["site", *dict.fromkeys(str(month.first.year) for month in self._shelf.months)]
        made = [
            self._make(f"sitemap-{name}.xml", "site/sitemap.xml", "the sitemap", listed=list(dict.fromkeys(listed)))
            for name, listed in every.items()
        ]
        return (*made, self._make("sitemap.xml", "site/sitemaps.xml", "the list of sitemaps", names=names))


def threads(issue: Issue) -> dict[str, str]:
    """Story id -> the page of its thread, of the stories that go on."""
    return {story.id: paths.thread(story.thread or story.id) for story in issue.stories if story.day > 1}


def _addressed(publication: Publication) -> Publication:
    return replace(publication, url=publication.url.rstrip("/") or None) if publication.url else publication


def _shared_link(look: Look, publication: Publication, issue: IssueView, *, home: bool) -> dict[str, Any]:
    """What somebody sees who is sent the page's address."""
    picture = f"{publication.url}/{issue.folder}/{paths.CARD}" if look.cards and publication.url else ""
    about = linked.web_site(publication) if home else linked.news_article(issue, publication, picture)
    canonical = f"{publication.url}/{'' if home else f'{issue.folder}/'}" if publication.url else ""
    return {"home": home, "picture": picture, "about": about, "canonical": canonical}


def _common(look: Look, publication: Publication, *, root: str, dates: bool) -> dict[str, Any]:
    return {
        "publication": _addressed(publication),
        "subscribe": (calendar.address(publication) or root + calendar.SUBSCRIPTION) if dates else "",
        "site": look.site,
        "colours": look.colours,
        "lang": publication.lang,
        "dir": wording.direction(publication.lang),
        "root": root,
        "paths": _Paths(look.words),
        "policy": partial(policy, logo=look.site.theme.logo),
        "search": look.search,
        "tongue": _tongue(publication.lang),
    }


def _tongue(around: str) -> Any:
    """A filter's work: the language and direction to declare for a told story or sentence."""

    def direction(lang: str) -> str:
        return wording.direction(lang) if lang and lang.split("-")[0] != around.split("-")[0] else ""

    return direction


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
