"""The lines of YAML between two "---" at the top of a seed file."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Any

from digest.errors import SeedError
from digest.html import fold
from digest.urls import canonical

_FENCE = re.compile(
    r"\s{0,9}---[ \t]{0,9}\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]{0,9}(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEYS = ("title", "published", "byline", "url", "section", "embargo_until", "expires", "lang", "tags")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a seed file says of itself."""

    title: str = ""
    published: datetime | None = None
    utc_offset: int | None = None  # minutes east of Greenwich of the zone that it is stated in; None where that is 0
    byline: str = ""
    url: str = ""
    section: str | None = None
    embargo_until: datetime | None = None
    expires: datetime | None = None
    lang: str | None = None
    tags: tuple[str, ...] = ()


def split(text: str, *, path: str, zone: tzinfo = UTC) -> tuple[FrontMatter, str]:
    """(the front matter, the text after it). A time without an offset is in ``zone``.

    A text that does not open with "---" and close it again has none. Raises ``SeedError`` with file and line.
    """
    found = _FENCE.match(text)
    if found is None:
        return FrontMatter(), text
    first = text[: found.start(1)].count("\n") + 1  # the line of the block's first key
    given = _Block(path, found[1], first)
    matter = FrontMatter(
        title=given.text("title"),
        published=given.moment("published", zone),
        utc_offset=given.offset("published", zone),
        byline=given.text("byline"),
        url=given.url("url"),
        section=given.text("section") or None,
        embargo_until=given.moment("embargo_until", zone),
        expires=given.moment("expires", zone, end=True),
        lang=given.text("lang").partition("-")[0].lower() or None,
        tags=given.words("tags"),
    )
    return matter, text[found.end() :]


class _Block:
    """The keys and values, with the line of each for its faults."""

    def __init__(self, path: str, yaml: str, first: int) -> None:
        self._path, self._first = path, first
        self._lines: dict[str, int] = {}
        for number, line in enumerate(yaml.splitlines()):
            self._lines.setdefault(line.partition(":")[0].strip().strip("\"'"), number)
        self._values = self._load(yaml)
        for key in self._values:
            if key not in _KEYS:
                close = difflib.get_close_matches(str(key), _KEYS, 1)
                raise self._fault(
                    str(key), f"unknown key {str(key)!r}" + (f" (did you mean {close[0]!r}?)" if close else "")
                )

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._fault(key, f"{key} must be text")
        return fold(value)

    def words(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key) or []
        given = value.split(",") if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
            raise self._fault(key, f"{key} must be a list of words")
        return tuple(word for word in map(fold, given) if word)

    def url(self, key: str) -> str:
        given = self.text(key)
        if given and not canonical(given):
            raise self._fault(key, f"{key} must be an absolute http or https address, not {given!r}")
        return canonical(given)

    def offset(self, key: str, zone: tzinfo) -> int | None:
        """The minutes east of Greenwich of a time's own zone, else of ``zone`` then."""
        found = self._stated(key, zone)
        east = found.utcoffset() if found else None
        return int(east.total_seconds() // 60) or None if east else None

    def moment(self, key: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
        """A time in UTC; a bare day is its first moment, or its last second where ``end``."""
        found = self._stated(key, zone, end=end)
        return found.astimezone(UTC) if found else None

    def _stated(self, key: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
        given = self.text(key)
        if not given:
            return None
        try:
            found = datetime.fromisoformat(given)
            if end and _DAY.fullmatch(given):
                found = datetime.combine(found.date(), time(23, 59, 59))
            found = found if found.tzinfo else found.replace(tzinfo=zone)
            found.astimezone(UTC)  # the first and the last day of the calendar are beyond it in some zones
            return found
        except (ValueError, OverflowError) as error:
            raise self._fault(
                key, f"{key} must be a day or a time such as 2025-04-01 or 2025-04-01T09:30+02:00, not {given!r}"
            ) from error

    def _load(self, yaml: str) -> dict[Any, Any]:
        from ruamel.yaml import YAML  # 40 ms that a seed without front matter does not need
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        loader = YAML(typ="base", pure=True)  # every scalar as text: dates and numbers are read here, in the open
        try:
            values = loader.load(yaml)
        except MarkedYAMLError as error:
            line = self._first + (error.problem_mark.line if error.problem_mark else 0)
            raise SeedError(f"front matter: {error.problem}", where=f"{self._path}:{line}") from error
        except (YAMLError, RecursionError, ValueError) as error:
            raise SeedError("front matter is no YAML", where=f"{self._path}:{self._first}") from error
        if values is None:
            return {}
        if not isinstance(values, dict):
            raise SeedError("front matter must be lines of «key: value»", where=f"{self._path}:{self._first}")
        return values

    def _fault(self, key: str, what: str) -> SeedError:
        return SeedError(what, where=f"{self._path}:{self._first + self._lines.get(key, 0)}")
