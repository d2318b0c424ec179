"""Words and links of a subscriber's own, as templates say them."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import personal
from digest.codec import encode
from digest.editions import JinjaRenderer, environment
from digest.editions.environment import shipped_templates
from digest.model import Issue, Site
from tests.newsroom import sample_issue


@pytest.fixture(scope="module")
def issue() -> Issue:
    return sample_issue()


def editions(issue: Issue, folder: Path | None = None, *, served: bool = False) -> dict[str, bytes]:
    renderer = JinjaRenderer(environment(str(folder) if folder else None), Site(output="/tmp/none"), served=served)
    return {edition.medium: edition.body for edition in renderer.editions(issue)}


def test_a_word_is_a_place_in_mail_and_its_default_on_pages(tmp_path: Path, issue: Issue) -> None:
    """It gets through MJML, style sheets, wrapped lines and macros; a page never shows a place."""
    for name in ("email/footer.mjml", "text/issue.txt", "site/base.html"):
        shipped = (shipped_templates() / name).read_text("utf-8")
        own = tmp_path / name
        own.parent.mkdir(exist_ok=True)
        greeting = '{{ _("Dear %(who)s!", who=subscriber("name", "R & D")) }}'
        own.write_text(
            shipped.replace('<div class="foot line">', f'<div class="foot line"><p title="{greeting}">{greeting}</p>')
            .replace("{{ issue.publication.title | wrap }}", f"{{{{ ({greeting[3:-3]}) | wrap }}}}", 1)
            .replace("</footer>", f"{greeting}</footer>"),
            "utf-8",
        )
    made = editions(issue, tmp_path)
    mark = personal.mark(encode(issue))
    for medium, count in (("email", 2), ("text", 1)):
        places = [place for place in personal.split(made[medium], mark) if isinstance(place, personal.Place)]
        assert places.count(personal.Place("word", "name", "R & D")) == count
    assert mark.encode() not in made["page"]
    assert b"Dear R &amp; D!" in made["page"]


def test_the_same_issue_has_the_same_places(issue: Issue) -> None:
    """What is approved holds still; another issue has others."""
    assert editions(issue) == editions(issue)


@pytest.mark.parametrize("served", [True, False])
def test_what_you_get_is_changed_where_somebody_answers(issue: Issue, served: bool) -> None:
    """A link to a page that does not exist is worse than none."""
    made = editions(issue, served=served)
    for medium in ("email", "text"):
        assert (b"Change what you get" in made[medium]) is served
        assert made[medium].count(b"https://preferences.invalid/") == served
        assert made[medium].count(b"https://unsubscribe.invalid/") == 1


def test_a_feed_cannot_write_a_place(issue: Issue) -> None:
    """The mark is made of the issue, so that its text cannot hold it."""
    mark = personal.mark(encode(issue))
    assert mark.encode() not in encode(issue)
