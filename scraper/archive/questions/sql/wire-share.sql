-- What share of each site's articles is wire copy: its text is on other sites, too, or an agency signs it.
-- A text counts as copied if both have the same fingerprint; `scraper list --clusters` also finds near copies.
--
-- :site  only this site
WITH copied AS (
  SELECT fingerprint FROM articles WHERE fingerprint IS NOT NULL
  GROUP BY fingerprint HAVING min(site) <> max(site)
), signed AS (
  SELECT DISTINCT article_id FROM article_authors WHERE kind = 'organisation'
), judged AS (
  SELECT site, fingerprint IS NOT NULL AND fingerprint IN copied AS is_copied, id IN signed AS is_signed
  FROM articles WHERE coalesce(:site, '') = '' OR site = :site
  LIMIT -1  -- all, but each article is judged only once
)
SELECT site, count(*) AS articles, sum(is_copied) AS on_other_sites, sum(is_signed) AS signed_by_agency,
  sum(is_copied OR is_signed) AS wire, round(1.0 * sum(is_copied OR is_signed) / count(*), 4) AS share
FROM judged
GROUP BY site
ORDER BY share DESC, articles DESC, site
