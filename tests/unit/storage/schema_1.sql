-- A database of schema 1, as its program made it: two issues of news that nobody reported, and what became of their mail.
PRAGMA user_version=0;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
CREATE TABLE sources ("key" TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, etag TEXT, last_modified TEXT, last_success BIGINT, last_new BIGINT, failures INTEGER NOT NULL, CONSTRAINT pk_sources PRIMARY KEY ("key"));
CREATE TABLE checks (run INTEGER NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, at BIGINT NOT NULL, state VARCHAR(16) NOT NULL, entries INTEGER NOT NULL, new INTEGER NOT NULL, reason TEXT, status INTEGER, CONSTRAINT pk_checks PRIMARY KEY (run, source));
CREATE TABLE articles (id VARCHAR(16) NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, first_seen BIGINT NOT NULL, published BIGINT, embargo_until BIGINT, body BLOB NOT NULL, CONSTRAINT pk_articles PRIMARY KEY (id));
CREATE TABLE issues (number INTEGER NOT NULL, date VARCHAR(10) NOT NULL, as_of BIGINT NOT NULL, sha256 VARCHAR(64) NOT NULL, body BLOB NOT NULL, CONSTRAINT pk_issues PRIMARY KEY (number), CONSTRAINT uq_issues_date UNIQUE (date));
CREATE TABLE issue_articles (issue INTEGER NOT NULL, article VARCHAR(16) NOT NULL, CONSTRAINT pk_issue_articles PRIMARY KEY (issue, article), CONSTRAINT fk_issue_articles_issue FOREIGN KEY(issue) REFERENCES issues (number), CONSTRAINT fk_issue_articles_article FOREIGN KEY(article) REFERENCES articles (id));
CREATE TABLE printed (issue INTEGER NOT NULL, "key" TEXT NOT NULL, CONSTRAINT pk_printed PRIMARY KEY (issue, "key"), CONSTRAINT fk_printed_issue FOREIGN KEY(issue) REFERENCES issues (number));
CREATE TABLE deliveries (issue INTEGER NOT NULL, recipient TEXT NOT NULL, state VARCHAR(16) NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at BIGINT, CONSTRAINT pk_deliveries PRIMARY KEY (issue, recipient));
CREATE TABLE delivery_changes (id INTEGER NOT NULL, issue INTEGER NOT NULL, recipient TEXT NOT NULL, state VARCHAR(16) NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at BIGINT, CONSTRAINT pk_delivery_changes PRIMARY KEY (id));
CREATE INDEX ix_articles_first_seen ON articles (first_seen);
CREATE INDEX ix_articles_published ON articles (published);
CREATE INDEX ix_articles_embargo_until ON articles (embargo_until) WHERE embargo_until IS NOT NULL;
CREATE INDEX ix_issue_articles_article ON issue_articles (article);
INSERT INTO alembic_version VALUES ('0001');
INSERT INTO sources VALUES ('gazette.xml', '/srv/news/gazette.xml', '/srv/news/gazette.xml', '"sha256-814c9d45fce2cc7abecb8dac7912f12c3a92a40e2b6992d5704554169d303503"', NULL, 1772517600000000, 1772517600000000, 0);
INSERT INTO checks VALUES (1, 'gazette.xml', 'gazette', 1772431200000000, 'read', 1, 1, NULL, NULL);
INSERT INTO checks VALUES (2, 'gazette.xml', 'gazette', 1772517600000000, 'read', 1, 1, NULL, NULL);
INSERT INTO articles VALUES ('cd335a5826cd11b7', 'gazette.xml', 'https://gazette.example/bridge', 1772431200000000, 1772427600000000, NULL, CAST('{"id":"cd335a5826cd11b7","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/bridge","url":"https://gazette.example/bridge","headline":"Kelmar Bridge closed after crack is found","text":"Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. An emergency council meeting is scheduled for March 9.","blocks":[{"kind":"paragraph","start":0,"end":134}],"dek":null,"byline":null,"published":"2026-03-02T05:00:00Z","updated":null,"first_seen":"2026-03-02T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO articles VALUES ('37db675328cc7f66', 'gazette.xml', 'https://gazette.example/mayor', 1772517600000000, 1772514000000000, NULL, CAST('{"id":"37db675328cc7f66","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/mayor","url":"https://gazette.example/mayor","headline":"Tarsk mayor resigns over flood defence contract","text":"The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.","blocks":[{"kind":"paragraph","start":0,"end":89}],"dek":null,"byline":null,"published":"2026-03-03T05:00:00Z","updated":null,"first_seen":"2026-03-03T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null}' AS BLOB));
INSERT INTO issues VALUES (1, '2026-03-02', 1772431200000000, '0eec2a9ca55635936ca215415e0aebb982dde6d5b0580e1a036da9c60df88dd4', CAST('{
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
INSERT INTO issues VALUES (2, '2026-03-03', 1772517600000000, 'ce581b1295e8a8b4cda4ffe656cbcb2b9d331d1165f98117e2c1ef929be28106', CAST('{
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
INSERT INTO issue_articles VALUES (1, 'cd335a5826cd11b7');
INSERT INTO issue_articles VALUES (2, '37db675328cc7f66');
INSERT INTO printed VALUES (1, 'https://gazette.example/bridge');
INSERT INTO printed VALUES (2, 'https://gazette.example/mayor');
INSERT INTO deliveries VALUES (1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO deliveries VALUES (1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (1, 1, 'ada@reader.example', 'sending', NULL, '', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (2, 1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (3, 1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (4, 2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (5, 2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
