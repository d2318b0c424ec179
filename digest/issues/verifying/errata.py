"""What was corrected in an issue, and what an issue tells of earlier ones: each word against the article it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from digest.codec import sha256
from digest.errors import Flaw
from digest.issues.verifying.passages import passage_flaw
from digest.model import Article, Change, Erratum, Issue, Revised

_decoder = msgspec.json.Decoder(Article)


def errata(
    issue: Issue,
    own: Sequence[Erratum],
    known: Mapping[int, Erratum],
    *,
    articles: Mapping[str, Article],
    revisions: Mapping[str, bytes],
    beside: bytes | None,
) -> tuple[Flaw, ...]:
    """What is wrong with an issue's ``own`` errata, and with what it tells of others, which are ``known`` by number.

    ``articles`` is the issue's evidence by id, ``revisions`` what errata are proved by, under the hashes they were kept
    by, and ``beside`` the published file beside the issue: what that has is never changed or taken out.
    """
    flaws: list[Flaw] = []
    for one in own:
        where = f"correction {one.number}"
        if one.kind == "revoked":
            wrong = known.get(one.revokes or 0)
            if wrong is None or wrong.issue != issue.number:
                flaws.append(Flaw(issue=issue.number, where=where, what="withholds a correction that is not there"))
            continue
        if one.article not in articles:
            what = "is of an article that the issue does not cite"
            flaws.append(Flaw(issue=issue.number, where=where, what=what, article=one.article))
        flaws += _changes(one, issue.number, where, articles, revisions)
    flaws += _told(issue, known)
    flaws += _beside(issue, own, beside)
    return tuple(flaws)


def _changes(
    one: Erratum, issue: int, where: str, articles: Mapping[str, Article], revisions: Mapping[str, bytes]
) -> Iterator[Flaw]:
    for change in one.changes:
        if change.printed is not None:
            flaw = passage_flaw(change.printed, articles, issue=issue, where=f"{where}, what was printed")
            if flaw is not None:
                yield flaw
    if not any(change.now for change in one.changes):
        return
    body = revisions.get(one.evidence)
    if body is None:
        yield Flaw(issue=issue, where=where, what="the article as it is now is gone", article=one.article)
        return
    if sha256(body) != one.evidence:
        what = "the article as it is now is not what it was when it was kept"
        yield Flaw(issue=issue, where=where, what=what, article=one.article)
    try:
        article = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield Flaw(issue=issue, where=where, what="the article as it is now cannot be read", article=one.article)
        return
    for change in one.changes:
        if change.now is not None and not _stands(change.now, change, article):
            start, end = change.now.start, change.now.end
            yield Flaw(
                issue=issue,
                where=f"{where}, what its source says now",
                what="is not what its article says",
                printed=change.now.text,
                found=article.headline if change.kind == "headline" else article.text[start:end],
                article=one.article,
            )


def _stands(now: Revised, change: Change, article: Article) -> bool:
    if change.kind == "headline":
        return now.text == article.headline
    return 0 <= now.start < now.end <= len(article.text) and article.text[now.start : now.end] == now.text


def _told(issue: Issue, known: Mapping[int, Erratum]) -> Iterator[Flaw]:
    """What the issue tells of earlier ones is what was found."""
    for number, told in enumerate(issue.corrections, 1):
        where = f"corrections {number}"
        found = known.get(told.number)
        if found is None:
            yield Flaw(issue=issue.number, where=where, what=f"tells of correction {told.number}, which is not there")
            continue
        said = told.kind, told.article, told.flagged.number, told.evidence, told.note, told.at
        # Of a long change only the words that stand there now may have been told.
        every = {*found.changes, *(replace(change, printed=None) for change in found.changes)}
        if (
            said != (found.kind, found.article, found.issue, found.evidence, found.note, found.at)
            or not set(told.changes) <= every
        ):
            yield Flaw(issue=issue.number, where=where, what=f"is not what correction {told.number} says")


def _beside(issue: Issue, own: Sequence[Erratum], beside: bytes | None) -> Iterator[Flaw]:
    """What was published of the errata is still so; more may have come."""
    if beside is None:
        return
    where = f"output/issues/{issue.date}/corrections.json"
    try:
        published = msgspec.convert(msgspec.json.decode(beside)["corrections"], tuple[Erratum, ...])
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        yield Flaw(
            issue=issue.number, where=where, what=f"cannot be read; `digest publish {issue.number}` makes it again"
        )
        return
    if tuple(own[: len(published)]) != published:
        yield Flaw(issue=issue.number, where=where, what="has corrections that are not in the database, or others")
