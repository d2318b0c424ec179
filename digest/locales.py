"""Dates and numbers as a language writes them: CLDR, through Babel, for any BCP 47 tag.

Babel takes 30 ms to import and only what is rendered needs it, so each function imports it when first called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.model import Publication

if TYPE_CHECKING:
    from babel import Locale

# CLDR's "English (world)": "Thursday, 1 May 2025" is misread nowhere. "en-US" has American dates.
_WORLD_ENGLISH = "en_001"
_FIRST = re.compile(r"(?<!\d)1 (?=[a-zûé])")


def stamp(moment: datetime, timezone: str) -> str:
    """ "2026-03-03 07:00 Europe/Berlin": on the clock of an IANA zone, which it names."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M} {timezone}"


def local_day(now: datetime, publication: Publication) -> date:
    """The day of ``now`` in the publication's zone: the issue's date."""
    return now.astimezone(ZoneInfo(publication.timezone)).date()


@lru_cache(maxsize=4096)
def written(day: date, form: str, lang: str) -> str:
    """A day in one of CLDR's forms ("full", "long"), by a pattern of letters, or by the skeletons MMMd and MMMMd."""
    from babel.dates import format_date, format_skeleton

    locale = _locale(lang)
    if form in ("MMMMd", "MMMd"):
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone
        text = format_skeleton(form, moment, locale=locale)
    else:
        text = format_date(day, form, locale=locale)
    # French days are counted from "1er", which CLDR leaves to those who write it.
    return _FIRST.sub("1er ", text, count=1) if locale.language == "fr" else text


@lru_cache(maxsize=1024)
def span(first: date, last: date, lang: str) -> str:
    """Days of one year, or of two, as CLDR joins them."""
    from babel.dates import format_interval

    return format_interval(first, last, "yMMMMd", locale=_locale(lang))


def clock(moment: datetime, timezone: str, lang: str) -> str:
    """The time of day in an IANA zone: "6:30 am"."""
    from babel.dates import format_time

    return format_time(moment.astimezone(ZoneInfo(timezone)).time(), "short", locale=_locale(lang))


@lru_cache(maxsize=1024)
def number(value: int, lang: str) -> str:
    """ "12,480"."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(lang))


def listed(several: Sequence[str], lang: str) -> str:
    """ "BBC, RNZ and Interfax"."""
    from babel.lists import format_list

    return format_list(several, locale=_locale(lang)) if several else ""


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    """The CLDR locale that is nearest to a tag; the world's English where there is none."""
    from babel import Locale, UnknownLocaleError

    tags = lang.replace("_", "-").split("-")
    if [tag.lower() for tag in tags] == ["en"]:
        return Locale.parse(_WORLD_ENGLISH)
    for length in range(len(tags), 0, -1):
        try:
            return Locale.parse("-".join(tags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_WORLD_ENGLISH)
