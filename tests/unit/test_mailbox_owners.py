"""Whose returned messages are: what looking for them may cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from types import SimpleNamespace

import pytest

from digest.messages.returned import Trace
from digest.model import Delivery
from digest.pipeline import mailbox


class Rows:
    """``ports.Ledger``, as far as it says who had an issue: three people each."""

    def every(self, issue: int) -> Iterator[Delivery]:
        return (Delivery(issue=issue, recipient=f"r{n}@x.example", state="accepted") for n in range(3))


class Everyone:
    """``Returns`` that looks at everyone it is given."""

    def __init__(self) -> None:
        self.looked: list[tuple[int, int]] = []

    def owners(self, issue: int, traces: Collection[Trace], recipients: Iterable[str]) -> dict[Trace, str]:
        self.looked.append((issue, len(list(recipients))))
        return {}


def test_no_list_of_issues_makes_a_reading_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody can write marks of a thousand issues: the newest are looked for, and not more people than a limit."""
    monkeypatch.setattr(mailbox, "_LOOKED_AT", 7)
    returns = Everyone()
    traces = {Trace(number, "envelope", "a" * 13) for number in range(1, 100)}
    mailbox._owners(SimpleNamespace(returns=returns, ledger=Rows()), traces)  # type: ignore[arg-type]  # it asks these two alone
    assert returns.looked[:4] == [(99, 3), (98, 3), (97, 1), (96, 0)]
