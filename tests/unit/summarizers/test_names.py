"""Methods by name."""

import importlib.metadata

import pytest

from digest.errors import UsageError
from digest.model import Rules
from digest.ports import Summarizer
from digest.summarizers import DEFAULT, get, names
from digest.summarizers.lead import Lead


def test_every_name_gives_its_method() -> None:
    """And the default is what the rules take."""
    assert [get(name).name for name in names()] == list(names())
    assert len(names()) == 11
    assert names()[0] == DEFAULT == Rules().method


@pytest.mark.parametrize(
    ("name", "meant"), [("lead_rank", "lead-rank"), ("sumy:lexrnk", "sumy:lexrank"), ("Lead", "lead")]
)
def test_an_unknown_name_is_told_with_what_was_meant(name: str, meant: str) -> None:
    """Exit status 2, and every name there is."""
    with pytest.raises(UsageError) as raised:
        get(name)
    assert f"did you mean {meant!r}?" in str(raised.value)
    assert all(known in str(raised.value) for known in names())


def test_nothing_near_means_no_guess() -> None:
    """Only the list."""
    with pytest.raises(UsageError) as raised:
        get("zzz")
    assert "did you mean" not in str(raised.value)


def test_another_distribution_adds_a_method(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the entry-point group, looked up only for names that are not ours."""
    entry = importlib.metadata.EntryPoint("first", "digest.summarizers.lead:Lead", "digest.summarizers")

    def entry_points(*, group: str) -> importlib.metadata.EntryPoints:
        return importlib.metadata.EntryPoints([entry] if group == "digest.summarizers" else [])

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    made: Summarizer = get("first")
    assert isinstance(made, Lead)
    with pytest.raises(UsageError, match="first"):
        get("second")
