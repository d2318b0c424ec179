"""Where a teaser stops telling its own article and lists others: bullets, "READ MORE:", labels of a live page."""

from __future__ import annotations

import re

# Between two headlines: a bullet with space around it, or a spaced asterisk.
_BULLET = re.compile(r"(?:(?<=\s)|\A)[•▪●◦‣■►*](?=\s)")
# Words that a list of other articles begins with, at the end of a sentence.
_POINTER = re.compile(
    r"(?:(?<=[.!?…\"”'’)]\s)|\A)(?:READ (?:MORE|ALSO|NEXT|ON)|Read (?:more|also|next)|RELATED|Related|MORE|LISTEN|WATCH"
    r"|SEE ALSO|See also|LATEST|THE LATEST|MUST READ|Recommended|RECOMMENDED)(?: (?:on this|stories|articles))?\s?[:•*]"
)
_LABEL = re.compile(
    r"(?:analysis|opinion|comment|live(?: updates?| blog)?|latest|exclusive|revealed|video|watch|listen|read more"
    r"|read also|related|see also|explainer|fact[ -]check|get info|breaking(?: news)?|photos|gallery|podcast)\s?:\s*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?][\"'”’)\]]*\s*\Z")
_CUT = re.compile(r"(?:…|\.{3})\s*\Z")
_PARTS = re.compile(r"\s(?:[•▪●◦‣■►*|]|-(?=\s[A-Z]))(?:\s|\Z)")
_FEWEST_WORDS = 3  # of a headline


def listing_at(teaser: str) -> int:
    """Where the list begins; its length where there is none.

    What stands between the last finished sentence and the first bullet ("LATEST •") belongs to it. One bullet alone
    begins a list only behind a finished sentence or words in capitals.
    """
    pointer = _POINTER.search(teaser)
    found = pointer.start() if pointer else len(teaser)
    bullet = _BULLET.search(teaser, 0, found)
    if bullet is None:
        return found
    before = teaser[: bullet.start()]
    if not before.strip() or _ENDED.search(before):
        return bullet.start()
    if _BULLET.search(teaser, bullet.end()) is None and not before.isupper():
        return found
    ended = list(re.finditer(r"[.!?][\"'”’)\]]*\s", before))
    return ended[-1].end() if ended else 0


def listed(listing: str) -> tuple[str, ...]:
    """The headlines that a list names, without their labels; those cut short are left out."""
    parts = [_LABEL.sub("", part.strip(" \t•▪●◦‣■►*-|"), count=1) for part in _PARTS.split(f" {listing}")]
    return tuple(part for part in parts if len(part.split()) >= _FEWEST_WORDS and not _CUT.search(part))


def is_pointer(line: str) -> bool:
    """Whether a teaser is one labelled headline of another article ("Analysis: …"), without a full stop at its end."""
    return _LABEL.match(line) is not None and _ENDED.search(line) is None
