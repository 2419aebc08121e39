-- How many articles each site published on each day, the newest day first.
--
-- :site   only this site
-- :since  from this day on (2026-01-31)
-- :until  up to this day, and including it
SELECT substr(date_published, 1, 10) AS day, site, count(*) AS articles
FROM v_articles
WHERE length(date_published) >= 10
  AND (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR date_published >= :since)
  AND (coalesce(:until, '') = '' OR substr(date_published, 1, length(:until)) <= :until)
GROUP BY day, site
ORDER BY day DESC, articles DESC, site
