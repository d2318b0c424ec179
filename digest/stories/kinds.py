"""Which articles tell of no single event, by their headlines and addresses: they join no story."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

_LIVE = re.compile(
    r"^(?:watch )?live\s*[:|–—-]|^watch live\b"
    r"|\blive[ -]?(?:blog|stream(?:ing)?|updates?|coverage|ticker|report|cam|tv|audio|briefing)"
    r"|\blive (?:[\w']+ ){0,4}(?:updates?|coverage|tracker|news|results)\b"
    r"|\bupdates?:? live\b|\brolling (?:coverage|updates?)\b"
    r"|\b(?:as it happened|minute by minute|latest updates)\b|\bliveblog\b|\b(?:global|live) tracker\b",
    re.IGNORECASE,
)
_LIVE_SHOUTED = re.compile(r"\bLIVE\b")  # in capitals amid a headline it is a label, in small letters a word
_ROUNDUP = re.compile(
    r"\b\d+ things\b|\bthings (?:you need )?to know\b"
    r"|\b(?:what )?you need to know (?:for|on|about|this|today|before)\b.{0,20}$"
    rf"|\b(?:morning|evening|daily|weekly|afternoon|midday|news|politics|coronavirus|{_WEEKDAY}) (?:briefing|briefs?"
    r"|digest|bulletin|round-?up|wrap(?:-up)?|recap|rundown|newsletter|headlines|catch-up)\b"
    r"|\bround-?up\b|\bthe week (?:in|ahead)\b|\b(?:day|week|year) in (?:review|pictures|photos)\b"
    r"|\bnewspaper headlines\b|\bthe papers\b|\bwhat happened (?:today|overnight|on \d)|\bat a glance\b"
    r"|\btop (?:\d+ )?(?:stories|headlines)\b|\bnews in brief\b|\b(?:police|crime) blotter\b|\bin (?:pictures|photos)\b"
    r"|\bphotos of the (?:day|week)\b|\bletters to the editor\b|\bdevelopments (?:in|on|around)\b.{0,40}\d",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\bquiz\b|\bcrosswords?\b|\bsudoku\b|\bhoroscopes?\b|\bwinning numbers\b"
    r"|\b(?:lotto|lottery|powerball) (?:results|numbers|winning)"
    r"|\bweather (?:forecast|outlook|report|today)\b|\b(?:tv|radio) (?:listings|guide|schedule)\b"
    r"|\b(?:asx|ftse|nikkei|dow|wall st(?:reet)?|stocks?|shares|markets?)"
    r" (?:set to|wrap|watch|report|open|close|update|tracker)\b"
    r"|\bstocks to watch\b|\b(?:opening|closing) bell\b|\bmarket (?:edge|minute)\b",
    re.IGNORECASE,
)
_DAY = rf"(?:{_MONTH} \d{{1,2}},? ?\d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"
# A programme's title and the day it went out.
_PROGRAMME = re.compile(rf"\(?\b(?:{_WEEKDAY},? )?{_DAY}\)?\s*(?:\[\w+\])?$", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(?:full (?:episode|show|programme)|episode \d+|ep\.? \d+|s\d+ ?e\d+)\b.{0,12}$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"/live(?:blog|stream)?s?/|live-(?:updates?|blog|coverage)|/(?:crosswords?|horoscopes?|briefing)/", re.IGNORECASE
)
_OPINION = re.compile(
    r"^(?:opinion|editorial|analysis|comment(?:ary)?|column|letters?|review|perspective|explainer|podcast"
    r"|fact[ -]?check)\s*[:|]|\|\s*(?:opinion|editorial|analysis|comment)\s*$",
    re.IGNORECASE,
)
_COLUMNIST = re.compile(r"^[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){1,3}:\s")
_VIDEO = re.compile(
    r"^(?:watch|video|photos?|gallery|pictures?|listen|audio)\s*[:|]|[\[(](?:video|watch|photos?)[\])]|\bvideo$",
    re.IGNORECASE,
)


def of_many_events(headline: str, url: str = "") -> bool:
    """Whether this is a live blog, a roundup, a service page or a dated programme, which tells of no single event."""
    headline = headline.strip()[:400]
    return bool(
        _LIVE.search(headline)
        or (_LIVE_SHOUTED.search(headline) and not headline.isupper())
        or _ROUNDUP.search(headline)
        or _SERVICE.search(headline)
        or _PROGRAMME.search(headline)
        or _EDITION.search(headline)
        or _ADDRESS.search(url)
    )


def is_live(headline: str, url: str = "") -> bool:
    """Whether the headline or address is a live blog's."""
    headline = headline.strip()[:400]
    return bool(
        _LIVE.search(headline) or (_LIVE_SHOUTED.search(headline) and not headline.isupper()) or _ADDRESS.search(url)
    )


def is_opinion(headline: str) -> bool:
    """Whether the headline calls itself opinion, analysis or the like, or opens with a columnist's name in capitals."""
    headline = headline.strip()[:400]
    return bool(_OPINION.search(headline) or (_COLUMNIST.search(headline) and not headline.isupper()))


def is_video(headline: str) -> bool:
    """Whether the headline is that of a video or a picture gallery."""
    return bool(_VIDEO.search(headline.strip()[:400]))
