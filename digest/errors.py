"""Every exception a user can meet, and the exit status each ends in (sysexits(3) numbers).

    DigestError
    ├── UsageError           2   the command line asks for something that cannot be
    ├── ProofError           4   a frozen issue is not what its sources wrote, or not what was frozen or published
    ├── DataError           65   input that cannot be read: a feed file, a seed, a lab row
    │   ├── FeedError            bytes that hold no feed
    │   └── SeedError            a seed file with a fault
    ├── UnavailableError    69   nothing could be read, or too little for an issue
    ├── TemporaryError      75   try again later
    │   ├── LockedError          another run holds the lock
    │   ├── ClockError           the clock is earlier than the last issue, or not that of the servers
    │   ├── MailError            the mail server put off or refused some messages
    │   └── MailboxError         the mailbox of returned mail cannot be read
    ├── ApprovalError       77   an issue that nobody approved as it is, where feeds.yml asks for that
    ├── HeldBackError       77   an issue that is mailed only to whoever asks for it: too old, or without a story
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


class ClockError(TemporaryError):
    """The machine's clock cannot be right."""


class MailError(TemporaryError):
    """The server put off or refused some messages; the ledger knows which."""


class MailboxError(TemporaryError):
    """The mailbox of returned mail and answers cannot be read now; what it holds waits there."""


class ApprovalError(DigestError):
    """An issue may not be mailed as it is: nobody approved it, or (``changed``) other bytes of it were approved."""

    status = 77

    def __init__(self, what: str, *, fix: str | None = None, changed: bool = False) -> None:
        self.changed = changed
        super().__init__(what, fix=fix)


class RefusedError(DigestError):
    """Every message of an issue failed for good: it reached nobody, and no later run mails it."""

    status = 77


class HeldBackError(DigestError):
    """An issue that is not mailed without being asked for."""

    status = 77


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing about a frozen issue that is not as it has to be; what is unknown is None."""

    issue: int  # its number
    where: str  # "story 3 (“Bridge closed”), what happened 2", "output/index.html", "the database"
    what: str  # "is not what its article says"
    printed: str | None = None  # as the issue, or the file, has it
    found: str | None = None  # as the source, or the database, has it in that place
    article: str | None = None  # whose words they should be: its id
    start: int | None = None  # where they should stand in its text
    end: int | None = None
    stands: int | None = None  # where they, or the most of them, stand instead

    def __str__(self) -> str:
        text = f"issue {self.issue}: {self.where}: {self.what}"
        if self.printed is not None and self.found is not None:
            printed, found = _apart(self.printed, self.found)
            text += f"; printed: “{printed}”, found: “{found}”"
        elif self.printed is not None:
            text += f"; printed: “{_cut(self.printed, 0)}”"
        if self.start is not None:
            text += f", at {self.start} to {self.end}"
        if self.article is not None:
            text += f" of article {self.article}" if self.start is not None else f", article {self.article}"
        return text if self.stands is None else f"{text}; the nearest to it stands at {self.stands}"


_SHOWN = 120  # characters of a text


def _apart(one: str, two: str) -> tuple[str, str]:
    """Two texts around the place where they begin to differ."""
    same = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    begin = max(0, same - _SHOWN // 2) if max(len(one), len(two)) > _SHOWN else 0
    return _cut(one, begin), _cut(two, begin)


def _cut(text: str, begin: int) -> str:
    """The text from there on, on one line and not too long; what cannot be seen is escaped."""
    piece = text[begin : begin + _SHOWN]
    line = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in piece)
    return f"{'…' if begin else ''}{line}{'…' if begin + _SHOWN < len(text) else ''}"


class ProofError(DigestError):
    """Frozen issues that are not what they were, or should be; ``flaws`` has each thing found, of all issues asked."""

    status = 4

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        self.flaws = flaws
        super().__init__("\n".join(str(flaw) for flaw in flaws))


class NotSetUpError(DigestError):
    """Something was asked for that feeds.yml does not set up; ``fix`` says what to add."""

    status = 78
