"""The lead story's picture in the mail: none unless asked for, then where it lies, or sent along."""

from __future__ import annotations

from types import ModuleType

import pytest
from lxml import html
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.model import Edition, Issue, Site, Theme

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def pictured(newsroom: ModuleType, url: str | None = "https://aldergazette.example/ferry.jpg") -> Issue:
    issue: Issue = newsroom.sample_issue()
    assert issue.lead
    return replace(issue, lead=replace(issue.lead, image=url))


def made(issue: Issue, lead_image: str, held: bytes = b"") -> dict[str, Edition]:
    site = Site(output="/nowhere", theme=Theme(lead_image=lead_image))  # type: ignore[arg-type]  # one of its three
    renderer = JinjaRenderer(environment(None), site, pictures=lambda issue: held)
    return {edition.medium: edition for edition in renderer.editions(issue)}


def images(edition: Edition) -> list[html.HtmlElement]:
    return html.document_fromstring(edition.body.decode()).xpath("//img")


def test_there_is_no_picture_unless_asked_for(newsroom: ModuleType) -> None:
    """As shipped, a mail loads nothing."""
    editions = made(pictured(newsroom), "none", PNG)
    assert images(editions["email"]) == []
    assert "picture" not in editions


def test_a_remote_picture_stays_where_it_is(newsroom: ModuleType) -> None:
    """It leads to its article, says whose it is where pictures are off, and is as wide as the column."""
    editions = made(pictured(newsroom), "remote", PNG)
    (image,) = images(editions["email"])
    assert image.get("src") == "https://aldergazette.example/ferry.jpg"
    assert image.get("alt") == "Picture: Alder Gazette"
    assert image.get("width") == "540"
    assert image.getparent().get("href") == "https://aldergazette.example/2031/05/ferry-gazette"
    assert "picture" not in editions


@pytest.mark.parametrize("url", [None, "http://aldergazette.example/a.jpg", "javascript:alert(1)", "data:image/gif,x"])
def test_what_mail_programs_would_not_show_is_left_out(newsroom: ModuleType, url: str | None) -> None:
    """A remote picture comes over https or not at all."""
    assert images(made(pictured(newsroom, url), "remote")["email"]) == []


def test_an_attached_picture_lies_beside_the_mail(newsroom: ModuleType) -> None:
    """It is a file of the issue's, shown by its name; what is no picture is left out."""
    editions = made(pictured(newsroom), "attached", PNG)
    (image,) = images(editions["email"])
    assert image.get("src") == editions["picture"].path == "lead.png"
    assert editions["picture"].body == PNG
    for other in (b"", b"<svg/>", b"RIFF"):
        editions = made(pictured(newsroom), "attached", other)
        assert images(editions["email"]) == []
        assert "picture" not in editions
