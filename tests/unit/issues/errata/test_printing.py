"""What the next issue tells of errata."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

from msgspec.structs import replace

from digest.issues.errata import corrected_articles, retell
from digest.issues.tailoring import cited_only
from digest.issues.weekly import roll_up
from digest.model import Change, Erratum, History, Issue, Passage, Revised

NOW = datetime(2031, 5, 12, 6, tzinfo=UTC)


def erratum(issue: Issue, number: int = 1, *, words: int = 10) -> Erratum:
    """A figure in the lead story's first sentence, of so many words each time."""
    story = issue.stories[0]
    old, new = (" ".join([figure, *["word"] * (words - 1)]) for figure in ("30", "3"))
    change = Change(kind="figure", printed=Passage(old, story.article, 0, len(old)), now=Revised(new, 0, len(new)))
    return Erratum(
        number=number,
        kind="changed",
        issue=issue.number,
        article=story.article,
        story=story.id,
        at=NOW,
        changes=(change,),
    )


def test_it_names_the_issue_and_the_story_and_cites_the_article(newsroom: ModuleType) -> None:
    """What it says is proved by the evidence of the issue that was wrong."""
    issue: Issue = newsroom.sample_issue()
    history = History(issues=(issue,), number=issue.number)
    (told,) = retell([erratum(issue)], history, limit=120)
    assert (told.flagged.number, told.flagged.headline) == (issue.number, issue.stories[0].headline)
    assert told.thread == (issue.stories[0].thread or issue.stories[0].id)
    assert list(corrected_articles([told], history, cited=())) == [told.article]
    assert corrected_articles([told], history, cited=[told.article]) == {}


def test_an_issue_out_of_reach_is_not_corrected_in_print(newsroom: ModuleType) -> None:
    """Nobody remembers it; its page has the note."""
    issue: Issue = newsroom.sample_issue()
    assert retell([replace(erratum(issue), issue=999)], History(issues=(issue,), number=1000), limit=120) == ()
    assert retell([replace(erratum(issue), article="no such")], History(issues=(issue,)), limit=120) == ()


def test_the_latest_issue_comes_first(newsroom: ModuleType) -> None:
    """And in it what was found first."""
    one: Issue = newsroom.sample_issue()
    two = replace(one, number=one.number + 1, date=one.date + timedelta(1))
    told = retell([erratum(one, 1), erratum(two, 2), erratum(two, 3)], History(issues=(one, two)), limit=120)
    assert [each.number for each in told] == [2, 3, 1]


def test_no_more_words_of_an_article_than_the_cap(newsroom: ModuleType) -> None:
    """Both sides where there is room, else what stands there now; the page has the rest."""
    issue: Issue = newsroom.sample_issue()
    history = History(issues=(issue,))
    (both,) = retell([erratum(issue, words=60)], history, limit=120)
    assert both.changes[0].printed is not None
    (now,) = retell([erratum(issue, words=60)], history, limit=119)
    assert now.changes[0].printed is None
    assert now.changes[0].now is not None
    two = erratum(issue, words=40)
    (first,) = retell([replace(two, changes=two.changes * 2)], history, limit=120)
    assert len(first.changes) == 1


def test_a_cut_of_the_issue_and_its_week_keep_what_they_correct(newsroom: ModuleType) -> None:
    """With the articles that it is about."""
    issue: Issue = newsroom.sample_issue()
    told = retell([erratum(issue)], History(issues=(issue,)), limit=120)
    later = replace(issue, number=issue.number + 1, date=issue.date + timedelta(1), corrections=told)
    assert told[0].article in {article.id for article in cited_only(later).articles}
    assert roll_up([issue, later]).corrections == told
