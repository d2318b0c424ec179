"""A template with words of the subscriber's own: what is mailed, what is published, and what is proved."""

from __future__ import annotations

import email
import email.policy
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from digest.editions import shipped_templates
from tests.unit.cli.morning import FIRST, Town, town

MAIL = """
mail:
  from: The Tarsk Morning <news@example.org>
  to:
    - {address: ann@reader.example, name: Ann}
    - bob@reader.example
  smtp: {host: localhost, security: none}
"""


@pytest.fixture
def home(tmp_path: Path) -> Town:
    made = town(tmp_path)
    made.write(MAIL)
    dear = 'Dear {{ subscriber("name", "reader") }}!\n'
    for name, mark, words in (
        ("email/footer.mjml", '<div class="foot line">', f'<div class="foot line"><p>{dear}</p>'),
        ("text/issue.txt", "{% if links.web %}", f"{dear}{{% if links.web %}}"),
    ):
        own = tmp_path / "templates" / name
        own.parent.mkdir(parents=True)
        own.write_text((shipped_templates() / name).read_text("utf-8").replace(mark, words, 1), "utf-8")
    return made


def test_mail_has_the_name_and_what_is_published_the_default(home: Town) -> None:
    """Nobody's name reaches output/; what lies there is proved, whether or not its hash is still known."""
    home.text("run", "--no-send", "--at", FIRST)
    home.text("send", "--dry-run", "--stale")
    said = {}
    for path in sorted((home.folder / ".digest/outbox").rglob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))  # type: ignore[attr-defined]  # by policy
        said[mail["To"].addresses[0].addr_spec] = [
            name
            for name in ("Ann", "reader")
            if f"Dear {name}!" in text.get_content() and f"Dear {name}!" in html.get_content()
        ]
    assert said == {"ann@reader.example": ["Ann"], "bob@reader.example": ["reader"]}

    folder = home.folder / "output/issues/2026-03-02"
    for name in ("email.html", "email.txt"):
        assert "Dear reader!" in (folder / name).read_text("utf-8")
    assert home.run("verify").exit_code == 0
    with closing(connect(home.folder / ".digest/digest.db")) as database, database:
        database.execute("DELETE FROM published WHERE path LIKE '%email%'")
    assert home.run("verify").exit_code == 0, home.run("verify").output
    (folder / "email.txt").write_text((folder / "email.txt").read_text("utf-8").replace("reader!", "Reader!"), "utf-8")
    assert home.run("verify").exit_code != 0
