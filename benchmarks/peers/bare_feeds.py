"""The least there can be: aiohttp fetches, fastfeedparser parses, nothing is sanitised, kept or reported.

    python bare_feeds.py [HEADERS] < URLS

HEADERS is a JSON object, sent with every request.
"""

import asyncio
import json
import sys

import aiohttp
import fastfeedparser

AT_ONCE = 50


async def main(headers: dict[str, str]) -> None:
    """Fetch all; print how many entries were found."""
    urls = sys.stdin.read().split()
    gate = asyncio.Semaphore(AT_ONCE)

    async def entries(url: str) -> int:
        async with gate, session.get(url, headers=headers) as response:
            body = await response.read()
        if response.status != 200:
            return 0
        try:
            return len(fastfeedparser.parse(body).entries)
        except Exception:  # noqa: BLE001  # whatever it cannot read counts for nothing
            return 0

    async with aiohttp.ClientSession() as session:
        print(sum(await asyncio.gather(*map(entries, urls))))


asyncio.run(main(json.loads(sys.argv[1]) if sys.argv[1:] else {}))
