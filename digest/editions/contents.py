"""An issue's table of contents: what the pages that span issues take from it, so that none of them reads all issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from digest.editions import wording
from digest.editions.reading import view
from digest.editions.view import IssueView, Sentence, StoryView
from digest.model import Announced, Cited, Contents, Credit, Head, Issue, PrintedArticle, PrintedStory, Told, Upcoming

VERSION = 1  # raise it when anything below takes something else from an issue

_SENTENCES = 3  # of a story: what a page of its thread prints for a day


def contents(issue: Issue) -> Contents:
    """The issue's contents, the same each time."""
    shown = view(issue)
    inside = (item for story in issue.stories for item in story.whats_next)
    ahead = announced(issue, (*issue.whats_next, *inside), shown)
    standing = {item.name for item in ahead}
    return Contents(
        version=VERSION,
        head=head(issue),
        stories=tuple(_stories(issue, shown)),
        ahead=ahead,
        withdrawn=tuple(dict.fromkeys(name for name in issue.withdrawn if name not in standing)),
        credits=tuple(_credits(issue)),
    )


def head(issue: Issue) -> Head:
    """The issue's line in a list of issues."""
    return Head(number=issue.number, date=issue.date, as_of=issue.as_of, subject=issue.subject)


def _stories(issue: Issue, shown: IssueView) -> Iterator[Told]:
    views = {story.id: story for story in shown.stories}
    for place, story in enumerate(issue.stories):
        seen = views[story.id]
        yield Told(
            issue=issue.number,
            date=issue.date,
            place=place,
            thread=story.thread or story.id,
            day=story.day,
            anchor=seen.anchor,
            headline=story.headline,
            section=story.section,
            outlets=tuple(outlet.name for outlet in (*seen.outlets, *seen.also)),
            sentences=tuple(_cited(sentence) for sentence in _first(seen)),
            lang=seen.lang,
        )


def _first(story: StoryView) -> tuple[Sentence, ...]:
    return story.sentences[:_SENTENCES] or ((story.dek,) if story.dek else ())


def _cited(sentence: Sentence) -> Cited:
    return Cited(text=sentence.text, source=sentence.mark.name, url=sentence.mark.url, lang=sentence.lang)


def announced(issue: Issue, items: Iterable[Upcoming], shown: IssueView | None = None) -> tuple[Announced, ...]:
    """The dated ones of an issue's items, each event once, by its name."""
    seen = {story.id: story for story in (shown or view(issue)).stories}
    told = {story.id: story for story in issue.stories}
    articles = {article.id: article for article in issue.articles}
    found: dict[str, Announced] = {}
    for item in items:
        if item.first is not None and item.name not in found:
            cited = articles.get(item.passage.article)
            found[item.name] = _announced(issue, item, told.get(item.story), seen.get(item.story), cited)
    return tuple(found.values())


def _announced(
    issue: Issue, item: Upcoming, story: PrintedStory | None, seen: StoryView | None, cited: PrintedArticle | None
) -> Announced:
    assert item.first is not None  # only dated items are announced
    lang = cited.lang if cited else ""
    return Announced(
        name=item.name,
        issue=issue.number,
        date=issue.date,
        at=issue.as_of,
        first=item.first,
        last=max(item.last or item.first, item.first),
        revision=item.revision,
        parts=_around(item),
        headline=story.headline if story else "",
        section=story.section if story else "",
        anchor=seen.anchor if seen else "",
        source=cited.source if cited else "",
        url=wording.web_link(cited.url) if cited else "",
        lang="" if lang.split("-")[0] == issue.publication.lang.split("-")[0] else lang,
    )


def _around(item: Upcoming) -> tuple[str, str, str]:
    """The sentence before the words that name its date, those words, and after them, in one line together."""
    passage, words = item.passage, item.expression
    start = end = len(passage.text)
    if words and words.article == passage.article and passage.start <= words.start < words.end <= passage.end:
        start, end = words.start - passage.start, words.end - passage.start
    parts = passage.text[:start], passage.text[start:end], passage.text[end:]
    before, named, after = (_one_line(part) for part in parts)
    return before.lstrip(), named, after.rstrip()


def _one_line(text: str) -> str:
    """The text with each run of spaces and line ends one space, at its ends too."""
    line = " ".join(text.split())
    if not line:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{line}{' ' if text[-1].isspace() else ''}"


def _credits(issue: Issue) -> Iterator[Credit]:
    stories = Counter(name for story in issue.stories for name in dict.fromkeys(story.outlets))
    for name in sorted(stories):
        sites = (_site(article.url) for article in issue.articles if article.source == name)
        yield Credit(source=name, stories=stories[name], site=next((s for s in sites if s), ""), last=issue.date)


def _site(url: str) -> str:
    """Where the article's outlet is read: scheme and host."""
    link = wording.web_link(url)
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/" if link else ""
