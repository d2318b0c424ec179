"""Ways out: the links a reader sees, and the header fields that give mail programs a button (RFC 2369, RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from digest.messages.headers import clean, field, uri

_HERE = "{address}"
_POST = field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")

Sign = Callable[[str], str]  # ``addresses.who`` -> a token


@dataclass(frozen=True, slots=True)
class WayOut:
    """How one subscriber leaves."""

    link: str  # for people: https or mailto, percent-encoded where need be
    fields: bytes  # header fields for their mail program


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where a publication's subscribers leave, and where they change what they get.

    With ``service``, the address of `digest serve`, both are pages of its own. Else a link to leave is ``template``, an
    https: or mailto: link with the subscriber's own address for ``{address}``; else a mail to ``answers`` asks.
    """

    answers: str  # the address that answers go to
    service: str = ""
    template: str | None = None
    unsubscribing: Sign | None = None  # tokens, that the links to the service hold and the subject of a mail
    preferring: Sign | None = None

    def out(self, person: str, address: str) -> WayOut:
        """Where a person (``addresses.who``) leaves whose canonical address this is.

        List-Unsubscribe-Post promises that one POST unsubscribes (RFC 8058 §3.1), which only a link that names the
        subscriber can keep, so no other gets it.
        """
        token = self.unsubscribing(person) if self.unsubscribing else ""
        # The subject says who, for answers are often written from another address.
        mailto = f"mailto:{quote(self.answers, safe='@')}?subject=unsubscribe" + (f"%20{token}" if token else "")
        if self.service and token:
            link = f"{self.service}/u/{token}"
            return WayOut(link, _links(link, mailto) + _POST)
        if self.template is None:
            return WayOut(mailto, _links(mailto))
        link = uri(self.template.replace(_HERE, quote(clean(address), safe="")))
        if not link.lower().startswith("https:"):
            return WayOut(link, _links(link))
        return WayOut(link, _links(link, mailto) + (_POST if _HERE in self.template else b""))

    def preferences(self, person: str) -> str:
        """Where a person changes what they get; "" where there is no such page."""
        return f"{self.service}/p/{self.preferring(person)}" if self.service and self.preferring else ""


def _links(*links: str) -> bytes:
    return field("List-Unsubscribe", ", ".join(f"<{link}>" for link in links))
