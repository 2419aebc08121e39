"""Read files that hold pages, in any process: what `scraper extract` does with each.

What reads is imported where it is used: a caller that only names the tasks does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper import faults, files
from scraper.cleaning import clean, dump_json
from scraper.errors import InputError, ScraperError
from scraper.jobs.read_page import ReadTask, article_of

if TYPE_CHECKING:
    from scraper.models import Page
    from scraper.sources.mhtml_file import MailedPage

MAX_FILE = 50 << 20  # bytes
SIGNATURE = 512  # bytes in which the signature of a file format is


@dataclass(frozen=True, kw_only=True, slots=True)
class FileTask:
    """A file to read: a line of `scraper extract`."""

    path: str | None
    id: Any = None  # by which the caller knows it
    url: str | None = None
    rules: tuple[Path, ...] = ()
    wrong: str | None = None  # with the line that should have named the file
    pipe: str | None = None  # where a worker reads a pipe that only the parent has open


def file_line(task: FileTask) -> str:
    """Return a line of JSON about a file: the article's row, or what is wrong."""
    try:
        row = _row(task)
    except ScraperError as error:
        row = failure(task, str(error))
    except MemoryError:
        raise  # nothing that ran out of memory can be trusted to go on: the process ends
    except Exception as error:  # noqa: BLE001 - the border: see faults
        row = failure(task, faults.note(error, task.path or ""))
    return dump_json(clean(row))


def failure(task: FileTask, message: str) -> dict[str, Any]:
    """Return the row of a page that could not be read."""
    path = {} if task.path is None else {"path": task.path}
    return _named(task) | path | {"error": message}


def page_from_file(path: str, url: str | None, *, headers: Mapping[str, str] | None = None) -> Page:
    """Return a file as if a server had sent it; raise InputError if it cannot be read."""
    from scraper.models import Page
    from scraper.page_kind.by_http import not_a_page
    from scraper.sources import mhtml_file

    body, seen = _read(path)
    if mhtml_file.is_mhtml(body):
        mailed = _mailed(path, body)
        body, url = mailed.body, url or mailed.url
        headers = {"content-type": mailed.content_type}
    if named := not_a_page({}, body[:SIGNATURE]):
        raise InputError(f"{path}: not a web page but {named}")
    address = url or Path(path).absolute().as_uri()
    if headers is None:
        headers = {"content-type": "text/plain"} if Path(path).suffix.lower() == ".txt" else {}
    return Page(url=address, final_url=address, headers=headers, body=body, fetched_at=seen)


def _read(path: str) -> tuple[bytes, datetime]:
    """Return the bytes of a file and when it was written; raise InputError if it is none."""
    file = Path(path)
    if not file.is_dir():
        files.refuse_special(path, "a page")
    try:
        if file.is_file() and file.stat().st_size > MAX_FILE:
            raise InputError(f"{path}: larger than {MAX_FILE >> 20} MB, not read")
        return file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; name the files in it") from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({cause})") from None


def _mailed(path: str, data: bytes) -> MailedPage:
    from scraper.sources import mhtml_file

    try:
        return mhtml_file.read_mhtml(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _row(task: FileTask) -> dict[str, Any]:
    from scraper.present.as_row import row

    if task.path is None:
        raise InputError(task.wrong or "no file is named")
    url = task.url or (Path(task.path).absolute().as_uri() if task.pipe else None)
    page = page_from_file(task.pipe or task.path, url)
    return _named(task) | row(article_of(ReadTask(page=page, rules=task.rules)))


def _named(task: FileTask) -> dict[str, Any]:
    return {} if task.id is None else {"id": task.id}
