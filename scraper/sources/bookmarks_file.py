"""Read bookmarks in the Netscape format, which every browser and most services export.

The format is older than any standard: elements are not closed, and what belongs together only
follows each other. So it is read as a stream of tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from scraper.models import Lead
from scraper.references import on_a_line
from scraper.sources.saved_links import moment_of, saved_link, tags_of
from scraper.sources.url_list import Rejected

BETWEEN_FOLDERS = " / "
# Names of the attribute with the time; the second is that of Pocket's list.
ADDED = ("add_date", "time_added")
MARK = "netscape-bookmark-file"
SNIFFED = 4096  # characters in which the mark is
OUTLINE = frozenset({"dt", "dl", "dd", "h3", "hr", "p"})  # elements that end a description


def is_bookmarks(text: str) -> bool:
    """Return whether a text begins like bookmarks, or like the list that Pocket once exported."""
    start = text[:SNIFFED].lower()
    return MARK in start or ("time_added=" in start and "<a " in start)


def read_bookmarks(text: str) -> Iterator[Lead | Rejected]:
    """Yield the bookmarks in their order, each with its title, time, tags, folder and note."""
    reader = _BookmarkReader()
    reader.feed(text)
    reader.close()
    for bookmark in reader.found:
        facts = {
            "title": on_a_line(bookmark.title),
            "saved_at": next(filter(None, (moment_of(bookmark.given.get(a)) for a in ADDED)), ""),
            "tags": tags_of(bookmark.given.get("tags") or ""),
            "folder": bookmark.folder,
            "note": bookmark.note.strip(),
        }
        yield saved_link(bookmark.line, bookmark.given.get("href"), facts)


class _Bookmark:
    """A link while it is read."""

    def __init__(self, line: int, given: dict[str, str | None], folder: str) -> None:
        self.line, self.given, self.folder = line, given, folder
        self.title = self.note = ""


class _BookmarkReader(HTMLParser):
    """Collect the links of a file, with the folders around them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Bookmark] = []
        self._folders: list[str] = []  # of each open <DL>
        self._heading = ""  # of the folder that opens next
        self._within = ""  # the element whose text is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link, a folder or a description."""
        if tag in OUTLINE:
            self._within = ""
        if tag == "a":
            names = [name for name in self._folders if name]
            given = dict(attrs)
            line, _ = self.getpos()
            self.found.append(_Bookmark(line, given, BETWEEN_FOLDERS.join(names)))
        elif tag == "h3":
            self._heading = ""
        elif tag in ("dl", "ul"):
            self._folders.append(on_a_line(self._heading))
            self._heading = ""
        if tag in ("a", "h3", "dd"):
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        """End a title or a folder."""
        if tag in ("dl", "ul") and self._folders:
            self._folders.pop()
        if tag in ("a", "h3", "dl", "ul"):
            self._within = ""

    def handle_data(self, data: str) -> None:
        """Add to the title or the description that is open."""
        if self._within == "h3":
            self._heading += data
        elif self._within == "a":
            self.found[-1].title += data
        elif self._within == "dd" and self.found:
            self.found[-1].note += data
