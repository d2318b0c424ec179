"""feeds.yml to Config."""

# ruff: noqa: E501 - tables of cases are read by their rows

from __future__ import annotations

import glob
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest import summarizers
from digest.config import Config, load, starter
from digest.errors import ConfigError
from digest.model import Rules, SectionRule, Subscriber

LEAST = """\
publication: {title: The Morning}
sources:
  - https://example.org/feed.xml
"""
MAIL = """\
mail:
  from: The Morning <news@example.org>
  to: [ann@example.net]
  smtp:
    host: mail.example.org
"""


def read(folder: Path, text: str | bytes, **environ: str) -> Config:
    path = folder / "feeds.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, environ)


def faults(folder: Path, text: str | bytes, **environ: str) -> list[str]:
    """``line:column: path: what`` of every fault."""
    with pytest.raises(ConfigError) as caught:
        read(folder, text, **environ)
    told = str(caught.value)
    return [line.removeprefix(f"{folder / 'feeds.yml'}:") for line in told.splitlines()]


def test_an_output_that_is_a_file_is_a_fault(tmp_path: Path) -> None:
    """A run would only find out once the issue is frozen."""
    (tmp_path / "out").touch()
    assert faults(tmp_path, LEAST + "site: {output: out}\n") == [
        f"4:8: site.output: must be a folder, and {tmp_path / 'out'} is a file"
    ]


def test_a_fault_of_yaml_quotes_signs_and_no_words(tmp_path: Path) -> None:
    """What stands in the wrong place may be a secret; a missing bracket is none."""
    assert faults(tmp_path, "a: [b\n") == ["2:1: the file: not YAML: expected ',' or ']', but got '<stream end>'"]
    [told] = faults(tmp_path, "a: &sesame 1\nb: &sesame [\n")
    assert "sesame" not in told


def test_a_title_and_a_feed_are_enough(tmp_path: Path) -> None:
    """Everything else has a default."""
    config = read(tmp_path, LEAST)
    assert config.path == tmp_path / "feeds.yml"
    assert (config.publication.title, config.publication.timezone, config.publication.lang) == (
        "The Morning",
        "UTC",
        "en",
    )
    assert (config.rules.window_hours, config.rules.method, config.rules.sections) == (72, "learned", ())
    (source,) = config.sources
    assert (source.key, source.name, source.kind) == ("https://example.org/feed.xml", "example.org", "feed")
    assert (source.full_text, source.weight, source.parser) == ("never", 1.0, "auto")
    assert (config.site.output, config.site.templates) == (str(tmp_path / "output"), None)
    assert config.mail is None
    assert config.missing_secrets == ()


def test_every_key_arrives(tmp_path: Path) -> None:
    """What a person writes is what the program works with; paths are taken from the file's folder."""
    (tmp_path / "mine").mkdir()
    config = read(
        tmp_path,
        """\
publication:
  title: The Morning
  tagline: What happened
  url: https://news.example.org/
  language: pt-BR
  timezone: America/Sao_Paulo
  postal_address: "1 Main Street\\nAnytown"
  reply_to: Editor <editor@example.org>
  subject: "{title} {number}: {headline}"
window: {hours: 24}
sections:
  - {name: World, stories: 3, weight: 1.2, keywords: [harbour, "the bridge"]}
  - {name: Local, sources: Town Paper, tags: [town]}
sources:
  - feed: https://example.org/feed.xml
    name: Paper
    section: World
    weight: 2
    language: en-GB
    full_text: auto
    parser: feedparser
    paywall: true
    timezone: America/New_York
    include: [bridge]
    exclude: horoscope
    tags: [town]
  - {feed: feeds/town.xml, name: Town Paper}
  - {seeds: "seeds/*.txt", published: 2025-11-20T08:00}
  - /var/feeds/other.xml
filters: {include: [news], exclude: [sport]}
summary: {method: "sumy:textrank", sentences: 2, max_words_per_article: 90}
site: {output: public, templates: mine, accent: "#036", noindex: true}
fetch: {timeout: 7.5, concurrency: 3, allow_private: true}
""",
    )
    assert config.publication.url == "https://news.example.org"
    assert config.publication.timezone == "America/Sao_Paulo"
    assert config.publication.postal_address == "1 Main Street\nAnytown"
    assert config.rules.sections == (
        SectionRule(name="World", sources=("Paper",), keywords=("harbour", "the bridge"), stories=3, weight=1.2),
        SectionRule(name="Local", sources=("Town Paper",), tags=("town",)),
    )
    assert (config.rules.include, config.rules.exclude) == (("news",), ("sport",))
    assert (config.rules.window_hours, config.rules.method, config.rules.sentences) == (24, "sumy:textrank", 2)
    paper, town, seeds, other = config.sources
    assert (paper.lang, paper.weight, paper.full_text, paper.parser) == ("en", 2.0, "auto", "feedparser")
    assert (paper.include, paper.exclude, paper.tags) == (("bridge",), ("horoscope",), ("town",))
    assert (paper.paywall, town.paywall) == (True, False)
    assert (paper.timezone, town.timezone) == ("America/New_York", None)
    assert (town.key, town.url) == ("Town Paper", str(tmp_path / "feeds/town.xml"))
    assert (seeds.kind, seeds.key, seeds.name) == ("seeds", "seeds/*.txt", "seeds")
    assert seeds.url == str(tmp_path / "seeds/*.txt")
    assert seeds.published == datetime(2025, 11, 20, 11, 0, tzinfo=UTC)  # a time without a zone is the publication's
    assert (other.url, other.name) == ("/var/feeds/other.xml", "other")
    assert (config.site.output, config.site.templates) == (str(tmp_path / "public"), str(tmp_path / "mine"))
    assert (config.site.accent, config.site.noindex) == ("#036", True)
    assert (config.fetch.timeout, config.fetch.concurrency, config.fetch.allow_private) == (7.5, 3, True)


def test_sections_may_be_named_by_the_sources_alone(tmp_path: Path) -> None:
    """Without a list of sections, those that sources name stand in the order they are named."""
    text = (
        LEAST
        + "  - {feed: a.xml, section: Town}\n  - {feed: b.xml, section: World}\n  - {feed: c.xml, section: Town}\n"
    )
    assert [(rule.name, rule.sources) for rule in read(tmp_path, text).rules.sections] == [
        ("Town", ("a.xml", "c.xml")),
        ("World", ("b.xml",)),
    ]


def test_a_section_that_only_a_source_names_comes_last(tmp_path: Path) -> None:
    """An imported feed brings its folder along, without a second place to edit."""
    config = read(tmp_path, LEAST + "  - {feed: a.xml, section: Chess}\nsections: [{name: World}]\n")
    assert [(rule.name, rule.sources) for rule in config.rules.sections] == [("World", ()), ("Chess", ("a.xml",))]


def test_a_templates_folder_beside_the_file_is_used(tmp_path: Path) -> None:
    """`digest init` makes one, and nobody has to name it."""
    (tmp_path / "templates").mkdir()
    assert read(tmp_path, LEAST).site.templates == str(tmp_path / "templates")


def test_a_folder_with_a_globs_signs_is_only_a_folder(tmp_path: Path) -> None:
    """What feeds.yml says may be a pattern; where it lies may not."""
    folder = tmp_path / "my [news]"
    folder.mkdir()
    (folder / "seeds").mkdir()
    (folder / "seeds" / "one.txt").touch()
    config = read(folder, "publication: {title: T}\nsources: [{seeds: 'seeds/*.txt'}]\n")
    found = glob.glob(config.sources[0].url)  # noqa: PTH207 - the source is a whole pattern, which Path.glob does not take
    assert found == [str(folder / "seeds" / "one.txt")]


def test_blank_values_are_as_good_as_none(tmp_path: Path) -> None:
    """A section whose keys are all notes is a section left out."""
    config = read(tmp_path, LEAST + "mail:\nsections:\nsite:\n  templates:\n")
    assert config.mail is None
    assert config.rules.sections == ()


def test_the_starter_and_the_repositorys_file_are_one(tmp_path: Path) -> None:
    """`digest init` and the repository begin with the same newsroom, and it loads."""
    text = (Path(__file__).parents[3] / "feeds.yml").read_text(encoding="utf-8")
    assert text == starter("The Morning Digest")
    config = read(tmp_path, text)
    assert [rule.name for rule in config.rules.sections] == ["World", "Business", "Science & Technology"]
    assert len(config.sources) == 14
    assert [source.key for source in config.sources if source.kind == "seeds"] == ["seeds/*.txt", "seeds/*.md"]


def test_a_starter_takes_any_title(tmp_path: Path) -> None:
    """A title is data: quotes, braces and other scripts come back as they were."""
    title = '"Nouvelles": l\'été {2025} # 東京 \\ \x7f\u2028x'
    config = read(tmp_path, starter(title.replace("\x7f\u2028", ""), "Europe/Paris", seeds=()))
    assert config.publication.title == title.replace("\x7f\u2028", "")
    assert config.publication.timezone == "Europe/Paris"


def test_what_the_starter_has_switched_off_can_be_switched_on(tmp_path: Path) -> None:
    """Every setting that is a note in the starter loads once its '#' is taken away."""
    text = re.sub(r"(?m)^( *)# (?=\s*(?:- )?[a-z_]+:(?: |$))", r"\1", starter("T"))
    (tmp_path / "subscribers.csv").write_text("bob@example.net,Bob\n")
    config = read(tmp_path, text, SMTP_PASSWORD="x")
    assert config.mail is not None
    assert config.rules.exclude == ("horoscope", "crossword")
    assert config.publication.reply_to == "editor@example.org"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("publication: {titel: T}\nsources: [a.xml]\n", "1:15: publication.titel: unknown key 'titel' (did you mean 'title'?)"),
        ("publication: {title: T}\nsource: [a.xml]\n", "2:1: source: unknown key 'source' (did you mean 'sources'?)"),
        (LEAST + "  - {feed: b.xml, weigth: 2}\n", "4:19: sources[1].weigth: unknown key 'weigth' (did you mean 'weight'?)"),
        (LEAST + "  - {url: b.xml}\n", "4:5: sources[1]: must be a URL or a path, or have a key 'feed' or 'seeds' (did you mean 'feed' for 'url'?)"),
        (LEAST + "  - {feed: b.xml, seeds: c.txt}\n", "4:5: sources[1]: is a feed or seeds, not both"),
        (LEAST + "  - 7\n", "4:5: sources[1]: must be a URL or a path, or have a key 'feed' or 'seeds'"),
        (LEAST + "  - https://example.org/feed.xml\n", "4:5: sources[1]: 'https://example.org/feed.xml' is here already, on line 3"),
        (LEAST + "  - {feed: 'https://example.org/feed.xml', name: N}\n", "4:5: sources[1]: reads the same feed as the source on line 3"),
        (LEAST + "  - file:///feed.xml\n", "4:5: sources[1]: write a path, absolute or from the folder of feeds.yml, rather than file:"),
        (LEAST + "  - ftp://example.org/feed\n", "4:5: sources[1]: ftp: is not a scheme that is read: write an http(s) URL or a path"),
        (LEAST + "  - {feed: 'https://me:pw@example.org/f'}\n", "4:6: sources[1].feed: a user name or password in a URL would be printed in reports"),
        (LEAST + "  - {feed: b.xml, full_text: allways}\n", "4:19: sources[1].full_text: must be one of auto, always, never (did you mean 'always'?)"),
        (LEAST + "  - {seeds: s/*.txt, published: yesterday}\n", "4:22: sources[1].published: must be a date or a time: 2025-11-20, or 2025-11-20T08:00+01:00"),
        (LEAST + "window: {hours: soon}\n", "4:10: window.hours: must be a whole number"),
        (LEAST + "window: {hours: 0}\n", "4:10: window.hours: must be at least 1"),
        (LEAST + "window: 72\n", "4:1: window: must hold keys and values ('key: value')"),
        (LEAST + "site: {noindex: yes}\n", "4:8: site.noindex: must be true or false"),
        (LEAST + "site: {accent: red}\n", "4:8: site.accent: must be a colour like '#9a3324', in quotes"),
        (LEAST + "site: {output: .}\n", "4:8: site.output: must be a folder of its own: a run replaces what is in it"),
        (LEAST + "site: {templates: none}\n", "4:8: site.templates: there is no such folder"),
        (LEAST + "sections: [{name: A}, {name: A}]\n", "4:24: sections[1].name: there is a section 'A' already"),
        (LEAST + "sections: [{name: A, sources: [Papr]}]\n", "4:32: sections[0].sources[0]: no source 'Papr'"),
        (LEAST + "  - {feed: b.xml, section: Wrold}\nsections: [{name: World}]\n", "4:19: sources[1].section: no section 'Wrold' (did you mean 'World'?)"),
        (LEAST + "sections: World\n", "4:1: sections: must be a list: a line for each, beginning with '- '"),
        ("publication: {title: 1984}\nsources: [a.xml]\n", "1:15: publication.title: must be text: put it in quotes"),
        ("publication: {title: T}\nsources: []\n", "2:1: sources: needs at least one"),
        ("publication: {title: T}\n", "1:1: sources: required, and not there"),
        ("publication: {}\nsources: [a.xml]\n", "1:1: publication.title: required, and not there"),
        ("publication: {title: T, timezone: Europe/Berln}\nsources: [a.xml]\n", "1:25: publication.timezone: 'Europe/Berln' is no time zone: write an IANA name like 'Europe/Berlin' (did you mean 'Europe/Berlin'?)"),
        ("publication: {title: T, subject: '{headlin}'}\nsources: [a.xml]\n", "1:25: publication.subject: {headlin} is not known here: use {headline}, {date}, {number} or {title}"),
        ("publication: {title: T, subject: '{'}\nsources: [a.xml]\n", "1:25: publication.subject: a '{' or '}' stands alone; write '{{' or '}}' for the sign itself"),
        ("publication: {title: T, url: news.example.org}\nsources: [a.xml]\n", "1:25: publication.url: must be a URL that begins with https:// or http://"),
        ("publication: {title: T, reply_to: nobody}\nsources: [a.xml]\n", "1:25: publication.reply_to: 'nobody' is not a mail address: it has no '@'"),
        ("publication: {title: T}\npublication: {title: U}\nsources: [a.xml]\n", "2:1: publication: the key 'publication' is here twice (first on line 1)"),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_place(tmp_path: Path, text: str, told: str) -> None:
    """Line, column, path, what is wrong, and what was meant where that can be told."""
    assert faults(tmp_path, text) == [told]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Nobody mends a file one slip a run."""
    text = """\
publication: {timezone: Mars, colour: red}
sources:
  - {feed: a.xml, weight: heavy}
  - {feed: b.xml, section: Wold}
  - {feed: b.xml}
sections: [{name: World, stories: 0}]
mail: {from: nobody, smtp: {host: x}}
"""
    told = [line.split(": ")[1] for line in faults(tmp_path, text)]
    assert told == [
        "publication.title",
        "publication.timezone",
        "publication.colour",
        "sources[0].weight",
        "sources[1].section",
        "sources[2]",
        "sections[0].stories",
        "mail.from",
    ]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "1:1: the file: nothing in it"),
        (b"# only a note\n", "1:1: the file: nothing in it"),
        (b"- a\n- b\n", "1:1: the file: must hold keys and values"),
        (b"just words\n", "1:1: the file: must hold keys and values"),
        (b"publication:\n\ttitle: x\n", "2:1: the file: a tab: YAML is indented with spaces"),
        (b"publication: {title: T\nsources: [a.xml]\n", "the file: "),
        (b"a: b: c\n", "1:5: the file: a ':' where none can be"),
        (b"publication: &a [*a]\n", "1:18: publication[0]: an alias ('*name') of nothing that stands above it"),
        (b"publication: !!python/object:os.system x\n", ": required, and not there"),
        (b"publication: !secret x\n", "1:14: publication: tags ('!name') have no meaning here"),
        (b"a: 1\n---\nb: 2\n", "2:1: the file: a second document begins"),
        (b"a: caf\xe9\n", "1:7: the file: not UTF-8 text"),
        ("title: x\n".encode("utf-16"), "1:1: the file: not UTF-8 text"),
        (b"\x7fELF\x02\x01\x00\x00", "1:1: the file: a control character (U+007F) is not allowed"),
        (b"a: \x00\n", "1:4: the file: a control character (U+0000) is not allowed"),
        (b"a: " + b"[" * 5000, "nested too deeply"),
        (b"a: " + b"{b: " * 5000, "nested too deeply"),
        (b"\n".join(b" " * n + b"a:" for n in range(500)), "nested too deeply"),
        (b"x" * (1 << 21), "larger than 1 MiB"),
        (b"{a: 1, ? [b] : 2}", "a key must be a plain word"),
        (b"%YAML 9.9\n---\na: 1\n", "the file: "),
        (b"'", "the file: not YAML"),
        (b"a: |x\n", "the file: not YAML"),
        (b"publication: {title: " + b"9" * 9000 + b"}\nsources: [a.xml]\n", "must not be longer than 200 characters"),
    ],
)
def test_what_is_no_feeds_yml_is_told(tmp_path: Path, body: bytes, told: str) -> None:
    """Whatever the bytes, a ``ConfigError`` in words, in bounded time."""
    assert any(told in line for line in faults(tmp_path, body))


def test_a_file_of_too_many_values_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops at a bound, however much is left."""
    monkeypatch.setattr("digest.config.tree._NODES", 1000)
    assert any("more than 1000 values" in line for line in faults(tmp_path, "a: [" + "1," * 400_000 + "]"))


def test_aliases_cannot_multiply(tmp_path: Path) -> None:
    """A few lines that stand for billions of values are refused before anything is built of them."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert any("more than 50000 values" in line for line in faults(tmp_path, "\n".join(lines)))


def test_an_alias_is_fine_where_it_is_small(tmp_path: Path) -> None:
    """YAML's own way to say a thing twice."""
    text = (
        "publication: {title: T}\nsources:\n  - {feed: a.xml, exclude: &no [sport]}\n  - {feed: b.xml, exclude: *no}\n"
    )
    assert read(tmp_path, text).sources[1].exclude == ("sport",)


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    """The first thing a new user meets."""
    with pytest.raises(ConfigError, match="`digest init`") as caught:
        load(tmp_path / "feeds.yml", {})
    assert caught.value.status == 78
    with pytest.raises(ConfigError, match="a folder"):
        load(tmp_path, {})


def test_a_byte_order_mark_and_crlf_are_no_fault(tmp_path: Path) -> None:
    """Files come from every editor."""
    assert read(tmp_path, b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode()).publication.title == "The Morning"


# ------------------------------------------------------------------------------------------------ mail


def test_mail_needs_little(tmp_path: Path) -> None:
    """The port follows the security; no log-in where none is asked for."""
    config = read(tmp_path, LEAST + MAIL)
    assert config.mail is not None
    assert config.mail.sender == "The Morning <news@example.org>"
    assert config.mail.subscribers == (Subscriber(address="ann@example.net"),)
    server = config.mail.server
    assert (server.host, server.port, server.security, server.username) == ("mail.example.org", 587, "starttls", None)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_security_has_its_port(tmp_path: Path, security: str, port: int) -> None:
    """RFC 8314 §3.3 and RFC 6409 §3.1."""
    config = read(tmp_path, LEAST + MAIL + f"    security: {security}\n")
    assert config.mail is not None
    assert config.mail.server.port == port


def test_subscribers_come_from_the_list_and_the_file(tmp_path: Path) -> None:
    """Address alone, address and name, a mailbox; a heading, comments and blank lines are passed over."""
    (tmp_path / "list.csv").write_text(
        'address,name\n# friends\n\nbob@Example.net,"Stone, Bob"\nCid <cid@example.net>\nann@EXAMPLE.net,Twice\n',
        encoding="utf-8-sig",
    )
    text = LEAST + MAIL.replace(
        "[ann@example.net]", "[Ann <ann@example.net>, {address: dee@example.net, name: Dée}]\n  subscribers: list.csv"
    )
    config = read(tmp_path, text)
    assert config.mail is not None
    assert [(each.address, each.name) for each in config.mail.subscribers] == [
        ("ann@example.net", "Ann"),
        ("dee@example.net", "Dée"),
        ("bob@example.net", "Stone, Bob"),
        ("cid@example.net", "Cid"),
    ]


def test_each_bad_row_is_told_by_its_line(tmp_path: Path) -> None:
    """Nothing in the file is lost in silence."""
    (tmp_path / "list.csv").write_text(
        'ann@example.net\nnobody\nb@example.net,"open\nann@example.NET\nc@x.test,C,extra\n'
    )
    told = faults(tmp_path, LEAST + MAIL.replace("to: [ann@example.net]", "subscribers: list.csv"))
    assert [line.partition("list.csv:")[2] for line in told] == [
        "2: 'nobody' is not a mail address: it has no '@'",
        "3: not a row of CSV: unexpected end of data",
        "4: ann@example.net is here already, on line 1",
        "5: more than an address and a name; a name with a comma goes in quotes",
    ]
    assert all(line.startswith("6:3: mail.subscribers: ") for line in told)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    password: hunter2\n    username: me\n", "8:5: mail.smtp.password: a secret has no place in this file: write ${NAME} and set NAME in the environment, or password_file"),
        ("    password: ${PW}\n", "7:3: mail.smtp.username: required with a password"),
        ("    username: me\n", "7:3: mail.smtp.password: required with a user name: ${NAME}, or password_file"),
        ("    username: me\n    password: ${PW}\n    password_file: pw\n", "11:5: mail.smtp.password_file: one of password and password_file is enough"),
        ("    username: me\n    password: ${PW}\n    security: none\n", "11:5: mail.smtp.security: none would send the password in the clear: use starttls or tls"),
        ("    ca_file: no.pem\n", "9:5: mail.smtp.ca_file: there is no such file"),
        ("    security: ssl\n", "9:5: mail.smtp.security: must be one of starttls, tls, none"),
        ("    port: 70000\n", "9:5: mail.smtp.port: must be at most 65535"),
        ("    pasword: hunter2\n", "9:5: mail.smtp.pasword: unknown key 'pasword' (did you mean 'password'?)"),
        ("  subscribers: none.csv\n", "9:3: mail.subscribers: none.csv: cannot be read: No such file or directory"),
        ("  unsubscribe: http://example.org\n", "9:3: mail.unsubscribe: must be a mailto: or https: link"),
        ("  unsubscribe: mailto:nobody\n", "9:3: mail.unsubscribe: 'nobody' is not a mail address: it has no '@'"),
    ],
)  # fmt: skip
def test_a_slip_in_mail_is_told_and_no_secret_with_it(tmp_path: Path, lines: str, told: str) -> None:
    """Faults name the key; what may be a secret is never repeated."""
    (made,) = faults(tmp_path, LEAST + MAIL + lines, PW="hunter2")
    assert made.replace(f"{tmp_path}/", "").split(": ", 1)[1] == told.split(": ", 1)[1]
    assert "hunter2" not in made


@pytest.mark.parametrize(
    "text", ["password: *hunter2\n", "password: 'hunter2\n", "password: hunter2: x\n", "password: @hunter2\n"]
)
def test_yaml_faults_repeat_no_secret(tmp_path: Path, text: str) -> None:
    """A parser likes to quote the line it stumbles over; that line may be the password's."""
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, LEAST + MAIL + "    username: me\n    " + text)
    shown: list[Any] = [str(caught.value), repr(caught.value), repr(caught.value.__cause__)]
    assert not any("hunter2" in each for each in shown)


def test_a_secret_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    """The password is where sending needs it, and in no repr."""
    config = read(tmp_path, LEAST + MAIL + "    username: ${ME}\n    password: ${PW}\n", ME="press", PW="hunter2")
    assert config.mail is not None
    assert (config.mail.server.username, config.mail.server.password) == ("press", "hunter2")
    assert "hunter2" not in repr(config)
    assert config.missing_secrets == ()


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    """Without the line end that every editor adds; spaces within are its own."""
    (tmp_path / "pw").write_bytes(b" hun ter2 \r\n")
    config = read(tmp_path, LEAST + MAIL + "    username: me\n    password_file: pw\n")
    assert config.mail is not None
    assert config.mail.server.password == " hun ter2 "


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("    password: ${PW}\n", "the environment variable PW is not set (mail.smtp.password)"),
        ("    password_file: pw\n", "cannot be read: No such file or directory (mail.smtp.password_file)"),
    ],
)
def test_a_missing_secret_stops_no_issue(tmp_path: Path, lines: str, told: str) -> None:
    """An issue can be made without it; sending says what is missing."""
    config = read(tmp_path, LEAST + MAIL + "    username: me\n" + lines)
    assert config.mail is not None
    assert config.mail.server.password is None
    assert [each.endswith(told) for each in config.missing_secrets] == [True]


def test_the_default_method_is_the_summarizers_own() -> None:
    """The schema takes it as known, so that reading a feeds.yml need not bring the summarizers with it."""
    assert Rules().method == summarizers.DEFAULT == summarizers.get(Rules().method).name
