"""The mail section: subscribers from the file and beside it, and secrets from where they are kept."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path

from digest.config.schema import MailKeys, SmtpKeys
from digest.config.subscribers import read_subscribers
from digest.config.tree import Tree
from digest.messages.addresses import canonical, identity
from digest.model import Mail, SmtpServer, Subscriber

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET_BYTES = 4096


def build_mail(tree: Tree, keys: MailKeys, folder: Path, environ: Mapping[str, str]) -> tuple[Mail, tuple[str, ...]]:
    """The mail settings, and in words the secrets that are not there; faults go to the tree."""
    missing: list[str] = []
    server = _server(tree, keys.smtp, folder, environ, missing)
    mail = Mail(
        sender=keys.sender,
        subscribers=_subscribers(tree, keys, folder),
        server=server,
        unsubscribe=keys.unsubscribe,
    )
    return mail, tuple(missing)


def _subscribers(tree: Tree, keys: MailKeys, folder: Path) -> tuple[Subscriber, ...]:
    everyone: dict[str, Subscriber] = {}
    for number, given in enumerate(keys.to):
        address = canonical(given.address)
        if identity(address) in everyone:
            tree.fault(("mail", "to", number), f"{address} is here already")
        everyone.setdefault(identity(address), Subscriber(address=address, name=given.name))
    if keys.subscribers is not None:
        found, faults = read_subscribers(folder / keys.subscribers)
        for what in faults:
            tree.fault(("mail", "subscribers"), what)
        for subscriber in found:
            everyone.setdefault(identity(subscriber.address), subscriber)
    return tuple(everyone.values())


def _server(tree: Tree, keys: SmtpKeys, folder: Path, environ: Mapping[str, str], missing: list[str]) -> SmtpServer:
    base = ("mail", "smtp")
    username = keys.username
    if username is not None and (name := _VARIABLE.fullmatch(username)):
        username = _variable(name[1], environ, "mail.smtp.username", missing)
        # A log-in that was asked for must not be left out in silence: without its name there is no password for it
        # either.
        username = username or f"${{{name[1]}}}"
    password = _password(tree, keys, folder, environ, missing)
    if keys.username is None and (keys.password is not None or keys.password_file is not None):
        tree.fault((*base, "username"), "required with a password", at=base)
    if keys.username is not None and keys.password is None and keys.password_file is None:
        tree.fault((*base, "password"), "required with a user name: ${NAME}, or password_file", at=base)
    if keys.username is not None and keys.security == "none" and not _loopback(keys.host):
        tree.fault((*base, "security"), "none would send the password in the clear: use starttls or tls")
    if re.search(r"[\s/@]", keys.host) or keys.host.count(":") == 1:
        tree.fault((*base, "host"), "must be a host name alone; its port goes to 'port'")
    ca_file = str(folder / keys.ca_file) if keys.ca_file is not None else None
    if ca_file is not None and not Path(ca_file).is_file():
        tree.fault((*base, "ca_file"), "there is no such file")
    return SmtpServer(
        host=keys.host,
        port=keys.port or _PORTS[keys.security],
        security=keys.security,
        username=username,
        password=password if not username or not username.startswith("${") else None,
        timeout=keys.timeout,
        ca_file=ca_file,
    )


def _password(tree: Tree, keys: SmtpKeys, folder: Path, environ: Mapping[str, str], missing: list[str]) -> str | None:
    base = ("mail", "smtp")
    if keys.password is not None and keys.password_file is not None:
        tree.fault((*base, "password_file"), "one of password and password_file is enough")
        return None
    if keys.password is not None:
        name = _VARIABLE.fullmatch(keys.password)
        if name is None:
            tree.fault(
                (*base, "password"),
                "a secret has no place in this file: write ${NAME} and set NAME in the environment, or password_file",
            )
            return None
        return _variable(name[1], environ, "mail.smtp.password", missing)
    if keys.password_file is None:
        return None
    path = folder / keys.password_file
    try:
        with path.open("rb") as file:
            secret = file.read(_SECRET_BYTES).decode().strip("\r\n")
    except OSError as error:
        missing.append(f"the file {path} cannot be read: {error.strerror} (mail.smtp.password_file)")
        return None
    except UnicodeDecodeError:
        missing.append(f"the file {path} is not UTF-8 text (mail.smtp.password_file)")
        return None
    if not secret:
        missing.append(f"the file {path} is empty (mail.smtp.password_file)")
    return secret or None


def _variable(name: str, environ: Mapping[str, str], where: str, missing: list[str]) -> str | None:
    value = environ.get(name)
    if not value:
        missing.append(f"the environment variable {name} is not set ({where})")
    return value or None


def _loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
