"""What a source changed or took back after an issue had printed it, and what of that deserves a reader's notice.

    judging.judge (what an issue printed of an article, and the article as it is now) → ``Erratum``
    retell (what no issue has told yet) → the next issue

Sources touch up their pages all day: a headline gets shorter, a story in motion is told anew, a toll rises. None of
that is a correction. What is one: in a sentence that else stands as it was, another figure, name or day, a "not" more
or less, other words in somebody's mouth; a sentence that is taken out of a text that else stands; a note in which the
source says that it was wrong; and an article that is taken back. Whoever is told of what is no correction stops reading
the corrections, so in doubt nothing is said.
"""

from digest.issues.errata.printing import corrected_articles, retell

# ``judging`` is asked for by its own name: most runs have nothing to judge.
__all__ = ["corrected_articles", "retell"]
