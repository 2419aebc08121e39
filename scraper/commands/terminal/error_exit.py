"""The way out: an error is one line on standard error and the right exit code; a traceback only with --debug."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import NoReturn

import click

from scraper.commands.terminal.safe_text import plain, visible
from scraper.commands.terminal.session import Session, not_typed
from scraper.errors import ScraperError
from scraper.secrets import masked

FAILED, MISTAKEN, UNWRITABLE, INTERRUPTED = 1, 2, 74, 130
# what the system says of a file -> exit code; what else it may say is a fault of ours
FILE_ERRORS = {
    **dict.fromkeys(
        (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP), MISTAKEN
    ),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS), UNWRITABLE),
    **dict.fromkeys((errno.EACCES, errno.EPERM), UNWRITABLE),
}


def guarded(command: click.Command) -> NoReturn:
    """Run the command line and leave with its exit code (POSIX: 128 + SIGINT = 130 when interrupted)."""
    _stand_in_for_closed_streams()
    try:
        code = _run(command)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - each is told, and the traceback of each is shown if asked for
        cause = _cause(error)
        if _debug() and not isinstance(cause, (click.ClickException, click.Abort, BrokenPipeError)):
            import traceback

            click.echo(
                visible(masked("".join(traceback.format_exception(error)))), err=True, nl=False
            )
            sys.exit(FAILED)
        code = _told(cause)
    except KeyboardInterrupt:
        code = _told(click.Abort())
    sys.exit(code)


def _run(command: click.Command) -> int:
    """What click's own main does, except that a broken pipe reaches us: click would make it a failure."""
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
    """Run it; what cannot be may come from a row that somebody wrote by hand, and then that row is named."""
    try:
        command.invoke(context)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        from scraper.archive.maintenance import value_kinds

        damage = value_kinds.behind(context.ensure_object(Session).db)
        if damage is None:
            raise
        raise damage from error


def _cause(error: Exception) -> Exception:
    """What tasks that run side by side raise comes as a group: its first member."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _told(error: Exception) -> int:
    """Tell what went wrong; the exit code of it."""
    match error:
        case BrokenPipeError():  # whoever read us has read enough: silence and success (as rg and yt-dlp do)
            _drop_output()
            return 0
        case click.Abort():
            return _say("interrupted; what was kept is kept", INTERRUPTED)
        case click.ClickException():
            return _of_usage(error)
        case ScraperError():
            return _say(str(error), error.exit_code)
        case OSError() if error.errno in FILE_ERRORS:
            if (
                error.filename is None
            ):  # no file that was to be opened, so an output that takes no more
                _drop_output()
            return _say(
                f"{error.filename or 'cannot write'}: {error.strerror}", FILE_ERRORS[error.errno]
            )
    return _say(
        f"this is a fault of scraper ({type(error).__name__}: {error}); --debug shows where", FAILED
    )


def _of_usage(error: click.ClickException) -> int:
    """Click's own words, but for a value that stands where nobody who reads them would look."""
    line = not_typed(error) if isinstance(error, click.BadParameter) else None
    if line is not None:
        return _say(line, error.exit_code)
    told = io.StringIO()
    error.show(told)
    click.echo(visible(masked(told.getvalue())), err=True, nl=False)
    return error.exit_code


def _say(message: str, code: int) -> int:
    with contextlib.suppress(OSError):  # standard error may be what is full
        click.echo(f"Error: {plain(masked(message))}", err=True)
    return code


def _debug() -> bool:
    return "--debug" in sys.argv[1:] or bool(os.environ.get("SCRAPER_DEBUG"))


def _drop_output() -> None:
    """What is still to be written would fail again at exit, with Python's own words."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stand_in_for_closed_streams() -> None:
    """A stream that the caller has closed (`>&-`) is None in Python; what is written to it then goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # what its encoding lacks is written as its number, and ends nothing
            stream.reconfigure(errors="backslashreplace")
