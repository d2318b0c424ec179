""" "Due today" and "Did it happen?" in every edition: the old words, their source, the issue that flagged them."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

import pytest
from lxml import html
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.editions.reading import view
from digest.model import Due, Issue


def plain(body: bytes) -> str:
    """What a page says, white space made even."""
    return " ".join(html.document_fromstring(body.decode()).text_content().split())


def every(renderer: JinjaRenderer, issue: Issue) -> dict[str, str]:
    """What each edition says of the issue, the feed among them."""
    made = {edition.medium: edition.body for edition in renderer.editions(issue)}
    files = {file.path: file.body for file in renderer.site([issue])}
    content = html.document_fromstring(files["feed.xml"]).xpath("//content")[0].text_content()
    return {
        "mail": plain(made["email"]),
        "text": " ".join(made["text"].decode().split()),
        "page": plain(made["page"]),
        "feed": " ".join(html.document_fromstring(content).text_content().split()),
    }


def late(issue: Issue, *days: int) -> Issue:
    """The issue with its first due item once for each of so many days ago."""
    one = issue.due[0]
    made: list[Due] = []
    for ago in days:
        day = issue.date - timedelta(days=ago)
        made.append(replace(one, day=day, item=replace(one.item, first=day, last=day)))
    return replace(issue, due=tuple(made))


def test_what_is_due_stands_in_every_edition(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The sentence as it was printed, who wrote it, and which issue flagged it."""
    issue = newsroom.sample_issue()
    for medium, said in every(renderer, issue).items():
        assert "due today" in said.lower(), medium
        assert "Dockers will vote on Wednesday." in said, medium
        assert "flagged in no. 211, 6 may" in said.lower(), medium
        assert "did it happen?" in said.lower(), medium
        old, new = said.rindex("Both sides will meet again on Tuesday."), said.rindex(issue.settled[0].answer.text)
        assert old < new, medium


def test_it_leads_to_the_issue_and_the_story_that_flagged_it(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """By the anchor that the story has there."""
    issue = newsroom.sample_issue()
    made = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    feed = {file.path: file.body.decode() for file in renderer.site([issue])}["feed.xml"]
    there = "https://harbour.example/news/issues/2031-05-06/"
    assert f'href="{there}#s-t-vote"' in made["email"]
    assert there in made["text"]
    assert 'href="../../issues/2031-05-06/index.html#s-t-vote"' in made["page"]
    assert f"{there}#s-t-vote" in feed
    for url in {article.url for article in issue.articles if article.id in ("vote", "week", "talks")}:
        assert all(url in made[medium] for medium in ("email", "text", "page"))


def test_a_site_without_an_address_is_not_linked(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The mail names the issue and leads nowhere; nothing breaks."""
    issue = newsroom.sample_issue()
    issue = replace(issue, publication=replace(issue.publication, url=None))
    made = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    assert "flagged in No. 211" in made["email"]
    assert "Flagged in No. 211, 6 May." in made["text"]


def test_it_stands_under_the_story_that_goes_on_with_it(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Where this issue has one, its headline, which leads to it; else the headline that it stood under."""
    shown = view(newsroom.sample_issue())
    items = [item for leaf in shown.due for item in leaf.entries]
    assert [(item.headline, item.anchor) for item in items] == [
        ("Dockers and owners back at the table", "s-t-strike"),
        ("Islands look ahead", ""),
    ]
    page = html.document_fromstring(renderer.editions(newsroom.sample_issue())[2].body.decode())
    assert page.xpath('//*[@id="due"]//p[@class="about"]/a/@href') == ["#s-t-strike"]


def test_a_span_says_what_of_it_is_today(newsroom: ModuleType) -> None:
    """ "This week", "From today", "Ends today": a stretch of days is no appointment."""
    issue = newsroom.sample_issue()
    week = issue.due[1]
    assert [leaf.under for leaf in view(issue).due] == ["Today", "From today"]
    monday = date(2031, 5, 5)
    of_week = replace(week, day=monday, item=replace(week.item, first=monday, last=date(2031, 5, 11)))
    (leaf,) = view(replace(issue, date=monday, due=(of_week,))).due
    assert (leaf.day, leaf.under, leaf.today) == ("5–11", "This week", True)
    assert view(replace(issue, date=monday, due=(of_week,))).due_title == "Due this week"
    assert view(replace(issue, date=monday, due=(of_week, replace(issue.due[0], day=monday)))).due_title == "Due today"
    saturday = date(2031, 5, 10)
    of_weekend = replace(week, day=saturday, item=replace(week.item, first=saturday, last=date(2031, 5, 11)))
    assert view(replace(issue, date=saturday, due=(of_weekend,))).due_title == "Due this weekend"
    ends = replace(
        week, day=date(2031, 5, 7), ends=True, item=replace(week.item, first=date(2031, 4, 30), last=date(2031, 5, 7))
    )
    (leaf,) = view(replace(issue, due=(ends,))).due
    assert leaf.under == "Ends today"
    assert view(replace(issue, due=(ends,))).due_title == "Due today"


@pytest.mark.parametrize(
    ("ago", "title", "under"),
    [
        ((1,), "Due yesterday", ["Yesterday"]),
        ((3,), "Due on Sunday", ["Sunday"]),
        ((3, 1), "Due since our last issue", ["Sunday", "Yesterday"]),
        ((1, 0), "Due today", ["Yesterday", "Today"]),
    ],
)
def test_what_is_told_late_says_so(newsroom: ModuleType, ago: tuple[int, ...], title: str, under: list[str]) -> None:
    """Where no issue was made on its day it is not called today's."""
    shown = view(late(newsroom.sample_issue(), *ago))
    assert shown.due_title == title
    assert [leaf.under for leaf in shown.due] == under


def test_nothing_due_leaves_no_trace(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """No heading over nothing."""
    issue = replace(newsroom.sample_issue(), due=(), settled=())
    for medium, said in every(renderer, issue).items():
        assert "due today" not in said.lower(), medium
        assert "did it happen" not in said.lower(), medium


def test_a_due_item_of_a_story_left_to_the_web_leads_there(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Its headline in the mail does not lead to a place that the mail lacks."""
    issue = newsroom.sample_issue()
    long = " ".join(["Talks went on."] * 6000)
    strike = issue.developing[0]
    words = replace(strike.what_happened[0], text=long)
    issue = replace(issue, developing=(replace(strike, what_happened=(words, words)), *issue.developing[1:]))
    mail = renderer.editions(issue)[0]
    assert strike.headline in mail.moved
    assert b'href="https://harbour.example/news/issues/2031-05-07/#s-t-strike"' in mail.body
    assert b'href="#s-t-strike"' not in mail.body
