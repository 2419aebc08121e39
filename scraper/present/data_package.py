"""Describe an export as a Data Package (version 2), with a Table Schema of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scraper.patterns import late
from scraper.present.export_record import ColumnFacts, ExportRecord
from scraper.present.formats import FORMATS, Format, Output
from scraper.present.json_pieces import json_pieces
from scraper.present.written_files import WrittenFile

PROFILES = "https://datapackage.org/profiles/2.0"
SPARSE = ("jsonl",)  # formats whose rows leave out some columns that have no value
# what a datetime of ours looks like
DATETIME = "%Y-%m-%dT%H:%M:%SZ"
_NOT_IN_NAMES = late(r"[^a-z0-9._-]+")


def data_package(record: ExportRecord) -> Iterator[str]:
    """Yield the text of datapackage.json."""
    package = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": package_name(record.name),
        "title": record.title,
        "description": record.description,
        "version": str(record.archive["last_change"]),
        "resources": (_resource(record, file) for file in record.files),
    }
    yield from json_pieces(package)
    yield "\n"


def package_name(text: str) -> str:
    """Return a name as packages and resources may have it: lower case, without spaces."""
    return _NOT_IN_NAMES.sub("-", text.lower()).strip("-.") or "articles"


def _resource(record: ExportRecord, file: WrittenFile) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": package_name(file.path.replace("/", "-")),
        "path": file.path,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    form = FORMATS[record.form]
    if form.media_type:
        resource["mediatype"] = form.media_type
    if not record.columns:
        return resource
    resource |= {"type": "table", "format": record.form}
    if form.output is Output.TEXT:
        resource["encoding"] = "utf-8"
    else:
        del resource["bytes"]  # frictionless counts none in such a file, and takes that for damage
    fields = [_field(column, form) for column in record.columns]
    schema: dict[str, Any] = {"$schema": f"{PROFILES}/tableschema.json", "fields": fields}
    if record.form in SPARSE:
        schema["fieldsMatch"] = "superset"
    if any(column.name == "id" for column in record.columns):
        schema["primaryKey"] = ["id"]
    return {**resource, "schema": schema}


def _field(column: ColumnFacts, form: Format) -> dict[str, Any]:
    # an array of Table Schema is a text with JSON; the lists of Parquet have a type there
    is_list_of_its_own = form.output is Output.BYTES and column.name in form.lists
    field: dict[str, Any] = {
        "name": column.name,
        "type": "any" if is_list_of_its_own else column.type,
        "description": column.meaning + (f" ({column.unit})" if column.unit else ""),
    }
    if column.type == "datetime" and form.output is Output.TEXT:
        field["format"] = DATETIME
    if column.type == "boolean" and not form.is_typed:
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.name == "id":
        field["constraints"] = {"required": True, "unique": True}
    return field
