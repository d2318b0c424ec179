"""From what feeds.yml says to what the program works with: the home folder, the files and folders it names, the
environment, the time zones and subscribers of today. Cheap, and done anew each time.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from digest.config.collecting import collector
from digest.config.settings import Config, WatchSettings
from digest.model import DkimKey, Mail, Mailbox, Site, SmtpServer, Source, Subscriber, Theme

if TYPE_CHECKING:
    from digest.config.tree import Path as Steps
    from digest.config.written import (
        Written,
        WrittenDkim,
        WrittenMail,
        WrittenMailbox,
        WrittenSite,
        WrittenSmtp,
        WrittenWatch,
    )

    Fault = Callable[[Steps, str], None]  # hears the path of a fault in feeds.yml, and what it is

VARIABLE = r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}"  # the place of one in the environment
_SECRET_BYTES = 16384  # an RSA key of 8,192 bits has 6,400
_LOGO_BYTES = 200_000


def variable(text: str) -> str | None:
    """The name in ``${NAME}``; None where the text is anything else."""
    found = re.fullmatch(VARIABLE, text)
    return found[1] if found else None


def absolute(folder: Path, text: str) -> str:
    """A path as written, from the folder of feeds.yml; ``~`` is the home folder, where there is one."""
    # Not resolved: a link that a person set up is theirs to move.
    return os.path.normpath(os.path.join(folder, os.path.expanduser(text)))  # noqa: PTH111, PTH118 - pathlib's raises


def resolve(written: Written, path: Path, environ: Mapping[str, str], fault: Fault) -> Config:
    """The ``Config`` of what is ``written`` in the feeds.yml at ``path``.

    ``fault`` hears what is not as it must be; what is returned is no good then. A secret that is not there is no fault:
    ``Config.missing_secrets`` says so in words.
    """
    folder = path.parent
    missing: list[str] = []
    unread: list[str] = []
    return Config(
        path=path,
        publication=written.publication,
        rules=written.rules,
        sources=_sources(written, folder, fault),
        site=_site(written.site, folder, fault),
        mail=_mail(written.mail, folder, environ, missing, unread, fault) if written.mail is not None else None,
        serve=written.serve,
        fetch=written.fetch,
        keep_days=written.keep_days,
        may_fail=written.may_fail,
        watch=_watch(written.watch, folder, environ),
        missing_secrets=tuple(missing),
        missing_for_mailbox=tuple(unread),
    )


def _watch(watch: WrittenWatch | None, folder: Path, environ: Mapping[str, str]) -> WatchSettings:
    collects, lacks = collector(watch.telemetry if watch is not None else None, environ)
    missing = [lacks] if lacks is not None else []
    if watch is None:
        return WatchSettings(collector=collects, missing=tuple(missing))

    def url(name: str, text: str | None) -> str | None:
        if text is None:
            return None
        lacks: list[str] = []

        def value(found: re.Match[str]) -> str:
            if not environ.get(found[1]):
                lacks.append(found[1])
            return environ.get(found[1], "")

        made = re.sub(VARIABLE, value, text).strip()
        if lacks:
            missing.append(f"run.ping.{name}: the environment has no {' and no '.join(lacks)}")
        elif not re.match(r"https?://[^/\s]+\S*$", made, re.IGNORECASE):
            missing.append(f"run.ping.{name}: with what the environment holds it is no URL")
        else:
            return made
        return None

    return WatchSettings(
        report=absolute(folder, watch.report) if watch.report else None,
        metrics=absolute(folder, watch.metrics) if watch.metrics else None,
        start=url("start", watch.start),
        success=url("success", watch.success),
        failure=url("failure", watch.failure),
        collector=collects,
        tell=watch.tell,
        tell_after=watch.tell_after,
        missing=tuple(missing),
    )


def _sources(written: Written, folder: Path, fault: Fault) -> tuple[Source, ...]:
    try:
        zone = ZoneInfo(written.publication.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fault(("publication", "timezone"), "there is no such time zone on this machine")
        return written.sources
    made = []
    for source in written.sources:
        if source.url.startswith("~"):
            source = replace(source, url=absolute(folder, source.url))
        if source.published is not None:
            source = replace(source, published=_utc(source.published, zone))
        made.append(source)
    return tuple(made)


def _utc(moment: datetime, zone: ZoneInfo) -> datetime | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None  # year 1 or 9999 at the wrong end of a day


def _site(site: WrittenSite, folder: Path, fault: Fault) -> Site:
    output = Path(absolute(folder, site.output))
    if folder.is_relative_to(output):
        fault(("site", "output"), "must be a folder of its own: a run replaces what is in it")
    elif output.exists() and not output.is_dir():
        fault(("site", "output"), f"must be a folder, and {output} is a file")
    templates: Path | None = folder / "templates"
    if site.templates is not None:
        templates = Path(absolute(folder, site.templates))
        if not templates.is_dir():
            fault(("site", "templates"), "there is no such folder")
    elif not (folder / "templates").is_dir():
        templates = None
    return Site(
        output=str(output),
        templates=str(templates) if templates else None,
        accent=site.accent,
        noindex=site.noindex,
        theme=_theme(site.theme, folder, fault),
        catalogs=str(folder / "locale") if (folder / "locale").is_dir() else None,
    )


def _theme(theme: Theme, folder: Path, fault: Fault) -> Theme:
    if not theme.logo or theme.logo.lower().startswith("https:"):
        return theme
    logo = Path(absolute(folder, theme.logo))
    if not logo.is_file():
        fault(("theme", "logo"), "there is no such file")
    elif logo.stat().st_size > _LOGO_BYTES:
        fault(("theme", "logo"), f"is larger than {_LOGO_BYTES // 1000} KB, which every page would take along")
    return replace(theme, logo=str(logo))


def _mail(
    mail: WrittenMail,
    folder: Path,
    environ: Mapping[str, str],
    missing: list[str],
    unread: list[str],
    fault: Fault,
) -> Mail:
    server = _server(mail.smtp, folder, environ, missing, fault)
    subscribers = mail.to if mail.subscribers is None else _subscribers(mail.to, folder / mail.subscribers, fault)
    return Mail(
        sender=mail.sender,
        subscribers=subscribers,
        server=server,
        unsubscribe=mail.unsubscribe,
        require_approval=mail.require_approval,
        return_path=mail.return_path,
        list_id=mail.list_id,
        dkim=tuple(_dkim(key, folder, environ, missing) for key in mail.dkim),
        stale_after=mail.stale_after,
        retry_days=mail.retry_days,
        wait=mail.wait,
        limits=mail.limits,
        weekly=mail.weekly,
        welcome=mail.welcome,
        soft_bounces=mail.soft_bounces,
        hash_addresses=mail.hash_addresses,
        mailbox=_mailbox(mail.mailbox, folder, environ, unread, fault) if mail.mailbox is not None else None,
    )


def _dkim(key: WrittenDkim, folder: Path, environ: Mapping[str, str], missing: list[str]) -> DkimKey:
    pem = _kept(folder, key.key_file, environ, missing, "mail.dkim[].key_file")
    return DkimKey(domain=key.domain, selector=key.selector, pem=pem or "")


def _mailbox(
    mailbox: WrittenMailbox, folder: Path, environ: Mapping[str, str], missing: list[str], fault: Fault
) -> Mailbox:
    if mailbox.maildir is not None:
        maildir = absolute(folder, mailbox.maildir)
        if not Path(maildir).is_dir():
            fault(("mail", "mailbox", "maildir"), "there is no such folder")
        return Mailbox(maildir=maildir, folder=mailbox.folder)
    username, password = mailbox.username, None
    if name := variable(username):
        username = _secret(name, environ, "mail.mailbox.username", missing) or username
    if mailbox.password is not None:
        password = _secret(mailbox.password, environ, "mail.mailbox.password", missing)
    elif mailbox.password_file is not None:
        password = _kept(folder, mailbox.password_file, environ, missing, "mail.mailbox.password_file")
    ca_file = absolute(folder, mailbox.ca_file) if mailbox.ca_file is not None else None
    if ca_file is not None and not Path(ca_file).is_file():
        fault(("mail", "mailbox", "ca_file"), "there is no such file")
    return Mailbox(
        host=mailbox.host,
        port=mailbox.port,
        security=mailbox.security,
        username=username,
        password=password,
        folder=mailbox.folder,
        timeout=mailbox.timeout,
        ca_file=ca_file,
    )


def _subscribers(listed: tuple[Subscriber, ...], path: Path, fault: Fault) -> tuple[Subscriber, ...]:
    # Only here: they bring the composing of mail with them, which a fetch has no use for.
    from digest.config.subscribers import read_subscribers
    from digest.messages.addresses import identity

    everyone = {identity(each.address): each for each in listed}
    found, faults = read_subscribers(path)
    for what in faults:
        fault(("mail", "subscribers"), what)
    for subscriber in found:
        everyone.setdefault(identity(subscriber.address), subscriber)
    return tuple(everyone.values())


def _server(
    smtp: WrittenSmtp, folder: Path, environ: Mapping[str, str], missing: list[str], fault: Fault
) -> SmtpServer:
    username = smtp.username
    if username is not None and (name := variable(username)):
        # A log-in that was asked for must not be left out in silence: without its name there is no password for it
        # either.
        username = _secret(name, environ, "mail.smtp.username", missing) or username
    password: str | None = None
    if smtp.password is not None:
        password = _secret(smtp.password, environ, "mail.smtp.password", missing)
    elif smtp.password_file is not None:
        password = _kept(folder, smtp.password_file, environ, missing, "mail.smtp.password_file")
    ca_file = str(folder / smtp.ca_file) if smtp.ca_file is not None else None
    if ca_file is not None and not Path(ca_file).is_file():
        fault(("mail", "smtp", "ca_file"), "there is no such file")
    return SmtpServer(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=username,
        password=password if not username or not username.startswith("${") else None,
        timeout=smtp.timeout,
        ca_file=ca_file,
        auth=smtp.auth,
        token_command=smtp.token_command,
    )


def _secret(name: str, environ: Mapping[str, str], where: str, missing: list[str]) -> str | None:
    value = environ.get(name)
    if not value:
        missing.append(f"the environment variable {name} is not set ({where})")
    return value or None


def _kept(folder: Path, text: str, environ: Mapping[str, str], missing: list[str], where: str) -> str | None:
    """The secret in a file that is named as written; ``${NAME}/`` before it is a folder that the environment names."""
    # systemd gives a service its secrets in a folder that it names so: ${CREDENTIALS_DIRECTORY}/smtp-password.
    if found := re.match(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}(?=/)", text):
        place = _secret(found[1], environ, where, missing)
        if place is None:
            return None
        text = place + text[found.end() :]
    return _held(Path(absolute(folder, text)), missing, where)


def _held(path: Path, missing: list[str], where: str) -> str | None:
    """The secret that a file holds."""
    try:
        with path.open("rb") as file:
            secret = file.read(_SECRET_BYTES).decode().strip("\r\n")
    except OSError as error:
        missing.append(f"the file {path} cannot be read: {error.strerror} ({where})")
        return None
    except UnicodeDecodeError:
        missing.append(f"the file {path} is not UTF-8 text ({where})")
        return None
    if not secret:
        missing.append(f"the file {path} is empty ({where})")
    return secret or None
