-- How completely each site is read: the share of its articles (0 to 1) that have each field.
--
-- :site   only this site
-- :since  archived from this day on (2026-01-31)
WITH had AS (
  SELECT site, headline IS NOT NULL AS headline, byline IS NOT NULL AS byline, authors <> '[]' AS authors,
    date_published IS NOT NULL AS date_published, section IS NOT NULL AS section,
    EXISTS (SELECT 1 FROM images WHERE article_id = articles.id) AS image, verdict = 'teaser' AS teaser,
    word_count, first_seen
  FROM articles
  WHERE (coalesce(:site, '') = '' OR site = :site)
    AND (coalesce(:since, '') = '' OR first_seen >= :since)
  LIMIT -1  -- all, but read in the order of the file, and sorted by site without their texts
)
SELECT site, count(*) AS articles,
  round(avg(headline), 3) AS headline,
  round(avg(byline), 3) AS byline,
  round(avg(authors), 3) AS authors,
  round(avg(date_published), 3) AS date_published,
  round(avg(section), 3) AS section,
  round(avg(image), 3) AS image,
  round(avg(teaser), 3) AS teaser,
  round(avg(word_count)) AS mean_words,
  max(first_seen) AS newest
FROM had
GROUP BY site
ORDER BY articles DESC, site
