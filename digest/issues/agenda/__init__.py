""" "Due today" and "Did it happen?": what earlier issues promised for this day, and what came of it.

A dated item of "What's next" comes back once, on its day, in the words that were printed last; where no issue was made
on that day, in the next one. From its day on and for a week a story of the same thread may tell that it happened, or
one of another thread that names the same day and the same people or places: then the two sentences stand side by side,
once. After that an item is forgotten.

A wrong promise is worse than none: what was put off or called off since, what the newest words give another day, and
what was over when it was printed, or no more than a guess, does not come back.
"""

from digest.issues.agenda.reckoning import KEPT, MOST_DUE, MOST_SETTLED, Agenda, agenda, flagged_articles

__all__ = ["KEPT", "MOST_DUE", "MOST_SETTLED", "Agenda", "agenda", "flagged_articles"]
