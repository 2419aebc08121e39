CREATE TABLE runs (
  -- one row a command that wrote; each row's hash covers the row before, so that no row can be taken out unseen
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,                       -- JSON: the arguments
  program TEXT NOT NULL,                       -- name and version of the program
  started_at TEXT NOT NULL,                    -- all times of ours: UTC, 2026-11-23T09:30:00Z
  ended_at TEXT,
  counts TEXT NOT NULL DEFAULT '{}',           -- JSON: outcomes by reason
  captures_from INTEGER,                       -- first and last id of the captures made meanwhile
  captures_to INTEGER,
  captures_sha256 TEXT,                        -- over those captures
  sealed INTEGER UNIQUE,                       -- the how-manieth run that ended
  previous_sha256 TEXT,                        -- the hash of the run that ended before it
  sha256 TEXT                                  -- over this row and previous_sha256
);

CREATE TABLE bodies (
  -- what servers sent, once for each different content
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,                 -- of the bytes as they were sent
  raw_bytes INTEGER NOT NULL,
  codec TEXT NOT NULL CHECK (codec IN ('none', 'zstd')),
  base_id INTEGER REFERENCES bodies(id),       -- the body that serves as zstd dictionary; it has no base itself
  data BLOB NOT NULL
);

CREATE TABLE captures (
  -- one row a page that a server sent; rows are never changed
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,                           -- as asked for
  final_url TEXT NOT NULL,                     -- after redirects
  site TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,                       -- JSON: name in lower case -> value
  redirects TEXT NOT NULL DEFAULT '[]',        -- JSON: [[url, status, location], ...]
  complete INTEGER,                            -- 1 whole, 0 cut off, NULL not known
  fetched_at TEXT NOT NULL,
  source TEXT NOT NULL,                        -- live, file, warc, wayback ...
  body_id INTEGER NOT NULL REFERENCES bodies(id),
  run_id INTEGER REFERENCES runs(id)
);
CREATE INDEX ix_captures_final_url ON captures(final_url);
CREATE INDEX ix_captures_site ON captures(site);
CREATE TRIGGER captures_stay BEFORE UPDATE ON captures BEGIN
  SELECT RAISE(ABORT, 'captures are what servers sent: rows are never changed');
END;
CREATE TRIGGER captures_once BEFORE INSERT ON captures WHEN EXISTS (SELECT 1 FROM captures WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'captures are what servers sent: rows are never replaced');
END;

CREATE TABLE articles (
  -- one row an article, with its current version; the words of earlier versions are in past_texts
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,                    -- its address, without trackers; other addresses of it: aliases
  canonical_url TEXT,                          -- what the page claims
  site TEXT NOT NULL,                          -- the host without www.
  publisher TEXT,                              -- its name
  section TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  language TEXT,                               -- BCP 47
  direction TEXT,                              -- ltr or rtl
  date_published TEXT,                         -- ISO 8601, as precise as the page, with its offset
  date_modified TEXT,
  word_count INTEGER NOT NULL DEFAULT 0,
  is_free INTEGER,                             -- what the page claims
  verdict TEXT NOT NULL,                       -- article, live_blog or teaser
  version INTEGER NOT NULL DEFAULT 1,          -- the number of the current version
  capture_id INTEGER REFERENCES captures(id),  -- the page that the current version was first read from
  extractor TEXT,                              -- which program read it
  first_seen TEXT NOT NULL,
  last_changed TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,                   -- over the six texts below
  checksum INTEGER NOT NULL,                   -- over the whole row, for `verify`
  fingerprint BLOB,                            -- for near-duplicates: the lowest hashes of the text's word triples
  edges BLOB,                                  -- for boilerplate: hashes of the blocks at both ends
  authors TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(authors)),  -- JSON copy of article_authors, for facets
  headline TEXT,
  subheadline TEXT,
  byline TEXT,                                 -- as shown
  caption TEXT,                                -- the captions of all images, a line each
  credit TEXT,                                 -- the credits of all images, a line each
  body_text TEXT NOT NULL DEFAULT '',
  body_form TEXT,                              -- JSON: kinds and links of the blocks; NULL: paragraphs only
  ngrams TEXT NOT NULL DEFAULT '',             -- pairs of characters, for scripts that put no spaces between words
  -- words that no reader types: site, year, month and language filters run inside MATCH
  filters TEXT GENERATED ALWAYS AS (
    'xs' || replace(replace(replace(site, '.', '0'), '-', '0'), '_', '0')
    || coalesce(' xy' || substr(date_published, 1, 4) || ' xm' || substr(date_published, 1, 4) || substr(date_published, 6, 2), '')
    || coalesce(' xl' || lower(replace(substr(language, 1, 3), '-', '')), '')
  ) VIRTUAL
);
CREATE INDEX ix_articles_site ON articles(site, date_published);
CREATE INDEX ix_articles_date_published ON articles(date_published);
CREATE TRIGGER articles_no_replace BEFORE INSERT ON articles
WHEN EXISTS (SELECT 1 FROM articles WHERE id = new.id OR url = new.url) BEGIN
  -- INSERT OR REPLACE would drop a text and its place in the index without firing any trigger
  SELECT RAISE(ABORT, 'articles has this row already: UPDATE it, do not replace it');
END;

CREATE TABLE versions (
  -- what the newsroom published, one row a text; the words are in articles (current) or past_texts
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,                     -- from 1
  first_seen TEXT NOT NULL,
  replaced_at TEXT,                            -- NULL: current
  capture_id INTEGER REFERENCES captures(id),
  date_modified TEXT,                          -- what the page said then
  text_sha256 TEXT NOT NULL,
  changed TEXT NOT NULL DEFAULT '[]',          -- JSON: fields that differ from the version before
  stealth INTEGER NOT NULL DEFAULT 0,          -- 1: a material change with no new modified date and no correction note
  returns INTEGER NOT NULL DEFAULT 0,          -- how often the page went back to this text
  checksum INTEGER NOT NULL,                   -- over the row, for `verify`; so in other tables
  PRIMARY KEY (article_id, number)
) WITHOUT ROWID;

CREATE TABLE past_texts (
  -- the words of versions that are no longer current; filled by the trigger below, whoever writes
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  headline TEXT, subheadline TEXT, byline TEXT, caption TEXT, credit TEXT,
  body_text TEXT NOT NULL, body_form TEXT, ngrams TEXT NOT NULL DEFAULT '',
  UNIQUE (article_id, number)
);
CREATE TRIGGER articles_keep_text BEFORE UPDATE OF headline, subheadline, byline, caption, credit, body_text ON articles
WHEN old.headline IS NOT new.headline OR old.subheadline IS NOT new.subheadline OR old.byline IS NOT new.byline
  OR old.caption IS NOT new.caption OR old.credit IS NOT new.credit OR old.body_text IS NOT new.body_text BEGIN
  INSERT OR IGNORE INTO past_texts(article_id, number, headline, subheadline, byline, caption, credit, body_text, body_form, ngrams)
  VALUES (old.id, old.version, old.headline, old.subheadline, old.byline, old.caption, old.credit, old.body_text, old.body_form, old.ngrams);
END;

CREATE TABLE changes (
  -- how a version differs from the one before it
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  field TEXT NOT NULL,
  kind TEXT NOT NULL,                          -- whitespace, typography, date_line, counter, typo, number, name, ...
  words_added INTEGER NOT NULL,
  words_removed INTEGER NOT NULL,
  materiality REAL NOT NULL,                   -- 0 to 1
  before TEXT,                                 -- the words, cut to 300 characters
  after TEXT,
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_changes_article ON changes(article_id, version);

CREATE TABLE events (
  -- what else befell an article: retitled, moved, paywalled, degraded, vanished, restored
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER,
  capture_id INTEGER REFERENCES captures(id),
  detail TEXT,
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_events_article ON events(article_id, at);

CREATE TABLE visits (
  -- when an article was last seen, and when to look again; narrow, for it changes at every visit
  article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
  last_seen TEXT NOT NULL,                     -- the current text was on the page then
  due_at TEXT,
  unchanged INTEGER NOT NULL DEFAULT 0,        -- visits in a row that found the same
  missing INTEGER NOT NULL DEFAULT 0,          -- visits in a row that found it gone
  missing_since TEXT,
  vanished_at TEXT
);
CREATE INDEX ix_visits_due ON visits(due_at) WHERE due_at IS NOT NULL;

CREATE TABLE aliases (
  -- every address that led to an article
  url TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  kind TEXT NOT NULL                           -- given, fetched, canonical
) WITHOUT ROWID;
CREATE INDEX ix_aliases_article ON aliases(article_id);

CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE article_authors (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,                   -- from 0
  author_id INTEGER NOT NULL REFERENCES authors(id),
  role TEXT,
  links TEXT NOT NULL DEFAULT '[]',            -- JSON: profiles
  raw TEXT,                                    -- the text on the page
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX ix_article_authors_author ON article_authors(author_id);

CREATE TABLE images (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,                   -- from 0
  url TEXT,
  caption TEXT,
  credit TEXT,
  alt TEXT,
  lead INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID;

CREATE TABLE extractions (
  -- what one program made of one capture; values that are not the archive's current ones are kept whole in `fields`
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL,
  version INTEGER,                             -- the version it gave; NULL: none
  extractor TEXT NOT NULL,
  extracted_at TEXT NOT NULL,
  verdict TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT '[]',         -- JSON: what shows the verdict
  sources TEXT NOT NULL DEFAULT '{}',          -- JSON: field -> strategy that found it
  text_sha256 TEXT NOT NULL,
  word_count INTEGER NOT NULL DEFAULT 0,
  fields BLOB,                                 -- zstd of JSON, where the values stand nowhere else
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_extractions_capture ON extractions(capture_id);
CREATE INDEX ix_extractions_article ON extractions(article_id) WHERE version IS NULL;
