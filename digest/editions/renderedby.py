"""What decides which bytes an issue renders to, beside the issue: the program, templates, and settings of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from digest.codec import sha256
from digest.editions.environment import shipped_templates
from digest.editions.overrides import survey
from digest.model import Site
from digest.program import RENDERING, folder, hashed, identity


def rendered_by(site: Site, *flags: bool | bytes) -> dict[str, str]:
    """Name -> version; ``templates`` are the user's own and their words, where there are any; ``flags`` count too."""
    own = list(_own(site))
    made = identity(RENDERING)
    shipped = hashed(folder(shipped_templates()))
    # Where the folders lie has no say in what is rendered.
    said = replace(site, output="", templates=None, catalogs=None, theme=replace(site.theme, logo=""))
    whole = msgspec.json.encode(said) + repr(flags).encode()
    return {
        **made,
        "code": sha256(f"{made['code']} {shipped}".encode())[:16],
        "settings": sha256(whole)[:16],
        **({"templates": hashed(own)} if own else {}),
    }


def _own(site: Site) -> Iterator[Path]:
    """The files of the user's own that stand before the program's, or beside them once one of these does.

    A copy that is the program's byte for byte has no say in what is rendered: it may come and go.
    """
    place = Path(site.templates) if site.templates else None
    files = []
    if place is not None:
        every = survey(place)
        if any(one.state not in ("shipped", "same", "gone", "beside") for one in every):
            files = [place / one.name for one in every if one.state not in ("shipped", "same")]
    yield from files
    if site.catalogs:
        yield from (file for file in folder(Path(site.catalogs)) if file.suffix == ".po" and file not in files)
