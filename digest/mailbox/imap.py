"""An IMAP folder (RFC 3501; RFC 9051), read by UID and without marking what is only looked at."""

from __future__ import annotations

import contextlib
import imaplib
import ipaddress
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from digest.errors import MailboxError
from digest.mailbox.limits import AGE, AT_ONCE, LONGEST
from digest.model import Mailbox

if TYPE_CHECKING:
    from imapclient import IMAPClient

KEYWORD = "$DigestRead"
_FETCHED = 16  # mails that are asked for at once: so many megabytes are held at most
# What a server that answers nonsense makes the library raise, beside what it raises for refusals and lost connections.
_FAULTS = (OSError, EOFError, imaplib.IMAP4.error, ValueError, LookupError, TypeError, AssertionError)


class ImapPost:
    """Implements ``ports.Post``. A mail's key is its folder's UIDVALIDITY and its UID. Close it when done."""

    def __init__(self, mailbox: Mailbox, *, now: datetime) -> None:
        self._mailbox = mailbox
        self._since = (now - AGE).date()
        self._held: IMAPClient | None = None
        self._folder = ""  # what keys begin with
        self._marks: tuple[str, ...] = ()

    def close(self) -> None:
        """Log out."""
        if self._held is not None:
            with contextlib.suppress(*_FAULTS):  # the work is done: how the goodbye went matters to nobody
                self._held.logout()
            self._held = None

    def mails(self, known: Callable[[Sequence[str]], frozenset[str]]) -> Iterator[tuple[str, bytes]]:
        """Mails that came in the last days, in the order of their UIDs. Raises ``MailboxError``."""
        for batch in self._new(known):
            held = self._fetched(batch)
            for uid in batch:
                body = next((value for name, value in held.get(uid, {}).items() if name.startswith(b"BODY[")), None)
                if isinstance(body, bytes):
                    yield f"{self._folder}{uid}", body

    def handled(self, keys: Sequence[str]) -> None:
        """Mark these as read, where the folder may be written. Raises ``MailboxError``."""
        uids = [int(key.removeprefix(self._folder)) for key in keys]
        if uids and self._marks:
            self._asked(lambda client: client.add_flags(uids, self._marks, silent=True))

    def _new(self, known: Callable[[Sequence[str]], frozenset[str]]) -> Iterator[list[int]]:
        """UIDs of the mails that are not known, a few at a time."""
        uids = iter(sorted(self._asked(lambda client: client.search(["UNDELETED", "SINCE", self._since]))))
        while some := list(islice(uids, AT_ONCE)):
            seen = known([f"{self._folder}{uid}" for uid in some])
            new = [uid for uid in some if f"{self._folder}{uid}" not in seen]
            for start in range(0, len(new), _FETCHED):
                yield new[start : start + _FETCHED]

    def _fetched(self, uids: list[int]) -> dict[int, dict[bytes, object]]:
        made: dict[int, dict[bytes, object]] = self._asked(
            lambda client: client.fetch(uids, [f"BODY.PEEK[]<0.{LONGEST}>"])
        )
        return made

    def _asked(self, ask: Callable[[IMAPClient], Any]) -> Any:
        try:
            return ask(self._client())
        except _FAULTS as error:
            raise self._fault("the mailbox cannot be read", error) from None

    def _client(self) -> IMAPClient:
        if self._held is None:
            client = self._connected()
            try:
                self._log_in(client)
                self._select(client)
            except BaseException:
                with contextlib.suppress(*_FAULTS):  # what went wrong is told already
                    client.shutdown()
                raise
            self._held = client
        return self._held

    def _connected(self) -> IMAPClient:
        from imapclient import IMAPClient  # only where a mailbox is read

        wanted = self._mailbox
        if wanted.security == "none" and not _loopback(wanted.host):
            raise MailboxError(
                "the mailbox is not read: a password does not go unencrypted to another machine",
                where=self._where,
                fix="set mail.mailbox.security to tls or starttls",
            )
        try:
            context = None if wanted.security == "none" else ssl.create_default_context(cafile=wanted.ca_file)
            client = IMAPClient(
                wanted.host,
                wanted.port,
                ssl=wanted.security == "tls",
                ssl_context=context if wanted.security == "tls" else None,
                timeout=wanted.timeout,
            )
            if wanted.security == "starttls":
                try:
                    client.starttls(context)
                except BaseException:
                    with contextlib.suppress(*_FAULTS):  # what went wrong is told already
                        client.shutdown()
                    raise
        except _FAULTS as error:
            raise self._fault("the mailbox's server cannot be reached", error) from None
        return client

    def _log_in(self, client: IMAPClient) -> None:
        """No word of the server's is passed on, nor the error: either may hold the password."""
        wanted = self._mailbox
        try:
            if client.has_capability("AUTH=PLAIN"):
                client.plain_login(wanted.username, wanted.password or "")
            else:
                client.login(wanted.username, wanted.password or "")
        except _FAULTS as error:
            lost = isinstance(error, (OSError, EOFError, imaplib.IMAP4.abort))
            raise MailboxError(
                "the mailbox's server hung up at the log-in" if lost else "the mailbox's server refuses the log-in",
                where=self._where,
                fix="check mail.mailbox.username and its password; some providers want one made for this program",
            ) from None

    def _select(self, client: IMAPClient) -> None:
        try:
            said: Any = client.select_folder(self._mailbox.folder)
        except _FAULTS as error:
            raise self._fault(f"the folder {self._mailbox.folder!r} cannot be opened", error) from None
        self._folder = f"imap {self._mailbox.host} {self._mailbox.folder} {int(said.get(b'UIDVALIDITY', 0))} "
        kept = said.get(b"PERMANENTFLAGS", ())
        if b"READ-ONLY" in said:
            self._marks = ()
        else:
            self._marks = ("\\Seen", KEYWORD) if b"\\*" in kept else ("\\Seen",)

    @property
    def _where(self) -> str:
        return f"imap://{self._mailbox.host}:{self._mailbox.port}"

    def _fault(self, what: str, error: Exception) -> MailboxError:
        fix = "what it holds waits there until the next run"
        if isinstance(error, ssl.SSLCertVerificationError):
            what, error = "the mailbox's server is not trusted", ValueError(f"its certificate: {error.verify_message}")
            fix = "a private authority is named by mail.mailbox.ca_file"
        said = " ".join(str(getattr(error, "strerror", None) or error or type(error).__name__).split())[:200]
        if self._mailbox.password:
            said = said.replace(self._mailbox.password, "…")
        return MailboxError(f"{what}: {said}", where=self._where, fix=fix)


def _loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or address alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
