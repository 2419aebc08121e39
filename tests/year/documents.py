"""The feeds and pages of made-up sites, as bytes."""

import json
from datetime import UTC, datetime
from email.utils import formatdate

from year.sites import words_of

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
SHELL = (
    b'<!DOCTYPE html><html><head><title>The Gazette</title><script src="/app.js"></script></head>'
    b'<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>'
)


def document(site, stories, number, at):
    """Return a feed, or a further page of it."""
    older = f"{site.base}/feed?page={number + 1}" if site.history == "archive" else None
    if site.form == "json":
        return _json_feed(site, stories, at)
    return (_atom if site.form == "atom" else _rss)(site, stories, older, at)


def published(story):
    return datetime.fromtimestamp(story.published, UTC).isoformat(timespec="seconds")


def _json_feed(site, stories, at):
    items = [
        {
            "id": story.guid(at),
            "url": site.base + story.path(at),
            "title": story.headline(at),
            **({"date_published": published(story)} if site.dated else {}),
        }
        for story in stories
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": f"Site {site.number}", "items": items}
    ).encode()


def _rss(site, stories, older, at):
    items = "".join(
        f"<item><title>{story.headline(at)}</title><link>{site.base}{story.path(at)}</link>"
        f'<guid isPermaLink="false">{story.guid(at)}</guid>'
        f"{f'<pubDate>{formatdate(story.published)}</pubDate>' if site.dated else ''}</item>"
        for story in stories
    )
    ttl = "<ttl>1440</ttl>" if site.is_slow else ""
    link = f'<atom:link rel="prev-archive" href="{older}"/>' if older else ""
    made = "<generator>https://wordpress.org/?v=6.5</generator>" if site.history == "wordpress" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>Site {site.number}</title><link>{site.base}/</link>{ttl}{link}{made}{items}</channel></rss>"
    ).encode()


def _atom(site, stories, older, at):
    items = "".join(
        f"<entry><title>{story.headline(at)}</title><link href='{site.base}{story.path(at)}'/><id>{story.guid(at)}</id>"
        f"{f'<published>{published(story)}</published>' if site.dated else ''}</entry>"
        for story in stories
    )
    link = f'<link rel="prev-archive" href="{older}"/>' if older else ""
    made = '<generator uri="https://wordpress.org/">WordPress</generator>' if site.history == "wordpress" else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Site {site.number}</title>'
        f"<id>{site.base}/</id>{link}{made}{items}</feed>"
    ).encode()


def sitemap(site, at):
    listed = [story for story in site.stories[: site.published(at)] if story.exists(at)]
    rows = "".join(f"<url><loc>{site.base}{s.path(at)}</loc><lastmod>{published(s)}</lastmod></url>" for s in listed)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def paragraphs(story, at):
    """Return the texts of the body of a story."""
    texts = [f"{words_of(story.site.number, story.number, n).capitalize()}." for n in range(4)]
    revision = story.revision(at)
    if revision:
        texts[2] = f"Revision {revision} of story {story.code} states it otherwise. {texts[2]}"
    return texts


def modified(story, at):
    """Return the time of its last edit that a story admits to, or None."""
    revision = story.revision(at)
    if not revision or story.silent:
        return None
    return datetime.fromtimestamp(story.edits[revision - 1], UTC).isoformat(timespec="seconds")


def page(story, at, *, looks_new):
    """Return the page of a story."""
    texts, moment = paragraphs(story, at), modified(story, at)
    changed = f'<meta property="article:modified_time" content="{moment}">' if moment else ""
    head = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{story.headline(at)} | The Gazette</title>'
        f'<meta property="og:type" content="article"><meta property="og:site_name" content="The Gazette">'
        f'<meta property="article:published_time" content="{published(story)}">{changed}</head><body>'
    )
    if looks_new:
        body = "".join(f'<p class="c-txt">{text}</p>' for text in texts)
        inner = f'<header><a href="/">Start</a></header><main><div class="c-story"><h1 class="c-h">{story.headline(at)}</h1><div class="c-by">By <a href="/by/ada" rel="author">Ada Berg</a></div><div class="c-body">{body}</div></div></main>'
    else:
        body = "".join(f"<p>{text}</p>" for text in texts)
        inner = f'<nav><a href="/">Home</a></nav><article><h1>{story.headline(at)}</h1><p class="byline">By <a rel="author" href="/by/ada">Ada Berg</a></p>{body}</article><footer>The Gazette</footer>'
    return f"{head}{inner}</body></html>".encode()
