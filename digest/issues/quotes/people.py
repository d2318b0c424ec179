"""The people an article names: full names for surnames, and whom a pronoun or "the minister" means where that is safe."""

from __future__ import annotations

from dataclasses import dataclass, field

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.phrases import Token, Tokens, bare, is_possessive, tokens, without_titles

LONGEST_NAME = 5  # words
MALE = frozenset(["mr", "sir", "lord", "king", "prince", "duke", "father", "pope", "congressman", "spokesman", "chairman", "businessman", "actor"])
FEMALE = frozenset(
    ["mrs", "ms", "miss", "dame", "lady", "queen", "princess", "duchess", "baroness", "congresswoman", "spokeswoman", "chairwoman", "actress"]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of two words or more, where it stands, and the office before it."""

    name: str
    start: int
    end: int
    title: tuple[str, ...]  # the words before the name in its run or right before it, lower case


@dataclass(slots=True)
class People:
    """Every person a text names in full, in order."""

    mentions: list[Mention] = field(default_factory=list)
    by_word: dict[str, list[str]] = field(default_factory=dict)  # first or last word of a name -> names, in order
    genders: dict[str, str] = field(default_factory=dict)  # the last word of a name -> "male" or "female", where a title tells

    def full(self, name: Tokens, words: Lexicon) -> str | None:
        """The fullest name the text gives someone, word for word; None where it gives no other, or two people share it."""
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
        held = list(dict.fromkeys(m.name for m in self.mentions if office in m.title))
        return held[0] if len(held) == 1 else None

    def gender(self, name: str) -> str | None:
        """"male" or "female" where a title or a pronoun tells."""
        return self.genders.get(name.lower().split()[-1])

    def between(self, start: int, end: int) -> list[str]:
        """The people named in full in a stretch, each once."""
        return list(dict.fromkeys(m.name for m in self.mentions if start <= m.start < end))


def read(text: str, words: Lexicon) -> People:
    """Everyone ``text`` names in full."""
    people = People()
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
            _note(people, text, run, before, words)
            run = [token] if token.is_capital else []
            before = previous
        previous = token
    _note(people, text, run, before, words)
    return people


def _note(people: People, text: str, run: list[Token], before: Token | None, words: Lexicon) -> None:
    while run and not run[-1].is_capital:
        run = run[:-1]
    while run and run[0].low in words.openers:
        run = run[1:]
    if not run:
        return
    lead = [bare(token) for token in run]
    if before is not None and before.is_word and bare(before) not in words.openers:
        lead.insert(0, bare(before))
    for at, word in enumerate(lead[:-1]):
        if word in MALE or word in FEMALE:
            people.genders.setdefault(lead[-1], "male" if word in MALE else "female")
            del at
            break
    name = list(without_titles(run, words))
    while len(name) > 1 and bare(name[0]) in words.titles:
        name = name[1:]
    if not 2 <= len(name) <= LONGEST_NAME or any(bare(t) in words.units or bare(t) in words.days for t in name):
        return
    end = name[-1].end - (2 if is_possessive(name[-1]) else 0)
    shown = text[name[0].start : end]
    title = tuple(lead[: max(0, len(lead) - len(name))])
    if not (before is not None and before.low == "the" and len(name) == len(run)):
        people.mentions.append(Mention(shown, name[0].start, end, title))
        for word in {shown.lower().split()[0], shown.lower().split()[-1]}:
            known = people.by_word.setdefault(word, [])
            if shown not in known:
                known.append(shown)
