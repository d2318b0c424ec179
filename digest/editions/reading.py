"""From an ``Issue`` to its ``IssueView``: references looked up, citations numbered, dates grouped and put in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from digest.editions import wording
from digest.editions.amending import Amending
from digest.editions.citing import Credits, Marks
from digest.editions.figuring import row, without_sign
from digest.editions.leaves import days_of, due_title, ended, exact, leaf_of, split_at_date, stretch
from digest.editions.view import (
    Account,
    Ahead,
    Before,
    CoverageView,
    DifferenceView,
    FigureGroup,
    IssueView,
    Leaf,
    Outcome,
    Quote,
    ReadAlso,
    SectionView,
    Sentence,
    StoryView,
)
from digest.editions.words import CATCH_ALL, Words
from digest.model import (
    Due,
    Erratum,
    Issue,
    Passage,
    PrintedArticle,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Upcoming,
)

# A story is back, and does not just go on, after so many days, in which more than so many issues did without it.
_QUIET_DAYS = 7
_QUIET_ISSUES = 2
_NOT_IN_ANCHORS = re.compile(r"[^\w-]")


def view(
    issue: Issue, words: Words | None = None, *, first: date | None = None, errata: Sequence[Erratum] = ()
) -> IssueView:
    """The issue as readers meet it; ``words`` are in the publication's language, if not given the program's own.

    ``first`` is the first day of the week that an issue rolls up; ``errata`` are those of the issue that stand.
    """
    words = words or Words(issue.publication.lang)
    shown = _Reading(issue, words, errata).whole()
    return replace(shown, begins=first, long_date=words.days(first, issue.date)) if first else shown


class _Reading:
    """One issue being turned into its view: the look-ups its parts share."""

    def __init__(self, issue: Issue, words: Words, errata: Sequence[Erratum]) -> None:
        self._issue = issue
        self._errata = errata
        self._words = words
        self._articles: Mapping[str, PrintedArticle] = {article.id: article for article in issue.articles}
        self._credits = Credits(self._articles, words)
        self._anchors = _anchors(issue.stories)
        self._stories = {story.id: story for story in issue.stories}
        self._alone = len(self._stories) == 1
        self._amending = Amending(issue, words, self._credits.of, _anchor)
        self._notices = self._amending.notes(errata, self._anchors) if errata else ()

    def whole(self) -> IssueView:
        issue, words = self._issue, self._words
        stories = {story.id: self._story(story) for story in issue.stories}
        lead = self._lead(stories[issue.lead.id]) if issue.lead else None
        sections = tuple(
            SectionView(words.section(section.name), tuple(stories[story.id] for story in section.stories))
            for section in issue.sections
            if section.stories
        )
        ranked = sorted((stories[s.id] for section in issue.sections for s in section.stories), key=lambda s: s.rank)
        # Several globs of seeds have one name.
        read = len({report.source for report in issue.coverage.sources if report.read})
        unread = issue.coverage.no_longer_read
        agenda = self._leaves(self._agenda(), self._marks(), inside=False)
        # What one line holds stands below what takes more.
        developing = tuple(sorted((stories[story.id] for story in issue.developing), key=lambda story: story.little))
        told = {name for story in issue.stories for name in story.outlets}
        return IssueView(
            publication=issue.publication,
            number=issue.number,
            date=issue.date,
            long_date=words.long_date(issue.date),
            time=words.clock(issue.as_of, issue.publication.timezone),
            moment=wording.moment(issue.as_of),
            subject=issue.subject,
            preheader=issue.preheader,
            lang=issue.publication.lang,
            dir=wording.direction(issue.publication.lang),
            minutes=wording.minutes(_printed_words(issue)),
            sources=read or len(told),
            brief=tuple(ranked[:5]) if len(ranked) >= 3 else (),
            lead=lead,
            sections=sections,
            developing=developing,
            ahead=agenda,
            coverage=CoverageView(
                read=read,
                failed=tuple((r.source, r.reason or "") for r in issue.coverage.sources if r.state == "failed"),
                candidates=issue.coverage.candidates - unread,
                printed=issue.coverage.printed,
                merged=issue.coverage.merged,
                dropped=sum(issue.coverage.dropped.values()) - unread,
                stories=len(issue.stories),
            ),
            folder=f"issues/{issue.date.isoformat()}",
            due=self._due(),
            due_title=due_title(issue.due, issue.date, words),
            settled=tuple(
                Outcome(
                    leaf=self._come_back((one.due,)),
                    answer=self._sentence(one.answer, self._marks()),
                )
                for one in issue.settled
            ),
            notices=self._notices,
            corrections=self._amending.told() if issue.corrections else (),
            quiet=issue.quiet,
            revised=wording.moment(max(one.at for one in self._errata)) if self._errata else "",
        )

    def _lead(self, lead: StoryView) -> StoryView:
        """The lead story without the label that the next heading repeats, or that tells nothing apart."""
        names = [self._words.section(section.name) for section in self._issue.sections if section.stories]
        silent = {*names[:1], *map(self._words.section, CATCH_ALL)} if names else {lead.section}
        return replace(lead, section="") if lead.section in silent else lead

    def _agenda(self) -> tuple[Upcoming, ...]:
        """What is to come in the whole issue; in an issue of one story, what that story says of it too."""
        stories = self._issue.stories
        held = {(item.passage.article, item.passage.start) for item in self._issue.whats_next}
        own = stories[0].whats_next if self._alone and self._issue.whats_next else ()
        extra = tuple(item for item in own if (item.passage.article, item.passage.start) not in held)
        return (*self._issue.whats_next, *extra)

    def _story(self, story: PrintedStory) -> StoryView:
        lead = self._articles.get(story.article)
        own = lead.lang if lead else ""
        marks = self._marks(_cited(story), own, story.article)
        lang, direction = _tongue(own, self._issue.publication.lang)
        outlets, also = marks.outlets(), marks.others(story.articles)
        cited = {mark.url for outlet in outlets for mark in outlet.marks}
        return StoryView(
            id=story.id,
            anchor=self._anchors[story.id],
            headline=story.headline,
            url=self._credits.of(story.article).url,
            lang=lang,
            dir=direction,
            section=self._words.section(story.section),
            rank=story.rank,
            dek=self._sentence(story.dek, marks) if story.dek else None,
            sentences=tuple(self._sentence(passage, marks) for passage in story.what_happened),
            quotes=tuple(self._quote(quote, marks) for quote in story.quotes),
            figures=self._figures(story, marks),
            differences=self._differences(story, marks),
            background=tuple(self._sentence(passage, marks) for passage in story.background),
            ahead=() if self._alone and self._issue.whats_next else self._leaves(story.whats_next, marks, inside=True),
            read_also=tuple(
                ReadAlso(related.headline, link, related.source or "")
                for related in story.read_also
                if not (link := wording.web_link(related.url or "")) or link not in cited
            ),
            day=story.day,
            earlier=tuple(
                Before(before.date, self._near(before.date), before.number, before.headline) for before in story.earlier
            ),
            continues=_continues(story, self._issue, self._words),
            reports=story.reports,
            independent=self._words.independent(story.reports, len(outlets) + len(also)),
            outlets=outlets,
            also=also,
            notices=tuple(notice for notice in self._notices if notice.story == story.id),
        )

    def _quote(self, quote: PrintedQuote, marks: Marks) -> Quote:
        if not quote.speaker:
            return Quote(self._sentence(quote.passage, marks), "")
        # A comma before the closing mark leads on to the attribution, which here stands below.
        words = self._sentence(quote.words, marks)
        article = self._articles.get(quote.words.article)
        around = wording.quotation_marks(article.lang if article else self._issue.publication.lang)
        return Quote(replace(words, text=words.text.rstrip(",،、 ")), quote.speaker, around)

    def _figures(self, story: PrintedStory, marks: Marks) -> tuple[FigureGroup, ...]:
        printed = {passage.text for passage in (*story.what_happened, *story.background)}
        grouped: dict[tuple[str, int], list[PrintedFigure]] = {}
        for figure in story.figures:
            grouped.setdefault((figure.sentence.article, figure.sentence.start), []).append(figure)
        return tuple(
            FigureGroup(
                rows=tuple(row(figure) for figure in figures),
                sentence=self._sentence(figures[0].sentence, marks),
                # A figure that says nothing of what it counts is never left alone with its number.
                repeated=figures[0].sentence.text in printed and all(figure.unit for figure in figures),
            )
            for figures in grouped.values()
        )

    def _differences(self, story: PrintedStory, marks: Marks) -> tuple[DifferenceView, ...]:
        printed = {passage.text for passage in (*story.what_happened, *story.background)}
        printed |= {figure.sentence.text for figure in story.figures}
        return tuple(
            DifferenceView(
                tuple(
                    Account(
                        row=without_sign(row(figure)),
                        sentence=self._sentence(figure.sentence, marks),
                        repeated=figure.sentence.text in printed,
                    )
                    for figure in difference.figures
                )
            )
            for difference in story.differences
        )

    def _leaves(self, items: Sequence[Upcoming], marks: Marks, *, inside: bool) -> tuple[Leaf, ...]:
        """Dated leaves in order, one a date, then one undated leaf; what is of one story stands together on each.

        ``inside``: they stand inside their own story.
        """
        grouped: dict[tuple[date, date] | None, dict[str, list[Upcoming]]] = {}
        for item in exact(items):
            span = days_of(item)
            grouped.setdefault(span, {}).setdefault(item.story, []).append(item)
        dated = sorted((span for span in grouped if span), key=lambda span: span)
        order: list[tuple[date, date] | None] = [*dated, None] if None in grouped else [*dated]
        return tuple(
            leaf_of(
                span,
                tuple(
                    self._ahead(item, marks, inside=inside) for of_story in grouped[span].values() for item in of_story
                ),
                self._issue.date,
                self._words,
            )
            for span in order
        )

    def _due(self) -> tuple[Leaf, ...]:
        """What comes back, one leaf a date and what it is of that: its beginning or its end."""
        grouped: dict[tuple[date, date | None, bool], list[Due]] = {}
        for one in self._issue.due:
            grouped.setdefault((one.item.first or one.day, one.item.last, one.ends), []).append(one)
        return tuple(self._come_back(several) for several in grouped.values())

    def _come_back(self, several: Sequence[Due]) -> Leaf:
        """The leaf of items that came back, all for one day."""
        one, today, words = several[0], self._issue.date, self._words
        first = one.item.first or one.day
        last = max(one.item.last or first, first)
        leaf = leaf_of((first, last), tuple(self._flagged(each) for each in several), today, words)
        under = words.due_on(one.day, today)
        if one.ends:
            under = ended(one.day, today, words)
        elif last > first:
            under = stretch(first, last, words) if one.day == today else leaf.under
        spoken = words.gettext("%(day)s, %(date)s") % {"day": under, "date": words.days(first, last)}
        return replace(leaf, under=under, today=one.day == today, spoken=spoken)

    def _flagged(self, due: Due) -> Ahead:
        """An item of an earlier issue, with the story that goes on with it, else the headline that it stood under."""
        story = self._stories.get(due.story or "")
        then = due.flagged
        marks = self._marks()
        return Ahead(
            sentence=self._sentence(due.item.passage, marks),
            parts=split_at_date(due.item),
            also=tuple(marks.of(passage.article) for passage in due.item.also),
            story=story.id if story else "",
            headline=story.headline if story else then.headline,
            url=self._credits.of(story.article).url if story else "",
            anchor=self._anchors[story.id] if story else "",
            flagged=Before(then.date, self._near(then.date), then.number, then.headline, _anchor(due.thread)),
        )

    def _near(self, day: date) -> str:
        return self._words.near_date(day, self._issue.date)

    def _ahead(self, item: Upcoming, marks: Marks, *, inside: bool) -> Ahead:
        story = None if inside or self._alone else self._stories.get(item.story)
        return Ahead(
            sentence=self._sentence(item.passage, marks),
            parts=split_at_date(item),
            also=tuple(marks.of(passage.article) for passage in item.also),
            story=item.story,
            headline=story.headline if story else "",
            url=self._credits.of(story.article).url if story else "",
            anchor=self._anchors.get(item.story, ""),
        )

    def _marks(self, cited: Iterable[str] = (), lang: str = "", headline: str = "") -> Marks:
        return Marks(self._credits, tuple(cited), headline, lang)

    def _sentence(self, passage: Passage, marks: Marks) -> Sentence:
        article = self._articles.get(passage.article)
        lang, direction = _tongue(article.lang if article else "", marks.lang or self._issue.publication.lang)
        return Sentence(wording.one_line(passage.text), marks.of(passage.article), lang, direction)


def _continues(story: PrintedStory, issue: Issue, words: Words) -> str:
    """Which part of its thread a story is; one that was quiet while several issues came out says for how long."""
    if story.day <= 1:
        return ""
    last = story.earlier[-1] if story.earlier else None
    if last and (issue.date - last.date).days >= _QUIET_DAYS and issue.number - last.number > _QUIET_ISSUES:
        return words.back_after(last.date, issue.date)
    return words.gettext("Day %(number)s") % {"number": words.count(story.day)}


def _cited(story: PrintedStory) -> Iterator[str]:
    """The articles whose sentences a story prints, in the order of its parts.

    So the first sentence that is cited is [1], whichever article it is from.
    """
    dek = (story.dek,) if story.dek else ()
    quotes = (quote.words for quote in story.quotes)
    figures = (figure.sentence for figure in story.figures)
    differences = (figure.sentence for difference in story.differences for figure in difference.figures)
    ahead = (passage for item in story.whats_next for passage in (item.passage, *item.also))
    for passage in (*dek, *story.what_happened, *quotes, *figures, *differences, *story.background, *ahead):
        yield passage.article


def _anchors(stories: Iterable[PrintedStory]) -> dict[str, str]:
    """Story id -> the anchor its headline carries: the thread's, which stays the same from issue to issue."""
    taken: set[str] = set()
    anchors: dict[str, str] = {}
    for story in stories:
        anchor = _anchor(story.thread or story.id)
        if anchor in taken:
            anchor = _anchor(story.id)
        taken.add(anchor)
        anchors[story.id] = anchor
    return anchors


def _anchor(id: str) -> str:
    return _NOT_IN_ANCHORS.sub("-", f"s-{id}")


@lru_cache(maxsize=256)
def _tongue(lang: str, around: str) -> tuple[str, str]:
    """The language and direction to declare for a text, both "" where they are those of the text around it."""
    if not lang or lang.split("-")[0] == around.split("-")[0]:
        return "", ""
    return lang, wording.direction(lang)


def _printed_words(issue: Issue) -> Iterator[str]:
    """Every text that the issue prints."""
    for story in issue.stories:
        yield story.headline
        if story.dek:
            yield story.dek.text
        for passage in (*story.what_happened, *story.background):
            yield passage.text
        for quote in story.quotes:
            yield quote.words.text
        for difference in story.differences:
            for figure in difference.figures:
                yield figure.sentence.text
        for item in story.whats_next:
            yield item.passage.text
    for item in (*issue.whats_next, *(one.item for one in issue.due), *(one.due.item for one in issue.settled)):
        yield item.passage.text
    for outcome in issue.settled:
        yield outcome.answer.text
