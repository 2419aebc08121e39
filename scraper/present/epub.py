"""Write articles as an EPUB 3 book for e-readers: a chapter per article, in the order of dates."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any, NamedTuple

from scraper.errors import InputError
from scraper.present.article_html import article_element
from scraper.present.dates_in_words import in_words
from scraper.present.epub_content import language_tag, strict_article, xml_text
from scraper.present.export_options import AS_DEFAULT, ExportOptions
from scraper.present.reading import Reading
from scraper.present.zip_file import MOST_ENTRIES, ZipEntry, zip_file

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
# Font and width are the reader's; what is smaller is not the text itself.
STYLE = """.standfirst{font-style:italic}
.meta,figure,footer,.marks{font-size:.875em}
.meta p,figcaption p{margin:0}
figure{margin:1em 0;padding:.5em 0;border-top:1px solid;border-bottom:1px solid}
footer,.marks{margin-top:2em;border-top:1px solid;padding-top:.5em}
td{border:1px solid;padding:.2em .5em;vertical-align:top}
table{border-collapse:collapse}
pre{white-space:pre-wrap}
"""
XHTML = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {lang}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>{body}</body></html>
"""
OPF = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{language}</dc:language>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine{direction}>
{spine}
</spine>
</package>
"""
UNKNOWN_LANGUAGE = "und"
OTHER_FILES = 5  # type, container, style, contents and package
MOST_CHAPTERS = MOST_ENTRIES - OTHER_FILES
SEVERAL = 3  # sites that a title names; more are counted


class Chapter(NamedTuple):
    """What the tables of a book need to know of a chapter; chapters sort by date."""

    date: str
    id: int
    headline: str


@dataclass(slots=True)
class Book:
    """What is known of a book when all its chapters are written."""

    chapters: list[Chapter] = field(default_factory=list)
    sites: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    directions: Counter[str] = field(default_factory=Counter)
    modified: str = ""
    digest: Any = field(default_factory=sha256)  # over what makes another book of it


def epub(
    rows: Iterable[Mapping[str, Any]], _options: ExportOptions = AS_DEFAULT
) -> Iterator[bytes]:
    """Yield the bytes of a book; raise InputError if there are no articles."""
    yield from zip_file(_entries(rows))


def _entries(rows: Iterable[Mapping[str, Any]]) -> Iterator[ZipEntry]:
    book = Book()
    yield ZipEntry("mimetype", b"application/epub+zip", compressed=False)
    yield _entry("META-INF/container.xml", CONTAINER)
    yield _entry("book/style.css", STYLE)
    for row in rows:
        _note(book, row)
        yield _entry(f"book/{row['id']}.xhtml", _chapter(row))
    if not book.chapters:
        raise InputError("no article matches: a book needs one")
    book.chapters.sort()
    yield _entry("book/nav.xhtml", _contents(book))
    yield _entry("book/book.opf", _package(book))


def _entry(name: str, text: str) -> ZipEntry:
    return ZipEntry(name, xml_text(text).encode())


def _note(book: Book, row: Mapping[str, Any]) -> None:
    """Note what the tables of the book need."""
    headline = " ".join((row.get("headline") or row["url"]).split())
    book.chapters.append(Chapter(row.get("date_published") or "", row["id"], headline))
    book.sites[row["site"]] += 1
    book.languages[language_tag(row.get("language")) or UNKNOWN_LANGUAGE] += 1
    book.directions[row.get("direction") or "ltr"] += 1
    book.modified = max(book.modified, row.get("last_changed") or "")
    book.digest.update(f"{row['url']}\n{row.get('text_sha256')}\n".encode())


def _chapter(row: Mapping[str, Any]) -> str:
    article = strict_article(row["article"])
    title = escape(article.headline or article.url)
    body = article_element(Reading(article, row))
    return XHTML.format(lang=_lang(article.language), title=title, body=body)


def _lang(language: str | None) -> str:
    tag = escape(language or UNKNOWN_LANGUAGE)
    return f'lang="{tag}" xml:lang="{tag}"'


def _contents(book: Book) -> str:
    """Return the table of contents: a line per chapter, with its date."""
    lines = "\n".join(
        f'<li><a href="{chapter.id}.xhtml">{escape(_line(chapter))}</a></li>'
        for chapter in book.chapters
    )
    body = f'<nav epub:type="toc">\n<h1>Contents</h1>\n<ol>\n{lines}\n</ol>\n</nav>'
    return XHTML.format(lang=_lang("en"), title="Contents", body=body)


def _line(chapter: Chapter) -> str:
    return " · ".join(filter(None, (chapter.headline, in_words(chapter.date[:10]))))


def _package(book: Book) -> str:
    items = "\n".join(
        f'<item id="a{chapter.id}" href="{chapter.id}.xhtml" media-type="application/xhtml+xml"/>'
        for chapter in book.chapters
    )
    spine = "\n".join(f'<itemref idref="a{chapter.id}"/>' for chapter in book.chapters)
    is_rtl = book.directions.most_common(1)[0][0] == "rtl"
    return OPF.format(
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, book.digest.hexdigest()),
        title=escape(_title(book)),
        language=escape(book.languages.most_common(1)[0][0]),
        modified=escape(book.modified or "1980-01-01T00:00:00Z"),
        items=items,
        spine=spine,
        direction=' page-progression-direction="rtl"' if is_rtl else "",
    )


def _title(book: Book) -> str:
    """Return a title with the sites, or their number, and the days of the articles."""
    names = [name for name, _ in book.sites.most_common()]
    sites = ", ".join(names) if len(names) <= SEVERAL else f"{len(names)} sites"
    days = [chapter.date[:10] for chapter in book.chapters if chapter.date]
    period = " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""
    return ": ".join(filter(None, (sites, period)))
