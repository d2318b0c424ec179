"""docs/security.md tells what is so; and what its lines had no test for."""

from __future__ import annotations

import ast
import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from installed import AT, digest, write

from digest.messages import MimeComposer
from digest.model import Edition, Subscriber
from digest.personal import mark, word
from tests.security.vectors import TEMPLATES
from tests.unit.messages.test_compose import ISSUE, MAIL, PUBLICATION

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
LINES = [line for line in TEXT.splitlines() if line.startswith("|") and not re.match(r"\| threat|\|---", line)]


def test_there_are_lines() -> None:
    """Of every kind of attacker."""
    assert len(LINES) >= 50
    assert TEXT.count("| threat |") == 6


@pytest.mark.parametrize("line", LINES, ids=[str(number) for number, _ in enumerate(LINES)])
def test_each_line_names_a_test_that_is_there(line: str) -> None:
    """By its file and its name, in the last cell."""
    last = line.strip().strip("|").split("|")[-1]
    named = re.fullmatch(r" `(tests/[\w/]+\.py)::(test_\w+)` ", last)
    assert named, line
    tree = ast.parse((ROOT / named[1]).read_text())
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert named[2] in defined, named[0]


def test_an_attachment_s_name_makes_no_file(tmp_path: Path) -> None:
    """A mail among the seeds whose attachments are called after places elsewhere."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@gazette.example", "news@estuary.example", "Harbour shut"
    mail["Date"] = "Mon, 02 Mar 2026 05:00:00 +0000"
    mail.set_content("The harbour was shut on Monday after a storm broke its gate. It opens again on March 9.\n")
    for name in ("../../escaped.txt", "/tmp/escaped.txt", "..\\escaped.txt", "escaped.txt"):
        mail.add_attachment(b"escaped", maintype="application", subtype="octet-stream", filename=name)
    home = tmp_path / "a" / "b"
    (home / "seeds").mkdir(parents=True)
    (home / "seeds" / "one.eml").write_bytes(mail.as_bytes())
    write(home, "  - seeds: 'seeds/*.eml'\n    name: Gazette\n")
    run = digest(home, "run", "--no-send", *AT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Harbour shut" in (home / "output/index.html").read_text()
    assert [path for path in tmp_path.rglob("*") if "escaped" in path.name] == []
    assert not Path("/tmp/escaped.txt").exists()


@pytest.mark.parametrize("typed", [*TEMPLATES, "_{0}_ %(name)s {name}"])
def test_a_subscriber_s_field_is_no_template(typed: str) -> None:
    """It stands in the mail as it was typed: it is put in after the last template was rendered."""
    signed = mark(b"the frozen issue")
    body = f"Dear {word(signed, 'name', 'reader')}, of {word(signed, 'city', '')}!\n".encode()
    edition = Edition(medium="text", path="x", body=body, mark=signed)
    # A place in a field's own words is not filled either.
    for name in (typed, f"{typed} {word(signed, 'city', 'nowhere')}"):
        ann = Subscriber(address="ann@example.net", name=name, fields={"city": typed})
        made = MimeComposer(MAIL, PUBLICATION).compose(ISSUE, (edition,), ann)
        mail = email.message_from_bytes(made.body, policy=email.policy.SMTP)
        assert isinstance(mail, EmailMessage)
        assert mail.get_content() == f"Dear {name}, of {typed}!\r\n"
