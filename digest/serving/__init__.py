"""Where subscribers are answered: sign-up, confirmation, the way out, and what they want.

    request ─▶ guarding (whence, how often, how large) ─▶ forms ─▶ deciding ─▶ registry (does it) ─▶ a page

``deciding`` says what a request means and changes nothing; ``registry`` carries it out, in one thread that has the
database. GET and HEAD change nothing anywhere: mail scanners follow every link. Nothing here knows how pages look or
where people are kept: both are handed in (``asking``).
"""

from __future__ import annotations

from digest.serving.asking import Known, Latest, Shop, Signed, Store
from digest.serving.server import serve

__all__ = ["Known", "Latest", "Shop", "Signed", "Store", "serve"]
