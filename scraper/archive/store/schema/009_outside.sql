-- The index anew, its definition spelt as sqlite-utils and Datasette look for it: `content="articles"`, no spaces.
-- The triggers that fill it stay, for they name it only.
DROP TABLE articles_fts;
DROP TABLE past_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5(
  body_text, headline, subheadline, byline, caption, credit, ngrams, filters,
  content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO articles_fts(articles_fts, rank) VALUES ('rank', 'bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0, 0.0)');
CREATE VIRTUAL TABLE past_fts USING fts5(
  body_text, headline, subheadline, byline, caption, credit, ngrams,
  content="past_texts", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO past_fts(past_fts, rank) VALUES ('rank', 'bm25(1.0, 10.0, 4.0, 4.0, 3.0, 2.0, 1.0)');
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
INSERT INTO past_fts(past_fts) VALUES ('rebuild');

CREATE TABLE allowed_triggers (
  -- triggers on our tables that somebody else made and `--allow-trigger` let run
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,                        -- of its definition: another one under the same name is not allowed
  allowed_at TEXT NOT NULL,
  checksum INTEGER NOT NULL
) WITHOUT ROWID;

-- Where a feed reader keeps a feed, so that an export gives back what an import took: the page that it belongs to, and
-- its folders in JSON, a list of paths, each from the outermost folder.
ALTER TABLE feeds ADD COLUMN site_url TEXT;
ALTER TABLE feeds ADD COLUMN folders TEXT NOT NULL DEFAULT '[]';
UPDATE feeds SET checksum =  -- a wrong one stays wrong
  row_sum(url, kind, title, site, added_at, etag, last_modified, polled_at, due_at, failures, status, error, site_url, folders)
  WHERE checksum = row_sum(url, kind, title, site, added_at, etag, last_modified, polled_at, due_at, failures, status, error);
DROP VIEW v_feeds;
CREATE VIEW v_feeds AS
  SELECT f.id, f.url, f.kind, f.title, f.site, f.added_at, f.polled_at, f.due_at, f.failures, f.status, f.error,
    (SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id) AS entries,
    (SELECT max(seen_at) FROM feed_entries e WHERE e.feed_id = f.id) AS last_entry_at,
    f.site_url, f.folders
  FROM feeds f;

-- Which command a run was (`feed poll`), who ran it (machine:process), and the error that ended it, if one did.
ALTER TABLE runs ADD COLUMN name TEXT;
ALTER TABLE runs ADD COLUMN owner TEXT;
ALTER TABLE runs ADD COLUMN error TEXT;

CREATE TABLE reseals (
  -- when the chain of runs was sealed anew, and why: from then on `sha256` of the last run is another one
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  why TEXT NOT NULL,
  runs INTEGER NOT NULL,                       -- command lines that were changed
  captures INTEGER NOT NULL,                   -- rows of captures that were changed
  before_sha256 TEXT,                          -- of the run that was sealed last, as it was
  after_sha256 TEXT,                           -- and as it is
  checksum INTEGER NOT NULL
);

-- Who signs: NULL is a person, or what an older reader did not tell apart.
ALTER TABLE article_authors ADD COLUMN kind TEXT;
DROP VIEW v_authors;
CREATE VIEW v_authors AS
  SELECT p.article_id, a.url AS article_url, a.site, a.headline, a.date_published, p.position, n.name, p.role,
    p.links, p.raw, coalesce(p.kind, 'person') AS kind
  FROM article_authors p JOIN authors n ON n.id = p.author_id JOIN articles a ON a.id = p.article_id;
