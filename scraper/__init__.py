"""scraper: a URL becomes a page, a page an article, an article a version in an archive that anyone can search."""

__version__ = "0.1.0"
