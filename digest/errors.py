"""Every exception a user can meet, and the exit status each ends in (sysexits(3) numbers).

    DigestError
    ├── UsageError           2   the command line asks for something that cannot be
    ├── DataError           65   input that cannot be read: a feed file, a seed, a lab row
    │   ├── FeedError            bytes that hold no feed
    │   └── SeedError            a seed file with a fault
    ├── UnavailableError    69   nothing could be fetched and no story found
    ├── TemporaryError      75   try again later
    │   ├── LockedError          another run holds the lock
    │   └── MailError            the mail server put off or refused some messages
    ├── TemplateError       78   a template with a fault
    ├── ConfigError         78   feeds.yml with faults: all of them, each with line and column
    ├── NotSetUpError       78   something was asked for that feeds.yml does not set up, such as mail
    └── StorageError        74   the database or output/ cannot be read or written

Exceptions carry facts, and ``str()`` says where, what, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass


class DigestError(Exception):
    """The root. ``status`` is the process's exit status; ``where`` a file:line or URL; ``fix`` what to do."""

    status = 1

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} — {self.fix}" if self.fix else text


class UsageError(DigestError):
    status = 2


class DataError(DigestError):
    status = 65


class FeedError(DataError):
    """Bytes that hold no feed; ``what`` says what they look like instead."""


class SeedError(DataError):
    """A seed file that cannot be read."""


class UnavailableError(DigestError):
    status = 69


class TemporaryError(DigestError):
    status = 75


class LockedError(TemporaryError):
    """Another run holds the lock."""


class MailError(TemporaryError):
    """The server put off or refused some messages; the ledger knows which."""


class TemplateError(DigestError):
    """A template that does not compile or render; ``where`` is its file:line."""

    status = 78


class StorageError(DigestError):
    status = 74


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in feeds.yml. Lines and columns count from 1."""

    line: int
    column: int
    path: str  # "sources[2].url"
    what: str  # "unknown key 'weigth' (did you mean 'weight'?)"


class ConfigError(DigestError):
    """feeds.yml with faults, all told at once."""

    status = 78

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        self.file = file
        self.faults = faults
        super().__init__("\n".join(f"{file}:{f.line}:{f.column}: {f.path}: {f.what}" for f in faults))


class NotSetUpError(DigestError):
    """Something was asked for that feeds.yml does not set up; ``fix`` says what to add."""

    status = 78
