-- How many articles each site published on each day, the newest day first.
--
-- :site   only this site
-- :since  from this day on (2026-01-31)
-- :until  up to this day, and including it
WITH days AS (
  SELECT site, published_day AS day FROM v_articles
  WHERE coalesce(:site, '') = '' OR site = :site
  LIMIT -1  -- all, but the day of each article is computed only once
)
SELECT day, site, count(*) AS articles
FROM days
WHERE day IS NOT NULL
  AND (coalesce(:since, '') = '' OR day >= :since)
  AND (coalesce(:until, '') = '' OR day <= :until)
GROUP BY day, site
ORDER BY day DESC, articles DESC, site
