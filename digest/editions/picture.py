"""The lead story's picture in the mail: left where it is, or taken along."""

from __future__ import annotations

from collections.abc import Callable

from digest.editions import wording
from digest.model import Edition, Issue, Site

# By their first bytes; no other kind is shown by every mail program.
_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif"}


def picture(issue: Issue, site: Site, held: Callable[[Issue], bytes] | None) -> tuple[str, tuple[Edition, ...]]:
    """The address that the mail shows it from, and the file where it is attached; "" and none without one.

    ``held`` gives the bytes that were fetched for an issue, b"" where none were. The address of an attached one is its
    file's name, so that the mail shows it from output/ too; messages put their own in its place.
    """
    wanted, url = site.theme.lead_image, (issue.lead and issue.lead.image) or ""
    if wanted == "remote":
        link = wording.web_link(url)
        return (link if link.startswith("https:") else ""), ()
    body = held(issue) if held and wanted == "attached" and url else b""
    name = next((f"lead.{kind}" for start, kind in _KINDS.items() if body.startswith(start)), "")
    return (name, (Edition(medium="picture", path=name, body=body),)) if name else ("", ())
