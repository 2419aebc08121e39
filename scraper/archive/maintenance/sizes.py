"""What takes how much room in the file: by kind, and by site."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

from scraper.archive.maintenance.file_place import in_words
from scraper.archive.maintenance.fts_index import SETTINGS
from scraper.archive.maintenance.overview import StatusLine
from scraper.archive.store.schema_objects import is_table
from scraper.present.counted_things import counted

INDEX, VISITS, OTHERS = "search index", "visits and feeds", "what others added"
FREE = "free for what comes next"
# kind -> our tables that hold it; those that are not named here hold visits and feeds
KINDS: dict[str, tuple[str, ...]] = {
    "texts and fields": (
        *("articles", "versions", "past_texts", "changes", "events", "aliases"),
        *("authors", "article_authors", "images", "extractions"),
    ),
    "kept pages": ("bodies", "captures", "dictionaries"),
    "labels, tags and notes": (
        "label_sets",
        "label_rows",
        "coder_tags",
        "coder_notes",
        "coder_exclusions",
    ),
}
INDEXES = tuple(f"{table}_" for table in SETTINGS)
_KIND_OF = {table: kind for kind, tables in KINDS.items() for table in tables}
_TABLES = """
  SELECT coalesce(m.tbl_name, s.name), s.pgsize
  FROM dbstat s LEFT JOIN sqlite_master m ON m.name = s.name WHERE s.aggregate = 1
"""
# A text's bytes are counted without its indexes; a body counts for the site that sent it first.
_SITES = """
  SELECT site, sum(articles) AS articles, sum(texts) AS texts, sum(pages) AS pages FROM (
    SELECT site, count(*) AS articles, sum(length(CAST(body_text AS BLOB))) AS texts, 0 AS pages
    FROM articles GROUP BY site
    UNION ALL
    SELECT a.site, 0, sum(length(CAST(p.body_text AS BLOB))), 0
    FROM past_texts p JOIN articles a ON a.id = p.article_id GROUP BY a.site
    UNION ALL
    SELECT c.site, 0, 0, sum(length(b.data))
    FROM (SELECT body_id, site, min(id) FROM captures GROUP BY body_id) c
    JOIN bodies b ON b.id = c.body_id GROUP BY c.site
  ) GROUP BY site ORDER BY sum(texts) + sum(pages) DESC, site
"""


def lines(db: sqlite3.Connection) -> Iterator[StatusLine]:
    """Yield the bytes of each kind, then those of each site, the largest first."""
    for kind, size in _kinds(db).most_common():
        yield StatusLine(about="size", what=kind, count=size, note=in_words(size))
    for site, articles, texts, pages in db.execute(_SITES):
        of_pages = f"{in_words(pages)} of pages" if pages else "no pages"
        note = f"{counted(articles, 'article')}, {in_words(texts)} of texts, {of_pages}"
        yield StatusLine(about="site", what=site, count=texts + pages, note=note)


def _kinds(db: sqlite3.Connection) -> Counter[str]:
    """Return the bytes of each kind; nothing where SQLite was built without its `dbstat`."""
    sizes: Counter[str] = Counter()
    try:
        rows = db.execute(_TABLES).fetchall()
    except sqlite3.OperationalError as error:
        if "dbstat" not in str(error):
            raise
        return sizes
    for table, size in rows:
        sizes[_kind(table)] += size
    free, page = (
        int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_size")
    )
    if free:
        sizes[FREE] = free * page
    return sizes


def _kind(table: str) -> str:
    """Return what a table holds: ours, the hidden tables of an index, SQLite's own, or others'."""
    if table in _KIND_OF:
        return _KIND_OF[table]
    if table.startswith(INDEXES):
        return INDEX
    is_ours = is_table(table) or table.startswith("sqlite_")
    return VISITS if is_ours else OTHERS
