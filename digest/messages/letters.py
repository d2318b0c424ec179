"""Letters: a mail to one person that is no issue: to confirm that they asked for it, to welcome them, or to show them
what is known of them.

A letter to confirm goes to an address that anybody may have typed: it holds nothing that whoever typed it wrote, names
nobody, and offers one link. Its words come from templates/letters, in the person's language.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from digest.messages import dkim
from digest.messages.addresses import canonical, mailbox, who
from digest.messages.bodies import alternative, part
from digest.messages.headers import address, clean, field, moment, phrase, unstructured
from digest.messages.shared import Body, Fields, written
from digest.messages.unsubscribe import Ways
from digest.messages.verp import envelope_sender
from digest.model import Letter, Mail, Message, Publication, Subscriber

ISSUE = 0  # what stands for a letter where an issue's number is asked for: in a ledger's row, in an envelope sender


@dataclass(frozen=True, slots=True)
class Newest:
    """The latest issue, where it can be read."""

    url: str
    date: date
    subject: str


class LetterWriter:
    """Writes letters. The same letter, person, moment, settings and keys give the same bytes."""

    def __init__(
        self,
        mail: Mail,
        publication: Publication,
        *,
        render: Callable[..., str],
        confirming: Callable[[str, datetime], str],
        showing: Callable[[str, datetime], str],
        ways: Ways,
        key: bytes,
        marks: bytes,
        signers: Sequence[dkim.Signer] = (),
    ) -> None:
        """``render``: (template, language, **values) to text; ``confirming``: the token with which a person confirms,
        ``showing``: that with which they see what is known of them.

        Where ``ways`` has a service, that is a page of it; else a mail with the token in its subject.

        ``key`` hides letters' numbers in Message-IDs, ``marks`` people in envelope senders (``verp``).
        """
        self._mail = mail
        self._publication = publication
        self._render = render
        self._confirming = confirming
        self._showing = showing
        self._ways = ways
        self._key = hashlib.sha256(key).digest()
        self._marks = marks
        self._signers = tuple(signers)
        self._name, self._sender = mailbox(mail.sender)
        self._reply_to = mailbox(publication.reply_to) if publication.reply_to else None

    def write(self, letter: Letter, person: Subscriber, *, newest: Newest | None, now: datetime) -> Message:
        """The message. Raises ``DataError`` where the address is not one, ``TemplateError`` for a template's fault."""
        recipient = canonical(person.address)
        whose = who(recipient)
        leave = self._ways.out(whose, recipient)
        language = person.language or self._publication.lang
        values: dict[str, object] = {"person": person, "latest": newest, "leave": leave.link}
        if letter.kind == "confirm":
            token = self._confirming(whose, now)
            page = f"{self._ways.service}/c/{token}" if self._ways.service else ""
            said = f"confirm {token}"
            mailto = f"mailto:{quote(self._ways.answers, safe='@')}?subject={quote(said)}"
            values = {"link": page or mailto, "page": page, "answers": self._ways.answers, "said": said}
        elif letter.kind == "data":
            values = {"link": f"{self._ways.service}/d/{self._showing(whose, now)}"}
        else:
            values["preferences"] = self._ways.preferences(whose)
        subject = clean(self._render(f"letters/{letter.kind}_subject.txt", language, **values))
        text, markup = (
            self._render(f"letters/{letter.kind}.{kind}", language, subject=subject, **values).strip("\n").encode()
            for kind in ("txt", "html")
        )
        pieces = alternative([part(text, "text/plain"), part(markup, "text/html")])
        assert isinstance(pieces[0], bytes)  # no part of a letter is left to be filled in
        entity, blank, rest = pieces[0].partition(b"\r\n\r\n")
        message_id = self._message_id(letter)
        head = field("From", address(self._name, self._sender))
        # Whoever asked for it may have written the name of somebody else, or worse.
        head += field("To", address(person.name if letter.kind == "welcome" else "", recipient))
        if self._reply_to:
            head += field("Reply-To", address(*self._reply_to))
        head += field("Subject", unstructured(subject)) + field("Date", moment(now)) + field("Message-ID", message_id)
        if letter.kind == "welcome":
            title = phrase(self._publication.title)
            head += field("List-Id", f"{title} <{self._list_id()}>" if title else f"<{self._list_id()}>")
            head += leave.fields
        head += field("Auto-Submitted", "auto-generated") + field("MIME-Version", "1.0")
        if re.fullmatch(r"[A-Za-z0-9-]{1,35}", language):
            head += field("Content-Language", language)
        head += entity + blank.removesuffix(b"\r\n")
        body = Body((rest, *pieces[1:]))
        return Message(
            issue=ISSUE,
            recipient=person.address,
            sender=self._envelope_sender(whose),
            message_id=message_id,
            body=written((Fields(head),), body, _nothing, self._signers),
        )

    def _message_id(self, letter: Letter) -> str:
        made = hashlib.blake2b(f"letter {letter.id} {letter.who}".encode(), key=self._key, digest_size=16).hexdigest()
        return f"<digest.letter.{made}@{self._sender.rpartition('@')[2]}>"

    def _envelope_sender(self, whose: str) -> str:
        path = self._mail.return_path
        return envelope_sender(path, self._marks, ISSUE, whose) if path else self._sender

    def _list_id(self) -> str:
        if self._mail.list_id:
            return self._mail.list_id
        local, _, domain = self._sender.rpartition("@")
        label = re.sub(r"[^a-z0-9-]+", "-", local.lower()).strip("-") or "digest"
        return f"{label}.{domain}"


def _nothing(place: object) -> str:
    raise AssertionError(f"a letter has no place for {place}")
