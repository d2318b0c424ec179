""" "Due today" and "Did it happen?" as decisions: what comes back, when, once, and what is never promised again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest.issues.agenda import MOST_DUE, Agenda, agenda, flagged_articles
from digest.issues.agenda.events import Words
from digest.issues.page import Page
from digest.model import (
    ISSUE_FORMAT,
    Article,
    Change,
    Coverage,
    Due,
    Earlier,
    Erratum,
    History,
    Issue,
    Passage,
    PrintedArticle,
    PrintedStory,
    Publication,
    Settled,
    Story,
    Upcoming,
)
from digest.testing import article, story

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=number)


def written(text: str, on: date, *, source: str = "Gazette", lang: str = "en") -> Article:
    """An article of a day, its headline of its own."""
    made = article(f"{source} of {on}: {text[:30]}", text, source=source, lang=lang)
    return replace(made, published=datetime.combine(on, time(5), UTC))


def said(one: Article, words: str | None = None) -> Passage:
    """An article's words, all where none are named."""
    words = one.text if words is None else words
    start = one.text.index(words)
    return Passage(words, one.id, start, start + len(words))


def item(
    one: Article, words: str, first: date, last: date | None = None, *, sentence: str | None = None, score: float = 0.8
) -> Upcoming:
    """What an article says is to come on the day that its ``words`` name."""
    return Upcoming(
        passage=said(one, sentence),
        story=f"s{one.id}",
        first=first,
        last=last or first,
        expression=said(one, words),
        score=score,
    )


def printed(one: Article, *items: Upcoming, thread: str = "bridge", says: tuple[Passage, ...] = ()) -> PrintedStory:
    """A story of one article."""
    return PrintedStory(
        id=f"s{one.id}",
        thread=thread,
        headline=one.headline,
        article=one.id,
        articles=(one.id,),
        outlets=(one.source_name,),
        reports=1,
        section="Home",
        rank=1,
        score=1.0,
        terms={},
        what_happened=says,
        whats_next=items,
    )


def issue(number: int, on: date, *items: tuple[Article, Upcoming], thread: str = "bridge") -> Issue:
    """An issue that prints these items on its calendar, each of a story of its own article."""
    stories = [printed(one, thread=thread) for one, _ in items]
    return Issue(
        format=ISSUE_FORMAT,
        number=number,
        date=on,
        as_of=datetime.combine(on, time(6), UTC),
        since=None,
        publication=Publication(title="The Test"),
        subject="",
        preheader="",
        lead=stories[0] if stories else None,
        sections=(),
        developing=tuple(stories[1:]),
        whats_next=tuple(upcoming for _, upcoming in items),
        articles=tuple(
            PrintedArticle(
                id=one.id, source=one.source_name, url=one.url, headline=one.headline, sha256="0", lang=one.lang
            )
            for one, _ in items
        ),
        coverage=Coverage(),
    )


def reckoned(
    on: date,
    *issues: Issue,
    told: tuple[tuple[Story, PrintedStory, Page], ...] = (),
    whats_next: tuple[Upcoming, ...] = (),
    errata: tuple[Erratum, ...] = (),
) -> Agenda:
    """What the issue of a day says, after these."""
    history = History(issues=issues, number=issues[-1].number if issues else 0)
    return agenda(history, told, whats_next, errata=errata, read=6, today=on, zone="UTC")


def today(text: str, on: date, *, thread: str = "bridge", shown: int = 0) -> tuple[Story, PrintedStory, Page]:
    """A story of today, its first ``shown`` sentences printed."""
    one = written(text, on, source="Wire")
    sentences = tuple(said(one, f"{part.rstrip('.')}.") for part in text.split(". "))[:shown]
    made = printed(one, thread=thread, says=sentences)
    page = Page([one], limit=120)
    for sentence in sentences:
        page.put(sentence)
    return story(one, thread=thread, id=made.id), made, page


FERRIES = written("Extra ferries will start to run between Sorn and Kelmar on Thursday.", MONDAY)
FLAGGED = issue(1, MONDAY, (FERRIES, item(FERRIES, "Thursday", day(3))))


def test_an_item_comes_back_on_its_day() -> None:
    """Verbatim, with the issue that flagged it and the thread of its story there; not before, not after."""
    assert reckoned(day(2), FLAGGED).due == ()
    (due,) = reckoned(day(3), FLAGGED, issue(2, day(2))).due
    assert due.item.passage == said(FERRIES)
    assert (due.day, due.ends, due.story) == (day(3), False, None)
    assert due.flagged == Earlier(MONDAY, 1, FERRIES.headline)
    assert due.thread == "bridge"
    assert reckoned(day(4), FLAGGED, issue(2, day(2)), issue(3, day(3))).due == ()


def erratum(**changes: Any) -> Erratum:
    """What was corrected of the first issue's one story."""
    base = Erratum(
        number=1, kind="note", issue=1, article=FERRIES.id, story=f"s{FERRIES.id}", at=FLAGGED.as_of, note="Friday"
    )
    return replace(base, **changes)


HALF = Passage("Extra ferries", FERRIES.id, 0, 13)


@pytest.mark.parametrize(
    ("one", "back"),
    [
        (erratum(), False),
        (erratum(article=""), False),
        (erratum(article="0" * 16, story="another"), True),
        (erratum(kind="withdrawn", note=""), False),
        (erratum(kind="lost", note="", article="0" * 16), True),
        (erratum(kind="changed", changes=(Change(kind="figure", printed=HALF),)), False),
        (erratum(kind="changed", changes=(Change(kind="figure", printed=replace(HALF, start=500, end=513)),)), True),
        (erratum(kind="changed", changes=(Change(kind="figure", printed=replace(HALF, article="x")),)), True),
        (erratum(kind="changed", changes=(Change(kind="headline"),)), True),
    ],
)
def test_what_was_corrected_does_not_come_back(one: Erratum, back: bool) -> None:
    """Neither as due nor with what came of it, where the correction concerns the sentence, or its story as a whole."""
    assert bool(reckoned(day(3), FLAGGED, issue(2, day(2)), errata=(one,)).due) is back
    news = today(HAPPENED, day(4))
    assert bool(reckoned(day(4), FLAGGED, issue(2, day(3)), told=(news,), errata=(one,)).settled) is back


def test_newer_words_of_a_corrected_event_come_back() -> None:
    """They are of an article that nobody corrected."""
    again = written("Extra ferries between Sorn and Kelmar start on Thursday, the port said.", day(1))
    later = issue(2, day(1), (again, item(again, "Thursday", day(3))))
    (due,) = reckoned(day(3), FLAGGED, later, errata=(erratum(),)).due
    assert due.item.passage == said(again)


def test_a_day_without_an_issue_loses_nothing() -> None:
    """The next issue tells it late, by the day it was for; after a week it is forgotten."""
    (due,) = reckoned(day(5), FLAGGED, issue(2, day(2))).due
    assert due.day == day(3)
    assert reckoned(day(12), FLAGGED, issue(2, day(2))).due == ()


def test_an_item_of_its_own_days_issue_does_not_come_back() -> None:
    """What an issue printed for that very day was due in that issue."""
    assert reckoned(day(4), issue(1, day(3), (FERRIES, item(FERRIES, "Thursday", day(3))))).due == ()


def test_one_event_comes_back_once_in_its_newest_words() -> None:
    """Flagged by three issues it is one item, and leads to the newest, whose words it has."""
    again = written("Extra ferries between Sorn and Kelmar start on Thursday, the port said.", day(1))
    third = written("From Thursday extra ferries run from Sorn to Kelmar every hour.", day(2))
    flags = (
        FLAGGED,
        issue(2, day(1), (again, item(again, "Thursday", day(3)))),
        issue(3, day(2), (third, item(third, "Thursday", day(3)))),
    )
    (due,) = reckoned(day(3), *flags).due
    assert due.item.passage == said(third)
    assert due.flagged.number == 3
    assert due.item.name == FLAGGED.whats_next[0].name
    assert due.item.revision == 2


def test_two_events_of_one_day_are_two() -> None:
    """Nothing in common but the day."""
    budget = written("The council of Orm votes on its budget on Thursday.", MONDAY, source="Ledger")
    both = issue(1, MONDAY, (FERRIES, item(FERRIES, "Thursday", day(3))), (budget, item(budget, "Thursday", day(3))))
    assert len(reckoned(day(3), both).due) == 2


def test_the_newest_day_wins() -> None:
    """What a later issue gives another day comes back on that alone."""
    moved = written("The extra ferries between Sorn and Kelmar will start to run on Saturday.", day(1))
    later = issue(2, day(1), (moved, item(moved, "Saturday", day(5))))
    assert reckoned(day(3), FLAGGED, later).due == ()
    (due,) = reckoned(day(5), FLAGGED, later, issue(3, day(4))).due
    assert due.item.passage == said(moved)
    assert due.item.name == FLAGGED.whats_next[0].name


def test_two_days_of_one_sentence_stay_two() -> None:
    """Where a sentence says when a thing begins and when it ends, neither day takes the other's place."""
    one = written("The ferry strike begins on Thursday and the talks resume on Saturday.", MONDAY)
    both = issue(1, MONDAY, (one, item(one, "Thursday", day(3))), (one, item(one, "Saturday", day(5))))
    assert [d.day for d in reckoned(day(3), both).due] == [day(3)]
    assert [d.day for d in reckoned(day(5), both, issue(2, day(4))).due] == [day(5)]


@pytest.mark.parametrize(
    "off",
    [
        "The extra ferries between Sorn and Kelmar have been cancelled.",
        "The port has postponed the extra ferries to Kelmar.",
        "The start of the extra ferries was put off.",
    ],
)
def test_what_was_called_off_is_not_promised_again(off: str) -> None:
    """By a printed sentence of the thread, or by one of today's story; its name tells calendars to drop it."""
    one = written(off, day(1), source="Ledger")
    base = issue(2, day(1))
    later = replace(base, lead=printed(one, says=(said(one),)))
    name = FLAGGED.whats_next[0].name
    made = reckoned(day(3), FLAGGED, later)
    assert (made.due, made.withdrawn) == ((), (name,))
    made = reckoned(day(3), FLAGGED, told=(today(off, day(3)),))
    assert (made.due, made.withdrawn) == ((), (name,))


def test_something_else_that_was_called_off_changes_nothing() -> None:
    """Nor does what another thread calls off."""
    other = "Extra trams were cancelled, and the harbour master of Kelmar looked on."
    assert reckoned(day(3), FLAGGED, told=(today(other, day(3)),)).due
    elsewhere = "The extra ferries between Sorn and Kelmar have been cancelled."
    assert reckoned(day(3), FLAGGED, told=(today(elsewhere, day(3), thread="fair"),)).due


def test_a_span_is_due_on_its_first_day_and_a_long_one_ends() -> None:
    """A span that names both its days says when it ends; a weekend does not."""
    one = written("The fair of Sorn will be held from March 5 to 12 on the quay.", MONDAY)
    fair = issue(1, MONDAY, (one, item(one, "March 5 to 12", day(3), day(10))))
    assert [(d.day, d.ends) for d in reckoned(day(3), fair, issue(2, day(2))).due] == [(day(3), False)]
    assert reckoned(day(6), fair, issue(2, day(5))).due == ()
    assert [(d.day, d.ends) for d in reckoned(day(10), fair, issue(2, day(9))).due] == [(day(10), True)]
    two = written("The fair of Sorn will be held next weekend on the quay.", MONDAY)
    weekend = issue(1, MONDAY, (two, item(two, "next weekend", day(5), day(6))))
    assert [d.day for d in reckoned(day(5), weekend, issue(2, day(4))).due] == [day(5)]
    assert reckoned(day(6), weekend, issue(2, day(5))).due == ()


def test_a_stretch_that_had_begun_when_it_was_told_of_is_no_day() -> None:
    """ "Later this week", said on a Monday, is not due on Tuesday; "next week" is on its Monday."""
    one = written("The port will open a new quay later this week, it said.", MONDAY)
    assert reckoned(day(1), issue(1, MONDAY, (one, item(one, "later this week", day(1), day(6))))).due == ()
    two = written("The port will open a new quay next week, it said.", MONDAY)
    week = issue(1, MONDAY, (two, item(two, "next week", day(7), day(13))))
    assert [d.day for d in reckoned(day(7), week, issue(2, day(6))).due] == [day(7)]


def test_a_day_of_what_was_over_is_not_promised() -> None:
    """A date that was read as the future in a clause of the past is an error, and is not repeated."""
    one = written("The captain said that the crew of the Sorn arrived on Thursday.", MONDAY)
    assert reckoned(day(3), issue(1, MONDAY, (one, item(one, "Thursday", day(3))))).due == ()


def test_a_forecast_is_no_promise() -> None:
    """What is likely, or may be, stands among what is next and does not come back; a month is no "may"."""
    for words, comes in (
        ("The ferry of Sorn will likely carry its millionth guest on Thursday.", False),
        ("The ferries of Sorn could start again on Thursday.", False),
        ("The ferry of Sorn, which may be the last, sails on Thursday.", True),
        ("The May fair of Sorn opens on Thursday.", True),
    ):
        one = written(words, MONDAY)
        due = reckoned(day(3), issue(1, MONDAY, (one, item(one, "Thursday", day(3))))).due
        assert bool(due) == comes, words


def test_what_todays_own_calendar_says_is_not_said_twice() -> None:
    """The newer words stand under "What's next"."""
    now = written("Extra ferries start today, Thursday, between Sorn and Kelmar.", day(3), source="Wire")
    own = item(now, "today, Thursday", day(3))
    made = reckoned(day(3), FLAGGED, told=(today("Nothing of it is told here.", day(3)),), whats_next=(own,))
    assert made.due == ()


def test_what_todays_news_tells_is_not_said_twice() -> None:
    """The story of the thread prints it today, in the words of today."""
    told = today("Extra ferries start to run between Sorn and Kelmar today. The sea is calm.", day(3), shown=1)
    assert reckoned(day(3), FLAGGED, told=(told,)).due == ()


def test_todays_story_is_named() -> None:
    """An item whose thread goes on today says with which story."""
    told = today("The bridge stays closed for good, the ministry fears.", day(3))
    (due,) = reckoned(day(3), FLAGGED, told=(told,)).due
    assert due.story == told[1].id


def test_no_more_than_a_reader_takes_in() -> None:
    """The surest ones."""
    names = ["Alma", "Brod", "Cirn", "Dale", "Elm", "Falk", "Gort", "Hern"]
    crops = ["barley", "oats", "clover", "rye", "lentils", "flax", "hops", "millet"]
    many = [
        written(f"{name} will harvest {crop} on Thursday.", MONDAY, source=name)
        for name, crop in zip(names, crops, strict=True)
    ]
    scores = [0.9 - at / 100 for at in range(len(many))]
    items = [(one, item(one, "Thursday", day(3), score=score)) for one, score in zip(many, scores, strict=True)]
    due = reckoned(day(3), issue(1, MONDAY, *items)).due
    assert sorted(d.item.score for d in due) == sorted(scores[:MOST_DUE])


HAPPENED = "Extra ferries started to run between Sorn and Kelmar on Thursday morning. The sea was calm all day long."


def test_what_happened_stands_beside_what_was_promised() -> None:
    """On the day itself too; then it is not due besides."""
    made = reckoned(day(3), FLAGGED, told=(today(HAPPENED, day(3)),))
    (settled,) = made.settled
    assert made.due == ()
    assert settled.due.item.passage == said(FERRIES)
    assert settled.answer.text == HAPPENED.split(". ")[0] + "."
    assert settled.story == made.stories[0].id


def test_an_answer_is_put_on_its_storys_page() -> None:
    """It counts towards the words that are printed of its article, unless its story prints it anyway."""
    fresh, shown = today(HAPPENED, day(4)), today(HAPPENED, day(4), shown=1)
    for told in (fresh, shown):
        (settled,) = reckoned(day(4), FLAGGED, issue(2, day(3)), told=(told,)).settled
        assert told[2].printed.count(settled.answer) == 1
    full = today(HAPPENED, day(4))
    full[2].limit = 5
    assert reckoned(day(4), FLAGGED, issue(2, day(3)), told=(full,)).settled == ()


@pytest.mark.parametrize(
    "text",
    [
        "Extra ferries will start to run between Sorn and Kelmar on Thursday, the port repeats.",  # still to come
        "The minister visited Kelmar and Sorn and spoke of the bridge.",  # its names, and another matter
        "Extra ferries ran between Sorn and Kelmar on Tuesday too.",  # of a day before
        "Extra trams ran through the old town of Orm.",
    ],
)
def test_what_does_not_surely_tell_of_it_is_no_answer(text: str) -> None:
    """Nothing is printed where nothing surely answers."""
    assert reckoned(day(4), FLAGGED, issue(2, day(3)), told=(today(text, day(4)),)).settled == ()


def test_an_answer_is_of_its_thread_and_of_its_week() -> None:
    """Another thread's ferries are others, unless it names the same day and places; what comes later is history."""
    others = "Extra ferries started to run on Thursday morning, twice an hour, the harbour said."
    assert reckoned(day(4), FLAGGED, told=(today(others, day(4), thread="fair"),)).settled == ()
    undated = "Extra ferries started to run between Sorn and Kelmar, twice an hour."
    assert reckoned(day(4), FLAGGED, told=(today(undated, day(4), thread="fair"),)).settled == ()
    assert len(reckoned(day(4), FLAGGED, told=(today(HAPPENED, day(4), thread="fair"),)).settled) == 1
    assert reckoned(day(11), FLAGGED, issue(2, day(10)), told=(today(HAPPENED, day(11)),)).settled == ()


def test_an_article_of_before_the_day_tells_nothing_of_it() -> None:
    """However late it is printed; nor does one whose day nobody knows."""
    old = written(HAPPENED, day(2), source="Wire")
    for one in (old, replace(old, published=None)):
        told = (story(one, thread="bridge"), printed(one), Page([one], limit=120))
        assert reckoned(day(3), FLAGGED, told=(told,)).settled == ()


def test_a_promise_is_settled_once() -> None:
    """What an issue has answered no later one answers or repeats."""
    due = Due(item=FLAGGED.whats_next[0], day=day(3), flagged=Earlier(MONDAY, 1, ""), thread="bridge")
    answered = replace(issue(2, day(3)), settled=(Settled(due=due, answer=said(FERRIES), story="x"),))
    assert reckoned(day(4), FLAGGED, answered, told=(today(HAPPENED, day(4)),)).settled == ()


def test_todays_items_take_the_name_of_the_event_they_tell_of() -> None:
    """So that calendars show it once; what is new has its own name, and a change counts up."""
    again = written("Extra ferries between Sorn and Kelmar start on Friday, the port said.", day(1), source="Wire")
    fair = written("The fair of Orm opens on Friday.", day(1), source="Ledger")
    own = (item(again, "Friday", day(4)), item(fair, "Friday", day(4)))
    told = tuple((story(one, id=f"s{one.id}"), printed(one), Page([one], limit=120)) for one in (again, fair))
    made = reckoned(day(1), FLAGGED, told=told, whats_next=own)
    moved, new = made.whats_next
    assert (moved.name, moved.revision) == (FLAGGED.whats_next[0].name, 1)
    assert (new.event, new.revision) == (own[1].name, 0)


def test_the_first_issue_has_nothing_to_keep() -> None:
    """No history, no promise; its own items are named."""
    own = item(FERRIES, "Thursday", day(3))
    told = ((story(FERRIES, id=f"s{FERRIES.id}"), printed(FERRIES, own), Page([FERRIES], limit=120)),)
    made = reckoned(MONDAY, told=told, whats_next=(own,))
    assert (made.due, made.settled, made.withdrawn) == ((), (), ())
    assert made.whats_next[0].event == own.name
    assert made.stories[0].whats_next[0].event == own.name


def test_the_articles_of_what_comes_back_are_cited_as_then() -> None:
    """With the hash that proves their words."""
    due = reckoned(day(3), FLAGGED).due
    assert flagged_articles(due, History(issues=(FLAGGED,))) == {FERRIES.id: FLAGGED.articles[0]}


def test_what_an_editor_killed_does_not_come_back() -> None:
    """Neither due nor answered; it is not called off, for undoing the correction brings it back."""
    history = History(issues=(FLAGGED,), number=1)
    after = today("Extra ferries started to run between Sorn and Kelmar on Thursday.", day(4), shown=1)
    for told, on in (((), day(3)), ((after,), day(4))):
        kept = agenda(history, told, (), read=6, today=on, zone="UTC")
        silent = agenda(history, told, (), silenced={"bridge"}, read=6, today=on, zone="UTC")
        assert kept.due or kept.settled
        assert (silent.due, silent.settled, silent.withdrawn) == ((), (), ())


def test_names_have_a_capital_of_any_alphabet() -> None:
    """ "Über" in the middle of a line is a name, "über" is none; a script without capitals names nobody."""
    words = Words((), ())

    def names(text: str) -> frozenset[str]:
        return words.names(Passage(text, "a1", 0, len(text)))

    assert names("The Ölhafen of Ægir opened über Nacht, épais.") == {"ölhafen", "ægir", "nacht"}
    assert names("افتتح السوق في الميناء") == frozenset()
