"""The two lines by which an issue shows in an inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digest import locales
from digest.model import Publication

PREHEADER = 140  # characters; mail clients show about so many


def subject(publication: Publication, headline: str, day: date, number: int) -> str:
    """The subject of an issue, by the publication's pattern, on one line."""
    words = {
        "headline": headline,
        "title": publication.title,
        "number": str(number),
        "date": locales.written(day, "long", publication.lang) if "{date}" in publication.subject else "",
    }
    # Not str.format: a template is a person's line in feeds.yml, and a headline may hold braces of its own.
    text = publication.subject
    for name, value in words.items():
        if name != "headline":
            text = text.replace("{" + name + "}", value)
    return " ".join(text.replace("{headline}", headline).split())


def preheader(headlines: Sequence[str]) -> str:
    """As many of the headlines, the first always, as an inbox shows after the subject."""
    text = ""
    for headline in headlines:
        longer = f"{text} · {headline}" if text else headline
        if text and len(longer) > PREHEADER:
            break
        text = longer
    return text
