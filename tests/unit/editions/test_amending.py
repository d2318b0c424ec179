"""Corrections as readers meet them: on the page that was wrong, and in the issue that tells of it."""

from __future__ import annotations

import json
from datetime import timedelta
from types import ModuleType

import pytest
from lxml import etree, html
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.model import Change, Earlier, Edition, Erratum, Issue, Passage, PrintedErratum, Revised

ATOM = "{http://www.w3.org/2005/Atom}"
OLD, NEW = "The repair will cost 30 million crowns.", "The repair will cost 3 million crowns."


def found(issue: Issue, kind: str = "changed", *, words: str = NEW, number: int = 1) -> Erratum:
    """A figure in the lead story."""
    story = issue.stories[0]
    change = Change(kind="figure", printed=Passage(OLD, story.article, 0, len(OLD)), now=Revised(words, 0, len(words)))
    return Erratum(
        number=number,
        kind=kind,  # type: ignore[arg-type]  # as the tests below have it
        issue=issue.number,
        article=story.article,
        story=story.id,
        at=issue.as_of + timedelta(hours=20),
        changes=(change,) if kind == "changed" else (),
        note="We had <b>the wrong sum</b>." if kind == "note" else "",
    )


def tells(issue: Issue, *errata: Erratum) -> Issue:
    """The next issue, which tells of them."""
    story = issue.stories[0]
    return replace(
        issue,
        number=issue.number + 1,
        date=issue.date + timedelta(1),
        as_of=issue.as_of + timedelta(1),
        corrections=tuple(
            PrintedErratum(
                number=one.number,
                kind=one.kind,
                article=one.article,
                flagged=Earlier(issue.date, issue.number, story.headline),
                thread=story.thread or story.id,
                at=one.at,
                changes=one.changes,
                note=one.note,
            )
            for one in errata
        ),
    )


def by_path(editions: tuple[Edition, ...]) -> dict[str, str]:
    """Path -> text."""
    return {edition.path: edition.body.decode() for edition in editions if edition.medium != "card"}


def test_the_page_has_a_note_and_all_else_keeps_its_bytes(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """At the story, with a link to it at the top; the mail that went out, text and calendar are as they were."""
    issue: Issue = newsroom.sample_issue()
    before, after = by_path(renderer.editions(issue)), by_path(renderer.editions(issue, (found(issue),)))
    assert {path for path in before if before[path] != after[path]} == {"index.html"}
    root = html.document_fromstring(after["index.html"])
    (note,) = root.xpath("//aside[@class='errata']")
    assert OLD in note.text_content()
    assert NEW in note.text_content()
    anchor = note.getparent().get("id")
    assert root.xpath(f"//main//p[@class='more']/a[@href='#{anchor}']")


def test_what_is_withheld_is_not_shown(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The page is again what it was."""
    issue: Issue = newsroom.sample_issue()
    one = found(issue)
    revoked = Erratum(number=2, kind="revoked", issue=issue.number, at=one.at, revokes=1)
    assert by_path(renderer.editions(issue, (one, revoked))) == by_path(renderer.editions(issue))


def test_the_feeds_show_when_an_entry_was_corrected(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """RFC 4287 §4.2.15: updated is when it last changed in a way that matters; published stays."""
    issue: Issue = newsroom.sample_issue()
    files = {file.path: file.body for file in renderer.site([issue], [found(issue)])}
    entry = etree.fromstring(files["feed.xml"]).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}updated") > entry.findtext(f"{ATOM}published")  # type: ignore[operator]  # both there
    assert NEW in (entry.findtext(f"{ATOM}content") or "")
    (item,) = json.loads(files["feed.json"])["items"]
    assert item["date_modified"] > item["date_published"]
    assert NEW in files["index.html"].decode()


@pytest.mark.parametrize("lang", ["en", "ar", "de", "es", "fr", "tr"])
@pytest.mark.parametrize("kind", ["changed", "withdrawn", "lost", "note"])
def test_the_next_issue_tells_it_in_every_language(
    renderer: JinjaRenderer, newsroom: ModuleType, lang: str, kind: str
) -> None:
    """In mail, text, page and feed, where the issue is that was wrong, and what its source says now."""
    issue: Issue = newsroom.sample_issue()
    issue = replace(issue, publication=replace(issue.publication, lang=lang))
    made = tells(issue, found(issue, kind))
    shown = by_path(renderer.editions(made))
    for path in ("index.html", "email.html", "email.txt"):
        text = shown[path] if path.endswith(".txt") else html.document_fromstring(shown[path]).text_content()
        text = " ".join(text.split())
        assert (NEW in text) == (kind == "changed"), (path, text[-900:])
        assert issue.stories[0].headline in text
        assert ("<b>the wrong sum</b>" in text) == (kind == "note")
    plain = by_path(renderer.editions(replace(made, corrections=())))
    assert shown.keys() == plain.keys()
    assert all(shown[path] != plain[path] for path in ("index.html", "email.html", "email.txt"))


def test_hostile_words_stay_words(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A source may put anything in the place of what was printed."""
    issue: Issue = newsroom.sample_issue()
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}</mj-text><img src=x onerror=alert(1)>"
    one = found(issue, words=hostile)
    for made in (by_path(renderer.editions(issue, (one,))), by_path(renderer.editions(tells(issue, one)))):
        for path in ("index.html", "email.html"):
            root = html.document_fromstring(made[path])
            assert not [each for each in root.iter("script") if each.get("type") != "application/ld+json"]
            assert not root.xpath("//img[@onerror]")
            assert "49" not in " ".join(root.xpath("//aside[@class='errata']//text()"))
    feed = {file.path: file.body for file in renderer.site([issue], [one])}["feed.xml"]
    content = etree.fromstring(feed).find(f"{ATOM}entry").findtext(f"{ATOM}content")  # type: ignore[union-attr]
    assert "<script" not in (content or "")


def test_words_of_another_language_say_so(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """So that a screen reader speaks them rightly."""
    issue: Issue = newsroom.sample_issue()
    arabic = tuple(replace(article, lang="ar") for article in issue.articles)
    page = by_path(renderer.editions(replace(issue, articles=arabic), (found(issue),)))["index.html"]
    (first, *_) = html.document_fromstring(page).xpath("//aside[@class='errata']//span[@lang='ar']")
    assert first.get("dir") == "rtl"
