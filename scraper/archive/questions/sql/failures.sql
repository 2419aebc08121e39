-- Addresses whose last visit failed, by reason and host.
--
-- :host   only of this host
-- :since  visited from this day on (2026-01-31)
WITH visits_of AS (
  SELECT url, reason, error, at, max(id), substr(url, instr(url, '://') + 3) AS rest
  FROM v_fetches GROUP BY url
), placed AS (
  SELECT reason, substr(rest, 1, instr(rest || '/', '/') - 1) AS host, error, at, url FROM visits_of
)
SELECT reason, host, count(*) AS addresses, max(at) AS last, min(error) AS error, min(url) AS example
FROM placed
WHERE reason NOT IN ('new', 'edited', 'same', 'degraded', 'listing', 'product', 'not_modified',
    'skipped_fresh', 'taken', 'not_asked')
  AND (coalesce(:host, '') = '' OR host = :host)
  AND (coalesce(:since, '') = '' OR at >= :since)
GROUP BY reason, host
ORDER BY addresses DESC, reason, host
