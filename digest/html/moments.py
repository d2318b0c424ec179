"""The moment that a date in a feed or a page names.

Nothing is guessed: a date with a part missing, or one that never was, is None.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_EARLIEST = 1990  # no feed is older; what says so is a default that nobody filled in
_LATEST = 2199
_MAX_LENGTH = 100
_MAX_OFFSET = 14 * 60 + 59  # minutes; the world's own go from -12:00 to +14:00

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    """
    jan january januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia sty января янв ocak oca ledna
    feb february februar février févr fév febrero febbraio fevereiro fev februari lutego февраля фев şubat şub února
    mar march märz maerz mär mrz mars marzo março marco maart mrt marzec marca марта мар mart mart března
    apr april avril avr abril abr aprile kwiecień kwietnia kwi апреля апр nisan nis dubna
    may mai mayo maggio mag maio mei maj maja мая май mayıs may května
    jun june juni juin junio giugno giu junho czerwiec czerwca cze июня июн haziran haz června
    jul july juli juillet juil julio luglio lug julho lipiec lipca lip июля июл temmuz tem července
    aug august août aout aoû agosto ago augustus augusti sierpień sierpnia sie августа авг ağustos ağu srpna
    sep sept september septembre septiembre settembre set setembro wrzesień września wrz сентября сен eylül eyl září
    oct october oktober okt octobre octubre ottobre ott outubro out października paź октября окт ekim eki října
    nov november novembre noviembre novembro listopad listopada lis ноября ноя kasım kas listopadu
    dec december dezember dez décembre déc diciembre dic dicembre dezembro grudnia gru декабря дек aralık ara prosince
    """.strip().splitlines(),
    start=1,
):
    for _name in _names.split():
        _MONTHS.setdefault(_name, _number)

# Minutes east of Greenwich. RFC 5322 §4.3 for the American ones; the rest as newsrooms write them.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "met": 60, "cest": 120,
    "mest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180, "gst": 240,
    "pkt": 300, "ist": 330, "wib": 420, "ict": 420, "sgt": 480, "hkt": 480, "awst": 480, "pht": 480,
    "jst": 540, "kst": 540, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210, "ndt": -150,
    "brt": -180, "art": -180, "sast": 120, "wat": 60, "cat": 120, "eat": 180,
}  # fmt: skip

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2}))"
    r"(?:[T\s]\s?(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s?(.{0,40})",
    re.DOTALL,
)
# What nearly every RSS feed writes, as a shortcut.
_USUAL = re.compile(r"[A-Za-z]{3}, (\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (\S{1,5})")
# The same of Atom, and of what parsers write (RFC 3339 §5.6).
_EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)")
_TIME = re.compile(r"(?<![\d:])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?![\d])\s?([ap])?(?:\.?m\.?(?![a-z]))?")
_OFFSET = re.compile(r"(?:gmt|utc|ut)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")


def moment(text: str | None) -> datetime | None:
    """The moment, in UTC, that a machine-made date names; a date without a zone is taken as UTC.

    Reads RFC 822 and RFC 3339 with their common faults (odd zones, two-digit years, hour 24, second 60), dates in the
    words of a dozen languages, and Unix times. None where a part is missing, for no such day, and before 1990.
    """
    found = _stated(text)
    return found.astimezone(UTC) if found else None


def offset(text: str | None) -> int | None:
    """The minutes east of Greenwich of the zone that a date's time is stated in; None for none, and for Greenwich's."""
    found = _stated(text)
    east = found.utcoffset() if found else None
    return int(east.total_seconds() // 60) or None if east else None


@lru_cache(maxsize=4096)
def _stated(text: str | None) -> datetime | None:
    """The moment in the zone that it is stated in."""
    if not text or len(text) > _MAX_LENGTH:
        return None
    text = " ".join(text.split()).strip("\"' ")
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return _checked(datetime.fromtimestamp(int(text[:10]), UTC))
    try:
        if _EXACT.fullmatch(text) and not text.startswith("24:", 11) and text[17:19] != "60":
            return _checked(datetime.fromisoformat(text))
        usual = _USUAL.fullmatch(text)
        if usual and usual[2].lower() in _MONTHS:
            day, year, hour, minute, second = (int(part) for part in usual.group(1, 3, 4, 5, 6))
            return _checked(
                _made(year, _MONTHS[usual[2].lower()], day, hour, minute, second, _offset(usual[7].lower()))
            )
        iso = _ISO.match(text)
        return _checked(_from_iso(iso) if iso else _from_words(text.lower()))
    except (ValueError, OverflowError):  # no such day
        return None


def _checked(found: datetime | None) -> datetime | None:
    return found if found and _EARLIEST <= found.astimezone(UTC).year <= _LATEST else None


def _from_iso(found: re.Match[str]) -> datetime:
    year, month, day = (int(part) for part in found.group(1, 2, 3, 4, 5, 6, 7) if part is not None)
    hour, minute, second = (int(part or 0) for part in found.group(8, 9, 10))
    rest = found[11].lower()
    if found[8] is not None and (half := re.match(r"([ap])\.?m\.?(?![a-z])", rest)):
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    return _made(year, month, day, hour, minute, second, _offset(rest))


def _from_words(text: str) -> datetime | None:
    time = _TIME.search(text)
    hour = minute = second = 0
    rest = text
    if time:
        hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
        if time[4]:
            hour = hour % 12 + (12 if time[4] == "p" else 0)
        rest = text[: time.start()] + " " + text[time.end() :]
        zone = text[time.end() :]
    else:
        zone = ""
    if dotted := _DOTTED.search(rest):
        day, month, year = int(dotted[1]), int(dotted[2]), int(dotted[3])
        if "/" in dotted[0] and day <= 12 and month <= 12 and day != month:
            return None  # nobody knows which is the month
        if month > 12 and "/" in dotted[0]:
            day, month = month, day
        return _made(year, month, day, hour, minute, second, _offset(zone))
    # The last name: some weekdays are written like months ("mar., 13 mai").
    named = next((_MONTHS[word] for word in reversed(_WORD.findall(rest)) if word in _MONTHS), None)
    bare = _OFFSET.sub(" ", rest) if time else rest
    numbers = [(len(digits), int(digits)) for digits in _NUMBER.findall(bare)]
    if named is None or len(numbers) < 2:
        return None
    long = [value for length, value in numbers if length == 4]
    short = [value for length, value in numbers if length <= 2]
    if long and short:
        year, day = long[0], short[0]
    elif len(short) >= 2:
        day, year = short[0], short[1] + (2000 if short[1] < 50 else 1900)  # RFC 5322 §4.3
    else:
        return None
    return _made(year, named, day, hour, minute, second, _offset(zone))


def _offset(text: str) -> int:
    """Minutes east of Greenwich that the text after a time names; 0 where it names none that is known."""
    if found := _OFFSET.search(text):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if minutes < 60:
            total = hours * 60 + minutes
            if total <= _MAX_OFFSET:
                return total if found[1] == "+" else -total
    return next((_ZONES[word] for word in _WORD.findall(text) if word in _ZONES), 0)


def _made(year: int, month: int, day: int, hour: int, minute: int, second: int, east: int) -> datetime:
    """Raises ``ValueError`` where there is no such moment."""
    midnight = hour == 24 and minute == 0
    made = datetime(year, month, day, 0 if midnight else hour, minute, 59 if second == 60 else second, tzinfo=UTC)
    made += timedelta(days=1 if midnight else 0) - timedelta(minutes=east)
    return made.astimezone(timezone(timedelta(minutes=east))) if east else made
