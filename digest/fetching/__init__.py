"""Asks servers and the disk, and turns whatever happens into a ``Fetched``.

    FetchRequests ─▶ turns ─▶ web | disk ─▶ Fetched

``turns`` lets no host hold up another's, ``web`` speaks HTTP, ``disk`` reads files. What it does *not* do: parse, judge
what a feed is, remember anything between runs, or raise for a request that fails.
"""

from digest.fetching.fetcher import AiohttpFetcher

__all__ = ["AiohttpFetcher"]
