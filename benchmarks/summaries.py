"""What a summary costs: CPU an article, a story, and how it grows with the text; ours and sumy's in one process.

    python benchmarks/summaries.py DATA [--limit 100]

DATA holds ``summaries/*.jsonl``. Quality is ``quality.py``'s. sumy's methods run as digest runs them, by digest's
sentences and words, on at most 100 sentences: they compare each with every other.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import labelled, table

from digest.cli.lab.articles import as_article
from digest.model import Article
from digest.summarizers import DEFAULT, get

METHODS = (DEFAULT, "lead-rank", "lead", "sumy:luhn", "sumy:lexrank", "sumy:textrank")
LONG = (125, 250, 500, 1000)  # sentences


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--limit", type=int, default=100, help="articles and stories of each set (default 100)")
    given = arguments.parse_args()
    if not (given.data / "summaries").is_dir():
        table.skipped("summaries", f"there is no {given.data / 'summaries'}")
        return 0
    rows = labelled.rows_of(given.data / "summaries/cnndm.jsonl")[: given.limit]
    articles = [[as_article({"id": row["id"], "text": row["text"], "lang": "en"}, "0")] for row in rows]
    rows = labelled.rows_of(given.data / "summaries/multinews.jsonl")[: given.limit]
    stories = [
        [as_article({"id": row["id"], "text": text, "lang": "en"}, str(at)) for at, text in enumerate(row["docs"])]
        for row in rows
    ]
    print("ms of CPU    an article, 3 sentences    a story, 230 words")
    for name in METHODS:
        article = milliseconds(name, articles, sentences=3)
        print(f"{name:<16}{article:>12.2f}{milliseconds(name, stories, words=230):>22.2f}", flush=True)
    print("\nms of CPU of one article of so many sentences" + "".join(f"{count:>9}" for count in LONG))
    texts = [long(articles, count) for count in LONG]
    for name in METHODS:
        costs = [milliseconds(name, [[text]], sentences=3) for text in texts]
        print(f"{name:<45}" + "".join(f"{cost:>9.1f}" for cost in costs), flush=True)
        if name == DEFAULT:
            table.claim("an eight times longer article costs, times", costs[-1] / costs[0], 8 * 1.25)
    return 0


def milliseconds(method: str, told: Sequence[Sequence[Article]], **length: int) -> float:
    """CPU for one of them, the mean; what a method reads or imports the first time is not counted."""
    summarizer = get(method)
    summarizer.summarize(told[0], **length)
    start = time.process_time()
    for articles in told:
        summarizer.summarize(articles, **length)
    return 1000 * (time.process_time() - start) / len(told)


def long(articles: Sequence[Sequence[Article]], sentences: int) -> Article:
    """Articles one after the other, until there are so many sentences."""
    from digest.text import article_sentences

    taken: list[str] = []
    for [article] in articles:
        for sentence in article_sentences(article):
            taken.append(sentence.text)
            if len(taken) == sentences:
                return as_article({"id": "long", "text": " ".join(taken), "lang": "en"}, "0")
    sys.exit(f"the articles have no {sentences} sentences: raise --limit")


if __name__ == "__main__":
    sys.exit(main())
