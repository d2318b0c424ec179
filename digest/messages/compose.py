"""``MimeComposer``: the bytes of one subscriber's mail."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from digest.errors import DataError
from digest.messages import dkim
from digest.messages.addresses import canonical, mailbox
from digest.messages.bodies import Pieces, Values, alternative, joined, part, picture, related
from digest.messages.headers import address, clean, field, moment, phrase, unstructured, uri
from digest.messages.messageids import message_id
from digest.messages.shared import Body, Fields, written
from digest.messages.unsubscribe import WayOut, Ways
from digest.messages.verp import envelope_sender
from digest.model import Edition, Issue, Mail, Message, Publication, Subscriber
from digest.personal import Place, split

_PICTURES = {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
_PARTS = {"text": "text/plain", "email": "text/html"}  # plainest first
_KEPT = 64  # sets of editions that are kept encoded: languages and choices of sections that come again and again
_LONGEST = 500  # characters of a subscriber's word


class MimeComposer:
    """Addresses an issue's mail editions, one message a recipient.

    The same issue, editions, subscriber, settings and keys give the same bytes. What all who get the same editions have
    in common is encoded once; what is a subscriber's own is put between.
    """

    def __init__(
        self,
        mail: Mail,
        publication: Publication,
        *,
        key: bytes = b"",
        marks: bytes = b"",
        ways: Ways | None = None,
        signers: Sequence[dkim.Signer] = (),
    ) -> None:
        """``key`` hides addresses in Message-IDs, ``marks`` in envelope senders (``verp``).

        Without a key, who knows an address can tell whether a Message-ID is its own. ``ways``: where subscribers leave;
        without, as the settings say, and no link names a person. Raises ``DataError`` where the sender, the reply
        address or the return path is not an address.
        """
        self._mail = mail
        self._publication = publication
        self._name, self._sender = mailbox(mail.sender)
        self._reply_to = mailbox(publication.reply_to) if publication.reply_to else None
        self._key = hashlib.sha256(key or f"digest message-id {self._sender}".encode()).digest()
        self._marks = marks or hashlib.sha256(f"digest verp {self._sender}".encode()).digest()
        if mail.return_path:
            envelope_sender(mail.return_path, self._marks, 999_999_999, "")  # has it room for any mark?
        answers = self._reply_to[1] if self._reply_to else self._sender
        self._ways = ways or Ways(answers=answers, template=mail.unsubscribe)
        self._signers = tuple(signers)
        self._held: OrderedDict[tuple[int, ...], _Template] = OrderedDict()

    def compose(
        self, issue: Issue, editions: Sequence[Edition], subscriber: Subscriber, *, at: datetime | None = None
    ) -> Message:
        """The message for one subscriber, dated ``at``; the moment that the issue speaks from where none is given.

        A date hours before the mail comes is a mark of spam to many receivers, and mail to those who wait for their
        hour, or were put off, comes hours after the issue was made.

        Raises ``DataError`` where the address is not one, or no edition is for mail.
        """
        template = self._template(issue, editions)
        recipient = canonical(subscriber.address)
        person = recipient.casefold()  # ``addresses.who``
        leave = self._ways.out(person, recipient)
        name = message_id(self._key, issue.number, recipient, self._sender.rpartition("@")[2])
        first, second, third = template.shared
        head = (
            first,
            Fields(field("To", address(subscriber.name, recipient))),
            second,
            Fields(field("Date", moment(at or issue.as_of)) + field("Message-ID", name) + leave.fields),
            third,
        )
        return Message(
            issue=issue.number,
            recipient=subscriber.address,
            sender=self._envelope_sender(issue.number, person),
            message_id=name,
            body=written(head, template.body, self._values(person, recipient, subscriber, leave), self._signers),
        )

    def _envelope_sender(self, number: int, person: str) -> str:
        path = self._mail.return_path
        return envelope_sender(path, self._marks, number, person) if path else self._sender

    def _values(self, person: str, recipient: str, subscriber: Subscriber, leave: WayOut) -> Values:
        known: dict[Place, str] = {}

        def value(place: Place) -> str:
            if place not in known:
                known[place] = made(place)
            return known[place]

        def made(place: Place) -> str:
            if place.kind == "unsubscribe":
                return leave.link
            if place.kind == "preferences":
                return self._ways.preferences(person) or leave.link
            own = {**subscriber.fields, "name": subscriber.name, "address": recipient}
            return clean(own.get(place.field, ""))[:_LONGEST] or place.default

        return value

    def _template(self, issue: Issue, editions: Sequence[Edition]) -> _Template:
        """What all who get these editions of the issue have in common."""
        # By identity: to compare a million times what is megabytes long would cost more than to encode it again.
        which = (id(issue), *map(id, editions))
        made = self._held.get(which)
        if made is None:
            made = self._held[which] = self._made(issue, tuple(editions))
            if len(self._held) > _KEPT:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(which)
        return made

    def _made(self, issue: Issue, editions: tuple[Edition, ...]) -> _Template:
        pieces = self._pieces(editions)
        entity, blank, rest = pieces[0].partition(b"\r\n\r\n") if isinstance(pieces[0], bytes) else (b"", b"", b"")
        first = field("From", address(self._name, self._sender))
        if self._reply_to:
            first += field("Reply-To", address(*self._reply_to))
        second = field("Subject", unstructured(issue.subject))
        third = (
            self._list(issue, next((edition.web for edition in editions if edition.web), ""))
            + field("MIME-Version", "1.0")
            + entity
            + blank.removesuffix(b"\r\n")
        )
        return _Template(
            made_of=(issue, editions),
            shared=(Fields(first), Fields(second), Fields(third)),
            body=Body(joined(rest, *pieces[1:])),
        )

    def _list(self, issue: Issue, web: str) -> bytes:
        """Fields about the list and the issue, the same for everybody.

        No Sender: who writes and who sends are one here (RFC 5322 §3.6.2), whoever signs. No Precedence, which no
        standard has: Auto-Submitted and List-Id say the same to every vacation responder that keeps to RFC 3834 or RFC
        5230. No List-Help: the link to leave and the address of answers are all the help that there is.
        """
        number, list_id = issue.number, self._list_id()
        title = phrase(self._publication.title)
        made = field("List-Id", f"{title} <{list_id}>" if title else f"<{list_id}>")
        # Nobody can post to it (RFC 2369 §3.4).
        made += field("List-Post", "NO")
        if self._ways.service:
            made += field("List-Subscribe", f"<{uri(self._ways.service)}/>")
        elif self._mail.mailbox:
            made += field("List-Subscribe", f"<mailto:{quote(self._ways.answers, safe='@')}?subject=subscribe>")
        url = self._publication.url
        if url is not None and url.lower().startswith(("http://", "https://")):
            made += field("List-Archive", f"<{uri(url.rstrip('/'))}/issues/>")
        if web:
            made += field("Archived-At", f"<{uri(web)}>")  # RFC 5064; a week rolled up has no page of its own
        # Made by a periodic process and nobody's reply (RFC 3834 §5): it keeps out-of-office replies from coming back.
        made += field("Auto-Submitted", "auto-generated")
        # Gmail tells complaints by it: up to three names of the sender's own, and who it is, in 5 to 15 characters.
        label = re.sub(r"[^a-z0-9.-]+", "-", list_id.lower())
        sender = re.sub(r"[^a-z0-9]", "", label)[:15].ljust(5, "0")
        made += field("Feedback-ID", f"{number}:{label}:issue:{sender}")
        tag = clean(issue.publication.lang)
        return made + (field("Content-Language", tag) if re.fullmatch(r"[A-Za-z0-9-]{1,35}", tag) else b"")

    def _list_id(self) -> str:
        """RFC 2919 §3: a name that never changes, in a domain the publisher owns."""
        if self._mail.list_id:
            return re.sub(r"[^A-Za-z0-9._-]+", "-", self._mail.list_id)
        local, _, domain = self._sender.rpartition("@")
        label = re.sub(r"[^a-z0-9-]+", "-", local.lower()).strip("-") or "digest"
        return f"{label}.{domain}"

    def _pieces(self, editions: tuple[Edition, ...]) -> Pieces:
        held = {edition.medium: edition for edition in editions}
        parts = []
        for medium, content_type in _PARTS.items():
            if medium in held:
                shows = [edition for edition in editions if edition.medium == "picture"] if medium == "email" else []
                parts.append(self._with_pictures(held[medium], content_type, shows))
        if not parts:
            raise DataError("the issue has no edition for mail", fix="publish it again with `digest publish`")
        return alternative(parts) if len(parts) > 1 else parts[0]

    def _with_pictures(self, edition: Edition, content_type: str, pictures: Sequence[Edition]) -> Pieces:
        """The edition with the pictures that it shows, which lie beside it in output/, as parts of the message."""
        entities = []
        body = edition.body
        for shown in pictures:
            name = shown.path.rpartition("/")[2]
            mark = hashlib.sha256(shown.body).hexdigest()[:16]
            content_id = f"{mark}@{self._sender.rpartition('@')[2]}"
            body = body.replace(f'src="{shown.path}"'.encode(), f'src="cid:{content_id}"'.encode())
            entities.append(picture(shown.body, _PICTURES[name[name.rfind(".") :]], name, content_id))
        made = part(split(body, edition.mark), content_type)
        return related((made, *entities)) if entities else made


@dataclass(frozen=True, slots=True)
class _Template:
    made_of: tuple[Issue, tuple[Edition, ...]]  # held, so that nothing else takes their identity
    shared: tuple[Fields, Fields, Fields]  # before To, before Message-ID and the links to leave, and after them
    body: Body
