"""Quotations of a text, with their speakers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from digest.issues.quotes import attribution, dialogue, people
from digest.issues.quotes.attribution import Attribution
from digest.issues.quotes.lexicon import Lexicon, lexicon
from digest.issues.quotes.people import Mention, People
from digest.issues.quotes.tokens import Tokens, bare, is_possessive, is_pronoun
from digest.model import Quotation
from digest.text import marks, quotations, sentences
from digest.text.marks import Marked

FINISHED = frozenset(".!?…")
LONGEST_UNCLOSED = 1000  # characters; a mark that nothing closes says nothing about where the speech ends
REACH = 600  # characters of a sentence read before a quotation
PERSONS_REACH = 1500  # characters in which a pronoun's person is looked for
SENTENCES_BACK = 6  # and sentences
SHORTEST_FRAGMENT = 4  # words; a shorter one inside a sentence is a phrase in scare quotes
MOST_SHARING = 4  # phrases that one attribution is for
WIDENED = 20  # rounds of widening a passage to whole sentences and whole quotations; only a hostile text needs more
LONGEST_TITLE = 12  # words
LEAST_TOLD, MOST_BEFORE_TOLD = 6, 4  # words of speech, and before it, where its speaker is not named again
SHORTEST_ALONE = 5  # words of speech that nobody is named for


def find(text: str, lang: str = "en") -> tuple[Quotation, ...]:
    """The direct speech in ``text``, in order, none overlapping; never raises.

    ``lang`` is a BCP 47 tag. A speaker is the text's own words: the full name where it gives one ("Zelenskyy" said it,
    and "Volodymyr Zelenskyy" stands elsewhere), the person a pronoun means where that is safe, else the pronoun or noun
    phrase as it stands; None where nobody is named, and in languages whose verbs of speech are not known
    (``speech.toml``). Scare quotes and titles are left out. A speech of several paragraphs is one quotation for each,
    the later ones continuing.
    The sentence span is balanced in its quotation marks unless the text never closes one: see ``balanced``.
    """
    found = marks.find(text)
    if lexicon(lang).dialogue and (spoken := dialogue.find(text)):
        found = _apart(found, spoken)
    return _Reading(text, lang, found).quotations() if found else ()


def _apart(found: list[Marked], spoken: list[Marked]) -> list[Marked]:
    """Both in order, without the marks that stand inside a dialogue."""
    starts = [one.outer_start for one in spoken]
    ends = [one.outer_end for one in spoken]
    outside = [one for one in found if bisect_right(starts, one.outer_start) <= bisect_right(ends, one.outer_start)]
    return sorted(outside + spoken, key=lambda one: one.outer_start)


def balanced(passage: str) -> bool:
    """Whether every quotation mark in a passage has its partner there: what is printed must."""
    return quotations.balanced(passage)


class _Reading:
    """One text on the way to its quotations."""

    def __init__(self, text: str, lang: str, found: list[Marked]) -> None:
        self.text = text
        self.words: Lexicon = lexicon(lang)
        self.sentences = sentences(text, lang)
        self.starts = [span.start for span in self.sentences]
        self.ends = [span.end for span in self.sentences]
        self.found = [self._cut(stretch) for stretch in found]
        self.spoken = self._spoken_before()
        self.people: People = people.read(text, self.words)
        self.opens = [stretch.outer_start for stretch in self.found]

    def _cut(self, stretch: Marked) -> Marked:
        """An unclosed stretch that runs on too long, ended with its first sentence."""
        if stretch.closed or stretch.end - stretch.start <= LONGEST_UNCLOSED:
            return stretch
        at = bisect_right(self.ends, stretch.start)
        end = min(self.ends[at] if at < len(self.ends) else stretch.end, stretch.end, stretch.start + LONGEST_UNCLOSED)
        return Marked(stretch.start, end, stretch.outer_start, end, closed=False, resumes=stretch.resumes)

    def _spoken_before(self) -> list[int]:
        """For each stretch the index of the nearest one before it that may be speech, -1 for none."""
        before = []
        last = -1
        for nth, stretch in enumerate(self.found):
            before.append(last)
            inner = self.text[stretch.start : stretch.end]
            if len(inner.split()) >= SHORTEST_FRAGMENT or inner[-1] in FINISHED or inner[-1] == ",":
                last = before[-1] if _is_title(inner) else nth
        return before

    def quotations(self) -> tuple[Quotation, ...]:
        """All of them, in order."""
        made: list[Quotation] = []
        before: Quotation | None = None
        before_end = 0  # where its attribution ends
        for nth, stretch in enumerate(self.found):
            follows = before is not None and self._follows(before_end, stretch.outer_start)
            quotation, reaches = self._quotation(
                nth, stretch, before if follows or stretch.resumes else None, before_end
            )
            if quotation is not None:
                made.append(quotation)
            elif before is not None and stretch.outer_start < self._sentence_end(before_end):
                before_end = max(before_end, reaches)  # a title in the words that name the speaker
                continue
            before, before_end = quotation, reaches
        return tuple(made)

    def _follows(self, end: int, start: int) -> bool:
        """Whether the sentence around ``start`` comes next behind the last attribution, which ends at ``end``."""
        at = bisect_right(self.starts, start) - 1
        first = min(start, self.starts[at]) if at >= 0 else start
        return end >= first or not self.text[self._sentence_end(end) : first].strip()

    def _sentence_end(self, at: int) -> int:
        nth = bisect_left(self.ends, at)
        return self.ends[nth] if nth < len(self.ends) else len(self.text)

    def _quotation(
        self, nth: int, stretch: Marked, before: Quotation | None, before_end: int
    ) -> tuple[Quotation | None, int]:
        inner = self.text[stretch.start : stretch.end]
        count = len(inner.split())
        before_text, after_text = self._around(nth, stretch)
        alone = not self.text[before_text : stretch.outer_start].strip() and not self._runs_on(stretch, after_text)
        if not any(c.isalpha() for c in inner):
            return None, stretch.outer_end
        said = self._behind(nth, stretch, after_text)
        if said is None:
            # Short words inside a sentence are a phrase in scare quotes, capitalised ones a title.
            if not alone and (count < SHORTEST_FRAGMENT or _is_title(inner)):
                return None, stretch.outer_end
            said = attribution.ahead(self.text, before_text, stretch.outer_start, self.words)
            said = said or attribution.enclosing(
                self.text, before_text, stretch.outer_start, stretch.outer_end, after_text, self.words
            )
            if said is None and count >= SHORTEST_FRAGMENT and inner[-1] not in FINISHED:
                said = self._shared(nth)
                said = said or attribution.farther_behind(self.text, stretch.outer_end, after_text, self.words)
        continues = False
        if (
            said is None
            and before is not None
            and before.speaker
            and (
                alone
                or self._same_sentence(before, before_end, stretch)
                or self._told_on(before_end, stretch, after_text, count)
            )
        ):
            continues = True
            who: str | None = before.speaker
        elif said is None:
            said = self._led_up_to(nth, stretch) if alone and before is None else None
            who = self._who(said) if said else None
        elif self._is_topic(said, before_text, stretch):
            return None, stretch.outer_end
        else:
            who = self._who(said)
            shared = said is not None and said.start < before_end  # the words between the parts of a split quotation
            continues = before is not None and before.speaker == who and (stretch.resumes or shared)
        if (
            who is None
            and (not alone or count < SHORTEST_ALONE or not _is_sentence(inner))
            and not (stretch.resumes and before)
        ):
            return None, stretch.outer_end
        if stretch.resumes and before is not None and who is None:
            continues = True
        first = min(stretch.outer_start, said.start if said else stretch.outer_start)
        last = max(stretch.outer_end, said.end if said else stretch.outer_end)
        start, end = self._balance(first, last)
        return Quotation(stretch.start, stretch.end, who, start, end, continues), last

    def _around(self, nth: int, stretch: Marked) -> tuple[int, int]:
        """Where the words of the same sentence begin before a stretch, and where they end behind it.

        No other stretch that may be speech lies between.
        """
        at = max(0, bisect_right(self.starts, stretch.outer_start) - 1)
        before = min(self.starts[at], stretch.outer_start) if self.starts else 0
        while at > 0 and self._inside_marks(nth, self.starts[at]):
            at -= 1
            before = self.starts[at]
        if self.spoken[nth] >= 0:
            before = max(before, self.found[self.spoken[nth]].outer_end)
        before = max(before, stretch.outer_start - REACH)
        at = bisect_left(self.ends, stretch.outer_end)
        after = self.ends[at] if at < len(self.ends) else len(self.text)
        if at + 1 < len(self.ends) and not any(c.isalnum() for c in self.text[stretch.outer_end : after]):
            # The splitter may end the sentence with the mark, and the attribution still follow: "Why?" he asked.
            following = self.sentences[at + 1]
            if "\n\n" not in self.text[after : following.start]:
                after = following.end
        if nth + 1 < len(self.found):
            after = min(after, self.found[nth + 1].outer_start)
        return min(before, stretch.outer_start), max(after, stretch.outer_end)

    def _inside_marks(self, nth: int, at: int) -> bool:
        """Whether a sentence starts inside the stretch before, so that the splitter cut a quotation."""
        return nth > 0 and self.found[nth - 1].outer_start < at < self.found[nth - 1].outer_end

    def _runs_on(self, stretch: Marked, after: int) -> bool:
        """Whether the sentence goes on behind the closing mark."""
        behind = self.text[stretch.outer_end : after].lstrip()
        if not behind:
            return False
        finished = self.text[stretch.end - 1] in FINISHED
        return (
            not (finished and (behind[0].isupper() or behind[0].isdigit() or not behind[0].isalpha()))
            and behind[0] not in ".!?"
        )

    def _behind(self, nth: int, stretch: Marked, after: int) -> Attribution | None:
        if not stretch.closed:
            return None
        finished = self.text[stretch.end - 1] in FINISHED
        follows = nth + 1 < len(self.found) and after == self.found[nth + 1].outer_start
        return attribution.behind(
            self.text, stretch.outer_end, after, self.words, finished=finished, quote_follows=follows
        )

    def _shared(self, nth: int) -> Attribution | None:
        """The attribution behind the last of several phrases: "A," "b" as well as "c," X said."""
        for later in range(nth + 1, min(nth + 1 + MOST_SHARING, len(self.found))):
            between = self.text[self.found[later - 1].outer_end : self.found[later].outer_start]
            if not {word.strip(",") for word in between.lower().split()} <= self.words.linking:
                return None
            said = self._behind(later, self.found[later], self._around(later, self.found[later])[1])
            if said:
                return said
        return None

    def _same_sentence(self, before: Quotation, before_end: int, stretch: Marked) -> bool:
        """Whether a split quotation goes on behind a few words that end in a comma or colon: "A," X said, "b"."""
        between = self.text[max(before_end, before.end) : stretch.outer_start].strip()
        return (
            len(between.split()) <= 8
            and (
                between[-1:] in {",", ":", "—", "–", ""}
                or {word.strip(",") for word in between.lower().split()} <= self.words.linking
            )
            and stretch.outer_start < before.sentence_end
        )

    def _is_topic(self, said: Attribution, start: int, stretch: Marked) -> bool:
        """Whether one word and a colon stand before the speech that name nobody we know: "Coronavirus: “Stay in!”"."""
        alone = len(said.who) == 1 and self.text[start : stretch.outer_start].strip().removesuffix(":").strip()
        word = said.who[0]
        if alone != word.text or is_pronoun(word, self.words):
            return False
        return not (bare(word) in self.people.by_word or bare(word) in self.people.known_by_one or word.text.isupper())

    def _told_on(self, before_end: int, stretch: Marked, after: int, count: int) -> bool:
        """Whether a sentence behind an attributed one tells on in the speaker's words without saying so.

        Its own verb of speech has no subject, or most of it is speech: "The bridge "was never safe for anybody"."
        """
        at = bisect_right(self.starts, stretch.outer_start) - 1
        if attribution.goes_on(self.text, stretch.outer_end, after, self.words):
            return True
        if self.starts[at] < before_end and attribution.goes_on(self.text, before_end, stretch.outer_start, self.words):
            return True
        outside = len(self.text[self.starts[at] : stretch.outer_start].split()) if at >= 0 else 0
        finished = self.text[stretch.end - 1] in FINISHED
        return finished and count >= LEAST_TOLD and outside <= MOST_BEFORE_TOLD

    def _led_up_to(self, nth: int, stretch: Marked) -> Attribution | None:
        at = bisect_right(self.starts, stretch.outer_start) - 1
        if at < 1 or self.starts[at] != stretch.outer_start:
            return None
        start, end = self.sentences[at - 1]
        if nth and self.found[nth - 1].outer_end > start:
            return None
        return attribution.sentence_before(self.text, start, end, self.words)

    def _who(self, said: Attribution) -> str | None:
        who = said.who
        if len(who) == 1 and is_pronoun(who[0], self.words):
            shown = who[0].text.replace("’", "'").partition("'")[0]
            return self._meant_by(shown.lower(), said.start) or shown
        office = bare(who[-1])
        if who[0].low in {"the", "der", "die", "le", "la", "el"} and office in self.words.titles:
            whole = " ".join(
                bare(token) for token in who[-2:]
            )  # of "the foreign secretary" there is one, of others many
            return self.people.holder(whole) or self.people.holder(office) or self._shown(who)
        return self.people.full(who, self.words) or self._shown(who)

    def _shown(self, who: Tokens) -> str:
        end = who[-1].end - (2 if is_possessive(who[-1]) else 0)
        return self.text[who[0].start : end]

    def _meant_by(self, pronoun: str, at: int) -> str | None:
        """The person that he or she means: the subject of the nearest sentence before it that names one who fits.

        A sentence that itself opens with the pronoun hands on to the one before it. Names inside quotations do not
        count. Grosz, Joshi and Weinstein (1995) on centering: what a sentence is about, its subject first, is what the
        next one's pronoun means.
        """
        gender = "male" if pronoun in self.words.male else "female" if pronoun in self.words.female else None
        if gender is None:
            return None
        nth = max(0, bisect_right(self.starts, at) - 1)
        end = at
        for back in range(min(nth, SENTENCES_BACK) + 1):
            start = self.starts[nth - back]
            if at - start > PERSONS_REACH:
                return None
            if not self._opens_with(start, end, gender):
                fitting = [mention for mention in self._named_between(start, end) if self._fits(mention.name, gender)]
                office = self._office(start, end)
                holder = self.people.holder(office) if office else None
                if holder and self._fits(holder, gender):
                    return holder
                if office and self.text[start : start + 2].lower() == "a ":
                    return None  # somebody new, whom the text does not name
                if any(mention.subject for mention in fitting) and not office:
                    return self._foremost(fitting, gender)
            end = start
        return None

    def _opens_with(self, start: int, end: int, gender: str) -> bool:
        """Whether a sentence opens with a pronoun of that gender, so that its subject was named before it."""
        first = self.text[start : min(end, start + 12)].partition(" ")[0].lower().replace("’", "'").partition("'")[0]
        return first in (self.words.male if gender == "male" else self.words.female)

    def _office(self, start: int, end: int) -> str | None:
        """The office in which a sentence's subject stands: "A spokesman for the port", "The minister"."""
        opening = self.text[start : min(end, start + 80)].split()[:6]
        if not opening or opening[0].lower() not in self.words.articles:
            return None
        after = self.words.joiners | self.words.being | self.words.verbs | self.words.relative
        return next((a for a, b in pairwise(opening[1:]) if a in self.words.titles and b in after), None)

    def _foremost(self, fitting: list[Mention], gender: str) -> str | None:
        """Whom a sentence is about: its first subject; None where another subject's name tells the gender."""
        subjects = [mention.name for mention in fitting if mention.subject]
        sure = {name for name in subjects if self.people.gender(name) == gender}
        return subjects[0] if subjects[0] in sure or not sure else None

    def _fits(self, name: str, gender: str) -> bool:
        """Whether a name can be that gender's. A name that tells none must be surely a person's: one who speaks."""
        known = self.people.gender(name)
        return known == gender or (known is None and name in self.people.speaking)

    def _named_between(self, start: int, end: int) -> list[Mention]:
        """Where people are named outside marks in a stretch."""
        found = []
        for mention in self.people.between(start, end):
            at = bisect_right(self.opens, mention.start) - 1
            if at < 0 or self.found[at].outer_end <= mention.start:
                found.append(mention)
        return found

    def _balance(self, start: int, end: int) -> tuple[int, int]:
        """The whole sentences around a stretch, widened until they cut no quotation."""
        for _ in range(WIDENED):
            at = bisect_right(self.starts, start) - 1
            first = min(start, self.starts[at]) if at >= 0 and self.ends[at] > start else start
            at = bisect_left(self.ends, end)
            last = max(end, self.ends[at]) if at < len(self.ends) and self.starts[at] < end else end
            for stretch in self._cut_by(first, last):
                first, last = min(first, stretch.outer_start), max(last, stretch.outer_end)
            if (first, last) == (start, end):
                break
            start, end = first, last
        return start, end

    def _cut_by(self, start: int, end: int) -> list[Marked]:
        """The stretches that one of two borders runs through."""
        cut = []
        for border in (start, end):
            at = bisect_left(self.opens, border) - 1
            if at >= 0 and border < self.found[at].outer_end:
                cut.append(self.found[at])
        return cut


def _is_title(inner: str) -> bool:
    """Whether words are capitalised as a title's are."""
    found = [word for word in inner.split() if word[0].isalpha()]
    if len(found) > LONGEST_TITLE or len(found) < 2 or inner[-1] in "!?…":
        return False
    telling = [word for word in found if len(word) > 3 or word[0].isupper()]  # "of", "the" and "and" are never raised
    if not found[0][0].isupper() or not found[-1][0].isupper() or len(telling) < max(2, 0.6 * len(found)):
        return False
    return sum(word[0].isupper() for word in telling) >= 0.8 * len(telling)


def _is_sentence(inner: str) -> bool:
    return (inner[0].isupper() or not inner[0].isalpha()) and (inner[-1] in FINISHED or inner[-1] == ",")
