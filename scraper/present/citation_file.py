"""Write CITATION.cff (version 1.2.0): how to cite an export. JSON strings are YAML strings, too."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.cleaning import dump_json
from scraper.present.export_record import PROGRAM, ExportRecord

MESSAGE = "If you use these data, please cite them with their checksum."


def citation_file(record: ExportRecord) -> Iterator[str]:
    """Yield the lines of CITATION.cff."""
    yield "cff-version: 1.2.0\n"
    yield f"message: {dump_json(MESSAGE)}\n"
    yield "type: dataset\n"
    yield f"title: {dump_json(record.title)}\n"
    yield f"abstract: {dump_json(record.description)}\n"
    yield "# Put the names of those who collected the articles here.\n"
    yield "authors:\n"
    yield '  - name: "Unnamed collectors"\n'
    yield f"version: {dump_json(record.archive['last_change'])}\n"
    yield f"date-released: {record.day}\n"
    if record.files:
        yield "identifiers:\n"
    for file in record.files:
        yield "  - type: other\n"
        yield f"    value: {dump_json('sha256:' + file.sha256)}\n"
        yield f"    description: {dump_json('SHA-256 of ' + file.path)}\n"
    yield "references:\n"
    yield "  - type: software\n"
    yield "    title: scraper\n"
    yield f"    version: {dump_json(PROGRAM.rpartition(' ')[2])}\n"
    yield "    authors:\n"
    yield '      - name: "The scraper developers"\n'
