"""The table of keys that the documentation is held to."""

from __future__ import annotations

import re

from digest.config import keys, starter


def test_each_key_is_there_once_and_says_what_it_is() -> None:
    """A key without words would be one that nobody can use."""
    table = keys()
    assert len(dict(table)) == len(table) > 50
    assert all(what.strip() for _, what in table)
    assert {
        "publication.title",
        "sources[].feed",
        "sources[].seeds",
        "mail.smtp.password_file",
        "mail.to[].name",
    } <= dict(table).keys()


def test_the_starter_speaks_only_of_keys_there_are() -> None:
    """Each word before a colon in it is a key, switched on or off."""
    names = {path.rpartition(".")[2].removesuffix("[]") for path, _ in keys()}
    used = set(re.findall(r"(?m)^[ #-]*([a-z_]+):(?: |$)", starter("T")))
    assert used <= names
