"""``MimeComposer``: the bytes of one subscriber's mail."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from digest.errors import DataError
from digest.messages.addresses import canonical, mailbox
from digest.messages.bodies import alternative, part, picture, related
from digest.messages.headers import address, clean, field, moment, phrase, unstructured, uri
from digest.messages.unsubscribe import way_out
from digest.model import UNSUBSCRIBE_PLACEHOLDER, Edition, Issue, Mail, Message, Publication, Subscriber

_PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
_PARTS = {"text": "text/plain", "email": "text/html"}  # plainest first


class MimeComposer:
    """Addresses an issue's mail editions, one message a recipient.

    ``key`` hides addresses in Message-IDs; without one, who knows an address can tell whether a Message-ID is its own.
    The same issue, editions, subscriber and settings give the same bytes.
    """

    def __init__(self, mail: Mail, publication: Publication, *, key: bytes = b"") -> None:
        """Raises ``DataError`` where the sender or the reply address is not a mailbox."""
        self._mail = mail
        self._publication = publication
        self._name, self._sender = mailbox(mail.sender)
        self._reply_to = mailbox(publication.reply_to) if publication.reply_to else None
        self._key = hashlib.sha256(key or f"digest message-id {self._sender}".encode()).digest()
        self._held: tuple[tuple[Edition, ...], str, bytes] | None = None

    def compose(self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber) -> Message:
        """The message for one subscriber.

        Raises ``DataError`` where the address is not one, or no edition is for mail.
        """
        recipient = canonical(subscriber.address)
        leave = way_out(self._mail.unsubscribe, self._reply_to[1] if self._reply_to else self._sender, recipient)
        message_id = self._message_id(issue.number, recipient)
        head = (
            field("From", address(self._name, self._sender))
            + field("To", address(subscriber.name, recipient))
            + (field("Reply-To", address(*self._reply_to)) if self._reply_to else b"")
            + field("Subject", unstructured(issue.subject))
            + field("Date", moment(issue.as_of))
            + field("Message-ID", message_id)
            + field("List-Id", self._list_id())
            + leave.fields
            + self._archive()
            # Made by a periodic process and nobody's reply (RFC 3834 §5): it keeps out-of-office replies from coming
            # back.
            + field("Auto-Submitted", "auto-generated")
            + field("MIME-Version", "1.0")
            + self._language()
        )
        body = self._body(tuple(editions), leave.link)
        return Message(
            issue=issue.number,
            recipient=subscriber.address,
            sender=self._sender,
            message_id=message_id,
            body=head + body,
        )

    def _message_id(self, number: int, recipient: str) -> str:
        mark = hashlib.blake2b(f"{number} {recipient}".encode(), key=self._key, digest_size=16).hexdigest()
        return f"<digest.{number}.{mark}@{self._sender.rpartition('@')[2]}>"

    def _list_id(self) -> str:
        """RFC 2919 §3: a name that never changes, in a domain the publisher owns."""
        local, _, domain = self._sender.rpartition("@")
        label = re.sub(r"[^a-z0-9-]+", "-", local.lower()).strip("-") or "digest"
        title = phrase(self._publication.title)
        return f"{title} <{label}.{domain}>" if title else f"<{label}.{domain}>"

    def _archive(self) -> bytes:
        url = self._publication.url
        if url is None or urlsplit(url).scheme not in ("http", "https"):
            return b""
        return field("List-Archive", f"<{uri(url.rstrip('/'))}/>")

    def _language(self) -> bytes:
        tag = clean(self._publication.lang)
        return field("Content-Language", tag) if re.fullmatch(r"[A-Za-z0-9-]{1,35}", tag) else b""

    def _body(self, editions: tuple[Edition, ...], link: str) -> bytes:
        # One issue to a thousand subscribers who leave by the same link has one body: it is encoded once.
        if self._held is not None and self._held[0] == editions and self._held[1] == link:
            return self._held[2]
        texts = {edition.medium: edition.body for edition in editions}
        parts = []
        for medium, content_type in _PARTS.items():
            if medium in texts:
                shown = html.escape(link) if medium == "email" else link
                whole = texts[medium].replace(UNSUBSCRIBE_PLACEHOLDER.encode(), shown.encode())
                shows = medium == "email" and [edition for edition in editions if edition.medium == "picture"]
                parts.append(self._with_pictures(whole, shows) if shows else part(whole, content_type))
        if not parts:
            raise DataError("the issue has no edition for mail", fix="publish it again with `digest publish`")
        body = alternative(tuple(parts)) if len(parts) > 1 else parts[0]
        self._held = (editions, link, body)
        return body

    def _with_pictures(self, body: bytes, pictures: Sequence[Edition]) -> bytes:
        """The HTML with the pictures that it shows, which lie beside it in output/, as parts of the message."""
        entities = []
        for shown in pictures:
            name = shown.path.rpartition("/")[2]
            mark = hashlib.sha256(shown.body).hexdigest()[:16]
            content_id = f"{mark}@{self._sender.rpartition('@')[2]}"
            body = body.replace(f'src="{shown.path}"'.encode(), f'src="cid:{content_id}"'.encode())
            entities.append(picture(shown.body, _PICTURES[name[name.rfind(".") :]], name, content_id))
        return related((part(body, _PARTS["email"]), *entities))
