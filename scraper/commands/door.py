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
        code = command.main(prog_name="scraper", standalone_mode=False)
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
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str, code: int) -> int:
    click.echo(f"Error: {plain(message)}", err=True)
    return code


def _pipe_closed() -> int:
    """Whoever read us has read enough: silence and success (as rg and yt-dlp do)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
