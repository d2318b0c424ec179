"""What a subscriber gets, as options of a command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from digest.errors import DataError, UsageError

if TYPE_CHECKING:
    from digest.messages.preferences import Offered
    from digest.model import Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks for; None: nothing about it."""

    name: str | None
    field: tuple[str, ...]
    without: tuple[str, ...]
    every_section: bool
    language: str | None
    weekly: bool | None
    timezone: str | None
    hour: str | None

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        said = (self.name, self.language, self.weekly, self.timezone, self.hour)
        return bool(self.field or self.without or self.every_section or any(each is not None for each in said))

    def put_on(self, subscriber: Subscriber, offered: Offered) -> Subscriber:
        """The subscriber with all that is asked for. Raises ``UsageError`` for what there is not."""
        try:
            return replace(subscriber, **self._changes(subscriber, offered))
        except DataError as error:
            raise UsageError(error.what) from error

    def _changes(self, subscriber: Subscriber, offered: Offered) -> dict[str, Any]:
        from digest.messages import preferences

        changes: dict[str, Any] = {}
        if self.name is not None:
            changes["name"] = preferences.tidy(self.name, longest=preferences.LONGEST_NAME)
        if self.field:
            changes["fields"] = _fields(subscriber.fields, self.field)
        if self.without:
            changes["without"] = tuple(dict.fromkeys(_section(name, offered) for name in self.without))
        elif self.every_section:
            changes["without"] = ()
        if self.language is not None:
            changes["language"] = offered.language(self.language)
        if self.weekly is not None:
            changes["rhythm"] = "weekly" if self.weekly else "daily"
        if self.timezone is not None:
            changes["timezone"] = preferences.timezone(self.timezone)
        if self.hour is not None:
            changes["hour"] = preferences.hour("" if self.hour == "any" else self.hour)
        return changes


def _section(name: str, offered: Offered) -> str:
    """The section of that name. Raises ``UsageError``, with those that there are, where there is none."""
    try:
        return offered.section(name)
    except DataError as error:
        if not offered.sections:
            raise UsageError(error.what, fix="feeds.yml names no sections") from error
        raise UsageError(error.what, fix=f"the sections are {', '.join(offered.sections)}") from error


def _fields(held: Mapping[str, str], given: tuple[str, ...]) -> dict[str, str]:
    from digest.messages import preferences

    fields = dict(held)
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--field {text!r} has no '='", fix="write it like --field city=Ankara")
        name, value = preferences.field(name, value)
        fields.pop(name, None)
        if value:
            fields[name] = value
    if len(fields) > preferences.MOST_FIELDS:
        raise UsageError(f"{len(fields)} fields of one person; {preferences.MOST_FIELDS} are the most")
    return fields


def wishes(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options; the command gets them as one ``Wishes``."""

    @click.option("--name", help="What they are called.")
    @click.option(
        "--field", multiple=True, metavar="NAME=VALUE", help="Anything else, for templates; NAME= takes it out."
    )
    @click.option(
        "--without", multiple=True, metavar="SECTION", help="Leave SECTION out of their mail; may be repeated."
    )
    @click.option("--every-section", is_flag=True, help="Leave no section out.")
    @click.option("--language", metavar="TAG", help="The language of the mail's own words; '' is the publication's.")
    @click.option("--weekly/--daily", default=None, help="The week's stories in one mail, or each issue.")
    @click.option("--timezone", metavar="ZONE", help="Where they are: Europe/Oslo; '' is the publication's.")
    @click.option("--hour", metavar="HOUR", help="Not before HOUR (0 to 23) there; 'any' is as soon as it can.")
    @functools.wraps(function)
    def command(*args: Any, **given: Any) -> Any:
        taken = {name: given.pop(name) for name in Wishes.__dataclass_fields__}
        return function(*args, wished=Wishes(**taken), **given)

    return command


def told(subscriber: Subscriber) -> str:
    """What somebody gets, in words."""
    parts: list[str] = [subscriber.rhythm]
    if subscriber.language:
        parts.append(f"in {subscriber.language}")
    if subscriber.without:
        parts.append(f"without {', '.join(subscriber.without)}")
    if subscriber.hour is not None:
        parts.append(f"not before {subscriber.hour}:00 {subscriber.timezone}".rstrip())
    elif subscriber.timezone:
        parts.append(f"in the zone {subscriber.timezone}")
    return ", ".join(parts)
