-- When to look again: at articles, by their age, and at feeds, by their own rhythm; what a feed has shown and what was
-- missed in it; and what is in trouble, so that a run reports a change of state once.
-- What is due, and how late it is, is read from the index alone.
CREATE INDEX ix_visits_due ON visits(due_at, last_seen);
-- A poll asks what its feed showed lately; a busy feed has shown a hundred thousand entries after some years.
CREATE INDEX ix_feed_entries_seen ON feed_entries(feed_id, seen_at);
CREATE TABLE schedules (
  -- the settings by which due times were reckoned; where they change, the times are reckoned anew
  subject TEXT PRIMARY KEY,                    -- articles
  fingerprint TEXT NOT NULL,                   -- the SHA-256 of the settings
  since TEXT NOT NULL,
  checksum INTEGER NOT NULL
) WITHOUT ROWID;

-- JSON: what a person calls it
ALTER TABLE feeds ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
-- seconds between polls that a person set; NULL: its own rhythm
ALTER TABLE feeds ADD COLUMN every INTEGER;
-- full or summary, as a person set it; NULL: not set
ALTER TABLE feeds ADD COLUMN content TEXT;
-- the site rule that reads its articles; NULL: by their host
ALTER TABLE feeds ADD COLUMN rule TEXT;
-- NULL: it is polled
ALTER TABLE feeds ADD COLUMN paused_at TEXT;
-- it was gone for good (410) then; NULL: it is polled
ALTER TABLE feeds ADD COLUMN retired_at TEXT;
-- seconds between polls, as last measured
ALTER TABLE feeds ADD COLUMN rhythm INTEGER;
-- seconds in which no more than half of the entries that it shows were ever replaced; NULL: not known
ALTER TABLE feeds ADD COLUMN half_window INTEGER;
-- seconds between polls that it asks for itself: ttl, sy:updatePeriod; NULL: none
ALTER TABLE feeds ADD COLUMN least INTEGER;
-- JSON: the hours (UTC) and the days (Monday is 0) in which it asks not to be polled; NULL: none
ALTER TABLE feeds ADD COLUMN quiet TEXT;
-- the title that a person gave it; NULL: its own
ALTER TABLE feeds ADD COLUMN own_title TEXT;
-- the last poll that brought the feed itself, not the answer that it has not changed
ALTER TABLE feeds ADD COLUMN read_at TEXT;
-- where a permanent redirect leads, until it is believed
ALTER TABLE feeds ADD COLUMN moved_to TEXT;
-- the first poll that was redirected there
ALTER TABLE feeds ADD COLUMN moved_since TEXT;
-- polls in a row that were redirected there
ALTER TABLE feeds ADD COLUMN moved_polls INTEGER NOT NULL DEFAULT 0;
-- the WebSub hub that it names
ALTER TABLE feeds ADD COLUMN hub TEXT;
UPDATE feeds SET checksum =  -- a wrong one stays wrong
  row_sum(url, kind, title, site, added_at, etag, last_modified, polled_at, due_at, failures, status, error, site_url, folders,
    tags, every, content, rule, paused_at, retired_at, rhythm, half_window, least, quiet, own_title, read_at, moved_to, moved_since,
    moved_polls, hub)
  WHERE checksum = row_sum(url, kind, title, site, added_at, etag, last_modified, polled_at, due_at, failures, status, error,
    site_url, folders);
DROP VIEW v_feeds;
CREATE VIEW v_feeds AS
  -- one row a feed that is followed
  SELECT f.id, f.url, f.kind, coalesce(f.own_title, f.title) AS title, f.site, f.added_at, f.polled_at, f.due_at,
    f.failures, f.status, f.error,
    (SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id) AS entries,
    (SELECT max(seen_at) FROM feed_entries e WHERE e.feed_id = f.id) AS last_entry_at,
    f.site_url, f.folders, f.tags, f.every, f.rhythm, f.content, f.rule, f.paused_at, f.retired_at, f.moved_to, f.hub
  FROM feeds f;

CREATE TABLE feed_windows (
  -- what the last poll of a feed that was read showed, to be compared with the next one
  feed_id INTEGER PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  names TEXT NOT NULL,                         -- JSON: for each entry a short hash of its id and one of its address
  oldest TEXT,                                 -- the oldest date of an entry, UTC; NULL: none has a date
  newest TEXT,                                 -- the newest one
  checksum INTEGER NOT NULL
);

CREATE TABLE feed_events (
  -- what happened to a feed itself: moved, retired, ...
  id INTEGER PRIMARY KEY,
  feed_id INTEGER REFERENCES feeds(id) ON DELETE SET NULL,
  url TEXT NOT NULL,                           -- its address before the event
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT,                                 -- moved: the new address
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_feed_events_feed ON feed_events(feed_id, at);

CREATE TABLE gaps (
  -- times in which a feed showed entries that no poll saw: two polls that have no entry in common
  id INTEGER PRIMARY KEY,
  feed_id INTEGER REFERENCES feeds(id) ON DELETE SET NULL,
  url TEXT NOT NULL,                           -- of the feed
  site TEXT NOT NULL,
  from_at TEXT NOT NULL,                       -- the last poll before it
  to_at TEXT NOT NULL,                         -- the first poll after it
  seen_before INTEGER NOT NULL,                -- entries of the last poll before it
  estimate INTEGER,                            -- entries that were missed, by the feed's rate; NULL: no rate is known
  found INTEGER NOT NULL DEFAULT 0,            -- entries of this time that were found elsewhere
  filled_by TEXT,                              -- archive, paging, sitemap, wordpress, wayback; NULL: by nothing yet
  filled_at TEXT,                              -- NULL: it is still open
  tried_at TEXT,                               -- the last attempt to fill it
  names_before TEXT NOT NULL,                  -- JSON: the names of the last poll before it, as in feed_windows
  names_after TEXT NOT NULL,                   -- JSON: those of the first poll after it
  checksum INTEGER NOT NULL
);
CREATE INDEX ix_gaps_feed ON gaps(feed_id, from_at);
CREATE VIEW v_gaps AS
  -- one row a time in which entries of a feed were missed
  SELECT g.id, g.site, g.url, g.from_at, g.to_at, g.seen_before, g.estimate, g.found, g.filled_by, g.filled_at, g.tried_at,
    g.feed_id
  FROM gaps g;

CREATE TABLE troubles (
  -- what is in trouble: a run reports it when it begins, once a day, and when it ends
  subject TEXT PRIMARY KEY,                    -- a feed's address, a site, a service that `run` calls, or `archive`
  kind TEXT NOT NULL,                          -- feed, site, service, archive
  since TEXT NOT NULL,
  reported_at TEXT,                            -- NULL: not reported yet
  detail TEXT NOT NULL,                        -- one line
  checksum INTEGER NOT NULL
) WITHOUT ROWID;
