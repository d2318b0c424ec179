"""The mail section as written: what can be told of it without a look at the environment or at another file."""

from __future__ import annotations

import ipaddress
import re

from digest.config.resolving import variable
from digest.config.schema import MailKeys, SmtpKeys
from digest.config.tree import Tree
from digest.config.written import WrittenMail, WrittenSmtp
from digest.messages.addresses import canonical, identity
from digest.model import Subscriber

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def build_mail(tree: Tree, keys: MailKeys) -> WrittenMail:
    """The mail settings; faults go to the tree."""
    return WrittenMail(
        sender=keys.sender,
        to=_to(tree, keys),
        subscribers=keys.subscribers,
        smtp=_smtp(tree, keys.smtp),
        unsubscribe=keys.unsubscribe,
        require_approval=keys.require_approval,
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
    if keys.username is not None and keys.password is None and keys.password_file is None:
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
        password=_password(tree, keys),
        password_file=keys.password_file,
        timeout=keys.timeout,
        ca_file=keys.ca_file,
    )


def _password(tree: Tree, keys: SmtpKeys) -> str | None:
    """The name of the variable that holds the password. What may be the password itself goes no further than here."""
    base = ("mail", "smtp")
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
