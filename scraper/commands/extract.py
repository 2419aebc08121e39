"""`scraper extract`: read articles from files, for other programs, without network or archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scraper import faults
from scraper.cleaning import BadJson, clean, dump_json, load_json
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import (
    WebAddress,
    jobs_option,
    page_timeout_option,
    rules_option,
)
from scraper.commands.terminal.partial_failure import exit_if_failed
from scraper.commands.terminal.processors import processors
from scraper.commands.terminal.session import session
from scraper.errors import ScraperError
from scraper.files import for_others
from scraper.jobs.read_file import FileTask, failure, file_line
from scraper.progress import Progress

FEW_PAGES = 20  # one process reads them in the time that a second one needs to start
STDIN = ("-",)
EXAMPLES = (
    "scraper extract page.html --url https://news.example/story",
    "find pages -name '*.html' -print0 | xargs -0 scraper extract > all.jsonl",
    'echo \'{"id": 1, "path": "page.html"}\' | scraper extract -',
)


@declare_command("extract", examples=EXAMPLES)
@click.argument("files", nargs=-1, metavar="[FILE]...|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="Write one article per line, or one array.",
)
@click.option("--url", type=WebAddress(), help="The address of the page, if one FILE is given.")
@jobs_option(default="one per core, for many pages")
@page_timeout_option
@rules_option
def extract(
    files: tuple[str, ...],
    form: str,
    url: str | None,
    jobs: int | None,
    page_timeout: float,
    rules: tuple[Path, ...],
) -> None:
    """Read articles from FILEs, without network or archive.

    With -, standard input names the files in JSON Lines: {"id", "url", "path"}. Standard output
    gets one article per line, in the order of the input, with the field names of the archive. A
    page that fails or takes too long becomes a line with "error".
    """
    from scraper.workers.pool import Workers

    _check(files, url)
    tasks = _from_arguments(files, url, rules) if files not in ((), STDIN) else _from_lines(rules)
    progress = Progress(total=len(files) if files not in ((), STDIN) else None, unit="files")
    alone = 0 if jobs else FEW_PAGES
    with (
        session().watched(progress),
        Workers(file_line, jobs=jobs or processors(), timeout=page_timeout) as workers,
    ):
        for task, future in workers.map(tasks, alone=alone):
            died = future.exception()
            line = future.result() if died is None else _failed(task, died)
            progress.failed += '"error": ' in line and "error" in json.loads(line)
            click.echo(_framed(line, form, progress.done))
            progress.done += 1
    if form == "json":
        click.echo("]" if progress.done else "[]")
    exit_if_failed(progress.failed, progress.done - progress.failed)


def _check(files: tuple[str, ...], url: str | None) -> None:
    """Raise UsageError for arguments that do not fit together."""
    if not files and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or use - to read JSON Lines from standard input")
    if url and len(files) != 1:
        raise click.UsageError("--url needs exactly one FILE")


def _failed(task: FileTask, error: BaseException) -> str:
    """Return the line for a file whose reader died."""
    if not isinstance(error, Exception):
        raise error
    if isinstance(error, ScraperError):
        return dump_json(clean(failure(task, str(error))))
    return dump_json(clean(failure(task, faults.note(error, task.path or ""))))


def _framed(line: str, form: str, done: int) -> str:
    """Return a line of the output; in a JSON array, it begins with what the array needs there."""
    if form == "jsonl":
        return line
    return ("," if done else "[") + line


def _from_arguments(
    files: tuple[str, ...], url: str | None, rules: tuple[Path, ...]
) -> Iterator[FileTask]:
    for path in files:
        yield FileTask(path=path, url=url, rules=rules, pipe=for_others(path))


def _from_lines(rules: tuple[Path, ...]) -> Iterator[FileTask]:
    """Yield a task for each line; one that names no file becomes a task that fails alone."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            yield _task_of(line, number, rules)


def _task_of(line: bytes, number: int, rules: tuple[Path, ...]) -> FileTask:
    try:
        given = load_json(line)
    except BadJson:
        given = None
    row = given if isinstance(given, dict) else {}
    path, url, name = row.get("path"), row.get("url"), row.get("id")
    if isinstance(path, str) and isinstance(url, str | None):
        return FileTask(path=path, url=url, id=name, rules=rules)
    wrong = f'standard input, line {number}: expected {{"id", "url", "path"}} as JSON'
    return FileTask(path=None, url=None, id=name, rules=rules, wrong=wrong)


command = extract
