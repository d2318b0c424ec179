"""What the words around a figure say of it: what became of those it counts, in which places, within which limits."""

from __future__ import annotations

import re
from functools import cached_property

from digest.issues.accounts.lexicon import Lexicon
from digest.model import Figure
from digest.text import stop_words

GOES_ON = 6  # words right behind a figure that may complete what it counts
REACH = 9  # words on each side of a figure that say what it counts

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_YEAR = re.compile(r"(?<![\d,.$€£])(?:1[89]|20)\d\d(?!\d|,\d|%)")
_PARTS = re.compile(r"[,;:()—–“”\"]|\s-\s")
_CUT = re.compile(r"[,.]\s?\d|\s-\s")


def tokens(text: str) -> list[str]:
    """Its words and numbers in lower case."""
    return [match.group().lower() for match in _TOKEN.finditer(text)]


class Sentence:
    """A sentence and its figures, with the words of its language."""

    def __init__(self, text: str, figures: tuple[Figure, ...], words: Lexicon) -> None:
        self.text = text
        self.figures = figures
        self._words = words

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All its words."""
        return frozenset(tokens(self.text))

    @cached_property
    def months(self) -> frozenset[str]:
        """The months it names."""
        return self.tokens & self._words.months

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def days(self) -> frozenset[str]:
        """The days it names: of the week, and as seen from its own."""
        return self.tokens & (self._words.days | self._words.weekdays)

    @cached_property
    def sources(self) -> frozenset[str]:
        """Whom it cites."""
        return self.tokens & self._words.sources if self.tokens & self._words.saying else frozenset()

    @cached_property
    def places(self) -> frozenset[str]:
        """Names that a word of place leads to: "in Berlin", "across the United States"."""
        found: set[str] = set()
        parts = list(_TOKEN.finditer(self.text))
        leads = False  # whether the word before leads to a place, or is part of its name
        for nth, part in enumerate(parts):
            low = part.group().lower()
            if leads and part.group()[0].isupper() and low not in self._words.months | self._words.weekdays:
                found.add(low)
                leads = self.text[part.end() : part.end() + 1] == " "
            else:
                # "the government in Velden" is a source, and says nothing of where the thing is.
                cites = nth > 0 and parts[nth - 1].group().lower() in self._words.sources
                leads = (low in self._words.places and not cites) or (leads and low == "the")
        return frozenset(found)

    def before(self, nth: int) -> str:
        """What stands between the figure before the ``nth`` and it."""
        return self.text[self.figures[nth - 1].end if nth else 0 : self.figures[nth].start]

    def behind(self, nth: int) -> str:
        """What stands between the ``nth`` figure, its noun included, and the next."""
        end = self.figures[nth + 1].start if nth + 1 < len(self.figures) else len(self.text)
        return self.text[self.figures[nth].end : end]

    def beside(self, nth: int) -> list[str]:
        """The words within reach of the ``nth`` figure on both sides."""
        return tokens(self.before(nth))[-REACH:] + tokens(self.behind(nth))[:REACH]

    def clause(self, nth: int) -> tuple[str, ...]:
        """The words of the clause that the ``nth`` figure stands in, without who is cited for it."""
        before = _PARTS.split(self.before(nth))[-1]
        told = [match.end() for match in _TOKEN.finditer(before) if match.group().lower() in self._words.saying]
        left = _TOKEN.findall(before[told[-1] if told else 0 :])[::-1]
        return (*self._run(left), *self._run(_TOKEN.findall(_PARTS.split(self.behind(nth))[0])))

    def names(self, nth: int, common: frozenset[str]) -> frozenset[str]:
        """The names in its clause but those of places, in lower case.

        ``common`` are the words that the article has without a capital.
        """
        lows = frozenset(name.lower() for name in self.clause(nth) if name[0].isupper())
        return (
            lows
            - common
            - self.places
            - self._words.sources
            - self._words.months
            - self._words.weekdays
            - stop_words("en")
        )

    def goes_on(self, nth: int) -> str:
        """What completes the ``nth`` figure: the words of its clause behind "for", "of" and the like, else ""."""
        behind = self._run(tokens(_PARTS.split(self.behind(nth))[0]))
        opens = next((at for at, word in enumerate(behind) if word in self._words.completing), len(behind))
        return " ".join(word for word in behind[opens : opens + GOES_ON] if word not in self._words.fates)

    def fates(self, nth: int) -> frozenset[str]:
        """What became of those counted by the ``nth`` figure: in its phrase, else behind it, else before it."""
        parts = (
            tokens(self.figures[nth].unit),
            self._run(tokens(_PARTS.split(self.behind(nth))[0])),
            tokens(_PARTS.split(self.before(nth))[-1])[-REACH:],
        )
        found = [frozenset(self._words.fates[token] for token in part if token in self._words.fates) for part in parts]
        strong = [fates - self._words.weak_fates for fates in found]
        return next((fates for fates in (*strong, *found) if fates), frozenset())

    def broken(self, nth: int, following: str) -> bool:
        """Whether the ``nth`` figure may be half of one, cut by a slip of the text or by the end of the sentence.

        ``following`` is what the article goes on with.
        """
        end = self.figures[nth].end
        if "\ufffd" in self.text or _CUT.match(self.text, end):
            return True
        return end >= len(self.text.rstrip(".!?")) and following.strip()[:1].isdigit()

    def _run(self, several: list[str]) -> list[str]:
        """The words up to one that begins another clause."""
        reached = several[:REACH]
        return reached[: next((n for n, token in enumerate(reached) if token.lower() in self._words.joints), REACH)]
