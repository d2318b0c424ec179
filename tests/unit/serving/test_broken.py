"""A fault of the program's own, as a reader meets it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from digest.errors import StorageError, TemplateError
from digest.serving.app import Reception
from digest.serving.server import guarded


def ask(fault: Exception, *, renders: bool = True) -> tuple[int, dict[str, str], str, list[str]]:
    """Status, headers and body of a page, and what is told, where reading a token ends in this fault."""
    told: list[str] = []

    def render(name: str, language: str, **values: Any) -> str:
        if not renders:
            raise TemplateError("no such thing", where="serve/notice.html")
        return f"{name} says {values.get('words')}"

    def read(*_: Any) -> Any:
        raise fault

    shop = SimpleNamespace(
        url="https://a.example", proxies=(), fault=told.append, style=lambda: ("", ""), render=render, read=read,
        languages={"en": "English"}, language="en", timezone="UTC", sections=(), values={}, clock=lambda: None,
    )  # fmt: skip
    app = guarded(Reception(shop, SimpleNamespace()).app(), shop)  # type: ignore[arg-type]  # as much of each as is asked
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "path": "/u/x", "method": "GET", "client": ("192.0.2.1", 1), "headers": [],
             "query_string": b""}  # fmt: skip
    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent).decode(), told


@pytest.mark.parametrize("fault", [RuntimeError("reader@example.org"), TemplateError("x", where="serve/leave.html")])
def test_a_fault_of_our_own_has_a_page_of_ours(fault: Exception) -> None:
    """In the house's style and under its policy; the reader learns nothing of it, the operator where it is."""
    status, headers, body, told = ask(fault)
    assert (status, body) == (500, "serve/notice.html says fault")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert len(told) == 1
    assert "reader@example.org" not in told[0]


def test_where_that_page_is_at_fault_there_are_plain_words() -> None:
    """The page is a template too."""
    status, headers, body, told = ask(RuntimeError("reader@example.org"), renders=False)
    assert status == 500
    assert body.startswith("Something went wrong on our side.")
    assert "text/plain" in headers["content-type"]
    assert len(told) == 1


def test_a_busy_database_is_told_with_a_time_to_come_back() -> None:
    """So that a mail provider's one click is tried again."""
    status, headers, body, _ = ask(StorageError("another program is writing", where="digest.db"))
    assert (status, body) == (503, "serve/notice.html says busy")
    assert int(headers["retry-after"]) > 0
