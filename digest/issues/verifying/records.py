"""What the archive holds of an issue, against the hashes that were kept when it was frozen."""

from __future__ import annotations

from collections.abc import Iterator

from digest.codec import decode, seal, sha256
from digest.errors import DataError, Flaw
from digest.model import Evidence, Issue

DATABASE = "the database"


def read(evidence: Evidence) -> tuple[Issue | None, tuple[Flaw, ...]]:
    """The issue that the stored file holds, None where it holds none, and what is wrong with what is stored."""
    try:
        issue: Issue | None = decode(evidence.body)
        flaws: list[Flaw] = []
    except DataError as error:
        issue, flaws = None, [_flaw(evidence, f"the frozen issue cannot be read: {error.what}")]
    flaws += _file(evidence, issue)
    flaws += _articles(evidence, issue)
    flaws += _seal(evidence)
    return issue, tuple(flaws)


def _file(evidence: Evidence, issue: Issue | None) -> Iterator[Flaw]:
    if sha256(evidence.body) != evidence.sha256:
        yield _flaw(evidence, "the frozen issue is not what was frozen, or its hash is not")
    if issue is not None and (issue.number, issue.date) != (evidence.number, evidence.date):
        said = f"No. {issue.number} of {issue.date}"
        yield _flaw(evidence, f"the frozen issue is kept as No. {evidence.number} of {evidence.date}, and is {said}")
    if issue is not None and issue.as_of != evidence.as_of:
        yield _flaw(evidence, f"the frozen issue is kept as of {evidence.as_of}, and is as of {issue.as_of}")


def _articles(evidence: Evidence, issue: Issue | None) -> Iterator[Flaw]:
    for exhibit in evidence.articles:
        if exhibit.body is None:
            yield _flaw(evidence, "the article is gone", article=exhibit.id)
            continue
        if exhibit.sha256 is not None and sha256(exhibit.body) != exhibit.sha256:
            yield _flaw(evidence, "the article is not what it was when the issue was frozen", article=exhibit.id)
        elif exhibit.sha256 is None and evidence.seal is not None:
            yield _flaw(evidence, "the hash of the article is gone", article=exhibit.id)
        if exhibit.article is None:
            yield _flaw(evidence, "the article cannot be read", article=exhibit.id)
        elif exhibit.article.id != exhibit.id:
            yield _flaw(evidence, f"the article is kept in the place of {exhibit.id}", article=exhibit.article.id)
    if issue is not None:
        held, cited = {exhibit.id for exhibit in evidence.articles}, {article.id for article in issue.articles}
        for id_ in sorted(cited - held):
            yield _flaw(evidence, "nothing says that the issue cites the article", article=id_)
        for id_ in sorted(held - cited):
            yield _flaw(evidence, "the issue does not cite the article that is kept for it", article=id_)


def _seal(evidence: Evidence) -> Iterator[Flaw]:
    """An issue's seal fits what it seals, and the seals on both sides.

    Issues that an earlier program froze have none; behind one that has a seal each has.
    """
    if evidence.seal is None:
        if evidence.before:
            yield _flaw(evidence, "the seal of the issue is gone")
        elif evidence.after:
            yield _flaw(evidence, "the seal of the issue, to which the next one's is chained, is gone")
        return
    kept = [(exhibit.id, exhibit.sha256 or "") for exhibit in evidence.articles]
    made = seal(evidence.previous or "", evidence.number, evidence.date, evidence.sha256, kept)
    if made != evidence.seal:
        yield _flaw(evidence, "the seal does not fit: the hashes that were kept are not those that were sealed")
    if evidence.previous != evidence.before:
        yield _flaw(evidence, "the issue before bears another seal than the one that this issue was chained to")
    if evidence.after is not None and evidence.after != evidence.seal:
        yield _flaw(evidence, "the next issue was chained to another seal than this issue's")


def _flaw(evidence: Evidence, what: str, *, article: str | None = None) -> Flaw:
    return Flaw(issue=evidence.number, where=DATABASE, what=what, article=article)
