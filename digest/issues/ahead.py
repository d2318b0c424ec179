""" "What's next": the sentences of a story that look ahead, and the calendar of a whole issue.

A sentence is worth how surely it looks ahead; one that does not say who or what it is about comes after those that do,
for a reader must go back to the headline to understand it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from digest.issues import forward
from digest.issues.appointments import leaf
from digest.issues.page import Page, alike, fit
from digest.model import Article, DateExpression, Passage, Story, Upcoming
from digest.text import cut, stems
from digest.text.headlines import kind

CALENDAR_DATED = 8
CALENDAR_UNDATED = 4
CALENDAR_PER_STORY = 2  # of which one undated
DATED_SCORE = 0.6  # a day and nothing else that speaks of the future is too little
WEEKDAY_SCORE = 0.65  # a day of the week is the last one or the next: something else must say which
STRETCH_SCORE = 0.7  # and a week needs more
UNDATED_SCORE = 0.5
# "They will be safe" tells a reader nothing: without a name it takes more than "will". Where the article has no day,
# and so none of its dates counts, it may stand.
LEAST_WORTH = 0.4
TIMED = 0.15  # added to what an undated sentence is worth that names a time, however vague: "the coming months"
CALENDAR_SCORE = 0.7  # an undated sentence must be surer of itself to stand on the calendar
ONE_DAY = 0.2  # added to what a day is worth, beside a stretch that begins with it
NAMELESS = 0.3  # taken off what a sentence is worth that does not say who or what it is about
FEWEST_WORDS = 7  # "It starts on Friday." says nothing
SAME_DAY_WORDS = 0.4  # of the shorter sentence's stems: two sentences of one day that share so many tell of one event
SAME_DAY_AT_LEAST = 3  # and at least so many stems
MOST_CITED = 3  # further articles cited for one event

_SPEECH = re.compile(r"[\"“”„«»]|(?:^|[\s(])['‘](?=\w)(?!\d\ds?\b)")
_QUESTION = re.compile(  # and a doubt, a guess: nothing is promised there
    r"\?[\"'”’»)]*$"
    r"|^\W*(?:\w+\s){0,2}(?:concerns|fears|worries|doubts|hopes)\b"
    r"|\b(?:unclear|unknown|uncertain|not known|not clear|(?:questions?|doubts?) (?:\w+ ){0,3}(?:over|about|whether)"
    r"|know (?:if|whether|until)|projections?|models?|estimates?|speculation|pundits|threatens? to"
    r"|the rest of (?:his|her|their) li(?:fe|ves))\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:I|we|our|my|We|Our|My)\b")
# "News 4 will have more": a station of itself.
_STATION = re.compile(
    r"\b(?:[A-Z]{2,}\d+|[KW][A-Z]{3}(?:-TV)?|(?:\w+\s)?(?:News|NEWS|TV)(?:\s\d+)?)"
    r"\swill\s(?:continue|provide|have|bring|follow|keep)\b"
)
_I = re.compile(r"\bI\b(?!\.)")
# A paper that speaks of itself, or to its reader.
_SERVICE = re.compile(
    r"\b(?:you|your|we|our|my|us)\b|\beverything you need\b"
    r"|\b(?:reveals?|explains?|looks? at|find out|here['’]s|here is)\s(?:how|what|why|all)\b"
    r"|\b(?:exclusively|can) reveal\b|\bhow it (?:will|works)\b"
    r"|\b(?:it['’]s|it is) time to\b|\blive (?:report|coverage|updates?|blog)\b|\bnews at (?:\d|noon)"
    r"|\b(?:trailer|podcast|sign up|livestream|tune in|episode)\b"
    r"|\bupdat\w+\b.{0,20}\b(?:story|page|article|post)\b|\b(?:story|page|article|post) will (?:be )?updated"
    r"|\bwill (?:provide|bring|have|share|post)\b.{0,20}"
    r"\b(?:updates?|(?:more|new|latest|further) (?:details|information|on|at))\b"
    r"|\bcomments? (?:will|may)\b|\w\.(?:com|org|net|co|gov|tv)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
_QUOTED_HEADLINE = re.compile(r"[\"“„«‘'][^\"”“»’']*[\"”“»’']")
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"[^\w\"“‘'(]*[a-z]")  # what begins small was cut off from something
# Told of before, by name: a he or she, and a "they" before whom nobody is several: "Teachers … their union" is whole.
_SOMEBODY = re.compile(
    r"\b(?:he|she|him|his|hers?)\b|^(?:(?!\b[a-z]{2,}s\b|\b(?:people|men|women|children|police)\b).)*?\b(?:they|them|their)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w'’&.-]*")
_FIRST_WORD = re.compile(r"[^\w]*([^\W\d_][\w'’-]*)")
_DAYS_AND_MONTHS = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    r"|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|i",
    re.IGNORECASE,
)


def look_ahead(story: Story, articles: Iterable[Article], *, today: date) -> tuple[Upcoming, ...]:
    """What ``articles`` say of what is to come after ``today``'s dawn, the best of it first.

    A sentence that names two days comes once for each. A day comes once, and what other articles say of it is cited.
    Speech that names no day is a quotation and not an appointment.
    """
    found: list[tuple[float, Upcoming]] = []
    lang: dict[str, str] = {}
    for article in articles:
        lang[article.id] = article.lang
        for sentence, stands in fit(article):
            if not stands or not _may_stand(sentence.text):
                continue
            look = forward.look(sentence.text, published=article.published_there, lang=article.lang)
            if not look.forward:
                continue
            named = names(sentence.text, article)
            if not named and _SOMEBODY.search(sentence.text):
                continue
            worth = look.score - (0.0 if named else NAMELESS)
            leaves = _leaves(sentence.text, look.dates, today)
            for span, start, end in leaves:
                if look.score < _least(span, sentence.text[start:end]):
                    continue
                if forward.opines(sentence.text[:end], article.lang):
                    continue  # what is thought of the rest of the sentence leaves the day as it is
                words = cut(article, sentence.start + start, sentence.start + end)
                sure = worth + (ONE_DAY if span[0] == span[1] else 0.0)
                found.append((sure, _upcoming(story, sentence, look.score, span, words)))
            # A day that is no leaf was told of something else; a stretch of time is as good as none.
            told = any(day.first is not None and day.first == day.last for day in look.dates)
            worth += TIMED if look.dates else 0.0
            if leaves or told or look.score < UNDATED_SCORE or (worth < LEAST_WORTH and article.published):
                continue
            if not _SPEECH.search(sentence.text) and forward.tells_plan(
                sentence.text,
                article.lang,
                timed=bool(look.dates),
                vague=any(day.vague for day in look.dates),
                text=article.text,
            ):
                found.append((worth, _upcoming(story, sentence, look.score, None, None)))
    found.sort(key=lambda one: (one[1].first is None, -one[0], one[1].passage.article, one[1].passage.start))
    kept: list[Upcoming] = []
    for _, upcoming in found:
        at = next((at for at, other in enumerate(kept) if _of_one_day(other, upcoming, lang)), None)
        if at is None:
            kept.append(upcoming)
        else:
            kept[at] = _cite(kept[at], upcoming)
    return tuple(kept)


def _least(span: tuple[date, date], words: str) -> float:
    """The least that a sentence must be worth to stand beside a day or a stretch of days."""
    if span[0] != span[1]:
        return STRETCH_SCORE
    return DATED_SCORE if _DIGIT.search(words) else WEEKDAY_SCORE


def _may_stand(sentence: str) -> bool:
    """Whether a sentence is one that a calendar may show: whole, no question, no word of a paper about itself."""
    if len(sentence.split()) < FEWEST_WORDS or _QUESTION.search(sentence) or _CUT.match(sentence):
        return False
    if sentence.count("(") != sentence.count(")"):
        return False
    own = _QUOTED.sub("", sentence)
    return not any(pattern.search(own) for pattern in (_SERVICE, _STATION, _I))


def _leaves(sentence: str, days: Sequence[DateExpression], today: date) -> list[tuple[tuple[date, date], int, int]]:
    """The leaves that a sentence names, each with the offsets of its words; days in a row ("9 and 10 July") are one."""
    found: list[tuple[tuple[date, date], int, int]] = []
    for day in days:
        span = leaf(sentence, day, today)
        if span is None:
            continue
        if found and span[0] - found[-1][0][1] == timedelta(days=1) and day.start - found[-1][2] <= len(" and "):
            (first, _), start, _ = found.pop()
            found.append(((first, span[1]), start, day.end))
        else:
            found.append((span, day.start, day.end))
    return found


def names(sentence: str, article: Article) -> bool:
    """Whether a sentence says who or what it is about: a name stands in it, apart from days and months.

    A capital at the beginning is a name where the article writes the word so inside a sentence too. A language that
    gives every noun a capital, or writes without capitals, is not held to it.
    """
    if article.lang.partition("-")[0] not in ("en", "fr", "es", "it", "pt", "nl"):
        return True
    opening = _FIRST_WORD.match(sentence)
    first = opening.end(1) if opening else 0
    for found in _NAME.finditer(sentence):
        word = found[0].rstrip(".'’-")
        if _DAYS_AND_MONTHS.fullmatch(word):
            continue
        if found.start() >= first or (len(word) > 1 and word.isupper()):
            return True
        if re.search(rf"[a-z,;] {re.escape(word)}\b", article.text):
            return True
    return False


def next_of(story: Story, articles: Sequence[Article], page: Page, *, today: date, limit: int) -> tuple[Upcoming, ...]:
    """The ``limit`` best of what a story says is to come, put on its page: dated ones in order, then the others."""
    chosen: list[Upcoming] = []
    for upcoming in look_ahead(story, articles, today=today):
        if len(chosen) < limit and page.room(upcoming.passage):
            page.put(upcoming.passage)
            chosen.append(upcoming)
    return tuple(sorted(chosen, key=_order))


def calendar(stories: Sequence[tuple[Story, Page]], *, read: int, today: date) -> tuple[Upcoming, ...]:
    """ "What's next" for a whole issue: the surest dated items in order, each event once, then undated ones.

    ``stories`` come best first, each with its page; ``read`` articles of each are read. An appointment stands here
    wherever else its sentence is printed; an undated sentence that its story prints is not printed again.
    """
    dated: list[Upcoming] = []
    undated: list[Upcoming] = []
    articles = {article.id: article for story, _ in stories for article in story.articles}
    lang = {id: article.lang for id, article in articles.items()}
    for story, page in stories:
        if kind(story.lead.headline, story.lead.url) not in ("news", "live") or _opines(story.lead.headline):
            continue
        taken = vague = 0
        for upcoming in look_ahead(story, story.articles[:read], today=today):
            passage = upcoming.passage
            if taken == CALENDAR_PER_STORY:
                break
            if upcoming.first is not None and (page.holds(passage) or page.affords(passage)):
                new = _merge(dated, upcoming, lang)
            elif upcoming.first is None and not vague and _fit_for_calendar(upcoming, articles) and page.room(passage):
                new = _merge(undated, upcoming, lang)
                vague += new
            else:
                continue
            taken += new
            if new and not page.holds(passage):
                page.put(passage)
    best = sorted(undated, key=lambda one: (-one.score, one.passage.article, one.passage.start))[:CALENDAR_UNDATED]
    return (*sorted(dated, key=_order)[:CALENDAR_DATED], *best)


def _fit_for_calendar(upcoming: Upcoming, articles: Mapping[str, Article]) -> bool:
    """Whether an undated sentence is sure enough of itself, and says who it is about."""
    text, article = upcoming.passage.text, articles[upcoming.passage.article]
    return upcoming.score >= CALENDAR_SCORE and names(text, article)


def _opines(headline: str) -> bool:
    """Whether a headline speaks of "us", outside the words that it quotes."""
    return _OPINION.search(_QUOTED_HEADLINE.sub("", headline)) is not None


def _merge(kept: list[Upcoming], upcoming: Upcoming, lang: Mapping[str, str]) -> int:
    """Add an item, or cite it beside the one that tells of the same event. Returns how many came new."""
    mine = _stems(upcoming.passage, lang)
    for index, other in enumerate(kept):
        if other.first != upcoming.first or not _alike(
            _stems(other.passage, lang), mine, dated=other.first is not None
        ):
            continue
        kept[index] = _cite(other, upcoming)
        return 0
    kept.append(upcoming)
    return 1


def _alike(one: frozenset[str], two: frozenset[str], *, dated: bool) -> bool:
    """Whether two sentences tell of one event. Those that name the same day need fewer words in common."""
    if alike(one, two):
        return True
    common = len(one & two)
    return dated and common >= SAME_DAY_AT_LEAST and common >= SAME_DAY_WORDS * min(len(one), len(two))


def _of_one_day(one: Upcoming, two: Upcoming, lang: Mapping[str, str]) -> bool:
    """Whether two sentences of one story tell of the same: they name one day, or a day and its week in like words."""
    if one.first is None or one.first != two.first:
        return False
    return one.last == two.last or _alike(_stems(one.passage, lang), _stems(two.passage, lang), dated=True)


def _cite(item: Upcoming, same: Upcoming) -> Upcoming:
    """The item with another source's words for the same event cited beside it; an article is cited once."""
    cited = {item.passage.article}
    also: list[Passage] = []
    for passage in (*item.also, same.passage, *same.also):
        if passage.article not in cited and len(also) < MOST_CITED:
            cited.add(passage.article)
            also.append(passage)
    return replace(item, also=tuple(also))


def _order(upcoming: Upcoming) -> tuple[bool, date, date, float, str, int]:
    first, last = upcoming.first or date.max, upcoming.last or date.max
    return upcoming.first is None, first, last, -upcoming.score, upcoming.passage.article, upcoming.passage.start


def _stems(passage: Passage, lang: Mapping[str, str]) -> frozenset[str]:
    return frozenset(stems(passage.text, lang.get(passage.article, "en")))


def _upcoming(
    story: Story, sentence: Passage, score: float, span: tuple[date, date] | None, words: Passage | None
) -> Upcoming:
    first, last = span or (None, None)
    return Upcoming(passage=sentence, story=story.id, first=first, last=last, expression=words, score=round(score, 4))
