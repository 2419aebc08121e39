"""A made-up world of news sites: what each address answers at each moment."""

from urllib.parse import parse_qs, urlsplit

from year.documents import SHELL, TYPES, document, page, sitemap
from year.sites import DAY, START, make


class Failure(Exception):
    """The connection fails, after so many seconds."""

    def __init__(self, seconds):
        super().__init__("connection failed")
        self.seconds = seconds


class World:
    """All sites, and what they answer."""

    def __init__(self, seed, feeds, days, calm=150.0):
        self.sites = make(seed, feeds, days, calm)
        self.end = START + days * DAY
        self.by_host = {site.host: site for site in self.sites}

    def answer(self, url, etag, at):
        """Return what an address answers, and what that shows: a story, a list of stories, or None."""
        split = urlsplit(url)
        site = self.by_host[split.hostname]
        for spell in site.spells:
            if spell.holds(at) and spell.how in ("refuse", "timeout"):
                raise Failure(20.0 if spell.how == "timeout" else 0.0)
            if spell.holds(at) and spell.how == "503":
                return (503, {}, b"<h1>Service unavailable</h1>"), None
        if split.path in ("/feed", "/rss/all.xml", "/older", "/sitemap.xml", "/robots.txt"):
            return self._document(site, split, etag, at)
        return self._page(site, split.path, etag, at)

    def _document(self, site, split, etag, at):  # noqa: PLR0911  (what there is, one after the other)
        if split.path == "/robots.txt":
            named = f"Sitemap: {site.base}/sitemap.xml\n" if site.history == "sitemap" else ""
            return (200, {"Content-Type": "text/plain"}, f"User-agent: *\nDisallow:\n{named}".encode()), None
        if split.path == "/sitemap.xml":
            return (200, {"Content-Type": "application/xml"}, sitemap(site, at)), None
        if site.feed_ends is not None and at >= site.feed_ends:
            return (410, {}, b"<h1>Gone</h1>"), None
        moved = site.feed_moves is not None and at >= site.feed_moves
        if split.path == "/feed" and moved:
            return (301, {"Location": f"{site.base}/rss/all.xml"}, b""), None
        if any(spell.holds(at) and spell.how == "html" for spell in site.spells):
            return (
                200,
                {"Content-Type": "text/html"},
                b"<!DOCTYPE html><title>Hello</title><p>We are back soon.</p>",
            ), None
        query = parse_qs(split.query)
        number = int(query.get("paged", query.get("page", ["1"]))[0])
        is_known = site.history in ("wordpress", "archive")
        skip = (number - 1) * site.shown if is_known else 0
        stories = site.window(at, skip)
        if number > 1 and not stories:
            return (404, {}, b"<h1>Not found</h1>"), None
        tag = f'"{hash_of(site, stories, at)}/{skip}/{moved}"'
        headers = {"Content-Type": TYPES[site.form]}
        if site.is_slow and site.form != "rss":
            headers["Cache-Control"] = "max-age=86400"
        if site.validators:
            headers["ETag"] = tag
            if etag == tag:
                return (304, headers, b""), stories if number == 1 else None
        body = document(site, stories, number, at)
        return (200, headers, body), stories if number == 1 else None

    def _page(self, site, path, etag, at):
        name = path.rpartition("/")[2].removesuffix(".html")
        digits = name.rpartition("-")[2]
        story = site.stories[int(digits)] if digits.isdecimal() and int(digits) < len(site.stories) else None
        if story is None or story.published > at or path not in story.paths:
            return (404, {}, b"<h1>Not found</h1>"), None
        if not story.exists(at):
            return (404, {}, b"<!DOCTYPE html><title>Not found</title><h1>Not found</h1>"), None
        if path != story.path(at):
            return (301, {"Location": site.base + story.path(at)}, b""), None
        if any(spell.holds(at) and spell.how == "script" for spell in site.spells):
            return (200, {"Content-Type": "text/html"}, SHELL), None
        looks_new = site.redesign is not None and at >= site.redesign
        tag = f'"{story.revision(at)}/{looks_new}"'
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if site.validators:
            headers["ETag"] = tag
            if etag == tag:
                return (304, headers, b""), story
        return (200, headers, page(story, at, looks_new=looks_new)), story


def hash_of(site, stories, at):
    parts = [(s.number, s.revision(at) if s.renames else 0, s.path(at), s.guid(at)) for s in stories]
    return format(hash(tuple(parts)) & 0xFFFFFFFFFFFF, "x") if parts else site.number
