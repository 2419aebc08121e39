-- What people bring along and add: the columns of the tables that articles came with, tags, notes and exclusions. None
-- of it is part of a text hash, of a version or of the chain of runs.
CREATE TABLE label_sets (
  -- a table of addresses that was fetched, under the name of its file
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  source TEXT,                                 -- the file; NULL: standard input
  columns TEXT NOT NULL,                       -- JSON: the names of its columns, in their order
  url_column TEXT NOT NULL,                    -- the one that holds the addresses
  added_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  checksum INTEGER NOT NULL
);
CREATE TABLE label_rows (
  -- one row a row of such a table
  set_id INTEGER NOT NULL REFERENCES label_sets(id) ON DELETE CASCADE,
  row INTEGER NOT NULL,                        -- from 1, the header not counted
  url TEXT NOT NULL,                           -- the address, spelled as in aliases and fetches; else the cell
  error TEXT,                                  -- why the cell is no address; NULL: it is one
  cells TEXT NOT NULL,                         -- JSON: column -> cell, as written
  checksum INTEGER NOT NULL,
  PRIMARY KEY (set_id, row)
) WITHOUT ROWID;
CREATE INDEX ix_label_rows_url ON label_rows(url);

CREATE TABLE coder_tags (
  -- tags that people gave; the tags of the page itself are in articles.tags
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  coder TEXT NOT NULL,                         -- who
  added_at TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE (article_id, tag, coder)
);
CREATE INDEX ix_coder_tags_tag ON coder_tags(tag, article_id);

CREATE TABLE coder_notes (
  -- what people wrote about an article, or about a passage of one of its versions (a W3C TextQuoteSelector)
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,                    -- the version that the note is about
  text TEXT NOT NULL DEFAULT '',               -- '': a highlight without words
  field TEXT,                                  -- headline, body_text, ...; NULL: the article as a whole
  exact TEXT,                                  -- the passage
  prefix TEXT,                                 -- the characters before it, to find it again
  suffix TEXT,                                 -- and after it
  coder TEXT NOT NULL,
  added_at TEXT NOT NULL,
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_notes_article ON coder_notes(article_id);
CREATE VIRTUAL TABLE coder_notes_fts USING fts5(
  text, exact, content="coder_notes", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO coder_notes_fts(coder_notes_fts, rank) VALUES ('rank', 'bm25(1.0, 0.5)');
CREATE TRIGGER coder_notes_fts_insert AFTER INSERT ON coder_notes BEGIN
  INSERT INTO coder_notes_fts(rowid, text, exact) VALUES (new.id, new.text, new.exact);
END;
CREATE TRIGGER coder_notes_fts_delete AFTER DELETE ON coder_notes BEGIN
  INSERT INTO coder_notes_fts(coder_notes_fts, rowid, text, exact) VALUES ('delete', old.id, old.text, old.exact);
END;
CREATE TRIGGER coder_notes_fts_update AFTER UPDATE ON coder_notes BEGIN
  INSERT INTO coder_notes_fts(coder_notes_fts, rowid, text, exact) VALUES ('delete', old.id, old.text, old.exact);
  INSERT INTO coder_notes_fts(rowid, text, exact) VALUES (new.id, new.text, new.exact);
END;

CREATE TABLE coder_exclusions (
  -- articles that a coder left out of the corpus, and why
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  coder TEXT NOT NULL,
  added_at TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE (article_id, coder)
);

CREATE VIEW v_label_rows AS
  -- one row a row of a label set, with its article and the last visit to its address
  SELECT s.name AS label_set, r.row, r.url, l.article_id, coalesce(r.error, f.error) AS error,
    CASE WHEN r.error IS NULL THEN f.reason ELSE 'bad_url' END AS reason, f.status, f.at AS fetched_at, r.cells
  FROM label_rows r JOIN label_sets s ON s.id = r.set_id
    LEFT JOIN aliases l ON l.url = r.url
    LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE url = r.url);

CREATE VIEW v_labels AS
  -- one row a cell of a label set
  SELECT s.name AS label_set, r.row, r.url, l.article_id, c.key AS "column", c.value
  FROM label_rows r JOIN label_sets s ON s.id = r.set_id
    LEFT JOIN aliases l ON l.url = r.url, json_each(r.cells) c;

CREATE VIEW v_tags AS
  SELECT t.id, t.article_id, a.url, a.site, a.headline, t.tag, t.coder, t.added_at
  FROM coder_tags t JOIN articles a ON a.id = t.article_id;

CREATE VIEW v_notes AS
  SELECT n.id, n.article_id, a.url, a.site, a.headline, n.version, n.version = a.version AS is_current, n.field,
    n.exact, n.prefix, n.suffix, n.text, n.coder, n.added_at
  FROM coder_notes n JOIN articles a ON a.id = n.article_id;

CREATE VIEW v_exclusions AS
  SELECT e.id, e.article_id, a.url, a.site, a.headline, e.reason, e.coder, e.added_at
  FROM coder_exclusions e JOIN articles a ON a.id = e.article_id;

CREATE VIEW v_captures AS
  -- one row a kept page: where a text came from
  SELECT c.id, c.url, c.final_url, c.site, c.status, c.fetched_at, c.complete, c.source, b.sha256, b.raw_bytes,
    c.run_id, e.article_id, e.version, e.verdict, e.extractor, e.extracted_at
  FROM captures c JOIN bodies b ON b.id = c.body_id
    LEFT JOIN extractions e ON e.id = (SELECT max(id) FROM extractions WHERE capture_id = c.id);
