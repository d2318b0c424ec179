"""Citations: an article's own, and the numbers that articles have within one story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from digest.editions import wording
from digest.editions.view import Mark, Outlet, Recording
from digest.editions.words import Words
from digest.model import Enclosure, PrintedArticle


class Credits:
    """The citations of an issue's articles without their numbers, each looked up once."""

    def __init__(self, articles: Mapping[str, PrintedArticle], words: Words) -> None:
        self._articles = articles
        self._words = words
        self._made: dict[str, Mark] = {}

    def __contains__(self, article: str) -> bool:
        return article in self._articles

    def of(self, article: str) -> Mark:
        """The citation of an article by its id; of one that the issue does not hold, "source" without a link."""
        made = self._made.get(article)
        if made is None:
            made = self._made[article] = self._mark(self._articles.get(article))
        return made

    def _mark(self, printed: PrintedArticle | None) -> Mark:
        if printed is None:
            return Mark(0, self._words.gettext("source"), "", "")
        link = wording.web_link(printed.url)
        paywall = self._words.gettext("subscription") if printed.paywall else ""
        return Mark(0, printed.source, link, printed.headline, self._recording(printed.enclosure, link), paywall)

    def _recording(self, enclosure: Enclosure | None, page: str) -> Recording | None:
        if enclosure is None:
            return None
        file = wording.web_link(enclosure.url)
        return Recording(self._words.recording(enclosure), file if file != page else "")


class Marks:
    """The numbers that articles have within one story, in the order in which it cites them."""

    def __init__(self, credits: Credits, printed: Sequence[str], headline: str, lang: str) -> None:
        """``printed``: the articles of the sentences; ``headline``: that of the headline ("" for none)."""
        self.lang = lang  # of the text around; "" is the publication's
        self._credits = credits
        cited = tuple(dict.fromkeys(printed))
        self._cited = tuple(dict.fromkeys((*cited, headline) if headline else cited))
        # One article needs no numbers: the line of sources names and links it. That of the headline alone has none
        # either: no sentence would carry it.
        several = cited if len(self._cited) > 1 else ()
        self._numbered = {key: replace(credits.of(key), number=number) for number, key in enumerate(several, 1)}

    def of(self, article: str) -> Mark:
        """The citation of an article."""
        return self._numbered.get(article) or self._credits.of(article)

    def outlets(self) -> tuple[Outlet, ...]:
        """Every outlet whose words are printed."""
        return self._by_name(self._cited)

    def others(self, articles: Iterable[str]) -> tuple[Outlet, ...]:
        """The other outlets of these articles."""
        names = {self._credits.of(key).name for key in self._cited}
        held = (key for key in articles if key in self._credits)
        return self._by_name(key for key in held if self._credits.of(key).name not in names)

    def _by_name(self, articles: Iterable[str]) -> tuple[Outlet, ...]:
        marks: dict[str, list[Mark]] = {}
        for key in articles:
            mark = self.of(key)
            marks.setdefault(mark.name, []).append(mark)
        return tuple(Outlet(name, own[0].url, tuple(own)) for name, own in marks.items())
