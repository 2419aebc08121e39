"""The way out: an error is one line on standard error and the right exit code; a traceback only with --debug."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from scraper.commands.terminal import plain
from scraper.errors import ScraperError

INTERRUPTED = 130


def guarded(command: click.Command) -> NoReturn:
    """Run the command line and leave with its exit code (POSIX: 128 + SIGINT = 130 when interrupted)."""
    debug = "--debug" in sys.argv[1:] or bool(os.environ.get("SCRAPER_DEBUG"))
    try:
        code = _run(command)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _pipe_closed()
    except (KeyboardInterrupt, click.Abort):
        code = _say("interrupted; what was kept is kept", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ScraperError as error:
        if debug:
            raise
        code = _say(str(error), error.exit_code)
    except Exception as error:
        if debug:
            raise
        code = _say(f"this is a fault of scraper ({type(error).__name__}: {error}); --debug shows where", 1)
    sys.exit(code)


def _run(command: click.Command) -> int:
    """What click's own main does, except that a broken pipe reaches us: click would make it a failure."""
    if "_SCRAPER_COMPLETE" in os.environ:
        command.main(prog_name="scraper", complete_var="_SCRAPER_COMPLETE")
    try:
        with command.make_context("scraper", sys.argv[1:]) as context:
            command.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return 0


def _say(message: str, code: int) -> int:
    click.echo(f"Error: {plain(message)}", err=True)
    return code


def _pipe_closed() -> int:
    """Whoever read us has read enough: silence and success (as rg and yt-dlp do)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
