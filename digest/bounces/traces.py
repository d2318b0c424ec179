"""What a mail holds that may say whose message it is about: addresses, Message-IDs, tokens, wherever they stand.

Where does not matter: what counts of them carries a keyed hash or a signature, and proves itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.bounces.mime import Part

_SEVERAL = 300  # of a kind
_STOP = r"\s<>()\[\]\",;:@\\|'`"
_LEFT = re.compile(rf"[^{_STOP}/=]{{1,64}}\Z|[^{_STOP}]{{1,64}}\Z")
_RIGHT = re.compile(rf"[^{_STOP}/?&=]{{1,253}}")
_TOKEN = re.compile(r"(?<![\w.-])[A-Za-z0-9_-]{16,560}\.[A-Za-z0-9_.-]{16,60}(?![\w.-])")
_TEXTS = ("text/", "message/")
# Where the address stands that a mail was delivered to, which of a returned one is its envelope sender.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to", "to")


def texts(mail: Part) -> Iterator[str]:
    """Every header value and every text of a mail, those first that say where it was delivered to."""
    for name in _DELIVERED:
        yield from mail.all(name)
    for part in mail.walk():
        yield from (value for _, value in part.fields)
        if not part.parts and part.kind.startswith(_TEXTS):
            yield part.text


def addresses(text: str) -> Iterator[str]:
    """What looks like a mail address, as it stands."""
    at = text.find("@")
    while at >= 0:
        left, right = _LEFT.search(text, max(0, at - 64), at), _RIGHT.match(text, at + 1)
        if left and right and (host := right[0].rstrip(".")):
            yield f"{left[0].lstrip('.')}@{host}"
        at = text.find("@", at + 1)


def all_addresses(mail: Part) -> tuple[str, ...]:
    """Every address of the mail, each once; a Message-ID looks like one."""
    return _some(address for text in texts(mail) for address in addresses(text))


def tokens(mail: Part) -> tuple[str, ...]:
    """Every word that may be a token, each once."""
    return _some(found[0] for text in texts(mail) for found in _TOKEN.finditer(text))


def _some(found: Iterator[str]) -> tuple[str, ...]:
    made: dict[str, None] = {}
    for one in found:
        made.setdefault(one)
        if len(made) >= _SEVERAL:
            break
    return tuple(made)
