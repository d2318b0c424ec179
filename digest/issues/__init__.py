"""Stories → Issue: the newsroom's decisions, pure from end to end.

    admit (window) → rank (budget) → select (what goes where) → [summarise] → lay_out → Issue

``writing`` fills one story, helped by ``quotes``, ``figures``, ``background`` and ``forward``, each of which reads text and
returns spans of it.
"""
