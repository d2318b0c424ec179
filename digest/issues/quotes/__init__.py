"""Direct speech and who speaks: ``find`` is what the other rooms of the house ask.

    marks → attribution and trailing (tokens, phrases, speaking; people) → quotations

``digest.text.marks`` finds what stands between quotation marks, ``attribution`` who is named before it, ``trailing``
who behind it, ``people`` that person's full name, and ``finding`` puts them together; ``standing`` is what a reader
makes of one. The word lists are in ``speech.toml``.
"""

from digest.issues.quotes.finding import balanced, find
from digest.issues.quotes.standing import by_name, in_first_person, in_office, leans, named

__all__ = ["balanced", "by_name", "find", "in_first_person", "in_office", "leans", "named"]
