"""Fetching a lead story's picture: once, of kinds that mail programs show, and never at an issue's cost."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.model import Fetched, FetchRequest, Issue
from digest.pipeline.picture import LIMIT, fetch_picture
from digest.storage.pictures import PictureFolder

JPEG = b"\xff\xd8\xff" + b"picture"
URL = "https://paper.example/a.jpg"


class Server:
    """A fetcher that gives one body for whatever it is asked, and remembers what that was."""

    def __init__(self, body: bytes, reason: str | None = None) -> None:
        self.asked: list[FetchRequest] = []
        self._body, self._reason = body, reason

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        for request in requests:
            self.asked.append(request)
            state = "failed" if self._reason else "read"
            yield Fetched(request=request, state=state, url=request.url, body=self._body, reason=self._reason)


@pytest.fixture
def issue() -> Issue:
    spec = importlib.util.spec_from_file_location("newsroom", Path(__file__).parents[1] / "newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    newsroom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(newsroom)
    sample: Issue = newsroom.sample_issue()
    assert sample.lead
    return replace(sample, lead=replace(sample.lead, image=URL))


def test_it_is_fetched_once(tmp_path: Path, issue: Issue) -> None:
    """And held for every later rendering; a feed named the address, so no private one is asked."""
    server, pictures = Server(JPEG), PictureFolder(tmp_path / "pictures")
    assert pictures.held(issue) == b""
    for _ in range(2):
        assert asyncio.run(fetch_picture(issue, fetcher=server, pictures=pictures)) == ""
    assert pictures.held(issue) == JPEG
    assert [(request.url, request.written, request.page) for request in server.asked] == [(URL, False, True)]


@pytest.mark.parametrize(
    ("body", "reason", "told"),
    [
        (b"", "HTTP 404", "HTTP 404"),
        (b"<html>", None, "it is no JPEG, PNG or GIF"),
        (JPEG + b"\0" * LIMIT, None, "it is larger than 400 KB"),
    ],
)
def test_what_cannot_be_sent_is_told(tmp_path: Path, issue: Issue, body: bytes, reason: str | None, told: str) -> None:
    """Nothing is held, and the reason is one for the report."""
    pictures = PictureFolder(tmp_path / "pictures")
    assert asyncio.run(fetch_picture(issue, fetcher=Server(body, reason), pictures=pictures)) == told
    assert pictures.held(issue) == b""


def test_no_picture_is_asked_for_where_none_is_named(tmp_path: Path, issue: Issue) -> None:
    """An issue without a lead story, or one whose lead story has no picture, asks nobody."""
    assert issue.lead
    server, pictures = Server(JPEG), PictureFolder(tmp_path / "pictures")
    for bare in (replace(issue, lead=None), replace(issue, lead=replace(issue.lead, image=None))):
        assert asyncio.run(fetch_picture(bare, fetcher=server, pictures=pictures)) == ""
    assert server.asked == []
