"""What this day's issue has to keep of what earlier ones promised, put together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from digest.issues.agenda.answers import answer
from digest.issues.agenda.events import (
    Promise,
    Words,
    called_off,
    dated,
    guessed,
    is_named_span,
    is_stretch,
    passed,
    printed_in,
    promises,
    put,
)
from digest.issues.agenda.wrong import corrected
from digest.issues.page import Page
from digest.model import (
    Due,
    Earlier,
    Erratum,
    History,
    Passage,
    PrintedArticle,
    PrintedStory,
    Settled,
    Story,
    Upcoming,
)

KEPT = timedelta(days=7)  # after its day an item may still be answered, or be told late
LONG_SPAN = timedelta(days=2)  # from its first day to its last: from here on it is worth a line that a span ends
MOST_DUE = 6
MOST_SETTLED = 4


@dataclass(frozen=True, slots=True)
class Agenda:
    """What an issue says of the days that it and earlier ones named."""

    whats_next: tuple[Upcoming, ...]  # the issue's own, each named as the event is that it tells of
    stories: tuple[PrintedStory, ...]  # and its stories with theirs
    due: tuple[Due, ...]
    settled: tuple[Settled, ...]
    withdrawn: tuple[str, ...]  # names of coming events that were put off or called off since they were printed


def agenda(
    history: History,
    told: Sequence[tuple[Story, PrintedStory, Page]],
    whats_next: Sequence[Upcoming],
    *,
    unprinted: Sequence[Story] = (),
    silenced: Collection[str] = (),
    errata: Sequence[Erratum] = (),
    read: int,
    today: date,
    zone: str,
) -> Agenda:
    """What earlier issues printed for today, and what today's stories say came of what they printed.

    ``told`` are the stories of today's issue, best first, each as printed and with its page, on which an answer is put;
    ``read`` articles of each are read. ``unprinted`` ones may still say that something is off. ``whats_next`` is
    today's own, which is not said twice; ``zone`` is the publication's. ``silenced`` are threads that an editor killed:
    what they promised does not come back, nor what ``errata`` that stand concern.
    """
    stories = (*(story for story, _, _ in told), *unprinted)
    words = Words(
        [article for issue in history.issues for article in issue.articles],
        [article for story in stories for article in story.articles],
    )
    held = promises(history, words=words)
    stands = [one for one in held if one.last >= today - KEPT and one.thread not in silenced]
    off = {one.item.name for one in stands if called_off(one, history, stories, words)}
    stands = [one for one in stands if one.item.name not in off]
    going_on = {printed.thread: printed.id for _, printed, _ in told}
    answered = {one.due.item.name for issue in history.issues for one in issue.settled}
    open_ = [
        one for one in stands if one.item.name not in answered and not corrected(one.item.passage, errata, history)
    ]
    settled = _settled(open_, told, words, read=read, today=today, zone=zone)
    closed = {one.due.item.name for one in settled}
    before = history.issues[-1].date if history.issues else today
    due: list[Due] = []
    for promise in open_:
        day = _day(promise, before=before, today=today)
        if day is None or promise.item.name in closed or passed(promise, words) or guessed(promise):
            continue
        again = (item.passage for item in whats_next if item.first == day)
        if any(words.close(passage, promise.item.passage, one_thread=False) for passage in again):
            continue
        news = (passage for _, story, _ in told if story.thread == promise.thread for passage in printed_in(story))
        if any(words.alike(passage, promise.item.passage) for passage in news):
            continue
        due.append(_due(promise, day, story=going_on.get(promise.thread)))
    due.sort(key=lambda one: (one.day != today, one.ends, -one.item.score, one.item.passage.article))
    own = [printed for _, printed, _ in told]
    named = _named(held, own, whats_next, words, today=today, number=history.number + 1)
    back = {item.name for item in named.values()}
    return Agenda(
        whats_next=tuple(named.get((item.passage, item.first), item) for item in whats_next),
        stories=tuple(
            replace(
                story,
                whats_next=tuple(named.get((item.passage, item.first), item) for item in story.whats_next),
            )
            if story.whats_next
            else story
            for story in own
        ),
        due=tuple(sorted(due[:MOST_DUE], key=lambda one: (one.day, one.ends, one.item.last != one.item.first))),
        settled=settled,
        withdrawn=tuple(sorted(off - back)),
    )


def _named(
    held: Sequence[Promise],
    stories: Sequence[PrintedStory],
    whats_next: Sequence[Upcoming],
    words: Words,
    *,
    today: date,
    number: int,
) -> dict[tuple[Passage, date | None], Upcoming]:
    """Today's dated items by sentence and day, each with the name of its event."""
    kept = list(held)
    found: dict[tuple[Passage, date | None], Upcoming] = {}
    for new in dated(whats_next, stories, day=today, number=number):
        item = put(kept, new, words).item
        found[new.item.passage, new.first] = replace(new.item, event=item.name, revision=item.revision)
    return found


def flagged_articles(items: Sequence[Due], history: History) -> dict[str, PrintedArticle]:
    """The articles whose words these items are, as the issues that flagged them cite them."""
    numbers = {one.flagged.number for one in items}
    wanted = {p.article for one in items for p in (one.item.passage, *one.item.also)}
    return {
        article.id: article
        for issue in history.issues
        if issue.number in numbers
        for article in issue.articles
        if article.id in wanted
    }


def _settled(
    held: Sequence[Promise],
    told: Sequence[tuple[Story, PrintedStory, Page]],
    words: Words,
    *,
    read: int,
    today: date,
    zone: str,
) -> tuple[Settled, ...]:
    """What today's stories answer, in the order of the stories; a sentence answers one promise."""
    settled: list[Settled] = []
    for story, printed, page in told:
        for promise in held:
            if not promise.first <= today <= promise.last + KEPT:
                continue
            shown = printed_in(printed)
            apart = promise.thread != printed.thread
            found = answer(promise, story.articles[:read], shown, page, words, zone=zone, apart=apart)
            if found is None or len(settled) == MOST_SETTLED or any(one.answer == found for one in settled):
                continue
            if found not in shown:
                page.put(found)
            settled.append(Settled(due=_due(promise, promise.first, story=printed.id), answer=found, story=printed.id))
    return tuple(settled)


def _day(promise: Promise, *, before: date, today: date) -> date | None:
    """The day, after the last issue and not after today, that an item comes back for; None where there is none.

    A span comes back on its first day, and a long one whose days are both named on its last too; a stretch that had
    begun when it was told of does not.
    """
    earliest = max(before, promise.issue, today - KEPT - timedelta(days=1))
    if earliest < promise.first <= today:
        return None if is_stretch(promise.item) else promise.first
    long = promise.last - promise.first >= LONG_SPAN and is_named_span(promise.item)
    return promise.last if long and earliest < promise.last <= today else None


def _due(promise: Promise, day: date, *, story: str | None) -> Due:
    return Due(
        item=promise.item,
        day=day,
        flagged=Earlier(promise.issue, promise.number, promise.headline),
        thread=promise.thread,
        ends=day != promise.first,
        story=story,
    )
