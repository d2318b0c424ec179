"""What errata come to in print: what the next issue tells of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from digest.model import Change, Earlier, Erratum, History, Issue, PrintedArticle, PrintedErratum, standing
from digest.text import words


def retell(untold: Sequence[Erratum], history: History, *, limit: int) -> tuple[PrintedErratum, ...]:
    """What the next issue tells of errata that no issue has told yet, by the issue that was wrong, the latest first.

    An issue that is not in ``history`` is too long ago to be corrected in print: its page alone has the note. ``limit``
    is how many words of one article are printed at most: what is over that stands on the page alone.
    """
    issues = {issue.number: issue for issue in history.issues}
    told = [made for one in standing(untold) if (made := _told(one, issues.get(one.issue), limit)) is not None]
    return tuple(sorted(told, key=lambda one: (-one.flagged.number, one.number)))


def _told(erratum: Erratum, issue: Issue | None, limit: int) -> PrintedErratum | None:
    if issue is None or erratum.article not in {article.id for article in issue.articles}:
        return None
    own = [story for story in issue.stories if story.id == erratum.story]
    beside = [story for story in issue.stories if erratum.article in story.articles]
    if not own and not beside:
        return None
    story = (*own, *beside)[0]
    return PrintedErratum(
        number=erratum.number,
        kind=erratum.kind,
        article=erratum.article,
        flagged=Earlier(issue.date, issue.number, story.headline),
        thread=story.thread or story.id,
        at=erratum.at,
        changes=tuple(_affordable(erratum.changes, limit)),
        evidence=erratum.evidence,
        note=erratum.note,
    )


def _affordable(changes: Sequence[Change], limit: int) -> Iterator[Change]:
    """The changes within so many words; where the first is over, the words that stand there now alone."""
    left = limit
    for number, change in enumerate(changes):
        now = len(words(change.now.text)) if change.now else 0
        both = now + (len(words(change.printed.text)) if change.printed else 0)
        if both <= left:
            left -= both
            yield change
        elif number == 0 and change.now is not None:
            left -= now
            yield replace(change, printed=None)


def corrected_articles(
    told: Sequence[PrintedErratum], history: History, *, cited: Collection[str]
) -> dict[str, PrintedArticle]:
    """The articles that they are about, as the issue that was wrong credits them; without those ``cited`` anyway."""
    issues = {issue.number: issue for issue in history.issues}
    found: dict[str, PrintedArticle] = {}
    for one in told:
        if one.article in cited:
            continue
        found |= {article.id: article for article in issues[one.flagged.number].articles if article.id == one.article}
    return found
