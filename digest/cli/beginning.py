"""What a new publication is to be: asked on a terminal, or taken from the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.config.starting import PASSWORD_FILE, WELL_KNOWN, Sender, starter
from digest.errors import DigestError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.config.packs import KnownFeed, Pack

_TITLE = "The Morning Digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What goes into feeds.yml. Without a pack and an OPML file it begins with feeds of the world's news."""

    title: str = _TITLE
    timezone: str = "UTC"
    language: str = "en"
    packs: tuple[str, ...] = ()
    opml: Path | None = None
    mail: Sender | None = None
    password: str = field(default="", repr=False)  # of the log-in, which never stands in feeds.yml
    password_file = PASSWORD_FILE

    def text(self) -> str:
        """The feeds.yml. Raises ``UsageError`` for a pack that is not there, ``DataError`` for a file without feeds."""
        feeds = self._feeds()
        english = self.language.partition("-")[0].lower() == "en"
        return starter(
            self.title,
            self.timezone,
            tagline="What happened, in the sources' own words" if english else "",
            language=self.language,
            sources=_by_section(feeds) if feeds else WELL_KNOWN,
            languages={
                feed.url: feed.language for feed in feeds if feed.language and not _same(feed.language, self.language)
            },
            mail=self.mail,
        )

    def _feeds(self) -> list[KnownFeed]:
        from digest.config.packs import packs

        known = {pack.key: pack for pack in packs()}
        found: list[KnownFeed] = []
        for name in self.packs:
            if name not in known:
                import difflib

                near = difflib.get_close_matches(name, known, n=1)
                raise UsageError(
                    f"there is no pack {name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""),
                    fix="`digest init --packs` lists them",
                )
            found += known[name].feeds
        if self.opml is not None:
            found += _exported(self.opml)
        return found


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def _by_section(feeds: Sequence[KnownFeed]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By section, no address and no name twice."""
    from digest.cli.sources.rewriting import unused
    from digest.config.packs import sections

    taken: set[str] = set()
    made: dict[str, list[tuple[str, str]]] = {}
    for section, rows in sections(feeds).items():
        for name, url in rows:
            name = unused(name, taken)
            taken.add(name)
            made.setdefault(section, []).append((name, url))
    return made


def _exported(path: Path) -> list[KnownFeed]:
    from digest.config.packs import KnownFeed
    from digest.errors import DataError
    from digest.sources import opml

    found = opml.read(path.read_bytes(), where=str(path))
    if not found:
        raise DataError("an OPML file without feeds", where=str(path))
    return [
        KnownFeed(name=source.name, url=source.url, section=source.section or "", language=source.lang or "")
        for source in found
    ]


def wanted(
    wishes: Wishes,
    *,
    title: str | None,
    timezone: str | None,
    language: str | None,
    sender: str | None,
    to: tuple[str, ...],
    smtp: str | None,
    username: str | None,
) -> Wishes:
    """What the command line asks for. Who names no reader reads it alone: the sender, as the questions offer.

    Raises ``UsageError`` where half a sender is named.
    """
    if (sender is None) != (smtp is None) or (sender is None and (to or username)):
        raise UsageError("mail needs both --from and --smtp", fix="--from news@example.org --smtp smtp.example.org")
    mail = None
    if sender is not None and smtp is not None:
        mail = _sender(sender, to or (sender,), smtp, username)
    return replace(
        wishes,
        mail=mail,
        title=wishes.title if title is None else title,
        timezone=wishes.timezone if timezone is None else timezone,
        language=wishes.language if language is None else language,
    )


def _sender(sender: str, to: Sequence[str], server: str, username: str | None) -> Sender:
    """Port 465 is TLS from the first byte, a server on this machine needs none, and any other says STARTTLS."""
    host, _, written = server.strip().partition(":")
    if not host or (written and not re.fullmatch(r"[0-9]{1,5}", written)):
        raise UsageError(f"{server!r} is no mail server", fix="write it like smtp.example.org or smtp.example.org:465")
    port = int(written) if written else None
    local = host in ("localhost", "127.0.0.1")
    security = "tls" if port == 465 else "none" if local else "starttls"
    return Sender(sender=sender, to=tuple(to), host=host, port=port, security=security, username=username)


def list_packs() -> None:
    """Every pack, with its feeds."""
    from digest.config.packs import packs

    for pack in packs():
        click.echo(f"{pack.key:<16}{pack.title} ({pack.language}): {', '.join(feed.name for feed in pack.feeds)}")


def ask() -> Wishes:
    """The questions, each with an answer that the enter key gives. Ctrl-C ends them, and nothing is written."""
    from digest.cli.zones import guessed
    from digest.config.packs import packs

    click.echo("A few questions; the enter key takes what stands in brackets. feeds.yml can say otherwise at any time.")
    title = click.prompt("Title", default=_TITLE, value_proc=_one_line)
    timezone = click.prompt("Time zone", default=guessed() or "UTC", value_proc=_zone)
    languages = click.prompt("Languages, the publication's own first", default="en", value_proc=_languages)
    known = packs()
    first = [pack for pack in known if any(_same(pack.language, language) for language in languages)]
    offered = [*first, *(pack for pack in known if pack not in first)]
    click.echo("Feeds to begin with:")
    for number, pack in enumerate(offered, 1):
        click.echo(f"  {number:>2}  {pack.title} ({pack.key})")
    usual = "world" if "en" in (language.lower() for language in languages) or not first else first[0].key
    packs_or_file = click.prompt(
        "Numbers or names, or the path of an OPML file", default=usual, value_proc=lambda text: _choice(text, offered)
    )
    wishes = replace(packs_or_file, title=title, timezone=timezone, language=languages[0])
    sender = click.prompt(
        "Mail it from (an address; empty: not yet)", default="", show_default=False, value_proc=_address
    )
    return _mailing(wishes, sender) if sender else wishes


def _mailing(wishes: Wishes, sender: str) -> Wishes:
    to = click.prompt("Mail it to (addresses)", default=sender, value_proc=_addresses)
    server = click.prompt("Mail server (host, or host:465)", value_proc=lambda text: _server(sender, to, text))
    username = click.prompt("User name there (empty: no log-in)", default="", show_default=False).strip()
    password = ""
    if username:
        password = click.prompt(
            f"Password (kept in {PASSWORD_FILE}; empty: later)", default="", show_default=False, hide_input=True
        )
    return replace(wishes, mail=replace(server, username=username or None), password=password)


# What click.prompt asks again after is its own UsageError.


def _address(text: str) -> str:
    from digest.messages.addresses import mailbox

    try:
        if text.strip():
            mailbox(text.strip())
    except DigestError as error:
        raise click.UsageError(error.what) from None
    return text.strip()


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(_address(each) for each in text.split(",") if each.strip())


def _server(sender: str, to: Sequence[str], text: str) -> Sender:
    try:
        return _sender(sender, to, text, None)
    except DigestError as error:
        raise click.UsageError(str(error)) from None


def _one_line(text: str) -> str:
    if not text.strip() or len(text) > 200:
        raise click.UsageError("a title has 1 to 200 characters")
    return text.strip()


def _zone(text: str) -> str:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(text.strip())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        import difflib

        near = difflib.get_close_matches(text, zoneinfo.available_timezones(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise click.UsageError(f"{text!r} is no time zone: write a name like Europe/Berlin{hint}") from None
    return text.strip()


def _languages(text: str) -> tuple[str, ...]:
    found = tuple(re.split(r"[,\s]+", text.strip()))
    if not all(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", each) for each in found):
        raise click.UsageError("write languages like en, or de fr")
    return found


def _choice(text: str, offered: Sequence[Pack]) -> Wishes:
    """What was chosen of the packs that were offered, by number or name; or a file."""
    path = Path(text.strip()).expanduser()
    if path.suffix.lower() in (".opml", ".xml"):
        wishes = Wishes(opml=path)
    else:
        names = []
        for word in re.split(r"[,\s]+", text.strip()):
            at = int(word) if re.fullmatch(r"[0-9]{1,3}", word) else 0
            names.append(offered[at - 1].key if 1 <= at <= len(offered) else word)
        wishes = Wishes(packs=tuple(dict.fromkeys(names)))
    try:
        wishes.text()
    except (DigestError, OSError) as error:
        raise click.UsageError(str(error)) from None
    return wishes
