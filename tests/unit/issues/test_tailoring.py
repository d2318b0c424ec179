"""An issue as one reader asked for it: parts are left out, none is written anew."""

from __future__ import annotations

from datetime import date
from types import ModuleType

from msgspec.structs import replace

from digest.issues.tailoring import began, tailored
from digest.issues.verifying.places import passages
from digest.model import Earlier, Issue


def test_nothing_asked_for_changes_nothing(newsroom: ModuleType) -> None:
    """The very same issue comes back."""
    issue = newsroom.sample_issue()
    assert tailored(issue) is issue
    assert tailored(issue, without=("No such section",)) is issue
    assert tailored(issue, language="en") is issue


def test_a_section_that_is_not_wanted_goes_with_all_that_hangs_on_it(newsroom: ModuleType) -> None:
    """Its stories, their dates and the articles that nothing else cites; whatever the case of its name."""
    issue = newsroom.sample_issue()
    left = tailored(issue, without=("world",))
    assert [section.name for section in left.sections] == ["Port Alder", "Science & nature"]
    assert {story.id for story in issue.stories} - {story.id for story in left.stories} == {
        "cable",
        "quake",
        "mirail",
        "marsa",
        "drought",
    }
    assert not {"cable", "mirail"} & {item.story for item in left.whats_next}
    assert "cable" not in {article.id for article in left.articles}
    assert (left.lead, left.subject) == (issue.lead, issue.subject)
    cited = {article.id for article in left.articles}
    assert all(passage.article in cited for _, passage, _ in passages(left))


def test_where_the_lead_goes_the_best_of_the_rest_leads(newsroom: ModuleType) -> None:
    """It is printed once, and gives the subject."""
    issue = newsroom.sample_issue()
    left = tailored(issue, without=("The coast",))
    assert left.lead is not None
    assert left.lead.id == "library"
    assert left.subject == left.lead.headline
    assert left.preheader.startswith("Council votes")
    assert len({story.id for story in left.stories}) == len(left.stories) == len(issue.stories) - 1
    assert left.settled == issue.settled


def test_nothing_may_be_left(newsroom: ModuleType) -> None:
    """Who wants no section that there is gets an empty issue, which is not mailed."""
    issue = newsroom.sample_issue()
    left = tailored(issue, without=("The coast", "Port Alder", "World", "Science & nature"))
    assert left.stories == ()
    assert left.lead is None
    assert left.subject == issue.publication.title


def test_a_story_that_goes_on_belongs_to_the_section_that_it_began_in(newsroom: ModuleType) -> None:
    """Issues do not say of a developing story in which section it would stand: the first issue that told it does."""
    issue = newsroom.sample_issue()
    running = tuple(replace(story, section="") for story in issue.developing)
    issue = replace(issue, developing=running)
    first = replace(newsroom.sample_issue(), date=date(2031, 5, 3))

    def earlier(day: date) -> Issue | None:
        return first if day == first.date else None

    found = began(issue, earlier)
    assert found == {"t-drought": "World"}
    assert "drought" in {story.id for story in tailored(issue, without=("World",)).stories}
    assert "drought" not in {story.id for story in tailored(issue, without=("World",), began_in=found).stories}


def test_the_language_is_that_of_the_programs_own_words_alone(newsroom: ModuleType) -> None:
    """Every passage stays as it was."""
    issue = newsroom.sample_issue()
    left = tailored(issue, language="tr")
    assert left.publication.lang == "tr"
    assert replace(left, publication=issue.publication) == issue
    assert Earlier(date(2031, 5, 5), 210, "Dockers walk out over night shifts") in left.developing[0].earlier
