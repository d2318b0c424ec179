"""Text between quotation marks: what opens where, what closes it, and what was never closed.

News breaks the textbook in three ways, and each has its rule here. A speech over several paragraphs opens every
paragraph and closes only the last; a mark that opens where one stands open already therefore ends the earlier stretch
unclosed. A closing mark gets lost; no stretch outlives its paragraph. An apostrophe looks like a single mark; so single
marks are matched last, only outside the double ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

# opening mark -> the marks that close it
CLOSERS = {
    "“": ("”", '"', "''"),
    '"': ('"', "”", "''"),
    "``": ("''", '"', "”"),
    "''": ("''", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "”": ("”",),
    "＂": ("＂",),
    "「": ("」",),
    "『": ("』",),
}
# Two apostrophes stand for a double mark, two grave accents for one that opens: typewriters and TeX.
ALWAYS_OPEN = frozenset(["“", "„", "«", "「", "『", "＂", "``"])
STRAIGHT = frozenset(['"', "''"])
DOUBLE = re.compile(r"[“”„\"«»＂「」『』]|''|``")
SINGLE = re.compile(r"[‘’‚']")
# A blank line; or a line's end after a finished sentence, which a text wrapped at a width seldom has.
BREAK = re.compile(r"\n[ \t\r\f\v]*\n\s*|(?<=[.!?…:\"”’'»])\r?\n\s*")
# Words that begin with an apostrophe, which no quotation opens with.
ELIDED = re.compile(r"(?:em|til|tis|twas|cause|cos|bout|round|n|ere)\b", re.IGNORECASE)
BEFORE_OPENING = frozenset("([{—–-/…:“”\"„«»‘‚'¿¡")
AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…“”\"«»’'")
ENDS_SPEECH = frozenset(".,!?…;:—–-")
FINISHED = frozenset(".!?…")
I_ALONE = re.compile(r"' I(?=[ '’])")  # the one word that some tokenizers part from its opening mark
# A mark between two spaces that is no apostrophe of "I ' m" or "the players ' union".
SET_APART = re.compile(r"(?<!s )['’]\s(?!(?:s|t|m|d|re|ve|ll)\b)|(?<=s )['’]\s(?![a-zà-ÿ])")
LONGEST_TITLE = 80  # characters from a mark to one between two spaces behind a plain word
LONGEST_SINGLE = 1500  # characters; longer is two apostrophes


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between quotation marks."""

    start: int  # the text inside, white space trimmed
    end: int
    outer_start: int  # marks included
    outer_end: int
    closed: bool = True
    resumes: bool = False  # opens where the stretch before it was never closed
    single: bool = False


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The stretches between blank lines, as offsets."""
    found = []
    start = 0
    for gap in BREAK.finditer(text):
        if gap.start() > start:
            found.append((start, gap.start()))
        start = gap.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def find(text: str) -> list[Marked]:
    """Every outermost stretch between marks, in order; none overlap and none is empty."""
    found: list[Marked] = []
    left_open = False
    for start, end in paragraphs(text):
        stretches = within(text, start, end, resumes=left_open)
        left_open = bool(stretches) and not stretches[-1].closed and stretches[-1].outer_end == end
        found += stretches
    return found


def within(text: str, start: int, end: int, *, resumes: bool = False) -> list[Marked]:
    """The same for the paragraph text[start:end]; ``resumes``: the one before it left a quotation open."""
    following = end
    while following < len(text) and text[following].isspace():
        following += 1
    goes_on = text[following : following + 1] in {"'", "‘"}
    return _with_singles(text, start, end, _doubles(text, start, end, resumes=resumes), goes_on=goes_on)


def _opens(text: str, at: int, start: int, end: int, size: int = 1) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + size] if at + size < end else " "
    return (before.isspace() or before in BEFORE_OPENING) and not after.isspace()


def _closes(text: str, at: int, start: int, end: int, size: int = 1) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + size] if at + size < end else " "
    return not before.isspace() and (after.isspace() or after in AFTER_CLOSING)


def _marked(text: str, start: int, end: int, outer: tuple[int, int], **facts: bool) -> Marked | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Marked(start, end, *outer, **facts) if start < end else None


def _doubles(text: str, start: int, end: int, *, resumes: bool) -> list[Marked]:
    found: list[Marked] = []
    opened = -1
    inner = False  # between marks of the other family, inside an open stretch
    resumed = resumes and text[start] in CLOSERS
    opener = ""
    turned = {mark: text.rfind(other, start, end) for mark, other in (("»", "«"), ("”", "”"))}  # the last that closes

    def close(at: int, outer_end: int, *, closed: bool) -> None:
        stretch = _marked(text, opened + len(opener), at, (opened, outer_end), closed=closed, resumes=resumed)
        if stretch:
            found.append(stretch)

    matches = list(DOUBLE.finditer(text, start, end))
    for nth, match in enumerate(matches):
        at, mark = match.start(), match.group()
        opens, closes = _opens(text, at, start, end, len(mark)), _closes(text, at, start, end, len(mark))
        if opened < 0:
            straight = mark in STRAIGHT and (opens or (not closes and mark == '"'))
            if (
                mark in ALWAYS_OPEN
                or straight
                or (mark in turned and opens and _begins(text, at) and at < turned[mark])
            ):
                opened, opener = at, mark
            continue
        if inner:
            inner = mark in ("“", "„", "«") or (mark == '"' and opens and not closes)
        elif mark in CLOSERS[opener] and (mark in ("«", "»") or closes or not opens or _set_off(text, matches, nth)):
            close(at, at + len(mark), closed=True)
            opened, inner, resumed = -1, False, False
        elif mark == opener or (mark in ("“", '"') and opener in ("“", '"') and _restarts(text, opened, at)):
            close(at, at, closed=False)
            opened, opener, inner, resumed = at, mark, False, True
        elif mark in ("“", "„", '"') and opens:
            inner = True
    if opened >= 0:
        close(end, end, closed=False)
    return found


def _set_off(text: str, matches: list[re.Match[str]], nth: int) -> bool:
    """Whether a mark that looks as if it opened closes: a tokenizer has set it to the next word, as it did others.

    It opens where a sentence has ended before it, and where the next mark closes what it has opened.
    """
    at = matches[nth].start()
    before = text[max(0, at - 3) : at].rstrip()[-1:]
    if before in ".!?…:;" or (before == "," and text[at + 1 : at + 2].isupper()):
        return False
    if nth + 1 == len(matches):
        return True
    following = matches[nth + 1].start()
    return text[following - 1].isspace() and not text[following + 1 : following + 2].isspace()


def _begins(text: str, at: int) -> bool:
    """Whether a word follows the mark at once: an arrow before a full stop opens nothing."""
    return text[at + 1].isalnum() or text[at + 1] in "¿¡(…"


def _restarts(text: str, opened: int, at: int) -> bool:
    """Whether a mark of the other shape, straight for curly, begins a new stretch: only after a finished sentence."""
    before = text[opened + 1 : at].rstrip()
    return bool(before) and before[-1] in ".!?…"


def _with_singles(text: str, start: int, end: int, doubles: list[Marked], *, goes_on: bool) -> list[Marked]:
    """The doubles of a paragraph and the single-quoted stretches around or between them, outermost ones only."""
    singles = _singles(text, start, end, doubles, goes_on=goes_on)
    starts = [double.outer_start for double in doubles]
    found: list[Marked] = []
    done = 0
    for single in singles:
        first = bisect_left(starts, single.outer_start, lo=done)
        last = bisect_left(starts, single.outer_end, lo=first)
        if first < last and doubles[last - 1].outer_end > single.outer_end:
            continue  # they cross: an apostrophe was taken for a mark
        found += doubles[done:first]
        found.append(single)
        done = last
    return found + doubles[done:]


def _singles(text: str, start: int, end: int, doubles: list[Marked], *, goes_on: bool) -> list[Marked]:
    """Single-quoted stretches that open outside ``doubles``; ``goes_on``: the next paragraph opens with such a mark."""
    found: list[Marked] = []
    opened = -1
    # A mark after an s: it closes where no better one comes before the next opening ("the players' union").
    fallback = -1
    inner = 0  # stretches open inside the open one
    resumed = False
    nth = 0

    def add(at: int, *, closed: bool = True) -> None:
        outer_end = at + 1 if closed else at
        stretch = _marked(text, opened + 1, at, (opened, outer_end), closed=closed, resumes=resumed, single=True)
        if stretch:
            found.append(stretch)

    for match in SINGLE.finditer(text, start, end):
        at, mark = match.start(), match.group()
        after = text[at + 1] if at + 1 < end else " "
        before = text[at - 1] if at > start else " "
        apart = before.isspace() and after.isspace()  # a tokenizer has set it off
        prior = text[at - 2] if before.isspace() and at - 2 >= start else before
        while nth < len(doubles) and doubles[nth].outer_end <= at:
            nth += 1
        lone = apart and (mark == "‘" or I_ALONE.match(text, at))
        if mark in "‘‚'" and (lone or (after.isalnum() and _opens(text, at, start, end))):
            quoted = nth < len(doubles) and doubles[nth].outer_start < at
            if quoted or after.isdigit() or ELIDED.match(text, at + 1, at + 8):
                continue
            if opened >= 0 and fallback <= opened and prior in FINISHED and _speaks(text, opened):
                add(at, closed=False)
                resumed = True
            elif opened >= 0 and fallback <= opened and _speaks(text, opened) and at - opened < LONGEST_SINGLE:
                inner += 1
                continue
            else:
                if fallback > opened >= 0:
                    add(fallback)
                resumed = False
            opened, fallback, inner = at, -1, 0
        elif opened < 0 or mark == "‚" or after.isalnum() or (mark == "‘" and text[opened] != "‚"):
            continue
        elif at - opened > LONGEST_SINGLE:
            opened, fallback, inner, resumed = -1, -1, 0, False
        elif inner and (before != "s" or before.isspace()):
            inner -= 1
        elif before.isspace():
            titled = apart and at - opened <= LONGEST_TITLE and SET_APART.match(text, at)
            if (apart and prior in ENDS_SPEECH) or titled or after in ".,;:!?)":
                add(at)
                opened, fallback, resumed = -1, -1, False
        elif before in ENDS_SPEECH or before != "s":
            add(at)
            opened, fallback, resumed = -1, -1, False
        elif fallback < 0:
            fallback = at
    if fallback > opened >= 0:
        add(fallback)
    elif opened >= 0 and (resumed or goes_on) and _speaks(text, opened) and end - opened <= LONGEST_SINGLE:
        add(end, closed=False)
    return found


def elided(text: str, at: int) -> bool:
    """Whether the mark at ``at`` is the apostrophe of a word that begins with one: 'tis."""
    return ELIDED.match(text, at + 1, at + 8) is not None


def _speaks(text: str, at: int) -> bool:
    """Whether a single mark opens as speech does: before a capital."""
    rest = text[at + 1 : at + 3].lstrip()
    return bool(rest) and rest[0].isupper()
