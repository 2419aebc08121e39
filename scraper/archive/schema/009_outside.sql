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
