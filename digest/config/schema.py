"""What feeds.yml may say: a pydantic model a section. Each field's description is its documentation.

Imported only where a feeds.yml is read or its keys are listed: pydantic takes longer to import than most commands to
run.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from digest.config.fields import (
    DEFAULT_METHOD,
    WEEK,
    Address,
    Collector,
    Colour,
    Day,
    Days,
    FeedPlace,
    Fonts,
    Home,
    Language,
    Logo,
    MayFail,
    Method,
    Moment,
    Ping,
    Schedule,
    Subject,
    Text,
    Unsubscribe,
    Word,
    Words,
    Zone,
    listed,
    mappings,
    recipient,
)
from digest.config.settings import KEEP_DAYS, LONGEST_WINDOW


class Section(BaseModel):
    """A mapping of feeds.yml: no key but its own, no type but its own; an empty value is as good as none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        own = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: each for key, each in value.items() if each is not None or key not in own}


class PublicationKeys(Section):
    title: Word = Field(description="the masthead, and the name on the mail")
    tagline: str = Field(default="", description="a line under the title")
    url: Home | None = Field(default=None, description="where output/ is served, once it is; links in mail need it")
    language: Language = Field(default="en", description="language of the publication, a BCP 47 tag")
    timezone: Zone = Field(default="UTC", description="IANA time zone; says which day it is and how times read")
    postal_address: Text | None = Field(
        default=None, description="printed in the mail's footer; many countries require it"
    )
    reply_to: Address | None = Field(default=None, description="mail address where answers go")
    subject: Subject = Field(
        default="{headline}", description="the mail's subject: {headline}, {date}, {number}, {title}"
    )


class WindowKeys(Section):
    hours: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST_WINDOW,
        description="how far back an article may reach; 72, or a day more than lies between two issues, if not given",
    )
    schedule: Schedule = Field(
        default_factory=lambda: list(WEEK),
        min_length=1,
        description="the days that have an issue: daily, weekdays, a day's name, or a list of them",
    )
    catch_up: Literal["merge", "each", "skip"] = Field(
        default="merge",
        description="days that were missed: the next issue reaches back over them, each has its own, or none of that",
    )
    catch_up_days: int | None = Field(
        default=None,
        ge=1,
        le=366,
        description="how many days back; 7, or twice what lies between two issues, if not given",
    )


class SectionKeys(Section):
    name: Word = Field(description="the heading")
    sources: Words = Field(default_factory=list, description="names of the sources it takes")
    tags: Words = Field(default_factory=list, description="tags it takes")
    keywords: Words = Field(default_factory=list, description="words or phrases it takes")
    stories: int = Field(default=6, ge=1, le=100, description="the most stories it prints")
    weight: float = Field(default=1.0, ge=0, le=100, description="how much its stories count; 1 is ordinary")


class _SourceKeys(Section):
    name: Word | None = Field(default=None, description="what readers see; its host or folder where none is given")
    section: Word | None = Field(
        default=None, description="the section its stories go to; one not listed comes after those that are"
    )
    weight: float = Field(default=1.0, ge=0, le=100, description="how much its voice counts; 1 is ordinary")
    language: Language | None = Field(default=None, description="its language, where detection errs")
    timezone: Zone | None = Field(
        default=None, description="IANA time zone of where it is written, where its feed gives times in UTC"
    )
    include: Words = Field(default_factory=list, description="keep only what holds one of these terms")
    exclude: Words = Field(default_factory=list, description="drop what holds one of these terms")
    tags: Words = Field(default_factory=list, description="tags put on everything it brings")


class FeedKeys(_SourceKeys):
    feed: FeedPlace = Field(
        description="URL or path of an RSS, Atom or JSON feed; a source that is only this may be written alone"
    )
    full_text: Literal["auto", "always", "never"] = Field(
        default="never", description="whether articles' own pages are read: auto where a feed gives only a teaser"
    )
    parser: Literal["auto", "feedparser"] = Field(default="auto", description="which parser reads it")
    paywall: bool = Field(
        default=False, description="whether its articles ask for money; where it is cited its links say so"
    )


class SeedKeys(_SourceKeys):
    seeds: Text = Field(description="articles on disk: a glob of .txt, .md, .html or .eml files")
    published: Moment | None = Field(default=None, description="when its undated files were published")


class SummaryKeys(Section):
    method: Method = Field(default=DEFAULT_METHOD, description="the summarizer")
    sentences: int = Field(default=3, ge=1, le=20, description="sentences for a story; the lead story gets more")
    max_words_per_article: int = Field(default=120, ge=20, le=5000, description="the most printed of one article")


class FilterKeys(Section):
    include: Words = Field(default_factory=list, description="of every source, keep only what holds one of these terms")
    exclude: Words = Field(default_factory=list, description="of every source, drop what holds one of these terms")


class ThemeKeys(Section):
    accent: Colour | None = Field(
        default=None,
        description="the one accent colour, like '#9a3324'; where it would not be legible, the nearest shade that is",
    )
    headline_font: Fonts | None = Field(
        default=None, description="fonts of headlines that readers have, best first: Georgia, 'Times New Roman', serif"
    )
    text_font: Fonts | None = Field(default=None, description="fonts of everything else: Verdana, sans-serif")
    logo: Logo | None = Field(
        default=None, description="a picture in place of the title: an https:// address or a file"
    )
    logo_alt: Word | None = Field(default=None, description="what the logo shows, in words; the title where not given")
    density: Literal["comfortable", "compact"] = Field(default="comfortable", description="how much room there is")
    lead_image: Literal["none", "remote", "attached"] = Field(
        default="none", description="the lead story's picture in the mail: left where it is, or attached"
    )


class SiteKeys(Section):
    output: Text = Field(default="output", description="the folder that a run makes")
    templates: Text | None = Field(
        default=None,
        description="your own templates, which replace the program's file by file; templates/ if it is there",
    )
    accent: Colour | None = Field(default=None, description="the older place of theme.accent")
    noindex: bool = Field(default=False, description="whether search engines are asked to stay away")


class FetchKeys(Section):
    timeout: float = Field(default=20.0, gt=0, le=600, description="seconds for one request")
    concurrency: int = Field(default=16, ge=1, le=64, description="requests at once")
    allow_private: bool = Field(default=False, description="whether feeds may be on this machine or a private network")


class RecipientKeys(Section):
    address: Address = Field(description="mail address")
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="", description="name shown beside it"
    )


class SmtpKeys(Section):
    host: Word = Field(description="name of the mail server")
    port: int | None = Field(
        default=None, ge=1, le=65535, description="587, 465 or 25 after the security, if not given"
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="how the connection is secured"
    )
    username: Word | None = Field(default=None, description="for the log-in; may be ${NAME} from the environment")
    password: str | None = Field(
        default=None, description="${NAME} of an environment variable; never the password itself"
    )
    password_file: Text | None = Field(default=None, description="a file that holds the password")
    timeout: float = Field(default=30.0, gt=0, le=3600, description="seconds for each reply")
    ca_file: Text | None = Field(default=None, description="PEM file of a private certificate authority")
    auth: Literal["auto", "plain", "login", "cram-md5", "xoauth2"] = Field(
        default="auto", description="how to log in; auto takes the best that the server offers"
    )
    token_command: Text | None = Field(
        default=None, description="for xoauth2, in the place of a password: a command that prints an access token"
    )


class LimitKeys(Section):
    per_minute: int | None = Field(default=None, ge=1, description="messages a minute")
    per_hour: int | None = Field(default=None, ge=1, description="messages an hour")
    per_day: int | None = Field(default=None, ge=1, description="messages a day; the rest wait for the next")
    per_domain: int | None = Field(default=None, ge=1, description="messages a minute to one recipient domain")
    connections: int = Field(default=4, ge=1, le=64, description="connections to the server at once")
    messages_per_connection: int = Field(default=500, ge=1, description="messages before a fresh connection is made")


class DkimKeys(Section):
    selector: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$")] = Field(
        description="the key's name in DNS: SELECTOR._domainkey.DOMAIN"
    )
    domain: Word | None = Field(default=None, description="who signs; the domain of 'from' where not given")
    key_file: Text = Field(description="PEM file of the private key, RSA or Ed25519")


class MailboxKeys(Section):
    maildir: Text | None = Field(default=None, description="a Maildir on this machine, in the place of IMAP")
    host: Word | None = Field(default=None, description="name of the IMAP server")
    port: int | None = Field(default=None, ge=1, le=65535, description="993 or 143 after the security, if not given")
    security: Literal["tls", "starttls", "none"] = Field(default="tls", description="how the connection is secured")
    username: Word | None = Field(default=None, description="for the log-in; may be ${NAME} from the environment")
    password: str | None = Field(
        default=None, description="${NAME} of an environment variable; never the password itself"
    )
    password_file: Text | None = Field(default=None, description="a file that holds the password")
    folder: Word = Field(default="INBOX", description="the folder that is read")
    timeout: float = Field(default=30.0, gt=0, le=3600, description="seconds for each reply")
    ca_file: Text | None = Field(default=None, description="PEM file of a private certificate authority")


class ServeKeys(Section):
    url: Home = Field(
        description="where readers reach `digest serve`: the links by which they leave and change what they get"
    )
    host: Word = Field(default="127.0.0.1", description="the address it listens on")
    port: int = Field(default=8026, ge=1, le=65535, description="the port it listens on")
    proxies: Words = Field(
        default_factory=lambda: ["127.0.0.1", "::1"],
        description="addresses of proxies in front of it, whose word about a client's address is taken",
    )


class MailKeys(Section):
    sender: Address = Field(alias="from", description="who the mail is from: The Morning <news@example.org>")
    to: Annotated[list[Annotated[RecipientKeys, BeforeValidator(recipient)]], BeforeValidator(listed)] = Field(
        default_factory=list, description="subscribers: addresses, or address and name"
    )
    subscribers: Text | None = Field(default=None, description="a file of subscribers, a line each: address,name")
    smtp: SmtpKeys = Field(description="the mail server")
    unsubscribe: Unsubscribe | None = Field(
        default=None, description="link to leave by, mailto: or https:; {address} in it is the subscriber's own"
    )
    require_approval: bool = Field(
        default=False, description="whether only an issue that was approved, byte for byte as it is, is mailed"
    )
    return_path: Address | None = Field(
        default=None, description="where undeliverable mail returns, with '+' and a mark of the subscriber added"
    )
    list_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")] | None = Field(
        default=None, description="the list's lasting name, in a domain of yours: morning.example.org"
    )
    dkim: Annotated[list[DkimKeys], BeforeValidator(mappings)] = Field(
        default_factory=list, description="keys to sign with; without one, the mail server signs or nobody does"
    )
    stale_after: int = Field(
        default=36, ge=1, description="hours after which an issue is not mailed unless `digest send` is told to"
    )
    retry_days: int = Field(
        default=3, ge=1, le=14, description="days that a message is tried which the server puts off"
    )
    wait: int = Field(
        default=15, ge=0, le=1440, description="minutes that a run waits for what the server put off; 0: the next run's"
    )
    limits: LimitKeys = Field(default_factory=LimitKeys, description="how fast mail goes out")
    weekly: Day = Field(
        default="sunday", description="the day whose issue rolls up the week, for subscribers who want one mail a week"
    )
    welcome: bool = Field(default=True, description="whether a new subscriber gets a letter with the latest issue")
    soft_bounces: int = Field(
        default=5, ge=1, le=100, description="how many times in a row mail may bounce for a while before it stops"
    )
    hash_addresses: bool = Field(default=False, description="whether reports name subscribers by a hash alone")
    mailbox: MailboxKeys | None = Field(
        default=None, description="where returned mail and mails to subscribe or leave are read"
    )


class PingKeys(Section):
    start: Ping | None = Field(
        default=None, description="URL that is asked for when a run begins; may hold ${NAME} from the environment"
    )
    success: Ping | None = Field(default=None, description="URL that is asked for when a run has done its work")
    failure: Ping | None = Field(default=None, description="URL that is asked for when a run has failed")


class RunKeys(Section):
    report: Text | None = Field(
        default=None, description="a file that gets the report of each run; below site.output only what all may know"
    )
    metrics: Text | None = Field(
        default=None, description="a file of figures for Prometheus: /var/lib/node_exporter/digest.prom"
    )
    ping: PingKeys = Field(default_factory=PingKeys, description="who is told how a run goes, by URL")
    telemetry: Collector | None = Field(
        default=None, description="an OpenTelemetry collector (OTLP over HTTP) that gets spans: http://localhost:4318"
    )
    tell: Address | None = Field(
        default=None, description="who is mailed of a failed run and of a source that has been failing, once each"
    )
    tell_after: int = Field(
        default=3, ge=1, le=365, description="days that a source has been failing before `run.tell` is mailed of it"
    )
    may_fail: MayFail = Field(
        default=None, description="how many sources may fail: all but one, all, a number, or a share like 20%"
    )
    fewest_stories: int = Field(default=1, ge=1, le=1000, description="the fewest stories that make an issue")
    quiet_day: Literal["skip", "short"] = Field(
        default="skip", description="a day with fewer: no issue, or a short one"
    )


class FeedsFile(Section):
    publication: PublicationKeys = Field(description="who publishes")
    window: WindowKeys = Field(default_factory=WindowKeys, description="what an issue may hold")
    sections: list[SectionKeys] = Field(default_factory=list, description="the issue's sections, in order")
    sources: list[Any] = Field(min_length=1, description="where entries come from: feeds, and seed files")
    filters: FilterKeys = Field(default_factory=FilterKeys, description="filters for every source")
    summary: SummaryKeys = Field(default_factory=SummaryKeys, description="how stories are summarised")
    site: SiteKeys = Field(default_factory=SiteKeys, description="how the pages look and where they go")
    theme: ThemeKeys = Field(default_factory=ThemeKeys, description="how mail and pages look")
    fetch: FetchKeys = Field(default_factory=FetchKeys, description="how servers are asked")
    mail: MailKeys | None = Field(default=None, description="who the mail is from and to; nothing is mailed without it")
    keep_articles: Days = Field(
        default=KEEP_DAYS, description="how long what no issue cites is held: a number of days like 400d, or forever"
    )
    serve: ServeKeys | None = Field(default=None, description="where subscribers are answered, by `digest serve`")
    run: RunKeys = Field(default_factory=RunKeys, description="when there is an issue, and who hears how runs go")
