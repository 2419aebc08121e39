"""What the comments of the schema say about the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.archive.store.schema_objects import declared


def column_comments(table: str) -> dict[str, str]:
    """Return the comment of each column of a table of ours that has one, by the column's name."""
    return dict(_commented(declared()[table].sql))


def _commented(sql: str) -> Iterator[tuple[str, str]]:
    """Yield name and comment of lines such as `  site TEXT NOT NULL,  -- its host without www.`."""
    for line in sql.splitlines():
        definition, _, comment = line.partition("--")
        words = definition.split()
        is_column = len(words) > 1 and words[0].isidentifier() and words[1].strip(",").isupper()
        if line[:1].isspace() and is_column and comment.strip():
            yield words[0], comment.strip()
