"""What is new in a story that goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.model import Passage
from digest.text import stems

_CONTAINED = 0.75  # share of a passage's stems that one printed sentence holds, from which it says nothing new
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def novel(passages: Sequence[Passage], printed: Sequence[str]) -> tuple[Passage, ...]:
    """The passages, in their order, whose content no printed sentence has.

    A passage is old where one printed sentence holds three quarters of its stems and every number in it: a new figure
    makes an old sentence new. A passage of no stems (a dateline, an interjection) is old.
    """
    told = [(frozenset(stems(sentence)), frozenset(_NUMBER.findall(sentence))) for sentence in dict.fromkeys(printed)]
    new = []
    for passage in passages:
        words, numbers = frozenset(stems(passage.text)), frozenset(_NUMBER.findall(passage.text))
        if not words:
            continue
        need = _CONTAINED * len(words)
        if not any(numbers <= figures and len(words & held) >= need for held, figures in told):
            new.append(passage)
    return tuple(new)
