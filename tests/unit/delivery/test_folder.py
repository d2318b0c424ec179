"""Messages written to a folder instead of sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.delivery import FolderTransport
from digest.errors import StorageError
from digest.model import Delivery, Message

AT = datetime(2025, 11, 20, 6, 0, tzinfo=UTC)


def message(recipient: str) -> Message:
    return Message(issue=7, recipient=recipient, sender="news@example.org", message_id="<x>", body=recipient.encode())


def write(folder: Path, *recipients: str) -> tuple[list[Delivery], list[Delivery]]:
    """What was told of each message, and what the ledger heard."""
    heard: list[Delivery] = []

    async def record(changes: Sequence[Delivery]) -> None:
        heard.extend(changes)

    async def run() -> list[Delivery]:
        transport = FolderTransport(folder)
        sent = transport.send([message(each) for each in recipients], record=record, at=lambda: AT)
        return [each async for each in sent]

    return asyncio.run(run()), heard


def test_each_message_is_a_file_named_for_its_recipient(tmp_path: Path) -> None:
    """The file holds the very bytes that would be sent."""
    made, _ = write(tmp_path / "eml", "ann@example.net", "bob@example.net")
    assert (tmp_path / "eml/0007-ann@example.net.eml").read_bytes() == b"ann@example.net"
    assert made[1].reply == f"written to {tmp_path / 'eml/0007-bob@example.net.eml'}"


def test_what_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    """Each holds an address, and links that speak for its reader."""
    write(tmp_path / "out/eml", "ann@example.net")
    assert (tmp_path / "out/eml").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "out/eml/0007-ann@example.net.eml").stat().st_mode & 0o777 == 0o600


def test_nothing_written_counts_as_sent(tmp_path: Path) -> None:
    """The ledger hears nothing, so that a later send still reaches everyone."""
    made, heard = write(tmp_path, "ann@example.net")
    assert heard == []
    assert [each.state for each in made] == ["pending"]


def test_no_address_leaves_the_folder_or_shares_a_file(tmp_path: Path) -> None:
    """An address is data, not a path; two that look alike as file names stay apart."""
    write(tmp_path / "eml", "../../evil@x", "a/b@x", "a_b@x", "a" * 300 + "@x", "δ@x")
    names = sorted(path.name for path in (tmp_path / "eml").iterdir())
    assert len(names) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["eml"]
    assert all(len(name) < 120 for name in names)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A full or closed disk is a ``StorageError`` that names the file."""
    (tmp_path / "eml").write_text("in the way")
    with pytest.raises(StorageError, match="0007-ann@example"):
        write(tmp_path / "eml", "ann@example.net")
