-- Corrections and amendments that newsrooms wrote under their articles, the newest first.
--
-- :site   only of this site
-- :since  seen from this day on (2026-01-31)
SELECT at, site, headline, coalesce(after, before) AS note, after IS NULL AS removed, version, url
FROM v_changes
WHERE kind = 'correction_note'
  AND (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR at >= :since)
ORDER BY at DESC, article_id, version
