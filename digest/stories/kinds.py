"""Which articles tell of no single event, by their headlines and addresses: they join no story."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

_LIVE = re.compile(
    r"^live\b|^watch live\b|\blive[ -]?(?:blog|stream(?:ing)?|updates?|coverage|ticker|report|cam|tv|audio|briefing)"
    r"|\blive (?:[\w']+ ){0,4}(?:updates?|coverage|tracker|news|results)\b|\bupdates?:? live\b|\brolling (?:coverage|updates?)\b"
    r"|\b(?:as it happened|minute by minute|latest updates)\b|\bliveblog\b|\b(?:global|live) tracker\b",
    re.IGNORECASE,
)
_LIVE_SHOUTED = re.compile(r"\bLIVE\b")  # in capitals amid a headline it is a label, in small letters a word
_ROUNDUP = re.compile(
    r"\b\d+ things\b|\bthings (?:you need )?to know\b|\b(?:what )?you need to know (?:for|on|about|this|today|before)\b.{0,20}$"
    r"|\b(?:morning|evening|daily|weekly|afternoon|midday|news|politics|coronavirus|"
    + _WEEKDAY
    + r") (?:briefing|briefs?|digest|"
    r"bulletin|round-?up|wrap(?:-up)?|recap|rundown|newsletter|headlines|catch-up)\b"
    r"|\bround-?up\b|\bthe week (?:in|ahead)\b|\bweek in (?:review|pictures|photos)\b|\b(?:day|year) in (?:review|pictures|photos)\b"
    r"|\bnewspaper headlines\b|\bthe papers\b|\bwhat happened (?:today|overnight|on \d)|\bat a glance\b"
    r"|\btop (?:\d+ )?(?:stories|headlines)\b|\bnews in brief\b|\bpolice blotter\b|\bcrime blotter\b|\bin (?:pictures|photos)\b"
    r"|\bphotos of the (?:day|week)\b|\bletters to the editor\b|\bdevelopments (?:in|on|around)\b.{0,40}\d",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\bquiz\b|\bcrosswords?\b|\bsudoku\b|\bhoroscopes?\b|\b(?:lotto|lottery|powerball) (?:results|numbers|winning)|\bwinning numbers\b"
    r"|\bweather (?:forecast|outlook|report|today)\b|\b(?:tv|radio) (?:listings|guide|schedule)\b"
    r"|\b(?:asx|ftse|nikkei|dow|wall st(?:reet)?|stocks?|shares|markets?) (?:set to|wrap|watch|report|open|close|update|tracker)\b"
    r"|\bstocks to watch\b|\bopening bell\b|\bclosing bell\b|\bmarket (?:edge|minute)\b",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(  # a programme's title and the day it went out
    r"[-–—|:(,]?\s*\(?(?:"
    + _WEEKDAY
    + r",? )?(?:"
    + _MONTH
    + r" \d{1,2},? ?\d{4}|\d{1,2} "
    + _MONTH
    + r",? \d{4})\)?\s*(?:\[\w+\])?\s*$",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\b(?:full|part \d+|episode \d+|ep\.? \d+|s\d+ ?e\d+)\b.{0,12}$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"/live(?:blog|stream)?s?/|live-(?:updates?|blog|coverage)|/(?:crosswords?|horoscopes?|briefing)/", re.IGNORECASE
)
_OPINION = re.compile(
    r"^(?:opinion|editorial|analysis|comment(?:ary)?|column|letters?|review|perspective|explainer|podcast|fact[ -]?check)\s*[:|]"
    r"|\|\s*(?:opinion|editorial|analysis|comment)\s*$",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"^(?:watch|video|photos?|gallery|pictures?|listen|audio)\s*[:|]|[\[(](?:video|watch|photos?)[\])]|\bvideo$",
    re.IGNORECASE,
)


def of_many_events(headline: str, url: str = "") -> bool:
    """Whether this is a live blog, a roundup, a service page or a dated programme, which tells of no single event."""
    headline = headline.strip()[:400]
    return bool(
        _LIVE.search(headline)
        or (_LIVE_SHOUTED.search(headline)
        and not headline.isupper())
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
    """Whether the headline calls itself opinion, analysis or the like."""
    return bool(_OPINION.search(headline.strip()[:400]))


def is_video(headline: str) -> bool:
    """Whether the headline is that of a video or a picture gallery."""
    return bool(_VIDEO.search(headline.strip()[:400]))
