"""The publication's own secret: what tokens are signed and addresses hashed with."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

from digest.errors import StorageError
from digest.storage.database import sync_folder

FILE = "secret"
_BYTES = 32


def secret(folder: Path) -> bytes:
    """The 32 bytes in ``folder``, made by chance where there are none (mode 0600).

    Whoever loses the file invalidates every link in mail already sent. Raises ``StorageError`` where it cannot be read
    or made, or is not what was made.
    """
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        held = path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"the publication's secret cannot be read or made: {(error.strerror or str(error)).lower()}",
            where=str(path),
            fix="check who owns the folder and its mode",
        ) from error
    if len(held) != _BYTES:
        raise StorageError(
            "the publication's secret is damaged",
            where=str(path),
            fix="restore it from a backup; without it, links in mail already sent stop working",
        )
    return held


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose: who learns them learns nothing of the secret, or of another purpose's (RFC 2104)."""
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def _make(path: Path) -> None:
    """Written aside and linked into place, so that two programs that begin at once agree on one."""
    aside = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
        sync_folder(path.parent)  # what it signs goes out in mail: the name must not be lost
    finally:
        aside.unlink()
