"""What is shown or written to one person and is no issue: pages and letters in the publication's own dress."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.editions.catalogs import SHIPPED
from digest.editions.environment import render, speaking
from digest.editions.palette import palette
from digest.editions.theme import theme
from digest.editions.words import Words
from digest.model import Publication, Site

if TYPE_CHECKING:
    import jinja2


class Stationery:
    """Renders templates that know the publication and a language, and no issue."""

    def __init__(self, environment: jinja2.Environment, site: Site, publication: Publication) -> None:
        self._environment = environment
        self._site = site
        self._publication = publication
        self._colours = palette(site.accent)
        self._spoken: dict[str, tuple[jinja2.Environment, Words]] = {}
        self._style = self.render("serve/style.css", publication.lang, page="")
        self._mark = hashlib.sha256(self._style.encode()).hexdigest()[:8]

    def render(self, template: str, language: str, **values: Any) -> str:
        """The template in a language (a BCP 47 tag; "" for the publication's). Raises ``TemplateError``."""
        environment, words = self._in(language or self._publication.lang)
        return render(
            environment,
            template,
            template,
            lang=words.lang,
            dir=words.dir,
            publication=self._publication,
            colours=self._colours,
            style_mark=getattr(self, "_mark", ""),
            **values,
        )

    def style(self) -> tuple[str, str]:
        """The pages' style sheet and their icon."""
        return self._style, self.render("site/favicon.svg", self._publication.lang)

    def languages(self) -> Mapping[str, str]:
        """The tags of the languages that the program's words are in, each with its own name, in the order of these."""
        from babel import Locale  # 30 ms, and only who serves needs it

        folders = [SHIPPED, *([Path(self._site.catalogs)] if self._site.catalogs else [])]
        tags = {"en", self._publication.lang}
        tags |= {path.stem.replace("_", "-") for folder in folders for path in folder.glob("*.po")}
        named: dict[str, str] = {}
        for tag in tags:
            name = Locale.parse(tag, sep="-").get_display_name(tag.replace("-", "_"))
            named[tag] = name[:1].upper() + name[1:] if name else tag
        return dict(sorted(named.items(), key=lambda each: each[1].casefold()))

    def _in(self, language: str) -> tuple[jinja2.Environment, Words]:
        if language not in self._spoken:
            words = Words(language, self._site.catalogs)
            environment = speaking(self._environment, words)
            environment.globals["theme"] = theme(self._site)
            self._spoken[language] = environment, words
        return self._spoken[language]
