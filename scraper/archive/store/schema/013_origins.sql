-- Archives that were merged into this one. Their chains of runs stay as they were sealed; the file's own chain begins anew.
CREATE TABLE origins (
  -- one row a chain of runs that came from another archive
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,                          -- of the file
  sha256 TEXT,                                 -- of the run that was sealed last in it; NULL: none was
  merged_at TEXT NOT NULL,
  checksum INTEGER NOT NULL
);
CREATE TABLE origin_captures (
  -- which captures of this file are those that the runs of an origin were sealed over, by ranges of their old ids
  origin_id INTEGER NOT NULL REFERENCES origins(id),
  first_id INTEGER NOT NULL,                   -- the first id of the range, as it was
  last_id INTEGER NOT NULL,                    -- the last one
  shift INTEGER NOT NULL,                      -- what is added to an old id to get today's
  checksum INTEGER NOT NULL,
  PRIMARY KEY (origin_id, first_id)
) WITHOUT ROWID;

-- NULL: a run of this very file
ALTER TABLE runs ADD COLUMN origin_id INTEGER REFERENCES origins(id);
-- the id that the run had in its origin, over which it was sealed
ALTER TABLE runs ADD COLUMN origin_run INTEGER;
-- the how-manieth run that ended there; `sealed` counts the runs of this file only
ALTER TABLE runs ADD COLUMN origin_sealed INTEGER;
CREATE INDEX ix_runs_origin ON runs(origin_id, origin_sealed);
-- A list of changes is walked from the newest on.
CREATE INDEX ix_versions_edited ON versions(first_seen DESC) WHERE number > 1;
CREATE INDEX ix_events_at ON events(at DESC, article_id, version);
