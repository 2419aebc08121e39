"""Open and list what bulk runs read: local paths, and those of stores that fsspec knows.

Web addresses are refused: pages and files of the web are requested by the fetch layer only, which
checks addresses and robots.txt.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from scraper import files
from scraper.errors import InputError

MISSING = "paths such as s3://… need fsspec: pip install 'scraper[bulk]'"
# memory:// is for tests, and for notebooks that hold their data
STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "hf", "memory"})
LOCAL = frozenset({"", "file", "local"})
BLOCK = 4 << 20  # bytes that are asked of a store at a time


def scheme_of(path: str) -> str:
    """Return the scheme of a path, "" for a local one; raise InputError for one to refuse."""
    before, mark, _ = path.partition("://")
    if not mark:
        return ""
    scheme = before.lower()
    if scheme in LOCAL:
        return ""
    if scheme in STORES:
        return scheme
    if scheme in ("http", "https", "ftp"):
        raise InputError(
            f"{path}: a bulk run reads no web addresses;"
            " download the file first, then name the local copy"
        )
    known = ", ".join(f"{name}://" for name in sorted(STORES))
    raise InputError(f"{path}: paths of this kind are not read (local paths are, and {known})")


def local_path(path: str) -> Path:
    """Return a local path; file:///a/b and /a/b are the same."""
    if "://" in path:
        return Path(urlsplit(path).path)
    return Path(path)


def open_binary(path: str) -> IO[bytes]:
    """Open a file to read; raise InputError if it cannot be opened."""
    try:
        if not scheme_of(path):
            local = local_path(path)
            files.refuse_special(local, "a file to read")
            return local.open("rb")
        store, inside = _store(path)
        return cast("IO[bytes]", store.open(inside, "rb", block_size=BLOCK))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {_cause(error)}") from None


def is_folder(path: str) -> bool:
    """Return whether a path names a folder; raise InputError if it names nothing."""
    if not scheme_of(path):
        local = local_path(path)
        if not local.exists():
            raise InputError(f"cannot read {path}: there is no such file or folder")
        return local.is_dir()
    store, inside = _store(path)
    try:
        return bool(store.info(inside)["type"] == "directory")
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {_cause(error)}") from None


def state_of(path: str) -> tuple[int, str]:
    """Return the size of a file in bytes, and a text that is another one once it is changed."""
    try:
        if not scheme_of(path):
            found = local_path(path).stat()
            return found.st_size, str(found.st_mtime_ns)
        store, inside = _store(path)
        return int(store.info(inside).get("size") or 0), str(store.ukey(inside))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {_cause(error)}") from None


def files_below(folder: str) -> Iterator[str]:
    """Yield the path of each file below a folder, sorted by folder and name."""
    if not scheme_of(folder):
        yield from _local_files(local_path(folder))
        return
    store, inside = _store(folder)
    for name in sorted(store.find(inside)):
        yield f"{folder.rstrip('/')}/{name.removeprefix(inside).lstrip('/')}"


def matches(pattern: str) -> list[str]:
    """Return the paths in a store that fit a pattern, sorted; raise InputError if none does."""
    store, inside = _store(pattern)
    scheme = pattern.partition("://")[0]
    found = [f"{scheme}://{name.lstrip('/')}" for name in sorted(store.glob(inside))]
    if not found:
        raise InputError(f"{pattern}: nothing in that store fits this pattern")
    return found


def below(path: str, folder: str) -> str:
    """Return the path of a file relative to a folder that holds it, with "/" between its parts."""
    if not scheme_of(folder):
        return local_path(path).relative_to(local_path(folder)).as_posix()
    _, inside = _store(folder)
    _, whole = _store(path)
    return whole.removeprefix(inside).lstrip("/")


def name_of(path: str) -> str:
    """Return the last part of a path, that of its absolute form for a local one."""
    if scheme_of(path):
        return path.rstrip("/").rpartition("/")[2]
    return local_path(path).absolute().name


def address_of(path: str) -> str:
    """Return the URI of a file, for a page that states no address itself."""
    if scheme_of(path):
        return path
    return local_path(path).absolute().as_uri()


def _local_files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file():  # neither a pipe nor a link to nowhere
                yield str(path)


def _store(path: str) -> tuple[Any, str]:
    """Return the file system of a path, and its name there."""
    if "::" in path:
        raise InputError(f"{path}: chained paths are not read; name the file itself")
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(MISSING) from None
    try:
        store, inside = url_to_fs(path)
    except ImportError as error:  # s3fs, gcsfs, adlfs, huggingface_hub
        raise InputError(f"{path}: {_cause(error)}") from None
    return store, str(inside)


def _cause(error: Exception) -> str:
    text = str(getattr(error, "strerror", None) or error)
    return " ".join(text.split()) or type(error).__name__
