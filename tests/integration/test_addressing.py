"""From feeds.yml to a signed message whose links hold: the parts as `digest send` joins them."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from digest.config import load
from digest.errors import NotSetUpError
from digest.messages import verp
from digest.messages.dkimkeys import new
from digest.model import Subscriber
from digest.storage.secret import derived
from digest.wiring import Newsroom
from tests.newsroom import sample_issue

FEEDS = """
publication: {title: The Morning, url: "https://news.example.org"}
sources: [{feed: "https://example.org/feed"}]
serve: {url: "https://letters.example.org"}
mail:
  from: The Morning <news@example.org>
  return_path: bounces@example.org
  smtp: {host: localhost, security: none}
  dkim: [{selector: s1, key_file: one.pem}, {selector: s2, key_file: two.pem}]
"""
ANN = Subscriber(address="Ann@Reader.example", name="Ann", fields={"city": "Ansel"})
NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "feeds.yml").write_text(FEEDS)
    (tmp_path / "one.pem").write_text(new("rsa"))
    (tmp_path / "two.pem").write_text(new("ed25519"))
    footer = tmp_path / "templates/text/issue.txt"
    footer.parent.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "templates/text/issue.txt"
    footer.write_text(
        "Good morning, {{ subscriber('name', 'reader') }} of {{ subscriber('city') }}!\n" + shipped.read_text()
    )
    return tmp_path


def test_a_message_is_signed_and_its_links_hold(home: Path) -> None:
    """Signatures by the records that DNS is told, tokens by the secret, the envelope's mark by the same."""
    with Newsroom(load(home / "feeds.yml", {})) as room:
        mail, issue = room.mail(), sample_issue()
        message = room.composer(mail).compose(issue, room.renderer.editions(issue), ANN)
        records = {f"{s.selector}._domainkey.{s.domain}.".encode(): s.record().encode() for s in room.signers(mail)}
        for number in range(2):
            assert dkim.DKIM(message.body).verify(idx=number, dnsfunc=lambda name, timeout=5: records.get(name))

        returned = verp.read(message.sender, "bounces@example.org")
        assert returned is not None
        assert (
            verp.whose(returned, derived(room.secret, "verp"), ["x@y.example", "ann@reader.example"])
            == "ann@reader.example"
        )

        parsed = email.message_from_bytes(message.body, policy=email.policy.default)
        plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))  # type: ignore[attr-defined]  # by policy
        assert plain.get_content().startswith("Good morning, Ann of Ansel!")
        for text in (plain.get_content(), rich.get_content()):
            for path, purpose in (("u", "unsubscribe"), ("p", "preferences")):
                found = re.search(rf"https://letters\.example\.org/{path}/([\w.-]+)", text)
                assert found
                assert room.signed(found[1], purpose, now=NOW) == "ann@reader.example"
            assert ".invalid/" not in text
        assert (home / ".digest/secret").stat().st_size == 32


def test_a_bad_key_stops_mail_before_it_begins(home: Path) -> None:
    """No message is made with a key that cannot sign; a look needs none."""
    (home / "two.pem").write_text("no key")
    with Newsroom(load(home / "feeds.yml", {})) as room:
        with pytest.raises(NotSetUpError, match=r"s2\._domainkey|cannot be read"):
            room.composer(room.mail())
        assert room.composer(room.mail(), signed=False)
