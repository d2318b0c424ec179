"""How much of a mailbox is read."""

from __future__ import annotations

from datetime import timedelta

AGE = timedelta(days=30)  # what came earlier says nothing of today
LONGEST = 1 << 20  # bytes of a mail; of a longer one its beginning
AT_ONCE = 500  # keys that are asked for at once
