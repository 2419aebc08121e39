"""`scraper extract`: extraction alone, for files and for other programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scraper import faults
from scraper.cleaning import BadJson, clean, dump_json, load_json
from scraper.commands.terminal.options import Seconds, WebAddress, rules_option
from scraper.commands.terminal.session import command
from scraper.errors import ScraperError
from scraper.files import for_others
from scraper.jobs.read_file import FileTask, failure, file_line

SOME_FAILED, ALL_FAILED = 3, 1
FEW_PAGES = 20  # are read by one process in the time that a second one needs to start
MOST_CORES = 64


@command("extract")
@click.argument("files", nargs=-1, metavar="[FILE]...|-")
@click.option("--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True,
              help="One article a line, or one array.")  # fmt: skip
@click.option("--url", type=WebAddress(), help="The address of the page, when one FILE is given.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes.  [default: one a core, where the pages are many]",
)
@click.option("--page-timeout", type=Seconds(), default=30, show_default=True,
              help="Seconds for one page.")  # fmt: skip
@rules_option
def extract(
    files: tuple[str, ...],
    form: str,
    url: str | None,
    jobs: int | None,
    page_timeout: float,
    rules: tuple[Path, ...],
) -> None:
    """Read articles from FILEs, or from JSON Lines {"id", "url", "path"} on standard input (-).

    One article a line goes to standard output, in the order of the input and in the archive's own field names. A page
    that fails or takes too long is a line with "error". No network, no archive.
    """
    from scraper.workers.pool import Workers

    if not files and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or - to read JSON Lines from standard input")
    if url and len(files) != 1:
        raise click.UsageError("--url goes with exactly one FILE")
    tasks = _from_arguments(files, url, rules) if files and files != ("-",) else _from_lines(rules)
    done = failed = 0
    alone = 0 if jobs else FEW_PAGES
    with Workers(file_line, jobs=jobs or _cores(), timeout=page_timeout) as workers:
        for task, future in workers.map(tasks, alone=alone):
            died = future.exception()
            line = future.result() if died is None else _failed(task, died)
            failed += '"error": ' in line and "error" in json.loads(line)
            click.echo(_framed(line, form, done))
            done += 1
    if form == "json":
        click.echo("]" if done else "[]")
    if failed:
        raise SystemExit(ALL_FAILED if failed == done else SOME_FAILED)


def _failed(task: FileTask, error: BaseException) -> str:
    """Return the line of a file that took its reader down."""
    if not isinstance(error, Exception):
        raise error
    said = str(error) if isinstance(error, ScraperError) else faults.note(error, task.path or "")
    return dump_json(clean(failure(task, said)))


def _cores() -> int:
    """Return how many cores this process may use."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(mine, MOST_CORES)


def _framed(line: str, form: str, done: int) -> str:
    if form == "jsonl":
        return line
    return ("," if done else "[") + line


def _from_arguments(
    files: tuple[str, ...], url: str | None, rules: tuple[Path, ...]
) -> Iterator[FileTask]:
    for path in files:
        yield FileTask(path=path, url=url, rules=rules, pipe=for_others(path))


def _from_lines(rules: tuple[Path, ...]) -> Iterator[FileTask]:
    """A task a line; a line that names no file is one, too: it fails, and the rest goes on."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            given = load_json(line)
        except BadJson:
            given = None
        row = given if isinstance(given, dict) else {}
        path, url = row.get("path"), row.get("url")
        fits = isinstance(path, str) and isinstance(url, str | None)
        wrong = (
            None
            if fits
            else f'standard input, line {number}: expected {{"id", "url", "path"}} as JSON'
        )
        yield FileTask(
            path=path if fits else None,
            url=url if fits else None,
            id=row.get("id"),
            rules=rules,
            wrong=wrong,
        )


command = extract
