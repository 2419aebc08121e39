CREATE TABLE fetches (
  -- one row a visit, whatever came of it
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT NOT NULL,                        -- new, edited, same, degraded, not_modified, or why it failed
  status INTEGER,
  error TEXT,                                  -- one line
  ms INTEGER,
  capture_id INTEGER REFERENCES captures(id),
  article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL,
  run_id INTEGER REFERENCES runs(id),
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_fetches_url ON fetches(url, at);

CREATE TABLE hosts (
  -- how each host is to be treated; two runs at once share it. Times are Unix seconds
  host TEXT PRIMARY KEY,
  next_ok_at REAL NOT NULL DEFAULT 0,
  delay REAL,
  failures INTEGER NOT NULL DEFAULT 0,
  open_until REAL NOT NULL DEFAULT 0,
  robots BLOB,
  robots_at REAL NOT NULL DEFAULT 0,
  robots_status INTEGER
) WITHOUT ROWID;

CREATE TABLE queue (
  -- addresses to visit; a worker that dies loses its lease, not the address
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
  priority INTEGER NOT NULL DEFAULT 0,         -- higher goes first
  attempts INTEGER NOT NULL DEFAULT 0,
  owner TEXT,                                  -- who took it: machine:process
  lease_until REAL,                            -- Unix seconds
  reason TEXT,                                 -- of the last failure
  error TEXT,
  lead TEXT NOT NULL DEFAULT '{}'              -- JSON: what its source said of it
);
CREATE INDEX ix_queue_ready ON queue(state, priority DESC, id);

CREATE TABLE feeds (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT 'feed',           -- feed, sitemap
  title TEXT,
  site TEXT NOT NULL,
  added_at TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  polled_at TEXT,
  due_at TEXT,                                 -- NULL: at once
  failures INTEGER NOT NULL DEFAULT 0,         -- in a row
  status INTEGER,
  error TEXT                                   -- of the last poll
);
CREATE TABLE feed_entries (
  feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
  entry_id TEXT NOT NULL,                      -- the feed's own id, else the address
  url TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (feed_id, entry_id)
) WITHOUT ROWID;
CREATE INDEX ix_feed_entries_url ON feed_entries(url);
