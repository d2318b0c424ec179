"""An issue as the preview is shown it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from digest.messages import MimeComposer
from digest.model import Edition, Mail, SmtpServer, Standing, Subscriber
from digest.preview import Shown

MAIL = Mail(
    sender="The Harbour Morning <news@harbour.example>",
    subscribers=(),
    server=SmtpServer(host="localhost", port=25, security="none"),
)


@pytest.fixture
def shown(newsroom: ModuleType) -> Callable[..., Shown]:
    """An issue with a mail of this HTML, a page and a style."""

    def made(html: str = "<p>The mail</p>", **changes: Any) -> Shown:
        issue = newsroom.sample_issue()
        editions = (
            Edition(medium="email", path="email.html", body=html.encode()),
            Edition(medium="text", path="email.txt", body="The mail, grün <b>\n".encode()),
            Edition(medium="page", path="index.html", body=b"<p>The page</p>"),
        )
        message = MimeComposer(MAIL, issue.publication).compose(
            issue, editions, Subscriber(address="reader@example.org")
        )
        fields: dict[str, Any] = {
            "issue": issue,
            "editions": editions,
            "assets": {"style.css": b"a{}"},
            "message": message,
            "stand_in": False,
            "standing": Standing(state="none", sha256="0" * 64),
            "required": True,
            "before_sizes": {},
            "budget": 90_000,
        }
        return Shown(**(fields | changes))

    return made
