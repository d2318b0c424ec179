"""Whose message it was that came back: by the mark in its envelope sender, or by its Message-ID.

Both hold a keyed hash of the issue and the person. Nobody can be read out of one: whose it is is found by making the
marks of everybody whom the issue went to, once for all that came back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from digest.errors import DataError
from digest.messages import messageids, verp
from digest.messages.addresses import canonical, mailbox, who
from digest.model import Mail


class Trace(NamedTuple):
    """What says whose message it was. Anybody can write one: it counts where ``Returns.owners`` knows its owner."""

    issue: int  # its number; 0 for a letter
    by: Literal["envelope", "message-id"]
    mark: str


class Returns:
    """Knows its own messages again. ``marks`` and ``key`` are ``MimeComposer``'s."""

    def __init__(self, mail: Mail, *, marks: bytes, key: bytes) -> None:
        self._return_path = mail.return_path
        self._domain = mailbox(mail.sender)[1].rpartition("@")[2]
        self._marks = marks
        self._key = hashlib.sha256(key).digest()

    def traces(self, addresses: Iterable[str]) -> tuple[Trace, ...]:
        """Those of these words (addresses, Message-IDs) that have the form of ours, envelope senders first."""
        found: dict[Trace, None] = {}
        for address in addresses:
            if self._return_path is not None and (returned := verp.read(address, self._return_path)) is not None:
                found.setdefault(Trace(returned.issue, "envelope", returned.mark))
            elif (own := messageids.read(address)) is not None and own.domain == self._domain:
                found.setdefault(Trace(own.issue, "message-id", own.mark))
        return tuple(sorted(found, key=lambda trace: trace.by))

    def owners(self, issue: int, traces: Collection[Trace], recipients: Iterable[str]) -> dict[Trace, str]:
        """Trace -> whose message it was (``addresses.who``), of these traces of one issue; none for a forged one.

        ``recipients``: the addresses that the issue went to. They are walked through once, and no further than needed.
        """
        wanted = {trace for trace in traces if trace.issue == issue}
        ways = {trace.by for trace in wanted}
        found: dict[Trace, str] = {}
        for recipient in recipients:
            if len(found) == len(wanted):
                break
            person = who(recipient)
            if "envelope" in ways:
                made = Trace(issue, "envelope", verp.mark(self._marks, issue, person))
                if made in wanted:
                    found[made] = person
            if "message-id" in ways:
                made = Trace(issue, "message-id", self._message_mark(issue, recipient))
                if made in wanted:
                    found[made] = person
        return found

    def _message_mark(self, issue: int, recipient: str) -> str:
        try:
            recipient = canonical(recipient)
        except DataError:
            return ""  # nothing was ever composed for it
        return messageids.mark(self._key, issue, recipient)
