"""Messages: an issue's mail edition, addressed to one subscriber.

    subscribers − suppressions − deliveries ─▶ audience ─▶ compose ─▶ Message

Pure: nothing is sent, stored or read here. ``audience`` decides who still needs an issue, ``MimeComposer`` makes the
bytes.
"""

from __future__ import annotations

from digest.messages.addresses import canonical, identity, mailbox, who
from digest.messages.audience import audience, release, settle
from digest.messages.compose import MimeComposer
from digest.messages.retrying import after

__all__ = ["MimeComposer", "after", "audience", "canonical", "identity", "mailbox", "release", "settle", "who"]
