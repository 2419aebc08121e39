"""Read one record of a bulk run, in any process and any engine: the same record, the same row.

What reads is imported where it is used: a parent that only hands on tasks does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper import faults
from scraper.cleaning import clean
from scraper.errors import ScraperError
from scraper.sources.bulk_filters import RecordFilter, refusal_of_row
from scraper.sources.bulk_records import BulkFault, BulkRecord
from scraper.version import __version__
from scraper.workers.pickling import pickled_by_slots

if TYPE_CHECKING:
    from scraper.models import Article, Page

EXTRACTOR = f"scraper {__version__}"
# The visit of a record without a time: no date on its page can lie after it. The time of now would
# make another row of the same record on another day.
UNKNOWN_VISIT = datetime(9990, 1, 1, tzinfo=UTC)

Row = dict[str, Any]


@pickled_by_slots
@dataclass(frozen=True, slots=True)
class RecordTask:
    """A record to read, and the name of the source that holds it."""

    source: str
    record: BulkRecord


@pickled_by_slots
@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """What became of a record; exactly one of the three is there."""

    row: Row | None = None
    failure: Row | None = None
    refused: str | None = None  # by which filter


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadOptions:
    """How the records of a run are read."""

    rules: tuple[Path, ...] = ()  # the user's rule folders
    wanted: RecordFilter = field(default_factory=RecordFilter)


def answer_of(options: ReadOptions, task: RecordTask) -> RecordAnswer:
    """Return the row of a record, why it failed, or which filter refused it."""
    record = task.record
    try:
        row = row_of(task.source, record, options.rules)
    except ScraperError as error:
        return RecordAnswer(failure=failure_of(task.source, record, str(error)))
    except MemoryError:
        raise  # nothing that ran out of memory can be trusted to go on: the process ends
    except Exception as error:  # noqa: BLE001 - the border: see faults
        reason = faults.note(error, record.url)
        return RecordAnswer(failure=failure_of(task.source, record, reason))
    refused = refusal_of_row(options.wanted, row)
    return RecordAnswer(refused=refused) if refused else RecordAnswer(row=row)


def row_of(source: str, record: BulkRecord, rules: tuple[Path, ...] = ()) -> Row:
    """Return the row of a record: see present.row_layout for its fields. Pure."""
    from scraper.jobs.read_page import ReadTask, article_of

    page = page_of(record)
    article = article_of(ReadTask(page=page, rules=rules))
    return clean(
        {
            **_fields(article, page.url),
            "extractor": EXTRACTOR,
            "source": source,
            "record": record.key,
            "fetched_at": record.fetched_at or None,
            "status": record.status,
            "mime": record.mime or None,
            "headers": dict(page.headers),
            "payload_digest": record.digest or None,
        }
    )


def failure_of(source: str, item: BulkRecord | BulkFault, reason: str) -> Row:
    """Return the row of a record that could not be read."""
    return clean({"source": source, "record": item.key, "url": item.url, "reason": reason})


def page_of(record: BulkRecord) -> Page:
    """Return a record as the page that a server sent."""
    from scraper.models import Page

    headers: dict[str, str] = {}
    for name, value in record.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    if record.mime and "content-type" not in headers:
        headers["content-type"] = record.mime
    return Page(
        url=record.url,
        final_url=record.url,
        status=record.status or 200,
        headers=headers,
        body=record.content,
        fetched_at=_visit(record.fetched_at),
    )


def _visit(text: str) -> datetime:
    """Return when a record was fetched."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN_VISIT
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _fields(article: Article, url: str) -> Row:
    """Return the fields of an article; its address is that of the record."""
    from scraper.archive.articles import body_shape, record
    from scraper.present import as_row

    fields = as_row.row(article)
    fields["url"] = url
    fields["caption"] = record.lines(image.caption for image in article.images)
    fields["credit"] = record.lines(image.credit for image in article.images)
    fields["text_sha256"] = record.text_hash(fields)
    _, fields["body_form"] = body_shape.flatten(article.body)
    return _ordered(fields)


def _ordered(fields: Row) -> Row:
    from scraper.present.row_layout import OF_ARTICLE

    return {name: fields.get(name) for name in OF_ARTICLE}
