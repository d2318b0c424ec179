"""What the installed command says where somebody is new to it, or asks for too little."""

from __future__ import annotations

from pathlib import Path

import pytest
from installed import digest, write

MAIL = (
    "mail:\n  from: The Estuary Morning <news@estuary.example>\n  to: []\n"
    "  smtp: {host: 127.0.0.1, port: 9, security: none}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication with a mail section and nobody on the list."""
    (tmp_path / "gazette.xml").write_text("<rss version='2.0'><channel><title>Gazette</title></channel></rss>")
    write(tmp_path, "  - gazette.xml\n", MAIL)
    return tmp_path


def test_approving_nothing_in_particular_is_answered(folder: Path) -> None:
    """Nobody has looked at an issue that nobody names; the answer says how to name one."""
    for option, word in ((), "approved"), (("--revoke",), "revoked"):
        ran = digest(folder, "approve", *option)
        assert ran.returncode == 2
        assert ran.stderr.startswith(f"digest: which issue is to be {word}? — `digest approve")
        assert "latest" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_the_list_says_why_somebody_is_suppressed(folder: Path) -> None:
    """By the state that `--state` takes, and the reason; the column `reason` has the note too."""
    assert digest(folder, "subscribers", "add", "ada@reader.example", "bo@reader.example").returncode == 0
    stopped = ("bo@reader.example", "--reason", "hard-bounce", "--note", "550 no such user")
    assert digest(folder, "subscribers", "suppress", *stopped).returncode == 0
    lines = digest(folder, "subscribers", "list").stdout.splitlines()
    assert next(line for line in lines if line.startswith("ada")).split()[1] == "active"
    assert "suppressed: hard bounce" in next(line for line in lines if line.startswith("bo"))
    assert "1 active, 1 suppressed; days are of Europe/Oslo" in lines
    only = digest(folder, "subscribers", "list", "--state", "suppressed", "--columns", "address,reason").stdout
    assert only.splitlines()[1].split("  ")[-1] == "hard bounce: 550 no such user"
    assert "ada" not in only


def test_a_schedule_names_what_pings_need(folder: Path) -> None:
    """Each habit says where its machine takes the variable of a ping's URL from."""
    text = (folder / "feeds.yml").read_text()
    (folder / "feeds.yml").write_text(f"{text}run:\n  ping: {{success: 'https://hc.example/${{HC_UUID}}'}}\n")
    assert "put HC_UUID=… into the crontab" in digest(folder, "schedule").stderr
    assert "put HC_UUID=… into /etc/" in digest(folder, "schedule", "--systemd").stderr
    made = digest(folder, "schedule", "--container", "--into", str(folder / "box"), "--install")
    assert made.returncode == 0, made.stderr
    assert "HC_UUID: ${HC_UUID}" in "".join(path.read_text() for path in (folder / "box").iterdir())
