-- A database of schema 2, as its program made it: two issues of news that nobody reported, and what became of their mail.
PRAGMA user_version=2;
CREATE TABLE states (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE checks (run INTEGER NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, entries INTEGER NOT NULL, new INTEGER NOT NULL, reason TEXT, status INTEGER, PRIMARY KEY (run, source)) WITHOUT ROWID;
CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, first_seen INTEGER NOT NULL, published INTEGER, embargo_until INTEGER, body BLOB NOT NULL);
CREATE TABLE articles (id TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE issues (number INTEGER NOT NULL PRIMARY KEY, date TEXT NOT NULL UNIQUE, as_of INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE issue_articles (issue INTEGER NOT NULL REFERENCES issues (number), article TEXT NOT NULL REFERENCES articles (id), PRIMARY KEY (issue, article)) WITHOUT ROWID;
CREATE TABLE printed (issue INTEGER NOT NULL REFERENCES issues (number), key TEXT NOT NULL, PRIMARY KEY (issue, key)) WITHOUT ROWID;
CREATE TABLE deliveries (issue INTEGER NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER, PRIMARY KEY (issue, recipient)) WITHOUT ROWID;
CREATE TABLE delivery_changes (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER);
CREATE INDEX entries_source ON entries (source, first_seen);
CREATE INDEX entries_first_seen ON entries (first_seen);
CREATE INDEX entries_published ON entries (published);
CREATE INDEX entries_embargo_until ON entries (embargo_until) WHERE embargo_until IS NOT NULL;
CREATE INDEX issue_articles_article ON issue_articles (article);
CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient);
INSERT INTO states VALUES ('gazette.xml', CAST('{"key":"gazette.xml","url":"/srv/news/gazette.xml","etag":"\"sha256-814c9d45fce2cc7abecb8dac7912f12c3a92a40e2b6992d5704554169d303503\"","last_modified":null,"body":"814c9d45fce2cc7abecb8dac7912f12c3a92a40e2b6992d5704554169d303503","reading":"auto","last_asked":"2026-03-03T06:00:00Z","last_read":"2026-03-03T06:00:00Z","last_success":"2026-03-03T06:00:00Z","last_new":"2026-03-03T06:00:00Z","given":"aa8741251d372e53afed2144d09751ecd209a1437da258f471a1b501766a3468","newest":"2026-03-03T05:00:00Z","entries":1,"text":89,"rhythm":null,"per_day":null,"failures":0,"failing_since":null,"reason":null,"unchanged":0,"not_before":null,"moved":null,"moved_runs":0,"gone":null,"told":[]}' AS BLOB));
INSERT INTO checks VALUES (1, 'gazette.xml', 'gazette', 1772431200000000, 'read', 1, 1, NULL, NULL);
INSERT INTO checks VALUES (2, 'gazette.xml', 'gazette', 1772517600000000, 'read', 1, 1, NULL, NULL);
INSERT INTO entries VALUES ('cd335a5826cd11b7', 'gazette.xml', 1772431200000000, 1772427600000000, NULL, CAST('{"source":"gazette.xml","id":"https://gazette.example/bridge","url":"https://gazette.example/bridge","title":"Kelmar Bridge closed after crack is found","summary":"Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. An emergency council meeting is scheduled for March 9.","content":"","content_kind":"html","published":"2026-03-02T05:00:00Z","updated":null,"authors":[],"tags":[],"lang":null,"position":1,"section":null,"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO entries VALUES ('37db675328cc7f66', 'gazette.xml', 1772517600000000, 1772514000000000, NULL, CAST('{"source":"gazette.xml","id":"https://gazette.example/mayor","url":"https://gazette.example/mayor","title":"Tarsk mayor resigns over flood defence contract","summary":"The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.","content":"","content_kind":"html","published":"2026-03-03T05:00:00Z","updated":null,"authors":[],"tags":[],"lang":null,"position":1,"section":null,"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO articles VALUES ('cd335a5826cd11b7', CAST('{"id":"cd335a5826cd11b7","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/bridge","url":"https://gazette.example/bridge","headline":"Kelmar Bridge closed after crack is found","text":"Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. An emergency council meeting is scheduled for March 9.","blocks":[{"kind":"paragraph","start":0,"end":134}],"dek":null,"byline":null,"published":"2026-03-02T05:00:00Z","updated":null,"first_seen":"2026-03-02T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO articles VALUES ('37db675328cc7f66', CAST('{"id":"37db675328cc7f66","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/mayor","url":"https://gazette.example/mayor","headline":"Tarsk mayor resigns over flood defence contract","text":"The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.","blocks":[{"kind":"paragraph","start":0,"end":89}],"dek":null,"byline":null,"published":"2026-03-03T05:00:00Z","updated":null,"first_seen":"2026-03-03T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO issues VALUES (1, '2026-03-02', 1772431200000000, '0e7d1eb38416502a021b0e3a61227576bece44611ee96a3e36ca06933f32c122', CAST('{
  "format": "digest-issue/1",
  "number": 1,
  "date": "2026-03-02",
  "as_of": "2026-03-02T06:00:00Z",
  "since": null,
  "publication": {
    "title": "The Estuary Morning",
    "tagline": "",
    "url": null,
    "lang": "en",
    "timezone": "Europe/Oslo",
    "postal_address": null,
    "reply_to": null,
    "subject": "{headline}"
  },
  "subject": "Kelmar Bridge closed after crack is found",
  "preheader": "",
  "lead": {
    "id": "8c85d1ac7de7",
    "thread": "8c85d1ac7de7",
    "headline": "Kelmar Bridge closed after crack is found",
    "article": "cd335a5826cd11b7",
    "articles": [
      "cd335a5826cd11b7"
    ],
    "outlets": [
      "gazette"
    ],
    "reports": 1,
    "section": "In the news",
    "rank": 1,
    "score": 0.2567,
    "terms": {
      "breadth": 0.0,
      "gravity": 0.1667,
      "prominence": 0.8,
      "freshness": 0.9622,
      "substance": 0.3667,
      "worth": 1.0,
      "weight": 1.0
    },
    "dek": null,
    "what_happened": [
      {
        "text": "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack.",
        "article": "cd335a5826cd11b7",
        "start": 0,
        "end": 79
      },
      {
        "text": "An emergency council meeting is scheduled for March 9.",
        "article": "cd335a5826cd11b7",
        "start": 80,
        "end": 134
      }
    ],
    "quotes": [],
    "figures": [],
    "differences": [],
    "background": [],
    "whats_next": [],
    "read_also": [],
    "day": 1,
    "earlier": [],
    "image": null
  },
  "sections": [],
  "developing": [],
  "whats_next": [
    {
      "passage": {
        "text": "An emergency council meeting is scheduled for March 9.",
        "article": "cd335a5826cd11b7",
        "start": 80,
        "end": 134
      },
      "story": "8c85d1ac7de7",
      "first": "2026-03-09",
      "last": "2026-03-09",
      "expression": {
        "text": "March 9",
        "article": "cd335a5826cd11b7",
        "start": 126,
        "end": 133
      },
      "score": 0.91,
      "also": []
    }
  ],
  "articles": [
    {
      "id": "cd335a5826cd11b7",
      "source": "gazette",
      "url": "https://gazette.example/bridge",
      "headline": "Kelmar Bridge closed after crack is found",
      "sha256": "1335b7b04fb4e80eba2517a85c5901b73196a99456b1b6f211b6b6c3644443b5",
      "published": "2026-03-02T05:00:00Z",
      "byline": null,
      "lang": "en",
      "enclosure": null,
      "paywall": false
    }
  ],
  "coverage": {
    "sources": [
      {
        "source": "gazette",
        "state": "read",
        "entries": 1,
        "new": 1,
        "reason": null
      }
    ],
    "candidates": 1,
    "printed": 1,
    "merged": 0,
    "dropped": {}
  }
}
' AS BLOB));
INSERT INTO issues VALUES (2, '2026-03-03', 1772517600000000, '1a305d59d7ba034d72f95e79a801745829ba63f023556c937dde39134ebe1b75', CAST('{
  "format": "digest-issue/1",
  "number": 2,
  "date": "2026-03-03",
  "as_of": "2026-03-03T06:00:00Z",
  "since": "2026-03-02T06:00:00Z",
  "publication": {
    "title": "The Estuary Morning",
    "tagline": "",
    "url": null,
    "lang": "en",
    "timezone": "Europe/Oslo",
    "postal_address": null,
    "reply_to": null,
    "subject": "{headline}"
  },
  "subject": "Tarsk mayor resigns over flood defence contract",
  "preheader": "",
  "lead": {
    "id": "a3982d12a4c7",
    "thread": "a3982d12a4c7",
    "headline": "Tarsk mayor resigns over flood defence contract",
    "article": "37db675328cc7f66",
    "articles": [
      "37db675328cc7f66"
    ],
    "outlets": [
      "gazette"
    ],
    "reports": 1,
    "section": "In the news",
    "rank": 1,
    "score": 0.5454,
    "terms": {
      "breadth": 0.0,
      "gravity": 1.0,
      "prominence": 0.8,
      "freshness": 0.9622,
      "substance": 0.2667,
      "worth": 1.0,
      "weight": 1.0
    },
    "dek": null,
    "what_happened": [
      {
        "text": "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
        "article": "37db675328cc7f66",
        "start": 0,
        "end": 89
      }
    ],
    "quotes": [],
    "figures": [],
    "differences": [],
    "background": [],
    "whats_next": [],
    "read_also": [],
    "day": 1,
    "earlier": [],
    "image": null
  },
  "sections": [],
  "developing": [],
  "whats_next": [],
  "articles": [
    {
      "id": "37db675328cc7f66",
      "source": "gazette",
      "url": "https://gazette.example/mayor",
      "headline": "Tarsk mayor resigns over flood defence contract",
      "sha256": "d2355bf0427f2b3cae76aae4a0406a0280d9b1683eca188a52aadeaf83a7ea95",
      "published": "2026-03-03T05:00:00Z",
      "byline": null,
      "lang": "en",
      "enclosure": null,
      "paywall": false
    }
  ],
  "coverage": {
    "sources": [
      {
        "source": "gazette",
        "state": "read",
        "entries": 1,
        "new": 1,
        "reason": null
      }
    ],
    "candidates": 1,
    "printed": 1,
    "merged": 0,
    "dropped": {}
  }
}
' AS BLOB));
INSERT INTO issue_articles VALUES (2, '37db675328cc7f66');
INSERT INTO issue_articles VALUES (1, 'cd335a5826cd11b7');
INSERT INTO printed VALUES (1, 'https://gazette.example/bridge');
INSERT INTO printed VALUES (2, 'https://gazette.example/mayor');
INSERT INTO deliveries VALUES (1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO deliveries VALUES (1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (1, 1, 'ada@reader.example', 'sending', NULL, '', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (2, 1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (3, 1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (4, 2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (5, 2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
