"""How a publication looks, as templates are handed it: ``theme``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from digest.model import Publication, Site


@dataclass(frozen=True, slots=True)
class Theme:
    """``theme:`` of feeds.yml. Fonts are CSS lists, "" for the program's own."""

    headline_font: str = ""
    text_font: str = ""
    compact: bool = False
    logo: str = ""  # where it lies below output/, or its address; "" for none
    alt: str = ""  # what it shows, in words; "" for the publication's title

    def picture(self, root: str) -> str:
        """The logo's address from a page, ``root`` leading to the top of the site."""
        return self.logo if not self.logo or self.remote else root + self.logo

    def mailed(self, publication: Publication) -> str:
        """The logo's address from a mail; "" where a mail cannot show it: an SVG, or a file of a site without one."""
        if self.logo.lower().partition("?")[0].endswith(".svg"):
            return ""
        if self.remote or not self.logo:
            return self.logo
        return f"{publication.url.rstrip('/')}/{self.logo}" if publication.url else ""

    @property
    def remote(self) -> bool:
        """Whether the logo is on a server of its own."""
        return self.logo.startswith("https://")


def theme(site: Site) -> Theme:
    """The theme of a site; a logo on disk lies at the top of the site, under a name of its own."""
    given = site.theme
    here = given.logo if given.logo.startswith("https://") else ""
    return Theme(
        headline_font=given.headline_font,
        text_font=given.text_font,
        compact=given.density == "compact",
        logo=here or (f"logo{PurePath(given.logo).suffix.lower()}" if given.logo else ""),
        alt=given.logo_alt,
    )
