"""The people an article names: full names for surnames, and the holder of an office."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import without_titles
from digest.issues.quotes.tokens import Token, Tokens, bare, is_possessive, tokens

LONGEST_NAME = 5  # words
ALIKE = 8  # names kept that share a word; from two on it is ambiguous anyway
MALE = frozenset(
    [
        "mr",
        "sir",
        "lord",
        "king",
        "prince",
        "duke",
        "father",
        "pope",
        "congressman",
        "spokesman",
        "chairman",
        "businessman",
        "actor",
        "husband",
        "brother",
        "son",
        "boyfriend",
    ]
)
FEMALE = frozenset(
    [
        "mrs",
        "ms",
        "miss",
        "dame",
        "lady",
        "queen",
        "princess",
        "duchess",
        "baroness",
        "congresswoman",
        "spokeswoman",
        "chairwoman",
        "actress",
        "mother",
        "wife",
        "sister",
        "daughter",
        "girlfriend",
        "widow",
    ]
)


# Words that a subject does not follow, beside the prepositions that join noun phrases.
UNDER = frozenset(
    {"to", "on", "about", "against", "after", "than", "and", "or", "like", "over", "under", "as", "between"}
)
TAKING = frozenset(
    {"told", "tell", "tells", "telling", "met", "beat", "saw", "gave", "made", "left", "let", "sent", "put"}
)
MONTHS = frozenset(calendar.month_name[nth].lower() for nth in range(1, 13))
ADDRESS = frozenset(
    {"mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady", "baroness", "dr", "pope", "king", "queen"}
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
KIN = re.compile(r"\b([\w-]+),? $")  # "his mother, Ann Lee"
APPOSED = re.compile(r", (?:an? |the |former |chief )?([\w' -]{3,60})")  # "Ann Lee, a strategist with …"
AND_ANOTHER = re.compile(r" (?:and|&) [A-Z]")
PERSON = re.compile(r", (?:who|whose|whom|aged \d\d|\d\d)\b")  # what follows a person's name alone


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named: in full, or by one word of a full name."""

    name: str  # the full name
    start: int
    end: int
    subject: bool = False  # stands as a clause's subject may: no "of Lopez", no "Lopez's", no "Lopez and Berg"


@dataclass(slots=True)
class People:
    """Every person a text names in full, in order."""

    mentions: list[Mention] = field(default_factory=list)  # in order
    offices: dict[str, list[str]] = field(default_factory=dict)  # word of a title -> names it stands before
    by_word: dict[str, list[str]] = field(default_factory=dict)  # first or last word of a name -> names, in order
    known_by_one: dict[str, str] = field(
        default_factory=dict
    )  # one-word names that are surely people's: "Mr Lopez", "Pele, 79,"
    speaking: set[str] = field(default_factory=set)  # names that stand beside a verb of speech somewhere
    common: set[str] = field(default_factory=set)  # words that stand in lower case somewhere, and so are no names
    starts: list[int] = field(default_factory=list)  # of the mentions
    genders: dict[str, str] = field(default_factory=dict)  # full name, or a titled surname -> "male" or "female"

    def full(self, name: Tokens, words: Lexicon) -> str | None:
        """The full name the text gives someone elsewhere; None where it gives none, or two people share it."""
        if any(token.low in words.joiners for token in name):
            return None  # "the family of Ann Lee" is not Ann Lee
        plain = without_titles(name, words)
        while len(plain) > 1 and bare(plain[0]) in words.titles:
            plain = plain[1:]
        if not plain or not plain[-1].is_capital:
            return None
        last = bare(plain[-1])
        if len(plain) > 1:
            known = [n for n in self.by_word.get(last, ()) if surname(n) == last]
            whole = " ".join(token.text for token in plain).lower()
            return next((n for n in known if n.lower() != whole and whole.endswith(" " + n.lower())), None)
        found = [n for n in self.by_word.get(last, ()) if surname(n) == last]
        if not found:
            found = [n for n in self.by_word.get(last, ()) if n.lower().split()[0] == last]
        ends = {n.lower().split()[0] for n in found}
        return found[0] if len(found) == 1 or (found and len(ends) == 1) else None

    def holder(self, office: str) -> str | None:
        """The one person an office word stands before; None where there is none, or another."""
        held = self.offices.get(office, [])
        return held[0] if len(held) == 1 else None

    def gender(self, name: str) -> str | None:
        """ "male" or "female" where a title or the given name tells."""
        last = surname(name)
        alone = len(self.by_word.get(last, ())) < 2  # Mr Lee and his sister share no gender
        return self.genders.get(name.lower()) or (self.genders.get(last) if alone else None)

    def between(self, start: int, end: int) -> list[Mention]:
        """Where people are named in a stretch, in full or by surname."""
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_left(self.starts, end, lo=first)]


def read(text: str, words: Lexicon) -> People:
    """Everyone ``text`` names in full."""
    people = People()
    singles: dict[Token, tuple[bool, bool]] = {}  # names of one word; if a verb of speech stands beside; if a subject
    run: list[Token] = []
    before: Token | None = None
    previous: Token | None = None
    leading: Token | None = None  # the last token that is no office: of "of boss Lee" it is "of"
    leads: Token | None = None  # what it was where the run began
    found = tokens(text, 0, len(text))
    people.common = (
        {token.text for token in found if token.text[0].islower()}
        - words.male_names
        - words.female_names
        - words.titles
    )
    for token in found:
        inside = bool(run) and token.low in words.particles and not token.is_capital
        gap = previous is not None and "\n" in text[previous.end : token.start]
        opener = bool(run) and token.low in words.openers | words.pronouns  # "… Lee Jr. She said"
        if (token.is_capital or inside) and not opener and not gap and not (run and is_possessive(run[-1])):
            if not run:
                before, leads = previous, leading
            run.append(token)
        else:
            _note(people, text, run, (before, token, leads), words, singles)
            run = [token] if token.is_capital else []
            before, leads = previous, leading
        previous = token
        if token.is_capital or token.low not in words.titles:
            leading = token
    _note(people, text, run, (before, None, leads), words, singles)
    for token, (speaks, subject) in singles.items():
        known = people.by_word.get(bare(token), ())
        if len(known) == 1 or (not known and bare(token) in people.known_by_one):
            name = known[0] if known else people.known_by_one[bare(token)]
            people.mentions.append(Mention(name, token.start, token.end, subject))
            if speaks or not known:
                people.speaking.add(name)
    people.mentions.sort(key=lambda mention: mention.start)
    people.starts = [mention.start for mention in people.mentions]
    return people


def _note(
    people: People,
    text: str,
    run: list[Token],
    around: tuple[Token | None, Token | None, Token | None],
    words: Lexicon,
    singles: dict[Token, tuple[bool, bool]],
) -> None:
    """Keep a run of capitalised words: as a person's full name, else as one word that may be a surname.

    ``around`` is the token before it, the one behind it, and the one before the office that it stands in.
    """
    if not run:
        return
    before, _, leads = around
    speaks = any(token is not None and token.low in words.verbs for token in around[:2])
    while run and not run[-1].is_capital:
        run = run[:-1]
    opens = before is None or not before.is_word or "\n" in text[before.end : run[0].start]
    while run and (
        run[0].low in words.openers
        or (opens and len(run) > 1 and (run[0].low in people.common or run[0].low.endswith("ing")))
    ):
        run = run[1:]  # "Whenever Lee": a capital that only opens the sentence
    if not run:
        return
    lead = [bare(token) for token in run]
    if before is not None and before.is_word and bare(before) not in words.openers:
        lead.insert(0, bare(before))
    name = list(without_titles(run, words))
    while len(name) > 1 and bare(name[0]) in words.titles:
        name = name[1:]
    titled = next((word for word in lead[: max(0, len(lead) - 1)] if word in MALE or word in FEMALE), None)
    if titled:
        people.genders.setdefault(" ".join(bare(token) for token in name), "male" if titled in MALE else "female")
    if before is not None and before.low in words.bodies:
        return
    led_to = leads is not None and (leads.low in words.joiners | UNDER or _takes(leads, words))
    subject = not (led_to or is_possessive(name[-1]) or AND_ANOTHER.match(text, name[-1].end))
    if len(name) == 1:
        singles[name[0]] = speaks or bool(PERSON.match(text, name[0].end)), subject
        in_office = lead[-2] in words.titles if len(lead) > 1 else False
        alone = bare(name[0])
        none = alone in MONTHS or alone in words.days | words.units | words.titles
        if not none and (titled or in_office or PERSON.match(text, name[0].end)):
            address = run[-2] if len(run) > 1 and bare(run[-2]) in ADDRESS else name[0]  # "Lord Lee", not "Baker Lee"
            people.known_by_one.setdefault(alone, _whole(text, [address, name[0]]))
    if not 2 <= len(name) <= LONGEST_NAME or any(bare(t) in words.units or bare(t) in words.days for t in name):
        return
    if bare(name[-1]) in words.titles:
        return
    if before is not None and before.low == "the" and len(name) == len(run):
        return
    given = name[0].low
    if given in words.male_names or given in words.female_names:
        people.genders.setdefault(_whole(text, name).lower(), "male" if given in words.male_names else "female")
    shown = _whole(text, name)
    end = name[0].start + len(shown)
    kin = KIN.search(text, max(0, name[0].start - 24), name[0].start)
    if kin and kin[1].lower() in MALE | FEMALE:
        people.genders.setdefault(shown.lower(), "male" if kin[1].lower() in MALE else "female")
    apposed = APPOSED.match(text, end)
    offices = [word for word in apposed[1].lower().split()[:7] if word in words.titles] if apposed else []
    if speaks or offices or PERSON.match(text, end):
        people.speaking.add(shown)
    for held in offices[:1]:
        _add(people.offices, held, shown)
    people.mentions.append(Mention(shown, name[0].start, end, subject))
    office = lead[: max(0, len(lead) - len(name))]
    for word in (*office, *map(" ".join, pairwise(office))):  # "secretary", and "foreign secretary"
        _add(people.offices, word, shown)
    for word in dict.fromkeys((shown.lower().split()[0], surname(shown))):
        _add(people.by_word, word, shown)


def _takes(token: Token, words: Lexicon) -> bool:
    """Whether a word before a name has it as its object: "told Lee", "joined Lee"; "said Lee" does not."""
    return token.low in TAKING or (token.low.endswith("ed") and not token.is_capital and token.low not in words.verbs)


def _whole(text: str, name: Tokens) -> str:
    return text[name[0].start : name[-1].end - (2 if is_possessive(name[-1]) else 0)]


def surname(name: str) -> str:
    """The last word of a full name in lower case, Jr and the like apart."""
    words = name.lower().split()
    return words[-2] if len(words) > 2 and words[-1] in SUFFIXES else words[-1]


def _add(names: dict[str, list[str]], word: str, name: str) -> None:
    known = names.setdefault(word, [])
    if len(known) < ALIKE and name not in known:
        known.append(name)
