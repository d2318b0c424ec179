"""The mailbox that returned mail and answers come to: an IMAP folder, or a Maildir on this machine.

Nothing in it is ever deleted, copied, or moved to another folder. Mails of the last 30 days are read, in their order, a
megabyte of each at most. One that was acted on is marked as read (``\\Seen``; by IMAP with ``$DigestRead`` too, where
the server keeps keywords); one that a person is to read stays as it is, unread.
"""

from __future__ import annotations

from digest.mailbox.imap import ImapPost
from digest.mailbox.maildir import MaildirPost

__all__ = ["ImapPost", "MaildirPost"]
