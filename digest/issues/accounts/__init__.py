""" "Where accounts differ": figures for the same thing that the independent sources of a story do not agree on.

    bounds → claim (a figure, what it counts, and within which limits) → comparing → choosing

``bounds`` says what a figure leaves open ("over 46,000" and 46,217 agree), ``claim`` what it counts, where, when and on
whose word, ``comparing`` whether two claims contradict each other, and ``choosing`` which contradictions are printed.
A difference of date, scope or rounding is none. The word lists are in ``accounts.toml``.
"""

from digest.issues.accounts.choosing import differences_of

__all__ = ["differences_of"]
