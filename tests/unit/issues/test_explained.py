"""Background is printed where a reader needs it, and there only."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from digest.issues.explained import background_of, needed
from digest.issues.page import Page
from digest.model import Earlier, Story
from digest.testing import article, story

TODAY = date(2026, 3, 2)
NEWS = "The Porthaven council closed the harbour bridge after divers found a crack in its eastern pier."
STORY_SO_FAR = "Despite warnings, Porthaven had put off the repair of the bridge since a storm struck it in 2019."
OTHER = "The tramway of Westhaven had been founded in 1911, and for decades it carried coal."
FILLER = " ".join(f"Along the quay the {thing} stood in the rain." for thing in ("crane", "ferry", "wagon", "barrow"))


def told(*sentences: str) -> Story:
    return story(article("Harbour bridge closed", "\n\n".join((NEWS, FILLER, *sentences, FILLER))))


def printed(made: Story, page: Page | None = None) -> list[str]:
    page = page or Page(made.articles, limit=400)
    return [passage.text for passage in background_of(made, made.articles, page, today=TODAY)]


def test_what_came_before_is_told_of_what_the_story_is_about() -> None:
    """A sentence that explains, and not one that explains something else."""
    assert printed(told(STORY_SO_FAR, OTHER)) == [STORY_SO_FAR]


@pytest.mark.parametrize(
    ("day", "last", "needs"),
    [
        (1, None, True),
        (2, date(2026, 3, 1), False),
        (5, date(2026, 2, 20), False),
        (5, date(2026, 1, 5), True),
    ],
)
def test_only_where_the_thread_is_new_or_was_quiet_for_weeks(day: int, last: date | None, *, needs: bool) -> None:
    """Who read it yesterday knows it; who read it weeks ago has forgotten."""
    earlier = (Earlier(last, 3, "Harbour bridge cracked"),) if last else ()
    made = replace(told(STORY_SO_FAR), day=day, earlier=earlier)
    assert needed(made, TODAY) is needs
    assert printed(made) == ([STORY_SO_FAR] if needs else [])


def test_it_never_repeats() -> None:
    """Neither what an earlier issue printed of the thread, nor what this one has."""
    made = told(STORY_SO_FAR)
    first = Page(made.articles, limit=400)
    (passage,) = background_of(made, made.articles, first, today=TODAY)
    assert printed(made, first) == []
    assert printed(made, Page(made.articles, limit=400, told=[passage])) == []
