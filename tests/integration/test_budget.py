"""What an issue is made from, and why, through the installed program."""

from __future__ import annotations

import json
from pathlib import Path

from installed import AT, BRIDGE, FEED, MAYOR, digest


def test_budget_and_explain(home: Path, web: tuple[str, Path]) -> None:
    """Before the issue, after it, and on the next day: the same story with its numbers, and an unknown address."""
    none = digest(home, "budget", *AT)
    assert none.returncode == 2
    assert none.stderr.startswith("digest: ")
    assert "digest fetch" in none.stderr
    assert digest(home, "fetch", *AT).returncode == 0
    before = (home / ".digest/digest.db").read_bytes()
    foreseen = json.loads(digest(home, "budget", "--json", *AT).stdout)
    [candidate] = foreseen["budget"]["candidates"]
    assert (candidate["headline"], candidate["verdict"]) == (BRIDGE["title"], "leads the issue")
    assert (home / ".digest/digest.db").read_bytes() == before
    assert not (home / "output").exists()
    assert digest(home, "edit", *AT).returncode == 0
    kept = json.loads(digest(home, "budget", "1", "--json").stdout)
    assert kept["budget"] == foreseen["budget"]

    (web[1] / "gazette.xml").write_text(FEED.format(**MAYOR))
    tomorrow = ("--at", "2026-03-03T07:00")
    assert digest(home, "run", "--no-send", *tomorrow).returncode == 0
    told = digest(home, "explain", candidate["story"][:5], *tomorrow)
    assert told.returncode == 0, told.stderr
    assert f"{candidate['story']} · No. 1 of 2026-03-02 · 1 independent report, 1 outlet" in told.stdout
    assert "→ leads the issue; rank 1 of 1" in told.stdout
    assert "Why these sentences" in told.stdout
    unknown = digest(home, "explain", "https://elsewhere.example/1", *tomorrow)
    assert unknown.returncode == 0
    assert "digest sources add elsewhere.example" in " ".join(unknown.stdout.split())
    wrong = digest(home, "explain", "ffffffffffff", "--json", *tomorrow)
    assert wrong.returncode == 2
    assert json.loads(wrong.stdout)["status"] == 2
