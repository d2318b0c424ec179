"""What kind of article a headline announces. News leads an issue; the other kinds seldom should."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["news", "live", "video", "opinion", "service", "soft"]

# What each kind is worth in the ranking, news being 1. An editor prints the others, but lower.
WORTH: dict[Kind, float] = {"news": 1.0, "live": 0.7, "video": 0.55, "opinion": 0.5, "service": 0.35, "soft": 0.45}

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "opinion",
        re.compile(
            r"^\s*(?:opinion|editorial|comment|commentary|analysis|op-?ed|letters?|column|review|the view|viewpoint)\b\s*[|:–—-]"
            r"|\b(?:opinion|editorial)\s*$|[|]\s*[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,2}\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "service",
        re.compile(
            r"\b\d+\s+(?:\w+\s+){0,2}(?:things|ways|tips|reasons|recipes|ideas|questions|takeaways|facts|movies|shows|books|gifts)\b"
            r"|^\s*(?:how to|where to|what to (?:watch|know|do|cook|read)|best\b|everything you need|here'?s how|the best)\b"
            r"|\b(?:horoscope|crossword|sudoku|quiz|recipe|lottery results?|podcast|newsletter|coupon|deals?\s+of|weather forecast|morning briefing|evening briefing|week in pictures)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "live",
        re.compile(r"^\s*live\b|\blive (?:updates|blog|coverage|stream)\b|^\s*(?:latest|updates?)\s*:", re.IGNORECASE),
    ),
    (
        "video",
        re.compile(
            r"^\s*(?:watch|video|listen|photos?|in pictures|gallery|picture)\b\s*[:|–—-]|\((?:video|photos?|audio)\)\s*$"
            r"|\b(?:caught on camera|viral video|drone footage)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "soft",
        re.compile(
            r"\b(?:celebrit\w+|kardashian\w*|bikini|red carpet|instagram|tiktok|selfie|throwback|baby (?:name|bump)|royal baby"
            r"|dating|girlfriend|boyfriend|wedding|stuns?|shows? off|flaunts?|opens up|reveals? (?:her|his)|stars?\b.*\breunite"
            r"|netflix|box office|trailer|album|fashion|makeup|beauty|adorable|heartwarming|hilarious|rapper|pop star"
            r"|season finale|bachelor\w*|real housewives|love island)\b",
            re.IGNORECASE,
        ),
    ),
)


def kind(headline: str, url: str = "") -> Kind:
    """The kind that a headline, or the folder its URL names, announces; ``news`` where nothing speaks against it."""
    for name, pattern in _PATTERNS:
        if pattern.search(headline):
            return name
    return _from_url(url)


_FOLDERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("opinion", re.compile(r"/(?:opinions?|comment|commentisfree|editorials?|columnists?|letters|blogs?)/")),
    (
        "video",
        re.compile(
            r"/(?:videos?|av|gallery|galleries|pictures|in-pictures|podcasts?|audio|watch)(?:/|\b)|youtube\.com/watch|youtu\.be/"
        ),
    ),
    ("live", re.compile(r"/(?:live-news|live|live-updates)/|-live-updates")),
    (
        "soft",
        re.compile(
            r"/(?:entertainment|celebrity|celebrities|showbiz|tvshowbiz|lifestyle|life-style|life-and-style|femail|travel|style|food|fashion|arts|"
            r"culture|books|music|movies|television|games|horoscopes?|real-estate|recipes)/"
        ),
    ),
)


def _from_url(url: str) -> Kind:
    lowered = url.lower()
    for name, pattern in _FOLDERS:
        if pattern.search(lowered):
            return name
    return "news"
