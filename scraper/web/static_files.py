"""The style sheet, script and icon of the reading room, under names that change with their content.

A browser may therefore keep them for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
PREFIX = "/static/"
HASH = 12  # hexadecimal digits: enough to tell the files of two releases apart


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served."""

    name: str  # with the hash of its content
    body: bytes
    media_type: str


@cache
def static_files() -> dict[str, StaticFile]:
    """Return the files by their own names, without the hash."""
    return {path.name: _file(path) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


@cache
def served() -> dict[str, StaticFile]:
    """Return the same by the names under which they are served."""
    return {file.name: file for file in static_files().values()}


def address(name: str) -> str:
    """Return the address of a file, such as `room.css`."""
    return PREFIX + static_files()[name].name


def _file(path: Path) -> StaticFile:
    body = path.read_bytes()
    digest = sha256(body).hexdigest()[:HASH]
    return StaticFile(f"{path.stem}.{digest}{path.suffix}", body, TYPES[path.suffix])
