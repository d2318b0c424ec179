"""Where secrets are, and that they are found there."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import load
from digest.config.secrets import Secrets, secrets

TEXT = """\
publication: {title: T}
sources: [https://gazette.example/feed]
mail:
  from: news@example.org
  smtp:
    host: smtp.example.org
    username: ${SMTP_USER}
    password_file: ${CREDENTIALS_DIRECTORY}/smtp-password
  mailbox: {host: imap.example.org, username: news, password: "${MAILBOX_PASSWORD}"}
  dkim:
    - {selector: one, key_file: keys/one.pem}
    - {selector: two, key_file: "${CREDENTIALS_DIRECTORY}/two"}
run:
  ping: {success: "https://hc.example/${HC}", failure: "https://hc.example/${HC}/${KEY}/fail"}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A feeds.yml with secrets in every kind of place."""
    found = tmp_path / "feeds.yml"
    found.write_text(TEXT)
    return found


def test_places_are_told_and_nothing_that_they_hold(path: Path) -> None:
    """Variables, files as written, and what systemd hands over, by its name."""
    assert secrets(path) == Secrets(
        variables=("SMTP_USER", "MAILBOX_PASSWORD"),
        pings=("HC", "KEY"),
        files=("keys/one.pem",),
        credentials=("smtp-password", "two"),
    )
    path.write_text(TEXT.partition("mail:")[0])
    assert secrets(path) == Secrets(variables=(), pings=(), files=(), credentials=())


def test_a_folder_that_the_environment_names(path: Path, tmp_path: Path) -> None:
    """Where the variable is set the secret is read from there; where it is not, that is said, and nothing is read."""
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed/smtp-password").write_text("swordfish\n")
    environ = {"SMTP_USER": "news", "CREDENTIALS_DIRECTORY": str(tmp_path / "handed")}
    config = load(path, environ)
    assert config.mail is not None
    assert config.mail.server.password == "swordfish"
    assert not any("CREDENTIALS_DIRECTORY is not set" in said for said in config.missing_secrets)
    without = load(path, {"SMTP_USER": "news"})
    assert without.mail is not None
    assert without.mail.server.password is None
    assert (
        "the environment variable CREDENTIALS_DIRECTORY is not set (mail.smtp.password_file)" in without.missing_secrets
    )


def test_a_variable_is_read_only_before_a_path(path: Path) -> None:
    """A name in the midst of one is a name."""
    path.write_text(TEXT.replace("${CREDENTIALS_DIRECTORY}/smtp-password", "a${HOME}/b"))
    assert any("a${HOME}/b cannot be read" in said for said in load(path, {"HOME": "/"}).missing_secrets)
