-- Every row is covered by a checksum, a hash, or a copy in an index that SQLite compares with it: one flipped byte
-- shows. row_sum() and crc32() are functions of the program that takes this step.
ALTER TABLE bodies ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE bodies SET checksum = row_sum(sha256, raw_bytes, codec, base_id, crc32(data));

DROP TRIGGER captures_stay;
ALTER TABLE captures ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE captures SET checksum =
  row_sum(url, final_url, site, status, headers, redirects, complete, fetched_at, source, body_id, run_id);
CREATE TRIGGER captures_stay BEFORE UPDATE ON captures BEGIN
  SELECT RAISE(ABORT, 'captures are what servers sent: rows are never changed');
END;

-- the checksum of an article covers what follows from its texts, too: a ^ b is (a | b) - (a & b)
UPDATE articles SET checksum = (checksum | row_sum(fingerprint, edges, ngrams)) - (checksum & row_sum(fingerprint, edges, ngrams));

-- text_sha256 does not see white space; this sum does, and the form of the body
ALTER TABLE versions ADD COLUMN words_checksum INTEGER NOT NULL DEFAULT 0;
UPDATE versions SET words_checksum = (
  SELECT row_sum(headline, subheadline, byline, caption, credit, body_text, body_form, ngrams)
  FROM articles a WHERE a.id = article_id AND a.version = number
  UNION ALL
  SELECT row_sum(headline, subheadline, byline, caption, credit, body_text, body_form, ngrams)
  FROM past_texts p WHERE p.article_id = versions.article_id AND p.number = versions.number LIMIT 1
);
UPDATE versions SET checksum =  -- a wrong one stays wrong
  row_sum(article_id, number, first_seen, replaced_at, capture_id, date_modified, text_sha256, changed, stealth, returns, words_checksum)
  WHERE checksum = row_sum(article_id, number, first_seen, replaced_at, capture_id, date_modified, text_sha256, changed, stealth, returns);

ALTER TABLE visits ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE visits SET checksum = row_sum(article_id, last_seen, due_at, unchanged, missing, missing_since, vanished_at);

ALTER TABLE queue ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE queue SET checksum =
  row_sum(url, host, state, priority, attempts, owner, lease_until, reason, error, lead);

-- over all but next_ok_at, which changes at each visit and stands in an index
ALTER TABLE hosts ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE hosts SET checksum = row_sum(host, delay, failures, open_until, robots, robots_at, robots_status);
CREATE INDEX ix_hosts_next_ok_at ON hosts(next_ok_at);

ALTER TABLE feeds ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE feeds SET checksum =
  row_sum(url, kind, title, site, added_at, etag, last_modified, polled_at, due_at, failures, status, error);

-- indexes that hold the last columns which nothing else covers
DROP INDEX ix_feed_entries_url;
CREATE INDEX ix_feed_entries_url ON feed_entries(url, seen_at);
DROP INDEX ix_aliases_article;
CREATE INDEX ix_aliases_article ON aliases(article_id, kind);
DROP INDEX ix_fetches_url;
CREATE INDEX ix_fetches_url ON fetches(url, at, article_id);
DROP INDEX ix_extractions_capture;
CREATE INDEX ix_extractions_capture ON extractions(capture_id, article_id);
CREATE INDEX ix_sqlite_migrations_applied_at ON _sqlite_migrations(applied_at);

-- numbers for SQLite's planner, which nothing covers and no query of ours needs
DROP TABLE IF EXISTS sqlite_stat1;

CREATE TABLE definitions (
  -- the hash of all that `.schema` says of our tables, the hidden ones of the search index included
  step INTEGER PRIMARY KEY,                    -- how many steps the schema had taken
  sha256 TEXT NOT NULL
);
