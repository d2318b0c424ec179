"""An issue against its articles: each kind of change is a flaw that names its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from proved import ARTICLES, BEFORE, EARLIER, GAZETTE, ISSUE, LEAD, NAMED, OLD, POST, evidence

from digest.codec import encode, seal, sha256
from digest.errors import Flaw
from digest.issues import verifying
from digest.model import Article, Edition, Evidence, Issue, Upcoming
from digest.text import cut


def verdict(
    issue: Issue, articles: Mapping[str, Article] = ARTICLES, earlier: Mapping[int, Issue] = EARLIER
) -> verifying.Verdict:
    """What comes of it."""
    return verifying.verify(issue, articles, earlier=earlier)


def flaws(
    issue: Issue, articles: Mapping[str, Article] = ARTICLES, earlier: Mapping[int, Issue] = EARLIER
) -> list[str]:
    """What is wrong, in words."""
    return [str(flaw) for flaw in verdict(issue, articles, earlier).flaws]


def lead(**parts: Any) -> Issue:
    """The issue with other parts of its lead story."""
    return replace(ISSUE, lead=replace(LEAD, **parts))


def test_an_issue_is_as_its_sources_wrote_it() -> None:
    """Nothing is wrong, each word is counted, and each article."""
    found = verdict(ISSUE)
    assert (found.flaws, found.warnings) == ((), ())
    assert found.articles == len(ARTICLES)


def test_every_passage_is_walked() -> None:
    """As many as its JSON holds: a part that is added to an issue is proved without a word about it here."""

    def count(value: Any) -> int:
        if isinstance(value, dict):
            return int({"text", "article", "start", "end"} == value.keys()) + sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else 0

    held = count(msgspec.json.decode(encode(ISSUE)))
    assert held == 20
    assert verdict(ISSUE).passages == held + len(ISSUE.stories)


def test_an_issue_is_held_against_the_issues_that_it_names() -> None:
    """By number, day and headline."""
    assert any("names No. 6 of 2026-02-27, and the archive holds no such issue" in f for f in flaws(ISSUE, earlier={}))
    renamed = replace(BEFORE, lead=replace(LEAD, headline="Another headline"))
    assert any("is no headline of No. 6" in flaw for flaw in flaws(ISSUE, earlier={6: renamed}))
    assert verifying.named(ISSUE) == {6}


def test_what_else_to_read_is_of_this_issue_or_one_before() -> None:
    """Its headline, address and source."""
    other = replace(LEAD.read_also[0], headline=OLD.headline, url=OLD.url, source="Post")
    assert flaws(lead(read_also=(other,))) == []
    assert any(
        "read also 1: is no article of this issue" in f for f in flaws(lead(read_also=(replace(other, url=""),)))
    )
    assert verifying.strangers(ISSUE) == ()
    moved = replace(other, url="https://elsewhere.example/")
    assert verifying.strangers(lead(read_also=(moved,))) == (moved,)


def test_what_else_to_read_leads_the_thread_that_it_names() -> None:
    """In this issue, or in the one named with it; an issue frozen without that name may mean any."""
    own = replace(LEAD.read_also[0], headline=POST.headline, url=POST.url, source="Post", thread=POST.id[:12])
    assert flaws(lead(read_also=(own,))) == []
    assert any("is of another thread there" in f for f in flaws(lead(read_also=(replace(own, thread="none"),))))
    old = replace(own, headline=OLD.headline, url=OLD.url, thread=OLD.id[:12], issue=NAMED)
    assert flaws(lead(read_also=(old,))) == []
    assert flaws(lead(read_also=(replace(old, issue=None),))) == []
    assert any("is of another thread there" in f for f in flaws(lead(read_also=(replace(old, thread="none"),))))
    lost = replace(old, issue=replace(NAMED, number=5))
    assert any("names No. 5" in flaw for flaw in flaws(lead(read_also=(lost,))))


def _sentence(**fields: Any) -> Issue:
    return lead(what_happened=(replace(LEAD.what_happened[0], **fields),))


def _quote(**fields: Any) -> Issue:
    return lead(quotes=(replace(LEAD.quotes[0], **fields),))


def _figure(**fields: Any) -> Issue:
    return lead(figures=(replace(LEAD.figures[0], **fields),))


def _credit(**fields: Any) -> Issue:
    return replace(ISSUE, articles=(replace(ISSUE.articles[0], **fields), *ISSUE.articles[1:]))


def _next(**fields: Any) -> Issue:
    return replace(ISSUE, whats_next=(replace(ISSUE.whats_next[0], **fields),))


FIRST = LEAD.what_happened[0]
SECOND = ISSUE.sections[0].stories[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (_sentence(text="Nobody wrote this."), "what happened 1: is not what its article says; printed: “Nobody"),
        (_sentence(start=FIRST.start + 1), "what happened 1: is not what its article says"),
        (_sentence(end=10**6), "what happened 1: points outside its article"),
        (_sentence(start=-3), "what happened 1: points outside its article"),
        (_sentence(start=0, end=0, text=""), "what happened 1: points outside its article"),
        (_sentence(article="0" * 16), "cites an article that the archive does not hold"),
        (_sentence(**msgspec.structs.asdict(SECOND.what_happened[0])), "is of an article that is none of its story's"),
        (lead(headline="Ferry Marguerite sunk"), "its headline is not its article's; printed: “Ferry"),
        (lead(outlets=("The Times",)), "its outlets are not those of its articles; printed: “The Times”"),
        (lead(reports=7), "has more reports than articles"),
        (lead(image="https://elsewhere.example/1.jpg"), "its picture is none of its articles'"),
        (lead(id=SECOND.id), "two have one of their ids"),
        (lead(rank=SECOND.rank), "two have one of their ranks"),
        (lead(article=OLD.id), "its first article is not the one that leads it"),
        (_quote(speaker="Ines Marlow"), "in their words 1: its speaker is not named so in the article"),
        (_quote(words=FIRST), "in their words 1: its words do not stand in its sentence"),
        (_figure(unit="sailors"), "by the numbers 1: what it counts does not stand in its sentence"),
        (_figure(figure=LEAD.quotes[0].words), "by the numbers 1: the figure does not stand in its sentence"),
        (
            lead(differences=(replace(LEAD.differences[0], unit="crew"),)),
            "where accounts differ 1: counts something else than its first figure",
        ),
        (
            lead(differences=(replace(LEAD.differences[0], figures=LEAD.differences[0].figures[:1]),)),
            "where accounts differ 1: its figures are not of two articles",
        ),
        (_credit(url="https://elsewhere.example/"), "its url is not the article's; printed: “https://else"),
        (_credit(source="The Times"), "its source is not the article's; printed: “The Times”"),
        (_credit(published=None), "its published is not the article's"),
        (_credit(sha256="0" * 64), "its hash is another"),
        (_next(story="nowhere"), "what’s next 1: is of a story that the issue does not print"),
        (_next(expression=None), "what’s next 1: has a day without the words for it"),
        (_next(expression=FIRST), "what’s next 1: the words of its date do not stand in it"),
        (_next(last=GAZETTE.first_seen.date()), "what’s next 1: ends before it begins"),
        (_next(also=(replace(FIRST, text="x"),)), "what’s next 1, second source 1: is not what its article says"),
        (
            replace(ISSUE, due=(replace(ISSUE.due[0], item=_next(passage=FIRST).whats_next[0]),)),
            "due today 1, item: the words of its date do not stand in it",
        ),
        (replace(ISSUE, subject="Ferry sunk"), "its subject: is not its lead story's headline"),
        (replace(ISSUE, preheader=ISSUE.preheader + "!"), "its preheader: is not made of its stories' headlines"),
        (replace(ISSUE, articles=ISSUE.articles * 2), "one is cited twice"),
        (replace(ISSUE, articles=ISSUE.articles[:1]), "has an article that the issue does not credit"),
        (replace(ISSUE, sections=(replace(ISSUE.sections[0], name="World"),)), "holds a story of another"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_change_is_a_flaw_that_names_its_part(changed: Issue, said: str) -> None:
    """Whatever is not the sources' own, or does not hold together, is told with its place."""
    found = flaws(changed)
    assert any(said in flaw for flaw in found), found
    assert all(flaw.startswith("issue 7: ") for flaw in found)


def test_a_flaw_says_what_the_source_has_and_where_the_words_stand() -> None:
    """Offsets that are off: the text found there, and the place where the printed words stand."""
    [flaw] = verdict(_sentence(start=0, end=9)).flaws
    assert (flaw.printed, flaw.found) == (FIRST.text, GAZETTE.text[:9])
    assert (flaw.article, flaw.start, flaw.end, flaw.stands) == (GAZETTE.id, 0, 9, FIRST.start)


def test_long_texts_are_told_from_where_they_differ() -> None:
    """And what looks alike, such as two kinds of space, is told apart."""
    one = "a" * 500 + "\u00a0b" + "c" * 500
    flaw = str(Flaw(issue=1, where="here", what="differs", printed=one, found=one.replace("\u00a0", " ")))
    assert "\\u00a0b" in flaw
    assert len(flaw) < 400


def test_a_changed_source_is_told_passage_by_passage() -> None:
    """One letter of a stored text: its hash, and every passage that holds it."""
    at = FIRST.start + 4
    changed = replace(GAZETTE, text=GAZETTE.text[:at] + "#" + GAZETTE.text[at + 1 :])
    found = flaws(ISSUE, {**ARTICLES, GAZETTE.id: changed})
    assert any("its hash is another" in flaw for flaw in found)
    assert any("what happened 1: is not what its article says" in flaw for flaw in found)
    assert any("where accounts differ 1, account 1, sentence: is not" in flaw for flaw in found), found


def test_an_article_that_is_gone_is_told() -> None:
    """There is no evidence for its words."""
    found = flaws(ISSUE, {key: value for key, value in ARTICLES.items() if key != GAZETTE.id})
    assert any("the archive does not hold it" in flaw for flaw in found)


def test_readings_that_differ_are_warnings() -> None:
    """A day and a value are what words were read as: the readers may have learnt since."""
    day = ISSUE.whats_next[0].first
    assert day is not None
    other = day.replace(year=day.year + 1)
    found = verdict(replace(_figure(value=3.0), whats_next=_next(first=other, last=other).whats_next))
    assert found.flaws == ()
    said = [flaw.what for flaw in found.warnings]
    assert any(f"was read as {other}, and is read now as {day}" in text for text in said)
    assert any("is not read as 3 any more" in text for text in said)


def test_a_day_is_read_where_its_article_was_published() -> None:
    """There it was the next day already: "tomorrow" is the day after that."""
    late = replace(
        GAZETTE,
        text="The board will meet tomorrow in the old town hall.",
        published=datetime(2026, 3, 2, 20, 30, tzinfo=UTC),
        utc_offset=600,
    )
    item = Upcoming(
        passage=cut(late, 0, len(late.text)),
        story=LEAD.id,
        first=date(2026, 3, 4),
        last=date(2026, 3, 4),
        expression=cut(late, 20, 28),
    )
    issue = replace(ISSUE, whats_next=(item,))
    said = [str(flaw) for flaw in verdict(issue, {**ARTICLES, late.id: late}).warnings]
    assert not any(warning.startswith("issue 7: what’s next") for warning in said)
    there = replace(late, utc_offset=None)
    said = [str(flaw) for flaw in verdict(issue, {**ARTICLES, late.id: there}).warnings]
    assert any("what’s next 1: “tomorrow” was read as 2026-03-04, and is read now as 2026-03-03" in one for one in said)


def test_undated_articles_have_no_days() -> None:
    """Without its time of publication no day without a year can be told."""
    found = verdict(_credit(published=None), {**ARTICLES, GAZETTE.id: replace(GAZETTE, published=None)})
    assert found.flaws == ()
    assert any("is read now as no day" in flaw.what for flaw in found.warnings)


# ---------------------------------------------------------------------------------------------------------- records


def test_what_was_frozen_is_whole() -> None:
    """The file, its evidence and its seal."""
    assert verifying.read(evidence()) == (ISSUE, ())


def test_an_issue_of_an_earlier_program_has_no_seal() -> None:
    """It is no flaw that none was kept; the first that has one is chained to none."""
    known = evidence()
    unsealed = tuple(replace(exhibit, sha256=None) for exhibit in known.articles)
    old = replace(known, seal=None, previous=None, before="", after="", articles=unsealed)
    assert verifying.read(old) == (ISSUE, ())


def _exhibit(evidence: Evidence, **fields: Any) -> Evidence:
    return replace(evidence, articles=(replace(evidence.articles[0], **fields), *evidence.articles[1:]))


def _forged(evidence: Evidence) -> Evidence:
    """A changed file, its hash and its seal made anew."""
    body = evidence.body.replace(b"Home", b"Away")
    kept = [(exhibit.id, exhibit.sha256 or "") for exhibit in evidence.articles]
    made = seal(evidence.previous or "", evidence.number, evidence.date, sha256(body), kept)
    return replace(evidence, body=body, sha256=sha256(body), seal=made)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: replace(e, body=b"{"), "the frozen issue cannot be read"),
        (lambda e: replace(e, body=e.body + b" "), "the frozen issue is not what was frozen"),
        (lambda e: replace(e, sha256="0" * 64), "the seal does not fit"),
        (lambda e: replace(e, number=9), "is kept as No. 9"),
        (lambda e: replace(e, as_of=None), "is kept as of None"),
        (lambda e: replace(e, seal="0" * 64), "the seal does not fit"),
        (lambda e: replace(e, seal=None, before=""), "to which the next one's is chained, is gone"),
        (lambda e: replace(e, seal=None, after=None), "the seal of the issue is gone"),
        (lambda e: replace(e, before="1"), "the issue before bears another seal"),
        (_forged, "the next issue was chained to another seal"),
        (lambda e: _exhibit(e, body=None, article=None), "the article is gone"),
        (lambda e: _exhibit(e, body=b"x"), "the article is not what it was when the issue was frozen"),
        (lambda e: _exhibit(e, article=None), "the article cannot be read"),
        (lambda e: _exhibit(e, sha256=None), "the hash of the article is gone"),
        (lambda e: _exhibit(e, article=e.articles[1].article), "the article is kept in the place of"),
        (lambda e: replace(e, articles=e.articles[1:]), "nothing says that the issue cites the article"),
        (lambda e: _exhibit(e, id="1" * 16), "the issue does not cite the article that is kept for it"),
    ],
)  # fmt: skip
def test_each_change_of_what_is_kept_is_found(change: Callable[[Evidence], Evidence], said: str) -> None:
    """The file, each article, each hash and each seal stands against the others."""
    found = [str(flaw) for flaw in verifying.read(change(evidence()))[1]]
    assert any(said in flaw for flaw in found), found


# ----------------------------------------------------------------------------------------------------------- copies

FOLDER = "issues/2026-03-02"
PAGE = f"{FOLDER}/index.html"


def looked(page: bytes | None, *, kept: bytes | None, now: bytes, sealed: bool = True) -> list[str]:
    """What is said of a page: of a flaw as it is, of a warning with a "!" in front."""
    frozen = encode(ISSUE)
    files = {f"{FOLDER}/issue.json": frozen, PAGE: page}
    published = {} if kept is None else {f"{FOLDER}/issue.json": sha256(frozen), PAGE: sha256(kept)}
    editions = (Edition(medium="page", path="index.html", body=now),)
    seen = verifying.copies(ISSUE, frozen, editions, sealed=sealed, folder=FOLDER, files=files, published=published)
    return [flaw.what for flaw in seen.flaws] + [f"! {flaw.what}" for flaw in seen.warnings]


def page_of(mark: str) -> bytes:
    """A page that prints the lead's headline and words: escaped, with a tag inside and a line end, and a mark."""
    words = LEAD.quotes[0].passage.text.replace("“", "&ldquo;").replace(" ", "\n", 2)
    return f"<h1>{LEAD.headline}</h1><p>{words[:20]}<b>{words[20:]}</b></p><i>{mark}</i>".encode()


def test_a_page_is_what_the_issue_renders_to_or_what_was_published() -> None:
    """Other bytes are a flaw; what was published by other templates is said."""
    one, two = page_of("one"), page_of("two")
    assert looked(one, kept=one, now=one) == []
    assert looked(one, kept=two, now=one) == []
    assert looked(one, kept=one, now=two) == ["! templates have changed since it was published"]
    [flaw] = looked(page_of("three"), kept=one, now=two)
    assert flaw.startswith("is not what was published, nor what the issue renders to")
    [flaw] = looked(None, kept=one, now=one)
    assert flaw.startswith("is missing")


def test_a_page_without_a_hash_holds_every_passage() -> None:
    """Of an issue that an earlier program published: markup, escapes and line ends apart, each word is there."""
    old, now = page_of("old"), page_of("now")
    [warning] = looked(old, kept=None, now=now, sealed=False)
    assert warning == "! no hash of it was kept, and templates have changed since; it holds every passage"
    changed = looked(old.replace(b"scrape", b"scream"), kept=None, now=now, sealed=False)
    assert changed
    assert all("does not hold what is printed in story 1 (“Ferry Marguerite" in said for said in changed)
    [flaw] = looked(old, kept=None, now=now, sealed=True)
    assert "nor was it published so" in flaw


def test_the_frozen_file_lies_in_output_byte_for_byte() -> None:
    """Whatever was published: there is one frozen file."""
    frozen, path = encode(ISSUE), f"{FOLDER}/issue.json"
    changed = frozen + b" "
    seen = verifying.copies(
        ISSUE, frozen, (), sealed=True, folder=FOLDER, files={path: changed}, published={path: sha256(changed)}
    )
    assert [flaw.what[:41] for flaw in seen.flaws] == ["is not the frozen issue, byte for byte; `"]


def test_an_edition_that_an_earlier_program_did_not_make_is_no_flaw() -> None:
    """What every issue has must be there; anything else only where it was published."""
    frozen, json = encode(ISSUE), f"{FOLDER}/issue.json"
    made = (
        Edition(medium="calendar", path="calendar.ics", body=b"x"),
        Edition(medium="page", path="index.html", body=b""),
    )
    for kept, flaws_, warned in (("calendar.ics", 2, 0), ("issue.json", 1, 1)):
        published = {f"{FOLDER}/{kept}": sha256(b"x"), json: sha256(frozen)}
        seen = verifying.copies(
            ISSUE, frozen, made, sealed=True, folder=FOLDER, files={json: frozen}, published=published
        )
        assert (len(seen.flaws), len(seen.warnings)) == (flaws_, warned)


def test_an_issue_that_is_not_published_has_no_copies() -> None:
    """That is no flaw: it may have been made and not published yet."""
    seen = verifying.copies(ISSUE, encode(ISSUE), (), sealed=True, folder=FOLDER, files={PAGE: None}, published={})
    assert (seen.published, seen.flaws) == (False, ())
