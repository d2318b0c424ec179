"""Entry, HTML or text → Article: readable text whose every block is known for what it is.

make(entry, source=…, first_seen=…)  the article that an entry itself holds
TrafilaturaExtractor().extract(…)    the article on an entry's own page
extract(html, url)                   the same from bare HTML, without an entry
mark_stock(articles)                 paragraphs that a source prints everywhere, marked as boilerplate
lede(article)                        its first sentence
"""

from digest.articles.extraction import Extracted, TrafilaturaExtractor, extract
from digest.articles.ledes import lede
from digest.articles.making import make
from digest.articles.stock import mark_stock

__all__ = ["Extracted", "TrafilaturaExtractor", "extract", "lede", "make", "mark_stock"]
