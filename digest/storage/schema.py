"""The tables of a new database.

A change needs a step in ``migrations`` that brings older databases to the same tables, and raises ``VERSION``. A test
holds the two together. Moments are integers (``moments``), days are ISO texts, which sort as the days do.
"""

from __future__ import annotations

VERSION = 8

TABLES = """
-- What is remembered of a source, by the key of its request: model.SourceState as JSON.
CREATE TABLE states (
    key TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;

-- What became of each time a source was asked; rows of one run share its number.
CREATE TABLE checks (
    run INTEGER NOT NULL,
    source TEXT NOT NULL,  -- states.key
    name TEXT NOT NULL,  -- what readers see
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    entries INTEGER NOT NULL,
    new INTEGER NOT NULL,
    reason TEXT,
    status INTEGER,  -- HTTP
    PRIMARY KEY (run, source)
) WITHOUT ROWID;

-- What sources said exists. The columns are for asking; body is model.Entry as JSON, from which it comes back exactly.
CREATE TABLE entries (
    id TEXT NOT NULL PRIMARY KEY,  -- of the article that comes of it
    source TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    published INTEGER,
    embargo_until INTEGER,
    body BLOB NOT NULL,
    url TEXT NOT NULL DEFAULT ''  -- canonical; '' where there is none
);
CREATE INDEX entries_url ON entries (url);
CREATE INDEX entries_source ON entries (source, first_seen);
CREATE INDEX entries_first_seen ON entries (first_seen);
CREATE INDEX entries_published ON entries (published);
CREATE INDEX entries_embargo_until ON entries (embargo_until) WHERE embargo_until IS NOT NULL;

-- The ids of entries that were dropped for their age (retention): one that comes back in its feed is not new again.
CREATE TABLE forgotten (
    id TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- How far back retention has looked: what is older was looked at.
CREATE TABLE swept (
    what TEXT NOT NULL PRIMARY KEY,  -- 'entries', 'deliveries'
    at INTEGER NOT NULL,  -- entries.first_seen, deliveries.issue
    id TEXT NOT NULL  -- entries.id, of those of one moment
) WITHOUT ROWID;

-- Articles that were read from their own pages, and those that issues cite: model.Article as JSON. No byte of one that
-- is cited ever changes, by a migration neither: issue_articles has its hash.
CREATE TABLE articles (
    id TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
);

CREATE TABLE issues (
    number INTEGER NOT NULL PRIMARY KEY,
    date TEXT NOT NULL UNIQUE,
    as_of INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX issues_as_of ON issues (as_of, number);

-- The articles whose words an issue prints: they are evidence, and never change again.
CREATE TABLE issue_articles (
    issue INTEGER NOT NULL REFERENCES issues (number),
    article TEXT NOT NULL REFERENCES articles (id),
    sha256 TEXT,  -- of articles.body when the issue was frozen; NULL where an earlier program froze it
    PRIMARY KEY (issue, article)
) WITHOUT ROWID;
CREATE INDEX issue_articles_article ON issue_articles (article);

-- What stands for an issue and its evidence, chained to the issue before (codec.seal); none of issues that an earlier
-- program froze.
CREATE TABLE seals (
    issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number),
    previous TEXT NOT NULL,  -- seal of the issue before; '' where there was none
    seal TEXT NOT NULL
);

-- An issue's table of contents: model.Contents, taken apart so that what one issue changes is found by an index. All of
-- it is made of the frozen issues, and can be made anew.
CREATE TABLE contents (
    issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number),
    version INTEGER NOT NULL,
    date TEXT NOT NULL,  -- the issue's, here and below
    as_of INTEGER NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX contents_date ON contents (date);

-- A story as an issue told it: model.Told as JSON.
CREATE TABLE told (
    issue INTEGER NOT NULL REFERENCES issues (number),
    place INTEGER NOT NULL,
    date TEXT NOT NULL,
    thread TEXT NOT NULL,
    day INTEGER NOT NULL,
    section TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (issue, place)
);
CREATE INDEX told_date ON told (date, place);
CREATE INDEX told_thread ON told (thread, date, place);
CREATE INDEX told_section ON told (section, date, place);
CREATE INDEX told_again ON told (date, place, thread) WHERE day > 1;

-- A dated item as an issue announced it: model.Announced as JSON. Without days and body: the issue withdrew it.
CREATE TABLE announced (
    issue INTEGER NOT NULL REFERENCES issues (number),
    name TEXT NOT NULL,  -- of its event
    date TEXT NOT NULL,
    first TEXT,
    last TEXT,
    body BLOB,
    PRIMARY KEY (issue, name)
);
CREATE INDEX announced_name ON announced (name, date);
CREATE INDEX announced_last ON announced (last, name);
CREATE INDEX announced_first ON announced (first, last, name);

-- How many stories of an issue a source tells.
CREATE TABLE credits (
    issue INTEGER NOT NULL REFERENCES issues (number),
    source TEXT NOT NULL,
    date TEXT NOT NULL,
    stories INTEGER NOT NULL,
    site TEXT NOT NULL,
    PRIMARY KEY (issue, source)
);
CREATE INDEX credits_source ON credits (source, date, stories);

-- The SHA-256 of each file as it was last put in output/, by its path there.
CREATE TABLE published (
    path TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;

-- Of each article an issue prints its canonical URL, else id, and what all addresses of its page have in common
-- (urls.page): what "already printed" is decided by.
CREATE TABLE printed (
    issue INTEGER NOT NULL REFERENCES issues (number),
    key TEXT NOT NULL,
    PRIMARY KEY (issue, key)
) WITHOUT ROWID;
CREATE INDEX printed_key ON printed (key);

-- Everything an issue was made from, of the newest issues: model.Budget as JSON, compressed (zlib).
CREATE TABLE budgets (
    issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number),
    body BLOB NOT NULL
);

-- What an editor decided about stories: model.Correction as JSON. A row is never deleted, and changes once: undone.
CREATE TABLE corrections (
    number INTEGER NOT NULL PRIMARY KEY,
    undone INTEGER,  -- when; NULL while it holds
    body BLOB NOT NULL
);

-- Who approved which bytes of an issue, oldest first. A row is never deleted, and changes once: revoked.
CREATE TABLE approvals (
    id INTEGER NOT NULL PRIMARY KEY,
    issue INTEGER NOT NULL REFERENCES issues (number),
    sha256 TEXT NOT NULL,  -- of the issue and its editions (pipeline.approve)
    by TEXT NOT NULL,
    at INTEGER NOT NULL,
    revoked INTEGER,  -- when; NULL while it holds
    revoked_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX approvals_issue ON approvals (issue);

-- What became of each message; a mailbox written in other capitals is the same (messages.addresses.who).
CREATE TABLE deliveries (
    issue INTEGER NOT NULL,
    recipient TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL,
    code INTEGER,
    reply TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER,
    first INTEGER,  -- when it was first tried
    next INTEGER,  -- when a deferred one is tried again
    PRIMARY KEY (issue, recipient)
) WITHOUT ROWID;
CREATE INDEX deliveries_state ON deliveries (issue, state, next);
CREATE INDEX deliveries_at ON deliveries (at);

-- Each issue that was to be mailed to everyone, from the moment at which that was so: one that a run makes and is to
-- mail since it is frozen, in one transaction with it.
CREATE TABLE mailings (
    issue INTEGER NOT NULL PRIMARY KEY,
    begun INTEGER NOT NULL,  -- last
    ended INTEGER,  -- when everyone had been come to; NULL: it waits, is at work, broke off, or was killed
    reached TEXT NOT NULL DEFAULT ''  -- who was next where it broke off: the next mailing begins with them
);

-- Every change of a delivery, oldest first: what the ledger said at each moment.
CREATE TABLE delivery_changes (
    id INTEGER NOT NULL PRIMARY KEY,
    issue INTEGER NOT NULL,
    recipient TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL,
    code INTEGER,
    reply TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER
);
CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient);

-- Who is on the list: model.Subscriber as JSON, under messages.addresses.who of the address.
CREATE TABLE subscribers (
    who TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX subscribers_state ON subscribers (state, who);

-- Who is mailed nothing, whoever lists them again. Of one that was erased, who is only a keyed hash.
CREATE TABLE suppressions (
    who TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- What happened to a subscriber, oldest first: 'signed up', 'confirmed', 'changed', 'unsubscribed', …
CREATE TABLE subscriber_events (
    id INTEGER NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX subscriber_events_who ON subscriber_events (who, id);

-- What mails that came back said: model.Bounce.
CREATE TABLE bounces (
    id INTEGER NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    issue INTEGER,
    status TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX bounces_who ON bounces (who, id);

-- Mails of the mailbox that were read and acted on, so that each is acted on once.
CREATE TABLE mail_read (
    key TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL  -- 'bounce', 'unsubscribe', 'auto-reply', …
) WITHOUT ROWID;

-- Mails to one person that are no issue, each sent once: model.Letter.
CREATE TABLE letters (
    id INTEGER NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    code INTEGER,
    reply TEXT NOT NULL DEFAULT '',
    at INTEGER,
    next INTEGER
);
CREATE INDEX letters_who ON letters (who, kind);
CREATE INDEX letters_state ON letters (state, next);

-- Each `digest run`: model.Run as JSON. One without an end is at work, or was killed.
CREATE TABLE runs (
    number INTEGER NOT NULL PRIMARY KEY,
    started INTEGER NOT NULL,
    ended INTEGER,
    status INTEGER,  -- what the process ended with
    good INTEGER NOT NULL DEFAULT 0,  -- whether it did its day's work: neither failed nor replayed
    body BLOB NOT NULL
);

-- What a source changed or took back after an issue had printed it: model.Erratum as JSON. A row is never changed.
CREATE TABLE errata (
    number INTEGER NOT NULL PRIMARY KEY,
    issue INTEGER NOT NULL REFERENCES issues (number),  -- that printed it
    article TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX errata_issue ON errata (issue);

-- Articles as their sources have them since: model.Article as JSON, the evidence for the new words of errata. By the
-- SHA-256 of the row; none ever changes.
CREATE TABLE revisions (
    sha256 TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;

-- Which issue told of an erratum: each is told once.
CREATE TABLE told_errata (
    erratum INTEGER NOT NULL PRIMARY KEY REFERENCES errata (number),
    issue INTEGER NOT NULL REFERENCES issues (number)
);
CREATE INDEX told_errata_issue ON told_errata (issue);

-- What sources said of the articles of the newest issues when they were looked at last, so that a change is seen.
CREATE TABLE followed (
    issue INTEGER NOT NULL REFERENCES issues (number),
    article TEXT NOT NULL,
    said TEXT NOT NULL,  -- model.Entry.said
    etag TEXT,  -- of the article's own page, where that was read since
    last_modified TEXT,
    PRIMARY KEY (issue, article)
) WITHOUT ROWID;

-- What the newest issues were made of: model.Inputs as JSON, compressed (zlib). `digest rebuild` makes them again.
CREATE TABLE inputs (
    issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number),
    body BLOB NOT NULL
);

-- What rendered an issue as it was last published: program, templates and settings, name -> version, as JSON.
CREATE TABLE rendered (
    issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number),
    by TEXT NOT NULL
);
"""
