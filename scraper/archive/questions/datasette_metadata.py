"""What Datasette needs to know of an archive: what to hide, search, sort, count and ask.

One file does for both of its generations: 0.65 reads it as metadata, 1.0 as configuration, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scraper.archive.questions.canned import questions
from scraper.archive.store.schema_objects import row_tables

PAGE = 25  # rows
CELL = 200  # characters of a cell in a list; the page of a row shows all
SECONDS = 10  # for a query: some canned questions read all articles
FACET_MS = 1000  # for the values of a column; within the 200 of Datasette, a busy machine has none
SETTINGS: dict[str, object] = {
    "truncate_cells_html": CELL,
    "sql_time_limit_ms": SECONDS * 1000,
    "facet_time_limit_ms": FACET_MS,
    # what is suggested is found by counting, column by column, over all articles
    "suggest_facets": False,
}
# table or view -> how it is shown; tables of ours that are not here are hidden
SHOWN: dict[str, dict[str, object]] = {
    "v_headlines": {
        "description": "Browse and search here: a row per article, the newest first.",
        "sort_desc": "date_published",
        "size": PAGE,
        "facets": ["site"],
        "facet_size": 10,  # sites; with 30, the articles begin below the screen
        "fts_table": "articles_fts",
        "fts_pk": "id",
    },
    "articles": {
        "description": "Read here: a page for each article, the last archived first.",
        "label_column": "headline",
        # by date, a search for a frequent word would look up each hit
        "sort_desc": "id",
        "size": PAGE,
    },
    "v_articles": {
        "description": "Articles in their current version with all columns, for queries.",
        "sort_desc": "date_published",
        "size": PAGE,
    },
    "runs": {
        "description": "Commands that wrote, each sealed by a hash over the one before.",
        "label_column": "name",
        "sort_desc": "id",
        "size": PAGE,
    },
    "v_versions": {"description": "Every text of each article.", "size": PAGE},
    "v_changes": {
        "description": "What newsrooms changed, and what else became of an article.",
        "size": PAGE,
    },
    "v_captures": {"description": "Kept pages: where each text came from.", "size": PAGE},
    "v_fetches": {"description": "Visits.", "sort_desc": "id", "size": PAGE},
    "v_gaps": {
        "description": "Times in which feeds showed entries that no poll saw.",
        "sort_desc": "to_at",
        "size": PAGE,
    },
}
# of hidden tables: what stands for a row where another one refers to it
LABELS = {
    "authors": "name",
    "captures": "final_url",
    "feeds": "title",
    "label_sets": "name",
    "bodies": "sha256",
}
FOREIGN = ("_sqlite_migrations",)  # made by sqlite-utils, for us


def datasette_metadata(path: Path) -> dict[str, Any]:
    """Return the metadata of an archive file, as JSON has it; the file need not exist."""
    database = {
        "description": "A news archive by scraper. Start with v_headlines, or with a query below.",
        "tables": _tables(),
        "queries": {
            name: {"title": name, "description": question.description, "sql": question.sql}
            for name, question in questions().items()
        },
    }
    return {
        "title": "News archive",
        "settings": SETTINGS,
        "databases": {path.stem: database},
    }


def _tables() -> dict[str, dict[str, object]]:
    """Return how each of our tables is shown, the visible ones first.

    Datasette hides full-text indexes by itself. It copies all of this for each table that it lists,
    so that what it need not know takes time.
    """
    found = {name: dict(shown) for name, shown in SHOWN.items()}
    ours = row_tables()
    for name in (*ours, *FOREIGN):
        if name not in found:
            found[name] = {"hidden": True}
    for name, column in LABELS.items():
        found[name]["label_column"] = column
    return found
