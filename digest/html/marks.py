"""What the markup of a page calls its author and its date, where its head does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from digest.html.moments import moment
from digest.html.pages import elements
from digest.html.taming import fold

_LOOKED_AT = 6  # elements: what comes later belongs to other articles
_MAX_NAMES = 120  # characters of a byline
_MAX_DATE = 80  # characters of a line that dates the article

_OF_OTHERS = "ancestor::aside or ancestor::nav or ancestor::footer"
_SAID = etree.XPath(f"//*[@itemprop='author' or @rel='author'][not({_OF_OTHERS})]")
_CALLED = etree.XPath(
    "//*[contains(@class, 'byline') or contains(@class, 'author')]"
    f"[string-length(.) < {_MAX_NAMES} and not({_OF_OTHERS})]"
)
_DATED = (
    "*[contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'time') or contains(@class, 'publish')"
    " or contains(@class, 'posted') or @itemprop='datePublished' or self::time]"
    f"[not(contains(@class, 'update')) and string-length(.) < {_MAX_DATE} and not({_OF_OTHERS})]"
)
# The date of an article stands below its headline or shortly above; dates of other articles and today's come elsewhere.
_BELOW = etree.XPath(f"(//h1)[1]/following::{_DATED}")
_ANYWHERE = etree.XPath(f"//{_DATED}")
_STAMPED = etree.XPath(f"//time[@datetime][not({_OF_OTHERS})]")

# What stands before the names: "By", "Analysis by", and the same in other languages.
BEFORE_NAMES = re.compile(
    r"\A(?:(?:(?:words|text|story|written|posted|published|reported|analysis|opinion|commentary)\s)?(?:by|von|par|por|di|door|av)\s"
    r"|(?:text[eo]?|текст|автор|autore?|author|redaktion)\s?:\s?)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?[,;|•·]\s?|\s(?:and|&|und|et|y|e|och|en)\s")
_PARTICLE = re.compile(r"(?:al|bin|da|dal|de|del|della|der|des|di|dos|du|el|la|le|ten|ter|van|von|zu)\Z")


def authors(root: etree._Element) -> Iterator[str]:
    """What may be a byline, likeliest first: what the markup calls the author, then what it only names so."""
    for element in elements(_SAID, root)[:_LOOKED_AT]:
        if text := words(element):
            yield text
    for element in elements(_CALLED, root)[:_LOOKED_AT]:
        text = words(element)
        if is_names(BEFORE_NAMES.sub("", text, count=1)):
            yield text


def dates(root: etree._Element) -> Iterator[str]:
    """Texts that date the article: stamps that machines read, then lines that are called dates."""
    for element in elements(_STAMPED, root)[:_LOOKED_AT]:
        yield element.get("datetime") or ""
    for find in (_BELOW, _ANYWHERE):
        for element in elements(find, root)[:_LOOKED_AT]:
            if moment(text := words(element)):
                yield text


def is_names(text: str) -> bool:
    """Whether a text is nothing but the names of people: two to five words each, in capitals or capitalised."""
    if not 3 < len(text) < _MAX_NAMES or any(map(str.isdigit, text)):
        return False
    first = _BETWEEN.split(text)[0].split()
    return 2 <= len(first) <= 5 and all(word[0].isupper() or _PARTICLE.match(word) for word in first)


def words(element: etree._Element | None) -> str:
    """The text of an element on one line, a space between its parts."""
    return fold(" ".join(map(str, element.itertext()))) if element is not None else ""
