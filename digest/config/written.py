"""What a sound feeds.yml says by itself: the same for the same text at the same path, whoever reads it and when.

Nothing in it was looked up elsewhere: a secret is the name of a variable or a file, a subscribers' file is a name, a
``~`` is a ``~``. So it may be kept (``caching``), and is made a ``Config`` anew each time (``resolving``).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.config.settings import KEEP_DAYS, FetchSettings
from digest.model import Limits, Publication, Rules, Serving, Source, Subscriber, Theme


class WrittenSmtp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How to reach the mail server; where the password is, but not what it is."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    username: str | None = None  # itself, or ${NAME}
    password: str | None = None  # the name of an environment variable
    password_file: str | None = None
    timeout: float
    ca_file: str | None = None
    auth: Literal["auto", "plain", "login", "cram-md5", "xoauth2"] = "auto"
    token_command: str | None = None


class WrittenDkim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a key to sign with is."""

    domain: str
    selector: str
    key_file: str


class WrittenMailbox(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where answers and returned mail are read; where the password is, but not what it is."""

    maildir: str | None = None
    host: str = ""
    port: int
    security: Literal["tls", "starttls", "none"]
    username: str = ""  # itself, or ${NAME}
    password: str | None = None  # the name of an environment variable
    password_file: str | None = None
    folder: str
    timeout: float
    ca_file: str | None = None


class WrittenMail(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who the mail is from and to."""

    sender: str
    to: tuple[Subscriber, ...] = ()
    subscribers: str | None = None  # a file of more
    smtp: WrittenSmtp
    unsubscribe: str | None = None
    require_approval: bool = False
    return_path: str | None = None
    list_id: str | None = None
    dkim: tuple[WrittenDkim, ...] = ()
    stale_after: int
    retry_days: int
    wait: int
    limits: Limits
    weekly: int
    welcome: bool = True
    soft_bounces: int
    hash_addresses: bool = False
    mailbox: WrittenMailbox | None = None


class WrittenSite(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the pages look and where they go."""

    output: str
    templates: str | None = None
    accent: str
    noindex: bool = False
    theme: Theme = Theme()  # its logo as written


class WrittenWatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who hears how runs go."""

    report: str | None = None
    metrics: str | None = None
    start: str | None = None  # ${NAME} in it as written
    success: str | None = None
    failure: str | None = None
    telemetry: str | None = None
    tell: str | None = None
    tell_after: int


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One publication, as written. Every path is as feeds.yml has it, but for those of ``sources``."""

    publication: Publication
    rules: Rules
    # Paths from the folder of feeds.yml are made absolute, those that begin with ~ are not; a time may lack its zone.
    sources: tuple[Source, ...]
    site: WrittenSite
    fetch: FetchSettings
    mail: WrittenMail | None = None
    serve: Serving | None = None
    keep_days: int | None = KEEP_DAYS
    may_fail: int | float | None = None
    watch: WrittenWatch | None = None
