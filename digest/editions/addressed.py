"""What a mail says to each subscriber alone: a place while mail is rendered, a default while a page is."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from digest import personal

# Templates import macros without their context: what a macro calls must know by itself what is being rendered.
_MARK: ContextVar[str] = ContextVar("mark", default="")
_SERVED: ContextVar[bool] = ContextVar("served", default=False)


@contextmanager
def mail(mark: str, *, served: bool) -> Iterator[None]:
    """What is rendered inside is mail, whose places have this mark; ``served``: there is a page of preferences."""
    before = _MARK.set(mark), _SERVED.set(served)
    try:
        yield
    finally:
        _MARK.reset(before[0])
        _SERVED.reset(before[1])


def served() -> bool:
    """Whether subscribers change on a page of their own what they get."""
    return _SERVED.get()


def link(kind: personal.Kind) -> str:
    """The place of a link in the mail that is being rendered."""
    return personal.link(_MARK.get(), kind)


def subscriber(field: str, default: str = "") -> str:
    """A word of the subscriber's own, for templates: ``{{ subscriber("name", "reader") }}``.

    ``field`` is ``name``, ``address``, or a field of theirs; who has none, and everybody on a page, reads ``default``.
    """
    # A translated default is markup already in a template that escapes; it is escaped anew for its subscriber.
    plain = html.unescape(default) if hasattr(default, "__html__") else default
    plain = " ".join(plain.split())
    return personal.word(_MARK.get(), field, plain) if _MARK.get() else plain
