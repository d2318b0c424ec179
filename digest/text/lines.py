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
  | watch\ (?:how|as|for|why|what|the\ (?:moment|latest|video|full|highlights)|live|our|highlights)\b
  | (?:analysis|opinion|comment|commentary|editorial|explainer|explained|fact[ -]check|live(?:\ updates?|\ blog)?
      |latest|breaking(?:\ news)?|exclusive|update|podcast|quiz|poll(?:\ of\ the\ (?:day|week))?|gallery|interactive
      |in\ pictures|get\ info|timeline|factbox|also|plus|(?:content\ |graphic\ content\ |spoiler\ )?warning
      |(?:\d+\ )?(?:photos|pictures|images|videos)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s?:
  | this\ (?:article|story|piece|video|report)\ (?:contains?|is\ about|deals\ with|discusses|includes|is\ part\ of)\b
  | (?:here['’]s|here\ (?:is|are)|this\ is)\ (?:what\ you\ (?:need|should)|your\b|the\ latest\b|everything\ you\ need)
  | the\ latest\ (?:news\ )?(?:on|from|about)\b | for\ more\b.{0,80}\bvisit\b
  | (?:see|hear|find\ out|learn|discover|read|watch)
      \ (?:for\ yourself|(?:about\ )?(?:what|how|why|who|where|when|which|if|whether|inside)\b)
  | (?:a|an|our|take\ a)\ (?:(?:quick|brief|closer|inside|simple|visual|handy)\ )*
      (?:look|glance|guide|primer|recap|round-?up|rundown)\ (?:at|to|of|back|inside)\b
      (?!.*\b(?:shows?|showed|reveals?|revealed|suggests?|finds?|found|is|are|was|were|has|have|had|will|would|by)\b)
  | (?:here(?:['’]s|\ (?:is|are))|these\ are)\ (?:a\ (?:look|guide|recap)
      |the\ (?:key|main|top|biggest|best|highlights|moment)|how\b|why\b|what\b|where\b|some\ of\ the\b)
  | (?:(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|some|the|key|all\ the)\ ){1,3}(?:big\ |important\ )?
      (?:things|facts|takeaways|questions|stories|reasons|highlights|headlines)\ (?:(?:that\ )?(?:you|we|everyone)\b
      |to\ (?:know|watch|read)\b|from\ (?:today|the\ (?:day|week|briefing|debate))\b)
  | (?:what\ (?:you|we)|everything\ (?:you|we)|all\ you)\ (?:need\ to\ |should\ )?know\b.{0,80}$
  | this\ (?:newspaper|website|masthead|column|bulletin)\b
  | (?:this\ is\ |a\ )?(?:developing|breaking)\ (?:news\ )?story\b | (?:more|updates|details)\ to\ (?:come|follow)\b
  | (?:test|put)\ your\ (?:\w+\ ){0,2}(?:brains?|knowledge|wits) | trivia\ (?:and|buffs)\b
  | (?:be\ sure\ to|make\ sure\ (?:to|you)|don['’]t\ forget\ to)\ (?:check|visit|tune|follow|like|subscribe|watch)\b
  | (?:check\ back|tune\ in|connect\ with\ us|catch\ (?:up\ on|the\ latest|more)|hit\ the|like\ and\ subscribe)\b
  | (?:subscribe|follow|watch|visit|connect)\b.{0,200}\b(?:channel|facebook|instagram|twitter|youtube|website)\b
  | lire\ aussi | lees\ ook | lees\ meer | mehr\ zum\ thema | lesen\ sie\ (?:auch|hier|mehr) | leia\ (?:também|mais)
  | lea\ también | ver\ también | leggi\ anche | weiterlesen | lire\ la\ suite | ayrıca\ oku
  | (?:mehr\ dazu|hier\ klicken|klicken\ sie|das\ müssen\ sie\ wissen|voir\ aussi|à\ lire\ aussi|cliquez\ ici
      |abonnez-vous|lea\ más|haga\ clic|suscríbase|leggi\ tutto|clicca\ qui|iscriviti|saiba\ mais|veja\ também
      |clique\ aqui|lees\ verder|bekijk\ ook|klik\ hier|haberin\ devamı|tıklayın|abone\ olun)\b
  | (?:foto(?:graf)?|quelle|bild)\s*:
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# These two are looked for in small letters: at a third of the cost of ignoring case.
_ANYWHERE = re.compile(
    r"""\b(?:click\ here|read\ more|sign\ up\ (?:for|to)\ our|subscribe\ (?:now|to\ our)|scroll\ down\ for
      |(?:sign\ up|subscribe)\ (?:for|to)\ .{0,60}\b(?:newsletters?|e-?mails?|alerts|podcast|channel)
      |(?:our|see|read|agree\ to)\ (?:\w+\ ){0,3}(?:terms\ of\ (?:use|service)|privacy\ policy|cookie\ policy)
      |all\ rights\ reserved|may\ not\ be\ (?:published|reproduced)|follow\ us\ on|for\ confidential\ support
      |follow\ (?:him|her|me|them|\S{1,30})\ on\ (?:twitter|facebook|instagram|linkedin|tumblr|youtube|tiktok|snapchat)
      |(?:this|it)\ is\ a\ (?:breaking|developing)\ (?:news\ )?story
      |see\ www\.|appeared\ first\ on|pic\.twitter\.com)\b
  | \byour\ tweets?\b | \b(?:this|here)(?:\ is|['’]s)\ your\ (?:morning|evening|daily|weekly|weekday)\b
  | \b(?:call|hotline|helpline|lifeline|ring|phone|text)\b[^.]{0,60}\b\d{3,5}[\ -]\d{3}
    """,
    re.VERBOSE,
)
# A link, an address, tags in a row: looked for only where there is a mark that all of them have.
_ADDRESS = re.compile(r"https?://\S|\bwww\.\w|\w@\w[\w-]*\.\w|#\w+[\s,]{1,3}#\w", re.IGNORECASE)
_ADDRESS_MARKS = ("://", "www.", "WWW.", "@", "#")
_PICTURE = re.compile(
    r"\((?:(?:also |both |all )?(?:pictured|inset|(?:seen|shown) (?:left|right|above|below|here|in|at))\b[^()]{0,90}\)"
    r"|(?:stock|file|library)(?: (?:image|photo|picture))?\)"
    r"|(?:above|below|left|right|centre|center|top|bottom|photo)(?:\)|,| (?:left|right|above|below|and|in)\b))"
    r"|^(?:image|photo|slide) \d+ (?:of|/) \d+\b"
    r"|^(?:\w+ ){0,3}(?:photos?|pictures?|images?|videos?|footage|clip)"
    r" (?:shows?|captures?|captured|showed) the moment\b"
    r"|, pictured (?:(?:tak|leav|arriv|attend|speak)ing|with|in|at|on|outside|during|here|last|today|yesterday)\b"
    r"|\bis pictured (?:above|below|here|left|right)\b",
)
_YOU = re.compile(r"\byou\b.*\b(?:should|can|must|please|your)\b|\bplease\b", re.IGNORECASE | re.DOTALL)
_BYLINE = re.compile(r"[Bb]y(?:,? (?:and |& |for )?[A-Z][\w.'’-]*){1,9}(?:$| *\|)|BY [A-Z]{2}")
# "CNN's Jane Doe reports on …" announces a broadcast, and so does "Jane Doe joins us to discuss …".
_NAMES = r"(?:[A-Z][\w.'’-]{0,30},? ){1,4}(?:and (?:[A-Z][\w.'’-]{0,30},? ){1,4})?"
_TELLS = (
    r"(?:reports?|ha(?:s|ve) (?:more(?: on| from| details)?|the (?:details|latest|story|report))|explains?|joins?"
    r"|breaks? (?:it )?down|takes? (?:a|us)|looks? at|discuss(?:es)?|weighs? in|talks? (?:to|with|about)|interviews?"
    r"|gives? (?:\w+ )?(?:his|her|their|an?|us|insight|reaction|predictions?|analysis)|speaks? (?:to|with|about)"
    r"|sits? down|reacts?|analy[sz]es?|examines?|shares? (?:his|her|their))\b"
)
_REPORTER = re.compile(
    rf"(?:[A-Z]{{2,8}}|[A-Z]\w{{1,20}} News)['’]s? {_NAMES}{_TELLS}"
    # Of an outlet that its name does not tell: "Harbour Radio's Jane Doe reports." "Reports 300 cases" is news.
    r"|(?:[A-Z][\w.&-]{1,20} ){0,2}[A-Z][\w.&-]{1,20}['’]s? (?:[A-Z][\w.'’-]{0,30} ){2,4}"
    r"(?:reports?(?: live\b| from\b|,? in this\b|\.$)|has (?:more|the (?:details|latest|story))\b)"
)
_BROADCAST = re.compile(
    r"\bjoins?\b[^.]{0,60}\bwith (?:insight|reaction|analysis|the (?:latest|details)|more (?:on|details))\b"
    r"|\bjoins? (?:us|(?:[A-Z][\w.'’-]{1,30} ){1,3}[A-Z][\w.'’-]{1,30}|['‘“\"][^'’”\"]{3,40}['’”\"])(?: [^.]{0,20})?"
    r" to (?:discuss|talk (?:about|through)|explain|react|break down|weigh in|share)\b"
    r"|\b(?:sounds? off|weighs? in)\b(?: on| after|\.?$)"
    r"|[;,–—-] (?:reaction|analysis|insight)(?: and (?:reaction|analysis|insight))? (?:on|from)\b[^;]{0,240}$"
    # A guest before the camera: "Jane Doe, who served under two mayors, reacts to pictures of …".
    r"|^(?:[A-Z][\w.'’-]{1,30} ){1,3}[A-Z][\w.'’-]{1,30}(?:, [^,;]{3,80},)? reacts\b(?! (?:with|by|angrily)\b)"
    r"|[;.:–—] (?:[A-Z][\w.'’-]{1,30} ){2,4}(?:reports?(?: (?:from|live|on)\b[^.;]{0,60})?"
    r"|has (?:more|the (?:latest|details|story))(?: (?:on|from|about)\b[^.;]{0,60})?|explains|joins us[^.;]{0,60})\.?$"
    r"|^(?:[A-Z][\w.'’-]{1,30} ){2,4}"
    r"(?:reports? (?:live )?from|has (?:more (?:on|from|about)|the (?:latest|details|story)))\b[^.;]{0,80}\.?$"
)
# One of these stands in whatever ``_BROADCAST`` finds, and in few other lines.
_OF_BROADCASTS = ("join", "sound", "weigh", "reaction", "analysis", "insight", "report", "has ", "explains", "reacts")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}(?:\([^)]{2,30}\))?\s*[—–|:-]*")
_LISTED = re.compile(r"@\w|#\w+\s*(?:$|[#@])|https?://\S+$")
# Advice to whoever is concerned: "If you have symptoms, call …".
_ADVICE = re.compile(r"(?:if you|anyone (?:who|with)|for those who)\b", re.IGNORECASE)
_DEED = re.compile(r"\b(?:call|contact|ring|phone|text|visit|seek|e-?mail|hotline|helpline)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?。！？؟।…]\s?[\"'”’»“)\]]*(?:\[\d{1,3}\])*$")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\(\.\.\.\)|[,;–—])[\"'”’»)\]]*$")
_QUOTED = re.compile(r"[\"“”„][^\"“”„]{0,600}[\"“”]|(?:^|(?<=[\s(—–]))['‘].{0,400}?['’](?=[\s.,;:!?)]|$)")
_FIRST_PERSON = re.compile(r"\bI(?:['’](?:m|ve|d|ll))?\b(?!\.|['’-])|\b(?:me|my|myself)\b|^My\b")
_PROSE = re.compile(r"(?<!\S)[a-z]{2,}\b")
_NO_LETTER = re.compile(r"[^\w\s]|[\d_]")
_HEAD = 400  # characters: what a line is shows at its beginning
_FEWEST_LETTERS = 0.6  # of the characters that are no space: less is a table, a score or a list
# … unless it is a sentence full of figures: "By 17:00 GMT the shares had fallen from 97p ($1.87) to 44p ($0.85)."
_FEWEST_LETTERS_OF_PROSE = 0.45
_FEWEST_WORDS_OF_PROSE = 4


def is_boilerplate(sentence: str) -> bool:
    """Whether a line is a caption, a credit, a dateline or a call to the reader, and no sentence of the article."""
    head = sentence[:_HEAD]
    if _OPENING.match(head) or _ANYWHERE.search(head.lower()) or _BYLINE.match(head) or _LISTED.match(head):
        return True
    if any(mark in head for mark in _ADDRESS_MARKS) and _ADDRESS.search(head):
        return True
    if any(word in head for word in _OF_BROADCASTS) and _BROADCAST.search(head):
        return True
    if (
        _REPORTER.match(head)
        or _DATELINE.fullmatch(head)
        or (_ADVICE.match(head) and _DEED.search(head) and _YOU.search(head))
    ):
        return True
    marks = len("".join(sentence.split()))
    letters = marks - len(_NO_LETTER.findall(sentence))
    if letters < _FEWEST_LETTERS * marks:
        return letters < _FEWEST_LETTERS_OF_PROSE * marks or len(_PROSE.findall(head)) < _FEWEST_WORDS_OF_PROSE
    return letters > 20 and sentence.isupper()


def is_unfinished(sentence: str) -> bool:
    """Whether a sentence is cut off, or never ends."""
    return _ENDED.search(sentence[-12:]) is None or is_cut_off(sentence)


def points_at_picture(sentence: str) -> bool:
    """Whether a sentence speaks of a picture that is not printed with it, "(pictured)", or carries its number."""
    return _PICTURE.search(sentence.lower()) is not None


def in_first_person(sentence: str) -> bool:
    """Whether the writer of an English sentence speaks of himself, outside quotations: a column, and no news."""
    return _FIRST_PERSON.search(_QUOTED.sub(" ", sentence)) is not None


def is_cut_off(sentence: str) -> bool:
    """Whether a sentence ends in an ellipsis, or where more must follow."""
    return _CUT.search(sentence[-12:]) is not None
