"""The one room that names concrete parts and joins them to the ports."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.config import Config
from digest.errors import NotSetUpError
from digest.model import Entry, Fetched, Mail, Mailbox, Source

if TYPE_CHECKING:
    # Each part is imported when a command first asks for it: a fetch with nothing new pays for no template engine.
    from digest.articles import TrafilaturaExtractor
    from digest.delivery import Probe
    from digest.editions import JinjaRenderer
    from digest.fetching import AiohttpFetcher
    from digest.fetching.locating import FileLocator
    from digest.messages import MimeComposer
    from digest.messages.dkim import Signer
    from digest.messages.returned import Returns
    from digest.messages.tokens import Purpose
    from digest.messages.unsubscribe import Ways
    from digest.ports import Post, Summarizer, Transport
    from digest.postmaster import Finding
    from digest.publishing import FolderPublisher
    from digest.publishing.searching import SearchIndex
    from digest.publishing.targets import Target
    from digest.storage import (
        Database,
        RunLock,
        SqliteArchive,
        SqliteCatalogue,
        SqliteLedger,
        SqliteLetters,
        SqliteSubscribers,
    )
    from digest.storage.mailread import SqliteMailRead
    from digest.storage.pictures import PictureFolder
    from digest.storage.runs import SqliteRuns
    from digest.telemetry.spans import Telemetry

STATE_FOLDER = ".digest"


class Parser:
    """Reads feeds and seeds, each with its own parser; implements ``ports.SourceParser``."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def parse(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """The entries that a source served."""
        if source.kind == "seeds":
            return self._seeds(source, fetched)
        return self._feeds(source, fetched)

    def taken(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        """What a feed took back. A seed that is gone is only gone."""
        if source.kind == "seeds" or b"deleted-entry" not in fetched.body:
            return ()
        from digest.sources import FeedParser

        return FeedParser().taken(source, fetched)

    @cached_property
    def _feeds(self) -> Callable[[Source, Fetched], tuple[Entry, ...]]:
        from digest.sources import FeedParser

        parse: Callable[[Source, Fetched], tuple[Entry, ...]] = FeedParser().parse
        return parse

    def _seeds(self, source: Source, fetched: Fetched) -> tuple[Entry, ...]:
        from digest.sources import seeds

        return (seeds.parse(source, fetched.request.url, fetched.body, zone=self._zone),)


class Newsroom:
    """Every part that one publication needs, made when first asked for; ``close`` when done."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.folder = config.path.parent / STATE_FOLDER
        self.spans: Telemetry | None = None  # set by ``follow``, before the parts that are followed are made

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        if "runs" in self.__dict__:
            self.runs.close()
        if "database" in self.__dict__:
            self.database.close()

    def follow(self, run: str) -> Telemetry | None:
        """Tell spans from now on to the collector that is named; None where none is. ``run``: what they have in common.

        Raises ``NotSetUpError`` where it cannot be done; all else goes on without.
        """
        url = self.config.watch.collector
        if url is None:
            return None
        from digest.telemetry import installed

        if not installed():
            raise NotSetUpError(
                "spans are asked for (run.telemetry, OTEL_…), and OpenTelemetry is not installed",
                fix="pip install 'digest-newsroom[telemetry]'",
            )
        from digest.pipeline.runs import discreet
        from digest.telemetry.spans import Telemetry

        try:
            self.spans = Telemetry(url, publication=self.config.publication.title, run=run, discreet=discreet)
        except Exception as error:  # the SDK reads a score of variables, and raises what it likes of them
            raise NotSetUpError(
                f"OpenTelemetry's SDK does not take its settings ({type(error).__name__})",
                fix="look at the variables OTEL_… in the environment",
            ) from error
        return self.spans

    @cached_property
    def lock(self) -> RunLock:
        """One run at a time."""
        from digest.storage import RunLock

        return RunLock(self.folder / "lock")

    @cached_property
    def sending(self) -> RunLock:
        """One sending at a time: beside a run that makes the next issue, not beside another that mails."""
        from digest.storage import RunLock

        return RunLock(self.folder / "sending.lock")

    @cached_property
    def database(self) -> Database:
        """The publication's memory."""
        from digest.storage import Database

        return Database.open(self.folder)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the pages, indexes and references of the database, in words."""
        from digest.storage.database import FILE
        from digest.storage.inspecting import faults

        return faults(self.folder / FILE)

    @cached_property
    def runs(self) -> SqliteRuns:
        """What each run did."""
        from digest.storage.runs import SqliteRuns

        return SqliteRuns(self.database, self.folder)

    @cached_property
    def archive(self) -> SqliteArchive:
        """Articles and issues."""
        from digest.storage import SqliteArchive

        return SqliteArchive(self.database)

    @cached_property
    def catalogue(self) -> SqliteCatalogue:
        """The tables of contents of issues."""
        from digest.storage import SqliteCatalogue

        return SqliteCatalogue(self.database)

    @cached_property
    def ledger(self) -> SqliteLedger:
        """Deliveries."""
        from digest.storage import SqliteLedger

        return SqliteLedger(self.database)

    @cached_property
    def secret(self) -> bytes:
        """The publication's own secret (``storage.secret.derived`` makes keys of it), made where there is none yet."""
        from digest.storage.secret import secret

        return secret(self.folder)

    @cached_property
    def address_key(self) -> bytes:
        """What addresses are hashed with: in reports, where that is asked for, and where somebody was erased."""
        from digest.storage.secret import derived

        return derived(self.secret, "addresses")

    @cached_property
    def subscribers(self) -> SqliteSubscribers:
        """Who is on the list beside those whom feeds.yml names, and who is mailed nothing."""
        from digest.messages.addresses import shown, who
        from digest.storage import SqliteSubscribers

        return SqliteSubscribers(self.database, who=who, hashed=lambda person: shown(person, self.address_key))

    @cached_property
    def letters(self) -> SqliteLetters:
        """Mails to one person that are no issue."""
        from digest.storage import SqliteLetters

        return SqliteLetters(self.database)

    @cached_property
    def locator(self) -> FileLocator:
        """Sources to requests."""
        from digest.fetching.locating import FileLocator

        return FileLocator()

    @cached_property
    def fetcher(self) -> AiohttpFetcher:
        """The web and the disk."""
        from digest.fetching import AiohttpFetcher

        fetch = self.config.fetch
        return AiohttpFetcher(
            total_timeout=fetch.timeout,
            concurrency=fetch.concurrency,
            allow_private=fetch.allow_private,
            spans=self.spans,
        )

    @cached_property
    def parser(self) -> Parser:
        """Bytes to entries."""
        return Parser(self.config.publication.timezone)

    @cached_property
    def extractor(self) -> TrafilaturaExtractor:
        """Pages to articles."""
        from digest.articles import TrafilaturaExtractor

        return TrafilaturaExtractor()

    @cached_property
    def summarizer(self) -> Summarizer:
        """The method that feeds.yml names."""
        return self.summarizer_named(self.config.rules.method)

    def summarizer_named(self, method: str) -> Summarizer:
        """A method by its name. Raises ``UsageError`` where there is none."""
        from digest.summarizers import get

        return get(method)

    @cached_property
    def renderer(self) -> JinjaRenderer:
        """Issues to editions and pages."""
        from digest.editions import JinjaRenderer, cards, environment

        site = self.config.site
        logo = Path(site.theme.logo) if site.theme.logo and not site.theme.logo.startswith("https:") else None
        return JinjaRenderer(
            environment(site.templates, compiled=self.folder / "templates"),
            site,
            cards=cards.available(),
            search=self.search is not None,
            logo=logo.read_bytes() if logo else b"",
            pictures=self.pictures.held,
            served=self.config.serve is not None,
        )

    @cached_property
    def pictures(self) -> PictureFolder:
        """The pictures that mails take along."""
        from digest.storage.pictures import PictureFolder

        return PictureFolder(self.folder / "pictures")

    @cached_property
    def publisher(self) -> FolderPublisher:
        """Files to output/."""
        from digest.publishing import FolderPublisher

        return FolderPublisher(Path(self.config.site.output))

    @cached_property
    def search(self) -> SearchIndex | None:
        """The index that readers search; None where the extra is not installed."""
        from digest.publishing.searching import SearchIndex, available

        return SearchIndex(Path(self.config.site.output)) if available() else None

    def target(self, wanted: str) -> Target:
        """Where ``digest publish --target`` takes the site. Raises ``UsageError`` where that names no place."""
        from digest.publishing.targets import target

        home = self.config.path.parent
        return target(wanted, output=Path(self.config.site.output), home=home.resolve(), state=self.folder)

    def mail(self) -> Mail:
        """The mail settings. Raises ``NotSetUpError`` where feeds.yml has none or a secret is missing."""
        mail = self.config.mail
        where = str(self.config.path)
        if mail is None:
            raise NotSetUpError(
                "mail is not set up", where=where, fix="add a `mail:` section; docs/sending.md shows one"
            )
        if self.config.missing_secrets:
            raise NotSetUpError(
                f"mail cannot log in: {'; '.join(self.config.missing_secrets)}",
                where=where,
                fix="nothing is mailed until it is there",
            )
        return mail

    def composer(self, mail: Mail, *, signed: bool = True) -> MimeComposer:
        """Editions to messages; ``signed`` with the keys of ``mail.dkim``, whatever they are for a look alone.

        Raises ``NotSetUpError`` where one of them cannot sign.
        """
        from digest.messages import MimeComposer
        from digest.storage.secret import derived

        return MimeComposer(
            mail,
            self.config.publication,
            key=derived(self.secret, "message-id"),
            marks=derived(self.secret, "verp"),
            ways=self.ways(mail),
            signers=self.signers(mail) if signed else (),
        )

    def ways(self, mail: Mail) -> Ways:
        """Where subscribers leave, and where they change what they get."""
        from functools import partial

        from digest.messages.addresses import mailbox
        from digest.messages.tokens import Tokens
        from digest.messages.unsubscribe import Ways
        from digest.storage.secret import derived

        tokens = Tokens(derived(self.secret, "tokens"))
        serve = self.config.serve
        return Ways(
            answers=mailbox(self.config.publication.reply_to or mail.sender)[1],
            service=serve.url.rstrip("/") if serve is not None else "",
            template=mail.unsubscribe,
            unsubscribing=partial(tokens.sign, "unsubscribe"),
            preferring=partial(tokens.sign, "preferences"),
        )

    def mailbox(self) -> tuple[Mail, Mailbox]:
        """The mail settings, and the mailbox. Raises ``NotSetUpError`` where there is none, or a secret is missing."""
        mail = self.config.mail
        where = str(self.config.path)
        if mail is None or mail.mailbox is None:
            raise NotSetUpError(
                "no mailbox is set up", where=where, fix="add `mail.mailbox`; docs/sending.md shows one"
            )
        if self.config.missing_for_mailbox:
            raise NotSetUpError(
                f"the mailbox cannot be read: {'; '.join(self.config.missing_for_mailbox)}",
                where=where,
                fix="what it holds waits there",
            )
        return mail, mail.mailbox

    def post(self, mailbox: Mailbox, *, now: datetime) -> Post:
        """The mailbox of returned mail and answers."""
        from digest.mailbox import ImapPost, MaildirPost

        return MaildirPost(Path(mailbox.maildir), now=now) if mailbox.maildir else ImapPost(mailbox, now=now)

    @cached_property
    def mail_read(self) -> SqliteMailRead:
        """Which mails of the mailbox were read."""
        from digest.storage.mailread import SqliteMailRead

        return SqliteMailRead(self.database)

    def returns(self, mail: Mail) -> Returns:
        """What knows our own messages again."""
        from digest.messages.returned import Returns
        from digest.storage.secret import derived

        return Returns(mail, marks=derived(self.secret, "verp"), key=derived(self.secret, "message-id"))

    def signed(self, token: str, purpose: Purpose, *, now: datetime) -> str | None:
        """Whose token it is (``addresses.who``); None where it does not hold for that purpose."""
        from digest.messages.tokens import Token, Tokens
        from digest.storage.secret import derived

        found = Tokens(derived(self.secret, "tokens")).read(token, purpose, now=now)
        return found.who if isinstance(found, Token) else None

    def signers(self, mail: Mail) -> tuple[Signer, ...]:
        """The keys that sign mail. Raises ``NotSetUpError`` where one of them cannot."""
        if not mail.dkim:
            return ()
        from digest.messages.dkim import Signer

        return tuple(Signer(key) for key in mail.dkim)

    def transport(self, mail: Mail) -> Transport:
        """Messages to the mail server."""
        from digest.delivery import SmtpTransport

        zone = ZoneInfo(self.config.publication.timezone)
        return SmtpTransport(mail.server, limits=mail.limits, recent=self.ledger.recent, zone=zone, spans=self.spans)

    def probe(self, mail: Mail) -> Coroutine[None, None, Probe]:
        """A look at the mail server: what it offers, and whether it lets us in. Raises ``MailError``."""
        from digest.delivery import probe

        return probe(mail.server)

    def findings(self, mail: Mail, nameserver: str | None = None) -> tuple[Finding, ...]:
        """What the world's name servers say of the sender; ``nameserver`` is asked in the place of this machine's.

        Raises ``NotSetUpError`` where a key cannot sign, ``ValueError`` where ``nameserver`` is no address.
        """
        from digest.messages.addresses import mailbox
        from digest.postmaster import Key, examine
        from digest.postmaster.resolving import DnsLookup, resolver

        return examine(
            sender=mailbox(mail.sender)[1],
            return_path=mail.return_path,
            server=mail.server.host,
            keys=[
                Key(
                    domain=signer.domain,
                    selector=signer.selector,
                    kind="rsa" if signer.algorithm.startswith("rsa") else "ed25519",
                    public=signer.record().rpartition("p=")[2],
                    bits=signer.bits,
                )
                for signer in self.signers(mail)
            ],
            lookup=DnsLookup(resolver(nameserver) if nameserver else None),
        )

    def files(self, folder: Path) -> Transport:
        """Messages to .eml files."""
        from digest.delivery import FolderTransport

        return FolderTransport(folder)
