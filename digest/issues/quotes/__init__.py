"""Direct speech and who speaks: ``find`` is what the other rooms of the house ask.

    marks → attribution (phrases, people) → quotations

``marks`` finds what stands between quotation marks, ``attribution`` who is named around it, ``people`` that person's
full name, and ``finding`` puts them together. The word lists are in ``speech.toml``.
"""

from digest.issues.quotes.finding import balanced, find, named

__all__ = ["balanced", "find", "named"]
