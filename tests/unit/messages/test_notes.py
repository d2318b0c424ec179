"""A note to the operator is a plain message that nothing can be forged into."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

from digest.messages.notes import note
from digest.model import Mail, Publication, SmtpServer

MAIL = Mail(sender="The Morning <news@estuary.example>", subscribers=(), server=SmtpServer(host="h", port=25))
AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_a_note_says_what_it_has_to() -> None:
    """From the publication to the operator alone; as plain text; the same each time."""

    def made(subject: str) -> bytes:
        return note(
            MAIL, Publication(title="Estuary"), to="op@desk.example", subject=subject, text="Zeile ä\n", mark="1",
            key=b"k", now=AT,
        ).body  # fmt: skip

    assert made("a") == made("a")
    message = message_from_bytes(made("the run failed\r\nBcc: all@reader.example"), policy=policy.default)
    assert message["To"] == "op@desk.example"
    assert message["From"] == "The Morning <news@estuary.example>"
    assert message["Bcc"] is None
    assert message["Subject"] == "Estuary: the run failed Bcc: all@reader.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == "Zeile ä\n"
    assert message.get_content_type() == "text/plain"
