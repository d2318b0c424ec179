"""The theme of feeds.yml in mail and pages: fonts, logo, density, and an accent that can be read."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.editions.palette import adjusted, contrast, palette
from digest.model import Issue, Site, Theme

PICTURE = b"\x89PNG\r\n\x1a\n"


def made(issue: Issue, theme: Theme, logo: bytes = b"") -> dict[str, bytes]:
    """Editions and pages with that theme, by medium and path."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere", theme=theme), logo=logo)
    editions = {edition.medium: edition.body for edition in renderer.editions(issue)}
    return editions | {file.path: file.body for file in renderer.site((issue,))}


def test_fonts_are_the_publications(newsroom: ModuleType) -> None:
    """In the style of mail and pages; none of the program's own is left."""
    theme = Theme(headline_font="Bodoni, 'Times New Roman', serif", text_font="Verdana, sans-serif")
    files = made(newsroom.sample_issue(), theme)
    for text in (files["email"].decode(), files["style.css"].decode()):
        assert "Bodoni, 'Times New Roman', serif" in text.replace("&quot;", "'")
        assert "Verdana, sans-serif" in text
        assert "Charter" not in text
        assert "Roboto" not in text


def test_a_logo_on_disk_is_published_beside_the_pages(newsroom: ModuleType) -> None:
    """Mail leads to it by the site's address; its words are the title's where none are given."""
    issue = newsroom.sample_issue()
    files = made(issue, Theme(logo="/pictures/Mark.PNG"), PICTURE)
    assert files["logo.png"] == PICTURE
    assert f'src="../../logo.png" alt="{issue.publication.title}"'.encode() in files["page"]
    assert b'src="logo.png"' in files["index.html"]
    assert f'src="{issue.publication.url.rstrip("/")}/logo.png"'.encode() in files["email"]
    assert b"<img" not in made(issue, Theme())["index.html"]


@pytest.mark.parametrize("logo", ["/pictures/mark.svg", "https://pictures.example/mark.svg?2"])
def test_mail_shows_the_title_for_what_it_cannot_show(newsroom: ModuleType, logo: str) -> None:
    """No mail program shows an SVG; pages do."""
    issue = newsroom.sample_issue()
    files = made(issue, Theme(logo=logo, logo_alt="A light at sea"), b"<svg/>")
    assert b"mark.svg" not in files["email"]
    assert b"logo.svg" not in files["email"]
    assert f">{issue.publication.title}</h1>".encode() in files["email"]
    assert b'alt="A light at sea"' in files["index.html"]


def test_a_site_without_an_address_has_no_logo_in_its_mail(newsroom: ModuleType) -> None:
    """A mail cannot lead to a file on this machine; to a picture on a server it can."""
    issue = newsroom.sample_issue()
    issue = replace(issue, publication=replace(issue.publication, url=None))
    assert b"logo.png" not in made(issue, Theme(logo="/mark.png"), PICTURE)["email"]
    assert b"https://pictures.example/m.png" in made(issue, Theme(logo="https://pictures.example/m.png"))["email"]


def test_compact_is_smaller(newsroom: ModuleType) -> None:
    """And says nothing else: the words of mail and page are the same."""
    compact, comfortable = (
        made(newsroom.sample_issue(), Theme(density=density)) for density in ("compact", "comfortable")
    )
    assert compact["style.css"] != comfortable["style.css"]
    assert compact["email"] != comfortable["email"]
    assert compact["text"] == comfortable["text"]
    assert compact["page"] == comfortable["page"]


@pytest.mark.parametrize("accent", ["#ffff00", "#fff", "#000", "#777777", "#9a3324", "#1d4e89", "#00ff7f"])
def test_an_accent_is_legible_or_adjusted_and_said_to_be(accent: str) -> None:
    """4.5 : 1 in both schemes, whatever was chosen; what is changed is told with both colours."""
    shown = palette(accent)
    assert contrast(shown.light.accent, shown.light.paper) >= 4.5
    assert contrast(shown.dark.accent, shown.dark.paper) >= 4.5
    for told in adjusted(accent):
        assert accent in told
    long = accent if len(accent) == 7 else "#" + "".join(2 * digit for digit in accent[1:])
    assert any("too light" in told for told in adjusted(accent)) == (contrast(long, shown.light.paper) < 4.5)
    assert any("too dark" in told for told in adjusted(accent)) == (contrast(long, shown.dark.paper) < 4.5)


def test_our_words_inside_a_story_of_another_language_say_so(newsroom: ModuleType) -> None:
    """A voice that reads the page aloud must not read a German label in English."""
    issue = newsroom.sample_issue()
    issue = replace(issue, publication=replace(issue.publication, lang="de"))
    files = made(issue, Theme())
    assert b'<h3 class="label" lang="de">Was geschehen ist</h3>' in files["page"]
    assert (
        b"lang="
        not in made(newsroom.sample_issue(), Theme())["page"].split(b">What happened<")[0].rpartition(b"<h3")[2]
    )
