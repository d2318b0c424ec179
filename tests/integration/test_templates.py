"""``digest templates`` and templates of one's own, with the installed command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from installed import AT, digest

from digest.editions import shipped_templates

STYLE = "site/style.css"


def said(home: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    """The report of a command."""
    done = digest(home, *arguments, "--json")
    assert done.returncode == status, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ails(home: Path) -> list[dict[str, Any]]:
    """What the doctor says of templates; what else it finds depends on the machine."""
    report = json.loads(digest(home, "doctor", "--offline", "--json").stdout)
    return [one for one in report["findings"] if one["check"] == "templates"]


def own(home: Path) -> dict[str, str]:
    """Name -> state of all but those that are used as they are shipped."""
    return {one["name"]: one["state"] for one in said(home, "templates")["templates"] if one["state"] != "shipped"}


def aged(home: Path, name: str, *, edited: bool) -> None:
    """Make a copy one of an earlier digest's, which had other words."""
    for file in (home / "templates" / name, home / "templates/.origin" / name):
        file.write_text("{# as it was #}\n" + file.read_text())
    if edited:
        with (home / "templates" / name).open("a") as file:
            file.write("{# mine #}\n")


@pytest.fixture
def full(home: Path) -> Path:
    """A publication as ``digest init`` used to make it: with every template, byte for byte; and an issue."""
    shutil.copytree(shipped_templates(), home / "templates")
    made = digest(home, "run", *AT)
    assert made.returncode == 0, made.stderr
    return home


def pages(home: Path) -> dict[str, bytes]:
    """Every file of the site."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted((home / "output").rglob("*"))
        if path.is_file()
    }


def test_init_copies_no_template(tmp_path: Path) -> None:
    """A README says how to have one's own; it is no template, and what is improved is never hidden."""
    assert digest(tmp_path, "init", "--title", "X").returncode == 0
    assert [path.name for path in (tmp_path / "templates").rglob("*")] == ["README.md"]
    readme = (tmp_path / "templates/README.md").read_text()
    assert "digest templates copy site/style.css" in readme
    assert own(tmp_path) == {}
    shipped = sum(path.is_file() for path in shipped_templates().rglob("*"))
    assert said(tmp_path, "check")["templates"] == shipped
    (tmp_path / "templates/README.md").write_text("{% if %}")
    assert said(tmp_path, "check")["templates"] == shipped


def test_init_leaves_a_folder_that_is_there(tmp_path: Path) -> None:
    """Whoever brings templates along keeps them, and gets no file beside them."""
    (tmp_path / "templates/site").mkdir(parents=True)
    (tmp_path / "templates/site/robots.txt").write_text("mine\n")
    assert digest(tmp_path, "init", "--title", "X").returncode == 0
    assert [path.name for path in (tmp_path / "templates").rglob("*")] == ["site", "robots.txt"]


def test_a_copy_that_is_changed_is_used(home: Path) -> None:
    """From copy to page; what it does otherwise can be shown, before and after the program's changes."""
    copied = digest(home, "templates", "copy", STYLE, "site/year.html")
    assert copied.returncode == 0, copied.stderr
    assert f"Copied    templates/{STYLE}" in copied.stdout
    assert (home / "templates" / STYLE).read_bytes() == (shipped_templates() / STYLE).read_bytes()
    assert own(home) == {STYLE: "same", "site/year.html": "same"}
    with (home / "templates" / STYLE).open("a") as file:
        file.write("/* mine */\n")
    assert own(home)[STYLE] == "yours"
    shown = digest(home, "templates", "diff")
    assert shown.returncode == 0
    lines = shown.stdout.splitlines()
    assert lines[:2] == [f"--- {STYLE} (the program's)", f"+++ templates/{STYLE}"]
    assert [line for line in lines if line.startswith(("+", "-"))][2:] == ["+/* mine */"]
    assert digest(home, "templates", "diff", "--since").stdout == "No difference.\n"
    assert digest(home, "run", *AT).returncode == 0
    assert "/* mine */" in (home / "output/style.css").read_text()
    told = digest(home, "check").stdout
    assert "1 copy in templates/ (site/year.html) is the program's own" in told
    assert STYLE not in told


def test_nothing_is_overwritten(home: Path) -> None:
    """Not one's own template, nor, where one of several is there, any other."""
    (home / "templates/site").mkdir(parents=True)
    (home / "templates" / STYLE).write_text("mine\n")
    refused = digest(home, "templates", "copy", "site/year.html", STYLE)
    assert refused.returncode == 2
    assert f"templates/{STYLE}: there is such a file already" in refused.stderr
    assert (home / "templates" / STYLE).read_text() == "mine\n"
    assert not (home / "templates/site/year.html").exists()
    (home / "templates/site/year.html").symlink_to("nowhere")
    assert digest(home, "templates", "copy", "site/year.html").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("copy", "site/stlye.css"), "did you mean site/style.css?"),
        (("copy", "../feeds.yml"), "there is no template '../feeds.yml'"),
        (("copy", "README.md"), "there is no template"),
        (("diff", STYLE), "`digest templates copy site/style.css` makes one"),
        (("merged", STYLE), "there is no templates/site/style.css"),
        (("drop", STYLE), "there is no templates/site/style.css"),
        (("drop",), "name templates, or say --unchanged"),
        (("drop", "--unchanged", STYLE), "name templates, or say --unchanged"),
        (("diff", "--mine", "--since"), "exclude each other"),
    ],
)
def test_what_cannot_be_is_said(home: Path, arguments: tuple[str, ...], told: str) -> None:
    """Status 2, what is wrong, and what to do."""
    run = digest(home, "templates", *arguments)
    assert run.returncode == 2, run.stdout
    assert told in run.stderr
    assert not (home / "templates").exists()


def test_the_program_has_changed_since(home: Path) -> None:
    """Changed copies are told of until somebody has looked; unchanged ones are in the way, and go."""
    names = ("site/year.html", "text/issue.txt", "text/parts.txt")
    assert digest(home, "templates", "copy", *names).returncode == 0
    aged(home, "site/year.html", edited=False)
    aged(home, "text/issue.txt", edited=True)
    (home / "templates/.origin/text/parts.txt").unlink()
    (home / "templates/text/parts.txt").write_text("{# by hand #}\n" + (home / "templates/text/parts.txt").read_text())
    assert own(home) == {"site/year.html": "old", "text/issue.txt": "behind", "text/parts.txt": "unknown"}
    check = digest(home, "check").stdout
    assert "(site/year.html) is an earlier digest's, unchanged" in check
    assert "(text/issue.txt) is changed by you, and so is the program's since; `digest templates diff --since`" in check
    assert "(text/parts.txt) is other than the program's; copied from what is not known" in check
    found = ails(home)
    assert [one["verdict"] for one in found] == ["good", "note", "note", "note"]
    assert found[0]["what"].endswith("templates compile, 3 of them from templates/")
    assert all("digest templates" in one["fix"] for one in found[1:])
    since = digest(home, "templates", "diff", "--since", "text/issue.txt").stdout
    assert [line for line in since.splitlines() if line.startswith(("+", "-"))] == [
        "--- text/issue.txt (as copied)", "+++ text/issue.txt (the program's)", "-{# as it was #}",
    ]  # fmt: skip
    mine = digest(home, "templates", "diff", "--mine", "text/issue.txt").stdout
    assert [line for line in mine.splitlines() if line.startswith(("+", "-"))][2:] == ["+{# mine #}"]
    unknown = digest(home, "templates", "diff", "--mine", "text/parts.txt")
    assert (unknown.returncode, "is not known" in unknown.stderr) == (2, True)
    assert [one["name"] for one in said(home, "templates", "diff", "--mine")["diffs"]] == list(names[:2])
    assert digest(home, "templates", "merged", "text/issue.txt", "text/parts.txt").returncode == 0
    assert own(home) == {"site/year.html": "old", "text/issue.txt": "yours", "text/parts.txt": "yours"}
    dropped = digest(home, "templates", "drop", "--unchanged")
    assert "1 copy of an earlier digest's" in dropped.stdout
    assert own(home) == {"text/issue.txt": "yours", "text/parts.txt": "yours"}
    assert not (home / "templates/site").exists()
    assert digest(home, "check").stdout.count("templates/") == 0


def test_what_was_changed_is_never_dropped(home: Path) -> None:
    """Nor anything with it."""
    assert digest(home, "templates", "copy", STYLE, "site/year.html").returncode == 0
    (home / "templates" / STYLE).write_text("mine\n")
    refused = digest(home, "templates", "drop", "site/year.html", STYLE)
    assert refused.returncode == 2
    assert "site/style.css is changed by you; nothing is removed" in refused.stderr
    assert "look at it (`digest templates diff site/style.css`), and delete templates/site/style.css" in refused.stderr
    assert own(home) == {STYLE: "yours", "site/year.html": "same"}
    (home / "templates/site/mine.html").write_text("mine\n")
    alone = digest(home, "templates", "drop", "site/mine.html")
    assert (alone.returncode, "templates diff" in alone.stderr) == (2, False)  # there is nothing to compare it with
    (home / "templates/site/mine.html").unlink()
    assert said(home, "templates", "drop", "--unchanged")["kept"] == [STYLE]
    assert (home / "templates" / STYLE).read_text() == "mine\n"


def test_nothing_is_dropped_through_a_link(home: Path, tmp_path: Path) -> None:
    """A folder that a link leads to is somebody else's, the program's own it may be; a link that is a copy goes."""
    theirs = shutil.copytree(shipped_templates() / "site", tmp_path / "theirs")
    held = sorted(theirs.iterdir())
    (home / "templates/text").mkdir(parents=True)
    (home / "templates/site").symlink_to(theirs)
    (home / "templates/text/issue.txt").symlink_to(shipped_templates() / "text/issue.txt")
    refused = digest(home, "templates", "drop", STYLE)
    assert (refused.returncode, "a link leads to where it lies" in refused.stderr) == (2, True)
    assert said(home, "templates", "drop", "--unchanged")["dropped"] == [{"name": "text/issue.txt", "state": "same"}]
    assert (sorted(theirs.iterdir()), own(home)[STYLE]) == (held, "same")
    assert (shipped_templates() / "text/issue.txt").is_file()


def test_a_copy_that_fails_leaves_nothing(home: Path) -> None:
    """A file lies where its folder would be: told with its name, and all is as it was."""
    (home / "templates").mkdir()
    (home / "templates/site").write_text("mine\n")
    refused = digest(home, "templates", "copy", STYLE)
    assert (refused.returncode, "templates/site: file exists" in refused.stderr) == (74, True)
    assert [path.name for path in (home / "templates").rglob("*")] == ["site"]


def test_copies_of_an_older_init_go_and_no_byte_changes(full: Path) -> None:
    """``check`` and the doctor tell of them; without them the issue is the same, proved by verify and rebuild."""
    count = len(own(full))
    assert count == said(full, "check")["templates"]
    assert f"{count} copies in templates/ (email/coverage.mjml" in digest(full, "check").stdout
    assert "digest templates drop --unchanged" in ails(full)[1]["fix"]
    before = pages(full)
    dropped = digest(full, "templates", "drop", "--unchanged")
    assert dropped.returncode == 0
    assert f"Dropped   {count} copies of the program's own: what is rendered stays the same" in dropped.stdout
    assert list((full / "templates").iterdir()) == []
    again = said(full, "rebuild", "--check", "1")["issues"][0]
    assert (again["issue"]["state"], again["editions"]["state"]) == ("same", "same")
    assert digest(full, "verify", "--all").returncode == 0
    assert digest(full, "publish", "--all").returncode == 0
    assert pages(full) == before
    assert "templates/" not in digest(full, "check").stdout


def test_a_copy_that_no_longer_fits(home: Path) -> None:
    """Status 78, with file and line, for what only rendering finds and for what is never rendered."""
    assert digest(home, "templates", "copy", "site/issue.html", "text/issue.txt").returncode == 0
    letter = home / "templates/text/issue.txt"
    letter.write_text("{{ issue.number }}\n{{ issue.of_old }}\n")
    run = digest(home, "run", *AT)
    assert run.returncode == 78, run.stdout
    assert f"{letter}:2: UndefinedError" in run.stderr
    assert "`digest templates diff text/issue.txt` shows" in run.stderr
    letter.unlink()
    page = home / "templates/site/issue.html"
    page.write_text(page.read_text().replace("{% block main %}", "{% block middle %}"))
    line = next(number for number, text in enumerate(page.read_text().splitlines(), 1) if "block middle" in text)
    for command in (("check",), ("run", *AT)):
        told = digest(home, *command)
        assert told.returncode == 78, told.stdout
        assert f"{page}:{line}: no block 'middle' is in site/base.html" in told.stderr
    page.unlink()
    assert digest(home, "run", *AT).returncode == 0


def test_a_checkout_is_no_publication_of_copies(home: Path) -> None:
    """Where the folder is the program's own, nothing is copied, dropped or told of."""
    (home / "templates").symlink_to(shipped_templates())
    assert own(home) == {}
    assert "note: 5" not in digest(home, "check").stdout
    for arguments in (("copy", STYLE), ("drop", "--unchanged"), ("diff",), ("merged", STYLE)):
        refused = digest(home, "templates", *arguments)
        assert refused.returncode == 2
        assert "this is the program's own folder of templates" in refused.stderr


def test_a_folder_of_another_name(home: Path) -> None:
    """What feeds.yml names is where copies go."""
    with (home / "feeds.yml").open("a") as file:
        file.write("site: {templates: look}\n")
    (home / "look").mkdir()
    assert digest(home, "templates", "copy", STYLE).returncode == 0
    assert (home / "look" / STYLE).is_file()
    assert "look/" in digest(home, "templates").stdout


def test_names_can_be_completed(home: Path) -> None:
    """A shell asks the program for them."""
    asked = {"_DIGEST_COMPLETE": "bash_complete", "COMP_WORDS": "digest templates copy site/st", "COMP_CWORD": "3"}
    assert digest(home, **asked).stdout.splitlines() == ["plain,site/style.css"]
