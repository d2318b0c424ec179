"""What text says: sentences, dates, quotations, figures, what is to come."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Passage(Struct, frozen=True):
    """A stretch of one article's text, verbatim: ``text == article.text[start:end]``."""

    text: str
    article: str  # the article's id
    start: int
    end: int


class Summary(Struct, frozen=True):
    """Passages that stand for a text, in the order to print them; never free text."""

    sentences: tuple[Passage, ...]
    method: str  # the name of the summarizer that chose them


class DateExpression(Struct, frozen=True):
    """A date found in a text. ``first`` to ``last`` are inclusive days; both None where vague or not resolvable."""

    start: int
    end: int
    first: date | None
    last: date | None
    vague: bool = False  # "in the coming months": kept, never resolved


class Quotation(Struct, frozen=True):
    """Direct speech. ``start`` to ``end`` is the quoted text without its outer marks."""

    start: int
    end: int
    speaker: str | None  # as the text names them, None where it does not
    sentence_start: int  # the sentences that hold it, attribution and all: what is printed
    sentence_end: int
    continues: bool = False  # goes on from the quotation before it and is never printed alone


class Figure(Struct, frozen=True):
    """A figure that counts something."""

    start: int  # hedge included: "over 46,000"
    end: int
    value: float
    unit: str  # what it counts, in the text's own words: "soldiers"; "" where it says nothing
    hedge: str | None = None  # "over", "approaching", "another"


class ForwardLook(Struct, frozen=True):
    """Whether a sentence looks ahead of its publication, and how surely."""

    forward: bool
    score: float  # 0 to 1
    dates: tuple[DateExpression, ...] = ()  # the future dates in it, offsets into the sentence
