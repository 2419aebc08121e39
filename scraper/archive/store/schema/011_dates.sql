-- Dates that programs can read: date_published is as precise as the page, so its texts have several lengths. Only ISO 8601
-- is read, as SQLite reads it; every other text gives NULL. Each text is compared with a pattern first, for SQLite reads
-- words such as 'now', too. The columns are ordered for people: what tells one article from another comes first, the long
-- text last.
DROP VIEW v_articles;
CREATE VIEW v_articles AS
  -- one row an article, in its current version
  SELECT a.id, a.date_published, a.site, a.headline, a.byline, a.authors, a.subheadline, a.section, a.tags,
    -- the day where it was published, YYYY-MM-DD; NULL: not known to the day
    CASE WHEN a.date_precision IN ('day', 'minute', 'second') THEN substr(a.date_published, 1, 10) END AS published_day,
    -- the moment in UTC, 2026-11-23T09:30:00Z; NULL: no time of day, or its offset is not known
    CASE WHEN a.date_precision IN ('minute', 'second') AND (substr(a.date_published, 17) GLOB '*Z'
        OR substr(a.date_published, 17) GLOB '*[+-][0-9][0-9]:[0-9][0-9]')
      THEN strftime('%Y-%m-%dT%H:%M:%SZ', a.date_published) END AS published_utc,
    -- year, month, day, minute or second; NULL: no date, or none that can be read
    a.date_precision,
    a.date_modified, a.language, a.word_count, a.is_free, a.verdict, a.publisher, a.url, a.canonical_url, a.version,
    a.first_seen, a.last_changed,
    -- looked up, not joined: to count articles, by site or at all, reads no visit
    (SELECT last_seen FROM visits WHERE article_id = a.id) AS last_seen,
    (SELECT vanished_at FROM visits WHERE article_id = a.id) AS vanished_at,
    -- when to look again; NULL: never by itself, or not reckoned yet
    (SELECT nullif(due_at, '9999-12-31T23:59:59Z') FROM visits WHERE article_id = a.id) AS due_at,
    a.caption, a.credit, a.extractor, a.capture_id, a.body_text
  FROM (
    SELECT id, date_published, site, headline, byline, authors, subheadline, section, tags, date_modified, language,
      word_count, is_free, verdict, publisher, url, canonical_url, version, first_seen, last_changed, caption, credit,
      extractor, capture_id, body_text,
      CASE
        WHEN date_published GLOB '[0-9][0-9][0-9][0-9]' THEN 'year'
        WHEN date_published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
          THEN CASE WHEN substr(date_published, 6) BETWEEN '01' AND '12' THEN 'month' END
        WHEN date_published NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN NULL
        -- 31 February becomes 3 March
        WHEN date(substr(date_published, 1, 10), '+0 days') IS NOT substr(date_published, 1, 10) THEN NULL
        WHEN length(date_published) = 10 THEN 'day'
        WHEN date_published NOT GLOB '??????????[T ][0-9][0-9]:[0-9][0-9]*' THEN NULL
        WHEN julianday(date_published) IS NULL THEN NULL
        WHEN substr(date_published, 17, 1) = ':' THEN 'second'
        ELSE 'minute'
      END AS date_precision
    FROM articles
  ) a;

CREATE VIEW v_headlines AS
  -- one row an article, without its long texts: to browse and to search in Datasette, which counts the hits of each
  -- search and parts them by site. The cast keeps SQLite from looking up each hit by its number: it goes through an index
  -- from its newest day on instead, which takes a third of the time for a frequent word and never long
  SELECT CAST(id AS INTEGER) AS id, date_published, site, headline, byline, section, language, word_count, verdict, version,
    url
  FROM articles;

DROP VIEW v_versions;
CREATE VIEW v_versions AS
  -- one row a text that the newsroom published, with its words; ordered as v_articles is
  SELECT v.article_id, v.first_seen, a.site,
    CASE WHEN v.number = a.version THEN a.headline ELSE p.headline END AS headline,
    CASE WHEN v.number = a.version THEN a.byline ELSE p.byline END AS byline,
    v.number AS version, v.number = a.version AS is_current, v.changed, v.stealth, v.returns,
    coalesce(v.replaced_at, s.last_seen) AS last_seen, v.date_modified,
    CASE WHEN v.number = a.version THEN a.subheadline ELSE p.subheadline END AS subheadline,
    CASE WHEN v.number = a.version THEN a.caption ELSE p.caption END AS caption,
    CASE WHEN v.number = a.version THEN a.credit ELSE p.credit END AS credit,
    a.url, v.text_sha256, v.capture_id,
    CASE WHEN v.number = a.version THEN a.body_form ELSE p.body_form END AS body_form,
    CASE WHEN v.number = a.version THEN a.body_text ELSE p.body_text END AS body_text
  FROM versions v JOIN articles a ON a.id = v.article_id LEFT JOIN visits s ON s.article_id = a.id
    LEFT JOIN past_texts p ON p.article_id = v.article_id AND p.number = v.number;

DROP VIEW v_changes;
CREATE VIEW v_changes AS
  -- one row a change between a version and the one before it, and one an event; ordered as v_articles is
  SELECT c.article_id, v.first_seen AS at, a.site, a.headline, a.byline, c.version, c.field, c.kind, c.words_added,
    c.words_removed, c.materiality, v.stealth, a.url, c.before, c.after
  FROM changes c JOIN articles a ON a.id = c.article_id
    JOIN versions v ON v.article_id = c.article_id AND v.number = c.version
  UNION ALL
  SELECT e.article_id, e.at, a.site, a.headline, a.byline, coalesce(e.version, v.version), NULL, e.kind, 0, 0, NULL, 0, a.url,
    CASE e.kind WHEN 'retitled' THEN e.detail END,
    CASE e.kind WHEN 'retitled' THEN v.headline ELSE e.detail END
  FROM events e JOIN articles a ON a.id = e.article_id
    -- an event of an older file does not tell its version, which began in the same second
    LEFT JOIN v_versions v ON e.kind = 'retitled' AND v.article_id = e.article_id
      AND (v.version = e.version OR e.version IS NULL AND v.first_seen = e.at);

DROP VIEW v_images;
CREATE VIEW v_images AS
  -- one row a picture of an article, in its current version
  SELECT i.article_id, a.date_published, a.site, a.headline, a.byline, i.position, i.caption, i.credit, i.alt, i.lead, i.url,
    a.url AS article_url
  FROM images i JOIN articles a ON a.id = i.article_id;

DROP VIEW v_authors;
CREATE VIEW v_authors AS
  -- one row an author of an article, in its current version
  SELECT p.article_id, a.date_published, a.site, a.headline, a.byline, p.position, n.name, p.role,
    coalesce(p.kind, 'person') AS kind, p.links, p.raw, a.url AS article_url
  FROM article_authors p JOIN authors n ON n.id = p.author_id JOIN articles a ON a.id = p.article_id;

DROP VIEW v_tags;
CREATE VIEW v_tags AS
  -- one row a tag that a coder gave an article
  SELECT t.id, t.added_at, a.site, a.headline, a.byline, t.tag, t.coder, t.article_id, a.url
  FROM coder_tags t JOIN articles a ON a.id = t.article_id;

DROP VIEW v_notes;
CREATE VIEW v_notes AS
  -- one row a note or a highlight of a coder
  SELECT n.id, n.added_at, a.site, a.headline, a.byline, n.text, n.exact, n.coder, n.article_id, n.version,
    n.version = a.version AS is_current, n.field, n.prefix, n.suffix, a.url
  FROM coder_notes n JOIN articles a ON a.id = n.article_id;

DROP VIEW v_exclusions;
CREATE VIEW v_exclusions AS
  -- one row an article that a coder left out of the corpus
  SELECT e.id, e.added_at, a.site, a.headline, a.byline, e.reason, e.coder, e.article_id, a.url
  FROM coder_exclusions e JOIN articles a ON a.id = e.article_id;

-- the words of the index as a table: Datasette counted them on each page, and what needs them makes it for itself
DROP TABLE articles_terms;
