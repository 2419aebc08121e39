-- Material changes that no new modification date and no correction note admits, the newest first.
--
-- :site   only of this site
-- :since  seen from this day on (2026-01-31)
SELECT at, site, headline, field, kind, before, after, version, url
FROM v_changes
WHERE stealth = 1
  AND (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR at >= :since)
ORDER BY at DESC, article_id, version, materiality DESC
