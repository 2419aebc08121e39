-- Who writes in which section: people with their articles, the busiest of each site first.
--
-- :site     only of this site
-- :section  only in this section
SELECT p.site, coalesce(a.section, '') AS section, p.name AS author, count(DISTINCT a.id) AS articles,
  min(substr(a.date_published, 1, 10)) AS first, max(substr(a.date_published, 1, 10)) AS last
FROM v_authors p JOIN articles a ON a.id = p.article_id
WHERE p.kind = 'person'
  AND (coalesce(:site, '') = '' OR p.site = :site)
  AND (coalesce(:section, '') = '' OR a.section = :section COLLATE NOCASE)
GROUP BY p.site, a.section COLLATE NOCASE, p.name
ORDER BY p.site, articles DESC, section, author
