-- A database of schema 5, as its program made it: two issues of news that nobody reported, and what became of their mail.
PRAGMA user_version=5;
CREATE TABLE states (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE checks (run INTEGER NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, entries INTEGER NOT NULL, new INTEGER NOT NULL, reason TEXT, status INTEGER, PRIMARY KEY (run, source)) WITHOUT ROWID;
CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, first_seen INTEGER NOT NULL, published INTEGER, embargo_until INTEGER, body BLOB NOT NULL, url TEXT NOT NULL DEFAULT '');
CREATE TABLE articles (id TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE issues (number INTEGER NOT NULL PRIMARY KEY, date TEXT NOT NULL UNIQUE, as_of INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE issue_articles (issue INTEGER NOT NULL REFERENCES issues (number), article TEXT NOT NULL REFERENCES articles (id), sha256 TEXT, PRIMARY KEY (issue, article)) WITHOUT ROWID;
CREATE TABLE seals (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), previous TEXT NOT NULL, seal TEXT NOT NULL);
CREATE TABLE published (path TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE printed (issue INTEGER NOT NULL REFERENCES issues (number), key TEXT NOT NULL, PRIMARY KEY (issue, key)) WITHOUT ROWID;
CREATE TABLE budgets (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), body BLOB NOT NULL);
CREATE TABLE corrections (number INTEGER NOT NULL PRIMARY KEY, undone INTEGER, body BLOB NOT NULL);
CREATE TABLE approvals (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL REFERENCES issues (number), sha256 TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, revoked INTEGER, revoked_by TEXT NOT NULL DEFAULT '');
CREATE TABLE deliveries (issue INTEGER NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER, PRIMARY KEY (issue, recipient)) WITHOUT ROWID;
CREATE TABLE delivery_changes (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER);
CREATE INDEX entries_url ON entries (url);
CREATE INDEX entries_source ON entries (source, first_seen);
CREATE INDEX entries_first_seen ON entries (first_seen);
CREATE INDEX entries_published ON entries (published);
CREATE INDEX entries_embargo_until ON entries (embargo_until) WHERE embargo_until IS NOT NULL;
CREATE INDEX issue_articles_article ON issue_articles (article);
CREATE INDEX approvals_issue ON approvals (issue);
CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient);
INSERT INTO states VALUES ('gazette.xml', CAST('{"key":"gazette.xml","url":"/srv/news/gazette.xml","etag":"\"sha256-814c9d45fce2cc7abecb8dac7912f12c3a92a40e2b6992d5704554169d303503\"","last_modified":null,"body":"814c9d45fce2cc7abecb8dac7912f12c3a92a40e2b6992d5704554169d303503","reading":"auto","last_asked":"2026-03-03T06:00:00Z","last_read":"2026-03-03T06:00:00Z","last_success":"2026-03-03T06:00:00Z","last_new":"2026-03-03T06:00:00Z","given":"aa8741251d372e53afed2144d09751ecd209a1437da258f471a1b501766a3468","newest":"2026-03-03T05:00:00Z","entries":1,"text":89,"rhythm":null,"per_day":null,"failures":0,"failing_since":null,"reason":null,"unchanged":0,"not_before":null,"moved":null,"moved_runs":0,"gone":null,"told":[]}' AS BLOB));
INSERT INTO checks VALUES (1, 'gazette.xml', 'gazette', 1772431200000000, 'read', 1, 1, NULL, NULL);
INSERT INTO checks VALUES (2, 'gazette.xml', 'gazette', 1772517600000000, 'read', 1, 1, NULL, NULL);
INSERT INTO entries VALUES ('cd335a5826cd11b7', 'gazette.xml', 1772431200000000, 1772427600000000, NULL, CAST('{"source":"gazette.xml","id":"https://gazette.example/bridge","url":"https://gazette.example/bridge","title":"Kelmar Bridge closed after crack is found","summary":"Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. An emergency council meeting is scheduled for March 9.","content":"","content_kind":"html","published":"2026-03-02T05:00:00Z","updated":null,"authors":[],"tags":[],"lang":null,"position":1,"section":null,"embargo_until":null,"expires":null,"image":null,"enclosure":null,"utc_offset":null}' AS BLOB), 'https://gazette.example/bridge');
INSERT INTO entries VALUES ('37db675328cc7f66', 'gazette.xml', 1772517600000000, 1772514000000000, NULL, CAST('{"source":"gazette.xml","id":"https://gazette.example/mayor","url":"https://gazette.example/mayor","title":"Tarsk mayor resigns over flood defence contract","summary":"The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.","content":"","content_kind":"html","published":"2026-03-03T05:00:00Z","updated":null,"authors":[],"tags":[],"lang":null,"position":1,"section":null,"embargo_until":null,"expires":null,"image":null,"enclosure":null,"utc_offset":null}' AS BLOB), 'https://gazette.example/mayor');
INSERT INTO articles VALUES ('cd335a5826cd11b7', CAST('{"id":"cd335a5826cd11b7","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/bridge","url":"https://gazette.example/bridge","headline":"Kelmar Bridge closed after crack is found","text":"Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. An emergency council meeting is scheduled for March 9.","blocks":[{"kind":"paragraph","start":0,"end":134}],"dek":null,"byline":null,"published":"2026-03-02T05:00:00Z","updated":null,"first_seen":"2026-03-02T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null,"utc_offset":null}' AS BLOB));
INSERT INTO articles VALUES ('37db675328cc7f66', CAST('{"id":"37db675328cc7f66","source":"gazette.xml","source_name":"gazette","entry_id":"https://gazette.example/mayor","url":"https://gazette.example/mayor","headline":"Tarsk mayor resigns over flood defence contract","text":"The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.","blocks":[{"kind":"paragraph","start":0,"end":89}],"dek":null,"byline":null,"published":"2026-03-03T05:00:00Z","updated":null,"first_seen":"2026-03-03T06:00:00Z","lang":"en","origin":"teaser","section":null,"tags":[],"position":1,"related":[],"embargo_until":null,"expires":null,"image":null,"enclosure":null,"utc_offset":null}' AS BLOB));
INSERT INTO issues VALUES (1, '2026-03-02', 1772431200000000, '06eaa3c8e2f007613e1a63d5ad328a41ea1b85b5cf2409d13c8d92f9889368f1', CAST('{
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
    "score": 0.2595,
    "terms": {
      "breadth": 0.0,
      "gravity": 0.1091,
      "prominence": 0.8,
      "freshness": 0.9622,
      "substance": 0.3667,
      "worth": 1.0,
      "weight": 1.0,
      "section": 1.0,
      "novelty": 1.0
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
      "score": 0.924,
      "also": [],
      "event": "c0884f496d4a10acde995d66",
      "revision": 0
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
  },
  "due": [],
  "settled": [],
  "withdrawn": []
}
' AS BLOB));
INSERT INTO issues VALUES (2, '2026-03-03', 1772517600000000, '86c077835332391a8d43a37dab851a2c601f9af23f1df3733bbdef0938cdef9b', CAST('{
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
    "score": 0.2896,
    "terms": {
      "breadth": 0.0,
      "gravity": 0.2063,
      "prominence": 0.8,
      "freshness": 0.9622,
      "substance": 0.2667,
      "worth": 1.0,
      "weight": 1.0,
      "section": 1.0,
      "novelty": 1.0
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
  },
  "due": [],
  "settled": [],
  "withdrawn": []
}
' AS BLOB));
INSERT INTO issue_articles VALUES (1, 'cd335a5826cd11b7', 'fa40a146af8dc2e08e120811dd73c4e703573d7f91a11410290f6d06c50fc69a');
INSERT INTO issue_articles VALUES (2, '37db675328cc7f66', '5041733feca4a74d1deb4c3d634cdd8c39868098eca0fedc5e998fda09b623fa');
INSERT INTO seals VALUES (1, '', 'e96cda5be77bd609c8047743f2d0f871432b3019d0b65ea68f41d27e9833a413');
INSERT INTO seals VALUES (2, 'e96cda5be77bd609c8047743f2d0f871432b3019d0b65ea68f41d27e9833a413', '794e524ffbc5036ec66c5a44eb2abd6ebf1329b295dd690b0729f457d8cdde9f');
INSERT INTO published VALUES ('404.html', '82ca3265ddec902c0a409ab0d6cb64d0c13d02f56282a1e31f6d359f3d057682');
INSERT INTO published VALUES ('calendar.ics', 'a2c9523c32cf38eab0f954b04be3ef54aa55892339c54694bfdd08e6306769d2');
INSERT INTO published VALUES ('favicon.svg', 'cefe8dc369644d5e3523ec6025c7f16192db43bd411aed92f41e0b4ad1c3ddc2');
INSERT INTO published VALUES ('feed.json', 'ae08e2d3e9424e457b6ca8e4554a6832bb3bc0556f88b1ec32daa602dc9fa4fc');
INSERT INTO published VALUES ('feed.xml', 'c54004544cdfb99b50c5c8b8c750a61adb6687b09a030d4e866373aed9ec8c3c');
INSERT INTO published VALUES ('index.html', '246dd10dcb3ea129595f90cc4d85cfaa86684844258003e08823fa9e062233ed');
INSERT INTO published VALUES ('issues/2026-03-02/calendar.ics', '56e84829d164195817f8714bde8f4539144f8c85694858283bcd2795cb63c4d8');
INSERT INTO published VALUES ('issues/2026-03-02/email.html', 'be5abb8470b040189aaf119597a532f09038ac4abd7be48c212d1c540c074abe');
INSERT INTO published VALUES ('issues/2026-03-02/email.txt', 'e3049b3496497469e5aa7dbd2a3a7cfe2bc6bdd1c4c116170ee5a4ea0ff31ea3');
INSERT INTO published VALUES ('issues/2026-03-02/index.html', 'f502db465893b0091e9a1df9e0b096f0815bb2e1193caa81a8afe5fea0031151');
INSERT INTO published VALUES ('issues/2026-03-02/issue.json', '06eaa3c8e2f007613e1a63d5ad328a41ea1b85b5cf2409d13c8d92f9889368f1');
INSERT INTO published VALUES ('issues/2026-03-03/email.html', 'f36e40e33b3fe02dc2eb9031397a738fdb11701b5d91bc9da62def1e55c11179');
INSERT INTO published VALUES ('issues/2026-03-03/email.txt', 'd86b2594ce7ffd6fa8fb465875de783c39d540c8b592182b3f63f2b14d9463ee');
INSERT INTO published VALUES ('issues/2026-03-03/index.html', 'c191faab8fa2b5b1963843c37da81559d103cd37b1356488eb9f065709ee6cee');
INSERT INTO published VALUES ('issues/2026-03-03/issue.json', '86c077835332391a8d43a37dab851a2c601f9af23f1df3733bbdef0938cdef9b');
INSERT INTO published VALUES ('issues/2026/index.html', 'd61f31cad2fb4ff0bb8535475285d429dfb543c6e65e8d2c4277fdfff927f306');
INSERT INTO published VALUES ('issues/index.html', '4b905e51551e7a0846bd0ac876c1f5af5cd628c9df2d221a6e72496306101273');
INSERT INTO published VALUES ('robots.txt', '16ceb5ee3e0dc13aa9adf31a3ebbe45a1d965b8c2b9f72eaf84e5911e140ed95');
INSERT INTO published VALUES ('sections/in-the-news/index.html', '7bfe3207c05065d5dc8c2403c45e00f2025383fd72cf79cb5d5b54a9f5e21f60');
INSERT INTO published VALUES ('sections/index.html', '14f501fc671ce7015d68f95201269f24d5f277a3af51b94b6fd03b9a80c60d1c');
INSERT INTO published VALUES ('sources/index.html', '3fa26a885c0f0475494bb868eb554fb87942f11343d76156cb44fc1b7ba310d8');
INSERT INTO published VALUES ('style.css', 'a249395afd02a438a1543311d96583fad4cbf5ea2e127529a365f77bf7d674bc');
INSERT INTO published VALUES ('whats-next/index.html', 'c166e28d58e39eb6290f94a935f5d30baf411a6b42d8a60bdf40167956d25aa4');
INSERT INTO printed VALUES (1, 'gazette.example/bridge');
INSERT INTO printed VALUES (1, 'https://gazette.example/bridge');
INSERT INTO printed VALUES (2, 'gazette.example/mayor');
INSERT INTO printed VALUES (2, 'https://gazette.example/mayor');
INSERT INTO budgets VALUES (1, X'789c9d51cb4ec33010fc9568cf813aa9923e8edc10574e20845c7bdb584ded68d76981aaffce6e1421216e48396476d633e3f115bccd085ba84dddde99e59da9a104cbef69ff6bf86cdaad31f2bd08ed6cf441cf316c5fafc039d1a76cafddbaf195752b8f2bd9ca1da1f57fe7deca725542276c1fa29a3f617fb2543c50f0072c5c9f187d61f719a97064ddb1085cecd318bd66a31c5c3f5b07d5777eb96c6cb3ae5be7ab6aa71e9c4672aa7cb05f98e582258cd40bee721e78bb58ccf37bfcb0a7a1c7c56eb2867fa6babd4929690853aad7bf81de8417d1a3d2f2cb2e911898fbbad9345214d249982becb4b0dc29634a38903d87fca9a8321b296ca0749264d14d67d725ec09b98bc8ac78d3d6b5488f3bce765e59b6edaa844b22d5ac54f382e1d0e51930ba1c529c514c67ecd54ed0ad04b2f1383dd3cf163cc622775844bcb0147546f2c18916f4929a272a308f5a62444b7a55edc5531a069477bade6edfc0abc1ae');
INSERT INTO budgets VALUES (2, X'789ca551c14ec3300cfd95cae7c2ba14d2ad7fc07d27104259e2aed1daa4b2b38d31eddf71aa0a097144ca21f67b797e7eb9813309a1055529fd50d572a004c31fb1fbd5dc55baad2a39af025b139ccfef18dab71b708a7415b6a9b71be5d6ca3cd94658a92734ee6fdf1921af4be8051d7cc8c37786f8588ce61aa920647f085cc43352d10d31bac26187c162616348646cca0e29793b2c067c9e52376eaf9be75a6dac6d3aad85c4f14436eb1fcc172659b384130d52f7294ddcae564bff113fcd380db89a1dc0bfacdddf259f38f9d9dadb5f57ef828bf431c372651b49c6548f6ab3d59219d228c80df639bbd467a42ae140e6ecd375e655ba2e61a2388abf60e7b79b123af1d60764cef5562b25d2a73d27b35094d64d09974859739d352fe80f7d5a0a469b7c0c4b1564c1218f93ea5e0299709c7fec87052fa1483d16012f2c71491ccecbee2d0ce29a67c8339f72e0010de555732e8ee234a17cd6ed7eff066aaec63e');
INSERT INTO corrections VALUES (1, NULL, CAST('{"number":1,"kind":"kill","articles":["https://gazette.example/bridge"],"others":[],"about":"Kelmar Bridge closed","at":"2026-03-03T07:05:00Z","undone":null}' AS BLOB));
INSERT INTO approvals VALUES (1, 2, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'Ines', 1772521500000000, NULL, '');
INSERT INTO deliveries VALUES (1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO deliveries VALUES (1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO deliveries VALUES (2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (1, 1, 'ada@reader.example', 'sending', NULL, '', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (2, 1, 'ada@reader.example', 'accepted', 250, '2.0.0 queued', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (3, 1, 'Bo@reader.example', 'failed', 550, '5.1.1 no such user', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (4, 2, 'ada@reader.example', 'unknown', NULL, 'the connection was lost', 1, 1772521500000000);
INSERT INTO delivery_changes VALUES (5, 2, 'bo@reader.example', 'deferred', 451, '4.7.1 try again later', 1, 1772521500000000);
