"""The entries of a real day, as labels name them: by their links, since their text is others'."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent.parent / "labels"
RECENT = dt.timedelta(hours=36)  # before the day ends
TEASER = 400  # characters

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def rows(data: Path, day: str) -> list[dict[str, Any]]:
    """The recent entries of ``DATA/days/DAY``, a row each, in the order of their links; undated ones are there too."""
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

    ends = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) + dt.timedelta(days=1)
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((data / "days" / day).glob("*.xml")):
        source = Source(key=path.stem, name=path.stem, url=str(path))
        request = FetchRequest(key=path.stem, url=str(path))
        fetched = Fetched(request=request, state="read", url=str(path), body=path.read_bytes())
        for entry in FeedParser().parse(source, fetched):
            if not entry.url or (entry.published and not ends - RECENT < entry.published <= ends):
                continue
            teaser = _SPACE.sub(" ", html.unescape(_TAG.sub(" ", entry.summary or entry.content))).strip()
            found.setdefault(
                entry.url,
                {
                    "id": entry.url,
                    "title": entry.title,
                    "text": teaser[:TEASER],
                    "published": entry.published.isoformat().replace("+00:00", "Z") if entry.published else None,
                    "source": path.stem,
                    "url": entry.url,
                    "lang": "en",
                    "position": entry.position,
                },
            )
    return [found[url] for url in sorted(found)]


def labelled(data: Path, day: str) -> list[dict[str, Any]]:
    """The rows of a labelled day, with ``event``, ``thread``, ``kind`` and ``copy_of`` (a link) of its labels.

    A link that the labels name and the day has not is left out, and the other way round: its event is unknown.
    """
    labels = json.loads((LABELS / f"{day}.json").read_text("utf-8"))["entries"]
    nothing = {"event": None, "thread": None, "kind": "news", "copy_of": None}
    return [{**row, **nothing, **labels[row["url"]]} for row in rows(data, day) if row["url"] in labels]


def days() -> list[str]:
    """The days that are labelled here."""
    return sorted(path.stem for path in LABELS.glob("????-??-??.json"))
