"""``digest schedule`` with the installed command, and what it writes before the programs that will read it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from installed import digest
from ruamel.yaml import YAML

MAIL = """\
mail:
  from: news@example.org
  to: [ada@example.org]
  smtp:
    host: smtp.example.org
    username: news
    password_file: ${CREDENTIALS_DIRECTORY}/smtp-password
  mailbox: {host: imap.example.org, username: news, password: "${MAILBOX_PASSWORD}"}
serve:
  url: https://letters.example.org
"""
# crontab(1) with a file in the place of the spool.
CRONTAB = """\
#!/bin/sh
case $1 in
  -l) [ -e "$SPOOL" ] && exec cat "$SPOOL"; echo "no crontab for you" >&2; exit 1 ;;
  -) exec cat > "$SPOOL" ;;
esac
exit 2
"""


def needed(program: str) -> str:
    """A program of the system's. Where it is not, the test is skipped; in CI it fails."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A publication."""
    folder = tmp_path / "my news"
    folder.mkdir()
    (folder / "feeds.yml").write_text(
        "publication:\n  title: The Estuary Morning\n  timezone: Asia/Kathmandu\nsources:\n  - seeds: seeds/*.txt\n"
    )
    return folder


@pytest.fixture
def cron(tmp_path: Path) -> dict[str, str]:
    """An environment with a crontab of the test's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "crontab").write_text(CRONTAB)
    (folder / "crontab").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}", "SPOOL": str(tmp_path / "spool")}


def test_the_crontab_is_put_in_changed_and_taken_out(home: Path, cron: dict[str, str]) -> None:
    """--install twice is --install once; only what changed is shown; --remove leaves the crontab as it was."""
    spool = Path(cron["SPOOL"])
    spool.write_text("5 4 * * *  backup\n")
    printed = digest(home, "schedule", "--at", "06:30", **cron)
    assert printed.returncode == 0, printed.stderr
    assert spool.read_text() == "5 4 * * *  backup\n"
    first = digest(home, "schedule", "--at", "06:30", "--install", **cron)
    assert first.returncode == 0, first.stderr
    assert spool.read_text() == "5 4 * * *  backup\n" + printed.stdout
    assert "  + " in first.stdout
    again = digest(home, "schedule", "--at", "06:30", "--install", **cron)
    assert "Nothing to change" in again.stdout
    later = digest(home, "schedule", "--at", "07:30", "--install", "--json", **cron)
    assert json.loads(later.stdout)["changed"] is True
    assert "= 0730 ]" in spool.read_text()
    removed = digest(home, "schedule", "--remove", **cron)
    assert removed.returncode == 0
    assert spool.read_text() == "5 4 * * *  backup\n"
    assert "Nothing to take out" in digest(home, "schedule", "--remove", **cron).stdout


def test_the_hour_that_is_installed_stays(home: Path, cron: dict[str, str], tmp_path: Path) -> None:
    """Without --at, in the crontab and in files, also where it is only printed; with --at it moves."""
    git(home, "init", "--quiet")
    for kind, told in (
        ((), "= 0630 ]"),
        (("--systemd", "--into", str(tmp_path / "units")), "*-*-* 06:30:00"),
        (("--github",), "-lt 0630 ]"),
        (("--container",), "-ge 0630 ]"),
    ):
        assert digest(home, "schedule", *kind, "--at", "06:30", "--install", **cron).returncode == 0
        printed = digest(home, "schedule", *kind, **cron)
        assert (printed.returncode, told in printed.stdout) == (0, True)
        assert "the hour stays 06:30" in printed.stderr
        again = digest(home, "schedule", *kind, "--install", **cron)
        assert again.stdout.startswith("Nothing to change")
        assert "the hour stays 06:30" in again.stderr
        moved = digest(home, "schedule", *kind, "--install", "--at", "06:00", "--json", **cron)
        assert json.loads(moved.stdout)["hour"] == "06:00"
        assert "the hour stays" not in digest(home, "schedule", *kind, "--install", **cron).stderr


def test_a_workflow_is_printed_where_no_repository_is(home: Path, tmp_path: Path) -> None:
    """It says where it belongs, and is written only into a folder that is named."""
    run = digest(home, "schedule", "--github")
    assert (run.returncode, "workflow_dispatch:" in run.stdout) == (0, True)
    assert f"{home} is in none: `git init` first" in run.stderr
    assert [path.name for path in home.iterdir()] == ["feeds.yml"]
    assert digest(home, "schedule", "--github", "--install", "--into", str(tmp_path / "w")).returncode == 0
    assert (tmp_path / "w/digest-my-news.yml").read_text() in run.stdout


def test_a_first_crontab_is_made(home: Path, cron: dict[str, str]) -> None:
    """Who has none yet gets one."""
    assert digest(home, "schedule", "--install", **cron).returncode == 0
    assert "/digest run" in Path(cron["SPOOL"]).read_text().replace("'", "")  # quotes where the path needs them


def test_cron_takes_the_lines(home: Path, tmp_path: Path) -> None:
    """The real crontab(1) reads them: Debian's by -n, cronie's by -T."""
    crontab = needed("crontab")
    with (home / "feeds.yml").open("a") as file:
        file.write(MAIL)
    lines = digest(home, "schedule").stdout
    assert len([line for line in lines.splitlines() if not line.startswith("#")]) == 3
    for text, good in ((lines, True), (lines.replace("7-59/15", "77-59/15"), False)):
        path = tmp_path / "crontab"
        path.write_text(text)
        runs = [
            subprocess.run([crontab, option, path], capture_output=True, text=True, stdin=subprocess.DEVNULL)
            for option in ("-n", "-T")
        ]
        assert any(run.returncode == 0 for run in runs) == good, [run.stderr for run in runs]


def test_systemd_takes_the_units(home: Path, tmp_path: Path) -> None:
    """systemd-analyze finds no fault, the hour is the publication's, and little of the machine is open to a service."""
    analyze = needed("systemd-analyze")
    with (home / "feeds.yml").open("a") as file:
        file.write(MAIL)
    units = tmp_path / "units"
    made = digest(home, "schedule", "--at", "06:30", "--systemd", "--install", "--into", str(units))
    assert made.returncode == 0, made.stderr
    assert "systemctl enable --now" in made.stdout
    assert "/etc/credstore/digest-my-news.smtp-password" in made.stderr
    names = sorted(path.name for path in units.iterdir())
    assert len(names) == 7
    run = subprocess.run(
        [analyze, "verify", *(f"./{name}" for name in names)], cwd=units, capture_output=True, text=True
    )
    told = [line for line in run.stderr.splitlines() if "digest-my-news" in line]
    assert (run.returncode, told) == (0, []), run.stderr
    broken = tmp_path / "digest-broken.timer"
    broken.write_text((units / "digest-my-news.timer").read_text().replace("06:30:00", "26:30:00"))
    assert subprocess.run([analyze, "verify", broken], capture_output=True).returncode != 0
    when = subprocess.run(
        [analyze, "calendar", "*-*-* 06:30:00 Asia/Kathmandu"],
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": "UTC"},
    )
    assert " 00:45:00 UTC" in when.stdout
    for name in names:
        if name.endswith(".service"):
            judged = subprocess.run(
                [analyze, "security", "--offline=true", "--threshold=25", f"./{name}"],
                cwd=units,
                capture_output=True,
                text=True,
            )
            assert judged.returncode == 0, judged.stdout[-300:]


def test_files_of_others_are_not_touched(home: Path, tmp_path: Path) -> None:
    """A unit that somebody wrote stays, and so do all: nothing is written. What is not needed any more goes."""
    units = tmp_path / "units"
    install = ("schedule", "--systemd", "--into", str(units), "--install")
    with (home / "feeds.yml").open("a") as file:
        file.write(MAIL)
    assert digest(home, *install).returncode == 0
    assert "Nothing to change" in digest(home, *install).stdout
    text = (home / "feeds.yml").read_text()
    (home / "feeds.yml").write_text(text.partition("mail:")[0])
    fewer = digest(home, *install)
    assert fewer.stdout.count("Removed") == 5
    assert sorted(path.name for path in units.iterdir()) == ["digest-my-news.service", "digest-my-news.timer"]
    (units / "digest-my-news.timer").write_text("[Timer]\n# mine\n")
    (units / "digest-my-news.service").unlink()
    refused = digest(home, *install)
    assert refused.returncode == 2
    assert "did not write" in refused.stderr
    assert [path.name for path in units.iterdir()] == ["digest-my-news.timer"]
    assert digest(home, "schedule", "--systemd", "--into", str(units), "--remove").returncode == 0
    assert (units / "digest-my-news.timer").read_text() == "[Timer]\n# mine\n"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--at", "25:00"), 2, "not a time of day"),
        (("--at", "2026-03-02"), 2, "not a time of day"),
        (("--install", "--remove"), 2, "two things"),
        (("--into", "x"), 2, "--into is for files"),
        (("--package", "x"), 2, "--package is for"),
        (("--github", "--install"), 2, "belongs to a repository"),
    ],
)
def test_what_cannot_be_is_said(home: Path, words: tuple[str, ...], status: int, told: str) -> None:
    """In words, and nothing is written."""
    run = digest(home, "schedule", *words)
    assert (run.returncode, run.stdout) == (status, "")
    assert told in run.stderr
    assert [path.name for path in home.iterdir()] == ["feeds.yml"]


def test_a_folder_that_cannot_be_written_is_told(home: Path, tmp_path: Path) -> None:
    """Status 74 with its name, and nothing is said to be written."""
    (tmp_path / "file").write_text("")
    run = digest(home, "schedule", "--systemd", "--install", "--into", str(tmp_path / "file/units"))
    assert (run.returncode, run.stdout) == (74, "")
    assert str(tmp_path / "file") in run.stderr


def test_cron_that_refuses_keeps_the_old(home: Path, cron: dict[str, str]) -> None:
    """Status 74 with cron's own words."""
    Path(cron["SPOOL"]).write_text("5 4 * * *  backup\n")
    fake = Path(cron["PATH"].partition(":")[0]) / "crontab"
    fake.write_text(CRONTAB.replace('exec cat > "$SPOOL"', "echo 'errors in crontab file' >&2; exit 1"))
    run = digest(home, "schedule", "--install", **cron)
    assert run.returncode == 74
    assert "errors in crontab file" in run.stderr
    fake.write_text("#!/bin/sh\necho 'you may not use this program' >&2\nexit 1\n")
    assert "may not use" in digest(home, "schedule", "--install", **cron).stderr


def test_without_cron_it_is_said(home: Path, tmp_path: Path) -> None:
    """Status 78, and what to do."""
    run = digest(home, "schedule", "--install", PATH=str(tmp_path))
    assert run.returncode == 78
    assert "--systemd" in run.stderr


def test_an_hour_that_a_day_lacks_is_told(home: Path) -> None:
    """Where clocks go forward over it."""
    path = home / "feeds.yml"
    path.write_text(path.read_text().replace("Asia/Kathmandu", "Europe/Oslo"))
    assert "has no 02:30 in Europe/Oslo" in digest(home, "schedule", "--at", "02:30").stderr
    assert "has no" not in digest(home, "schedule", "--at", "06:30").stderr


class Runner:
    """What GitHub does with a job's steps: each ``run:`` in a bash of its own, ``always()`` also after a failure."""

    def __init__(self, tmp_path: Path, workflow: Path, origin: Path) -> None:
        self.tmp = tmp_path
        self.workflow: Any = YAML(typ="safe").load(workflow)
        self.origin = origin
        self.count = 0

    def job(self, name: str, **environ: str) -> bool:
        """Run a job on a machine that knows nothing; whether all its steps went well."""
        self.count += 1
        place = self.tmp / f"runner{self.count}"
        temp = place / "temp"
        temp.mkdir(parents=True)
        git(place, "clone", "--quiet", "--depth=1", f"file://{self.origin}", "work")
        outcomes: dict[str, str] = {}
        for step in self.workflow["jobs"][name]["steps"]:
            if "run" not in step or step["name"] == "Install digest":
                continue
            asked = str(step.get("if", ""))
            failed = "failure" in outcomes.values()
            if (failed and "always()" not in asked) or ("steps.state" in asked and outcomes.get("state") != "success"):
                continue
            run = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=place / "work",
                env={**os.environ, **environ, "RUNNER_TEMP": str(temp), "GNUPGHOME": str(temp)},
                capture_output=True,
                text=True,
                timeout=60,
            )
            outcomes[step.get("id", step["name"])] = "failure" if run.returncode else "success"
        subprocess.run(["gpgconf", "--kill", "all"], env={**os.environ, "GNUPGHOME": str(temp)}, check=False)
        return "failure" not in outcomes.values()


def git(folder: Path, *words: str) -> str:
    """What git says."""
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_workflow_keeps_its_memory(home: Path, tmp_path: Path) -> None:
    """Its own steps, run by bash against a real repository: what a run learnt the next one knows, in one commit that
    nobody can read; also where the mail failed; and a wrong key changes nothing.
    """
    needed("gpg")
    with (home / "feeds.yml").open("a") as file:
        file.write(MAIL)
    (home / "digest").write_text(
        '#!/bin/sh\nmkdir -p .digest\necho "$1" >> .digest/log\ncp .digest/log "$SEEN"\n[ "$1" != "$FAILS" ]\n'
    )
    (home / "digest").chmod(0o755)
    git(home, "init", "--quiet")
    made = digest(home, "schedule", "--github", "--install")
    assert made.returncode == 0, made.stderr
    assert "DIGEST_STATE_KEY, MAILBOX_PASSWORD" in made.stderr
    assert digest(home, "schedule", "--github", "--install").stdout.startswith("Nothing to change")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "-m", "x")
    origin = tmp_path / "origin.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(home), str(origin))
    runner = Runner(tmp_path, home / ".github/workflows/digest-my-news.yml", origin)
    seen = tmp_path / "seen"
    environ = {"PATH": f"{home}:{os.environ['PATH']}", "SEEN": str(seen), "FAILS": "nothing"}
    assert not runner.job("issue", **environ, DIGEST_STATE_KEY="")
    assert not seen.exists()
    assert runner.job("issue", **environ, DIGEST_STATE_KEY="k" * 40)
    assert seen.read_text().split() == ["run", "publish"]
    assert not runner.job("mail", **{**environ, "FAILS": "send"}, DIGEST_STATE_KEY="k" * 40)
    assert seen.read_text().split() == ["run", "publish", "send"]
    kept = git(origin, "rev-parse", "digest-state")
    assert not runner.job("mail", **environ, DIGEST_STATE_KEY="another")
    assert git(origin, "rev-parse", "digest-state") == kept
    assert runner.job("issue", **environ, DIGEST_STATE_KEY="k" * 40)
    assert seen.read_text().split() == ["run", "publish", "send", "run", "publish"]
    assert git(origin, "rev-list", "--count", "digest-state").strip() == "1"
    assert git(origin, "ls-tree", "--name-only", "digest-state").split() == ["state.tar.gpg"]
    body = subprocess.run(["git", "cat-file", "blob", "digest-state:state.tar.gpg"], cwd=origin, capture_output=True)
    assert b"publish" not in body.stdout


def test_a_day_without_an_issue(home: Path) -> None:
    """`digest run` keeps what is new, makes and mails nothing, and the next issue has it."""
    seeds = home / "seeds"
    seeds.mkdir()
    (seeds / "bridge.txt").write_text(
        "Kelmar Bridge closed\n\nEngineers closed the Kelmar Bridge after a crack was found.\n"
    )
    with (home / "feeds.yml").open("a") as file:
        file.write("window:\n  schedule: weekdays\n")
    sunday = digest(home, "run", "--at", "2026-03-01T07:00")
    assert sunday.returncode == 0, sunday.stderr
    told = "Issue No issue today: window.schedule has the next on Monday, 2026-03-02. What is new is kept for it."
    assert told in " ".join(sunday.stdout.split())
    assert json.loads(digest(home, "run", "--at", "2026-02-28T07:00", "--json").stdout)["next"] == "2026-03-02"
    assert not (home / "output").exists()
    # 20:00 UTC on Sunday is Monday where the publication is.
    monday = digest(home, "run", "--at", "2026-03-01T20:00+00:00")
    assert monday.returncode == 0, monday.stdout + monday.stderr
    assert "Kelmar Bridge closed" in (home / "output/index.html").read_text()
