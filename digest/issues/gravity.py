"""How grave a headline is: whether it speaks of lives, law, power, money or the common weal.

A plain word list, in the open: what an editor of general news looks for when two stories are told by equally many.
English only so far; elsewhere every headline weighs the same.
"""

from __future__ import annotations

import re

# Distinct grave words at which a headline weighs full.
FULL = 2

_WORDS = {
    "lives": "kill kills killed killing dead death deaths dies died toll murder murdered injured wounded "
    "missing hostages? famine victims?",
    "danger": "attacks? attacked war troops military missiles? bombs? bombing bombings terror terrorist "
    "terrorists shooting shootings shot crash crashes explosion blast fire fires blaze wildfires? "
    "earthquake quake flood floods flooding storm hurricane cyclone typhoon tornado tsunami eruption "
    "emergency evacuated crisis disaster leak nuclear",
    "health": "outbreak epidemic pandemic virus vaccine vaccines lockdown quarantine infections hospitals?",
    "money": "recession economy economic inflation unemployment jobs? layoffs bankrupt bankruptcy bailout "
    "tariffs? trade sanctions budget tax taxes fed ecb stocks markets? debt shutdown strike strikes "
    "wages pensions?",
    "law": "court courts supreme judge ruling rules law laws trial charged indicted indictment arrested "
    "arrests jury prosecutors? lawsuit sentenced convicted guilty police whistleblower corruption "
    "fraud",
    "power": "election elections vote votes voted parliament congress senate lawmakers bill president minister "
    "ministers chancellor government govt governor mayor coup protests? protesters resigns? resigned "
    "quits ousted sacked deal treaty ceasefire truce summit talks ban bans banned nato un eu climate "
    "refugees migrants",
}
_GRAVE = re.compile(rf"\b(?:{'|'.join('|'.join(words.split()) for words in _WORDS.values())})\b", re.IGNORECASE)


def gravity(headline: str) -> float:
    """0 to 1: the share of ``FULL`` that the distinct grave words of a headline reach."""
    return min(1.0, len({word.casefold() for word in _GRAVE.findall(headline)}) / FULL)
