"""What a mail program's own parser, postal-mime, reads of messages that are hard to get right."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.messages.foreign import CASES, composed, wire

pytestmark = pytest.mark.judge


def test_postal_mime_reads_what_was_meant(judge: Callable[[str, Any], Any]) -> None:
    """Subject, names, addresses and words are the ones that went in."""
    found = judge("mime", {kind: base64.b64encode(composed(case)).decode() for kind, case in CASES.items()})
    for kind, case in CASES.items():
        read = found[kind]
        assert read["subject"] == case.subject, kind
        assert read["from"] == {"name": case.title, "address": "news@example.org"}, kind
        assert read["to"] == [{"name": case.name, "address": wire(case.address)}], kind
        assert read["text"].replace("\r\n", "\n").rstrip("\n") == f"Dear {case.name},\n\n{case.subject}", kind
