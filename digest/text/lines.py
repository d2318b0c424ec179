"""Lines that stand among an article's paragraphs and are no sentences of it: captions, credits, calls to read on."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"""[\W_]*(?:
    (?:read|see|watch|listen|click|tap|scroll|swipe|join|follow|subscribe|sign|share|download|get|view|visit|learn
      |find\ out|check\ out)\ (?:also|more|here|now|below|down|up|this|the\ full|next|to\ our|our|us|all|in\ to
      |on\ (?:facebook|twitter|instagram)|for\ (?:free|our))\b
  | continue\ reading | more\ on\ this
  | related\ ?(?:articles?|stories|story|topics?|coverage|content|links?)?\ *(?::|$)
  | (?:image|photo|picture|video|photograph|photographer|credit|caption|source|graphic|illustration|getty\ images
      |file\ photo|media\ caption)(?:\ (?:copyright|caption|by|via|courtesy|credit|source|credits))*\s*[:|/©(]
  | (?:image\ (?:copyright|caption|source)|media\ (?:caption|playback)|(?:hide|toggle)\ caption|enlarge\ this\ image)\b
  | (?:photograph|photo|video|reporting|writing|editing|additional\ reporting|compiled|edited|written|report)s?\ by\b
  | (?:published|updated|posted)\ ?: | last\ (?:updated|modified)\b | first\ published\b | posted\ (?:on|by|at)\b
  | (?:story|article)\ continues\b
  | this\ (?:article|story|post|page)\ (?:was\ (?:originally|first|last|amended|updated|corrected)|has\ been|originally
      |first|may\ contain)\b
  | copyright\b | © | \(c\)\ | all\ rights\ reserved | advertisement\b | sponsored\b | skip\ (?:to|advertisement)\b
  | loading\b | leave\ a\ comment | (?:\d+|no|add|view|post)\ comments?\b | (?:please\ )?(?:enable|turn\ on)\ javascript
  | (?:facebook|twitter|pinterest|reddit|whatsapp|email|print)
      (?:\ (?:facebook|twitter|pinterest|reddit|whatsapp|email|print))+\b
  | do\ you\ have\ (?:a\ story|any\ information|more\ information)\b | have\ you\ been\ affected\b
  | (?:e-?mail|contact)\ us\b | (?:for|with)\ more\ (?:news|stories|information|on\ this)\b
  | stay\ (?:up\ to\ date|tuned)\b | transcript\b | the\ (?:views|opinions)\ expressed\b
  | (?:pictured|above|below|left|right|file)\s*[,:]
  | lire\ aussi | lees\ ook | lees\ meer | mehr\ zum\ thema | lesen\ sie\ (?:auch|hier|mehr) | leia\ (?:também|mais)
  | lea\ también | ver\ también | leggi\ anche | weiterlesen | lire\ la\ suite | ayrıca\ oku
  | (?:foto(?:graf)?|quelle|bild)\s*:
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANYWHERE = re.compile(
    r"""\b(?:click\ here|read\ more|sign\ up\ (?:for|to)\ (?:our|the)|subscribe\ (?:to|now)|scroll\ down\ for
      |terms\ of\ (?:use|service)|privacy\ policy|cookie\ policy|all\ rights\ reserved
      |may\ not\ be\ (?:published|reproduced)|follow\ (?:us|him|her|me)\ on|for\ confidential\ support
      |see\ www\.|appeared\ first\ on|pic\.twitter\.com)\b
  | \byour\ tweets?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PICTURE = re.compile(
    r"\((?:pictured|above|below|left|right|centre|center|top|bottom|file photo|photo)"
    r"(?:\)|,| (?:left|right|above|below))|^(?:image|photo|slide) \d+ (?:of|/) \d+\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"[Bb]y(?:,? (?:and |& |for )?[A-Z][\w.'’-]*){1,9}(?:$| *\|)|BY [A-Z]{2}")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}(?:\([^)]{2,30}\))?\s*[—–|:-]*")
_LISTED = re.compile(r"@\w|https?://\S+$")
_ENDED = re.compile(r"[.!?。！？؟।…]\s?[\"'”’»“)\]]*(?:\[\d{1,3}\])*$")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\(\.\.\.\))[\"'”’»)\]]*$")
_NO_LETTER = re.compile(r"[^\w\s]|[\d_]")
_HEAD = 400  # characters: what a line is shows at its beginning
_FEWEST_LETTERS = 0.6  # of the characters that are no space: less is a table, a score or a list


def is_boilerplate(sentence: str) -> bool:
    """Whether a line is a caption, a credit, a dateline or a call to the reader, and no sentence of the article."""
    head = sentence[:_HEAD]
    if _OPENING.match(head) or _ANYWHERE.search(head) or _BYLINE.match(head) or _LISTED.match(head):
        return True
    if _DATELINE.fullmatch(head):
        return True
    marks = len("".join(sentence.split()))
    letters = marks - len(_NO_LETTER.findall(sentence))
    return letters < _FEWEST_LETTERS * marks or (letters > 20 and sentence.isupper())


def is_unfinished(sentence: str) -> bool:
    """Whether a sentence is cut off, or never ends."""
    return _ENDED.search(sentence[-12:]) is None or _CUT.search(sentence[-12:]) is not None


def points_at_picture(sentence: str) -> bool:
    """Whether a sentence speaks of a picture that is not printed with it, "(pictured)", or carries its number."""
    return _PICTURE.search(sentence) is not None
