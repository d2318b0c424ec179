"""``digest dkim``: keys are made, and DNS is told of them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.cli import group
from digest.errors import DigestError
from digest.messages.dkim import Signer
from digest.messages.dkimkeys import zone_line
from digest.model import DkimKey

FEEDS = """
publication: {title: The Morning}
sources: [{feed: "https://example.org/feed"}]
mail:
  from: The Morning <news@example.org>
  smtp: {host: localhost, security: none}
"""
USING = """
  dkim:
    - {selector: s1, key_file: one.pem}
    - {selector: s2, key_file: two.pem}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yml").write_text(FEEDS)
    return tmp_path


def digest(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments))


def fault(*arguments: str) -> DigestError:
    """What a command ends in."""
    raised = digest(*arguments).exception
    assert isinstance(raised, DigestError)
    return raised


def test_keys_are_made_and_their_records_printed(home: Path) -> None:
    """Only the owner may read a key; what is printed for DNS is what signs, and nothing that is private."""
    first = digest("dkim", "--make", "one.pem", "--selector", "s1")
    second = digest("dkim", "--make", "two.pem", "--selector", "s2", "--ed25519")
    assert (first.exit_code, second.exit_code) == (0, 0)
    (home / "feeds.yml").write_text(FEEDS + USING)
    shown = digest("dkim")
    assert shown.exit_code == 0
    records = json.loads(digest("dkim", "--json").stdout)["records"]
    for name, selector, made, told in zip(("one", "two"), ("s1", "s2"), (first, second), records, strict=True):
        path = home / f"{name}.pem"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        signer = Signer(DkimKey(domain="example.org", selector=selector, pem=path.read_text()))
        assert told["name"] == f"{selector}._domainkey.example.org"
        assert told["record"] == signer.record()
        assert signer.record() in made.output
        assert signer.record() in shown.output
        private = [line for line in path.read_text().splitlines() if not line.startswith("-----")]
        assert not any(line in made.output + shown.output for line in private)
    assert digest("check").exit_code == 0


def test_a_key_is_never_written_over(home: Path) -> None:
    """A key that DNS knows of is not made again by chance."""
    (home / "one.pem").write_text("mine")
    assert fault("dkim", "--make", "one.pem").status == 2
    assert (home / "one.pem").read_text() == "mine"


def test_an_ed25519_key_alone_is_noted(home: Path) -> None:
    """Who signs with it alone is unsigned to many."""
    assert "sign with an RSA key beside it" in digest("dkim", "--make", "one.pem", "--ed25519").output


@pytest.mark.parametrize("name", ["", "a b", "s1\nx", "-s"])
def test_a_selector_is_a_name_in_dns(home: Path, name: str) -> None:
    """No key is made under a name that DNS cannot have."""
    assert fault("dkim", "--make", "one.pem", "--selector", name).status == 78
    assert not (home / "one.pem").exists()


def test_what_is_missing_is_said(home: Path) -> None:
    """No mail, no key, no file, no use: each in words."""
    assert "`digest dkim --make FILE` makes a key" in str(fault("dkim"))
    assert fault("dkim", "--ed25519").status == 2
    (home / "feeds.yml").write_text(FEEDS + USING)
    assert "one.pem cannot be read" in str(fault("dkim"))
    for name in ("one.pem", "two.pem"):
        (home / name).write_text("secret of ours")
    for command in ("dkim", "check"):
        told = fault(command)
        assert told.status == 78
        assert "s1._domainkey.example.org" in str(told)
        assert "secret of ours" not in str(told)
    (home / "feeds.yml").write_text(FEEDS.partition("mail:")[0])
    assert "mail is not set up" in str(fault("dkim"))


def test_a_long_record_is_in_strings_that_dns_can_hold() -> None:
    """RFC 1035 §3.3: no string is longer than 255 octets."""
    line = zone_line("s1._domainkey.example.org", "x" * 600)
    assert line == f's1._domainkey.example.org. IN TXT ( "{"x" * 255}" "{"x" * 255}" "{"x" * 90}" )'
