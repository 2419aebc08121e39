"""What the columns of exports mean, where the comments in the schema do not say it alone."""

from __future__ import annotations

from typing import NamedTuple


class ColumnMeaning(NamedTuple):
    """The type of a column's values, their unit, and what they mean."""

    type: str = "string"  # as in Table Schema; of lists: array, which csv writes as one text
    text: str | None = None  # None: what the schema's comment says
    unit: str | None = None
    members: str | None = None  # of each object in a list, where a format keeps lists


UTC = "UTC, 2026-11-23T09:30:00Z"
TEXT = ColumnMeaning()

MEANINGS: dict[str, ColumnMeaning] = {
    "id": ColumnMeaning(
        "integer", "the number of the article in this archive; other archives use others"
    ),
    "url": ColumnMeaning("string", "the address of the article, without trackers", "URL"),
    "canonical_url": ColumnMeaning("string", "the address that the page itself states", "URL"),
    "site": TEXT,
    "publisher": ColumnMeaning("string", "the name of the publication, as the page states it"),
    "headline": ColumnMeaning("string", "the headline as the page shows it"),
    "subheadline": ColumnMeaning("string", "the standfirst below the headline"),
    "byline": ColumnMeaning("string", "the line that names the authors, as printed"),
    "authors": ColumnMeaning(
        "array",
        "the people and desks that sign; empty if the page names none",
        members="name, role, links (profiles), raw (as on the page), kind (person or organisation)",
    ),
    "date_published": ColumnMeaning(
        "string",
        "when the article was published, as precise as the page and with the page's own offset;"
        " read published_day or published_utc with a program",
        "ISO 8601",
    ),
    "published_day": ColumnMeaning(
        "date",
        "the day of date_published where the article was published; use it to count by day; empty"
        " if the page gives no day",
        "YYYY-MM-DD",
    ),
    "published_utc": ColumnMeaning(
        "datetime",
        "the moment of date_published; use it to order and to compare moments; empty if the page"
        " gives no time of day or no offset",
        UTC,
    ),
    "date_precision": ColumnMeaning(
        "string",
        "how precise date_published is: year, month, day, minute or second; empty if there is no"
        " date or it is not ISO 8601",
    ),
    "date_modified": ColumnMeaning(
        "string",
        "when the page says that it was changed last, as precise as the page",
        "ISO 8601",
    ),
    "section": ColumnMeaning("string", "the section of the publication, as the page states it"),
    "tags": ColumnMeaning(
        "array", "the keywords of the page itself; those of coders are in coder_tags"
    ),
    "language": ColumnMeaning("string", "the language of the text", "BCP 47, such as en or pt-BR"),
    "direction": ColumnMeaning("string", "the direction of the script: ltr or rtl"),
    "word_count": ColumnMeaning("integer", "words of body_text", "words"),
    "is_free": ColumnMeaning(
        "boolean", "whether the page claims to be free to read; empty if it claims nothing"
    ),
    "verdict": ColumnMeaning(
        "string",
        "the kind of page: article, live_blog or teaser (the beginning before a paywall); listing"
        " and product come from older versions of the program",
    ),
    "caption": TEXT,
    "credit": TEXT,
    "lead_image": ColumnMeaning(
        "string", "the address of the lead picture, or else the first", "URL"
    ),
    "images": ColumnMeaning(
        "array",
        "the pictures of the article, in their order",
        members="url, caption, credit, alt, lead (true for the lead picture)",
    ),
    "body_text": ColumnMeaning(
        "string", "the text of the article; an empty line between two paragraphs"
    ),
    "body_form": TEXT,
    "version": ColumnMeaning(
        "integer", "the number of the text: 1 as first seen, one more for each edit that was seen"
    ),
    "versions": ColumnMeaning(
        "array",
        "the earlier texts of the article, the oldest first; missing if there are none",
        members="version, first_seen, last_seen, date_modified, and the texts as they were",
    ),
    "first_seen": ColumnMeaning("datetime", "when the archive saw the article first", UTC),
    "last_changed": ColumnMeaning("datetime", "when the archive first saw this text", UTC),
    "last_seen": ColumnMeaning("datetime", "when the archive saw this text last", UTC),
    "vanished_at": ColumnMeaning("datetime", "when the page was found to be gone", UTC),
    "extractor": TEXT,
    "text_sha256": ColumnMeaning(
        "string",
        "SHA-256 of headline, subheadline, byline, caption, credit and body_text, without white"
        " space: the same for the same text on any site",
    ),
    "capture_id": ColumnMeaning("integer"),
    "labels": ColumnMeaning(
        "object",
        "the rows of the tables that the article came with, by the name of the table",
        members="row (its number), url, url_column, cells (column and text)",
    ),
    "coder_tags": ColumnMeaning(
        "array", "the tags that people gave, each with the coder", members="tag, coder, added_at"
    ),
    "notes": ColumnMeaning(
        "array",
        "what people noted about the article, each with the coder",
        members="version, field, exact (the passage), prefix, suffix, text, coder, added_at",
    ),
    "exclusions": ColumnMeaning(
        "array",
        "why people left the article out of the corpus, each with the coder",
        members="reason, coder, added_at",
    ),
}
