"""The publication's secret: made once, kept close, refused where it is not what was made."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digest.errors import StorageError
from digest.storage.secret import derived, secret


def test_it_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    """The second call gives what the first made; the file is 0600."""
    made = secret(tmp_path / "state")
    assert len(made) == 32
    assert secret(tmp_path / "state") == made
    assert stat.S_IMODE((tmp_path / "state" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret"]


def test_another_publication_has_another(tmp_path: Path) -> None:
    """It is made by chance."""
    assert secret(tmp_path / "one") != secret(tmp_path / "two")


def test_those_who_begin_at_once_agree(tmp_path: Path) -> None:
    """Many at once see one secret."""
    (tmp_path / "state").mkdir()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret(tmp_path / "state"), range(32)))) == 1


def test_a_damaged_one_is_refused(tmp_path: Path) -> None:
    """A cut file would sign with what anybody can guess."""
    secret(tmp_path)
    (tmp_path / "secret").write_bytes(b"")
    with pytest.raises(StorageError, match="damaged"):
        secret(tmp_path)


def test_each_purpose_has_its_own() -> None:
    """And the same each time."""
    assert derived(b"x", "tokens") == derived(b"x", "tokens") != derived(b"x", "hashes")
