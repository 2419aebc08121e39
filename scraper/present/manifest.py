"""Write and read the manifest of an export: what was asked for, what was written, a hash a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from scraper.errors import InputError
from scraper.present.export_record import PROGRAM, ExportRecord
from scraper.present.json_pieces import json_pieces
from scraper.present.row_tally import ROW_HASH
from scraper.present.written_files import WrittenFile

VERSION = 1  # of the form of manifests
END = "\n}"  # of an object
ROWS = "rows"  # the last member, a row a line: [id, hash]


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a manifest says, as far as an export can be compared with it."""

    form: str
    arguments: tuple[str, ...]  # the options of `scraper export`
    last_change: str  # of the archive
    seal: str | None  # the hash of the run that had ended last
    files: tuple[WrittenFile, ...]
    rows: Mapping[int, str]  # id -> hash


def manifest(record: ExportRecord) -> Iterator[str]:
    """Yield the text of manifest.json."""
    head = {
        "manifest": VERSION,
        "program": PROGRAM,
        "schema": record.archive["schema"],
        "query": {"format": record.form, "arguments": list(record.arguments)},
        "archive": {name: value for name, value in record.archive.items() if name != "schema"},
        "last_run": record.seal,
        "counts": {"articles": record.rows, "columns": len(record.columns)},
        "gaps": list(record.gaps),
        "feed_gaps": list(record.feed_gaps),
        "files": map(asdict, record.files),
        "row_hash": ROW_HASH,
    }
    yield from _unclosed(json_pieces(head))
    yield f',\n  "{ROWS}": ['
    mark = "\n"
    for article_id, digest in record.tally.hashes():
        yield f'{mark}    [{article_id}, "{digest}"]'
        mark = ",\n"
    yield "\n  ]\n}\n"


def _unclosed(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of an object without its end."""
    held = ""
    for piece in pieces:
        text = held + piece
        yield text[: -len(END)]
        held = text[-len(END) :]


def read(text: str, name: str) -> Manifest:
    """Return what the text of a manifest says; raise InputError if it is none."""
    try:
        found = json.loads(text)
        if found["manifest"] != VERSION:
            raise InputError(f"{name} is a manifest of another version: upgrade scraper")
        return _manifest(found)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise InputError(f"{name} is not a manifest that `scraper export` wrote") from None


def _manifest(found: Mapping[str, Any]) -> Manifest:
    seal = found["last_run"]
    return Manifest(
        form=str(found["query"]["format"]),
        arguments=tuple(map(str, found["query"]["arguments"])),
        last_change=str(found["archive"]["last_change"]),
        seal=str(seal["sha256"]) if seal else None,
        files=tuple(_file(file) for file in found["files"]),
        rows={int(article_id): str(digest) for article_id, digest in found[ROWS]},
    )


def _file(file: Mapping[str, Any]) -> WrittenFile:
    """Return a file; raise ValueError for a path that leads out of the folder of the manifest."""
    path = PurePosixPath(file["path"])
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("not a path in the folder")
    return WrittenFile(path=str(path), bytes=int(file["bytes"]), sha256=str(file["sha256"]))
