"""What is said of a link: that it plays, and for how long; that it asks for money."""

from __future__ import annotations

from types import ModuleType

import pytest
from lxml import html
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.editions.reading import view
from digest.editions.view import Mark, Outlet, Recording
from digest.editions.words import Words
from digest.model import Enclosure, Issue

FILE = "https://cdn.example/talk.mp3"


@pytest.mark.parametrize(
    ("enclosure", "label"),
    [
        (Enclosure(FILE, "audio", 2530), "Podcast, 42 min"),
        (Enclosure(FILE, "video", 185), "Video, 3 min"),
        (Enclosure(FILE, "video", 40), "Video, 40 s"),
        (Enclosure(FILE, "audio", 3600), "Podcast, 1 h"),
        (Enclosure(FILE, "audio", 4350), "Podcast, 1 h 13 min"),
        (Enclosure(FILE, "audio", 3599), "Podcast, 1 h"),
        (Enclosure(FILE, "audio"), "Audio"),
        (Enclosure(FILE, "video"), "Video"),
    ],
)
def test_a_recording_says_how_long_it_is(enclosure: Enclosure, label: str) -> None:
    """In minutes, or seconds below one; no line end parts it."""
    assert Words("en").recording(enclosure) == label.replace(" ", "\u00a0")


def marked(issue: Issue, **changes: object) -> Issue:
    """The issue, the first article of its lead story changed."""
    assert issue.lead
    own = issue.lead.article
    articles = tuple(replace(a, **changes) if a.id == own else a for a in issue.articles)  # type: ignore[arg-type]  # fields given by name
    return replace(issue, articles=articles)


def rendered(renderer: JinjaRenderer, issue: Issue) -> dict[str, str]:
    return {edition.medium: edition.body.decode().replace("\u00a0", " ") for edition in renderer.editions(issue)}


def said(element: html.HtmlElement) -> str:
    return str(element.text_content()).replace("\u00a0", " ")


def line_of_sources(page: str) -> html.HtmlElement:
    return html.fromstring(page.encode()).xpath("//p[contains(@class, 'sources')]")[0]


def test_a_file_that_plays_is_linked_beside_its_outlet(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """In mail, page and text."""
    made = rendered(renderer, marked(newsroom.sample_issue(), enclosure=Enclosure(FILE, "audio", 2530)))
    for medium in ("email", "page"):
        links = {said(a): a.get("href") for a in line_of_sources(made[medium]).iter("a")}
        assert links["Podcast, 42 min"] == FILE
    assert f"    Podcast, 42 min: {FILE}\n" in made["text"]


def test_what_plays_on_its_own_page_is_said_and_not_linked_twice(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """The outlet's link leads there already."""
    issue = newsroom.sample_issue()
    page = next(a.url for a in issue.articles if a.id == issue.lead.article)
    made = rendered(renderer, marked(issue, enclosure=Enclosure(page, "video", 185)))
    for medium in ("email", "page"):
        line = line_of_sources(made[medium])
        assert "Video, 3 min" in said(line)
        assert "Video, 3 min" not in [said(a) for a in line.iter("a")]
    assert f"Alder Gazette · Video, 3 min, {page}" in " ".join(made["text"].split())


def test_a_paywalled_source_says_so(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """Beside its name, and to those who hear the citation's number read aloud."""
    made = rendered(renderer, marked(newsroom.sample_issue(), paywall=True))
    for medium in ("email", "page"):
        assert "Alder Gazette (subscription)" in said(line_of_sources(made[medium]))
        assert 'aria-label="1, source: Alder Gazette, subscription"' in made[medium]
    assert "[1] Alder Gazette · subscription, https://" in " ".join(made["text"].split())


def test_those_who_also_report_it_are_marked_too(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """In brackets, for they stand in a list."""
    issue = newsroom.sample_issue()
    issue = replace(issue, articles=tuple(replace(a, paywall=True) for a in issue.articles))
    made = rendered(renderer, issue)
    for medium in ("email", "page"):
        lines = html.fromstring(made[medium].encode()).xpath("//p[contains(@class, 'sources')]")
        assert any("also in The Northern Post (subscription)" in said(line) for line in lines)
    assert "Also in The Northern Post (subscription)." in " ".join(made["text"].split())


def test_an_address_that_cannot_be_followed_is_not_linked(newsroom: ModuleType) -> None:
    """A frozen issue is read as any other input."""
    shown = view(marked(newsroom.sample_issue(), enclosure=Enclosure("javascript:alert(1)", "audio")))
    assert shown.lead
    (found,) = shown.lead.outlets[0].recordings
    assert (found.label, found.url) == ("Audio", "")


def test_nothing_is_said_where_there_is_nothing_to_say(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """Most links are plain links."""
    for body in rendered(renderer, newsroom.sample_issue()).values():
        assert not any(word in body for word in ("subscription", "Podcast,", "Video,"))


def test_several_labels_of_one_outlet_are_parted() -> None:
    """A label may hold a comma; what stands between two of them is none."""
    marks = tuple(
        Mark(0, "Radio", f"https://radio.example/{n}", "H", Recording(label, ""))
        for n, label in enumerate(("Podcast, 45 s", "Podcast, 1 h 2 min"))
    )
    assert Outlet("Radio", "https://radio.example/", marks).credit == "Radio (Podcast, 45 s; Podcast, 1 h 2 min)"
