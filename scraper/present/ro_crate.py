"""Describe an export as an RO-Crate (version 1.2): the files, the program and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scraper.present.export_record import PROGRAM, ExportRecord
from scraper.present.formats import FORMATS
from scraper.present.json_pieces import json_pieces
from scraper.present.written_files import WrittenFile

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
CONFORMS = "https://w3id.org/ro/crate/1.2"
DESCRIPTOR = "ro-crate-metadata.json"
SOFTWARE, EXPORT, COLLECTION = "#scraper", "#export", "#last-run"
LICENCE = "The texts belong to their publishers: this description grants no right to use them."


def ro_crate(record: ExportRecord, described: tuple[str, ...]) -> Iterator[str]:
    """Yield the text of ro-crate-metadata.json; `described` names the files that go with it."""
    yield from json_pieces({"@context": CONTEXT, "@graph": _graph(record, described)})
    yield "\n"


def _graph(record: ExportRecord, described: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the entities; those that name all files have an iterator for them."""
    yield _descriptor()
    yield _root(record, described)
    yield from _parts(record, described)
    yield {
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "scraper",
        "version": PROGRAM.rpartition(" ")[2],
    }
    yield from _actions(record)


def _parts(record: ExportRecord, described: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the files of the export, and those that describe it."""
    for file in record.files:
        yield _file(record, file)
    for name in described:
        yield {"@id": _uri(name), "@type": "File", "name": name}


def _descriptor() -> dict[str, Any]:
    return {
        "@id": DESCRIPTOR,
        "@type": "CreativeWork",
        "conformsTo": {"@id": CONFORMS},
        "about": {"@id": "./"},
    }


def _root(record: ExportRecord, described: tuple[str, ...]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": record.title,
        "description": record.description,
        "datePublished": record.day,
        "license": LICENCE,
        "hasPart": ({"@id": part["@id"]} for part in _parts(record, described)),
        "mentions": [{"@id": action["@id"]} for action in _actions(record)],
    }


def _file(record: ExportRecord, file: WrittenFile) -> dict[str, Any]:
    entity = {
        "@id": _uri(file.path),
        "@type": "File",
        "name": file.path,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }
    media_type = FORMATS[record.form].media_type
    if media_type:
        entity["encodingFormat"] = media_type
    return entity


def _uri(path: str) -> str:
    """Return a path as an @id may have it; a name need not be UTF-8."""
    return quote(path, errors="surrogateescape")


def _actions(record: ExportRecord) -> list[dict[str, Any]]:
    """Return the export, and the run of the archive that ended last before it."""
    export = {
        "@id": EXPORT,
        "@type": "CreateAction",
        "name": f"scraper export {record.form}",
        "instrument": {"@id": SOFTWARE},
        "result": ({"@id": _uri(file.path)} for file in record.files),
    }
    if record.seal is None:
        return [export]
    run = {
        "@id": COLLECTION,
        "@type": "CreateAction",
        "name": f"run {record.seal['run']} of the archive",
        "description": f"sealed with {record.seal['sha256']}",
        "endTime": record.seal["ended_at"],
        "instrument": {"@id": SOFTWARE},
    }
    return [export, run]
