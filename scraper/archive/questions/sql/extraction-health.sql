-- How completely each site is read: the share of its articles (0 to 1) that have each field.
--
-- :site   only this site
-- :since  archived from this day on (2026-01-31)
SELECT site, count(*) AS articles,
  round(avg(headline IS NOT NULL), 3) AS headline,
  round(avg(byline IS NOT NULL), 3) AS byline,
  round(avg(authors <> '[]'), 3) AS authors,
  round(avg(date_published IS NOT NULL), 3) AS date_published,
  round(avg(section IS NOT NULL), 3) AS section,
  round(avg(EXISTS (SELECT 1 FROM images WHERE article_id = articles.id)), 3) AS image,
  round(avg(verdict = 'teaser'), 3) AS teaser,
  round(avg(word_count)) AS mean_words,
  max(first_seen) AS newest
FROM articles
WHERE (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR first_seen >= :since)
GROUP BY +site  -- not by its index: articles are read quickest in the order of their numbers
ORDER BY articles DESC, site
