"""Where sentences end in English news.

Every run of terminators is a candidate; what stands before and after it decides. The rules follow the practice of the
news agencies' style books for abbreviations, titles and times, and the usual faults of scraped text (the space after a
full stop missing). Each decision looks at a few tokens around the candidate only, so the whole is linear in the text.
"""

from __future__ import annotations

import re

_TITLES = """Mr Mrs Ms Mx Messrs Dr Prof Gen Col Sgt Sen Sens Rep Reps Gov Govs Rev Lt Capt Cpt Maj Adm Hon St Ste Mt Ft
Pres Supt Insp Det Cpl Pvt Cmdr Cmdt Brig Amb Msgr Fr Sr Sra Dra Mme Mlle Atty Ald Comdr Cdr Spc Pfc Ens Cllr Del Dep Asst
Assoc Sec Treas Ald Bp Abp Ofc Ofr Pte Sgts Gens Drs Profs Fmr Maj-Gen Lt-Gen Lt-Col Brig-Gen Vice-Adm"""
_NEVER = """vs v cf viz e.g i.e eg ie al ca aka a.k.a incl ed eds trans"""  # something always follows
_BEFORE_NUMBERS = """No Nos no nos Vol vol Art art Sec sec Fig fig Figs p pp P pg Ch ch para paras approx Approx c est Rs Op
Rm Apt Ste Ext ext Tel tel Ph Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Lot Bldg Rte Hwy fl b d r"""
_ORDINARY = """Inc Corp Co Ltd Bros Cos Jr Sr Esq Assn Assoc Dept Univ Inst Intl Natl Govt Gov't Int'l Nat'l Mfg Mgmt Ave Blvd
Rd Hwy Pkwy Ln Sq Bldg Calif Fla Pa Va Ky Tenn Tex Ariz Colo Conn Ill Ind Kan Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore
Wash Wis Wyo Ala Ark Ga La Del Me Vt Ont Que Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur
Thurs Fri Sat Sun co etc dept govt est ext tel Ph.D M.D B.A M.A B.Sc M.Sc Ed.D Ll.B D.Phil Yahoo N.J S.p.A"""
_STARTERS = """A After All Also Although Am An And Another Any Are As At Back Because Been Before Both But By Can Could Critics
Despite Did Do Does During Each Earlier Even Every Experts Few First For Former From Had Has Have He Her Here His How However I
If In Indeed Instead Is It Its Just Last Later Like Many Meanwhile Members More Most Much My Nearly Neither Never New No Nobody
None Nor Not Nothing Now Of Officials On Once One Only Or Other Others Our Out Over People Perhaps Police Previously Recent
Reports Seven Several She Should Since Six So Some Soon Still Such Ten That The Their Then There These They This Those Though
Three Through Thus To Today Two Under Unlike Until Was We Were What When Where Whether Which While Who Why Will With Within
Without Would Yesterday Yet You Your"""
_WHEN = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun January February
March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec EST EDT ET
CST CDT CT MST MDT MT PST PDT PT GMT UTC BST IST AEST AEDT NZST NZT NZDT SGT HKT JST CET CEST SAST WIB Eastern Central Mountain
Pacific Greenwich London Beijing Moscow Paris Sydney Local"""
_SPEECH = """said says asked asks told added replied shouted cried wrote tweeted wondered exclaimed joked recalled quipped
responded answered continued demanded yelled insisted declared explained posted began concluded"""

TITLES = frozenset(_TITLES.split())
NEVER = frozenset(_NEVER.split())
BEFORE_NUMBERS = frozenset(_BEFORE_NUMBERS.split())
ORDINARY = frozenset(_ORDINARY.split())
STARTERS = frozenset(_STARTERS.split())
WHEN = frozenset(_WHEN.split())
SPEECH = frozenset(_SPEECH.split())

# A run of terminators ("..", "?!", ". . ."), what closes after it, and footnote marks ("[2]").
_CANDIDATE = re.compile(r"(?:\.(?: \.){2,}|[.!?…]+)(?P<close>[\"'”’»)\]}*]*(?:\[\d{1,3}\])*)")
_BEFORE = re.compile(r"[^\s\"“”‘«»()\[\]{}—–/]{1,40}$")  # the token that a terminator ends
_AFTER = re.compile(r"[^\W\d_][\w'’&-]{0,30}")  # the word that follows
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # "U.S" before its last full stop
_CLOCK = re.compile(r"(?:\d|^)[ap]\.m|[ap]\.m", re.IGNORECASE)
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]+")  # iPhone, eBay: a capital for those who write them
_PREFIXED = re.compile(r"(?:al|el|an|ar|as|ad|ash|at|bin|de|d|von)[-'’][A-Z]")  # al-Shabab
_ADDRESS = re.compile(r"://|www\.|@|^[#/]|\.(?:com|org|net|gov|edu|co|uk|html?|php)$", re.IGNORECASE)
_OPENERS = "\"'“‘«([{¿¡"
_NAMES = re.compile(r"(?:(?:[A-Z][\w'’.-]{0,30}|the|of|a|an)[ ,]+){1,6}([a-z]+)")  # "Mr. Brown asked"


def ends(text: str, start: int, end: int) -> list[int]:
    """Where sentences end inside ``text[start:end]``, one paragraph: offsets into ``text``, the last end left out."""
    found: list[int] = []
    first, quotes, counted = start, 0, start
    for candidate in _CANDIDATE.finditer(text, start, end):
        quotes += text.count('"', counted, candidate.start("close"))
        counted = candidate.start("close")
        stop = _stop(text, candidate, end, inside_quotes=quotes % 2 == 1)
        if stop < end and _ends(text, first, candidate, stop, end):
            found.append(stop)
            first = stop
    return found


def _stop(text: str, candidate: re.Match[str], end: int, *, inside_quotes: bool) -> int:
    """Where the sentence would end: after what closes, without a straight mark that opens the next one instead."""
    stop = candidate.end()
    if stop < end and not text[stop].isspace():
        close = candidate["close"]
        if '"' in close and not inside_quotes:  # war."The
            return candidate.start("close") + close.index('"')
    return stop


def _ends(text: str, first: int, candidate: re.Match[str], stop: int, end: int) -> bool:
    """Whether a sentence that began at ``first`` ends at ``stop``."""
    before = _BEFORE.search(text, max(first, candidate.start() - 40), candidate.start())
    word = before[0] if before else ""
    mark = candidate[0][: len(candidate[0]) - len(candidate["close"])]
    closed = stop > candidate.start("close")
    if not text[stop].isspace():
        return _ends_without_space(text, word, stop, end)
    after = _skip(text, stop, end)
    if after >= end:
        return True
    if not text[first : candidate.start()].strip():
        return False  # terminators alone belong to what follows
    opened = after
    while opened < end and text[opened] in _OPENERS:
        opened += 1
    opening = opened > after
    following = _AFTER.match(text, opened, end)
    token = following[0] if following else ""
    if token and token[0].islower():
        return _starts_lower(text, opened, end, word, mark, opening=opening)
    if not token and opened < end and not text[opened].isdigit() and text[opened] in ",;:-–—.)…":
        return False
    if mark[0] in "?!":
        return not (closed and _speaker_follows(text, opened, end)) and not (word == "Yahoo" and token not in STARTERS)
    if mark != ".":  # an ellipsis: "I" often goes on where the speaker paused
        return opening or (bool(token) and token not in ("I", "I'm", "I’m", "I'd", "I’d", "I've", "I’ve"))
    digit = opened < end and text[opened].isdigit()
    if closed and candidate["close"][0] not in "*[":
        return _ends_after_close(word, token)
    return _full_stop(text, first, before, word, token, digit=digit, opening=opening)


def _full_stop(
    text: str, first: int, before: re.Match[str] | None, word: str, token: str, *, digit: bool, opening: bool
) -> bool:
    """Whether one full stop after ``word``, with white space and then ``token``, ends a sentence."""
    bare = word.lstrip("'’-‘$£€")
    fresh = opening or token in STARTERS
    if bare in TITLES:
        return False
    if bare in NEVER:
        return False
    if digit and (bare in BEFORE_NUMBERS):
        return False
    if bare.isdigit() and before is not None and not text[first : before.start()].strip():
        return False  # "1." opens a list entry
    if _CLOCK.fullmatch(bare[-3:]) and bare[-3:-2].lower() in "ap":
        return not digit and token not in WHEN
    if len(bare) == 1 and bare.isalpha() and bare.isupper():
        return fresh and token != "I" and not _named_before(text, first, before)
    if _ACRONYM.fullmatch(bare):
        return fresh
    if bare in ORDINARY:
        return fresh or (digit and bare not in BEFORE_NUMBERS and bare[0].islower())
    return True


def _ends_after_close(word: str, token: str) -> bool:
    """Whether ``word.”`` ends a sentence before a capital: only an abbreviation in brackets does not."""
    return not (word in TITLES or word in NEVER or (word in BEFORE_NUMBERS and token not in STARTERS and len(word) > 1))


def _ends_without_space(text: str, word: str, stop: int, end: int) -> bool:
    """Whether a sentence ends where no white space follows: "war.The", "65.His", "him.“We"."""
    if _ADDRESS.search(word):
        return False
    at = stop
    while at < end and text[at] in "\"“‘'(":
        at += 1
    after = text[at : at + 3]
    if len(after) < 2 or not after[0].isupper() or not (after[1].islower() or after[:2] in ("I ", "A ")):
        return False
    last = word[-4:]
    if not last or word in TITLES or word in NEVER or word in ORDINARY or word in BEFORE_NUMBERS:
        return word == "" and text[stop - 1] in '”"’)'
    letters = last.rstrip("0123456789%")
    return (
        letters != last
        or (last[-1].islower() and len(word) > 1 and "." not in word)
        or (len(word) > 2 and word.isupper())
    )


def _starts_lower(text: str, opened: int, end: int, word: str, mark: str, *, opening: bool) -> bool:
    """Whether a sentence can begin with this lower-case word."""
    if opening and mark == "." and word not in NEVER and word not in ORDINARY:
        return False
    return bool(_BRAND.match(text, opened, end) or _PREFIXED.match(text, opened, end)) and word not in TITLES


def _speaker_follows(text: str, at: int, end: int) -> bool:
    """Whether a name and a verb of saying follow: ``“Why?” Mr. Brown asked``."""
    found = _NAMES.match(text, at, min(end, at + 160))
    return found is not None and found[1] in SPEECH


def _named_before(text: str, first: int, before: re.Match[str] | None) -> bool:
    """Whether the word before an initial is a name or another initial, so that the initial is part of a name."""
    if before is None:
        return False
    rest = text[max(first, before.start() - 30) : before.start()].split()
    return not rest or rest[-1][0].isupper()


def _skip(text: str, at: int, end: int) -> int:
    """The first place at or after ``at`` that is not white space."""
    while at < end and text[at].isspace():
        at += 1
    return at
