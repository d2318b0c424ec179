"""The feeds.yml that ``digest init`` writes. The repository's own is the same, and a test holds it so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.config.editing import quoted

# Section -> (name, feed): open to programs, long-lived, and a short teaser or better in each entry.
WELL_KNOWN: Mapping[str, Sequence[tuple[str, str]]] = {
    "World": (
        ("BBC News", "https://feeds.bbci.co.uk/news/world/rss.xml"),
        ("Al Jazeera", "https://www.aljazeera.com/xml/rss/all.xml"),
        ("NPR", "https://feeds.npr.org/1004/rss.xml"),
        ("The Guardian", "https://www.theguardian.com/world/rss"),
        ("DW", "https://rss.dw.com/rdf/rss-en-all"),
        ("RNZ", "https://www.rnz.co.nz/rss/world.xml"),
    ),
    "Business": (
        ("BBC Business", "https://feeds.bbci.co.uk/news/business/rss.xml"),
        ("The New York Times", "https://rss.nytimes.com/services/xml/rss/nyt/Business.xml"),
    ),
    "Science & Technology": (
        ("BBC Technology", "https://feeds.bbci.co.uk/news/technology/rss.xml"),
        ("Ars Technica", "https://feeds.arstechnica.com/arstechnica/index"),
        ("NASA", "https://www.nasa.gov/feed/"),
        ("Nature", "https://www.nature.com/nature.rss"),
    ),
}

_TEXT = """\
# Your publication, in one file. `digest check` reads it and names every slip by line; `digest run` makes the issue.
# Lines that begin with '#' are notes, or settings that are off: take the '#' away to switch one on.

publication:
  title: {title}
  tagline: {tagline}
  language: {language}
  timezone: {timezone}                    # says which day it is, and how times read
  # url: https://news.example.org       # where output/ is served, once it is; links in mail and feeds need it
  # postal_address: 1 Main Street, Anytown   # printed in the mail's footer; many countries require it
  # reply_to: editor@example.org
  subject: "{{headline}}"            # or with {{date}}, {{number}}, {{title}}

window:
  hours: 72                        # how far back an article may reach

{sections}# A source is a feed's URL, or the path of a file, from this folder. It may say more: language, weight, tags,
# include and exclude (terms), full_text: auto (read an article's own page where its feed gives only a teaser).
sources:
{sources}# filters:                         # for every source
#   exclude: [horoscope, crossword]

summary:
  method: learned
  sentences: 3                     # for a story; the lead story gets more
  max_words_per_article: 120       # the most printed of one article

site:
  output: output
  noindex: false                   # true asks search engines to stay away

theme:
  accent: "#9a3324"                # the one accent colour, of mail and pages

fetch:
  timeout: 20                      # seconds for one request
  concurrency: 16
  allow_private: false             # whether a redirect may lead to this machine or a private network

{mail}"""

_SECTIONS = """\
# A story goes to the first section that takes it: by the sources below, by tags, or by words in it.
sections:
"""

_NO_MAIL = """\
# Nothing is mailed until this is here. The password stays outside: in the environment, or in a file of its own.
# mail:
#   from: The Morning <news@example.org>
#   to: [you@example.org]
#   subscribers: subscribers.csv     # a line each: address,name
#   smtp:
#     host: smtp.example.org
#     security: starttls             # or tls (port 465), or none on this machine
#     username: news@example.org
#     password: ${SMTP_PASSWORD}     # or password_file: smtp-password
#   unsubscribe: mailto:leave@example.org?subject=unsubscribe
"""

_MAIL = """\
# The password stays outside: in a file of its own that only you can read, or in the environment (password: ${{NAME}}).
mail:
  from: {sender}
  to: {to}
  # subscribers: subscribers.csv     # a line each: address,name
  smtp:
    host: {host}
{port}    security: {security}             # starttls, tls (port 465), or none on this machine
{login}  # unsubscribe: mailto:leave@example.org?subject=unsubscribe
"""

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
PASSWORD_FILE = "smtp-password"  # noqa: S105 - a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who mails, to whom, and by which server."""

    sender: str  # "The Morning <news@example.org>"
    to: tuple[str, ...] = ()
    host: str
    port: int | None = None  # as the security has it, if None
    security: str = "starttls"  # or tls, none
    username: str | None = None  # None where the server asks for no log-in


def starter(
    title: str,
    timezone: str = "UTC",
    *,
    tagline: str = "What happened, in the sources' own words",
    language: str = "en",
    sources: Mapping[str, Sequence[tuple[str, str]]] = WELL_KNOWN,
    languages: Mapping[str, str] | None = None,
    seeds: Sequence[str] = ("seeds/*.txt", "seeds/*.md"),
    mail: Sender | None = None,
) -> str:
    """A commented feeds.yml that ``load`` takes as it is: ``sources`` by section, "" for none, and globs of seed files.

    ``languages`` has those of feeds, by address, that are not the publication's.
    """
    rows = []
    for section, feeds in sources.items():
        for name, feed in feeds:
            rows.append(f"  - feed: {quoted(feed)}\n    name: {quoted(name)}\n")
            if section:
                rows.append(f"    section: {quoted(section)}\n")
            if other := (languages or {}).get(feed):
                rows.append(f"    language: {quoted(other)}\n")
        rows.append("\n")
    if seeds:
        rows.append("  # Articles of your own: drop a file in the folder.\n")
    rows += [f"  - seeds: {quoted(pattern)}\n" for pattern in seeds]
    names = "".join(f"  - name: {quoted(section)}\n    stories: 6\n" for section in sources if section)
    return _TEXT.format(
        title=quoted(title),
        tagline=quoted(tagline),
        language=quoted(language),
        timezone=quoted(timezone),
        sections=f"{_SECTIONS}{names}\n" if names else "",
        sources="".join(rows).rstrip("\n") + "\n\n",
        mail=_NO_MAIL if mail is None else _mail(mail),
    )


def _mail(mail: Sender) -> str:
    port = "" if mail.port in (None, _PORTS[mail.security]) else f"    port: {mail.port}\n"
    login = f"    username: {quoted(mail.username)}\n    password_file: {PASSWORD_FILE}\n" if mail.username else ""
    return _MAIL.format(
        sender=quoted(mail.sender),
        to="[" + ", ".join(json.dumps(address, ensure_ascii=False) for address in mail.to) + "]",
        host=quoted(mail.host),
        port=port,
        security=mail.security,
        login=login,
    )
