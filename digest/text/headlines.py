"""What a headline and its address announce: news, or one of the kinds of page that are not news of a single event.

Word lists in the open, in English; a headline that no list knows is news. Every pattern is linear in its input.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Kind = Literal[
    "news", "live", "roundup", "programme", "service", "opinion", "video", "advice", "soft", "sport", "feature"
]

_LIMIT = 400  # characters of a headline that are read


class _Any:
    """What any of some patterns finds, all in small letters but for what minds its case: ``(?-i:…)``.

    Those that mind none are looked for in small letters: to ignore case would take twice as long.
    """

    def __init__(self, *patterns: str) -> None:
        cased = [one for one in patterns if "(?-i:" in one]
        small = [one for one in patterns if one not in cased]
        self._small = _joined(small) if small else None
        self._cased = _joined(cased, re.IGNORECASE) if cased else None

    def found(self, text: str, lower: str) -> bool:
        """Whether one is in ``text``, which is ``lower`` in small letters."""
        return bool((self._small and self._small.search(lower)) or (self._cased and self._cased.search(text)))


def _joined(patterns: Sequence[str], flags: int = 0) -> re.Pattern[str]:
    """What any of these finds, none of which has a bar outside brackets.

    Those that begin at a word's edge share it, as those do that begin at the start: to look for it once at each place
    and not for each of them takes half the time.
    """
    edge = [one.removeprefix(r"\b") for one in patterns if one.startswith(r"\b")]
    start = [one.removeprefix("^") for one in patterns if one.startswith("^")]
    rest = [one for one in patterns if not one.startswith((r"\b", "^"))]
    shared = [rf"{by}(?:{'|'.join(ones)})" for by, ones in (("^", start), (r"\b", edge)) if ones]
    return re.compile("|".join([*shared, *rest]), flags)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = rf"(?:{_MONTH} \d{{1,2}},? ?\d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"

# (?-i:…) reads case: amid a headline "LIVE" in capitals is a label, and so is a columnist's name before a colon.
_HEADLINES: dict[Kind, _Any] = {
    "opinion": _Any(
        r"^(?:opinion|editorial|analysis|comment(?:ary)?|column|letters?|op-?ed|review|perspective|explainer|podcast"
        r"|fact[ -]?check|viewpoint|the view)\s*[:|–—]",
        r"\|\s*(?:opinion|editorial|analysis|comment)\s*$",
        r"\|\s*(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){1,2}\s*$",
        r"^(?-i:[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){1,3}):\s",
    ),
    "live": _Any(
        r"^(?:watch )?live\s*[:|–—-]",
        r"^watch live\b",
        r"\blive[ -]?(?:blog|stream(?:ing)?|updates?|coverage|ticker|report|cam|tv|audio|briefing)",
        r"\blive (?:[\w'’-]+ ){0,4}(?:updates?|coverage|tracker|news|results)\b",
        r"\bupdates?:? live\b",
        r"\brolling (?:coverage|updates?)\b",
        r"\b(?:as it happened|minute by minute|latest updates)\b",
        r"\bliveblog\b",
        r"\blatest (?:news|updates)\b.{0,15}$",
        r"^(?:[\w'’.-]+ ){1,3}updates(?::\s|$)",
        r"\b(?:global|live) tracker\b",
        r"(?-i:\bLIVE\b)",
    ),
    "roundup": _Any(
        r"\b\d+ things\b",
        r"\bthings (?:you need )?to know\b",
        r"\b(?:what )?you need to know (?:for|on|about|this|today|before)\b.{0,20}$",
        rf"\b(?:morning|evening|daily|weekly|afternoon|midday|news|politics|coronavirus|{_WEEKDAY})"
        r" (?:briefing|briefs?|digest|bulletin|round-?up|wrap(?:-up)?|recap|rundown|newsletter|headlines|catch-up)\b",
        r"\bround-?up\b",
        r"\bthe week (?:in|ahead)\b",
        r"\b(?:day|week|year) in (?:review|pictures|photos)\b",
        r"\bnewspaper headlines\b",
        r"\bthe papers\b",
        r"\bwhat happened (?:today|overnight|on \d)",
        r"\bat a glance\b",
        r"\btop (?:\d+ )?(?:stories|headlines)\b",
        r"\bnews in brief\b",
        r"\b(?:police|crime) blotter\b",
        r"\bin (?:pictures|photos)\b",
        r"\bphotos of the (?:day|week)\b",
        r"\bletters to the editor\b",
        r"\bdevelopments (?:in|on|around)\b.{0,40}\d",
        r"^(?:(?-i:[A-Z])[^.!?]{11,}\. ){2}(?-i:[A-Z])[^.!?]{11,}",  # three sentences are three events
    ),
    # A programme's title and the day it went out, or the number of the part.
    "programme": _Any(
        rf"\(?\b(?:{_WEEKDAY},? )?{_DAY}\)?\s*(?:\[\w+\])?$",
        r"\b(?:full (?:episode|show|programme)|episode \d+|ep\.? \d+|s\d+ ?e\d+)\b.{0,12}$",
    ),
    "service": _Any(
        r"\bquiz\b",
        r"\bcrosswords?\b",
        r"\bsudoku\b",
        r"\bhoroscopes?\b",
        r"\bwinning numbers\b",
        r"\b(?:lotto|lottery|powerball) (?:results|numbers|winning)",
        r"\bweather (?:forecast|outlook|report|today)\b",
        r"\b(?:tv|radio) (?:listings|guide|schedule)\b",
        r"\b(?:asx|ftse|nikkei|dow|wall st(?:reet)?|stocks?|shares|markets?)"
        r" (?:set to|wrap|watch|report|open|close|update|tracker)\b",
        r"\bstocks to watch\b",
        r"\b(?:opening|closing) bell\b",
        r"\bmarket (?:edge|minute)\b",
        r"\binteractive\b",
    ),
    "video": _Any(
        r"^(?:watch|video|photos?|gallery|pictures?|listen|audio)\s*[:|–—]",
        # What a clip is told to be: one watches, sees and hears it, and it is a moment.
        r"^(?:watch|hear|see)\s+(?:(?-i:[A-Z])|the|this|how|what|why|video|footage)",
        r"[.!] (?:watch|hear|see)\s+(?:(?-i:[A-Z])|it|her|him|the|this|how|what|why|for yourself)\b",
        r"^(?:the )?(?:\w+ )?moment\b",
        r"^(?:spectacular|stunning|dramatic|incredible|amazing|astonishing|shocking|terrifying|chilling|heart-?stopping)\b",
        r"[\[(](?:video|watch|photos?|audio)[\])]",
        r"\bvideo$",
        r"\b(?:caught on camera|viral video|drone footage)\b",
    ),
    "advice": _Any(
        r"\b\d+\s+(?:\w+\s+){0,2}(?:ways|tips|reasons|recipes|ideas|questions|takeaways|facts|movies|shows|books|gifts)\b",
        r"^(?:how to|where to|what to (?:watch|know|do|cook|read)|(?:the )?best|everything you need|here['’]?s how)\b",
        r"\b(?:recipe|podcast|newsletter|coupon|deals? of)\b",
    ),
    "soft": _Any(
        r"\b(?:celebrit\w+|kardashian\w*|bikini|red carpet|instagram|tiktok|selfie|throwback|baby (?:name|bump))\b",
        r"\b(?:royal baby|dating|girlfriend|boyfriend|wedding)\b",
        r"\b(?:stuns?|shows? off|flaunts?|opens up|reveals? (?:her|his))\b",
        r"\b(?:netflix|box office|trailer|album|fashion|makeup|beauty|adorable|heartwarming|hilarious)\b",
        r"\b(?:rapper|pop star|season finale|bachelor\w*|real housewives|love island)\b",
    ),
    # What tells of news already told: it asks, explains, or takes one inside.
    "feature": _Any(
        r"\?['’”\"]?$",
        r"^(?:(?-i:[A-Z])[\w' -]{1,30}:\s+)?(?:how|why|what|who|when|where|inside|meet)\b",
        # Obituaries
        r"\b(?:dies|died|dead),? (?:at (?:age )?|aged? |at the age of )\d",
    ),
}
_FOLDERS: dict[Kind, _Any] = {
    "opinion": _Any(r"/(?:opinions?|comment|commentisfree|editorials?|columnists?|letters|blogs?)/"),
    "live": _Any(r"/live(?:blog|stream|-news|-updates)?s?/", r"live-(?:updates?|blog|coverage)"),
    "roundup": _Any(r"/briefing/"),
    "service": _Any(r"/(?:crosswords?|horoscopes?)/"),
    "video": _Any(
        r"/(?:videos?|av|gallery|galleries|pictures|in-pictures|podcasts?|audio|watch)(?:/|\b)",
        r"youtube\.com/watch",
        r"youtu\.be/",
    ),
    "soft": _Any(
        r"/(?:entertainment|celebrity|celebrities|showbiz|tvshowbiz|lifestyle|life-style|life-and-style|femail|travel)/",
        r"/(?:style|food|fashion|arts|culture|books|music|movies|television|games|real-estate|recipes)/",
    ),
    "sport": _Any(r"/sports?(?:news)?/"),
}
# Which kind a page is where it announces several.
_ORDER: tuple[Kind, ...] = (
    "opinion",
    "live",
    "roundup",
    "programme",
    "service",
    "video",
    "advice",
    "soft",
    "sport",
    "feature",
)
_MANY: tuple[Kind, ...] = ("live", "roundup", "programme", "service")


def kind(headline: str, url: str = "") -> Kind:
    """The kind that the headline announces, else the one that a folder of its address names, else ``news``."""
    for one in _ORDER:
        if announces(one, headline) and one != "feature":
            return one
    for one in _ORDER:
        if announces(one, "", url):
            return one
    return "feature" if announces("feature", headline) else "news"


@lru_cache(maxsize=1 << 14)  # each headline of a day is asked about by several, for the same few kinds
def announces(kind: Kind, headline: str, url: str = "") -> bool:
    """Whether the headline or a folder of the address is that of ``kind``; of ``news`` none is."""
    headline = headline.strip()[:_LIMIT]
    if headline.isupper():
        headline = headline.casefold()  # capitals throughout label nothing
    told, folder = _HEADLINES.get(kind), _FOLDERS.get(kind)
    return bool(
        (told and headline and told.found(headline, headline.lower()))
        or (folder and url and folder.found(url, url.lower()))
    )


def of_many_events(headline: str, url: str = "") -> bool:
    """Whether this is a live blog, a roundup, a service page or a dated programme, which tells of no single event."""
    return any(announces(one, headline, url) for one in _MANY)
