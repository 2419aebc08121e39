-- How many articles each site published on each day, the newest day first.
--
-- :site   only this site
-- :since  from this day on (2026-01-31)
-- :until  up to this day, and including it
SELECT published_day AS day, site, count(*) AS articles
FROM v_articles
WHERE published_day IS NOT NULL
  AND (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR published_day >= :since)
  AND (coalesce(:until, '') = '' OR published_day <= :until)
GROUP BY day, site
ORDER BY day DESC, articles DESC, site
