"""The mail section as written: what can be told of it without a look at the environment or at another file."""

from __future__ import annotations

import ipaddress
import re

from digest.config.resolving import variable
from digest.config.schema import DkimKeys, MailboxKeys, MailKeys, SmtpKeys
from digest.config.tree import Tree
from digest.config.written import WrittenDkim, WrittenMail, WrittenMailbox, WrittenSmtp
from digest.errors import DataError
from digest.messages.addresses import canonical, identity, mailbox
from digest.model import Limits, Subscriber

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}


def build_mail(tree: Tree, keys: MailKeys) -> WrittenMail:
    """The mail settings; faults go to the tree."""
    return WrittenMail(
        sender=keys.sender,
        to=_to(tree, keys),
        subscribers=keys.subscribers,
        smtp=_smtp(tree, keys.smtp),
        unsubscribe=keys.unsubscribe,
        require_approval=keys.require_approval,
        return_path=canonical(mailbox(keys.return_path)[1]) if keys.return_path else None,
        list_id=keys.list_id.lower() if keys.list_id else None,
        dkim=_dkim(tree, keys.dkim, sender=mailbox(keys.sender)[1]),
        stale_after=keys.stale_after,
        retry_days=keys.retry_days,
        wait=keys.wait,
        limits=Limits(
            per_minute=keys.limits.per_minute,
            per_hour=keys.limits.per_hour,
            per_day=keys.limits.per_day,
            per_domain=keys.limits.per_domain,
            connections=keys.limits.connections,
            messages_per_connection=keys.limits.messages_per_connection,
        ),
        weekly=_WEEKDAYS.index(keys.weekly),
        welcome=keys.welcome,
        soft_bounces=keys.soft_bounces,
        hash_addresses=keys.hash_addresses,
        mailbox=_mailbox(tree, keys.mailbox) if keys.mailbox else None,
    )


def _dkim(tree: Tree, given: list[DkimKeys], *, sender: str) -> tuple[WrittenDkim, ...]:
    made: list[WrittenDkim] = []
    for number, keys in enumerate(given):
        domain = (keys.domain or sender.rpartition("@")[2]).lower().rstrip(".")
        try:
            domain = canonical(f"x@{domain}").rpartition("@")[2]
        except DataError:
            tree.fault(("mail", "dkim", number, "domain"), "must be a domain: example.org")
        if any((domain, keys.selector) == (other.domain, other.selector) for other in made):
            tree.fault(("mail", "dkim", number, "selector"), "is here already: each key has a selector of its own")
        made.append(WrittenDkim(domain=domain, selector=keys.selector, key_file=keys.key_file))
    return tuple(made)


def _mailbox(tree: Tree, keys: MailboxKeys) -> WrittenMailbox:
    base = ("mail", "mailbox")
    if keys.maildir is not None:
        if keys.host is not None:
            tree.fault((*base, "maildir"), "one of maildir and host is enough")
    elif keys.host is None:
        tree.fault(
            (*base, "host"), "required: the IMAP server's name, or 'maildir' for a Maildir on this machine", at=base
        )
    elif keys.username is None:
        tree.fault((*base, "username"), "required to read a mailbox by IMAP", at=base)
    elif keys.password is None and keys.password_file is None:
        tree.fault((*base, "password"), "required with a user name: ${NAME}, or password_file", at=base)
    elif keys.security == "none" and not _loopback(keys.host):
        tree.fault((*base, "security"), "none would send the password in the clear: use tls or starttls")
    return WrittenMailbox(
        maildir=keys.maildir,
        host=keys.host or "",
        port=keys.port or _IMAP_PORTS[keys.security],
        security=keys.security,
        username=keys.username or "",
        password=_password(tree, keys, base),
        password_file=keys.password_file,
        folder=keys.folder,
        timeout=keys.timeout,
        ca_file=keys.ca_file,
    )


def _to(tree: Tree, keys: MailKeys) -> tuple[Subscriber, ...]:
    everyone: dict[str, Subscriber] = {}
    for number, given in enumerate(keys.to):
        address = canonical(given.address)
        if identity(address) in everyone:
            tree.fault(("mail", "to", number), f"{address} is here already")
        everyone.setdefault(identity(address), Subscriber(address=address, name=given.name))
    return tuple(everyone.values())


def _smtp(tree: Tree, keys: SmtpKeys) -> WrittenSmtp:
    base = ("mail", "smtp")
    if keys.username is None and (keys.password is not None or keys.password_file is not None):
        tree.fault((*base, "username"), "required with a password", at=base)
    if keys.auth == "xoauth2":
        if keys.token_command is None or keys.username is None:
            tree.fault((*base, "auth"), "xoauth2 needs a username, and a token_command that prints an access token")
        if keys.password is not None or keys.password_file is not None:
            tree.fault((*base, "auth"), "xoauth2 takes its token from token_command: leave the password out")
    elif keys.token_command is not None:
        tree.fault((*base, "token_command"), "is for `auth: xoauth2` alone")
    elif keys.username is not None and keys.password is None and keys.password_file is None:
        tree.fault((*base, "password"), "required with a user name: ${NAME}, or password_file", at=base)
    if keys.username is not None and keys.security == "none" and not _loopback(keys.host):
        tree.fault((*base, "security"), "none would send the password in the clear: use starttls or tls")
    if re.search(r"[\s/@]", keys.host) or keys.host.count(":") == 1:
        tree.fault((*base, "host"), "must be a host name alone; its port goes to 'port'")
    return WrittenSmtp(
        host=keys.host,
        port=keys.port or _PORTS[keys.security],
        security=keys.security,
        username=keys.username,
        password=_password(tree, keys, base),
        password_file=keys.password_file,
        timeout=keys.timeout,
        ca_file=keys.ca_file,
        auth=keys.auth,
        token_command=keys.token_command,
    )


def _password(tree: Tree, keys: SmtpKeys | MailboxKeys, base: tuple[str, ...]) -> str | None:
    """The name of the variable that holds the password. What may be the password itself goes no further than here."""
    if keys.password is None:
        return None
    if keys.password_file is not None:
        tree.fault((*base, "password_file"), "one of password and password_file is enough")
        return None
    name = variable(keys.password)
    if name is None:
        tree.fault(
            (*base, "password"),
            "a secret has no place in this file: write ${NAME} and set NAME in the environment, or password_file",
        )
    return name


def _loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
