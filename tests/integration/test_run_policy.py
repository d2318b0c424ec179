"""When a run makes an issue, and when rather none: too many sources failed, too few stories, a day without one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from clocked import digest, feed, issues, ledger
from installed import write

FRIDAY = "2026-05-08T06:30:00.5+00:00"
SATURDAY = "2026-05-09T06:30:00.5+00:00"
BRIDGE = ("Kelmar Bridge closed", "Engineers closed the Kelmar Bridge after an inspection found a crack in its cable.")
LEAK = ("Sorn counts 34 in hospital", "An ammonia leak at a cold store in Sorn put 34 people in hospital.")


def news(folder: Path, *entries: tuple[str, str], name: str = "gazette") -> None:
    """A feed whose entries were published early on Friday."""
    when = str(datetime(2026, 5, 8, 5, tzinfo=UTC))
    feed(folder / f"{name}.xml", *((title, text, when) for title, text in entries), host=f"{name}.example")


def paper(folder: Path, more: str = "") -> None:
    write(folder, "  - gazette.xml\n  - wire.xml\n  - ledger.xml\n", more)


def test_all_sources_but_one_may_fail(tmp_path: Path) -> None:
    """One is enough for an issue, with status 3; with none there is none, whatever is at hand, and nothing is lost."""
    paper(tmp_path)
    news(tmp_path, BRIDGE)
    assert digest(tmp_path, FRIDAY, "fetch").returncode == 3
    (tmp_path / "gazette.xml").rename(tmp_path / "away.xml")
    none = digest(tmp_path, FRIDAY, "run", "--json")
    assert none.returncode == 69, none.stdout
    told = json.loads(none.stdout)
    assert told["status"] == 69
    assert "none of 3 sources could be read, and run.may_fail allows all but one to fail" in told["error"]
    assert "what was read is kept, and the next run tries again" in told["error"]
    assert not (tmp_path / "output").exists()
    (tmp_path / "away.xml").rename(tmp_path / "gazette.xml")
    one = digest(tmp_path, FRIDAY, "run")
    assert one.returncode == 3, one.stderr
    assert issues(tmp_path) == {"2026-05-08": [BRIDGE[0]]}
    (tmp_path / "gazette.xml").unlink()
    again = digest(tmp_path, FRIDAY, "run")
    assert again.returncode == 0, again.stderr  # the day has its issue


def test_how_many_may_fail_is_asked_of_feeds_yml(tmp_path: Path) -> None:
    """Three and more of three may not: a share is rounded down; ``all`` prints what is at hand."""
    news(tmp_path, BRIDGE)
    for may_fail in ("1", "50%"):
        paper(tmp_path, f"run: {{may_fail: {may_fail}}}\n")
        run = digest(tmp_path, FRIDAY, "run")
        assert run.returncode == 69
        assert f"only 1 of 3 sources could be read, and run.may_fail allows {may_fail} to fail" in run.stderr
        assert not (tmp_path / "output").exists()
    (tmp_path / "gazette.xml").unlink()
    paper(tmp_path, "run: {may_fail: all}\n")
    run = digest(tmp_path, FRIDAY, "run")
    assert run.returncode == 3, run.stderr
    assert issues(tmp_path) == {"2026-05-08": [BRIDGE[0]]}


def test_a_day_without_an_issue_tells_that_nothing_could_be_read(tmp_path: Path) -> None:
    """Off days ask sources too: where all failed the status says so, and the service tries again."""
    paper(tmp_path, "window: {schedule: weekdays}\n")
    run = digest(tmp_path, SATURDAY, "run", "-q")
    assert run.returncode == 69
    assert "none of 3 sources could be read" in run.stderr
    news(tmp_path, BRIDGE)
    run = digest(tmp_path, SATURDAY, "run")
    assert run.returncode == 0
    assert "\nIssue     No issue today: " in run.stdout


def test_too_few_stories(tmp_path: Path) -> None:
    """No issue, said with how many there are; tomorrow's has them too."""
    paper(tmp_path, "run: {fewest_stories: 2, may_fail: all}\n")
    news(tmp_path, BRIDGE)
    quiet = digest(tmp_path, FRIDAY, "run")
    assert quiet.returncode == 0, quiet.stderr
    few = "Issue 1 story, and run.fewest_stories asks for 2: no issue was made. What is new is kept"
    assert few in " ".join(quiet.stdout.split())
    assert "1 considered: 0 printed, 0 merged into these, 1 dropped" in quiet.stdout
    assert not (tmp_path / "output").exists()
    news(tmp_path, BRIDGE, LEAK)
    told = digest(tmp_path, SATURDAY, "run", "--json")
    assert told.returncode == 3, told.stderr
    assert json.loads(told.stdout)["issue"]["number"] == 1
    assert [sorted(headlines) for headlines in issues(tmp_path).values()] == [sorted([BRIDGE[0], LEAK[0]])]
    ledger(tmp_path, "2026-05-09")


def test_a_short_issue(tmp_path: Path) -> None:
    """Of fewer stories than are asked for, where feeds.yml has it so; without any there is none."""
    paper(tmp_path, "run: {fewest_stories: 3, quiet_day: short, may_fail: all}\n")
    news(tmp_path)
    assert "\nIssue     Nothing new to print; no issue was made." in digest(tmp_path, FRIDAY, "run").stdout
    news(tmp_path, BRIDGE)
    short = digest(tmp_path, FRIDAY, "run")
    assert short.returncode == 3, short.stderr
    assert "A short issue: 1 story, and run.fewest_stories asks for 3" in short.stdout
    assert issues(tmp_path) == {"2026-05-08": [BRIDGE[0]]}
    folder = tmp_path / "output/issues/2026-05-08"
    for path in (folder / "email.txt", folder / "email.html", folder / "index.html", tmp_path / "output/feed.json"):
        assert path.read_text().count("A quiet day: one story.") == 1, path.name
    assert digest(tmp_path, FRIDAY, "verify", "--all").returncode == 0
    assert digest(tmp_path, FRIDAY, "rebuild", "1", "--check").returncode == 0


def test_a_day_with_stories_enough_is_not_called_quiet(tmp_path: Path) -> None:
    """Nor is one where nobody asked for more; its frozen file is as it always was."""
    for number, more in enumerate(
        ("run: {may_fail: all}\n", "run: {fewest_stories: 1, quiet_day: short, may_fail: all}\n")
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        paper(folder, more)
        news(folder, BRIDGE)
        assert digest(folder, FRIDAY, "run").returncode == 3
        assert "quiet" not in (folder / "output/issues/2026-05-08/email.txt").read_text()
        assert '"quiet"' not in (folder / "output/issues/2026-05-08/issue.json").read_text()
