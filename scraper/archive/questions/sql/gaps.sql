-- Times in which a feed showed entries that no poll saw, and what was found of them elsewhere.
--
-- :site   only feeds of this site
-- :since  gaps that ended on this day or later (2026-01-31)
-- :open   1: only those that are not filled
SELECT site, url AS feed, from_at, to_at,
  round((julianday(to_at) - julianday(from_at)) * 24, 1) AS hours,
  seen_before, estimate, found, filled_by, filled_at, tried_at
FROM v_gaps
WHERE (coalesce(:site, '') = '' OR site = :site)
  AND (coalesce(:since, '') = '' OR to_at >= :since)
  AND (coalesce(:open, '') IN ('', '0') OR filled_at IS NULL)
ORDER BY to_at DESC, id DESC
