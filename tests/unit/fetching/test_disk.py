"""Files read as if they were served."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from digest.fetching import AiohttpFetcher
from digest.model import Fetched, FetchRequest


def read(*requests: FetchRequest, **settings: Any) -> Sequence[Fetched]:
    async def scenario() -> list[Fetched]:
        return [fetched async for fetched in AiohttpFetcher(**settings).fetch(requests)]

    return asyncio.run(scenario())


def test_a_file_is_unchanged_while_it_holds_the_same(tmp_path: Path) -> None:
    """By its content: another file of the same size and time in its place is read."""
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss>1</rss>")
    times = (path.stat().st_atime, path.stat().st_mtime)
    request = FetchRequest(key="f", url=str(path))
    (first,) = read(request)
    assert (first.state, first.body, first.url) == ("read", b"<rss>1</rss>", str(path))
    again = replace(request, etag=first.etag)
    (second,) = read(again)
    assert (second.state, second.body, second.etag) == ("unchanged", b"", first.etag)
    path.write_bytes(b"<rss>2</rss>")
    os.utime(path, times)
    (third,) = read(again)
    assert (third.state, third.body) == ("read", b"<rss>2</rss>")


def test_each_failure_has_its_words_and_spoils_no_sibling(tmp_path: Path) -> None:
    """In the order asked."""
    (tmp_path / "large").write_bytes(b"x" * 11)
    (tmp_path / "fits").write_bytes(b"x" * 10)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    urls = [
        *(str(tmp_path / name) for name in ("missing", "large", "fits", "pipe", "circle")),
        str(tmp_path),
        str(tmp_path / "fits" / "below"),
        f"/{'x' * 300}",
        "/nul\0",
        "relative.xml",
        "file:///etc/hostname",
    ]
    found = read(*(FetchRequest(key=str(n), url=url) for n, url in enumerate(urls)), max_bytes=10)
    assert [fetched.reason for fetched in found] == [
        "no such file",
        "too large: over 10 bytes",
        None,
        "not an ordinary file",
        "links that lead in a circle",
        "a folder, not a file",
        "no such file",
        "no such file: the name is too long",
        "no such file",
        "neither a web address (http, https) nor a file's full path",
        "neither a web address (http, https) nor a file's full path",
    ]


def test_a_file_without_permission(tmp_path: Path) -> None:
    """Said as such. Root may read everything, and is somebody else for the while."""
    path = tmp_path / "closed"
    path.touch(mode=0o000)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        (fetched,) = read(FetchRequest(key="c", url=str(path)))
    finally:
        if root:
            os.seteuid(0)
    assert fetched.reason == "no permission to read the file"


def test_files_cost_no_web_library() -> None:
    """Seeds alone must not pay for HTTP."""
    import subprocess
    import sys

    program = (
        "import asyncio, sys; from digest.fetching import AiohttpFetcher; from digest.model import FetchRequest\n"
        "async def main(): return [f async for f in AiohttpFetcher().fetch([FetchRequest(key='a', url='/none')])]\n"
        "asyncio.run(main()); print('aiohttp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
