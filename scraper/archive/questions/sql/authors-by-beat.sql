-- Who writes in which section: people with their articles, the busiest of each site first.
--
-- :site     only of this site
-- :section  only in this section
WITH signed AS (
  -- CROSS: articles are read quickest in the order of their numbers, which is that of article_authors
  SELECT a.site, a.section, p.author_id, p.article_id, substr(a.date_published, 1, 10) AS day
  FROM article_authors p CROSS JOIN articles a ON a.id = p.article_id
  WHERE coalesce(p.kind, 'person') = 'person'
    AND (coalesce(:site, '') = '' OR a.site = :site)
    AND (coalesce(:section, '') = '' OR a.section = :section COLLATE NOCASE)
), beats AS (
  SELECT site, coalesce(section, '') AS section, author_id, count(DISTINCT article_id) AS articles,
    min(day) AS first, max(day) AS last
  FROM signed
  GROUP BY site, signed.section COLLATE NOCASE, author_id
)
SELECT b.site, b.section, n.name AS author, b.articles, b.first, b.last
FROM beats b JOIN authors n ON n.id = b.author_id
ORDER BY b.site, b.articles DESC, b.section, author
