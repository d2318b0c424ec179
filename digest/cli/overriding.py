"""What a publication's own templates are beside the program's, as facts to judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli.report import shown
from digest.doctor.settings import Templates

if TYPE_CHECKING:
    import jinja2

    from digest.editions.overrides import State


def facts(environment: jinja2.Environment, own: Path, compiled: int) -> Templates:
    """Of the templates in ``own``, which stand in this environment; ``compiled`` is how many there are in all."""
    from digest.editions.fitting import unheard
    from digest.editions.overrides import survey

    found = survey(own)

    def named(state: State) -> tuple[str, ...]:
        return tuple(one.name for one in found if one.state == state)

    before = [one for one in found if one.state not in ("shipped", "gone", "beside")]
    lacking = unheard(environment, [one.name for one in found if one.state == "shipped"]) if before else ()
    return Templates(
        count=compiled,
        own=shown(own),
        same=named("same"),
        old=(*named("old"), *named("gone")),
        behind=named("behind"),
        unknown=named("unknown"),
        before=len(before),
        unheard=tuple(lacking),
    )
