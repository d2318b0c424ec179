"""A fictional issue with every part, made of articles that hold its words, and what an archive keeps of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from digest.codec import encode, seal, sha256
from digest.model import (
    ISSUE_FORMAT,
    Article,
    Coverage,
    Difference,
    Due,
    Earlier,
    Evidence,
    Exhibit,
    Issue,
    IssueSection,
    Passage,
    PrintedArticle,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Publication,
    Related,
    Upcoming,
)
from digest.testing import article
from digest.text import cut

GAZETTE = article(
    "Ferry Marguerite runs aground on the Tallow shoal",
    "Fishing boats worked through the fog.\n\n"
    "The ferry Marguerite ran aground on the Tallow shoal on Monday with 412 people aboard.\n\n"
    "“We heard a long scrape, then nothing at all,” said Ines Marrow, a nurse.\n\n"
    "Over 1,900 people travel the route on an ordinary weekday.\n\n"
    "The harbour board will hold a hearing on March 14.\n\n"
    "The line has run since 1911.",
    id="a" * 16,
    image="https://gazette.example/ferry.jpg",
)
RADIO = article(
    "Ferry aground, passengers safe",
    "The coast guard counted 409 people aboard the ferry.\n\nA hearing is set for March 14 in the town hall.",
    id="b" * 16,
    source="Radio",
)
POST = article(
    "Court bans night flights over Ansel", "The airport must be silent from eleven to six.", id="c" * 16, source="Post"
)
OLD = article(
    "Salvors wait for the tide",
    "Salvors will inspect the wreck on March 2.",
    id="d" * 16,
    source="Post",
    at="2026-02-27T05:00:00Z",
)
ARTICLES = {held.id: held for held in (GAZETTE, RADIO, POST, OLD)}
NAMED = Earlier(date(2026, 2, 27), 6, OLD.headline)


def cite(held: Article, words: str) -> Passage:
    """The passage of an article that reads so."""
    start = held.text.index(words)
    return cut(held, start, start + len(words))


def _credit(held: Article) -> PrintedArticle:
    return PrintedArticle(
        id=held.id,
        source=held.source_name,
        url=held.url,
        headline=held.headline,
        sha256=sha256(held.text.encode()),
        published=held.published,
    )


def _story(rank: int, *told: Article, **parts: Any) -> PrintedStory:
    values: dict[str, Any] = {
        "id": told[0].id[:12],
        "thread": told[0].id[:12],
        "headline": told[0].headline,
        "article": told[0].id,
        "articles": tuple(held.id for held in told),
        "outlets": tuple(held.source_name for held in told),
        "reports": len(told),
        "section": "Home",
        "rank": rank,
        "score": 1.0 / rank,
        "terms": {"breadth": 1.0},
    }
    return PrintedStory(**{**values, **parts})


def _figure(held: Article, words: str, unit: str, value: float, sentence: str) -> PrintedFigure:
    return PrintedFigure(figure=cite(held, words), unit=unit, value=value, sentence=cite(held, sentence))


ABOARD = "The ferry Marguerite ran aground on the Tallow shoal on Monday with 412 people aboard."
COUNTED = "The coast guard counted 409 people aboard the ferry."
HEARING = Upcoming(
    passage=cite(GAZETTE, "The harbour board will hold a hearing on March 14."),
    story=GAZETTE.id[:12],
    first=date(2026, 3, 14),
    last=date(2026, 3, 14),
    expression=cite(GAZETTE, "March 14"),
    score=0.9,
    also=(cite(RADIO, "A hearing is set for March 14 in the town hall."),),
)
LEAD = _story(
    1,
    GAZETTE,
    RADIO,
    dek=cite(GAZETTE, "Fishing boats worked through the fog."),
    what_happened=(cite(GAZETTE, ABOARD),),
    quotes=(
        PrintedQuote(
            passage=cite(GAZETTE, "“We heard a long scrape, then nothing at all,” said Ines Marrow, a nurse."),
            words=cite(GAZETTE, "We heard a long scrape, then nothing at all,"),
            speaker="Ines Marrow",
        ),
    ),
    figures=(
        _figure(GAZETTE, "Over 1,900", "people", 1900, "Over 1,900 people travel the route on an ordinary weekday."),
    ),
    differences=(
        Difference(
            unit="people",
            figures=(
                _figure(GAZETTE, "412", "people", 412, ABOARD),
                _figure(RADIO, "409", "people", 409, COUNTED),
            ),
        ),
    ),
    background=(cite(GAZETTE, "The line has run since 1911."),),
    whats_next=(HEARING,),
    read_also=(Related(headline=RADIO.headline, url=RADIO.url, source="Radio"),),
    day=2,
    earlier=(NAMED,),
    image=GAZETTE.image,
)
ISSUE = Issue(
    format=ISSUE_FORMAT,
    number=7,
    date=date(2026, 3, 2),
    as_of=datetime(2026, 3, 2, 6, tzinfo=UTC),
    since=None,
    publication=Publication(title="The Strait"),
    subject=GAZETTE.headline,
    preheader=POST.headline,
    lead=LEAD,
    sections=(
        IssueSection(
            name="Home",
            stories=(_story(2, POST, what_happened=(cite(POST, "The airport must be silent from eleven to six."),)),),
        ),
    ),
    developing=(),
    whats_next=(HEARING,),
    articles=tuple(_credit(held) for held in ARTICLES.values()),
    coverage=Coverage(candidates=3, printed=2, merged=1),
    due=(
        Due(
            item=Upcoming(
                passage=cite(OLD, "Salvors will inspect the wreck on March 2."),
                story=OLD.id[:12],
                first=date(2026, 3, 2),
                last=date(2026, 3, 2),
                expression=cite(OLD, "March 2"),
                score=0.8,
            ),
            day=date(2026, 3, 2),
            flagged=NAMED,
            thread=LEAD.thread,
        ),
    ),
)
BEFORE = msgspec.structs.replace(
    ISSUE,
    number=6,
    date=NAMED.date,
    lead=_story(1, OLD),
    sections=(),
    whats_next=(),
    due=(),
    articles=(_credit(OLD),),
)
EARLIER = {6: BEFORE}


def evidence(issue: Issue = ISSUE) -> Evidence:
    """What an archive keeps of it, behind an issue before it and before one that came later."""
    body = encode(issue)
    exhibits = tuple(
        Exhibit(id=held.id, body=row, article=held, sha256=sha256(row))
        for held in sorted(ARTICLES.values(), key=lambda held: held.id)
        for row in [msgspec.json.encode(held)]
    )
    known = [(exhibit.id, exhibit.sha256 or "") for exhibit in exhibits]
    made = seal("f" * 64, issue.number, issue.date, sha256(body), known)
    return Evidence(
        number=issue.number,
        date=issue.date,
        as_of=issue.as_of,
        body=body,
        sha256=sha256(body),
        articles=exhibits,
        seal=made,
        previous="f" * 64,
        before="f" * 64,
        after=made,
    )
