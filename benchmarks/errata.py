"""What is told of an article that was printed and whose page its newsroom edited: when it must be, and only then.

    python benchmarks/errata.py DATA [--misses]

DATA holds ``pages/html/*.html.gz``, article pages of many newsrooms. Of each an issue prints the first sentences. Then
the page is edited as newsrooms edit theirs, in its own markup, one edit at a time; it is read and judged as a run does
it. An edit for which a page has no room (no figure in what was printed) is not made. Without DATA it says so.
"""

from __future__ import annotations

import argparse
import gzip
import html as markup
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from measuring.table import skipped

from digest.articles import TrafilaturaExtractor
from digest.html import paragraphs
from digest.issues.errata.judging import judge
from digest.model import ISSUE_FORMAT, Article, Coverage, Entry, Issue, PrintedStory, Publication, Source
from digest.text import article_sentences

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
PRINTED = 5  # sentences of each article
WALL = 0.3  # of its text: a page with less is a paywall, as a run takes it
SOURCE = Source(key="news", name="News", url="https://news.example/feed")
_FIGURE = re.compile(r"(?<![\d.,\w])([2-9])(\d{1,2})(?![\d.,]*\d|\w)")
_NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{3,} )([A-Z][a-z]{4,})\b(?! [A-Z])")
_WORD = re.compile(r"(?<= )([a-z]{3})([a-z])([a-z])([a-z]{3,})(?= )")


@dataclass(frozen=True)
class Page:
    """A page, the article on it, and the sentences of it that were printed."""

    html: str
    article: Article
    issue: Issue
    printed: tuple[str, ...]


Edit = Callable[[Page], str | None]  # the page's new markup; None where it gives no room


def within(pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> Edit:
    """Another wording in one printed sentence, the first that stands unbroken in the markup."""

    def edit(page: Page) -> str | None:
        for sentence in page.printed:
            found = pattern.search(sentence)
            if found is None:
                continue
            other = f"{sentence[: found.start()]}{put(found)}{sentence[found.end() :]}"
            if made := _swapped(page.html, sentence, other):
                return made
        return None

    return edit


def _swapped(html: str, old: str, new: str) -> str | None:
    for escaped in (old, markup.escape(old, quote=False), markup.escape(old)):
        if html.count(escaped) == 1:
            return html.replace(escaped, new)
    return None


def name(page: Page) -> str | None:
    """A surname spelt otherwise, wherever it stands on the page."""
    found = next((found for sentence in page.printed if (found := _NAME.search(sentence))), None)
    if found is None:
        return None
    old = found[2]
    return page.html.replace(old, f"{old[:2]}h{old[2:]}")


def removed(page: Page) -> str | None:
    """A printed sentence is taken out."""
    return next((made for sentence in page.printed[1:] if (made := _swapped(page.html, sentence, ""))), None)


def behind(text: str) -> Edit:
    """A paragraph more, behind the one with the last printed sentence that stands unbroken in the markup."""

    def edit(page: Page) -> str | None:
        for sentence in reversed(page.printed):
            at = page.html.find(sentence)
            end = page.html.find("</p>", at)
            if at >= 0 and 0 <= end - at < 5000:
                return f"{page.html[: end + 4]}<p>{text}</p>{page.html[end + 4 :]}"
        return None

    return edit


def last(text: str) -> Edit:
    """Something more at the end of the page's body."""

    def edit(page: Page) -> str | None:
        at = page.html.lower().rfind("</body>")
        return f"{page.html[:at]}{text}{page.html[at:]}" if at >= 0 else None

    return edit


def headline(page: Page) -> str | None:
    """A word more in the headline, everywhere on the page."""
    old = page.article.headline
    return page.html.replace(old, f"{old}, again") if old and old in page.html else None


def wall(page: Page) -> str | None:
    """The first sentence alone, and an offer."""
    text = f"<h1>{page.article.headline}</h1><p>{page.printed[0]}</p><p>Subscribe to read on.</p>"
    return f"<html><body>{text}</body></html>"


EDITS: dict[str, tuple[bool, Edit]] = {
    "figure changed": (True, within(_FIGURE, lambda found: f"{int(found[1]) - 1}{found[2]}")),
    "name corrected": (True, name),
    "sentence removed": (True, removed),
    "correction noted": (
        True,
        behind("Correction: An earlier version of this article misstated the day of the meeting. It was on Tuesday."),
    ),
    "page gone (404, 410)": (True, lambda _: ""),
    "typo mended": (False, within(_WORD, lambda found: f"{found[1]}{found[3]}{found[2]}{found[4]}")),
    "paragraph added": (
        False,
        behind("A spokesman for the council said on Tuesday that it would look into the matter."),
    ),
    "headline touched up": (False, headline),
    "links and counter changed": (False, last("<aside><a href='/x'>Ten ways to cook rice</a> 1,284 shares</aside>")),
    "nothing but white space": (False, lambda page: page.html.replace("</p>", " \n</p>")),
    "paywall instead": (False, wall),
}


def pages(data: Path) -> Iterator[Page]:
    """Every page that an article of some length is read from."""
    for file in sorted((data / "pages/html").glob("*.html.gz")):
        html = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        article = read(html)
        if article is None:
            continue
        said = article_sentences(article)[:PRINTED]
        if len(said) == PRINTED:
            yield Page(html, article, _issue(article), tuple(passage.text for passage in said))


def read(html: str) -> Article | None:
    """The article on a page, as a run reads it."""
    entry = Entry(source="news", id="1", url="https://news.example/1", title="")
    body = re.sub(r"(?i)charset=[\"']?[\w-]+", "charset=utf-8", html).encode()
    return TrafilaturaExtractor().extract(
        entry, body, source=SOURCE, first_seen=NOW, content_type="text/html; charset=utf-8"
    )


def told(page: Page, html: str) -> str:
    """What is told of the page as it is now; "" where nothing is."""
    if not html:
        found = judge(page.issue, page.article, page.article, lost=True)
    else:
        after = read(html)
        if after is None or len(after.text) < WALL * len(page.article.text):
            after = page.article
        every = "\n\n".join(part.text for part in paragraphs(html))
        found = judge(page.issue, page.article, after, page=every)
    if found is None:
        return ""
    return ", ".join(change.kind for change in found.changes) or found.kind


def _issue(article: Article) -> Issue:
    story = PrintedStory(
        id="s" * 12,
        thread="s" * 12,
        headline=article.headline,
        article=article.id,
        articles=(article.id,),
        outlets=(article.source_name,),
        reports=1,
        section="Home",
        rank=1,
        score=1.0,
        terms={},
        what_happened=article_sentences(article)[:PRINTED],
    )
    return Issue(
        format=ISSUE_FORMAT,
        number=1,
        date=NOW.date(),
        as_of=NOW,
        since=None,
        publication=Publication(title="The Tide"),
        subject=article.headline,
        preheader="",
        lead=story,
        sections=(),
        developing=(),
        whats_next=(),
        articles=(),
        coverage=Coverage(),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was not told, and what was told for nothing")
    given = parser.parse_args()
    if not (given.data / "pages/html").is_dir():
        skipped("edits of pages", f"there is no {given.data / 'pages/html'}")
        return
    every = list(pages(given.data))
    print(f"{len(every)} pages\n{'edit':<28}{'must be told':>13}{'made':>7}{'told':>7}{'right':>8}")
    for name, (must, edit) in EDITS.items():
        made = [(page, html) for page in every if (html := edit(page)) is not None]
        said = [(page, told(page, html)) for page, html in made]
        right = sum(bool(what) == must for _, what in said)
        share = f"{right / len(said):8.1%}" if said else f"{'–':>8}"
        print(
            f"{name:<28}{'yes' if must else 'no':>13}{len(said):>7}{sum(bool(w) for _, w in said):>7}{share}",
            flush=True,
        )
        for page, what in said if given.misses else ():
            if bool(what) != must:
                print(f"    {page.article.headline[:70]}: {what or 'nothing'}")


if __name__ == "__main__":
    main()
