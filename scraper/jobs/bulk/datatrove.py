"""Steps for pipelines of datatrove, whose executors run them on Slurm, on Ray or on this machine.

    ReadWarc(folder) ─► Extract() ─► WriteRows(folder)

A document between the first two has the bytes of its page as a medium; after Extract its text is
that of the article, and its metadata are the row that `bulk extract` writes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from datatrove.data import Document, Media, MediaType
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers.base import BaseDiskReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.typeshelper import StatHints

from scraper.jobs.bulk.ordered_reading import OrderedReading
from scraper.jobs.bulk.read_record import (
    ReadOptions,
    RecordAnswer,
    RecordTask,
    Row,
    answer_of,
    failure_of,
)
from scraper.present.row_layout import json_line
from scraper.sources import bulk_warc
from scraper.sources.bulk_filters import RecordFilter, refusal_of_body
from scraper.sources.bulk_records import BulkFault, BulkItem, BulkRecord, ReadingCounts
from scraper.workers.pool import PAGE_TIMEOUT, Workers

FAILED = "failed"  # the name of a statistic


class ReadWarc(BaseDiskReader):  # type: ignore[misc]  # datatrove has no types
    """Read WARC files, each by one task; what is damaged goes to `exclusion_writer`.

    The other options are those of datatrove's readers: paths_file, limit, skip, recursive,
    glob_pattern, shuffle_files.
    """

    name = "🗞 scraper WARC"

    def __init__(
        self,
        data_folder: Any,
        *,
        wanted: RecordFilter | None = None,
        exclusion_writer: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data_folder, **options)
        self.wanted = wanted or RecordFilter()
        self.exclusion_writer = exclusion_writer
        self._rank = 0

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents of the files of a task."""
        self._rank = rank
        with self.exclusion_writer or nullcontext():
            yield from super().run(data, rank, world_size)

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Yield the pages of a file."""
        counts = ReadingCounts()
        with self.data_folder.open(filepath, "rb") as file:
            for item in bulk_warc.read_stream(file, filepath, counts, self.wanted):
                document = self._document(filepath, item, counts)
                if document is not None:
                    yield document
        self.stat_update("revisits", value=counts.revisits, unit="input_file")
        for reason, number in counts.refused.items():
            self.stat_update(f"refused_{reason}", value=number, unit="input_file")

    def _document(self, source: str, item: BulkItem, counts: ReadingCounts) -> Document | None:
        if isinstance(item, BulkFault):
            self.stat_update("damaged")
            if self.exclusion_writer:
                failure = failure_of(source, item, item.reason)
                self.exclusion_writer.write(_failed(item.key, failure), self._rank)
            return None
        refused = refusal_of_body(self.wanted, item)
        if refused:
            counts.refused[refused] += 1
            return None
        return document_of(source, item)


class Extract(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Extract the article of each page; what cannot be read goes to `exclusion_writer`.

    Pages are read in a process of their own, which is ended when one takes longer than
    `page_timeout` seconds or too much memory; with None they are read in the task itself.
    Documents of other readers are read, too: their text is the HTML, `url` is in their metadata.
    """

    name = "📰 scraper"
    type = "🛢 - EXTRAC"

    def __init__(
        self,
        *,
        rules: Iterable[Path] = (),
        wanted: RecordFilter | None = None,
        page_timeout: float | None = PAGE_TIMEOUT,
        exclusion_writer: Any = None,
    ) -> None:
        super().__init__()
        self.options = ReadOptions(rules=tuple(rules), wanted=wanted or RecordFilter())
        self.page_timeout = page_timeout
        self.exclusion_writer = exclusion_writer

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents of the articles, in the order of the pages."""
        del world_size
        with self.exclusion_writer or nullcontext():
            waiting: deque[Document] = deque()
            answers = self._answers(_tasks(data, waiting))
            while True:
                with self.track_time():
                    answer = next(answers, None)
                if answer is None:
                    return
                document = self._finished(waiting.popleft(), answer, rank)
                if document is not None:
                    yield document

    def _answers(self, tasks: Iterator[RecordTask]) -> Iterator[RecordAnswer]:
        read = partial(answer_of, self.options)
        if self.page_timeout is None:
            yield from map(read, tasks)
            return
        with Workers(read, timeout=self.page_timeout) as workers:
            reading: OrderedReading[RecordAnswer] = OrderedReading(workers)
            yield from reading.answers(tasks)

    def _finished(self, document: Document, answer: RecordAnswer, rank: int) -> Document | None:
        """Return the document of an article, None for a page that has none."""
        self.stat_update(StatHints.total)
        if answer.row is not None:
            self.stat_update(StatHints.forwarded)
            article = Document(text=answer.row["body_text"], id=document.id, metadata=answer.row)
            self.update_doc_stats(article)
            return article
        self.stat_update(StatHints.dropped)
        if answer.refused:
            self.stat_update(f"refused_{answer.refused}")
        elif answer.failure:
            self.stat_update(FAILED)
            if self.exclusion_writer:
                self.exclusion_writer.write(_failed(document.id, answer.failure), rank)
        return None


class WriteRows(JsonlWriter):  # type: ignore[misc]  # datatrove has no types
    """Write rows as `bulk extract --format jsonl` does, with each field, also one without a value.

    datatrove's own JsonlWriter leaves out what is empty: some rows then have no text.
    """

    default_output_filename = "${rank}.jsonl"
    name = "📰 scraper rows"

    def __init__(self, output_folder: Any, **options: Any) -> None:
        options = {"compression": None, "adapter": _row, **options}
        super().__init__(output_folder, **options)

    def _write(self, document: Row, file_handler: Any, filename: str) -> None:
        del filename
        file_handler.write(json_line(document).encode())


def document_of(source: str, record: BulkRecord) -> Document:
    """Return a page as a document, with its bytes as a medium."""
    place = f"{source}/{record.key}"
    page = Media(id=place, type=MediaType.DOCUMENT, url=record.url, media_bytes=record.content)
    return Document(
        text=record.content.decode("utf-8", "replace"),
        id=place,
        media=[page],
        metadata={
            "url": record.url,
            "source": source,
            "record": record.key,
            "headers": [list(pair) for pair in record.headers],
            "status": record.status,
            "mime": record.mime,
            "fetched_at": record.fetched_at,
            "payload_digest": record.digest,
        },
    )


def record_of_document(document: Document) -> BulkRecord:
    """Return the page of a document, of ReadWarc or of another reader."""
    facts = document.metadata
    stored = [medium.media_bytes for medium in document.media if medium.media_bytes]
    return BulkRecord(
        key=str(facts.get("record", document.id)),
        url=str(facts.get("url", "")),
        content=stored[0] if stored else document.text.encode("utf-8", "replace"),
        headers=tuple((name, value) for name, value in facts.get("headers", ())),
        status=facts.get("status"),
        mime=facts.get("mime", "text/html"),
        fetched_at=str(facts.get("fetched_at") or facts.get("date") or ""),
        digest=facts.get("payload_digest", ""),
    )


def _tasks(data: Iterable[Document], waiting: deque[Document]) -> Iterator[RecordTask]:
    """Yield what is to be read, and note the document of each, without its page."""
    for document in data or ():
        source = str(document.metadata.get("source") or document.metadata.get("file_path") or "")
        task = RecordTask(source, record_of_document(document))
        waiting.append(Document(text="", id=document.id))
        yield task


def _failed(place: str, failure: Row) -> Document:
    return Document(text=failure["reason"], id=place, metadata=failure)


def _row(writer: WriteRows, document: Document) -> Row:
    """Return what is written of a document: all of its row."""
    del writer
    row: Row = document.metadata
    return row
