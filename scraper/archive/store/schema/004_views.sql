CREATE VIEW v_articles AS
  -- one row an article, in its current version
  SELECT a.id, a.url, a.canonical_url, a.site, a.publisher, a.headline, a.subheadline, a.byline, a.authors,
    a.date_published, a.date_modified, a.section, a.tags, a.language, a.word_count, a.is_free, a.verdict,
    a.caption, a.credit, a.body_text, a.version, a.extractor, a.first_seen, a.last_changed, v.last_seen,
    v.vanished_at, a.capture_id
  FROM articles a LEFT JOIN visits v ON v.article_id = a.id;

CREATE VIEW v_versions AS
  -- one row a text that the newsroom published, with its words
  SELECT v.article_id, a.url, a.site, v.number AS version, v.number = a.version AS is_current, v.first_seen,
    coalesce(v.replaced_at, s.last_seen) AS last_seen, v.date_modified, v.changed, v.stealth, v.returns,
    CASE WHEN v.number = a.version THEN a.headline ELSE p.headline END AS headline,
    CASE WHEN v.number = a.version THEN a.subheadline ELSE p.subheadline END AS subheadline,
    CASE WHEN v.number = a.version THEN a.byline ELSE p.byline END AS byline,
    CASE WHEN v.number = a.version THEN a.caption ELSE p.caption END AS caption,
    CASE WHEN v.number = a.version THEN a.credit ELSE p.credit END AS credit,
    CASE WHEN v.number = a.version THEN a.body_text ELSE p.body_text END AS body_text,
    CASE WHEN v.number = a.version THEN a.body_form ELSE p.body_form END AS body_form,
    v.text_sha256, v.capture_id
  FROM versions v JOIN articles a ON a.id = v.article_id LEFT JOIN visits s ON s.article_id = a.id
    LEFT JOIN past_texts p ON p.article_id = v.article_id AND p.number = v.number;

CREATE VIEW v_changes AS
  -- one row a change between a version and the one before it, and one an event
  SELECT c.article_id, a.url, a.site, a.headline, v.first_seen AS at, c.version, c.field, c.kind, c.words_added,
    c.words_removed, c.materiality, v.stealth, c.before, c.after
  FROM changes c JOIN articles a ON a.id = c.article_id
    JOIN versions v ON v.article_id = c.article_id AND v.number = c.version
  UNION ALL
  SELECT e.article_id, a.url, a.site, a.headline, e.at, e.version, NULL, e.kind, 0, 0, NULL, 0, NULL, e.detail
  FROM events e JOIN articles a ON a.id = e.article_id;

CREATE VIEW v_images AS
  SELECT i.article_id, a.url AS article_url, a.site, a.headline, a.date_published, i.position, i.url, i.caption,
    i.credit, i.alt, i.lead
  FROM images i JOIN articles a ON a.id = i.article_id;

CREATE VIEW v_authors AS
  SELECT p.article_id, a.url AS article_url, a.site, a.headline, a.date_published, p.position, n.name, p.role,
    p.links, p.raw
  FROM article_authors p JOIN authors n ON n.id = p.author_id JOIN articles a ON a.id = p.article_id;

CREATE VIEW v_fetches AS
  SELECT f.id, f.url, f.at, f.reason, f.status, f.error, f.ms, f.article_id, f.capture_id, f.run_id
  FROM fetches f;

CREATE VIEW v_feeds AS
  SELECT f.id, f.url, f.kind, f.title, f.site, f.added_at, f.polled_at, f.due_at, f.failures, f.status, f.error,
    (SELECT count(*) FROM feed_entries e WHERE e.feed_id = f.id) AS entries,
    (SELECT max(seen_at) FROM feed_entries e WHERE e.feed_id = f.id) AS last_entry_at
  FROM feeds f;
