"""Nothing is mailed but what somebody approved: the installed commands and a real mail server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import mailservers
import pytest
from installed import BRIDGE, FEED, digest, write

SOURCES = "  - feed: {url}/gazette.xml\n    name: Harbour Gazette\nfetch: {{allow_private: true}}\n"


@pytest.fixture
def post() -> Iterator[tuple[mailservers.Inbox, int]]:
    inbox = mailservers.Inbox()
    with mailservers.serving(inbox) as port:
        yield inbox, port


@pytest.fixture
def desk(home: Path, web: tuple[str, Path], post: tuple[mailservers.Inbox, int]) -> Path:
    """A publication that mails only what was approved, and whose feed has news of this hour."""
    news = BRIDGE | {"date": format_datetime(datetime.now(UTC))}
    (web[1] / "gazette.xml").write_text(FEED.format(**news))
    write(
        home,
        SOURCES.format(url=web[0]),
        "mail:\n  from: The Morning <news@example.org>\n  to: [ada@example.org, bo@example.org]\n"
        f"  smtp: {{host: 127.0.0.1, port: {post[1]}, security: none}}\n  require_approval: true\n",
    )
    return home


def test_the_cron_line_waits_and_goes_on_when_approved(desk: Path, post: tuple[mailservers.Inbox, int]) -> None:
    """The run makes the issue and ends well; `send` refuses; once it is approved both mail it, and nobody twice."""
    inbox, _ = post
    first = digest(desk, "run", "--quiet")
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.count("\n") == 1
    assert "No. 1 waits for approval" in first.stderr
    assert (desk / "output" / "index.html").is_file()
    again = digest(desk, "run", "--quiet")
    assert (again.returncode, again.stderr) == (0, "")

    refused = digest(desk, "send", "--json")
    assert refused.returncode == 77
    assert json.loads(refused.stdout)["status"] == 77
    assert "digest approve 1" in refused.stderr
    assert inbox.envelopes == []

    told = digest(desk, "approve", "1", "--by", "Ada  Byron")
    assert told.returncode == 0, told.stderr
    assert "by Ada Byron" in told.stdout
    sent = digest(desk, "run")
    assert sent.returncode == 0, sent.stderr
    assert sorted(inbox.recipients) == ["ada@example.org", "bo@example.org"]
    assert digest(desk, "send").returncode == 0
    assert len(inbox.envelopes) == 2


def test_a_template_changed_after_the_approval_makes_it_void(desk: Path, post: tuple[mailservers.Inbox, int]) -> None:
    """The mail of the new bytes is refused with both names, until they are approved too."""
    inbox, _ = post
    assert digest(desk, "run", "--send-later").returncode == 0
    assert digest(desk, "approve", "latest", "--by", "Ada").returncode == 0
    (desk / "templates" / "text").mkdir(parents=True)
    (desk / "templates" / "text" / "issue.txt").write_text("{{ issue.number }}, shorter\n")
    refused = digest(desk, "send")
    assert refused.returncode == 77
    assert "is not what Ada approved" in refused.stderr
    # From cron too: whoever approved it believes that it goes out.
    waits = digest(desk, "run", "--quiet")
    assert waits.returncode == 0
    assert "is not what Ada approved" in waits.stderr
    assert "it has changed since" in digest(desk, "issues", "show").stderr
    assert inbox.envelopes == []
    (desk / "templates" / "text" / "issue.txt").unlink()
    assert digest(desk, "send").returncode == 0
    assert len(inbox.envelopes) == 2


def test_copies_for_those_who_decide_need_no_approval(desk: Path, post: tuple[mailservers.Inbox, int]) -> None:
    """`send --to` and `--dry-run` are how an issue is looked at."""
    assert digest(desk, "run", "--send-later").returncode == 0
    assert digest(desk, "send", "--to", "editor@example.org").returncode == 0
    assert digest(desk, "send", "--dry-run").returncode == 0
    assert post[0].recipients == ["editor@example.org"]


def test_approvals_are_listed_and_taken_back(desk: Path) -> None:
    """`issues show` and `issues list` say who approved an issue and when, and who took it back."""
    assert digest(desk, "run", "--send-later").returncode == 0
    assert "waits for approval" in digest(desk, "issues", "show").stderr
    assert digest(desk, "approve", "1", "--by", "Ada").returncode == 0
    assert "approved by Ada on 20" in digest(desk, "issues", "show").stderr
    assert "approved by Ada on 20" in digest(desk, "issues", "list").stdout
    assert "changed since" not in digest(desk, "issues", "list").stdout
    feeds = (desk / "feeds.yml").read_text()
    (desk / "feeds.yml").write_text(f"{feeds}theme:\n  accent: '#004488'\n")
    assert "; it has changed since" in digest(desk, "issues", "list").stdout
    [row] = json.loads(digest(desk, "issues", "--json").stdout)["issues"]
    assert row["approval"] == "changed"
    (desk / "feeds.yml").write_text(feeds)
    revoked = digest(desk, "approve", "1", "--revoke", "--by", "Bo")
    assert revoked.returncode == 0
    assert "revoked by Bo" in digest(desk, "issues", "list").stdout
    [row] = json.loads(digest(desk, "issues", "--json").stdout)["issues"]
    assert [(one["by"], one["revoked_by"]) for one in row["approvals"]] == [("Ada", "Bo")]
    assert digest(desk, "approve", "1", "--revoke").returncode == 2
    assert digest(desk, "send").returncode == 77


def test_an_issue_must_be_named_to_be_approved(desk: Path) -> None:
    """Nobody approves what came meanwhile: the command has no default, and knows no issue that is not there."""
    assert digest(desk, "approve").returncode == 2
    assert digest(desk, "approve", "7").returncode == 2
    assert digest(desk, "run", "--send-later").returncode == 0
    assert digest(desk, "approve", "1", "--by", " ").returncode == 2
