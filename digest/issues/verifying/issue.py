"""An issue against the articles that it cites: every passage, every credit, and what holds its parts together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from digest.codec import sha256
from digest.errors import Flaw
from digest.issues.verifying.passages import passage_flaw, within
from digest.issues.verifying.places import Place, holds, places
from digest.issues.verifying.readings import days_read, figure_reads
from digest.model import (
    Article,
    Difference,
    Earlier,
    Issue,
    Passage,
    PrintedArticle,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Related,
    Upcoming,
)

_CREDITS = ("url", "headline", "published", "byline", "lang", "enclosure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of verifying an issue against its articles."""

    passages: int  # printed, headlines among them
    articles: int  # whose words they are
    flaws: tuple[Flaw, ...] = ()
    warnings: tuple[Flaw, ...] = ()  # what words are read as now is not what they were read as


def verify(issue: Issue, articles: Mapping[str, Article], *, earlier: Mapping[int, Issue]) -> Verdict:
    """The issue against the stored articles that it cites, by id.

    ``earlier`` are issues before it, by number: those that it names, and those whose headlines it may print.
    """
    return _Proof(issue, articles, earlier).verdict()


class _Proof:
    """One issue being verified: what its parts are held against."""

    def __init__(self, issue: Issue, articles: Mapping[str, Article], earlier: Mapping[int, Issue]) -> None:
        self.issue = issue
        self.articles = articles
        self.earlier = earlier
        self.cited: Mapping[str, PrintedArticle] = {article.id: article for article in issue.articles}
        self.warnings: list[Flaw] = []

    def verdict(self) -> Verdict:
        flaws: list[Flaw] = [*self._credits(), *self._lines()]
        count, whose = 0, set[str]()
        for place in places(self.issue):
            value = place.value
            if isinstance(value, (Passage, PrintedStory)):
                count += 1
                whose.add(value.article)
            flaws += self._checked(place)
        return Verdict(passages=count, articles=len(whose), flaws=tuple(flaws), warnings=tuple(self.warnings))

    def _flaw(self, where: str, what: str, **facts: str | int | None) -> Flaw:
        return Flaw(issue=self.issue.number, where=where, what=what, **facts)  # type: ignore[arg-type]  # by their names

    # --------------------------------------------------------------------------------------------- the whole issue

    def _credits(self) -> Iterator[Flaw]:
        """Each cited article is held, has the text that was hashed, and is credited as it says itself."""
        if len(self.cited) != len(self.issue.articles):
            yield self._flaw("its articles", "one is cited twice")
        for printed in self.issue.articles:
            article = self.articles.get(printed.id)
            where = f"its articles, {printed.source}"
            if article is None:
                yield self._flaw(where, "the archive does not hold it", printed=printed.headline, article=printed.id)
                continue
            if sha256(article.text.encode("utf-8", "replace")) != printed.sha256:
                what = "the stored text is not the one that was printed from: its hash is another"
                yield self._flaw(where, what, printed=printed.sha256, article=printed.id)
            pairs = [("source", printed.source, article.source_name)]
            pairs += [(name, getattr(printed, name), getattr(article, name)) for name in _CREDITS]
            for name, said, held in pairs:
                if said != held:
                    yield self._flaw(
                        where,
                        f"its {name} is not the article's",
                        printed=str(said),
                        found=str(held),
                        article=printed.id,
                    )

    def _lines(self) -> Iterator[Flaw]:
        """Subject and preheader are headlines of the issue, and its stories stand in their places."""
        issue, stories = self.issue, self.issue.stories
        for what, keys in (("ids", [story.id for story in stories]), ("ranks", [story.rank for story in stories])):
            if len(set(keys)) != len(keys):
                yield self._flaw("its stories", f"two have one of their {what}")
        for section in issue.sections:
            for story in section.stories:
                if story.section != section.name:
                    yield self._flaw(f"section “{section.name}”", "holds a story of another", printed=story.section)
        for number, item in enumerate(issue.whats_next, 1):
            if item.story not in {story.id for story in stories}:
                yield self._flaw(
                    f"what’s next {number}", "is of a story that the issue does not print", printed=item.story
                )
        lead = " ".join((issue.lead.headline if issue.lead else issue.publication.title).split())
        if "{headline}" in issue.publication.subject and lead not in issue.subject:
            yield self._flaw("its subject", "is not its lead story's headline", printed=issue.subject, found=lead)
        if not _joined_of(issue.preheader, [story.headline for story in stories]):
            yield self._flaw("its preheader", "is not made of its stories' headlines", printed=issue.preheader)

    # -------------------------------------------------------------------------------------------- part by part

    def _checked(self, place: Place) -> Iterator[Flaw]:
        value: Struct = place.value
        if isinstance(value, Passage):
            yield from self._passage(place, value)
        elif isinstance(value, PrintedStory):
            yield from self._story(place, value)
        elif isinstance(value, PrintedQuote):
            yield from self._quote(place, value)
        elif isinstance(value, PrintedFigure):
            yield from self._figure(place, value)
        elif isinstance(value, Difference):
            yield from self._difference(place, value)
        elif isinstance(value, Upcoming):
            yield from self._upcoming(place, value)
        elif isinstance(value, Earlier):
            yield from self._earlier(place, value)
        elif isinstance(value, Related):
            yield from self._related(place, value)

    def _passage(self, place: Place, passage: Passage) -> Iterator[Flaw]:
        flaw = passage_flaw(passage, self.articles, issue=self.issue.number, where=place.where)
        if flaw is not None:
            yield flaw
        if passage.article not in self.cited:
            yield self._flaw(place.where, "is of an article that the issue does not credit", article=passage.article)
        elif place.story is not None and passage.article not in place.story.articles:
            yield self._flaw(place.where, "is of an article that is none of its story's", article=passage.article)

    def _story(self, place: Place, story: PrintedStory) -> Iterator[Flaw]:
        lead = self.articles.get(story.article)
        if story.articles[:1] != (story.article,):
            yield self._flaw(place.where, "its first article is not the one that leads it", article=story.article)
        for id_ in story.articles:
            if id_ not in self.cited:
                yield self._flaw(place.where, "has an article that the issue does not credit", article=id_)
        if lead is not None and story.headline != lead.headline:
            what = "its headline is not its article's"
            yield self._flaw(place.where, what, printed=story.headline, found=lead.headline, article=lead.id)
        names = tuple(dict.fromkeys(self.cited[id_].source for id_ in story.articles if id_ in self.cited))
        if story.outlets != names:
            what = "its outlets are not those of its articles"
            yield self._flaw(place.where, what, printed=", ".join(story.outlets), found=", ".join(names))
        if not 1 <= story.reports <= len(story.articles):
            yield self._flaw(place.where, "has more reports than articles, or none", printed=str(story.reports))
        pictures = {held.image for id_ in story.articles if (held := self.articles.get(id_)) is not None}
        if story.image not in {None, *pictures}:
            yield self._flaw(place.where, "its picture is none of its articles'", printed=story.image)

    def _quote(self, place: Place, quote: PrintedQuote) -> Iterator[Flaw]:
        if not within(quote.words, quote.passage):
            yield self._flaw(place.where, "its words do not stand in its sentence", printed=quote.words.text)
        article = self.articles.get(quote.passage.article)
        if quote.speaker and article is not None and _plain(quote.speaker) not in _plain(article.text):
            what = "its speaker is not named so in the article"
            yield self._flaw(place.where, what, printed=quote.speaker, article=article.id)

    def _figure(self, place: Place, figure: PrintedFigure) -> Iterator[Flaw]:
        if not within(figure.figure, figure.sentence):
            yield self._flaw(place.where, "the figure does not stand in its sentence", printed=figure.figure.text)
            return
        if figure.unit and figure.unit not in figure.sentence.text:
            what = "what it counts does not stand in its sentence"
            yield self._flaw(place.where, what, printed=figure.unit, found=figure.sentence.text)
        article = self.articles.get(figure.figure.article)
        if article is not None and not figure_reads(figure, article):
            what = f"is not read as {figure.value:,.12g} any more"
            self.warnings.append(self._flaw(place.where, what, printed=figure.figure.text, article=article.id))

    def _difference(self, place: Place, difference: Difference) -> Iterator[Flaw]:
        if len({figure.figure.article for figure in difference.figures}) < 2:
            yield self._flaw(place.where, "its figures are not of two articles")
        if difference.figures and difference.unit != difference.figures[0].unit:
            what = "counts something else than its first figure"
            yield self._flaw(place.where, what, printed=difference.unit, found=difference.figures[0].unit)

    def _upcoming(self, place: Place, item: Upcoming) -> Iterator[Flaw]:
        if item.expression is not None and not within(item.expression, item.passage):
            yield self._flaw(place.where, "the words of its date do not stand in it", printed=item.expression.text)
            return
        if (item.first is None) != (item.expression is None) or (item.first is None) != (item.last is None):
            yield self._flaw(place.where, "has a day without the words for it, or words without their day")
            return
        if place.story is not None and item.story != place.story.id:
            yield self._flaw(place.where, "is said to be of another story", printed=item.story, found=place.story.id)
        article = self.articles.get(item.passage.article)
        if item.first is None or item.last is None or item.expression is None or article is None:
            return
        if item.last < item.first:
            yield self._flaw(place.where, "ends before it begins", printed=_span(item.first, item.last))
        elif (read := days_read(item, article)) != (item.first, item.last):
            what = f"“{item.expression.text}” was read as {_span(item.first, item.last)}"
            now = f"is read now as {_span(*read)}" if read else "is read now as no day"
            self.warnings.append(self._flaw(place.where, f"{what}, and {now}", article=article.id))

    def _earlier(self, place: Place, earlier: Earlier) -> Iterator[Flaw]:
        named = f"No. {earlier.number} of {earlier.date}"
        issue = self.earlier.get(earlier.number)
        if issue is None or issue.date != earlier.date:
            yield self._flaw(place.where, f"names {named}, and the archive holds no such issue")
        elif earlier.headline not in {story.headline for story in issue.stories}:
            yield self._flaw(place.where, f"is no headline of {named}", printed=earlier.headline)

    def _related(self, place: Place, related: Related) -> Iterator[Flaw]:
        printed = f"{related.headline}, {related.source}, {related.url}"
        if not any(holds(issue, related) for issue in (self.issue, *self.earlier.values())):
            yield self._flaw(place.where, "is no article of this issue, nor of one before", printed=printed)
        told = self.issue if related.issue is None else self.earlier.get(related.issue.number)
        threads = {story.thread for story in told.stories if story.headline == related.headline} if told else set()
        # An issue frozen before the issue was named with it may mean a story of any.
        if related.thread not in threads | {None} and (threads or related.issue is not None):
            yield self._flaw(place.where, "is of another thread there", printed=related.thread)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _joined_of(line: str, headlines: Sequence[str]) -> bool:
    """Whether a line is made of these headlines with a dot between; of two that begin alike the longer may be meant."""
    reached = {0} if line else {len(line)}
    seen: set[int] = set()
    while reached:
        at = reached.pop()
        if at == len(line):
            return True
        seen.add(at)
        for headline in headlines:
            if headline and line.startswith(headline, at):
                end = at + len(headline)
                if end == len(line):
                    return True
                if line.startswith(" · ", end) and end + 3 not in seen:
                    reached.add(end + 3)
    return False
