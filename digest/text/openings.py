"""Openings that hang on the sentence before: pronouns, connectives, "the move"."""

from __future__ import annotations

import re

# Nouns that a definite article sends back to what was told: "The order, given by tweet, …".
_TOLD = r"""
    accident|account|accusations?|actor|actress|agency|agreement|airline|alert|allegations?
  | appeal|application|arrests?|assault|attack|attackers?|baby|ban|bank|bill|blast|blaze
  | boat|book|boy|brothers|building|bus|call|cars?|case|changes?|charges?|child|children
  | claims?|clashes|clip|club|collapse|collision|comments?|committee|company|complaint
  | couple|court|crash|crime|deal|deaths?|defendant|delay|demonstration|directive|dispute
  | documents?|drivers?|drop|duo|event|executive|explosion|fall|father|figures?|film
  | findings?|fire|firm|flight|footage|former\ \w+|fund|game|girl|goal|group|guidance
  | guidelines?|gunm[ae]n|home|house|images?|increase|inquest|inquiry|investigation|killing
  | latest|law|lawsuit|legislation|letter|list|loan|man|match|measures?|meeting|memo|men
  | message|minister|mission|mother|murder|news|newspaper|notice|offence|offer|officers?
  | operation|organi[sz]ation|package|pact|painting|paper|parents|payment|petition
  | photographs?|photos?|picture|plane|plans?|players?|policy|post|probe|process|program
  | programme|project|property|proposals?|protest|purchase|raid|rally|recording|remarks?
  | reports?|request|results?|rise|route|rules?|scheme|shooting|show|signing|singer
  | sisters|site|spokesman|spokesperson|spokeswoman|stabbing|star|statement|striker|student|study|suit|survey
  | suspects?|takeover|team|teenagers?|test|threat|toll|tour|tragedy|trial|trio|trip
  | tweet|twins|update|vehicle|vessel|victims?|victory|video|visit|vote|warning|website
  | win|winner|woman|women|youngster
"""
_ENGLISH = rf"""
(?:
  (?:he|she|they|his|her|hers|their|theirs|its|him|them|this|these|such|others?|another|that)
    (?:['’](?:s|d|ll|re|ve))?\b(?!-)
    (?!\ (?:year|week|month|morning|evening|weekend|summer|winter|spring|autumn|time\ of\ year)\b)
  | (?:both|neither)\b(?!\ (?-i:[A-Z]))
  | those\b(?!\ (?:who|with|in|living|aged|affected|involved|born|infected|over|under|without)\b)
  # "It is unclear whether", "it was reported that", "it took three hours to" and "it was Smith who" hang on nothing.
  | it(?:['’]ll|['’]d)?\b(?!['’])
    (?!(?:['’]ll|['’]d|\ (?:could|would|will|may|might))\ (?:cost|take|be\ (?:\w+\ )?(?:days|weeks|months|years))\b)
    (?!\ (?:is|was|will\ be|has\ been|would\ be|remains|remained|became|takes?|took|seems?|emerged|appears?)\b)
  | it(?:['’]s|\ (?:is|was|will\ be|has\ been)(?=\ (?:an?|another|the|his|her|their|also|part|one|being|expected|due
      |based|set|believed\ to)\b))
    (?!\ (?:(?:not|now|still|yet|also|been|never|far\ from|too|very|increasingly)\ )*(?:un)?
      (?:clear|hard|early|easy|difficult|possible|impossible|likely|important|known|time|certain|sure|true|vital|rare
      |common|usual|safe|best|better|worth|hoped|feared|thought|understood|claimed|reported|alleged|announced
      |revealed|estimated|said|illegal|legal|essential|no\ (?:secret|surprise|wonder|longer)|only|(?:\w+\ )?years)\b
    |\ (?!an?\b|another\b|the\ (?:first|second|third|last|latest|only|\w+est)\b)[^,.;:]{{3,60}}\ (?:who|that)\b)
  | (?:but|and|or|yet|nor|however|meanwhile|also|then|nevertheless|nonetheless|additionally
    | moreover|furthermore|therefore|thus|hence|otherwise|similarly|likewise|indeed|finally|afterwards?|besides
    | consequently|conversely|accordingly|alternatively|rather|secondly|thirdly|again|elsewhere|here
    | ultimately|even\ so|that\ said|of\ course|in\ addition|in\ turn|in\ fact|in\ contrast|by\ contrast|in\ response
    | in\ return|in\ all|in\ other\ words|in\ both\ cases|in\ (?:this|that)\ case|in\ the\ meantime|as\ a\ result
    | as\ such|for\ example|for\ instance|for\ that|on\ the\ other\ hand|on\ top\ of\ (?:this|that)
    | at\ the\ same\ time
    | at\ (?:this|that)\ (?:time|point)|at\ the\ time(?!\ of\b)|after\ (?:that|this)|since\ then|until\ then|by\ then
    | despite\ (?:this|that)|to\ that\ end|to\ do\ (?:so|this|that)|with\ (?:this|that)|not\ only\ that|not\ so
    | (?:one|some|many|most|several|none|all|each|two|three|half)\ of\ (?:them|these|those)|when\ asked
    | asked\ (?:about|if|whether|why|how)
    | (?:among|of|in|for|with|at|by|from|on|under|during|despite|after|before|like|unlike|given)
      \ (?:these|those(?!\ who\b)|them|it))\b(?!-)
  | so\b(?!-|\ far\b) | still\b(?!-) | instead\b(?!\ of\b) | later\b(?!\ (?:this|today|on\ \w+day)\b)
  | (?:plus|yes|no|at\ least),
  | because\ (?:he|she|they|it|this|that|of\ (?:this|that|these|his|her|their|its))\b
  | the\ (?:former|latter|same|other|others)\b
  | the\ (?:two|three|four|five|pair|couple|duo|trio)\b(?!\ (?-i:[A-Z]))
  | the\ \d{{1,3}}[ -]years?[ -]olds?\b
  | the\ (?:move|decision|announcement|incident|ruling|verdict|order|reference|remark|quote|phrase)\b
    (?!\ (?:to|by|of|in|on|from|that|for|at|against|over|not|between|about|comes?\ (?:to|from|in))\b)
  | the\ (?:{_TOLD})
    \ (?:is|are|was|were|has|have|had|will|would|could|came|comes|said|says|told|also|then|later|follows|followed
    | marks|did|does|added|began|took|left|went|led|means|meant|made|shows?|showed|drew|sparked|prompted|who|died)\b
)
"""

# The same for other languages, as far as a few words go.
_WORDS = {
    "de": "er sie ihr ihre ihm ihnen sein seine seinen dies diese dieser dieses diesen dabei dazu damit daher "
    "deshalb deswegen dadurch danach dagegen darüber davon zudem außerdem allerdings jedoch aber doch "
    "denn und oder auch so somit dennoch trotzdem stattdessen inzwischen hingegen beide letztere das_sei "
    "das_ist das_war",
    "es": "él ella ellos ellas este esta estos estas esto ese esa eso esos esas aquel dicho dicha su sus pero y "
    "o sin_embargo no_obstante además también asimismo por_eso por_ello por_lo_tanto así entonces luego "
    "después finalmente ambos ambas el_mismo",
    "fr": "il elle ils elles celui-ci celle-ci ceux-ci cela cette cet ce_dernier ces_derniers ces c'est c’est "
    "mais et ou or donc ainsi cependant toutefois pourtant en_revanche par_ailleurs de_plus en_outre "
    "enfin ensuite puis alors aussi son sa ses leur leurs les_deux",
    "it": "egli lui lei loro esso essa questo questa questi queste ciò quello quella suo sua suoi ma e o però "
    "tuttavia inoltre infatti quindi perciò così poi infine anche entrambi invece",
    "nl": "hij zij ze haar zijn hun dit deze dat die maar en of echter daarnaast bovendien ook daarom dus toch "
    "vervolgens daarna daarbij beide hierdoor daardoor",
    "pt": "ele ela eles elas este esta isto isso esse essa seu sua seus suas mas e ou porém no_entanto contudo "
    "além_disso também assim então depois por_isso portanto finalmente ambos",
    "tr": "o onlar onun bu bunun bunlar bunu şu ancak fakat ama ve ayrıca öte_yandan bununla_birlikte böylece "
    "daha_sonra sonra bu_nedenle yine her_iki söz_konusu",
}


def _pattern(words: str) -> re.Pattern[str]:
    """One of the openings, as whole words."""
    listed = "|".join(re.escape(word.replace("_", " ")) for word in words.split())
    return re.compile(rf"(?:{listed})(?!\w)", re.IGNORECASE)


_DANGLING = {
    "en": re.compile(_ENGLISH, re.IGNORECASE | re.VERBOSE),
    **{lang: _pattern(words) for lang, words in _WORDS.items()},
}
_LEADING = re.compile(r"[\s\"“”„«‘'(\[—–-]*")

# ``“…,” he said``: who speaks is named before.
_SAID_BY_PRONOUN = re.compile(
    r"[\"”'’»],?\ (?:(?:he|she|they|it)\ (?:also\ |later\ )?"
    r"(?:said|says|told|added|wrote|asked|tweeted|continued|explained|went\ on|recalled|insisted|claimed|joked)"
    r"|(?:said|added|says|wrote)\ (?:he|she|they))\b"
)
# A quotation and nothing else: who speaks is named before.
_ONLY_SPEECH = re.compile(r"(?:[\"“„«][^\"“”„«»]*[\"”“»]|['‘][^'‘]*(?:\w['’]\w[^'‘]*)*['’])[.!?…]?")


def dangles(sentence: str, lang: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    if _ONLY_SPEECH.fullmatch(sentence):
        return True
    if sentence.startswith(('"', "“", "‘", "'", "«", "„")) and _SAID_BY_PRONOUN.search(sentence):
        return True
    pattern = _DANGLING.get(lang.partition("-")[0].lower())
    begin = _LEADING.match(sentence)
    return pattern is not None and begin is not None and pattern.match(sentence, begin.end()) is not None


_THE_NOUN = re.compile(
    rf"the\ (?P<noun>move|decision|announcement|incident|ruling|verdict|order|{_TOLD})\b", re.I | re.X
)
_CONTRASTS = re.compile(r"(?:and|but|or|so|yet|however|meanwhile|also|still|instead|then|nor)\b(?!-)", re.IGNORECASE)


def sent_back(sentence: str) -> str | None:
    """The noun by which an English sentence goes back to what was told: "order" of "The order, …"; None without one."""
    begin = _LEADING.match(sentence)
    found = _THE_NOUN.match(sentence, begin.end()) if begin else None
    return found["noun"] if found else None


def goes_on(sentence: str) -> bool:
    """Whether an English sentence opens with a word that joins it to the one before: "But", "And", "Meanwhile"."""
    begin = _LEADING.match(sentence)
    return begin is not None and _CONTRASTS.match(sentence, begin.end()) is not None
