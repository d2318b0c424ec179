"""The program's own words in the language of a publication: messages by catalog, dates and numbers by CLDR.

What is said here is said at rendering and never frozen into an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from digest import locales
from digest.editions import wording
from digest.editions.catalogs import translations
from digest.model import Enclosure

# The sections that take every story, as digest.issues.sections names them.
CATCH_ALL = ("In the news", "More news")
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
        self._primary = lang.lower().replace("_", "-").partition("-")[0]

    def weekday(self, day: date) -> str:
        """ "Thursday"."""
        return locales.written(day, "cccc", self.lang)

    def short_weekday(self, day: date) -> str:
        """ "Thu"."""
        return locales.written(day, "ccc", self.lang)

    def month(self, day: date) -> str:
        """ "May"."""
        return locales.written(day, "LLLL", self.lang)

    def short_month(self, day: date) -> str:
        """ "Sept": the month as a calendar leaf has it, whole where it is short."""
        name = self.month(day)
        return name if len(name) <= 4 else locales.written(day, "LLL", self.lang)

    def long_date(self, day: date) -> str:
        """ "Thursday, 1 May 2025"."""
        return locales.written(day, "full", self.lang)

    def plain_date(self, day: date) -> str:
        """ "1 May 2025"."""
        return locales.written(day, "long", self.lang)

    def near_date(self, day: date, today: date) -> str:
        """ "1 May" in the year of ``today``, "1 May 2024" in another."""
        return self.day_and_month(day) if day.year == today.year else self.plain_date(day)

    def day_and_month(self, day: date) -> str:
        """ "1 May"."""
        return locales.written(day, "MMMMd", self.lang)

    def short_day_and_month(self, day: date) -> str:
        """ "15 July", "3 Sept"."""
        short = locales.written(day, "MMMd", self.lang)
        return short.replace(locales.written(day, "LLL", self.lang), self.short_month(day))

    def days(self, first: date, last: date | None) -> str:
        """One day or a span: "Thursday, 1 May 2025", "1–15 May 2025", "1 April – 15 July 2025"."""
        if last is None or last <= first:
            return self.long_date(first)
        end = locales.written(last, "long", self.lang)
        if (first.year, first.month) == (last.year, last.month):
            # CLDR's own spans shorten the month in some languages.
            day = _DAY_FIRST.match(end)
            return f"{first.day}{day[1]}–{end}" if day else locales.span(first, last, self.lang)
        begin = self.day_and_month(first) if first.year == last.year else self.plain_date(first)
        return f"{begin} – {end}"

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
        return locales.clock(moment, timezone, self.lang)

    def count(self, number: int) -> str:
        """ "12,480"."""
        return locales.number(number, self.lang)

    def names(self, several: Iterable[str]) -> str:
        """ "BBC, RNZ and Interfax"."""
        return locales.listed([str(name) for name in several], self.lang)

    def section(self, name: str) -> str:
        """A section's name: a publication's own as it stands, the two of the program in this language."""
        if name == "In the news":
            return self.gettext("In the news")
        return self.gettext("More news") if name == "More news" else name

    def capital(self, text: str) -> str:
        """The text with a capital first letter, where its script has any."""
        return self.capitals(text[:1]) + text[1:]

    def capitals(self, text: str) -> str:
        """The text in capitals: in Turkish an "i" keeps its dot."""
        return (text.replace("i", "İ") if self._primary in ("tr", "az") else text).upper()
