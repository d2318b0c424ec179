"""Entry, HTML or text → Article: readable text whose every block is known for what it is.

make(entry, source=…, first_seen=…)  the article that an entry itself holds
follow(page, entry, source=…)        an article read from its own page, as its feed has it now
TrafilaturaExtractor().extract(…)    the article on an entry's own page
extract(html, url)                   the same from bare HTML, without an entry
spoken(entries)                      the language of each source, told by its headlines together
stock(entries)                       paragraphs that a source prints under everything, which ``make`` sets apart
lede(article)                        its first sentence
"""

from digest.articles.extraction import Extracted, TrafilaturaExtractor, extract
from digest.articles.ledes import lede
from digest.articles.making import follow, make
from digest.articles.speaking import spoken
from digest.articles.stock import stock

__all__ = ["Extracted", "TrafilaturaExtractor", "extract", "follow", "lede", "make", "spoken", "stock"]
