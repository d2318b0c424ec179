"""Sentences that look ahead: plans, schedules, expectations, deadlines.

``look`` tells whether one does and which days to come it names, ``tells_plan`` whether it is sure enough of itself to
stand without a day under "What's next". The words that it goes by are those of the language's grammar file
(``digest/dates/data``): its ``[forward]`` forms and its ``[ahead]`` lists.
"""

from digest.issues.forward.looking import THRESHOLD, look
from digest.issues.forward.plans import opines, tells_plan

__all__ = ["THRESHOLD", "look", "opines", "tells_plan"]
