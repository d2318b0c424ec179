"""Where sentences end in English news.

Every run of terminators is a candidate; what stands before and after it decides. The rules follow the practice of the
news agencies' style books for abbreviations, titles and times, and the usual faults of scraped text (the space after a
full stop missing). Each decision looks at a few tokens around the candidate only, so the whole is linear in the text.
"""

from __future__ import annotations

import re

from digest.text.abbreviations import BEFORE_NUMBERS, NAMELIKE, NEVER, ORDINARY, SPEECH, STARTERS, TITLES, WHEN

# A run of terminators ("..", "?!", ". . ."), what closes after it, and footnote marks ("[2]").
_CANDIDATE = re.compile(r"(?:\.(?: \.){2,}|[.!?…]+)(?P<close>[\"'”’»)\]}*]*(?:\[\d{1,3}\])*)")
_APART = frozenset('"“”‘«»()[]{}—–/')  # what parts words, with white space
_LONGEST_WORD = 40  # characters looked back
_AFTER = re.compile(r"[^\W\d_][\w'’&-]{0,30}")  # the word that follows
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")  # "U.S" before its last full stop
_CLOCK = re.compile(r"\d*[ap]\.m", re.IGNORECASE)
_BRAND = re.compile(r"[a-z]{1,2}[A-Z][a-z]+")  # iPhone, eBay: a capital for those who write them
_PREFIXED = re.compile(r"(?:al|el|an|ar|as|ad|ash|at|bin|de|d|von)[-'’][A-Z]")  # al-Shabab
_ADDRESS = re.compile(r"://|www\.|@|^[#/]|\.(?:com|org|net|gov|edu|co|uk|html?|php)$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"I(?:['’]\w+)?$|$")
# A heading or a caption that lost the break after it: "… of the Labour Party In the capital", "… Obama Image: Twitter".
_CAPTION = re.compile(
    r"[A-Z](?:[^\n.!?…\"“”:;,]|(?<!\s)[.,](?=\S)){2,120}?[^\W_](?=\s+(?:"
    r"(?:In|On|At|After|During|Following|According) (?:the|a|an|this|that|his|her|its|their|to) "
    r"|(?:Image|Photo|Picture|Photograph|Video|Credit|Graphic|File photo)(?::| by ) ))"
)
_LEADING_ON_WORDS = "a an the of in on at to by for from with and or but as into than"  # words that end no sentence
_LEADING_ON = frozenset(_LEADING_ON_WORDS.split())
_STRAY = re.compile(r"\s{1,3}[\"'”’](?=\s|\Z)")  # a closing mark set off by a space
# Single marks that are no apostrophes: set off by spaces, before a word, after one and its punctuation.
_SINGLE = re.compile(
    r"(?:^|(?<=\s))(?:(?P<apart>['’‘](?=\s|$))|(?P<opens>['‘](?=\w)))|(?<=[.,!?…])['’](?=\s|$)", re.MULTILINE
)
_LONGEST_QUOTATION = 600  # characters looked back for its opening mark
_CAPTION_LENGTH = 200
_OPENERS = "\"'“‘«([{¿¡"
_NAMES = re.compile(r"(?:(?:[A-Z][\w'’.-]{0,30}|the|of|a|an)[ ,]+){1,6}([a-z]+)")  # "Mr. Brown asked"


def ends(text: str, start: int, end: int) -> list[int]:
    """Where sentences end inside ``text[start:end]``, one paragraph: offsets into ``text``, the last end left out."""
    found: list[int] = []
    first, quotes, counted = _skip(text, start, end), 0, start
    if caption := _CAPTION.match(text, first, min(end, first + _CAPTION_LENGTH)):
        first = caption.end()
        found.append(first)
    for candidate in _CANDIDATE.finditer(text, start, end):
        quotes += text.count('"', counted, candidate.start("close"))
        counted = candidate.start("close")
        stop = _stop(text, candidate, start, end, inside_quotes=quotes % 2 == 1)
        if stop < end and _ends(text, first, candidate, stop, end):
            found.append(stop)
            first = _skip(text, stop, end)
    return found


def _stop(text: str, candidate: re.Match[str], start: int, end: int, *, inside_quotes: bool) -> int:
    """Where the sentence would end: after what closes, without a straight mark that opens the next one instead."""
    stop = candidate.end()
    if stop < end and not text[stop].isspace():
        close = candidate["close"]
        if '"' in close and not inside_quotes:  # war."The
            return candidate.start("close") + close.index('"')
    elif stray := _STRAY.match(text, stop, end):
        closes = inside_quotes if stray[0].endswith('"') else stray[0].endswith("”") or _in_singles(text, start, stop)
        return stray.end() if closes else stop
    return stop


def _in_singles(text: str, start: int, stop: int) -> bool:
    """Whether a quotation in single marks in this paragraph is open at ``stop``."""
    opened = False
    for mark in _SINGLE.finditer(text, max(start, stop - _LONGEST_QUOTATION), stop):
        opened = not opened if mark["apart"] else mark["opens"] is not None
    return opened


def _ends(text: str, first: int, candidate: re.Match[str], stop: int, end: int) -> bool:
    """Whether a sentence that began at ``first`` ends at ``stop``."""
    begin = _word_start(text, first, candidate.start())
    word = text[begin : candidate.start()]
    mark = candidate[0][: len(candidate[0]) - len(candidate["close"])]
    closed = stop > candidate.start("close")
    if not text[stop].isspace():
        return _ends_without_space(text, word, stop, end)
    after = _skip(text, stop, end)
    if after >= end:
        return True
    if candidate.start() <= first:
        return False  # terminators alone belong to what follows
    opened = after
    while opened < end and text[opened] in _OPENERS:
        opened += 1
    opening = opened > after
    token = _AFTER.match(text, opened, end)
    following = token[0] if token else ""
    if following and following[0].islower():
        return _starts_lower(text, opened, end, word, mark, opening=opening)
    if not following and opened < end and text[opened] in ",;:-–—.)…":
        return False
    if mark[0] in "?!":
        return not (closed and _speaker_follows(text, opened, end)) and (word != "Yahoo" or following in STARTERS)
    if mark != ".":  # an ellipsis: "[...]" is a cut, and "I" often goes on where the speaker paused
        if word in _LEADING_ON:
            return False
        return not candidate["close"].startswith("]") and (opening or _FIRST_PERSON.match(following) is None)
    if closed and not candidate["close"].startswith(("*", "[")):
        return word not in TITLES and word not in NEVER
    return _full_stop(word, following, alone=begin <= first, digit=text[opened : opened + 1].isdigit())


def _full_stop(word: str, following: str, *, alone: bool, digit: bool) -> bool:
    """Whether one full stop after ``word``, with white space and then ``following``, ends a sentence."""
    bare = word.lstrip("'’-‘$£€")
    fresh = following in STARTERS
    if bare in TITLES or bare in NEVER or (digit and bare in BEFORE_NUMBERS):
        return False
    if bare.isdigit() and alone:
        return False  # "1." opens a list entry
    if _CLOCK.fullmatch(bare):
        return not digit and following not in WHEN
    if len(bare) == 1 and bare.isupper():
        return fresh and following not in NAMELIKE
    if _ACRONYM.fullmatch(bare):
        return fresh
    if bare in ORDINARY:
        return fresh or (digit and bare not in BEFORE_NUMBERS and bare[0].islower())
    return True


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


def _word_start(text: str, first: int, at: int) -> int:
    """Where the word that ends at ``at`` begins."""
    lowest = max(first, at - _LONGEST_WORD)
    while at > lowest and text[at - 1] not in _APART and not text[at - 1].isspace():
        at -= 1
    return at


def _skip(text: str, at: int, end: int) -> int:
    """The first place at or after ``at`` that is not white space."""
    while at < end and text[at].isspace():
        at += 1
    return at
