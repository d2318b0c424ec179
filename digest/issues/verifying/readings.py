"""What words were read as, read again: the value of a figure, the days of a date.

The words themselves are proved elsewhere. Where a reading differs, the readers may have changed since the issue was
frozen, so that alone is never a flaw.
"""

from __future__ import annotations

from datetime import date

from digest.dates import find
from digest.issues import figures
from digest.issues.appointments import leaf
from digest.issues.figures import numbers
from digest.issues.figures.lexicon import lexicon
from digest.model import Article, PrintedFigure, Upcoming


def figure_reads(printed: PrintedFigure, article: Article) -> bool:
    """Whether the words of a figure are still read as its value."""
    sentence, figure = printed.sentence, printed.figure
    start, end = figure.start - sentence.start, figure.end - sentence.start
    for read in figures.find(sentence.text, article.lang):
        if (read.start, read.end) == (start, end):
            return read.value == printed.value
    # No figure worth a line any more, or one with another extent: its number is still one of its words.
    values = [number.value for number in numbers.find(figure.text, lexicon(article.lang))]
    factors = [number.factor for number in numbers.find(figure.text, lexicon(article.lang))]
    return printed.value in values or printed.value in [value * factor for value in values for factor in factors]


def days_read(item: Upcoming, article: Article) -> tuple[date, date] | None:
    """The days that the words of a dated item mean, as they are read now; None where they are read as none."""
    words, sentence = item.expression, item.passage
    if words is None or item.first is None:
        return None
    start, end = words.start - sentence.start, words.end - sentence.start
    read = find(sentence.text, published=article.published_there, lang=article.lang)
    inside = [day for day in read if start <= day.start and day.end <= end]
    spans = [leaf(sentence.text, day, item.first) for day in inside]
    known = [span for span in spans if span is not None]
    if known and len(known) == len(spans):
        return min(first for first, _ in known), max(last for _, last in known)
    open_ = [(day.first, day.last) for day in inside if day.first is not None and day.last is not None]
    return (min(first for first, _ in open_), max(last for _, last in open_)) if open_ else None
