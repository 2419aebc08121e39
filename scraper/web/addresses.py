"""The addresses of the reading room: one function for each kind of page.

An address is the whole state of a page, so that any page can be kept as a bookmark.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

FRONT = "/"
SEARCH = "/search"
CHANGES = "/changes"
SITES = "/sites"
LABELS = "/labels"
STATS = "/stats"
TRENDS = "/trends"
FIELDS = "/stats/fields"
GAPS = "/stats/gaps"
QUERIES = "/queries"
RUNS = "/runs"
STATUS = "/status"
HEALTH = "/health"
AUTHORS = "/authors"
FEEDS = "/feeds"
CLUSTERS = "/clusters"
AGREEMENT = "/agreement"
NOTES = "/notes"
LOOK = "/look"

Value = str | int | None


def article(article_id: int, version: int | None = None) -> str:
    """Return the address of an article, in its current version or another one."""
    if version is None:
        return f"/articles/{article_id}"
    return f"/articles/{article_id}/v/{version}"


def history(article_id: int) -> str:
    """Return the address of the versions and events of an article."""
    return f"/articles/{article_id}/history"


def diff(article_id: int, before: int, after: int) -> str:
    """Return the address of what changed between two versions."""
    return f"/articles/{article_id}/diff/{before}/{after}"


def compare(article_id: int) -> str:
    """Return the address of the form that chooses two versions."""
    return f"/articles/{article_id}/diff"


def provenance(article_id: int, version: int | None = None) -> str:
    """Return the address of where each field of an article came from."""
    return f"{article(article_id, version)}/provenance"


def site(name: str) -> str:
    """Return the address of the page of a site."""
    return f"{SITES}/{_part(name)}"


def author(author_id: int) -> str:
    """Return the address of the page of an author."""
    return f"{AUTHORS}/{author_id}"


def feed(feed_id: int) -> str:
    """Return the address of the page of a feed."""
    return f"{FEEDS}/{feed_id}"


def cluster(article_id: int) -> str:
    """Return the address of the articles with the text of this one, which is their first."""
    return f"{CLUSTERS}/{article_id}"


def label_set(name: str) -> str:
    """Return the address of the page of a label set."""
    return f"{LABELS}/{_part(name)}"


def query(name: str) -> str:
    """Return the address of a canned question."""
    return f"{QUERIES}/{_part(name)}"


def run(run_id: int) -> str:
    """Return the address of the page of a run."""
    return f"{RUNS}/{run_id}"


def search(typed: str = "", **filters: Value) -> str:
    """Return the address of a search."""
    return with_query(SEARCH, q=typed or None, **filters)


def changes(**filters: Value) -> str:
    """Return the address of a list of changes."""
    return with_query(CHANGES, **filters)


def write_note(article_id: int) -> str:
    """Return the address to which a note about an article is sent."""
    return f"/articles/{article_id}/notes"


def write_tag(article_id: int) -> str:
    """Return the address to which a tag for an article is sent, or its removal."""
    return f"/articles/{article_id}/tags"


def remove_note(note_id: int) -> str:
    """Return the address to which the removal of a note is sent."""
    return f"{NOTES}/{note_id}/remove"


def within(address: str) -> str:
    """Return an address if it is one of this room, else that of the front page."""
    is_path = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if is_path and address.isprintable() and address.isascii() else FRONT


def with_query(path: str, **values: Value) -> str:
    """Return a path with the parameters that have a value, in their order."""
    given = [(name, value) for name, value in values.items() if value is not None]
    return f"{path}?{urlencode(given)}" if given else path


def _part(name: str) -> str:
    """Return a name as one part of a path."""
    return quote(name, safe="")
