"""What one value of feeds.yml may be: a type each, and what is said of a value that is none.

Imported only where a feeds.yml is read or its keys are listed, as the models are that are made of them.
"""

from __future__ import annotations

import re
import string
import zoneinfo
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from digest.config.suggesting import near
from digest.errors import DataError, UsageError
from digest.messages.addresses import mailbox
from digest.model import Rules

DEFAULT_METHOD = Rules().method


def refuse(what: str) -> PydanticCustomError:
    """A fault in our own words."""
    return PydanticCustomError("digest", "{what}", {"what": what})


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = near(name, sorted(zoneinfo.available_timezones()))
        raise refuse(f"{name!r} is no time zone: write an IANA name like 'Europe/Berlin'{hint}") from None
    return name


def _web(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refuse("not a URL") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0 or re.search(r"\s", url):
        raise refuse("must be a URL that begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise refuse("a user name or password in a URL would be printed in reports")
    return url


def _ping(url: str) -> str:
    # Which may be all in the environment: what is there is looked at when it is used.
    return url if re.match(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}", url) else _web(url)


def _collector(url: str) -> str:
    if "@" in urlsplit(_home(url)).netloc:
        raise refuse("must hold no password: tokens go into OTEL_EXPORTER_OTLP_HEADERS in the environment")
    return _home(url)


def _home(url: str) -> str:
    url = _web(url)
    if "?" in url or "#" in url:
        raise refuse("must be a plain URL, without '?' or '#'")
    return url.rstrip("/")


def _feed(text: str) -> str:
    """A feed's URL, or a path."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", text)
    if scheme is None:
        return text
    if scheme[1].lower() == "file":
        raise refuse("write a path, absolute or from the folder of feeds.yml, rather than file:")
    if scheme[1].lower() not in ("http", "https"):
        raise refuse(f"{scheme[1]}: is not a scheme that is read: write an http(s) URL or a path")
    return _web(text)


def _method(name: str) -> str:
    if name == DEFAULT_METHOD:
        return name
    # Only here: they bring all that reads language with them, which a fetch has no use for.
    from digest.summarizers import get

    try:
        get(name)
    except UsageError as error:
        raise refuse(str(error)) from None
    return name


def _subject(text: str) -> str:
    known = ["headline", "date", "number", "title"]
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        raise refuse("a '{' or '}' stands alone; write '{{' or '}}' for the sign itself") from None
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in known:
            raise refuse(f"{{{name}}} is not known here: use {{headline}}, {{date}}, {{number}} or {{title}}")
        if spec or conversion:
            raise refuse(f"write {{{name}}} and nothing else between the braces")
    return text


def _fonts(text: str) -> str:
    """A CSS list of fonts, its quotes single ones, as they may stand inside an attribute."""
    if not re.fullmatch(r"""(?:[\w -]+|"[\w -]+"|'[\w -]+')(?:\s*,\s*(?:[\w -]+|"[\w -]+"|'[\w -]+')){0,15}""", text):
        raise refuse("must be names of fonts with commas between: Georgia, 'Times New Roman', serif")
    return text.replace('"', "'")


def _logo(text: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", text):
        if not text.lower().startswith("https:"):
            raise refuse("must be an https:// address, or the path of a file")
        return _web(text)
    if not text.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")):
        raise refuse("must be a .png, .jpg, .gif, .webp or .svg file; mail shows no .svg")
    return text


def _address(text: str) -> str:
    try:
        mailbox(text)
    except DataError as error:
        raise refuse(error.what) from None
    return text


def _unsubscribe(link: str) -> str:
    if link.lower().startswith("mailto:"):
        try:
            mailbox(link[7:].partition("?")[0])
        except DataError as error:
            raise refuse(error.what) from None
        return link
    if not link.lower().startswith("https:"):
        raise refuse("must be a mailto: or https: link")
    _web(link.replace("{address}", "x"))
    return link


def _moment(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise refuse("must be a date or a time: 2025-11-20, or 2025-11-20T08:00+01:00") from None


def _days(value: Any) -> int | None:
    """A number of days; None: without end."""
    if isinstance(value, str) and value.strip().lower() == "forever":
        return None
    found = re.fullmatch(r"(\d{1,6}) ?(?:d|days)?", str(value).strip()) if not isinstance(value, bool) else None
    if found is None:
        raise refuse("must be a number of days like 400d, or forever")
    if not 30 <= int(found[1]) <= 36500:
        raise refuse("must be from 30d to 36500d, or forever")
    return int(found[1])


def recipient(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        name, address = mailbox(value)
    except DataError as error:
        raise refuse(error.what) from None
    return {"address": address, "name": name}


Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _days_of_the_week(value: Any) -> Any:
    named = {"daily": list(WEEK), "weekdays": list(WEEK[:5])}
    if not isinstance(value, str):
        return value
    if value not in named and value not in WEEK:
        known = ["daily", "weekdays", *WEEK]
        raise refuse(f"{value!r} is no schedule: write daily, weekdays, or names of days{near(value, known)}")
    return named.get(value, [value])


def _may_fail(value: Any) -> Any:
    """A number of sources, a share as a float, or None for all but one."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    text = " ".join(str(value).lower().split())
    if text in ("all", "all but one"):
        return 1.0 if text == "all" else None
    if (found := re.fullmatch(r"(\d{1,3}) ?%", text)) and int(found[1]) <= 100:
        return int(found[1]) / 100
    raise refuse("must be all but one, all, a number of sources like 3, or a share of them like 20%")


def mappings(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[list[Word], BeforeValidator(listed)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")]
Zone = Annotated[Word, AfterValidator(_zone)]
Home = Annotated[Word, AfterValidator(_home)]
Ping = Annotated[Word, AfterValidator(_ping)]
Collector = Annotated[Word, AfterValidator(_collector)]
FeedPlace = Annotated[Text, AfterValidator(_feed)]
Method = Annotated[Word, AfterValidator(_method)]
Subject = Annotated[Text, AfterValidator(_subject)]
Fonts = Annotated[Word, AfterValidator(_fonts)]
Logo = Annotated[Text, AfterValidator(_logo)]
Colour = Annotated[str, StringConstraints(pattern=r"^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")]
Address = Annotated[Text, AfterValidator(_address)]
Unsubscribe = Annotated[Text, AfterValidator(_unsubscribe)]
Moment = Annotated[datetime, BeforeValidator(lambda value: _moment(value) if isinstance(value, str) else value)]
Days = Annotated[int | None, BeforeValidator(_days)]
Schedule = Annotated[list[Day], BeforeValidator(_days_of_the_week)]
MayFail = Annotated[int | float | None, BeforeValidator(_may_fail)]
