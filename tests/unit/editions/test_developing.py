""" "Still developing" in every edition: which part of its thread a story is, where it was, how much it takes."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

import pytest
from lxml import html
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.editions.reading import view
from digest.model import Earlier, Issue


def with_story(newsroom: ModuleType, **changes: object) -> Issue:
    """The sample issue with one developing story, the strike, changed."""
    issue: Issue = newsroom.sample_issue()
    return replace(issue, developing=(replace(issue.developing[0], **changes),))  # type: ignore[arg-type]  # by name


def quiet_for(newsroom: ModuleType, days: int, issues: int) -> Issue:
    """The strike was printed so many days and so many issues ago."""
    issue: Issue = newsroom.sample_issue()
    before = Earlier(issue.date - timedelta(days=days), issue.number - issues, "Dockers walk out")
    return with_story(newsroom, day=2, earlier=(before,))


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


def test_which_day_it_is_and_where_it_was(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """ "Day 3" and the last issue that had it, with a link, in mail, text, page and feed."""
    issue = with_story(newsroom)
    for medium, said in every(renderer, issue).items():
        assert "Day 3" in said, medium
        assert "last in No. 211, 6 May" in said.replace("Last in", "last in"), medium
    made = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    feed = {file.path: file.body.decode() for file in renderer.site([issue])}["feed.xml"]
    assert "https://harbour.example/news/issues/2031-05-06/" in made["email"]
    assert "https://harbour.example/news/issues/2031-05-06/" in made["text"]
    assert 'href="../../issues/2031-05-06/index.html#s-t-strike"' in made["page"]
    assert "https://harbour.example/news/issues/2031-05-06/#s-t-strike" in feed


def test_without_an_address_nothing_is_linked(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A publication without a site still says which issue had it last."""
    issue = with_story(newsroom)
    issue = replace(issue, publication=replace(issue.publication, url=None))
    for medium, said in every(renderer, issue).items():
        assert "last in No. 211, 6 May" in said.replace("Last in", "last in"), medium


def test_a_story_that_was_quiet_is_back(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """After weeks it says for how long, and no "Day 2"."""
    for medium, said in every(renderer, quiet_for(newsroom, 22, 22)).items():
        assert "Back after 3 weeks" in said, medium
        assert "last in No. 190, 15 April" in said.replace("Last in", "last in"), medium
        assert "Day 2" not in said, medium


@pytest.mark.parametrize(("days", "issues"), [(6, 6), (7, 1), (14, 2), (1, 1)])
def test_a_story_that_missed_no_issue_is_not_back(newsroom: ModuleType, days: int, issues: int) -> None:
    """A weekly publication's next issue is the next part, and so is yesterday's."""
    [story] = view(quiet_for(newsroom, days, issues)).developing
    assert story.continues == "Day 2"


def test_a_lead_that_is_back_says_so(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The lead of the issue may be a story that returns."""
    issue = quiet_for(newsroom, 22, 22)
    assert issue.lead
    again = replace(issue, lead=replace(issue.lead, day=2, earlier=issue.developing[0].earlier), developing=())
    said = every(renderer, again)
    assert all("back after 3 weeks" in said[medium].lower() for medium in ("mail", "text", "page"))


def test_little_is_a_line(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """One new sentence runs on behind its headline; two stand below it; what is little stands last."""
    issue = newsroom.sample_issue()
    strike, drought = issue.developing
    assert len(strike.what_happened) == 1
    longer = replace(drought, what_happened=(*strike.what_happened, *issue.lead.what_happened[:1]))
    shown = view(replace(issue, developing=(strike, longer)))
    assert [story.little for story in shown.developing] == [False, True]
    assert [story.id for story in shown.developing] == [longer.id, strike.id]
    sentence = strike.what_happened[0].text
    made = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    assert f"Day 3: {strike.headline} — {sentence}" in " ".join(made["text"].split())
    page = html.document_fromstring(made["page"])
    [line] = page.xpath("//article[@class='run'][@id='s-t-strike']")
    assert " ".join(line.text_content().split()).startswith(f"{strike.headline} {sentence}")
    assert not line.xpath(".//*[@class='eyebrow']")


def test_reports_and_outlets_are_told_apart(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Where outlets print one text, both numbers are said; where each reports for itself, one will do."""
    one = with_story(newsroom, reports=1)
    assert all("1 independent report, 2 outlets" in said for said in every(renderer, one).values())
    two = with_story(newsroom, reports=2)
    for medium, said in every(renderer, two).items():
        assert "2 independent reports" in said, medium
        assert "2 independent reports, " not in said, medium
