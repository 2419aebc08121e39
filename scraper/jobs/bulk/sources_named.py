"""List what users name as the sources of a bulk run, and read the records of each."""

from __future__ import annotations

from scraper.jobs.bulk.shard_plan import NamedSource
from scraper.sources import bulk_paths
from scraper.sources.bulk_filters import RecordFilter
from scraper.sources.bulk_kinds import BulkKind, kind_of
from scraper.sources.bulk_records import BulkItems, ReadingCounts


def listed(path: str) -> list[NamedSource]:
    """Return a source, with its files if it is a folder; a pattern of a store is several.

    Raise InputError if there is nothing.
    """
    if "*" in path and bulk_paths.scheme_of(path):
        return [NamedSource(each, bulk_paths.name_of(each)) for each in bulk_paths.matches(path)]
    name = bulk_paths.name_of(path)
    if not bulk_paths.is_folder(path):
        return [NamedSource(path, name)]
    found = [(bulk_paths.below(file, path), file) for file in bulk_paths.files_below(path)]
    return [NamedSource(path, name, tuple(found))]


def records(path: str, wanted: RecordFilter, counts: ReadingCounts) -> BulkItems:
    """Yield the records of a source that are wanted, and its faults."""
    if kind_of(path) is BulkKind.ARCHIVE:
        from scraper.jobs.bulk import archive_captures

        return archive_captures.read(path, wanted, counts)
    from scraper.sources import bulk_inputs

    return bulk_inputs.read(path, wanted, counts)
