"""Fetch the picture of an issue's lead story, once, so that it can go along with the mail."""

from __future__ import annotations

from digest.model import FetchRequest, Issue
from digest.ports import Fetcher, Pictures

LIMIT = 400_000  # bytes; every subscriber is sent them
_KINDS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")  # which every mail program shows


async def fetch_picture(issue: Issue, *, fetcher: Fetcher, pictures: Pictures) -> str:
    """Hold the picture that the lead story names. Returns why there is none; "" where it is held, or none named."""
    url = issue.lead.image if issue.lead else None
    if not url or pictures.held(issue):
        return ""
    reason = ""
    async for fetched in fetcher.fetch([FetchRequest(key=url, url=url, written=False, page=True)]):  # to its end
        if fetched.state != "read":
            reason = fetched.reason or "it could not be read"
        elif not fetched.body.startswith(_KINDS):
            reason = "it is no JPEG, PNG or GIF"
        elif len(fetched.body) > LIMIT:
            reason = f"it is larger than {LIMIT // 1000} KB"
        else:
            pictures.keep(issue, fetched.body)
    return reason
