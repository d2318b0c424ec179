"""Threads across days: which of today's stories continue one already printed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import exp

from msgspec.structs import replace

from digest.model import Article, Block, Earlier, History, Issue, PrintedStory, Story
from digest.stories.background import commonness
from digest.stories.pairs import FEATURES, MANY, measure
from digest.stories.reading import Reading, read
from digest.stories.scorer import scorer
from digest.stories.telling import without
from digest.text import stems, words
from digest.text.headlines import announces
from digest.urls import page

_DAYS = 14  # before the newest issue: a thread that was printed since goes on, an older one returns
# A false thread is worse than a missed one, so all of these are asked of what was printed and what is told now.
_CHANCE = 0.8  # of one event, as the pair scorer sees it
_COSINE = 0.33  # of all that either says
_MATTER = 2  # words in common that name nobody: two stories of one politician are not one story …
_RARE = 3.5  # … each at least this rare in all news: "minister" is not
# Of what was quiet for longer, more: in weeks the same words come to tell of another affair.
_SURE = 0.9
_CLOSE = 0.42
_TELLING = 5.0  # rarity of the words of its headline by which it is looked for …
_TELLING_WORDS = 2  # … so many of which one of today's stories must hold


@dataclass(frozen=True, slots=True)
class _Printed:
    issue: Issue
    story: PrintedStory


def follow(
    stories: Sequence[Story], history: History, *, reprints: Mapping[str, str] | None = None
) -> tuple[Story, ...]:
    """The stories in their order, with ``thread``, ``day`` and ``earlier`` set where they continue a printed thread.

    A story continues a thread that printed one of its articles (same id or canonical URL), else the thread whose
    printed words are closest to its own, where they are close enough, share a matter beside names, and do not name
    other people or places. What was quiet for more than two weeks is held to stricter limits, and both headlines must
    share a name. Opinion continues nothing. Others start a thread of their own.

    ``reprints`` (``reprinted``) says which articles are printed ones over again, and of which: they tell which thread a
    story continues, and are taken out of it; a story of nothing else is left out.
    """
    threads: dict[str, list[_Printed]] = defaultdict(list)
    by_address: dict[str, str] = {}
    for issue in sorted(history.issues, key=lambda issue: (issue.date, issue.number)):
        urls = {article.id: article.url for article in issue.articles}
        for story in issue.stories:
            threads[story.thread].append(_Printed(issue, story))
            for cited in story.articles:
                by_address[cited] = story.thread
                if urls.get(cited):
                    by_address[page(urls[cited])] = story.thread  # the latest thread to print it
    found: dict[str, str] = {}
    for told in stories:
        for article in told.articles:
            before = (reprints or {}).get(article.id, article.id)
            thread = by_address.get(before) or (by_address.get(page(article.url)) if article.url else None)
            if thread:
                found[told.id] = thread
                break
    rest = sorted((story for story in stories if story.id not in found), key=lambda story: story.id)
    found.update(_closest(rest, threads))
    followed = (_continued(story, threads[found[story.id]]) if story.id in found else story for story in stories)
    return tuple(left for story in followed if (left := without(story, reprints or ())) is not None)


def _continued(story: Story, printed: Sequence[_Printed]) -> Story:
    """The story as the next part of a thread; an issue that printed the thread twice counts once."""
    by_number: dict[int, _Printed] = {}
    for one in printed:
        by_number.setdefault(one.issue.number, one)
    earlier = tuple(Earlier(one.issue.date, one.issue.number, one.story.headline) for one in by_number.values())
    return replace(story, thread=printed[0].story.thread, earlier=earlier, day=len(earlier) + 1)


def _closest(stories: Sequence[Story], threads: dict[str, list[_Printed]]) -> dict[str, str]:
    """Story id -> thread, for stories whose words are close to what a thread printed lately."""
    printed = [one for parts in threads.values() for one in parts]
    if not stories or not printed:
        return {}
    quiet_since = max(one.issue.date for one in printed) - timedelta(days=_DAYS)
    now = [_told(story) for story in stories]
    lately = [one for one in printed if one.issue.date > quiet_since]
    quiet = [parts[-1] for parts in threads.values() if parts[-1].issue.date <= quiet_since]
    before = [*lately, *_looked_for(quiet, now)]
    past = [_as_article(one, f"printed {one.issue.number:09d} {one.story.id}") for one in before]
    readings = read([*past, *now])
    threads_of = [one.story.thread for one in before]
    # What was printed stands for all that was told in its days.
    pairs = measure(readings, range(len(readings)), among=MANY)
    alike = pairs.features[:, FEATURES.index("all")]
    asked = (pairs.left < len(past)) & (pairs.right >= len(past)) & (alike >= _COSINE)
    left_of, right_of, alike = pairs.left[asked], pairs.right[asked], alike[asked]
    chance = scorer().probability(pairs.features[asked])
    best: dict[str, tuple[float, str]] = {}
    for at in (chance >= _CHANCE).nonzero()[0].tolist():
        left, right = int(left_of[at]), int(right_of[at])
        if readings[left].alone or readings[right].alone:
            continue
        story, thread = stories[right - len(past)], threads_of[left]
        if announces("opinion", story.lead.headline, story.lead.url):
            continue
        if not _one_matter(readings[left], readings[right]):
            continue
        if _named_apart(past[left].headline, readings[left], story.lead.headline, readings[right]):
            continue
        if left >= len(lately) and not (
            chance[at] >= _SURE
            and alike[at] >= _CLOSE
            and _names_in(past[left].headline, readings[left]) & _names_in(story.lead.headline, readings[right])
        ):
            continue
        score = (round(float(chance[at] + alike[at]), 9), thread)
        if score > best.get(story.id, (0.0, "")):
            best[story.id] = score
    return {told: thread for told, (_, thread) in best.items()}


def _looked_for(quiet: Sequence[_Printed], now: Sequence[Article]) -> list[_Printed]:
    """Of threads long quiet, those whose last headline has rare words that one of today's stories holds."""
    held: dict[str, set[int]] = defaultdict(set)
    for at, article in enumerate(now):
        for stem in stems(f"{article.headline}\n{article.text}", article.lang):
            held[stem].add(at)
    found = []
    for one in quiet:
        telling = [stem for stem in dict.fromkeys(stems(one.story.headline)) if commonness(stem) <= exp(-_TELLING)]
        times = Counter(at for stem in telling for at in held.get(stem, ()))
        if times and max(times.values()) >= _TELLING_WORDS:
            found.append(one)
    return found


def _one_matter(left: Reading, right: Reading) -> bool:
    """Whether the two share enough rare words that are no names."""
    names = {stem for name in {*left.names, *right.names} for stem in stems(name)}
    shared = {*left.title, *left.body} & {*right.title, *right.body} - names
    return sum(commonness(stem) <= exp(-_RARE) for stem in sorted(shared)) >= _MATTER


def _named_apart(before: str, left: Reading, now: str, right: Reading) -> bool:
    """Whether either headline names somebody or some place, and neither of the two texts a name of the other's."""
    first, second = _names_in(before, left), _names_in(now, right)
    return bool(first and second) and not first & set(right.names) and not second & set(left.names)


def _names_in(headline: str, reading: Reading) -> set[str]:
    return {word.removesuffix("'s").removesuffix("’s") for word in words(headline.casefold())} & set(reading.names)


def _as_article(printed: _Printed, id: str) -> Article:
    """What an issue printed of a story, and the headlines it cited, as one text to compare with."""
    story, issue = printed.story, printed.issue
    passages = [*([story.dek] if story.dek else ()), *story.what_happened, *story.background]
    passages += [quote.passage for quote in story.quotes] + [figure.sentence for figure in story.figures]
    passages += [coming.passage for coming in story.whats_next]
    cited = set(story.articles)
    lines = [article.headline for article in issue.articles if article.id in cited and article.id != story.article]
    text = "\n\n".join(dict.fromkeys([passage.text for passage in passages] + lines))
    lang = next((article.lang for article in issue.articles if article.id == story.article), issue.publication.lang)
    return Article(
        id=id,
        source="",
        source_name="",
        entry_id=id,
        url="",
        headline=story.headline,
        text=text,
        blocks=(Block("paragraph", 0, len(text)),),
        first_seen=issue.as_of,
        published=issue.as_of,
        lang=lang,
    )


def _told(story: Story) -> Article:
    """What a story's articles say, as one text: the lead's words first, then the openings of the others."""
    lead = story.lead
    parts = [lead.text[b.start : b.end] for b in lead.blocks if b.kind == "paragraph"]
    for article in story.articles[1:6]:
        parts.append(article.headline)
        parts += [article.text[b.start : b.end][:600] for b in article.blocks if b.kind == "paragraph"][:2]
    text = "\n\n".join(parts)
    return replace(lead, source="", text=text, blocks=(Block("paragraph", 0, len(text)),))
