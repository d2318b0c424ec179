"""What earlier issues promised and was corrected since: nobody is to read it again as it was."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Erratum, History, Passage


def corrected(passage: Passage, errata: Sequence[Erratum], history: History) -> bool:
    """Whether one of these errata, which nobody withheld, concerns a passage that issues of ``history`` printed.

    Where its source changed, those words that it changed; where the source took the article back or lost it, all of
    the article. An editor's note says of no sentence that it is the wrong one: it concerns the whole story.
    """
    return any(_concerns(one, passage, history) for one in errata)


def _concerns(erratum: Erratum, passage: Passage, history: History) -> bool:
    if erratum.kind == "changed":
        printed = [change.printed for change in erratum.changes if change.printed is not None]
        return any(
            one.article == passage.article and one.start < passage.end and passage.start < one.end for one in printed
        )
    if erratum.kind == "note":
        told = (story for issue in history.issues if issue.number == erratum.issue for story in issue.stories)
        if any(passage.article in story.articles for story in told if story.id == erratum.story):
            return True
    return passage.article == erratum.article
