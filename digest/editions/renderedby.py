"""What decides which bytes an issue renders to, beside the issue: the program, templates, and settings of the pages."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from digest.codec import sha256
from digest.editions.environment import shipped_templates
from digest.model import Site
from digest.program import RENDERING, folder, hashed, identity


def rendered_by(site: Site, *flags: bool | bytes) -> dict[str, str]:
    """Name -> version; ``templates`` are the user's own, with their words. ``flags`` are whatever else counts."""
    own = [Path(place) for place in (site.templates, site.catalogs) if place]
    made = identity(RENDERING)
    shipped = hashed(folder(shipped_templates()))
    # Where the folders lie has no say in what is rendered.
    said = replace(site, output="", templates=None, catalogs=None, theme=replace(site.theme, logo=""))
    whole = msgspec.json.encode(said) + repr(flags).encode()
    return {
        **made,
        "code": sha256(f"{made['code']} {shipped}".encode())[:16],
        "settings": sha256(whole)[:16],
        "templates": hashed(file for place in own for file in folder(place)),
    }
