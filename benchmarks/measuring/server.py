"""A loopback server of feeds, in a process of its own, so that what it does is on nobody's bill.

    GET /feed/K            the K-th file of the folder, with ETag and Last-Modified
    GET /feed/K?copy=N     the same with hosts of its own in every link and id: another feed of the same make
    GET /counts            how many answers of each status since this was last asked

Each feed's validators stay as they are while it runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

MODIFIED = "Wed, 01 Apr 2026 07:00:00 GMT"
# Where a link or an id begins, in elements and in attributes, and not in the names of namespaces.
LINK = re.compile(rb'(>\s*(?:<!\[CDATA\[\s*)?|href="|"(?:url|id|external_url)"\s*:\s*")(https?://)')


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    base: str  # http://127.0.0.1:PORT

    def urls(self, feeds: int, wanted: int) -> list[str]:
        """``wanted`` addresses, copies once its ``feeds`` are used up."""
        found = []
        for number in range(wanted):
            copy, feed = divmod(number, feeds)
            found.append(f"{self.base}/feed/{feed}" + (f"?copy={copy}" if copy else ""))
        return found

    def counts(self) -> dict[int, int]:
        """Status -> answers since this was last asked."""
        with urlopen(f"{self.base}/counts") as answer:
            return {int(status): number for status, number in json.load(answer).items()}


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve the files of ``folder``, in name order, while the block runs."""
    process = subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            sys.exit("the server of feeds did not start")
        yield Server(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def main() -> None:
    """Serve until ended; the port is printed first."""
    # Here: the benchmarks import this module to start it, and must stay small themselves.
    import asyncio

    from aiohttp import web

    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    files = sorted(arguments.parse_args().folder.iterdir())
    bodies = [path.read_bytes() for path in files]
    tags = [f'"{hashlib.sha256(body).hexdigest()[:16]}"' for body in bodies]
    types = ["application/feed+json" if body.lstrip()[:1] == b"{" else "application/xml" for body in bodies]
    counts: Counter[int] = Counter()

    def said(response: web.Response) -> web.Response:
        counts[response.status] += 1
        return response

    async def feed(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        validators = {"ETag": tags[number], "Last-Modified": MODIFIED}
        # RFC 9110 §13.1.3: the date counts only where no tag is given.
        tag, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if tag == tags[number] or (tag is None and since == MODIFIED):
            return said(web.Response(status=304, headers=validators))
        body = bodies[number]
        if copy := request.query.get("copy"):
            body = LINK.sub(rb"\1\2copy%d." % int(copy), body)
        return said(web.Response(body=body, headers={**validators, "Content-Type": types[number]}))

    async def told(_: web.Request) -> web.Response:
        answer = web.json_response(counts)
        counts.clear()
        return answer

    async def serve() -> None:
        app = web.Application()
        app.add_routes([web.get("/feed/{number}", feed), web.get("/counts", told)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()  # until ended

    asyncio.run(serve())


if __name__ == "__main__":
    main()
