"""From an ``Issue`` to its ``IssueView``: references looked up, citations numbered, dates grouped and put in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from digest.editions import wording
from digest.editions.amending import Amending
from digest.editions.view import (
    Account,
    Ahead,
    Before,
    CoverageView,
    DifferenceView,
    FigureGroup,
    FigureRow,
    IssueView,
    Leaf,
    Mark,
    Outcome,
    Outlet,
    Quote,
    ReadAlso,
    Recording,
    SectionView,
    Sentence,
    StoryView,
)
from digest.editions.words import Words
from digest.model import (
    Due,
    Enclosure,
    Erratum,
    Issue,
    Passage,
    PrintedArticle,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Upcoming,
)

# A figure's hedge is the words before its first digit or currency sign: "over 46,000", "another $3 billion".
_HEDGE = re.compile(r"(?P<hedge>[^\d$€£¥₹]{0,40}?)\s*(?P<figure>[$€£¥₹]?\s?\d.*)", re.DOTALL)
# In a figure in words it is the words before the first numeral: "approaching one million", "almost half a million".
_IN_WORDS = re.compile(
    r"(?P<hedge>.{0,40}?)\s*\b(?P<figure>(?:half |an? )?(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|dozen|hundred"
    r"|thousand|million|billion|trillion)(?:s\b|\b).*)",
    re.DOTALL | re.IGNORECASE,
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
        self._credits = _Credits(self._articles, words)
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
        read = len({report.source for report in issue.coverage.sources if report.state != "failed"})
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
                candidates=issue.coverage.candidates,
                printed=issue.coverage.printed,
                merged=issue.coverage.merged,
                dropped=sum(issue.coverage.dropped.values()),
                stories=len(issue.stories),
            ),
            folder=f"issues/{issue.date.isoformat()}",
            due=self._due(),
            due_title=_due_title(issue.due, issue.date, words),
            settled=tuple(
                Outcome(
                    leaf=self._come_back((one.due,)),
                    answer=self._sentence(one.answer, self._marks()),
                )
                for one in issue.settled
            ),
            notices=self._notices,
            corrections=self._amending.told() if issue.corrections else (),
            revised=wording.moment(max(one.at for one in self._errata)) if self._errata else "",
        )

    def _lead(self, lead: StoryView) -> StoryView:
        """The lead story without the label that the next heading repeats, or that tells nothing apart."""
        names = [self._words.section(section.name) for section in self._issue.sections if section.stories]
        return replace(lead, section="") if not names or names[0] == lead.section else lead

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

    def _quote(self, quote: PrintedQuote, marks: _Marks) -> Quote:
        if not quote.speaker:
            return Quote(self._sentence(quote.passage, marks), "")
        # A comma before the closing mark leads on to the attribution, which here stands below.
        words = self._sentence(quote.words, marks)
        article = self._articles.get(quote.words.article)
        around = wording.quotation_marks(article.lang if article else self._issue.publication.lang)
        return Quote(replace(words, text=words.text.rstrip(",،、 ")), quote.speaker, around)

    def _figures(self, story: PrintedStory, marks: _Marks) -> tuple[FigureGroup, ...]:
        printed = {passage.text for passage in (*story.what_happened, *story.background)}
        grouped: dict[tuple[str, int], list[PrintedFigure]] = {}
        for figure in story.figures:
            grouped.setdefault((figure.sentence.article, figure.sentence.start), []).append(figure)
        return tuple(
            FigureGroup(
                rows=tuple(_row(figure) for figure in figures),
                sentence=self._sentence(figures[0].sentence, marks),
                # A figure that says nothing of what it counts is never left alone with its number.
                repeated=figures[0].sentence.text in printed and all(figure.unit for figure in figures),
            )
            for figures in grouped.values()
        )

    def _differences(self, story: PrintedStory, marks: _Marks) -> tuple[DifferenceView, ...]:
        printed = {passage.text for passage in (*story.what_happened, *story.background)}
        printed |= {figure.sentence.text for figure in story.figures}
        return tuple(
            DifferenceView(
                tuple(
                    Account(
                        row=_without_sign(_row(figure)),
                        sentence=self._sentence(figure.sentence, marks),
                        repeated=figure.sentence.text in printed,
                    )
                    for figure in difference.figures
                )
            )
            for difference in story.differences
        )

    def _leaves(self, items: Sequence[Upcoming], marks: _Marks, *, inside: bool) -> tuple[Leaf, ...]:
        """Dated leaves in order, one a date, then one undated leaf; what is of one story stands together on each.

        ``inside``: they stand inside their own story.
        """
        grouped: dict[tuple[date, date] | None, dict[str, list[Upcoming]]] = {}
        for item in _exact(items):
            span = _span(item)
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
            under = _ended(one.day, today, words)
        elif last > first:
            under = _stretch(first, last, words) if one.day == today else leaf.under
        spoken = words.gettext("%(day)s, %(date)s") % {"day": under, "date": words.days(first, last)}
        return replace(leaf, under=under, today=one.day == today, spoken=spoken)

    def _flagged(self, due: Due) -> Ahead:
        """An item of an earlier issue, with the story that goes on with it, else the headline that it stood under."""
        story = self._stories.get(due.story or "")
        then = due.flagged
        marks = self._marks()
        return Ahead(
            sentence=self._sentence(due.item.passage, marks),
            parts=_around(due.item),
            also=tuple(marks.of(passage.article) for passage in due.item.also),
            story=story.id if story else "",
            headline=story.headline if story else then.headline,
            url=self._credits.of(story.article).url if story else "",
            anchor=self._anchors[story.id] if story else "",
            flagged=Before(then.date, self._near(then.date), then.number, then.headline, _anchor(due.thread)),
        )

    def _near(self, day: date) -> str:
        return self._words.near_date(day, self._issue.date)

    def _ahead(self, item: Upcoming, marks: _Marks, *, inside: bool) -> Ahead:
        story = None if inside or self._alone else self._stories.get(item.story)
        return Ahead(
            sentence=self._sentence(item.passage, marks),
            parts=_around(item),
            also=tuple(marks.of(passage.article) for passage in item.also),
            story=item.story,
            headline=story.headline if story else "",
            url=self._credits.of(story.article).url if story else "",
            anchor=self._anchors.get(item.story, ""),
        )

    def _marks(self, cited: Iterable[str] = (), lang: str = "", headline: str = "") -> _Marks:
        return _Marks(self._credits, tuple(cited), headline, lang)

    def _sentence(self, passage: Passage, marks: _Marks) -> Sentence:
        article = self._articles.get(passage.article)
        lang, direction = _tongue(article.lang if article else "", marks.lang or self._issue.publication.lang)
        return Sentence(wording.one_line(passage.text), marks.of(passage.article), lang, direction)


class _Credits:
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


class _Marks:
    """The numbers that articles have within one story, in the order in which it cites them."""

    def __init__(self, credits: _Credits, printed: Sequence[str], headline: str, lang: str) -> None:
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


def _span(item: Upcoming) -> tuple[date, date] | None:
    return (item.first, max(item.last or item.first, item.first)) if item.first else None


def _exact(items: Sequence[Upcoming]) -> Iterator[Upcoming]:
    """The items, but no sentence for a week that stands for a day of that week too."""
    spans: dict[tuple[str, int], list[tuple[date, date]]] = {}
    for item in items:
        if span := _span(item):
            spans.setdefault((item.passage.article, item.passage.start), []).append(span)
    for item in items:
        span = _span(item)
        others = spans[item.passage.article, item.passage.start] if span else ()
        if not span or not any(within(other, span) for other in others):
            yield item


def _around(item: Upcoming) -> tuple[str, str, str]:
    """The sentence before the words that name its date, those words, and after them."""
    passage, words = item.passage, item.expression
    inside = words and words.article == passage.article and passage.start <= words.start < words.end <= passage.end
    if not words or not inside:
        return wording.one_line(passage.text), "", ""
    start, end = words.start - passage.start, words.end - passage.start
    before, named, after = map(wording.spaced, (passage.text[:start], words.text, passage.text[end:]))
    return before.lstrip(), named, after.rstrip()


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


def _row(figure: PrintedFigure) -> FigureRow:
    found = _HEDGE.fullmatch(figure.figure.text) or _IN_WORDS.fullmatch(figure.figure.text)
    if found is None:
        return FigureRow("", figure.figure.text, figure.unit)
    return FigureRow(found["hedge"].strip(), found["figure"], figure.unit)


def _without_sign(row: FigureRow) -> FigureRow:
    """The row without a unit that its figure shows: "£1.6 billion" needs no "£" behind it."""
    return replace(row, unit="") if row.unit in row.figure else row


def within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    """Whether the days are some of the others, and not all of them."""
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def leaf_of(span: tuple[date, date] | None, entries: tuple[Ahead, ...], today: date, words: Words) -> Leaf:
    """A leaf of the calendar: the day or days as they are written on it, and what is to come then."""
    if span is None:
        return Leaf(None, "", "", "", False, words.gettext("No date yet"), entries)
    first, last = span
    spoken = words.days(first, last)
    year = f" {first.year}" if first.year != today.year else ""
    month = words.short_month(first) + year
    if last == first == today:
        now = words.gettext("Today")
        said = words.gettext("%(day)s, %(date)s") % {"day": now, "date": spoken}
        return Leaf(first, str(first.day), month, now, True, said, entries)
    spoken = words.capital(spoken)
    if last == first:
        return Leaf(first, str(first.day), month, words.capital(words.short_weekday(first)), False, spoken, entries)
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and (last.day >= 28 and _next(last).month != last.month)
        if whole:
            under = words.gettext("all month")
            return Leaf(first, words.short_month(first), str(first.year), under, False, spoken, entries)
        return Leaf(first, f"{first.day}–{last.day}", month, "", False, spoken, entries)
    end = words.short_day_and_month(last) + (f" {last.year}" if last.year != first.year else "")
    return Leaf(first, str(first.day), month, words.gettext("to %(day)s") % {"day": end}, False, spoken, entries)


def _stretch(first: date, last: date, words: Words) -> str:
    """What a stretch that begins today is called below its days."""
    long = (last - first).days
    if long == 1 and first.weekday() == 5:
        return words.gettext("This weekend")
    return words.gettext("This week") if long == 6 else words.gettext("From today")


def _ended(day: date, today: date, words: Words) -> str:
    """When a stretch that this issue brings back came to its end."""
    passed = (today - day).days
    if passed <= 0:
        return words.gettext("Ends today")
    if passed == 1:
        return words.gettext("Ended yesterday")
    if passed < 7:
        return words.gettext("Ended on %(weekday)s") % {"weekday": words.weekday(day)}
    return words.gettext("Ended on %(date)s") % {"date": words.plain_date(day)}


def _due_title(due: Sequence[Due], today: date, words: Words) -> str:
    """What stands above what comes back: "Due today" where any of it is, unless its days only begin today."""
    if not due:
        return ""
    days = [one.day for one in due]
    late = {max(0, (today - day).days) for day in days}
    if 0 in late:
        # Days from one's beginning to its end; an end is of today alone.
        long = {1 if one.ends else (max(one.item.last or one.day, one.day) - one.day).days + 1 for one in due}
        if late == {0} and long == {7}:
            return words.gettext("Due this week")
        if late == {0} and long == {2} and today.weekday() == 5:
            return words.gettext("Due this weekend")
        return words.gettext("Due today")
    if len(late) > 1:
        return words.gettext("Due since our last issue")
    (passed,) = late
    if passed == 1:
        return words.gettext("Due yesterday")
    if passed < 7:
        return words.gettext("Due on %(weekday)s") % {"weekday": words.weekday(days[0])}
    return words.gettext("Due on %(date)s") % {"date": words.plain_date(days[0])}


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


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
