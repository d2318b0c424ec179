"""A note to the operator: plain text, from the publication to whoever looks after it. Never to a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from digest.messages import dkim
from digest.messages.addresses import mailbox
from digest.messages.bodies import part
from digest.messages.headers import address, field, moment, phrase, unstructured
from digest.messages.shared import Body, Fields, written
from digest.model import Mail, Message, Publication

ISSUE = 0  # as of a letter


def note(
    mail: Mail,
    publication: Publication,
    *,
    to: str,
    subject: str,
    text: str,
    mark: str,
    key: bytes,
    now: datetime,
    signers: Sequence[dkim.Signer] = (),
) -> Message:
    """The message. ``mark`` is its own alone, ``key`` hides it in the Message-ID.

    Raises ``DataError`` where ``to`` is no address.
    """
    name, sender = mailbox(mail.sender)
    recipient = mailbox(to)[1]
    made = hashlib.blake2b(f"note {mark}".encode(), key=hashlib.sha256(key).digest(), digest_size=16).hexdigest()
    message_id = f"<digest.note.{made}@{sender.rpartition('@')[2]}>"
    pieces = part(text.encode("utf-8", "replace"), "text/plain")
    assert isinstance(pieces[0], bytes)  # nothing is left to be filled in
    entity, blank, rest = pieces[0].partition(b"\r\n\r\n")
    head = field("From", address(name, sender)) + field("To", address("", recipient))
    head += field("Subject", unstructured(f"{publication.title}: {subject}"))
    head += field("Date", moment(now)) + field("Message-ID", message_id)
    # No answer by a machine, please (RFC 3834 §5).
    head += field("Auto-Submitted", "auto-generated") + field("X-Publication", phrase(publication.title) or "digest")
    head += field("MIME-Version", "1.0") + entity + blank.removesuffix(b"\r\n")
    return Message(
        issue=ISSUE,
        recipient=recipient,
        sender=sender,
        message_id=message_id,
        body=written((Fields(head),), Body((rest, *pieces[1:])), _nothing, signers),
    )


def _nothing(place: object) -> str:
    raise AssertionError(f"a note has no place for {place}")
