"""Read sources in one plain loop, in this process: for engines that have processes of their own.

There is no limit for a page here, neither of time nor of memory: `bulk extract` has both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scraper.jobs.bulk.read_record import ReadOptions, RecordTask, Row, answer_of
from scraper.sources import bulk_inputs, bulk_paths
from scraper.sources.bulk_records import BulkRecord


def rows(paths: Iterable[str], options: ReadOptions | None = None) -> Iterator[Row]:
    """Yield the row of each article in some files; what cannot be read is left out.

    The options are those of `bulk extract`: the filters and the user's rules. Raise InputError for
    a file that cannot be read at all.
    """
    options = options or ReadOptions()
    for path in paths:
        source = bulk_paths.name_of(path)
        for item in bulk_inputs.read(path, options.wanted):
            if isinstance(item, BulkRecord):
                row = answer_of(options, RecordTask(source, item)).row
                if row is not None:
                    yield row
