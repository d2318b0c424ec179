""" "Where accounts differ" as readers meet it, in every medium; an issue without differences has no trace of it."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.editions.reading import view
from digest.model import Difference, Issue, Passage, PrintedArticle, PrintedFigure, PrintedStory

HEADING = "Where accounts differ"
POLICE = ("Quay Herald", "about 200", "Police said about 200 people joined the march to the harbour board.")
MARCHERS = ("Tide Radio", "2,000", "Those who called for the march <to the board> counted 2,000 people.")


def account(story: str, source: str, figure: str, sentence: str) -> tuple[PrintedArticle, PrintedFigure]:
    """One account, and the article that gives it."""
    id = f"{story}-{source.split()[0].lower()}"
    whole = Passage(sentence, id, 0, len(sentence))
    start = sentence.index(figure)
    article = PrintedArticle(
        id=id, source=source, url=f"https://paper.example/{id}", headline="A march", sha256="0" * 64
    )
    words = Passage(figure, id, start, start + len(figure))
    return article, PrintedFigure(figure=words, unit="people", value=1.0, sentence=whole)


def differing(issue: Issue) -> Issue:
    """The issue, its lead story and the first story of its first section each with a difference."""
    articles = list(issue.articles)

    def with_difference(story: PrintedStory) -> PrintedStory:
        cited, figures = zip(*(account(story.id, *one) for one in (POLICE, MARCHERS)), strict=True)
        articles.extend(cited)
        return replace(story, differences=(Difference(unit="people", figures=figures),))

    assert issue.lead is not None
    first, *others = issue.sections
    told = (with_difference(first.stories[0]), *first.stories[1:])
    return replace(
        issue,
        lead=with_difference(issue.lead),
        sections=(replace(first, stories=told), *others),
        articles=tuple(articles),
    )


def differing_stories(newsroom: ModuleType) -> list[str]:
    """The ids of the stories that ``differing`` gives a difference."""
    return [story.id for story in differing(newsroom.sample_issue()).stories if story.differences]


def rendered(renderer: JinjaRenderer, issue: Issue) -> dict[str, str]:
    """Every medium's text, by name; the feed's by "feed"."""
    made = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    made["feed"] = next(file.body.decode() for file in renderer.site([issue]) if file.path == "feed.xml")
    return made


def test_each_account_has_its_figure_its_source_and_its_sentence(newsroom: ModuleType) -> None:
    """The figure parted from its hedge, and every account cited by a number of its own."""
    lead = view(differing(newsroom.sample_issue())).lead
    assert lead is not None
    (difference,) = lead.differences
    assert [(one.row.hedge, one.row.figure, one.row.unit) for one in difference.accounts] == [
        ("about", "200", "people"),
        ("", "2,000", "people"),
    ]
    assert [one.sentence.mark.name for one in difference.accounts] == ["Quay Herald", "Tide Radio"]
    numbers = [one.sentence.mark.number for one in difference.accounts]
    assert numbers[1] == numbers[0] + 1 > 1
    assert not any(one.repeated for one in difference.accounts)


def test_a_sentence_that_stands_above_is_not_printed_again(newsroom: ModuleType) -> None:
    """The story may hold one of the accounts in its own words already."""
    issue = differing(newsroom.sample_issue())
    above = issue.lead.differences[0].figures[0].sentence
    lead = view(replace(issue, lead=replace(issue.lead, what_happened=(above,)))).lead
    assert lead is not None
    assert [one.repeated for one in lead.differences[0].accounts] == [True, False]


def test_a_sign_stands_once(newsroom: ModuleType) -> None:
    """Money says in its figure what it counts."""
    issue = newsroom.sample_issue()
    _, paid = account("x", "Quay Herald", "£1.6 billion", "The city was lent £1.6 billion.")
    both = Difference(unit="£", figures=(replace(paid, unit="£"), replace(paid, unit="£")))
    lead = view(replace(issue, lead=replace(issue.lead, differences=(both,)))).lead
    assert lead is not None
    assert lead.differences[0].accounts[0].row.unit == ""


@pytest.mark.parametrize("medium", ["email", "text", "page", "feed"])
def test_every_medium_sets_the_accounts_side_by_side(
    renderer: JinjaRenderer, newsroom: ModuleType, medium: str
) -> None:
    """In the lead story and in a section's: heading, figures, sources with links, whole sentences, safe to print."""
    made = rendered(renderer, differing(newsroom.sample_issue()))[medium]
    assert made.count(HEADING) == 2
    behind = made[made.index(HEADING) :]
    plain = (
        " ".join(re.sub(r"&lt;.*?&gt;|<[^>]+>", " ", behind).split()) if medium != "text" else " ".join(behind.split())
    )
    for part in ("about", "200", "2,000", "people", "Quay Herald", "Tide Radio", POLICE[2]):
        assert part in plain
    assert all(f"https://paper.example/{story}-quay" in made for story in differing_stories(newsroom))
    if medium != "text":
        assert "<to the board>" not in made


@pytest.mark.parametrize("medium", ["email", "text", "page", "feed"])
def test_an_issue_without_differences_has_no_trace(renderer: JinjaRenderer, newsroom: ModuleType, medium: str) -> None:
    """No heading stands over nothing."""
    assert HEADING not in rendered(renderer, newsroom.sample_issue())[medium]


def test_the_text_keeps_to_its_columns(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """72, like everything else in it."""
    made = rendered(renderer, differing(newsroom.sample_issue()))["text"]
    lines = [line for line in made.split("\n") if "https://" not in line]
    assert max(map(len, lines)) <= 72
    assert "- about 200 people, Quay Herald [" in made


def test_headings_keep_their_order(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A level lower inside a section's story, whose headline is one itself: what is read aloud skips no level."""
    page = rendered(renderer, differing(newsroom.sample_issue()))["page"]
    levels = [int(level) for level in re.findall(rf"<h(\d)[^>]*>{HEADING}", page)]
    assert levels == [3, 4]
