"""What a person sets."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from digest.model.mail import Subscriber


class SectionRule(Struct, frozen=True, kw_only=True):
    """A section of the issue and what it takes. A story goes to the first section that takes it."""

    name: str
    sources: tuple[str, ...] = ()  # keys or names
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    stories: int = 6  # the most it prints
    weight: float = 1.0  # how much its stories count in the ranking; 1 is ordinary


class Rules(Struct, frozen=True, kw_only=True):
    """What the editor decides by."""

    sections: tuple[SectionRule, ...] = ()
    window_hours: int = 72  # how far back an article may reach
    method: str = "learned"  # the summarizer's name
    sentences: int = 3  # for a story; the lead story gets one and a half times as many
    max_words_per_article: int = 120  # fair use: the most printed of one article; a seed, our own text, has no cap
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    schedule: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # the days of the week that have an issue, 0 for Monday
    catch_up: Literal["merge", "each", "skip"] = "merge"  # what becomes of days that should have had one and have none
    catch_up_days: int = 7  # how far back
    fewest_stories: int = 1  # an issue of fewer is not made
    quiet_day: Literal["skip", "short"] = "skip"  # "short": it is made, unless it has none at all


class _Secretive(Struct, frozen=True, kw_only=True):
    """A struct whose ``_secrets`` are never printed: not by ``repr``, not in a traceback that shows locals."""

    _secrets: ClassVar[frozenset[str]] = frozenset()

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({', '.join(shown)})"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return [(name, getattr(self, name)) for name in self.__struct_fields__ if name not in self._secrets]


class SmtpServer(_Secretive, frozen=True, kw_only=True):
    """How to reach the mail server. ``password`` never leaves this object in print: its repr hides it."""

    _secrets = frozenset({"password"})

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = None
    timeout: float = 30.0  # seconds, for each reply
    ca_file: str | None = None  # PEM of a private authority; None takes the system's
    auth: Literal["auto", "plain", "login", "cram-md5", "xoauth2"] = "auto"  # auto: the best that both sides know
    token_command: str | None = None  # for xoauth2: a command that prints an access token


class Limits(Struct, frozen=True, kw_only=True):
    """How fast mail goes out; None is no limit. Counted over runs, from the ledger."""

    per_minute: int | None = None
    per_hour: int | None = None
    per_day: int | None = None  # of the publication's zone; who is left waits for the next
    per_domain: int | None = None  # a minute, to one recipient domain
    connections: int = 4  # at once
    messages_per_connection: int = 500  # then a fresh one is made


class DkimKey(_Secretive, frozen=True, kw_only=True):
    """A key to sign mail with (RFC 6376, RFC 8463)."""

    _secrets = frozenset({"pem"})

    domain: str
    selector: str
    pem: str  # the private key, RSA or Ed25519


class Mailbox(_Secretive, frozen=True, kw_only=True):
    """Where answers and returned mail are read: an IMAP folder, or a Maildir on this machine."""

    _secrets = frozenset({"password"})

    maildir: str | None = None  # absolute path; None where it is read by IMAP
    host: str = ""
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    password: str | None = None
    folder: str = "INBOX"
    timeout: float = 30.0
    ca_file: str | None = None


class Mail(Struct, frozen=True, kw_only=True):
    """Who the mail is from and to."""

    sender: str  # RFC 5322 mailbox: "The Morning <news@example.org>"
    subscribers: tuple[Subscriber, ...]  # whom feeds.yml and its file name; the database knows of more
    server: SmtpServer
    unsubscribe: str | None = None  # mailto: or https: link for List-Unsubscribe
    require_approval: bool = False  # whether only an issue that somebody approved is mailed
    return_path: str | None = None  # the address that VERP makes envelope senders of; None: the sender's own, without
    list_id: str | None = None  # RFC 2919; None: made of the sender's address
    dkim: tuple[DkimKey, ...] = ()
    stale_after: int = 36  # hours after which an issue is not mailed without being asked for
    retry_days: int = 3  # how long a deferred message is tried
    wait: int = 15  # minutes that a run waits for those that the server put off
    limits: Limits = Limits()
    weekly: int = 6  # the weekday, 0 for Monday, whose issue rolls up the week
    welcome: bool = True  # whether a new subscriber gets a letter
    soft_bounces: int = 5  # soft bounces in a row that suppress
    hash_addresses: bool = False  # whether reports and logs name addresses by a hash alone
    mailbox: Mailbox | None = None


class Serving(Struct, frozen=True, kw_only=True):
    """Where ``digest serve`` answers subscribers."""

    url: str  # as readers reach it: absolute, https, no trailing slash
    host: str = "127.0.0.1"  # where it listens
    port: int = 8026
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")  # whose word about a client's address is taken


class Theme(Struct, frozen=True, kw_only=True):
    """How mail and pages look, beside the accent colour."""

    headline_font: str = ""  # a CSS list of fonts; "" for the program's own
    text_font: str = ""
    logo: str = ""  # an https address, or the absolute path of a picture
    logo_alt: str = ""  # what it shows, in words; "" for the publication's title
    density: Literal["comfortable", "compact"] = "comfortable"
    lead_image: Literal["none", "remote", "attached"] = "none"  # where the mail has the lead story's picture


class Site(Struct, frozen=True, kw_only=True):
    """How the pages look and where they go."""

    output: str  # absolute path of output/
    templates: str | None = None  # absolute path of the user's own templates, which override file by file
    accent: str = "#9a3324"  # the one accent colour
    noindex: bool = False
    theme: Theme = Theme()
    catalogs: str | None = None  # absolute path of the user's own catalogs of words, which stand before the program's
