"""Mails as servers and people send them, and what each says. All were written for this table."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from digest import bounces

SAMPLES = Path(__file__).parent / "samples"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((SAMPLES / "expected.toml").read_text("utf-8"))


def test_every_sample_is_in_the_table() -> None:
    """No sample is left unread."""
    assert {path.stem for path in SAMPLES.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_says_what_it_says(name: str) -> None:
    """What the mail is; of a bounce who failed, how badly and why; whose message it was; what is asked for."""
    wanted = EXPECTED[name]
    found = bounces.read((SAMPLES / f"{name}.eml").read_bytes())
    assert found.what == wanted["what"]
    told = [[one.recipient, one.verdict, one.status, one.code or 0] for one in found.failures]
    assert told == wanted.get("failures", [])
    marked = any(address.startswith("bounces+12-hp4ktuwt3ca5c@") for address in found.addresses)
    assert marked or not wanted.get("mark")
    assert found.token == wanted.get("token", "")
    assert found.language == wanted.get("language", "")
