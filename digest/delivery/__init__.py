"""Delivery: messages to a mail server, or to a folder.

    Message ─▶ SmtpTransport ─▶ Delivery (accepted / deferred / failed / unknown)

Nothing here decides who gets what, or remembers it: each change of state is told to a callback that commits it before
the next byte goes out.
"""

from __future__ import annotations

from digest.delivery.folder import FolderTransport
from digest.delivery.probing import Probe, probe
from digest.delivery.smtp import SmtpTransport

__all__ = ["FolderTransport", "Probe", "SmtpTransport", "probe"]
