"""The way out: the link a reader sees, and the header fields that give mail programs a button (RFC 2369, RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from digest.messages.headers import clean, field, uri

_HERE = "{address}"


@dataclass(frozen=True, slots=True)
class WayOut:
    """How one subscriber leaves."""

    link: str  # for people: https or mailto, percent-encoded where need be
    fields: bytes  # header fields for their mail program


def way_out(template: str | None, reply_to: str, address: str) -> WayOut:
    """Where ``address`` unsubscribes.

    ``template`` is an https: or mailto: link, ``{address}`` in it the subscriber's own; without one, a mail to
    ``reply_to`` asks. List-Unsubscribe-Post promises that one POST unsubscribes (RFC 8058 §3.1), which only a link that
    names the subscriber can keep, so no other gets it.
    """
    mailto = f"mailto:{quote(reply_to, safe='@')}?subject=unsubscribe"
    if template is None:
        return WayOut(mailto, _links(mailto))
    link = uri(template.replace(_HERE, quote(clean(address), safe="")))
    if not link.lower().startswith("https:"):
        return WayOut(link, _links(link))
    fields = _links(link, mailto)
    if _HERE in template:
        fields += field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return WayOut(link, fields)


def _links(*links: str) -> bytes:
    return field("List-Unsubscribe", ", ".join(f"<{link}>" for link in links))
