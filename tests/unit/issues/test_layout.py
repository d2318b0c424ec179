"""The issue as a whole: what leads, where stories stand, the mail's lines, and that the sums add up."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from digest.codec import encode
from digest.issues import Placed, Ranked, Selection, lay_out
from digest.issues.titles import PREHEADER
from digest.issues.window import Admission
from digest.locales import local_day
from digest.model import History, Issue, Publication, Rules, SourceReport, Story, Summary
from digest.testing import World, article, story
from digest.text import article_sentences

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def placed(*stories: Story, section: str = "Home") -> Selection:
    """A selection of these stories, best first."""
    made = [
        Placed(ranked=Ranked(story=one, score=1 - rank / 10, terms={}), section=section, rank=rank)
        for rank, one in enumerate(stories, 1)
    ]
    return Selection(
        new=tuple(p for p in made if p.story.day == 1),
        developing=tuple(p for p in made if p.story.day > 1),
        left_out=(),
    )


def laid_out(
    selection: Selection,
    *,
    told: frozenset[str] | None = None,
    admission: Admission | None = None,
    publication: Publication | None = None,
    history: History | None = None,
    reports: tuple[SourceReport, ...] = (),
) -> Issue:
    """The issue; ``told`` are the stories that have a summary, all where not given."""
    summaries = {
        p.story.id: Summary(article_sentences(p.story.lead)[:2], "lead")
        for p in selection.placed
        if told is None or p.story.id in told
    }
    return lay_out(
        selection,
        summaries,
        admission=admission or Admission((), {}),
        history=history or History(),
        publication=publication or Publication(title="The Test"),
        rules=Rules(),
        sources={},
        reports=reports,
        now=NOW,
    )


def brief(headline: str, *, source: str = "Gazette", day: int = 1, more: str = "") -> Story:
    """A story of one short article."""
    return story(article(headline, f"{headline} on Monday, the mayor said.{more}", source=source), day=day)


def test_the_best_story_leads_and_what_goes_on_below_it_stands_apart() -> None:
    """A continuing story that a new one outranks is "still developing"."""
    issue = laid_out(placed(brief("Bridge closed"), brief("Storm goes on", day=2), brief("Fair opens")))
    assert issue.lead is not None
    assert issue.lead.headline == "Bridge closed"
    assert [s.headline for section in issue.sections for s in section.stories] == ["Fair opens"]
    assert [s.headline for s in issue.developing] == ["Storm goes on"]
    assert issue.subject == "Bridge closed"
    assert issue.preheader == "Storm goes on · Fair opens"


def test_a_continuing_story_leads_where_nothing_outranks_it() -> None:
    """On the day of the verdict the trial is not an also-ran."""
    issue = laid_out(placed(brief("Storm goes on", day=2), brief("Strike goes on", day=3)))
    assert issue.lead is not None
    assert (issue.lead.headline, issue.lead.day) == ("Storm goes on", 2)
    assert [s.headline for s in issue.developing] == ["Strike goes on"]
    assert issue.subject == "Storm goes on"
    assert issue.preheader == "Strike goes on"


def test_an_empty_issue_is_named_for_its_publication() -> None:
    """Nothing to print, nothing to fall over."""
    issue = laid_out(placed())
    assert issue.subject == "The Test"
    assert issue.preheader == ""
    assert issue.stories == ()
    assert issue.coverage.candidates == 0


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        ("{headline}", "Clerk writes {date} and {0}"),
        (
            "{title} no. {number}, {date}: {headline}",
            "The Test no. 8, 2 March 2026: Clerk writes {date} and {0}",
        ),
        ("{unknown} {title}", "{unknown} The Test"),
        ("{", "{"),
    ],
)
def test_the_subject_is_a_persons_template_and_braces_in_a_headline_are_its_own(template: str, subject: str) -> None:
    """Neither is ever run as a format string."""
    issue = laid_out(
        placed(brief("Clerk writes {date} and {0}")),
        publication=Publication(title="The Test", subject=template),
        history=History(number=7),
    )
    assert issue.subject == subject
    assert issue.number == 8


def test_the_preheader_holds_whole_headlines() -> None:
    """As many as a mail client shows; the first even where it is longer."""
    stories = [
        brief(f"{name} harbour counts its boats after the storm of the week") for name in ("Arn", "Bel", "Cor", "Dun")
    ]
    issue = laid_out(placed(*stories))
    assert issue.preheader == " · ".join(one.lead.headline for one in stories[1:3])
    assert len(issue.preheader) <= PREHEADER
    long = brief("A headline that " + "goes on and " * 20 + "ends")
    assert laid_out(placed(stories[0], long)).preheader == long.lead.headline


def test_coverage_adds_up() -> None:
    """Every candidate is printed, merged behind a printed one, or dropped for a reason."""
    pair = story(article("Bridge closed", "x"), article("Docks cut off", "y", source="Wire"))
    stale = story(article("Storm goes on", "x"), article("Storm still on", "y", source="Wire"), day=2)
    left = Ranked(story=story(article("Quiz", "x"), article("Quiz again", "x", source="Wire")), score=0.1, terms={})
    selection = placed(pair, stale)
    selection = Selection(new=selection.new, developing=selection.developing, left_out=((left, "Home is full"),))
    reports = (SourceReport(source="Wire", state="failed", reason="no such host"),)
    admission = Admission((), {"expired": ("a", "b", "c")})
    issue = laid_out(selection, told=frozenset({pair.id}), admission=admission, reports=reports)
    coverage = issue.coverage
    assert (coverage.printed, coverage.merged) == (1, 1)
    assert coverage.dropped == {"Home is full": 2, "expired": 3, "nothing new since it was printed": 2}
    assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values())
    assert coverage.sources == reports
    assert {one.id for one in issue.articles} == {one.id for one in pair.articles}


def test_the_calendar_holds_what_the_stories_promise() -> None:
    """In order of days; an undated sentence that a story prints is not printed again."""
    vote = brief("Bridge closed", more=" The Porthaven council will vote on a new bridge on Friday.")
    fair = brief("Fair near", more=" The Lund fair will open on March 4 with a parade.")
    plan = brief("Museum plan", more=" The Senna museum is set to be rebuilt by its trustees.")
    issue = laid_out(placed(vote, fair, plan))
    assert [item.first for item in issue.whats_next] == [date(2026, 3, 4), date(2026, 3, 6)]
    assert any("set to be rebuilt" in p.text for s in issue.stories for p in s.what_happened)
    assert {item.story for item in issue.whats_next} == {vote.id, fair.id}


def test_the_cap_holds_for_the_calendar_too() -> None:
    """What stands there counts as printed of its article, once."""
    text = " ".join(f"The {name} council will vote on the harbour of {name} on Friday." for name in ("Arn", "Bel"))
    filler = " ".join(f"Boat {n} lay at the quay in the rain all day." for n in range(20))
    held = article("Votes near", f"{filler} {text}")
    made = Rules(max_words_per_article=20)
    issue = lay_out(
        placed(story(held)),
        {story(held).id: Summary(article_sentences(held)[:2], "lead")},
        admission=Admission((), {}),
        history=History(),
        publication=Publication(title="The Test"),
        rules=made,
        sources={},
        reports=(),
        now=NOW,
    )
    assert issue.lead is not None
    printed = {p.text for p in (*issue.lead.what_happened, *(item.passage for item in issue.whats_next))}
    assert sum(len(text.split()) for text in printed) <= made.max_words_per_article


def test_the_issues_day_is_the_publications() -> None:
    """Six in the morning in London is the evening before in Honolulu."""
    assert local_day(NOW, Publication(title="T", timezone="Pacific/Honolulu")) == date(2026, 3, 1)
    assert local_day(NOW, Publication(title="T", timezone="Europe/London")) == date(2026, 3, 2)


def test_a_read_also_line_finds_an_earlier_issues_story() -> None:
    """What a source points to and we printed before is a link to it."""
    world = World()
    gazette = world.source("Gazette")
    gazette.entry("Porthaven court strikes down toll", "The court in Porthaven struck down the toll on Sunday.")
    assert world.run() is not None
    world.tomorrow()
    told = story(article("Bridge closed", "x", source="Wire", related=("Toll struck down by Porthaven court",)))
    history = world.archive.history(before=world.now, issues=5)
    issue = laid_out(placed(told), history=history)
    assert issue.lead is not None
    assert [(one.headline, one.source, one.url) for one in issue.lead.read_also] == [
        ("Porthaven court strikes down toll", "Gazette", "https://gazette.example/1")
    ]


def test_the_same_day_gives_the_same_bytes() -> None:
    """A world run again is the same issue."""

    def run() -> bytes:
        world = World()
        world.source("Gazette").entry("Bridge closed", "The bridge closed on Monday. It will open again on Friday.")
        world.source("Wire").entry("Docks cut off", "The docks are cut off after the bridge closed on Monday.")
        issue = world.run()
        assert issue is not None
        return encode(issue)

    assert run() == run()
