"""Turn an error into one line on stderr and an exit code; --debug adds the traceback."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import NoReturn

import click

from scraper.commands.terminal.command_class import not_typed
from scraper.commands.terminal.safe_text import plain, visible
from scraper.commands.terminal.session import Session
from scraper.errors import ScraperError
from scraper.secrets import masked

FAILED, MISTAKEN, UNWRITABLE, INTERRUPTED = 1, 2, 74, 130
EXPECTED = (click.ClickException, click.Abort, BrokenPipeError)  # without a traceback
WRONG_NAME = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)
FORBIDDEN = (errno.EACCES, errno.EPERM)
# an error of the system about a file -> exit code; any other is a bug of scraper
FILE_ERRORS = {
    **dict.fromkeys(WRONG_NAME, MISTAKEN),
    **dict.fromkeys((*DISK, *FORBIDDEN), UNWRITABLE),
}


def guarded(command: click.Command) -> NoReturn:
    """Run the command line and exit with its code (when interrupted, 130: 128 + SIGINT)."""
    _replace_closed_streams()
    try:
        code = _run(command)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - every error ends here
        cause = _cause(error)
        if _debug() and not isinstance(cause, EXPECTED):
            _print_traceback(error)
            sys.exit(FAILED)
        code = _report(cause)
    except KeyboardInterrupt:
        code = _report(click.Abort())
    sys.exit(code)


def _run(command: click.Command) -> int:
    """Do what click's own main does, but let a broken pipe pass: click would make it a failure."""
    try:
        if "_SCRAPER_COMPLETE" in os.environ:
            command.main(prog_name="scraper", complete_var="_SCRAPER_COMPLETE")
        with command.make_context("scraper", sys.argv[1:]) as context:
            _invoke(command, context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    return 0


def _invoke(command: click.Command, context: click.Context) -> None:
    """Run the command; if an error comes from a row with a value of a wrong type, name that row."""
    try:
        command.invoke(context)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        from scraper.archive.maintenance import value_kinds

        damage = value_kinds.behind(context.ensure_object(Session).db)
        if damage is None:
            raise
        raise damage from error


def _cause(error: Exception) -> Exception:
    """Return the error, or of a group of errors from concurrent tasks the first."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _report(error: Exception) -> int:
    """Print what went wrong and return its exit code."""
    match error:
        case BrokenPipeError():  # the reader has enough (head): success, as in rg and yt-dlp
            _drop_output()
            return 0
        case click.Abort():
            return _say(
                "interrupted; everything archived so far is kept, run the same command to go on",
                INTERRUPTED,
            )
        case click.ClickException():
            return _of_usage(error)
        case ScraperError():
            return _say(str(error), error.exit_code)
        case OSError() if error.errno in FILE_ERRORS:
            if error.filename is None:  # no file was being opened: an output is full
                _drop_output()
            name = error.filename or "cannot write"
            return _say(f"{name}: {error.strerror}", FILE_ERRORS[error.errno])
    name = type(error).__name__
    message = f"this is a bug in scraper ({name}: {error}); run it with --debug to see where"
    return _say(message, FAILED)


def _print_traceback(error: Exception) -> None:
    import traceback

    text = "".join(traceback.format_exception(error))
    click.echo(visible(masked(text)), err=True, nl=False)


def _of_usage(error: click.ClickException) -> int:
    """Print an error of usage in click's words; name the file or variable of a bad setting."""
    line = not_typed(error) if isinstance(error, click.BadParameter) else None
    if line is not None:
        return _say(line, error.exit_code)
    message = io.StringIO()
    error.show(message)
    click.echo(visible(masked(message.getvalue())), err=True, nl=False)
    return error.exit_code


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):  # stderr may be what is full
        click.echo(f"Error: {plain(masked(message))}", err=True)
    return code


def _debug() -> bool:
    return "--debug" in sys.argv[1:] or bool(os.environ.get("SCRAPER_DEBUG"))


def _drop_output() -> None:
    """Drop what is still to be written: at exit it would fail again, with a message of Python's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace_closed_streams() -> None:
    """Replace streams that the caller has closed (`>&-`), which are None in Python."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that the encoding lacks is written as its number; it must not end the run.
            stream.reconfigure(errors="backslashreplace")
