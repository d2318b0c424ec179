"""The program's own words in the language of a publication: messages by catalog, dates and numbers by CLDR.

What is said here is said at rendering and never frozen into an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.editions import wording
from digest.editions.catalogs import translations
from digest.model import Enclosure

if TYPE_CHECKING:
    from babel import Locale

# CLDR's "English (world)": "Thursday, 1 May 2025" is misread nowhere. "en-US" has American dates.
_WORLD_ENGLISH = "en_001"
_DAY_FIRST = re.compile(r"\d{1,2}(\.?)(?=\D)")


class Words:
    """One language. The methods return text for readers; a capital first letter is ``capital``'s to give."""

    def __init__(self, lang: str, own: str | None = None) -> None:
        """``lang`` is a BCP 47 tag; ``own`` a folder of catalogs that stand before ours. Raises ``TemplateError``."""
        catalog = translations(lang, Path(own) if own else None)
        self.lang = lang
        self.dir = wording.direction(lang)
        self.gettext = catalog.gettext
        self.ngettext = catalog.ngettext
        self.pgettext = catalog.pgettext
        self.npgettext = catalog.npgettext
        self._cldr = _identifier(lang)
        self._primary = lang.lower().replace("_", "-").partition("-")[0]

    def weekday(self, day: date) -> str:
        """ "Thursday"."""
        return _written(day, "cccc", self._cldr)

    def short_weekday(self, day: date) -> str:
        """ "Thu"."""
        return _written(day, "ccc", self._cldr)

    def month(self, day: date) -> str:
        """ "May"."""
        return _written(day, "LLLL", self._cldr)

    def short_month(self, day: date) -> str:
        """ "Sept": the month as a calendar leaf has it, whole where it is short."""
        name = self.month(day)
        return name if len(name) <= 4 else _written(day, "LLL", self._cldr)

    def long_date(self, day: date) -> str:
        """ "Thursday, 1 May 2025"."""
        return self._ordinal(_written(day, "full", self._cldr))

    def plain_date(self, day: date) -> str:
        """ "1 May 2025"."""
        return self._ordinal(_written(day, "long", self._cldr))

    def day_and_month(self, day: date) -> str:
        """ "1 May"."""
        return self._ordinal(_written(day, "MMMMd", self._cldr))

    def short_day_and_month(self, day: date) -> str:
        """ "15 July", "3 Sept"."""
        short = _written(day, "MMMd", self._cldr)
        return self._ordinal(short.replace(_written(day, "LLL", self._cldr), self.short_month(day)))

    def days(self, first: date, last: date | None) -> str:
        """One day or a span: "Thursday, 1 May 2025", "1–15 May 2025", "1 April – 15 July 2025"."""
        if last is None or last <= first:
            return self.long_date(first)
        end = _written(last, "long", self._cldr)
        if (first.year, first.month) == (last.year, last.month):
            # CLDR's own spans shorten the month in some languages.
            day = _DAY_FIRST.match(end)
            return f"{first.day}{day[1]}–{end}" if day else _span(first, last, self._cldr)
        begin = self.day_and_month(first) if first.year == last.year else self.plain_date(first)
        return f"{begin} – {self._ordinal(end)}"

    def due_on(self, day: date, today: date) -> str:
        """ "Today", "Yesterday", "Friday": a day of the last week, as one speaks of it."""
        passed = (today - day).days
        if passed <= 0:
            return self.gettext("Today")
        if passed == 1:
            return self.gettext("Yesterday")
        return self.capital(self.weekday(day) if passed < 7 else self.plain_date(day))

    def back_after(self, then: date, now: date) -> str:
        """How long a story was quiet, in whole units, never more than it was: "Back after 3 weeks"."""
        passed = (now - then).days
        if passed >= 365:
            number = passed // 365
            text = self.ngettext("Back after a year", "Back after %(number)s years", number)
        elif passed >= 60:
            number = passed // 30
            text = self.ngettext("Back after a month", "Back after %(number)s months", number)
        elif passed >= 14 or passed == 7:
            number = passed // 7
            text = self.ngettext("Back after a week", "Back after %(number)s weeks", number)
        else:
            number = max(1, passed)
            text = self.ngettext("Back after a day", "Back after %(number)s days", number)
        return text % {"number": self.count(number)}

    def independent(self, reports: int, outlets: int) -> str:
        """ "3 independent reports"; with "12 outlets" where copies of one text make these more; "" for one of one."""
        if outlets <= max(reports, 1) and reports <= 1:
            return ""
        told = self.ngettext("%(number)s independent report", "%(number)s independent reports", reports)
        told %= {"number": self.count(reports)}
        if outlets <= max(reports, 1):
            return told
        printed = self.ngettext("%(number)s outlet", "%(number)s outlets", outlets) % {"number": self.count(outlets)}
        return self.gettext("%(reports)s, %(outlets)s") % {"reports": told, "outlets": printed}

    def recording(self, enclosure: Enclosure) -> str:
        """ "Podcast, 1 h 12 min", "Video, 40 s"; "Audio" and "Video" where the length is unknown."""
        seconds = enclosure.seconds
        if not seconds:
            return self.gettext("Audio") if enclosure.kind == "audio" else self.gettext("Video")
        hours, minutes = divmod((seconds + 30) // 60, 60)
        # Nothing here may be parted by a line end.
        if seconds < 60:
            length = self.gettext("%(seconds)s\u00a0s") % {"seconds": seconds}
        elif not hours:
            length = self.gettext("%(minutes)s\u00a0min") % {"minutes": minutes}
        elif not minutes:
            length = self.gettext("%(hours)s\u00a0h") % {"hours": hours}
        else:
            length = self.gettext("%(hours)s\u00a0h\u00a0%(minutes)s\u00a0min") % {"hours": hours, "minutes": minutes}
        if enclosure.kind == "audio":
            return self.gettext("Podcast,\u00a0%(length)s") % {"length": length}
        return self.gettext("Video,\u00a0%(length)s") % {"length": length}

    def clock(self, moment: datetime, timezone: str) -> str:
        """The time of day in the publication's zone: "6:30 am"."""
        from babel.dates import format_time  # see _locale

        return format_time(moment.astimezone(ZoneInfo(timezone)).time(), "short", locale=_locale(self._cldr))

    def count(self, number: int) -> str:
        """ "12,480"."""
        return str(number) if -1000 < number < 1000 else _number(number, self._cldr)

    def names(self, several: Iterable[str]) -> str:
        """ "BBC, RNZ and Interfax"."""
        from babel.lists import format_list  # see _locale

        given = [str(name) for name in several]
        return format_list(given, locale=_locale(self._cldr)) if given else ""

    def capital(self, text: str) -> str:
        """The text with a capital first letter, where its script has any."""
        return self.capitals(text[:1]) + text[1:]

    def capitals(self, text: str) -> str:
        """The text in capitals: in Turkish an "i" keeps its dot."""
        return (text.replace("i", "İ") if self._primary in ("tr", "az") else text).upper()

    def _ordinal(self, text: str) -> str:
        """French days are counted from "1er", which CLDR leaves to those who write it."""
        return re.sub(r"(?<!\d)1 (?=[a-zûé])", "1er ", text, count=1) if self._primary == "fr" else text


@lru_cache(maxsize=64)
def _identifier(lang: str) -> str:
    """The name of the CLDR locale that is nearest to a tag; that of the world's English where there is none."""
    from babel import Locale, UnknownLocaleError  # see _locale

    tags = lang.replace("_", "-").split("-")
    if [tag.lower() for tag in tags] == ["en"]:
        return _WORLD_ENGLISH
    for length in range(len(tags), 0, -1):
        try:
            return str(Locale.parse("-".join(tags[:length]), sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return _WORLD_ENGLISH


@lru_cache(maxsize=64)
def _locale(identifier: str) -> Locale:
    from babel import Locale  # takes 30 ms, and only rendering needs it

    return Locale.parse(identifier)


@lru_cache(maxsize=4096)
def _written(day: date, form: str, identifier: str) -> str:
    from babel.dates import format_date, format_skeleton  # see _locale

    locale = _locale(identifier)
    if form in ("MMMMd", "MMMd"):
        return format_skeleton(form, datetime(day.year, day.month, day.day), locale=locale)  # noqa: DTZ001 - a day has no zone
    return format_date(day, form, locale=locale)


@lru_cache(maxsize=1024)
def _span(first: date, last: date, identifier: str) -> str:
    from babel.dates import format_interval  # see _locale

    return format_interval(first, last, "yMMMMd", locale=_locale(identifier))


@lru_cache(maxsize=1024)
def _number(number: int, identifier: str) -> str:
    from babel.numbers import format_decimal  # see _locale

    return format_decimal(number, locale=_locale(identifier))
