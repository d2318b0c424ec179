"""Reads a file as if a server had served it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat

from digest.fetching.settings import size_in_words
from digest.model import Fetched, FetchRequest

_REASONS = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such file",
    errno.EACCES: "no permission to read the file",
    errno.EPERM: "no permission to read the file",
    errno.ELOOP: "links that lead in a circle",
    errno.ENAMETOOLONG: "no such file: the name is too long",
    errno.EISDIR: "a folder, not a file",
}

_PIECE = 1_000_000


def read(request: FetchRequest, *, max_bytes: int) -> Fetched:
    """The file at ``request.url``, an absolute path. Its ETag is the hash of what it holds.

    Not its time and size: a file put in another's place may have both.
    """
    try:
        body = _body(request.url, max_bytes)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
        return Fetched(request=request, state="failed", url=request.url, reason=reason)
    except ValueError:  # a NUL or half a surrogate pair, which no file's name holds
        return Fetched(request=request, state="failed", url=request.url, reason="no such file")
    if body is None:
        return Fetched(request=request, state="failed", url=request.url, reason="not an ordinary file")
    if len(body) > max_bytes:
        reason = f"too large: over {size_in_words(max_bytes)}"
        return Fetched(request=request, state="failed", url=request.url, reason=reason)
    etag = f'"sha256-{hashlib.sha256(body).hexdigest()}"'
    if etag == request.etag:
        return Fetched(request=request, state="unchanged", url=request.url, etag=etag)
    return Fetched(request=request, state="read", url=request.url, body=body, etag=etag)


def _body(path: str, max_bytes: int) -> bytes | None:
    """What the file holds, one byte beyond ``max_bytes`` at most; None for a pipe or a device."""
    # Not blocking: to open a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            return None
        pieces = []
        left = max_bytes + 1
        while left > 0 and (piece := os.read(descriptor, min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)
    finally:
        os.close(descriptor)
