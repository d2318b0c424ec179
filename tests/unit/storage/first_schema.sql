-- The schema of the first program, as it made it, with a little of everything in it.
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE articles (
	id VARCHAR(16) NOT NULL,
	source TEXT NOT NULL,
	url TEXT NOT NULL,
	first_seen BIGINT NOT NULL,
	published BIGINT,
	embargo_until BIGINT,
	body BLOB NOT NULL,
	CONSTRAINT pk_articles PRIMARY KEY (id)
);
CREATE TABLE checks (
	run INTEGER NOT NULL,
	source TEXT NOT NULL,
	name TEXT NOT NULL,
	at BIGINT NOT NULL,
	state VARCHAR(16) NOT NULL,
	entries INTEGER NOT NULL,
	new INTEGER NOT NULL,
	reason TEXT,
	status INTEGER,
	CONSTRAINT pk_checks PRIMARY KEY (run, source)
);
CREATE TABLE deliveries (
	issue INTEGER NOT NULL,
	recipient TEXT NOT NULL,
	state VARCHAR(16) NOT NULL,
	code INTEGER,
	reply TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	at BIGINT,
	CONSTRAINT pk_deliveries PRIMARY KEY (issue, recipient)
);
CREATE TABLE delivery_changes (
	id INTEGER NOT NULL,
	issue INTEGER NOT NULL,
	recipient TEXT NOT NULL,
	state VARCHAR(16) NOT NULL,
	code INTEGER,
	reply TEXT NOT NULL,
	attempts INTEGER NOT NULL,
	at BIGINT,
	CONSTRAINT pk_delivery_changes PRIMARY KEY (id)
);
CREATE TABLE issue_articles (
	issue INTEGER NOT NULL,
	article VARCHAR(16) NOT NULL,
	CONSTRAINT pk_issue_articles PRIMARY KEY (issue, article),
	CONSTRAINT fk_issue_articles_issue FOREIGN KEY(issue) REFERENCES issues (number),
	CONSTRAINT fk_issue_articles_article FOREIGN KEY(article) REFERENCES articles (id)
);
CREATE TABLE issues (
	number INTEGER NOT NULL,
	date VARCHAR(10) NOT NULL,
	as_of BIGINT NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	body BLOB NOT NULL,
	CONSTRAINT pk_issues PRIMARY KEY (number),
	CONSTRAINT uq_issues_date UNIQUE (date)
);
CREATE TABLE printed (
	issue INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	CONSTRAINT pk_printed PRIMARY KEY (issue, "key"),
	CONSTRAINT fk_printed_issue FOREIGN KEY(issue) REFERENCES issues (number)
);
CREATE TABLE sources (
	"key" TEXT NOT NULL,
	url TEXT NOT NULL,
	final_url TEXT NOT NULL,
	etag TEXT,
	last_modified TEXT,
	last_success BIGINT,
	last_new BIGINT,
	failures INTEGER NOT NULL,
	CONSTRAINT pk_sources PRIMARY KEY ("key")
);
CREATE INDEX ix_articles_first_seen ON articles (first_seen);
CREATE INDEX ix_articles_published ON articles (published);
CREATE INDEX ix_articles_embargo_until ON articles (embargo_until) WHERE embargo_until IS NOT NULL;
CREATE INDEX ix_issue_articles_article ON issue_articles (article);
INSERT INTO articles VALUES ('c325761a9a4da606', 'harbour', 'https://harbour.example/cited', 1714564800000000, 1714561200000000, NULL, CAST('{"id": "c325761a9a4da606", "source": "harbour", "source_name": "Harbour News", "entry_id": "cited", "url": "https://harbour.example/cited", "headline": "Ferry leaves", "text": "The ferry left at noon.", "blocks": [{"kind": "paragraph", "start": 0, "end": 23}], "dek": null, "byline": null, "published": "2024-05-01T11:00:00Z", "updated": null, "first_seen": "2024-05-01T12:00:00Z", "lang": "en", "origin": "teaser", "section": null, "tags": ["sea"], "position": 1, "related": [], "embargo_until": null, "expires": null, "image": null}' AS BLOB));
INSERT INTO articles VALUES ('a13be46ed7318f49', 'harbour', 'https://harbour.example/page', 1714564800000000, 1714561200000000, NULL, CAST('{"id": "a13be46ed7318f49", "source": "harbour", "source_name": "Harbour News", "entry_id": "page", "url": "https://harbour.example/page", "headline": "Pier closes", "text": "The pier closes on Monday. It opens in June.", "blocks": [{"kind": "paragraph", "start": 0, "end": 44}], "dek": null, "byline": null, "published": "2024-05-01T11:00:00Z", "updated": null, "first_seen": "2024-05-01T12:00:00Z", "lang": "en", "origin": "page", "section": null, "tags": ["sea"], "position": 1, "related": [], "embargo_until": null, "expires": null, "image": null}' AS BLOB));
INSERT INTO articles VALUES ('1ade8bfb3ec6d3b5', 'harbour', 'https://harbour.example/waiting', 1714564800000000, 1714561200000000, NULL, CAST('{"id": "1ade8bfb3ec6d3b5", "source": "harbour", "source_name": "Harbour News", "entry_id": "waiting", "url": "https://harbour.example/waiting", "headline": "Gulls return", "text": "The gulls are back.\n\nThey like the pier.", "blocks": [{"kind": "paragraph", "start": 0, "end": 40}], "dek": null, "byline": "A. Pilot", "published": "2024-05-01T11:00:00Z", "updated": null, "first_seen": "2024-05-01T12:00:00Z", "lang": "en", "origin": "content", "section": null, "tags": ["sea"], "position": 1, "related": [], "embargo_until": null, "expires": null, "image": null}' AS BLOB));
INSERT INTO sources VALUES ('harbour', 'https://harbour.example/feed', 'https://harbour.example/feed', '"1"', NULL, 1714564800000000, 1714564800000000, 2);
INSERT INTO checks VALUES (1, 'harbour', 'Harbour News', 1714564800000000, 'read', 3, 3, NULL, 200);
INSERT INTO issues VALUES (1, '2024-05-01', 1714564800000000, '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', CAST('{}' AS BLOB));
INSERT INTO issue_articles VALUES (1, 'c325761a9a4da606');
INSERT INTO printed VALUES (1, 'https://harbour.example/cited');
INSERT INTO deliveries VALUES (1, 'a@example.org', 'accepted', 250, 'OK', 1, 1714564800000000);
INSERT INTO delivery_changes VALUES (1, 1, 'a@example.org', 'accepted', 250, 'OK', 1, 1714564800000000);
