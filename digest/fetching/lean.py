"""Imports aiohttp without what a run over plain HTTP does not need.

When it is imported, aiohttp makes two TLS contexts and loads the machine's authorities into both, which takes as long
as two hundred requests do. One of the two verifies nothing and we have no use for it. So neither gets any while aiohttp
is imported, and ``Web`` brings its own context when the first https:// address is asked for. A connection that went
round it would be refused: aiohttp's verifying context then knows no authority.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_authorities() -> Iterator[None]:
    """TLS contexts made in the block load no authorities by default."""
    inherited = "set_default_verify_paths" not in vars(ssl.SSLContext)
    before = ssl.SSLContext.set_default_verify_paths
    ssl.SSLContext.set_default_verify_paths = _nothing  # type: ignore[assignment,method-assign]  # put back below
    try:
        yield
    finally:
        if inherited:
            del ssl.SSLContext.set_default_verify_paths
        else:
            ssl.SSLContext.set_default_verify_paths = before  # type: ignore[method-assign]  # as it was


def _nothing(_: ssl.SSLContext) -> None:
    """No authorities."""


def context() -> ssl.SSLContext:
    """A TLS context for HTTP/1.1 that verifies by this machine's authorities."""
    made = ssl.create_default_context()
    made.set_alpn_protocols(["http/1.1"])
    return made
