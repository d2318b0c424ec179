"""The people an article names: full names for surnames, and the holder of an office."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import Token, Tokens, bare, is_possessive, tokens, without_titles

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
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named: in full, or by one word of a full name."""

    name: str  # the full name
    start: int
    end: int


@dataclass(slots=True)
class People:
    """Every person a text names in full, in order."""

    mentions: list[Mention] = field(default_factory=list)  # in order
    offices: dict[str, list[str]] = field(default_factory=dict)  # word of a title -> names it stands before
    by_word: dict[str, list[str]] = field(default_factory=dict)  # first or last word of a name -> names, in order
    speaking: set[str] = field(default_factory=set)  # names that stand beside a verb of speech somewhere
    starts: list[int] = field(default_factory=list)  # of the mentions
    genders: dict[str, str] = field(default_factory=dict)  # last word of a name -> "male" or "female"

    def full(self, name: Tokens, words: Lexicon) -> str | None:
        """The full name the text gives someone elsewhere; None where it gives none, or two people share it."""
        plain = without_titles(name, words)
        while len(plain) > 1 and bare(plain[0]) in words.titles:
            plain = plain[1:]
        if not plain or not plain[-1].is_capital:
            return None
        last = bare(plain[-1])
        if len(plain) > 1:
            known = [n for n in self.by_word.get(last, ()) if n.lower().split()[-1] == last]
            whole = " ".join(token.text for token in plain).lower()
            return next((n for n in known if n.lower() != whole and whole.endswith(" " + n.lower())), None)
        found = [n for n in self.by_word.get(last, ()) if n.lower().split()[-1] == last]
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
        return self.genders.get(name.lower().split()[-1])

    def between(self, start: int, end: int) -> list[Mention]:
        """Where people are named in a stretch, in full or by surname."""
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_left(self.starts, end, lo=first)]


def read(text: str, words: Lexicon) -> People:
    """Everyone ``text`` names in full."""
    people = People()
    singles: dict[Token, bool] = {}  # names of one word, and whether a verb of speech stands beside
    run: list[Token] = []
    before: Token | None = None
    previous: Token | None = None
    for token in tokens(text, 0, len(text)):
        inside = bool(run) and token.low in words.particles and not token.is_capital
        gap = previous is not None and "\n" in text[previous.end : token.start]
        if (token.is_capital or inside) and not gap and not (run and is_possessive(run[-1])):
            if not run:
                before = previous
            run.append(token)
        else:
            _note(people, text, run, (before, token), words, singles)
            run = [token] if token.is_capital else []
            before = previous
        previous = token
    _note(people, text, run, (before, None), words, singles)
    for token, speaks in singles.items():
        known = people.by_word.get(bare(token), ())
        if len(known) == 1:
            people.mentions.append(Mention(known[0], token.start, token.end))
            if speaks:
                people.speaking.add(known[0])
    people.mentions.sort(key=lambda mention: mention.start)
    people.starts = [mention.start for mention in people.mentions]
    return people


def _note(
    people: People,
    text: str,
    run: list[Token],
    around: tuple[Token | None, Token | None],
    words: Lexicon,
    singles: dict[Token, bool],
) -> None:
    """Keep a run of capitalised words: as a person's full name, else as one word that may be a surname."""
    before = around[0]
    speaks = any(token is not None and token.low in words.verbs for token in around)
    while run and not run[-1].is_capital:
        run = run[:-1]
    while run and run[0].low in words.openers:
        run = run[1:]
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
        people.genders.setdefault(lead[-1], "male" if titled in MALE else "female")
    if len(name) == 1:
        singles[name[0]] = speaks
    if not 2 <= len(name) <= LONGEST_NAME or any(bare(t) in words.units or bare(t) in words.days for t in name):
        return
    if bare(name[-1]) in words.titles:
        return
    if before is not None and before.low == "the" and len(name) == len(run):
        return
    given = name[0].low
    if given in words.male_names or given in words.female_names:
        people.genders.setdefault(bare(name[-1]), "male" if given in words.male_names else "female")
    end = name[-1].end - (2 if is_possessive(name[-1]) else 0)
    shown = text[name[0].start : end]
    if speaks:
        people.speaking.add(shown)
    people.mentions.append(Mention(shown, name[0].start, end))
    for office in lead[: max(0, len(lead) - len(name))]:
        _add(people.offices, office, shown)
    for word in dict.fromkeys((shown.lower().split()[0], shown.lower().split()[-1])):
        _add(people.by_word, word, shown)


def _add(names: dict[str, list[str]], word: str, name: str) -> None:
    known = names.setdefault(word, [])
    if len(known) < ALIKE and name not in known:
        known.append(name)
