"""What editions do with text whatever its language: printable characters, directions, quotation marks, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from digest.model import Publication

# Languages written from right to left; a script subtag such as "az-Arab" says so itself.
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "khw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})

# What no XML 1.0 document may hold (XML 1.0 §2.2), C1 controls, and the two marks that force text to run
# one way whatever its letters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202d\u202e]")

# Bytes that every such character above U+007F begins with in UTF-8, and few others do: text seldom holds any. Each
# pattern begins with a byte of its own, which is looked for faster than one of three.
_MAY_BE_UNPRINTABLE = tuple(
    re.compile(begin) for begin in (rb"\xc2[\x80-\x9f]", rb"\xef[\xb7\xbf]", rb"\xe2\x80[\xad\xae]")
)
_SPACES = re.compile(r"\s+")
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})

# RFC 3986 §2: neither reserved nor unreserved.
_NOT_IN_URLS = {ord(character): f"%{ord(character):02X}" for character in ' "<>\\^`{|}'}

# Nearly every link there is: nothing to mend, and nothing that a parser would read otherwise.
_USUAL_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/._~%+,;=@!$&'()*:-]*)?(?:\?[A-Za-z0-9/._~%+,;=@!$&'()*:?-]+)?"
)

# The outer marks of quotation that a language's own newspapers print (CLDR, characters: quotationStart, quotationEnd).
_QUOTES = {
    **dict.fromkeys(("ar", "es", "fa", "it", "no", "nb", "pt", "ru", "uk", "el"), ("«", "»")),
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "is", "lt", "et"), ("„", "“")),
    **dict.fromkeys(("pl", "ro", "hu", "hr", "sr", "he"), ("„", "”")),
    **dict.fromkeys(("fi", "sv"), ("”", "”")),
    "fr": ("«\u202f", "\u202f»"),
    "ja": ("「", "」"),
}

_WORDS_A_MINUTE = 230  # silent reading of English non-fiction: Brysbaert (2019), 238; a little less leaves time to look


def clean(text: str) -> str:
    """The text without characters that cannot be printed or that would disturb what stands beside them."""
    # A whole issue is looked through faster as bytes, and hardly one has anything to take out.
    try:
        encoded = text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return _UNPRINTABLE.sub("", text)
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    if not controls and not any(begin.search(encoded) for begin in _MAY_BE_UNPRINTABLE):
        return text
    return _UNPRINTABLE.sub("", text)


def spaced(text: str) -> str:
    """The text with one space for each run of white space."""
    # All white space but the space itself is unprintable.
    return text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)


def one_line(text: str) -> str:
    """The same, with none around it."""
    return spaced(text).strip()


def glued(text: str) -> str:
    """The text, markup or not, without a place for a line to end."""
    return text.replace(" ", "\u00a0")


def direction(lang: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag."""
    tags = lang.lower().split("-")
    if any(tag in _RIGHT_TO_LEFT_SCRIPTS for tag in tags[1:]):
        return "rtl"
    return "rtl" if tags[0] in _RIGHT_TO_LEFT else "ltr"


def quotation_marks(lang: str) -> tuple[str, str]:
    """The marks to set around words quoted in a language; English ones where it is not known."""
    return _QUOTES.get(lang.lower().split("-")[0], ("“", "”"))


def moment(at: datetime) -> str:
    """ "2031-05-07T04:30:00Z": RFC 3339, UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def imprint(publication: Publication) -> str:
    """Who publishes, and where: title and postal address, the title not twice; "" without an address."""
    address = " ".join((publication.postal_address or "").split())
    named = not address or address.casefold().startswith(publication.title.casefold())
    return address if named else f"{publication.title}, {address}"


def minutes(texts: Iterable[str]) -> int:
    """How many minutes the texts take to read, at least one."""
    total = sum(line.count(" ") + 1 for line in map(one_line, texts) if line)
    return max(1, round(total / _WORDS_A_MINUTE))


def web_link(url: str) -> str:
    """The URL where it is one that a reader may safely follow (http, https with a host), else "".

    Characters that no URL may hold are escaped, as browsers do it.
    """
    if _USUAL_LINK.fullmatch(url):
        return url
    try:
        parts = urlsplit(clean(url).strip())
    except ValueError:
        return ""
    return parts.geturl().translate(_NOT_IN_URLS) if parts.scheme in ("http", "https") and parts.hostname else ""
