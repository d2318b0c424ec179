"""One passage against the text of its article."""

from __future__ import annotations

from collections.abc import Mapping

from digest.errors import Flaw
from digest.model import Article, Passage

_ANCHOR = 16  # characters of a passage that are looked for where the whole does not stand
_GONE = "cites an article that the archive does not hold"


def passage_flaw(passage: Passage, articles: Mapping[str, Article], *, issue: int, where: str) -> Flaw | None:
    """What is wrong with a passage; None where it stands in its article, word for word, where it says."""
    start, end = passage.start, passage.end
    article = articles.get(passage.article)
    if article is None:
        return Flaw(issue=issue, where=where, what=_GONE, printed=passage.text, article=passage.article)
    text = article.text
    if 0 <= start < end <= len(text) and text[start:end] == passage.text:
        return None
    inside = 0 <= start < end <= len(text)
    return Flaw(
        issue=issue,
        where=where,
        what="is not what its article says" if inside else "points outside its article",
        printed=passage.text,
        found=text[start:end] if inside else None,
        article=passage.article,
        start=start,
        end=end,
        stands=_elsewhere(text, passage),
    )


def within(inner: Passage, outer: Passage) -> bool:
    """Whether a passage is a part of another, by its offsets and by its words."""
    if inner.article != outer.article or not outer.start <= inner.start < inner.end <= outer.end:
        return False
    return outer.text[inner.start - outer.start : inner.end - outer.start] == inner.text


def _elsewhere(text: str, passage: Passage) -> int | None:
    """Where the passage stands instead, or most likely would: at the nearest stretch that has a part of its words."""
    if not passage.text:
        return None
    pieces = [(passage.text, 0)]
    pieces += [(passage.text[at : at + _ANCHOR], at) for at in range(0, max(1, len(passage.text) - _ANCHOR), _ANCHOR)]
    for piece, at in pieces:
        found = _nearest(text, piece, passage.start + at)
        if found is not None and found - at != passage.start:
            return max(0, found - at)
        if found is not None:
            return None  # it stands where it says, but for some of its words
    return None


def _nearest(text: str, piece: str, near: int) -> int | None:
    """The place of ``piece`` that is nearest to ``near``."""
    near = min(max(near, 0), len(text))
    behind = text.find(piece, near)
    before = text.rfind(piece, 0, near + len(piece))
    found = [at for at in (behind, before) if at >= 0]
    return min(found, key=lambda at: (abs(at - near), at)) if found else None
