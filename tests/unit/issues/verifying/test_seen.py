"""What a reader sees of an issue: all that it prints, and nothing else."""

from __future__ import annotations

import html

import pytest
from msgspec.structs import replace
from proved import ISSUE

from digest.editions import JinjaRenderer, environment
from digest.issues.verifying import seen
from digest.model import Issue, Site, SourceReport

PAGE = "index.html"
FOREIGN = "The minister had wept in her office, an aide said."


def page(issue: Issue = ISSUE) -> bytes:
    """The issue as its page is rendered."""
    made = JinjaRenderer(environment(None), Site(output="/x")).editions(issue)
    return next(edition.body for edition in made if edition.medium == "page")


def strange(body: bytes, name: str = PAGE, issue: Issue = ISSUE) -> list[str]:
    """What is nobody's in a file."""
    renderer = JinjaRenderer(environment(None), Site(output="/x"))
    read = seen.read(name, body)
    phrases = renderer.phrases(issue.publication.lang)
    return list(seen.foreign(read, words=seen.words_of(issue), phrases=phrases))


def test_every_medium_holds_the_whole_issue_and_nothing_else() -> None:
    """Mail, text and page, as the templates of the program render them."""
    renderer = JinjaRenderer(environment(None), Site(output="/x"))
    for edition in renderer.editions(ISSUE):
        if edition.medium in ("email", "text", "page"):
            read = seen.read(edition.path, edition.body)
            assert list(seen.missing(ISSUE, read, moved=edition.moved)) == []
            assert strange(edition.body, edition.path) == []


@pytest.mark.parametrize("lang", ["en", "de", "es", "fr", "tr", "ar"])
def test_the_names_of_sources_that_failed_are_the_issues(lang: str) -> None:
    """However many words they read as in the footer, in each medium; some languages write "and" on to a name."""
    failed = tuple(
        SourceReport(source=name, state="failed", reason="timeout")
        for name in ("Html", "Empty", "Bin", "Nohost", "Aktuell", "الأهرام")
    )
    publication = replace(ISSUE.publication, lang=lang)
    issue = replace(
        ISSUE, publication=publication, coverage=replace(ISSUE.coverage, sources=(*ISSUE.coverage.sources, *failed))
    )
    renderer = JinjaRenderer(environment(None), Site(output="/x"))
    shown = [edition for edition in renderer.editions(issue) if b"Nohost" in edition.body]
    assert {edition.medium for edition in shown} >= {"email", "text", "page"}
    for edition in shown:
        if edition.medium in ("email", "text", "page"):
            assert strange(edition.body, edition.path, issue) == []


@pytest.mark.parametrize("word", ["T", "e", "The", "Her", "In", "Minister"])
@pytest.mark.parametrize("what", ["title", "headline", "source"])
def test_a_name_of_a_letter_or_a_word_hides_no_sentence(word: str, what: str) -> None:
    """It is known as a whole word, and a sentence that it stands in is not parted by it."""
    lead = ISSUE.stories[0]
    issue = {
        "title": replace(ISSUE, publication=replace(ISSUE.publication, title=word)),
        "headline": replace(ISSUE, lead=replace(lead, headline=word)),
        "source": replace(ISSUE, articles=(replace(ISSUE.articles[0], source=word), *ISSUE.articles[1:])),
    }[what]
    for edition in JinjaRenderer(environment(None), Site(output="/x")).editions(issue):
        if edition.medium in ("email", "text", "page"):
            assert strange(edition.body, edition.path, issue) == []
    [told] = strange(page(issue).replace(b"</main>", f"<p>{FOREIGN}</p></main>".encode()), issue=issue)
    assert "wept in her office" in told.casefold()


def test_links_in_a_row_are_no_sentence() -> None:
    """With search and a calendar four links of a word each end a page."""
    renderer = JinjaRenderer(environment(None), Site(output="/x"), search=True)
    served = replace(ISSUE, publication=replace(ISSUE.publication, url="https://strait.example"))
    [body] = [edition.body for edition in renderer.editions(served) if edition.medium == "page"]
    assert all(f">{name}</a> ·".encode() in body for name in ("Sources", "Search", "Feed"))
    assert strange(body) == []


@pytest.mark.parametrize("what", ["headline", "what happened", "speaker", "day"])
def test_what_is_left_out_is_told_with_its_place(what: str) -> None:
    """A headline, a sentence, who speaks, and the day of a dated item."""
    story = next(story for story in ISSUE.stories if story.what_happened and story.quotes)
    texts = {
        "headline": story.headline,
        "what happened": story.what_happened[0].text,
        "speaker": next(quote.speaker for quote in story.quotes if quote.speaker),
        "day": next(item.first.isoformat() for item in ISSUE.whats_next if item.first),
    }
    gone = texts[what]
    body = page().replace(html.escape(gone, quote=False).encode(), b"").replace(gone.encode(), b"")
    told = list(seen.missing(ISSUE, seen.read(PAGE, body)))
    assert any(what in where and text == gone for where, text in told), told


def test_a_moved_story_is_not_missed_and_others_are() -> None:
    """What the size of a mail leaves to the page is left out of it whole."""
    story = ISSUE.stories[-1]
    issue = replace(ISSUE, whats_next=(), due=(), settled=())
    empty = seen.read(PAGE, b"<html><body><p>Nothing</p></body></html>")
    every = {where.split(",")[0] for where, _ in seen.missing(issue, empty)}
    kept = {where.split(",")[0] for where, _ in seen.missing(issue, empty, moved=[story.headline])}
    assert len(every - kept) == 1
    assert story.headline[:20] in next(iter(every - kept))


@pytest.mark.parametrize(
    "put",
    [
        f"<p>{FOREIGN}</p>",
        f"<div>{FOREIGN.replace('wept', '<em>wept</em>')}</div>",
        f"<p>{FOREIGN.upper()}</p>",
        "<ul><li>Buy our book on ferries today</li></ul>",
    ],
)
def test_a_sentence_of_nobodys_is_told(put: str) -> None:
    """Wherever it stands, and with whatever markup within."""
    [told] = strange(page().replace(b"</main>", f"{put}</main>".encode()))
    assert told.casefold().rstrip(".") in (FOREIGN.casefold().rstrip("."), "buy our book on ferries today")


def test_a_sentence_that_was_lengthened_is_told() -> None:
    """With what was put into it, or with the whole of it."""
    sentence = next(story for story in ISSUE.stories if story.what_happened).what_happened[0].text
    written = html.escape(sentence, quote=False).encode()
    body = page()
    assert written in body
    other = written[:-1] + b", which nobody had expected of her."
    assert any("nobody had expected" in told for told in strange(body.replace(written, other)))


def test_what_no_reader_sees_does_not_count() -> None:
    """Scripts, styles, comments and the head; and control characters within a passage, which no edition prints."""
    hidden = f"<!-- {FOREIGN} --><script>var s = '{FOREIGN}'</script><style>/* {FOREIGN} */</style>"
    assert strange(page().replace(b"</main>", f"{hidden}</main>".encode())) == []
    read = seen.read(PAGE, b"<p>The  ferry\xc2\xa0ran\n aground</p>")
    assert read.blocks == ("The ferry ran aground",)


@pytest.mark.parametrize("body", [b"", b"   ", b"<", b"\xff\xfe\x00", b"<p>" * 5000, b"<!-- only -->"])
def test_a_torn_file_has_no_words_and_no_fault(body: bytes) -> None:
    """Whatever a broken disk leaves is read, and everything is missing."""
    read = seen.read(PAGE, body)
    assert len(list(seen.missing(ISSUE, read))) >= len(ISSUE.stories)
