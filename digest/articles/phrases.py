"""Lines that belong to the page and not to the article, by how they are worded.

Each pattern is tried against one short, folded line from its start, and has no nested repeats, so that its cost is
linear. A line of a table below is one alternative, or several.
"""

from __future__ import annotations

import re

_MAX_LINE = 300  # characters: a longer one is prose, whatever it begins with

_PLACES = "facebook|twitter|x|whatsapp|linkedin|reddit|telegram|instagram|messenger|bluesky|pinterest|threads"
_DEEDS = f"share|tweet|print|e-?mail|pin|save|like|copy link|{_PLACES}"

# A line that is one of these from end to end.
_WHOLE_LINES = rf"""
(?:leave|post|add|write|submit) (?:a|your) (?:comment|reply|response)(?: (?:cancel reply|below|here))?
(?:(?:view|show|hide|see|load) )?(?:(?:all|more) )?\d{{0,6}} ?comments?(?: (?:are closed|\(\d{{1,6}}\)|section))?
be the first to comment
join the (?:conversation|discussion)
have your say
(?:{_DEEDS})(?:[ ,|/·•]{{1,3}}(?:{_DEEDS})){{0,12}}
(?:share|tweet|print|e-?mail|save|like) (?:this|on|via|with)(?: [\w-]{{1,20}}){{0,4}}
(?:click|tap) here(?: [\w,'’-]{{1,24}}){{0,14}}
(?:continue|keep) reading(?: .{{1,200}})?
read (?:more|on|in app)(?: (?:here|at|on|about) .{{1,100}}| here)?
read (?:the )?(?:full|rest|whole|original|entire) .{{1,60}}
the post .{{1,250}} (?:appeared first|first appeared) (?:on|at|in) .{{1,80}}
(?:this )?(?:article|story|post|piece) (?:was )?(?:originally|first) (?:appeared|published|posted) .{{1,120}}
(?:- ?)?(?:advertisements?|advertorial|advert|sponsored(?: content)?|promoted)(?: ?-)?
publicité|anzeige|werbung|publicidad|pubblicità|reklam
(?:story|article|post) continues (?:below|after)(?: .{{1,40}})?
(?:filed under|posted in|categor(?:y|ies)|tags?|topics?|keywords?|tagged(?: with)?) ?:.{{0,250}}
(?:last )?(?:updated|modified)(?: (?:on|at))? ?:? .{{0,12}}\d.{{0,60}}
back to top|skip to (?:main )?content|loading(?: \w{{1,12}})?|menu|home|search|next|previous|close
more (?:from|on|in|about) .{{1,60}}
most (?:read|popular|viewed|shared)|trending(?: now)?|recommended(?: for you)?
related (?:articles?|stories|posts?|content|topics?|coverage|links?|news|reading)
you (?:may|might) (?:also )?like(?: .{{1,20}})?
(?:copyright|©|\(c\)|all rights reserved).{{0,200}}
.{{0,120}} all rights reserved
(?:file )?(?:photo|photograph|image|picture|video|credit|foto|bild)(?: credit)? ?(?::|by |/|courtesy).{{1,200}}
(?:getty images|reuters|afp|ap photo|epa|istock|shutterstock)(?: ?/ ?[\w ]{{1,40}}){{0,3}}
(?:view|open|see) (?:this (?:post|photo|video) on|in (?:a )?browser).{{0,60}}
(?:submitted by .{{1,60}} )?\[link\] ?\[comments\]
"""
# What a short line begins with when it asks the reader for something.
_OPENINGS = r"""
(?:subscribe|sign up|register|log in|sign in) (?:to|for|here|now|today|with|and)\b
create (?:an?|your) (?:free )?account\b
(?:get|receive) (?:the latest|our|your|all the|breaking|more|daily)\b.{0,120}(?:inbox|newsletter|e-?mail|alerts|app)
(?:enter|type) your e-?mail
your e-?mail address (?:will|is)\b
required fields are marked
(?:follow|find|like|join) us\b
(?:follow|contact|e-?mail) .{1,60} (?:on (?:twitter|x|facebook|instagram|linkedin|bluesky|mastodon)\b|@)
(?:download|get|install) (?:our|the) (?:\w{1,20} ){0,4}app\b
(?:already a|become a|not a) (?:subscriber|member|supporter|patron)
(?:support|donate to) (?:our|us|independent|quality|this)\b
(?:this|the full) (?:article|story|content|page) is (?:for|only|available only|available exclusively|exclusive)\b
(?:this|the full) (?:article|story|content|page) is (?:reserved|locked)\b
to continue reading|you have (?:\w{1,10} ){1,3}free|to read the full|unlock (?:this|unlimited|the)
(?:we|this (?:web)?site|our (?:web)?site|our partners) (?:and our partners )?uses? cookies
by (?:continuing|using|clicking)\b.{0,200}(?:cookies|agree|accept|consent|terms)
accept (?:all )?cookies|manage (?:your )?(?:cookies?|consent)|cookie (?:policy|settings|notice)
(?:please )?enable (?:javascript|cookies)
(?:have|do you have|got) (?:an?|you) .{0,20}(?:story|tip)\b.{0,60}(?:\?|contact|e-?mail)
send (?:us )?(?:your )?(?:tips?|stor(?:y|ies)|comments?)\b
terms (?:of (?:use|service)|and conditions)\b|privacy policy\b
"""
# "Read also: HEADLINE" in the languages of the world's larger newsrooms. The mark between is what makes it one.
_POINTERS = r"""
(?:read|see|watch) (?:also|more|next|too|related)|also (?:read|see|on|watch|in this section)|read
related(?: (?:article|story|stories|reading|news))?|more (?:on this|here|news|stories|to read)
don['’]t miss|recommended(?: reading)?|must read|in case you missed it|explainer
lesen sie (?:auch|mehr|dazu)|mehr (?:zum thema|dazu)|(?:à )?lire (?:aussi|également|la suite)|voir aussi
le[ea] (?:también|tambien|más|mas)|te puede interesar|ver también|leggi anche|leia (?:também|mais)|veja também
lees (?:ook|meer)|läs (?:också|mer|även)|les også|læs også|lue myös|baca juga|đọc thêm|xem thêm
czytaj (?:też|także|również|więcej)|zobacz (?:też|także)|читайте (?:также|ещё)|ayrıca (?:okuyun|bkz)|bunu da okuyun
"""
# How a teaser says that the article goes on elsewhere.
_MORE_WORDS = r"""
continue reading|keep reading|read more|read on|read (?:the )?(?:full|rest of the) (?:story|article|post)
see more|view more|weiterlesen|mehr lesen|lire la suite|en savoir plus|leer más|seguir leyendo|continua a leggere
leggi tutto|leia mais|lees (?:verder|meer)|читать далее|devamı
"""
_NAME = r"[^\W\d_][\w.'’-]{0,30}"
_MARK = r"\s{0,3}(?:[:|»›>]|\s[–—-]\s)\s{0,3}"


def _any_of(table: str) -> str:
    """A table's lines as one group of alternatives."""
    return "(?:" + "|".join(table.strip().split("\n")) + ")"


_WHOLE = re.compile(_any_of(_WHOLE_LINES) + r"[\s.!:…»›→>]{0,6}", re.IGNORECASE)
_OPENING = re.compile(_any_of(_OPENINGS), re.IGNORECASE)
_RELATED = re.compile(_any_of(_POINTERS) + _MARK + r"(?P<headline>\S.{0,280})", re.IGNORECASE)
_BYLINE = re.compile(
    rf"(?:By|Von|Par|Por|Di|Door|Av)\s(?P<name>{_NAME}(?:\s{_NAME}|\s&){{0,8}}(?:,\s[^\d,]{{1,60}}){{0,3}})"
)
_MORE = re.compile(
    r"(?:\[(?:…|\.{3}|&hellip;|\+\d{1,6} chars)\]|\(?"
    + _any_of(_MORE_WORDS)
    + r"(?:\s.{1,160})?\)?[\s.:…»›→>]{0,6})\Z",
    re.IGNORECASE,
)
_TAIL = 240  # characters at the end of a teaser that may say so
_CUT = re.compile(r"(?:…|\.{3})\s{0,2}\Z")
_ENDS = ".!?…»”\"')]"


def is_boilerplate(line: str) -> bool:
    """Whether a line is furniture of its page: comments, sharing, subscriptions, cookies, credits, notices."""
    if len(line) > _MAX_LINE:
        return False
    return any((_WHOLE.fullmatch(line), _OPENING.match(line), _MORE.fullmatch(line)))


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
    name = found["name"].strip() if found else ""
    return name if name[:1].isupper() else None


def more_at(text: str) -> int:
    """Where the words begin that say a teaser goes on elsewhere ("[…]", "Read more"); its length where none do."""
    for at in range(max(0, len(text) - _TAIL), len(text)):
        stands_apart = at == 0 or text[at] == "[" or (text[at - 1].isspace() and text[:at].rstrip()[-1:] in _ENDS)
        if stands_apart and _MORE.match(text, at):
            return at
    return len(text)


def is_cut(text: str) -> bool:
    """Whether a text ends in an ellipsis, as one that was cut does."""
    return _CUT.search(text) is not None
