"""Dates, numbers and directions in words: the one place where editions turn values into text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.model import Enclosure, Publication

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Languages written from right to left; a script subtag such as "az-Arab" says so itself.
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "khw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})

# What no XML 1.0 document may hold (XML 1.0 §2.2), C1 controls, and the two marks that force text to run
# one way whatever its letters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202d\u202e]")

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
    return _UNPRINTABLE.sub("", text)


def direction(lang: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag."""
    tags = lang.lower().split("-")
    if any(tag in _RIGHT_TO_LEFT_SCRIPTS for tag in tags[1:]):
        return "rtl"
    return "rtl" if tags[0] in _RIGHT_TO_LEFT else "ltr"


def quotation_marks(lang: str) -> tuple[str, str]:
    """The marks to set around words quoted in a language; English ones where it is not known."""
    return _QUOTES.get(lang.lower().split("-")[0], ("“", "”"))


def weekday(day: date) -> str:
    """ "Thursday"."""
    return _WEEKDAYS[day.weekday()]


def month(day: date) -> str:
    """ "May"."""
    return _MONTHS[day.month - 1]


def short_month(day: date) -> str:
    """ "Sept": the month as a calendar leaf has it, three or four letters."""
    name = month(day)
    return name if len(name) <= 4 else name[:4] if name == "September" else name[:3]


def long_date(day: date) -> str:
    """ "Thursday, 1 May 2025"."""
    return f"{weekday(day)}, {day.day} {month(day)} {day.year}"


def plain_date(day: date) -> str:
    """ "1 May 2025"."""
    return f"{day.day} {month(day)} {day.year}"


def due_on(day: date, today: date) -> str:
    """ "Today", "Yesterday", "Friday": a day of the last week, as one speaks of it."""
    passed = (today - day).days
    return "Today" if passed <= 0 else "Yesterday" if passed == 1 else weekday(day) if passed < 7 else plain_date(day)


def days(first: date, last: date | None) -> str:
    """One day or a span: "Thursday, 1 May 2025", "1–15 May 2025", "1 April – 15 July 2025"."""
    if last is None or last <= first:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month(last)} {last.year}"
    if first.year == last.year:
        return f"{first.day} {month(first)} – {last.day} {month(last)} {last.year}"
    return f"{plain_date(first)} – {plain_date(last)}"


def after(then: date, now: date) -> str:
    """How long ago, in whole units, never more than it was: "a day", "9 days", "3 weeks", "2 months", "a year"."""
    passed = (now - then).days
    units = ((365, 365, "year"), (60, 30, "month"), (14, 7, "week"))
    length, unit = next(((length, unit) for least, length, unit in units if passed >= least), (1, "day"))
    if passed == 7:
        length, unit = 7, "week"
    number = passed // length
    return f"a {unit}" if number == 1 else f"{number} {unit}s"


def independent(reports: int, outlets: int) -> str:
    """ "3 independent reports"; with "12 outlets" where copies of one text make these more; "" for one of one."""
    if outlets <= max(reports, 1):
        return f"{reports} independent reports" if reports > 1 else ""
    return f"{reports} independent report{'s' if reports != 1 else ''}, {outlets} outlets"


def clock(moment: datetime, timezone: str) -> str:
    """ "06:30", the time of day in the publication's zone."""
    return moment.astimezone(ZoneInfo(timezone)).strftime("%H:%M")


def moment(at: datetime) -> str:
    """ "2031-05-07T04:30:00Z": RFC 3339, UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def count(number: int) -> str:
    """ "12,480"."""
    return f"{number:,}"


def names(several: Iterable[str]) -> str:
    """ "BBC, RNZ and Interfax"."""
    *rest, last = list(several) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def imprint(publication: Publication) -> str:
    """Who publishes, and where: title and postal address, the title not twice; "" without an address."""
    address = " ".join((publication.postal_address or "").split())
    named = not address or address.casefold().startswith(publication.title.casefold())
    return address if named else f"{publication.title}, {address}"


def minutes(texts: Iterable[str]) -> int:
    """How many minutes the texts take to read, at least one."""
    total = sum(len(text.split()) for text in texts)
    return max(1, round(total / _WORDS_A_MINUTE))


def recording(enclosure: Enclosure) -> str:
    """ "Podcast, 1 h 12 min", "Video, 40 s"; "Audio" and "Video" where the length is unknown."""
    seconds = enclosure.seconds
    if not seconds:
        return "Audio" if enclosure.kind == "audio" else "Video"
    hours, minutes = divmod((seconds + 30) // 60, 60)
    given = [(hours, "h"), (minutes, "min")] if seconds >= 60 else [(seconds, "s")]
    length = "\u00a0".join(f"{number}\u00a0{unit}" for number, unit in given if number)  # which no line end parts
    return f"{'Podcast' if enclosure.kind == 'audio' else 'Video'},\u00a0{length}"


def web_link(url: str) -> str:
    """The URL where it is one that a reader may safely follow (http, https with a host), else ""."""
    try:
        parts = urlsplit(clean(url).strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else ""
