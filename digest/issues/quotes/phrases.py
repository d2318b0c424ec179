"""Who a phrase names: the speaker in the words around a verb of speech.

There is no parser behind this. A name is a run of capitalised words; a speaker without a name is a short noun phrase
that an article opens; anything longer than news uses is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from digest.issues.quotes.lexicon import Lexicon
from digest.issues.quotes.tokens import Token, Tokens, bare, is_possessive, is_pronoun

DISEASE = re.compile(r"[A-Za-z]+-\d+")  # Covid-19: a name that nobody bears
CLOSING = frozenset(")'’”\"")
LONGEST_PHRASE = 12  # words of a speaker without a name
LONGEST_PLAIN = 5  # and of one whose name follows


def run_before(phrase: Tokens, words: Lexicon) -> int:
    """Where the run of capitalised words that ends ``phrase`` begins; its length where there is none."""
    at = len(phrase)
    while at > 0:
        token = phrase[at - 1]
        if token.is_capital or (
            at > 1 and at < len(phrase) and token.low in words.particles and phrase[at - 2].is_capital
        ):
            at -= 1
        else:
            break
    while at < len(phrase) and not phrase[at].is_capital:
        at += 1
    return at


def without_titles(name: Tokens, words: Lexicon) -> Tokens:
    """A name without the offices before it: "Ukrainian President Volodymyr Zelenskyy" → "Volodymyr Zelenskyy".

    A name of one word keeps its title ("Pope Francis"), as what is left would say too little.
    """
    first = 0
    for at, token in enumerate(name[:-1]):
        if bare(token) in words.titles or is_possessive(token):
            first = at + 1
        elif at and name[at - 1].low == "secretary" and token.low == "of":
            first = at + 2
    if first >= len(name):
        return name
    rest = name[first:]
    if len(rest) == 1 and first and not is_possessive(name[first - 1]):
        return name[first - 1 :]
    return rest


def is_only_titles(name: Tokens, words: Lexicon) -> bool:
    """Whether a run holds an office and no name: "President", "CEO"."""
    return all(bare(token) in words.titles or is_possessive(token) for token in name)


def speaker(phrase: Tokens, words: Lexicon) -> Tokens | None:
    """The part of a noun phrase to print as the speaker; None where it is no such phrase.

    A name loses the offices before it; "a spokesman for the ministry" stays whole.
    """
    phrase = [token for token in phrase if token.text not in '"“”„«»']
    if not phrase or any(not token.is_word for token in phrase if token.text not in "&$#@."):
        return None
    if not any(character.isalpha() for token in phrase for character in token.text):
        return None
    if is_pronoun(phrase[-1], words):
        return phrase[-1:] if len(phrase) == 1 else None
    if phrase[-1].low in words.objects or all(token.low in words.days for token in phrase):
        return None
    if len(phrase) == 1 and DISEASE.fullmatch(phrase[0].text):
        return None
    while len(phrase) > 1 and phrase[-1].low in words.days and bare(phrase[-2]) not in words.titles:
        phrase = phrase[:-1]
    # "Lopez had earlier told", "the minister went on to say"
    cut = next((at for at, token in enumerate(phrase) if at and token.low in words.being | words.narrow), 0)
    if cut and (phrase[0].is_capital or phrase[0].low in words.articles):
        phrase = phrase[:cut]
    for at in range(1, len(phrase) - 1):  # "spokesman the Rev. Ann Lee"
        if phrase[at].low == "the" and bare(phrase[at + 1]) in words.titles and phrase[at - 1].low in words.titles:
            phrase = phrase[at + 1 :]
            break
    begins = run_before(phrase, words)
    run, before = phrase[begins:], phrase[:begins]
    if run and not before:
        bare_run = run[1:] if run[0].low in words.articles and len(run) > 1 else run
        if run[0].low in words.openers and len(run) == 1:
            return run if run[0].low in words.vague else None
        return without_titles(bare_run, words) if bare_run is run else _whole(run, words)
    lead = list(takewhile(lambda token: token.is_capital, phrase))
    owned = (
        len(lead) + 1 < len(phrase) and phrase[len(lead)].low == "of" and phrase[len(lead) + 1].low in words.articles
    )
    if lead and owned and not any(bare(token) in words.units | words.titles for token in lead):
        return without_titles(lead, words)  # "said Lee of the plan"
    led = _led_name(phrase, words)
    if led:
        return led
    if (run and before[-1].low in words.joiners | {"the", "&"}) or (run and before[-1].low in words.particles):
        return _joined(phrase, words)
    if run and before[-1].low in words.articles:
        return _whole(phrase[begins - 1 :], words) if len(before) == 1 else None
    if run and before[-1].low == "and" and len(before) > 1 and bare(before[-2]) in words.titles:
        return without_titles(run, words)  # "Commissioner and Fire Marshal Ann Lee"
    if run and before[-1].low == "and" and len(before) == 2 and before[0].is_capital:
        return phrase
    if run and not is_only_titles(run, words):
        return without_titles(run, words)
    return _whole(phrase, words)


def _led_name(phrase: Tokens, words: Lexicon) -> Tokens | None:
    """The name behind plain words, and before what its bearer belongs to: "chief engineer *Ann Lee* of the Port"."""
    first = next((at for at, token in enumerate(phrase) if token.is_capital), 0)
    if not first or phrase[first - 1].low in words.joiners | words.articles | words.stops | {"&"}:
        return None
    last = first
    while last < len(phrase) and phrase[last].is_capital:
        last += 1
    name = without_titles(phrase[first:last], words)
    belongs = last < len(phrase) and phrase[last].low in words.joiners
    return name if belongs and _is_name(name, words) else None


def _joined(phrase: Tokens, words: Lexicon) -> Tokens | None:
    """ "Ed Winter of the coroner's office" gives Ed Winter; "the Department of Health" stays whole."""
    first = 1 if phrase[0].low in words.articles else 0
    last = first
    while last < len(phrase) and phrase[last].is_capital:
        last += 1
    lead = phrase[first:last]
    if first == 0 and len(lead) >= 2 and last < len(phrase) and phrase[last].low in words.joiners:
        named = without_titles(lead, words)
        if len(named) >= 2 and not any(bare(token) in words.units | words.titles for token in named):
            return named
    return _whole(phrase, words)


def _whole(phrase: Tokens, words: Lexicon) -> Tokens | None:
    told = (at for at in range(2, len(phrase)) if phrase[at].low.endswith("ed") and not phrase[at].is_capital)
    cut = next((at for at in told if phrase[at - 1].is_capital), 0)
    if cut and phrase[0].low in words.articles:  # "the Harbour Board launched a campaign"
        phrase = phrase[:cut]
    if len(phrase) > LONGEST_PHRASE or any(token.low in words.being for token in phrase):
        return None
    if phrase[-1].low in words.articles | words.joiners:
        return None
    bare_noun = not (phrase[0].is_capital or phrase[0].low in words.articles)
    if bare_noun and (phrase[-1].low in words.titles or any(t.low in words.stops for t in phrase)):
        return None
    if phrase[0].low in words.articles:
        return phrase if len(phrase) > 1 or phrase[0].low in words.vague else None
    if phrase[0].low in words.stops | words.joiners:
        return None
    return phrase if len(phrase) <= (9 if phrase[0].is_capital and phrase[-1].is_capital else 5) else None


def after_verb(following: Tokens, words: Lexicon) -> Tokens | None:
    """The speaker in what stands behind a verb: "said" *Darla Meredith, Ellie's mom*."""
    end = 0
    while end < len(following) and end <= LONGEST_PHRASE:
        token = following[end]
        if not token.is_word and token.text not in "&#@":
            break
        named = any(earlier.is_capital for earlier in following[:end])
        joins = token.low == "and" and not named  # "said commentator and historian Ann Lee"
        if end and not joins and (token.low in words.stops or token.low in words.days):
            break
        end += 1
    phrase = list(following[:end])
    behind_it = following[end + 1 : end + 8] if end < len(following) and following[end].text == "," else ()
    name = _named_next(phrase, behind_it, words)
    if name:
        return name
    if not phrase or (phrase[0].low in words.stops and phrase[0].low not in words.pronouns):
        return None
    return speaker(phrase, words)


def _named_next(phrase: Sequence[Token], behind_it: Tokens, words: Lexicon) -> Tokens | None:
    """The name set off behind a phrase that has none: "his aunt, *Ann Lee*", "one user, *Lee*,"."""
    first = 1 if len(behind_it) > 2 and behind_it[0].low in words.articles else 0  # "the Rev. Ann Lee"
    name = list(takewhile(lambda token: token.is_capital, behind_it[first:]))
    if not name or (first and name[0].low not in words.titles):
        return None
    if _office(phrase, words) and _is_name(without_titles(name, words), words):
        return without_titles(name, words)
    ends = first + len(name) == len(behind_it) or not behind_it[first + len(name)].is_word
    of_one = bool(phrase) and (phrase[0].low in words.articles or is_possessive(phrase[0]))
    plain = of_one and len(phrase) <= LONGEST_PLAIN and not any(token.is_capital for token in phrase[1:])
    name = list(without_titles(name, words))
    if plain and ends and name[0].low not in words.days and not any(bare(t) in words.units for t in name):
        return name
    return None


def _office(phrase: Tokens, words: Lexicon) -> bool:
    """Whether a phrase names an office and nobody who holds it: "the paper's editor", "the minister of Health"."""
    if not phrase:
        return False
    opens = len(phrase) > 2 and phrase[0].low in words.articles and phrase[2].low in words.joiners
    noun = phrase[1] if opens else phrase[-1]
    return not noun.is_capital and bare(noun) in words.titles


def _is_name(name: Tokens, words: Lexicon) -> bool:
    return len(name) >= 2 and not any(bare(token) in words.units | words.titles for token in name)


def before_verb(preceding: Tokens, words: Lexicon) -> Tokens | None:
    """The subject of a verb, in what stands before it in its sentence: *X, chief of Y,* said."""
    end = len(preceding)
    while end and (preceding[end - 1].low in words.auxiliaries or preceding[end - 1].low.endswith("ly")) and end > 1:
        end -= 1
    preceding = preceding[:end]
    if not preceding:
        return None
    if preceding[-1].text in {",", "—", "–", "-"}:
        return _before_appositive(preceding, words)
    begin = end
    while begin > 0:
        token = preceding[begin - 1]
        if (not token.is_word and token.text not in "&#@$") or token.low in words.breaks:
            break
        begin -= 1
    phrase = preceding[begin:]
    if len(phrase) > 1 and begin > 1 and preceding[begin - 1].low == "who" and phrase[0].low in words.being:
        back = preceding[: begin - 1]  # "the mother of a girl who was in the car said"
        return before_verb(back[:-1] if back[-1].text == "," else back, words)
    if phrase and begin > 1 and phrase[0].low in words.joiners and preceding[begin - 1].text == ",":
        return _before_appositive([*preceding, preceding[begin - 1]], words)  # "Ann Lee, from the port told"
    if not phrase:
        if begin > 1 and preceding[begin - 1].low in {"who", "which", "qui"}:
            back = preceding[: begin - 1]
            return before_verb(back[:-1] if back[-1].text == "," else back, words)
        return None
    if begin > 1 and preceding[begin - 1].low == "and" and all(token.is_capital for token in phrase):
        other = begin - 1
        while other > 0 and preceding[other - 1].is_capital:
            other -= 1
        if other < begin - 1 and (other == 0 or not preceding[other - 1].is_word):
            return list(preceding[other:])
    return _last_phrase(phrase, words)


def _last_phrase(phrase: Tokens, words: Lexicon) -> Tokens | None:
    """The subject at the end of a clause: "In a statement the company" gives "the company"."""
    if is_pronoun(phrase[-1], words):
        return phrase[-1:]
    opens = phrase[0].low
    if opens in words.stops | words.joiners or not (phrase[0].is_capital or opens in words.articles):
        begins = run_before(phrase, words)
        if begins < len(phrase) and phrase[begins - 1].low not in words.articles | words.joiners:
            return speaker(phrase[begins:], words)
        openings = [at for at, token in enumerate(phrase) if token.low in words.articles]
        while len(openings) > 1 and phrase[openings[-1] - 1].low in words.joiners:
            openings.pop()  # "a spokesman for the port"
        if openings:
            return speaker(phrase[openings[-1] :], words)
        if phrase[0].low in words.stops | words.joiners:
            return None
    return speaker(phrase, words)


def _before_appositive(preceding: Tokens, words: Lexicon) -> Tokens | None:
    # A caption or a phrase in marks may stand before the name, with no full stop between.
    ends = max((at for at, token in enumerate(preceding) if token.text in CLOSING), default=-1)
    return (_apposed(preceding[ends + 1 :], words) if ends >= 0 else None) or _apposed(preceding, words)


def _apposed(preceding: Tokens, words: Lexicon) -> Tokens | None:
    chunks: list[list[Token]] = [[]]
    for token in preceding[:-1]:
        if token.text in {",", ";", "—", "–", "-", "(", ")"}:
            chunks.append([])
        else:
            chunks[-1].append(token)
    if len(chunks) < 2:
        return None
    for nth, chunk in enumerate(chunks[:-1]):
        if not chunk:
            continue
        following = chunks[nth + 1]
        named = _named_next(chunk, following, words)
        if named and len(named) == len(following):
            return named
        while len(chunk) > 1 and chunk[0].low in words.days and chunk[1].low not in words.days:
            chunk = chunk[1:]  # "Yesterday engineer Ann Lee, who …"
        opens = chunk[0].low
        if opens.endswith(("ing", "ed")) and len(chunk) > 1 and not chunk[1].is_capital:
            continue  # "Speaking in 2007, the author"
        if opens in words.stops or opens in words.joiners or opens in words.breaks or opens.endswith("ly"):
            continue
        if (opens in words.openers and opens not in words.articles) or opens in words.pronouns:
            continue
        found = speaker(chunk, words)
        if found and found[0].low not in words.days:
            return found
    return None


def opening_subject(sentence: Tokens, words: Lexicon) -> Tokens | None:
    """The subject of a whole sentence, where it can be told: a name or pronoun that opens a clause of it."""
    begin = 0
    for _ in range(4):  # opening adverbials, each with its comma
        if begin >= len(sentence):
            return None
        first = sentence[begin]
        adverbial = first.low in words.stops | words.joiners | words.breaks | words.openers or first.low.endswith("ly")
        if first.low in words.pronouns:
            return sentence[begin : begin + 1]
        if begin == 0 and first.low in words.parting and first.low in words.breaks and len(sentence) > 1:
            follows = sentence[1]
            if first.low == "but" and (follows.is_capital or follows.low in words.articles):
                begin = 1
                continue
        if first.low.endswith("ing") and begin + 1 < len(sentence) and not sentence[begin + 1].is_capital:
            adverbial = True
        if not adverbial or first.low in words.articles:
            break
        comma = next((at for at in range(begin, len(sentence)) if sentence[at].text == ","), -1)
        if comma < 0:
            return None
        begin = comma + 1
    if begin >= len(sentence):
        return None
    end = begin
    skip = 0
    while end < len(sentence):
        token = sentence[end]
        if not token.is_capital and not (skip < 3 and token.is_word and _may_lead(token, words)):
            break
        skip += not token.is_capital
        end += 1
    run = list(sentence[begin:end])
    while run and not run[-1].is_capital:
        run.pop()
    of = end < len(sentence) and sentence[end].low in words.joiners
    if run and not (len(run) == 1 and (of or run[0].low in words.openers)):
        return speaker(run, words)
    return None


def _may_lead(token: Token, words: Lexicon) -> bool:
    return token.low in words.titles or token.low in words.articles or token.low in {"and", "former", "opposition"}
