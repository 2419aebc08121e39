-- What a newsroom retitled stands in v_changes as any other change: the old headline before, the new one after.
DROP VIEW v_changes;
CREATE VIEW v_changes AS
  -- one row a change between a version and the one before it, and one an event
  SELECT c.article_id, a.url, a.site, a.headline, v.first_seen AS at, c.version, c.field, c.kind, c.words_added,
    c.words_removed, c.materiality, v.stealth, c.before, c.after
  FROM changes c JOIN articles a ON a.id = c.article_id
    JOIN versions v ON v.article_id = c.article_id AND v.number = c.version
  UNION ALL
  SELECT e.article_id, a.url, a.site, a.headline, e.at, coalesce(e.version, v.version), NULL, e.kind, 0, 0, NULL, 0,
    CASE e.kind WHEN 'retitled' THEN e.detail END,
    CASE e.kind WHEN 'retitled' THEN v.headline ELSE e.detail END
  FROM events e JOIN articles a ON a.id = e.article_id
    -- an event of an older file does not tell its version, which began in the same second
    LEFT JOIN v_versions v ON e.kind = 'retitled' AND v.article_id = e.article_id
      AND (v.version = e.version OR e.version IS NULL AND v.first_seen = e.at);

-- nothing is ever asked by the day on which an article is due
DROP INDEX ix_visits_due;
