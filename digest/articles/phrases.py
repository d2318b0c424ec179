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
order reprints|print (?:this )?(?:article|page|story)|listen to (?:this )?(?:article|story)(?: .{{1,40}})?
explore further
(?:latest|top) (?:stories|news|headlines|videos?)|editor['’]?s['’]? picks?|story timeline|more for you|what to read next
(?:read|see|watch) (?:also|next|related)|read more (?:on|about) .{{1,60}}|don['’]?t miss(?: (?:it|this|out))?
lesen sie auch|mehr zum thema|(?:à )?lire (?:aussi|également)|leggi anche|leia (?:também|mais)|te puede interesar
lees ook
(?:le[ea] también|ver también|lire plus|zobacz (?:też|także)|читайте также)
(?:like|enjoyed?|love) (?:this|what you).{{1,40}}\? (?:share|subscribe|sign up|follow|then).{{0,80}}
(?:get|see|read|download|watch|find) .{{1,80}}(?:by )?clicking here
see more (?:photos?|pictures|videos?)
(?:est(?:imated)?\.? )?reading time.{{0,20}}|(?:\d{{1,3}}|one|two|five)[ -]min(?:ute)?s?(?: of)? read(?:ing)?
(?:tempo de leitura|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|leestijd|lästid).{{0,20}}
an error (?:has )?occurred.{{0,80}}|(?:oops|sorry)[,!]? (?:something|there was|an error).{{0,80}}
thank(?:s| you) for (?:signing up|subscribing|registering|your (?:registration|subscription)).{{0,80}}
this (?:article|story|page) has been (?:sent|e-?mailed) to.{{0,80}}
this copy is for your personal,? non-?commercial use only.{{0,240}}
(?:additional |extra )?(?:reporting|editing|writing|compiled) (?:and (?:writing|editing) )?by .{{1,240}}
contributing(?: writers?)?: .{{1,120}}
.{{1,200}} contributed (?:to this (?:report|article|story)|(?:to )?(?:the )?reporting)(?: from .{{1,60}})?
(?:follow|reach|contact|write to|e-?mail) .{{1,80}} (?:on|at) (?:(?:twitter|x)\b.{{0,80}}|\S{{1,60}}@\S{{1,60}}|@\S{{1,40}}|https?://.{{1,160}})
\S{{1,60}}@[\w.-]{{1,60}}\.\w{{2,12}}|@\w{{2,30}}|(?:(?:twitter|facebook|instagram|x)\.com/)\S{{1,200}}
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
you(?:['’]ve| have) (?:reached|used|read|hit) (?:your|all|the|\d).{0,60}(?:free|limit|articles)
(?:please )?(?:log in|sign in|subscribe|register) (?:now )?to (?:continue|keep|read|view|access|unlock)\b
(?:this|the) (?:article|story|content|page) is (?:for|reserved for) (?:paying )?(?:subscribers|members)\b
(?:get|start|try|enjoy) (?:unlimited|full|complete|premium) (?:digital )?access\b|(?:for )?subscribers only\b
(?:get|enjoy) .{1,40} (?:for|from) (?:just |only )?[£$€]?\d.{0,40} (?:a|per) (?:week|month|year)\b
sign up (?:for|to|now|here)\b.{0,200}(?:inbox|newsletter|e-?mail)
want (?:more|to read more)\b.{0,120}(?:subscribe|sign up)
(?:jetzt|hier) (?:abonnieren|anmelden|registrieren|weiterlesen|testen)|(?:diesen artikel )?weiterlesen mit\b
dieser (?:artikel|beitrag|inhalt) ist (?:nur|exklusiv)\b
(?:sie haben|haben sie) (?:bereits|noch|schon) .{0,40}(?:abo|konto)\b
(?:wir|diese (?:web)?seite) (?:verwenden?|nutzen|nutzt|setzen|benötigen).{0,40} cookies\b
mit ihrer (?:zustimmung|einwilligung)\b
(?:cet |l['’])?article (?:est )?réservé|la suite (?:de cet article )?est réservée|il (?:vous )?reste .{0,40} à lire
(?:déjà|pas encore) abonné|abonnez-vous|nous (?:et nos .{0,30})?utilisons des cookies\b
en poursuivant .{0,60}(?:navigation|cookies)
(?:este|el) (?:artículo|contenido) es (?:exclusivo|solo|sólo) para|¿?(?:ya eres|hazte) (?:suscriptor|socio)|suscríbete\b
(?:utilizamos|usamos|este sitio (?:web )?(?:utiliza|usa)) cookies\b|(?:questo )?(?:articolo|contenuto) (?:è )?riservato
(?:questo sito|utilizziamo|usiamo) .{0,20}cookie\b|abbonati (?:ora|subito|per)\b
(?:conteúdo|matéria) (?:é )?exclusiv[oa] para
(?:este site (?:usa|utiliza)|usamos|utilizamos) cookies\b|(?:wij|we) gebruiken cookies\b
dit artikel is (?:alleen|exclusief)
"""
# What only a consent form says, however long its paragraph.
_CONSENTS = r"""
stor(?:e|ing) and/or access(?:ing)? information on (?:a|your) device
(?:we|us) and our (?:\d{1,4} )?(?:third[- ]party )?(?:partners|vendors) (?:to )?(?:store|use|process|may)
we (?:value|respect|care about) your privacy
personali[sz]ed (?:ads|advertising)(?: and content)?, (?:ad|advertising|content) (?:and content )?measurement
(?:change|withdraw|manage) your (?:consent|(?:cookie|privacy) (?:settings|preferences|choices)) at any time
wir und unsere (?:\d{1,4} )?partner|nous et nos (?:\d{1,4} )?partenaires
nosotros y nuestros (?:\d{1,4} )?socios|noi e i nostri (?:\d{1,4} )?partner
"""
_MAX_CONSENT = 3_000  # characters
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
# What the pages are called that a reader is sent to in an article's place.
_WALLS = r"""
just a moment|one moment,? please|please wait|attention required|checking your browser|security check
access (?:to this page )?(?:has been |is )?denied|forbidden\b|40[134]\b|(?:page|article) not found|not found\Z
(?:are you|verify (?:that )?you(?:['’]re| are)|confirm (?:that )?you(?:['’]re| are)) (?:a |not a )?(?:human|robot)
(?:human|robot) (?:verification|check)|captcha\b|pardon our interruption|unusual traffic|service unavailable
(?:log|sign)[ -]?in(?:\Z|\s[|–—-]| to\b| or\b)|login\b|subscribe(?:\Z|\s[|–—-]| to (?:read|continue)| now\b)
register(?:\Z|\s[|–—-]| to (?:read|continue))|subscription (?:required|options)|subscriber exclusive
before you continue|(?:we value )?your (?:privacy|consent|privacy choices)(?:\Z|\s[|–—-])
(?:cookie|privacy|consent) (?:consent|settings|preferences|notice|wall|choices|manager)
anmelden\b|anmeldung\b|zugriff verweigert|einwilligung\b|se connecter|connexion\b|accès refusé|iniciar sesión
acceso denegado|accedi\b|accesso negato|entrar\Z|inloggen\b|logga in\b
"""
_MAX_TITLE = 80  # characters
_NAME = r"[^\W\d_][\w.'’-]{0,30}"
_MARK = r"\s{0,3}(?:[:|»›>]|\s[–—-]\s)\s{0,3}"


def _any_of(table: str) -> str:
    """A table's lines as one group of alternatives."""
    return "(?:" + "|".join(table.strip().split("\n")) + ")"


_WHOLE = re.compile(_any_of(_WHOLE_LINES) + r"[\s.!:…»›→>]{0,6}", re.IGNORECASE)
_CONSENT = re.compile(_any_of(_CONSENTS), re.IGNORECASE)
_WALL = re.compile(_any_of(_WALLS), re.IGNORECASE)
_OPENING = re.compile(_any_of(_OPENINGS), re.IGNORECASE)
_RELATED = re.compile(_any_of(_POINTERS) + _MARK + r"(?P<headline>\S.{0,280})", re.IGNORECASE)
_BYLINE = re.compile(
    rf"(?:By|Von|Par|Por|Di|Door|Av)\s(?P<name>{_NAME}(?:\s{_NAME}|\s&){{0,8}}(?:,\s[^\d,]{{1,60}}){{0,3}})"
)
_MORE = re.compile(
    r"(?:\[(?:…|\.{3}|&hellip;|\+\d{1,6} chars)\]|(?:…|\.{3})\s{0,3}|(?:(?:…|\.{3})\s{1,3})?\(?"
    + _any_of(_MORE_WORDS)
    + r"(?:\s.{1,160})?\)?[\s.:…»›→>]{0,6})\Z",
    re.IGNORECASE,
)
_TAIL = 240  # characters at the end of a teaser that may say so
_CUT = re.compile(r"(?:…|\.{3})\s{0,2}\Z")
_ENDS = ".!?…»”\"')]"


def is_boilerplate(line: str) -> bool:
    """Whether a line is furniture of its page: comments, sharing, subscriptions, cookies, credits, notices."""
    if not any(map(str.isalnum, line)):  # rules and rows of stars
        return True
    if len(line) > _MAX_LINE:
        return len(line) <= _MAX_CONSENT and _CONSENT.search(line) is not None
    return any((_WHOLE.fullmatch(line), _OPENING.match(line), _MORE.fullmatch(line), _CONSENT.search(line)))


def is_wall(title: str) -> bool:
    """Whether a page's title says that it stands between the reader and an article: a log-in, a check, a consent."""
    return len(title) <= _MAX_TITLE and _WALL.match(title) is not None


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
