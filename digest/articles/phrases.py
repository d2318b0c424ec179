"""Lines that belong to the page and not to the article, by how they are worded. Every pattern is linear in the line."""

from __future__ import annotations

import re

_MAX_LINE = 300  # characters: a longer one is prose, whatever it begins with

# A line that is one of these from end to end.
_WHOLE = re.compile(
    r"""(?:
      (?:leave|post|add|write|submit)\ (?:a|your)\ (?:comment|reply|response)(?:\ (?:cancel\ reply|below|here))?
    | (?:view\ |show\ |hide\ |see\ |load\ )?(?:all\ |more\ )?\d{0,6}\ ?comments?(?:\ (?:are\ closed|\(\d{1,6}\)|section))?
    | (?:be\ the\ first\ to\ comment|join\ the\ (?:conversation|discussion)|have\ your\ say)
    | (?:share|tweet|print|e-?mail|pin|save|like|copy\ link|facebook|twitter|x|whatsapp|linkedin|reddit|telegram|instagram|messenger)
      (?:[\ ,|/·•]{1,3}(?:share|tweet|print|e-?mail|pin|save|like|copy\ link|facebook|twitter|x|whatsapp|linkedin|reddit|telegram|instagram|messenger)){0,12}
    | (?:share|tweet|print|e-?mail|save|like)\ (?:this|on|via|with)(?:\ [\w-]{1,20}){0,4}
    | (?:click|tap)\ here(?:\ [\w,'’-]{1,24}){0,14}
    | (?:continue|keep)\ reading(?:\ .{1,200})?
    | read\ (?:more|on|the\ (?:full|rest|whole|original|entire)\ .{1,60}|full\ .{1,60}|in\ app)(?:\ (?:here|at|on|about)\ .{1,100}|\ here)?
    | (?:the\ post\ .{1,250}\ (?:appeared\ first|first\ appeared)\ (?:on|at|in)\ .{1,80})
    | (?:(?:this\ )?(?:article|story|post|piece)\ (?:was\ )?(?:originally|first)\ (?:appeared|published|posted)\ .{1,120})
    | (?:-\ ?)?(?:advertisements?|advertorial|sponsored(?:\ content)?|promoted|publicité|anzeige|werbung|publicidad|pubblicità|reklam)(?:\ ?-)?
    | (?:story|article|post)\ continues\ (?:below|after)(?:\ .{1,40})?
    | (?:filed\ under|posted\ in|categor(?:y|ies)|tags?|topics?|keywords?|tagged(?:\ with)?)\ ?:.{0,250}
    | (?:last\ )?(?:updated|modified)(?:\ (?:on|at))?\ ?:?\ .{0,12}\d.{0,60}
    | (?:back\ to\ top|skip\ to\ (?:main\ )?content|loading(?:\ \w{1,12})?|menu|home|search|next|previous|close|advert)
    | (?:more\ (?:from|on|in|about)\ .{1,60}|most\ (?:read|popular|viewed|shared)|trending(?:\ now)?|recommended(?:\ for\ you)?)
    | (?:related\ (?:articles?|stories|posts?|content|topics?|coverage|links?|news|reading)|you\ (?:may|might)\ (?:also\ )?like(?:\ .{1,20})?)
    | (?:copyright|©|\(c\)|all\ rights\ reserved).{0,200}
    | .{0,120}\ all\ rights\ reserved
    | (?:photo|photograph|image|picture|video|file\ photo|photo\ credit|image\ credit|credit|foto|bild)\ ?(?::|by\ |/|courtesy).{1,200}
    | (?:getty\ images|reuters|afp|ap\ photo|epa|istock|shutterstock)(?:\s?/\s?[\w\ ]{1,40}){0,3}
    | (?:view|open|see)\ (?:this\ (?:post|photo|video)\ on|in\ (?:a\ )?browser).{0,60}
    | (?:submitted\ by\ .{1,60}\ )?\[link\]\ ?\[comments\]
    )[\s.!:…»›→>]{0,6}""",
    re.IGNORECASE | re.VERBOSE,
)
# What a short line begins with when it asks the reader for something.
_OPENING = re.compile(
    r"""(?:
      (?:subscribe|sign\ up|register|log\ in|sign\ in|create\ (?:an?|your)\ (?:free\ )?account)\b(?=.{0,120}
        (?:newsletter|e-?mail|inbox|account|subscri|updates|alerts|podcast|channel|access|free|today|now|here|for\ |to\ ))
    | subscribe\ to\b
    | (?:get|receive)\ (?:the\ latest|our|your|all\ the|breaking|more|daily)\b.{0,120}(?:inbox|newsletter|e-?mail|alerts|app)
    | (?:enter|type)\ your\ e-?mail
    | your\ e-?mail\ address\ (?:will|is)\b
    | required\ fields\ are\ marked
    | (?:follow|find|like|join)\ us\b
    | (?:follow|contact|e-?mail)\ .{1,60}\ (?:on\ (?:twitter|x|facebook|instagram|linkedin|bluesky|mastodon)|@)
    | (?:download|get|install)\ (?:our|the)\ (?:\w{1,20}\ ){0,4}app\b
    | (?:already\ a|become\ a|not\ a)\ (?:subscriber|member|supporter|patron)
    | (?:support|donate\ to)\ (?:our|us|independent|quality|this)\b
    | (?:this|the\ full)\ (?:article|story|content|page)\ is\ (?:for|only\ (?:for|available)|available\ (?:only|exclusively)|exclusive|reserved|locked)
    | (?:to\ continue\ reading|you\ have\ (?:\w{1,10}\ ){1,3}free|to\ read\ the\ full|unlock\ (?:this|unlimited|the))
    | (?:we|this\ (?:web)?site|our\ (?:web)?site|our\ partners)\ (?:and\ our\ partners\ )?uses?\ cookies
    | (?:by\ (?:continuing|using|clicking)|accept\ (?:all\ )?cookies|manage\ (?:your\ )?(?:cookies?|consent)|cookie\ (?:policy|settings|notice))
    | (?:please\ )?enable\ (?:javascript|cookies)
    | (?:have\ (?:a|you)\ (?:got\ )?(?:a\ )?(?:story|tip|news\ tip|question)|send\ (?:us|your)\ (?:tips?|stor|comments?))
    | (?:terms\ (?:of\ (?:use|service)|and\ conditions)|privacy\ policy)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "Read also: HEADLINE" in the languages of the world's larger newsrooms. The mark between is what makes it one.
_RELATED = re.compile(
    r"""(?:
      (?:read|see|watch)\ (?:also|more|next|too|related) | also\ (?:read|see|on|watch|in\ this\ section) | read | related(?:\ (?:article|story|stories|reading|news))?
    | more\ (?:on\ this|here|news|stories|to\ read) | don['’]t\ miss | recommended(?:\ reading)? | must\ read | in\ case\ you\ missed\ it | explainer
    | lesen\ sie\ (?:auch|mehr|dazu) | mehr\ (?:zum\ thema|dazu) | (?:à\ )?lire\ (?:aussi|également|la\ suite) | voir\ aussi
    | le[ea]\ (?:también|tambien|más|mas) | te\ puede\ interesar | ver\ también | leggi\ anche | leia\ (?:também|mais) | veja\ também
    | lees\ (?:ook|meer) | läs\ (?:också|mer|även) | les\ også | læs\ også | lue\ myös | czytaj\ (?:też|także|również|więcej) | zobacz\ (?:też|także)
    | читайте\ также | читайте\ ещё | ayrıca\ (?:okuyun|bkz) | bunu\ da\ okuyun | baca\ juga | đọc\ thêm | xem\ thêm
    )\s{0,3}(?:[:|»›>]|\s[–—-]\s)\s{0,3}(?P<headline>\S.{0,280})""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:By|Von|Par|Por|Di|Door|Av)\s(?P<name>[^\W\d_][\w.'’-]{0,30}(?:\s(?:and|und|et|y|e|en|og|och|de|da|van|von|der|den|bin|al|&|[^\W\d_][\w.'’-]{0,30})){0,8}(?:,\s[^\W\d_][\w.'’ -]{0,60}){0,3})"
)

# How a teaser says that more follows.
_MORE = re.compile(
    r"""\s{0,3}(?:
        \[(?:…|\.{3}|&hellip;|\+\d{1,6}\ chars)\]
      | \(?(?:continue\ reading|read\ (?:more|on|full\ (?:story|article)|the\ (?:full|rest\ of\ the)\ (?:story|article|post))|more|see\ more|view\ more|keep\ reading
        |weiterlesen|mehr\ lesen|lire\ la\ suite|en\ savoir\ plus|leer\ más|seguir\ leyendo|continua\ a\ leggere|leggi\ tutto|continua|leia\ mais|lees\ (?:verder|meer)|читать\ далее|devamı)
        (?:\ .{1,160})?\)?[\s.:…»›→>]{0,6}
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_TAIL = 240  # characters at the end of a teaser that may say so
_CUT = re.compile(r"(?:…|\.{3})\s{0,2}\Z")


def is_boilerplate(line: str) -> bool:
    """Whether a line is furniture of its page: comments, sharing, subscriptions, cookies, credits, notices."""
    if len(line) > _MAX_LINE:
        return False
    return _WHOLE.fullmatch(line) is not None or _OPENING.match(line) is not None


def related(line: str) -> str | None:
    """The headline that a "Read also:" line points to, None where it is no such line."""
    found = _RELATED.fullmatch(line) if len(line) <= _MAX_LINE else None
    if found is None:
        return None
    headline = found["headline"].strip()
    return headline if len(headline.split()) >= 3 or not headline.isascii() else None


def byline(line: str) -> str | None:
    """The names of a line that is a byline and nothing else ("By Jane Doe"), else None."""
    found = _BYLINE.fullmatch(line.rstrip(" .|,")) if len(line) <= 120 else None
    if found is None:
        return None
    name = found["name"].strip()
    return name if name[:1].isupper() else None


def more_at(text: str) -> int:
    """Where the words begin with which a teaser says that it goes on elsewhere; the text's length where it says no such.

    Only "[…]", "Continue reading" and their kind: an ellipsis alone is the author's until ``is_cut`` says otherwise.
    """
    start = max(0, len(text) - _TAIL)
    at = start
    while at < len(text):
        found = _MORE.match(text, at)
        if found and (at == 0 or text[at : at + 1].isspace() or text[at] == "["):
            if text[at : at + 8].strip()[:1] == "[" or at == 0 or text[:at].rstrip()[-1:] in ".!?…»”\"')":
                return at
        at += 1
    return len(text)


def is_cut(text: str) -> bool:
    """Whether a text ends in an ellipsis, as one that was cut does."""
    return _CUT.search(text) is not None
