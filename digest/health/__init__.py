"""How sources fare from run to run: what to ask of each, what is remembered, what its operator should know.

Pure: what was remembered and the time come in, what to remember goes out. The journey of one request:

    state = recalled(state, now, replay=…)    what counts of what is remembered
    asked = ask(request, state, now)          a request to send; or a ``Fetched`` that stands for not asking at all
    state = after(state, request, …, now)     what is remembered then (not called for what was not asked)
    said, state = notices(state, source, now) what to say, once
    standing(state, source, now)              how it stands, whenever somebody looks
"""

from digest.health.asking import ask
from digest.health.learning import after
from digest.health.moves import recalled
from digest.health.standing import VERDICTS, Standing, Verdict, standing
from digest.health.telling import notices
from digest.health.words import day

__all__ = ["VERDICTS", "Standing", "Verdict", "after", "ask", "day", "notices", "recalled", "standing"]
