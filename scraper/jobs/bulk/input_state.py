"""Find out whether a source is what it was, at first without reading it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest, sha256

from scraper.jobs.bulk.done_lines import InputState
from scraper.sources import bulk_paths


def look_at(path: str) -> InputState:
    """Return the size and time of a source; its hash is left empty."""
    if not bulk_paths.is_folder(path):
        size, changed = bulk_paths.state_of(path)
        return InputState(size=size, changed=changed, sha256="")
    total, digest = 0, sha256()
    for line, size in _lines_of(path):
        total += size
        digest.update(line.encode("utf-8", "surrogateescape"))
    return InputState(size=total, changed="", sha256=digest.hexdigest())


def digest_of(path: str) -> str:
    """Return the SHA-256 of a local file; of one in a store "", for it would be loaded twice."""
    if bulk_paths.scheme_of(path):
        return ""
    with bulk_paths.local_path(path).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _lines_of(folder: str) -> Iterator[tuple[str, int]]:
    """Yield a line about each file below a folder, and its size."""
    for path in bulk_paths.files_below(folder):
        size, changed = bulk_paths.state_of(path)
        yield f"{bulk_paths.below(path, folder)}\t{size}\t{changed}\n", size
