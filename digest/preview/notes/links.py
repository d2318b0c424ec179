"""Where the links of a message lead: listed always, asked for only where a person wants that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urldefrag

from digest.html import tree
from digest.model import Fetched, FetchRequest
from digest.ports import Fetcher
from digest.preview.notes import Note, Panel, counted, gravest

# A server that answers so to a program may well answer a person.
_FOR_PEOPLE = frozenset({401, 402, 403, 405, 406, 429, 451, 503})


def addresses(html: bytes) -> tuple[dict[str, str], int]:
    """Web address -> the words of the first link to it, without fragments; and how many links there are in all."""
    root = tree(html.decode("utf-8", "replace"))
    found: dict[str, str] = {}
    count = 0
    for link in root.iter("a", "area") if root is not None else ():
        href = str(link.get("href") or "").strip()
        if not href:
            continue
        count += 1
        if href.lower().startswith(("http://", "https://")):
            words = " ".join("".join(str(text) for text in link.itertext()).split())
            found.setdefault(urldefrag(href).url, words[:80])
    return found, count


def unasked(html: bytes) -> Panel:
    """The links, where nobody wanted them checked."""
    found, count = addresses(html)
    notes = (
        Note("plain", f"{counted(count, 'link')} to {counted(len(found), 'web address', 'web addresses')}"),
        Note("plain", "`digest preview --links` asks each of them whether it is there"),
    )
    return Panel("Links", counted(count, "link"), "plain", notes)


async def links(
    html: bytes, *, fetcher: Fetcher, site: str | None, own: Callable[[str], bool], skip: tuple[str, ...]
) -> Panel:
    """Every web address of the HTML, asked for as feeds are: paced, capped, as its robots.txt allows.

    Those below ``site``, the publication's own address, need not be published yet: ``own`` says whether there is such
    a file. ``skip`` are the beginnings of addresses that are nobody's page, such as the one to unsubscribe.
    """
    found, count = addresses(html)
    asked = {url: words for url, words in found.items() if not url.startswith(skip)}
    mine = {url for url in asked if site and (url == site or url.startswith(f"{site}/"))}
    notes = [
        Note("bad", "the site has no such page", _told(url, asked))
        for url in sorted(mine)
        if not own(url.removeprefix(site or "").lstrip("/"))
    ]
    requests = [FetchRequest(key=url, url=url, written=False, page=True) for url in asked if url not in mine]
    good = len(mine) - len(notes)
    async for fetched in fetcher.fetch(requests):
        judged = _judged(fetched, asked)
        good += judged is None
        notes += [judged] if judged is not None else []
    order = {"bad": 0, "warn": 1}
    notes.sort(key=lambda note: (order.get(note.level, 2), note.what, note.where))
    bad = sum(note.level == "bad" for note in notes)
    unsure = len(notes) - bad
    parts = [f"{good} good", *([f"{bad} broken"] if bad else []), *([f"{unsure} unsure"] if unsure else [])]
    told = f"{counted(count, 'link')} to {counted(len(found), 'web address', 'web addresses')}: {', '.join(parts)}"
    head = Note("good" if not notes else "plain", told)
    return Panel("Links", ", ".join(parts), gravest(tuple(notes)), (head, *notes))


def _judged(fetched: Fetched, words: Mapping[str, str]) -> Note | None:
    if fetched.state != "failed":
        return None
    reason = fetched.reason or "no reason given"
    # An address that answers is there; what it says to a program is another matter.
    unsure = fetched.status in _FOR_PEOPLE or (fetched.status is not None and fetched.status < 400)
    unsure = unsure or "robots" in reason
    return Note("warn" if unsure else "bad", reason, _told(fetched.request.url, words))


def _told(url: str, words: Mapping[str, str]) -> str:
    said = words.get(url, "")
    return f"“{said}” {url}" if said and said != url else url
