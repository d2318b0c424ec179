"""What ``digest serve`` answers with: the newsroom's list, words and tokens, handed to ``serving``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from digest.cli import lettering
from digest.errors import LockedError, NotSetUpError, TemporaryError
from digest.messages.addresses import canonical, who
from digest.messages.tokens import Token, Tokens
from digest.model import LetterKind, Subscriber
from digest.serving import Latest, Shop, Signed
from digest.serving.asking import Purpose, Unsigned
from digest.wiring import Newsroom

if TYPE_CHECKING:
    from digest.config import Config
    from digest.ports import Letters, Subscribers

_PATIENCE = 3000  # ms that a request waits for another program's transaction


class NewsroomStore:
    """``serving.Store``: one newsroom, opened in the thread that uses it."""

    def __init__(self, config: Config) -> None:
        self._room = Newsroom(config)
        named = config.mail.subscribers if config.mail is not None else ()
        self._named = {who(subscriber.address): subscriber for subscriber in named}
        self._latest: tuple[object, Latest | None] | None = None
        with self._room.database.reading() as connection:
            connection.execute(f"PRAGMA busy_timeout={_PATIENCE}")

    @property
    def subscribers(self) -> Subscribers:
        """The list."""
        return self._room.subscribers

    @property
    def letters(self) -> Letters:
        """Mails to one person."""
        return self._room.letters

    def named(self, who: str) -> Subscriber | None:
        """Whom feeds.yml or its file names; as they were when the program began."""
        return self._named.get(who)

    def asked(self, who: str, kind: LetterKind, *, since: datetime) -> int:
        """How many letters of a kind were asked for since then."""
        from digest.storage.asked import asked

        return asked(self._room.database, who, kind, since=since)

    def latest(self) -> Latest | None:
        """The newest issue that is on the web, read again only once there is a newer one."""
        newest = self._room.archive.issues()[-1:]
        if self._latest is None or self._latest[0] != newest or self._latest[1] is None:
            found = lettering.latest(self._room)
            self._latest = newest, Latest(found.url, found.date, found.subject) if found is not None else None
        return self._latest[1]

    def told(self, who: str) -> str:
        """All that is known of a person, as JSON."""
        import msgspec  # see the commands that tell it

        from digest.storage.dossier import Files

        room = self._room
        files = Files(room.database, who=_who, hashed=self._hashed)
        held = {"named_in_feeds_yml": self._named.get(who), "database": files.dossier(who)}
        return msgspec.json.format(msgspec.json.encode(held), indent=2).decode()

    def erase(self, who: str, *, at: datetime) -> bool:
        """Forget a person, while nobody sends. Returns whether that could be done now."""
        from digest.storage.dossier import Files

        room = self._room
        try:
            with room.lock.hold(), room.sending.hold():
                Files(room.database, who=_who, hashed=self._hashed).erase(who, at=at, suppress="unsubscribed")
        except LockedError:
            return False
        except TemporaryError:
            pass  # forgotten, but for bytes in the log of the database that its next reader lets go
        return True

    def close(self) -> None:
        """Let the database go."""
        self._room.close()

    def _hashed(self, person: str) -> str:
        from digest.messages.addresses import shown

        return shown(person, self._room.address_key)


def _who(address: str) -> str:
    return who(address)


def shop(
    config: Config,
    *,
    clock: Callable[[], datetime],
    posted: Callable[[], None],
    log: Callable[[str], None],
    fault: Callable[[str], None],
) -> Shop:
    """Everything that the answers to subscribers are made with. Raises ``NotSetUpError``, ``TemplateError``."""
    from digest.storage.secret import derived

    if config.serve is None:
        raise NotSetUpError(
            "serving is not set up", where=str(config.path), fix="add a `serve:` section; docs/serving.md shows one"
        )
    with Newsroom(config) as room:
        mail = room.mail()
        room.signers(mail)  # told now, rather than when the first letter is to be signed
        tokens = Tokens(derived(room.secret, "tokens"))
        paper = lettering.stationery(room)

    def read(text: str, purpose: Purpose, now: datetime) -> Signed | Unsigned:
        found = tokens.read(text, purpose, now=now)
        return Signed(found.who, found.at) if isinstance(found, Token) else found.fault

    publication = config.publication
    return Shop(
        url=config.serve.url,
        sections=tuple(section.name for section in config.rules.sections),
        languages=paper.languages(),
        language=publication.lang,
        timezone=publication.timezone,
        welcome=mail.welcome,
        store=lambda: NewsroomStore(config),
        read=read,
        sign=lambda purpose, person, now: tokens.sign(purpose, person, at=now),
        address=canonical,
        who=who,
        render=paper.render,
        style=paper.style,
        clock=clock,
        posted=posted,
        log=log,
        fault=fault,
        proxies=config.serve.proxies,
    )
