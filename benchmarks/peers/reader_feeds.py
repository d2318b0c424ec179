"""lemon24/reader: fetch, parse, sanitise and store.

    python reader_feeds.py add DATABASE < URLS
    python reader_feeds.py update DATABASE

It prints how many entries the database then holds.
"""

import sys

from reader import make_reader

what, database = sys.argv[1:]
reader = make_reader(database)
if what == "add":
    for url in sys.stdin.read().split():
        reader.add_feed(url)
else:
    reader.update_feeds(scheduled=False)
    print(reader.get_entry_counts().total)
reader.close()
