"""Looks at servers: each asks one of them, and waits no longer than it may."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from msgspec.structs import replace

from digest.cli.doctor import surroundings
from digest.doctor import servers
from digest.doctor.findings import Finding, skipped
from digest.errors import DigestError, MailError
from digest.pipeline.doctor import Look

if TYPE_CHECKING:
    from digest.cli.doctor.house import House
    from digest.config import Config
    from digest.delivery import Probe
    from digest.fetching.looking import Look as Answered
    from digest.model import Mail, Serving

_ASKED = 3  # servers of sources, to hold the clock against
_PATIENCE = 12.0  # seconds for one answer
_SMTP = 20.0  # seconds for all of a talk with the mail server
_IMAP = 6.0  # seconds for each reply of the mailbox's server
_NOBODY = ""  # whom the link to leave names


def looks(house: House, config: Config) -> list[Look]:
    """Every look at a server."""
    made = [Look(check="network", at=lambda: _network(house, config))]
    mail = config.mail
    if mail is not None:
        made.append(Look(check="mail server", at=lambda: _mail_server(house, config, mail)))
        made.append(Look(check="DNS", at=lambda: _dns(config, mail)))
        if mail.mailbox is not None:
            made.append(Look(check="mailbox", at=lambda: _mailbox(house, config)))
        if config.serve is None and (mail.unsubscribe or "").lower().startswith("https:"):
            made.append(Look(check="unsubscribe", at=lambda: _way_out(mail)))
    serve = config.serve
    if serve is not None:
        made.append(Look(check="unsubscribe", at=lambda: _reception(house, serve)))
    if config.publication.url:
        made.append(Look(check="pages", at=lambda: _pages(house, config)))
    return made


def _asked(
    url: str, *, method: Literal["GET", "HEAD", "POST"] = "GET", data: bytes | None = None
) -> tuple[servers.Answer, Answered]:
    from digest.fetching.looking import look

    found = asyncio.run(look(url, method=method, data=data, patience=_PATIENCE))
    return _answer(url, found), found


def _answer(url: str, found: Answered) -> servers.Answer:
    return servers.Answer(url=url, status=found.status, reason=found.reason, body=found.body.decode("utf-8", "replace"))


def _network(house: House, config: Config) -> list[Finding]:
    """Whether servers of sources answer, and what time they have."""
    from digest.fetching.looking import look

    urls = _hosts(house, config)

    async def ask() -> Sequence[Answered]:
        return await asyncio.gather(*(look(url, method="HEAD", patience=_PATIENCE) for url in urls))

    found = asyncio.run(ask())
    clocks = [
        (urlsplit(url).hostname or url, one.ahead)
        for url, one in zip(urls, found, strict=True)
        if one.ahead is not None
    ]
    # Of each only the host is told: what follows it may be a key.
    answers = [_answer(_origin(url), one) for url, one in zip(urls, found, strict=True)]
    return [*surroundings.clock(house, clocks), *servers.network(answers)]


def _hosts(house: House, config: Config) -> list[str]:
    """Addresses of sources on different hosts, those first that answered last."""
    states = house.memory.states or {}

    def answered(key: str) -> float:
        state = states.get(key)
        return state.last_success.timestamp() if state is not None and state.last_success is not None else 0.0

    found: dict[str, str] = {}
    for source in sorted(config.sources, key=lambda one: -answered(one.key)):
        parts = urlsplit(source.url)
        host = parts.hostname or ""
        if parts.scheme in ("http", "https") and host and not host.endswith(".invalid"):
            found.setdefault(host, source.url)
    return list(found.values())[:_ASKED]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"


def _mail_server(house: House, config: Config, mail: Mail) -> list[Finding]:
    from digest.delivery.connection import is_loopback
    from digest.wiring import Newsroom

    server = mail.server
    where = f"{server.host}:{server.port}"
    if any("mail.smtp" in text for text in config.missing_secrets):
        return [skipped("mail server", f"{where} was not asked: what it takes to log in is not there")]
    try:
        seen = asyncio.run(_in_time(Newsroom(config).probe(mail)))
    except MailError as error:
        facts = servers.MailServer(where=where, host=server.host, trouble=error.what, fix=error.fix or "")
    except TimeoutError:
        facts = servers.MailServer(
            where=where, host=server.host, trouble="it did not come to an end in time", fix="check mail.smtp.port"
        )
    else:
        facts = servers.MailServer(
            where=where,
            host=server.host,
            username=server.username,
            near=is_loopback(server.host),
            tls=seen.tls,
            certificate_until=seen.certificate_until,
            logged_in=seen.logged_in,
            extensions=seen.extensions,
        )
    return servers.mail_server(facts, now=house.now)


async def _in_time(work: Coroutine[None, None, Probe]) -> Probe:
    return await asyncio.wait_for(work, _SMTP)


def _dns(config: Config, mail: Mail) -> list[Finding]:
    from digest.wiring import Newsroom

    try:
        found = Newsroom(config).findings(mail)
    except DigestError as error:
        return [skipped("DNS", f"not asked: {error.what}")]
    return servers.dns([servers.Record(topic=one.topic, state=one.state, what=one.what, fix=one.fix) for one in found])


def _mailbox(house: House, config: Config) -> list[Finding]:
    """Log in and open the folder, and take nothing out of it."""
    from digest.wiring import Newsroom

    room = Newsroom(config)
    try:
        _, box = room.mailbox()
    except DigestError as error:
        return [skipped("mailbox", f"not asked: {error.what}")]
    where = box.maildir or f"{box.host}:{box.port}, folder {box.folder}"
    post = room.post(replace(box, timeout=min(box.timeout, _IMAP)), now=house.now)
    try:
        next(post.mails(frozenset), None)  # whatever is there is said to be known, so nothing is fetched
    except DigestError as error:
        return servers.mailbox(where, f"{error.where}: {error.what}" if error.where else error.what, error.fix or "")
    finally:
        post.close()
    return servers.mailbox(where, "", "")


def _way_out(mail: Mail) -> list[Finding]:
    """The page of a service elsewhere, asked for in the name of an address that nobody can have (RFC 2606)."""
    url = (mail.unsubscribe or "").replace("{address}", quote("nobody@example.invalid", safe=""))
    answer, _ = _asked(url)
    return servers.way_out(answer, host=urlsplit(url).hostname or "")


def _reception(house: House, serve: Serving) -> list[Finding]:
    """The pages of `digest serve`. The link names nobody, and the POST lacks the word that makes one leave."""
    listens = f"{serve.host}:{serve.port}"
    health, _ = _asked(f"{serve.url}/healthz")
    if health.status != 200 or health.body.strip() != "ok":
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(serve.host, serve.host)  # noqa: S104 - is never bound here
        host = f"[{host}]" if ":" in host and not host.startswith("[") else host
        here, _ = _asked(f"http://{host}:{serve.port}/healthz")
        return servers.reception(servers.Reception(url=serve.url, listens=listens, health=health, here=here))
    token, signed = _token(house.state / "secret")
    link = f"{serve.url}/u/{token}"
    shown, _ = _asked(link)
    posted, _ = _asked(link, method="POST", data=b"look=doctor")
    return servers.reception(
        servers.Reception(url=serve.url, listens=listens, health=health, shown=shown, posted=posted, signed=signed)
    )


def _token(path: Path) -> tuple[str, bool]:
    """A token to leave by that names nobody, and whether it is signed: it is not where the secret cannot be read."""
    from digest.messages.tokens import Tokens
    from digest.storage.secret import derived

    try:
        secret = path.read_bytes()
    except OSError:
        return "none", False
    return Tokens(derived(secret, "tokens")).sign("unsubscribe", _NOBODY), True


def _pages(house: House, config: Config) -> list[Finding]:
    url = (config.publication.url or "").rstrip("/")
    site, _ = _asked(f"{url}/")
    newest = house.memory.newest
    page = None
    if newest is not None and newest.published and site.status is not None and site.status < 400:
        page, _ = _asked(f"{url}/{newest.folder}/", method="HEAD")
    return servers.pages(site, page)
