"""What an issue printed of an article, against the article as its source has it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from digest.issues.errata import notes
from digest.issues.errata.swaps import Swap, reworded, spelt_alike, swap
from digest.issues.errata.texts import Sentence, Text, tokens
from digest.issues.errata.words import LIVE
from digest.issues.figures.lexicon import lexicon
from digest.issues.figures.numbers import find as numbers_in
from digest.issues.verifying.places import places
from digest.model import Article, Change, ErratumKind, Issue, Passage, PrintedQuote, Revised
from digest.text import sentences

_SAME = 0.75  # of the words of two sentences, in order: one stands in the place of the other
_OTHER = 0.5  # with less in common it is another sentence
_AROUND = 2  # words that stand around a quotation and tell that it is the same one
_LONG = 5  # sentences from which a text tells whether the rest of it stands
_STANDS = 0.8  # of a text's sentences: what else is gone was taken out on purpose
_MOST = 3  # changes told of one article
_TAKEN_OUT = 2  # sentences; more is a text told anew
_TOO_LONG = 400  # characters of a sentence, or an edit of it takes longer than it is worth


@dataclass(frozen=True, slots=True)
class Found:
    """What became of what an issue printed of an article."""

    kind: ErratumKind
    story: str  # the id of the story that printed it; "" where none did
    changes: tuple[Change, ...] = ()


def judge(
    issue: Issue, before: Article, after: Article, *, taken: bool = False, lost: bool = False, page: str = ""
) -> Found | None:
    """What of it deserves a reader's notice; None where nothing does.

    ``before`` is the article as it was printed, ``after`` as it is now; ``taken``: its feed took it back; ``lost``: its
    page, which was read, is not there any more. ``page`` is all that its page says, where it was read: what stands
    there is not gone, wherever the article ends.
    """
    printed = _Printed(issue, before)
    if not printed:
        return None
    if lost and not taken:
        return Found("lost", printed.story)
    kind, changes = _Judgement(printed, before, after, page).all()
    if taken or kind == "withdrawn":
        return Found("withdrawn", printed.story, changes if kind == "withdrawn" else ())
    return Found("changed", printed.story, changes) if changes else None


class _Printed:
    """What an issue printed of an article."""

    def __init__(self, issue: Issue, article: Article) -> None:
        self.passages: list[Passage] = []
        self.quoted: list[Passage] = []
        self.headline = False
        told: list[str] = []
        for place in places(issue):
            value = place.value
            if place.story is None:
                continue  # what comes back of an earlier issue was printed there
            if isinstance(value, Passage) and value.article == article.id:
                self.passages.append(value)
                told.append(place.story.id)
            elif isinstance(value, PrintedQuote) and value.words.article == article.id:
                self.quoted.append(value.words)
        led = [story.id for story in issue.stories if story.article == article.id]
        self.headline = bool(led)
        self.story = (*led, *told, "")[0]

    def __bool__(self) -> bool:
        return bool(self.passages) or self.headline

    def sentences(self, before: Article) -> Iterator[Sentence]:
        """Each printed sentence once, in the order of the article; of what is printed in part, the part."""
        spans = sorted(
            {(passage.start, passage.end) for passage in self.passages}, key=lambda span: (span[0], -span[1])
        )
        reached = -1
        for start, end in spans:
            if end <= reached:
                continue  # a figure in a sentence, a quotation
            reached = end
            for first, last in sentences(before.text[start:end], before.lang):
                said = before.text[start + first : start + last]
                yield Sentence(said, start + first, start + last, tokens(said))


class _Judgement:
    """One article being judged."""

    def __init__(self, printed: _Printed, before: Article, after: Article, page: str) -> None:
        self._printed = printed
        self._before = before
        self._after = after
        self._old = Text(before.text, before.lang)
        self._new = Text(after.text, before.lang)
        self._page = Text(page, before.lang)
        self._lang = before.lang.partition("-")[0].lower()

    def all(self) -> tuple[ErratumKind, tuple[Change, ...]]:
        """What is to be told, the source's own words for it first."""
        kind: ErratumKind = "changed"
        told: list[Change] = []
        if notes.killed(self._after.headline) and not notes.killed(self._before.headline):
            kind = "withdrawn"
            told.append(Change(kind="headline", now=Revised(self._after.headline, 0, 0)))
        for sentence in self._notes():
            if notes.note(sentence.text) == "withdrawn":
                kind = "withdrawn"
            told.append(Change(kind="note", now=_revised(sentence)))
        if kind == "withdrawn":
            return kind, tuple(told[:_MOST])
        owned = bool(told)
        if not owned and any(LIVE.search(article.headline) for article in (self._before, self._after)):
            return kind, ()
        told += self._changed(owned=owned)
        told += self._headline(told)
        return kind, tuple(told[:_MOST])

    def _notes(self) -> list[Sentence]:
        """The notes that are new in the text."""
        if self._before.text == self._after.text:
            return []
        return [
            sentence
            for sentence in self._new.sentences
            if notes.note(sentence.text) and not self._old.says(sentence.tokens)
        ][:1]

    # ------------------------------------------------------------------------------------------------- sentences

    def _changed(self, *, owned: bool) -> list[Change]:
        """The printed sentences in whose place others stand, and those that are gone.

        ``owned``: the source says that it was wrong, so that what differs is no news of the day.
        """
        if self._before.text == self._after.text:
            return []
        found: list[tuple[Change, bool]] = []
        gone: list[Sentence] = []
        for sentence in self._printed.sentences(self._before):
            if self._new.says(sentence.tokens) or len(sentence.text) > _TOO_LONG:
                continue
            other, likeness = self._in_its_place(sentence)
            if other is not None and likeness >= _OTHER:
                strange = 3 if owned else 1 if self._is_long else 0
                fact = self._fact(sentence, other, strange=strange, same=likeness >= _SAME)
                if fact is not None:
                    change = Change(kind=fact.kind, printed=self._passage(sentence), now=_revised(other))
                    found.append((change, fact.moving and not owned))
            elif not self._page.says(sentence.tokens):
                gone.append(sentence)
        told = [change for change, moving in found if not moving or self._else_untouched]
        if len(gone) <= _TAKEN_OUT and self._stands_else:
            told += [
                Change(kind="gone", printed=self._passage(sentence)) for sentence in gone if self._claims(sentence)
            ]
        return told

    def _in_its_place(self, sentence: Sentence) -> tuple[Sentence | None, float]:
        """The sentence of the new text that is most like one of the old, and how like it is."""
        words = Counter(token.word for token in sentence.tokens)
        best: tuple[Sentence | None, float] = (None, 0.0)
        for other in self._new.sentences:
            if len(other.text) > _TOO_LONG:
                continue
            shared = sum((words & Counter(token.word for token in other.tokens)).values())
            if 2 * shared <= best[1] * (len(sentence.tokens) + len(other.tokens)):
                continue  # it cannot be more like it
            likeness = SequenceMatcher(
                None, [t.word for t in sentence.tokens], [t.word for t in other.tokens], autojunk=False
            ).ratio()
            if likeness > best[1]:
                best = other, likeness
        return best

    def _fact(self, old: Sentence, new: Sentence, *, strange: int, same: bool) -> Swap | None:
        """What of it is another fact; where it is not quite the ``same`` sentence, only the words of a quotation."""
        if self._old.says(new.tokens):
            return None  # it stood there before, beside the one that is gone
        fact = None
        if same:
            fact = swap(old, new, before=self._old, after=self._new, lang=self._lang, strange=strange)
        if fact is None and any(self._misquoted(words, old, new) for words in self._printed.quoted):
            return Swap("quote")
        return fact

    def _misquoted(self, words: Passage, old: Sentence, new: Sentence) -> bool:
        """Whether what somebody was quoted with is other words now, the sentence around them being the same."""
        if not old.start <= words.start < words.end <= old.end:
            return False
        start, end = words.start - old.start, words.end - old.start
        inside = [token for token in old.tokens if start <= token.start and token.end <= end]
        ahead = sum(token.end <= start for token in old.tokens)
        behind = sum(token.start >= end for token in old.tokens)
        same_ahead = [t.word for t in old.tokens[:ahead]] == [t.word for t in new.tokens[:ahead]]
        tail = len(new.tokens) - behind
        same_behind = [t.word for t in old.tokens[len(old.tokens) - behind :]] == [t.word for t in new.tokens[tail:]]
        around = ahead + behind >= _AROUND
        return around and same_ahead and same_behind and reworded(inside, new.tokens[ahead:tail], self._lang)

    def _claims(self, sentence: Sentence) -> bool:
        """Whether it says something that can be wrong: a figure, a name, somebody's words."""
        quoted = any(sentence.start <= words.start < sentence.end for words in self._printed.quoted)
        named = self._lang != "de" and any(token.capital for token in sentence.tokens[1:])
        return quoted or named or bool(numbers_in(sentence.text, lexicon(self._lang)))

    def _passage(self, sentence: Sentence) -> Passage:
        return Passage(sentence.text, self._before.id, sentence.start, sentence.end)

    # ------------------------------------------------------------------------------------------ the text as a whole

    @property
    def _is_long(self) -> bool:
        return len(self._old.sentences) >= _LONG

    @cached_property
    def _standing(self) -> int:
        return sum(self._new.says(sentence.tokens) for sentence in self._old.sentences)

    @property
    def _stands_else(self) -> bool:
        """Whether a sentence was taken out of a text that is the same else."""
        return (
            self._is_long
            and self._before.origin == self._after.origin
            and self._standing >= _STANDS * len(self._old.sentences)
            and len(self._new.sentences) <= len(self._old.sentences)
        )

    @property
    def _else_untouched(self) -> bool:
        """Whether nothing but one sentence differs, in a text long enough to tell: no news came in."""
        return (
            self._is_long
            and self._standing >= len(self._old.sentences) - 1
            and len(self._new.sentences) == len(self._old.sentences)
            and self._before.headline == self._after.headline
        )

    def _headline(self, told: Sequence[Change]) -> list[Change]:
        """The headline, where another fact stands in it: that it is worded otherwise is a matter of taste."""
        old, new = self._before.headline, self._after.headline
        if not self._printed.headline or old == new:
            return []
        was, now = (Sentence(text, 0, len(text), tokens(text)) for text in (old, new))
        if [token.word for token in was.tokens] == [token.word for token in now.tokens] or not was.tokens:
            return []
        before, after = (
            Text(f"{old}\n\n{self._before.text}", self._lang),
            Text(f"{new}\n\n{self._after.text}", self._lang),
        )
        fact = swap(was, now, before=before, after=after, lang=self._lang)
        # A name spelt otherwise in a headline of capitals alone, and in the text too.
        respelt = any(change.kind == "name" for change in told) and spelt_alike(was, now)
        if respelt or (fact is not None and not fact.moving):
            return [Change(kind="headline", now=Revised(new, 0, 0))]
        return []


def _revised(sentence: Sentence) -> Revised:
    return Revised(sentence.text, sentence.start, sentence.end)
