"""What stands in a text to be followed: bare links, hashtags, handles. Descriptions of videos are full of them."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_TAG = re.compile(r"[#＃@]\w[\w.-]{0,80}")
_FEW = 16  # words: what introduces a link ("Subscribe:", "For more, click the link below:") has no more
_ENDS = ".!?…»”\"')]。！？"


def is_for_links(line: str) -> bool:
    """Whether a line is there for its links or tags alone: nothing but tags, several links, or one that ends it."""
    words = line.split()
    if words and all(_TAG.fullmatch(word) for word in words):
        return True
    if "://" not in line and "www." not in line:
        return False
    links = [place for place, word in enumerate(words) if _LINK.search(word)]
    return len(links) > 1 or (len(links) == 1 and links[0] == len(words) - 1 and len(words) <= _FEW + 1)


def tags_at(text: str) -> int:
    """Where the tags begin that stand behind the last sentence ("… said. #Harbour #News"); the length where none do."""
    end = kept = len(text.rstrip())
    while end:
        start = text.rfind(" ", 0, end) + 1
        if text[start] == "@" or not _TAG.fullmatch(text, start, end):
            break
        end = start
        while end and text[end - 1].isspace():
            end -= 1
    return end if 0 < end < kept and text[end - 1] in _ENDS else len(text)
