"""Name the columns of each list once: the command line and the reading room show the same ones."""

from __future__ import annotations

SEARCH = ("id", "date_published", "site", "headline", "snippet", "url", "version")
ARTICLES = (
    "id", "date_published", "site", "headline", "byline", "url", "subheadline", "section",
    "language", "word_count", "version", "verdict", "date_modified", "publisher",
    "canonical_url", "first_seen", "last_changed",
)  # fmt: skip
OF_CLUSTERS = ("cluster", "match", "likeness")
HEALTH = (
    "site", "articles", "headline", "byline", "date_published", "image", "words", "listings",
    "products", "newest", "trouble",
)  # fmt: skip
FEEDS = (
    "id", "url", "title", "folders", "polled_at", "entries", "last_entry_at", "status", "failures",
    "error",
)  # fmt: skip
ALL_OF_FEEDS = (
    *FEEDS, "tags", "due_at", "every", "rhythm", "paused_at", "retired_at", "moved_to", "hub",
    "content", "rule", "feed", "note",
)  # fmt: skip
ONE_FEED = (
    "id", "url", "title", "state", "tags", "folders", "site", "site_url", "kind", "added_at",
    "polled_at", "due_at", "status", "failures", "error", "entries", "last_entry_at", "every",
    "rhythm", "half_window", "least", "quiet", "content", "rule", "hub", "paused_at", "retired_at",
    "moved_to", "moved_polls", "events",
)  # fmt: skip
LABEL_SETS = (
    "name", "rows", "articles", "columns", "source", "updated_at", "added_at", "url_column",
)  # fmt: skip
OF_LABEL_ROWS = ("row", "article_id", "reason", "error", "fetched_at", "status")
ATTRITION = ("step", "reason", "count", "share")
COUNTS = ("by", "value", "count", "share")
CHANGE = "change"  # the words of a change in their context, which no column of the archive has
CHANGES = (
    "at", "site", "article_id", "version", "field", "kind", "stealth", "before", "after",
    "words_added", "words_removed", "materiality", "headline", "url", CHANGE,
)  # fmt: skip
CHANGES_SHOWN = 9  # of them, unless others are asked for
TRENDS = ("period", "term", "count", "of", "share")
QUESTIONS = ("name", "parameters", "description")
STATUS = ("about", "what", "count", "at", "note", "trouble")
NOTES = (
    "id", "article_id", "text", "exact", "field", "version", "is_current", "coder", "added_at",
    "headline", "site", "url", "prefix", "suffix",
)  # fmt: skip
AGREEMENT = ("tag", "both", "only_first", "only_second", "neither", "kappa")
SITES = ("site", "count", "share", "newest")
AUTHORS = ("id", "name", "articles")
RUNS = (
    "id", "command", "program", "started_at", "ended_at", "seconds", "counts", "failed", "pages",
    "error",
)  # fmt: skip
