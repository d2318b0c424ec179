"""What a page may load and run (Content Security Policy Level 3): a feed's markup that got into it would do nothing."""

from __future__ import annotations

import base64
import hashlib
import re

from markupsafe import Markup

from digest.editions.wording import clean

_ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::[0-9]+)?(?=/|$)", re.IGNORECASE)


def policy(*, logo: str = "", style: str = "", script: str = "") -> Markup:
    """The value of a page's ``Content-Security-Policy``: the site's own style sheet and pictures, and nothing else.

    ``logo`` is the address of a logo that lies elsewhere: its server may be asked for pictures. ``style`` is the one
    inline style sheet of a page that links to none. ``script`` is the one inline module of a page that searches: it may
    load Pagefind, which lies beside it, runs as WebAssembly and reads its index.
    """
    sources = {
        "default-src": "'none'",
        "style-src": _hash(style) if style else "'self'",
        "img-src": " ".join(filter(None, ("'self'", _origin(logo)))),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if script:
        sources |= {
            "script-src": f"{_hash(script)} 'self' 'wasm-unsafe-eval'",
            "connect-src": "'self'",
            "worker-src": "'self'",
        }
    # Of hashes and the words above alone: no character of it needs to be escaped.
    policy = "; ".join(f"{directive} {allowed}" for directive, allowed in sources.items())
    return Markup(policy)  # noqa: S704 - see above


def _origin(address: str) -> str:
    """The server of an address; any that speaks TLS where its name is not plain ASCII."""
    found = _ORIGIN.match(address)
    return found.group() if found else "https:" if address.startswith("https:") else ""


def _hash(text: str) -> str:
    """The name of an inline element by its text, as it stands in the page (CSP 3 §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(clean(text).encode()).digest()).decode()}'"
