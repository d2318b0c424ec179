"""lemon24/reader with many entries held, through its own ``add_entry``.

    python reader_filled.py DATABASE HOW_MANY

They are spread evenly over the feeds that were added, each of the length of a teaser.
"""

import sys
from itertools import cycle

from reader import make_reader

database, wanted = sys.argv[1], int(sys.argv[2])
TEASER = "The council closed the harbour bridge on Monday, after so many people had asked for it. " * 4
with make_reader(database) as reader:
    held = reader.get_entry_counts().total
    feeds = cycle([feed.url for feed in reader.get_feeds()])
    for number in range(held, wanted):
        entry = {
            "feed_url": next(feeds),
            "id": f"held-{number}",
            "link": f"https://held.example/{number}",
            "title": f"The council closes bridge {number}",
            "summary": TEASER,
        }
        reader.add_entry(entry)
    print(reader.get_entry_counts().total)
